import numpy as np
import pytest

from gd_math import datasets, descend, gradient_descent, mean_squared_error, momentum
from gd_math.descent.learning_rate_range import learning_rate_range_test, smooth, suggestions
from gd_math.descent.stochastic import batches
from gd_math.losses import HILLS, PARABOLA, RAVINE

LINE = mean_squared_error(datasets.line_data(seed=0))
START = [-1.0, -1.0]


def exact(loss, start, **options):
    return learning_rate_range_test(loss, start, **({"smoothing": 0} | options))


class TestSweep:
    def test_exponential_rates_grow_by_a_fixed_factor(self):
        test = exact(HILLS, [1.0, 0.5], low=1e-3, high=0.1, steps=21)
        np.testing.assert_allclose(test.learning_rate, 10.0 ** np.linspace(-3, -1, 21))

    def test_linear_rates_grow_by_a_fixed_amount(self):
        test = exact(HILLS, [1.0, 0.5], low=0.1, high=0.3, steps=21, sweep="linear")
        np.testing.assert_allclose(test.learning_rate, np.arange(10, 31) / 100)

    def test_each_loss_is_the_one_before_the_step_at_that_rate(self):
        test = exact(PARABOLA, [2.0], low=0.01, high=1.0, steps=30)
        x = 2 * np.cumprod(np.concatenate([[1], 1 - test.learning_rate[:-1]]))
        np.testing.assert_allclose(test.loss, x**2 / 2, rtol=1e-12)
        np.testing.assert_array_equal(test.smoothed, test.loss)
        assert test.stopped_at is None

    def test_the_optimizer_keeps_its_velocity_all_the_way(self):
        test = exact(PARABOLA, [2.0], optimizer=momentum, low=0.001, high=0.1, steps=40)
        x, velocity = 2.0, 0.0
        for rate, loss in zip(test.learning_rate, test.loss, strict=True):
            assert loss == pytest.approx(x**2 / 2, rel=1e-10)
            velocity = 0.9 * velocity + x
            x -= rate * velocity

    @pytest.mark.parametrize("size", [1, 7, 100])
    def test_with_batches_the_loss_is_that_of_the_batch_and_so_is_the_step(self, size):
        test = learning_rate_range_test(
            LINE, START, low=0.001, high=0.3, steps=60, batch_size=size, seed=4, stop=1e9
        )
        x = np.array(START)
        for rate, loss, batch in zip(
            test.learning_rate, test.loss, batches(100, size, (), seed=4), strict=False
        ):
            assert loss == pytest.approx(LINE.batch_value(x, batch), rel=1e-9)
            x -= rate * LINE.batch_gradient(x, batch)
        assert len(test.loss) == 60

    def test_the_seed_repeats_it(self):
        def losses(seed):
            return learning_rate_range_test(LINE, START, batch_size=5, seed=seed).loss

        np.testing.assert_array_equal(losses(1), losses(1))
        assert not np.array_equal(losses(1)[:20], losses(2)[:20])


class TestDivergence:
    @pytest.mark.parametrize("curvature", [0.3, 1.0, 40.0])
    def test_on_a_quadratic_the_loss_turns_up_at_two_over_the_curvature(self, curvature, quadratic):
        test = exact(quadratic([[curvature]]), [2.0], low=1e-4, high=100, steps=150)
        turn = np.argmin(test.loss)
        assert turn == np.searchsorted(test.learning_rate, 2 / curvature)
        assert (np.diff(test.loss[: turn + 1]) < 0).all()
        assert (np.diff(test.loss[turn:]) > 0).all()

    def test_in_a_turned_ravine_it_is_the_largest_curvature_that_counts(self, quadratic):
        turn = np.array([[0.8, -0.6], [0.6, 0.8]])
        ravine = quadratic(turn @ np.diag([5.0, 1.0]) @ turn.T)
        test = exact(ravine, turn @ [2.0, 2.5], steps=60, low=0.02, high=1.9, stop=1e9)
        falling = test.learning_rate < 2 / 5
        assert (np.diff(test.loss[falling]) < 0).all()
        growth = test.loss[-1] / test.loss[-2]
        assert growth == pytest.approx((1 - 5 * test.learning_rate[-2]) ** 2, rel=1e-6)
        assert growth > 1

    def test_it_ends_where_the_loss_is_four_times_the_best(self):
        test = exact(LINE, START, steps=100)
        assert test.stopped_at == len(test.loss) - 1 == len(test.learning_rate) - 1 < 99
        best = np.minimum.accumulate(test.smoothed)
        assert test.smoothed[-1] > 4 * best[-1]
        assert (test.smoothed[:-1] <= 4 * best[:-1]).all()

    def test_a_stricter_rule_ends_it_earlier(self):
        ends = [exact(LINE, START, stop=k, steps=80).stopped_at for k in (1.01, 4, 1000)]
        assert ends[0] < ends[1] < ends[2]

    def test_the_smoothed_loss_decides(self):
        test = learning_rate_range_test(LINE, START, batch_size=1, seed=0, smoothing=0.9)
        raw = np.minimum.accumulate(test.loss)
        assert (test.loss[:-1] > 4 * raw[:-1]).any()  # single samples differ that much
        assert test.smoothed[-1] > 4 * test.smoothed.min()

    def test_numbers_that_overflow_end_it_too(self):
        test = exact(RAVINE, [2.0, 2.5], low=1e-3, high=1e200, steps=30, stop=1e305)
        assert test.stopped_at == len(test.loss) - 1 < 29
        for part in (test.learning_rate, test.loss, test.smoothed):
            assert np.isfinite(part).all()

    def test_losses_below_zero_do_not_end_it(self):
        test = exact(HILLS, [1.0, -0.5], high=2.0)
        assert test.loss[-1] == pytest.approx(-1)
        assert test.stopped_at is None


