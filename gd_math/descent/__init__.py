"""Descent: the loop, its trajectory and outcome, many starts, and stochastic gradients."""

from gd_math.descent.learning_rate_range import RangeTest, learning_rate_range_test
from gd_math.descent.loop import descend, walk
from gd_math.descent.starts import basins_of_attraction, best_of, minimum_reached, random_starts
from gd_math.descent.stochastic import (
    StochasticTrajectory,
    noise_ball,
    noisy_descent,
    stochastic_descent,
)
from gd_math.descent.trajectory import Trajectory

__all__ = [
    "RangeTest",
    "StochasticTrajectory",
    "Trajectory",
    "basins_of_attraction",
    "best_of",
    "descend",
    "learning_rate_range_test",
    "minimum_reached",
    "noise_ball",
    "noisy_descent",
    "random_starts",
    "stochastic_descent",
    "walk",
]
