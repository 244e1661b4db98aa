"""Optimizers as pairs of pure functions. Conventions are those of PyTorch.

The new point is x + step, where `step, state = optimizer.update(gradient, state, x)`. Every
array has the shape of x, (..., d): the starts of a batch do not influence each other.
"""

from gd_math.optimizers.adaptive import (
    AdamState,
    SquaresState,
    adagrad,
    adam,
    adamw,
    rmsprop,
)
from gd_math.optimizers.base import LearningRate, Optimizer, ScheduleState, schedule, state_arrays
from gd_math.optimizers.plain import MomentumState, gradient_descent, momentum, nesterov
from gd_math.optimizers.wrappers import (
    ascent,
    clip_by_norm,
    clip_by_value,
    weight_decay,
)

__all__ = [
    "AdamState",
    "LearningRate",
    "MomentumState",
    "Optimizer",
    "ScheduleState",
    "SquaresState",
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
    "schedule",
    "state_arrays",
    "weight_decay",
]
