"""The basins of attraction of a one-dimensional loss, painted on the axis of its plot."""

from itertools import pairwise

import numpy as np
from manim import DOWN, Line, Polygon, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.plots.ball_on_curve import end_color
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import text

Array = NDArray[np.float64]
STRIP_HEIGHT = 0.24  # units of the frame
HATCH = 0.14  # from one stroke of the hatching to the next
TINT = 0.08  # opacity of a basin's ground: names on it keep a contrast of 4.5 : 1


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


class BasinStrip(VGroup):
    """The basins of a one-dimensional loss on the horizontal axis of `plot`.

    The axis must span the loss's domain. `ends` says for walks from the middles of equal cells
    of it, left to right, in which of `loss.minima` each ended. Basins of global minima are solid,
    those of local ones hatched, and the ground between axis and curve is tinted; cells whose walk
    ended in none (−1) stay bare. `shares` holds for each minimum the part of the axis from which
    walks end there, and `missing` the part from which they end in no global one; `names` says so
    below the widest piece of each basin.

    Raises ValueError when the axis and the domain differ.
    """

    @checked
    def __init__(self, plot: Plot, loss: Loss, ends: ArrayLike) -> None:
        super().__init__()
        if not np.allclose(plot.x_range, np.ravel(loss.domain)):
            raise ValueError(
                f"plot has the horizontal axis {plot.x_range}, and must span the domain of "
                f"{loss.name}, {tuple(float(corner) for corner in np.ravel(loss.domain))}"
            )
        cells = np.asarray(ends)
        corners = np.linspace(*plot.x_range, len(cells) + 1)
        self.shares = [float(np.mean(cells == end)) for end in range(len(loss.minima))]
        reached = zip(self.shares, loss.minima, strict=True)
        self.missing = 1 - sum(share for share, minimum in reached if minimum.is_global)
        widest: dict[int, VGroup] = {}
        for end, first, stop in runs(cells):
            if end < 0:
                continue
            left, right = plot.at([(corners[i], plot.y_range[0]) for i in (first, stop)])
            color = end_color(loss, end)
            skyline = plot.on_curve(loss, np.linspace(corners[first], corners[stop], 100)[:, None])
            ground = Polygon(left, *skyline, right, stroke_width=0, fill_color=color)
            ground.set_fill(opacity=TINT).set_z_index(-2)
            piece = VGroup(ground, *_bar(left, right, color, not loss.minima[end].is_global))
            self.add(piece)
            if end not in widest or piece.width > widest[end].width:
                widest[end] = piece
        self.names = VGroup()
        for end, piece in widest.items():
            place = number(float(loss.minima[end].x[0]), 3, plot.x_range[1] - plot.x_range[0])
            words = f"{percent(self.shares[end])} end at {place}"
            name = text(words, size=SMALL_SIZE, color=end_color(loss, end))
            self.names.add(name.next_to(piece, DOWN, buff=0.6))


def _bar(left: Array, right: Array, color: str, hatched: bool) -> list[VMobject]:
    width = float(right[0] - left[0])
    box = Rectangle(width=width, height=STRIP_HEIGHT, stroke_width=0)
    box.set_fill(color, opacity=0.25 if hatched else 0.9)
    box.move_to((left + right) / 2 + np.array([0, STRIP_HEIGHT / 2, 0]))
    parts: list[VMobject] = [box]
    if hatched:
        # Strokes at 45°, cut off where they would leave the box.
        for foot in np.arange(HATCH / 2 - STRIP_HEIGHT, width, HATCH):
            start, stop = max(foot, 0.0), min(foot + STRIP_HEIGHT, width)
            if stop > start:
                low, high = (left + np.array([x, x - foot, 0]) for x in (start, stop))
                parts.append(Line(low, high, color=color, stroke_width=THIN_WIDTH))
    return parts
