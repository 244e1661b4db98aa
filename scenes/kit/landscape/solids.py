"""Spheres, tubes, arrows and discs as triangles: what stands on the ground is made of these."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Solid:
    """Triangles in world units; a normal of zero means that the place is not lit."""

    points: Array  # (n, 3)
    normals: Array  # (n, 3)
    colors: Array  # (n, 4), linear light and opacity
    triangles: NDArray[np.int32]  # (m, 3)


NOTHING = Solid(
    np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 4)), np.zeros((0, 3), dtype=np.int32)
)


def join(solids: list[Solid]) -> Solid:
    """Put several solids into one, in their order."""
    solids = [NOTHING, *solids]
    before = np.cumsum([0, *(len(solid.points) for solid in solids[:-1])])
    return Solid(
        np.concatenate([solid.points for solid in solids]),
        np.concatenate([solid.normals for solid in solids]),
        np.concatenate([solid.colors for solid in solids]),
        np.concatenate([s.triangles + k for s, k in zip(solids, before, strict=True)]).astype(
            np.int32
        ),
    )


def linear(color: Array) -> Array:
    """Return the linear light of an sRGB `color (…, 3)` in 0 … 1."""
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def painted(points: Array, normals: Array, color: Array, triangles: NDArray[np.int32]) -> Solid:
    """Return a solid of one `color (4,)`: sRGB and opacity."""
    paint = np.append(linear(color[:3]), color[3])
    return Solid(points, normals, np.broadcast_to(paint, (len(points), 4)), triangles)


@cache
def _strip(rows: int, columns: int) -> NDArray[np.int32]:
    """Triangles of a tube of `rows` rings with `columns` points each, whose seam is closed."""
    a = (np.arange(rows - 1)[:, None] * columns + np.arange(columns)).ravel()
    b = (np.arange(rows - 1)[:, None] * columns + (np.arange(columns) + 1) % columns).ravel()
    cells = np.stack([a, b, b + columns, a, b + columns, a + columns], axis=-1)
    return cells.reshape(-1, 3).astype(np.int32)


@cache
def _unit_sphere(detail: int) -> Array:
    """Rings of points from pole to pole: `detail` rings of ``2 * detail`` points, (n, 3)."""
    polar = np.linspace(0, np.pi, detail)[:, None]
    around = np.arange(2 * detail) * np.pi / detail
    parts = np.broadcast_arrays(
        np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)
    )
    return np.stack(parts, axis=-1).reshape(-1, 3)


def sphere(center: Array, radius: float, color: Array, detail: int = 24) -> Solid:
    """Return the sphere of `radius` about `center (3,)`."""
    unit = _unit_sphere(detail)
    return painted(center + radius * unit, unit, color, _strip(detail, 2 * detail))


def gem(center: Array, radius: float, upright: Array, color: Array) -> Solid:
    """Return an octahedron with flat faces that stands on one corner along `upright (3,)`."""
    across = np.cross(upright, (0.0, 1.0, 0.0))
    across = across / np.linalg.norm(across)
    ring = np.array([across, np.cross(upright, across), -across, -np.cross(upright, across)])
    faces = np.array(
        [[side * upright, ring[i], ring[(i + 1) % 4]] for side in (1.35, -1.35) for i in range(4)]
    )
    normals = np.repeat(faces.sum(axis=1), 3, axis=0)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    triangles = np.arange(24, dtype=np.int32).reshape(-1, 3)
    return painted(center + radius * faces.reshape(-1, 3), normals, color, triangles)


def _frames(line: Array) -> tuple[Array, Array]:
    """Two unit vectors across each point of a polyline (n, 3), without needless twist."""
    ahead = np.gradient(line, axis=0)
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    across = np.cross(ahead, (0.0, 0.0, 1.0))
    flat = np.linalg.norm(across, axis=1, keepdims=True)
    across = np.where(flat > 1e-6, across / np.maximum(flat, 1e-12), (1.0, 0.0, 0.0))
    return across, np.cross(across, ahead)


def tube(line: Array, radii: Array, color: Array, sides: int = 12) -> Solid:
    """Return a round tube about a polyline `line (n, 3)` of `radii (n,)`, n ≥ 2."""
    across, upward = _frames(line)
    turn = np.arange(sides) * 2 * np.pi / sides
    normals = (
        np.cos(turn)[:, None] * across[:, None] + np.sin(turn)[:, None] * upward[:, None]
    )  # (n, sides, 3)
    points = line[:, None] + radii[:, None, None] * normals
    strip = _strip(len(line), sides)
    return painted(points.reshape(-1, 3), normals.reshape(-1, 3), color, strip)


def arrow(start: Array, end: Array, thickness: float, color: Array) -> Solid:
    """Return an arrow from `start (3,)` to `end (3,)` whose shaft is `thickness` thick."""
    along = end - start
    length = float(np.linalg.norm(along))
    if length < 1e-9:
        return NOTHING
    head = min(5.2 * thickness, 0.6 * length)
    neck = end - head * along / length
    shaft = tube(np.array([start, neck]), np.full(2, thickness / 2), color, sides=24)
    width = 1.5 * thickness * min(1.0, head / (3.0 * thickness))
    cone = tube(np.array([neck, end]), np.array([width, 0.0]), color, sides=32)
    slant = np.repeat([width / head], len(cone.points))[:, None] * along / length
    cone = Solid(cone.points, cone.normals + slant, cone.colors, cone.triangles)
    base = tube(np.array([neck, neck + 1e-6 * along]), np.array([0.0, width]), color, sides=32)
    base = Solid(
        base.points,
        np.broadcast_to(-along / length, base.points.shape),
        base.colors,
        base.triangles,
    )
    return join([shaft, base, cone])


def disc(center: Array, normal: Array, radius: float, color: Array, rim: float) -> Solid:
    """Return a translucent disc with a solid rim of thickness `rim`."""
    across = np.cross(normal, (0.0, 1.0, 0.0))
    across = across / np.linalg.norm(across)
    turn = np.linspace(0, 2 * np.pi, 97)[:, None]
    edge = center + radius * (np.cos(turn) * across + np.sin(turn) * np.cross(normal, across))
    ring = tube(edge, np.full(len(edge), rim / 2), color, sides=8)
    fan = np.stack([np.zeros(96), np.arange(96) + 1, np.arange(96) + 2], axis=-1).astype(np.int32)
    points = np.vstack([center, edge])
    glass = np.append(color[:3], 0.28 * color[3])
    return join([ring, painted(points, np.zeros(points.shape), glass, fan)])
