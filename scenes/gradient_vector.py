"""Scene 10 of the shelf: slopes along two directions, stacked into one arrow, and ten thousand."""

import numpy as np
from manim import Create, ReplacementTransform

from gd_math import network
from scenes.kit import (
    RIGHT_HALF,
    TOP_RIGHT,
    Falls,
    Hillside,
    Lesson,
    Skyline,
    SlopeCompass,
    StackedSlopes,
    appear,
    check_slopes,
    leave,
    loss_of,
    percent,
    slice_curves,
)

LOSS = "HILLS"  # a loss of two variables, by its name in gd_math.losses, or a formula of x and y
PLACE = (0.9, 0.45)  # where the slopes are taken, (x, y), on a hillside
HIDDEN = (85, 112)  # units of the network's hidden layers (each 4 to 200)
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
        walker = ground.walker()
        self.add(ground, names, lines, walker)
        self.ask("Steeper east, or steeper north?", at=RIGHT_HALF, lines=2)

        curves, stacked = slice_curves(loss, PLACE), StackedSlopes(ground)
        captions = "Slice along x: a curve, with one slope.", "Slice along y: another one."
        self.play(leave(lines), run_time=0.4)
        numbers = [curve.number() for curve in curves]
        for curve, size, caption in zip(curves, numbers, captions, strict=True):
            (self.answer if curve is curves[0] else self.beat)(caption)
            glass, edge = ground.glass(curve.way), ground.edge(curve.way)
            self.play(glass.appear(), run_time=1)
            self.play(Create(edge), run_time=0.6)
            flight = ReplacementTransform(edge.copy(), curve.curve)
            self.play(flight, appear(curve.frame), run_time=1.2)
            self.play(appear(curve), leave(glass, edge), run_time=0.5)
            self.add(curve.arrow)
            self.play(curve.felt.animate.set_value(1), run_time=1.2)
            self.play(curve.laid.animate.set_value(1), run_time=0.9)
            self.play(appear(size), run_time=0.5)

        self.beat(f"{ground.verdict} Stack both slopes: one vector, ∇f.")
        for curve, leg in zip(curves, stacked.legs, strict=True):
            self.play(curve.fly_to(*leg), run_time=1.1)
        slices = [[curve, curve.curve, curve.frame] for curve in curves]
        self.play(leave(slices, numbers), run_time=0.5)
        self.play(appear(lengths := stacked.lengths()), run_time=0.4)
        self.add(stacked)
        arrows, legs = [curve.arrow for curve in curves], stacked.dashed()
        self.play(leave(arrows), appear(legs), run_time=0.5)
        self.play(stacked.grow(), appear(column := stacked.column()), run_time=1.2)
        self.play(appear(name := stacked.called()), run_time=0.5)

        self.ask("Is any direction steeper than this arrow?", at=RIGHT_HALF, lines=2)
        compass = SlopeCompass(stacked)
        self.play(leave(lengths), run_time=0.3)
        self.play(appear(compass), run_time=0.6)
        self.play(compass.turn(), run_time=4)
        self.answer("None: ∇f is the steepest way up.")
        self.play(compass.back(), run_time=1)
        self.play(appear(best := compass.best()), run_time=0.6)

        example = network.moons(hidden=HIDDEN, seed=SEED)
        slopes = example.loss.gradient(example.start)
        skyline = Skyline(slopes, SHARE, before=ground.gradient)
        many = f"A network's {skyline.entries:,}"
        self.beat(f"Two directions, two entries. {many}: signs say which way to turn.")
        self.play(leave(compass, best, name, stacked, legs, names, walker), run_time=0.5)
        few = skyline.names(*stacked.equations)
        self.add(skyline)
        self.play(leave(ground), stacked.hand_over(column, few), skyline.grow(), run_time=1.5)
        self.wait(0.5)
        self.play(leave(few), run_time=0.4)
        self.play(appear(skyline.title(), counter := skyline.counter()), run_time=0.5)
        self.play(skyline.widen(), run_time=3)
        for side in (signs := skyline.signs()):
            self.play(appear(side), run_time=0.7)
            self.wait(0.7)

        self.beat(f"Sizes say what matters: what do the largest {percent(SHARE)} hold?")
        self.play(leave(signs, counter), run_time=0.4)
        self.play(skyline.turn_up(), run_time=0.8)
        self.play(skyline.by_size(), run_time=2.2)
        self.play(appear(skyline.largest()), run_time=0.5)
        self.play(appear(strip := skyline.shares()), run_time=1)

        question = f"Step with these {len(skyline.large)} alone: how far down?"
        self.ask(question, at=TOP_RIGHT, lines=2)
        drawn = np.random.default_rng(SEED).choice(skyline.entries, len(skyline.large), False)
        falls = Falls(example.loss, example.start, LEARNING_RATE, skyline, drawn)
        self.play(leave(strip), run_time=0.5)
        self.play(appear(falls.heading), falls.row(0), run_time=0.8)
        self.play(falls.row(1), run_time=0.8)
        self.answer(falls.verdict)
        self.play(Create(skyline.drawn_by_lot(drawn)), run_time=0.8)
        self.play(falls.row(2), run_time=0.8)
