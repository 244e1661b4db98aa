"""Where the two views stand in the frame, and from where a block is seen to fill its place."""

from typing import NamedTuple

import numpy as np
from manim import config
from numpy.typing import ArrayLike, NDArray

from scenes.kit.landscape import Landscape
from scenes.kit.landscape.block import foot_of
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.theme import CAPTION_BAND, SAFE_MARGIN

Array = NDArray[np.float64]
GUTTER = 0.5  # between the two, in units of the frame
HEAD = 1.72  # above both, for a heading and questions
NAMES = 0.4  # at the right of a map, and at its left, for the names of its axes
MAP = 0.46  # of what is left of the frame's width, the part that a map takes at most
AXIS = 0.25  # above a block, for the end of its axis of heights
AROUND = 0.55  # of drawn ground about the place of a block, so that nothing is cut as it turns


class Box(NamedTuple):
    """A rectangle of the frame: its middle, (2,), and half its width and height, (2,)."""

    middle: Array
    half: Array


def panels(shape: Array) -> tuple[Box, Box]:
    """Return the places of a block, on the left, and of a map with sides like `shape (2,)`."""
    half = np.array([config.frame_width, config.frame_height]) / 2
    low = (CAPTION_BAND - 0.5) * config.frame_height
    high = half[1] - HEAD
    out = (1 - 2 * SAFE_MARGIN) * half[0]
    scale = min((high - low) / shape[1], MAP * 2 * out / shape[0])
    size = scale * shape
    right = Box(np.array([out - NAMES - size[0] / 2, (high + low) / 2]), size / 2)
    end = right.middle[0] - right.half[0] - NAMES - GUTTER
    top = high - AXIS
    left = Box(np.array([(end - out) / 2, (top + low) / 2]), np.array([end + out, top - low]) / 2)
    return left, right


def fit(
    landscape: Landscape, azimuth: float, elevation: float, box: Box, over: ArrayLike = ()
) -> tuple[Array, float]:
    """Return where the eye looks, (3,), and from how far, for a block to fill `box`.

    Points `over` it, (n, 3), are to be in the box, too.
    """
    ground = landscape.ground()
    axes = (np.linspace(a, b, 41) for a, b in zip(ground.lower, ground.upper, strict=True))
    inner = np.stack(np.meshgrid(*axes), axis=-1)
    points = np.concatenate(
        [
            np.reshape(part, (-1, 3))
            for part in (ground.on_ground(inner), foot_of(ground), np.asarray(over, dtype=float))
        ]
    )
    center = landscape.get_center()[:2]
    half = np.array([landscape.width, landscape.height]) / 2
    unit = np.tan(np.radians(FIELD_OF_VIEW) / 2) / half[1]  # world units to one of the frame

    def centered(distance: float) -> tuple[Array, Array]:
        """Return the target with which all is in the middle of the box, and half its size then."""
        target = points.mean(axis=0)
        for _ in range(12):
            view = View.around(target, azimuth, elevation, distance, half[0] / half[1])
            seen = center + half * view.project(points)[:, :2]
            low, high = seen.min(axis=0), seen.max(axis=0)
            off = ((low + high) / 2 - box.middle) * unit * distance
            target = target + off @ view.axes[:2]
        return target, (high - low) / 2

    near, far = 0.7 * landscape.extent, 20 * landscape.extent
    for _ in range(30):
        between = (near + far) / 2
        inside = bool(np.all(centered(between)[1] < box.half))
        near, far = (near, between) if inside else (between, far)
    return centered(far)[0], far
