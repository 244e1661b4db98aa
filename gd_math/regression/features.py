"""Regression on several inputs, and what standardizing them does to the loss.

The Hessian of the mean squared error is twice the matrix of the inputs' second moments: where the
cloud of inputs is long the loss is steep, and inputs of unequal size make a ravine of it.
Source: LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, section 4.3.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.regression.linear_models import mean_square, solve
from gd_math.sample_mean_loss import EmpiricalLoss


@dataclass(frozen=True, eq=False)
class Features:
    """N samples of p inputs xᵢ and the output yᵢ that belongs to them.

    inputs: (N, p).  output: (N,).  Both read-only.
    axes: what the inputs and the output are called, p + 1 plain texts.
    Raises ValueError if they are not finite numbers of these shapes, N and p at least 1.
    """

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
