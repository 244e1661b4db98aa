"""Where walks from all over a map end: each place is colored when its walk arrives."""

from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter

from scenes.kit.maps.contour_map import ContourMap, add_polyline
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, text
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.everywhere import side_of
from scenes.kit.yours.findings import end_rows
from scenes.kit.yours.panel import shades

Array = NDArray[np.float64]
OPACITY = 1.0  # contour lines are seen above it
SOONER = "All starts, arrived by step"
SMOOTH = 4.0  # points of the grid, over which the steps at a brink are evened out …
FRONT = 5.0  # points of the grid, over which the front is evened out: steps are whole numbers
NEAR = 1.0  # … but by no more than that: so fine is the grid
AROUND = 3  # points of the grid about a basin


class Basins(VGroup):
    """The basins of a map: where the walks of all `descents` have ended, up to the step `taken`.

    `taken` is a tracker. Each end has its shade of the color of its row. ``counts()`` says how many
    of all walks have arrived at the ends of each row by now, `heading` which step that is.
    """

    def __init__(self, contour_map: ContourMap, descents: Descents) -> None:
        super().__init__()
        self.map, self.ends = contour_map, descents.everywhere
        rows = end_rows(descents)
        self.taken = ValueTracker(0.0)
        self._parts = []
        for color, end in shades(rows):
            part = _Part.of(descents, end)
            if part is not None:
                self._parts.append(part)
                shape = VMobject(fill_color=color, fill_opacity=OPACITY)
                self.add(shape.set_stroke(theme.ink, width=THIN_WIDTH))
        self._arrivals = [
            np.sort(self.ends.arrival[np.isin(self.ends.kind, row.kinds)]) for row in rows
        ]
        words = text(SOONER, SMALL_SIZE, theme.muted)
        taken = self.taken  # a copy asks the same
        now = Number(
            lambda: float(int(taken.get_value())),
            0,
            len(str(self.last)),
            SMALL_SIZE,
            theme.muted,
            flush=True,
            signed=False,
        )
        self.heading = named(words, now)
        self._shown = -1.0
        self.follow()
        self.add_updater(Basins.follow)  # type: ignore[arg-type]

    @property
    def last(self) -> int:
        """The step at which the last of them arrives."""
        return int(self.ends.arrival.max())

    def counts(self) -> Array:
        """Return how many have arrived at the ends of each row."""
        taken = float(self.taken.get_value())
        return np.array([float(np.searchsorted(one, taken, "right")) for one in self._arrivals])

    def flow(self) -> Any:
        """Return the animation in which all steps are taken, while the color spreads evenly."""
        going: Any = self.taken.animate
        return going(rate_func=self._share_taken).set_value(float(self.last))

    def _share_taken(self, share: float) -> float:
        """Return the share of the steps after which that share of all walks has arrived."""
        every = np.sort(self.ends.arrival)
        steps, counts = np.unique(every, return_counts=True)
        done = np.cumsum(counts) / len(every)
        return float(np.interp(share, [0.0, *done], [0.0, *steps]) / max(self.last, 1))

    def follow(self) -> "Basins":
        """Color the places whose walks have arrived."""
        taken = float(self.taken.get_value())
        if taken != self._shown:
            self._shown = taken
            for shape, part in zip(self, self._parts, strict=True):
                shape.points = np.zeros((0, 3))
                for line in part.outlines(taken):
                    add_polyline(shape, self.map.at(line))
        return self


class _Part:
    """The part of a map from which walks come to one end, with the step at which they arrive.

    x, y: the grid about it, (k,) and (m,).  outside: below 0 in it, (m, k).  when: (m, k).
    """

    def __init__(self, x: Array, y: Array, outside: Array, when: Array) -> None:
        self.x, self.y, self.outside, self.when = x, y, outside, when

    @classmethod
    def of(cls, descents: Descents, end: int) -> "_Part | None":
        """Return the part of an end; None if it is of none."""
        n, (lower, upper) = side_of(descents.loss), descents.loss.domain
        x, y = (np.linspace(a, b, n) for a, b in zip(lower, upper, strict=True))
        ends = descents.everywhere
        held = np.equal(ends.kind.reshape(n, n).T, end)
        if not held.any():
            return None
        up, across = (np.flatnonzero(held.any(axis=axis)) for axis in (1, 0))
        box = tuple(
            slice(max(int(some[0]) - AROUND, 0), int(some[-1]) + AROUND + 1)
            for some in (up, across)
        )
        held = held[box]
        when = ends.arrival.reshape(n, n).T[box].astype(float)
        nearest = distance_transform_edt(~held, return_distances=False, return_indices=True)
        when = gaussian_filter(when[tuple(nearest)], FRONT, mode="nearest")
        return cls(x[box[1]], y[box[0]], _outside(held), when)

    def outlines(self, taken: float) -> list[Array]:
        """Return the outlines (n, 2) of all of it whose walks have arrived after so many steps."""
        late = np.maximum((self.when - taken - 0.5) / max(taken, 1.0), self.outside)
        shape = contour_generator(self.x, self.y, late, fill_type=FillType.OuterOffset)
        lines = []
        for points, ends in zip(*shape.filled(-np.inf, 0.0), strict=True):
            lines += [points[start:end] for start, end in pairwise(ends)]
        return lines


def _outside(held: NDArray[np.bool_]) -> Array:
    """Return how far outside of some points of a grid each is, below 0 inside, (m, k).

    The steps of the grid are evened out, but no point that is farther from the brink changes sides.
    """
    if held.all():
        return np.full(held.shape, -NEAR)
    exact = distance_transform_edt(~held) - distance_transform_edt(held)
    exact -= 0.5 * np.sign(exact)
    even = gaussian_filter(exact, SMOOTH, mode="nearest")
    return np.asarray(np.clip(even, exact - NEAR, exact + NEAR))
