"""The map of a loss seen from above: bands of color by height, and contour lines."""

from collections.abc import Iterable
from functools import cache, partial
from itertools import pairwise
from typing import cast

import numpy as np
from contourpy import ContourGenerator, FillType, contour_generator
from manim import ManimColor, Rectangle, VGroup, VMobject, color_gradient, interpolate_color
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.anchors import anchors
from scenes.kit.arguments import check_variables, checked
from scenes.kit.height_levels import levels_between, spread
from scenes.kit.theme import HAIR_WIDTH, THIN_WIDTH, theme

GRID = 241  # samples of the loss along each side of a map
Array = NDArray[np.float64]


class ContourMap(VGroup):
    """The map of a two-dimensional loss: bands of color by height, and contour lines between.

    `lower` and `upper` are the corners of the region, the loss's whole domain by default;
    `width` or `height` is the size in the frame (the other side follows from the region, unless
    both are given). `levels` are the values at which contour lines stand, evenly spaced by
    default, on the heights that are distinguished (`scenes.kit.height_levels`); none of those falls
    on the lowest or the highest value. `veil` is the opacity of a veil over the colors, which
    quiets them down where other things matter more.

    Every vertex of a contour line lies on its level of the loss's own `value`: the crossings that
    the grid gives are carried onto the level by Newton's method along the gradient.
    """

    @checked
    def __init__(
        self,
        loss: Loss,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
        width: float | None = None,
        height: float | None = None,
        levels: Iterable[float] | int = 12,
        veil: float = 0,
    ) -> None:
        check_variables(loss, 2, "a map")
        super().__init__()
        self.loss = loss
        self.lower = np.asarray(loss.domain[0] if lower is None else lower, dtype=float)
        self.upper = np.asarray(loss.domain[1] if upper is None else upper, dtype=float)
        span = self.upper - self.lower
        if width is None and height is None:
            height = 6.0
        width = width if width is not None else height * span[0] / span[1]
        height = height if height is not None else width * span[1] / span[0]

        self.border = Rectangle(
            width=width, height=height, stroke_color=theme.muted, stroke_width=HAIR_WIDTH
        )
        axes = [
            np.linspace(low, high, GRID) for low, high in zip(self.lower, self.upper, strict=True)
        ]
        values = loss.value(np.stack(np.meshgrid(*axes), axis=-1))
        if isinstance(levels, int):
            levels = levels_between(*spread(values), levels)
        self.levels = tuple(float(level) for level in levels)

        self.highest = float(np.max(values))
        self.veil = veil
        # Copies of the map share it: how contour lines are found costs more than to find one.
        x, y = axes
        self._contours = cache(
            partial(contour_generator, x=x, y=y, z=values, fill_type=FillType.OuterOffset)
        )
        contours = self._contours()
        self.bands = VGroup(
            self._ground(), *(self._band(contours, i) for i in range(-2, len(self.levels)))
        )
        self.lines = VGroup(*(self._line(level) for level in self.levels))
        self.add(self.bands, self.lines, self.border)

    def get_points_defining_boundary(self) -> NDArray[np.float64]:
        """Return what its place and its size are found by."""
        return anchors(self)

    def at(self, x: ArrayLike) -> Array:
        """Return where in the frame the points `x` of shape (…, 2) lie, shape (…, 3)."""
        corner, opposite = self.border.points.min(axis=0), self.border.points.max(axis=0)
        share = (np.asarray(x, dtype=float) - self.lower) / (self.upper - self.lower)
        flat = corner[:2] + share * (opposite - corner)[:2]
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def inside(self, x: ArrayLike) -> NDArray[np.bool_]:
        """Tell which of the points `x` of shape (…, 2) lie on the map."""
        points = np.asarray(x, dtype=float)
        return np.asarray(np.all((points >= self.lower) & (points <= self.upper), axis=-1))

    def contour_through(self, x: ArrayLike) -> VMobject:
        """Return the one contour line that runs through the point `x`, shape (2,), in ink."""
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        add_polyline(line, self.at(self.contour_points(x)))
        return line

    def contour_points(self, x: ArrayLike) -> Array:
        """Return the points, shape (n, 2), of the one contour line through the point `x`, (2,)."""
        point = np.asarray(x, dtype=float)
        pieces = self.lines_at(float(self.loss.value(point)))
        return min(pieces, key=lambda piece: np.linalg.norm(piece - point, axis=-1).min())

    def lines_at(self, level: float) -> list[Array]:
        """Return the points of each contour line on which the loss is `level`, (n, 2)."""
        pieces = cast(list[Array], self._contours().lines(level))
        return [self._on_level(piece, level) for piece in pieces]

    def drawn_at(self, level: float) -> VMobject:
        """Return the contour lines on which the loss is `level` as one shape, without a style."""
        return self.drawn(self.lines_at(level))

    def drawn(self, lines: Iterable[Array]) -> VMobject:
        """Return lines of points of the loss, each (n, 2), as one shape, without a style."""
        shape = VMobject()
        for points in lines:
            add_polyline(shape, self.at(points))
        return shape

    def below(self, level: float) -> VMobject:
        """Return all of the map where the loss is below `level` as one shape, without a style."""
        return self._shape(self._contours(), -np.inf, level)

    @property
    def colors(self) -> list[ManimColor]:
        """The colors between the levels, from below the lowest to above the highest."""
        return color_gradient([ManimColor(c) for c in theme.terrain], len(self.levels) + 1)

    def _ground(self) -> VMobject:
        (left, bottom), (right, top) = self.lower, self.upper
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        return self._filled(VMobject().set_points_as_corners(self.at(corners)), 0)

    def _band(self, contours: ContourGenerator, i: int) -> VMobject:
        """Where the loss is above level `i`, up to the next level but one.

        Painted from low to high, each hides half of the one below. So no seam is left between them,
        and three layers lie everywhere, the ground among them: a map that fades, fades evenly.
        """
        bounds = [-np.inf, -np.inf, *self.levels, np.inf, np.inf]
        return self._filled(self._shape(contours, bounds[i + 2], bounds[i + 4]), max(i + 1, 0))

    def _shape(self, contours: ContourGenerator, low: float, high: float) -> VMobject:
        """Return where the loss is between two values."""
        shape = VMobject()
        polygons, offsets = cast(tuple[list[Array], list[Array]], contours.filled(low, high))
        for points, ends in zip(polygons, offsets, strict=True):
            for start, end in pairwise(ends.astype(int)):
                add_polyline(shape, self.at(points[start:end]))
        return shape

    def shade(self, i: int) -> ManimColor:
        """Return color `i` as it is seen through the veil.

        A veil as a layer of its own would fade faster than the bands.
        """
        return interpolate_color(self.colors[i], ManimColor(theme.background), self.veil)

    def _filled(self, shape: VMobject, shade: int) -> VMobject:
        return shape.set_fill(self.shade(shade), opacity=1).set_stroke(width=0)

    def _line(self, level: float) -> VMobject:
        line = self.drawn_at(level)
        return line.set_stroke(theme.contour, width=HAIR_WIDTH, opacity=0.55)

    def _on_level(self, points: Array, level: float) -> Array:
        """Carry points near a contour onto it: x ← x − (f − level) ∇f / ‖∇f‖², twice."""
        for _ in range(2):
            slope = self.loss.gradient(points)
            miss = (self.loss.value(points) - level)[:, None]
            with np.errstate(all="ignore"):  # on its edge a loss may have an infinite slope
                steepness = np.sum(slope**2, axis=-1, keepdims=True)
                moved = points - miss * slope / np.maximum(steepness, 1e-12)
            points = np.where(np.isfinite(moved), moved, points)
        return np.clip(points, self.lower, self.upper)


def add_polyline(shape: VMobject, corners: Array) -> None:
    """Add a line through `corners`, (n, 3), to a shape."""
    if len(corners) > 1:
        shape.start_new_path(corners[0])
        shape.add_points_as_corners(corners[1:])
