"""The learning rate with which an optimizer arrives first: a search over many, all at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import descend
from gd_math.descent.outcomes import steps_until_near
from gd_math.loss import Loss
from gd_math.optimizers.base import Optimizer


class Tuning(NamedTuple):
    """The best of many learning rates.

    learning_rate: α.  steps: until the walk has arrived for good, None if it has not.
    loss: above the minimum after the last step.
    """

    learning_rate: float
    steps: int | None
    loss: float

    @property
    def order(self) -> tuple[float, float]:
        """What decides between two tunings: the fewer steps, else the lower loss."""
        return np.inf if self.steps is None else self.steps, self.loss


class RatedState(NamedTuple):
    """The learning rate of each path, (n, d), and the state of the optimizer that it scales."""

    rates: Array
    inner: Any


def steps_until_share(loss: Loss, losses: Any, share: float) -> int | None:
    """Return the first step from which on at most a share of the loss at the start is left.

        fₖ − f* ≤ share · (f₀ − f*)  for this k and all after it,  f* the lowest minimum

    losses: f₀, f₁, … of one path, (steps+1,).  share: above 0 and below 1.
    Returns None if there is no such step.
    Raises ValueError for a loss without minima, and if share is out of range.

    >>> from gd_math import losses
    >>> steps_until_share(losses.PARABOLA, [1.0, 0.25, 0.0625, 0.015625], 0.1)
    2
    """
    share = checks.between("share", share, np.nextafter(0, 1), 1)
    above = checks.finite_array("losses", losses) - _lowest(loss)
    return steps_until_near(above, share * float(above[0]))


def tune(
    loss: Loss,
    optimizer: Callable[[float], Optimizer],
    start: Any,
    learning_rate: Any,
    *,
    steps: int,
    share: float,
    longest: float = np.inf,
) -> Tuning:
    """Return the one of many learning rates with which an optimizer arrives first.

    optimizer: makes one from α, and its steps must be α times what does not depend on α, as those
    of `gradient_descent`, `momentum`, `adagrad`, `adam` … are.
    start: one point (d,).  learning_rate: the α, above 0, (n,).
    steps: at least 1.  share: see `steps_until_share`. If no rate arrives within the steps, the one
    that ends lowest is returned.
    longest: rates that take a longer step than this are left out.
    Raises ValueError for unsuitable numbers or starts, and if no rate is left.

    >>> from gd_math import gradient_descent, losses
    >>> tune(losses.PARABOLA, gradient_descent, [2.0], [0.5, 0.9, 1.6], steps=9, share=1e-4)[:2]
    (0.9, 2)
    """
    x = checks.one_point("start", start, loss.dimension)
    rates = checks.learning_rates(learning_rate)
    many = np.tile(x, (len(rates), 1))
    steps = checks.whole("steps", steps, 1)
    path = descend(loss, at_rates(optimizer(1.0), rates), many, steps)
    lengths = np.linalg.norm(np.diff(path.x, axis=0), axis=-1).max(axis=0)
    found = [
        Tuning(float(rate), steps_until_share(loss, row, share), float(row[-1]) - _lowest(loss))
        for rate, row, length in zip(rates, path.loss.T, lengths, strict=True)
        if length <= longest
    ]
    if not found:
        raise ValueError(f"longest must be larger: each rate takes a step longer than {longest:g}")
    return min(found, key=lambda one: one.order)


def at_rates(unit: Optimizer, rates: Array) -> Optimizer:
    """Return an optimizer whose paths take the steps of `unit`, with α = 1, times a rate each.

    rates: (n,), of the n starts of a batch.
    """

    def init(x: Array) -> RatedState:
        return RatedState(np.broadcast_to(rates[:, np.newaxis], x.shape), unit.init(x))

    def update(gradient: Array, state: RatedState, x: Array) -> tuple[Array, RatedState]:
        step, after = unit.update(gradient, state.inner, x)
        return state.rates * step, RatedState(state.rates, after)

    return Optimizer(init, update, unit.name, unit.formula)


def _lowest(loss: Loss) -> float:
    if not loss.minima:
        raise ValueError(f"loss must have a minimum, and {loss.name} lists none")
    return min(minimum.value for minimum in loss.minima)
