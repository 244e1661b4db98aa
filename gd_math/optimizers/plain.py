"""Optimizers with one learning rate for all coordinates."""

from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.optimizers.base import LearningRate, Optimizer, scaled


def gradient_descent(learning_rate: LearningRate) -> Optimizer:
    """Step against the gradient.

        step = −α g

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    Raises ValueError if it is neither.
    Source: Cauchy 1847, Comptes Rendus 25, 536–538.
    """

    def direction(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
        return gradient, state

    formula = "theta <- theta - alpha nabla f(theta)"
    return scaled(learning_rate, lambda x: (), direction, "gradient descent", formula)


class MomentumState(NamedTuple):
    """The velocity v (..., d)."""

    velocity: Array


def momentum(learning_rate: LearningRate, beta: float = 0.9) -> Optimizer:
    """Step along a velocity that decays by a constant factor, as a heavy ball with friction.

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
    beta = checks.between("beta", beta, 0, 1)

    def direction(gradient: Array, state: MomentumState, x: Array) -> tuple[Array, MomentumState]:
        velocity = beta * state.velocity + gradient
        return velocity, MomentumState(velocity)

    formula = "v <- beta v + nabla f(theta), quad theta <- theta - alpha v"
    return scaled(learning_rate, _at_rest, direction, "momentum", formula)


def nesterov(learning_rate: LearningRate, beta: float = 0.9) -> Optimizer:
    """Step along the velocity of momentum as it would be one step later.

        v ← β v + g,   step = −α (g + β v),   v = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    beta: β, 0 ≤ β < 1; with β = 0 this is gradient descent.
    Raises ValueError if either is out of range.
    Source: Nesterov 1983, Soviet Math. Dokl. 27, 372–376; in the form of torch.optim.SGD, which
    takes the gradient where the walk is and not ahead of it (Sutskever et al. 2013, ICML).
    """
    beta = checks.between("beta", beta, 0, 1)

    def direction(gradient: Array, state: MomentumState, x: Array) -> tuple[Array, MomentumState]:
        velocity = beta * state.velocity + gradient
        return gradient + beta * velocity, MomentumState(velocity)

    formula = "g <- nabla f(theta), quad v <- beta v + g, quad theta <- theta - alpha (g + beta v)"
    return scaled(learning_rate, _at_rest, direction, "Nesterov momentum", formula)


def _at_rest(x: Array) -> MomentumState:
    return MomentumState(np.zeros_like(x))
