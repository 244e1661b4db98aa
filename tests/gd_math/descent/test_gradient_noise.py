import numpy as np
import pytest

from gd_math import datasets, mean_squared_error, sample_gradients, sampling_ball
from gd_math.descent.gradient_noise import gradient_noise, noise_ball
from gd_math.losses import PARABOLA
from tests.gd_math.descent.posts import CENTERS, LOSS

LINE = mean_squared_error(datasets.line_data(2.0, 1.0, 0.5, 100, seed=32))
X, Y = (getattr(datasets.line_data(2.0, 1.0, 0.5, 100, seed=32), name) for name in "xy")


class TestSampleGradients:
    def test_of_a_line_each_is_twice_the_error_times_the_input(self):
        w, b = -1.0, 2.0
        error = w * X + b - Y
        exact = np.stack([2 * error * X, 2 * error], axis=-1)
        np.testing.assert_allclose(sample_gradients(LINE, (w, b)), exact, rtol=1e-12)

    def test_their_mean_is_the_gradient(self):
        each = sample_gradients(LOSS, (0.3, -0.7))
        assert each.shape == (12, 2)
        np.testing.assert_allclose(each.mean(axis=0), LOSS.gradient((0.3, -0.7)), atol=1e-14)

    @pytest.mark.parametrize(
        ("loss", "x", "message"),
        [
            (PARABOLA, [1.0], "loss must be an EmpiricalLoss, a mean over samples, got "),
            (LOSS, [[1.0, 2.0]], r"x must be one point of shape \(2,\), got \(1, 2\)"),
            (LOSS, [1.0, np.nan], "x"),
        ],
    )
    def test_unsuitable_arguments(self, loss, x, message):
        with pytest.raises(ValueError, match=message):
            sample_gradients(loss, x)


class TestGradientNoise:
    def test_of_posts_it_is_their_covariance_everywhere(self):
        exact = np.cov(CENTERS.T, bias=True)
        for x in ((0.0, 0.0), (3.0, -2.0)):
            np.testing.assert_allclose(gradient_noise(LOSS, x), exact, atol=1e-14)

    def test_a_batch_divides_it_by_its_size(self):
        one, five = (gradient_noise(LINE, (0.0, 0.0), size) for size in (1, 5))
        np.testing.assert_allclose(five, one / 5, rtol=1e-13)

    def test_a_batch_has_a_sample(self):
        with pytest.raises(ValueError, match="batch_size"):
            gradient_noise(LINE, (0.0, 0.0), 0)


class TestSamplingBall:
    def test_without_differences_of_curvature_it_is_the_noise_ball(self):
        exact = noise_ball(np.eye(2), 0.1, gradient_noise(LOSS, LOSS.minima[0].x))
        np.testing.assert_allclose(sampling_ball(LOSS, 0.1), exact, rtol=1e-12)

    def test_of_a_line_one_more_random_step_leaves_it_as_it_is(self):
        rate, best = 0.1, LINE.minima[0].x
        ball = sampling_ball(LINE, rate)
        curvature = 2 * np.array([[X * X, X], [X, np.ones_like(X)]]).transpose(2, 0, 1)
        kept = np.eye(2) - rate * curvature
        noise = gradient_noise(LINE, best)
        # E[(I − αAᵢ) Σ (I − αAᵢ)] + α²C, over the samples
        after = np.mean(kept @ ball @ kept, axis=0) + rate**2 * noise
        np.testing.assert_allclose(after, ball, rtol=1e-10, atol=1e-15)
        wider = ball - noise_ball(curvature.mean(axis=0), rate, noise)
        assert (np.linalg.eigvalsh(wider) > 0).all()

    def test_it_is_the_spread_of_descent_with_samples_drawn_at_random(self):
        rate, walkers = 0.1, 20_000
        draw = np.random.default_rng(4)
        lines = np.tile(LINE.minima[0].x, (walkers, 1))
        for _ in range(80):
            asked = draw.integers(len(X), size=walkers)
            error = lines[:, 0] * X[asked] + lines[:, 1] - Y[asked]
            lines -= rate * 2 * error[:, None] * np.stack([X[asked], np.ones(walkers)], axis=-1)
        np.testing.assert_allclose(
            np.cov(lines.T), sampling_ball(LINE, rate), rtol=0.05, atol=0.001
        )

    def test_larger_batches_and_smaller_rates_make_it_smaller(self):
        def size(*arguments):
            return np.trace(sampling_ball(LINE, *arguments))

        assert size(0.1, 10) < size(0.1, 1) / 8
        assert size(0.01) < size(0.1) / 10

    @pytest.mark.parametrize(
        ("rate", "message"), [(0.35, "noise grows without end"), (1.0, "diverges"), (0.0, "rate")]
    )
    def test_unsuitable_learning_rates(self, rate, message):
        with pytest.raises(ValueError, match=message):
            sampling_ball(LINE, rate)


@pytest.mark.parametrize("noise", [[[1.0, 0.5], [0.0, 1.0]], np.eye(3), [[1, 2], [2, 1]]])
def test_a_covariance_is_symmetric_and_not_below_zero(noise):
    with pytest.raises(ValueError, match="noise must be"):
        noise_ball(np.eye(2), 0.1, noise)
