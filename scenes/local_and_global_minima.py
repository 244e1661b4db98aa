"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    ReplacementTransform,
    SurroundingRectangle,
    Transform,
    VGroup,
    linear,
)

from gd_math import basins, best_of, descend, losses, optimizers, random_starts
from scenes.kit import Lesson, theme
from scenes.kit.basin_strip import BasinStrip, cell_middles
from scenes.kit.plots import Plot
from scenes.kit.rolling import (
    balls_on,
    end_mark,
    name_minima,
    name_tops,
    ring,
    slope_arrow,
    step_arrow,
)
from scenes.kit.text import Number, format_number, formula, text
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH

BOWL_RATE = 0.3  # α on the parabola: the part of the derivative that is one step (0.1 to 1.8)
BOWL_START = -2.0  # where the first ball is set down (0.5 to 2.1, or negative)
LEARNING_RATE = 0.1  # α on the three valleys, for balls and basins alike (0.05 to 0.24)
STEPS = 50  # steps of each walk (30 to 200)
STARTS = 16  # balls let go at once (4 to 24)
RESTARTS = 5  # random starts of which the best is kept (2 to 6)
SEED = 224  # draws the random starts (any whole number)
CELLS = 480  # starts from which the axis is colored (100 to 2000)

EDGE = np.array([2.4])  # three valleys stand between −2.4 and 2.4; walls beyond would dwarf them
FLOOR = 2.6 * DOWN  # the middle of the horizontal axes
TOP_LEFT, TOP_RIGHT = np.array([-6.3, 3.2, 0]), np.array([6.3, 3.2, 0])


