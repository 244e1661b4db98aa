import numpy as np
import pytest

from gd_math import (
    EmpiricalLoss,
    Minimum,
    basin,
    descend,
    gradient_descent,
    momentum,
)
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from gd_math.stochastic import (
    StochasticTrajectory,
    batches,
    noise_ball,
    noisy_descent,
    stochastic_descent,
)

RATE = gradient_descent(0.1)


def posts(n, seed=0):
    """Make the loss that is the mean of |x − cᵢ|²/2 over n posts cᵢ in the plane."""
    centers = np.random.default_rng(seed).normal(size=(n, 2))
    middle = centers.mean(axis=0)

    def batch_value(x, batch):
        return ((x[..., np.newaxis, :] - centers[batch]) ** 2).sum(axis=-1).mean(axis=-1) / 2

    def batch_gradient(x, batch):
        return x - centers[batch].mean(axis=-2)

    def value(x):
        return batch_value(x, np.arange(n))

    return EmpiricalLoss(
        name="posts",
        value=value,
        gradient=lambda x: x - middle,
        hessian=lambda x: np.broadcast_to(np.eye(2), (*x.shape, 2)),
        domain=([-3.0, -3.0], [3.0, 3.0]),
        minima=(Minimum(middle, float(value(middle)), is_global=True),),
        formula="f",
        samples=n,
        batch_value=batch_value,
        batch_gradient=batch_gradient,
    ), centers


LOSS, CENTERS = posts(12)


class TestEmpiricalLoss:
    def test_with_every_sample_once_it_is_the_loss(self):
        x = np.random.default_rng(1).normal(size=(4, 5, 2))
        everyone = np.random.default_rng(2).permutation(12)
        np.testing.assert_allclose(LOSS.batch_value(x, everyone), LOSS.value(x), rtol=1e-13)
        np.testing.assert_allclose(LOSS.batch_gradient(x, everyone), LOSS.gradient(x), atol=1e-14)

    @pytest.mark.parametrize("function", ["batch_value", "batch_gradient"])
    @pytest.mark.parametrize(
        ("x", "batch", "message"),
        [
            ([1.0], [0], r"x of posts must have shape \(\.\.\., 2\)"),
            ([1.0, np.inf], [0], "x of posts must be finite"),
            ([1.0, 2.0], [12], "batch must be sample numbers from 0 to 11, got 12 to 12"),
            ([1.0, 2.0], [3, -1], "batch must be sample numbers from 0 to 11, got -1 to 3"),
            ([1.0, 2.0], 3, "batch must be whole numbers of shape"),
            ([1.0, 2.0], [], "batch must be whole numbers of shape"),
            ([1.0, 2.0], [0.5], "batch must be whole numbers of shape"),
            ([[1.0, 2.0]], [[0], [1]], r"batch must have shape \(b,\) or \(1, b\) .* got \(2, 1\)"),
        ],
    )
    def test_it_looks_at_points_and_batch(self, function, x, batch, message):
        with pytest.raises(ValueError, match=message):
            getattr(LOSS, function)(x, batch)


