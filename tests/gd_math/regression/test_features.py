import numpy as np
import pytest

from gd_math import (
    Features,
    best_learning_rate,
    centered,
    condition_number,
    descend,
    feature_data,
    feature_error,
    gradient_descent,
    rescaled,
)

RNG = np.random.default_rng(3)
AREA = RNG.uniform(40, 200, 30)
ROOMS = np.round(AREA / 40 + RNG.normal(0, 0.7, 30))
HOUSES = Features(
    np.stack([AREA, ROOMS], axis=-1),
    1.5 * AREA + 20 * ROOMS + RNG.normal(0, 10, 30),
    ("area", "rooms", "price"),
)


def by_definition(data, weights):
    """The mean squared error, summed in plain Python."""
    pairs = zip(data.inputs, data.output, strict=True)
    squares = [(y - sum(w * x for w, x in zip(weights, row, strict=True))) ** 2 for row, y in pairs]
    return sum(squares) / len(squares)


def test_the_value_is_the_mean_of_the_squares():
    for data in (HOUSES, centered(HOUSES), rescaled(HOUSES)):
        loss = feature_error(data)
        for weights in ([0, 0], [1, -2], [40, 3]):
            assert loss.value(weights) == pytest.approx(by_definition(data, weights))


def test_the_minimum_is_that_of_least_squares():
    data = centered(HOUSES)
    expected = np.linalg.lstsq(data.inputs, data.output, rcond=None)[0]
    minimum = feature_error(data).minima[0]
    np.testing.assert_allclose(minimum.x, expected)
    assert np.abs(feature_error(data).gradient(minimum.x)).max() < 1e-8


def test_the_hessian_is_twice_the_moments_of_the_inputs():
    data = rescaled(HOUSES, 0.4)
    expected = 2 * data.inputs.T @ data.inputs / len(data.output)
    np.testing.assert_allclose(feature_error(data).hessian([3, 4]), expected)


def test_standardizing_leaves_the_correlation_alone():
    """In standard units H = 2(1, r; r, 1), so κ = (1 + r)/(1 − r)."""
    standard = rescaled(HOUSES)
    np.testing.assert_allclose(standard.inputs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(standard.inputs.std(axis=0), 1)
    r = np.corrcoef(HOUSES.inputs.T)[0, 1]
    hessian = feature_error(standard).hessian([0, 0])
    assert condition_number(hessian) == pytest.approx((1 + r) / (1 - r))


def test_on_the_way_the_condition_falls():
    conditions = [
        condition_number(feature_error(rescaled(HOUSES, amount)).hessian([0, 0]))
        for amount in np.linspace(0, 1, 11)
    ]
    assert conditions == sorted(conditions, reverse=True)
    assert conditions[0] > 100 * conditions[-1]


def test_the_same_prices_are_predicted_in_other_units():
    for amount in (0, 0.5, 1):
        data = rescaled(HOUSES, amount)
        predicted = data.inputs @ feature_error(data).minima[0].x
        np.testing.assert_allclose(
            predicted, centered(HOUSES).inputs @ feature_error(centered(HOUSES)).minima[0].x
        )


def test_descent_arrives_in_standard_units_and_crawls_in_others():
    steps = {}
    for amount in (0, 1):
        loss = feature_error(rescaled(HOUSES, amount))
        rate = best_learning_rate(loss.hessian([0, 0]))
        walk = descend(loss, gradient_descent(rate), [0.0, 0.0], 400)
        steps[amount] = walk.outcome
    assert steps == {0: "moving", 1: "converged"}


def test_batches_are_of_the_samples():
    loss = feature_error(centered(HOUSES))
    assert loss.samples == 30
    everyone = np.arange(30)
    assert loss.batch_value([1.0, 2.0], everyone) == pytest.approx(loss.value([1.0, 2.0]))


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"shapes \(N, p\) and \(N,\)"):
        Features([1, 2, 3], [1, 2, 3], ("a", "b"))
    with pytest.raises(ValueError, match="axes must be 3 names"):
        Features([[1, 2], [3, 4]], [1, 2], ("a", "b"))
    with pytest.raises(ValueError, match="inputs must not depend on each other, a, b do"):
        feature_error(Features([[1, 2], [2, 4], [3, 6]], [1, 2, 3], ("a", "b", "c")))
    with pytest.raises(ValueError, match="amount"):
        rescaled(HOUSES, 1.5)


def test_a_column_of_equal_values_is_only_centered():
    data = rescaled(Features([[1, 5], [2, 5], [4, 5]], [1, 2, 3], ("a", "b", "c")))
    assert (data.inputs[:, 1] == 0).all()


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.1])
def test_samples_have_exactly_the_moments_that_are_asked_for(correlation):
    names = ("sun", "water", "growth")
    data = feature_data((8, 0.9), (2.1, 0.3), (1.8, 3.3), names, correlation, 0.6, n=25, seed=4)
    np.testing.assert_allclose(data.inputs.mean(axis=0), (8, 0.9))
    np.testing.assert_allclose(data.inputs.std(axis=0), (2.1, 0.3))
    assert np.corrcoef(data.inputs.T)[0, 1] == pytest.approx(correlation)
    minimum = feature_error(centered(data)).minima[0]
    np.testing.assert_allclose(minimum.x, (1.8, 3.3))
    assert minimum.value == pytest.approx(0.36)
    assert data.axes == names


def test_samples_are_those_of_their_seed():
    def drawn(seed):
        return feature_data((0, 0), (1, 2), (1, 1), ("a", "b", "c"), seed=seed).inputs

    np.testing.assert_array_equal(drawn(3), drawn(3))
    assert np.abs(drawn(3) - drawn(4)).max() > 0.1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n": 3}, "n must be"),
        ({"correlation": 1.0}, "correlation must be"),
        ({"correlation": -1.0}, "correlation must be"),
        ({"noise": -1}, "noise must be"),
        ({"deviations": (1, 0)}, "deviations must be above 0"),
        ({"weights": (1, 2, 3)}, "must be pairs"),
        ({"means": (np.nan, 0)}, "means must be finite"),
        ({"axes": ("a", "b")}, "axes must be 3 names"),
    ],
)
def test_unsuitable_moments_are_refused(changes, message):
    asked = {
        "means": (0, 0),
        "deviations": (1, 2),
        "weights": (1, 1),
        "axes": ("a", "b", "c"),
        "seed": 1,
    }
    with pytest.raises(ValueError, match=message):
        feature_data(**{**asked, **changes})
