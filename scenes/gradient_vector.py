"""Scene 10 of the shelf: slopes along two directions, stacked into one arrow, and ten thousand."""

from manim import Create, ReplacementTransform

from gd_math import network
from scenes.kit import (
    RIGHT_HALF,
    Falls,
    GroundSlope,
    Hillside,
    Lesson,
    Skyline,
    SlopeCompass,
    StackedSlopes,
    appear,
    check_slopes,
    leave,
    loss_of,
    slice_curves,
    swap,
)

LOSS = "HILLS"  # a loss of two variables, by its name in gd_math.losses, or a formula of x and y
PLACE = (0.9, 0.45)  # where the slopes are taken, (x, y), on a hillside
HIDDEN = (85, 112)  # units of the network's hidden layers (each 4 to 200)
SEED = 2  # draws the network's start, and the weights that take a step at random
SHARE = 0.01  # of all entries: the largest, whose step is taken alone (0.002 to 0.05)
LEARNING_RATE = 0.05  # α of that step (0.01 to 0.2)


class GradientVector(Lesson):
    """The gradient is a vector.

    At a hiker, the slopes of two slices through a hill, one along x and one along y, are the parts
    of one arrow, which points the steepest way up. The gradient of a network of thousands of
    weights is such a vector: its signs say which way, and few of its entries hold half of it.
    """

    def construct(self) -> None:
        loss = loss_of("LOSS", LOSS)
        check_slopes("PLACE", PLACE, loss)
        ground = Hillside(loss, PLACE)
        names, heights = ground.names("$x$, east", "$y$, north"), ground.heights()
        lines, walker = ground.compass_lines("east", "north"), ground.walker()
        self.add(ground, names, heights, lines, walker)
        self.ask("Steeper east, or steeper north?", at=RIGHT_HALF, lines=2)

        curves, stacked = slice_curves(loss, PLACE), StackedSlopes(ground)
        captions = "Slice along x: a curve. Its slope here?", "Slice along y: its slope here?"
        self.play(leave(lines), run_time=0.4)
        numbers = [curve.number() for curve in curves]
        edges = [ground.edge(curve.way) for curve in curves]
        felt = [GroundSlope(ground, curve) for curve in curves]
        for i, curve in enumerate(curves):
            self.beat(captions[i]) if i else self.answer(captions[i])
            self.play((glass := ground.glass(curve.way)).appear(), run_time=0.8)
            self.play(Create(edges[i]), run_time=0.6)
            self.play(ReplacementTransform(edges[i].copy(), curve.curve), appear(curve.frame))
            self.play(appear(curve), leave(glass), run_time=0.5)
            self.add(curve.arrow, felt[i])
            self.play(curve.felt.animate.set_value(1), run_time=1)
            self.play(curve.laid.animate.set_value(1), run_time=0.9)
            self.play(appear(numbers[i]), run_time=0.5)

        self.beat(f"{ground.verdict} Stack both slopes: one vector, ∇f.")
        self.play(leave(edges), map(GroundSlope.stack, felt, stacked.tails), run_time=1.8)
        panels = [[curve.frame, curve.curve, curve, curve.arrow] for curve in curves]
        self.play(leave(panels, numbers), run_time=0.5)
        self.play(appear(lengths := stacked.lengths()), run_time=0.4)
        self.add(stacked)
        self.play(leave(felt), appear(legs := stacked.dashed()), run_time=0.5)
        self.play(stacked.grow(), appear(column := stacked.column()), run_time=1.2)
        self.play(appear(name := stacked.called()), run_time=0.5)

        self.ask("Is any direction steeper than this arrow?", at=RIGHT_HALF, lines=2)
        self.play(leave(lengths), run_time=0.3)
        self.play(appear(compass := SlopeCompass(stacked)), run_time=0.6)
        self.play(compass.turn(), run_time=3.5)
        self.answer("None: ∇f is the steepest way up.")
        self.play(compass.on_to_steepest(), run_time=1.2)
        self.play(appear(best := compass.best()), run_time=0.6)

        pair, example = Skyline(ground.gradient), network.moons(hidden=HIDDEN, seed=SEED)
        skyline = Skyline(example.loss.gradient(example.start), SHARE, first=2)
        self.beat("Two directions, two entries. And a network?")
        self.play(leave(compass, best, name, names, heights, walker), run_time=0.5)
        few, first = pair.names(*stacked.equations), skyline.first_names()
        self.play(leave(ground, stacked, legs), stacked.hand_over(column, few), run_time=1.2)
        self.play(appear(pair.axis), run_time=0.4)
        self.add(pair)
        self.play(pair.grow(), run_time=0.8)
        self.wait(0.8)
        title, counter, scale = skyline.title(), skyline.counter(), skyline.heights()
        axis = ReplacementTransform(pair.axis, skyline.axis)
        self.play(swap([few, pair.rest, pair.best], [title, counter, scale]), axis)
        self.add(skyline)
        self.play(skyline.grow(), run_time=0.8)
        self.play(appear(first), run_time=0.4)
        self.wait(1.2)
        self.play(leave(first), run_time=0.3)
        self.play(skyline.widen(), run_time=3.5)

        self.beat("Signs say which way to turn. Then sort by size.")
        self.play(appear(ends := skyline.ends("first layer", "last layer")), run_time=0.5)
        for side in (signs := skyline.signs()):
            self.play(appear(side), run_time=0.7)
            self.wait(0.7)
        self.play(leave(signs, ends, counter), run_time=0.4)
        self.play(skyline.turn_up(), leave(scale.below, title), run_time=0.8)
        self.play(skyline.by_size(), appear(skyline.sorted_axes()), run_time=2)
        self.play(appear(skyline.largest()), run_time=0.5)
        drawn = skyline.drawn_by_lot(SEED)
        falls = Falls(example.loss, example.start, LEARNING_RATE, skyline, drawn)
        self.play(appear(falls.heading), falls.row(0), run_time=0.8)

        self.ask(f"With these {len(drawn)} alone: how much of the fall?", at=skyline.room, lines=2)
        self.play(falls.row(1), run_time=0.8)
        self.wait(1)
        self.play(skyline.mark(drawn), falls.row(2), run_time=1)
        self.answer(falls.verdict)
