"""Gradient descent, told as a walk downhill in the mist."""

from manim import DOWN, DR, LEFT, UL, FadeIn, FadeOut, VGroup, linear

from gd_math import descend, optimizers
from scenes.kit import Lesson, Walk, theme
from scenes.kit.knobs import check_arrival, check_place, check_range, loss_of
from scenes.kit.landscape import Landscape, vanish
from scenes.kit.landscape.valleys import compare_ends, count_valleys, few_valleys, mark_valleys
from scenes.kit.landscape.walk_camera import Way, wide_ground
from scenes.kit.theme import SMALL_SIZE
from scenes.kit.words.labels import rule_with_numbers, step_numbers, tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, text

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
        check_range("STEPS", STEPS, 5, 200)
        check_range("SIGHT", SIGHT, 0.3, 3)
        check_place("START", START, loss)
        check_place("OTHER_START", OTHER_START, loss)
        path, other_path = (descend(loss, rule, start, STEPS) for start in (START, OTHER_START))
        check_arrival("START", path, loss)
        check_arrival("OTHER_START", other_path, loss)
        hiker, other, way = Walk(path), Walk(other_path), Way(path, loss)
        landscape = Landscape(
            loss,
            **wide_ground(loss),
            **way.heights(),
            yardstick=4.5 * way.length,
            **way.view(0.06, -0.11, turn=-85, elevation=34, distance=2.45),
            mist_radius=SIGHT * way.length,
            mist_center=hiker,
        )
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker)

        self.add(landscape)
        self.beat("A hiker stands on a slope, in mist that hides all but a few steps.")
        look = way.view(0.06, -0.11, turn=-97, elevation=31, distance=1.77)
        self.play(*landscape.look(**look), run_time=4)

        # Three slow steps: stop, feel the slope, choose the way down, step.
        self.beat("Only the slope underfoot can be felt: ∇f, the gradient, is the steepest way up.")
        slope = landscape.slope(hiker, theme.ink)
        self.play(slope.appear(), run_time=1)
        uphill, up = way.uphill(landscape, "steepest way up")
        self.play(uphill.appear(), run_time=1.2)
        self.play(FadeIn(up), run_time=0.5)

        self.beat("The hiker steps the other way: −α∇f, the slope times the learning rate α.")
        step = landscape.arrow(path.x[0], path.x[1] - path.x[0], theme.walker)
        self.play(step.appear(), run_time=1.2)
        words = text("the step", SMALL_SIZE, theme.walker)
        down = tag(formula("-alpha nabla f", color=theme.walker), words)
        down.next_to(landscape.tip(step), DR, buff=0.15)
        self.play(FadeIn(down), run_time=0.5)
        self.wait(2.5)

        self.beat("Stop, feel, choose, step: the steeper the slope, the longer the step.")
        self.play(FadeOut(up, down), run_time=0.4)
        lengths = VGroup()
        for i in (1, 2):
            self.play(*vanish(slope, uphill, step), run_time=0.4)
            self.play(hiker.animate.set_value(i), run_time=1)
            slope = landscape.slope(hiker, theme.ink)
            uphill = landscape.arrow(path.x[i], path.gradient[i], theme.gradient, uphill.scale)
            step = landscape.arrow(path.x[i], path.x[i + 1] - path.x[i], theme.walker)
            walked = landscape.world_to_frame(landscape.on_ground(path.x[:4]))
            steepness, length = step_numbers(path, i, walked, above=lengths)
            self.play(slope.appear(), uphill.appear(), FadeIn(steepness), run_time=0.8)
            self.play(step.appear(), FadeIn(length), run_time=0.8)
            lengths += VGroup(steepness, length)
            self.wait(0.7 * i)

        self.beat("This is the rule, with the numbers of this very walk.")
        self.play(FadeOut(lengths), *vanish(slope, uphill, step), run_time=0.4)
        self.play(hiker.animate.set_value(3), run_time=1)
        ground = tag(fitted(formula(f"f(x, y) = {loss.formula}"), 8)).to_corner(UL, buff=0.75)
        names = tag(formula(f"theta = (x, y) quad alpha = {number(LEARNING_RATE)}", SMALL_SIZE))
        numbers = VGroup(rule_with_numbers(hiker, LEARNING_RATE), names)
        numbers.arrange(DOWN, buff=0.2, aligned_edge=LEFT).to_edge(LEFT, buff=0.75)
        look = way.view(-0.34, -0.13, turn=-97, elevation=30, distance=2.02)
        self.play(FadeIn(ground, numbers), *landscape.look(**look), run_time=1.5)
        self.wait(2.5)
        self.play(hiker.animate.set_value(4), run_time=1.2)

        self.beat("Again and again, until the ground is level: no slope is left, and so no step.")
        look = way.view(-0.09, -0.15, turn=-89, elevation=40, distance=2.67)
        self.play(*landscape.look(**look), run_time=3.6)
        self.play(hiker.animate.set_value(STEPS), run_time=5.2, rate_func=linear)

        self.beat(f"The mist lifts: {count_valleys(loss, path)}.")
        self.play(FadeOut(numbers), run_time=0.6)
        places = [START, path.x[-1], other_path.x[-1], *few_valleys(loss)]
        self.play(landscape.lift_mist(), *way.overlook(landscape, *places), run_time=8)
        rings, depths = mark_valleys(landscape, START, clear_of=ground)
        self.play(*(ring.appear() for ring in rings), FadeIn(depths), run_time=0.8)

        self.beat(compare_ends(loss, path, other_path))
        landscape.trail(other, theme.second)
        second = landscape.ball(other, theme.second, shape="gem")
        self.play(second.appear(), run_time=0.8)
        self.play(other.animate.set_value(STEPS), run_time=6)
