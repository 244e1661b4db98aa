import dataclasses

import numpy as np
import pytest

from gd_math import ascent, descend, gradient_descent, momentum
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS


def outcome(loss, optimizer, start, steps):
    return descend(loss, optimizer, start, steps).outcome


@pytest.mark.parametrize("learning_rate", [0.39, 0.395])
def test_stable_but_slow_is_moving_until_it_is_near(learning_rate):
    rate = gradient_descent(learning_rate)
    assert outcome(RAVINE, rate, [2.0, 2.5], 20) == "moving"
    assert outcome(RAVINE, rate, [2.0, 2.5], 1000) == "converged"


@pytest.mark.parametrize("learning_rate", [0.405, 0.5, 1.0, 100.0])
def test_beyond_the_stability_limit_is_diverged(learning_rate):
    assert outcome(RAVINE, gradient_descent(learning_rate), [2.0, 2.5], 50) == "diverged"


def test_a_small_start_is_moving_until_it_has_left_the_domain():
    rate = gradient_descent(0.5)
    assert outcome(RAVINE, rate, [1e-3, 0.0], 10) == "moving"
    assert outcome(RAVINE, rate, [1e-3, 0.0], 50) == "diverged"


def test_swinging_for_ever_is_moving():
    assert outcome(PARABOLA, gradient_descent(2.0), [2.0], 50) == "moving"


def test_coming_in_from_far_outside_is_not_diverging():
    assert outcome(RAVINE, gradient_descent(0.01), [100.0, 50.0], 5) == "moving"
    assert outcome(RAVINE, gradient_descent(0.3), [100.0, 50.0], 50) == "converged"


def test_sliding_down_a_saddle_for_ever_is_diverging(quadratic):
    saddle = quadratic(np.diag([2.0, -2.0]))
    assert outcome(saddle, gradient_descent(0.1), [1.0, 1e-3], 10) == "moving"
    assert outcome(saddle, gradient_descent(0.1), [1.0, 1e-3], 200) == "diverged"
    assert outcome(saddle, gradient_descent(0.1), [1.0, 0.0], 200) == "converged"  # on the pass


def test_setting_off_from_a_hilltop_is_moving():
    top = np.array([np.pi / 2, np.pi / 2])
    assert outcome(HILLS, gradient_descent(0.1), top + 1e-3, 10) == "moving"
    assert outcome(THREE_VALLEYS, momentum(0.01), [1.001], 5) == "moving"


def test_standing_still_is_converged():
    for loss in (HILLS, RAVINE, PARABOLA, THREE_VALLEYS):
        for minimum in loss.minima:
            assert outcome(loss, gradient_descent(0.1), minimum.x, 5) == "converged"
    assert outcome(THREE_VALLEYS, gradient_descent(0.1), [1.0], 5) == "converged"  # a hilltop


def test_nothing_is_known_before_the_first_step():
    assert outcome(RAVINE, gradient_descent(0.1), [2.0, 2.5], 0) == "moving"


def test_climbing_to_a_top_is_converging():
    assert outcome(HILLS, ascent(gradient_descent(0.2)), [1.0, 0.3], 100) == "converged"
    assert outcome(RAVINE, ascent(gradient_descent(0.2)), [1.0, 0.3], 100) == "diverged"


def test_long_steps_over_bounded_hills_never_settle_but_do_not_diverge():
    starts = np.random.default_rng(0).uniform(-3, 3, (50, 2))
    assert set(outcome(HILLS, gradient_descent(50.0), starts, 200)) == {"moving"}


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_the_unit_of_the_loss_does_not_matter(factor):
    scaled = dataclasses.replace(
        RAVINE,
        value=lambda x: factor * RAVINE.value(x),
        gradient=lambda x: factor * RAVINE.gradient(x),
        hessian=lambda x: factor * RAVINE.hessian(x),
    )
    for learning_rate in (0.01, 0.2, 0.38, 0.4, 0.5):
        assert outcome(scaled, gradient_descent(learning_rate / factor), [2.0, 2.5], 50) == outcome(
            RAVINE, gradient_descent(learning_rate), [2.0, 2.5], 50
        )


def test_a_slow_walk_along_a_narrow_valley_is_moving():
    # The slope has fallen to a thousandth, but the minimum is still far away.
    narrow = dataclasses.replace(
        RAVINE,
        value=lambda x: (1000 * x[..., 0] ** 2 + x[..., 1] ** 2) / 2,
        gradient=lambda x: x * np.array([1000.0, 1.0]),
        hessian=lambda x: np.broadcast_to(np.diag([1000.0, 1.0]), (*x.shape, 2)),
    )
    walk = descend(narrow, gradient_descent(0.001), [2.0, 2.0], 20)
    assert np.linalg.norm(walk.gradient[-1]) < 1e-3 * np.linalg.norm(walk.gradient[0])
    assert walk.outcome == "moving"


def test_the_largest_floats_are_slopes_like_others():
    slope = np.full(2, np.finfo(float).max)
    plane = dataclasses.replace(
        RAVINE,
        value=lambda x: x @ (slope / 4),
        gradient=lambda x: np.broadcast_to(slope, x.shape),
        hessian=lambda x: np.zeros((*x.shape, 2)),
    )
    assert outcome(plane, gradient_descent(1e-310), [0.5, 0.5], 20) == "moving"
