"""The mathematics of Misty Hill: losses, optimizers, descent. NumPy and SciPy only.

    >>> from gd_math import descend, losses, optimizers
    >>> walk = descend(losses.RAVINE, optimizers.gradient_descent(0.2), [2.0, 2.5], steps=50)
    >>> walk.x.shape, walk.outcome
    ((51, 2), 'converged')

All that is public is named below; each name says in its docstring what it takes and returns.
"""

from gd_math import datasets, losses, network, optimizers, schedules
from gd_math.datasets import Dataset
from gd_math.descent.ends import Ends, ends_of_walks, rate_for_most
from gd_math.descent.gradient_noise import (
    gradient_noise,
    noise_ball,
    sample_gradients,
    sampling_ball,
)
from gd_math.descent.learning_rate_range import RangeTest, learning_rate_range_test
from gd_math.descent.loop import descend
from gd_math.descent.rate_comparison import RateComparison, compare_rates
from gd_math.descent.rate_plane import RatePlane, rate_plane
from gd_math.descent.starts import basins_of_attraction, best_of, minimum_reached, random_starts
from gd_math.descent.stochastic import (
    StochasticTrajectory,
    noisy_descent,
    stochastic_descent,
)
from gd_math.descent.trajectory import Trajectory
from gd_math.descent.tuning import Tuning, steps_until_share, tune
from gd_math.fields import gradient_field, grid
from gd_math.formula import from_formula
from gd_math.loss import Loss, Minimum
from gd_math.network import Network
from gd_math.optimizers import (
    Optimizer,
    adagrad,
    adam,
    adamw,
    ascent,
    clip_by_norm,
    clip_by_value,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
    weight_decay,
)
from gd_math.quadratics import (
    HeavyBall,
    best_learning_rate,
    condition_number,
    contraction,
    heavy_ball,
    momentum_contraction,
    stability_limit,
    stability_limits,
    steps_until_low,
)
from gd_math.random_hessians import random_curvatures, sign_patterns, valley_share
from gd_math.regression.features import (
    Features,
    centered,
    feature_data,
    feature_error,
    rescaled,
)
from gd_math.regression.polynomials import least_squares, mean_squared_error, polynomial_error
from gd_math.regression.resampling import BiasVariance, bias_variance
from gd_math.sample_mean_loss import EmpiricalLoss
from gd_math.slices import restrict, slices_along
from gd_math.stationary.points import StationaryPoint, stationary_points

__all__ = [
    "BiasVariance",
    "Dataset",
    "EmpiricalLoss",
    "Ends",
    "Features",
    "HeavyBall",
    "Loss",
    "Minimum",
    "Network",
    "Optimizer",
    "RangeTest",
    "RateComparison",
    "RatePlane",
    "StationaryPoint",
    "StochasticTrajectory",
    "Trajectory",
    "Tuning",
    "adagrad",
    "adam",
    "adamw",
    "ascent",
    "basins_of_attraction",
    "best_learning_rate",
    "best_of",
    "bias_variance",
    "centered",
    "clip_by_norm",
    "clip_by_value",
    "compare_rates",
    "condition_number",
    "contraction",
    "datasets",
    "descend",
    "ends_of_walks",
    "feature_data",
    "feature_error",
    "from_formula",
    "gradient_descent",
    "gradient_field",
    "gradient_noise",
    "grid",
    "heavy_ball",
    "learning_rate_range_test",
    "least_squares",
    "losses",
    "mean_squared_error",
    "minimum_reached",
    "momentum",
    "momentum_contraction",
    "nesterov",
    "network",
    "noise_ball",
    "noisy_descent",
    "optimizers",
    "polynomial_error",
    "random_curvatures",
    "random_starts",
    "rate_for_most",
    "rate_plane",
    "rescaled",
    "restrict",
    "rmsprop",
    "sample_gradients",
    "sampling_ball",
    "schedules",
    "sign_patterns",
    "slices_along",
    "stability_limit",
    "stability_limits",
    "stationary_points",
    "steps_until_low",
    "steps_until_share",
    "stochastic_descent",
    "tune",
    "valley_share",
    "weight_decay",
]
