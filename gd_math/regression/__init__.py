"""Lines and polynomials fitted to data, and how such fits vary with the noise of the data."""

from gd_math.regression.polynomials import least_squares, mean_squared_error, polynomial_error
from gd_math.regression.resampling import BiasVariance, bias_variance

__all__ = [
    "BiasVariance",
    "bias_variance",
    "least_squares",
    "mean_squared_error",
    "polynomial_error",
]
