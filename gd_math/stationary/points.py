"""The isolated stationary points of a loss in its domain."""

import itertools
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.fields import grid
from gd_math.loss import Loss
from gd_math.records import one_line
from gd_math.stationary.degenerate import RING, Kind, around, is_isolated, kind_around, kind_of
from gd_math.stationary.newton import settle

COARSE = 2000  # points of a grid over the domain from all of which Newton's method starts
FINE = 40_000  # points of the grid on which the signs of the gradient are compared
MOST = 12_000  # cells of the fine grid from which it starts
DOUBTFUL = 30  # points with a singular Hessian that are looked into
SAME = 5e-4  # of the domain's diagonal: points closer together count as one
BESIDE = 1e-7  # of the domain's diagonal: there a slope should have faded, compared to farther out
LOST = 1e-290  # slopes below that, as e^(-x²) has far out, have lost their digits
TREND = 1e-5  # of the domain's diagonal: a curvature that changes as much within it is no curvature


@dataclass(frozen=True, eq=False)
class StationaryPoint:
    """A point with zero gradient: x (d,) read-only, the loss there, and its kind."""

    __repr__ = one_line

    x: Array
    value: float
    kind: Kind


def stationary_points(loss: Loss) -> tuple[StationaryPoint, ...]:
    """Find the isolated points of the domain, edge included, where ∇f = 0, lowest loss first.

        x ← x − H⁻¹∇f  (Newton)

    It starts from a grid of about 2000 points, and from each cell of a grid of about 40 000 at
    whose corners every ∂f/∂xᵢ takes both signs. The eigenvalues of the Hessian H tell the kind:
    all above 0, minimum; all below 0, maximum; of both signs, saddle. Where some are zero, the
    values on a small ring around the point tell: all above, minimum; all below, maximum; both,
    saddle (so x³ has a saddle at 0).
    Kinks, at which the slope is 0 by convention only, are left out: towards a stationary point the
    slope fades, towards a kink it does not.
    Points with others right beside them, on a plateau or along the floor of a level valley, are
    left out: there is no end to them. Points closer together than about a two-thousandth of the
    domain's diagonal count as one; of those closer together than the fine grid some may be missed,
    and of more than 30 at which H is singular.
    Raises ValueError for more than 4 dimensions, where a grid is too coarse to be of use.

    >>> from gd_math import losses
    >>> [(point.kind, point.x.round(3).tolist()) for point in stationary_points(losses.SADDLE)]
    [('saddle', [0.0, 0.0])]
    """
    dimension = loss.dimension
    if dimension > 4:
        raise ValueError(f"loss must have at most 4 dimensions, {loss.name} has {dimension}")
    with np.errstate(all="ignore"):
        x, settled = settle(loss, _starts(loss))
        x = _distinct(loss, x[settled], SAME * loss.diagonal)
        x = x[_fades(loss, x)]
        eigenvalues, flat = np.linalg.eigvalsh(loss.raw.hessian(x)), _flat(loss, x)
        clear = (np.abs(eigenvalues) > flat[:, np.newaxis]).all(axis=-1)
        kinds: list[Kind | None] = [kind_of(signs) for signs in np.sign(eigenvalues[clear])]
        doubtful = x[~clear]
        doubtful = doubtful[:: 1 + len(doubtful) // DOUBTFUL]
        doubtful = doubtful[is_isolated(loss, doubtful)]
        flat = _flat(loss, doubtful)
        kinds += [kind_around(loss, *pair) for pair in zip(doubtful, flat, strict=True)]
        x = np.concatenate([x[clear], doubtful]) + 0.0  # and not -0.0
        values = loss.raw.value(x)
    found = [
        StationaryPoint(checks.read_only(point), float(value), kind)
        for point, value, kind in zip(x, values, kinds, strict=True)
        if kind is not None
    ]
    # Rounded, so that the order of equal values does not hang on their last digit.
    scale = 1e-9 * max((abs(point.value) for point in found), default=0.0) or 1.0
    step = 1e-6 * loss.diagonal
    return tuple(
        sorted(found, key=lambda point: (round(point.value / scale), *np.round(point.x / step)))
    )


def _starts(loss: Loss) -> Array:
    """Return points of the domain (n, d), some of them close to every stationary point."""
    dimension = loss.dimension
    per_axis = round(COARSE ** (1 / dimension))
    coarse = grid(*loss.domain, (per_axis,) * dimension).reshape(-1, dimension)
    crossed = cells_with_turns(loss)
    return np.concatenate([coarse, crossed[:: 1 + len(crossed) // MOST]])


def cells_with_turns(loss: Loss) -> Array:
    """Return the centers (n, d) of cells of a fine grid in which every ∂f/∂xᵢ changes its sign."""
    dimension = loss.dimension
    per_axis = round(FINE ** (1 / dimension))
    points = grid(*loss.domain, (per_axis,) * dimension)
    gradient = loss.raw.gradient(points)
    least, most = (_over_corners(choose, gradient) for choose in (np.minimum, np.maximum))
    # A NaN makes a comparison false, so its cell is passed over; so is one of a plateau.
    crossed = ((least <= 0) & (most >= 0)).all(axis=-1) & (least < most).any(axis=-1)
    cell = (loss.domain[1] - loss.domain[0]) / (per_axis - 1)
    return np.asarray(points[(slice(-1),) * dimension][crossed] + cell / 2)


def _over_corners(choose: np.ufunc, values: Array) -> Array:
    """Apply `choose` to the values at the corners of each cell of a grid (n₁, …, n_d, d)."""
    ends = itertools.product((slice(-1), slice(1, None)), repeat=values.ndim - 1)
    return reduce(choose, (values[corner] for corner in ends))


def _distinct(loss: Loss, x: Array, close: float) -> Array:
    """Keep of the points of x (n, d) closer together than `close` the one with least gradient."""
    x = x[np.argsort(np.abs(loss.raw.gradient(x)).max(axis=-1), kind="stable")]
    # Points in one cell of a lattice are taken for one. In each of the d coordinates two points
    # closer than 1/(d + 1) of a cell are parted by at most one of d + 1 shifted lattices, so at
    # least one of these parts them in none.
    lattices = loss.dimension + 1
    for shift in range(lattices):
        cells = np.floor((x - loss.domain[0]) / close + shift / lattices).astype(np.int64)
        x = x[np.sort(np.unique(cells, axis=0, return_index=True)[1])]
    return x


def _fades(loss: Loss, x: Array) -> NDArray[np.bool_]:
    """Tell towards which points (n, d) the slope fades: (n,)."""
    aside = around(loss.dimension, 16)
    near, far = (
        np.abs(loss.raw.gradient(x[:, np.newaxis] + share * loss.diagonal * aside)).max(
            axis=(-2, -1), initial=0.0
        )
        for share in (BESIDE, RING / 2)
    )
    return np.asarray((near <= far / 2) & (far > LOST))


def _flat(loss: Loss, x: Array) -> Array:
    """Return for each point (n, d) the size (n,) below which a curvature has no sure sign."""
    hessian = loss.raw.hessian(x)
    flat = 1e-10 * np.abs(hessian).max(axis=(-2, -1), initial=0.0)
    for aside in TREND * loss.diagonal * np.eye(loss.dimension):
        change = np.abs(loss.raw.hessian(x + aside) - hessian).max(axis=(-2, -1), initial=0.0)
        flat = np.maximum(flat, np.nan_to_num(change))
    return np.asarray(flat)
