"""What is drawn for a look: a shape with Cairo, a picture, or what Manim's camera draws.

Cairo's path is built once for each outline. Building it in each frame takes 1.3 times as long on a
clip with many arrows (gradient_field). Of long outlines, such as all contour lines of a map, even
the pixels are kept: to draw them anew took Cairo three times as long in all on a clip in which
something moves beside a map (hill_descent).
"""

from itertools import pairwise
from typing import Any, NamedTuple, Protocol, TypeAlias

import cairo
import numpy as np
from manim import Camera, ImageMobject, PMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.constants import CapStyleType, LineJointType
from numpy.typing import NDArray

from engine.looks import Look, Pixels

Array: TypeAlias = NDArray[np.float64]
Context: TypeAlias = "cairo.Context[cairo.ImageSurface]"

CURVE = 32  # bytes: x and y of its four points
MANY = 2000  # curves of an outline whose pixels are kept
CLOSE = 1e-5  # relative: two points that are so near each other are one to Manim


class Drawn(Protocol):
    """What draws a look, the same whenever it is drawn."""

    def draw(self, context: Context, pixels: Pixels) -> None:
        """Draw on `pixels`, by way of `context` or by hand."""


class PixelGrid:
    """How a camera maps points of the frame to pixels."""

    def __init__(self, camera: Camera) -> None:
        width, height = camera.pixel_width, camera.pixel_height
        across, up = width / camera.frame_width, height / camera.frame_height
        x, y = camera.frame_center[:2]
        self.matrix = cairo.Matrix(across, 0, 0, -up, width / 2 - x * across, height / 2 + y * up)
        self.line_width = camera.cairo_line_width_multiple  # of a stroke of width 1

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return column and row of a point of the frame."""
        return self.matrix.transform_point(x, y)


def drawn(look: Look, grid: PixelGrid, camera: Camera, before: Drawn | None = None) -> Drawn:
    """Return what draws `look`; `before`: what drew the same mobject in the frame before."""
    if look.kind == "path":
        return Shape(look, grid, before if isinstance(before, Shape) else None)
    if look.kind == "picture":
        return PlacedPicture(look, grid)
    return ByManim(look, camera)


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
        self.masks: dict[Any, cairo.ImageSurface] = {}
        kept = before is not None and before.outline is self.outline  # what fades keeps its points
        if before is not None and kept and before.tolerance == self.tolerance:
            self.path, self.masks = before.path, before.masks
        fill, stroke, background = (np.frombuffer(paint).reshape(-1, 4) for paint in paints)
        layers = (background, below), (fill, None), (stroke, width)  # in the order of drawing
        self.brushes = [
            Brush(_source(rgbas, gradient), (width or 0) * grid.line_width)
            for rgbas, width in layers
            if width != 0 and (rgbas[:, 3] > 0).any()
        ]

    def draw(self, context: Context, pixels: Pixels) -> None:
        is_long = len(self.outline) >= MANY * CURVE
        for brush in self.brushes:
            context.set_source(brush.source)
            if is_long:
                mask = self._mask(context.get_matrix(), brush.width, pixels.shape)
                context.save()
                context.identity_matrix()
                context.mask_surface(mask)
                context.restore()
            else:
                self._paint(context, brush.width)

    def _mask(
        self, matrix: cairo.Matrix, width: float, shape: tuple[int, ...]
    ) -> cairo.ImageSurface:
        """Return how much of each pixel a brush of this width covers."""
        key = width, self.joint, self.cap
        if key not in self.masks:
            mask = cairo.ImageSurface(cairo.FORMAT_A8, shape[1], shape[0])
            context = cairo.Context(mask)
            context.set_matrix(matrix)
            self._paint(context, width)
            self.masks[key] = mask
        return self.masks[key]

    def _paint(self, context: Context, width: float) -> None:
        if not self._set_path(context):
            return
        if width:
            context.set_line_width(width)
            context.set_line_join(self.joint)
            context.set_line_cap(self.cap)
            context.stroke()
        else:
            context.fill()

    def _set_path(self, context: Context) -> bool:
        """Give `context` the path, and return whether there is one that can be drawn."""
        context.new_path()
        if self.path is None:
            points = _points(self.outline)
            if len(self.outline) < CURVE or not np.isfinite(points).all():
                return False
            add_curves(context, points, self.tolerance)
            self.path = context.copy_path()
        else:
            context.append_path(self.path)
        return True


class PlacedPicture(Drawn):
    """The pixels of a picture, laid into the box nearest to its rectangle."""

    def __init__(self, look: Look, grid: PixelGrid) -> None:
        corners, self.opacity, shot = look.parts
        left, top, right, bottom = (
            round(edge) for point in _points(corners).tolist() for edge in grid.pixel(*point)
        )
        self.left, self.top = left, top
        self.pixels = shot.pixels(right - left, bottom - top)

    def draw(self, context: Context, pixels: Pixels) -> None:
        left, top = max(self.left, 0), max(self.top, 0)
        seen = self.pixels[top - self.top :, left - self.left :]
        place = pixels[top:, left:][: len(seen), : seen.shape[1]]
        seen = seen[: len(place), : place.shape[1]]
        place[:] = seen if self.opacity == 1 else place + self.opacity * (seen - 1.0 * place)


class ByManim(Drawn):
    """An image or a cloud of points: Manim's own camera draws it, anew in each frame."""

    def __init__(self, look: Look, camera: Camera) -> None:
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

    def draw(self, context: Context, pixels: Pixels) -> None:
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
