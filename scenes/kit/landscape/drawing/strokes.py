"""Balls, lines and outlines turned toward the eye: flat pieces with soft edges.

Each piece reaches a pixel beyond what it shows, so that the programs that color it can let its
edge fade over one pixel. `pixel` is the size of a pixel at distance 1 from the eye.
"""

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.solids import NOTHING, Line, Solid
from scenes.kit.landscape.drawing.view import View

Array = NDArray[np.float64]
Indices = NDArray[np.int32]

CLEAR = 3  # pixels by which lines come before the ground, of which the triangles are a bit off


def _distance(points: Array, eye: Array) -> Array:
    return np.asarray(np.linalg.norm(eye - points, axis=-1, keepdims=True))


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))


def quads(balls: Array, eye: Array, up: Array, pixel: float) -> Array:
    """Return the corners of a square before each ball, (n, 4, 12): the corner, then the ball.

    balls (n, 8).  Columns: corner (3), center (3), radius, size of a pixel there, paint (4).
    """
    centers, radii = balls[:, :3], balls[:, 3:4]
    distance = _distance(centers, eye)
    toward = (eye - centers) / distance
    across = _unit(np.cross(up, toward))
    upward = np.cross(toward, across)
    size = pixel * distance
    # A ball close to the eye covers more than its radius.
    half = radii / np.sqrt(np.maximum(1 - (radii / distance) ** 2, 0.05)) + 1.5 * size
    corners = np.stack(
        [
            centers + half * (x * across + y * upward)
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ],
        axis=1,
    )
    rest = np.hstack([centers, radii, size, balls[:, 4:]])
    return np.concatenate([corners, np.repeat(rest[:, None], 4, axis=1)], axis=-1)


def quad_triangles(count: int) -> Indices:
    """Return the triangles of `count` quads with four corners each, (2 count, 3)."""
    corner = 4 * np.arange(count, dtype=np.int32)[:, None]
    return (corner + np.array([0, 1, 2, 0, 2, 3], dtype=np.int32)).reshape(-1, 3)


def ribbons(lines: tuple[Line, ...], eye: Array, pixel: float) -> tuple[Array, Indices]:
    """Return a ribbon along each of these lines, (2 n, 15) for all n points, and the triangles.

    Columns: point (3), the line's normal at its edge (3) and in its middle (3), how many pixels
    off the middle (1), half the width in pixels (1), paint (4).
    """
    counts = np.array([len(line.points) for line in lines])
    points = np.concatenate([line.points for line in lines])
    radii = np.concatenate([line.radii for line in lines])[:, None]
    fronts = np.repeat([line.front for line in lines], counts)[:, None]
    paints = np.repeat([line.paint for line in lines], counts, axis=0)
    last = np.cumsum(counts) - 1
    first = last - counts + 1
    ahead = _ahead(points, first, last)
    distance = _distance(points, eye)
    toward = (eye - points) / distance
    across = _unit(np.cross(ahead, toward))
    size = pixel * distance
    half = np.maximum(radii / size, 0.5)
    reach = half + 1
    sides = []
    for side in (-1, 1):
        at = points + side * reach * size * across
        # Moved along its ray it looks the same.
        at = at + (fronts * radii + CLEAR * size) * _unit(eye - at)
        sides.append(np.hstack([at, across, toward, side * reach, half, paints]))
    begins = np.ones(len(points), dtype=bool)
    begins[last] = False  # of a piece of ribbon to the next point
    corner = 2 * np.flatnonzero(begins).astype(np.int32)[:, None]
    triangles = (corner + np.array([0, 1, 2, 2, 1, 3], dtype=np.int32)).reshape(-1, 3)
    return np.stack(sides, axis=1).reshape(-1, 15), triangles


def rims(solid: Solid, view: View, width: float, pixel: float, color: Array) -> Solid:
    """Return what is a bit larger than `solid` all around, in a `color (3,)` as it is shown.

    `width`: of the rim at distance 1 from the eye.  No rim is wider than half of what it is about,
    so that what grows out of nothing has a rim that grows.
    """
    paint = np.append(color, 1.0)
    balls = solid.balls.copy()
    balls[:, 3:4] += np.minimum(width * _distance(balls[:, :3], view.eye), balls[:, 3:4])
    balls[:, 4:] = paint
    lines = []
    for line in solid.lines:
        more = np.minimum(width * _distance(line.points, view.eye)[:, 0], line.radii)
        # Behind the line by half of its own radius, however far in front the line is drawn.
        wide = line.radii + more
        nearer = (line.front - 1) * float(np.sum(line.radii) / max(float(np.sum(wide)), 1e-12))
        lines.append(Line(line.points, wide, paint, 0.5 + nearer))
    for hull in solid.hulls:
        edge = _outline(hull.corners, view)
        # The soft edge of the body covers the inner part of the rim.
        more = np.minimum((width + 0.5 * pixel) * _distance(edge, view.eye), hull.radius)
        joints = np.hstack([edge, more, np.tile(paint, (len(edge), 1))])
        balls = np.vstack([balls, joints[:-1]])
        lines += _sides(edge, more[:, 0], paint)
    return Solid(**{**vars(NOTHING), "balls": balls, "lines": tuple(lines)})


