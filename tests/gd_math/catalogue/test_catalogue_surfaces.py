"""The figures of the clips about the ground that is walked on: scenes 8, 17, 19 and 20."""

import math

import numpy as np
import pytest

from gd_math import (
    basins_of_attraction,
    clip_by_norm,
    descend,
    from_formula,
    gradient_descent,
    gradient_field,
    grid,
    heavy_ball,
    minimum_reached,
    momentum,
    noisy_descent,
    random_starts,
    restrict,
    sign_patterns,
    stability_limit,
    stationary_points,
    valley_share,
)
from gd_math.losses import HILLS, PLATEAU_AND_CLIFF, SADDLE, styblinski_tang
from gd_math.network import MAJORITY
from tests.gd_math.optimizers.every_optimizer import MAKERS


class TestGradientVector:
    POINT = np.array([1.0, 0.5])
    H = 1e-5  # of a central difference

    def test_partial_derivatives_are_the_slopes_of_slices(self):
        x, y = self.POINT
        slopes = []
        for axis, curve in (
            ([1, 0], lambda t: math.sin(x + t) * math.sin(y)),
            ([0, 1], lambda t: math.sin(x) * math.sin(y + t)),
        ):
            cut = restrict(HILLS, self.POINT, [axis])
            for t in (-1.0, 0.0, 0.5):
                assert cut.value([t]) == pytest.approx(curve(t), abs=1e-15)
            (slope,) = cut.gradient([0.0])
            assert slope == pytest.approx((curve(self.H) - curve(-self.H)) / (2 * self.H), rel=1e-8)
            slopes.append(slope)
        np.testing.assert_allclose(HILLS.gradient(self.POINT), slopes, rtol=1e-15)

    def slope_towards(self, angle):
        direction = [math.cos(angle), math.sin(angle)]
        return float(restrict(HILLS, self.POINT, [direction], minima=()).gradient([0.0])[0])

    def test_no_direction_is_steeper_than_the_gradient(self):
        gradient = HILLS.gradient(self.POINT)
        length, way = np.linalg.norm(gradient), math.atan2(gradient[1], gradient[0])
        angles = way + np.radians(np.arange(-180, 180, 5))
        slopes = np.array([self.slope_towards(angle) for angle in angles])
        np.testing.assert_allclose(slopes, length * np.cos(angles - way), atol=1e-14)
        assert np.argmax(slopes) == 36  # its own
        assert np.argmin(slopes) == 0  # straight back is the way down
        assert self.slope_towards(way + math.pi / 2) == pytest.approx(0, abs=1e-15)  # level

    def test_a_short_step_rises_most_along_it(self):
        angles = np.radians(np.arange(0.5, 360))
        ring = self.POINT + 1e-3 * np.column_stack([np.cos(angles), np.sin(angles)])
        gradient = HILLS.gradient(self.POINT)
        highest = angles[np.argmax(HILLS.value(ring))]
        assert highest == pytest.approx(math.atan2(gradient[1], gradient[0]), abs=math.radians(1))

    @pytest.mark.parametrize(
        ("loss", "at"),
        [(styblinski_tang(10), np.linspace(-3, 3, 10)), (MAJORITY.loss, MAJORITY.start)],
        ids=["ten weights", "a network"],
    )
    def test_of_n_weights_it_has_n_entries_and_is_the_steepest_way_still(self, loss, at):
        gradient = loss.gradient(at)
        assert gradient.shape == at.shape == (10,)
        unit = np.eye(10)
        slopes = [
            (loss.value(at + self.H * e) - loss.value(at - self.H * e)) / (2 * self.H) for e in unit
        ]
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-8)
        along = [restrict(loss, at, [e], minima=()).gradient([0.0])[0] for e in unit]
        np.testing.assert_allclose(gradient, along, rtol=1e-12)
        length = np.linalg.norm(gradient)
        towards = np.random.default_rng(0).normal(size=(5000, 10))
        towards /= np.linalg.norm(towards, axis=-1, keepdims=True)
        assert (np.abs(towards @ gradient) < length).all()
        step = 1e-4
        rise = loss.value(at + step * towards) - loss.value(at)
        assert rise.max() < loss.value(at + step * gradient / length) - loss.value(at)


