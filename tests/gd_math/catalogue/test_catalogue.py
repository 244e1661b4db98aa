"""The figures that the first four clips show, with the constants of their own scenes."""

import dataclasses

import numpy as np
import pytest

from gd_math import (
    ascent,
    basins_of_attraction,
    best_learning_rate,
    best_of,
    descend,
    gradient_descent,
    minimum_reached,
    random_starts,
    stability_limit,
    stationary_points,
)
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from scenes import gradient_field, learning_rates, local_and_global_minima, misty_hill

PI = np.pi


class TestMistyHill:
    def test_two_starts_side_by_side_end_in_two_equally_deep_valleys(self):
        starts = [misty_hill.START, misty_hill.OTHER_START]
        walk = descend(HILLS, gradient_descent(misty_hill.LEARNING_RATE), starts, misty_hill.STEPS)
        valleys = [[PI / 2, -PI / 2], [-PI / 2, PI / 2]]
        np.testing.assert_allclose(walk.x[-1], valleys, atol=1e-3)
        np.testing.assert_allclose(walk.loss[-1], -1, atol=1e-6)
        assert set(walk.outcome) == {"converged"}
        step = np.linalg.norm(np.diff(walk.x, axis=0), axis=-1)
        slope = np.linalg.norm(walk.gradient[:-1], axis=-1)
        np.testing.assert_allclose(step, misty_hill.LEARNING_RATE * slope, atol=1e-15)


class TestGradientField:
    RATE = gradient_descent(gradient_field.LEARNING_RATE)

    def test_the_gradient_is_cos_x_sin_y_sin_x_cos_y(self):
        x, y = random_starts(HILLS, 50, seed=1).T
        expected = np.column_stack([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y)])
        np.testing.assert_allclose(HILLS.gradient(np.column_stack([x, y])), expected, atol=1e-15)

    def test_the_arrows_are_perpendicular_to_the_contours_and_point_uphill(self):
        x = random_starts(HILLS, gradient_field.HIKERS, gradient_field.SEED)
        gradient = HILLS.gradient(x)
        along = gradient[:, ::-1] * [1, -1] * 1e-5
        change = HILLS.value(x + along) - HILLS.value(x - along)
        np.testing.assert_allclose(change, 0, atol=1e-14)
        assert (HILLS.value(x + 1e-3 * gradient) > HILLS.value(x)).all()

    def test_random_starts_all_reach_a_minimum(self):
        starts = random_starts(HILLS, gradient_field.HIKERS, gradient_field.SEED)
        walk = descend(HILLS, self.RATE, starts, gradient_field.STEPS)
        inside = np.abs(walk.x[-1]).max(axis=-1) < 2 * PI
        np.testing.assert_allclose(walk.loss[-1, inside], -1, atol=1e-6)
        assert inside.sum() > gradient_field.HIKERS / 2

    def test_ascent_climbs_to_a_top(self):
        starts = random_starts(HILLS, gradient_field.HIKERS, gradient_field.SEED)
        walk = descend(HILLS, ascent(self.RATE), starts, gradient_field.STEPS)
        assert (np.diff(walk.loss, axis=0) >= 0).all()
        np.testing.assert_allclose(walk.loss[-1], 1, atol=1e-6)

    def test_saddles_lie_at_multiples_of_pi(self):
        saddles = [point.x / PI for point in stationary_points(HILLS) if point.kind == "saddle"]
        assert len(saddles) == 25
        np.testing.assert_allclose(saddles, np.round(saddles), atol=1e-9)


class TestLearningRates:
    START = np.array(learning_rates.START)

    def walk(self, learning_rate):
        rate = gradient_descent(learning_rate)
        return descend(RAVINE, rate, self.START, learning_rates.STEPS)

    def test_each_coordinate_shrinks_by_its_own_factor(self):
        for rate in learning_rates.LEARNING_RATES:
            walk, k = self.walk(rate), np.arange(learning_rates.STEPS + 1)[:, np.newaxis]
            factors = (1 - rate * np.array([5, 1])) ** k
            np.testing.assert_allclose(walk.x, self.START * factors, rtol=1e-9, atol=1e-12)

    def test_only_rates_between_crawling_and_the_limit_settle(self):
        limit = stability_limit(RAVINE.hessian(self.START))
        for rate in learning_rates.LEARNING_RATES:
            crawls = (1 - rate) ** learning_rates.STEPS > 0.1
            expected = "diverged" if rate > limit else "moving" if crawls else "converged"
            assert self.walk(rate).outcome == expected

    def test_the_speed_limit_and_the_best_rate(self):
        hessian = RAVINE.hessian(self.START)
        assert stability_limit(hessian) == pytest.approx(0.4)
        assert best_learning_rate(hessian) == pytest.approx(1 / 3)


class TestLocalAndGlobalMinima:
    RATE = gradient_descent(local_and_global_minima.LEARNING_RATE)
    STEPS = local_and_global_minima.STEPS

    def test_on_a_parabola_every_start_ends_in_the_one_minimum(self):
        bowl = gradient_descent(local_and_global_minima.BOWL_RATE)
        starts = np.linspace(-3, 3, local_and_global_minima.WALKERS)[:, np.newaxis]
        assert (basins_of_attraction(PARABOLA, bowl, starts, self.STEPS) == 0).all()

    def test_the_derivative_of_the_three_valleys(self):
        x = np.linspace(-2.5, 2.5, 101)
        expected = x * (x**2 - 1) * (x**2 - 4) / 3
        np.testing.assert_allclose(
            THREE_VALLEYS.gradient(x[:, np.newaxis])[:, 0], expected, atol=1e-14
        )

    def test_two_global_minima_a_local_one_and_two_hilltops(self):
        assert [(m.x[0], m.is_global) for m in THREE_VALLEYS.minima] == [
            (-2, True),
            (0, False),
            (2, True),
        ]
        left, middle, right = (m.value for m in THREE_VALLEYS.minima)
        assert left == right < middle
        tops = [point.x[0] for point in stationary_points(THREE_VALLEYS) if point.kind == "maximum"]
        np.testing.assert_allclose(tops, [-1, 1])

    def test_the_hilltops_part_the_basins(self):
        edge = local_and_global_minima.EDGE
        starts = [[-edge], [-1.05], [-0.95], [0.3], [0.95], [1.05], [edge]]
        ends = basins_of_attraction(THREE_VALLEYS, self.RATE, starts, self.STEPS)
        np.testing.assert_array_equal(ends, [0, 0, 1, 1, 1, 2, 2])

    def test_the_best_of_the_restarts_is_a_global_minimum_and_some_are_not(self):
        edge = local_and_global_minima.EDGE
        valleys = dataclasses.replace(THREE_VALLEYS, domain=([-edge], [edge]))
        seed, restarts = local_and_global_minima.SEED, local_and_global_minima.RESTARTS
        walk = descend(valleys, self.RATE, random_starts(valleys, restarts, seed), self.STEPS)
        assert 1 in minimum_reached(THREE_VALLEYS, walk.x[-1])
        best = minimum_reached(THREE_VALLEYS, walk.path(best_of(walk)).x[-1])
        assert THREE_VALLEYS.minima[int(best)].is_global
