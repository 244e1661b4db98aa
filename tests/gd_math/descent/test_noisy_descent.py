import numpy as np
import pytest

from gd_math import descend, gradient_descent, minimum_reached, momentum
from gd_math.descent.gradient_noise import noise_ball
from gd_math.descent.stochastic import noisy_descent, stochastic_descent
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from tests.gd_math.descent.posts import CENTERS, LOSS

RATE = gradient_descent(0.1)


class TestNoisyDescent:
    def test_without_noise_it_is_plain_descent(self):
        starts = [[1.0, 2.0], [2.0, -1.0]]
        walk = noisy_descent(HILLS, momentum(0.1), starts, 30, noise=0, seed=0)
        plain = descend(HILLS, momentum(0.1), starts, 30)
        np.testing.assert_array_equal(walk.x, plain.x)
        np.testing.assert_array_equal(walk.outcome, plain.outcome)
        np.testing.assert_array_equal(walk.evaluations, np.arange(31))

    def test_noise_is_normal_with_that_deviation_and_independent(self):
        walk = noisy_descent(HILLS, RATE, np.zeros((5000, 2)), 2, noise=0.3, seed=1)
        noise = (walk.estimate - walk.gradient[:-1]).transpose(1, 0, 2).reshape(5000, 4) / 0.3
        np.testing.assert_allclose(np.cov(noise.T), np.eye(4), atol=4 * np.sqrt(2 / 5000))
        np.testing.assert_allclose(noise.mean(axis=0), 0, atol=4 / np.sqrt(5000))
        assert (noise**4).mean() == pytest.approx(3, abs=4 * np.sqrt(96 / 20_000))

    @pytest.mark.parametrize("noise", [-0.1, np.inf])
    def test_unsuitable_noise(self, noise):
        with pytest.raises(ValueError, match="noise must be"):
            noisy_descent(HILLS, RATE, [1.0, 1.0], 5, noise, seed=0)

    def test_noise_shakes_walkers_out_of_a_shallow_valley_into_a_deep_one(self):
        loss, starts = THREE_VALLEYS, np.full((300, 1), 0.3)
        # Hot at first; then the rate, and with it the noise, dies down so that all come to rest.
        cooling = gradient_descent(lambda step: 0.1 / (1 + step / 500))
        quiet = descend(loss, cooling, starts, 1500)
        shaken = noisy_descent(loss, cooling, starts, 1500, noise=2.5, seed=2)
        np.testing.assert_array_equal(minimum_reached(loss, quiet.x[-1]), 1)
        deep = np.abs(shaken.x[-1, :, 0]) > 1
        assert deep.mean() > 0.85
        assert shaken.loss[-1].mean() < quiet.loss[-1].mean() - 0.25
        assert {-1, 1} == set(np.sign(shaken.x[-1, deep, 0]))  # to either side


