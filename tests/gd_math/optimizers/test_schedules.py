import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gd_math import descend, gradient_descent, schedules
from gd_math.losses import RAVINE
from gd_math.schedules import (
    constant,
    cosine,
    cyclical,
    exponential,
    inverse_time,
    one_cycle,
    step_decay,
    warm_up,
)
from tests.gd_math.optimizers.every_optimizer import MAKERS

EXAMPLES = {
    "constant": constant(0.1),
    "step decay": step_decay(0.1, every=3),
    "exponential": exponential(0.1, 0.9),
    "inverse time": inverse_time(0.1, halving=5, after=2),
    "cosine": cosine(0.1, steps=10),
    "warm-up": warm_up(0.1, steps=4),
    "cyclical": cyclical(0.01, 0.1, rise=3),
    "one cycle": one_cycle(0.1, steps=12),
}


def rates(schedule, steps):
    return [schedule(k) for k in range(steps)]


def close(schedule, expected):
    np.testing.assert_allclose(rates(schedule, len(expected)), expected, rtol=1e-13, atol=1e-16)


class TestByHand:
    def test_constant(self):
        assert rates(constant(0.2), 4) == [0.2, 0.2, 0.2, 0.2]

    def test_step_decay(self):
        close(step_decay(0.5, every=2), [0.5, 0.5, 0.05, 0.05, 0.005, 0.005])
        close(step_decay(0.5, every=3, factor=0.5), [0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125])

    def test_exponential(self):
        close(exponential(0.5, 0.5), [0.5, 0.25, 0.125, 0.0625])
        close(exponential(1e-3, 10), [1e-3, 1e-2, 0.1, 1])

    def test_inverse_time(self):
        close(inverse_time(0.6, halving=1), [0.6, 0.3, 0.2, 0.15])
        close(inverse_time(0.4, halving=2, after=2), [0.4, 0.4, 0.4, 0.8 / 3, 0.2])

    def test_cosine(self):
        eighth = math.sqrt(0.5)
        falling = [1, (1 + eighth) / 2, 0.5, (1 - eighth) / 2]
        close(cosine(1, steps=4), [*falling, 0, *falling[:0:-1], *falling])
        close(cosine(0.5, steps=2, lowest=0.1), [0.5, 0.3, 0.1, 0.3, 0.5])

    def test_warm_up(self):
        close(warm_up(0.3, steps=2), [0.1, 0.2, 0.3, 0.3, 0.3])  # PyTorch starts at a third
        close(warm_up(0.4, steps=4, start=0), [0, 0.1, 0.2, 0.3, 0.4, 0.4])
        then = exponential(0.4, 0.5)
        close(warm_up(then, steps=2, start=0.5), [0.2, 0.3, 0.4, 0.2, 0.1])

    def test_triangular(self):
        up = [0.1, 0.2, 0.3, 0.4]
        close(cyclical(0.1, 0.5, rise=4), [*up, 0.5, *up[:0:-1], *up, 0.5])
        close(cyclical(0, 1, rise=2, fall=4), [0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0.5, 1])

    def test_triangular2(self):
        schedule = cyclical(0.1, 0.5, rise=2, mode="triangular2")
        close(schedule, [0.1, 0.3, 0.5, 0.3, 0.1, 0.2, 0.3, 0.2, 0.1, 0.15, 0.2])

    def test_exp_range(self):
        schedule = cyclical(0.1, 0.5, rise=2, mode="exp_range", factor=0.5)
        close(schedule, [0.1, 0.1 + 0.2 / 2, 0.1 + 0.4 / 4, 0.1 + 0.2 / 8, 0.1, 0.1 + 0.2 / 32])

    def test_one_cycle(self):
        # Up from 1/25 to 1 in steps 0 to 3, down to 1/250000 in step 9: at 6 it is half-way.
        schedule = one_cycle(1, steps=10, rise=0.4)
        assert schedule(0) == pytest.approx(0.04, rel=1e-13)
        assert schedule(1) == pytest.approx(0.04 + 0.96 / 4, rel=1e-13)  # cos(π/3) = 1/2
        assert schedule(3) == 1
        assert schedule(6) == pytest.approx((1 + 4e-6) / 2, rel=1e-13)
        assert schedule(9) == schedule(10) == schedule(99) == pytest.approx(4e-6, rel=1e-13)

    def test_one_cycle_with_divisors(self):
        schedule = one_cycle(1, steps=10, rise=0.4, start_divisor=4, end_divisor=5)
        assert (schedule(0), schedule(3), schedule(9)) == pytest.approx((0.25, 1, 0.05))

    def test_one_cycle_of_few_steps(self):
        assert rates(one_cycle(1, steps=1), 2) == pytest.approx([4e-6, 4e-6])
        assert rates(one_cycle(1, steps=2, rise=0.5), 3) == pytest.approx([1, 4e-6, 4e-6])


