"""What is drawn for a look: a shape with Cairo, a picture, or what Manim's camera draws.

Cairo's path is built once for each outline. Building it in each frame takes 1.3 times as long on a
clip with many arrows (gradient_field).
"""

import math
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import cairo
import numpy as np
from manim import Camera, ImageMobject, PMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.constants import CapStyleType, LineJointType
from numpy.typing import NDArray

from engine.boxes import EMPTY, Box, Pixels
from engine.canvas import Drawn
from engine.looks import Look

Array: TypeAlias = NDArray[np.float64]
Context: TypeAlias = "cairo.Context[cairo.ImageSurface]"
Hull: TypeAlias = tuple[float, float, float, float]  # lowest x and y, highest x and y

CLOSE = 1e-5  # relative: two points that are so near each other are one to Manim
MITER = 10  # Cairo's limit: a pointed joint reaches at most so many half widths of its line
FAR = 12  # pixels; a joint that might reach farther is measured
SMOOTH = 2  # pixels about a shape that its smooth edge may touch


class PixelGrid:
    """How a camera maps points of the frame to pixels, and which pixels there are."""

    def __init__(self, camera: Camera) -> None:
        width, height = camera.pixel_width, camera.pixel_height
        across, up = width / camera.frame_width, height / camera.frame_height
        x, y = camera.frame_center[:2]
        self.box = Box(0, 0, width, height)
        self.scale = across  # pixels in a unit of the frame
        self.matrix = cairo.Matrix(across, 0, 0, -up, width / 2 - x * across, height / 2 + y * up)
        self.line_width = camera.cairo_line_width_multiple  # of a stroke of width 1
        self.scratch = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
        self.scratch.set_matrix(self.matrix)

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return column and row of a point of the frame."""
        return self.matrix.transform_point(x, y)

    def box_of(self, hull: Hull, reach: float) -> Box:
        """Return the box of all pixels within `reach` pixels of `hull`."""
        left, bottom = self.pixel(*hull[:2])
        right, top = self.pixel(*hull[2:])
        corners = left - reach, top - reach, right + reach, bottom + reach
        return self.box.cut(
            Box(*(math.floor(edge) for edge in corners[:2]), *(math.ceil(e) for e in corners[2:]))
        )


def drawn(look: Look, grid: PixelGrid, camera: Camera, before: Drawn | None = None) -> Drawn:
    """Return what draws `look`; `before`: what drew the same mobject in the frame before."""
    if look.kind == "path":
        return Shape(look, grid, before if isinstance(before, Shape) else None)
    if look.kind == "picture":
        return PlacedPicture(look, grid)
    return ByManim(look, grid, camera)


class Brush(NamedTuple):
    """A color or a gradient, and the width of the line to draw with it, 0 to fill."""

    source: cairo.Pattern
    width: float  # in units of the frame


class Shape(Drawn):
    """A path, drawn just as Manim's own camera draws it."""

    def __init__(self, look: Look, grid: PixelGrid, before: "Shape | None" = None) -> None:
        self.outline, *paints, gradient, width, below, joint, cap, self.tolerance = look.parts
        self.joint = LINE_JOIN_MAP[LineJointType(joint)]
        self.cap = CAP_STYLE_MAP[CapStyleType(cap)]
        self.path: cairo.Path | None = None
        self.hull: Hull = (0, 0, 0, 0)
        if before is not None and before.outline is self.outline:  # what fades keeps its points
            self.hull = before.hull
            self.path = before.path if before.tolerance == self.tolerance else None
        elif self.outline:
            points = _points(self.outline)
            self.hull = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        fill, stroke, background = (np.frombuffer(paint).reshape(-1, 4) for paint in paints)
        layers = (background, below), (fill, None), (stroke, width)  # in the order of drawing
        self.brushes = [
            Brush(_source(rgbas, gradient), (width or 0) * grid.line_width)
            for rgbas, width in layers
            if width != 0 and (rgbas[:, 3] > 0).any()
        ]
        # Cairo rounds the colors of a gradient in another way where it cuts it off.
        self.whole = bool(gradient)
        # Of x and y, eight bytes a point, a curve has four.
        visible = self.brushes and len(self.outline) >= 32 and math.isfinite(sum(self.hull))
        self.box = self._measure(grid) if visible else EMPTY

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        self._set_path(context)
        for source, width in self.brushes:
            context.set_source(source)
            if width:
                self._set_line(context, width)
                context.stroke_preserve()
            else:
                context.fill_preserve()

    def _set_path(self, context: Context) -> None:
        context.new_path()
        if self.path is not None:
            context.append_path(self.path)
        else:
            add_curves(context, _points(self.outline), self.tolerance)
            self.path = context.copy_path()

    def _set_line(self, context: Context, width: float) -> None:
        context.set_line_width(width)
        context.set_line_join(self.joint)
        context.set_line_cap(self.cap)

    def _measure(self, grid: PixelGrid) -> Box:
        width = max(brush.width for brush in self.brushes)
        reach = width / 2 * grid.scale
        if self.joint != cairo.LineJoin.MITER:
            return grid.box_of(self.hull, 2**0.5 * reach + SMOOTH)
        if MITER * reach <= FAR:
            return grid.box_of(self.hull, MITER * reach + SMOOTH)
        self._set_path(grid.scratch)
        self._set_line(grid.scratch, width)
        return grid.box_of(grid.scratch.stroke_extents(), SMOOTH)


