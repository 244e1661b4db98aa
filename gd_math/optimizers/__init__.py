"""Optimizers as pairs of pure functions. Conventions are those of PyTorch.

The new point is x + step, where `step, state = optimizer.update(gradient, state)`. Every array
has the shape of x, (..., d): the starts of a batch do not influence each other.
"""

from gd_math.optimizers.base import LearningRate, Optimizer, schedule, state_arrays
from gd_math.optimizers.plain import MomentumState, gradient_descent, momentum
from gd_math.optimizers.wrappers import ascent

__all__ = [
    "LearningRate",
    "MomentumState",
    "Optimizer",
    "ascent",
    "gradient_descent",
    "momentum",
    "schedule",
    "state_arrays",
]
