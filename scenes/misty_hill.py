"""Gradient descent as a walk downhill in the mist."""

from manim import linear, smooth

from gd_math import optimizers
from scenes.kit import (
    TOP_LEFT,
    TOP_RIGHT,
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
    leave,
    loss_of,
    second_question,
    second_start,
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

    A hiker wants to get down in mist so thick that only half a step of ground shows. Probing all
    round the feet finds the steepest way up, the gradient; steps the other way lead down. When the
    mist lifts, there are other valleys: where a walk begins decides which one it finds.
    """

    def construct(self) -> None:
        loss, rule = loss_of("LOSS", LOSS), optimizers.gradient_descent(LEARNING_RATE)
        path = arriving_walk("START", START, loss, rule, STEPS)
        other_path = arriving_walk("OTHER_START", OTHER_START, loss, rule, STEPS)
        hiker, other, camera = Walk(path), Walk(other_path), WalkCamera(path, loss)
        landscape = camera.landscape(hiker, SIGHT)
        feet = Underfoot(landscape, hiker, camera.scale, camera.reach)
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker, feet.walker)
        bars = StepBars(path, camera.scale, last=hiker.arrival)

        self.add(landscape)
        self.ask("Which way is down to the camp?")
        probes = feet.probes()
        self.play(probes.appear(), camera.feeling(landscape), run_time=0.8)
        self.play(probes.feel(), run_time=2.6, rate_func=smooth)
        uphill, disc = feet.uphill(), feet.disc(tilt=0)
        self.play(probes.choose(), uphill.appear(), run_time=1)
        self.answer("The steepest way up is the gradient ∇f.")
        gradient = feet.name(uphill, formula(camera.gradient_name, color=theme.gradient))
        self.play(probes.leave(), appear(disc, gradient), run_time=0.8)
        self.play(disc.tilt.animate.set_value(1), run_time=1.6)
        self.play(bars.feel(0), run_time=0.8)

        self.beat("Down is the opposite way: the step −α∇f. α is the learning rate.")
        self.play(feet.step().appear(), run_time=1.2)
        card = RuleCard(Walk(path), LEARNING_RATE, loss)
        down, here, there = feet.symbols(0, clear_of=[gradient, card])
        self.play(appear(down), bars.take(0), run_time=0.8)
        self.play(appear(card.symbols, here, there), run_time=0.8)
        self.play(appear(card.numbers), run_time=0.8)
        self.wait(0.6)
        self.play(leave(gradient, down, here, disc, uphill), run_time=0.4)
        self.play(hiker.go(1, smooth), run_time=1.6)

        self.beat("Stop, feel, choose, step: again and again.")
        self.play(leave(there, card), run_time=0.4)
        for i in (1, 2):
            probes, uphill, step = feet.probes(i), feet.uphill(i), feet.step(i)
            self.play(probes.appear(), probes.feel(), run_time=1.1, rate_func=linear)
            self.play(probes.choose(), uphill.appear(), bars.feel(i), run_time=0.6)
            self.play(probes.leave(), step.appear(), bars.take(i), run_time=0.6)
            self.play(uphill.leave(), run_time=0.2)
            self.play(hiker.go(i + 1, smooth), run_time=0.7)

        self.beat("On down. Steep ground, long step; level ground, hardly a step.")
        self.play(camera.over_the_walk(landscape), run_time=2.6)
        for i in range(3, len(bars)):
            self.play(bars.row(i), hiker.go(bars.after(i)), run_time=0.6)

        self.ask("Is this the lowest place?", at=TOP_RIGHT)
        places = valleys_to_see(loss, path, other_path)
        self.play(leave(bars), run_time=0.5)
        valleys = Valleys(landscape, places, START)
        seen = camera.overlook(landscape, [*places, OTHER_START], valleys.width)
        self.play(landscape.lift_mist(), seen, run_time=5.2)
        self.add(valleys.depths)
        self.play(appear(valleys), run_time=0.8)
        self.answer(count_valleys(landscape, path))

        self.beat(second_start(path, other_path))
        starts = NearStarts(landscape, path, other_path, TOP_LEFT)
        guesses = Guesses(landscape, places[:2])
        self.add(guesses.marks)
        self.play(valleys.leave_all_but(2), run_time=0.5)
        self.play(appear(starts, guesses), run_time=1)

        self.ask(second_question(loss), at=TOP_RIGHT)
        second = landscape.ball(other, theme.second, feet.walker, shape="gem")
        landscape.trail(other, theme.second)
        self.play(leave(guesses), second.appear(), run_time=0.5)
        nearer = camera.over_both(landscape, other_path, places[:2], valleys.width)
        self.play(other.go(other.arrival), nearer, run_time=3.6)
        self.answer(compare_ends(loss, path, other_path))