class TestNoiseBall:
    N = 2000
    SPREAD = 4 * np.sqrt(2 / N)  # four standard errors of a variance, relative

    @pytest.mark.parametrize("learning_rate", [0.1, 1.0, 1.9])
    def test_on_a_parabola_it_has_the_exact_variance(self, learning_rate):
        descent = gradient_descent(learning_rate)
        walk = noisy_descent(PARABOLA, descent, np.full((self.N, 1), 2.0), 150, 0.5, seed=0)
        exact = learning_rate**2 * 0.5**2 / (1 - (1 - learning_rate) ** 2)
        assert walk.x[-1].var() == pytest.approx(exact, rel=self.SPREAD)
        assert walk.x[-1].mean() == pytest.approx(0, abs=4 * np.sqrt(exact / self.N))
        assert noise_ball([[1.0]], learning_rate, 0.5) == pytest.approx(exact, rel=1e-14)

    def test_it_is_no_wider_for_being_entered_from_afar(self):
        ends = [
            noisy_descent(PARABOLA, RATE, np.full((self.N, 1), x), 200, 0.5, seed=0).x[-1]
            for x in (0.0, 3.0)
        ]
        assert ends[1].var() == pytest.approx(ends[0].var(), rel=1e-6)

    def test_in_a_turned_ravine_it_is_an_ellipse_along_the_valley(self, quadratic):
        turn = np.array([[0.8, -0.6], [0.6, 0.8]])
        hessian = turn @ np.diag([5.0, 1.0]) @ turn.T
        descent = gradient_descent(0.2)
        walk = noisy_descent(quadratic(hessian), descent, np.zeros((self.N, 2)), 120, 0.5, seed=3)
        covariance = noise_ball(hessian, 0.2, 0.5)
        seen = turn.T @ np.cov(walk.x[-1].T) @ turn
        exact = [0.2**2 * 0.5**2 / (1 - (1 - 0.2 * h) ** 2) for h in (5, 1)]
        np.testing.assert_allclose(turn.T @ covariance @ turn, np.diag(exact), atol=1e-15)
        np.testing.assert_allclose(np.diag(seen), exact, rtol=self.SPREAD)
        assert abs(seen[0, 1]) < 4 * np.sqrt(exact[0] * exact[1] / self.N)

    def test_it_shrinks_when_the_learning_rate_decays(self):
        starts = np.full((self.N, 2), 1.0)

        def spread(learning_rate):
            walk = noisy_descent(RAVINE, gradient_descent(learning_rate), starts, 400, 0.5, seed=4)
            return walk.x[-1].var(axis=0)

        fixed = spread(0.2)
        dropped = spread(lambda step: 0.2 if step < 100 else 0.02)
        fading = spread(lambda step: 0.2 / (1 + step / 20))
        hessian = np.diag([5.0, 1.0])
        np.testing.assert_allclose(fixed, np.diag(noise_ball(hessian, 0.2, 0.5)), rtol=self.SPREAD)
        np.testing.assert_allclose(
            dropped, np.diag(noise_ball(hessian, 0.02, 0.5)), rtol=self.SPREAD
        )
        assert (fading < 0.15 * fixed).all()

    def test_small_batches_of_data_have_one_too(self):
        # Single samples are drawn without replacement, so an epoch's noise adds up to zero: the
        # ball, seen at the end of an epoch, is smaller than that of independent draws.
        starts = np.zeros((self.N, 2))
        walk = stochastic_descent(LOSS, RATE, starts, 120, batch_size=1, seed=5)
        independent = np.diag(noise_ball(np.eye(2), 0.1, 1.0)) * CENTERS.var(axis=0)
        spread = walk.x[-1].var(axis=0)
        assert (spread < independent).all()
        # xₙ = Σ α(1−α)^(n−1−i) c_σ(i): exact for one shuffled epoch, repeated with fresh shuffles.
        weight = 0.1 * 0.9 ** np.arange(12)
        one_epoch = CENTERS.var(axis=0) * 12 / 11 * (weight**2).sum()
        one_epoch -= CENTERS.var(axis=0) / 11 * weight.sum() ** 2
        exact = one_epoch / (1 - 0.9**24)
        np.testing.assert_allclose(spread, exact, rtol=self.SPREAD)

    @pytest.mark.parametrize(
        ("hessian", "learning_rate", "noise", "message"),
        [
            ([[5.0]], 0.4, 1.0, "learning_rate must be below 0.4, where descent diverges, got 0.4"),
            ([[5.0]], -1.0, 1.0, "learning_rate must be a finite number above 0"),
            ([[5.0]], 0.1, -1.0, "noise must be at least 0"),
            ([[-5.0]], 0.1, 1.0, "hessian must be positive definite"),
            ([5.0], 0.1, 1.0, "hessian must have shape"),
        ],
    )
    def test_unsuitable_arguments(self, hessian, learning_rate, noise, message):
        with pytest.raises(ValueError, match=message):
            noise_ball(hessian, learning_rate, noise)