def edges(solid: Solid, view: View, pixel: float) -> tuple[Line, ...]:
    """Return lines of a pixel along the outlines of convex bodies, which give them soft edges."""
    lines = []
    for hull in solid.hulls:
        edge = _outline(hull.corners, view)
        lines += _sides(edge, 0.5 * pixel * _distance(edge, view.eye)[:, 0], hull.paint)
    return tuple(lines)


def _sides(outline: Array, radii: Array, paint: Array) -> list[Line]:
    """Return the sides of an outline one by one: a line is narrower where it has a corner."""
    return [Line(outline[i : i + 2], radii[i : i + 2], paint, 0.0) for i in range(len(outline) - 1)]


def _outline(corners: Array, view: View) -> Array:
    """Return the closed outline of a convex body as it is seen, (n, 3): its convex hull."""
    places = [(float(x), float(y), i) for i, (x, y, _) in enumerate(view.project(corners))]
    around: list[int] = []
    for way in (sorted(places), sorted(places, reverse=True)):
        chain: list[tuple[float, float, int]] = []
        for x, y, i in way:
            while len(chain) > 1:
                (u, v, _), (r, s, _) = chain[-2:]
                if (r - u) * (y - v) > (s - v) * (x - u):
                    break
                chain.pop()
            chain.append((x, y, i))
        around += [i for *_, i in chain[:-1]]
    return corners[[*around, around[0]]]


def _ahead(points: Array, first: Indices, last: Indices) -> Array:
    """Return the directions of lines through `points`, which begin and end at these rows."""
    before, after = np.arange(len(points)) - 1, np.arange(len(points)) + 1
    before[first], after[last] = first, last
    ahead = _unit(points[after] - points[before])
    closed = np.isclose(points[first], points[last]).all(axis=1)  # no seam
    first, last = first[closed], last[closed]
    ahead[first] = ahead[last] = _unit(ahead[first] + ahead[last])
    return ahead


def fringes(
    ends: Array,
    places: NDArray[np.int64],
    colors: NDArray[np.float32],
    thirds: Array,
    eye: Array,
    pixel: float,
) -> Array:
    """Return quads of one pixel along the outside of edges, (n, 4, 7): point (3), color (4).

    ends (n, 2, 3): the edges.  places (n, 2): numbers that are equal where ends are.
    colors (n, 2, 3).  thirds (n, 3): points on the edges' inner side.
    """
    toward = _unit(eye - ends)
    outward = np.cross(ends[:, 1:] - ends[:, :1], toward)
    inner = np.einsum("nx,nx->n", outward[:, 0], thirds - ends[:, 0])
    outward = _unit(outward) * np.where(inner > 0, -1, 1)[:, None, None]
    outward = _joined(outward.reshape(-1, 3), places.ravel()).reshape(outward.shape)
    beyond = ends + 1.25 * pixel * _distance(ends, eye) * outward
    corners = np.stack([ends[:, 0], ends[:, 1], beyond[:, 1], beyond[:, 0]], axis=1)
    alpha = np.broadcast_to(np.array([1.0, 1.0, 0.0, 0.0])[:, None], (len(ends), 4, 1))
    return np.concatenate([corners, colors[:, [0, 1, 1, 0]], alpha], axis=-1)


def _joined(outward: Array, places: NDArray[np.int64]) -> Array:
    """Return one direction for all that begin at a place, so that no gap is between them."""
    _, same = np.unique(places, return_inverse=True)
    parts = [np.bincount(same, part).astype(float) for part in outward.T]
    sums = np.stack(parts, axis=-1)[same]
    turn = np.einsum("nx,nx->n", sums, outward)[:, None]
    return np.where(turn > 0.5, _unit(sums), outward)  # but at the end of an outline it turns back
