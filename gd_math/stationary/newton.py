"""Newton's method for ∇f = 0 from many starts at once, whatever kind of point they lead to."""

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.loss import Loss

STEPS = 60
LONGEST = 0.1  # of the domain's diagonal: a step from where the loss is almost straight is cut
SETTLED = 1e-9  # of the domain's diagonal
ON_EDGE = 1e-6  # of the domain's diagonal: as far outside a point still counts as on the edge
ROUNDING = 4e-15  # relative, of an eigenvalue and of a gradient
STEADY = (0.4, 0.98)  # shrinking of successive steps that is taken for a geometric series


def settle(loss: Loss, starts: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Follow Newton's iteration from each start until its steps vanish.

        x ← x − H⁻¹∇f,  clipped to the domain

    At a point whose Hessian is singular the steps shrink by a fixed share q, so slowly that they
    are summed up: a step s that continues the one before it is made s/(1 − q).
    starts: (n, d), in the domain. Returns the ends (n, d), and whether each has settled (n,): the
    others left the domain, met a number out of range or took more than 60 steps.
    """
    lower, upper = loss.domain
    x = starts.copy()
    settled = np.zeros(len(x), dtype=bool)
    walking = np.arange(len(x))
    before = np.zeros_like(x)  # the last step of each walk, 0 if it was cut or stretched
    for _ in range(STEPS):
        if walking.size == 0:
            break
        here, last = x[walking], before[walking]
        with np.errstate(all="ignore"):
            step, usable = _newton_step(loss, here)
            length = np.linalg.norm(step, axis=-1)
            stretch = _stretch(step, last)
            cut = np.minimum(1, LONGEST * loss.diagonal / np.maximum(length * stretch, 1e-300))
            there = np.clip(here + step * (stretch * cut)[:, np.newaxis], lower, upper)
            moved = np.linalg.norm(there - here, axis=-1)
        plain = (stretch == 1) & (cut == 1)
        arrived = usable & (moved <= SETTLED * loss.diagonal) & (length <= ON_EDGE * loss.diagonal)
        stuck = ~usable | (moved == 0)
        x[walking[usable]] = there[usable]
        before[walking] = np.where(plain[:, np.newaxis], step, 0.0)
        settled[walking[arrived]] = True
        walking = walking[~arrived & ~stuck]
    return x, settled


def are_finite(gradient: Array, hessian: Array) -> NDArray[np.bool_]:
    """Tell where all of ∇f (n, d) and of H (n, d, d) is finite: (n,)."""
    return np.asarray(np.isfinite(gradient).all(axis=-1) & np.isfinite(hessian).all(axis=(-2, -1)))


def _newton_step(loss: Loss, x: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return −H⁻¹∇f at x (n, d), and where it could be computed (n,)."""
    gradient, hessian = loss.raw.gradient(x), loss.raw.hessian(x)
    usable = are_finite(gradient, hessian)
    hessian = np.where(usable[:, np.newaxis, np.newaxis], hessian, 0.0)
    eigenvalues, vectors = np.linalg.eigh(hessian)
    slope = np.einsum("nij,ni->nj", vectors, gradient)
    size, most = np.abs(eigenvalues), np.abs(eigenvalues).max(axis=-1, keepdims=True)
    # Along the floor of a level valley both are rounding, and so would the step be.
    reach = loss.diagonal + np.abs(x).max(axis=-1, keepdims=True)
    level = (size <= ROUNDING * most) & (np.abs(slope) <= ROUNDING * most * reach)
    # Elsewhere where the curvature is all but zero the step is huge, and cut by the caller.
    tiny = 1e-12 * most + 1e-300
    along = np.where(level, 0.0, slope / np.where(size < tiny, tiny, eigenvalues))
    step = -np.einsum("nij,nj->ni", vectors, along)
    usable = np.asarray(usable & np.isfinite(step).all(axis=-1))
    return np.where(usable[:, np.newaxis], step, 0.0), usable


def _stretch(step: Array, last: Array) -> Array:
    """Return 1/(1 − q) where step ≈ q·last, and 1 elsewhere: (n,)."""
    share = (step * last).sum(axis=-1) / np.maximum((last**2).sum(axis=-1), 1e-300)
    off = np.linalg.norm(step - share[:, np.newaxis] * last, axis=-1)
    least, most = STEADY
    steady = (share > least) & (share < most) & (off < 0.1 * np.linalg.norm(step, axis=-1))
    return np.where(steady, 1 / (1 - np.where(steady, share, 0.0)), 1.0)
