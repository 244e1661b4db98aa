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


def _eigenvalues(hessian: Any) -> Array:
    """Return the eigenvalues in ascending order, all of them above 0."""
    matrix = checks.symmetric_matrix("hessian", hessian)
    eigenvalues = np.linalg.eigvalsh(matrix).astype(np.float64)
    if eigenvalues[0] <= 1e-14 * eigenvalues[-1]:
        raise ValueError(
            f"hessian must be positive definite, got the eigenvalues {eigenvalues.tolist()}"
        )
    return eigenvalues
