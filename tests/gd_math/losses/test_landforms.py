"""Losses that are made to show one thing do show it."""

import numpy as np
import pytest

from gd_math import Optimizer, descend, gradient_descent, stationary_points
from gd_math.losses import MONKEY_SADDLE, PLATEAU_AND_CLIFF, TWO_WELLS


class TestTwoWells:
    def test_where_they_are(self):
        deep, shallow = TWO_WELLS.minima
        assert deep.is_global
        assert not shallow.is_global
        np.testing.assert_allclose(deep.x, [-0.9363, 0], atol=5e-5)
        np.testing.assert_allclose(shallow.x, [0.9053, 0], atol=5e-5)
        assert (deep.value, shallow.value) == (
            pytest.approx(-2.0631, abs=5e-5),
            pytest.approx(-1.0927, abs=5e-5),
        )

    def test_the_pass_between_them(self):
        (between,) = [p for p in stationary_points(TWO_WELLS) if p.kind == "saddle"]
        np.testing.assert_allclose(between.x, [0.0686, 0], atol=5e-5)

    def test_the_bowl_has_no_minimum_of_its_own(self):
        np.testing.assert_array_less(np.linalg.eigvalsh(TWO_WELLS.hessian([0, 0]))[0], 0)


class TestMonkeySaddle:
    def test_three_ways_down_and_three_up(self):
        angle = np.linspace(0, 2 * np.pi, 721)[:-1]
        ring = np.column_stack([np.cos(angle), np.sin(angle)])
        up = MONKEY_SADDLE.value(ring) > 1e-9
        assert np.count_nonzero(up & ~np.roll(up, 1)) == 3
        np.testing.assert_allclose(MONKEY_SADDLE.value(ring), np.cos(3 * angle), atol=1e-14)

    def test_there_is_no_curvature_at_the_pass(self):
        np.testing.assert_array_equal(MONKEY_SADDLE.hessian([0, 0]), 0)


def clipped(learning_rate: float, longest: float) -> Optimizer:
    """Gradient descent with gradients no longer than `longest`."""

    def update(gradient, state, x):
        length = np.linalg.norm(gradient, axis=-1, keepdims=True)
        return -learning_rate * gradient * np.minimum(1, longest / np.maximum(length, 1e-300)), 0

    return Optimizer(lambda x: 0, update)


class TestPlateauAndCliff:
    RATE, LONGEST, STEPS = 0.3, 1.0, 50  # one rate for all
    left, right = (float(corner[0]) for corner in PLATEAU_AND_CLIFF.domain)
    valley = PLATEAU_AND_CLIFF.minima[0]

    def walk(self, rule, start):
        return descend(PLATEAU_AND_CLIFF, rule, [start], self.STEPS)

    def test_on_the_plateau_it_barely_moves(self):
        walk = self.walk(gradient_descent(self.RATE), self.left)
        assert 0 < walk.x[-1, 0] - walk.x[0, 0] < 0.05
        assert walk.outcome == "moving"

    def test_from_the_slope_it_settles_in_the_valley(self):
        walk = self.walk(gradient_descent(self.RATE), -1.0)
        assert walk.outcome == "converged"
        np.testing.assert_allclose(walk.x[-1], self.valley.x, atol=1e-6)

    def test_from_the_cliff_it_flies_off_for_good(self):
        walk = self.walk(gradient_descent(self.RATE), self.right)
        width = self.right - self.left
        assert walk.x[1, 0] < self.left - width
        assert (np.abs(walk.x[2:] - walk.x[1]) < 1e-9).all()
        assert walk.outcome == "moving"

    def test_clipped_it_walks_down_the_cliff(self):
        walk = self.walk(clipped(self.RATE, self.LONGEST), self.right)
        assert np.abs(np.diff(walk.x[:, 0])).max() <= self.RATE * self.LONGEST * (1 + 1e-12)
        assert (np.diff(walk.loss) <= 1e-15).all()
        assert walk.outcome == "converged"
        np.testing.assert_allclose(walk.x[-1], self.valley.x, atol=1e-6)

    @pytest.mark.parametrize(("share", "outcome"), [(0.99, "converged"), (1.01, "moving")])
    def test_the_limit_in_the_valley(self, share, outcome):
        limit = 2 / PLATEAU_AND_CLIFF.hessian(self.valley.x)[0, 0]
        assert limit == pytest.approx(0.665, abs=5e-4)
        start = self.valley.x + 1e-3
        walk = descend(PLATEAU_AND_CLIFF, gradient_descent(share * limit), start, 2000)
        assert walk.outcome == outcome

    def test_the_slope_keeps_its_digits_far_out_on_the_plateau(self):
        x = np.array([[-400.0], [-40.0], [-12.0]])
        fading = -8 * np.exp(2 * x)  # what is left of −2 sech² x and 8 e^(8(x − 2))
        np.testing.assert_allclose(PLATEAU_AND_CLIFF.gradient(x), fading, rtol=1e-9)


@pytest.mark.parametrize("loss", [TWO_WELLS, PLATEAU_AND_CLIFF], ids=lambda loss: loss.name)
@pytest.mark.parametrize("away", [1e2, 1e5, 1e160, 1e300])
def test_exponentials_far_away_are_no_nan(loss, away):
    x = away * np.array([[1.0], [-1.0]]) * np.ones(loss.dimension)
    with np.errstate(over="ignore"):
        for function in (loss.value, loss.gradient, loss.hessian):
            assert not np.isnan(function(x)).any()
