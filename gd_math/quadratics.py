"""How fast descent on a quadratic f(x) = ½ xᵀ H x is, from the eigenvalues of H.

Along the eigenvector of the eigenvalue λ a step of gradient descent multiplies the distance by
1 − αλ.
Source: Polyak 1987, Introduction to Optimization, chapter 1.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss


def stability_limit(hessian: Any) -> float:
    """Return the learning rate at and above which gradient descent no longer converges.

        2 / λₙ,  λₙ the largest eigenvalue

    hessian: H, shape (d, d). Raises ValueError if it is not symmetric positive definite.

    >>> stability_limit([[5, 0], [0, 1]])
    0.4
    """
    return float(2 / _eigenvalues(hessian)[-1])


def best_learning_rate(hessian: Any) -> float:
    """Return the fixed learning rate with the fastest convergence in the slowest direction.

        2 / (λ₁ + λₙ),  λ₁ the smallest and λₙ the largest eigenvalue

    hessian: H, shape (d, d). Raises ValueError if it is not symmetric positive definite.

    >>> round(best_learning_rate([[5, 0], [0, 1]]), 4)
    0.3333
    """
    eigenvalues = _eigenvalues(hessian)
    return float(2 / (eigenvalues[0] + eigenvalues[-1]))


def contraction(hessian: Any, learning_rate: float) -> float:
    """Return the largest factor by which one step changes the distance to the minimum.

        max |1 − α λᵢ|;  below 1 gradient descent converges, above 1 it diverges

    hessian: H, shape (d, d). learning_rate: α above 0.
    Raises ValueError if H is not symmetric positive definite or α not a finite number above 0.
    """
    rate = checks.positive("learning_rate", learning_rate)
    return float(np.abs(1 - rate * _eigenvalues(hessian)).max())


def steps_until_low(hessian: Any, offset: Any, learning_rate: float, share: float = 1e-4) -> int:
    """Return the steps of gradient descent until little of the loss is left above its minimum.

        Σᵢ λᵢ (1 − αλᵢ)²ᵏ cᵢ² ≤ share · Σᵢ λᵢ cᵢ²,  c the start's offset in eigenvectors

    The first such k.  The loss is the same in whatever units the coordinates are measured, the
    distance is not; so this number compares walks before and after a change of units.
    hessian: H, shape (d, d).  offset: from the minimum to the start, (d,).  learning_rate: α, below
    `stability_limit`.  share: above 0 and below 1.
    Raises ValueError if H is not symmetric positive definite or an argument out of range.

    >>> steps_until_low([[2, 0], [0, 2]], [3, 4], 0.25, share=0.05)
    3
    """
    rate = checks.positive("learning_rate", learning_rate)
    share = checks.between("share", share, np.nextafter(0, 1), 1)
    limit = stability_limit(hessian)
    if rate >= limit:
        raise ValueError(f"learning_rate must be below {limit:g}, got {rate:g}")
    eigenvalues, vectors = np.linalg.eigh(np.asarray(hessian, dtype=float))
    away = checks.finite_array("offset", offset)
    if away.shape != eigenvalues.shape:
        raise ValueError(f"offset must have shape {eigenvalues.shape}, got {away.shape}")
    parts = eigenvalues * (away @ vectors) ** 2
    shrinks = (1 - rate * eigenvalues) ** 2
    low, high = 0, 1

    def left(k: int) -> float:
        return float(parts @ shrinks**k)

    most = share * left(0)
    while left(high) > most:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if left(middle) > most else (low, middle)
    return high if left(0) > most else 0


class HeavyBall(NamedTuple):
    """Arguments of `momentum`: the learning rate α and β."""

    learning_rate: float
    beta: float

    @property
    def contraction(self) -> float:
        """The factor √β by which a step shrinks the distance to the minimum in the long run."""
        return math.sqrt(self.beta)


def heavy_ball(hessian: Any) -> HeavyBall:
    """Return the learning rate and the β with which momentum converges fastest.

        α = (2 / (√λ₁ + √λₙ))²,   β = ((√λₙ − √λ₁) / (√λₙ + √λ₁))²

    λ₁ is the smallest and λₙ the largest eigenvalue. In the long run a step shrinks the distance
    to the minimum by √β, where gradient descent at its best does by (λₙ − λ₁)/(λₙ + λ₁).
    hessian: H, shape (d, d).
    Returns (learning_rate, beta), to be used as `momentum(*heavy_ball(H))`, with a property
    `contraction`, √β.
    Raises ValueError if H is not symmetric positive definite.
    Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1–17.

    >>> learning_rate, beta = heavy_ball([[5, 0], [0, 1]])
    >>> round(learning_rate, 3), round(beta, 3)
    (0.382, 0.146)
    """
    eigenvalues = _eigenvalues(hessian)
    low, high = math.sqrt(eigenvalues[0]), math.sqrt(eigenvalues[-1])
    return HeavyBall((2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2)


def momentum_contraction(hessian: Any, learning_rate: Any, beta: Any) -> Array:
    """Return the factor by which a step of momentum changes the distance in the long run.

        max |z|  over the roots of  z² − (1 + β − αλ) z + β = 0,  λ an eigenvalue of H

    Below 1 momentum converges, at 1 and above it does not. Where the roots are complex the walk
    swings and the factor is √β, whatever α; with β = 0 it is that of `contraction`.
    hessian: H, shape (d, d).  learning_rate, beta: α above 0 and 0 ≤ β < 1, of shapes that
    broadcast, for instance (1, n) and (m, 1) for a map of both. Returns their common shape.
    Raises ValueError if H is not symmetric positive definite, or α or β out of range.
    Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1–17.

    >>> momentum_contraction([[5, 0], [0, 1]], 0.2, [0.0, 0.25]).round(3).tolist()
    [0.8, 0.685]
    """
    rate = checks.finite_array("learning_rate", learning_rate)
    memory = checks.finite_array("beta", beta)
    if not (rate > 0).all():
        raise ValueError(f"learning_rate must be above 0, got {checks.shown(learning_rate)}")
    if not ((memory >= 0) & (memory < 1)).all():
        raise ValueError(f"beta must be at least 0 and below 1, got {checks.shown(beta)}")
    try:
        np.broadcast_shapes(rate.shape, memory.shape)
    except ValueError:
        raise ValueError(
            f"learning_rate and beta must have shapes that fit together, "
            f"got {rate.shape} and {memory.shape}"
        ) from None
    slowest = np.zeros(np.broadcast_shapes(rate.shape, memory.shape))
    for eigenvalue in _eigenvalues(hessian):
        half = np.abs(1 + memory - rate * eigenvalue) / 2
        real = half * half >= memory
        root = half + np.sqrt(np.where(real, half * half - memory, 0.0))
        slowest = np.maximum(slowest, np.where(real, root, np.sqrt(memory)))
    return slowest[()]


def condition_number(hessian: Any) -> float:
    """Return how many times as steep the steepest direction of a quadratic is as the flattest.

        κ = λₙ/λ₁,  λ₁ the smallest and λₙ the largest eigenvalue

    hessian: H, shape (d, d). 1 for a round bowl; the larger, the narrower the ravine.
    Raises ValueError if H is not symmetric positive definite.

    >>> condition_number([[5, 0], [0, 1]])
    5.0
    """
    eigenvalues = _eigenvalues(hessian)
    return float(eigenvalues[-1] / eigenvalues[0])


def stability_limits(loss: Loss) -> Array:
    """Return for each minimum the learning rate from which descent cannot come to rest in it.

        2 / λₙ,  λₙ the largest eigenvalue of the Hessian at the minimum

    Close to a minimum the loss is the quadratic of its Hessian: below the limit a step shrinks the
    distance, above it a walk that comes close is thrown out again.
    Returns (n,) in the order of `loss.minima`; infinity for a minimum without curvature.

    >>> from gd_math import losses
    >>> stability_limits(losses.THREE_VALLEYS).round(6).tolist()
    [0.25, 1.5, 0.25]
    """
    largest = [np.linalg.eigvalsh(loss.hessian(minimum.x))[-1] for minimum in loss.minima]
    with np.errstate(divide="ignore"):
        return np.asarray(2 / np.maximum(np.array(largest, dtype=np.float64), 0.0))


def _eigenvalues(hessian: Any) -> Array:
    """Return the eigenvalues in ascending order, all of them above 0."""
    matrix = checks.symmetric_matrix("hessian", hessian)
    eigenvalues = np.linalg.eigvalsh(matrix).astype(np.float64)
    if eigenvalues[0] <= 1e-14 * eigenvalues[-1]:
        raise ValueError(
            f"hessian must be positive definite, got the eigenvalues {eigenvalues.tolist()}"
        )
    return eigenvalues