class PlacedPicture(Drawn):
    """The pixels of a picture, copied into the box nearest to its rectangle."""

    whole = False

    def __init__(self, look: Look, grid: PixelGrid) -> None:
        corners, shot = look.parts
        (left, top), (right, bottom) = (grid.pixel(*point) for point in _points(corners).tolist())
        self.place = Box(round(left), round(top), round(right), round(bottom))
        self.pixels = shot.pixels(
            self.place.right - self.place.left, self.place.bottom - self.place.top
        )
        self.box = self.place.cut(grid.box)

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        left, top, right, bottom = self.box
        box = Box(left, max(top, band.top), right, min(bottom, band.bottom))
        rows = slice(box.top - self.place.top, box.bottom - self.place.top)
        columns = slice(left - self.place.left, right - self.place.left)
        pixels[box.rows, box.columns] = self.pixels[rows, columns]


class ByManim(Drawn):
    """An image or a cloud of points: Manim's own camera draws it, anew in each frame."""

    whole = True

    def __init__(self, look: Look, grid: PixelGrid, camera: Camera) -> None:
        self.box = grid.box
        kind = ImageMobject if look.kind == "image" else PMobject
        mobject: Any = kind.__new__(kind)  # has no more than drawing asks for
        mobject.submobjects, mobject.dim = [], 3
        points, *parts = look.parts
        mobject.points = np.frombuffer(points).reshape(-1, 3)
        if look.kind == "image":
            pixels, width, mobject.resampling_algorithm = parts
            mobject.pixel_array = np.frombuffer(pixels, np.uint8).reshape(-1, width, 4)
        else:
            colors, mobject.stroke_width = parts
            mobject.rgbas = np.frombuffer(colors).reshape(-1, 4)
        of_kind = camera.type_or_raise(mobject)  # sets `display_funcs`
        paint: Any = camera.display_funcs[of_kind]
        self._paint = lambda pixels: paint([mobject], pixels)

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        self._paint(pixels)


def add_curves(context: Context, points: Array, tolerance: float) -> None:
    """Add the cubic Bézier curves of `points`, shape (n, 2), to the path of `context`.

    As in Manim, a curve continues the one before if it begins where that one ended, and a run of
    curves that ends where it began is closed.
    """
    gaps = 4 + 4 * np.flatnonzero(~_are_close(points[3:-1:4], points[4::4], tolerance))
    for start, end in pairwise([0, *gaps.tolist(), len(points)]):
        if end - start < 4:  # a lone point
            continue
        context.move_to(*points[start].tolist())
        for curve in points[start : end // 4 * 4].reshape(-1, 8)[:, 2:].tolist():
            context.curve_to(*curve)
        if _are_close(points[start : start + 1], points[end - 1 : end], tolerance)[0]:
            context.close_path()


def _are_close(first: Array, second: Array, tolerance: float) -> NDArray[np.bool_]:
    near = np.abs(first - second) <= tolerance + CLOSE * np.abs(second)
    return np.asarray(near[:, 0] & near[:, 1])


def _points(flat: bytes) -> Array:
    return np.frombuffer(flat, np.float32).reshape(-1, 2).astype(np.float64)


def _source(rgbas: Array, gradient: bytes) -> cairo.Pattern:
    colors = [(blue, green, red, alpha) for red, green, blue, alpha in rgbas.tolist()]
    if len(colors) == 1:
        return cairo.SolidPattern(*colors[0])
    start, end = np.frombuffer(gradient).reshape(-1, 3)[:, :2].tolist()
    pattern = cairo.LinearGradient(*start, *end)
    for offset, color in zip(np.linspace(0, 1, len(colors)), colors, strict=True):
        pattern.add_color_stop_rgba(offset, *color)
    return pattern
