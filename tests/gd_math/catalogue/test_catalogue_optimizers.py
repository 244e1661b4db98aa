"""The figures of the clips about how a walker steps: scenes 9, 14 and 16."""

import math
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from gd_math import (
    adagrad,
    adam,
    descend,
    gradient_descent,
    heavy_ball,
    minimum_reached,
    momentum,
    nesterov,
    rmsprop,
    stationary_points,
)
from gd_math.losses import RAVINE, ROSENBROCK, SADDLE, TWO_WELLS, quadratic, styblinski_tang
from gd_math.optimizers.plain import MomentumState

SIX = {
    "gradient descent": gradient_descent,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}


class TestStepByStep:
    """L(w) = (w⁴ − 16w² + 5w)/2 from w₀ = 1 with α = 0.05: step, step, too far, and back."""

    LOSS, RATE, EPOCHS = styblinski_tang(1), 0.05, 14
    WALK = descend(LOSS, gradient_descent(RATE), [1.0], EPOCHS)
    BOTTOM = float(LOSS.minima[1].x[0])

    def test_the_table(self):
        with mpmath.workdps(40):
            w = mpf(1)
            for epoch in range(self.EPOCHS):
                slope = 2 * w**3 - 16 * w + mpf(5) / 2
                assert self.WALK.x[epoch, 0] == pytest.approx(float(w), rel=1e-13)
                assert self.WALK.gradient[epoch, 0] == pytest.approx(float(slope), abs=1e-13)
                w -= slope / 20
        assert self.WALK.x[-1, 0] == pytest.approx(float(w), rel=1e-13)

    def test_every_step_is_the_learning_rate_times_the_slope(self):
        step = np.diff(self.WALK.x[:, 0])
        np.testing.assert_allclose(step, -self.RATE * self.WALK.gradient[:-1, 0], atol=1e-15)

    def test_step_step_too_far_and_back(self):
        side = np.sign(self.WALK.x[:, 0] - self.BOTTOM)
        np.testing.assert_array_equal(side[:5], [-1, -1, -1, 1, -1])
        np.testing.assert_array_equal(np.sign(np.diff(self.WALK.x[:4, 0])), 1)
        assert (np.diff(self.WALK.loss) < 0).all()  # even the step too far ends lower

    def test_from_there_the_guesses_zigzag_and_the_steps_shrink_by_themselves(self):
        step = np.diff(self.WALK.x[:, 0])[2:]
        shrink = step[1:] / step[:-1]
        assert (shrink < 0).all()
        assert (shrink > -1).all()
        curvature = 6 * self.BOTTOM**2 - 16
        assert shrink[-1] == pytest.approx(1 - self.RATE * curvature, abs=1e-4)
        assert self.WALK.outcome == "converged"

    @pytest.mark.parametrize(("curvature", "factor"), [(10, 0.5), (30, -0.5)])
    def test_on_a_parabola_each_step_is_half_the_one_before(self, curvature, factor):
        walk = descend(quadratic([[curvature]]), gradient_descent(self.RATE), [1.0], 12)
        np.testing.assert_allclose(walk.x[:, 0], factor ** np.arange(13), rtol=1e-13)


def radius(rate, beta):
    """How much a step of momentum shrinks the worst direction of the ravine in the long run."""
    rule = momentum(rate, beta)
    worst = 0.0
    for curvature in (5.0, 1.0):
        columns = []
        for x, velocity in ((1.0, 0.0), (0.0, 1.0)):
            state = MomentumState(np.array([velocity]))
            step, after = rule.update(np.array([curvature * x]), state, np.array([x]))
            columns.append([x + step[0], after.velocity[0]])
        worst = max(worst, np.abs(np.linalg.eigvals(np.transpose(columns))).max())
    return worst


