"""The ground: the loss sampled on a mesh, with the light that falls on each point of it."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Corner = tuple[float, ...]

SUN = np.array([-0.40, 0.48, 0.78]) / np.linalg.norm([-0.40, 0.48, 0.78])  # toward it
COARSE = 4  # the light of the sky, which is soft, is worked out on each so many-th point
STEEPEST = 1e18  # a slope; its square is a float32, too, where that of a wall (√x at 0) is not
PENUMBRA = 0.35  # half the width of a cast shadow's soft edge, as a tangent


@dataclass(frozen=True, eq=False)
class Relief:
    """A mesh of `cells` × `cells` squares: one row of `vertices` for each point of the mesh.

    Columns: x, y, value, ∂f/∂x, ∂f/∂y, openness to the sun and to the sky (0 … 1).
    """

    vertices: NDArray[np.float32]  # (n, 7)
    cells: int
    cell: float  # the longer side of a square
    height_scale: float  # for which the light was worked out
    digest: str  # of all this: the name under which a renderer keeps them

    def __reduce__(self) -> Any:
        return _same, (self.vertices, self.cells, self.cell, self.height_scale, self.digest)


_unpickled: WeakValueDictionary[str, Relief] = WeakValueDictionary()


def _same(
    vertices: NDArray[np.float32], cells: int, cell: float, height_scale: float, digest: str
) -> Relief:
    """Return the relief with this digest that is there already, if there is one.

    What is worked out from a relief is kept with it; so pictures that come from another process
    one after the other should have the same.
    """
    return _unpickled.setdefault(digest, Relief(vertices, cells, cell, height_scale, digest))


def horizon(loss: Any, places: Array, heights: Array, height_scale: float, way: Array) -> Array:
    """Return the tangent of the horizon's angle above each place, looking along the ground `way`.

    `places (..., 2)` and `heights (...)`, the values there; `way (2,)` is as long as one stride.
    """
    highest = np.full(heights.shape, -np.inf)
    stride = float(np.linalg.norm(way))
    for paces in (0.5, 1, 1.5, 2, 3, 4, 5, 6.5, 8, 10):
        rise = height_scale * (loss.value(places + paces * way) - heights)
        slope = np.clip(np.nan_to_num(rise), -STEEPEST, STEEPEST) / (paces * stride)
        highest = np.maximum(highest, slope)
    return highest


def openness(loss: Any, places: Array, height_scale: float, stride: float) -> Array:
    """Return how much of the sky is seen from each of the `places`, (rows, columns, 2): 0 … 1."""
    values = np.asarray(loss.value(places))
    seen = np.zeros(values.shape)
    for angle in np.arange(8) * np.pi / 4 + 0.3:
        way = stride * np.array([np.cos(angle), np.sin(angle)])
        tangent = np.maximum(horizon(loss, places, values, height_scale, way), 0)
        seen += (1 - tangent / np.sqrt(1 + tangent**2)) / 8
    return seen


def _between(coarse: Array, cells: int) -> Array:
    """Return values on the points of the mesh from those on every `COARSE`-th point."""
    knots, points = np.arange(0, cells + 1, COARSE), np.arange(cells + 1)
    weights = np.stack([np.interp(points, knots, unit) for unit in np.eye(len(knots))], axis=1)
    return np.asarray(weights @ coarse @ weights.T)


@lru_cache(maxsize=4)
def relief(
    loss: Any, lower: Corner, upper: Corner, height_scale: float, cells: int, stride: float
) -> Relief:
    """Sample `loss` on a mesh between the corners `lower` and `upper`, and work out its light.

    Each point looks along the ground, in strides of length `stride`: toward the sun, to find
    whether a hill stands in its way, and in eight directions, to find how much sky it sees.
    """
    x, y = (np.linspace(lower[i], upper[i], cells + 1) for i in (0, 1))
    places = np.stack(np.meshgrid(x, y), axis=-1)
    values = np.asarray(loss.value(places))
    gradients = np.clip(loss.gradient(places), -STEEPEST, STEEPEST)
    flat = SUN[:2] / np.linalg.norm(SUN[:2])
    sun_slope = SUN[2] / np.linalg.norm(SUN[:2])
    above = sun_slope - horizon(loss, places, values, height_scale, stride * flat)
    sunny = np.clip(0.5 + above / (2 * PENUMBRA), 0, 1)
    sunny = sunny * sunny * (3 - 2 * sunny)
    airy = _between(openness(loss, places[::COARSE, ::COARSE], height_scale, stride), cells)
    columns = [places, values[..., None], gradients, sunny[..., None], airy[..., None]]
    vertices = np.concatenate(columns, axis=-1).reshape(-1, 7).astype(np.float32)
    vertices.flags.writeable = False
    cell = float(np.max(np.subtract(upper, lower)) / cells)
    digest = hashlib.sha256(vertices.tobytes() + repr(height_scale).encode()).hexdigest()
    return Relief(vertices, cells, cell, height_scale, digest)
