import numpy as np
import pytest

from gd_math import grid, random_starts, stationary_points
from gd_math.datasets import HOUSES, SINE_POINTS, Dataset, line_data, parabola_data, sine_data
from gd_math.regression.polynomials import (
    least_squares,
    mean_squared_error,
    polynomial,
    polynomial_error,
    squared_errors,
)

LINE = line_data(seed=0)
CASES = {
    "line": (LINE, mean_squared_error(LINE), 1),
    "parabola": (parabola_data(seed=1), mean_squared_error(parabola_data(seed=1)), 1),
    "houses": (HOUSES, mean_squared_error(HOUSES), 1),
    "constant": (LINE, polynomial_error(LINE, 0), 0),
    "quintic": (sine_data(seed=2), polynomial_error(sine_data(seed=2), 5), 5),
}
each_case = pytest.mark.parametrize(("data", "loss", "degree"), CASES.values(), ids=CASES)
H = 1e-4


def by_definition(data, c, samples=slice(None)):
    """The mean squared error of one polynomial c, summed in plain Python."""
    pairs = zip(data.x[samples], data.y[samples], strict=True)
    squares = [(y - sum(ck * x**k for k, ck in enumerate(c[::-1]))) ** 2 for x, y in pairs]
    return sum(squares) / len(squares)


@each_case
def test_the_value_is_the_mean_of_the_squares(data, loss, degree):
    for c in random_starts(loss, 20, seed=1):
        assert loss.value(c) == pytest.approx(by_definition(data, c), rel=1e-10)


@each_case
def test_the_loss_of_a_batch_is_the_mean_over_the_batch(data, loss, degree):
    c = random_starts(loss, 4, seed=2)
    batches = np.random.default_rng(3).integers(data.samples, size=(4, 3))
    for function in (loss.batch_value, loss.batch_gradient):
        each, shared = function(c, batches), function(c, batches[0])
        for i in range(4):
            np.testing.assert_allclose(each[i], function(c[i], batches[i]), rtol=1e-12)
            np.testing.assert_allclose(shared[i], function(c[i], batches[0]), rtol=1e-12)
    for i in range(4):
        expected = by_definition(data, c[i], batches[i])
        assert loss.batch_value(c[i], batches[i]) == pytest.approx(expected, rel=1e-11)


@each_case
def test_every_sample_once_is_the_loss(data, loss, degree):
    c = random_starts(loss, 6, seed=4).reshape(2, 3, -1)
    everyone = np.random.default_rng(5).permutation(data.samples)
    np.testing.assert_allclose(loss.batch_value(c, everyone), loss.value(c), rtol=1e-10)
    gradient = loss.gradient(c)
    size = np.abs(gradient).max()
    np.testing.assert_allclose(loss.batch_gradient(c, everyone), gradient, atol=1e-11 * size)


@each_case
def test_derivatives_are_differences(data, loss, degree):
    c = random_starts(loss, 20, seed=6)
    lower, upper = loss.domain
    batch = np.arange(data.samples)[::2]
    pairs = [
        (loss.value, loss.gradient),
        (loss.gradient, loss.hessian),
        (lambda c: loss.batch_value(c, batch), lambda c: loss.batch_gradient(c, batch)),
    ]
    for function, derivative in pairs:
        slopes = [
            (function(c + e) - function(c - e)) / (2 * e.sum())
            for e in H * np.diag(upper - lower)  # exact on a quadratic, but for rounding
        ]
        exact = derivative(c)
        difference = np.stack(slopes, axis=-1) - exact
        width = np.abs(exact).reshape(-1, degree + 1).max(axis=0)
        assert (np.abs(difference) <= 1e-7 * width).all()


