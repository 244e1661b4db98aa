"""Valleys seen from above: which of them hold a walk, as the learning rate rises."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import RIGHT, UP, FadeIn, FadeOut, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss, rate_plane, stability_limits
from scenes.kit.height_levels import levels_between, spread
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.plots.parameter_map import Fill, ParameterMap
from scenes.kit.symbols import sign
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

CELLS = 80  # of a map, along each side
STEPS = 400  # of each walk
MIDDLE = 0.15  # height in the frame of the middle of the map
ABOVE = 0.3  # from the map to the learning rate
FIRST = 0.8  # of the least limit: the first rate


@lru_cache(maxsize=4)
def basins_at(loss: Loss, rates: tuple[float, ...], cells: int = CELLS) -> NDArray[np.intp]:
    """Return where walks from the cells of the domain rest, (rates, cells, cells)."""
    (left, bottom), (right, top) = loss.domain
    shares = (np.arange(cells) + 0.5) / cells
    x, y = left + shares * (right - left), bottom + shares * (top - bottom)
    starts = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return rate_plane(loss, rates, starts, STEPS).minimum.reshape(-1, cells, cells)


class FromAbove(VGroup):
    """The basins of a loss of two variables from above, at one learning rate after another.

    `rates` are as many as it has minima: below the least of the limits 2/λmax, and between each
    and the next. `order` are the minima in the order in which they no longer hold a walk.
    ``show(i)`` is what becomes of the map at the i-th rate.
    """

    def __init__(self, loss: Loss) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        steps = self.limits[self.order]
        self.rates = (FIRST * float(steps[0]), *map(float, (steps[1:] + steps[:-1]) / 2))
        size = PANEL[1] - PANEL[0]
        corners = [(float(a), float(b)) for a, b in zip(*loss.domain, strict=True)]
        fills = [Fill(theme.good)] * len(loss.minima)
        self.maps = []
        for ends in basins_at(loss, self.rates):
            one = ParameterMap(*corners, _parted(ends), fills, size, size)
            one.revealed.set_value(corners[1][1])
            place = (sum(PANEL) / 2 * RIGHT) + MIDDLE * UP
            one.shift(place - (one.x_axis.get_start() + one.at([c[1] for c in corners])) / 2)
            self.maps.append(one.follow())
        self.contours = self._contours(corners, size)
        self.signs, self.numbers = VGroup(), VGroup()
        for minimum, limit in zip(loss.minima, self.limits, strict=True):
            mark = sign("minimum").move_to(self.maps[0].at(minimum.x))
            shown = tag(formula(number(float(limit), 3), SMALL_SIZE), buff=0.08)
            self.signs.add(mark)
            self.numbers.add(shown.next_to(mark, UP, buff=0.1))
        self.readings = [self._reading(rate) for rate in self.rates]
        self.seen = self.maps[0].ground
        super().__init__(self.contours, self.signs)

    def come(self) -> list[Any]:
        """Return the animations in which the map comes, with the basins at the first rate."""
        return [FadeIn(self, self.seen, self.readings[0])]

    def tell(self) -> list[Any]:
        """Return the animation in which each minimum shows its limit."""
        return [FadeIn(self.numbers)]

    def show(self, i: int) -> list[Any]:
        """Return the animations in which the map becomes that of the i-th rate."""
        before, self.seen = self.seen, self.maps[i].ground
        return [FadeOut(before), FadeIn(self.seen)]

    def _reading(self, rate: float) -> VMobject:
        shown = formula(f"alpha = {number(rate, 3)}", TITLE_SIZE, theme.walker)
        top = self.maps[0].y_axis.get_end()[1] + ABOVE
        return shown.move_to(PANEL[0] * RIGHT, RIGHT * -1).set_y(top + shown.height / 2)

    def _contours(self, corners: Any, size: float) -> VGroup:
        values = self.loss.value(np.stack(np.meshgrid(*(np.linspace(*c, 60) for c in corners)), -1))
        low, high = spread(values)
        one = ContourMap(self.loss, width=size, height=size, levels=levels_between(low, high, 8))
        one.shift(self.maps[0].at([c[0] for c in corners]) - one.at(self.loss.domain[0]))
        lines = one.lines.set_stroke(theme.ink, width=HAIR_WIDTH, opacity=0.35)
        return VGroup(lines, one.border)


def _parted(ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the ends, but −1 where the cell above or to the right rests in another minimum."""
    parted = ends.copy()
    for axis in (0, 1):
        after = np.concatenate([np.delete(ends, 0, axis), np.take(ends, [-1], axis)], axis)
        parted[(after != ends) & (after >= 0)] = -1
    return parted
