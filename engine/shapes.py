"""What is drawn for a look: a shape with Cairo, a picture, or what Manim's camera draws.

Cairo's path is built once for each outline. Building it in each frame takes 1.3 times as long on a
clip with many arrows (gradient_field). Of long outlines, such as all contour lines of a map, even
the pixels are kept: to draw them anew took Cairo three times as long in all on a clip in which
something moves beside a map (hill_descent). And so are those of rims, which are seen through, once
they were drawn and stay: that takes 0.67 times as long on the same clip.
"""

from copy import copy
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
OPAQUE = 0.996  # opacity from which on Cairo paints as if nothing shone through
CLOSE = 1e-5  # relative: two points that are so near each other are one to Manim


class Drawn(Protocol):
    """What draws a look, the same whenever it is drawn."""

    def draw(self, context: Context, pixels: Pixels) -> None:
        """Draw on `pixels`, by way of `context` or by hand."""

    def anew(self) -> "Drawn":
        """Return what draws the same as if it had not been drawn before."""
        return self


class PixelGrid:
    """How a camera maps points of the frame to pixels."""

    def __init__(self, camera: Camera) -> None:
        width, height = camera.pixel_width, camera.pixel_height
        across, up = width / camera.frame_width, height / camera.frame_height
        x, y = camera.frame_center[:2]
        self.matrix = cairo.Matrix(across, 0, 0, -up, width / 2 - x * across, height / 2 + y * up)
        self.line_width = camera.cairo_line_width_multiple  # of a stroke of width 1
        self.thickness = self.line_width * max(across, up)  # the same in pixels

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return column and row of a point of the frame."""
        return self.matrix.transform_point(x, y)

    def pixels(self, points: NDArray[Any]) -> Array:
        """Return columns and rows of points of the frame, shape (n, 2)."""
        scale, origin = np.array([self.matrix.xx, self.matrix.yy]), self.pixel(0, 0)
        return np.asarray(points * scale + origin)


def drawn(look: Look, grid: PixelGrid, camera: Camera, before: Drawn | None = None) -> Drawn:
    """Return what draws `look`; `before`: what drew the same mobject in the frame before."""
    if look.kind == "path":
        return Shape(look, grid, before if isinstance(before, Shape) else None)
    if look.kind == "picture":
        return PlacedPicture(look, grid)
    return ByManim(look, camera)


class Brush(NamedTuple):
    """A color or a gradient, and the width of the line to draw with it, 0 to fill.

    `is_thin`: whether it is one color that lets what is behind shine through.
    """

    source: cairo.Pattern
    width: float  # in units of the frame
    is_thin: bool


class Shape(Drawn):
    """A path, drawn just as Manim's own camera draws it."""

    def __init__(self, look: Look, grid: PixelGrid, before: "Shape | None" = None) -> None:
        self.outline, *paints, gradient, width, below, joint, cap, self.tolerance = look.parts
        self.joint = LINE_JOIN_MAP[LineJointType(joint)]
        self.cap = CAP_STYLE_MAP[CapStyleType(cap)]
        self.path: cairo.Path | None = None
        self.painted: set[Any] = set()  # with which brushes, and what these cover
        self.masks: dict[Any, cairo.ImageSurface | None] = {}
        kept = before is not None and before.outline is self.outline  # what fades keeps its points
        if before is not None and kept and before.tolerance == self.tolerance:
            self.path, self.painted, self.masks = before.path, before.painted, before.masks
        fill, stroke, background = (np.frombuffer(paint).reshape(-1, 4) for paint in paints)
        layers = (background, below), (fill, None), (stroke, width)  # in the order of drawing
        self.brushes = [
            Brush(
                _source(rgbas, gradient),
                (width or 0) * grid.line_width,
                len(rgbas) == 1 and rgbas[0, 3] < OPAQUE,
            )
            for rgbas, width in layers
            if width != 0 and (rgbas[:, 3] > 0).any()
        ]

    def draw(self, context: Context, pixels: Pixels) -> None:
        for brush in self.brushes:
            context.set_source(brush.source)
            mask = self._mask(context, brush)
            if mask is None:
                self._paint(context, brush.width)
            else:
                context.save()
                context.identity_matrix()
                context.mask_surface(mask)
                context.restore()

    @property
    def _is_long(self) -> bool:
        return len(self.outline) >= MANY * CURVE

    def anew(self) -> "Shape":
        again = copy(self)
        if not self._is_long:
            again.painted, again.masks = set(), {}
        return again

    def _mask(self, context: Context, brush: Brush) -> cairo.ImageSurface | None:
        """Return how much of each pixel a brush covers, if that is kept."""
        key = brush.width, self.joint, self.cap
        if (self._is_long or brush.is_thin) and key not in self.masks:
            again = key in self.painted
            self.painted.add(key)
            if self._is_long or again:
                self.masks[key] = self._new_mask(context, brush.width)
        return self.masks.get(key)

    def _new_mask(self, context: Context, width: float) -> cairo.ImageSurface | None:
        """Return such a mask; None where nothing, or not all, is seen: Cairo cuts it otherwise."""
        if not self._prepare(context, width):
            return None
        covered = _pixels(context, context.stroke_extents() if width else context.fill_extents())
        context.new_path()
        frame = context.get_target()
        seen = np.clip(covered, 0, np.tile([frame.get_width(), frame.get_height()], 2))
        left, top, right, bottom = seen.tolist()
        is_whole = (seen == covered).all()
        if left >= right or top >= bottom or not (is_whole or self._is_long):
            return None
        mask = cairo.ImageSurface(cairo.FORMAT_A8, right - left, bottom - top)
        mask.set_device_offset(-left, -top)
        painter = cairo.Context(mask)
        painter.set_matrix(context.get_matrix())
        self._paint(painter, width)
        return mask

    def _paint(self, context: Context, width: float) -> None:
        if self._prepare(context, width):
            if width:
                context.stroke()
            else:
                context.fill()

    def _prepare(self, context: Context, width: float) -> bool:
        """Give `context` the path and the brush; return whether there is anything to paint."""
        if width:
            context.set_line_width(width)
            context.set_line_join(self.joint)
            context.set_line_cap(self.cap)
        return self._set_path(context)

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


def _pixels(context: Context, box: tuple[float, float, float, float]) -> NDArray[np.int64]:
    """Return left, top, right and bottom of all pixels that a box of user space touches."""
    corners = np.array([context.user_to_device(x, y) for x, y in (box[:2], box[2:])])
    edges = np.floor(corners.min(axis=0)) - 1, np.ceil(corners.max(axis=0)) + 1
    return np.concatenate(edges).astype(np.int64)


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
