"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from dataclasses import replace

import numpy as np
from manim import LEFT, Create, Transform, smooth

from gd_math import descend, losses, minimum_reached, optimizers, random_starts
from scenes.kit import (
    TOP_LEFT,
    BasinStrip,
    Lesson,
    MissChances,
    SlopeOnAxis,
    StartSweep,
    appear,
    best_sign,
    cell_middles,
    check_range,
    common_depth,
    curve_plot,
    formula,
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
        bowl = replace(losses.PARABOLA, domain=(np.array([-2.4]), np.array([2.4])))
        on_bowl = optimizers.gradient_descent(BOWL_RATE)
        valleys = valleys_of("LOSS", LOSS, EDGE)
        descent = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        pair = descend(valleys, descent, np.reshape(PAIR, (2, 1)), STEPS)
        here, there = (valleys.minima[end] for end in minimum_reached(valleys, pair.x[-1]))

        plot = curve_plot(bowl, reach=4.2)
        curve = plot.curve(bowl)
        crowd = walkers_on(plot, bowl, descend(bowl, on_bowl, cell_middles(bowl, WALKERS), 40))
        self.add(plot, curve, crowd)
        self.ask("Does every way down lead to the bottom?")
        for taken in (1, 2, 3):
            self.play([w.walk.go(taken, smooth) for w in crowd], run_time=0.7)
        self.play([w.walk.go(w.walk.arrival) for w in crowd], run_time=1)
        bottom = valley_signs(plot, bowl), valley_names(plot, bowl)
        self.play(appear(bottom))
        self.answer("In one valley it does: from everywhere to the one minimum.")

        self.beat("How does a walker know the way? By the slope at its foot.")
        header = formula(f"f(x) = {bowl.formula}").move_to(TOP_LEFT, LEFT)
        (walker,) = walkers_on(plot, bowl, descend(bowl, on_bowl, [[BOWL_START]], 40))
        slope = SlopeOnAxis(walker, BOWL_RATE)
        readings = slope.readings()
        self.play(leave(crowd, bottom))
        self.play(appear(header, slope, walker))
        self.play(slope.felt.animate.set_value(1), appear(readings[0]), run_time=1.5)
        self.wait(1)
        self.play(slope.laid.animate.set_value(1), run_time=1.5)

        self.beat("The slope points uphill. So the step goes the other way, α times as long.")
        self.play(slope.ready.animate.set_value(1), appear(readings[1:]), run_time=1.5)
        for taken in (1, 2, 3):
            self.play(walker.walk.go(taken, smooth), run_time=0.8)
            self.wait(0.3)
        self.play(walker.walk.go(walker.walk.arrival), run_time=2)

        self.beat("Now three valleys. Still a walker knows no more than the slope at its foot.")
        self.play(leave(walker, slope, readings, header, plot))
        plot = curve_plot(valleys)
        self.play(Transform(curve, plot.curve(valleys)), appear(plot), run_time=1.5)
        signs, tops = valley_signs(plot, valleys), hilltops(plot, valleys)
        names, depth = valley_names(plot, valleys), common_depth(plot, valleys)
        self.play(in_turn([*signs, *names], run_time=1.5))
        self.play(appear(depth[1:]), [Create(line) for line in depth[:1]], appear(tops))

        two = walkers_on(plot, valleys, pair, "walker", "second")
        feet = [w.foot() for w in two]
        self.play(appear(feet, two), run_time=0.5)
        self.ask("Will both end in the same valley?")
        self.play([w.walk.go(w.walk.arrival) for w in two], run_time=4)
        self.answer(
            f"One ends at {number(here.x[0], 3, EDGE)}, the other at {number(there.x[0], 3, EDGE)}."
        )

        self.beat("Move one start along the axis. Its color says where the walk ends.")
        walks = descend(valleys, descent, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, valleys, walks)
        sweep = StartSweep(strip, walks)
        self.play(leave(two, feet, names, depth))
        self.add(strip)
        self.play(appear(sweep), run_time=0.5)
        self.play(strip.sweep(strip.jumps[0]), run_time=2.5)
        self.wait(0.5)
        self.play(strip.sweep(EDGE), run_time=5)
        self.play(leave(sweep), appear(strip.names))

        tries = walkers_on(
            plot, valleys, descend(valleys, descent, random_starts(valleys, RESTARTS, SEED), STEPS)
        )
        chances = MissChances(strip, RESTARTS)
        self.play(leave(tops))
        self.ask(f"How often do {RESTARTS} random starts all miss?")
        self.play(appear(chances.title), run_time=0.5)
        for count, one in enumerate(tries):
            self.play(appear(one, one.foot()), run_time=0.3)
            self.play(one.walk.go(one.walk.arrival), run_time=0.6)
            self.play(chances.shrink(count), appear(chances[count][1]), run_time=0.6)
        best = best_sign(lowest_of(tries)[0].walker.get_center())
        self.play(appear(best))
        self.answer("Not every way leads to the bottom. So start often, and keep the best.")
