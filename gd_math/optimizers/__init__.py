"""Optimizers as pairs of pure functions. Conventions are those of PyTorch.

The new point is x + step, where `step, state = optimizer.update(gradient, state, x)`. Every
array has the shape of x, (..., d): the starts of a batch do not influence each other.
"""

from gd_math.optimizers.adaptive import adagrad, adam, adamw, rmsprop
from gd_math.optimizers.base import Optimizer
from gd_math.optimizers.plain import gradient_descent, momentum, nesterov
from gd_math.optimizers.wrappers import ascent, clip_by_norm, clip_by_value, weight_decay

__all__ = [
    "Optimizer",
    "adagrad",
    "adam",
    "adamw",
    "ascent",
    "clip_by_norm",
    "clip_by_value",
    "gradient_descent",
    "momentum",
    "nesterov",
    "rmsprop",
    "weight_decay",
]