@each_case
def test_the_minimum_is_that_of_numpy(data, loss, degree):
    (minimum,) = loss.minima
    np.testing.assert_allclose(minimum.x, np.polyfit(data.x, data.y, degree), rtol=1e-8)
    assert minimum.is_global
    assert minimum.value == loss.value(minimum.x)
    assert minimum.value == pytest.approx(by_definition(data, minimum.x), rel=1e-8)
    steepest = np.abs(loss.gradient(np.stack(loss.domain))).max(axis=0)
    assert (np.abs(loss.gradient(minimum.x)) <= 1e-12 * steepest).all()


@each_case
def test_the_domain_holds_the_minimum_zero_and_all_that_is_as_good(data, loss, degree):
    lower, upper = loss.domain
    np.testing.assert_allclose((lower + upper) / 2, loss.minima[0].x, atol=1e-9 * loss.diagonal)
    zero = np.zeros(degree + 1)
    assert ((lower < zero) & (zero < upper)).all()
    x = loss.minima[0].x + random_starts(loss, 2000, seed=7) * 3
    as_good = x[loss.value(x) <= loss.value(zero)]
    assert ((lower < as_good) & (as_good < upper)).all()


@each_case
def test_shapes(data, loss, degree):
    d = degree + 1
    mesh = random_starts(loss, 12, seed=8).reshape(3, 4, d)
    for x in (mesh, mesh[0], mesh[0, 0]):
        lead = x.shape[:-1]
        assert loss.value(x).shape == loss.batch_value(x, [0, 1]).shape == lead
        assert loss.gradient(x).shape == loss.batch_gradient(x, [0, 1]).shape == (*lead, d)
        assert loss.hessian(x).shape == (*lead, d, d)
    assert f"{loss.value(mesh[0, 0]):.3f}"


def test_newton_finds_no_other_stationary_point():
    (point,) = stationary_points(CASES["line"][1])
    np.testing.assert_allclose(point.x, least_squares(LINE), rtol=1e-9)
    assert point.kind == "minimum"


def test_least_squares_is_the_covariance_over_the_variance():
    slope, intercept = least_squares(LINE)
    covariance = np.cov(LINE.x, LINE.y)
    assert slope == pytest.approx(covariance[0, 1] / covariance[0, 0], rel=1e-13)
    assert intercept == pytest.approx(LINE.y.mean() - slope * LINE.x.mean(), rel=1e-13)
    residual = LINE.y - (slope * LINE.x + intercept)
    assert residual.sum() == pytest.approx(0, abs=1e-12)
    assert (residual * LINE.x).sum() == pytest.approx(0, abs=1e-12)


def test_least_squares_is_unbiased_and_as_exact_as_theory_says():
    n = 400
    rng = np.random.default_rng(9)
    found = np.array([least_squares(line_data(seed=rng)) for _ in range(n)])
    deviation = 0.5 / np.sqrt(100) / np.array([np.std(LINE.x), 1])
    assert (np.abs(found.mean(axis=0) - [2, 1]) < 4 * deviation / np.sqrt(n)).all()
    np.testing.assert_allclose(found.std(axis=0), deviation, rtol=4 * np.sqrt(0.5 / n))


def test_degree_one_is_the_line_and_a_parabola_is_fitted_by_degree_two():
    data = parabola_data(noise=0)
    x = np.array([[0.3, 2.0], [-1.0, 0.5]])
    np.testing.assert_array_equal(
        polynomial_error(data, 1).value(x), mean_squared_error(data).value(x)
    )
    np.testing.assert_allclose(polynomial_error(data, 2).minima[0].x, [1, 0, 0], atol=1e-12)


def test_more_freedom_never_fits_worse():
    values = [polynomial_error(SINE_POINTS, degree).minima[0].value for degree in range(7)]
    assert (np.diff(values) < 0).all()


