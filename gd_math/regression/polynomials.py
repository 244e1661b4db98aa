"""Lines and polynomials fitted to data: the loss over their coefficients, and the exact answer."""

from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.datasets import Dataset
from gd_math.regression.linear_models import Fit, mean_square, solve
from gd_math.sample_mean_loss import EmpiricalLoss


def squared_errors(guess: Any, truth: Any) -> Array:
    """Return the squared error of each guess.

        (gᵢ − yᵢ)²

    guess, truth: numbers of the same shape, or of shapes that broadcast. Returns that shape, in
    the square of their unit.
    Raises ValueError if they are not finite or do not fit together.
    """
    g, y = checks.finite_array("guess", guess), checks.finite_array("truth", truth)
    try:
        return np.asarray((g - y) ** 2)[()]
    except ValueError:
        raise ValueError(
            f"guess and truth must have shapes that fit together, got {g.shape} and {y.shape}"
        ) from None


def mean_squared_error(data: Dataset, domain: tuple[Any, Any] | None = None) -> EmpiricalLoss:
    """Return the mean squared error of a line as a loss over its slope and intercept.

        f(w, b) = 1/N Σᵢ (yᵢ − (wxᵢ + b))²

    domain: corners (2,). Without it, a box around the minimum that holds (0, 0) and every point as
    good as it, half as wide again.
    Returns a loss over points (w, b). It is the quadratic f* + ‖R(θ − θ*)‖²/N of numbers that are
    computed once, so a mesh costs the same for many data as for few, and nothing cancels.
    Raises ValueError unless x has at least two different values.
    """
    return _error(data, 1, domain, "1/N sum_i (y_i - (w x_i + b))^2")


def polynomial_error(
    data: Dataset, degree: int, domain: tuple[Any, Any] | None = None
) -> EmpiricalLoss:
    """Return the mean squared error of a polynomial as a loss over its coefficients.

        f(c) = 1/N Σᵢ (yᵢ − (c₀xᵢᵏ + c₁xᵢᵏ⁻¹ + … + cₖ))²

    degree: k, at least 0.  domain: corners (k+1,), by default as in `mean_squared_error`.
    Returns a loss over points (k+1,), the highest power first, so that degree 1 is over (w, b).
    Raises ValueError if x has too few different values for the degree, or too badly spread ones.
    """
    degree = checks.whole("degree", degree, 0)
    powers = (f"c_{i} x_i^{degree - i}" for i in range(degree - 1))
    ends = (f"c_{degree - 1} x_i", f"c_{degree}")[-1 - degree :]
    return _error(data, degree, domain, f"1/N sum_i (y_i - ({' + '.join((*powers, *ends))}))^2")


def least_squares(data: Dataset) -> tuple[float, float]:
    """Return the line (w, b) with the least mean squared error, exactly rather than by descent.

        w = cov(x, y)/var(x),   b = ȳ − w x̄

    Raises ValueError unless x has at least two different values.
    Source: Gauss 1809, Theoria motus, book 2, section 3.

    >>> from gd_math import datasets
    >>> w, b = least_squares(datasets.line_data(noise=0))
    >>> round(w, 9), round(b, 9)
    (2.0, 1.0)
    """
    slope, intercept = fit(data, 1).best
    return float(slope), float(intercept)


def polynomial(coefficients: Any, x: Any) -> Array:
    """Return the values of polynomials, or of lines.

        c₀xᵏ + c₁xᵏ⁻¹ + … + cₖ

    coefficients: (..., k+1), the highest power first.  x: (m,).  Returns (..., m).
    Raises ValueError for arrays of other shapes or not finite.
    """
    c, x = checks.finite_array("coefficients", coefficients), checks.finite_array("x", x)
    if c.ndim == 0 or c.shape[-1] == 0 or x.ndim != 1:
        raise ValueError(
            f"coefficients and x must have shapes (..., k+1) and (m,), got {c.shape} and {x.shape}"
        )
    return np.asarray(c @ design(x, c.shape[-1] - 1).T)


def design(x: Array, degree: int) -> Array:
    """Return the powers of x (N,), the highest first, shape (N, degree+1)."""
    return np.vander(x, degree + 1)


def fit(data: Dataset, degree: int) -> Fit:
    """Solve the least-squares problem of a polynomial; ValueError if it has no one answer."""
    different = len(np.unique(data.x))
    if different <= degree:
        raise ValueError(
            f"x must have at least {degree + 1} different values for degree {degree}, "
            f"{data.name} has {different}"
        )
    a = design(data.x, degree)
    try:
        return solve(a, data.y)
    except ValueError:
        raise ValueError(
            f"degree must be lower for the x of {data.name}, got {degree}: its powers of x are "
            f"the same up to rounding"
        ) from None


def _error(
    data: Dataset, degree: int, domain: tuple[Any, Any] | None, formula: str
) -> EmpiricalLoss:
    if domain is not None and checks.finite_array("domain", domain).shape != (2, degree + 1):
        raise ValueError(
            f"domain must be two corners of shape ({degree + 1},), one entry per coefficient, "
            f"got {domain!r}"
        )
    return mean_square(
        fit(data, degree), data.y, f"mean squared error of {data.name}", formula, domain
    )
