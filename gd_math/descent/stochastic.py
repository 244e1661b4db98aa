"""Descent with estimated gradients: from batches of the data, or with added noise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import Estimate, collect, iterates, require_memory
from gd_math.descent.trajectory import Trajectory
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer
from gd_math.quadratics import stability_limit
from gd_math.sample_mean_loss import EmpiricalLoss


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class StochasticTrajectory(Trajectory):
    """A trajectory whose steps followed estimates; `loss` and `gradient` are the true ones.

    estimate: the gradients that were followed, shape (steps, …, d); row i led from row i of x to
    row i+1. They are 0 once a path has diverged and stopped.
    evaluations: how many gradients of single samples had been computed on arriving at each row,
    per start, shape (steps+1,).
    epochs: the same, in passes through all samples.
    """

    estimate: Array
    evaluations: NDArray[np.int64]
    epochs: Array

    def __post_init__(self) -> None:
        super().__post_init__()
        for part in ("estimate", "evaluations", "epochs"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))

    def path(self, i: int) -> Self:
        return replace(super().path(i), estimate=self.estimate[:, i])


def stochastic_descent(
    loss: EmpiricalLoss,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    batch_size: int,
    seed: int | np.random.Generator,
) -> StochasticTrajectory:
    """Descend `steps` steps, each with the gradient of a random batch of the samples.

        xᵢ₊₁ = xᵢ + step(∇f_B(xᵢ)),   B the next `batch_size` samples of a shuffled pass

    start: one point (d,) or a batch (n, d) of starts, each of which draws batches of its own.
    batch_size: from 1, a single sample, to N, when it is plain `descend`.
    seed: a whole number of at least 0, or a Generator. See `batches` for how they are drawn.
    Paths that diverge stop as those of `descend` do.
    Raises ValueError for a loss without samples, and for unsuitable numbers or starts.
    Source: Robbins and Monro 1951, Annals of Mathematical Statistics 22(3), 400–407.

    >>> from gd_math import datasets, gradient_descent, mean_squared_error
    >>> loss = mean_squared_error(datasets.line_data(seed=1))
    >>> slow = gradient_descent(0.05)
    >>> walk = stochastic_descent(loss, slow, [0.0, 0.0], steps=40, batch_size=5, seed=2)
    >>> int(walk.evaluations[-1]), bool(walk.loss[-1] < 0.1 * walk.loss[0])
    (200, True)
    """
    if not isinstance(loss, EmpiricalLoss):
        raise ValueError(f"loss must be an EmpiricalLoss, a mean over samples, got {loss!r}")
    start = checks.points("start", start, loss.dimension)
    steps = checks.whole("steps", steps, 0)
    require_memory(optimizer, start, steps)
    size = checks.whole("batch_size", batch_size, 1)
    draws = batches(loss.samples, size, start.shape[:-1], seed)

    def estimate(x: Array, count: int) -> Array:
        return loss.raw_batches[1](x, next(draws))

    # Shuffled, the same samples add up to the same gradient but for rounding.
    full = size == loss.samples
    sizes = [min(size, loss.samples - first) for first in range(0, loss.samples, size)]
    spent = np.concatenate([[0], np.cumsum(np.resize(sizes, steps))])
    return _follow(loss, optimizer, start, steps, None if full else estimate, spent, loss.samples)


def noisy_descent(
    loss: Loss,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    noise: float,
    seed: int | np.random.Generator,
) -> StochasticTrajectory:
    """Descend `steps` steps, each with Gaussian noise added to the gradient.

        xᵢ₊₁ = xᵢ + step(∇f(xᵢ) + σεᵢ),   εᵢ ~ N(0, I)

    start: one point (d,) or a batch (n, d) of starts, each with noise of its own.
    noise: σ, the standard deviation of each coordinate, at least 0; with 0 it is `descend`.
    seed: a whole number of at least 0, or a Generator.
    One step counts as one evaluation and one epoch.
    Raises ValueError for unsuitable numbers or starts.
    Source: Neelakantan et al. 2015, arXiv:1511.06807.
    """
    start = checks.points("start", start, loss.dimension)
    steps = checks.whole("steps", steps, 0)
    require_memory(optimizer, start, steps)
    noise = checks.between("noise", noise, 0, np.inf)
    rng = checks.generator(seed)

    def estimate(x: Array, count: int) -> Array:
        return np.asarray(loss.raw.gradient(x) + noise * rng.standard_normal(x.shape))

    return _follow(loss, optimizer, start, steps, estimate, np.arange(steps + 1), 1)


def batches(
    samples: int, batch_size: int, shape: tuple[int, ...], seed: int | np.random.Generator
) -> Iterator[NDArray[np.intp]]:
    """Draw batches of sample numbers without end, as PyTorch's DataLoader does.

    Each epoch shuffles all numbers from 0 to samples−1 anew and cuts them into batches, so that
    each sample comes up once. If batch_size does not divide the number of samples, the last batch
    of the epoch is the smaller rest.
    shape: of the starts; each of them gets its own shuffle. Yields arrays (*shape, b).
    seed: a whole number of at least 0, or a Generator.
    Raises ValueError for a batch_size that is not from 1 to samples, or another seed.
    """
    samples = checks.whole("samples", samples, 1)
    size = checks.whole("batch_size", batch_size, 1)
    if size > samples:
        raise ValueError(f"batch_size must be at most {samples}, the number of samples, got {size}")
    rng = checks.generator(seed)

    def draw() -> Iterator[NDArray[np.intp]]:
        ordered = np.broadcast_to(np.arange(samples), (*shape, samples))
        while True:
            shuffled = rng.permuted(ordered, axis=-1)
            for first in range(0, samples, size):
                yield shuffled[..., first : first + size]

    return draw()


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
    eigenvalues, vectors = np.linalg.eigh(np.asarray(hessian, dtype=np.float64))
    if np.ndim(noise) == 0:
        covariance = checks.between("noise", noise, 0, np.inf) ** 2 * np.eye(len(eigenvalues))
    else:
        covariance = _covariance(noise, len(eigenvalues))
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


def _follow(
    loss: Loss,
    optimizer: Optimizer,
    start: Array,
    steps: int,
    estimate: Estimate | None,
    evaluations: NDArray[np.int64],
    samples: int,
) -> StochasticTrajectory:
    rows = list(iterates(loss, optimizer, start, steps, estimate))
    used = [np.where(row.overflown[..., np.newaxis], 0.0, row.estimate) for row in rows[1:]]
    return StochasticTrajectory(
        **vars(collect(loss, rows)),
        estimate=np.reshape(used, (steps, *start.shape)),
        evaluations=evaluations,
        epochs=evaluations / samples,
    )
