"""Where an eye must stand so that given points are seen in given boxes of the frame."""

from typing import Any

import numpy as np
from manim import config
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.landscape.landscape import Landscape

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in units of the frame

HALVINGS = 60  # of the range in which the distance is sought
FARTHEST = 1e4  # extents of the points: farther no eye is sought
MARCH = np.linspace(0.02, 4, 2000)  # where a ray may meet the ground, in distances of the points


def nearest_eye(points: Any, boxes: Any, azimuth: float, elevation: float) -> Array:
    """Return the nearest eye (3,) that sees each of `points (n, 3)` in its box, in world units.

    `boxes`: one box for all points, or (n, 4).  The picture fills the frame; the eye looks from
    the side `azimuth` and from `elevation`, both in degrees.  For a given depth of the eye each
    bound of a box is one on the eye's place across and up; the nearest depth for which the
    bounds leave room is found by bisection.

    Raises ValueError for boxes that have no point in common, or fewer than two points apart.
    """
    axes = View.around(np.zeros(3), azimuth, elevation, 1.0, 1.0).axes
    across, up, depth = axes @ np.asarray(points, dtype=float).T
    zoom = config.frame_height / 2 / np.tan(np.radians(FIELD_OF_VIEW) / 2)
    left, bottom, right, top = np.broadcast_to(boxes, (len(depth), 4)).T / zoom
    if left.max() >= right.min() or bottom.max() >= top.min():
        raise ValueError("the boxes have no point in common")
    size = float(max(np.ptp(across), np.ptp(up), np.ptp(depth)))
    if not size > 0:
        raise ValueError("the points are one: nothing says how near the eye shall be")

    def place(at: float) -> tuple[Array, Array]:
        away = depth - at
        low = np.array([(across - right * away).max(), (up - top * away).max()])
        high = np.array([(across - left * away).min(), (up - bottom * away).min()])
        return low, high

    far, near = depth.min() - FARTHEST * size, depth.min() - 1e-3 * size
    for _ in range(HALVINGS):
        middle = (far + near) / 2
        low, high = place(middle)
        far, near = (middle, near) if np.all(low <= high) else (far, middle)
    low, high = place(far)
    return np.asarray(np.append((low + high) / 2, far) @ axes)


def looking(landscape: Landscape, eye: Array, azimuth: float, elevation: float) -> dict[str, Any]:
    """Return focus, distance, azimuth and elevation with which `landscape` is seen from `eye` (3,).

    The focus is where the middle of the picture meets the ground.
    """
    forward = View.around(np.zeros(3), azimuth, elevation, 1.0, 1.0).axes[2]
    middle = landscape.on_ground((landscape.lower + landscape.upper) / 2)
    far = max(float((middle - eye) @ forward), 1e-3 * landscape.extent)
    ray = eye + far * MARCH[:, None] * forward
    below = ray[:, 2] <= landscape.height_scale * landscape.loss.value(ray[:, :2])
    hit = int(np.argmax(below)) if below.any() else int(np.argmin(np.abs(MARCH - 1)))
    before, after = (far * MARCH[max(hit - 1, 0)], far * MARCH[hit]) if below.any() else (far, far)
    for _ in range(HALVINGS):
        half = (before + after) / 2
        x, y, z = eye + half * forward
        under = z <= landscape.height_scale * float(landscape.loss.value(np.array([x, y])))
        before, after = (before, half) if under else (half, after)
    focus = (eye + after * forward)[:2]
    return {
        "focus": focus,
        "distance": float((landscape.on_ground(focus) - eye) @ forward),
        "azimuth": azimuth,
        "elevation": elevation,
    }
