"""Plots: axes with linear or logarithmic scales, and the graphs that stand on them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from manim import DOWN, LEFT, PI, UP, MathTypst, NumberLine, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import check_variables, checked
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]


class Plot(VGroup):
    """A pair of axes that meet in the lower left corner; `x` and `y` are (lowest, highest).

    `x_ticks` and `y_ticks` are the values that carry a tick and a number. `x_label` stands between
    the numbers of the horizontal axis, `y_label` above the upper end of the vertical one; both
    are Typst markup. `width` and `height` are the lengths of the axes in the frame.
    """

    def __init__(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        width: float,
        height: float,
        x_ticks: Sequence[float] = (),
        y_ticks: Sequence[float] = (),
        x_label: str | None = None,
        y_label: str | None = None,
    ) -> None:
        super().__init__()
        self.x_range, self.y_range = x, y
        style: dict[str, Any] = {
            "color": theme.muted,
            "stroke_width": THIN_WIDTH,
            "include_ticks": False,
        }
        self.x_axis = NumberLine(x_range=[*x, x[1] - x[0]], length=width, **style)
        self.y_axis = NumberLine(x_range=[*y, y[1] - y[0]], length=height, rotation=PI / 2, **style)
        self.y_axis.shift(self.x_axis.get_start() - self.y_axis.get_start())
        self.ticks = VGroup()
        self.labels = VGroup()
        self.add(self.x_axis, self.y_axis, self.ticks, self.labels)
        for value in x_ticks:
            self._mark(self._between(value, y[0]), DOWN, _tick(value, x))
        for value in y_ticks:
            self._mark(self._between(x[0], value), LEFT, _tick(value, y))
        if x_label is not None:
            label = text(x_label, size=SMALL_SIZE, color=theme.muted)
            label.next_to(
                self._between(_middle_of_widest_gap([*x_ticks], x), y[0]), DOWN, buff=0.18
            )
            self.labels.add(label)
        if y_label is not None:
            label = text(y_label, size=SMALL_SIZE, color=theme.muted)
            self.labels.add(label.next_to(self.y_axis, UP, buff=0.15, aligned_edge=LEFT))

    def at(self, point: ArrayLike) -> Array:
        """Return where in the frame the points (x, y) of shape (…, 2) lie, shape (…, 3)."""
        pairs = np.asarray(point, dtype=float)
        return self._between(pairs[..., 0], pairs[..., 1])

    @checked
    def on_curve(self, loss: Loss, x: ArrayLike) -> Array:
        """Return where in the frame the points (x, loss(x)) lie; `x` has shape (…, 1)."""
        check_variables(loss, 1, "a curve")
        points = np.asarray(x, dtype=float)
        return self.at(np.stack([points[..., 0], loss.value(points)], axis=-1))

    @checked
    def curve(self, loss: Loss, color: str | None = None, samples: int = 400) -> VMobject:
        """Return the graph of a one-dimensional loss over the whole horizontal axis."""
        x = np.linspace(*self.x_range, samples)[:, None]
        graph = VMobject(stroke_color=color or theme.ink, stroke_width=2 * THIN_WIDTH)
        return graph.set_points_as_corners(self.on_curve(loss, x))

    def _mark(self, place: Array, side: Array, label: VMobject) -> None:
        tick = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        self.ticks.add(tick.set_points_as_corners([place, place + 0.08 * side]))
        self.labels.add(label.next_to(tick, side, buff=0.1))

    def _between(self, x: ArrayLike, y: ArrayLike) -> Array:
        corner, right, top = self.x_axis.get_start(), self.x_axis.get_end(), self.y_axis.get_end()
        x_share = (np.asarray(x) - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        y_share = (np.asarray(y) - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        across = np.multiply.outer(x_share, right - corner)
        return np.asarray(corner + across + np.multiply.outer(y_share, top - corner))


def _tick(value: float, ends: tuple[float, float]) -> MathTypst:
    return formula(number(value, scale=ends[1] - ends[0]), size=SMALL_SIZE, color=theme.muted)


def _middle_of_widest_gap(ticks: list[float], ends: tuple[float, float]) -> float:
    """Return where the name of an axis has most room; of equal gaps, the last."""
    stops = ticks if len(ticks) > 1 else [*ends]
    gaps = [(right - left, left, right) for left, right in pairwise(sorted(stops))]
    _, left, right = max(gaps, key=lambda gap: (round(gap[0], 9), gap[1]))
    return (left + right) / 2


class LossPlot(Plot):
    """Axes for a loss over the steps taken, with a logarithmic scale of losses.

    The horizontal axis runs from 0 to `steps`; `decades` are the powers of ten at the bottom and
    at the top of the vertical one; each `every`-th power carries a label, none if `every` is 0.
    `ticks` are the numbers on the horizontal axis, its ends unless they are given.
    """

    def __init__(
        self,
        steps: int,
        decades: tuple[int, int],
        width: float,
        height: float,
        every: int = 1,
        x_label: str | None = None,
        y_label: str | None = None,
        ticks: Sequence[float] | None = None,
    ) -> None:
        low, high = decades
        self.steps, self.decades = steps, decades
        super().__init__(
            x=(0, steps),
            y=(low, high),
            width=width,
            height=height,
            x_ticks=ticks if ticks is not None else (0, steps) if every else (),
            x_label=x_label,
            y_label=y_label,
        )
        for decade in range(low, high + 1):
            if every and decade % every == 0:
                label = formula(f"10^({decade})", size=SMALL_SIZE, color=theme.muted)
                self._mark(self._between(0, decade), LEFT, label)

    def at(self, point: ArrayLike) -> Array:
        """Return where in the frame (step, loss) pairs of shape (…, 2) lie, shape (…, 3).

        A loss beyond the scale is drawn at its end.
        """
        pairs = np.asarray(point, dtype=float)
        with np.errstate(divide="ignore"):
            decade = np.clip(np.log10(pairs[..., 1]), *self.decades)
        return self._between(pairs[..., 0], decade)


def log_scale(losses: ArrayLike) -> tuple[tuple[int, int], int]:
    """Return the decades of a scale that holds all the positive `losses`, and its spacing.

    Both ends are multiples of the spacing, and at most five labels stand on the scale.
    Raises ValueError if none of the losses is above 0.

    >>> log_scale([0.002, 4e5])
    ((-5, 10), 5)
    """
    values = np.asarray(losses, dtype=float)
    if not (values > 0).any():
        raise ValueError("a logarithmic scale needs a loss above 0, and every loss is 0 or less")
    logarithms = np.log10(values[values > 0])
    for every in (1, 2, 5, 10, 20, 50, 100, 200):
        low = every * int(np.floor(logarithms.min() / every))
        high = max(every * int(np.ceil(logarithms.max() / every)), low + every)
        if high - low <= 4 * every:
            break
    return (low, high), every
