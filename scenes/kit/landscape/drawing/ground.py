"""Which triangles of the ground are drawn in a frame, in what order, and where its outlines are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.patches import FINEST, PATCH, counts, patches, pattern
from scenes.kit.landscape.drawing.relief import SUN
from scenes.kit.landscape.drawing.shot import SIGHT, UNREST, Shot
from scenes.kit.landscape.drawing.surface import Surface, Table

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Triangles = NDArray[np.int32]
Flags = NDArray[np.bool_]

# Of a ball's shadow, in its radii.
SHADOW = 5  # how far it is seen
STREAK = 1.25  # half its width, on the side away from the sun
CONTACT = 3  # how far the ground around the ball is darker, with less of the sky to see


@dataclass(frozen=True, eq=False)
class Mesh:
    """The triangles of a frame, patch by patch, the nearer first.

    So a patch that fades into the air mixes with what is behind the landscape, and hides the
    ground behind it; and of the others few pixels are colored that something then hides.
    """

    vertices: Table  # (n, 10), as those of a surface
    points: Array  # (n, 3), world units
    places: Indices  # (n,): numbers that are equal where the places are
    triangles: Triangles  # (m, 3)
    first: Triangles  # (patches + 1,): the first triangle of each patch
    numbers: Indices  # (patches,), of those of the relief that are drawn
    fading: Flags  # (patches,): which fade into the air
    outer: Flags  # (patches,): which may have an outline of the ground, or are beside one

    def of_patches(self, wanted: Flags) -> Triangles:
        """Return the triangles of some of the patches drawn, in their order, (k, 3)."""
        return self.triangles[np.repeat(wanted, np.diff(self.first))]


def mesh(shot: Shot, height: int, surface: Surface) -> Mesh:
    """Return what is drawn of the `surface` of a shot in a picture `height` pixels high."""
    ground = patches(shot.relief)
    centers, halves = ground.boxes(shot.height_scale)
    numbers = _in_view(shot, centers, halves)
    off = centers[numbers, :2] - shot.view.eye[:2]
    # A ray from the eye goes outward over the ground: what is nearer along it cannot be hidden.
    order = np.argsort((off**2).sum(axis=1), kind="stable")
    numbers, back = numbers[order], off[order] < 0
    outer = ground.has_outline(shot)
    square = counts(shot, height, outer, surface.off_color)
    around = np.pad(square.reshape(ground.row, -1), 1, mode="edge")
    sides = around[1:-1, :-2], around[1:-1, 2:], around[:-2, 1:-1], around[2:, 1:-1]
    kinds = np.column_stack([square, *(side.ravel() for side in sides)])[numbers]
    falling = ground.falling[numbers]
    found = [
        pattern(count, tuple(neighbors), slant, tuple(turned))
        for (count, *neighbors), slant, turned in zip(
            kinds.tolist(), falling.tolist(), back.tolist(), strict=True
        )
    ]
    at, triangles = [places for places, _ in found], [corners for _, corners in found]
    begins, first = (np.cumsum([0, *map(len, parts)], dtype=np.int32) for parts in (at, triangles))
    corner = np.stack(np.divmod(numbers, ground.row)[::-1], axis=-1).astype(np.int32)
    place = FINEST * np.repeat(corner, np.diff(begins), axis=0) + _joined(at, 2)
    row, line = shot.relief.cells + 1, FINEST * ground.row + 1
    part = FINEST // PATCH
    vertices = surface.table.take(place[:, 1] // part * row + place[:, 0] // part, axis=0)
    for k in np.flatnonzero(kinds[:, 0] > PATCH):
        (x, y), count = corner[k] * PATCH, kinds[k, 0]
        inner = surface.refined(y, x, PATCH, count // PATCH)
        x, y = at[k].T // (FINEST // count)
        vertices[begins[k] : begins[k + 1]] = inner[y, x]
    return Mesh(
        vertices,
        vertices[:, :3] * np.array([1, 1, shot.height_scale]),
        place[:, 1] * line + place[:, 0],
        _joined(triangles, 3) + np.repeat(begins[:-1], np.diff(first))[:, None],
        first,
        numbers,
        _fading(shot, centers[numbers], halves[numbers]),
        outer[numbers],
    )


def _joined(parts: list[Triangles], columns: int) -> Triangles:
    return np.concatenate([np.zeros((0, columns), dtype=np.int32), *parts])


def _in_view(shot: Shot, centers: Array, halves: Array) -> Indices:
    """Return the patches that may be seen: in the picture, and not in the mist."""
    view, mist = shot.view, shot.mist
    right, up, depth = ((centers - view.eye) @ view.axes.T).T
    radius = np.linalg.norm(halves, axis=1)
    # The sides of the picture are four planes through the eye.
    steep = view.steep * np.array([[view.aspect], [1.0]])
    seen = (np.abs([right, up]) < depth * steep + radius * np.hypot(1, steep)).all(axis=0)
    away = np.maximum(np.abs(centers[:, :2] - mist.center[:2]) - halves[:, :2], 0)
    return np.flatnonzero(seen & (depth > -radius) & (np.hypot(*away.T) < mist.radius))


def _fading(shot: Shot, centers: Array, halves: Array) -> Flags:
    """Return which patches fade into the air: at the rim, in the haze or in the mist."""
    mist, (lower, upper) = shot.mist, shot.corners
    to_rim = np.abs(centers[:, :2] - (lower + upper) / 2) + halves[:, :2]
    far = np.linalg.norm(centers - shot.view.eye, axis=1) + np.linalg.norm(halves, axis=1)
    full = (to_rim < shot.rim[0] * (upper - lower) / 2).all(axis=1) & (
        far < shot.hazy[0] * shot.extent
    )
    # The mist comes no nearer than where its wisps are thickest.
    away = np.hypot(*(np.abs(centers - mist.center) + halves)[:, :2].T) / mist.radius
    depth = (mist.center[2] - centers[:, 2] + halves[:, 2]) / mist.radius
    wisps = (1 - mist.clearness) * (UNREST[0] / 2 + UNREST[1] * np.maximum(depth, 0))
    full &= away * (1 + np.maximum(1 - away, 0) * wisps) < SIGHT
    return np.asarray(~full)


def outline(mesh: Mesh, shot: Shot) -> tuple[Indices, Indices]:
    """Return the edges between a triangle that faces the eye and one that does not.

    Those in the mist are left out. Returns the ends of each edge, (n, 2), and the third corner of
    its facing triangle, (n,).
    """
    triangles = mesh.of_patches(mesh.outer)
    x, y, z = np.ascontiguousarray((mesh.points - shot.view.eye).T)
    a, b, c = np.ascontiguousarray(triangles.T)
    facing = (
        x[a] * (y[b] * z[c] - z[b] * y[c])
        + y[a] * (z[b] * x[c] - x[b] * z[c])
        + z[a] * (x[b] * y[c] - y[b] * x[c])
    ) < 0
    # An edge of an outline joins two places at which there are triangles of both kinds.
    averted = mesh.places[triangles[~facing].ravel()]
    kind = np.zeros(int(mesh.places.max(initial=0)) + 1, dtype=np.uint8)
    kind[averted] = 1
    close = (kind[mesh.places[a]] | kind[mesh.places[b]] | kind[mesh.places[c]]) > 0
    triangles, facing = triangles[close], facing[close]
    places = mesh.places[triangles]
    front = places[facing]
    kind[front[kind[front] > 0]] = 2
    p, q, r = kind[places].T == 2
    chosen = (p & q) | (q & r) | (r & p)
    facing, (a, b, c) = np.tile(facing[chosen], 3), triangles[chosen].T
    edges = np.concatenate([np.stack(edge, axis=-1) for edge in ((a, b, c), (b, c, a), (c, a, b))])
    low, high = np.sort(mesh.places[edges[:, :2]], axis=1).T
    order = np.lexsort((high, low))
    low, high, facing, edges = low[order], high[order], facing[order], edges[order]
    shared = np.flatnonzero(
        (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (facing[1:] != facing[:-1])
    )
    edges = edges[np.where(facing[shared], shared, shared + 1)]
    away = mesh.points[edges[:, 0], :2] - shot.mist.center[:2]
    edges = edges[np.hypot(*away.T) < shot.mist.radius]
    return edges[:, :2], edges[:, 2]


def shadowed(mesh: Mesh, shot: Shot) -> tuple[Table, Array]:
    """Return the corners of the triangles on which balls may throw a shadow, and whose it is.

    Returns rows of vertices, (n, 10), and of the casters, (n, 4).
    """
    casters, mist = shot.casters, shot.mist
    casters = casters[np.hypot(*(casters[:, :2] - mist.center[:2]).T) < mist.radius]
    centers, halves = (part[mesh.numbers, :2] for part in patches(shot.relief).boxes(1.0))
    reach = SHADOW * casters[:, 3, None, None] + halves
    close = (np.abs(centers - casters[:, None, :2]) < reach).all(axis=2)
    whose, which = np.nonzero(close)
    starts, ends = mesh.first[which], mesh.first[which + 1]
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    triangles = _joined([mesh.triangles[start:end] for start, end in spans], 3)
    casters = np.repeat(casters[whose], ends - starts, axis=0)
    falls = _in_shadow(mesh.points[triangles, :2], casters)
    return mesh.vertices[triangles[falls].ravel()], np.repeat(casters[falls], 3, axis=0)


def _in_shadow(corners: Array, balls: Array) -> Flags:
    """Return on which of some triangles, (n, 3, 2), balls, (n, 4), may throw their shadows."""
    middle, radius = corners.mean(axis=1), balls[:, 3]
    reach = np.linalg.norm(corners - middle[:, None], axis=-1).max(axis=1)
    off = middle - balls[:, :2]
    x, y = SUN[:2] / np.hypot(*SUN[:2])
    astray, behind, away = np.abs(off @ (-y, x)), -off @ (x, y), np.hypot(*off.T)
    beside = (astray < STREAK * radius + reach) & (behind > -reach)
    beside &= away < SHADOW * radius + reach
    return np.asarray(beside | (away < CONTACT * radius + reach))
