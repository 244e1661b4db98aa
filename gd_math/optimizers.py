"""Optimizers as pairs of pure functions. Conventions are those of PyTorch.

The new point is x + step, where `step, state = optimizer.update(gradient, state)`. Every array
has the shape of x, (..., d): the starts of a batch do not influence each other.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array

# A fixed learning rate, or a function of the number of the step, counted from 0.
LearningRate = float | Callable[[int], float]


class Optimizer(NamedTuple):
    """A rule that turns gradients into steps.

    init(x) -> state: the state before the first step.
    update(gradient, state) -> (step, state): the next step and the state after it.
    The state is the optimizer's own affair; it is never changed in place.
    """

    init: Callable[[Array], Any]
    update: Callable[[Array, Any], tuple[Array, Any]]


def gradient_descent(learning_rate: LearningRate) -> Optimizer:
    """Walk straight down the slope.

        step = −α g

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    Raises ValueError if it is neither.
    Source: Cauchy 1847, Comptes Rendus 25, 536–538.
    """
    rate = _schedule(learning_rate)

    def init(x: Array) -> int:
        return 0

    def update(gradient: Array, count: int) -> tuple[Array, int]:
        return -rate(count) * gradient, count + 1

    return Optimizer(init, update)


class MomentumState(NamedTuple):
    """How many steps have been taken, and the velocity v (..., d)."""

    taken: int
    velocity: Array


def momentum(learning_rate: LearningRate, beta: float = 0.9) -> Optimizer:
    """Keep part of the velocity from step to step, as a heavy ball does.

        v ← β v + g,   step = −α v,   v = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    beta: β, 0 ≤ β < 1; with β = 0 this is gradient descent.
    Raises ValueError if either is out of range.
    Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1–17; in the form of torch.optim.SGD.
    """
    rate = _schedule(learning_rate)
    beta = checks.between("beta", beta, 0, 1)

    def init(x: Array) -> MomentumState:
        return MomentumState(0, np.zeros_like(x))

    def update(gradient: Array, state: MomentumState) -> tuple[Array, MomentumState]:
        velocity = beta * state.velocity + gradient
        return -rate(state.taken) * velocity, MomentumState(state.taken + 1, velocity)

    return Optimizer(init, update)


def ascent(optimizer: Optimizer) -> Optimizer:
    """Turn an optimizer round, so that it climbs.

        step = update(−g)

    optimizer: the one that descends. Returns the one that ascends in the same way.
    """

    def update(gradient: Array, state: Any) -> tuple[Array, Any]:
        return optimizer.update(-gradient, state)

    return Optimizer(optimizer.init, update)


def _schedule(learning_rate: LearningRate) -> Callable[[int], float]:
    """Return a fixed learning rate or a schedule as a checked schedule."""
    if not callable(learning_rate):
        fixed = checks.positive("learning_rate", learning_rate)
        return lambda count: fixed

    def checked(count: int) -> float:
        name = f"learning_rate({count})"
        return checks.between(name, learning_rate(count), 0, np.inf)

    return checked
