"""Derivatives where the chain rule divides 0 by 0: right if f has any, the stated means if not."""

import numpy as np
import pytest

from gd_math import descend, from_formula, gradient_descent, stability_limit
from gd_math.formula.compile import value
from gd_math.formula.derivatives import derivatives
from gd_math.formula.parse import parse

INF = np.inf
DROP_WAVE = "-(1 + cos(12*sqrt(x^2 + y^2)))/(0.5*(x^2 + y^2) + 2)"
EYE = np.eye(2)

# text: the point, the gradient and the Hessian there, all worked out by hand.
SMOOTH = {
    "abs(x)^2 + y^2": ([0, 0], [0, 0], 2 * EYE),
    "0.5*sqrt(x^2 + y^2)^2": ([0, 0], [0, 0], EYE),
    "-cos(12*sqrt(x^2 + y^2))": ([0, 0], [0, 0], 144 * EYE),
    DROP_WAVE: ([0, 0], [0, 0], 72.5 * EYE),  # 2·(144/2)/2 + 2/4·… = 72 + 1/2
    "sin(sqrt(x^2 + y^2))^2 + x": ([0, 0], [1, 0], 2 * EYE),
    "exp(-sqrt(x^2 + y^2)^2)": ([0, 0], [0, 0], -2 * EYE),
    "sqrt((x - 1)^2 + (y + 2)^2)^2 + x*y": ([1, -2], [-2, 1], 2 * EYE + 1 - EYE),
    "sqrt(x^2 + y^2)^4 + 3y^2": ([0, 0], [0, 0], [[0, 0], [0, 6]]),
    "sqrt(x^4 + 2x^2 y^2 + y^4)": ([0, 0], [0, 0], 2 * EYE),
    "sqrt(x^4)*exp(x)": ([0], [0], [[2]]),
    "sqrt(x^8)": ([0], [0], [[0]]),
    "sqrt(sqrt(x^8))": ([0], [0], [[2]]),
    "abs(x)^3": ([0], [0], [[0]]),
    "abs(x - 1/3)^2": ([1 / 3], [0], [[2]]),
    "abs(x)*abs(x)": ([0], [0], [[2]]),
    "abs(x - y)^2": ([0.7, 0.7], [0, 0], [[2, -2], [-2, 2]]),
    "abs(x)^2 + abs(y)^2": ([0, 5], [0, 10], 2 * EYE),
    "max(x, -x)^2": ([0], [0], [[2]]),
    "max(x, y)*min(x, y)": ([2, 2], [2, 2], 1 - EYE),
    "max(x, y) + min(x, y) + x^2": ([1, 1], [3, 1], [[2, 0], [0, 0]]),
    "max(x, 0)^3": ([0], [0], [[0]]),
    "cosh(abs(x)) + abs(x)*sinh(abs(x))": ([0], [0], [[3]]),
    "abs(x)*tan(abs(x)) + abs(x)*tanh(abs(x))": ([0], [0], [[4]]),
    "abs(x)*atan(abs(x)) + abs(x)*asin(abs(x))": ([0], [0], [[4]]),
    "abs(x)*(sigmoid(abs(x)) - 1/2)": ([0], [0], [[0.5]]),
    "ln(1 + abs(x)^2) - abs(x)*acos(abs(x)) + pi/2*abs(x)": ([0], [0], [[4]]),
    "abs(x)^0.7*abs(x)^1.3": ([0], [0], [[2]]),
    "(x^2)^(1/3)*(x^4)^(1/3) + y": ([0, 0], [0, 1], [[2, 0], [0, 0]]),
    "(x^2)^(x^2 + 1)": ([0], [0], [[2]]),
    "sqrt(1 - cos(2pi*x))^2": ([1], [0], [[4 * np.pi**2]]),
}

