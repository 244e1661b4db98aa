import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from gd_math import Loss, Minimum, datasets, from_formula, losses, mean_squared_error
from gd_math.losses import HILLS, PARABOLA, RAVINE

EVERY = [loss for loss in vars(losses).values() if isinstance(loss, Loss)]
EVERY.append(from_formula("log(x) + 1/y", ([1, 1], [2, 2])))


def test_dimension_and_diagonal():
    assert (PARABOLA.dimension, RAVINE.dimension) == (1, 2)
    assert PARABOLA.diagonal == pytest.approx(6)
    assert RAVINE.diagonal == pytest.approx(6 * np.sqrt(2))


def test_its_repr_is_one_short_line():
    assert repr(HILLS) == "Loss('hills', 2 variables, 8 minima)"
    assert repr(PARABOLA) == "Loss('parabola', 1 variable, 1 minimum)"
    error = mean_squared_error(datasets.SINE_POINTS)
    assert repr(error) == "EmpiricalLoss('mean squared error of sine', 2 variables, 1 minimum)"


def test_a_record_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        RAVINE.name = "canyon"
    for array in (*RAVINE.domain, RAVINE.minima[0].x):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_record_keeps_its_own_copy_of_the_domain():
    lower = np.array([-1.0])
    loss = dataclasses.replace(PARABOLA, domain=(lower, np.array([1.0])))
    lower[0] = -5
    assert loss.domain[0][0] == -1


def test_copies_compute_the_same():
    x = np.array([0.3, -1.2])
    copies = [
        copy.deepcopy(HILLS),
        pickle.loads(pickle.dumps(HILLS)),
        dataclasses.replace(HILLS, name="again"),
    ]
    for other in copies:
        assert other.value(x) == HILLS.value(x)
        np.testing.assert_array_equal(other.gradient(x), HILLS.gradient(x))


def test_lists_are_points_too():
    assert RAVINE.value([2, 2.5]) == 13.125
    np.testing.assert_array_equal(RAVINE.gradient([[2, 2.5], [0, 1]]), [[10, 2.5], [0, 1]])


def with_domain(*domain) -> Loss:
    return dataclasses.replace(RAVINE, domain=domain)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: with_domain([0, 0]), "domain must be a pair"),
        (lambda: dataclasses.replace(RAVINE, domain=3), "domain must be a pair"),
        (lambda: with_domain([0, 0], [1]), "same shape"),
        (lambda: with_domain([0, 0], [1, 0]), "lower must be below upper"),
        (lambda: with_domain([0], [1]), r"x of each minimum of ravine must have shape \(1,\)"),
        (lambda: Minimum(np.zeros((1, 1)), 0.0, True), r"x of a minimum must have shape \(d,\)"),
        (lambda: Minimum(np.array([np.nan]), 0.0, True), "x of a minimum must be finite"),
        (lambda: Minimum(np.zeros(1), np.inf, True), "value of a minimum must be finite"),
    ],
)
def test_unsuitable_records(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_infinity_and_no_nan_whatever_the_point(data):
    loss = data.draw(st.sampled_from(EVERY))
    anything = st.floats(allow_nan=False, allow_infinity=False)
    x = data.draw(arrays(float, (3, loss.dimension), elements=anything))
    for part in (loss.value, loss.gradient, loss.hessian):
        assert np.isfinite(part(x)).all()
