"""Valleys seen from above: which of them hold a walk, as the learning rate rises."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, VGroup, VMobject, smooth, squish_rate_func
from numpy.typing import NDArray

from gd_math import Loss, rate_plane, stability_limits
from scenes.kit.height_levels import levels_between, spread
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.plots.parameter_map import Fill, ParameterMap
from scenes.kit.symbols import sign
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

CELLS = 80  # of a map, along each side
STEPS = 400  # of each walk
SIZE = 3.6  # of the map, in units of the frame; its right side is that of the panel
BOTTOM = -1.75  # height of its lower side
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
    ``go_to(i)`` is what becomes of the map at the i-th rate; `stages` are all but the first.
    """

    def __init__(self, loss: Loss) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        steps = self.limits[self.order]
        self.rates = (FIRST * float(steps[0]), *map(float, (steps[1:] + steps[:-1]) / 2))
        (left, bottom), (right, top) = loss.domain
        x, y = (float(left), float(right)), (float(bottom), float(top))
        fills = [Fill(theme.good)] * len(loss.minima)
        self.form = Form.of(self.limits).telling([*self.limits, *self.rates])
        self.maps = []
        for ends in basins_at(loss, self.rates):
            one = ParameterMap(x, y, _parted(ends), fills, SIZE, SIZE)
            one.revealed.set_value(y[1])
            corner = (PANEL[1] - SIZE) * RIGHT + BOTTOM * UP
            one.shift(corner - one.x_axis.get_start())
            self.maps.append(one.follow())
        self.stages = range(1, len(self.rates))
        self.contours = self._contours()
        self.signs, self.numbers = VGroup(), VGroup()
        for minimum, limit in zip(loss.minima, self.limits, strict=True):
            mark = sign("minimum").move_to(self.maps[0].at(minimum.x))
            shown = tag(formula(self.form(limit), SMALL_SIZE), buff=0.08)
            shown.next_to(mark, UP, buff=0.1)
            half = shown.width / 2 + 0.05
            inside = np.clip(shown.get_x(), PANEL[1] - SIZE + half, PANEL[1] - half)
            self.signs.add(mark)
            self.numbers.add(shown.set_x(float(inside)))
        self.readings = [self._reading(rate) for rate in self.rates]
        self.seen = self.maps[0].ground
        frame = self.maps[0]
        across = formula("x", SMALL_SIZE, theme.muted).next_to(frame.x_axis, DOWN, buff=0.12)
        up = formula("y", SMALL_SIZE, theme.muted).next_to(frame.y_axis, LEFT, buff=0.12)
        axes = VGroup(across.align_to(frame.x_axis, RIGHT), up.align_to(frame.y_axis, UP))
        self.heading = formula('"limits" 2 \\/ lambda_max', SMALL_SIZE)
        self.heading.next_to(self.readings[0], UP, ABOVE, aligned_edge=LEFT)
        super().__init__(self.contours, self.signs, axes)

    def come(self) -> list[Any]:
        """Return the animations in which the map comes, with the basins at the first rate."""
        return [FadeIn(self, self.seen, self.readings[0])]

    def tell(self) -> list[Any]:
        """Return the animation in which each minimum shows its limit."""
        return [FadeIn(self.numbers, self.heading)]

    def go_to(self, i: int) -> list[Any]:
        """Return the animations in which the map becomes that of the i-th rate.

        What rests at both rates stays as it is, for the new map comes before the other leaves.
        """
        early, late = (squish_rate_func(smooth, *part) for part in ((0, 0.4), (0.6, 1)))
        before, self.seen = self.seen, self.maps[i].ground
        lost = int(self.order[i - 1])
        mark: Any = self.signs[lost]
        words: Any = self.numbers[lost][1]
        return [
            mark.animate(rate_func=late).set_stroke(theme.muted),
            words.animate(rate_func=late).set_color(theme.muted),
            FadeOut(self.readings[i - 1], rate_func=early),
            FadeIn(self.readings[i], self.seen, rate_func=squish_rate_func(smooth, 0.4, 0.6)),
            FadeOut(before, rate_func=late),
        ]

    def _reading(self, rate: float) -> VMobject:
        shown = formula(f"alpha = {self.form(rate)}", TITLE_SIZE, theme.walker)
        return shown.next_to(self.maps[0].y_axis.get_end(), UP, ABOVE, aligned_edge=LEFT)

    def _contours(self) -> VGroup:
        axes = (np.linspace(*ends, 60) for ends in zip(*self.loss.domain, strict=True))
        low, high = spread(self.loss.value(np.stack(np.meshgrid(*axes), axis=-1)))
        one = ContourMap(self.loss, width=SIZE, height=SIZE, levels=levels_between(low, high, 8))
        one.shift(self.maps[0].at(self.loss.domain[0]) - one.at(self.loss.domain[0]))
        lines = one.lines.set_stroke(theme.ink, width=HAIR_WIDTH, opacity=0.35)
        return VGroup(lines, one.border)


def _parted(ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the ends, but −1 where the cell above or to the right rests in another minimum."""
    parted = ends.copy()
    for axis in (0, 1):
        after = np.concatenate([np.delete(ends, 0, axis), np.take(ends, [-1], axis)], axis)
        parted[(after != ends) & (after >= 0)] = -1
    return parted
