"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from dataclasses import replace

import numpy as np
from manim import Transform, smooth

from gd_math import descend, losses, minimum_reached, optimizers, random_starts
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
    check_range,
    common_depth,
    go_together,
    hilltops,
    in_turn,
    leave,
    lowest_of,
    number,
    optimizer_of,
    valley_names,
    valley_signs,
    valleys_of,
    walkers_on,
)

BOWL_RATE = 0.3  # α on the parabola: the part of the slope that is one step (0.1 to 0.9)
BOWL_START = -2.0  # where the walker there feels the slope (0.5 to 2.1, or negative)
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

    On a parabola steps against the slope lead from every start to the one minimum. On a curve
    with three valleys some starts end in a local minimum: one start, moved along the axis, paints
    on it where its walk ends, the basins of attraction. That several random starts all miss the
    global minima is unlikely.
    """

    def construct(self) -> None:
        check_range("size of BOWL_START", abs(BOWL_START), 0.5, 2.1)
        bowl = replace(losses.PARABOLA, domain=(np.array([-2.2]), np.array([2.2])))
        on_bowl = optimizers.gradient_descent(BOWL_RATE)
        valleys = valleys_of("LOSS", LOSS, EDGE)
        descent = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        pair = descend(valleys, descent, np.reshape(PAIR, (2, 1)), STEPS)
        ends = minimum_reached(valleys, pair.x[-1])
        if ends.min() < 0 or ends[0] == ends[1]:
            raise ValueError(f"PAIR is {PAIR}, and both must arrive, in two different valleys")

        plot = CurvePlot(bowl, reach=4.2)
        crowd = walkers_on(plot, descend(bowl, on_bowl, cell_middles(bowl, WALKERS), 40))
        self.add(plot, plot.graph, crowd)
        self.ask("Does every way down lead to the bottom?")
        for taken in (1, 2, 3):
            self.play([w.walk.go(taken, smooth) for w in crowd], run_time=0.6)
        self.play(go_together(crowd), run_time=0.8)
        bottom = valley_signs(plot), valley_names(plot)
        self.play(appear(bottom), run_time=0.6)
        self.answer("In one valley, yes: all end in the one minimum.")

        self.beat("How does a walker know the way? By the slope at its foot.")
        (walker,) = walkers_on(plot, descend(bowl, on_bowl, [[BOWL_START]], 40))
        slope = SlopeOnAxis(walker, BOWL_RATE)
        readings, header = slope.readings(), plot.heading(left=BOWL_START > 0)
        self.play(leave(crowd, bottom), run_time=0.5)
        self.play(appear(header, slope, walker), run_time=0.7)
        self.play(slope.felt.animate.set_value(1), appear(readings[0]), run_time=1.5)
        self.wait(0.8)
        self.play(slope.laid.animate.set_value(1), run_time=1.5)

        self.beat("The slope points uphill. So the step goes the other way, α times as long.")
        self.play(slope.ready.animate.set_value(1), appear(readings[1:]), run_time=1.5)
        for taken in (1, 2, 3):
            self.play(walker.walk.go(taken, smooth), run_time=0.8)
            self.wait(0.3)
        self.play(go_together([walker]), run_time=1.8)

        self.beat("Now several valleys. Still a walker knows only the slope at its foot.")
        self.play(leave(walker, slope, readings, header, plot), run_time=0.5)
        curve, plot = plot.graph, CurvePlot(valleys)
        header = plot.heading()
        self.play(Transform(curve, plot.graph), appear(plot, header), run_time=1.5)
        signs, names, depth = valley_signs(plot), valley_names(plot), common_depth(plot)
        self.play(in_turn([*signs, *names], run_time=1.5))
        self.play(leave(header), appear(depth), run_time=0.7)
        two = walkers_on(plot, pair, "walker", "second")
        feet, tops = [w.foot() for w in two], hilltops(plot)
        self.play(appear(tops, feet, two), run_time=0.7)

        self.ask("Will both end in the same valley?")
        self.play(go_together(two), run_time=3)
        first, second = (number(valleys.minima[end].x[0], 3, EDGE) for end in ends)
        self.answer(f"No: one ends at {first}, the other at {second}.")

        self.beat("Move one start along the axis. Its color says where the walk ends.")
        walks = descend(valleys, descent, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, walks)
        sweep = StartSweep(strip, walks)
        self.play(leave(two, feet, names, depth), run_time=0.5)
        self.add(strip)
        self.play(appear(sweep), run_time=0.5)
        before, after = strip.brinks[0]
        self.play(strip.sweep(before), run_time=2.2)
        self.wait(0.6)
        self.play(strip.sweep(after), run_time=0.1)
        self.wait(0.6)
        self.play(strip.sweep(EDGE), run_time=3.8)
        self.play(leave(sweep), in_turn(strip.names, run_time=1.2))

        chances = MissChances(strip, RESTARTS)
        starts = random_starts(valleys, RESTARTS, SEED)
        tries = walkers_on(plot, descend(valleys, descent, starts, STEPS))
        self.ask(f"How often do {RESTARTS} random starts all miss the bottom?")
        self.play(leave(tops), appear(chances.title), run_time=0.5)
        for count, one in enumerate(tries):
            self.play(appear(one, one.foot()), run_time=0.25)
            moves = chances.shrink(count), appear(chances[count][1])
            self.play(go_together([one]), moves, run_time=0.85)
        self.play(appear(best_sign(lowest_of(tries))), run_time=0.7)
        self.answer("Not every way down does. So start often, and keep the best.")
