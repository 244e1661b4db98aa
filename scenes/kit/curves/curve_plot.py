"""The curve of a one-dimensional loss on its axes, with its minima and tops."""

from math import ceil, floor
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    FadeIn,
    FadeOut,
    Line,
    MathTypst,
    Transform,
    VGroup,
    VMobject,
    linear,
    squish_rate_func,
)
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, stationary_points
from scenes.kit.arguments import check_variables, checked
from scenes.kit.knobs import within
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import meaning_of, sign, sign_color
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.numbers import Form, number, round_step
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
AXIS = -2.2  # heights in the frame: of the axis, as low as its numbers can stand …
FLOOR = -0.7  # … of the lowest point of the curve, with room for names below it …
CEILING = 2.3  # … and of the highest, with room for a question above it
LEFT_END, LENGTH = -5.2, 7.1  # of the horizontal axis, in units of the frame
SAFE = 6.4  # half the width of the frame that texts may fill
PANEL = 2.75, SAFE  # from where to where numbers and bars stand, right of the curve
SAMPLES = 500  # points of the curve
TICKS = 9  # numbers on the axis, at most …
FEWEST = 2  # … and from so long an axis on they are whole
APART = 0.5  # between two numbers beside the vertical axis, at least
HEADROOM = 0.15  # from the highest number there to the end of that axis
TOP_ABOVE = 0.24  # from a maximum to its sign: walkers pass below
INSET = 0.15  # from the ends of the axis to the names of minima
NAME_BELOW = 0.18  # from the sign of a minimum to its name: a wider ring fits in
RING = 0.27  # radius of the sign round a minimum: a walker fits in


class CurvePlot(Plot):
    """The curve of a one-dimensional `loss` on axes, in the left two thirds of the frame.

    The horizontal axis spans the domain of the loss. With a `reach` it goes from −`reach` to
    `reach`, with one scale in both directions, so that slopes are seen as they are; then `loss` is
    cut to what has room, about 0. `graph` is the curve, over the domain; `unit` is the length in
    the frame of 1 on the axis, `zero` the line f = 0 with its number, if it is in view, and
    `numbers` are the others beside the vertical axis: without a `reach`, one that tells the scale.
    """

    @checked
    def __init__(self, loss: Loss, reach: float | None = None) -> None:
        check_variables(loss, 1, "a curve")
        loss = loss if reach is None else _cut_to_fit(loss, reach)
        ends = float(loss.domain[0][0]), float(loss.domain[1][0])
        inside = np.linspace(*ends, SAMPLES)[:, None]
        heights = loss.value(inside)
        lowest, highest = float(heights.min()), float(heights.max())
        x = ends if reach is None else (-reach, reach)
        self.unit = LENGTH / (x[1] - x[0])
        scale = self.unit if reach else (CEILING - FLOOR) / (highest - lowest)
        y = lowest - (FLOOR - AXIS) / scale, lowest + (CEILING - FLOOR) / scale
        super().__init__(x, y, LENGTH, CEILING - AXIS, _ticks(x))
        self.shift(LEFT_END * RIGHT + AXIS * UP - self.x_axis.get_start())
        self.loss = loss
        across = formula("x", SMALL_SIZE, theme.muted).next_to(self.x_axis, RIGHT, buff=0.25)
        up = formula("f", SMALL_SIZE, theme.muted).next_to(self.y_axis, UP, buff=0.2)
        self.labels.add(across, up)
        self.zero, self.numbers = VGroup(), VGroup()
        if y[0] <= 0 <= y[1]:
            line = Line(self.at((x[0], 0)), self.at((x[1], 0)), color=theme.muted)
            line.set_stroke(width=HAIR_WIDTH).set_z_index(-1)
            self.zero.add(line, self.level(0, "0"))
        if reach is not None:
            values = (value for value in _ticks((lowest, y[1])) if value)
            self.numbers.add(*(self.level(value, number(value)) for value in values))
        elif y[0] <= 0 <= y[1] and (told := _round_below(y[1] - HEADROOM / scale)) * scale > APART:
            level = self.level(told, number(told))
            self.numbers.add(*([level] if level.get_left()[0] > -SAFE else []))
        self.add(self.zero, self.numbers)
        self.graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.graph.set_points_as_corners(self.on(inside))

    def level(self, value: float, shown: str, color: str | None = None) -> VGroup:
        """Return a tick at `value` of the vertical axis, and its number as it is to be `shown`."""
        place, color = self.at((self.x_range[0], value)), color or theme.muted
        tick = Line(place, place + 0.1 * LEFT, color=color, stroke_width=THIN_WIDTH)
        return VGroup(tick, formula(shown, SMALL_SIZE, color).next_to(tick, LEFT, buff=0.1))

    def becomes(self, other: "CurvePlot") -> list[Any]:
        """Return the animations in which the curve and its line f = 0 become those of `other`.

        Both plots must have the same horizontal axis; the numbers of this one leave first, and
        those of the other come last.
        """
        early, late = (squish_rate_func(linear, *part) for part in ((0, 0.3), (0.7, 1)))
        moves: list[Any] = [Transform(self.graph, other.graph)]
        if len(self.numbers):
            moves.append(FadeOut(self.numbers, rate_func=early))
        if len(other.numbers):
            moves.append(FadeIn(other.numbers, rate_func=late))
        if len(self.zero) and len(other.zero):
            moves.append(Transform(self.zero, other.zero))
        elif len(self.zero):
            moves.append(FadeOut(self.zero, rate_func=early))
        elif len(other.zero):
            moves.append(FadeIn(other.zero, rate_func=late))
        return moves

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
        """Return the formula of the loss, at the top of the panel beside the curve."""
        words = f"f(x) = {self.loss.formula}"
        math = formula(words, TITLE_SIZE)
        if math.width > SAFE - PANEL[0]:
            math = formula(words, SMALL_SIZE)
        beside(math).align_to(CEILING * UP, UP)
        return math


