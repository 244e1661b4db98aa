"""The curve of a one-dimensional loss above its axis, with its minima and tops."""

from math import ceil, floor

import numpy as np
from manim import DOWN, RIGHT, UP, DashedLine, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss, stationary_points
from scenes.kit.arguments import check_variables, checked
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
AXIS = -2.1  # heights in the frame: of the axis, as low as its numbers can stand …
FLOOR = -0.95  # … of the lowest point of the curve, with room for names below it …
CEILING = 2.1  # … and of the highest, with room for a question above it
LENGTH = 11.9  # of the axis, in units of the frame
TICKS = 9  # numbers on the axis, at most
RING = 0.27  # radius of the sign round a minimum: a walker fits in


@checked
def curve_plot(loss: Loss, reach: float | None = None) -> Plot:
    """Return axes for the curve of `loss`, of which only the horizontal one is seen.

    It stands at the foot of the frame, spans the domain of the loss, and has its name at its end.
    With a `reach` it goes from −`reach` to `reach`, with one scale in both directions: slopes
    are seen as they are.
    """
    check_variables(loss, 1, "a curve")
    ends = tuple(float(corner[0]) for corner in loss.domain)
    heights = loss.value(np.linspace(*ends, 1000)[:, None])
    lowest, highest = float(heights.min()), float(heights.max())
    unit = (CEILING - FLOOR) / (highest - lowest)
    x, width = (ends, LENGTH) if reach is None else ((-reach, reach), 2 * reach * unit)
    y = lowest - (FLOOR - AXIS) / unit, highest
    plot = Plot(x, y, width, CEILING - AXIS, _ticks(x))
    plot.y_axis.set_opacity(0)
    plot.shift(AXIS * UP - plot.x_axis.get_center())
    name = formula("x", SMALL_SIZE, theme.muted).next_to(plot.x_axis, RIGHT, buff=0.15)
    plot.labels.add(name)
    return plot


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
    return theme.good if loss.minima[end].is_global else theme.careful


@checked
def valley_signs(plot: Plot, loss: Loss) -> VGroup:
    """Return the sign of each minimum, global or local, on the curve of `loss`."""
    kinds = ("minimum" if minimum.is_global else "local minimum" for minimum in loss.minima)
    places = (plot.on_curve(loss, minimum.x) for minimum in loss.minima)
    return VGroup(*(sign(kind, RING).move_to(at) for kind, at in zip(kinds, places, strict=True)))


@checked
def valley_names(plot: Plot, loss: Loss) -> VGroup:
    """Return a name below each minimum of the curve, global or local, within the axis's ends."""
    names = VGroup()
    left, right = plot.x_axis.get_start()[0], plot.x_axis.get_end()[0]
    for end, minimum in enumerate(loss.minima):
        kind = "global minimum" if minimum.is_global else "local minimum"
        if len(loss.minima) == 1:
            kind = "minimum"
        name = text(kind, size=SMALL_SIZE, color=end_color(loss, end))
        name.next_to(plot.on_curve(loss, minimum.x), DOWN, buff=RING + 0.08)
        room = name.width / 2
        names.add(name.set_x(float(np.clip(name.get_x(), left + room, right - room))))
    return names


@checked
def hilltops(plot: Plot, loss: Loss) -> VGroup:
    """Return the sign of a top on each maximum of the curve, and its name above."""
    tops = VGroup()
    for top in (p.x for p in stationary_points(loss) if p.kind == "maximum"):
        mark = sign("top", 0.13).move_to(plot.on_curve(loss, top), DOWN).shift(0.05 * UP)
        word = text("hilltop", SMALL_SIZE, theme.muted)
        tops.add(VGroup(mark, word.next_to(mark, UP, buff=0.1)))
    return tops


@checked
def common_depth(plot: Plot, loss: Loss) -> VGroup:
    """Return a dashed line through the global minima of the curve, and above it their value.

    It is empty for a loss with one of them alone.
    """
    lowest = [minimum for minimum in loss.minima if minimum.is_global]
    if len(lowest) < 2:
        return VGroup()
    places = plot.on_curve(loss, [minimum.x for minimum in lowest])
    line = DashedLine(places[0], places[-1], color=theme.good)
    line.set_stroke(width=THIN_WIDTH).set_z_index(-1)
    width = plot.x_range[1] - plot.x_range[0]
    equal = " = ".join(f"f({number(float(m.x[0]), 3, width)})" for m in lowest)
    depth = Form.of([minimum.value for minimum in loss.minima], 3)(lowest[0].value)
    value = formula(f"{equal} approx {depth}", SMALL_SIZE, theme.good)
    return VGroup(line, value.next_to(line, UP, buff=0.15))


def best_sign(place: Array) -> VMobject:
    """Return a wide ring round the lowest end at a place of the frame, and the word for it."""
    ring = sign("minimum", RING + DOT_RADIUS).move_to(place)
    return VGroup(ring, text("best", color=theme.good).next_to(ring, UP, buff=0.12))
