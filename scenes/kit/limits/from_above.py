"""Valleys seen from above: which of them hold a walk, as the learning rate rises."""

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Rectangle, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from gd_math import Loss, rate_plane, stability_limits
from scenes.kit.height_levels import levels_between, spread
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.plots.parameter_map import Fill, ParameterMap
from scenes.kit.symbols import sign
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

CELLS = 80  # of a map, along each side
STEPS = 400  # of each walk
RATES = 40  # learning rates from the first to the last, at least
FIRST = 0.8  # of the least limit: the first rate
SIZE, CORNER = 4.7, (-4.3, -1.95)  # of the map and its lower left corner, in units of the frame
RATE_PLACE, NAME_PLACE = 2.7, 2.0  # heights in the frame: of α, of the name of the loss …
HEADING, ROWS = 1.2, 0.5  # … of the words above the bars, and of the first row …
ROW, BELOW, BAR = 0.8, 0.35, 0.2  # … from it to the next, from its words to its bar, of a bar


@lru_cache(maxsize=4)
def basins_at(loss: Loss, rates: tuple[float, ...], cells: int = CELLS) -> NDArray[np.intp]:
    """Return where walks from the cells of the domain rest, (rates, cells, cells)."""
    (left, bottom), (right, top) = loss.domain
    shares = (np.arange(cells) + 0.5) / cells
    x, y = left + shares * (right - left), bottom + shares * (top - bottom)
    starts = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    ends = [rate_plane(loss, [rate], starts, STEPS).minimum for rate in rates]
    return np.stack(ends).reshape(-1, cells, cells)


