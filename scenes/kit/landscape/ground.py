"""Which squares of the ground are drawn in a frame, in what order, and where its outlines are."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.relief import SUN, Relief
from scenes.kit.landscape.shot import HAZE, RIM, SIGHT, Shot

Array = NDArray[np.float64]
Indices = NDArray[np.int32]

STRIDES = (4, 3, 2, 1)  # of the mesh: small triangles cost more than the pixels in them
SQUARE = 20  # the stride is the longest with which a square looks at most so many pixels wide


@dataclass(frozen=True, eq=False)
class Mesh:
    """The squares of a relief at one stride; each is the triangles (a, b, d) and (a, d, c).

    In a square a, b are the corners with the lower y, a, c those with the lower x.
    """

    corners: Indices  # (rows, columns, 4): a, b, c, d as rows of `points`
    points: Array  # (n, 3), world units
    normals: Array  # (rows, columns, 2, 3), of the triangles, upward
    centers: Array  # (rows * columns, 3)
    radius: float  # of the largest square, about its center

    def triangles(self, squares: NDArray[np.intp]) -> Indices:
        """Return the corners of the triangles of some squares, in their order, (6 n,)."""
        return self.corners.reshape(-1, 4)[squares][:, [0, 1, 3, 0, 3, 2]].ravel()


@lru_cache(maxsize=8)
def mesh(relief: Relief, height_scale: float, stride: int) -> Mesh:
    """Return the mesh that takes each `stride`-th point of `relief`."""
    row = relief.cells + 1
    points = relief.vertices[:, :3] * np.array([1, 1, height_scale])
    steps = np.arange(0, relief.cells, stride, dtype=np.int32)
    a = steps[:, None] * row + steps
    corners = np.stack([a, a + stride, a + stride * row, a + stride * (row + 1)], axis=-1)
    at = points[corners]
    ab, ac, ad = (at[..., i, :] - at[..., 0, :] for i in (1, 2, 3))
    normals = np.stack([np.cross(ab, ad), np.cross(ad, ac)], axis=-2)
    centers = at.mean(axis=2).reshape(-1, 1, 3)
    radius = float(np.linalg.norm(at.reshape(-1, 4, 3) - centers, axis=-1).max())
    return Mesh(corners, points, normals, centers[:, 0], radius)


def stride_for(shot: Shot, height: int) -> int:
    """Return the stride that suits a picture `height` pixels high."""
    pixels = shot.view.pixels_per_unit(height) * shot.relief.cell
    return next(step for step in STRIDES if step == 1 or step * pixels <= SQUARE)


def squares(mesh: Mesh, shot: Shot) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the squares that are drawn: those that fade into the air, and those that do not.

    The nearer comes first. So a fading square mixes with what is behind the landscape, and hides
    the ground behind it; and of the others few pixels are colored that something then hides.
    """
    view, mist = shot.view, shot.mist
    away = np.hypot(*(mesh.centers[:, :2] - mist.center[:2]).T) + mesh.radius
    across, up, depth = view.project(mesh.centers).T
    # A square may reach into the picture that its center is not in, and more so close to the eye.
    margin = 1 + 4 * mesh.radius / np.maximum(depth, 1e-9)
    seen = (depth > -mesh.radius) & (away - 2 * mesh.radius < mist.radius)
    seen &= (depth < 2 * mesh.radius) | ((np.abs(across) < margin) & (np.abs(up) < margin))
    chosen = np.flatnonzero(seen)
    centers = mesh.centers[chosen]
    lower, upper = shot.corners
    to_rim = np.abs(centers[:, :2] - (lower + upper) / 2) + mesh.radius
    far = np.linalg.norm(centers - view.eye, axis=1) + mesh.radius
    full = (to_rim < RIM[0] * (upper - lower) / 2).all(axis=1) & (far < HAZE[0] * shot.extent)
    full &= (mist.clearness == 1) & (away[chosen] < SIGHT * mist.radius)
    # A ray from the eye goes outward over the ground: what is nearer along it cannot be hidden.
    order = np.argsort(np.hypot(*(centers[:, :2] - view.eye[:2]).T))
    chosen, full = chosen[order], full[order]
    return chosen[~full], chosen[full]


