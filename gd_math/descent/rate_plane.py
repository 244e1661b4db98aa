"""Where descent from many starts comes to rest, for many learning rates."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import iterates
from gd_math.descent.starts import minimum_reached
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer
from gd_math.records import one_line

AT_REST = 1e-4  # of the domain's diagonal: walks whose steps are longer are still on their way


@dataclass(frozen=True, eq=False)
class RatePlane:
    """Ends of gradient descent, a row for each of m learning rates, a column for each of n starts.

    minimum: index into `loss.minima` of the minimum where the walk has come to rest, −1 if it is
    still moving or has diverged, shape (m, n).
    ends: the last finite point of each walk, (m, n, d).
    overflown: which walks met a number too large for a float, (m, n).
    All arrays are read-only.
    """

    __repr__ = one_line

    minimum: NDArray[np.intp]
    ends: Array
    overflown: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for part in ("minimum", "ends", "overflown"):
            checks.read_only(getattr(self, part))


def rate_plane(loss: Loss, learning_rates: Any, starts: Any, steps: int) -> RatePlane:
    """Descend from every start with every learning rate, all walks together.

        xᵢ₊₁ = xᵢ − α ∇f(xᵢ)

    learning_rates: α, numbers above 0, shape (m,).  starts: (n, d).  steps: from 1.
    A walk is at rest if it is within 1 % of the domain's diagonal of a minimum and its last step
    was shorter than a ten-thousandth of it: one that hops to and fro around a minimum is not.
    Raises ValueError for unsuitable rates, starts or steps.

    >>> from gd_math import losses
    >>> rate_plane(losses.THREE_VALLEYS, [0.1, 0.3], [[-1.5], [0.5]], steps=500).minimum.tolist()
    [[0, 1], [-1, 1]]
    """
    rates = checks.finite_array("learning_rates", learning_rates)
    if rates.ndim != 1 or rates.size == 0 or not (rates > 0).all():
        raise ValueError(
            f"learning_rates must be numbers above 0 of shape (m,), "
            f"got {checks.shown(learning_rates)}"
        )
    points = checks.points("starts", starts, loss.dimension)
    if points.ndim != 2:
        raise ValueError(f"starts must have shape (n, {loss.dimension}), got {points.shape}")
    steps = checks.whole("steps", steps, 1)
    walks = np.broadcast_to(points, (len(rates), *points.shape)).copy()
    each = Optimizer(
        lambda x: (), lambda gradient, state, x: (-rates[:, None, None] * gradient, ())
    )
    before = walks
    for here in iterates(loss, each, walks, steps):
        last, before = before, here.x
    with np.errstate(over="ignore"):
        step = np.linalg.norm(here.x - last, axis=-1)
    resting = ~here.overflown & (step <= AT_REST * loss.diagonal)
    minimum = np.where(resting, minimum_reached(loss, here.x), -1)
    return RatePlane(minimum, here.x, here.overflown)
