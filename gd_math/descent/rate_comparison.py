"""The same training at many learning rates: what a range test spares."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import iterates
from gd_math.descent.stochastic import batches
from gd_math.optimizers.base import Optimizer
from gd_math.records import one_line
from gd_math.sample_mean_loss import EmpiricalLoss


class LastLosses(NamedTuple):
    """The mean, the least and the greatest of the last losses of each run, all (n,)."""

    mean: Array
    least: Array
    most: Array


@dataclass(frozen=True, eq=False)
class RateComparison:
    """The loss on all samples while one model was trained at each of many learning rates.

    learning_rate: α of each run, shape (n,).
    loss: of all samples before the first step and after each, (steps+1, n). A run that has met an
    infinity stays at its last finite loss.
    diverged: which runs have met one, (n,).
    Every number is finite and every array read-only.
    """

    __repr__ = one_line

    learning_rate: Array
    loss: Array
    diverged: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for part in ("learning_rate", "loss", "diverged"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))

    @property
    def ends(self) -> Array:
        """The loss after the last step, ∞ if the run diverged, (n,)."""
        return np.where(self.diverged, np.inf, self.loss[-1])

    def last(self, steps: int) -> LastLosses:
        """Return what the losses after the last steps come to, ∞ for a run that diverged.

        With batches a loss jumps from step to step: their mean says more than the last of them.
        Raises ValueError for fewer than 1 step, and for more than there were.
        """
        if not 1 <= checks.whole("steps", steps, 1) < len(self.loss):
            raise ValueError(f"steps must be at most {len(self.loss) - 1}, got {steps!r}")
        late = self.loss[-steps:]
        found = (late / steps).sum(axis=0), late.min(axis=0), late.max(axis=0)
        return LastLosses(*(np.where(self.diverged, np.inf, one) for one in found))

    def some(self, runs: Any) -> "RateComparison":
        """Return the runs of these numbers alone."""
        chosen = np.asarray(runs, dtype=int)
        return RateComparison(
            self.learning_rate[chosen], self.loss[:, chosen], self.diverged[chosen]
        )


def compare_rates(
    loss: EmpiricalLoss,
    start: Any,
    learning_rate: Any,
    *,
    steps: int,
    batch_size: int,
    seed: int | np.random.Generator,
) -> RateComparison:
    """Train from the same start with each of many learning rates, by the same batches.

        xᵢ₊₁ = xᵢ − α ∇f_B(xᵢ)

    start: one point (d,).  learning_rate: the α, above 0, shape (n,).
    steps: at least 1.  batch_size, seed: see `gd_math.descent.stochastic.batches`.
    Raises ValueError for a loss without samples, and for unsuitable numbers or starts.
    Source: Robbins and Monro 1951, Annals of Mathematical Statistics 22(3), 400–407.
    """
    if not isinstance(loss, EmpiricalLoss):
        raise ValueError(f"loss must be an EmpiricalLoss, a mean over samples, got {loss!r}")
    x = checks.one_point("start", start, loss.dimension)
    rates = checks.learning_rates(learning_rate)
    drawn = batches(loss.samples, batch_size, (), seed)
    descent = Optimizer(lambda _: (), lambda slope, state, _: (-rates[:, None] * slope, state))
    rows = iterates(
        loss,
        descent,
        np.tile(x, (len(rates), 1)),
        checks.whole("steps", steps, 1),
        lambda x, _: loss.unchecked_batch_gradient(x.copy(), next(drawn)),
    )
    losses = []
    for row in rows:
        losses.append(row.value)
    return RateComparison(rates.copy(), np.array(losses), row.overflown.copy())
