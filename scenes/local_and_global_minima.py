"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from manim import Transform, smooth

from gd_math import descend, losses, optimizers, random_starts
from scenes.kit import (
    BasinStrip,
    CurvePlot,
    Lesson,
    MissChances,
    SlopeOnAxis,
    StartSweep,
    appear,
    best_sign,
    cell_middles,
    check_apart,
    common_depth,
    go_together,
    hilltops,
    in_turn,
    leave,
    name_minima,
    number,
    optimizer_of,
    valleys_of,
    walkers_on,
    within,
)

BOWL_RATE = 0.3  # α on the parabola: the part of the slope that is one step (0.1 to 0.9)
BOWL_START = -2.0  # where the walker there feels the slope (−2.1 to −0.5)
WALKERS = 10  # of them, all along the parabola (4 to 16)
LOSS = "THREE_VALLEYS"  # the curve after it, or a formula of x with a local and a global minimum
EDGE = 2.38  # it is shown, and starts are drawn, from −EDGE to EDGE
OPTIMIZER = "gradient_descent"  # how walkers step there, or "momentum", "adam" …
LEARNING_RATE = 0.1  # α there (0.05 to 0.15)
PAIR = (-1.1, -0.9)  # where two walkers start, side by side, on two sides of a hilltop
STEPS = 100  # steps of each walk (80 to 300)
CELLS = 952  # starts that are tried as one is moved along the axis (200 to 2000)
RESTARTS = 5  # random starts of which the best is kept (2 to 6)
SEED = 1290  # draws the random starts (any whole number)


class LocalAndGlobalMinima(Lesson):
    """Where you start decides where you end.

    On a parabola steps against the slope lead from every start to the one minimum. With three
    valleys some starts end in a local one: one start, moved along the axis, paints the basins of
    attraction. That several random starts all miss the global minima is unlikely.
    """

    def construct(self) -> None:
        bowl, on_bowl = within(losses.PARABOLA, -2.2, 2.2), optimizers.gradient_descent(BOWL_RATE)
        valleys = valleys_of("LOSS", LOSS, EDGE)
        descent = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        pair = descend(valleys, descent, [[x] for x in PAIR], STEPS)
        here, there = (end.x[0] for end in check_apart("PAIR", pair, valleys))

        plot = CurvePlot(bowl, reach=4.2)
        crowd = walkers_on(plot, descend(bowl, on_bowl, cell_middles(bowl, WALKERS), 40))
        self.add(plot, plot.graph, crowd)
        self.ask("Does every way down lead to the bottom?")
        for taken in (1, 2, 3):
            self.play([w.walk.go(taken, smooth) for w in crowd], run_time=0.6)
        self.play(go_together(crowd), run_time=0.8)
        bottom = name_minima(plot)
        self.play(appear(bottom), run_time=0.6)
        self.answer("In one valley, yes: all end in the one minimum.")

        self.beat("How does a walker know the way? By the slope at its foot.")
        (walker,) = walkers_on(plot, descend(bowl, on_bowl, [[BOWL_START]], 40))
        slope = SlopeOnAxis(walker, BOWL_RATE)
        readings, header = slope.readings(), plot.heading()
        self.play(leave(crowd, bottom), run_time=0.5)
        self.play(appear(header, slope, walker), run_time=0.7)
        self.play(slope.felt.animate.set_value(1), appear(readings[0]), run_time=1.5)
        self.wait(0.6)
        self.play(slope.laid.animate.set_value(1), run_time=1.5)

        self.beat("The slope points uphill. So the step goes the other way, α times as long.")
        self.play(slope.ready.animate.set_value(1), appear(readings[1:]), run_time=1.5)
        for taken in (1, 2, 3):
            self.play(walker.walk.go(taken, smooth), run_time=1)
        self.play(go_together([walker]), run_time=1.8)

        self.beat("Now several valleys. A walker still feels only the slope at its foot.")
        self.play(leave(walker, slope, readings, header, plot), run_time=0.5)
        curve, plot = plot.graph, CurvePlot(valleys)
        header = plot.heading()
        self.play(Transform(curve, plot.graph), appear(plot, header), run_time=1.5)
        (signs, names), depth = name_minima(plot), common_depth(plot)
        self.play(in_turn([*signs, *names], run_time=1.5))
        self.play(leave(header), appear(depth), run_time=0.7)
        two = walkers_on(plot, pair, "walker", "second")
        feet, tops = [w.foot() for w in two], hilltops(plot)
        self.play(appear(tops, feet, two), run_time=0.7)

        self.ask("Will both end in the same valley?")
        self.play(go_together(two), run_time=3)
        self.answer(f"No: one ends at {number(here, 3, 1)}, the other at {number(there, 3, 1)}.")

        self.beat("Move one start along the axis, and paint each place by where its walk ends.")
        walks = descend(valleys, descent, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, walks)
        sweep = StartSweep(strip, walks)
        self.play(leave(two, feet, names, depth), run_time=0.5)
        self.play(appear(strip, sweep), run_time=0.5)
        self.play(strip.sweep(), run_time=8)
        self.play(leave(sweep), in_turn(strip.names, run_time=1.2))

        chances = MissChances(strip, RESTARTS)
        starts = random_starts(valleys, RESTARTS, SEED)
        tries = walkers_on(plot, descend(valleys, descent, starts, STEPS))
        self.ask(f"How often do {RESTARTS} random starts all miss the bottom?")
        self.play(leave(tops), appear(chances.title), run_time=0.5)
        for count, one in enumerate(tries):
            self.play(appear(one, one.foot()), run_time=0.25)
            self.play(go_together([one]), chances.shrink(count), run_time=0.85)
        self.play(appear(best_sign(tries)), run_time=0.7)
        self.answer("Not every way down does. So start often, and keep the best.")