def beside(mobject: Any, height: float = 0.0) -> Any:
    """Put what goes with a curve into the middle of the panel right of it, and return it.

    `height` is that of its middle in the frame.
    """
    middle = min(sum(PANEL) / 2, SAFE - mobject.width / 2)
    return mobject.move_to(middle * RIGHT + height * UP)


def _cut_to_fit(loss: Loss, reach: float) -> Loss:
    """Return as much of `loss`, about 0, as has room in a `CurvePlot` of that `reach`."""
    x = np.linspace(0, reach, SAMPLES)
    sides = np.stack([loss.value(x[:, None]), loss.value(-x[:, None])])
    highest = np.maximum.accumulate(sides.max(axis=0))
    lowest = np.minimum.accumulate(sides.min(axis=0))
    fits = (highest - lowest) * LENGTH / (2 * reach) <= CEILING - FLOOR
    edge = float(x[fits][-1])
    return within(loss, -edge, edge)


def _ticks(ends: tuple[float, float]) -> list[float]:
    """Return the whole numbers between `ends`, or as many of them as find room.

    Where there are less than three, they are tenths, or hundredths …
    """
    span = ends[1] - ends[0]
    spacing = 1.0 if FEWEST <= span < TICKS else round_step(span, TICKS - 1)
    first, last = ceil(ends[0] / spacing - 1e-9), floor(ends[1] / spacing + 1e-9)
    return [round(spacing * i, 12) for i in range(first, last + 1)]


def _round_below(highest: float) -> float:
    """Return the greatest number of one digit up to `highest`; 0 if that is not above 0.

    >>> _round_below(0.43), _round_below(42)
    (0.4, 40.0)
    """
    if highest <= 0:
        return 0.0
    power = 10.0 ** floor(np.log10(highest))
    return float(floor(highest / power) * power)


def end_color(loss: Loss, end: int) -> str:
    """Return the color of walks that ended in `loss.minima[end]`, or in none if `end` is −1."""
    if end < 0:
        return theme.muted
    return sign_color(meaning_of(loss.minima[end]))


@checked
def name_minima(plot: CurvePlot) -> tuple[VGroup, VGroup]:
    """Return the signs of all minima on the curve, and below each its name: global or local.

    The names stand within the axis's ends. The signs lie behind the curve, which they do not cut.
    """
    signs, names = VGroup(), VGroup()
    left, right = plot.x_axis.get_start()[0] + INSET, plot.x_axis.get_end()[0] - INSET
    for end, minimum in enumerate(plot.loss.minima):
        kind = meaning_of(minimum)
        signs.add(sign(kind, RING).move_to(plot.on(minimum.x)).set_z_index(-0.5))
        only = len(plot.loss.minima) == 1 or not minimum.is_global
        name = text(kind if only else f"global {kind}", SMALL_SIZE, end_color(plot.loss, end))
        name.next_to(signs[-1], DOWN, buff=NAME_BELOW)
        room = name.width / 2
        names.add(name.set_x(float(np.clip(name.get_x(), left + room, right - room))))
    return signs, names


@checked
def hilltops(plot: CurvePlot) -> VGroup:
    """Return the sign of a top on each maximum of the curve, and its name above."""
    tops = VGroup()
    for top in (p.x for p in stationary_points(plot.loss) if p.kind == "maximum"):
        mark = sign("top", 0.13).move_to(plot.on(top), DOWN).shift(TOP_ABOVE * UP)
        word = text("hilltop", SMALL_SIZE, theme.muted)
        tops.add(VGroup(mark, word.next_to(mark, UP, buff=0.1)))
    return tops


@checked
def depth_line(plot: CurvePlot) -> VGroup:
    """Return a dashed line from the vertical axis through the global minima, and their value."""
    lowest = [minimum for minimum in plot.loss.minima if minimum.is_global]
    right = plot.on(lowest[-1].x)
    line = DashedLine(plot.at((plot.x_range[0], lowest[0].value)), right, color=theme.good)
    line.set_stroke(width=THIN_WIDTH).set_z_index(-1)
    depth = Form.of([minimum.value for minimum in plot.loss.minima])(lowest[0].value)
    near = [level.get_y() for level in plot.zero[1:] if abs(level.get_y() - right[1]) < APART]
    return VGroup(line) if near else VGroup(line, plot.level(lowest[0].value, depth, theme.good))
