"""Many walks on one map, drawn as if they were one: a crowd costs little more than a walker."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.theme import theme
from scenes.kit.walk import Walk

RIM = 1.5  # stroke width
EDGE = 0.04  # of a map's width and height: no walk begins closer to the border


class MapCrowd(VGroup):
    """The trails of several walks on a map, all of one color and one marker shape.

    Three shapes hold them all: the paths, above them the marks of the steps, above these the
    walkers. Each has a rim in the color of the background, so that it stands off ground of any
    color. `style` is that of a `MapTrail`.
    """

    @checked
    def __init__(self, walks: Sequence[Walk], contour_map: ContourMap, **style: Any) -> None:
        # The trails are not on stage themselves: they say where everything is.
        self.trails = [MapTrail(walk, contour_map, **style) for walk in walks]
        super().__init__()
        if self.trails:
            self.add(*(part.copy() for part in self.trails[0].submobjects))
            for part in self.submobjects:
                width = 2 * RIM + part.get_stroke_width()
                part.set_stroke(theme.background, width=width, opacity=0.7, background=True)
        self.follow()
        self.add_updater(MapCrowd.follow)

    def follow(self) -> "MapCrowd":
        """Draw all paths up to where their walks are now."""
        followed = [trail.follow().submobjects for trail in self.trails]
        for whole, parts in zip(self.submobjects, zip(*followed, strict=True), strict=True):
            whole.points = np.concatenate([part.points for part in parts])
        return self


@checked
def walks_inside(contour_map: ContourMap, crowd: Trajectory) -> NDArray[np.intp]:
    """Return which walks of a batch begin well inside the map and never leave it."""
    margin = EDGE * (contour_map.upper - contour_map.lower)
    starts = crowd.x[0]
    inside = np.all(
        (starts > contour_map.lower + margin) & (starts < contour_map.upper - margin), axis=-1
    )
    return np.flatnonzero(inside & contour_map.inside(crowd.x).all(axis=0))
