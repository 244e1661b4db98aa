"""Gradient descent as a walk downhill in the mist."""

from manim import DOWN, DR, LEFT, UL, VGroup, smooth

from gd_math import descend, optimizers
from scenes.kit import (
    MARGIN,
    SMALL_SIZE,
    Lesson,
    Walk,
    WalkCamera,
    appear,
    check_arrival,
    check_place,
    compare_ends,
    count_valleys,
    few_valleys,
    fitted,
    formula,
    leave,
    loss_of,
    mark_valleys,
    number,
    rule_with_numbers,
    step_numbers,
    tag,
    text,
    theme,
)

LOSS = "HILLS"  # the ground: a loss of gd_math such as HIMMELBLAU, or a formula of x and y
START = (1.33, 1.19)  # where the hiker stands (x, y); HILLS has a top at (π/2, π/2) = (1.57, 1.57)
OTHER_START = (1.19, 1.33)  # where the second hiker stands (x, y)
LEARNING_RATE = 0.7  # α: how much of the gradient one step takes (HILLS 0.4 to 0.9)
STEPS = 14  # of each walk, enough to stand still at the end (10 to 200)
SIGHT = 0.9  # how far one sees in the mist, as a share of the way down (0.5 to 2)


class MistyHill(Lesson):
    """Downhill in the mist.

    A hiker in thick mist sees only a few steps, and feels only the slope of the ground. Stepping
    against the gradient again and again leads down into a valley. When the mist lifts, all the
    ground is seen: where a walk begins decides which valley it finds.
    """

    def construct(self) -> None:
        loss, rule = loss_of("LOSS", LOSS), optimizers.gradient_descent(LEARNING_RATE)
        check_place("START", START, loss)
        check_place("OTHER_START", OTHER_START, loss)
        path, other_path = (descend(loss, rule, start, STEPS) for start in (START, OTHER_START))
        check_arrival("START", path, loss)
        check_arrival("OTHER_START", other_path, loss)
        hiker, other, camera = Walk(path), Walk(other_path), WalkCamera(path, loss)
        landscape = camera.landscape(hiker, SIGHT)
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker)

        self.add(landscape)
        self.beat("A hiker stands on a slope, in mist that hides all but a few steps.")
        self.play(landscape.look(**camera.at_the_hiker()), run_time=4)

        # Three slow steps: stop, feel the slope, choose the way down, step.
        self.beat("Only the slope underfoot can be felt: ∇f, the gradient, is the steepest way up.")
        slope = landscape.slope(hiker)
        self.play(slope.appear(), run_time=1)
        uphill, up = camera.uphill(landscape, "steepest way up")
        self.play(uphill.appear(), run_time=1.2)
        self.play(appear(up), run_time=0.5)

        self.beat("The hiker steps the other way: −α∇f, the slope times the learning rate α.")
        step = landscape.step(path)
        self.play(step.appear(), run_time=1.2)
        words = text("the step", SMALL_SIZE, theme.walker)
        down = landscape.label(step, DR, formula("-alpha nabla f", color=theme.walker), words)
        self.play(appear(down), run_time=0.5)
        self.wait(2.5)

        self.beat("Stop, feel, choose, step: the steeper the slope, the longer the step.")
        self.play(leave(up, down), run_time=0.4)
        lengths = VGroup()
        for i in (1, 2):
            self.play(leave(slope, uphill, step), run_time=0.4)
            self.play(hiker.go(i, smooth), run_time=1)
            slope = landscape.slope(hiker)
            uphill = landscape.uphill(path, i, uphill.scale)
            step = landscape.step(path, i)
            steepness, length = step_numbers(path, i, landscape.seen(path.x[:4]), above=lengths)
            self.play(appear(slope, uphill, steepness), run_time=0.8)
            self.play(appear(step, length), run_time=0.8)
            lengths += VGroup(steepness, length)
            self.wait(0.7 * i)

        self.beat("This is the rule, with the numbers of this very walk.")
        self.play(leave(lengths, slope, uphill, step), run_time=0.4)
        self.play(hiker.go(3, smooth), run_time=1)
        ground = tag(fitted(formula(f"f(x, y) = {loss.formula}"), 8)).to_corner(UL, buff=MARGIN)
        names = tag(formula(f"theta = (x, y) quad alpha = {number(LEARNING_RATE)}", SMALL_SIZE))
        numbers = VGroup(rule_with_numbers(hiker, LEARNING_RATE), names)
        numbers.arrange(DOWN, buff=0.2, aligned_edge=LEFT).to_edge(LEFT, buff=MARGIN)
        self.play(appear(ground, numbers), landscape.look(**camera.beside_panel()), run_time=1.5)
        self.wait(2.5)
        self.play(hiker.go(4, smooth), run_time=1.2)

        self.beat("Again and again, until the ground is level: no slope is left, and so no step.")
        self.play(landscape.look(**camera.over_the_walk()), run_time=3.6)
        self.play(hiker.go(STEPS), run_time=5.2)

        self.beat(f"The mist lifts: {count_valleys(loss, path)}.")
        self.play(leave(numbers), run_time=0.6)
        places = [START, path.x[-1], other_path.x[-1], *few_valleys(loss)]
        self.play(landscape.lift_mist(), camera.overlook(landscape, *places), run_time=8)
        rings, depths = mark_valleys(landscape, START, clear_of=ground)
        self.play(appear(rings, depths), run_time=0.8)

        self.beat(compare_ends(loss, path, other_path))
        landscape.trail(other, theme.second)
        second = landscape.ball(other, theme.second, shape="gem")
        self.play(second.appear(), run_time=0.8)
        self.play(other.go(STEPS, smooth), run_time=6)
