"""The path of a walk whose learning rate is turned, with a mark where it is thrown off the map."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail, clip_segment
from scenes.kit.symbols import sign
from scenes.kit.walk import Walk

RADIUS = 0.16  # of the sign
INSIDE = 0.08  # of the map: so far from its border the sign keeps


class RateTrail(MapTrail):
    """A trail on a map; where it leaves the map for good stands the sign of divergence."""

    @checked
    def __init__(self, walk: Walk, contour_map: ContourMap, **style: Any) -> None:
        self.thrown = sign("diverged", RADIUS)
        center = self.thrown.get_center()
        parts = self.thrown.family_members_with_points()
        self._thrown_outlines = [(part, part.points - center) for part in parts]
        super().__init__(walk, contour_map, **style)
        self.add(self.thrown)

    def exit(self) -> NDArray[np.float64] | None:
        """Return where on the map the walk has left it so far, shape (2,), if it has."""
        points = np.vstack([self.walk.visited, self.walk.position])
        on_map = self.map.inside(points)
        if on_map[-1] or not on_map.any():
            return None
        last = int(np.flatnonzero(on_map)[-1])
        piece = clip_segment(points[last], points[last + 1], self.map.lower, self.map.upper)
        return np.asarray(points[last] if piece is None else piece[1])

    def _draw(self) -> None:
        super()._draw()
        place = self.exit()
        for part, outline in self._thrown_outlines:
            part.points = outline[:0] if place is None else outline + self._kept_inside(place)

    def _kept_inside(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        points = self.map.border.points
        keep = np.array([RADIUS + INSIDE, RADIUS + INSIDE, 0])
        return np.clip(self.map.at(place), points.min(axis=0) + keep, points.max(axis=0) - keep)
