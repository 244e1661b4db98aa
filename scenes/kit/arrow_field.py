"""A field of arrows on a map, colored by length."""

import numpy as np
from manim import ManimColor, ValueTracker, VGroup, VMobject, interpolate_color
from numpy.typing import NDArray

from gd_math import gradient_field
from scenes.kit.contour_map import ContourMap
from scenes.kit.theme import theme

Array = NDArray[np.float64]
SHADES = 10  # colors from the shortest arrow to the longest
# One arrow of length 1 along x, centered, as a closed polygon: shaft and head.
OUTLINE = np.array(
    [
        (-0.5, 0.05),
        (0.14, 0.05),
        (0.14, 0.18),
        (0.5, 0),
        (0.14, -0.18),
        (0.14, -0.05),
        (-0.5, -0.05),
    ]
)


class ArrowField(VGroup):
    """The gradient of a map's loss on a grid of `shape` (columns, rows) arrows.

    Each arrow points along the gradient where it stands; its length grows with the gradient's,
    the longest being `reach` of the grid's spacing, and so does its color. `turn` is a tracker
    of half turns: at 0 the arrows show ∇f in the gradient's color, at 1 −∇f in the walker's.
    """

    def __init__(self, contour_map: ContourMap, shape: tuple[int, int], reach: float = 0.9) -> None:
        lower, upper = contour_map.lower, contour_map.upper
        margin = (upper - lower) / (2 * np.array(shape))
        x, gradient = gradient_field(contour_map.loss, lower + margin, upper - margin, shape)
        self.x = x.reshape(-1, 2)
        self.gradient = gradient.reshape(-1, 2)
        self.places = contour_map.at(self.x)[:, :2]
        steepness = np.linalg.norm(self.gradient, axis=-1)
        self.share = steepness / steepness.max()
        self.heading = np.arctan2(self.gradient[:, 1], self.gradient[:, 0])
        self.length = reach * contour_map.border.width / shape[0]
        self.shade = np.minimum((self.share * SHADES).astype(int), SHADES - 1)
        self.turn = ValueTracker(0.0)
        super().__init__(*(VMobject(fill_opacity=1, stroke_width=0) for _ in range(SHADES)))
        self.follow()
        self.add_updater(ArrowField.follow)  # type: ignore[arg-type]

    def follow(self) -> "ArrowField":
        """Point and color every arrow as `turn` says."""
        turn = self.turn.get_value()
        heading = self.heading + np.pi * turn
        # Short arrows keep a readable head: lengths run from a third of the longest.
        length = self.length * (0.3 + 0.7 * self.share) * (self.share > 1e-9)
        cos, sin = np.cos(heading), np.sin(heading)
        rotation = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], axis=-2)
        polygons = self.places[:, None] + length[:, None, None] * np.einsum(
            "nij,kj->nki", rotation, OUTLINE
        )
        strong = interpolate_color(ManimColor(theme.gradient), ManimColor(theme.walker), turn)
        for i, arrows in enumerate(self.submobjects):
            shade = interpolate_color(ManimColor(theme.ink), strong, (i + 0.5) / SHADES)
            arrows.points = _closed(polygons[self.shade == i])
            arrows.set_fill(shade, opacity=0.35 + 0.65 * (i + 0.5) / SHADES)
        return self


def _closed(polygons: Array) -> Array:
    """Return the Bézier points of closed polygons, shape (n, corners, 2), as one shape."""
    starts = np.concatenate([polygons, np.zeros((*polygons.shape[:2], 1))], axis=-1)
    ends = np.roll(starts, -1, axis=1)
    shares = np.array([0, 1 / 3, 2 / 3, 1])[:, None]
    pieces = starts[:, :, None] * (1 - shares) + ends[:, :, None] * shares
    return np.asarray(pieces.reshape(-1, 3))
