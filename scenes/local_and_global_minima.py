"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Circle,
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
from numpy.typing import ArrayLike

from gd_math import (
    Loss,
    basin,
    basins,
    best_of,
    descend,
    losses,
    optimizers,
    random_starts,
    stationary_points,
)
from scenes.kit import Lesson, Walk, theme
from scenes.kit.arrow_field import map_arrow
from scenes.kit.basin_strip import BasinStrip, cell_middles, end_color, end_mark, name_minima
from scenes.kit.plots import Plot
from scenes.kit.text import Number, format_number, formula, text
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH
from scenes.kit.trails import Trail

BOWL_RATE = 0.3  # α on the parabola: the part of the derivative that is one step (0.1 to 0.9)
BOWL_START = -2.0  # where the first ball is set down (−2.1 to 2.1, but not 0)
LEARNING_RATE = 0.1  # α on the three valleys, for balls and basins alike (0.05 to 0.24)
STEPS = 50  # steps of each walk (30 to 200)
STARTS = 16  # balls let go at once (4 to 24)
RESTARTS = 5  # random starts of which the best is kept (2 to 6)
SEED = 8  # draws the random starts (any whole number)

EDGE = 2.4  # the three valleys are walked and drawn from −2.4 to 2.4: beyond, the walls tower
CELLS = 480  # starts from which the axis is colored
BALL = 0.14  # radius of a ball, in units of the frame
FLOOR = 2.6 * DOWN  # the middle of the horizontal axes
HEADER = np.array([-6.3, 3.2, 0.0])  # the left end of the formula


