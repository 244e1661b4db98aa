import numpy as np
import pytest

from gd_math import descend, gradient_descent, momentum
from gd_math.descent.stochastic import StochasticTrajectory, batches, stochastic_descent
from gd_math.losses import HILLS
from tests.gd_math.descent.posts import CENTERS, LOSS

RATE = gradient_descent(0.1)


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
