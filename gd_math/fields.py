"""A loss looked at as a whole: its gradient field and its stationary points."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss

Kind = Literal["minimum", "maximum", "saddle"]

NEWTON_STARTS = 2000  # about as many, on a grid over the domain
NEWTON_STEPS = 60


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
    axes = [
        np.linspace(a, b, checks.whole("shape", count, 2))
        for a, b, count in zip(low, high, counts, strict=True)
    ]
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


@dataclass(frozen=True, eq=False)
class StationaryPoint:
    """A point with zero gradient: x (d,) read-only, the loss there, and its kind."""

    x: Array
    value: float
    kind: Kind


def stationary_points(loss: Loss) -> tuple[StationaryPoint, ...]:
    """Find the points of the domain, edge included, where ∇f = 0, lowest loss first.

        x ← x − H⁻¹∇f  (Newton), from a grid of about 2000 starts

    The eigenvalues of the Hessian H tell the kind: all above 0, minimum; all below 0, maximum;
    of both signs, saddle. Points where one of them is zero are left out, since H does not tell
    what they are. So may be points much closer together than the grid.
    Raises ValueError for more than 4 dimensions, where a grid is too coarse to be of use.
    """
    dimension = loss.dimension
    if dimension > 4:
        raise ValueError(f"loss must have at most 4 dimensions, {loss.name} has {dimension}")
    lower, upper = loss.domain
    per_axis = round(NEWTON_STARTS ** (1 / dimension))
    starts = grid(lower, upper, (per_axis,) * dimension).reshape(-1, dimension)
    flat = 1e-8 * float(np.abs(loss.hessian(starts)).max())
    x = _newton(loss, starts)
    close = 1e-6 * loss.diagonal
    x = x[((x >= lower - close) & (x <= upper + close)).all(axis=-1)]
    points = _distinct(np.clip(x, lower, upper), close)
    found = [_classify(loss, point, flat) for point in points]
    # Rounded, so that the order of equal values does not hang on their last digit.
    return tuple(
        sorted(
            (point for point in found if point is not None),
            key=lambda point: (round(point.value, 9), *np.round(point.x, 6)),
        )
    )


def _newton(loss: Loss, x: Array) -> Array:
    """Return where Newton's iteration from x (n, d) settles; starts that do not are dropped."""
    longest = loss.diagonal / 10
    step = np.zeros_like(x)
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            eigenvalues, vectors = np.linalg.eigh(loss.hessian(x))
            # Where the curvature is all but zero the step would be huge; it is cut below anyway.
            tiny = 1e-12 * (1 + np.abs(eigenvalues).max(axis=-1, keepdims=True))
            curvature = np.where(np.abs(eigenvalues) < tiny, tiny, eigenvalues)
            along = np.einsum("nij,ni->nj", vectors, loss.gradient(x)) / curvature
            step = -np.einsum("nij,nj->ni", vectors, along)
            length = np.linalg.norm(step, axis=-1, keepdims=True)
            step *= np.minimum(1, longest / np.maximum(length, 1e-300))
            x = x + step
    settled: Array = x[np.linalg.norm(step, axis=-1) < 1e-9 * loss.diagonal]
    return settled


def _distinct(x: Array, close: float) -> list[Array]:
    """Keep one of all the points of x (n, d) that are closer together than `close`."""
    kept = []
    while len(x):
        kept.append(x[0])
        x = x[np.linalg.norm(x - x[0], axis=-1) > close]
    return kept


def _classify(loss: Loss, x: Array, flat: float) -> StationaryPoint | None:
    """Return None where a curvature is below `flat`, and so its sign is not to be trusted."""
    eigenvalues = np.linalg.eigvalsh(loss.hessian(x))
    if np.abs(eigenvalues).min() <= flat:
        return None
    kind: Kind = "saddle"
    if (eigenvalues > 0).all():
        kind = "minimum"
    elif (eigenvalues < 0).all():
        kind = "maximum"
    return StationaryPoint(checks.read_only(x), float(loss.value(x)), kind)
