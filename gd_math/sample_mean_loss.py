"""Losses that are a mean over data: what regression and networks minimise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Finite, Loss

# Takes points (..., d) and a batch of sample numbers; what it returns depends on the function.
BatchFunction = Callable[[Any, Any], Array]


@dataclass(frozen=True, eq=False, repr=False)
class EmpiricalLoss(Loss):
    """A loss that is the mean of one loss per sample.

        f(x) = 1/N Σᵢ fᵢ(x)

    samples: N.
    batch_value, batch_gradient: f_B(x) = 1/|B| Σ_{i in B} fᵢ(x) and ∇f_B(x), the loss of a batch
    and its gradient. They take points x (..., d) and the numbers of samples from 0 to N−1, whole
    numbers of shape (b,), the same batch for every point, or (..., b), a batch for each; they
    return (...) and (..., d). With every sample once in the batch it is the loss itself.
    Both raise ValueError for points or batches of another shape, and for a number out of range.
    """

    samples: int
    batch_value: BatchFunction
    batch_gradient: BatchFunction

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "samples", checks.whole("samples", self.samples, 1))
        for part in ("batch_value", "batch_gradient"):
            function = Finite.unwrapped(getattr(self, part))
            checked = _Checked(function, f"x of {self.name}", self.dimension, self.samples)
            object.__setattr__(self, part, Finite(checked))

    @property
    def raw_batch_value(self) -> BatchFunction:
        """`batch_value` with infinity for what is too large."""
        function: BatchFunction = cast(Finite, self.batch_value).checked
        return function

    @property
    def unchecked_batch_gradient(self) -> BatchFunction:
        """`batch_gradient` as it was given, for points known to be finite and batches that fit."""
        function: BatchFunction = Finite.unwrapped(self.batch_gradient)
        return function


@dataclass(frozen=True)
class _Checked:
    """A function of points and a batch that checks its arguments."""

    function: BatchFunction
    argument: str
    dimension: int
    samples: int

    def __call__(self, x: Any, batch: Any) -> Array:
        x = checks.points(self.argument, x, self.dimension)
        numbers = np.asarray(batch)
        if numbers.dtype.kind not in "iu" or numbers.ndim == 0 or numbers.size == 0:
            raise ValueError(f"batch must be whole numbers of shape (b,) or (..., b), got {batch}")
        if numbers.ndim > 1 and numbers.shape[:-1] != x.shape[:-1]:
            raise ValueError(
                f"batch must have shape (b,) or ({', '.join(map(str, x.shape[:-1]))}, b) for "
                f"points of shape {x.shape}, got {numbers.shape}"
            )
        if numbers.min() < 0 or numbers.max() >= self.samples:
            raise ValueError(
                f"batch must be sample numbers from 0 to {self.samples - 1}, "
                f"got {numbers.min()} to {numbers.max()}"
            )
        with np.errstate(all="ignore"):
            return self.function(x, numbers)
