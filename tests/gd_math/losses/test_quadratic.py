import pickle

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from gd_math import descend, gradient_descent, losses, stability_limit, stationary_points
from gd_math.losses import BOOTH, PARABOLA, RAVINE, SADDLE, quadratic

numbers = st.floats(-4, 4).map(lambda value: round(value, 3))
X = np.random.default_rng(1).uniform(-3, 3, (40, 2))


def test_by_hand():
    loss = quadratic([[4, 1], [1, 2]], offset=[1, -1])
    assert loss.value([2, 1]) == (4 * 1 + 2 * 1 * 2 + 2 * 4) / 2
    np.testing.assert_array_equal(loss.gradient([2, 1]), [4 + 2, 1 + 4])
    np.testing.assert_array_equal(loss.hessian([2, 1]), [[4, 1], [1, 2]])
    np.testing.assert_array_equal(loss.domain, [[-2, -4], [4, 2]])
    (minimum,) = loss.minima
    np.testing.assert_array_equal(minimum.x, [1, -1])
    assert (minimum.value, minimum.is_global) == (0, True)


@pytest.mark.parametrize(
    ("loss", "same"),
    [(RAVINE, quadratic(np.diag([5, 1]))), (PARABOLA, quadratic([[1]]))],
    ids=["ravine", "parabola"],
)
def test_the_first_two_are_quadratics(loss, same):
    x = X[:, : loss.dimension]
    np.testing.assert_allclose(same.value(x), loss.value(x), rtol=1e-15)
    np.testing.assert_allclose(same.gradient(x), loss.gradient(x), rtol=1e-15)
    np.testing.assert_array_equal(same.domain, loss.domain)
    assert same.formula == loss.formula


def test_saddle_and_booth():
    x, y = X.T
    np.testing.assert_allclose(SADDLE.value(X), x**2 - y**2, atol=1e-14)
    expected = (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2
    np.testing.assert_allclose(BOOTH.value(X), expected, rtol=1e-13)
    np.testing.assert_allclose(np.linalg.eigvalsh(BOOTH.hessian([0, 0])), [2, 18])


@given(arrays(float, (3, 3), elements=numbers), arrays(float, 3, elements=numbers))
def test_the_gradient_is_linear_and_the_value_half_of_what_it_does(factor, center):
    loss = quadratic(factor + factor.T, center)
    x = center + np.array([0.3, -1.2, 2.0])
    gradient = loss.gradient(x)
    np.testing.assert_allclose(loss.gradient(center + 2 * (x - center)), 2 * gradient, atol=1e-12)
    assert loss.value(x) == pytest.approx(gradient @ (x - center) / 2, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.sampled_from([-3.0, -0.5, 0.0, 0.25, 2.0])] * 2), st.floats(0, 3))
