"""Scene of the shelf: slopes along two directions, stacked into one arrow, and ten thousand."""

import numpy as np
from manim import LEFT, Create, ReplacementTransform

from gd_math import network
from scenes.kit import (
    RIGHT_HALF,
    TOP_LEFT,
    TOP_RIGHT,
    Falls,
    Hillside,
    Lesson,
    Skyline,
    SlopeCompass,
    StackedSlopes,
    appear,
    check_slopes,
    formula,
    leave,
    loss_of,
    percent,
    slice_curves,
    theme,
)

LOSS = "HILLS"  # a loss of two variables, by its name in gd_math.losses, or a formula of x and y
PLACE = (0.9, 0.45)  # where the slopes are taken, (x, y), on a hillside
HIDDEN = (85, 112)  # units of the hidden layers of the network, which decide how many weights it has
SEED = 0  # draws the network's start, and the weights that take a step at random
SHARE = 0.01  # of all entries: the largest, whose step is taken alone (0.002 to 0.05)
LEARNING_RATE = 0.05  # α of that step (0.01 to 0.2)


class GradientVector(Lesson):
    """The gradient is a vector.

    A slice through a hill has one slope. The slopes of two slices, one along x and one along y, are
    the parts of one arrow, which points the steepest way up. The gradient of a network of thousands
    of weights is such a vector: its signs say which way, and few of its entries hold half of it.
    """

    def construct(self) -> None:
        loss = loss_of("LOSS", LOSS)
        check_slopes("PLACE", PLACE, loss)
        ground = Hillside(loss, PLACE)
        names, lines = ground.names("$x$, east", "$y$, north"), ground.compass_lines()
        walker = ground.ball(PLACE, theme.walker)
        self.add(ground, names, lines)
        self.ask("Steeper east, or steeper north?", at=RIGHT_HALF, lines=2)

        curves, numbers, stacked = slice_curves(loss, PLACE), [], StackedSlopes(ground)
        self.answer("Slice along x: what is left is a curve, with one slope.")
        for curve, way in zip(curves, np.eye(2)):
            if numbers:
                self.beat("Now slice along y: another curve, another slope.")
            glass, edge = ground.slice_along(way), ground.edge(way)
            self.play(leave(lines), glass.appear(), run_time=1.3)
            self.play(ReplacementTransform(edge, curve.curve), appear(curve.frame), run_time=1.6)
            self.play(appear(curve), glass.leave(), run_time=0.6)
            self.play(curve.felt.animate.set_value(1), run_time=1.5)
            self.add(curve.arrow)
            numbers.append(curve.number())
            self.play(curve.laid.animate.set_value(1), run_time=1)
            self.play(appear(numbers[-1]), run_time=0.5)

        self.beat(f"{ground.verdict} Stack both slopes: they are one vector, ∇f.")
        for curve, leg in zip(curves, stacked.legs):
            self.play(curve.fly_to(*leg), run_time=1.2)
        column = stacked.column()
        rest = [[curve, curve.curve, curve.frame] for curve in curves]
        self.play(leave(rest, numbers), run_time=0.6)
        self.add(stacked)
        self.play(stacked.grow(), appear(column), run_time=1.4)
        name = stacked.called()
        self.play(appear(name), run_time=0.5)

        self.ask("Is any direction steeper than ∇f?", at=RIGHT_HALF, lines=2)
        compass = SlopeCompass(stacked)
        self.play(appear(compass), run_time=0.6)
        self.play(compass.turn(), run_time=5)
        self.play(compass.back(), appear(best := compass.best()), run_time=1)
        self.answer("None: ∇f points the steepest way up, and is as long as that is steep.")

        example = network.moons(hidden=HIDDEN, seed=SEED)
        skyline = Skyline(example.loss.gradient(example.start), SHARE)
        self.beat(f"Two directions, two entries. A network of {skyline.entries:,} weights?")
        arrows = [curve.arrow for curve in curves]
        self.play(leave(compass, best, name, stacked, arrows, names, walker), run_time=0.6)
        self.play(ground.sink(), run_time=0.7)
        entries = rf"partial L\/partial w_1, ..., partial L\/partial w_{skyline.entries}"
        vector = formula(f"nabla L = ({entries})", color=theme.gradient).move_to(TOP_LEFT, LEFT)
        self.play(leave(column), run_time=0.4)
        self.play(appear(skyline), run_time=0.8)
        self.play(skyline.widen(), appear(vector), run_time=4)

        self.beat("Its signs say which way to turn each weight.")
        self.play(appear(signs := skyline.signs()), run_time=0.8)

        self.beat(f"Its sizes say what matters. What do the largest {percent(SHARE)} hold?")
        self.play(leave(signs), run_time=0.4)
        self.play(skyline.turn_up(), run_time=0.8)
        self.play(skyline.sort(), run_time=2.5)
        self.play(appear(largest := skyline.largest()), run_time=0.5)
        self.play(appear(strip := skyline.shares()), run_time=1)

        question = f"Step with these {len(skyline.large)} alone: how far down?"
        self.ask(question, at=TOP_RIGHT, lines=2)
        drawn = np.random.default_rng(SEED).choice(skyline.entries, len(skyline.large), False)
        falls = Falls(example.loss, example.start, LEARNING_RATE, skyline, drawn)
        self.play(leave(strip), run_time=0.5)
        self.play(appear(falls.heading), falls.show(0), run_time=1)
        self.play(falls.show(1), run_time=1)
        self.play(Create(skyline.drawn_by_lot(drawn)), falls.show(2), run_time=1)
        self.answer(falls.verdict)
