import numpy as np
import pytest

from gd_math.datasets import HOUSES, line_data, parabola_data, sine_data
from gd_math.regression.resampling import bias_variance

DATA = sine_data(noise=0.4, n=20, seed=0)
M = 4000
ERROR = 4 / np.sqrt(M)  # four standard errors of a mean of M


def exact(data, degree, x):
    """Bias² and variance of a least-squares fit, without chance: ĥ(x) = Σᵢ sᵢ(x) yᵢ."""
    smoother = np.vander(x, degree + 1) @ np.linalg.pinv(np.vander(data.x, degree + 1))
    bias = smoother @ data.truth - data.function(x)
    return bias**2, data.noise**2 * (smoother**2).sum(axis=1)


@pytest.mark.parametrize("degree", [0, 1, 3, 7])
def test_the_three_parts_add_up_to_the_expected_error(degree):
    parts = bias_variance(DATA, degree, 50, seed=1)
    total = parts.bias_squared + parts.variance + parts.noise
    np.testing.assert_allclose(total, parts.expected_error, rtol=1e-12)


@pytest.mark.parametrize("degree", [0, 1, 3, 7])
def test_each_part_is_what_theory_says(degree):
    parts = bias_variance(DATA, degree, M, seed=2)
    bias_squared, variance = exact(DATA, degree, parts.x)
    assert parts.noise == pytest.approx(0.16)
    np.testing.assert_allclose(parts.variance, variance, rtol=ERROR * np.sqrt(2))
    slack = ERROR * np.sqrt(variance)  # of the mean of the fits
    assert (np.abs(np.sqrt(parts.bias_squared) - np.sqrt(bias_squared)) <= slack).all()


@pytest.mark.parametrize("degree", [1, 7])
def test_new_observations_differ_from_the_fits_by_that_much(degree):
    parts = bias_variance(DATA, degree, M, seed=3)
    bias_squared, variance = exact(DATA, degree, parts.x)
    spread = variance + parts.noise  # of the difference, which is normal round the bias
    deviation = np.sqrt(2 * spread**2 + 4 * spread * bias_squared)
    expected = bias_squared + spread
    assert (np.abs(parts.measured_error - expected) <= ERROR * deviation).all()
    assert not np.array_equal(parts.measured_error, parts.expected_error)


def test_a_stiff_model_has_bias_and_a_supple_one_variance():
    mean = {}
    for degree in (1, 6, 10):
        parts = bias_variance(DATA, degree, M, seed=4)
        mean[degree] = [
            part.mean() for part in (parts.bias_squared, parts.variance, parts.expected_error)
        ]
    assert mean[1][0] > 10 * mean[1][1]
    assert mean[10][1] > 10 * mean[10][0]
    assert mean[6][2] < min(mean[1][2], mean[10][2])


@pytest.mark.parametrize("degree", [0, 3, 7])
def test_the_error_at_its_own_samples_is_that_of_numpys_fit(degree):
    parts = bias_variance(DATA, degree, 30, seed=4)
    fits = [np.polyfit(DATA.x, y, degree) for y in parts.resampled]
    errors = [
        np.mean((y - np.polyval(c, DATA.x)) ** 2)
        for c, y in zip(fits, parts.resampled, strict=True)
    ]
    np.testing.assert_allclose(parts.training_error, errors, rtol=1e-8)
    assert parts.training_error.mean() < parts.expected_error.mean()


def test_the_average_variance_at_the_data_is_noise_times_coefficients_per_sample():
    for degree in (1, 4):
        parts = bias_variance(DATA, degree, M, seed=5, x=DATA.x)
        expected = parts.noise * (degree + 1) / DATA.samples
        assert parts.variance.mean() == pytest.approx(expected, rel=ERROR * np.sqrt(2))


def test_the_right_model_has_no_bias():
    parts = bias_variance(line_data(seed=0), 1, M, seed=6)
    assert (parts.bias_squared <= (ERROR**2) * parts.variance).all()


def test_without_noise_every_fit_is_the_same():
    parts = bias_variance(parabola_data(noise=0), 1, 5, seed=7)
    np.testing.assert_allclose(parts.variance, 0, atol=1e-28)
    np.testing.assert_allclose(parts.expected_error, parts.bias_squared, rtol=1e-12)
    np.testing.assert_allclose(parts.bias_squared, exact(parabola_data(noise=0), 1, parts.x)[0])


def test_shapes_and_what_belongs_together():
    x = np.array([0.5, 1.0, 4.0])
    parts = bias_variance(DATA, 2, 30, seed=8, x=x)
    assert parts.coefficients.shape == (30, 3)
    assert parts.predictions.shape == (30, 3)
    for c, prediction in zip(parts.coefficients, parts.predictions, strict=True):
        np.testing.assert_allclose(prediction, np.polyval(c, x), atol=1e-12)
    np.testing.assert_array_equal(parts.mean, parts.predictions.mean(axis=0))
    np.testing.assert_array_equal(parts.truth, np.sin(x))
    for part in ("x", "truth", "mean", "bias_squared", "variance", "expected_error"):
        assert getattr(parts, part).shape == (3,)
        assert not getattr(parts, part).flags.writeable
    x[0] = 9
    assert parts.x[0] == 0.5


def test_by_default_it_looks_all_over_the_data():
    parts = bias_variance(DATA, 2, 3, seed=9)
    np.testing.assert_allclose(parts.x, np.linspace(0, 9, 101))


def test_one_resample_is_an_ordinary_fit():
    noise = np.random.default_rng(10).standard_normal((2, 20))
    parts = bias_variance(DATA, 3, 2, seed=10)
    for c, shock in zip(parts.coefficients, noise, strict=True):
        np.testing.assert_allclose(c, np.polyfit(DATA.x, DATA.truth + 0.4 * shock, 3), rtol=1e-8)
    np.testing.assert_allclose(parts.resampled, DATA.truth + 0.4 * noise)


def test_the_seed_repeats_it():
    first, again, other = (bias_variance(DATA, 2, 5, seed).coefficients for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data": HOUSES}, "data must have a true function, houses has none"),
        ({"degree": -1}, "degree must be a whole number of at least 0"),
        ({"degree": 20}, "x must have at least 21 different values for degree 20"),
        ({"resamples": 1}, "resamples must be a whole number of at least 2, got 1"),
        ({"seed": None}, "seed must be a whole number"),
        ({"x": 3.0}, r"x must have shape \(m,\)"),
        ({"x": []}, r"x must have shape \(m,\)"),
        ({"x": [np.nan]}, "x must be finite"),
    ],
)
def test_unsuitable_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        bias_variance(**({"data": DATA, "degree": 2, "resamples": 5, "seed": 0} | change))
