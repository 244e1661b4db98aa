"""The figures that the first four clips show."""

import numpy as np
import pytest

from gd_math import (
    ascent,
    basin,
    basins,
    best_learning_rate,
    best_of,
    descend,
    gradient_descent,
    random_starts,
    stability_limit,
    stationary_points,
)
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS

PI = np.pi


class TestMistyHill:
    def test_the_valleys_are_equally_deep(self):
        x = [minimum.x for minimum in HILLS.minima]
        assert any(np.allclose(point, [PI / 2, -PI / 2]) for point in x)
        np.testing.assert_allclose(HILLS.value(x), -1)
        assert all(minimum.is_global for minimum in HILLS.minima)

    def test_the_walk_ends_in_one_of_them(self):
        walk = descend(HILLS, gradient_descent(0.3), [1.3, 0.6], 60)
        np.testing.assert_allclose(walk.x[-1], [PI / 2, -PI / 2], atol=1e-3)
        assert walk.loss[-1] == pytest.approx(-1, abs=1e-6)

    def test_the_start_settles_which_one(self):
        starts = [[1.3, 0.6], [0.6, 1.3]]
        ends = descend(HILLS, gradient_descent(0.3), starts, 60).x[-1]
        np.testing.assert_allclose(ends, [[PI / 2, -PI / 2], [-PI / 2, PI / 2]], atol=1e-3)

    def test_steep_slope_long_step(self):
        walk = descend(HILLS, gradient_descent(0.3), [1.3, 0.6], 30)
        step = np.linalg.norm(np.diff(walk.x, axis=0), axis=-1)
        slope = np.linalg.norm(walk.gradient[:-1], axis=-1)
        np.testing.assert_allclose(step, 0.3 * slope, atol=1e-15)


class TestGradientField:
    def test_the_gradient_is_cos_x_sin_y_sin_x_cos_y(self):
        x, y = random_starts(HILLS, 50, seed=1).T
        expected = np.column_stack([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y)])
        np.testing.assert_allclose(HILLS.gradient(np.column_stack([x, y])), expected, atol=1e-15)

    def test_the_arrows_are_perpendicular_to_the_contours(self):
        x = random_starts(HILLS, 50, seed=2)
        gradient = HILLS.gradient(x)
        along = gradient[:, ::-1] * [1, -1] * 1e-5
        change = HILLS.value(x + along) - HILLS.value(x - along)
        np.testing.assert_allclose(change, 0, atol=1e-14)
        assert (HILLS.value(x + 1e-3 * gradient) > HILLS.value(x)).all()  # and point uphill

    @pytest.mark.parametrize("seed", range(10))
    def test_a_dozen_random_starts_all_reach_a_minimum(self, seed):
        walk = descend(HILLS, gradient_descent(0.2), random_starts(HILLS, 12, seed), 150)
        assert set(walk.outcome) == {"converged"}
        np.testing.assert_allclose(walk.loss[-1], -1, atol=1e-6)

    def test_ascent_climbs_to_a_top(self):
        walk = descend(HILLS, ascent(gradient_descent(0.2)), [0.4, 0.2], 100)
        assert (np.diff(walk.loss) >= 0).all()
        np.testing.assert_allclose(walk.x[-1], [PI / 2, PI / 2], atol=1e-3)

    def test_saddles_lie_at_multiples_of_pi(self):
        saddles = [point.x / PI for point in stationary_points(HILLS) if point.kind == "saddle"]
        assert len(saddles) == 25
        np.testing.assert_allclose(saddles, np.round(saddles), atol=1e-9)


class TestLearningRates:
    START = (2.0, 2.5)

    def walk(self, learning_rate, steps=50):
        return descend(RAVINE, gradient_descent(learning_rate), self.START, steps)

    def test_the_gradient_is_5x_y(self):
        np.testing.assert_array_equal(RAVINE.gradient(self.START), [10, 2.5])

    def test_too_small_is_still_far_away(self):
        walk = self.walk(0.01)
        assert walk.outcome == "moving"
        assert np.linalg.norm(walk.x[-1]) > 0.4 * np.linalg.norm(self.START)

    def test_good_does_not_oscillate_and_is_there_within_25_steps(self):
        walk = self.walk(0.2)
        assert walk.outcome == "converged"
        assert (walk.x >= 0).all()
        assert (np.diff(walk.x, axis=0) <= 0).all()
        assert (np.diff(walk.loss) < 0).all()
        assert np.linalg.norm(walk.x[25]) < 0.01 * np.linalg.norm(self.START)
        assert self.walk(0.2, steps=25).outcome == "converged"

    def test_large_zigzags_and_settles(self):
        walk = self.walk(0.38)
        np.testing.assert_array_equal(np.sign(walk.x[:, 0]), (-1.0) ** np.arange(51))
        assert (np.diff(np.abs(walk.x[:, 0])) < 0).all()
        assert walk.outcome == "converged"

    def test_unstable_reaches_the_order_of_ten_to_the_18(self):
        walk = self.walk(0.5)
        assert np.floor(np.log10(walk.loss[-1])) == 18
        assert walk.outcome == "diverged"

    def test_the_speed_limit_and_the_best_rate(self):
        hessian = RAVINE.hessian(self.START)
        assert stability_limit(hessian) == pytest.approx(0.4)
        assert best_learning_rate(hessian) == pytest.approx(1 / 3)
        assert self.walk(0.399, steps=2000).outcome == "converged"
        assert self.walk(0.401, steps=2000).outcome == "diverged"


class TestLocalAndGlobalMinima:
    RATE = gradient_descent(0.05)

    def test_on_a_parabola_every_start_ends_in_the_one_minimum(self):
        starts = np.linspace(-3, 3, 25)[:, np.newaxis]
        assert (basins(PARABOLA, gradient_descent(0.2), starts, 30) == 0).all()

    def test_the_step_goes_against_the_derivative(self):
        walk = descend(PARABOLA, gradient_descent(0.2), [2.5], 20)
        assert (np.sign(np.diff(walk.x, axis=0)) == -np.sign(walk.gradient[:-1])).all()

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
        starts = [[-2.5], [-1.01], [-0.99], [0.3], [0.99], [1.01], [2.5]]
        ends = basins(THREE_VALLEYS, self.RATE, starts, 300)
        np.testing.assert_array_equal(ends, [0, 0, 1, 1, 1, 2, 2])

    def test_random_restarts_find_a_global_minimum(self):
        walk = descend(THREE_VALLEYS, self.RATE, random_starts(THREE_VALLEYS, 8, seed=0), 300)
        assert 1 in basin(THREE_VALLEYS, walk.x[-1])  # some do end in the local one
        best = basin(THREE_VALLEYS, walk.path(best_of(walk)).x[-1])
        assert THREE_VALLEYS.minima[int(best)].is_global
