"""The basins of attraction of a one-dimensional loss, painted on the axis of its plot."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from manim import UP, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import CurvePlot, end_color
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import THIN_WIDTH
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import text

Array = NDArray[np.float64]
STRIP_HEIGHT = 0.26  # units of the frame
HATCH = 0.16  # from one stroke of the hatching to the next
TINT = 0.08  # opacity of a basin's ground: names on it keep a contrast of 4.5 : 1
TITLE_HEIGHT = 0.95  # of what they are called, above the axis
CLEAR = 0.15  # from that to the curve
JUMPS = 2  # of the end, at which a sweep rests …
REST = 0.06  # … before and after, for that part of its time
SAMPLES = 100  # points of the curve above each basin


@checked
def cell_middles(loss: Loss, n: int) -> Array:
    """Return the middles of `n` equal cells of a one-dimensional loss's domain, shape (n, 1)."""
    lower, upper = loss.domain
    return np.asarray(lower + (np.arange(n)[:, None] + 0.5) / n * (upper - lower))


def runs(labels: ArrayLike) -> list[tuple[int, int, int]]:
    """Return the runs of equal numbers in `labels` as (number, first, end), `end` not included.

    >>> runs([2, 2, 0])
    [(2, 0, 2), (0, 2, 3)]
    """
    numbers = np.asarray(labels)
    edges = [0, *(int(i) + 1 for i in np.flatnonzero(np.diff(numbers))), len(numbers)]
    return [(int(numbers[first]), first, end) for first, end in pairwise(edges)]


class Bar(VGroup):
    """A horizontal bar, solid or hatched; `put` says where it lies."""

    def __init__(self, color: str, hatched: bool) -> None:
        self.hatched = hatched
        self.box = VMobject(fill_color=color, fill_opacity=0.25 if hatched else 0.9, stroke_width=0)
        self.strokes = VMobject(stroke_color=color, stroke_width=THIN_WIDTH)
        super().__init__(self.box, self.strokes)

    def put(self, corner: Array, width: float) -> "Bar":
        """Draw it `width` long from its lower left `corner` on, and not at all if that is 0."""
        if width <= 0:
            self.box.points = self.strokes.points = np.zeros((0, 3))
            return self
        x, y = corner[:2]
        right, top = x + width, y + STRIP_HEIGHT
        edge = [(x, y, 0), (right, y, 0), (right, top, 0), (x, top, 0), (x, y, 0)]
        self.box.set_points_as_corners(edge)
        if self.hatched:
            # Strokes at 45°, cut off where they would leave the box.
            feet = np.arange(HATCH / 2 - STRIP_HEIGHT, width, HATCH)
            starts, stops = np.maximum(feet, 0), np.minimum(feet + STRIP_HEIGHT, width)
            inside = stops > starts
            ends = np.stack([starts, stops], axis=-1)[inside]
            heights = ends - feet[inside, None]
            strokes = np.stack([ends, heights, np.zeros_like(ends)], axis=-1)
            self.strokes.points = straight_pieces(strokes + corner)
        return self


class BasinStrip(VGroup):
    """The basins of the loss of `plot` on its axis, which spans the domain.

    `walks` begin in the middles of equal cells of it, left to right; each cell shows in which
    minimum its walk ends. Basins of global minima are solid, those of local ones hatched, and the
    ground between axis and curve is tinted; cells whose walk ends in none stay bare. It is painted
    up to the tracker `swept`, a value of x.

    `shares` holds for each minimum the part of the axis from which walks end there, `missing` the
    part from which they end in no global one, and `brinks` the middles of the two cells between
    which the end changes, for each change; `names` are the shares, above the widest piece of each
    basin, and what the pieces are called, where there is room for it below the curve.
    """

    @checked
    def __init__(self, plot: CurvePlot, walks: Trajectory) -> None:
        super().__init__()
        loss = plot.loss
        cells = minimum_reached(loss, walks.x[-1])
        corners = np.linspace(*plot.x_range, len(cells) + 1)
        self.plot = plot
        self.swept = ValueTracker(plot.x_range[0])
        self.shares = [float(np.mean(cells == end)) for end in range(len(loss.minima))]
        reached = zip(self.shares, loss.minima, strict=True)
        self.missing = 1 - sum(share for share, minimum in reached if minimum.is_global)
        pieces = runs(cells)
        middles = (corners[1:] + corners[:-1]) / 2
        self.brinks = [tuple(middles[i - 1 : i + 1]) for _, i, _ in pieces[1:]]
        self.pieces = [(end, corners[i], corners[j]) for end, i, j in pieces if end >= 0]
        for end, _, _ in self.pieces:
            color = end_color(loss, end)
            ground = VMobject(fill_color=color, fill_opacity=TINT, stroke_width=0)
            bar = Bar(color, hatched=not loss.minima[end].is_global)
            self.add(VGroup(ground.set_z_index(-2), bar))
        self.names = self._shares()
        self._painted: float | None = None
        self.follow()
        self.add_updater(lambda strip: strip.follow())

    def sweep(self) -> Any:
        """Return the animation that paints all of it, at a steady pace.

        It rests before and after each of the first jumps of the end.
        """
        start, end = self.plot.x_range
        rests = [x for brink in self.brinks[:JUMPS] for x in brink]
        moving = (1 - REST * len(rests)) / (end - start)
        times, places = [0.0], [start]
        for x in rests:
            times += [times[-1] + moving * (x - places[-1])] * 2
            times[-1] += REST
            places += [x, x]
        shares = (np.array([*places, end]) - start) / (end - start)
        painting: Any = self.swept.animate
        pace = partial(np.interp, xp=[*times, 1.0], fp=shares)
        return painting(rate_func=pace).set_value(end)

    def follow(self) -> "BasinStrip":
        """Paint it up to `swept`."""
        swept = float(self.swept.get_value())
        if swept == self._painted:
            return self
        self._painted = swept
        for (ground, bar), (_, first, last) in zip(self, self.pieces, strict=True):
            stop = min(last, swept)
            left, right = self.plot.foot((first, stop))
            bar.put(left, float(right[0] - left[0]))
            if stop <= first:
                ground.points = np.zeros((0, 3))
                continue
            sampled = np.linspace(first, stop, SAMPLES)[:, None]
            skyline = self.plot.on(sampled)
            ground.set_points_as_corners([left, *skyline, right, left])
        return self

    def _shares(self) -> VGroup:
        names = VGroup()
        for end in dict.fromkeys(end for end, _, _ in self.pieces):
            width, left = max((b - a, a) for which, a, b in self.pieces if which == end)
            name = text(percent(self.shares[end]), color=end_color(self.plot.loss, end))
            middle = self.plot.foot(left + width / 2)
            if name.width < width * self.plot.unit:
                names.add(name.next_to(middle, UP, buff=STRIP_HEIGHT + 0.15))
        title = text("basins of attraction")
        title.next_to(self.plot.foot(np.mean(self.plot.x_range)), UP, buff=TITLE_HEIGHT)
        below = np.linspace(title.get_left()[0], title.get_right()[0], SAMPLES)
        skyline = self.plot.on(self.plot.value_at(below)[:, None])[:, 1]
        return names.add(title) if skyline.min() > title.get_top()[1] + CLEAR else names
