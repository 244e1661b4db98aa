"""Gradient descent as a walk downhill in the mist."""

from manim import smooth

from gd_math import optimizers
from scenes.kit import (
    TOP_RIGHT,
    Guesses,
    Lesson,
    StepBars,
    Underfoot,
    Valleys,
    Walk,
    WalkCamera,
    altitude_plot,
    appear,
    arriving_walk,
    compare_ends,
    count_valleys,
    fly_into,
    formula,
    leave,
    loss_of,
    rule_card,
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
        feet = Underfoot(landscape, path, camera.scale, camera.reach)
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker, feet.walker)
        bars = StepBars(path, camera.scale, last=hiker.arrival)

        self.add(landscape)
        self.ask("Camp is in the valley. Which way is down?")
        probes = feet.probes()
        self.play(probes.appear(), camera.feeling(landscape), run_time=0.8)
        self.play(probes.turn.animate.set_value(1), run_time=3.6)
        uphill = feet.uphill()
        self.play(probes.choice.animate.set_value(1), uphill.appear(), run_time=1)
        gradient = feet.name(uphill, formula(camera.gradient_name, color=theme.gradient))
        self.answer("The steepest way up is the gradient ∇f of the altitude f.")
        disc = feet.disc(tilt=0)
        self.play(probes.leave(), appear(disc, gradient), run_time=0.8)
        self.play(disc.tilt.animate.set_value(1), run_time=1.8)

        self.beat("Down is the other way: the step −α∇f, the slope times the learning rate α.")
        step, minus = feet.step(), formula("-alpha nabla f", color=theme.walker)
        self.play(bars.feel(0), run_time=0.8)
        self.play(appear(step, down := feet.name(step, minus)), bars.take(0), run_time=1)
        self.wait(1.4)
        self.play(leave(gradient, down, disc, uphill, step), run_time=0.4)
        self.play(hiker.go(1, smooth), camera.at_the_steps(landscape), run_time=2.8)

        self.beat("Stop, feel, choose, step. The bars keep slope and step.")
        for i in (1, 2):
            disc, uphill, step = feet.disc(i), feet.uphill(i), feet.step(i)
            self.play(appear(disc, uphill), bars.feel(i), run_time=0.8)
            self.play(step.appear(), bars.take(i), run_time=0.8)
            if i == 1:
                self.play(leave(disc, uphill, step), run_time=0.4)
                self.play(hiker.go(2, smooth), run_time=1)

        self.beat("In symbols: this is the rule, with the numbers of this very step.")
        card = rule_card(hiker, LEARNING_RATE, loss)
        self.play(appear(down := feet.name(step, minus)), run_time=0.5)
        self.play(fly_into(card, down), run_time=1.4)

        self.beat("On down. Steep ground, long step; level ground, hardly a step.")
        self.play(leave(card, disc, uphill, step), run_time=0.4)
        self.play(hiker.go(3, smooth), camera.over_the_walk(landscape), run_time=2.8)
        altitude = altitude_plot(hiker, hiker.arrival)
        self.play(appear(altitude), run_time=0.6)
        for i in range(3, len(bars)):
            self.play(bars.row(i), hiker.go(bars.after(i)), run_time=0.5)

        self.ask("Is this the lowest place there is?", at=TOP_RIGHT)
        places = valleys_to_see(loss, path, other_path)
        self.play(leave(bars, altitude), run_time=0.6)
        valleys = Valleys(landscape, places, START)
        seen = camera.overlook(landscape, [*places, OTHER_START], valleys.width)
        self.play(landscape.lift_mist(), seen, run_time=6.2)
        self.answer(count_valleys(landscape, path))
        self.add(valleys.depths)
        self.play(appear(valleys), run_time=0.8)
        guesses = Guesses(landscape, other_path, places[:2])
        second = landscape.ball(other, theme.second, feet.walker, shape="gem")
        self.add(guesses.marks)
        self.play(second.appear(), valleys.leave(2), run_time=0.6)
        self.play(appear(guesses), run_time=1.2)

        self.ask(second_question(loss, path, other_path))
        landscape.trail(other, theme.second)
        nearer = camera.over_both(landscape, other_path, places[:2], valleys.width)
        self.play(leave(guesses), nearer, run_time=2)
        self.play(other.go(other.arrival), run_time=3.6)
        self.answer(compare_ends(loss, path, other_path))