def test_nothing_cancels_near_the_minimum_nor_far_from_the_origin():
    # Years: the columns of the problem are all but parallel, the y offset is huge.
    x = np.arange(1990.0, 2021.0)
    exact = 3 * (x - 2005) + 1e6
    loss = mean_squared_error(Dataset("years", x, exact))
    (minimum,) = loss.minima
    assert minimum.x[0] == pytest.approx(3, rel=1e-8)
    assert minimum.value == pytest.approx(0, abs=1e-12)
    shift = 1e-4 * np.array([1.0, -2005.0])  # turns the line about the middle year
    rise = loss.value(minimum.x + shift) - minimum.value
    assert rise == pytest.approx(1e-8 * np.var(x), rel=1e-4)


def test_data_of_zeros_have_a_domain():
    loss = mean_squared_error(Dataset("zeros", [0.0, 1.0], [0.0, 0.0]))
    np.testing.assert_array_equal(loss.minima[0].x, [0, 0])
    assert loss.diagonal > 0


def test_a_domain_can_be_given():
    loss = mean_squared_error(LINE, domain=([-5, -5], [5, 5]))
    np.testing.assert_array_equal(loss.domain, [[-5, -5], [5, 5]])


def test_a_mesh_does_not_need_a_copy_of_the_data_for_each_of_its_points():
    large = line_data(n=1_000_000, seed=0)  # times this mesh, 300 GB
    loss = mean_squared_error(large)
    mesh = grid(*loss.domain, (200, 200))
    corner = loss.value(mesh)[0, 0]
    w, b = mesh[0, 0]
    assert corner == pytest.approx(np.mean((large.y - (w * large.x + b)) ** 2), rel=1e-10)


def test_polynomials_are_evaluated_highest_power_first():
    x = np.linspace(-2, 2, 7)
    c = np.random.default_rng(1).normal(size=(2, 3, 4))
    result = polynomial(c, x)
    assert result.shape == (2, 3, 7)
    for i, j in np.ndindex(2, 3):
        np.testing.assert_allclose(result[i, j], np.polyval(c[i, j], x), atol=1e-13)
    np.testing.assert_allclose(polynomial([2, 1], x), 2 * x + 1)


def test_squared_errors():
    np.testing.assert_array_equal(squared_errors([1.0, 5.0], [3.0, 4.0]), [4, 1])
    assert squared_errors(1.0, 3.0) == 4


@pytest.mark.parametrize(
    ("degree", "formula"),
    [
        (0, "1/N sum_i (y_i - (c_0))^2"),
        (1, "1/N sum_i (y_i - (c_0 x_i + c_1))^2"),
        (3, "1/N sum_i (y_i - (c_0 x_i^3 + c_1 x_i^2 + c_2 x_i + c_3))^2"),
    ],
)
def test_formula(degree, formula):
    assert polynomial_error(LINE, degree).formula == formula


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: mean_squared_error(Dataset("post", [1.0, 1.0], [0.0, 1.0])),
            "x must have at least 2 different values for degree 1, post has 1",
        ),
        (lambda: least_squares(Dataset("one", [1.0], [0.0])), "x must have at least 2 different"),
        (lambda: polynomial_error(SINE_POINTS, 10), "x must have at least 11 different values"),
        (lambda: polynomial_error(LINE, -1), "degree must be a whole number of at least 0"),
        (lambda: polynomial_error(LINE, 1.5), "degree must be a whole number"),
        (
            lambda: polynomial_error(line_data(interval=(1e4, 1e4 + 1), seed=0), 5),
            "degree must be lower",
        ),
        (lambda: mean_squared_error(LINE, ([0, 0, 0], [1, 1, 1])), "domain must be two corners"),
        (lambda: squared_errors([1.0, 2.0], [1.0, 2.0, 3.0]), "guess and truth must have shapes"),
        (lambda: squared_errors(np.nan, 1.0), "guess must be finite"),
        (lambda: squared_errors(1.0, "x"), "truth must be an array of real numbers"),
        (lambda: polynomial(1.0, [1.0]), "coefficients and x must have shapes"),
        (lambda: polynomial([1.0], 1.0), "coefficients and x must have shapes"),
        (lambda: polynomial([1.0], [np.inf]), "x must be finite"),
    ],
)
def test_unsuitable_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