class TestRaceOnTheRavine:
    START = (2.0, 2.5)
    BEST = heavy_ball(RAVINE.hessian([0.0, 0.0]))

    def steps_to(self, share, rule):
        walk = descend(RAVINE, rule, self.START, 100)
        distance = np.linalg.norm(walk.x, axis=-1)
        return int(np.argmax(distance < share * distance[0]))

    def test_the_heavy_ball_by_the_golden_ratio(self):
        golden = (1 + math.sqrt(5)) / 2
        assert self.BEST.learning_rate == pytest.approx(golden**-2, rel=1e-12)
        assert self.BEST.beta == pytest.approx(golden**-4, rel=1e-12)
        assert (round(self.BEST.learning_rate, 3), round(self.BEST.beta, 3)) == (0.382, 0.146)

    def test_no_other_tuning_contracts_faster(self):
        rates, betas = np.linspace(0.02, 0.78, 20), np.linspace(0, 0.95, 20)
        grid = np.array([[radius(rate, beta) for beta in betas] for rate in rates])
        # At the optimum two eigenvalues meet, so that they are known to half the digits.
        assert radius(*self.BEST) == pytest.approx(self.BEST.contraction, abs=1e-6)
        assert (grid > self.BEST.contraction).all()
        i, j = np.unravel_index(np.argmin(grid), grid.shape)
        assert rates[i] == pytest.approx(self.BEST.learning_rate, abs=rates[1] - rates[0])
        assert betas[j] == pytest.approx(self.BEST.beta, abs=betas[1] - betas[0])

    def test_it_arrives_in_half_the_steps_of_the_best_plain_descent(self):
        # At α = 1/3 either direction shrinks by 2/3 a step.
        plain = self.steps_to(1e-6, gradient_descent(1 / 3))
        assert plain == math.ceil(math.log(1e-6) / math.log(2 / 3))
        assert self.steps_to(1e-6, momentum(*self.BEST)) <= math.ceil(plain / 2)

    @pytest.mark.parametrize("name", SIX)
    def test_each_arrives_with_a_rate_of_its_own(self, name):
        rate = {"adagrad": 1.0, "rmsprop": 0.05, "adam": 0.3}.get(name, 0.1)
        walk = descend(RAVINE, SIX[name](rate), self.START, 150)
        assert walk.loss[-1] < 1e-3 * walk.loss[0]


class TestRaceRoundASaddle:
    RATE, STEPS = 0.1, 20

    def walk(self, name, nudge=1e-3, steps=STEPS):
        return descend(SADDLE, SIX[name](self.RATE), [1.5, nudge], steps)

    def test_gradient_descent_is_still_at_the_pass(self):
        walk = self.walk("gradient descent")
        end = [1.5 * 0.8**self.STEPS, 1e-3 * 1.2**self.STEPS]
        np.testing.assert_allclose(walk.x[-1], end, rtol=1e-12)
        assert np.linalg.norm(walk.x[-1]) < 0.05
        slope = np.linalg.norm(walk.gradient, axis=-1)
        assert slope[-1] < 0.03 * slope[0]

    @pytest.mark.parametrize("name", sorted(set(SIX) - {"gradient descent"}))
    def test_the_others_have_left_it(self, name):
        walk = self.walk(name)
        assert walk.x[-1, 1] > 1
        assert walk.loss[-1] < -0.5

    def leaves(self, name, nudge):
        """Return the first step at which the walk is 1 off the line that leads to the pass."""
        return int(np.argmax(self.walk(name, nudge, 110).x[:, 1] > 1))

    def test_gradient_descent_waits_the_longer_the_smaller_the_nudge(self):
        for nudge in (1e-2, 1e-4, 1e-6, 1e-8):
            steps = math.ceil(math.log(1 / nudge) / math.log(1.2))
            assert self.leaves("gradient descent", nudge) == steps

    @pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
    def test_what_divides_by_the_usual_slope_does_not_care(self, name):
        steps = [self.leaves(name, nudge) for nudge in (1e-2, 1e-4, 1e-6)]
        assert 0 < min(steps) <= max(steps) <= min(steps) + 1


class TestRaceOverRosenbrock:
    START = (-1.2, 1.0)
    TUNINGS = (
        (1e-3, 1e-3, 1e-3, 0.5, 0.02, 0.1),  # learning rates in the order of SIX
        (1.8e-3, 5e-5, 1e-4, 0.5, 0.012, 0.03),
    )

    @pytest.fixture(scope="class")
    @classmethod
    def ends(cls):
        """Losses after 200 steps, (tuning, optimizer, start), from START and beside it."""
        starts = np.add(cls.START, [[0.0, 0.0], [-0.01, 0.0], [0.01, 0.0]])
        return np.array(
            [
                [
                    descend(ROSENBROCK, make(rate), starts, 200).loss[-1]
                    for make, rate in zip(SIX.values(), rates, strict=True)
                ]
                for rates in cls.TUNINGS
            ]
        )

    def test_all_six_get_lower(self, ends):
        first = (1 + 1.2) ** 2 + 100 * (1 - 1.2**2) ** 2
        assert ROSENBROCK.value(self.START) == pytest.approx(first)
        assert (ends < first / 5).all()

    def test_another_tuning_turns_the_whole_ranking_round(self, ends):
        one, other = np.argsort(ends, axis=1)
        np.testing.assert_array_equal(one, other[::-1])
        best = [list(SIX)[i] for i in one[0]], [list(SIX)[i] for i in other[0]]
        assert best == (["momentum"] * 3, ["gradient descent"] * 3)


