"""Gradient descent as a walk downhill in the mist."""

from manim import smooth

from gd_math import optimizers
from scenes.kit import (
    TOP_LEFT,
    Guesses,
    Lesson,
    NearStarts,
    RuleCard,
    StepBars,
    Underfoot,
    Valleys,
    Walk,
    WalkCamera,
    appear,
    arriving_walk,
    compare_ends,
    count_valleys,
    formula,
    free_right_corner,
    leave,
    loss_of,
    second_question,
    theme,
    valleys_to_see,
)

LOSS = "HILLS"  # the ground: a loss of gd_math such as HIMMELBLAU, or a formula of x and y
START = (1.33, 1.19)  # where the hiker stands (x, y); HILLS has a top at (π/2, π/2) = (1.57, 1.57)
OTHER_START = (1.19, 1.33)  # where the second hiker stands (x, y)
LEARNING_RATE = 0.7  # α: how much of the gradient one step takes (HILLS 0.4 to 0.9)
STEPS = 14  # of each walk at most, enough to stand still at the end (10 to 5000)
SIGHT = 0.5  # how far one sees in the mist, in lengths of a step (0.4 to 1)


class MistyHill(Lesson):
    """Downhill in the mist.

    A hiker wants to get down in thick mist. Probing all round the feet finds the steepest way up,
    the gradient; steps the other way lead down. When the mist lifts, there are other valleys: where
    a walk begins decides which one it finds.
    """

    def construct(self) -> None:
        loss, rule = loss_of("LOSS", LOSS), optimizers.gradient_descent(LEARNING_RATE)
        path = arriving_walk("START", START, loss, rule, STEPS)
        other_path = arriving_walk("OTHER_START", OTHER_START, loss, rule, STEPS)
        hiker, other, camera = Walk(path), Walk(other_path), WalkCamera(path, loss)
        landscape = camera.landscape(hiker, SIGHT, other_path)
        feet = Underfoot(landscape, hiker, camera.scale, camera.reach)
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker, feet.walker)
        bars = StepBars(path, camera.scale, last=hiker.arrival)

        self.add(landscape)
        self.ask("Which way is down?", at=TOP_LEFT)
        probes, uphill = feet.probes(), feet.uphill()
        self.play(probes.appear(), probes.feel(), run_time=2.2)
        self.answer("Feel: it rises most along the gradient ∇f.")
        self.play(probes.choose(), run_time=0.7)
        self.play(uphill.appear(), run_time=0.8)
        gradient = feet.name(uphill, formula(camera.gradient_name, color=theme.gradient))
        self.play(probes.leave(), appear(gradient), bars.feel(0), run_time=0.8)

        self.beat("And down? The other way: the old place, minus α times ∇f.")
        step, card = feet.step(straight=True), RuleCard(Walk(path), LEARNING_RATE, loss)
        self.play(step.appear(), run_time=1)
        down, *ends = feet.symbols(step, clear_of=[gradient, card])
        self.play(appear(down, card.names), bars.take(0), run_time=0.8)
        self.wait(0.4)
        self.play(appear(card.rule, ends), run_time=0.8)
        self.play(appear(card.numbers), run_time=0.8)
        self.wait(1)

        self.beat("Step, stop, feel, choose: again and again.")
        self.play(leave(gradient, down, ends, card, uphill), step.lie_down(), run_time=0.6)
        for i in (1, 2):
            self.play(hiker.go(i, smooth), camera.feeling(landscape), run_time=1)
            probes, uphill, step = feet.probes(i), feet.uphill(i), feet.step(i)
            self.play(probes.appear(), probes.feel(), run_time=0.8)
            self.play(probes.choose(), bars.feel(i), run_time=0.4)
            self.play(uphill.appear(), probes.leave(), run_time=0.4)
            self.play(uphill.leave(), step.appear(), bars.take(i), run_time=0.5)
        self.play(hiker.go(3, smooth), camera.over_the_walk(landscape), run_time=6)

        self.ask("How long is the next step?", at=free_right_corner(landscape, hiker))
        for i in range(3, len(bars) - 4):
            self.play(bars.row(i), hiker.go(bars.after(i), smooth), run_time=0.5)
        self.answer("Steep: a long step. Level: a short one.")
        for i in range(max(3, len(bars) - 4), len(bars)):
            self.play(bars.row(i), hiker.go(bars.after(i), smooth), run_time=1)

        self.ask("Is this the lowest place?", at=free_right_corner(landscape, hiker))
        places = valleys_to_see(loss, path, other_path)
        self.play(leave(bars), run_time=0.5)
        valleys = Valleys(landscape, places, START)
        seen = camera.overlook(landscape, [*places, OTHER_START], valleys.width)
        self.play(landscape.lift_mist(), seen, run_time=4.2)
        self.add(valleys.depths)
        self.answer(count_valleys(landscape, path))
        self.play(appear(valleys), run_time=0.6)
        self.wait(2.7)
        self.play(valleys.leave_all_but(2), run_time=0.4)
        self.play(camera.over_both(landscape, other_path, places[:2], valleys.width), run_time=2)

        second = landscape.ball(other, theme.second, feet.walker, shape="gem")
        landscape.trail(other, theme.second)
        starts, guesses = NearStarts(landscape, hiker, other), Guesses(landscape, places[:2])
        self.add(guesses.marks)
        self.play(appear(second, starts, guesses), run_time=0.8)

        corner = starts.free_corner()
        self.ask(second_question(loss), at=corner, lines=2)
        self.play(leave(guesses), run_time=0.4)
        self.play(other.go(other.arrival), run_time=2)
        self.answer(compare_ends(loss, path, other_path))
        self.play(appear(card.rule_alone(corner)), run_time=0.8)
