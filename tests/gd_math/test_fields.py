import dataclasses

import numpy as np
import pytest

from gd_math import gradient_field, grid, stationary_points
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS


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


def found(loss, kind):
    return np.array([point.x for point in stationary_points(loss) if point.kind == kind])


def test_hills_has_its_tops_valleys_and_passes():
    points = stationary_points(HILLS)
    assert len(points) == 8 + 8 + 25
    for point in points:
        np.testing.assert_allclose(HILLS.gradient(point.x), 0, atol=1e-9)
        assert point.value == pytest.approx(
            {"minimum": -1, "saddle": 0, "maximum": 1}[point.kind], abs=1e-12
        )
    expected = np.pi * (grid([-2, -2], [2, 2], (5, 5)).reshape(-1, 2))
    np.testing.assert_allclose(found(HILLS, "saddle"), expected, atol=1e-6)


def test_they_come_lowest_first():
    values = [point.value for point in stationary_points(THREE_VALLEYS)]
    np.testing.assert_allclose(values, [-4 / 9, -4 / 9, 0, 11 / 36, 11 / 36], atol=1e-12)
    np.testing.assert_allclose(found(THREE_VALLEYS, "minimum")[:, 0], [-2, 2, 0], atol=1e-9)
    np.testing.assert_allclose(found(THREE_VALLEYS, "maximum")[:, 0], [-1, 1], atol=1e-9)


@pytest.mark.parametrize("loss", [RAVINE, PARABOLA], ids=lambda loss: loss.name)
def test_a_convex_quadratic_has_one(loss):
    (point,) = stationary_points(loss)
    assert point.kind == "minimum"
    np.testing.assert_allclose(point.x, 0, atol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        point.x[0] = 1


def test_points_outside_the_domain_do_not_count():
    corner = dataclasses.replace(RAVINE, domain=([1, 1], [2, 2]), minima=())
    assert stationary_points(corner) == ()


def test_a_point_where_the_hessian_is_singular_is_left_out():
    flat = dataclasses.replace(
        PARABOLA,
        value=lambda x: x[..., 0] ** 4,
        gradient=lambda x: 4 * x**3,
        hessian=lambda x: 12 * x[..., np.newaxis] ** 2,
    )
    assert stationary_points(flat) == ()


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


def test_too_many_dimensions_for_a_grid(quadratic):
    with pytest.raises(ValueError, match="at most 4 dimensions, quadratic has 5"):
        stationary_points(quadratic(np.eye(5)))