class TestMomentumInTheRavine:
    START = (2.0, 2.5)

    def test_the_velocity_is_the_fading_sum_of_the_slopes(self):
        walk = descend(RAVINE, momentum(0.1, 0.7), self.START, 30)
        for k in (1, 2, 7, 30):
            fading = 0.7 ** np.arange(k - 1, -1, -1)
            velocity = walk.state["velocity"][k]
            np.testing.assert_allclose(velocity, fading @ walk.gradient[:k], rtol=1e-12)
            np.testing.assert_allclose(walk.x[k] - walk.x[k - 1], -0.1 * velocity, atol=1e-14)

    def test_what_zigzags_cancels_and_what_persists_adds_up(self):
        # Slopes ±1 across in turn and 1 along add up to 1/(1 + β) and 1/(1 − β).
        rule = momentum(0.1, 0.9)
        state = rule.init(np.zeros(2))
        for k in range(200):
            _, state = rule.update(np.array([(-1.0) ** k, 1.0]), state, np.zeros(2))
        np.testing.assert_allclose(np.abs(state.velocity), [1 / 1.9, 1 / 0.1], rtol=1e-8)

    def test_the_same_learning_rate_zigzags_far_less(self):
        across = {}
        for beta in (0.0, 0.146):
            walk = descend(RAVINE, momentum(0.38, beta), self.START, 60)
            across[beta] = np.abs(np.diff(walk.x[:, 0])).sum()
            assert walk.outcome == "converged"
        # Without memory x goes to −0.9x in each step.
        assert across[0.0] == pytest.approx(2 * 1.9 * (1 - 0.9**60) / (1 - 0.9), rel=1e-12)
        assert across[0.146] < 0.3 * across[0.0]

    def test_in_a_narrower_one_it_also_comes_farther_along(self):
        narrow = quadratic(np.diag([50.0, 1.0]))
        plain, heavy = (
            descend(narrow, momentum(0.038, beta), [1.0, 2.8], 30) for beta in (0.0, 0.7)
        )
        np.testing.assert_allclose(plain.x[-1], [0.9**30, 2.8 * 0.962**30], rtol=1e-12)
        assert (np.abs(heavy.x[-1]) < 0.1 * plain.x[-1]).all()


class TestMomentumThroughADip:
    """Plain descent stays in the small dip; with β = 0.9 the ball rolls into the deeper valley."""

    CASES = pytest.mark.parametrize(
        ("loss", "start", "rate"),
        [(TWO_WELLS, (1.9, 0.5), 0.01), (styblinski_tang(1), (4.5,), 0.005)],
        ids=["two wells", "one weight"],
    )
    STEPS = 200

    def ends(self, loss, starts, rate, beta):
        walk = descend(loss, momentum(rate, beta), starts, self.STEPS)
        assert set(walk.outcome) == {"converged"}
        return [loss.minima[i] for i in minimum_reached(loss, walk.x[-1])]

    def around(self, start):
        """The start, and starts a little to every side of it."""
        aside = 0.03 * np.eye(len(start))
        return np.concatenate([[start], start + aside, start - aside])

    @CASES
    def test_only_with_enough_memory_it_gets_there(self, loss, start, rate):
        for beta, there in ((0.0, False), (0.8, False), (0.9, True)):
            for end in self.ends(loss, self.around(start), rate, beta):
                assert end.is_global == there

    @CASES
    def test_the_start_is_higher_than_the_pass_and_the_dip_is_on_the_way(self, loss, start, rate):
        (deep,) = (minimum for minimum in loss.minima if minimum.is_global)
        (dip,) = (minimum for minimum in loss.minima if not minimum.is_global)
        (between,) = (p for p in stationary_points(loss) if p.kind != "minimum")
        assert deep.value < dip.value < between.value < loss.value(start)
        assert deep.x[0] < between.x[0] < dip.x[0] < start[0]

    @CASES
    def test_the_walk_number_by_number(self, loss, start, rate):
        with mpmath.workdps(30):
            x = [mpf(number) for number in start]
            velocity = [mpf(0)] * len(x)
            path = [x]
            for _ in range(self.STEPS):
                slope = SLOPES[loss.name](*x)
                velocity = [mpf("0.9") * v + g for v, g in zip(velocity, slope, strict=True)]
                x = [at - mpf(str(rate)) * v for at, v in zip(x, velocity, strict=True)]
                path.append(x)
        walk = descend(loss, momentum(rate, 0.9), start, self.STEPS)
        np.testing.assert_allclose(walk.x, np.array(path, dtype=float), atol=1e-9)
        over = [before[0] > 0 > after[0] for before, after in pairwise(path)]
        back = [before[0] < 0 < after[0] for before, after in pairwise(path)]
        assert (sum(over), sum(back)) == (1, 0)  # 0 lies just behind the pass


def two_wells_slope(x, y):
    deep = 30 * mpmath.exp(-5 * ((x + 1) ** 2 + y**2))
    dip = 20 * mpmath.exp(-5 * ((x - 1) ** 2 + y**2))
    return 2 * x + deep * (x + 1) + dip * (x - 1), 2 * y + (deep + dip) * y


SLOPES = {
    "two wells": two_wells_slope,
    "Styblinski–Tang": lambda x: (2 * x**3 - 16 * x + mpf("2.5"),),
}