class LocalAndGlobalMinima(Lesson):
    """Where you start decides where you end.

    On a parabola the steps against the derivative lead from every start to the one minimum. On a
    curve with three valleys some starts end in a local minimum; the axis, colored by where each
    start ends, shows which. The best of several random starts finds a global minimum.
    """

    def construct(self) -> None:
        if not 2 <= RESTARTS <= 6:
            raise ValueError(
                f"RESTARTS is {RESTARTS}, and must be 2 to 6: the frame has no more room"
            )
        bowl = losses.PARABOLA
        valleys = replace(losses.THREE_VALLEYS, domain=([-EDGE], [EDGE]))
        descent = optimizers.gradient_descent(LEARNING_RATE)

        self.beat("A ball on a slope. The derivative is an arrow along the axis: it points uphill.")
        plot = ruled(Plot((-3, 3), (-0.9, 4.5), 9, 5.2, x_ticks=range(-3, 4)))
        curve = plot.curve(bowl)
        header = formula(f"f(x) = {bowl.formula}").move_to(HEADER, LEFT)
        starts = np.vstack([[[BOWL_START]], cell_middles(bowl, STARTS)])
        walk, *walks = walks_from(bowl, BOWL_RATE, starts)
        ball = balls_on(plot, bowl, [walk])
        uphill = slope_arrow(plot, bowl, walk.position, 1)
        self.add(plot, curve, header, ball)
        self.play(GrowArrow(uphill[0]), FadeIn(uphill[1]), run_time=1.5)

        self.beat("The step goes the other way: a fixed fraction of the arrow, the learning rate.")
        step = slope_arrow(plot, bowl, walk.position, -BOWL_RATE)
        slopes = walk.trajectory.gradient[:, 0]
        readings = VGroup(
            reading("f'(x)", theme.gradient, lambda: slopes[walk.step]),
            reading("-alpha f'(x)", theme.walker, lambda: -BOWL_RATE * slopes[walk.step]),
        ).arrange(DOWN, buff=0.25, aligned_edge=RIGHT)
        rate = formula(f"alpha = {BOWL_RATE:g}").next_to(readings, UP, buff=0.25)
        readings.add(rate).move_to([-np.sign(BOWL_START) * 4.8, -1.2, 0])
        self.play(GrowArrow(step[0]), FadeIn(step[1], readings), run_time=1.5)

        self.beat("Feel, step, feel again: as the slope grows flat, the steps grow short.")
        for taken in (1, 2, 3):
            self.play(walk.animate.set_value(taken))
            self.play(
                Transform(uphill, slope_arrow(plot, bowl, walk.position, 1)),
                Transform(step, slope_arrow(plot, bowl, walk.position, -BOWL_RATE)),
            )
        self.play(FadeOut(uphill, step), walk.animate.set_value(STEPS), run_time=2)

        self.beat("Let balls go all along the curve: every one rolls to the same, only minimum.")
        balls = balls_on(plot, bowl, walks)
        self.play(FadeOut(ball, readings), FadeIn(balls))
        for taken in (1, 2, 3, STEPS):
            self.play(*(w.animate.set_value(taken) for w in walks), run_time=1 + taken / STEPS)
        bottom = name_minima(plot, bowl)
        self.play(FadeIn(bottom))

        self.beat("Now three valleys: two equally deep ones, and a shallower one between them.")
        self.play(FadeOut(balls, bottom, plot, header))
        plot = ruled(Plot((-EDGE, EDGE), (-0.85, 0.65), 11.8, 5.4, x_ticks=range(-2, 3)))
        header = formula(f"f(x) = {valleys.formula}").move_to(HEADER, LEFT)
        landscape = plot.curve(valleys)
        self.play(ReplacementTransform(curve, landscape), FadeIn(plot, header), run_time=2)
        deepest = [m for m in valleys.minima if m.is_global]
        level = DashedLine(*plot.on_curve(valleys, [m.x for m in deepest]), color=theme.good)
        level.set_stroke(width=THIN_WIDTH).set_z_index(-1)
        equal = " = ".join(f"f({m.x[0]:g})" for m in deepest)
        value = format_number(deepest[0].value, 3)
        depth = formula(f"{equal} = {value}", size=SMALL_SIZE, color=theme.good)
        depth.next_to(level, UP, buff=0.15)
        names = name_minima(plot, valleys)
        for top in (p.x for p in stationary_points(valleys) if p.kind == "maximum"):
            name = text("hilltop", size=SMALL_SIZE, color=theme.muted)
            names.add(name.next_to(plot.on_curve(valleys, top), UP, buff=0.2))
        self.play(FadeIn(names), Create(level), FadeIn(depth))

        self.beat("Again balls from many starts, again small steps down. Not all end equally low.")
        walks = walks_from(valleys, LEARNING_RATE, cell_middles(valleys, STARTS))
        balls = balls_on(plot, valleys, walks)
        ends = basin(valleys, [w.trajectory.x[-1] for w in walks])
        self.play(FadeIn(balls))
        marks = VGroup()
        for end, walk in zip(ends, walks, strict=True):
            place = plot.at((walk.position[0], plot.y_range[0])) + 0.45 * UP
            marks.add(end_mark(valleys, end, BALL).move_to(place))
        for taken in (1, 2, 3, STEPS):
            self.play(*(w.animate.set_value(taken) for w in walks), run_time=1 + taken / STEPS)
        missed = sum(end < 0 or not valleys.minima[end].is_global for end in ends)
        count = text(f"{missed} of {STARTS} miss the global minima").move_to([6.3, 3.2, 0], RIGHT)
        self.play(*(arrive(valleys, ball) for ball in balls), FadeIn(marks, count))

        self.beat("Color the axis by where each start ends: these are the basins of attraction.")
        ends = basins(valleys, descent, cell_middles(valleys, CELLS), STEPS)
        strip = BasinStrip(plot, valleys, ends)
        shares = VGroup()
        for end, piece in strip.widest.items():
            share = text(
                f"{100 * strip.share[end]:.0f} % end at {valleys.minima[end].x[0]:g}",
                size=SMALL_SIZE,
                color=end_color(valleys, end),
            )
            shares.add(share.next_to(piece, DOWN, buff=0.6))
        self.play(LaggedStart(*(FadeIn(piece) for piece in strip), lag_ratio=0.5, run_time=2.5))
        self.play(FadeIn(shares))

        self.beat("One start can be unlucky. So start at random, several times, and keep the best.")
        trajectory = descend(valleys, descent, random_starts(valleys, RESTARTS, SEED), STEPS)
        best = best_of(trajectory)
        tally = VGroup()
        for i, end in enumerate(basin(valleys, trajectory.x[-1])):
            result = formula(f"f = {format_number(trajectory.loss[-1, i], 3)}", size=SMALL_SIZE)
            tally.add(VGroup(end_mark(valleys, end, BALL), result).arrange(RIGHT, buff=0.15))
        tally.arrange(RIGHT, buff=0.5).move_to([0, 3.25, 0])
        self.play(FadeOut(balls, marks, count, header))
        for i in range(RESTARTS):
            walk = Walk(trajectory.path(i))
            ball = balls_on(plot, valleys, [walk])
            self.play(FadeIn(ball, scale=2), run_time=0.4)
            self.play(walk.animate.set_value(STEPS), run_time=0.9, rate_func=linear)
            self.play(arrive(valleys, ball[0]), FadeIn(tally[i]), run_time=0.3)
        chosen = SurroundingRectangle(tally[best], color=theme.good, buff=0.15, corner_radius=0.1)
        chosen.set_stroke(width=PATH_WIDTH)
        found = Circle(radius=0.27, color=theme.good, stroke_width=PATH_WIDTH)
        found.move_to(plot.on_curve(valleys, trajectory.x[-1, best]))
        miss = 1 - sum(strip.share.get(i, 0) for i, m in enumerate(valleys.minima) if m.is_global)
        luck = formula(
            f'"chance that all" {RESTARTS} "miss:" thick {miss:.2f}^{RESTARTS} approx {miss**RESTARTS:.3f}'
        ).next_to(tally, DOWN, buff=0.3)
        self.play(Create(chosen), Create(found), FadeIn(luck))


