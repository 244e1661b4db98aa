"""The figures of the catalogue that come from data: scenes 6, 7, 10, 11, 13 and 15."""

import math

import numpy as np
import pytest

from gd_math import (
    descend,
    gradient_descent,
    least_squares,
    mean_squared_error,
    polynomial_error,
    restrict,
    stability_limit,
    stochastic_descent,
)
from gd_math.datasets import HOUSE_GUESSES, HOUSES, SINE_POINTS, line_data, parabola_data
from gd_math.descent.learning_rate_range import learning_rate_range_test
from gd_math.regression.polynomials import squared_errors

SEEDS = pytest.mark.parametrize("seed", range(8))


class TestErrorCurve:
    LOSS = mean_squared_error(SINE_POINTS)
    SLICE = restrict(LOSS, [0.0, 2.0], [[1.0, 0.0]], domain=([-20.0], [18.0]))
    W = np.arange(-20, 19, 2.0)[:, np.newaxis]

    def mean_of_squares(self, w, b):
        return math.fsum((math.sin(x) - (w * x + b)) ** 2 for x in range(10)) / 10

    def test_the_error_of_the_line_y_equals_x(self):
        assert self.LOSS.value([1, 0]) == pytest.approx(self.mean_of_squares(1, 0))
        assert self.LOSS.value([1, 0]) == pytest.approx(27.009, abs=5e-4)

    def test_with_b_fixed_the_error_is_a_parabola_in_w(self):
        values = self.SLICE.value(self.W)
        np.testing.assert_allclose(values, [self.mean_of_squares(w, 2) for (w,) in self.W])
        np.testing.assert_allclose(np.diff(values, 3), 0, atol=1e-9)
        assert (np.diff(values, 2) > 0).all()
        assert self.W[np.argmin(values), 0] == 0  # the lowest of these guesses

    def test_its_lowest_point(self):
        (lowest,) = self.SLICE.minima
        w = sum(x * (math.sin(x) - 2) for x in range(10)) / sum(x * x for x in range(10))
        assert lowest.x[0] == pytest.approx(w, rel=1e-12)
        assert lowest.x[0] == pytest.approx(-0.2814, abs=5e-5)
        assert lowest.value == pytest.approx(1.4321, abs=5e-5)

    def test_the_derivative_is_a_straight_line_that_crosses_zero_below_the_lowest_point(self):
        slope = self.SLICE.gradient(self.W)[:, 0]
        by_hand = [
            -2 / 10 * math.fsum(x * (math.sin(x) - (w * x + 2)) for x in range(10))
            for (w,) in self.W
        ]
        np.testing.assert_allclose(slope, by_hand, rtol=1e-11)
        np.testing.assert_allclose(np.diff(slope, 2), 0, atol=1e-9)
        left = self.W[:, 0] < self.SLICE.minima[0].x[0]
        assert (slope[left] < 0).all()
        assert (slope[~left] > 0).all()
        steepness = (slope[-1] - slope[0]) / (self.W[-1, 0] - self.W[0, 0])
        crossing = self.W[0, 0] - slope[0] / steepness
        assert crossing == pytest.approx(self.SLICE.minima[0].x[0], rel=1e-12)


class TestSquaredErrors:
    def test_the_signed_errors_add_up_to_nothing_though_every_guess_is_wrong(self):
        errors = HOUSE_GUESSES - HOUSES.y
        assert errors.sum() == 0
        assert (errors != 0).all()

    def test_the_squares_add_up_to_115_thousand_million(self):
        squares = squared_errors(HOUSE_GUESSES, HOUSES.y)
        assert squares.sum() == 115_000_000_000
        np.testing.assert_array_equal(np.sqrt(squares), [100e3, 100e3, 50e3, 50e3, 300e3])

    def test_the_sum_is_a_parabola_in_the_slope(self):
        loss = mean_squared_error(HOUSES)
        through_zero = restrict(loss, [0.0, 0.0], [[1.0, 0.0]], domain=([0.0], [200_000.0]))
        (lowest,) = through_zero.minima
        slopes = np.linspace(0, 200e3, 9)
        sums = [squared_errors(slope * HOUSES.x, HOUSES.y).sum() for slope in slopes]
        np.testing.assert_allclose(5 * through_zero.value(slopes[:, np.newaxis]), sums)
        np.testing.assert_allclose(np.diff(sums, 3), 0, atol=1e-3)
        assert lowest.x[0] == pytest.approx((HOUSES.x @ HOUSES.y) / (HOUSES.x @ HOUSES.x))

    def test_the_two_classes(self):
        squares = squared_errors([0.3, 0.7], [1, 0])
        np.testing.assert_allclose(squares, [0.49, 0.49])
        assert squares.sum() == pytest.approx(0.98)


