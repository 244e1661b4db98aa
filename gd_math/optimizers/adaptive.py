"""Optimizers that scale each coordinate by its past gradients."""

from typing import NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.optimizers.base import LearningRate, Optimizer, Update, scaled

SCALED = "theta <- theta - alpha g / (sqrt(s) + epsilon)"
MOMENTS = (
    "g <- nabla f(theta), quad m <- beta_1 m + (1 - beta_1) g, "
    "quad v <- beta_2 v + (1 - beta_2) g^2, "
    "quad hat(m) <- m / (1 - beta_1^t), quad hat(v) <- v / (1 - beta_2^t), quad "
)


class SquaresState(NamedTuple):
    """The sum or the running mean s of the squared gradients (..., d)."""

    squares: Array


def adagrad(learning_rate: LearningRate, epsilon: float = 1e-10) -> Optimizer:
    """Divide each coordinate by the root of all its squared gradients so far.

        s ← s + g²,   step = −α g / (√s + ε),   s = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    epsilon: ε above 0.
    Raises ValueError if either is out of range.
    Source: Duchi, Hazan, Singer 2011, JMLR 12, 2121–2159; in the form of torch.optim.Adagrad.
    """
    epsilon = checks.positive("epsilon", epsilon)

    def direction(gradient: Array, state: SquaresState, x: Array) -> tuple[Array, SquaresState]:
        squares = state.squares + gradient * gradient
        return gradient / (np.sqrt(squares) + epsilon), SquaresState(squares)

    formula = f"g <- nabla f(theta), quad s <- s + g^2, quad {SCALED}"
    return scaled(learning_rate, _no_squares, direction, "AdaGrad", formula)


def rmsprop(learning_rate: LearningRate, decay: float = 0.99, epsilon: float = 1e-8) -> Optimizer:
    """Divide each coordinate by the root of the running mean of its squared gradients.

        s ← ρ s + (1 − ρ) g²,   step = −α g / (√s + ε),   s = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    decay: ρ, 0 ≤ ρ < 1 (`alpha` in PyTorch).  epsilon: ε above 0.
    Raises ValueError if one of them is out of range.
    Source: Tieleman & Hinton 2012, Coursera lecture 6.5; in the form of torch.optim.RMSprop.
    """
    decay = checks.between("decay", decay, 0, 1)
    epsilon = checks.positive("epsilon", epsilon)

    def direction(gradient: Array, state: SquaresState, x: Array) -> tuple[Array, SquaresState]:
        squares = decay * state.squares + (1 - decay) * (gradient * gradient)
        return gradient / (np.sqrt(squares) + epsilon), SquaresState(squares)

    formula = f"g <- nabla f(theta), quad s <- rho s + (1 - rho) g^2, quad {SCALED}"
    return scaled(learning_rate, _no_squares, direction, "RMSProp", formula)


class AdamState(NamedTuple):
    """The steps taken, and the running means m of g and v of g², both (..., d)."""

    taken: int
    first_moment: Array
    second_moment: Array


def adam(
    learning_rate: LearningRate, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """Step along the mean gradient, each coordinate in units of its typical gradient.

        m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   m = v = 0 at first
        step = −α m̂ / (√v̂ + ε)  with  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)  in step t = 1, 2, …

    The first step is α long in every coordinate, but for ε.
    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    beta1, beta2: β₁ and β₂, both from 0 and below 1.  epsilon: ε above 0.
    Raises ValueError if one of them is out of range.
    Source: Kingma & Ba 2014, arXiv:1412.6980, algorithm 1.

    >>> from gd_math import descend, losses
    >>> walk = descend(losses.RAVINE, adam(0.1), [2.0, 2.5], steps=1)
    >>> (walk.x[1] - walk.x[0]).round(6).tolist()  # −α times the sign of the gradient
    [-0.1, -0.1]
    """
    direction = _adam_direction(beta1, beta2, epsilon)
    formula = MOMENTS + "theta <- theta - alpha hat(m) / (sqrt(hat(v)) + epsilon)"
    return scaled(learning_rate, _no_moments, direction, "Adam", formula)


def adamw(
    learning_rate: LearningRate,
    decay: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Optimizer:
    """Step like Adam, and besides shrink the point a little towards zero.

        step = −α (m̂ / (√v̂ + ε) + λ x)  with m̂ and v̂ as in `adam`

    Unlike `weight_decay` around `adam`, which would divide the decay by √v̂ too.
    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    decay: λ, at least 0.  beta1, beta2, epsilon: as in `adam`.
    Raises ValueError if one of them is out of range.
    Source: Loshchilov & Hutter 2017, arXiv:1711.05101; in the form of torch.optim.AdamW.
    """
    adam_direction = _adam_direction(beta1, beta2, epsilon)
    decay = checks.between("decay", decay, 0, np.inf)

    def direction(gradient: Array, state: AdamState, x: Array) -> tuple[Array, AdamState]:
        along, after = adam_direction(gradient, state, x)
        return along + decay * x, after

    formula = MOMENTS + "theta <- theta - alpha (hat(m) / (sqrt(hat(v)) + epsilon) + lambda theta)"
    return scaled(learning_rate, _no_moments, direction, "AdamW", formula)


def _no_squares(x: Array) -> SquaresState:
    return SquaresState(np.zeros_like(x))


def _no_moments(x: Array) -> AdamState:
    return AdamState(0, np.zeros_like(x), np.zeros_like(x))


def _adam_direction(beta1: float, beta2: float, epsilon: float) -> Update:
    """Return the function that computes m̂ / (√v̂ + ε)."""
    beta1, beta2 = checks.between("beta1", beta1, 0, 1), checks.between("beta2", beta2, 0, 1)
    epsilon = checks.positive("epsilon", epsilon)

    def direction(gradient: Array, state: AdamState, x: Array) -> tuple[Array, AdamState]:
        t = state.taken + 1
        first = beta1 * state.first_moment + (1 - beta1) * gradient
        second = beta2 * state.second_moment + (1 - beta2) * (gradient * gradient)
        typical = np.sqrt(second / (1 - beta2**t)) + epsilon
        return first / (1 - beta1**t) / typical, AdamState(t, first, second)

    return direction