class LocalAndGlobalMinima(Lesson):
    """Where you start decides where you end.

    On a parabola the steps against the derivative lead from every start to the one minimum. On a
    curve with three valleys some starts end in a local minimum; the axis, colored by where each
    start ends, shows which. The best of several random starts seldom misses the global minima.
    """

    def construct(self) -> None:
        for knob, number, least, most in (
            ("BOWL_RATE", BOWL_RATE, 0.05, 1.9),
            ("size of BOWL_START", abs(BOWL_START), 0.1, 2.1),
            ("LEARNING_RATE", LEARNING_RATE, 0.01, 0.25),
            ("STEPS", STEPS, 4, 1000),
            ("STARTS", STARTS, 1, 30),
            ("RESTARTS", RESTARTS, 2, 6),
            ("CELLS", CELLS, 10, 5000),
        ):
            if not least <= number <= most:
                raise ValueError(f"{knob} is {number:g}, and must be {least:g} to {most:g}")
        bowl = losses.PARABOLA
        on_bowl = optimizers.gradient_descent(BOWL_RATE)
        valleys = replace(losses.THREE_VALLEYS, domain=(-EDGE, EDGE))
        on_valleys = optimizers.gradient_descent(LEARNING_RATE)

        self.beat("A ball on a slope. The derivative is an arrow along the axis: it points uphill.")
        plot = Plot((-3, 3), (-1.6, 4.5), 9, 5.2, x_ticks=range(-3, 4))
        plot.y_axis.set_opacity(0)
        plot.shift(FLOOR - plot.x_axis.get_center())
        curve = plot.curve(bowl)
        header = formula(f"f(x) = {bowl.formula}").move_to(TOP_LEFT, LEFT)
        (ball,) = balls_on(plot, bowl, descend(bowl, on_bowl, [[BOWL_START]], STEPS))
        uphill, uphill_name = slope_arrow(ball)
        self.add(plot, curve, header, ball)
        self.play(GrowArrow(uphill), FadeIn(uphill_name), run_time=1.5)

        self.beat("The step goes the other way: a fixed fraction of the arrow, the learning rate.")
        step, step_name = step_arrow(ball, BOWL_RATE)
        walk, slopes = ball.walk, ball.walk.trajectory.gradient[:, 0]
        readings = VGroup()
        for name, color, value in (
            ("alpha", theme.ink, lambda: BOWL_RATE),
            ("f'(x)", theme.gradient, lambda: slopes[walk.step]),
            ("-alpha f'(x)", theme.walker, lambda: -BOWL_RATE * slopes[walk.step]),
        ):
            row = VGroup(formula(f"{name} =", color=color), Number(value, color=color))
            readings.add(row.arrange(RIGHT, buff=0.22))
        readings.arrange(DOWN, buff=0.25, aligned_edge=RIGHT)
        readings.move_to(-np.sign(BOWL_START) * 4.8 * RIGHT + 0.9 * DOWN)
        self.play(GrowArrow(step), FadeIn(step_name, readings), run_time=1.5)

        self.beat("Feel, step, feel again: as the slope grows flat, the steps grow short.")
        arrows = VGroup(uphill, uphill_name, step, step_name)
        for taken in (1, 2, 3):
            self.play(walk.animate.set_value(taken))
            self.play(Transform(arrows, VGroup(*slope_arrow(ball), *step_arrow(ball, BOWL_RATE))))
        self.play(FadeOut(arrows), walk.animate.set_value(STEPS), run_time=2)

        self.beat("Let balls go all along the curve: every one rolls to the same, only minimum.")
        rolls = descend(bowl, on_bowl, cell_middles(bowl, STARTS), STEPS)
        balls = balls_on(plot, bowl, rolls)
        self.play(FadeOut(ball, readings), FadeIn(*balls))
        for taken in (1, 2, 3, STEPS):
            walking = [b.walk.animate.set_value(taken) for b in balls]
            self.play(*walking, run_time=1 + taken / STEPS)
        bottom = name_minima(plot, bowl)
        marks = VGroup(*(b.start_mark() for b in balls))
        self.play(FadeIn(bottom, marks), *(b.arrive() for b in balls))

        self.beat("Now three valleys: two equally deep ones, and a shallower one between them.")
        self.play(FadeOut(*balls, bottom, marks, plot, header))
        plot = Plot((-EDGE[0], EDGE[0]), (-0.85, 0.65), 11.8, 5.2, x_ticks=range(-2, 3))
        plot.y_axis.set_opacity(0)
        plot.shift(FLOOR - plot.x_axis.get_center())
        header = formula(f"f(x) = {valleys.formula}").move_to(TOP_LEFT, LEFT)
        three = plot.curve(valleys)
        self.play(ReplacementTransform(curve, three), FadeIn(plot, header), run_time=2)
        deepest = [m for m in valleys.minima if m.is_global]
        level = DashedLine(*plot.on_curve(valleys, [m.x for m in deepest]), color=theme.good)
        level.set_stroke(width=THIN_WIDTH).set_z_index(-1)
        equal = " = ".join(f"f({m.x[0]:g})" for m in deepest)
        depth = f"{equal} = {format_number(deepest[0].value, 3)}"
        depth_name = formula(depth, size=SMALL_SIZE, color=theme.good)
        depth_name.next_to(level, UP, buff=0.15)
        names = VGroup(*name_minima(plot, valleys), *name_tops(plot, valleys))
        self.play(FadeIn(names, depth_name), Create(level))

        self.beat("Again balls from many starts, again small steps down. Not all end equally low.")
        rolls = descend(valleys, on_valleys, cell_middles(valleys, STARTS), STEPS)
        balls = balls_on(plot, valleys, rolls)
        self.play(FadeIn(*balls))
        for taken in (1, 2, 3, STEPS):
            walking = [b.walk.animate.set_value(taken) for b in balls]
            self.play(*walking, run_time=1 + taken / STEPS)
        missed = sum(not b.reaches_global for b in balls)
        count = text(f"{missed} of {STARTS} miss the global minima").move_to(TOP_RIGHT, RIGHT)
        marks = VGroup(*(b.start_mark() for b in balls))
        self.play(FadeIn(marks, count), *(b.arrive() for b in balls))

        self.beat("Color the axis by where each start ends: these are the basins of attraction.")
        ends = basins(valleys, on_valleys, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, valleys, ends)
        self.play(LaggedStart(*(FadeIn(piece) for piece in strip), lag_ratio=0.5, run_time=2.5))
        self.play(FadeIn(strip.names))

        self.beat("One start can be unlucky. So start at random, several times, and keep the best.")
        tries = descend(valleys, on_valleys, random_starts(valleys, RESTARTS, SEED), STEPS)
        self.play(FadeOut(*balls, marks, count, header))
        balls, tally = balls_on(plot, valleys, tries), VGroup()
        for ball, loss in zip(balls, tries.loss[-1], strict=True):
            result = formula(f"f = {format_number(loss, 3)}", size=SMALL_SIZE)
            tally.add(VGroup(end_mark(valleys, ball.end), result).arrange(RIGHT, buff=0.15))
        tally.arrange(RIGHT, buff=0.36).set_y(TOP_LEFT[1])
        for ball, entry in zip(balls, tally, strict=True):
            self.play(FadeIn(ball, scale=2), run_time=0.3)
            self.play(ball.walk.animate.set_value(STEPS), run_time=0.8, rate_func=linear)
            self.play(ball.arrive(), FadeIn(ball.start_mark(), entry), run_time=0.3)
        best = best_of(tries)
        frame = SurroundingRectangle(tally[best], color=theme.good, buff=0.15, corner_radius=0.1)
        frame.set_stroke(width=PATH_WIDTH)
        found = ring(plot, valleys, tries.x[-1, best])
        at_global = zip(strip.shares, valleys.minima, strict=True)
        miss = 1 - sum(share for share, minimum in at_global if minimum.is_global)
        odds = f"{miss:.2f}^{RESTARTS} approx {miss**RESTARTS:.3f}"
        luck = formula(f'"chance that all" {RESTARTS} "miss:" thick {odds}')
        self.play(Create(frame), Create(found), FadeIn(luck.next_to(tally, DOWN, buff=0.4)))