def ruled(plot: Plot) -> Plot:
    """Put the horizontal axis on the floor, and hide the vertical one: heights speak themselves."""
    plot.y_axis.set_opacity(0)
    return plot.shift(FLOOR - plot.x_axis.get_center())


def walks_from(loss: Loss, learning_rate: float, starts: ArrayLike) -> list[Walk]:
    """Return walks of gradient descent from the starts, shape (n, 1)."""
    trajectory = descend(loss, optimizers.gradient_descent(learning_rate), starts, STEPS)
    return [Walk(trajectory.path(i)) for i in range(trajectory.x.shape[1])]


def balls_on(plot: Plot, loss: Loss, walks: list[Walk]) -> VGroup:
    """Return a ball for each walk, which rolls on the curve and leaves a mark at each step."""
    return VGroup(
        *(
            Trail(w, lambda x: plot.on_curve(loss, x), radius=BALL, width=0, step_radius=0.075)
            for w in walks
        )
    )


def arrive(loss: Loss, ball: Trail) -> AnimationGroup:
    """Return the change of a ball into the mark of where it ended; its steps fade."""
    mark = end_mark(loss, int(basin(loss, ball.walk.position)), BALL)
    return AnimationGroup(
        Transform(ball.walker, mark.move_to(ball.walker)), ball.marks.animate.set_opacity(0.25)
    )


def slope_arrow(plot: Plot, loss: Loss, x: ArrayLike, factor: float) -> VGroup:
    """Return `factor` times f′(x) as an arrow along the axis from the ball at x, and its name."""
    point = np.asarray(x)
    length = factor * loss.gradient(point)[0]
    color, name, side = theme.gradient, "f'(x)", DOWN
    if factor < 0:
        color, name, side = theme.walker, "-alpha f'(x)", np.sign(length) * RIGHT
    arrow = map_arrow(plot, (point[0], loss.value(point)), (length, 0), color)
    return VGroup(arrow, formula(name, color=color).next_to(arrow, side, buff=0.15))


def reading(name: str, color: str, value: Callable[[], float]) -> VGroup:
    """Return a live number with its name."""
    parts = VGroup(formula(f"{name} =", color=color), Number(value, color=color))
    return parts.arrange(RIGHT, buff=0.15)