class FromAbove(VGroup):
    """The basins of a loss of two variables from above, as the learning rate rises.

    A cell has the color of the minimum in which its walk rests, solid, but hatched for the
    flattest. `order` are the minima in the order in which they no longer hold a walk. `stops` are
    as many learning rates as minima: below the least of the limits 2/λmax, and between each and
    the next. ``rise(i)`` goes to the `i`-th stop, through the `rates` between, for each of which
    there is a map; then ``tell(i)`` says which limit that was. `stages` are all but the first.
    The learning rate stands after `name`, what is left of an earlier reading, or a name of its own.
    """

    def __init__(self, loss: Loss, name: VMobject | None = None) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        steps = self.limits[self.order]
        self.stops = (FIRST * float(steps[0]), *map(float, (steps[1:] + steps[:-1]) / 2))
        self.stages = range(1, len(self.stops))
        self.rates = _rising(self.stops)
        self.form = Form.of(self.limits).telling([*self.limits, *self.stops])
        self.rate = ValueTracker(self.stops[0])
        (left, bottom), (right, top) = loss.domain
        x, y = (float(left), float(right)), (float(bottom), float(top))
        flattest = int(self.order[-1])
        fills = [
            Fill(theme.careful, True) if i == flattest else Fill(theme.good)
            for i in range(len(self.order))
        ]
        self.maps = []
        for ends in basins_at(loss, self.rates):
            one = ParameterMap(
                x, y, _parted(ends), fills, SIZE, SIZE, x, y, ("x", theme.muted), ("y", theme.muted)
            )
            one.revealed.set_value(y[1])
            one.shift(CORNER[0] * RIGHT + CORNER[1] * UP - one.x_axis.get_start())
            self.maps.append(one.follow())
        first = self.maps[0]
        self.map = VGroup(*first.ground.copy(), *first.strokes.copy()).set_z_index(-3)
        self.map.add_updater(lambda _: self._show(), call_updater=True)
        self.signs, self.numbers, self.rows = VGroup(), VGroup(), VGroup()
        for i, minimum in enumerate(loss.minima):
            mark = sign("minimum").move_to(first.at(minimum.x)).set_stroke(theme.ink)
            shown = tag(formula(self.form(self.limits[i]), SMALL_SIZE), buff=0.08)
            shown.next_to(mark, DOWN, buff=0.1)
            inside = CORNER[0] + shown.width / 2 + 0.05, CORNER[0] + SIZE - shown.width / 2 - 0.05
            self.signs.add(mark)
            self.numbers.add(shown.set_x(float(np.clip(shown.get_x(), *inside))))
        self.unit = (PANEL[1] - PANEL[0]) / float(steps[-1])
        for place, i in enumerate(self.order):
            self.rows.add(self._row(place, float(self.limits[i])))
        title = text(f"{loss.name}: $f(x, y)$", SMALL_SIZE)
        title.move_to(PANEL[0] * RIGHT + NAME_PLACE * UP, LEFT)
        frame = VGroup(first.x_axis, first.y_axis, first.ticks, first.labels)
        heading = formula('"limit" 2 \\/ lambda_max', SMALL_SIZE)
        heading.move_to(PANEL[0] * RIGHT + HEADING * UP, LEFT)
        words = VGroup(title, heading, self._reading(name))
        super().__init__(frame, self.map, self._contours(), self.signs, words)

    @property
    def place(self) -> NDArray[np.float64]:
        """The place of a question: the middle of where the bars will be."""
        return np.array([sum(PANEL) / 2, ROWS - ROW, 0])

    def rise(self, i: int) -> Any:
        """Return the animation in which the learning rate rises to the `i`-th stop."""
        going: Any = self.rate.animate
        return going(rate_func=linear).set_value(self.stops[i])

    def tell(self, i: int) -> list[Any]:
        """Return the animations in which the `i`-th minimum that is lost shows its limit."""
        lost = int(self.order[i - 1])
        mark: Any = self.signs[lost]
        marks = [self._rate_line()] if i == 1 else []
        shown = FadeIn(self.numbers[lost], self.rows[i - 1], *marks)
        return [mark.animate.set_stroke(theme.muted), shown]

    def tell_last(self) -> Any:
        """Return the animation in which the flattest minimum, which holds, shows its limit."""
        return FadeIn(self.numbers[int(self.order[-1])], self.rows[-1])

    @property
    def now(self) -> int:
        """The number of the map that is seen: the last whose rate is reached."""
        rate = float(self.rate.get_value()) * (1 + 1e-9)
        return max(int(np.searchsorted(self.rates, rate, side="right")) - 1, 0)

    def _show(self) -> None:
        seen = self.maps[self.now]
        for part, here in zip(self.map, [*seen.ground, *seen.strokes], strict=True):
            part.points = here.points

    def _reading(self, name: VMobject | None) -> VGroup:
        """Return the learning rate of now, after `name`, if that is there already."""
        form = self.form._replace(signed=False)._asdict()
        live = Number(lambda: self.rates[self.now], size=TITLE_SIZE, color=theme.walker, **form)
        if name is not None:
            return VGroup(named(name, live)[1])
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        return named(name, live).move_to(PANEL[0] * RIGHT, LEFT).set_y(RATE_PLACE)

    def _row(self, place: int, limit: float) -> VGroup:
        which = {0: "sharpest: ", len(self.order) - 1: "flattest: "}.get(place, "")
        color = theme.careful if place == len(self.order) - 1 else theme.good
        words = text(f"{which}${self.form(limit)}$", SMALL_SIZE, color)
        height = ROWS - place * ROW
        bar = Rectangle(width=limit * self.unit, height=BAR, stroke_width=0)
        bar.set_fill(theme.ink, opacity=0.75)
        bar.move_to(PANEL[0] * RIGHT + (height - BELOW) * UP, LEFT)
        return VGroup(words.move_to(PANEL[0] * RIGHT + height * UP, LEFT), bar)

    def _rate_line(self) -> Drawn:
        """Return marks at the learning rate of now across all bars, in the color of α."""

        def points() -> NDArray[np.float64]:
            x = PANEL[0] + self.rates[self.now] * self.unit
            middles = np.array([row[1].get_y() for row in self.rows])
            ends = np.stack([middles - BAR, middles + BAR], axis=-1)
            return straight_pieces(np.stack([np.full_like(ends, x), ends, 0 * ends], axis=-1))

        return Drawn(points, stroke_color=theme.walker, stroke_width=PATH_WIDTH).set_z_index(1)

    def _contours(self) -> VGroup:
        axes = (np.linspace(*ends, 60) for ends in zip(*self.loss.domain, strict=True))
        low, high = spread(self.loss.value(np.stack(np.meshgrid(*axes), axis=-1)))
        one = ContourMap(self.loss, width=SIZE, height=SIZE, levels=levels_between(low, high, 8))
        one.shift(self.maps[0].at(self.loss.domain[0]) - one.at(self.loss.domain[0]))
        lines = one.lines.set_stroke(theme.ink, width=HAIR_WIDTH, opacity=0.35)
        return VGroup(lines, one.border)


def _rising(stops: tuple[float, ...]) -> tuple[float, ...]:
    """Return the learning rates from the first stop to the last, about evenly, with all stops."""
    found = [stops[0]]
    for low, high in pairwise(stops):
        count = int(np.ceil(RATES * (high - low) / (stops[-1] - stops[0])))
        found += map(float, np.linspace(low, high, count + 1)[1:])
    return tuple(found)


def _parted(ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the ends, but −1 where the cell above or to the right rests in another minimum."""
    parted = ends.copy()
    for axis in (0, 1):
        after = np.concatenate([np.delete(ends, 0, axis), np.take(ends, [-1], axis)], axis)
        parted[(after != ends) & (after >= 0)] = -1
    return parted
