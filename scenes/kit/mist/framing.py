"""What an eye sees of a ground: where it must stand to see points in boxes of the frame."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import config
from numpy.typing import NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.height_levels import span
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.places import BOTTOM_RIGHT, TOP_RIGHT
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in units of the frame

EYE = ("azimuth", "elevation", "distance")
HALVINGS = 60  # of the range in which the distance is sought
# Reaches of the ground, in domains, and that of one whose walls are so many times as high as what
# is distinguished.
NARROW, WIDER, NARROWER, WALLS = 1.25, (1.5, 2.0, 2.5), (1.0, 0.85, 0.75, 0.65), 3.0
BEYOND = 1.5  # the farthest point that must be on it: so many times as far it reaches at least
DOWN = 0.12  # how far a step goes down in the frame, as a share of its length there
FACING = 0.2  # sine of the angle at which ground must be seen
RAY = np.linspace(0.003, 1, 300)  # where a ray to the eye may be hidden, in shares of its length
CIRCLE = np.column_stack([f(np.linspace(0, 2 * np.pi, 17)[1:]) for f in (np.cos, np.sin)])
FARTHEST = 1e4  # extents of the points: farther no eye is sought
QUESTION = np.array([5.9, 0.9])  # of the frame: room that a question takes from a corner


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


def all_down(points: Array, azimuth: float, elevation: float, wanted: float, most: float) -> float:
    """Return the azimuth from which each step of a path `points (n, 3)` goes down in the frame.

    The eye gets there from another `azimuth` by a move of at most so many degrees. Of several it is
    the one nearest to the `wanted` one; if there is none, that from which the steps rise the least.
    """
    best, least = azimuth, (np.inf, np.inf)
    for turn in np.linspace(-1, 1, 67) * most / np.cos(np.radians(elevation)):
        axes = View.around(np.zeros(3), azimuth + turn, elevation, 1.0, 1.0).axes
        across, up, _ = np.diff(axes @ points.T)
        rise = max(float((up / np.hypot(across, up)).max()), -DOWN)
        off = abs((wanted - azimuth - turn + 180) % 360 - 180)
        if (rise, off) < least:
            best, least = float(azimuth + turn), (rise, off)
    return best


def sees(landscape: Landscape, eye: Array, x: Array) -> NDArray[np.bool_]:
    """Say which ground at `x (n, 2)` an `eye (3,)` sees, not hidden and not edge-on, (n,)."""
    points = landscape.on_ground(x, 2e-3 * landscape.extent)
    way = eye - points
    ray = points[:, None] + RAY[:, None] * way[:, None]
    drawn = np.all((ray[..., :2] >= landscape.lower) & (ray[..., :2] <= landscape.upper), axis=-1)
    above = ray[..., 2] - landscape.height_scale * landscape.loss.value(ray[..., :2])
    facing = np.sum(landscape.normal(x) * way, axis=-1) / np.linalg.norm(way, axis=-1)
    return np.asarray(np.all((above > 0) | ~drawn, axis=-1) & (facing > FACING))


@checked
def wide_ground(loss: Loss, points: Any = ()) -> dict[str, Any]:
    """Return the corners of the ground to draw for who looks over all of it, for a `Landscape`.

    It goes on beyond the domain as far as it does not rise much higher there, and ends within it
    where walls would tower over all: but it holds all minima, and `points (n, 2)`.
    """
    lowest, highest = span(loss)
    (lower, upper), along = loss.domain, np.linspace(-1, 1, 101)
    middle, half, end = (lower + upper) / 2, (upper - lower) / 2, np.ones(101)
    sides = ((along, end), (along, -end), (end, along), (-end, along))
    border = np.concatenate([np.stack(side, axis=-1) for side in sides])
    must = np.vstack([middle, *(minimum.x for minimum in loss.minima), *points])
    least = BEYOND * (np.abs(must - middle) / half).max(axis=0)

    def rise(reach: Any) -> float:
        """Return how high the ground is where it ends, in heights that are distinguished."""
        typical = float(np.median(loss.value(middle + reach * half * border)))
        return (typical - lowest) / (highest - lowest)

    reach: Any = NARROW
    for wider in WIDER:
        if 0 <= rise(wider) <= 1:
            reach = wider
    if rise(NARROW) > WALLS:
        fitting = [narrow for narrow in NARROWER if rise(narrow) <= 1]
        reach = np.clip(least, max(fitting, default=NARROWER[-1]), NARROW)
    return {"lower": middle - reach * half, "upper": middle + reach * half}


def between(x: Array) -> Array:
    """Return the points of a path (n, 2), and some on the way from each to the next."""
    shares = np.linspace(0, 1, 5)[:, None, None]
    return np.asarray((x[:-1] + shares * (x[1:] - x[:-1])).reshape(-1, 2))


def height(landscape: Landscape) -> float:
    """Return the height of what is seen at the distance of the focus, in world units."""
    return 2 * float(np.tan(np.radians(FIELD_OF_VIEW) / 2) * landscape.distance.get_value())


def stand(landscape: Landscape, view: dict[str, Any]) -> None:
    """Put the eye of a landscape where `view` says, see `looking`."""
    for name in EYE:
        getattr(landscape, name).set_value(view[name])
    landscape.focus.set_place(view["focus"])


def free_corner(corners: Sequence[Array], room: Array, taken: Array) -> Array:
    """Return the first of some corners whose `room`, (2,), has the fewest of points `taken`."""
    return min(corners, key=lambda corner: within(corner[:2], room, taken[:, :2]))


def free_right_corner(landscape: Landscape, hiker: Walk) -> Array:
    """Return the corner on the right where a question hides the least of the walk so far."""
    walked = hiker.trajectory.x[: hiker.step + 1]
    places = walked if len(walked) == 1 else between(walked)
    return free_corner((TOP_RIGHT, BOTTOM_RIGHT), QUESTION, landscape.seen(places))


def within(middle: Array, half: Array, places: Array) -> int:
    """Return how many of some `places (n, 2)` lie in a rectangle, given half its size."""
    return int(np.sum(np.all(np.abs(places - middle) < half, axis=-1)))
