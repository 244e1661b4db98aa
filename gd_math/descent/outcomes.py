"""How a path ended: "converged", "moving" or "diverged".

diverged   The path met a number too large for a float; or it has left the domain by more than half
           the domain's width, and the steepest slope of the later half of the path is at least
           1.5 times the steepest of the earlier half: the farther out, the faster.
           (The loss itself is no sign: gradient ascent raises it, and a saddle lowers it for ever.)
converged  Otherwise, if the last point lies within 0.2 % of the domain's diagonal of a stationary
           point, as Newton's step H⁻¹∇f measures it there, and the path has met a slope at least
           as steep before: a path that is just setting off from a hilltop is not at rest.
           In more than 64 dimensions, where that is too much to compute, the slope must instead
           have fallen to a thousandth of the steepest that the path has met.
moving     Otherwise.

Every threshold is relative to the domain or to the path, so neither the unit of x nor that of the
loss matters.
"""

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.loss import Loss

NEAR = 0.002  # of the domain's diagonal: about the thickness of a line in a drawing of it
FAR = 0.5  # of the domain's width, beyond its edge
MANY = 64  # dimensions
SLIGHT = 0.001  # of the steepest slope of a path
GROWTH = 1.5  # of the steepest slope, from the earlier to the later half of a path


def outcomes(
    loss: Loss, x: Array, gradient: Array, overflown: NDArray[np.bool_]
) -> NDArray[np.str_]:
    """Return the outcome of each path.

    x, gradient: rows of the paths, (steps+1, …, d).  overflown: (…).  Returns strings (…).
    """
    end, end_gradient = x[-1], gradient[-1]
    # The largest entry, not the length: the square of a large entry could overflow.
    # The coordinates first, since NumPy is slow to reduce a short last axis.
    slope = np.abs(np.moveaxis(gradient, -1, 0), order="C").max(axis=0)
    diverged = overflown | (_is_far(loss, end) & _grows(slope))
    steepest = slope[:-1].max(axis=0, initial=0.0)
    if loss.dimension > MANY:
        at_rest = ~diverged & (slope[-1] <= SLIGHT * steepest)
    else:
        at_rest = ~diverged & (slope[-1] <= steepest) & _is_near_rest(loss, end, end_gradient)
    return np.where(diverged, "diverged", np.where(at_rest, "converged", "moving"))


def _is_far(loss: Loss, x: Array) -> NDArray[np.bool_]:
    lower, upper = loss.domain
    margin = FAR * (upper - lower)
    return np.asarray(((x < lower - margin) | (x > upper + margin)).any(axis=-1))


def _grows(slope: Array) -> NDArray[np.bool_]:
    """slope: (steps+1, …)."""
    half = (len(slope) + 1) // 2
    earlier = slope[:half].max(axis=0)
    later = slope[half:].max(axis=0, initial=0.0)
    # Divided rather than multiplied: the steepest slope of all may be the largest float.
    return np.asarray((later > 0) & (later / GROWTH >= earlier))


def steps_until_near(distance: Array, near: float) -> int | None:
    """Return the first step from which `distance` (steps+1,) stays within `near`, None if never."""
    far = np.flatnonzero(distance > near)
    first = int(far[-1]) + 1 if len(far) else 0
    return first if first < len(distance) else None


def _is_near_rest(loss: Loss, x: Array, gradient: Array) -> NDArray[np.bool_]:
    """x, gradient: (…, d). In each eigendirection of H, Newton's step is short."""
    with np.errstate(all="ignore"):
        hessian = np.nan_to_num(loss.raw.hessian(x), posinf=0.0, neginf=0.0)
        eigenvalues, eigenvectors = np.linalg.eigh(hessian)
        along = np.abs(np.einsum("...ij,...i->...j", eigenvectors, gradient))
        # Multiplied out rather than divided, so that a flat direction is no special case.
        near = np.isfinite(along) & (along <= NEAR * loss.diagonal * np.abs(eigenvalues))
    return np.asarray(near.all(axis=-1))
