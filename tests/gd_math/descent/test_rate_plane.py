import numpy as np
import pytest

from gd_math import descend, gradient_descent, losses, minimum_reached, rate_plane, stability_limits

VALLEYS = losses.THREE_VALLEYS
STARTS = np.linspace(-2.4, 2.4, 50)[:, np.newaxis]  # none on a hilltop


def test_each_point_is_the_walk_of_its_rate_and_start():
    rates = [0.05, 0.2, 0.33, 0.5]
    plane = rate_plane(VALLEYS, rates, STARTS, steps=200)
    for row, rate in enumerate(rates):
        walk = descend(VALLEYS, gradient_descent(rate), STARTS, 200)
        np.testing.assert_array_equal(plane.ends[row], walk.x[-1])
        rests = np.abs(walk.x[-1] - walk.x[-2])[:, 0] <= 1e-4 * VALLEYS.diagonal
        expected = np.where(rests, minimum_reached(VALLEYS, walk.x[-1]), -1)
        moving = ~plane.overflown[row]
        np.testing.assert_array_equal(plane.minimum[row][moving], expected[moving])


def test_no_walk_rests_in_a_valley_beyond_its_limit():
    limits = stability_limits(VALLEYS)
    plane = rate_plane(VALLEYS, [0.1, 1.02 * limits[0], 1.1 * limits[0], 0.45], STARTS, steps=500)
    assert set(plane.minimum[0]) == {0, 1, 2}
    for row in (1, 2, 3):
        assert not {0, 2} & set(plane.minimum[row])


def test_a_hop_is_no_rest():
    """A little above the limit walks hop for ever, by less than the 1 % that count as arrived."""
    rate = 1.0005 * stability_limits(VALLEYS)[2]
    plane = rate_plane(VALLEYS, [rate], [[1.9]], steps=5000)
    assert minimum_reached(VALLEYS, plane.ends[0, 0]) == 2
    assert plane.minimum[0, 0] == -1


def test_walks_that_overflow_say_so():
    plane = rate_plane(VALLEYS, [2.0], [[2.6], [0.0]], steps=50)
    assert plane.overflown.tolist() == [[True, False]]
    assert plane.minimum.tolist() == [[-1, 1]]
    assert np.isfinite(plane.ends).all()


def test_the_plane_of_two_variables():
    loss = losses.HIMMELBLAU
    limits = stability_limits(loss)
    starts = np.array([minimum.x for minimum in loss.minima]) + 0.05
    rates = np.sort(limits) * 1.02
    plane = rate_plane(loss, rates, starts, steps=3000)
    order = np.argsort(limits)
    for row in range(4):  # one minimum after the other is lost, the sharpest first
        assert not set(order[: row + 1]) & set(plane.minimum[row])
        assert set(order[row + 1 :]) <= set(plane.minimum[row])


@pytest.mark.parametrize(
    ("rates", "starts", "steps", "message"),
    [
        ([0.1, 0.0], STARTS, 10, "learning_rates must be numbers above 0"),
        (0.1, STARTS, 10, "learning_rates must be numbers above 0"),
        ([0.1], [0.5], 10, "starts must have shape"),
        ([0.1], STARTS, 0, "steps"),
    ],
)
def test_what_it_refuses(rates, starts, steps, message):
    with pytest.raises(ValueError, match=message):
        rate_plane(VALLEYS, rates, starts, steps)
