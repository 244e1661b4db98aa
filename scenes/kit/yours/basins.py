"""Where walks from all over a map end: each place is colored when its walk arrives."""

from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from manim import ManimColor, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.contour_map import ContourMap, add_polyline
from scenes.kit.theme import theme
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.everywhere import side_of
from scenes.kit.yours.findings import Row, end_rows
from scenes.kit.yours.pace import pace_of
from scenes.kit.yours.panel import row_color

Array = NDArray[np.float64]
NEVER = 1e9  # steps
SHADES = 0.95, 0.6, 0.8, 0.45  # how much of its color each of the ends of one meaning has
OPACITY = 0.85  # contour lines are seen below


class Basins(VGroup):
    """The basins of a map: where the walks of all `descents` have ended, up to the step `taken`.

    `taken` is a tracker. Each of the `rows` has one color, of which every end of it has another
    shade; between two ends stays a thin line. ``counts()`` says how many have arrived by now.
    """

    def __init__(self, contour_map: ContourMap, descents: Descents) -> None:
        super().__init__()
        self.map, self.ends = contour_map, descents.everywhere
        self.rows, n = end_rows(descents), side_of(descents.loss)
        self.taken = ValueTracker(0.0)
        lower, upper = descents.loss.domain
        x, y = (np.linspace(a, b, n) for a, b in zip(lower, upper, strict=True))
        kind, arrival = (part.reshape(n, n).T for part in (self.ends.kind, self.ends.arrival))
        self._shapes: list[Any] = []
        for row in self.rows:
            for i, end in enumerate(row.kinds):
                if not (kind == end).any():
                    continue
                when = np.where(kind == end, arrival.astype(float), NEVER)
                found = contour_generator(x, y, when, fill_type=FillType.OuterOffset)
                self._shapes.append(found.filled)
                share = SHADES[(self._rank(row) + i) % len(SHADES)]
                color = ManimColor(theme.background).interpolate(ManimColor(row_color(row)), share)
                self.add(VMobject(fill_color=color, fill_opacity=OPACITY, stroke_width=0))
        self._arrivals = [
            np.sort(self.ends.arrival[np.isin(self.ends.kind, row.kinds)]) for row in self.rows
        ]
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
        """Return the animation in which all steps are taken."""
        going: Any = self.taken.animate
        return going(rate_func=pace_of(self.last)).set_value(float(self.last))

    def follow(self) -> "Basins":
        """Color the places whose walks have arrived."""
        taken = float(self.taken.get_value())
        if taken == self._shown:
            return self
        self._shown = taken
        for shape, filled in zip(self, self._shapes, strict=True):
            shape.points = np.zeros((0, 3))
            polygons, offsets = filled(-np.inf, taken + 0.5)
            for points, ends in zip(polygons, offsets, strict=True):
                for start, end in zip(ends[:-1].astype(int), ends[1:].astype(int), strict=True):
                    add_polyline(shape, self.map.at(points[start:end]))
        return self

    def _rank(self, row: Row) -> int:
        """Return how many rows of the same meaning come before it."""
        same = [one for one in self.rows if one.meaning == row.meaning]
        return same.index(row)
