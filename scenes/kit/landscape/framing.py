"""Where an eye must stand so that given points are seen in given boxes of the frame."""

from typing import Any

import numpy as np
from manim import config
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in units of the frame

HALVINGS = 60  # of the range in which the distance is sought
FARTHEST = 1e4  # extents of the points: farther no eye is sought


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


def looking(eye: Array, points: Array, azimuth: float, elevation: float) -> dict[str, Any]:
    """Return focus (3,), distance, azimuth and elevation with which a landscape is seen from `eye`.

    The focus is in the middle of the picture, as far away as `points (n, 3)` are on average.
    """
    forward = View.around(np.zeros(3), azimuth, elevation, 1.0, 1.0).axes[2]
    distance = float(((points - eye) @ forward).mean())
    focus = eye + distance * forward
    return {"focus": focus, "distance": distance, "azimuth": azimuth, "elevation": elevation}
