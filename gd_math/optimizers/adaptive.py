"""Optimizers that give each coordinate a learning rate of its own, from the gradients it met."""

from typing import NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.optimizers.base import LearningRate, Optimizer, counter, schedule


class SquaresState(NamedTuple):
    """The steps taken, counted for a schedule only, and the squares s (..., d)."""

    taken: int
    squares: Array


def adagrad(learning_rate: LearningRate, epsilon: float = 1e-10) -> Optimizer:
    """Divide each coordinate by the root of all its squared gradients so far.

        s ← s + g²,   step = −α g / (√s + ε),   s = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    epsilon: ε above 0.
    Raises ValueError if either is out of range.
    Source: Duchi, Hazan, Singer 2011, JMLR 12, 2121–2159; in the form of torch.optim.Adagrad.
    """
    rate, after = schedule(learning_rate), counter(learning_rate)
    epsilon = checks.positive("epsilon", epsilon)

    def update(gradient: Array, state: SquaresState) -> tuple[Array, SquaresState]:
        squares = state.squares + gradient * gradient
        step = -rate(state.taken) * gradient / (np.sqrt(squares) + epsilon)
        return step, SquaresState(after(state.taken), squares)

    return Optimizer(_no_squares, update)


def rmsprop(learning_rate: LearningRate, decay: float = 0.99, epsilon: float = 1e-8) -> Optimizer:
    """Divide each coordinate by the root of the running mean of its squared gradients.

        s ← ρ s + (1 − ρ) g²,   step = −α g / (√s + ε),   s = 0 at first

    learning_rate: α, a number above 0 or a schedule `step number -> α` (from 0, at least 0).
    decay: ρ, 0 ≤ ρ < 1 (`alpha` in PyTorch).  epsilon: ε above 0.
    Raises ValueError if one of them is out of range.
    Source: Tieleman & Hinton 2012, Coursera lecture 6.5; in the form of torch.optim.RMSprop.
    """
    rate, after = schedule(learning_rate), counter(learning_rate)
    decay = checks.between("decay", decay, 0, 1)
    epsilon = checks.positive("epsilon", epsilon)

    def update(gradient: Array, state: SquaresState) -> tuple[Array, SquaresState]:
        squares = decay * state.squares + (1 - decay) * (gradient * gradient)
        step = -rate(state.taken) * gradient / (np.sqrt(squares) + epsilon)
        return step, SquaresState(after(state.taken), squares)

    return Optimizer(_no_squares, update)


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
    rate, (init, direction) = schedule(learning_rate), _moments(beta1, beta2, epsilon)

    def update(gradient: Array, state: AdamState) -> tuple[Array, AdamState]:
        along, after = direction(gradient, state)
        return -rate(state.taken) * along, after

    return Optimizer(init, update)


class AdamWState(NamedTuple):
    """The point x (..., d), and what Adam remembers."""

    x: Array
    adam: AdamState


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
    rate, (start, direction) = schedule(learning_rate), _moments(beta1, beta2, epsilon)
    decay = checks.between("decay", decay, 0, np.inf)

    def init(x: Array) -> AdamWState:
        return AdamWState(x, start(x))

    def update(gradient: Array, state: AdamWState) -> tuple[Array, AdamWState]:
        along, after = direction(gradient, state.adam)
        step = -rate(state.adam.taken) * (along + decay * state.x)
        return step, AdamWState(state.x + step, after)

    return Optimizer(init, update)


def _no_squares(x: Array) -> SquaresState:
    return SquaresState(0, np.zeros_like(x))


def _moments(beta1: float, beta2: float, epsilon: float) -> Optimizer:
    """Return Adam with a learning rate of −1: its direction, m̂ / (√v̂ + ε)."""
    beta1, beta2 = checks.between("beta1", beta1, 0, 1), checks.between("beta2", beta2, 0, 1)
    epsilon = checks.positive("epsilon", epsilon)

    def init(x: Array) -> AdamState:
        return AdamState(0, np.zeros_like(x), np.zeros_like(x))

    def update(gradient: Array, state: AdamState) -> tuple[Array, AdamState]:
        t = state.taken + 1
        first = beta1 * state.first_moment + (1 - beta1) * gradient
        second = beta2 * state.second_moment + (1 - beta2) * (gradient * gradient)
        typical = np.sqrt(second / (1 - beta2**t)) + epsilon
        return first / (1 - beta1**t) / typical, AdamState(t, first, second)

    return Optimizer(init, update)
