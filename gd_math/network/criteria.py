"""Criteria: how wrong an output is. Conventions are those of PyTorch's mean reduction.

A network's loss is the mean over its samples of the criterion of each sample:

    mean_squared_error     1/K Σₖ (yₖ − tₖ)²                      torch.nn.MSELoss
    cross_entropy          −Σₖ tₖ log pₖ,  p = softmax(y)         torch.nn.CrossEntropyLoss
    binary_cross_entropy   −1/K Σₖ (tₖ log pₖ + (1 − tₖ) log(1 − pₖ)),  p = σ(y)
                                                                  torch.nn.BCEWithLogitsLoss

y: the K outputs.  t: the K targets.  The last two take logits, not probabilities: softmax and σ
belong to the criterion, so that no finite logits overflow.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from gd_math.checks import Array
from gd_math.network.activations import sigmoid, sigmoid_slope
from gd_math.network.targets import any_targets, class_targets, probability_targets
from gd_math.records import one_line

LARGEST = np.finfo(np.float64).max


class Criterion(NamedTuple):
    """What one sample costs, with its first two derivatives by the outputs.

    value: (outputs, targets) -> (...), both (..., K).
    gradient: (outputs, targets) -> ∂/∂yₖ, (..., K).
    curvature: (outputs, targets, v) -> Σⱼ ∂²/∂yₖ∂yⱼ vⱼ, (..., K).
    targets: (what the caller hands in, N, K) -> targets (N, K), checked.
    formulas: the loss of a network in Typst math markup, for one output and for several.
    """

    def __repr__(self) -> str:
        return one_line(self)

    name: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    curvature: Callable[[Array, Array, Array], Array]
    targets: Callable[[Any, int, int], Array]
    formulas: tuple[str, str]


def _squared(outputs: Array, targets: Array) -> Array:
    return np.asarray(((outputs - targets) ** 2).mean(axis=-1))


def _squared_gradient(outputs: Array, targets: Array) -> Array:
    return np.asarray(2 / outputs.shape[-1] * (outputs - targets))


def _squared_curvature(outputs: Array, targets: Array, v: Array) -> Array:
    return np.asarray(2 / outputs.shape[-1] * v)


def _below_the_largest(logits: Array) -> Array:
    """Return y − max y, with finite numbers for what has probability 0."""
    with np.errstate(over="ignore"):
        return np.asarray(np.maximum(logits - logits.max(axis=-1, keepdims=True), -LARGEST))


def _cross_entropy(logits: Array, targets: Array) -> Array:
    below = _below_the_largest(logits)
    return np.asarray(np.log(np.exp(below).sum(axis=-1)) - (targets * below).sum(axis=-1))


def _softmax(logits: Array) -> Array:
    weights = np.exp(_below_the_largest(logits))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _cross_entropy_gradient(logits: Array, targets: Array) -> Array:
    return np.asarray(_softmax(logits) - targets)


def _cross_entropy_curvature(logits: Array, targets: Array, v: Array) -> Array:
    p = _softmax(logits)
    return np.asarray(p * (v - (p * v).sum(axis=-1, keepdims=True)))


def _binary(logits: Array, targets: Array) -> Array:
    # log(1 + eʸ) = max(y, 0) + log(1 + e^−|y|), of which nothing overflows.
    softplus = np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))
    return np.asarray(((softplus - targets * logits) / logits.shape[-1]).sum(axis=-1))


def _binary_gradient(logits: Array, targets: Array) -> Array:
    return np.asarray((sigmoid(logits) - targets) / logits.shape[-1])


def _binary_curvature(logits: Array, targets: Array, v: Array) -> Array:
    return np.asarray(sigmoid_slope(logits) * v / logits.shape[-1])


CRITERIA: Mapping[str, Criterion] = MappingProxyType(
    {
        criterion.name: criterion
        for criterion in (
            Criterion(
                "mean_squared_error",
                _squared,
                _squared_gradient,
                _squared_curvature,
                any_targets,
                ("1/N sum_i (y_i - t_i)^2", "1/(N K) sum_(i, k) (y_(i k) - t_(i k))^2"),
            ),
            Criterion(
                "cross_entropy",
                _cross_entropy,
                _cross_entropy_gradient,
                _cross_entropy_curvature,
                class_targets,
                ("", "-1/N sum_(i, k) t_(i k) log p_(i k)"),  # one class is no choice
            ),
            Criterion(
                "binary_cross_entropy",
                _binary,
                _binary_gradient,
                _binary_curvature,
                probability_targets,
                (
                    "-1/N sum_i (t_i log p_i + (1 - t_i) log(1 - p_i))",
                    "-1/(N K) sum_(i, k) (t_(i k) log p_(i k) + (1 - t_(i k)) log(1 - p_(i k)))",
                ),
            ),
        )
    }
)
"""The criteria by name."""
