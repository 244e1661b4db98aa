"""What the camera sees, as it was when it looked: shapes, pictures, and the rest."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import cairo
import numpy as np
from manim import Camera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numpy.typing import NDArray

from engine import paths
from engine.boxes import EMPTY, GAP, Box
from engine.canvas import Drawn, Pixels

Array: TypeAlias = NDArray[np.float64]
Context: TypeAlias = "cairo.Context[cairo.ImageSurface]"
Hull: TypeAlias = tuple[float, float, float, float]  # lowest x and y, highest x and y
Color: TypeAlias = tuple[float, float, float, float]  # blue, green, red, opacity, as Manim keeps it

# Points are rounded to multiples of 2⁻²⁹ of a unit of the frame, far less than the 1/256 of a pixel
# that Cairo tells apart: an animation that fades a shape moves its points by their last bits.
ROUNDING = 1.5 * 2.0**23
MITER = 10  # Cairo's limit: a pointed joint reaches at most so many half widths of its line
FAR = 12  # pixels; a joint that might reach farther is measured
SMOOTH = 2  # pixels about a shape that its smooth edge may touch
SAMPLED = 64  # of so many rows one tells whether all of a picture changes


class Frame:
    """How a camera takes points of the frame to pixels, and which pixels there are."""

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

    def pixel(self, point: Any) -> tuple[float, float]:
        """Return column and row of a point of the frame."""
        return self.matrix.transform_point(point[0], point[1])

    def box_of(self, hull: Hull, reach: float) -> Box:
        """Return the box of all pixels within `reach` pixels of `hull`."""
        left, bottom = self.pixel(hull[:2])
        right, top = self.pixel(hull[2:])
        corners = left - reach, top - reach, right + reach, bottom + reach
        return self.box.cut(
            Box(*(math.floor(edge) for edge in corners[:2]), *(math.ceil(e) for e in corners[2:]))
        )


class Brush(NamedTuple):
    """A color or a gradient, and the line to draw with it, of width 0 to fill."""

    source: Color | cairo.Pattern
    width: float  # in units of the frame
    joint: cairo.LineJoin
    cap: cairo.LineCap


class Shape(Drawn):
    """A vector mobject, drawn just as Manim's own camera draws it."""

    def __init__(self, mobject: VMobject, frame: Frame, before: "Shape | None" = None) -> None:
        points = _rounded(mobject)
        self.outline, self.style = points.tobytes(), _style(mobject)
        self.path: Array | None = None
        self.hull: Hull
        if before is not None and before.outline == self.outline:
            self.path, self.hull = before.path, before.hull
        else:
            flat = points[:, :2]
            self.hull = (*flat.min(axis=0).tolist(), *flat.max(axis=0).tolist())
        self.brushes = _brushes(mobject, frame)
        # Cairo rounds the colors of a gradient in another way where it cuts it off.
        self.whole = any(isinstance(brush.source, cairo.Pattern) for brush in self.brushes)
        visible = self.brushes and len(points) >= 4 and math.isfinite(sum(self.hull))
        self.box = self._measure(frame) if visible else EMPTY

    @staticmethod
    def can_show(mobject: VMobject) -> bool:
        """Say whether `mobject` is of the plain kind that a shape can show."""
        return not mobject.background_image and not mobject.shade_in_3d

    def shows(self, mobject: VMobject) -> bool:
        """Say whether this is how `mobject` looks now."""
        return self.outline == _rounded(mobject).tobytes() and self.style == _style(mobject)

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        self._lay(context)
        for source, width, joint, cap in self.brushes:
            if isinstance(source, cairo.Pattern):
                context.set_source(source)
            else:
                context.set_source_rgba(*source)
            if width:
                context.set_line_width(width)
                context.set_line_join(joint)
                context.set_line_cap(cap)
                context.stroke_preserve()
            else:
                context.fill_preserve()

    def _lay(self, context: Context) -> None:
        if self.path is None:
            self.path = paths.path_of(np.frombuffer(self.outline).reshape(-1, 3))
        paths.lay(context, self.path)

    def _measure(self, frame: Frame) -> Box:
        widest = max(self.brushes, key=lambda brush: brush.width)
        reach = widest.width / 2 * frame.scale
        if widest.joint != cairo.LineJoin.MITER:
            return frame.box_of(self.hull, 2**0.5 * reach + SMOOTH)
        if MITER * reach <= FAR:
            return frame.box_of(self.hull, MITER * reach + SMOOTH)
        self._lay(frame.scratch)
        frame.scratch.set_line_width(widest.width)
        frame.scratch.set_line_join(widest.joint)
        frame.scratch.set_line_cap(widest.cap)
        return frame.box_of(frame.scratch.stroke_extents(), SMOOTH)


