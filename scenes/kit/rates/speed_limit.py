"""Why a learning rate can be too large: the factors of one step, and the limit 2/λmax."""

from collections.abc import Sequence
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
    FadeOut,
    Line,
    Succession,
    ValueTracker,
    VGroup,
    VMobject,
    config,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.rates.hopping.hop_row import HopRow
from scenes.kit.rates.hopping.landing import LAST, Landing
from scenes.kit.rates.rate_names import best_name, crossing, rule_of_rate, simplest
from scenes.kit.rates.ruler import Ruler
from scenes.kit.rates.valley import Valley
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import MARGIN, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
DOT = 0.1
FACTOR_DOT = 0.07  # the factor of a row of hops
NAME = "size of the factor"
NEXT = 0.15  # between a curve and its name
CLOSE = 0.1  # likewise, of a tick and its number
HIGHEST, LOW = 1.5, 0.45  # sizes of a factor beside which a name stands: above, or below, the map
BESIDE_MAP = 1.3  # right of the small map
BELOW_MAP = 1.1  # size of a factor that stands below it
ABOVE_RULER = 0.3  # of which the name stands at its end
RIGHTMOST = 6.4  # where names end
RING = 0.21  # radius of that at the best rate
TICK = 0.12  # at the least size
ONE = 0.3  # between the axis and the number 1: room for the disc of the cursor


class FactorCurves(VGroup):
    """The sizes |1 − αλ| of both factors of one step, over a `ruler` of the learning rate α.

    A factor of 1 stands `unit` above the ruler. `across` and `along` are the curves with their
    names, `one` the line of factors that change nothing, `cursor` where the curves stand at the
    value of the tracker `rate`, `worse` the larger of both, `limit_mark` where that reaches 1, and
    `best_mark` where it is least, which is where the curves cross. `limit_rule` and `best_rule`
    say where that is, `crossing` why; they are at most as wide as there is `room`.
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
        self.landings: list[Landing] = []
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
        self.best_mark = VGroup(self._drop(best + RING * DOWN, theme.good), ring, *self._least())
        self.cursor = Cursor(self)
        largest = number(float(fast), 3)
        least, limited = number(float(slow), 3), number(valley.limit, 3)
        bound, mean = "alpha < 2 \\/ lambda_max", f"alpha = 2 \\/ ({least} + {largest})"
        bounds = f"{bound} = 2 \\/ {largest} {{}}", f"{bound} {{}}", "alpha <"
        self.limit_rule = rule_of_rate(bounds, valley.limit, limited, theme.wrong, room)
        means = f"{mean} {{}}", "alpha {}"
        self.crossing = fitted(crossing(*valley.laws), room)
        self.best_rule = rule_of_rate(means, valley.best, self.best_name, theme.good, room)

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

    def take(self, rows: Sequence[HopRow]) -> list[Landing]:
        """Return the factors of rows of hops, where they stand, and take them from the rows."""
        for row in rows:
            size = float(self.sizes(row.rate)[1])
            dot = marker_shape("circle", FACTOR_DOT, theme.ink).move_to(self.at((row.rate, size)))
            landing = Landing(row, dot)
            landing.room = self._put_beside(landing.size, dot) and not any(
                landing.meets(other, NEXT) for other in self.landings if other.room
            )
            self.dots.append(dot)
            self.landings.append(landing)
        return self.landings

    def gather(self) -> list[Any]:
        """Return the animations in which the factors fly to their α, each to be a dot's height."""
        begins = np.linspace(0, LAST, len(self.landings))
        flights = zip(self.landings, begins, strict=True)
        return [move for landing, begin in flights for move in landing.land(float(begin))]

    def solve(self) -> Succession:
        """Return the animation in which the equation of the crossing gives way to the best rate."""
        return Succession(FadeOut(self.crossing, run_time=0.3), FadeIn(self.best_rule))

    def _put_beside(self, size: VMobject, dot: VMobject) -> bool:
        """Put the size of a factor beside its dot, clear of all lines; say whether it has room."""
        foot, one = float(self.at((0, 0))[1]), float(self.at((0, 1))[1])
        size.next_to(dot, LEFT, buff=NEXT)
        if size.get_left()[0] < self.at((0, 0))[0] + NEXT:
            size.next_to(dot, RIGHT, buff=NEXT)
        if dot.get_y() < foot + size.height:
            size.next_to(dot, UP, buff=NEXT)
        if abs(size.get_y() - one) < size.height / 2 + NEXT:
            way = UP if dot.get_y() > one else DOWN
            size.shift((one + (size.height / 2 + NEXT) * way[1] - size.get_y()) * UP)
        at_map = abs(size.get_x()) < BESIDE_MAP and dot.get_y() > self.at((0, BELOW_MAP))[1]
        return not at_map and float(size.get_top()[1]) < config.frame_height / 2 - MARGIN

    def draw(self) -> list[Any]:
        """Return the animations in which both curves are drawn, and then named.

        The numbers beside the dots make room for them.
        """
        curves = [self.across, self.along]
        late = squish_rate_func(smooth, 0.6, 1)
        parts = [part for one in self.landings for part in (one.digits, one.bars)]
        return [
            *(Create(curve[0], rate_func=smooth) for curve in curves),
            *(FadeIn(curve[1], rate_func=late) for curve in curves),
            FadeOut(*parts, rate_func=squish_rate_func(smooth, 0, 0.3)),
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

    def _least(self) -> list[VMobject]:
        """Return the least size of the worse factor, on the axis, if there is room below the 1."""
        least = float(self._worse(self.valley.best))
        place = self.at((0, least))
        tick = Line(place, place + TICK * RIGHT).set_stroke(theme.good, width=THIN_WIDTH)
        label = formula(simplest(least), SMALL_SIZE, theme.good).next_to(place, LEFT, buff=CLOSE)
        low = (1 - least) * self.unit > label.height + NEXT
        return [tick, label] if low and label.get_left()[0] > -RIGHTMOST else []

    def _drop(self, place: Array, color: str) -> Line:
        foot = np.array([place[0], self.ruler.line.get_y(), 0])
        return Line(place, foot).set_stroke(color, width=THIN_WIDTH)


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
