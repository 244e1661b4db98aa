"""Why a learning rate can be too large: the factors of one step, and the limit 2/λmax."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.valley import Valley
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction

Array = NDArray[np.float64]
DOT = 0.11


class FactorCurves(Plot):
    """The sizes |1 − αλ| of both factors of one step over the learning rate α.

    `across` and `along` are the curves with their names, `one` the line of factors that change
    nothing, `dots` where the curves stand at the value of the tracker `rate`, `worse` the larger of
    both, `limit_mark` where that reaches 1, and `best_mark` where it is least, which is where the
    curves cross. `corner` is where the axes meet, in the frame.
    """

    def __init__(
        self,
        valley: Valley,
        rate: ValueTracker,
        highest: float,
        corner: Array,
        width: float,
        height: float,
    ) -> None:
        self.valley, self.rate = valley, rate
        slow, fast = valley.curvatures
        top = max(1.2, 1.04 * abs(1 - highest * fast))
        super().__init__((0, highest), (0, top), width, height, y_ticks=(0, 1))
        self.shift(corner - self.x_axis.get_start())
        self.labels.add(formula("alpha", color=theme.muted).next_to(self.x_axis, RIGHT, buff=0.2))
        self.across = self._named(fast, f"abs(1 - {_times(fast)} alpha)", LEFT)
        self.along = self._named(slow, f"abs(1 - {_times(slow)} alpha)", UP)
        self.one = DashedLine(
            self.at((0, 1)), self.at((highest, 1)), color=theme.wrong, stroke_width=THIN_WIDTH
        )
        rates = np.array([0, valley.best, highest])
        self.worse = VMobject(stroke_color=theme.good, stroke_width=1.8 * PATH_WIDTH)
        self.worse.set_points_as_corners(self.at(np.stack([rates, self._worse(rates)], -1)))
        self.limit_mark = self._drop(valley.limit, theme.wrong, number(valley.limit, 3))
        lowest = self._drop(valley.best, theme.good, fraction(valley.best))
        ring = sign("minimum").move_to(self.at((valley.best, self._worse(valley.best))))
        self.best_mark = VGroup(lowest, ring)
        self.dots = Dots(self)
        largest, both = number(float(fast), 3), number(float(fast + slow), 3)
        rule = f"alpha < 2 \\/ lambda_max = 2 \\/ {largest} = {number(valley.limit, 3)}"
        self.limit_rule = formula(rule, TEXT_SIZE, theme.wrong)
        rule = f"2 \\/ (lambda_1 + lambda_2) = 2 \\/ {both}"
        simplest = fraction(valley.best)
        rule += "" if simplest == f"2 \\/ {both}" else f" = {simplest}"
        self.best_rule = formula(rule, TEXT_SIZE, theme.good)
        self.everything = [
            self, self.across, self.along, self.one, self.worse, self.limit_mark,
            self.best_mark, self.dots,
        ]  # fmt: skip

    def sizes(self, rate: Any) -> Array:
        """Return |1 − αλ| along and across the valley, shape (…, 2)."""
        return np.abs(1 - np.multiply.outer(rate, self.valley.curvatures))

    def _worse(self, rate: Any) -> Array:
        return np.asarray(self.sizes(rate).max(axis=-1))

    def _named(self, curvature: float, name: str, side: Array) -> VGroup:
        rates = np.array([0, min(1 / curvature, self.x_range[1]), self.x_range[1]])
        graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        corners = self.at(np.stack([rates, np.abs(1 - curvature * rates)], -1))
        graph.set_points_as_corners(corners)
        label = formula(name, SMALL_SIZE)
        if side is LEFT:  # beside the upper end of the rising branch
            label.next_to(corners[-1] + 0.2 * DOWN, LEFT, buff=0.3)
        else:  # under the end of the falling one
            label.next_to(corners[-1], DOWN, buff=0.25).align_to(self.x_axis, RIGHT)
        return VGroup(graph, label)

    def _drop(self, rate: float, color: str, name: str) -> VGroup:
        foot = self.at((rate, 0))
        line = Line(self.at((rate, self._worse(rate))), foot + 0.1 * DOWN)
        label = formula(name, SMALL_SIZE, color).next_to(line, DOWN, buff=0.1)
        return VGroup(line.set_stroke(color, width=THIN_WIDTH), label)


class Dots(VGroup):
    """Where both curves of `FactorCurves` stand at the learning rate of now."""

    def __init__(self, curves: FactorCurves) -> None:
        self.curves = curves
        super().__init__(*(marker_shape("circle", DOT, theme.walker) for _ in range(2)))
        self.follow()
        self.add_updater(lambda dots: dots.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "Dots":
        memo[id(self.curves)] = self.curves  # a copy stands on the same curves
        return super().__deepcopy__(memo)  # type: ignore[no-any-return, misc]

    def follow(self) -> "Dots":
        """Move to the learning rate of now."""
        rate = self.curves.rate.get_value()
        for dot, size in zip(self, self.curves.sizes(rate), strict=True):
            dot.move_to(self.curves.at((rate, size)))
        return self


def _times(curvature: float) -> str:
    shown = number(curvature, 3)
    return "" if shown == "1" else shown
