"""Regression on several inputs, and what standardizing them does to the loss.

The Hessian of the mean squared error is twice the matrix of the inputs' second moments: where the
cloud of inputs is long the loss is steep, and inputs of unequal size make a ravine of it.
Source: LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, section 4.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.records import one_line
from gd_math.regression.linear_models import mean_square, solve
from gd_math.sample_mean_loss import EmpiricalLoss


@dataclass(frozen=True, eq=False)
class Features:
    """N samples of p inputs xᵢ and the output yᵢ that belongs to them.

    inputs: (N, p).  output: (N,).  Both read-only.
    axes: what the inputs and the output are called, p + 1 plain texts.
    Raises ValueError if they are not finite numbers of these shapes, N and p at least 1.
    """

    __repr__ = one_line

    inputs: Array
    output: Array
    axes: tuple[str, ...]

    def __post_init__(self) -> None:
        x = checks.finite_array("inputs", self.inputs)
        y = checks.finite_array("output", self.output)
        if x.ndim != 2 or x.size == 0 or y.shape != x.shape[:1]:
            raise ValueError(
                f"inputs and output must have shapes (N, p) and (N,), got {x.shape} and {y.shape}"
            )
        if len(self.axes) != x.shape[1] + 1:
            raise ValueError(f"axes must be {x.shape[1] + 1} names, got {self.axes}")
        object.__setattr__(self, "inputs", checks.read_only(x.copy()))
        object.__setattr__(self, "output", checks.read_only(y.copy()))


def feature_data(
    means: Sequence[float],
    deviations: Sequence[float],
    weights: Sequence[float],
    axes: Sequence[str],
    correlation: float = 0.0,
    noise: float = 0.0,
    n: int = 40,
    seed: int | np.random.Generator | None = None,
) -> Features:
    """Return samples of two inputs whose moments are exactly those that are asked for.

        y = w₁x₁ + w₂x₂ + σε,   x = x̄ + diag(s) L z,   L Lᵀ = (1 r; r 1)

    z and ε are normal draws made orthonormal, so that means x̄, deviations s and the correlation r
    are those of the samples themselves, and w is exactly their least-squares answer.
    means, deviations, weights: x̄, s > 0 and w, (2,) each.  axes: three names.
    correlation: r, between −1 and 1.  noise: σ, at least 0.  n: at least 4.
    Raises ValueError if an argument is out of range.

    >>> plants = feature_data((8, 1), (2, 0.5), (1, 3), ("sun", "water", "growth"), 0.1, seed=1)
    >>> plants.inputs.std(axis=0).round(9).tolist()
    [2.0, 0.5]
    """
    n = checks.whole("n", n, 4)
    r = checks.between("correlation", correlation, np.nextafter(-1, 0), 1)
    sigma = checks.between("noise", noise, 0, np.inf)
    pairs = [
        checks.finite_array(name, values)
        for name, values in (("means", means), ("deviations", deviations), ("weights", weights))
    ]
    if any(pair.shape != (2,) for pair in pairs):
        raise ValueError(f"means, deviations and weights must be pairs, got {pairs}")
    mean, deviation, weight = pairs
    if not (deviation > 0).all():
        raise ValueError(f"deviations must be above 0, got {deviations}")
    drawn = checks.generator(seed).standard_normal((n, 3))
    drawn -= drawn.mean(axis=0)
    z, triangle = np.linalg.qr(drawn)
    z *= np.sqrt(n) * np.sign(np.diag(triangle))
    z[:, 1] = r * z[:, 0] + np.sqrt(1 - r * r) * z[:, 1]
    inputs = mean + deviation * z[:, :2]
    return Features(inputs, inputs @ weight + sigma * z[:, 2], tuple(axes))


def centered(data: Features) -> Features:
    """Return the data with the mean of every column subtracted, so that no intercept is needed."""
    x, y = data.inputs, data.output
    return Features(x - x.mean(axis=0), y - y.mean(), data.axes)


def rescaled(data: Features, amount: float = 1.0) -> Features:
    """Return centered data with every input divided by a power of its standard deviation.

        zᵢⱼ = (xᵢⱼ − x̄ⱼ)/sⱼᵗ,   s² = 1/N Σᵢ (xᵢⱼ − x̄ⱼ)²

    amount: t from 0, centered only, to 1, standardized; between them the inputs are on the way.
    The output is centered only. A column of equal values is only centered.
    Raises ValueError for another amount.
    """
    t = checks.between("amount", amount, 0, np.nextafter(1, 2))
    x = centered(data)
    scale = np.where(np.ptp(data.inputs, axis=0) > 0, data.inputs.std(axis=0), 1.0)
    return Features(x.inputs / scale**t, x.output, data.axes)


def feature_error(data: Features, domain: tuple[Any, Any] | None = None) -> EmpiricalLoss:
    """Return the mean squared error of a weighted sum of the inputs as a loss over the weights.

        f(w) = 1/N Σᵢ (yᵢ − Σⱼ wⱼ xᵢⱼ)²

    domain: corners (p,); without it a box around the minimum that holds 0 and every point as good,
    half as wide again. For data with means use `centered` or `rescaled` first.
    Raises ValueError if an input depends on the others up to rounding.

    >>> cells = [[50, 3], [80, 1], [120, 4], [150, 2]]
    >>> houses = Features(cells, [1, 2, 3, 4], ("area", "age", "price"))
    >>> feature_error(rescaled(houses)).minima[0].x.round(2).tolist()
    [1.12, -0.07]
    """
    try:
        fitted = solve(data.inputs, data.output)
    except ValueError:
        raise ValueError(
            f"inputs must not depend on each other, {', '.join(data.axes[:-1])} do"
        ) from None
    weighted = " + ".join(f"w_{j + 1} x_(i {j + 1})" for j in range(data.inputs.shape[1]))
    formula = f"1/N sum_i (y_i - ({weighted}))^2"
    return mean_square(
        fitted, data.output, f"mean squared error of {data.axes[-1]}", formula, domain
    )