# The means of both sides, as `derivatives` says, or infinity where the derivative is.
BROKEN = {
    "abs(x)": ([0], [0], [[0]]),
    "x*abs(x)": ([0], [0], [[0]]),
    "sqrt(x^2 + y^2)": ([0, 0], [0, 0], 0 * EYE),
    "abs(x) + max(3y, y)": ([0, 0], [0, 2], 0 * EYE),
    "min(x, y) + x^2": ([1, 1], [2.5, 0.5], [[2, 0], [0, 0]]),
    "max(x, 0)^2": ([0], [0], [[1]]),
    "sqrt(abs(x))": ([0], [0], [[0]]),
    "abs(y - x^2) + (1 - x)^2": ([1, 1], [0, 0], [[2, 0], [0, 0]]),
    "sqrt(1 - cos(2pi*x))": ([1], [0], [[0]]),
    "sqrt(x)": ([0], [INF], [[-INF]]),
    "x^(1/3) + y": ([0, 2], [INF, 1], [[-INF, 0], [0, 0]]),
    "x^1.5": ([0], [0], [[INF]]),
    "abs(x)^1.5": ([0], [0], [[INF]]),
    "x^0.7": ([0], [INF], [[-INF]]),
    "asin(x)": ([1], [INF], [[INF]]),
    "acos(x)": ([1], [-INF], [[-INF]]),
    "sqrt(1 - x)": ([1], [-INF], [[-INF]]),
    "sqrt(x) - 5": ([-1], [INF], [[INF]]),  # not defined there
}


@pytest.mark.parametrize("text", [*SMOOTH, *BROKEN])
def test_derivatives_at_a_kink_of_a_part(text):
    point, slope, curvature = (np.array(part, float) for part in (SMOOTH | BROKEN)[text])
    gradient, hessian = derivatives(parse(text), point.size)
    np.testing.assert_allclose(gradient(point), slope, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(hessian(point), curvature, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("text", SMOOTH)
def test_at_the_kink_of_a_smooth_loss_they_are_the_limits_of_those_beside_it(text):
    point = np.array(SMOOTH[text][0], float)
    beside = point + 1e-6 * np.array([0.6, 0.8])[: point.size]
    for derivative in derivatives(parse(text), point.size):
        scale = 1 + np.abs(derivative(point)).max()
        np.testing.assert_allclose(derivative(beside), derivative(point), atol=1e-3 * scale)


def test_a_mesh_with_kinks_gets_the_numbers_of_its_points():
    gradient, hessian = derivatives(parse("abs(x)^3 + sqrt(x^2 + y^2)^2 + max(x, y)"), 2)
    mesh = np.stack(np.meshgrid([-1.0, 0.0, 0.5], [-0.5, 0.0, 0.5], indexing="ij"), axis=-1)
    for derivative in (gradient, hessian):
        one_by_one = [[derivative(point) for point in row] for row in mesh]
        np.testing.assert_array_equal(derivative(mesh), one_by_one)


@pytest.mark.parametrize("size", [1e-160, 1e-150, 1e-100, 1e-12, 1e-6])
def test_so_near_a_center_that_squares_underflow_they_are_those_of_the_center(size):
    _, hessian = derivatives(parse("-cos(12*sqrt(x^2 + y^2))"), 2)
    np.testing.assert_allclose(hessian(np.array([size, -size])), 144 * EYE, atol=1e-4)


def test_the_speed_limit_of_drop_wave_follows_from_its_curvature():
    loss = from_formula(DROP_WAVE, (-0.3, 0.3))
    (minimum,) = loss.minima
    np.testing.assert_allclose(minimum.x, [0, 0], atol=1e-9)
    limit = stability_limit(loss.hessian(minimum.x))
    assert limit == pytest.approx(2 / 72.5)
    inside, outside = (
        descend(loss, gradient_descent(share * limit), [1e-3, 1e-3], 300).loss[-1]
        for share in (0.99, 1.01)
    )
    assert inside == pytest.approx(-1, abs=1e-9)
    assert outside > -1 + 1e-6


def test_an_infinite_slope_ends_a_walk_and_reaches_no_trajectory():
    loss = from_formula("sqrt(x)", (0, 3))
    assert loss.raw.gradient([0.0]) == INF
    assert loss.gradient([0.0]) == np.finfo(float).max
    walk = descend(loss, gradient_descent(2.0), [1.0], 5)  # lands on 0
    assert walk.outcome == "diverged"
    assert np.isfinite(walk.gradient).all()
    with pytest.raises(ValueError, match="start must be where"):
        descend(loss, gradient_descent(0.1), [0.0], 5)


@pytest.mark.parametrize(
    ("text", "at_zero"), [("log(x)", -INF), ("x^-2", INF), ("1/x", INF), ("sqrt(x)", 0)]
)
def test_at_the_edge_of_what_is_defined_a_value_is_its_limit(text, at_zero):
    assert value(parse(text))(np.array([0.0])) == at_zero
