import numpy as np
import pytest

from gd_math import gradient_field, grid
from gd_math.losses import HILLS


def test_grid_runs_through_the_coordinates_in_order():
    points = grid([0, 10], [2, 13], (3, 4))
    assert points.shape == (3, 4, 2)
    np.testing.assert_array_equal(points[:, 0, 0], [0, 1, 2])
    np.testing.assert_array_equal(points[1, :, 1], [10, 11, 12, 13])
    np.testing.assert_array_equal(points[2, 3], [2, 13])
    np.testing.assert_array_equal(grid([0], [1], (3,)), [[0], [0.5], [1]])


def test_the_field_is_the_gradient_at_its_points():
    points, gradients = gradient_field(HILLS, [-3, -2], [3, 2], (7, 5))
    assert points.shape == gradients.shape == (7, 5, 2)
    np.testing.assert_array_equal(points, grid([-3, -2], [3, 2], (7, 5)))
    np.testing.assert_array_equal(gradients, HILLS.gradient(points))


@pytest.mark.parametrize(
    ("lower", "upper", "shape", "message"),
    [
        ([0, 0], [1, 1], 5, "shape must be one number per coordinate, got 5"),
        ([0, 0], [1, 1], (5,), "shape must have 2 entries"),
        ([0, 0], [1, 1], (5, 1), "shape must be a whole number of at least 2, got 1"),
        ([0, 0], [1, 1], (5, 2.5), "shape must be a whole number"),
        ([0, 0], [1, 0], (5, 5), "lower must be below upper"),
        ([0, 0], [1], (5, 5), "same shape"),
        ([0], [1], (5,), r"lower and upper must have shape \(2,\), got \(1,\)"),
        ([0, np.nan], [1, 1], (5, 5), "lower must be finite"),
        ([0, 0], ["a", 1], (5, 5), "upper must be an array of real numbers"),
    ],
)
def test_unsuitable_grids(lower, upper, shape, message):
    with pytest.raises(ValueError, match=message):
        gradient_field(HILLS, lower, upper, shape)
