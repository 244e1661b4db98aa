"""Losses that are a mean over data: what regression and networks minimise."""

from collections.abc import Callable
from dataclasses import dataclass

from gd_math.checks import Array
from gd_math.loss import Loss


@dataclass(frozen=True, eq=False)
class EmpiricalLoss(Loss):
    """A loss that is the mean of one loss per sample.

        f(x) = 1/N Σᵢ fᵢ(x)

    samples: N.
    batch_gradient: the gradient of a batch, ∇f_B(x) = 1/|B| Σ_{i in B} ∇fᵢ(x). It takes points
    x (..., d) and the numbers of samples from 0 to N−1, whole numbers of shape (b,), the same
    batch for every point, or (..., b), a batch for each; it returns (..., d). With every sample
    once in the batch it is the gradient of the loss.
    """

    samples: int
    batch_gradient: Callable[[Array, Array], Array]