class TestSmooth:
    @pytest.mark.parametrize("beta", [0, 0.5, 0.98])
    def test_a_constant_stays_what_it_is(self, beta):
        np.testing.assert_allclose(smooth(np.full(50, 7.0), beta), 7, rtol=1e-14)

    def test_by_hand(self):
        # a = 4, 2+6, 4+1 → over 1/2, 3/4, 7/8
        np.testing.assert_allclose(smooth([8.0, 12.0, 2.0], 0.5), [8, 8 / 0.75, 5 / 0.875])

    def test_the_weights_are_those_of_the_formula(self):
        losses = np.random.default_rng(0).normal(size=40)
        for i, value in enumerate(smooth(losses, 0.8)):
            weights = 0.8 ** np.arange(i, -1, -1)
            assert value == pytest.approx(np.average(losses[: i + 1], weights=weights))

    def test_without_smoothing_nothing_changes(self):
        losses = np.random.default_rng(0).normal(size=40)
        np.testing.assert_array_equal(smooth(losses, 0), losses)

    def test_it_trails_a_ramp_by_beta_over_one_minus_beta(self):
        ramp = np.arange(400.0)
        assert ramp[-1] - smooth(ramp, 0.9)[-1] == pytest.approx(9)

    @pytest.mark.parametrize(
        ("losses", "beta", "message"),
        [
            ([[1.0]], 0.5, r"losses must have shape \(n,\)"),
            ([np.inf], 0.5, "losses must be finite"),
            ([1.0], 1.0, "smoothing must be at least 0 and below 1"),
            ([1.0], -0.1, "smoothing must be at least 0 and below 1"),
        ],
    )
    def test_unsuitable_arguments(self, losses, beta, message):
        with pytest.raises(ValueError, match=message):
            smooth(losses, beta)


class TestSuggestions:
    RATES = 10.0 ** np.arange(-5, 2)  # 1e-5 … 10

    def test_on_a_curve_known_by_hand(self):
        # Slopes per decade, central: 0, −0.5, −2.5, −4, −2, +15: steepest at 1e-2. Lowest at 0.1.
        chosen = suggestions(self.RATES, [9.0, 9.0, 8.0, 4.0, 0.0, 0.0, 30.0])
        assert chosen.steepest == pytest.approx(1e-2)
        assert chosen.minimum_tenth == pytest.approx(1e-2)
        # 9, 8, 4, 0 from 1e-5 to 1e-1: 2/3 of four steps, rounded down, is two.
        assert chosen.valley == pytest.approx(1e-3)

    def test_the_three_disagree(self):
        chosen = suggestions(self.RATES, [10.0, 9.9, 5.0, 4.0, 3.0, 2.0, 50.0])
        # Slopes: −0.1, −2.5, −2.95, −1, …: steepest at 1e-3; lowest at 1; fall from 1e-5 to 1.
        assert chosen == pytest.approx((1e-3, 1e-1, 1e-2))

    def test_the_valley_steps_over_a_bump(self):
        chosen = suggestions(self.RATES, [10.0, 9.0, 9.5, 8.0, 7.0, 6.0, 20.0])
        assert chosen.valley == pytest.approx(1e-2)  # three of the five steps from 1e-5 to 1

    def test_the_longest_fall_counts_not_the_deepest(self):
        chosen = suggestions(self.RATES, [10.0, 0.0, 30.0, 29.0, 28.0, 27.0, 50.0])
        # From 1e-3 to 1, two of three steps.
        assert chosen.valley == pytest.approx(1e-1)
        assert chosen.steepest == pytest.approx(1e-5)

    def test_drops_beyond_the_lowest_loss_are_not_the_steepest_fall(self):
        chosen = suggestions(self.RATES, [10.0, 8.0, 5.0, 4.9, 300.0, 100.0, 20.0])
        assert chosen.steepest == pytest.approx(1e-4)

    def test_slopes_are_per_decade_whatever_the_sweep(self):
        # Loss = −log α: everywhere equally steep, so steepest is the first, to rounding.
        rates = np.linspace(0.1, 1.0, 10)
        slope = np.gradient(-np.log(rates), np.log(rates))
        np.testing.assert_allclose(slope, -1)
        # A loss that falls as fast per rate falls faster per decade where rates are large.
        assert suggestions(rates, 10 - rates).steepest == pytest.approx(1.0)

    @pytest.mark.parametrize("factor", [1e-3, 7.0])
    def test_they_scale_with_the_rates_and_not_with_the_loss(self, factor):
        losses = np.array([10.0, 9.9, 5.0, 4.0, 3.0, 2.0, 50.0])
        chosen = suggestions(self.RATES, losses)
        scaled = suggestions(factor * self.RATES, factor * losses)
        assert scaled == pytest.approx(tuple(factor * rate for rate in chosen))

    @pytest.mark.parametrize(
        ("rates", "losses", "message"),
        [
            ([1.0, 2.0], [2.0, 1.0], r"same shape \(n,\), n at least 3, got \(2,\) and \(2,\)"),
            ([1.0, 2.0, 3.0], [2.0, 1.0], "same shape"),
            ([0.0, 2.0, 3.0], [3.0, 2.0, 1.0], "learning_rate must be above 0 and ascending"),
            ([1.0, 3.0, 2.0], [3.0, 2.0, 1.0], "learning_rate must be above 0 and ascending"),
            ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], "loss must fall somewhere between .* 1 and 3"),
            ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], "loss must fall somewhere"),
            ([1.0, 2.0, 3.0], [3.0, np.nan, 1.0], "loss must be finite"),
        ],
    )
    def test_unsuitable_curves(self, rates, losses, message):
        with pytest.raises(ValueError, match=message):
            suggestions(rates, losses)