class TestBatches:
    @pytest.mark.parametrize(("size", "sizes"), [(3, [3, 3, 3, 3]), (5, [5, 5, 2]), (12, [12])])
    def test_an_epoch_meets_each_sample_once(self, size, sizes):
        draws = batches(12, size, (4,), seed=3)
        for _ in range(3):
            epoch = [next(draws) for _ in sizes]
            assert [batch.shape for batch in epoch] == [(4, b) for b in sizes]
            everyone = np.sort(np.concatenate(epoch, axis=-1))
            np.testing.assert_array_equal(everyone, np.tile(np.arange(12), (4, 1)))

    def test_each_epoch_and_each_start_is_shuffled_anew(self):
        draws = batches(12, 12, (4,), seed=3)
        orders = np.concatenate([next(draws), next(draws)])
        assert len({tuple(order) for order in orders}) == 8

    def test_all_orders_are_equally_likely(self):
        orders = next(batches(3, 3, (6000,), seed=4))
        _, counts = np.unique(orders, axis=0, return_counts=True)
        assert len(counts) == 6
        assert ((counts - 1000) ** 2 / 1000).sum() < 20.5  # χ² of 5 degrees: exceeded in 1 of 1000

    def test_one_start_has_batches_without_a_further_axis(self):
        assert next(batches(12, 5, (), seed=0)).shape == (5,)

    @pytest.mark.parametrize(
        ("samples", "size", "message"),
        [
            (12, 13, "batch_size must be at most 12, the number of samples, got 13"),
            (12, 0, "batch_size must be a whole number of at least 1, got 0"),
            (12, 2.5, "batch_size must be a whole number"),
            (0, 1, "samples must be a whole number of at least 1"),
        ],
    )
    def test_unsuitable_sizes_are_refused_at_once(self, samples, size, message):
        with pytest.raises(ValueError, match=message):
            batches(samples, size, (), seed=0)