class TestLinearRegression:
    RATE = gradient_descent(0.015)

    def test_the_data(self):
        data = line_data(seed=0)
        assert (data.samples, data.noise, data.x[0], data.x[-1]) == (100, 0.5, -2, 2)
        np.testing.assert_array_equal(data.truth, 2 * data.x + 1)

    @SEEDS
    def test_after_a_hundred_steps_the_walk_has_all_but_reached_least_squares(self, seed):
        data = line_data(seed=seed)
        loss = mean_squared_error(data)
        walk = descend(loss, self.RATE, [0.0, 0.0], 100)
        best = np.array(least_squares(data))
        # x is even about 0, so that w and b shrink apart, each by its own factor a step.
        left = (1 - 0.015 * np.array([2 * np.mean(data.x**2), 2])) ** 100
        np.testing.assert_allclose(walk.x[-1], best - left * best, rtol=1e-10)
        assert np.linalg.norm(walk.x[-1] - best) < 0.03 * np.linalg.norm(best)
        assert walk.loss[-1] - loss.minima[0].value < 0.001 * walk.loss[0]
        assert (np.diff(walk.loss) < 0).all()

    @SEEDS
    def test_least_squares_is_near_the_truth_but_is_not_it(self, seed):
        data = line_data(seed=seed)
        error = np.array(least_squares(data)) - [2, 1]
        deviation = 0.5 / np.sqrt(100) / np.array([np.std(data.x), 1])
        assert (np.abs(error) < 4 * deviation).all()
        loss = mean_squared_error(data)
        assert loss.minima[0].value < loss.value([2, 1])

    def test_the_rate_is_far_below_the_limit(self):
        hessian = mean_squared_error(line_data(seed=0)).hessian([0, 0])
        assert stability_limit(hessian) == pytest.approx(1 / np.mean(line_data(seed=0).x ** 2))
        assert stability_limit(hessian) > 40 * 0.015


class TestParabolaFit:
    def test_without_noise_the_best_line_is_flat_and_the_floor_is_high(self):
        loss = mean_squared_error(parabola_data(noise=0))
        (minimum,) = loss.minima
        squares = np.linspace(-2, 2, 100) ** 2
        assert minimum.x[0] == pytest.approx(0, abs=1e-12)
        assert minimum.x[1] == pytest.approx(squares.mean(), rel=1e-12)
        assert minimum.x[1] == pytest.approx(1.36, abs=5e-3)
        assert minimum.value == pytest.approx(squares.var(), rel=1e-12)
        assert minimum.value == pytest.approx(1.48, abs=5e-3)

    @SEEDS
    def test_with_noise_it_is_so_up_to_chance(self, seed):
        data = parabola_data(seed=seed)
        w, b = least_squares(data)
        assert abs(w) < 4 * 0.05 / np.std(data.x)
        assert abs(b - np.mean(data.x**2)) < 4 * 0.05

    @SEEDS
    def test_it_converges_just_as_well_as_on_the_line_and_to_a_worse_fit(self, seed):
        losses = [mean_squared_error(make(seed=seed)) for make in (line_data, parabola_data)]
        ends = []
        for loss in losses:
            walk = descend(loss, gradient_descent(0.015), [1.0, -1.0], 400)
            np.testing.assert_allclose(walk.x[-1], loss.minima[0].x, atol=2e-4)
            assert walk.outcome == "converged"
            ends.append(walk.loss[-1])
        assert ends[1] > 4 * ends[0]
        np.testing.assert_allclose(losses[0].hessian([0, 0]), losses[1].hessian([0, 0]))

    def test_slices_through_both_minima_are_the_same_parabola_at_two_heights(self):
        t = np.linspace(-1, 1, 21)[:, np.newaxis]
        low, high = (
            restrict(loss, loss.minima[0].x, [[1.0, 0.0]])
            for loss in (mean_squared_error(make(seed=3)) for make in (line_data, parabola_data))
        )
        np.testing.assert_allclose(np.diff(high.value(t) - low.value(t)), 0, atol=1e-12)
        assert low.minima[0].x == pytest.approx(high.minima[0].x, abs=1e-12)
        assert high.minima[0].value > 4 * low.minima[0].value

    def test_a_model_with_a_square_has_no_such_floor(self):
        assert polynomial_error(parabola_data(noise=0), 2).minima[0].value < 1e-25