class TestPlateauAndCliff:
    RATE, STEPS, LONGEST = 0.3, 50, 1.0
    LEFT, RIGHT = -4.0, 2.25

    def walk(self, start, rule):
        return descend(PLATEAU_AND_CLIFF, rule, [start], self.STEPS)

    def test_on_the_plateau_the_point_barely_moves(self):
        walk = self.walk(self.LEFT, gradient_descent(self.RATE))
        # The slope there is −8e^(2x) but for less than a thousandth.
        x = self.LEFT
        for _ in range(self.STEPS):
            x += self.RATE * 8 * math.exp(2 * x)
        moved = walk.x[-1, 0] - self.LEFT
        assert moved == pytest.approx(x - self.LEFT, rel=1e-3)
        assert moved < 0.01 * (self.RIGHT - self.LEFT)
        assert walk.loss[0] - walk.loss[-1] < 1e-4 * walk.loss[0]

    def test_from_the_cliff_it_flies_and_stays_out_there(self):
        walk = self.walk(self.RIGHT, gradient_descent(self.RATE))
        slope = -2 / math.cosh(self.RIGHT) ** 2 + 8 * math.exp(8 * (self.RIGHT - 2))
        assert walk.x[1, 0] == pytest.approx(self.RIGHT - self.RATE * slope, rel=1e-12)
        flight = self.RIGHT - walk.x[1, 0]
        assert flight > 2.5 * (self.RIGHT - self.LEFT)
        assert np.abs(walk.x[2:] - walk.x[1]).max() < 1e-9
        assert walk.outcome == "moving"

    def test_clipped_it_comes_down_step_by_step(self):
        walk = self.walk(self.RIGHT, clip_by_norm(gradient_descent(self.RATE), self.LONGEST))
        step = np.diff(walk.x[:, 0])
        assert step[0] == pytest.approx(-self.RATE * self.LONGEST, rel=1e-12)
        assert np.abs(step).max() <= self.RATE * self.LONGEST * (1 + 1e-12)
        assert walk.outcome == "converged"
        end = walk.x[-1, 0]
        assert 2 / math.cosh(end) ** 2 == pytest.approx(8 * math.exp(8 * (end - 2)), rel=1e-6)

    def test_clipping_is_no_help_on_the_plateau(self):
        plain = self.walk(self.LEFT, gradient_descent(self.RATE))
        clipped = self.walk(self.LEFT, clip_by_norm(gradient_descent(self.RATE), self.LONGEST))
        np.testing.assert_array_equal(clipped.x, plain.x)


def check_the_pass(loss, start):
    """The walk from the start stops on the pass at the origin, and leaves it when nudged."""
    rule = gradient_descent(0.1)
    walk = descend(loss, rule, start, 200)
    assert walk.outcome == "converged"
    np.testing.assert_allclose(walk.x[-1], 0, atol=1e-8)
    np.testing.assert_allclose(walk.gradient[-1], 0, atol=1e-8)
    (here,) = [point for point in stationary_points(loss) if np.abs(point.x).max() < 1e-9]
    assert here.kind == "saddle"
    assert minimum_reached(loss, walk.x[-1]) == -1  # in no valley
    low, high = np.linalg.eigvalsh(loss.hessian(walk.x[-1]))
    assert low < 0 < high
    nudged = descend(loss, rule, walk.x[-1] + [1e-6, -1e-6], 200)
    assert np.linalg.norm(nudged.x[-1]) > 1
    assert nudged.loss[-1] < walk.loss[-1] - 0.9


class TestTheBallOnThePass:
    RATE = 0.1
    RULE = gradient_descent(RATE)

    @pytest.mark.parametrize(
        ("loss", "start"), [(HILLS, [1.0, 1.0]), (SADDLE, [1.5, 0.0])], ids=["hills", "saddle"]
    )
    def test_on_the_line_that_leads_there_it_stops_and_a_nudge_sends_it_off(self, loss, start):
        check_the_pass(loss, start)

    def test_on_the_hills_the_nudge_chooses_the_valley(self):
        pi = np.pi
        for sign in (1, -1):
            walk = descend(HILLS, self.RULE, [sign * 1e-6, -sign * 1e-6], 250)
            np.testing.assert_allclose(walk.x[-1], [sign * pi / 2, -sign * pi / 2], atol=1e-3)
            assert walk.outcome == "converged"

    def test_how_long_it_hesitates(self):
        for digits in (2, 4, 8):
            walk = descend(SADDLE, self.RULE, [1.5, 10.0**-digits], 200)
            steps = math.ceil(digits * math.log(10) / math.log(1 + 2 * self.RATE))
            assert np.argmax(np.abs(walk.x[:, 1]) > 1) == steps

    @pytest.mark.parametrize("seed", range(5))
    def test_noise_is_a_nudge(self, seed):
        rng = np.random.default_rng(seed)
        walk = noisy_descent(HILLS, self.RULE, np.tile([1.0, 1.0], (20, 1)), 300, 1e-3, rng)
        assert (walk.loss[-1] < -0.99).all()