class TestStochasticDescent:
    @pytest.mark.parametrize("optimizer", [RATE, momentum(0.1)])
    @pytest.mark.parametrize("start", [[2.0, 1.0], [[2.0, 1.0], [-1.0, 0.5]]])
    def test_the_full_batch_is_plain_descent(self, optimizer, start):
        walk = stochastic_descent(LOSS, optimizer, start, 20, batch_size=12, seed=0)
        plain = descend(LOSS, optimizer, start, 20)
        for part in ("x", "loss", "gradient", "outcome"):
            np.testing.assert_array_equal(getattr(walk, part), getattr(plain, part))
        assert walk.state.keys() == plain.state.keys()
        for name, remembered in plain.state.items():
            np.testing.assert_array_equal(walk.state[name], remembered)
        np.testing.assert_array_equal(walk.estimate, plain.gradient[:-1])
        np.testing.assert_array_equal(walk.epochs, np.arange(21))

    def test_steps_follow_the_estimates_and_loss_and_gradient_are_the_true_ones(self):
        walk = stochastic_descent(LOSS, RATE, [[2.0, 1.0]] * 3, 30, batch_size=2, seed=1)
        np.testing.assert_allclose(np.diff(walk.x, axis=0), -0.1 * walk.estimate, atol=1e-14)
        np.testing.assert_array_equal(walk.loss, LOSS.value(walk.x))
        np.testing.assert_array_equal(walk.gradient, LOSS.gradient(walk.x))
        assert not np.allclose(walk.estimate, walk.gradient[:-1], atol=0.01)

    def test_single_samples_pull_towards_each_post_once_an_epoch(self):
        walk = stochastic_descent(LOSS, RATE, [2.0, 1.0], 24, batch_size=1, seed=2)
        pulled_to = walk.x[:-1] - walk.estimate
        for epoch in (pulled_to[:12], pulled_to[12:]):
            np.testing.assert_allclose(sorted(epoch.tolist()), sorted(CENTERS.tolist()), atol=1e-12)

    def test_each_start_draws_its_own(self):
        walk = stochastic_descent(LOSS, RATE, [[2.0, 1.0]] * 5, 1, batch_size=3, seed=3)
        assert len(np.unique(walk.x[1], axis=0)) == 5

    @pytest.mark.parametrize("size", [1, 4])
    def test_estimates_are_unbiased_with_the_variance_of_draws_without_replacement(self, size):
        n = 20_000
        walk = stochastic_descent(LOSS, RATE, np.zeros((n, 2)), 1, batch_size=size, seed=4)
        error = walk.estimate[0] - walk.gradient[0]
        variance = CENTERS.var(axis=0) / size * (12 - size) / 11
        np.testing.assert_array_less(np.abs(error.mean(axis=0)), 4 * np.sqrt(variance / n))
        np.testing.assert_allclose(error.var(axis=0), variance, rtol=4 * np.sqrt(2 / n))

    def test_evaluations_are_counted(self):
        walk = stochastic_descent(LOSS, RATE, [2.0, 1.0], 7, batch_size=5, seed=5)
        np.testing.assert_array_equal(walk.evaluations, [0, 5, 10, 12, 17, 22, 24, 29])
        np.testing.assert_allclose(walk.epochs, walk.evaluations / 12)

    def test_no_steps(self):
        walk = stochastic_descent(LOSS, RATE, [[2.0, 1.0]], 0, batch_size=5, seed=5)
        assert (walk.steps, walk.estimate.shape, walk.evaluations.tolist()) == (0, (0, 1, 2), [0])

    def test_the_seed_repeats_the_walk_and_a_generator_goes_on(self):
        def end(seed):
            return stochastic_descent(LOSS, RATE, [2.0, 1.0], 9, batch_size=1, seed=seed).x[-1]

        np.testing.assert_array_equal(end(6), end(6))
        assert not np.array_equal(end(6), end(7))
        generator = np.random.default_rng(6)
        np.testing.assert_array_equal(end(generator), end(6))
        assert not np.array_equal(end(generator), end(6))

    def test_paths_of_a_batch(self):
        walk = stochastic_descent(LOSS, momentum(0.1), [[2.0, 1.0]] * 3, 9, batch_size=1, seed=8)
        one = walk.path(-1)
        assert isinstance(one, StochasticTrajectory)
        np.testing.assert_array_equal(one.x, walk.x[:, 2])
        np.testing.assert_array_equal(one.estimate, walk.estimate[:, 2])
        np.testing.assert_array_equal(one.epochs, walk.epochs)
        assert one.outcome == walk.outcome[2]
        assert not one.estimate.flags.writeable

    def test_a_diverging_path_stops_and_follows_nothing_more(self):
        fast = gradient_descent(1e60)
        walk = stochastic_descent(LOSS, fast, [2.0, 1.0], 20, batch_size=1, seed=9)
        assert walk.outcome == "diverged"
        for part in (walk.x, walk.loss, walk.gradient, walk.estimate):
            assert np.isfinite(part).all()
        stopped = (np.diff(walk.x, axis=0) == 0).all(axis=-1)
        assert 0 < stopped.sum() < 20
        np.testing.assert_array_equal(walk.estimate[stopped], 0)
        assert (walk.estimate[~stopped] != 0).all()

    def test_it_needs_samples(self):
        with pytest.raises(ValueError, match="loss must be an EmpiricalLoss"):
            stochastic_descent(HILLS, RATE, [1.0, 1.0], 5, 1, seed=0)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"start": [1.0]}, "start must have shape"),
            ({"steps": -1}, "steps must be a whole number of at least 0"),
            ({"batch_size": 13}, "batch_size must be at most 12"),
            ({"batch_size": "3"}, "batch_size must be a whole number"),
            ({"seed": None}, "seed must be a whole number"),
        ],
    )
    def test_unsuitable_arguments(self, change, message):
        arguments = {"start": [1.0, 1.0], "steps": 5, "batch_size": 3, "seed": 0} | change
        with pytest.raises(ValueError, match=message):
            stochastic_descent(LOSS, RATE, **arguments)


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

    @pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf, "much"])
    def test_unsuitable_noise(self, noise):
        with pytest.raises(ValueError, match="noise must be"):
            noisy_descent(HILLS, RATE, [1.0, 1.0], 5, noise, seed=0)

    def test_noise_shakes_walkers_out_of_a_shallow_valley_into_a_deep_one(self):
        loss, starts = THREE_VALLEYS, np.full((300, 1), 0.3)
        # Hot at first; then the rate, and with it the noise, dies down so that all come to rest.
        cooling = gradient_descent(lambda step: 0.1 / (1 + step / 500))
        quiet = descend(loss, cooling, starts, 1500)
        shaken = noisy_descent(loss, cooling, starts, 1500, noise=2.5, seed=2)
        np.testing.assert_array_equal(basin(loss, quiet.x[-1]), 1)
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