class TestRangeTest:
    LOSS = mean_squared_error(line_data(seed=0))
    LIMIT = stability_limit(LOSS.hessian([0.0, 0.0]))

    @pytest.mark.parametrize("batch", [{"smoothing": 0}, {"batch_size": 10, "seed": 0}])
    def test_falling_then_exploding_and_three_choices(self, batch):
        test = learning_rate_range_test(self.LOSS, [-1.0, -1.0], **batch)
        assert test.smoothed.min() < 0.05 * test.smoothed[0]
        assert test.stopped_at is not None
        assert test.learning_rate[np.argmin(test.smoothed)] > self.LIMIT / 5
        assert test.learning_rate[-1] > self.LIMIT
        assert len({test.steepest, test.minimum_tenth, test.valley}) == 3

    def test_flat_at_first(self):
        test = learning_rate_range_test(self.LOSS, [-1.0, -1.0], smoothing=0)
        flat = test.loss[test.learning_rate < 1e-3]
        assert len(flat) == 20
        assert flat[-1] > 0.96 * flat[0]

    def test_training_with_the_choice_reaches_the_bottom(self):
        test = learning_rate_range_test(self.LOSS, [-1.0, -1.0], smoothing=0)
        walk = descend(self.LOSS, gradient_descent(test.steepest), [-1.0, -1.0], 200)
        assert walk.outcome == "converged"


class TestStochasticDescent:
    DATA = line_data(seed=0)
    LOSS = mean_squared_error(DATA)
    RATE = gradient_descent(0.05)

    def walks(self, size, steps, optimizer=RATE, starts=400):
        start = np.full((starts, 2), -1.0)
        return stochastic_descent(self.LOSS, optimizer, start, steps, size, seed=0)

    def test_for_the_same_evaluations_small_batches_come_nearer_at_first(self):
        # Two passes through the data buy 2 steps, 20 or 200.
        ends = {size: self.walks(size, 200 // size) for size in (100, 10, 1)}
        assert {walk.evaluations[-1] for walk in ends.values()} == {200}
        above = {s: w.loss[-1].mean() - self.LOSS.minima[0].value for s, w in ends.items()}
        assert above[1] < above[10] < above[100]

    def test_for_the_same_steps_the_full_batch_comes_nearest(self):
        above = [
            self.walks(size, 200).loss[-1].mean() - self.LOSS.minima[0].value
            for size in (100, 10, 1)
        ]
        assert above[0] < 1e-6 < above[1] < above[2]

    def distance(self, points):
        """The root mean square over the walks, at each row."""
        away = points - self.LOSS.minima[0].x
        return np.sqrt((away**2).sum(axis=-1).mean(axis=-1))

    def test_single_samples_never_come_to_rest(self):
        distance = self.distance(self.walks(1, 800).x[200::100])  # at the end of an epoch each
        assert distance.min() > 0.02
        np.testing.assert_allclose(distance, distance.mean(), rtol=4 * np.sqrt(0.5 / 400))

    def test_the_ball_shrinks_when_the_rate_decays(self):
        fixed = self.walks(1, 400)
        decayed = self.walks(1, 400, gradient_descent(lambda step: 0.05 / (1 + step / 50)))
        assert self.distance(decayed.x[-1]) < 0.5 * self.distance(fixed.x[-1])
