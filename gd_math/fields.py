"""Regular grids, and a gradient field sampled on one."""

import math
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss


def grid(lower: Any, upper: Any, shape: tuple[int, ...]) -> Array:
    """Return the points of a regular grid that fills a box, corners included.

    lower, upper: corners (d,).  shape: number of points along each coordinate, in the order of
    the coordinates, each at least 2.
    Returns (*shape, d); in two dimensions entry [i, j] is the point (xᵢ, yⱼ).
    Raises ValueError for corners or a shape that do not fit.
    """
    low, high = checks.box(lower, upper)
    try:
        counts = tuple(shape)
    except TypeError:
        raise ValueError(f"shape must be one number per coordinate, got {shape!r}") from None
    if len(counts) != low.size:
        raise ValueError(f"shape must have {low.size} entries, one per coordinate, got {shape!r}")
    counts = tuple(checks.whole("shape", count, 2) for count in counts)
    checks.fits_in_memory(
        f"a grid of shape {counts}", low.size * math.prod(counts), "make it coarser"
    )
    axes = [np.linspace(a, b, count) for a, b, count in zip(low, high, counts, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def gradient_field(
    loss: Loss, lower: Any, upper: Any, shape: tuple[int, ...]
) -> tuple[Array, Array]:
    """Sample ∇f on a regular grid.

    lower, upper: corners of the grid (d,).  shape: number of points along each coordinate, in
    the order of the coordinates, each at least 2.
    Returns (points, gradients), both (*shape, d); in two dimensions entry [i, j] belongs to the
    point (xᵢ, yⱼ).
    Raises ValueError for corners or a shape that do not fit the loss.
    """
    checks.box(lower, upper, loss.dimension)
    points = grid(lower, upper, shape)
    return points, loss.gradient(points)