class Print(Drawn):
    """A picture, copied in."""

    whole = False

    def since(self, before: Drawn) -> list[Box]:
        if not isinstance(before, Print) or before.place != self.place:
            return super().since(before)
        old, new = (
            np.ascontiguousarray(one.pixels).view(np.uint32)[..., 0] for one in (before, self)
        )
        if (old[::SAMPLED] != new[::SAMPLED]).any(axis=1).mean() > 0.5:  # the eye moves
            return [self.box]
        rows = np.flatnonzero((old != new).any(axis=1)) + self.place.top
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > GAP) + 1) if len(rows) else []
        left, _, right, _ = self.place
        return [self.box.cut(Box(left, int(run[0]), right, int(run[-1]) + 1)) for run in runs]

    def __init__(self, pixels: Pixels, place: Box, frame: Box) -> None:
        self.pixels, self.place, self.box = pixels, place, place.cut(frame)

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        left, top, right, bottom = self.box
        box = Box(left, max(top, band.top), right, min(bottom, band.bottom))
        rows = slice(box.top - self.place.top, box.bottom - self.place.top)
        columns = slice(left - self.place.left, right - self.place.left)
        pixels[box.rows, box.columns] = self.pixels[rows, columns]


class Other(Drawn):
    """Anything else: Manim's own camera draws it, anew in each frame."""

    whole = True

    def __init__(self, paint: Callable[[Pixels], Any], frame: Box) -> None:
        self.paint, self.box = paint, frame

    def draw(self, context: Context, pixels: Pixels, band: Box) -> None:
        self.paint(pixels)


def _rounded(mobject: VMobject) -> Array:
    return np.asarray(mobject.points, dtype=np.float64) + ROUNDING - ROUNDING


def _style(mobject: VMobject) -> tuple[Any, ...]:
    """Return all that decides how a mobject is drawn but its points."""
    sources = (
        np.asarray(rgbas)
        for rgbas in (
            mobject.get_fill_rgbas(),
            mobject.get_stroke_rgbas(),
            mobject.get_stroke_rgbas(background=True),
        )
    )
    return (
        *(rgbas.tobytes() for rgbas in sources),
        mobject.stroke_width,
        mobject.background_stroke_width,
        mobject.joint_type,
        mobject.cap_style,
        *mobject.sheen_direction,
    )


def _brushes(mobject: VMobject, frame: Frame) -> list[Brush]:
    """Return what is seen of background stroke, fill and stroke, in the order of drawing."""
    layers = (
        (mobject.get_stroke_rgbas(background=True), mobject.get_stroke_width(background=True)),
        (mobject.get_fill_rgbas(), None),
        (mobject.get_stroke_rgbas(), mobject.get_stroke_width()),
    )
    joint, cap = LINE_JOIN_MAP[mobject.joint_type], CAP_STYLE_MAP[mobject.cap_style]
    return [
        Brush(_source(mobject, rgbas), (width or 0) * frame.line_width, joint, cap)
        for rgbas, width in layers
        if width != 0 and any(rgba[3] > 0 for rgba in rgbas)
    ]


def _source(mobject: VMobject, rgbas: Any) -> Color | cairo.Pattern:
    colors = [(blue, green, red, alpha) for red, green, blue, alpha in np.asarray(rgbas).tolist()]
    if len(colors) == 1:
        return colors[0]
    start, end = mobject.get_gradient_start_and_end_points()
    gradient = cairo.LinearGradient(*start[:2], *end[:2])
    for offset, color in zip(np.linspace(0, 1, len(colors)), colors, strict=True):
        gradient.add_color_stop_rgba(offset, *color)
    return gradient
