"""Bias and variance of a fit over resampled data."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.datasets import Dataset, true_function
from gd_math.records import one_line
from gd_math.regression.polynomials import fit, polynomial


@dataclass(frozen=True, eq=False)
class BiasVariance:
    """How far from the truth a fit is on average, and how far from its average it is.

        E[(y − ĥ(x))²] = (E ĥ(x) − h(x))² + Var ĥ(x) + σ²
                       =      bias²       + variance + noise

    x: where we look, shape (m,).  truth: h there, (m,).  mean: the average fit E ĥ there, (m,).
    bias_squared, variance: (m,).  noise: σ², one number.
    expected_error: the average of (h − ĥ)² over the fits, plus σ²: what a new observation at x
    differs by from a fit on average, squared; (m,). It equals the sum of the three.
    measured_error: the same average with new observations actually drawn, one for each fit and x;
    it equals expected_error up to chance, (m,).
    training_error: of every fit the mean of (y − ĥ)² at the samples that it is of, (resamples,).
    resampled: the y that every fit is of, (resamples, samples).
    coefficients: of every fit, the highest power first, (resamples, degree+1).
    predictions: every fit at x, (resamples, m).
    All are read-only, in the unit of y or its square.
    """

    __repr__ = one_line

    x: Array
    truth: Array
    mean: Array
    bias_squared: Array
    variance: Array
    noise: float
    expected_error: Array
    measured_error: Array
    training_error: Array
    resampled: Array
    coefficients: Array
    predictions: Array

    def __post_init__(self) -> None:
        for part in fields(self):
            if part.name != "noise":
                object.__setattr__(self, part.name, checks.read_only(getattr(self, part.name)))


def bias_variance(
    data: Dataset,
    degree: int,
    resamples: int,
    seed: int | np.random.Generator,
    x: Any = None,
) -> BiasVariance:
    """Return the bias, variance and noise of polynomials fitted to data with resampled noise.

    Each resample has the xᵢ of the data and draws yᵢ = h(xᵢ) + σεᵢ anew; the fit is by least
    squares. A stiff model (low degree) has bias, a supple one (high degree) has variance.
    data: gives xᵢ, the true function h and σ; its y are not used.
    degree: of the polynomial, at least 0.  resamples: at least 2.
    x: where to look, shape (m,); by default 101 points from the least to the largest xᵢ.
    seed: a whole number of at least 0, or a Generator.
    Raises ValueError for data without a true function and for arguments that are out of range.
    Source: Geman, Bienenstock and Doursat 1992, Neural Computation 4(1), 1–58.
    """
    function = true_function(data)
    problem = fit(data, checks.whole("degree", degree, 0))
    resamples = checks.whole("resamples", resamples, 2)
    rng = checks.generator(seed)
    if x is None:
        x = np.linspace(data.x.min(), data.x.max(), 101)
    at = checks.finite_array("x", x)
    if at.ndim != 1 or at.size == 0:
        raise ValueError(f"x must have shape (m,), m at least 1, got {at.shape}")

    noise = data.noise * rng.standard_normal((resamples, data.samples))
    resampled = data.truth + noise
    targets = problem.q.T @ resampled.T
    coefficients = np.asarray(np.linalg.solve(problem.r, targets).T, dtype=np.float64)
    predictions, truth = polynomial(coefficients, at), function(at)
    observations = truth + data.noise * rng.standard_normal(predictions.shape)
    mean = predictions.mean(axis=0)
    return BiasVariance(
        x=at.copy(),
        truth=truth,
        mean=mean,
        bias_squared=(mean - truth) ** 2,
        variance=predictions.var(axis=0),
        noise=data.noise**2,
        expected_error=((predictions - truth) ** 2).mean(axis=0) + data.noise**2,
        measured_error=((predictions - observations) ** 2).mean(axis=0),
        training_error=((polynomial(coefficients, data.x) - resampled) ** 2).mean(axis=1),
        resampled=resampled,
        coefficients=coefficients,
        predictions=predictions,
    )
