"""Which squares of the ground are drawn in a frame, in what order, and where its outlines are."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.relief import SUN, Relief
from scenes.kit.landscape.shot import RIM, SIGHT, UNREST, Shot
from scenes.kit.landscape.view import FIELD_OF_VIEW

Array = NDArray[np.float64]
Indices = NDArray[np.int32]

STRIDES = (4, 3, 2, 1)  # of the mesh: small triangles cost more than the pixels in them
BLOCK = 12  # squares on each side of a block of squares
SQUARE = 26  # the stride is the longest with which most squares look at most so many pixels wide

# Of a ball's shadow, in its radii.
SHADOW = 5  # how far it is seen
STREAK = 1.25  # half its width, on the side away from the sun
CONTACT = 3  # how far the ground around the ball is darker, with less of the sky to see


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
    blocks: NDArray[np.intp]  # (blocks, squares in each): numbers of neighboring squares
    block_centers: Array  # (blocks, 3)
    block_radius: float  # of the largest block, about its center

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
    centers = at.mean(axis=2).reshape(-1, 3)
    radius = float(np.linalg.norm(at.reshape(-1, 4, 3) - centers[:, None], axis=-1).max())
    count = len(steps)
    numbers = np.arange(count**2).reshape(count // BLOCK, BLOCK, count // BLOCK, BLOCK)
    blocks = numbers.swapaxes(1, 2).reshape(-1, BLOCK**2)
    middles = centers[blocks].mean(axis=1)
    block_radius = np.linalg.norm(centers[blocks] - middles[:, None], axis=-1).max() + radius
    return Mesh(corners, points, normals, centers, radius, blocks, middles, float(block_radius))


def stride_for(shot: Shot, height: int) -> int:
    """Return the stride that suits a picture `height` pixels high."""
    coarse = mesh(shot.relief, shot.height_scale, STRIDES[0])
    away = np.linalg.norm(coarse.centers[in_view(coarse, shot)] - shot.view.eye, axis=1)
    if not len(away):
        return STRIDES[0]
    pixels = shot.view.pixels_per_unit(height, float(np.median(away))) * shot.relief.cell
    return next(step for step in STRIDES if step == 1 or step * pixels <= SQUARE)


def in_view(mesh: Mesh, shot: Shot) -> NDArray[np.intp]:
    """Return the squares of the blocks that may be seen: in the picture, and not in the mist."""
    view, mist, radius = shot.view, shot.mist, mesh.block_radius
    right, up, depth = ((mesh.block_centers - view.eye) @ view.axes.T).T
    # The sides of the picture are four planes through the eye.
    steep = np.tan(np.radians(FIELD_OF_VIEW) / 2) * np.array([view.aspect, 1.0])
    reach = depth * steep[:, None] + radius * np.hypot(1, steep)[:, None]
    seen = (np.abs([right, up]) < reach).all(axis=0) & (depth > -radius)
    seen &= np.hypot(*(mesh.block_centers[:, :2] - mist.center[:2]).T) < mist.radius + radius
    return np.asarray(mesh.blocks[seen].ravel())


def squares(
    mesh: Mesh, shot: Shot, seen: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the squares in sight: those that fade into the air, and those that do not.

    The nearer comes first. So a fading square mixes with what is behind the landscape, and hides
    the ground behind it; and of the others few pixels are colored that something then hides.
    """
    mist, centers = shot.mist, mesh.centers[seen]
    # A ray from the eye goes outward over the ground: what is nearer along it cannot be hidden.
    order = np.argsort(((centers[:, :2] - shot.view.eye[:2]) ** 2).sum(axis=1))
    seen, centers = seen[order], centers[order]
    lower, upper = shot.corners
    to_rim = np.abs(centers[:, :2] - (lower + upper) / 2) + mesh.radius
    far = np.linalg.norm(centers - shot.view.eye, axis=1) + mesh.radius
    full = (to_rim < RIM[0] * (upper - lower) / 2).all(axis=1) & (far < shot.hazy[0] * shot.extent)
    # The mist comes no nearer than where its wisps are thickest.
    away = (np.hypot(*(centers[:, :2] - mist.center[:2]).T) + mesh.radius) / mist.radius
    depth = (mist.center[2] - centers[:, 2] + mesh.radius) / mist.radius
    wisps = (1 - mist.clearness) * (UNREST[0] / 2 + UNREST[1] * np.maximum(depth, 0))
    full &= away * (1 + np.maximum(1 - away, 0) * wisps) < SIGHT
    fading = ~full & (away < 1 + 2 * mesh.radius / mist.radius)
    return seen[fading], seen[full]