class TestChoice:
    def test_the_record_holds_the_suggestions_for_its_own_curve(self):
        test = exact(LINE, START)
        chosen = suggestions(test.learning_rate, test.smoothed)
        assert (test.steepest, test.minimum_tenth, test.valley) == chosen
        assert len({*chosen}) == 3
        assert test.learning_rate[0] < min(chosen)
        assert not test.loss.flags.writeable

    @pytest.mark.parametrize("batch", [{}, {"batch_size": 10, "seed": 0, "smoothing": 0.9}])
    def test_the_valley_is_two_thirds_through_the_longest_fall(self, batch):
        test = exact(LINE, START, **batch)
        first, *_, last = test.longest_fall
        assert test.valley == test.learning_rate[first + 2 * (last - first) // 3]
        assert (np.diff(test.longest_fall) > 0).all()
        assert (np.diff(test.smoothed[[*test.longest_fall]]) < 0).all()

    def test_with_smoothing_they_leave_out_the_first_tenth(self):
        test = learning_rate_range_test(LINE, START, batch_size=10, seed=0, steps=100)
        assert test.settled == 10
        settled = suggestions(test.learning_rate[10:], test.smoothed[10:])
        assert (test.steepest, test.minimum_tenth, test.valley) == settled
        assert test.smoothed[0] == pytest.approx(test.loss[0])  # the curve itself is whole

    @pytest.mark.parametrize("batch_size", [None, 10])
    def test_training_with_any_choice_succeeds_and_beyond_the_end_fails(self, batch_size):
        noise = {} if batch_size is None else {"batch_size": batch_size, "seed": 0}
        test = learning_rate_range_test(LINE, START, **noise)
        (best,) = LINE.minima
        high = LINE.value(START) - best.value
        for rate in (test.steepest, test.minimum_tenth, test.valley):
            walk = descend(LINE, gradient_descent(rate), START, 100)
            assert walk.loss[-1] - best.value < 0.7 * high
        walk = descend(LINE, gradient_descent(test.learning_rate[-1]), START, 100)
        assert walk.outcome == "diverged"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": [1.0]}, "start must have shape"),
        ({"start": [[1.0, 1.0]]}, r"start must be one point \(2,\), got shape \(1, 2\)"),
        ({"low": 0}, "low must be a finite number above 0"),
        ({"low": 20}, "high must be above low, 20, got 10"),
        ({"high": np.inf}, "high must be a finite number above 0"),
        ({"steps": 2}, "steps must be a whole number of at least 3"),
        ({"sweep": "cosine"}, 'sweep must be "exponential" or "linear", got \'cosine\''),
        ({"smoothing": 1}, "smoothing must be at least 0 and below 1"),
        ({"stop": 1}, "stop must be above 1, got 1"),
        ({"stop": np.nan}, "stop must be a finite number above 0"),
        ({"batch_size": 5}, "seed must be a whole number"),
        ({"batch_size": 101, "seed": 0}, "batch_size must be at most 100"),
        ({"loss": RAVINE, "batch_size": 5}, "batch_size needs a mean over samples, ravine is none"),
        ({"low": 5.0, "smoothing": 0}, "low must be lower, the loss diverges at once, got 5"),
        ({"low": 1.0, "smoothing": 0, "stop": 1e9}, "loss must fall somewhere between"),
    ],
)
def test_unsuitable_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        learning_rate_range_test(**({"loss": LINE, "start": START} | change))
