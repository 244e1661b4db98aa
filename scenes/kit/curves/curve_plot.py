"""The curve of a one-dimensional loss above its axis, with its minima and tops."""

from math import ceil, floor

import numpy as np
from manim import DOWN, RIGHT, UP, DashedLine, MathTypst, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, stationary_points
from scenes.kit.arguments import check_variables, checked
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import meaning_of, sign, sign_color
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
AXIS = -2.1  # heights in the frame: of the axis, as low as its numbers can stand …
FLOOR = -0.95  # … of the lowest point of the curve, with room for names below it …
CEILING = 2.1  # … and of the highest, with room for a question above it
LENGTH = 11.9  # of the axis, in units of the frame
SAFE = 6.4  # half the width of the frame that texts may fill
SAMPLES = 500  # points of the curve
TICKS = 9  # numbers on the axis, at most
RING = 0.27  # radius of the sign round a minimum: a walker fits in


class CurvePlot(Plot):
    """The curve of a one-dimensional `loss` above its axis, at the foot of the frame.

    Only the horizontal axis is seen; it spans the domain of the loss, and has its name at its
    end. With a `reach` it goes from −`reach` to `reach`, with one scale in both directions, so
    that slopes are seen as they are. `graph` is the curve, over the domain; `unit` is the length
    in the frame of 1 on the axis.
    """

    @checked
    def __init__(self, loss: Loss, reach: float | None = None) -> None:
        check_variables(loss, 1, "a curve")
        ends = float(loss.domain[0][0]), float(loss.domain[1][0])
        inside = np.linspace(*ends, SAMPLES)[:, None]
        heights = loss.value(inside)
        lowest, highest = float(heights.min()), float(heights.max())
        scale = (CEILING - FLOOR) / (highest - lowest)
        x, width = (ends, LENGTH) if reach is None else ((-reach, reach), 2 * reach * scale)
        y = lowest - (FLOOR - AXIS) / scale, highest
        super().__init__(x, y, width, CEILING - AXIS, _ticks(x))
        self.loss = loss
        self.y_axis.set_opacity(0)
        self.shift(AXIS * UP - self.x_axis.get_center())
        name = formula("x", SMALL_SIZE, theme.muted)
        self.labels.add(name.next_to(self.x_axis, RIGHT, buff=0.15))
        self.unit = width / (x[1] - x[0])
        self.graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.graph.set_points_as_corners(self.on(inside))

    def on(self, x: ArrayLike) -> Array:
        """Return where in the frame the points of the curve above `x`, (…, 1), lie, (…, 3)."""
        return self.on_curve(self.loss, x)

    def foot(self, x: ArrayLike) -> Array:
        """Return where in the frame the values `x`, shape (…), lie on the axis, (…, 3)."""
        values = np.asarray(x, dtype=float)
        return self.at(np.stack([values, np.full_like(values, self.y_range[0])], axis=-1))

    def value_at(self, across: Array) -> Array:
        """Return the x that stand so far to the right in the frame, of the same shape."""
        return np.asarray(self.x_range[0] + (across - self.x_axis.get_start()[0]) / self.unit)

    def heading(self) -> MathTypst:
        """Return the formula of the loss, beside the right end of the curve or above it."""
        math, end = formula(f"f(x) = {self.loss.formula}", SMALL_SIZE), self.graph.get_end()
        if end[0] + math.width + 0.3 < SAFE:
            return math.next_to(end, RIGHT, buff=0.3, aligned_edge=UP)
        return math.next_to(end, UP, buff=0.2).align_to(end, RIGHT)


def _ticks(ends: tuple[float, float]) -> list[float]:
    """Return the whole numbers between `ends`, or as many of them as find room."""
    for spacing in (1, 2, 5, 10, 20, 50, 100):
        first, last = ceil(ends[0] / spacing), floor(ends[1] / spacing)
        if last - first < TICKS:
            break
    return [spacing * i for i in range(first, last + 1)]


def end_color(loss: Loss, end: int) -> str:
    """Return the color of walks that ended in `loss.minima[end]`, or in none if `end` is −1."""
    if end < 0:
        return theme.muted
    return sign_color(meaning_of(loss.minima[end]))


@checked
def name_minima(plot: CurvePlot) -> tuple[VGroup, VGroup]:
    """Return the signs of all minima on the curve, and below each its name: global or local.

    The names stand within the axis's ends.
    """
    signs, names = VGroup(), VGroup()
    left, right = plot.x_axis.get_start()[0], plot.x_axis.get_end()[0]
    for end, minimum in enumerate(plot.loss.minima):
        kind = meaning_of(minimum)
        signs.add(sign(kind, RING).move_to(plot.on(minimum.x)))
        only = len(plot.loss.minima) == 1 or not minimum.is_global
        name = text(kind if only else f"global {kind}", SMALL_SIZE, end_color(plot.loss, end))
        name.next_to(signs[-1], DOWN, buff=0.08)
        room = name.width / 2
        names.add(name.set_x(float(np.clip(name.get_x(), left + room, right - room))))
    return signs, names


@checked
def hilltops(plot: CurvePlot) -> VGroup:
    """Return the sign of a top on each maximum of the curve, and its name above."""
    tops = VGroup()
    for top in (p.x for p in stationary_points(plot.loss) if p.kind == "maximum"):
        mark = sign("top", 0.13).move_to(plot.on(top), DOWN).shift(0.05 * UP)
        word = text("hilltop", SMALL_SIZE, theme.muted)
        tops.add(VGroup(mark, word.next_to(mark, UP, buff=0.1)))
    return tops


@checked
def common_depth(plot: CurvePlot) -> VGroup:
    """Return a dashed line through the global minima of the curve, and below it their value.

    It is empty for a loss with one of them alone.
    """
    lowest = [minimum for minimum in plot.loss.minima if minimum.is_global]
    if len(lowest) < 2:
        return VGroup()
    places = plot.on([minimum.x for minimum in lowest])
    line = DashedLine(places[0], places[-1], color=theme.good)
    line.set_stroke(width=THIN_WIDTH).set_z_index(-1)
    width = plot.x_range[1] - plot.x_range[0]
    equal = " = ".join(f"f({number(float(m.x[0]), 3, width)})" for m in lowest)
    depth = Form.of([minimum.value for minimum in plot.loss.minima], 3)(lowest[0].value)
    value = formula(f"{equal} approx {depth}", SMALL_SIZE, theme.good)
    return VGroup(line, value.next_to(line, DOWN, buff=0.15))
