"""The arrows of a step of momentum, each with a color and a shape of its own."""

from typing import Any

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from scenes.kit.curves.slope import ALL_HEAD, HEAD, HEAD_LENGTH, SHAFT, put_arrow
from scenes.kit.symbols import rim
from scenes.kit.theme import PATH_WIDTH, theme

Array = NDArray[np.float64]
PARTS = ("kept", "added", "made")
OPEN, SPREAD = 0.2, 1.0  # how far the strokes of an open head reach back; of that, to each side
DASH, PERIOD = 0.13, 0.2  # lengths of a dash, and from one to the next
THICK = 1.5 * PATH_WIDTH  # of a line that is as thick as the other arrows
SMALLER = 0.65  # times the head of another arrow: that of a dashed one
END = 0.2  # so far before the tip the dashes of a shaft without a head end
SHORTEST = 0.02  # what is shorter is not drawn


class PartArrow(VMobject):
    """The arrow of what is "kept" of the last step, what is "added", or what they have "made".

    The first is a velocity, with an open head; the last is dashed, as the path of its walker is,
    and may be without a `head`.
    """

    def __init__(self, which: str, head: bool = True) -> None:
        color = dict(zip(PARTS, (theme.ink, theme.walker, theme.second), strict=True))[which]
        if which == "kept":
            super().__init__(stroke_color=color, stroke_width=THICK)
            self.set_z_index(0.5)  # its head is not covered by the tail of the next
        else:
            super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        dashed = put_dashed_arrow if head else put_dashes
        self.draw = {"kept": put_open_arrow, "added": put_arrow, "made": dashed}[which]
        rim(self)

    def put(self, tail: Array, way: Array) -> "PartArrow":
        """Draw it from `tail` along `way`, both points of the frame, and return it."""
        if np.linalg.norm(way) < SHORTEST:
            self.points = np.zeros((0, 3))
        else:
            self.draw(self, tail, way)
        return self


def put_open_arrow(arrow: VMobject, tail: Array, way: Array) -> None:
    """Draw `arrow`, a line, with an open head, from `tail` along `way`."""
    length = float(np.linalg.norm(way))
    along, across = _directions(way)
    back = min(OPEN, ALL_HEAD * length)
    tip = tail + way
    sides = [tip - back * along + sign * SPREAD * back * across for sign in (1, -1)]
    arrow.set_points_as_corners([tail, tip])
    arrow.start_new_path(sides[0])
    arrow.add_points_as_corners([tip, sides[1]])


def put_dashed_arrow(arrow: VMobject, tail: Array, way: Array) -> None:
    """Draw `arrow`, a filled shape, with a dashed shaft, from `tail` along `way`."""
    length = float(np.linalg.norm(way))
    head = min(HEAD_LENGTH, ALL_HEAD * length)
    # A full head that ends where this one does is seen behind it, and between it and the shaft.
    neck, width = length - SMALLER * head, SMALLER * HEAD * head / HEAD_LENGTH
    _fill(arrow, tail, way, [[(neck, width), (length, 0), (neck, -width), (neck, width)]], head)


def put_dashes(arrow: VMobject, tail: Array, way: Array) -> None:
    """Draw `arrow`, a filled shape, as the dashed shaft of an arrow, from `tail` along `way`."""
    _fill(arrow, tail, way, [], min(END, float(np.linalg.norm(way)) / 2))


def _fill(arrow: VMobject, tail: Array, way: Array, head: Any, room: float) -> None:
    """Draw outlines of points along `way` and across, and dashes up to `room` before its end."""
    length = float(np.linalg.norm(way))
    along, across = _directions(way)
    shaft = SHAFT * min(1.0, length / HEAD_LENGTH)
    ends = np.arange(length - room, 0, -PERIOD)
    outlines = [*head]
    for start, end in zip(np.maximum(ends - DASH, 0), ends, strict=True):
        around = (start, shaft), (end, shaft), (end, -shaft), (start, -shaft), (start, shaft)
        outlines.append([*around])
    arrow.points = np.zeros((0, 3))
    for outline in outlines:
        first, *others = (tail + a * along + b * across for a, b in outline)
        arrow.start_new_path(first)
        arrow.add_points_as_corners(others)


def _directions(way: Array) -> tuple[Array, Array]:
    """Return the unit vectors along a way in the frame, and to its left."""
    along = way / np.linalg.norm(way)
    return along, np.array([-along[1], along[0], 0.0])