@given(st.floats(1e-6, 10), st.floats(0, 0.99), st.integers(1, 50), st.integers(0, 500))
def test_cosine_stays_between_its_ends_and_repeats(highest, share, steps, k):
    schedule = cosine(highest, steps, lowest=share * highest)
    assert share * highest * (1 - 1e-12) <= schedule(k) <= highest * (1 + 1e-12)
    assert schedule(k + 2 * steps) == pytest.approx(schedule(k), abs=1e-9 * highest)
    assert (np.diff(rates(schedule, steps + 1)) < 0).all()


@given(
    st.floats(0, 1),
    st.integers(1, 20),
    st.integers(1, 20),
    st.sampled_from(["triangular", "triangular2", "exp_range"]),
)
def test_cycles_rise_and_fall_in_straight_lines(lowest, rise, fall, mode):
    schedule = cyclical(lowest, lowest + 1, rise, fall, mode)
    cycle = rates(schedule, rise + fall + 1)
    np.testing.assert_allclose(np.diff(cycle[: rise + 1]), 1 / rise, rtol=1e-9)
    np.testing.assert_allclose(np.diff(cycle[rise:]), -1 / fall, rtol=1e-9)
    later = [schedule(k + rise + fall) - lowest for k in range(rise + fall)]
    half = 0.5 if mode == "triangular2" else 1.0
    np.testing.assert_allclose(later, half * (np.array(cycle[:-1]) - lowest), atol=1e-12)


@given(st.floats(1e-6, 10), st.integers(1, 200), st.floats(0, 0.99))
def test_one_cycle_rises_once_and_falls_once(highest, steps, rise):
    schedule = one_cycle(highest, steps, rise)
    changes = np.sign(np.diff(rates(schedule, steps)))
    assert (np.diff(changes) <= 0).all()  # from rising to falling, never back
    assert max(rates(schedule, steps)) <= highest * (1 + 1e-12)
    assert schedule(steps - 1) == pytest.approx(highest / 25e4)


@given(st.floats(1e-6, 10), st.integers(1, 50), st.floats(0, 0.99))
def test_warm_up_is_a_straight_line_that_meets_what_follows(rate, steps, start):
    warm = rates(warm_up(rate, steps, start), steps + 2)
    assert warm[0] == pytest.approx(start * rate)
    np.testing.assert_allclose(np.diff(warm[: steps + 1]), rate * (1 - start) / steps, rtol=1e-6)
    assert warm[steps] == warm[steps + 1] == rate


@pytest.mark.parametrize("schedule", EXAMPLES.values(), ids=EXAMPLES)
def test_gradient_descent_follows_it(schedule):
    walk = descend(RAVINE, gradient_descent(schedule), [2.0, 2.5], 30)
    left = np.prod([[1 - 5 * rate, 1 - rate] for rate in rates(schedule, 30)], axis=0)
    np.testing.assert_allclose(walk.x[-1], left * [2, 2.5], rtol=1e-12)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_optimizer_takes_one(make):
    schedule = one_cycle(0.1, steps=12)
    walk = descend(RAVINE, make(schedule), [2.0, 2.5], 30)
    by_list = descend(RAVINE, make(rates(schedule, 30).__getitem__), [2.0, 2.5], 30)
    np.testing.assert_array_equal(walk.x, by_list.x)
    assert (walk.x[1:] != walk.x[:-1]).any(axis=-1).all()


