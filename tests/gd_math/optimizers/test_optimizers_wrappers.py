import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from gd_math import (
    Optimizer,
    adam,
    ascent,
    clip_by_norm,
    clip_by_value,
    descend,
    gradient_descent,
    momentum,
    weight_decay,
)
from gd_math.losses import HILLS, PARABOLA, RAVINE
from gd_math.optimizers.base import state_arrays

# Steps by exactly the gradient that it receives.
ECHO = Optimizer(lambda x: 0, lambda gradient, state, x: (gradient, state))


def stepped(optimizer, gradient):
    x = np.zeros_like(gradient)
    return optimizer.update(np.asarray(gradient), optimizer.init(x), x)[0]


def test_a_long_gradient_keeps_its_direction():
    np.testing.assert_allclose(
        stepped(clip_by_norm(ECHO, 2.5), [3.0, -4.0]), [1.5, -2.0], rtol=1e-15
    )


def test_a_short_gradient_is_left_as_it_is():
    gradient = np.array([0.1, 0.2, -0.3])
    np.testing.assert_array_equal(stepped(clip_by_norm(ECHO, 1.0), gradient), gradient)
    np.testing.assert_array_equal(stepped(clip_by_value(ECHO, 0.3), gradient), gradient)


def test_each_start_is_clipped_by_itself():
    gradients = np.array([[[30.0, 40.0], [0.3, 0.4]], [[0.0, 0.0], [0.0, -7.0]]])
    expected = [[[0.6, 0.8], [0.3, 0.4]], [[0.0, 0.0], [0.0, -1.0]]]
    np.testing.assert_allclose(stepped(clip_by_norm(ECHO, 1.0), gradients), expected, rtol=1e-15)


def test_entries_are_clipped_each_by_itself():
    gradients = np.array([[30.0, -0.2], [-5.0, 1.0]])
    np.testing.assert_array_equal(
        stepped(clip_by_value(ECHO, 1.0), gradients), [[1, -0.2], [-1, 1]]
    )


@given(
    arrays(float, st.integers(1, 5), elements=st.floats(allow_nan=False, allow_infinity=False)),
    st.floats(1e-300, 1e300),
)
def test_no_gradient_is_too_large_or_too_small(gradient, limit):
    by_norm, by_value = (
        stepped(clip_by_norm(ECHO, limit), gradient),
        stepped(clip_by_value(ECHO, limit), gradient),
    )
    assert np.isfinite(by_norm).all()
    assert (np.abs(by_norm) <= np.minimum(np.abs(gradient), limit * (1 + 1e-14))).all()
    assert math.hypot(*by_norm) <= limit * (1 + 1e-12)
    if math.hypot(*gradient) < limit * (1 - 1e-12):
        assert (by_norm == gradient).all()
    assert (np.sign(by_value) == np.sign(gradient)).all()
    assert (np.abs(by_value) == np.minimum(np.abs(gradient), limit)).all()


def test_clipping_tames_a_start_from_which_plain_descent_flies_away():
    # f = x⁴/4: from x = 10 the first step of plain descent leads to 10 − 0.1 · 1000.
    quartic = dataclasses.replace(
        PARABOLA,
        value=lambda x: x[..., 0] ** 4 / 4,
        gradient=lambda x: x**3,
        hessian=lambda x: 3 * x[..., np.newaxis] ** 2,
    )
    assert descend(quartic, gradient_descent(0.1), [10.0], 600).outcome == "diverged"
    walk = descend(quartic, clip_by_norm(gradient_descent(0.1), 1.0), [10.0], 600)
    assert np.abs(np.diff(walk.x[:50, 0]) + 0.1).max() < 1e-12  # steady steps down the cliff
    assert walk.loss[-1] < 1e-3


def test_weight_decay_descends_the_loss_with_a_parabola_added(quadratic):
    hessian = np.array([[3.0, 1.0], [1.0, 2.0]])
    walk = descend(quadratic(hessian), weight_decay(momentum(0.1), 0.5), [1.0, -2.0], 30)
    shifted = descend(quadratic(hessian + 0.5 * np.eye(2)), momentum(0.1), [1.0, -2.0], 30)
    np.testing.assert_allclose(walk.x, shifted.x, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(walk.gradient, walk.x @ hessian, rtol=1e-12)  # still that of f


@pytest.mark.parametrize("inner", [gradient_descent(0.1), momentum(0.1), adam(0.1)])
def test_weight_decay_knows_where_the_walk_is(inner):
    asked = []

    def update(gradient, state, x):
        asked.append(gradient)
        return inner.update(gradient, state, x)

    walk = descend(RAVINE, weight_decay(Optimizer(inner.init, update), 0.25), [[2.0, 2.5]], 12)
    np.testing.assert_array_equal(asked, walk.gradient[:-1] + 0.25 * walk.x[:-1])


def test_no_decay_is_no_change():
    walk = descend(HILLS, weight_decay(momentum(0.1), 0), [1.0, 0.2], 20)
    np.testing.assert_array_equal(walk.x, descend(HILLS, momentum(0.1), [1.0, 0.2], 20).x)


def test_wrappers_fit_into_each_other():
    # Decay first, then clipped; or clipped first, and then the decay on top.
    x, gradient = np.array([10.0, 0.0]), np.array([3.0, 4.0])
    inside, outside = (
        weight_decay(clip_by_norm(ECHO, 1.0), 0.5),
        clip_by_norm(weight_decay(ECHO, 0.5), 1.0),
    )
    np.testing.assert_allclose(
        inside.update(gradient, inside.init(x), x)[0], np.array([8, 4]) / np.sqrt(80)
    )
    np.testing.assert_allclose(outside.update(gradient, outside.init(x), x)[0], [0.6 + 5, 0.8])
    up = ascent(clip_by_value(ECHO, 1.0))
    np.testing.assert_array_equal(stepped(up, gradient), [-1, -1])


def test_the_state_inside_a_wrapper_is_seen():
    optimizer = clip_by_norm(weight_decay(adam(0.1), 0.1), 1.0)
    assert set(state_arrays(optimizer.init(np.ones(3)))) == {"first_moment", "second_moment"}
    assert not state_arrays(weight_decay(gradient_descent(0.1), 0.1).init(np.ones(3)))


def test_unsuitable_arguments():
    with pytest.raises(ValueError, match=r"^max_norm must be .*got 0"):
        clip_by_norm(momentum(0.1), 0)
    with pytest.raises(ValueError, match=r"^max_value must be .*got 0"):
        clip_by_value(momentum(0.1), 0)
    with pytest.raises(ValueError, match=r"^decay must be .*got -0.1"):
        weight_decay(momentum(0.1), -0.1)
