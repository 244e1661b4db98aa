"""Why a learning rate can be too large: the factors of one step, and the limit 2/λmax."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, DashedLine, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.valley import Valley
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction

Array = NDArray[np.float64]
DOT = 0.13
NAME = "size of the factor"
LONGEST = 8  # a fraction: one digit over two
ABOVE = 0.55  # the axis: so high at least stands the name of a curve
NEXT = 0.2  # between the end of a curve and its name


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
        names = [formula(f"abs({law.factor})", SMALL_SIZE) for law in valley.laws]
        width -= max(name.width for name in names) + NEXT
        top = max(1.2, 1.04 * abs(1 - highest * fast))
        super().__init__((0, highest), (0, top), width, height, (), (0, 1), None, NAME)
        self.shift(corner - self.x_axis.get_start())
        self.labels.add(formula("alpha", color=theme.muted).next_to(self.x_axis, RIGHT, buff=0.2))
        self.along, self.across = map(self._named, valley.curvatures, names)
        self.one = DashedLine(
            self.at((0, 1)), self.at((highest, 1)), color=theme.wrong, stroke_width=THIN_WIDTH
        )
        rates = np.array([0, valley.best, highest])
        self.worse = VMobject(stroke_color=theme.good, stroke_width=1.8 * PATH_WIDTH)
        self.worse.set_points_as_corners(self.at(np.stack([rates, self._worse(rates)], -1)))
        limit, best = (
            self.at((valley.limit, 1)),
            self.at((valley.best, float(self._worse(valley.best)))),
        )
        self.limit_mark = VGroup(self._drop(limit, theme.wrong), _spot(theme.wrong).move_to(limit))
        drop = self._drop(best, theme.good)
        label = formula(self.best_name, SMALL_SIZE, theme.good)
        ring = sign("minimum").move_to(best)
        self.best_mark = VGroup(drop, label.next_to(drop, DOWN, buff=0.1), ring)
        self.dots = Dots(self)
        largest, both = number(float(fast), 3), number(float(fast + slow), 3)
        rule = f"alpha < 2 \\/ lambda_max = 2 \\/ {largest} = {number(valley.limit, 3)}"
        self.limit_rule = formula(rule, TEXT_SIZE, theme.wrong)
        rule = f"2 \\/ (lambda_1 + lambda_2) = 2 \\/ {both}"
        rule += "" if self.best_name == f"2 \\/ {both}" else f" = {self.best_name}"
        self.best_rule = formula(rule, TEXT_SIZE, theme.good)
        self.everything = [
            self, self.across, self.along, self.one, self.worse, self.limit_mark,
            self.best_mark, self.dots,
        ]  # fmt: skip

    @property
    def best_name(self) -> str:
        """The best rate as a fraction in Typst math markup, or as a number if it is none."""
        simplest = fraction(self.valley.best)
        return simplest if len(simplest) <= LONGEST else number(self.valley.best, 3)

    def sizes(self, rate: Any) -> Array:
        """Return |1 − αλ| along and across the valley, shape (…, 2)."""
        return np.asarray(np.abs(1 - np.multiply.outer(rate, self.valley.curvatures)))

    def _worse(self, rate: Any) -> Array:
        return np.asarray(self.sizes(rate).max(axis=-1))

    def _named(self, curvature: float, name: VMobject) -> VGroup:
        rates = np.array([0, min(1 / curvature, self.x_range[1]), self.x_range[1]])
        graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        corners = self.at(np.stack([rates, np.abs(1 - curvature * rates)], -1))
        graph.set_points_as_corners(corners)
        name.next_to(corners[-1], RIGHT, buff=NEXT)
        above = self.x_axis.get_y() + ABOVE  # there stands the name of the axis
        return VGroup(graph, name.set_y(max(float(name.get_y()), above)))

    def _drop(self, place: Array, color: str) -> Line:
        foot = np.array([place[0], self.x_axis.get_y() - 0.1, 0])
        return Line(place, foot).set_stroke(color, width=THIN_WIDTH)


def _spot(color: str) -> VMobject:
    return marker_shape("circle", 0.7 * DOT, color)


class Dots(VGroup):
    """Where both curves of `FactorCurves` stand at the learning rate of now."""

    def __init__(self, curves: FactorCurves) -> None:
        self.curves = curves
        super().__init__(*(marker_shape("circle", DOT, theme.walker) for _ in range(2)))
        self.follow()
        self.add_updater(lambda dots: dots.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "Dots":
        memo[id(self.curves)] = self.curves  # a copy stands on the same curves
        return super().__deepcopy__(memo)

    def follow(self) -> "Dots":
        """Move to the learning rate of now."""
        rate = self.curves.rate.get_value()
        for dot, size in zip(self, self.curves.sizes(rate), strict=True):
            dot.move_to(self.curves.at((rate, size)))
        return self
