"""What lets a map be read: its axes with their names, the scale of its heights, its place."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss, losses, stationary_points
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
# Where a map stands that has its heading above, ticks on two sides and scales at its right.
LEFT_END, RIGHT_END, FOOT, HEAD = -5.35, 4.0, -1.95, 2.2
TOP, RIGHT_MOST = 3.6, 6.35  # ends of what must be read
GRADIENTS = {losses.HILLS.name: "cos x sin y, thin sin x cos y"}
COLUMN = 0.43  # from a map to the column at its right
STRIP = 1 / 20  # of the longer side: cut off on all sides where tops, valleys or passes lie on one
MANY = 4  # minima: of a loss with more of them, half of the domain's height is enough
TICK = 0.09
TALLEST, BROADEST = 0.85, 9.0  # of a title
FEW = 3  # ticks: where there would be less, they stand at halves of π
INTERVALS = 4  # between ticks, about


@checked
def scaled_map(loss: Loss) -> ContourMap:
    """Return the map of a loss with room for a heading, for axes, and for a column at its right.

    It shows the domain; of one with more than four minima the middle half of its height. A narrow
    strip is cut off on all sides if tops, valleys or passes lie on one, for signs would not fit.
    """
    lower, upper = (corner.copy() for corner in loss.domain)
    if len(loss.minima) > MANY:
        middle, half = (lower[1] + upper[1]) / 2, (upper[1] - lower[1]) / 4
        lower[1], upper[1] = middle - half, middle + half
    span = upper - lower
    points = np.array([point.x for point in stationary_points(loss)]).reshape(-1, 2)
    apart = np.minimum(np.abs(points - lower), np.abs(points - upper)) / span
    if np.any(apart < 1e-3):
        strip = STRIP * span.max()
        lower, upper, span = lower + strip, upper - strip, span - 2 * strip
    scale = min((RIGHT_END - LEFT_END) / span[0], (HEAD - FOOT) / span[1])
    contours = ContourMap(loss, lower, upper, *(scale * span))
    contours.move_to((0, (HEAD + FOOT) / 2, 0))
    return contours.align_to((LEFT_END, 0, 0), LEFT)


@checked
def map_title(contour_map: ContourMap) -> VMobject:
    """Return what the loss of a map is, f(x, y) = …, above its left end."""
    title = formula(f"f(x, y) = {contour_map.loss.formula}", TITLE_SIZE)
    title.scale(min(1.0, TALLEST / title.height, BROADEST / title.width))
    return title.align_to(contour_map.border, LEFT).set_y((HEAD + TOP) / 2)


@checked
def map_gradient(contour_map: ContourMap, downhill: bool = False) -> VMobject:
    """Return ∇f = …, or −∇f = …, at the right end of the line that the title of a map begins.

    Of a loss whose gradient is not in `GRADIENTS`, it is the name alone.
    """
    minus = "-" if downhill else ""
    parts = GRADIENTS.get(contour_map.loss.name)
    meaning = f" = {minus}({parts})" if parts else ""
    found = formula(f"{minus}nabla f{meaning}", TITLE_SIZE, theme.gradient)
    return found.align_to((RIGHT_MOST, 0, 0), RIGHT).align_to(map_title(contour_map), DOWN)


@checked
def axes_beside(contour_map: ContourMap) -> VGroup:
    """Return ticks with their values below and to the left of a map, x and y at their ends.

    The ticks are at multiples of π, or of half of it, if the loss's domain ends at such.
    """
    lower, upper = contour_map.lower, contour_map.upper
    turns = np.array(contour_map.loss.domain) / np.pi
    whole = np.allclose(turns, np.rint(turns))
    found = VGroup()
    for axis, side in ((0, DOWN), (1, LEFT)):
        step = np.pi if whole else _step(float(upper[axis] - lower[axis]))
        counts = _counts(lower[axis], upper[axis], step)
        halves = whole and len(counts) < FEW
        if halves:
            step /= 2
            counts = _counts(lower[axis], upper[axis], step)
        labels = VGroup()
        for count in counts:
            place = lower.copy()
            place[axis] = count * step
            foot = contour_map.at(place)
            tick = Line(foot, foot + TICK * side, stroke_width=2 * HAIR_WIDTH, color=theme.muted)
            value = _multiple(int(count), 1 + halves) if whole else number(count * step, 6, step)
            label = formula(value, SMALL_SIZE, theme.muted).next_to(tick, side, buff=0.1)
            if axis == 0 and labels:  # all stand on one line; π alone is lower than a digit
                label.align_to(labels[0], DOWN)
            labels.add(label)
            found.add(tick)
        found.add(labels)
        name = formula("xy"[axis], TITLE_SIZE)
        if axis == 0:
            name.align_to(contour_map.border, RIGHT).set_y(labels.get_y())
            name.shift(max(0, labels[-1].get_right()[0] + 0.15 - name.get_left()[0]) * RIGHT)
        else:
            name.align_to(contour_map.border, UP).align_to(labels, RIGHT)
            name.shift(max(0, labels[-1].get_top()[1] + 0.15 - name.get_bottom()[1]) * UP)
        found.add(name)
    return found


@checked
def height_scale(contour_map: ContourMap, height: float = 1.15) -> VGroup:
    """Return the colors of a map from low to high, with the values at the ends and the middle.

    It is the upper end of the column at the right of the map; f is written above it. What is higher
    than the highest color tells apart is said to be at least as high.
    """
    levels = np.asarray(contour_map.levels)
    margin = (levels[1] - levels[0]) / 2 if len(levels) > 1 else 1.0
    edges = np.array([levels[0] - margin, *levels, levels[-1] + margin])
    share = (edges - edges[0]) / (edges[-1] - edges[0])
    column = VGroup()
    for low, high, color in zip(share[:-1], share[1:], contour_map.colors, strict=True):
        block = Rectangle(width=0.3, height=height * (high - low), stroke_width=0)
        block.set_fill(color, opacity=1).move_to((0, height * (low + high) / 2, 0))
        column.add(block)
    frame = Rectangle(width=0.3, height=height, stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
    frame.move_to((0, height / 2, 0))
    labels = VGroup()
    for part in (0.0, 0.5, 1.0):
        value = float(edges[0] + part * (edges[-1] - edges[0]))
        least = "≥" if part == 1 and contour_map.highest > value + np.ptp(edges) / 100 else ""
        label = formula(least + number(value, 3, float(np.ptp(edges))), SMALL_SIZE)
        labels.add(label.next_to((0.15, height * part, 0), RIGHT, buff=0.15))
    name = formula("f", TITLE_SIZE).next_to(frame, UP, buff=0.15)
    found = VGroup(column, frame, labels, name).next_to(contour_map.border, RIGHT, buff=COLUMN)
    return found.align_to((0, HEAD, 0), UP)


def _counts(lower: float, upper: float, step: float) -> Array:
    return np.arange(np.ceil(lower / step - 1e-9), upper / step + 1e-9)


def _multiple(count: int, parts: int) -> str:
    r"""Return the Typst math markup of `count` times π over `parts`, which is 1 or 2.

    >>> _multiple(-1, 2), _multiple(2, 2), _multiple(3, 1)
    ('-pi \\/ 2', 'pi', '3 pi')
    """
    if count % parts == 0:
        count, parts = count // parts, 1
    factor = {1: "pi", -1: "-pi"}.get(count, f"{count} pi") if count else "0"
    return factor if parts == 1 else rf"{factor} \/ {parts}"


def _step(span: float) -> float:
    """Return a round number of which about `INTERVALS` make up `span`."""
    decade = 10.0 ** np.floor(np.log10(span / INTERVALS))
    steps = decade * np.array([1.0, 2.0, 5.0, 10.0])
    return float(steps[np.argmin(np.abs(np.log(steps * INTERVALS / span)))])
