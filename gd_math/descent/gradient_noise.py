"""The noise of gradients that are estimated, and where descent with it settles."""

from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.quadratics import stability_limit
from gd_math.sample_mean_loss import EmpiricalLoss


def sample_gradients(loss: EmpiricalLoss, x: Any) -> Array:
    """Return the gradient of each single sample's loss at one point.

        ∇fᵢ(x),   i = 1 … N;  their mean is ∇f(x)

    x: shape (d,).  Returns (N, d).
    Raises ValueError for a loss without samples, and for an unsuitable point.
    """
    if not isinstance(loss, EmpiricalLoss):
        raise ValueError(f"loss must be an EmpiricalLoss, a mean over samples, got {loss!r}")
    point = checks.points("x", x, loss.dimension)
    if point.ndim != 1:
        raise ValueError(f"x must be one point of shape ({loss.dimension},), got {point.shape}")
    each = np.broadcast_to(point, (loss.samples, loss.dimension))
    return np.asarray(loss.batch_gradient(each, np.arange(loss.samples)[:, None]))


def gradient_noise(loss: EmpiricalLoss, x: Any, batch_size: int = 1) -> Array:
    """Return the covariance of the gradient of a batch drawn at random, with replacement.

        C = 1/(BN) Σᵢ (∇fᵢ(x) − ∇f(x)) (∇fᵢ(x) − ∇f(x))ᵀ

    x: one point, shape (d,).  batch_size: B, at least 1.  Returns (d, d), for `noise_ball`.
    Raises ValueError as `sample_gradients` does, and for a batch_size below 1.
    """
    size = checks.whole("batch_size", batch_size, 1)
    each = sample_gradients(loss, x)
    apart = each - each.mean(axis=0)
    return np.asarray(apart.T @ apart / (size * loss.samples))


def noise_ball(hessian: Any, learning_rate: float, noise: Any) -> Array:
    """Return the covariance of the points round which noisy descent on a quadratic settles.

        Σ = α²σ² (I − (I − αH)²)⁻¹;  along an eigenvector of H, α²σ²/(1 − (1 − αλ)²) ≈ ασ²/2λ
        of noise with the covariance C:  Σ = (I − αH) Σ (I − αH) + α²C

    Gradient descent with a fixed learning rate never comes to rest under noise: it ends in a
    cloud round the minimum, as wide as √Σ, whatever the start.
    hessian: H, shape (d, d), symmetric positive definite.  learning_rate: α, above 0 and below
    2/λ for the largest λ.  noise: σ, the standard deviation of each coordinate of the gradient, or
    its covariance C, (d, d), as of `gradient_noise`.
    Returns (d, d). Raises ValueError if an argument is out of range.
    Source: Mandt, Hoffman and Blei 2017, JMLR 18(134), section 3.2, there for small α.
    """
    limit = stability_limit(hessian)
    rate = checks.positive("learning_rate", learning_rate)
    if rate >= limit:
        raise ValueError(
            f"learning_rate must be below {limit:g}, where descent diverges, got {learning_rate!r}"
        )
    curvature = np.asarray(hessian, dtype=np.float64)
    if np.ndim(noise) == 0:
        covariance = checks.between("noise", noise, 0, np.inf) ** 2 * np.eye(len(curvature))
    else:
        covariance = _covariance(noise, len(curvature))
    return _ball(curvature, rate, covariance)


def sampling_ball(loss: EmpiricalLoss, learning_rate: float, batch_size: int = 1) -> Array:
    """Return the covariance about the minimum of descent with random batches, of a quadratic loss.

        Σ = (I − αH) Σ (I − αH) + α²/B (C + 1/N Σᵢ (Aᵢ − H) Σ (Aᵢ − H)),   Aᵢ the Hessian of fᵢ

    It is a little wider than the `noise_ball` of the noise C at the minimum: the samples differ in
    curvature as well, so the noise grows with the distance. For batches drawn with replacement
    this is exact; shuffled passes differ little from it as long as they take many steps.
    loss: quadratic, with one minimum, such as `mean_squared_error`.  learning_rate: α, above 0.
    batch_size: B, at least 1.  Returns (d, d).
    Raises ValueError if an argument is out of range, and if no such covariance is finite.
    Source: Défossez and Bach 2015, AISTATS, PMLR 38, 205–213.
    """
    size = checks.whole("batch_size", batch_size, 1)
    noise = gradient_noise(loss, best := loss.minima[0].x, size)
    here, sides = sample_gradients(loss, best), np.eye(loss.dimension)
    each = np.stack([sample_gradients(loss, best + side) - here for side in sides], axis=-1)
    hessian = each.mean(axis=0)
    apart = each - hessian
    # All of it is linear in Σ: Σ = ball(C) + grow Σ, with both as lists of d² numbers.
    floor = noise_ball(hessian, learning_rate, noise)
    units = np.eye(loss.dimension**2).reshape(-1, *hessian.shape)
    units = (units + units.transpose(0, 2, 1)) / 2  # Σ is symmetric
    grow = np.stack(
        [
            _ball(hessian, learning_rate, np.mean(apart @ unit @ apart, axis=0) / size).ravel()
            for unit in units
        ],
        axis=-1,
    )
    if np.abs(np.linalg.eigvals(grow)).max() >= 1:
        raise ValueError(
            f"learning_rate must be smaller, with {learning_rate!r} the noise grows without end"
        )
    ball = np.linalg.solve(np.eye(len(grow)) - grow, floor.ravel()).reshape(hessian.shape)
    return np.asarray((ball + ball.T) / 2)


def _ball(hessian: Array, rate: float, covariance: Array) -> Array:
    """Return Σ = (I − αH) Σ (I − αH) + α²C."""
    eigenvalues, vectors = np.linalg.eigh(hessian)
    # 1 − (1 − αλᵢ)(1 − αλⱼ), multiplied out so that nothing cancels where αλ is small.
    one, other = eigenvalues[:, None], eigenvalues[None, :]
    share = rate / (one + other - rate * one * other)
    return np.asarray(vectors @ (share * (vectors.T @ covariance @ vectors)) @ vectors.T)


def _covariance(noise: Any, dimension: int) -> Array:
    covariance = checks.finite_array("noise", noise)
    shape = dimension, dimension
    if covariance.shape != shape or not np.allclose(covariance, covariance.T):
        raise ValueError(f"noise must be a number, or symmetric of shape {shape}, got {noise!r}")
    if np.linalg.eigvalsh(covariance)[0] < -1e-12 * np.abs(covariance).max():
        raise ValueError("noise must be a covariance: no eigenvalue below 0")
    return covariance
