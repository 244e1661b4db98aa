import numpy as np
import pytest

from gd_math import (
    compare_rates,
    datasets,
    gradient_descent,
    learning_rate_range_test,
    losses,
    mean_squared_error,
    stability_limit,
    stochastic_descent,
)

LINE = mean_squared_error(datasets.line_data(seed=0))
START = [-1.0, -1.0]
RATES = [0.01, 0.1, 0.3]


def compare(rates=RATES, **options):
    settings = {"steps": 20, "batch_size": 10, "seed": 3} | options
    return compare_rates(LINE, START, rates, **settings)


def test_with_all_samples_each_run_is_the_closed_form_of_the_quadratic():
    runs = compare(steps=12, batch_size=LINE.samples)
    hessian, best = LINE.hessian(np.zeros(2)), LINE.minima[0]
    for i, rate in enumerate(RATES):
        left = np.linalg.matrix_power(np.eye(2) - rate * hessian, 12) @ (START - best.x)
        assert runs.loss[12, i] == pytest.approx(best.value + left @ hessian @ left / 2)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_each_run_is_the_stochastic_descent_with_its_rate_and_the_same_batches(size):
    runs = compare(batch_size=size)
    for i, rate in enumerate(RATES):
        alone = stochastic_descent(LINE, gradient_descent(rate), START, 20, size, 3)
        np.testing.assert_allclose(runs.loss[:, i], alone.loss, rtol=1e-9)


def test_all_begin_with_the_loss_of_the_start():
    runs = compare()
    assert runs.loss.shape == (21, 3)
    np.testing.assert_array_equal(runs.loss[0], LINE.value(START))
    np.testing.assert_array_equal(runs.ends, runs.loss[-1])


def test_beyond_the_stability_limit_runs_diverge_and_end_at_infinity():
    limit = stability_limit(LINE.hessian(np.zeros(2)))
    runs = compare([0.9 * limit, 3 * limit], steps=1500, batch_size=LINE.samples)
    assert runs.diverged.tolist() == [False, True]
    assert runs.ends[0] == pytest.approx(LINE.minima[0].value)
    assert runs.ends[1] == np.inf
    assert np.isfinite(runs.loss).all()


def test_the_last_losses_have_their_mean_and_their_ends():
    runs = compare()
    mean, least, most = runs.last(8)
    np.testing.assert_allclose(mean, runs.loss[-8:].mean(axis=0))
    np.testing.assert_array_equal(least, runs.loss[13:].min(axis=0))
    np.testing.assert_array_equal(most, runs.loss[13:].max(axis=0))
    np.testing.assert_array_equal(runs.last(1).mean, runs.ends)


def test_the_last_losses_of_a_run_that_diverged_are_infinite():
    runs = compare([0.1, 50.0], steps=400)
    assert all(one[1] == np.inf and np.isfinite(one[0]) for one in runs.last(100))


@pytest.mark.parametrize("steps", [0, 21, 1.5])
def test_the_last_losses_are_some_of_those_there_are(steps):
    with pytest.raises(ValueError, match="steps must be"):
        compare().last(steps)


def test_some_runs_are_those_of_their_numbers():
    runs = compare()
    some = runs.some([2, 0])
    assert some.learning_rate.tolist() == [0.3, 0.01]
    np.testing.assert_array_equal(some.loss, runs.loss[:, [2, 0]])
    np.testing.assert_array_equal(some.ends, runs.ends[[2, 0]])


def test_what_is_returned_cannot_be_changed():
    runs = compare()
    for part in (runs.learning_rate, runs.loss, runs.diverged):
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 0


@pytest.mark.parametrize("rates", [[], [0.1, 0.0], [[0.1]], [np.nan], 0.1])
def test_rates_must_be_numbers_above_0(rates):
    with pytest.raises(ValueError, match="learning_rate"):
        compare(rates)


@pytest.mark.parametrize(
    "options", [{"steps": 0}, {"batch_size": 0}, {"batch_size": 101}, {"seed": -1}]
)
def test_unsuitable_numbers_are_named(options):
    (name,) = options
    with pytest.raises(ValueError, match=name):
        compare(**options)


def test_it_needs_one_start_and_a_loss_with_samples():
    with pytest.raises(ValueError, match="start must be one point"):
        compare_rates(LINE, [START, START], RATES, steps=5, batch_size=5, seed=1)
    with pytest.raises(ValueError, match="EmpiricalLoss"):
        compare_rates(losses.RAVINE, START, RATES, steps=5, batch_size=5, seed=1)


def test_it_agrees_with_the_first_step_of_a_range_test():
    test = learning_rate_range_test(LINE, START, low=0.01, high=0.3, steps=30, smoothing=0)
    runs = compare([0.01], steps=1, batch_size=LINE.samples)
    assert runs.loss[1, 0] == pytest.approx(test.loss[1])
