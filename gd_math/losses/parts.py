"""What the records are put together from: Hessians and lists of minima."""

from collections.abc import Iterable, Sequence

import numpy as np

from gd_math.checks import Array
from gd_math.loss import Minimum, PointFunction

TIE = 1e-9  # relative: minima whose values differ by rounding are equally deep


def symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    """Stack second derivatives of shape (...) into Hessians (..., 2, 2)."""
    return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)


def diagonal(second: Array) -> Array:
    """Put second derivatives (..., d) on the diagonals of Hessians (..., d, d)."""
    hessian: Array = second[..., np.newaxis] * np.eye(second.shape[-1])
    return hessian


def constant(x: Array, matrix: Array) -> Array:
    """Repeat a constant Hessian for every point of x (..., d)."""
    return np.broadcast_to(matrix, (*x.shape, x.shape[-1])).copy()


def minima(value: PointFunction, points: Iterable[Sequence[float]]) -> tuple[Minimum, ...]:
    """Return the records of minima at `points`, the lowest of them global."""
    x = np.array(list(points), dtype=np.float64)
    values = value(x)
    tie = values.min() + TIE * (1 + abs(values.min()))
    return tuple(
        Minimum(point, float(depth), is_global=bool(depth <= tie))
        for point, depth in zip(x, values, strict=True)
    )
