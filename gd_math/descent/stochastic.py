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
    gradient = loss.unchecked_batch_gradient  # all of a path is finite, and all draws fit

    def estimate(x: Array, count: int) -> Array:
        return gradient(x.copy(), next(draws))

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
    rng, gradient = checks.generator(seed), loss.unchecked.gradient

    def estimate(x: Array, count: int) -> Array:
        return np.asarray(gradient(x.copy()) + noise * rng.standard_normal(x.shape))

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