def outline(mesh: Mesh, eye: Array, seen: NDArray[np.intp]) -> tuple[Indices, Indices]:
    """Return the edges, in sight, between a triangle that faces the eye and one that does not.

    Returns the ends of each edge, (n, 2), and the third corner of its facing triangle, (n,).
    """
    rows, columns = mesh.corners.shape[:2]
    a, b, c, d = np.moveaxis(mesh.corners, -1, 0)
    toward = eye - mesh.points[a.ravel()[seen]]
    facing = np.einsum("nkx,nx->nk", mesh.normals.reshape(-1, 2, 3)[seen], toward) > 0
    known = np.zeros(rows * columns, dtype=bool)
    known[seen] = True
    known = known.reshape(rows, columns)
    sides = np.zeros((2, rows * columns), dtype=bool)
    sides[:, seen] = facing.T
    low, high = sides.reshape(2, rows, columns)  # (a, b, d) and (a, d, c)
    right, above = known[:, :-1] & known[:, 1:], known[:-1] & known[1:]
    edges = []
    for differ, ends, thirds in (
        (low ^ high, (a, d), (low, b, c)),
        (above & (low[1:] ^ high[:-1]), (a[1:], b[1:]), (low[1:], d[1:], a[:-1])),
        (
            right & (low[:, :-1] ^ high[:, 1:]),
            (b[:, :-1], d[:, :-1]),
            (low[:, :-1], a[:, :-1], d[:, 1:]),
        ),
    ):
        lower, inside, outside = (part[differ] for part in thirds)
        third = np.where(lower, inside, outside)
        edges.append(np.stack([ends[0][differ], ends[1][differ], third], axis=-1))
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


def in_shadow(mesh: Mesh, ball: Array) -> NDArray[np.intp]:
    """Return the squares on which a ball, (4,) center and radius, may throw its shadow."""
    radius = ball[3]
    squares = around(mesh, ball[:2], SHADOW * radius)
    off = mesh.centers[squares, :2] - ball[:2]
    diagonal = float(np.linalg.norm(np.ptp(mesh.points[mesh.corners[0, 0], :2], axis=0)))
    x, y = SUN[:2] / np.hypot(*SUN[:2])
    astray, behind = np.abs(off @ (-y, x)), -off @ (x, y)
    beside = (astray < STREAK * radius + diagonal / 2) & (behind > -diagonal)
    below = np.hypot(*off.T) < CONTACT * radius + diagonal / 2
    return np.asarray(squares[beside | below])


def shadowed(mesh: Mesh, shot: Shot) -> tuple[Array, Array]:
    """Return the corners of the triangles on which balls may throw a shadow, and whose it is.

    Returns rows of the relief's vertices, (n, 7), and of the casters, (n, 4).
    """
    near = np.hypot(*(shot.casters[:, :2] - shot.mist.center[:2]).T) < shot.mist.radius
    triangles, casters = [np.zeros(0, dtype=np.int32)], [np.zeros((0, 4))]
    for caster in shot.casters[near]:
        triangles.append(mesh.triangles(in_shadow(mesh, caster)))
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
    rise = min(abs(scale / shot.relief.height_scale), 1.0)  # what lies flat throws no shadow
    sunny, airy = (1 - rise * (1 - light) for light in (sunny, airy))
    upright = np.stack([-scale * dx, -scale * dy, np.ones_like(dx)], axis=-1)
    upright /= np.linalg.norm(upright, axis=-1, keepdims=True)
    facing = np.maximum(upright @ SUN, 0)[:, None]
    above = 0.5 + 0.5 * upright[:, 2:]
    light = shot.colors["ground_light"] * (1 - above) + shot.colors["sky_light"] * above
    direct = shot.colors["sun_color"] * facing * sunny[:, None]
    return display(albedo * (light * airy[:, None] + direct))
