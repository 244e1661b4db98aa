"""Models that are linear in their coefficients: the best ones, and their error as a loss."""

from typing import Any, NamedTuple

import numpy as np

from gd_math.checks import Array
from gd_math.loss import Minimum
from gd_math.records import one_line
from gd_math.sample_mean_loss import EmpiricalLoss

MARGIN = 1.5  # of the box that holds every point as good as 0 or better, for the domain
WORST = 1e10  # condition number up to which coefficients are worth computing


class Fit(NamedTuple):
    """The least-squares problem A c ≈ y with A = QR: A (N, p), Q (N, p), R (p, p), best c (p,)."""

    def __repr__(self) -> str:
        return one_line(self)

    a: Array
    q: Array
    r: Array
    best: Array


def solve(a: Array, y: Array) -> Fit:
    """Solve A c ≈ y, A (N, p) and y (N,), in the sense of least squares.

    Raises ValueError if the columns of A depend on each other up to rounding.
    """
    q, r = np.linalg.qr(a)
    lengths = np.linalg.norm(a, axis=0)
    if not (lengths > 0).all() or not np.linalg.cond(r / lengths) < WORST:
        raise ValueError("a must have columns that do not depend on each other")
    return Fit(a, q, r, np.linalg.solve(r, q.T @ y))


def mean_square(
    fitted: Fit, y: Array, name: str, formula: str, domain: tuple[Any, Any] | None
) -> EmpiricalLoss:
    """Return the mean squared error as a loss over the coefficients c.

        f(c) = 1/N ‖y − A c‖² = f* + 1/N ‖R (c − c*)‖²

    domain: corners (p,); without it a box around the minimum that holds 0 and all that is as good,
    half as wide again.
    """
    a, q, r, best = fitted
    n, coefficients = a.shape
    target = q.T @ y
    lowest = float(np.mean((y - a @ best) ** 2))
    hessian = 2 / n * (r.T @ r)

    # R c − Qᵀy vanishes at the minimum, where differences of the y themselves would cancel.
    def off(c: Array) -> Array:
        return np.asarray(c @ r.T - target)

    def wrong(c: Array, batch: Any) -> Array:
        return np.asarray((a[batch] @ c[..., np.newaxis])[..., 0] - y[batch])

    def batch_gradient(c: Array, batch: Any) -> Array:
        sums = wrong(c, batch)[..., np.newaxis, :] @ a[batch]
        return np.asarray(2 / np.shape(batch)[-1] * sums[..., 0, :])

    return EmpiricalLoss(
        name=name,
        value=lambda c: np.asarray(lowest + (off(c) ** 2).sum(axis=-1) / n)[()],
        gradient=lambda c: np.asarray(2 / n * off(c) @ r),
        hessian=lambda c: np.broadcast_to(hessian, (*c.shape, coefficients)).copy(),
        domain=_around(best, r, y) if domain is None else domain,
        minima=(Minimum(best, lowest, is_global=True),),
        formula=formula,
        samples=n,
        batch_value=lambda c, batch: np.asarray((wrong(c, batch) ** 2).mean(axis=-1))[()],
        batch_gradient=batch_gradient,
    )


def _around(best: Array, r: Array, y: Array) -> tuple[Array, Array]:
    """Return the box round all c with ‖R(c − c*)‖² ≤ ‖y‖², widened; c = 0 is one of them."""
    size = float(np.linalg.norm(y)) or 1.0
    reach = MARGIN * size * np.linalg.norm(np.linalg.inv(r), axis=-1)
    return best - reach, best + reach
