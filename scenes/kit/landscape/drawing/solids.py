"""Balls, lines, arrows and discs: what stands on the ground is made of these."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int32]
TALL = 1.35  # of a gem: half its height, in halves of its breadth


class Line(NamedTuple):
    """A round line through `points (n, 3)` that is as thick as `radii (n,)`; `paint (4,)`.

    `front`: where it is drawn, in front of its points and behind what stands nearer to the eye,
    as a share of the radius; 1 where a round line has its front.
    """

    points: Array
    radii: Array
    paint: Array
    front: float = 1.0


class Hull(NamedTuple):
    """A convex body with these `corners (n, 3)`; no rim of it is wider than its `radius`."""

    corners: Array
    radius: float
    paint: Array


@dataclass(frozen=True, eq=False)
class Solid:
    """Balls, round lines and triangles in world units; paint is linear light and opacity.

    A normal of zero means that the place is not lit.  `hulls`: the bodies whose triangles they are,
    where these are to have soft edges or rims.
    """

    balls: Array  # (n, 8): center, radius, paint
    lines: tuple[Line, ...]
    points: Array  # (m, 3)
    normals: Array  # (m, 3)
    colors: Array  # (m, 4)
    triangles: Indices  # (k, 3)
    hulls: tuple[Hull, ...] = ()


NOTHING = Solid(
    np.zeros((0, 8)),
    (),
    np.zeros((0, 3)),
    np.zeros((0, 3)),
    np.zeros((0, 4)),
    np.zeros((0, 3), dtype=np.int32),
)


def cross(a: Any, b: Any) -> Array:
    """Return the cross product of two vectors (3,), in a tenth of the time that NumPy takes."""
    (x, y, z), (u, v, w) = map(float, a), map(float, b)
    return np.array([y * w - z * v, z * u - x * w, x * v - y * u])


def join(solids: list[Solid]) -> Solid:
    """Put several solids into one, in their order."""
    solids = [NOTHING, *solids]
    before = np.cumsum([0, *(len(solid.points) for solid in solids[:-1])])
    triangles = [solid.triangles + first for solid, first in zip(solids, before, strict=True)]
    return Solid(
        np.concatenate([solid.balls for solid in solids]),
        tuple(line for solid in solids for line in solid.lines),
        np.concatenate([solid.points for solid in solids]),
        np.concatenate([solid.normals for solid in solids]),
        np.concatenate([solid.colors for solid in solids]),
        np.concatenate(triangles).astype(np.int32),
        tuple(hull for solid in solids for hull in solid.hulls),
    )


def linear(color: Array) -> Array:
    """Return the linear light of an sRGB `color (…, 3)` in 0 … 1."""
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def paint(color: Array) -> Array:
    """Return the linear light and the opacity of a `color (4,)`: sRGB and opacity."""
    return np.array([*linear(color[:3]), color[3]])


def spheres(centers: Array, radius: float, color: Array) -> Solid:
    """Return spheres of `radius` about `centers (n, 3)`, of one `color (4,)`."""
    balls = np.empty((len(centers), 8))
    balls[:, :3], balls[:, 3], balls[:, 4:] = centers, radius, paint(color)
    return Solid(**{**vars(NOTHING), "balls": balls})


def tube(line: Array, radii: Array, color: Array, front: float = 1.0) -> Solid:
    """Return a round line through `line (n, 3)` of `radii (n,)`, n ≥ 2."""
    return Solid(**{**vars(NOTHING), "lines": (Line(line, radii, paint(color), front),)})


def mesh(
    points: Array,
    normals: Array,
    color: Array,
    triangles: Indices,
    hulls: tuple[Hull, ...] = (),
) -> Solid:
    """Return triangles of one `color (4,)`."""
    colors = np.broadcast_to(paint(color), (len(points), 4))
    return Solid(NOTHING.balls, (), points, normals, colors, triangles, hulls)


def gem(center: Array, radius: float, upright: Array, color: Array) -> Solid:
    """Return an octahedron with flat faces that stands on one corner along `upright (3,)`."""
    across = cross(upright, (0.0, 1.0, 0.0))
    across = across / np.linalg.norm(across)
    beside = cross(upright, across)
    ring = np.array([across, beside, -across, -beside])
    corners = center + radius * np.vstack([ring, TALL * upright, -TALL * upright])
    faces = np.array(
        [[side * upright, ring[i], ring[(i + 1) % 4]] for side in (TALL, -TALL) for i in range(4)]
    )
    normals = np.repeat(faces.sum(axis=1), 3, axis=0)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    triangles = np.arange(24, dtype=np.int32).reshape(-1, 3)
    points = center + radius * faces.reshape(-1, 3)
    return mesh(points, normals, color, triangles, (Hull(corners, radius, paint(color)),))


@cache
def _fans(sides: int) -> Indices:
    """Triangles of a cone's coat and of its base: two rings, a tip for each side, a center."""
    here = np.arange(sides, dtype=np.int32)
    there = (here + 1) % sides
    coat = np.stack([here, there, 2 * sides + here], axis=-1)
    base = np.stack([sides + there, sides + here, np.full_like(here, 3 * sides)], axis=-1)
    return np.vstack([coat, base])


def cone(base: Array, tip: Array, radius: float, color: Array, sides: int = 32) -> Solid:
    """Return the cone of `radius` about `base (3,)` with its point at `tip (3,)`."""
    along = tip - base
    length = float(np.linalg.norm(along))
    along = along / length
    across = cross(along, (0.0, 0.0, 1.0) if abs(along[2]) < 0.9 else (0.0, 1.0, 0.0))
    across /= np.linalg.norm(across)
    turn = np.arange(sides)[:, None] * 2 * np.pi / sides
    outward = np.cos(turn) * across + np.sin(turn) * cross(along, across)
    rim = base + radius * outward
    slant = outward + radius / length * along
    back = np.tile(-along, (sides + 1, 1))
    points = np.vstack([rim, rim, np.tile(tip, (sides, 1)), base])
    normals = np.vstack([slant, back[:-1], slant, back[-1:]])
    hull = Hull(np.vstack([rim, tip]), radius, paint(color))
    return mesh(points, normals, color, _fans(sides), (hull,))


def arrow(start: Array, end: Array, thickness: float, color: Array) -> Solid:
    """Return an arrow from `start (3,)` to `end (3,)` whose shaft is `thickness` thick."""
    along = end - start
    length = float(np.linalg.norm(along))
    if length < 1e-9:
        return NOTHING
    head = min(5.2 * thickness, 0.6 * length)
    neck = end - head * along / length
    shaft = tube(np.array([start, neck]), np.full(2, thickness / 2), color)
    width = 1.5 * thickness * min(1.0, head / (3.0 * thickness))
    return join([shaft, cone(neck, end, width, color)])


def disc(
    center: Array, normal: Array, radius: float, face: Array, color: Array, rim: float
) -> Solid:
    """Return a disc in the paint `face`, with a round rim of radius `rim` in the paint `color`."""
    across = cross(normal, (0.0, 1.0, 0.0))
    across = across / np.linalg.norm(across)
    turn = np.linspace(0, 2 * np.pi, 97)[:, None]
    edge = center + radius * (np.cos(turn) * across + np.sin(turn) * cross(normal, across))
    ring = tube(edge, np.full(len(edge), rim), color)
    fan = np.stack([np.zeros(96), np.arange(96) + 1, np.arange(96) + 2], axis=-1).astype(np.int32)
    points = np.vstack([center, edge])
    return join([ring, mesh(points, np.zeros(points.shape), face, fan)])