def outline(mesh: Mesh, eye: Array) -> tuple[Indices, Indices]:
    """Return the edges between a triangle that faces the eye and one that does not.

    Returns the ends of each edge, (n, 2), and the third corner of its facing triangle, (n,).
    """
    a, b, c, d = np.moveaxis(mesh.corners, -1, 0)
    toward = eye - mesh.points[a]
    facing = np.einsum("ijkx,ijx->ijk", mesh.normals, toward) > 0
    low, high = facing[..., 0], facing[..., 1]  # (a, b, d) and (a, d, c)
    edges = []
    for differ, ends, third in (
        (low ^ high, (a, d), np.where(low, b, c)),
        (low[1:] ^ high[:-1], (a[1:], b[1:]), np.where(low[1:], d[1:], a[:-1])),
        (
            low[:, :-1] ^ high[:, 1:],
            (b[:, :-1], d[:, :-1]),
            np.where(low[:, :-1], a[:, :-1], d[:, 1:]),
        ),
    ):
        edges.append(np.stack([ends[0][differ], ends[1][differ], third[differ]], axis=-1))
    found = np.concatenate(edges)
    return found[:, :2], found[:, 2]


def around(mesh: Mesh, place: Array, radius: float) -> NDArray[np.intp]:
    """Return the squares within `radius` of a place (2,) of the ground."""
    rows, columns = mesh.corners.shape[:2]
    first, last = mesh.points[mesh.corners[0, 0, 0]], mesh.points[mesh.corners[-1, -1, 3]]
    share = (place - first[:2]) / (last - first)[:2] * (columns, rows)
    reach = radius / (last - first)[:2] * (columns, rows)
    low = np.clip(np.floor(share - reach), 0, (columns, rows)).astype(int)
    high = np.clip(np.ceil(share + reach), 0, (columns, rows)).astype(int)
    within = np.arange(low[1], high[1])[:, None] * columns + np.arange(low[0], high[0])
    return np.asarray(within.ravel(), dtype=np.intp)


def shadowed(mesh: Mesh, shot: Shot, reach: float) -> tuple[Array, Array]:
    """Return the corners of the triangles on which balls may throw a shadow, and whose it is.

    `reach`: how far from a ball its shadow can be seen, in its radii.
    Returns rows of the relief's vertices, (n, 7), and of the casters, (n, 4).
    """
    near = np.hypot(*(shot.casters[:, :2] - shot.mist.center[:2]).T) < shot.mist.radius
    triangles, casters = [np.zeros(0, dtype=np.int32)], [np.zeros((0, 4))]
    for caster in shot.casters[near]:
        triangles.append(mesh.triangles(around(mesh, caster[:2], reach * caster[3])))
        casters.append(np.tile(caster, (len(triangles[-1]), 1)))
    corners = shot.relief.vertices[np.concatenate(triangles)].astype(float)
    return corners, np.concatenate(casters)


def display(light: Array) -> Array:
    """Turn linear light into sRGB, with a soft shoulder for highlights."""
    held = light * (1 + light * 0.18) / (1 + light * 0.34)
    root = np.sqrt(np.maximum(held, 0))
    return np.asarray(0.947 * root + 0.099 * np.sqrt(root) - 0.046 * held)


def lit(shot: Shot) -> Array:
    """Return the color (sRGB) of each point of the ground in the light that falls on it, (n, 3)."""
    _, _, value, dx, dy, sunny, airy = shot.relief.vertices.T.astype(float)
    low, high, _ = shot.levels
    along = (value - low) / (high - low)
    ramp = shot.colors["ramp"]
    albedo = np.stack(
        [np.interp(along, np.linspace(0, 1, len(ramp)), channel) for channel in ramp.T], axis=-1
    )
    scale = shot.height_scale
    upright = np.stack([-scale * dx, -scale * dy, np.ones_like(dx)], axis=-1)
    upright /= np.linalg.norm(upright, axis=-1, keepdims=True)
    facing = np.maximum(upright @ SUN, 0)[:, None]
    above = 0.5 + 0.5 * upright[:, 2:]
    light = shot.colors["ground_light"] * (1 - above) + shot.colors["sky_light"] * above
    direct = shot.colors["sun_color"] * facing * sunny[:, None]
    return display(albedo * (light * airy[:, None] + direct))
