import numpy as np
import pytest

from gd_math import datasets
from gd_math.datasets import (
    HOUSE_GUESSES,
    HOUSES,
    SINE_POINTS,
    Dataset,
    formula_data,
    line_data,
    parabola_data,
    sine_data,
    standardized,
)
from gd_math.regression.polynomials import least_squares


@pytest.mark.parametrize(
    ("data", "truth", "formula"),
    [
        (line_data(seed=0), lambda x: 2 * x + 1, "2 x + 1"),
        (line_data(slope=-0.5, intercept=-3, seed=0), lambda x: -0.5 * x - 3, "-0.5 x - 3"),
        (parabola_data(seed=0), lambda x: x**2, "x^2"),
        (sine_data(seed=0), np.sin, "sin x"),
        (formula_data("x^2 - abs(x)", seed=0), lambda x: x**2 - np.abs(x), "x^2 - abs(x)"),
    ],
)
def test_the_true_function_goes_with_its_formula(data, truth, formula):
    np.testing.assert_array_equal(data.truth, truth(data.x))
    mesh = np.array([[0.5, -1.0], [3.0, 7.0]])
    np.testing.assert_array_equal(data.function(mesh), truth(mesh))
    assert data.formula == formula


@pytest.mark.parametrize("make", [line_data, parabola_data, sine_data])
def test_x_is_evenly_spaced_over_the_interval(make):
    data = make(n=9, interval=(-1, 3), seed=0)
    np.testing.assert_allclose(data.x, np.arange(-1, 3.1, 0.5))
    assert data.samples == 9


@pytest.mark.parametrize("make", [line_data, parabola_data, sine_data])
def test_noise_is_normal_with_that_deviation(make):
    n = 20_000
    data = make(noise=0.7, n=n, seed=3)
    error = (data.y - data.truth) / data.noise
    assert data.noise == 0.7
    assert error.mean() == pytest.approx(0, abs=4 / np.sqrt(n))
    assert error.var() == pytest.approx(1, abs=4 * np.sqrt(2 / n))
    assert (error**4).mean() == pytest.approx(3, abs=4 * np.sqrt(96 / n))
    assert np.corrcoef(error[1:], error[:-1])[0, 1] == pytest.approx(0, abs=4 / np.sqrt(n))


@pytest.mark.parametrize("make", [line_data, parabola_data, sine_data])
def test_the_seed_repeats_the_data_and_a_generator_goes_on(make):
    np.testing.assert_array_equal(make(seed=5).y, make(seed=5).y)
    assert not np.array_equal(make(seed=5).y, make(seed=6).y)
    generator = np.random.default_rng(5)
    np.testing.assert_array_equal(make(seed=generator).y, make(seed=5).y)
    assert not np.array_equal(make(seed=generator).y, make(seed=5).y)


def test_without_noise_no_seed_is_needed():
    np.testing.assert_array_equal(parabola_data(noise=0).y, parabola_data(noise=0).truth)
    with pytest.raises(ValueError, match="seed must be a whole number"):
        parabola_data()


def test_data_cannot_be_changed():
    source = np.array([1.0, 2.0])
    data = Dataset("two", source, source)
    source += 1
    np.testing.assert_array_equal(data.x, [1, 2])
    for array in (data.x, data.y, SINE_POINTS.y, HOUSES.y, HOUSE_GUESSES):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7


def test_fixed_data():
    np.testing.assert_array_equal(SINE_POINTS.x, np.arange(10))
    np.testing.assert_array_equal(SINE_POINTS.y, np.sin(np.arange(10)))
    assert HOUSES.x.shape == HOUSES.y.shape == HOUSE_GUESSES.shape == (5,)


def test_nobody_knows_the_true_function_of_houses():
    with pytest.raises(ValueError, match="data must have a true function, houses has none"):
        _ = HOUSES.truth


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slope": np.inf}, "slope must be finite"),
        ({"slope": [1, 2]}, "slope must be one number"),
        ({"intercept": "b"}, "intercept must be an array of real numbers"),
        ({"noise": -1}, "noise must be at least 0"),
        ({"noise": np.nan}, "noise must be at least 0"),
        ({"n": 1}, "n must be a whole number of at least 2"),
        ({"n": 2.5}, "n must be a whole number of at least 2"),
        ({"interval": (2, 2)}, "interval must be a pair"),
        ({"interval": (0, 1, 2)}, "interval must be a pair"),
        ({"interval": (0, np.inf)}, "interval must be finite"),
        ({"seed": -4}, "seed must be a whole number of at least 0"),
    ],
)
def test_unsuitable_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        datasets.line_data(**({"seed": 0} | change))


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1.0, 2.0], [1.0], r"x and y must have the same shape \(N,\).*got \(2,\) and \(1,\)"),
        ([], [], "x and y must have the same shape"),
        ([[1.0]], [[1.0]], "x and y must have the same shape"),
        ([np.nan], [1.0], "x must be finite"),
        ([1.0], [np.inf], "y must be finite"),
    ],
)
def test_unsuitable_data(x, y, message):
    with pytest.raises(ValueError, match=message):
        Dataset("mine", x, y)


def test_standardized_columns_have_mean_0_and_deviation_1_and_the_same_truth() -> None:
    data = line_data(3.0, -40.0, 2.0, 50, (100.0, 700.0), seed=3)
    units = standardized(data)
    for column in (units.x, units.y):
        assert column.mean() == pytest.approx(0, abs=1e-12)
        assert column.std() == pytest.approx(1)
    assert units.noise == pytest.approx(2.0 / data.y.std())
    assert units.truth * data.y.std() + data.y.mean() == pytest.approx(data.truth)
    assert least_squares(units)[0] == pytest.approx(np.corrcoef(data.x, data.y)[0, 1])
    assert (units.name, units.axes) == (data.name, ("x (z)", "y (z)"))


def test_a_column_of_equal_values_is_only_centered() -> None:
    units = standardized(Dataset("level", np.array([1.0, 3.0]), np.array([7.0, 7.0])))
    assert units.x.tolist() == [-1, 1]
    assert units.y.tolist() == [0, 0]
    assert units.function is None


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("x + y", "formula must be one of x alone"),
        ("1/x", "not at x = 0"),
        ("2 +", "formula"),
        ("7", "must depend on x"),
    ],
)
def test_what_is_no_curve_is_refused(formula, message):
    with pytest.raises(ValueError, match=message):
        formula_data(formula, noise=0)


def test_the_points_of_the_two_regressions_may_be_typed() -> None:
    for typed, known in (
        (formula_data("sin(x)", 0, 10, (0, 9)), SINE_POINTS),
        (formula_data("x**2", seed=4), parabola_data(seed=4)),
    ):
        np.testing.assert_allclose(typed.x, known.x)
        np.testing.assert_allclose(typed.y, known.y, atol=1e-12)
