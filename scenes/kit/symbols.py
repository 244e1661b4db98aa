"""The signs of the clips: each thing has one shape and one color, on every map and plot."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    PI,
    RIGHT,
    UP,
    Circle as ManimCircle,
    DashedVMobject,
    Line,
    RegularPolygon,
    Square,
    Star,
    VMobject,
)

from gd_math import Minimum
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, RIM_WIDTH, theme

MARKERS = ("circle", "diamond", "square", "pentagon")  # of walkers, in this order
# What a sign means: its shape and, as an attribute of the theme, its color.
SIGNS = {
    "walker": ("circle", "walker"),
    "second": ("diamond", "second"),
    "third": ("square", "third"),
    "minimum": ("ring", "good"),
    "local minimum": ("dashed ring", "careful"),
    "top": ("triangle", "muted"),
    "saddle": ("cross", "muted"),
    "truth": ("star", "ink"),
    "diverged": ("open circle", "wrong"),
}


def sign(meaning: str, radius: float = DOT_RADIUS) -> VMobject:
    """Return the sign of a "minimum", "top", "saddle", "walker" … about the middle of the frame.

    It is `radius` large, in units of the frame, and has a rim in the color of the background, so
    that it stands off ground of any color. `SIGNS` has them all.

    Raises ValueError for a meaning that has no sign.
    """
    if meaning not in SIGNS:
        raise ValueError(f"meaning is {meaning!r}, and must be one of {', '.join(SIGNS)}")
    shape, color = SIGNS[meaning]
    if shape in MARKERS or shape == "triangle":
        return marker_shape(shape, radius, getattr(theme, color))
    return rimmed(_drawn(shape, radius).set_stroke(getattr(theme, color), width=PATH_WIDTH))


def meaning_of(minimum: Minimum) -> str:
    """Return what a minimum means on a map or plot: whether any is lower."""
    return "minimum" if minimum.is_global else "local minimum"


def sign_color(meaning: str) -> str:
    """Return the color of a sign, for the words beside it."""
    color: str = getattr(theme, SIGNS[meaning][1])
    return color


def marker_shape(marker: str, radius: float, color: str) -> VMobject:
    """Return a filled marker, rimmed in the background's color so that it stands off its path.

    Raises ValueError for a shape that is not one of `MARKERS`, and is no "triangle" either.
    """
    style: dict[str, Any] = {"fill_color": color, "fill_opacity": 1.0, "stroke_width": 0.0}
    shapes = {
        "circle": lambda: ManimCircle(radius=radius, **style),
        "diamond": lambda: RegularPolygon(4, radius=1.25 * radius, start_angle=0, **style),
        "square": lambda: Square(side_length=1.75 * radius, **style),
        "pentagon": lambda: RegularPolygon(5, radius=1.15 * radius, start_angle=PI / 2, **style),
        "triangle": lambda: RegularPolygon(3, radius=1.3 * radius, start_angle=PI / 2, **style),
    }
    if marker not in shapes:
        raise ValueError(f"marker is {marker!r}, and must be one of {', '.join(shapes)}")
    return rimmed(shapes[marker]())


def rimmed(mobject: VMobject) -> VMobject:
    """Give each part of `mobject` a rim in the color of the background, and return it."""
    for part in mobject.family_members_with_points():
        rim(part)
    return mobject


def rim(part: Any, width: float = RIM_WIDTH) -> Any:
    """Give a line or a shape, which may have no points yet, a rim that wide, and return it."""
    whole = part.get_stroke_width() + 2 * width
    return part.set_stroke(theme.background, width=whole, background=True)


def hollow(mark: VMobject) -> VMobject:
    """Leave of a filled marker its outline alone, as a line, so that what is behind it is seen."""
    color = mark.get_fill_color()
    mark.set_stroke(width=0, background=True)
    return mark.set_fill(opacity=0).set_stroke(color, width=PATH_WIDTH)


def open_mark(marker: str, radius: float, color: str) -> VMobject:
    """Return the mark of a place where something starts: an outline, rimmed as a walker is."""
    mark = hollow(marker_shape(marker, radius, color)).set_fill(theme.background, opacity=1)
    return rimmed(mark)


def _drawn(shape: str, radius: float) -> VMobject:
    """Return a shape that is drawn with lines alone, or the star."""
    if shape == "star":
        return Star(outer_radius=1.3 * radius, fill_color=theme.ink, fill_opacity=1.0)
    if shape == "cross":
        up, down = radius * (RIGHT + UP), radius * (RIGHT + DOWN)
        return _one_path(Line(-up, up), Line(-down, down))
    ring = ManimCircle(radius=radius)
    if shape == "dashed ring":
        return DashedVMobject(ring, num_dashes=10)
    if shape == "open circle":
        return _one_path(ring, _drawn("cross", 0.55 * radius))
    return ring


def _one_path(*parts: VMobject) -> VMobject:
    """Return the parts as one shape: the rim of one would cut into the others."""
    return VMobject().set_points(np.vstack([part.points for part in parts]))