def test_a_minimum_is_listed_if_and_only_if_every_eigenvalue_is_positive(eigenvalues, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    loss = quadratic(turn @ np.diag(eigenvalues) @ turn.T)
    assert len(loss.minima) == (min(eigenvalues) > 0)
    # Of the isolated points the search knows as much; floors and ridges have none.
    kinds = [point.kind for point in stationary_points(loss)]
    if 0 in eigenvalues:
        assert kinds == []
    else:
        signs = set(np.sign(eigenvalues))
        assert kinds == ["saddle" if len(signs) == 2 else "minimum" if 1 in signs else "maximum"]


@pytest.mark.parametrize(
    "matrix",
    [[[1, 1], [1, 1]], [[1, 0], [0, 0]], np.zeros((2, 2)), [[0.1, 0.3], [0.3, 0.9]]],
)
def test_a_level_floor_is_no_minimum(matrix):
    loss = quadratic(matrix)
    assert loss.minima == ()
    assert stationary_points(loss) == ()


def test_descent_from_beside_the_ridge_diverges_and_from_the_ridge_does_not():
    on, beside = ([1.0, 0.0], [1.0, 1e-9])
    rule = gradient_descent(0.1)
    assert descend(SADDLE, rule, on, 200).outcome == "converged"
    assert descend(SADDLE, rule, beside, 200).outcome == "diverged"


def test_many_dimensions():
    eigenvalues = np.linspace(1, 9, 100)
    loss = quadratic(np.diag(eigenvalues), offset=np.arange(100))
    assert len(loss.minima) == 1
    start = np.arange(100) + 1.0
    np.testing.assert_allclose(loss.value(start), eigenvalues.sum() / 2)
    limit = stability_limit(loss.hessian(start))
    walk = descend(loss, gradient_descent(limit / 2), start, 300)
    np.testing.assert_allclose(walk.x[-1], np.arange(100), atol=1e-12)


def test_it_keeps_its_own_copies():
    matrix, offset = np.eye(2), np.ones(2)
    loss = quadratic(matrix, offset)
    matrix[0, 0] = offset[0] = 7
    assert loss.value([1, 2]) == 0.5
    loss.hessian([0, 0])[0, 0] = 7
    assert loss.hessian([0, 0])[0, 0] == 1
    assert pickle.loads(pickle.dumps(loss)).value([1, 2]) == 0.5


@pytest.mark.parametrize(
    ("matrix", "offset", "formula"),
    [
        ([[1]], None, "x^2/2"),
        ([[2]], None, "x^2"),
        ([[-3]], None, "(-3 x^2)/2"),
        ([[2]], [1], "(x - 1)^2"),
        ([[0.5]], [-0.25], "0.25 (x + 0.25)^2"),
        ([[5, 0], [0, 1]], None, "(5 x^2 + y^2)/2"),
        ([[2, 0], [0, -2]], None, "x^2 - y^2"),
        ([[-2, 1], [1, 0]], None, "-x^2 + x y"),
        ([[4, 1], [1, 2]], [1, -2], "2 (x - 1)^2 + (x - 1) (y + 2) + (y + 2)^2"),
        ([[0, 1], [1, 0]], None, "x y"),
        ([[3e-7, 0], [0, 2e9]], None, "1.5 times 10^(-7) x^2 + 10^(9) y^2"),
        (np.zeros((2, 2)), None, "0"),
        (np.diag([2, 0, 4, 6]), None, "x_1^2 + 2 x_3^2 + 3 x_4^2"),
        (2 * np.eye(10), None, " + ".join([*(f"x_{i}^2" for i in range(1, 10)), "x_(10)^2"])),
        (np.ones((5, 5)), None, "1/2 x^T H x"),
        (np.ones((5, 5)), np.ones(5), "1/2 (x - c)^T H (x - c)"),
    ],
)
def test_the_formula_has_the_numbers(matrix, offset, formula):
    assert quadratic(matrix, offset).formula == formula


@pytest.mark.parametrize(
    ("matrix", "offset", "message"),
    [
        (2.0, None, r"matrix must have shape \(d, d\), got \(\)"),
        ([1, 2], None, r"matrix must have shape \(d, d\), got \(2,\)"),
        ([[1, 2]], None, "matrix must have shape"),
        (np.zeros((0, 0)), None, "matrix must have shape"),
        ([[1, 2], [3, 4]], None, r"matrix must be symmetric, got \[\[1.0, 2.0\], \[3.0, 4.0\]\]"),
        ([[np.nan]], None, "matrix must be finite"),
        ([["a"]], None, "matrix must be an array of real numbers"),
        ([[1]], [1, 2], r"offset must have shape \(1,\) like a row of matrix, got \(2,\)"),
        ([[1]], 1.0, r"offset must have shape \(1,\)"),
        ([[1]], [np.inf], "offset must be finite"),
        ([[1]], ["a"], "offset must be an array of real numbers"),
    ],
)
def test_unsuitable_arguments(matrix, offset, message):
    with pytest.raises(ValueError, match=message):
        losses.quadratic(matrix, offset)
