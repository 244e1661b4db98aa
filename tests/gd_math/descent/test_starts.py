import dataclasses
from typing import NamedTuple

import numpy as np
import pytest

from gd_math import (
    Minimum,
    Optimizer,
    basins_of_attraction,
    best_of,
    descend,
    gradient_descent,
    grid,
    minimum_reached,
    random_starts,
)
from gd_math.descent import starts
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from tests.gd_math.optimizers.every_optimizer import MAKERS

RATE = gradient_descent(0.05)


def test_random_starts_fill_the_domain_and_are_repeatable():
    starts = random_starts(HILLS, 4000, seed=5)
    lower, upper = HILLS.domain
    assert starts.shape == (4000, 2)
    assert ((lower <= starts) & (starts <= upper)).all()
    np.testing.assert_allclose(starts.mean(axis=0), 0, atol=0.3)
    np.testing.assert_allclose(np.ptp(starts, axis=0), upper - lower, rtol=0.01)
    np.testing.assert_array_equal(starts, random_starts(HILLS, 4000, seed=5))
    assert not np.array_equal(starts, random_starts(HILLS, 4000, seed=6))


def test_a_generator_goes_on_where_it_is():
    generator = np.random.default_rng(5)
    first, second = random_starts(HILLS, 3, generator), random_starts(HILLS, 3, generator)
    np.testing.assert_array_equal(np.vstack([first, second]), random_starts(HILLS, 6, seed=5))


def test_every_minimum_is_in_its_own_basin():
    for loss in (HILLS, RAVINE, THREE_VALLEYS):
        ends = [
            minimum.x + 0.005 * loss.diagonal / np.sqrt(loss.dimension) for minimum in loss.minima
        ]
        np.testing.assert_array_equal(minimum_reached(loss, ends), np.arange(len(loss.minima)))


def test_near_is_within_a_hundredth_of_the_diagonal():
    ends = [[0.0], [0.0599], [-0.0599], [0.0601], [-3.0], [1e300]]  # the diagonal is 6
    np.testing.assert_array_equal(minimum_reached(PARABOLA, ends), [0, 0, 0, -1, -1, -1])
    assert minimum_reached(PARABOLA, [0.0]).shape == ()


@pytest.mark.parametrize("learning_rate", [0.02, 0.05, 0.15])
def test_three_valleys_keeps_each_start_in_its_valley(learning_rate):
    starts = np.linspace(-2.5, 2.5, 1000)[:, np.newaxis]  # none of them is a hilltop
    valley = np.searchsorted([-1, 1], starts[:, 0])
    ends = basins_of_attraction(THREE_VALLEYS, gradient_descent(learning_rate), starts, 1500)
    np.testing.assert_array_equal(ends, valley)


def test_hilltops_belong_to_no_valley():
    np.testing.assert_array_equal(
        basins_of_attraction(THREE_VALLEYS, RATE, [[-1.0], [1.0]], 200), [-1, -1]
    )


def test_basins_are_those_of_the_trajectory():
    starts = random_starts(HILLS, 60, seed=8).reshape(6, 10, 2)
    ends = basins_of_attraction(HILLS, gradient_descent(0.3), starts, 40)
    walk = descend(HILLS, gradient_descent(0.3), starts, 40)
    assert ends.shape == (6, 10)
    np.testing.assert_array_equal(ends, minimum_reached(HILLS, walk.x[-1]))


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(starts, "BLOCK", 9)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("loss", [HILLS, THREE_VALLEYS], ids=lambda loss: loss.name)
def test_walking_in_blocks_changes_nothing(name, loss):
    # Some of these walks diverge, many settle, and the number of steps is odd.
    points = random_starts(loss, 20, seed=9) * 1.5
    for rate in (0.05, 0.7):
        walk = descend(loss, MAKERS[name](rate), points, 151)
        np.testing.assert_array_equal(
            basins_of_attraction(loss, MAKERS[name](rate), points, 151),
            minimum_reached(loss, walk.x[-1]),
        )


def test_walks_that_have_settled_are_walked_no_further():
    asked = []

    def gradient(x):
        asked.append(len(x))
        return HILLS.gradient(x)

    points = random_starts(HILLS, 50, seed=1)
    counted = dataclasses.replace(HILLS, gradient=gradient)
    ends = basins_of_attraction(counted, gradient_descent(0.3), points, 5000)
    assert (ends >= 0).sum() > 40  # the others end outside the domain
    assert 0 < sum(asked) < 50 * 400


def test_walks_that_have_overflown_are_walked_no_further():
    asked = []

    def gradient(x):
        asked.append(len(x))
        return RAVINE.gradient(x)

    counted = dataclasses.replace(RAVINE, gradient=gradient)
    ends = basins_of_attraction(
        counted, gradient_descent(2.0), random_starts(RAVINE, 50, seed=1), 5000
    )
    assert (ends == -1).all()
    assert 0 < sum(asked) < 50 * 400


