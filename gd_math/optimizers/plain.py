"""Optimizers with one learning rate for all coordinates."""

from typing import NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.optimizers.base import LearningRate, Optimizer, counter, schedule


def gradient_descent(learning_rate: LearningRate) -> Optimizer:
    """Walk straight down the slope.

        step = −α g

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    Raises ValueError if it is neither.
    Source: Cauchy 1847, Comptes Rendus 25, 536–538.
    """
    rate, after = schedule(learning_rate), counter(learning_rate)

    def init(x: Array) -> int:
        return 0

    def update(gradient: Array, taken: int) -> tuple[Array, int]:
        return -rate(taken) * gradient, after(taken)

    return Optimizer(init, update)


class MomentumState(NamedTuple):
    """The steps taken, counted for a schedule only, and the velocity v (..., d)."""

    taken: int
    velocity: Array


def momentum(learning_rate: LearningRate, beta: float = 0.9) -> Optimizer:
    """Keep part of the velocity from step to step, as a heavy ball does.

        v ← β v + g,   step = −α v,   v = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    beta: β, 0 ≤ β < 1; with β = 0 this is gradient descent.
    Raises ValueError if either is out of range.
    Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1–17; in the form of torch.optim.SGD.

    >>> from gd_math import descend, losses
    >>> walk = descend(losses.RAVINE, momentum(0.05), [2.0, 2.5], steps=2)
    >>> walk.state["velocity"].tolist()
    [[0.0, 0.0], [10.0, 2.5], [16.5, 4.625]]
    """
    rate, after = schedule(learning_rate), counter(learning_rate)
    beta = checks.between("beta", beta, 0, 1)

    def update(gradient: Array, state: MomentumState) -> tuple[Array, MomentumState]:
        velocity = beta * state.velocity + gradient
        return -rate(state.taken) * velocity, MomentumState(after(state.taken), velocity)

    return Optimizer(_at_rest, update)


def nesterov(learning_rate: LearningRate, beta: float = 0.9) -> Optimizer:
    """Keep part of the velocity, and step as if the next bit of it were already there.

        v ← β v + g,   step = −α (g + β v),   v = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    beta: β, 0 ≤ β < 1; with β = 0 this is gradient descent.
    Raises ValueError if either is out of range.
    Source: Nesterov 1983, Soviet Math. Dokl. 27, 372–376; in the form of torch.optim.SGD, which
    takes the gradient where the walk is and not ahead of it (Sutskever et al. 2013, ICML).
    """
    rate, after = schedule(learning_rate), counter(learning_rate)
    beta = checks.between("beta", beta, 0, 1)

    def update(gradient: Array, state: MomentumState) -> tuple[Array, MomentumState]:
        velocity = beta * state.velocity + gradient
        step = -rate(state.taken) * (gradient + beta * velocity)
        return step, MomentumState(after(state.taken), velocity)

    return Optimizer(_at_rest, update)


def _at_rest(x: Array) -> MomentumState:
    return MomentumState(0, np.zeros_like(x))
