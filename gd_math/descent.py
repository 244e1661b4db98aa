"""The one loop in which every optimizer walks down every loss."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer
from gd_math.outcomes import outcomes


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The path of one start, or of a batch of starts; row 0 is the start.

    x: points, shape (steps+1, …, d), where … is empty for one start and (n,) for a batch.
    loss: f at these points, shape (steps+1, …).
    gradient: ∇f at these points, shape (steps+1, …, d).
    outcome: "converged", "moving" or "diverged" (see `gd_math.outcomes`); a str for one start,
    an array of str of shape … for a batch.
    Every number is finite and every array read-only.
    """

    x: Array
    loss: Array
    gradient: Array
    outcome: str | NDArray[np.str_]

    def __post_init__(self) -> None:
        for part in ("x", "loss", "gradient"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))
        if not isinstance(self.outcome, str):
            object.__setattr__(self, "outcome", checks.read_only(self.outcome))

    @property
    def steps(self) -> int:
        """The number of steps: one less than the number of rows."""
        return len(self.x) - 1

    def path(self, i: int) -> "Trajectory":
        """Return the trajectory of start `i` of a batch (from the end if negative).

        Raises ValueError if there is no such start, or no batch.
        """
        if isinstance(self.outcome, str):
            raise ValueError("path(i) needs the trajectory of a batch, this one has a single start")
        size = self.x.shape[1]
        i = checks.whole("i", i, -size)
        if i >= size:
            raise ValueError(f"i must be below {size}, the number of starts, got {i}")
        outcome = self.outcome[i]
        return Trajectory(
            self.x[:, i],
            self.loss[:, i],
            self.gradient[:, i],
            str(outcome) if outcome.ndim == 0 else outcome,
        )


def descend(loss: Loss, optimizer: Optimizer, start: Any, steps: int) -> Trajectory:
    """Walk `steps` steps from `start`, all starts of a batch together.

        xᵢ₊₁ = xᵢ + step(∇f(xᵢ))

    start: one point (d,) or a batch (n, d).  steps: a whole number of at least 0.
    A path that would meet an infinity or a NaN stays at its last finite point for all the rows
    that are left, and its outcome is "diverged".
    Raises ValueError for a start of another shape or at which the loss is not finite, and for an
    unsuitable number of steps.
    """
    steps = checks.whole("steps", steps, 0)
    rows = list(walk(loss, optimizer, start, steps))
    x = np.stack([row.x for row in rows])
    gradient = np.stack([row.gradient for row in rows])
    outcome = outcomes(loss, x, gradient, rows[-1].overflown)
    return Trajectory(
        x,
        np.stack([row.value for row in rows]),
        gradient,
        str(outcome) if outcome.ndim == 0 else outcome,
    )


class Position(NamedTuple):
    """Where a walk is: x (…, d), value (…), gradient (…, d), and who has overflown (…)."""

    x: Array
    value: Array
    gradient: Array
    overflown: NDArray[np.bool_]


def walk(loss: Loss, optimizer: Optimizer, start: Any, steps: int) -> Iterator[Position]:
    """Yield the start and then each of `steps` further positions, keeping none of them."""
    x = checks.points("start", start, loss.dimension)
    with np.errstate(all="ignore"):
        value, gradient = np.asarray(loss.value(x)), loss.gradient(x)
    if not (np.isfinite(value).all() and np.isfinite(gradient).all()):
        raise ValueError(f"start must be where {loss.name} and its gradient are finite")
    state = optimizer.init(x)
    overflown = np.zeros(value.shape, dtype=bool)
    yield Position(x, value, gradient, overflown)
    for _ in range(steps):
        # A number out of range is not an error here: the path stops in front of it.
        with np.errstate(all="ignore"):
            step, state = optimizer.update(gradient, state)
            there = x + step
            finite = np.asarray(np.isfinite(there).all(axis=-1))
            there = np.where(finite[..., np.newaxis], there, x)
            value_there, gradient_there = loss.value(there), loss.gradient(there)
        finite = finite & np.isfinite(value_there) & np.isfinite(gradient_there).all(axis=-1)
        overflown = np.asarray(overflown | ~finite)
        stay = overflown[..., np.newaxis]
        x = np.where(stay, x, there)
        value = np.where(overflown, value, value_there)
        gradient = np.where(stay, gradient, gradient_there)
        yield Position(x, value, gradient, overflown)
