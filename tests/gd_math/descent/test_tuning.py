from functools import partial

import numpy as np
import pytest

from gd_math import (
    adagrad,
    adam,
    descend,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
    steps_until_share,
    tune,
)
from gd_math.losses import BOOTH, PARABOLA, RAVINE, THREE_VALLEYS, TWO_WELLS

RATES = [0.01, 0.03, 0.1, 0.2, 0.3, 0.39, 0.5]
EVERY = [
    gradient_descent,
    partial(momentum, beta=0.5),
    partial(nesterov, beta=0.5),
    adagrad,
    rmsprop,
    adam,
]


class TestShare:
    def test_it_is_counted_from_when_on_it_stays_low(self):
        assert steps_until_share(PARABOLA, [1.0, 0.05, 0.3, 0.09, 0.08], 0.1) == 3
        assert steps_until_share(PARABOLA, [1.0, 0.05, 0.3], 0.1) is None

    def test_the_loss_is_measured_from_its_lowest_minimum(self):
        lowest = min(one.value for one in TWO_WELLS.minima)
        losses = lowest + np.array([2.0, 1.0, 0.5, 0.1])
        assert steps_until_share(TWO_WELLS, losses, 0.3) == 2

    def test_each_step_on_a_parabola_leaves_the_same_share(self):
        path = descend(PARABOLA, gradient_descent(0.5), [3.0], 20)  # 1/4 of the loss a step
        assert steps_until_share(PARABOLA, path.loss, 1e-3) == 5

    @pytest.mark.parametrize("share", [0.0, 1.5, np.nan])
    def test_a_share_is_between_0_and_1(self, share):
        with pytest.raises(ValueError, match="share"):
            steps_until_share(PARABOLA, [1.0, 0.5], share)


class TestTune:
    @pytest.mark.parametrize("make", EVERY)
    def test_no_other_rate_is_faster(self, make):
        found = tune(RAVINE, make, [1.6, 2.5], RATES, steps=80, share=1e-3)
        assert found.learning_rate in RATES
        for rate in RATES:
            path = descend(RAVINE, make(rate), [1.6, 2.5], 80)
            steps = steps_until_share(RAVINE, path.loss, 1e-3)
            if rate == found.learning_rate:
                assert (steps, float(path.loss[-1])) == (found.steps, pytest.approx(found.loss))
            assert steps is None or (found.steps is not None and found.steps <= steps)

    def test_the_best_rate_of_plain_descent_is_near_the_one_of_the_theory(self):
        rates = np.linspace(0.2, 0.4, 41)
        found = tune(RAVINE, gradient_descent, [1.6, 2.5], rates, steps=200, share=1e-12)
        assert found.learning_rate == pytest.approx(1 / 3, abs=0.01)

    def test_if_none_arrives_the_lowest_is_taken(self):
        found = tune(BOOTH, gradient_descent, [-4.0, -3.0], [1e-4, 3e-4], steps=5, share=1e-6)
        assert (found.learning_rate, found.steps) == (3e-4, None)

    def test_rates_that_leap_too_far_are_left_out(self):
        found = tune(
            PARABOLA, gradient_descent, [2.0], [0.3, 1.0], steps=40, share=1e-4, longest=1.0
        )
        assert found.learning_rate == 0.3
        with pytest.raises(ValueError, match="longest must be larger"):
            tune(PARABOLA, gradient_descent, [2.0], [1.0], steps=4, share=1e-4, longest=1.0)

    def test_one_that_diverges_is_not_the_best(self):
        found = tune(RAVINE, gradient_descent, [1.6, 2.5], [0.2, 5.0], steps=300, share=1e-4)
        assert found.learning_rate == 0.2

    @pytest.mark.parametrize("rates", [[], [0.1, -0.1], [[0.1]], [np.inf]])
    def test_rates_are_numbers_above_0(self, rates):
        with pytest.raises(ValueError, match="learning_rate"):
            tune(PARABOLA, gradient_descent, [1.0], rates, steps=5, share=0.1)

    def test_a_start_is_one_point(self):
        with pytest.raises(ValueError, match="start must be one point"):
            tune(PARABOLA, gradient_descent, [[1.0], [2.0]], [0.1], steps=5, share=0.1)
        assert tune(THREE_VALLEYS, gradient_descent, [1.5], [0.05], steps=50, share=0.1).steps