def test_a_rate_that_wakes_up_later_is_waited_for():
    late = gradient_descent(lambda step: 0.3 if step > 100 else 0.0)
    points = random_starts(HILLS, 20, seed=1)
    ends = basins_of_attraction(HILLS, late, points, 200)
    np.testing.assert_array_equal(
        ends, basins_of_attraction(HILLS, gradient_descent(0.3), points, 99)
    )


@pytest.mark.parametrize("period", [1, 2, 5, 12, 13])
@pytest.mark.parametrize("steps", [0, 23, 24, 101])
def test_walks_in_circles_end_where_they_should(period, steps):
    # One step to the right at a time, and every so often back to the start.
    def update(gradient, phase, x):
        last = phase.turn == period - 1
        step = np.where(last, 1.0 - period, np.ones_like(gradient))
        return step, phase._replace(turn=np.where(last, 0.0, phase.turn + 1))

    circle = Optimizer(lambda x: Phase(np.zeros_like(x)), update)
    places = np.arange(period)
    marked = dataclasses.replace(
        PARABOLA,
        domain=([0], [20]),
        minima=tuple(Minimum(np.array([float(place)]), 0.0, True) for place in places),
    )
    np.testing.assert_array_equal(
        basins_of_attraction(marked, circle, [[0.0]], steps), [steps % period]
    )


class Phase(NamedTuple):
    turn: np.ndarray


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
def test_ends_have_the_shape_of_the_starts(shape):
    points = np.zeros((*shape, 2))
    np.testing.assert_array_equal(basins_of_attraction(RAVINE, RATE, points, 30), np.zeros(shape))


def test_a_map_is_walked_in_blocks(monkeypatch):
    points = grid(*HILLS.domain, (30, 40))
    whole = basins_of_attraction(HILLS, gradient_descent(0.4), points, 77)
    monkeypatch.setattr(starts, "BLOCK", 101)
    np.testing.assert_array_equal(
        basins_of_attraction(HILLS, gradient_descent(0.4), points, 77), whole
    )
    walk = descend(HILLS, gradient_descent(0.4), points, 77)
    np.testing.assert_array_equal(whole, minimum_reached(HILLS, walk.x[-1]))


def test_walks_that_diverge_or_are_under_way_have_no_basin():
    starts = [[2.0, 2.5], [-1.0, 1.0]]
    np.testing.assert_array_equal(
        basins_of_attraction(RAVINE, gradient_descent(0.5), starts, 50), [-1, -1]
    )
    np.testing.assert_array_equal(
        basins_of_attraction(RAVINE, gradient_descent(0.01), starts, 50), [-1, -1]
    )
    np.testing.assert_array_equal(
        basins_of_attraction(RAVINE, gradient_descent(0.2), starts, 0), [-1, -1]
    )


def test_random_restarts_keep_the_lowest_end():
    walk = descend(THREE_VALLEYS, RATE, [[0.5], [-0.2], [1.3], [0.9]], 300)
    assert best_of(walk) == 2
    assert walk.path(best_of(walk)).loss[-1] == walk.loss[-1].min()


def test_a_diverged_start_never_wins(quadratic):
    saddle = quadratic(np.diag([2.0, -2.0]))
    walk = descend(saddle, gradient_descent(0.2), [[1.0, 1e-3], [1.0, 0.0]], 100)
    assert walk.loss[-1, 0] < walk.loss[-1, 1]  # it fell for ever
    assert best_of(walk) == 1


def test_best_of_needs_a_batch_with_a_survivor():
    with pytest.raises(ValueError, match="trajectory must be of a batch"):
        best_of(descend(PARABOLA, RATE, [1.0], 5))
    with pytest.raises(ValueError, match="did not diverge, here every one did"):
        best_of(descend(RAVINE, gradient_descent(1.0), [[1.0, 1.0], [2.0, 1.0]], 100))


def test_unsuitable_arguments():
    with pytest.raises(ValueError, match="n must be a whole number of at least 1, got 0"):
        random_starts(HILLS, 0, 1)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        random_starts(HILLS, 3, -1)
    with pytest.raises(ValueError, match=r"^points must"):
        minimum_reached(HILLS, [1.0])
    with pytest.raises(ValueError, match=r"^starts must"):
        basins_of_attraction(HILLS, RATE, [1.0], 5)
    with pytest.raises(ValueError, match="steps must be a whole number of at least 0, got -3"):
        basins_of_attraction(HILLS, RATE, [[1.0, 1.0]], -3)