class TestPassesOutnumberValleys:
    DIMENSIONS = range(1, 11)

    def test_in_the_plane_a_valley_is_a_cone_in_a_ball(self):
        # [[a + b, c], [c, a − b]] has positive eigenvalues where a > √(b² + c²), and a, b and c
        # are alike and independent: a cone that opens by 45° to each side.
        assert valley_share(2) == pytest.approx((1 - math.cos(math.pi / 4)) / 2, rel=1e-12)
        a, b, c = np.random.default_rng(0).normal(size=(3, 100_000))
        share = np.mean(a > np.hypot(b, c))
        assert valley_share(2) == pytest.approx(share, abs=4 * math.sqrt(0.15 * 0.85 / 100_000))

    def test_the_share_of_valleys_falls_ever_more_steeply(self):
        shares = np.array([valley_share(d) for d in self.DIMENSIONS])
        falls = shares[1:] / shares[:-1]
        assert shares[0] == pytest.approx(0.5)
        assert falls[0] < 0.3
        assert (np.diff(falls) < 0).all()
        assert shares[4] < 1 / 5000
        assert shares[9] < 1e-13

    @pytest.mark.parametrize("dimension", [1, 2, 3, 4, 5])
    def test_random_curvatures_agree(self, dimension):
        n = 10_000
        shares = sign_patterns(dimension, n, seed=dimension)
        valley = valley_share(dimension)
        deviation = math.sqrt(valley * (1 - valley) / n)
        for end in (shares[0], shares[-1]):
            assert end == pytest.approx(valley, abs=4 * deviation)
        passes = 1 - shares[0] - shares[-1]
        assert passes == pytest.approx(1 - 2 * valley, abs=8 * deviation)

    def test_in_ten_dimensions_only_passes_are_ever_met(self):
        shares = sign_patterns(10, 1000, seed=0)
        assert shares[0] == shares[-1] == 0
        assert shares[4:7].sum() > 0.95  # as many up as down, or nearly

    @pytest.mark.parametrize("d", [1, 2, 3])
    def test_a_landscape_whose_passes_can_be_counted(self, d):
        # Each coordinate has two valleys and one hilltop, so 3^d points have each 2^d valleys.
        kinds = [point.kind for point in stationary_points(styblinski_tang(d))]
        numbers = [kinds.count(kind) for kind in ("minimum", "saddle", "maximum")]
        assert numbers == [2**d, 3**d - 2**d - 1, 1]


@pytest.fixture(scope="module")
def typed():
    return from_formula("x**4 - 3*x**2 + y**2")


class TestYourFunction:
    SIDE = math.sqrt(1.5)

    def test_two_valleys_and_a_pass(self, typed):
        for minimum, x in zip(typed.minima, (-self.SIDE, self.SIDE), strict=True):
            np.testing.assert_allclose(minimum.x, [x, 0], atol=1e-9)
            assert minimum.value == pytest.approx(-9 / 4, rel=1e-14)
            assert minimum.is_global
        left, right, middle = stationary_points(typed)
        assert (left.kind, right.kind, middle.kind) == ("minimum", "minimum", "saddle")
        np.testing.assert_allclose(middle.x, 0, atol=1e-12)
        assert middle.value == pytest.approx(0, abs=1e-20)

    def test_a_ball_on_its_pass(self, typed):
        check_the_pass(typed, [0.0, 1.5])

    def test_the_landscape_and_the_field(self, typed):
        lower, upper = typed.domain
        assert (lower < -self.SIDE).all()
        assert (upper > self.SIDE).all()
        points, arrows = gradient_field(typed, lower, upper, (15, 11))
        x, y = np.moveaxis(points, -1, 0)
        np.testing.assert_allclose(typed.value(points), x**4 - 3 * x**2 + y**2, atol=1e-13)
        np.testing.assert_allclose(arrows, np.stack([4 * x**3 - 6 * x, 2 * y], -1), atol=1e-13)

    def test_the_pass_line_parts_the_basins(self, typed):
        starts = grid(*typed.domain, (12, 9))
        ends = basins_of_attraction(typed, gradient_descent(0.03), starts, 300)
        np.testing.assert_array_equal(ends, (starts[..., 0] > 0).astype(int))

    def test_its_speed_limit(self, typed):
        # At the minima the Hessian is diag(12·3/2 − 6, 2) = diag(12, 2).
        hessian = typed.hessian(typed.minima[1].x)
        np.testing.assert_allclose(hessian, np.diag([12, 2]), atol=1e-8)
        assert stability_limit(hessian) == pytest.approx(1 / 6)
        start = [self.SIDE + 1e-3, 1e-3]
        for share, outcome in ((0.98, "converged"), (1.02, "moving")):
            rule = gradient_descent(share * stability_limit(hessian))
            assert descend(typed, rule, start, 400).outcome == outcome
        walk = descend(typed, momentum(*heavy_ball(hessian)), start, 60)
        np.testing.assert_allclose(walk.x[-1], [self.SIDE, 0], atol=1e-9)

    @pytest.mark.parametrize("name", MAKERS)
    def test_everything_that_descends_works_on_it(self, typed, name):
        rate = {"adagrad": 0.5}.get(name, 0.02)
        starts = random_starts(typed, 12, seed=4)
        walk = descend(typed, MAKERS[name](rate), starts, 200)
        assert (walk.loss[0] > -2).any()
        np.testing.assert_allclose(walk.loss[-1], -9 / 4, atol=0.001)
        np.testing.assert_array_less(-1, minimum_reached(typed, walk.x[-1]))
