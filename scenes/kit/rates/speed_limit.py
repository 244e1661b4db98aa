"""Why a learning rate can be too large: the factors of one step, and the limit 2/λmax."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    FadeIn,
    Line,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.rates.hop_row import HopRow
from scenes.kit.rates.ruler import Ruler
from scenes.kit.rates.valley import Valley
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
DOT = 0.1
FACTOR_DOT = 0.07  # the factor of a row of hops
NAME = "size of the factor"
LONGEST = 8  # a fraction: one digit over two
NEXT = 0.15  # between a curve and its name
HIGHEST, LOW = 1.5, 0.45  # sizes of a factor beside which a name stands: above, or below, the map
BESIDE_MAP = 1.3  # right of the small map
ABOVE_RULER = 0.3  # of which the name stands at its end
RIGHTMOST = 6.4  # where names end
RING = 0.21  # radius of that at the best rate
ONE = 0.3  # between the axis and the number 1: room for the disc of the cursor


class FactorCurves(VGroup):
    """The sizes |1 − αλ| of both factors of one step, over a `ruler` of the learning rate α.

    A factor of 1 stands `unit` above the ruler. `across` and `along` are the curves with their
    names, `one` the line of factors that change nothing, `cursor` where the curves stand at the
    value of the tracker `rate`, `worse` the larger of both, `limit_mark` where that reaches 1, and
    `best_mark` where it is least, which is where the curves cross. `limit_rule` and `best_rule`
    say where that is; they are at most as wide as there is `room`.
    """

    def __init__(
        self, valley: Valley, rate: ValueTracker, ruler: Ruler, unit: float, room: float
    ) -> None:
        self.valley, self.rate, self.ruler, self.unit = valley, rate, ruler, unit
        slow, fast = valley.curvatures
        highest = ruler.highest
        axis = Line(self.at((0, 0)), self.at((0, 1.12))).set_stroke(theme.muted, width=THIN_WIDTH)
        one = formula("1", SMALL_SIZE, theme.muted).next_to(self.at((0, 1)), LEFT, buff=ONE)
        name = text(NAME, SMALL_SIZE, theme.muted).next_to(self.at((0, 1)), UP, buff=0.15)
        super().__init__(axis, one, name.align_to(axis, LEFT).shift(NEXT * RIGHT))
        self.along, self.across = map(self._curve, valley.curvatures)
        for which, curve in enumerate((self.along, self.across)):
            curve.add(self._beside(self._name(which), float(valley.curvatures[which])))
        self.dots: list[VMobject] = []
        self.one = DashedLine(
            self.at((0, 1)), self.at((highest, 1)), color=theme.wrong, stroke_width=THIN_WIDTH
        )
        rates = np.array([0, valley.best, highest])
        self.worse = VMobject(stroke_color=theme.ink, stroke_width=2 * PATH_WIDTH)
        self.worse.set_points_as_corners(self.at(np.stack([rates, self._worse(rates)], -1)))
        self.worse.set_z_index(-1)  # below what stands on it
        limit = self.at((valley.limit, 1))
        best = self.at((valley.best, float(self._worse(valley.best))))
        spot = marker_shape("circle", DOT, theme.background).move_to(limit)
        spot.set_stroke(theme.wrong, width=PATH_WIDTH)
        self.limit_mark = VGroup(self._drop(limit, theme.wrong), spot)
        ring = sign("minimum", RING).move_to(best).set_fill(theme.background, 1)
        self.best_mark = VGroup(self._drop(best + RING * DOWN, theme.good), ring)
        self.cursor = Cursor(self)
        largest = number(float(fast), 3)
        least, limited = number(float(slow), 3), number(valley.limit, 3)
        bound, mean = "alpha < 2 \\/ lambda_max", f"alpha = 2 \\/ ({least} + {largest})"
        bounds = f"{bound} = 2 \\/ {largest} {{}}", f"{bound} {{}}", "alpha <"
        self.limit_rule = _rule(bounds, valley.limit, limited, theme.wrong, room)
        means = f"{mean} {{}}", "alpha {}"
        self.best_rule = _rule(means, valley.best, self.best_name, theme.good, room)

    @property
    def everything(self) -> list[VMobject]:
        """All that stands over the ruler once the best rate has been found, with its rule."""
        return [
            self, self.across, self.along, self.one, self.worse, self.limit_mark,
            self.best_mark, self.best_rule, self.cursor, *self.dots,
        ]  # fmt: skip

    def come(self) -> FadeIn:
        """Return the animation in which the axis appears, late: when the map has made room."""
        return FadeIn(self, self.one, rate_func=squish_rate_func(smooth, 0.6, 1))

    def gather(self, rows: Sequence[HopRow]) -> list[FadeIn]:
        """Return the animations in which the factors of rows of hops come as dots over their α."""
        for row in rows:
            size = float(self.sizes(row.rate)[1])
            dot = marker_shape("circle", FACTOR_DOT, theme.ink).move_to(self.at((row.rate, size)))
            self.dots.append(dot)
        return [FadeIn(dot) for dot in self.dots]

    def draw(self) -> list[Any]:
        """Return the animations in which both curves are drawn, and then named."""
        curves = [self.across, self.along]
        late = squish_rate_func(smooth, 0.6, 1)
        return [
            *(Create(curve[0], rate_func=smooth) for curve in curves),
            *(FadeIn(curve[1], rate_func=late) for curve in curves),
        ]

    @property
    def best_name(self) -> str:
        """The best rate as a fraction in Typst math markup, or as a number if it is none."""
        return best_name(self.valley)

    def at(self, point: Any) -> Array:
        """Return where in the frame the pairs (α, size) of shape (…, 2) lie, shape (…, 3)."""
        pairs = np.asarray(point, dtype=float)
        start, end = self.ruler.line.get_start(), self.ruler.line.get_end()
        along = np.multiply.outer(pairs[..., 0] / self.ruler.highest, end - start)
        return np.asarray(start + along + np.multiply.outer(pairs[..., 1], self.unit * UP))

    def sizes(self, rate: Any) -> Array:
        """Return |1 − αλ| along and across the valley, shape (…, 2)."""
        return np.asarray(np.abs(1 - np.multiply.outer(rate, self.valley.curvatures)))

    def _worse(self, rate: Any) -> Array:
        return np.asarray(self.sizes(rate).max(axis=-1))

    def _curve(self, curvature: float) -> VGroup:
        highest = self.ruler.highest
        rates = np.array([0, min(1 / curvature, highest), highest])
        graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        graph.set_points_as_corners(self.at(np.stack([rates, np.abs(1 - curvature * rates)], -1)))
        return VGroup(graph)

    def _name(self, which: int) -> VMobject:
        """Return the factor whose size a curve shows, and below it the curvature it comes from."""
        law = self.valley.laws[which]
        factor = with_alpha(f"abs({law.factor})", SMALL_SIZE)
        across, axis = self.valley.across, ""
        if across in "xy":
            axis = across if which else {"x": "y", "y": "x"}[across]
        way = f"{('along', 'across')[which]}{axis and f', ${axis}$'}: "
        room = RIGHTMOST - NEXT - float(self.ruler.line.get_end()[0])
        for words in (way, ""):
            origin = text(f"{words}$lambda = {law.curvature}$", SMALL_SIZE, theme.muted)
            if origin.width <= room:
                break
        return VGroup(factor, origin.next_to(factor, DOWN, buff=NEXT, aligned_edge=LEFT))

    def _beside(self, name: VMobject, curvature: float) -> VMobject:
        """Put a name right of the end of its curve; below it where that is too little room."""
        end = self._where(curvature, HIGHEST)
        if end[0] < BESIDE_MAP:
            end = self._where(curvature, LOW)
        name.next_to(end, RIGHT, buff=NEXT)
        excess = max(float(name.get_right()[0]) - RIGHTMOST, 0.0)
        name.shift(excess * LEFT + (2 * NEXT + excess) * DOWN * (excess > 0))
        lowest = self.ruler.line.get_y() + ABOVE_RULER
        return name.shift(max(lowest - float(name.get_bottom()[1]), 0.0) * UP)

    def _where(self, curvature: float, highest: float) -> Array:
        """Return where a curve ends, or has risen to the size `highest`."""
        rate = min(self.ruler.highest, (1 + highest) / curvature)
        return self.at((rate, abs(1 - rate * curvature)))

    def _drop(self, place: Array, color: str) -> Line:
        foot = np.array([place[0], self.ruler.line.get_y(), 0])
        return Line(place, foot).set_stroke(color, width=THIN_WIDTH)


def _rule(rules: Sequence[str], value: float, shown: str, color: str, room: float) -> VMobject:
    """Return the first of some rules for α for which there is room, or the last.

    Each ends with `value` as it is `shown`, in a color; {} is the sign of equality before it.
    """
    equals = "=" if _is_exact(value, shown) else "approx"
    for math, size in product(rules, (TEXT_SIZE, SMALL_SIZE)):
        ending = f"{math.format(equals)} {{{{{shown} : value}}}}"
        rule = with_alpha(ending, size, value=color)
        if rule.width <= room:
            break
    return rule


def _is_exact(value: float, shown: str) -> bool:
    """Say whether `shown`, a number or a fraction, is `value` and no rounding of it."""
    over, _, under = shown.partition(" \\/ ")
    try:
        return bool(np.isclose(float(over) / float(under or 1), value, rtol=1e-9))
    except ValueError:  # with a power of ten
        return False


def best_name(valley: Valley) -> str:
    """Return the best rate as a fraction in Typst math markup, or as a number if it is none."""
    simplest = fraction(valley.best).removesuffix(" \\/ 1")
    exact = len(simplest) <= LONGEST and _is_exact(valley.best, simplest)
    return simplest if exact else number(valley.best, 3)


class Cursor(VGroup):
    """A line over the learning rate of now, and where both curves of `FactorCurves` stand there."""

    def __init__(self, curves: FactorCurves) -> None:
        self.curves = curves
        self.line = Line(DOWN, UP).set_stroke(theme.walker, width=THIN_WIDTH)
        self.dots = VGroup(*(marker_shape("circle", DOT, theme.walker) for _ in range(2)))
        super().__init__(self.line.set_z_index(-1), self.dots.set_z_index(1))  # ring between
        self.follow()
        self.add_updater(lambda cursor: cursor.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "Cursor":
        memo[id(self.curves)] = self.curves  # a copy stands on the same curves
        return super().__deepcopy__(memo)

    def follow(self) -> "Cursor":
        """Move to the learning rate of now."""
        rate = self.curves.rate.get_value()
        sizes = self.curves.sizes(rate)
        for dot, size in zip(self.dots, sizes, strict=True):
            dot.move_to(self.curves.at((rate, size)))
        top = self.curves.at((rate, sizes.max()))
        self.line.set_points_as_corners([self.curves.at((rate, 0)), top])
        return self
