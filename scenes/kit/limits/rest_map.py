"""Where descent comes to rest, for each start and each learning rate: a map above the curve."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, ValueTracker, VGroup
from numpy.typing import NDArray

from gd_math import Loss, rate_plane
from scenes.kit.curves.basin_strip import runs
from scenes.kit.curves.curve_plot import end_color
from scenes.kit.limits.hopper import Hopper
from scenes.kit.limits.valley_curve import LEFT_END, LENGTH, ValleyCurve
from scenes.kit.plots.parameter_map import Fill, ParameterMap, RowLine
from scenes.kit.symbols import open_mark, rimmed
from scenes.kit.theme import DOT_RADIUS, theme
from scenes.kit.words.numbers import number, round_step

Array = NDArray[np.float64]
FLOOR, HEIGHT = 0.55, 2.65  # of the map, in units of the frame
ROWS, COLUMNS = 200, 238  # of its cells
PLATE = 0.48  # height of the plates of words: those where walks hop have little room
OUTWARDS = 0.5  # of the room beside words: so far from the middle they clear the marks of starts
EDGE = 0.09  # from words to the line up to which the map is painted
NEAR = 2.0  # heights of a number: another that is less far away makes room
ASIDE = 0.16  # from the axis of α to its name
TICKS = 6  # steps between numbers on the axis of α, of which the first and the last are shown


@lru_cache(maxsize=8)
def ends_of(
    loss: Loss, low: float, high: float, steps: int, rows: int = ROWS, columns: int = COLUMNS
) -> NDArray[np.intp]:
    """Return in which minimum each walk rests, (rows, columns).

    The number after the last one stands for walks that rest in none, −1 for those that diverge.
    A row is a learning rate, a column a start: the middles of equal cells from `low` to `high`,
    and of the domain.
    """
    rates = low + (np.arange(rows) + 0.5) / rows * (high - low)
    left, right = (float(edge[0]) for edge in loss.domain)
    starts = left + (np.arange(columns) + 0.5) / columns * (right - left)
    found = rate_plane(loss, rates, starts[:, None], steps)
    hopping = np.where(found.overflown, -1, len(loss.minima))
    return np.where(found.minimum < 0, hopping, found.minimum)


class RestMap(ParameterMap):
    """The map of starts and learning rates, above the curve with whose axis it lines up.

    A cell has the color of the minimum in which its walk rests after so many `steps`, solid for a
    global one and hatched for a local one. In zigzag are those of the kind `hopping`: the walk
    still hops, or stands by chance on a minimum beyond its limit, from which the least push throws
    it. The map is painted up to `rate`, the tracker of all walkers, but not beyond `held`, another,
    and always up to `known`, a third.
    `limit` is the least of the limits 2/f″, `thrown` the rate from which on all walks rest in flat
    minima.

    Raises ValueError, naming the knobs, where no such rate is on the map.
    """

    def __init__(
        self, curve: ValleyCurve, rate: ValueTracker, rates: tuple[float, float], steps: int
    ) -> None:
        loss = curve.loss
        ends = ends_of(loss, *rates, steps)
        self.valleys, self.limit = curve, float(curve.limits.min())
        self.hopping = len(loss.minima)
        middles = rates[0] + (np.arange(len(ends)) + 0.5) / len(ends) * (rates[1] - rates[0])
        for minimum, limit in enumerate(curve.limits):
            ends = np.where((ends == minimum) & (middles[:, None] > limit), self.hopping, ends)
        others = np.flatnonzero(~np.isin(ends, curve.flat).all(axis=1))
        last = int(others[-1]) + 1 if len(others) else 0
        self.thrown = rates[0] + last / len(ends) * (rates[1] - rates[0])
        if not rates[0] < self.limit < self.thrown < rates[1] or last > 0.95 * len(ends):
            raise ValueError(
                f"RATES is ({rates[0]:g}, {rates[1]:g}), and must reach from below the limit "
                f"{number(self.limit, 3)} of the sharpest minimum of LOSS to where walks from all "
                "starts rest in the flattest"
            )
        spacing = round_step(rates[1] - rates[0], TICKS)
        ticks = [spacing * np.ceil(rates[0] / spacing), spacing * np.floor(rates[1] / spacing)]
        fills = [Fill(end_color(loss, i), not m.is_global) for i, m in enumerate(loss.minima)]
        fills.append(Fill(theme.muted, zigzag=True))
        self.held, self.known = ValueTracker(rates[1]), ValueTracker(rates[0])
        super().__init__(
            curve.x_range, rates, ends, fills, LENGTH, HEIGHT,
            y_ticks=ticks, y_name=("alpha", theme.walker),
        )  # fmt: skip
        self.labels[-1].shift(ASIDE * RIGHT)  # off the number at the end of the axis
        self.shift(LEFT_END * RIGHT + FLOOR * UP - self.x_axis.get_start())
        self.revealed = rate
        self.follow()

    @property
    def painted(self) -> float:
        now = min(super().painted, float(self.held.get_value()))
        return max(now, float(self.known.get_value()))

    def carry(self, walker: Hopper) -> VGroup:
        """Return the mark of a start, on the row of now, with the line from the curve to it.

        There it is, and no longer on the axis.
        """
        walker.remove(walker.foot)
        mark = open_mark(walker.shape, DOT_RADIUS, walker.color_of_marks)

        def place() -> Array:
            return self.at((walker.start, float(np.clip(self.revealed.get_value(), *self.y_range))))

        mark.add_updater(lambda one: one.move_to(place()), call_updater=True)
        return VGroup(self.valleys.beam(walker.start, place), mark.set_z_index(1))

    def row_line(self, color: str | None = None) -> RowLine:
        line = super().row_line(color)
        rimmed(line)
        return line

    def begin(self, rate: float) -> None:
        """Let α be a `rate`, and the map as bare as at first."""
        self.revealed.set_value(rate)
        self.held.set_value(self.y_range[0])

    def rise(self, rate: float) -> list[Any]:
        """Return the animations in which α becomes a `rate`, and the map is painted up to it."""
        trackers: list[Any] = [self.revealed, self.held]
        return [one.animate.set_value(rate) for one in trackers]

    def make_room(self, rate: float) -> list[Any]:
        """Return the animations in which numbers go that are too near to that of a `rate`."""
        y = self.at((0, rate))[1]
        moves: list[Any] = []
        for label, tick in zip(self.labels, self.ticks, strict=False):
            if abs(label.get_y() - y) < NEAR * label.height:
                moves += [label.animate, tick.animate]
        return [move.set_opacity(0) for move in moves]

    def mark(self, rate: float) -> VGroup:
        """Return the dashed line at a learning rate, with its number on the axis."""
        return self.across(rate, number(rate, 2), side=LEFT)

    def words(self, words: str, kinds: list[int]) -> VGroup:
        """Return words on the widest stretch of each of some kinds, half-way to `limit`."""
        rate = (self.y_range[0] + self.limit) / 2
        found = VGroup()
        for kind in kinds:
            name, free = self._named(words, *self.widest(kind, rate), rate)
            found.add(name if kind in self.valleys.flat else self._outwards(name, free))
        return found

    def _named(self, words: str, left: float, right: float, rate: float) -> tuple[VGroup, float]:
        """Return words on a low plate in the middle of a stretch, and the room on each side."""
        name = self.name_kind(words, (left + right) / 2, rate)
        name[0].stretch_to_fit_height(PLATE)
        width = LENGTH * (right - left) / (self.x_range[1] - self.x_range[0])
        return name, (width - name.width) / 2

    def _outwards(self, name: VGroup, free: float) -> VGroup:
        """Return a name, moved away from the middle of the map into the room that is free."""
        side = np.sign(name.get_x() - self.x_axis.get_x())
        return name.shift(OUTWARDS * free * side * RIGHT)

    def hops(self, words: str, top: float) -> VGroup:
        """Return words where walks hop, if they have room, below a rate `top`.

        They stand half-way from `limit` to `thrown`, or as near to that as they can.
        """
        low, room = self.at((0, self.limit))[1], self.at((0, top))[1]
        rate = (self.limit + top) / 2
        row = self.kinds[self.row_of(rate)]
        edges = np.linspace(*self.x_range, len(row) + 1)
        found = VGroup()
        for kind, first, end in runs(row):
            name, free = self._named(words, edges[first], edges[end], rate)
            if kind == self.hopping and free > 0:
                found.add(self._outwards(name, free))
        middle = (low + self.at((0, self.thrown))[1]) / 2
        return found.set_y(min(middle, room - found.height / 2 - EDGE))