@pytest.mark.parametrize("schedule", EXAMPLES.values(), ids=EXAMPLES)
def test_unsuitable_steps(schedule):
    with pytest.raises(ValueError, match="step must be a whole number of at least 0, got -1"):
        schedule(-1)


@pytest.mark.parametrize("schedule", [exponential(1.0, 10.0), step_decay(1.0, 1, 10.0)])
def test_a_rate_too_large_for_a_float_is_an_error(schedule):
    assert schedule(308) == pytest.approx(1e308)
    with pytest.raises(ValueError, match=r"1 · 10 to the power of 309 must be .* below inf"):
        schedule(309)
    assert exponential(1.0, 0.1)(10_000) == 0  # too small is nothing


def test_a_schedule_inside_a_warm_up_is_checked():
    with pytest.raises(ValueError, match=r"learning_rate\(0\) must be .* got -1"):
        warm_up(lambda k: -1.0, 3)(0)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("learning_rate", constant),
        ("learning_rate", lambda bad: step_decay(bad, 2)),
        ("factor", lambda bad: step_decay(0.1, 2, bad)),
        ("learning_rate", lambda bad: exponential(bad, 0.5)),
        ("factor", lambda bad: exponential(0.1, bad)),
        ("learning_rate", lambda bad: inverse_time(bad, 5)),
        ("halving", lambda bad: inverse_time(0.1, bad)),
        ("learning_rate", lambda bad: cosine(bad, 5)),
        ("learning_rate", lambda bad: warm_up(bad, 5)),
        ("highest", lambda bad: cyclical(0.1, bad, 5)),
        ("factor", lambda bad: cyclical(0.1, 1.0, 5, factor=bad)),
        ("highest", lambda bad: one_cycle(bad, 5)),
        ("start_divisor", lambda bad: one_cycle(0.1, 5, start_divisor=bad)),
        ("end_divisor", lambda bad: one_cycle(0.1, 5, end_divisor=bad)),
    ],
)
def test_unsuitable_numbers(name, make):
    with pytest.raises(ValueError, match=rf"^{name} must be .*got 0"):
        make(0)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("every", lambda bad: step_decay(0.1, bad)),
        ("steps", lambda bad: cosine(0.1, bad)),
        ("steps", lambda bad: warm_up(0.1, bad)),
        ("rise", lambda bad: cyclical(0.1, 1.0, bad)),
        ("fall", lambda bad: cyclical(0.1, 1.0, 5, bad)),
        ("steps", lambda bad: one_cycle(0.1, bad)),
    ],
)
def test_unsuitable_counts(name, make):
    with pytest.raises(ValueError, match=rf"^{name} must be a whole number of at least 1, got 0"):
        make(0)


@pytest.mark.parametrize(
    ("message", "make"),
    [
        ("lowest must be at least 0 and below 0.1, got 0.1", lambda: cosine(0.1, 5, lowest=0.1)),
        ("lowest must be at least 0 and below 0.1, got -1", lambda: cosine(0.1, 5, lowest=-1)),
        ("lowest must be at least 0 and below 0.1, got 0.2", lambda: cyclical(0.2, 0.1, 5)),
        ("start must be at least 0 and below 1, got 1", lambda: warm_up(0.1, 5, start=1)),
        ("rise must be at least 0 and below 1, got 1", lambda: one_cycle(0.1, 5, rise=1)),
        ("factor must be at most 1, got 2", lambda: cyclical(0.1, 1.0, 5, factor=2)),
        ("mode must be 'triangular', .*, got 'round'", lambda: cyclical(0, 1, 5, mode="round")),
    ],
)
def test_numbers_out_of_range(message, make):
    with pytest.raises(ValueError, match=rf"^{message}"):
        make()


def test_every_schedule_is_tested():
    made = {name for name in vars(schedules) if callable(getattr(schedules, name))}
    public = {name for name in made if getattr(schedules, name).__module__ == schedules.__name__}
    assert {name for name in public if name[0] != "_"} == {
        example.__qualname__.split(".")[0] for example in EXAMPLES.values()
    }
