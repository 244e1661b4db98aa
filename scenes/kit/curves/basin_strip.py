"""The basins of attraction of a one-dimensional loss, painted on the axis of its plot."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import CEILING, CurvePlot, beside, end_color
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import text

Array = NDArray[np.float64]
CELLS = 952  # of an axis: two for a pixel, or thereabouts
STRIP_HEIGHT = 0.26  # units of the frame
HATCH = 0.16  # from one stroke of the hatching to the next
TINT = 0.22  # opacity of a basin's ground: words in ink keep a contrast of 4.5 : 1 on it
SWATCH = 0.6  # length of a bar that explains what bars mean
SAMPLES = 100  # points of the curve above each basin


@checked
def cell_middles(loss: Loss, n: int = CELLS) -> Array:
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
    part from which they end in no global one, `missed` that in percent, and `brinks` the middles
    of the two cells between which the end changes, for each change; `names` are the shares, above
    the widest piece of each basin. `walks` are kept.
    """

    @checked
    def __init__(self, plot: CurvePlot, walks: Trajectory) -> None:
        super().__init__()
        loss = plot.loss
        cells = minimum_reached(loss, walks.x[-1])
        corners = np.linspace(*plot.x_range, len(cells) + 1)
        self.plot, self.walks = plot, walks
        self.swept = ValueTracker(plot.x_range[0])
        self.shares = [float(np.mean(cells == end)) for end in range(len(loss.minima))]
        reached = zip(self.shares, loss.minima, strict=True)
        self.missing = 1 - sum(share for share, minimum in reached if minimum.is_global)
        self.missed = percent(self.missing)
        pieces = runs(cells)
        middles = (corners[1:] + corners[:-1]) / 2
        self.brinks = [tuple(middles[i - 1 : i + 1]) for _, i, _ in pieces[1:]]
        self.pieces = [(end, corners[i], corners[j]) for end, i, j in pieces if end >= 0]
        for end, _, _ in self.pieces:
            color = end_color(loss, end)
            ground = VMobject(fill_color=color, fill_opacity=TINT, stroke_width=0)
            bar = Bar(color, hatched=not loss.minima[end].is_global)
            self.add(VGroup(ground.set_z_index(-2), bar))
        self.names = self._above([percent(share) for share in self.shares])
        self._painted: float | None = None
        self.follow()
        self.add_updater(lambda strip: strip.follow())

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

    def tallies(self, ends: Sequence[int]) -> VGroup:
        """Return how many of some walks end in each minimum, where the shares stand.

        Those in a global one hit, the others miss.

        `ends` are their minima, as indices into those of the loss.
        """
        minima = self.plot.loss.minima
        verbs = ("hit" if minimum.is_global else "miss" for minimum in minima)
        return self._above(
            [f"{[*ends].count(end)} of {len(ends)} {verb}" for end, verb in enumerate(verbs)]
        )

    def _above(self, words: Sequence[str]) -> VGroup:
        """Return the words on each minimum, above the widest piece of its basin if they fit."""
        names = VGroup()
        for end in dict.fromkeys(end for end, _, _ in self.pieces):
            width, left = max((b - a, a) for which, a, b in self.pieces if which == end)
            name = text(words[end], SMALL_SIZE)
            middle = self.plot.foot(left + width / 2)
            if name.width < width * self.plot.unit:
                names.add(name.next_to(middle, UP, buff=STRIP_HEIGHT + 0.05))
        return names

    def legend(self) -> VGroup:
        """Return what the pieces are called, and which hit and which miss, beside the curve."""
        rows = VGroup(text("basins of attraction", SMALL_SIZE))
        kinds = (("hit the bottom", theme.good, False), ("miss it", theme.careful, True))
        for words, color, hatched in kinds:
            bar = Bar(color, hatched).put(np.zeros(3), SWATCH)
            rows.add(VGroup(bar, text(words, SMALL_SIZE).next_to(bar, RIGHT, buff=0.2)))
        beside(rows.arrange(DOWN, buff=0.3, aligned_edge=LEFT)).align_to(CEILING * UP, UP)
        return rows
