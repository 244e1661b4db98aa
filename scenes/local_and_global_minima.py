"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from dataclasses import replace

import numpy as np
from manim import DOWN, LEFT, RIGHT, Create, GrowArrow, Transform, VGroup, smooth

from gd_math import basins_of_attraction, best_of, descend, losses, optimizers, random_starts
from scenes.kit import (
    TOP_LEFT,
    TOP_RIGHT,
    BasinStrip,
    Lesson,
    appear,
    balls_on,
    cell_middles,
    check_range,
    common_depth,
    formula,
    frame_round,
    ground_plot,
    in_turn,
    landing,
    leave,
    name_minima,
    name_tops,
    power,
    slope_arrow,
    step_arrow,
    step_readings,
    text,
)

BOWL_RATE = 0.3  # α on the parabola: the part of the derivative that is one step (0.1 to 1.7)
BOWL_START = -2.0  # where the first ball is set down (0.5 to 2.1, or negative)
LEARNING_RATE = 0.1  # α on the three valleys, for balls and basins alike (0.05 to 0.23)
STEPS = 50  # steps of each walk (30 to 200)
STARTS = 16  # balls let go at once (4 to 24)
RESTARTS = 5  # random starts of which the best is kept (2 to 6)
SEED = 224  # draws the random starts (any whole number)
EDGE = 2.4  # the three valleys stand between −EDGE and EDGE (2.14 to 2.46)
CELLS = 480  # starts from which the axis is colored (100 to 2000)


class LocalAndGlobalMinima(Lesson):
    """Where you start decides where you end.

    On a parabola the steps against the derivative lead from every start to the one minimum. On a
    curve with three valleys some starts end in a local minimum; the axis, colored by where each
    start ends, shows which. The best of several random starts seldom misses the global minima.
    """

    def construct(self) -> None:
        check_range("size of BOWL_START", abs(BOWL_START), 0.1, 2.1)
        bowl = losses.PARABOLA
        valleys = replace(losses.THREE_VALLEYS, domain=(np.array([-EDGE]), np.array([EDGE])))
        on_bowl = optimizers.gradient_descent(BOWL_RATE)
        on_valleys = optimizers.gradient_descent(LEARNING_RATE)

        self.beat("A ball on a slope. The derivative is an arrow along the axis: it points uphill.")
        plot = ground_plot((-3, 3), (-1.6, 4.5), width=9)
        curve = plot.curve(bowl)
        header = formula(f"f(x) = {bowl.formula}").move_to(TOP_LEFT, LEFT)
        (ball,) = balls_on(plot, bowl, descend(bowl, on_bowl, [[BOWL_START]], STEPS))
        uphill, uphill_name = slope_arrow(ball)
        self.add(plot, curve, header, ball)
        self.play(GrowArrow(uphill), appear(uphill_name), run_time=1.5)

        self.beat("The step goes the other way: a fixed fraction of the arrow, the learning rate.")
        step, step_name = step_arrow(ball, BOWL_RATE)
        walk, numbers = ball.walk, step_readings(ball, BOWL_RATE)
        numbers.move_to(-np.sign(BOWL_START) * 4.8 * RIGHT + 0.9 * DOWN)
        drop = landing(ball, BOWL_RATE)
        self.play(GrowArrow(step), appear(step_name, numbers), run_time=1.5)
        self.play(Create(drop), run_time=0.5)

        self.beat("Feel, step, feel again: as the slope grows flat, the steps grow short.")
        arrows = VGroup(uphill, uphill_name, step, step_name, drop)
        for taken in (1, 2, 3):
            self.play(walk.go(taken, smooth))
            felt = VGroup(*slope_arrow(ball), *step_arrow(ball, BOWL_RATE))
            self.play(Transform(arrows, felt.add(landing(ball, BOWL_RATE))))
        self.play(leave(arrows), run_time=0.5)
        self.play(walk.go(STEPS, smooth), run_time=2)

        self.beat("Let balls go all along the curve: every one rolls to the same, only minimum.")
        rolls = descend(bowl, on_bowl, cell_middles(bowl, STARTS), STEPS)
        balls = balls_on(plot, bowl, rolls)
        marks = [b.start_mark() for b in balls]
        self.play(leave(ball, numbers), appear(balls, marks))
        for taken in (1, 2, 3, STEPS):
            self.play([b.walk.go(taken, smooth) for b in balls], run_time=1 + taken / STEPS)
        bottom = name_minima(plot, bowl)
        self.play(appear(bottom), [b.arrive(m) for b, m in zip(balls, marks, strict=True)])

        self.beat("Now three valleys: two equally deep ones, and a shallower one between them.")
        self.play(leave(balls, marks, bottom, plot, header))
        plot = ground_plot((-EDGE, EDGE), (-0.85, 0.65), width=11.8)
        header = formula(f"f(x) = {valleys.formula}").move_to(TOP_LEFT, LEFT)
        self.play(Transform(curve, plot.curve(valleys)), appear(plot, header), run_time=2)
        level, depth = common_depth(plot, valleys)
        names = VGroup(*name_minima(plot, valleys), *name_tops(plot, valleys))
        self.play(appear(names, depth), Create(level))

        self.beat("Again balls from many starts, again small steps down. Not all end equally low.")
        rolls = descend(valleys, on_valleys, cell_middles(valleys, STARTS), STEPS)
        balls = balls_on(plot, valleys, rolls)
        marks = [b.start_mark() for b in balls]
        self.play(appear(balls, marks))
        for taken in (1, 2, 3, STEPS):
            self.play([b.walk.go(taken, smooth) for b in balls], run_time=1 + taken / STEPS)
        missed = sum(not b.reaches_global for b in balls)
        count = text(f"{missed} of {STARTS} miss the global minima").move_to(TOP_RIGHT, RIGHT)
        self.play(appear(count), [b.arrive(m) for b, m in zip(balls, marks, strict=True)])

        self.beat("Color the axis by where each start ends: these are the basins of attraction.")
        ends = basins_of_attraction(valleys, on_valleys, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, valleys, ends)
        self.play(in_turn(strip, run_time=2.5))
        self.play(appear(strip.names))

        self.beat("One start can be unlucky. So start at random, several times, and keep the best.")
        tries = descend(valleys, on_valleys, random_starts(valleys, RESTARTS, SEED), STEPS)
        self.play(leave(balls, marks, count, header))
        balls = balls_on(plot, valleys, tries)
        tally = VGroup(*(ball.result() for ball in balls)).arrange(RIGHT, buff=0.36)
        tally.set_y(TOP_LEFT[1])
        for ball, entry in zip(balls, tally, strict=True):
            mark = ball.start_mark()
            self.play(appear(ball, mark, scale=2), run_time=0.25)
            self.play(ball.walk.go(STEPS), run_time=0.6)
            self.play(ball.arrive(mark), appear(entry), run_time=0.25)
        lowest = tries.loss[-1, best_of(tries)]
        winners = np.isclose(tries.loss[-1], lowest, atol=0.0005)  # the same as far as shown
        best = [int(i) for i in np.flatnonzero(winners)]
        frames = VGroup(*(frame_round(tally[i]) for i in best))
        found = VGroup(*(balls[i].ring() for i in best))
        luck = text(f"chance that all {RESTARTS} miss: ${power(strip.missing, RESTARTS)}$").next_to(
            tally, DOWN, buff=0.4
        )
        self.play(Create(frames), Create(found))
        self.play(appear(luck))
        self.wait(2)
