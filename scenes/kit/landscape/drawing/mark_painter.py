"""Draws what stands or lies on the ground, in a rim of the background's color."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing import strokes
from scenes.kit.landscape.drawing.painter import Painter, named
from scenes.kit.landscape.drawing.shot import Shot
from scenes.kit.landscape.drawing.solids import Solid
from scenes.kit.landscape.drawing.view import View
from scenes.kit.theme import RIM_WIDTH

Array = NDArray[np.float64]

RIM = RIM_WIDTH / 100 / 8  # width of a rim, as a share of the picture's height
# What has a rim is drawn as if it were nearer to the eye by so many times the rim's width: else
# the ground would hide the rim at the foot of what stands on it.
PULL = 6.0
CLEAR = 1e3  # radius of mist that hides nothing, in extents of the domain


class Pieces(NamedTuple):
    """Flat pieces for one of the programs: the columns of their corners, and triangles."""

    kind: str
    columns: dict[str, Array]
    triangles: NDArray[np.int32]


class MarkPainter(Painter):
    """An OpenGL context that draws what there is besides the ground."""

    def draw_solid(self, shot: Shot, air: dict[str, Any], pixel: float) -> None:
        """Draw what is part of the ground, but for its glass; `pixel` as for `draw_marks`."""
        self._draw_mesh(shot.solid, air)
        self._draw_round(shot.solid, shot.view, air, pixel)

    def draw_marks(
        self, shot: Shot, air: dict[str, Any], pixel: float, height: int, picture: Any
    ) -> None:
        """Draw what is there besides the ground; `pixel`: its size at distance 1 from the eye.

        `picture`: the framebuffer, `height` pixels high, with the ground.
        """
        width = RIM * height * pixel
        view, rimmed = shot.view, (shot.lying, shot.standing)
        pulled = air | shot.pulled(PULL * width)
        # What stands is there to be seen: mist hides the ground, and what lies on it.
        airs = pulled, pulled | {"mist_radius": CLEAR * shot.extent}
        color = shot.colors["outline"]
        rims = [
            self._round(strokes.rims(solid, view, width, pixel, color), view, pixel)
            for solid in rimmed
        ]
        for solid, rim, around in zip(rimmed, rims, airs, strict=True):
            # A rim hides nothing of what it is about, so that all of a trail has one rim.
            picture.depth_mask = False
            self._paint_round(rim, around | {"is_rim": True})
            picture.depth_mask = True
            self._draw_mesh(solid, around)
            self._draw_round(solid, view, around, pixel)
        picture.color_mask = False, False, False, False
        picture.use()  # only then the mask is in force
        for rim in rims:  # no glass and no edge of the ground behind a rim is drawn on it
            self._paint_round(rim, pulled | {"is_rim": True})
        picture.color_mask = True, True, True, True
        picture.use()
        for solid in (shot.solid, *rimmed):
            self._draw_mesh(solid, air, glass=True)

    def _draw_mesh(self, solid: Solid, air: dict[str, Any], glass: bool = False) -> None:
        """Draw the triangles that are opaque, or those that are not."""
        if len(solid.triangles):
            corners = {"position": solid.points, "direction": solid.normals, "color": solid.colors}
            is_glass = solid.colors[solid.triangles[:, 0], 3] < 1
            self.paint("mesh", air, corners, solid.triangles[is_glass == glass])

    def _draw_round(self, solid: Solid, view: View, air: dict[str, Any], pixel: float) -> None:
        """Draw balls, round lines, and the soft edges of other bodies."""
        self._paint_round(self._round(solid, view, pixel), air | {"is_rim": False})

    def _paint_round(self, pieces: list[Pieces], air: dict[str, Any]) -> None:
        for kind, columns, triangles in pieces:
            self.paint(kind, air, columns, triangles)

    def _round(self, solid: Solid, view: View, pixel: float) -> list[Pieces]:
        """Return what is flat before balls, round lines, and the edges of other bodies."""
        pieces: list[Pieces] = []
        if len(solid.balls):
            balls = strokes.quads(solid.balls, view.eye, view.axes[1], pixel).reshape(-1, 12)
            columns = named(balls, position=3, center=3, radius=1, size=1, color=4)
            pieces.append(Pieces("ball", columns, strokes.quad_triangles(len(solid.balls))))
        lines = solid.lines + strokes.edges(solid, view, pixel)
        if lines:
            points, ribbons = strokes.ribbons(lines, view.eye, pixel)
            columns = named(points, position=3, across=3, toward=3, measure=2, color=4)
            pieces.append(Pieces("line", columns, ribbons))
        return pieces
