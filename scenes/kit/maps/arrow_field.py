"""A field of arrows on a map, colored by length."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import Arrow, ManimColor, ValueTracker, VGroup, VMobject, interpolate_color
from numpy.typing import ArrayLike, NDArray

from gd_math import gradient_field
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import PATH_WIDTH, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.text import formula, halo

Array = NDArray[np.float64]
SHADES = 10  # colors from the shortest arrow to the longest
# One arrow of length 1 along x, centered, as a closed polygon: shaft and head.
OUTLINE = np.array(
    [
        (-0.5, 0.06),
        (0.1, 0.06),
        (0.1, 0.2),
        (0.5, 0),
        (0.1, -0.2),
        (0.1, -0.06),
        (-0.5, -0.06),
    ]
)


class ArrowField(VGroup):
    """The gradient of a map's loss on a grid of `shape` (columns, rows) arrows.

    Each arrow points along the gradient where it stands; its length grows with the gradient's,
    the longest being `reach` of the grid's spacing, and so does its color. `turn` is a tracker
    that shows (1 − 2 turn) ∇f: at 0 ∇f in the gradient's color, at 1 −∇f in the walker's;
    `strength` is a tracker of their opacity, from 0 to 1.
    """

    @checked
    def __init__(
        self, contour_map: ContourMap, shape: tuple[int, int], reach: float = 0.95
    ) -> None:
        lower, upper = contour_map.lower, contour_map.upper
        margin = (upper - lower) / (2 * np.array(shape))
        x, gradient = gradient_field(contour_map.loss, lower + margin, upper - margin, shape)
        self.x = x.reshape(-1, 2)
        self.gradient = gradient.reshape(-1, 2)
        steepness = np.linalg.norm(self.gradient, axis=-1)
        self.share = steepness / steepness.max()
        self.heading = np.arctan2(self.gradient[:, 1], self.gradient[:, 0])
        # Short arrows keep a readable head: lengths run from a third of the longest.
        longest = reach * contour_map.border.width / shape[0]
        length = longest * (0.3 + 0.7 * self.share) * (self.share > 1e-9)
        cos, sin = np.cos(self.heading), np.sin(self.heading)
        rotation = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], axis=-2)
        outlines = length[:, None, None] * np.einsum("nij,kj->nki", rotation, OUTLINE)
        self.shade = np.minimum((self.share * SHADES).astype(int), SHADES - 1)
        centers = np.broadcast_to(contour_map.at(self.x)[:, None, :2], outlines.shape)
        # Of the arrows of each shade: where they stand, and how they reach out from there.
        chosen = [self.shade == i for i in range(SHADES)]
        self._shades = [(_closed(centers[c]), _closed(outlines[c])) for c in chosen]
        self.turn = ValueTracker(0.0)
        self.strength = ValueTracker(1.0)
        self._shown: tuple[float, float] | None = None
        super().__init__(*(VMobject(fill_opacity=1, stroke_width=0) for _ in range(SHADES)))
        self.follow()
        self.add_updater(ArrowField.follow)

    def follow(self) -> "ArrowField":
        """Point and color every arrow as `turn` says."""
        turn, strength = self.turn.get_value(), self.strength.get_value()
        if (turn, strength) == self._shown:
            return self  # so that the field can be faded in and out
        self._shown = turn, strength
        strong = interpolate_color(ManimColor(theme.gradient), ManimColor(theme.walker), turn)
        shades = zip(self.submobjects, self._shades, strict=True)
        for i, (arrows, (centers, outlines)) in enumerate(shades):
            bright = (i + 0.5) / SHADES
            arrows.points = centers + (1 - 2 * turn) * outlines
            arrows.set_fill(
                interpolate_color(ManimColor(theme.muted), strong, bright**0.5),
                opacity=strength * (0.4 + 0.6 * bright),
            )
        return self


def map_arrow(
    plane: ContourMap | Plot, start: ArrayLike, vector: ArrayLike, color: str | None = None
) -> Arrow:
    """Return an arrow on a map or a plot from `start` to `start + vector`, of shape (2,) both."""
    tail, tip = plane.at([np.asarray(start), np.asarray(start) + np.asarray(vector)])
    return Arrow(
        tail, tip, buff=0, color=color or theme.gradient, stroke_width=1.5 * PATH_WIDTH,
        tip_length=0.25, max_tip_length_to_length_ratio=0.4, max_stroke_width_to_length_ratio=20,
    )  # fmt: skip


@checked
def right_angle(contour_map: ContourMap, point: ArrayLike, size: float = 0.22) -> VGroup:
    """Return the tangent of the contour through `point`, and the right angle of ∇f on it.

    `size` is the side of the angle's mark, in units of the frame.
    """
    x = np.asarray(point, dtype=float)
    gradient = contour_map.loss.gradient(x)
    foot, ahead = contour_map.at([x, x + 1e-3 * gradient])
    up = (ahead - foot) / np.linalg.norm(ahead - foot)
    along = np.array([-up[1], up[0], 0.0])
    tangent = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
    tangent.set_points_as_corners([foot - 2.5 * size * along, foot + 2.5 * size * along])
    mark = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
    mark.set_points_as_corners([foot + size * c for c in (along, along + up, up)])
    return VGroup(tangent, mark)


class Slopes(NamedTuple):
    """The gradient at some places of a map, with what it stands on."""

    contours: VGroup
    corners: VGroup
    arrows: list[Arrow]
    names: VGroup


@checked
def slopes_at(contour_map: ContourMap, places: Sequence[ArrayLike]) -> Slopes:
    """Return the contour through each of `places`, the gradient there, its right angle and name."""
    x = np.asarray(places, dtype=float)
    gradients = zip(x, contour_map.loss.gradient(x), strict=True)
    arrows = [map_arrow(contour_map, place, gradient) for place, gradient in gradients]
    names = VGroup(*(halo(formula("nabla f", TITLE_SIZE, theme.gradient)) for _ in arrows))
    for name, arrow in zip(names, arrows, strict=True):
        name.next_to(arrow.get_end(), arrow.get_unit_vector(), buff=0.15)
    return Slopes(
        VGroup(*(contour_map.contour_through(place) for place in x)),
        VGroup(*(right_angle(contour_map, place) for place in x)),
        arrows,
        names,
    )


def _closed(polygons: Array) -> Array:
    """Return the Bézier points of closed polygons, shape (n, corners, 2), as one shape."""
    starts = np.concatenate([polygons, np.zeros((*polygons.shape[:2], 1))], axis=-1)
    ends = np.roll(starts, -1, axis=1)
    return straight_pieces(np.stack([starts, ends], axis=-2))
