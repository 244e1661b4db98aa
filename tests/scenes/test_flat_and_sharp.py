"""The figures that the clip shows, with the knobs as they are."""

import numpy as np
import pytest
from manim import ValueTracker

from gd_math import descend, losses, optimizers, rate_plane, stability_limits
from scenes import flat_and_sharp as scene
from scenes.kit.knobs import curve_of
from scenes.kit.limits.from_above import STEPS, FromAbove
from scenes.kit.limits.hopper import rests_in
from scenes.kit.limits.rest_map import RestMap
from scenes.kit.limits.valley_curve import ValleyCurve, told
from scenes.kit.words.numbers import number

LOSS = curve_of("LOSS", scene.LOSS, -scene.EDGE, scene.EDGE)
SMALL, BIG, HUGE = scene.LEARNING_RATES


def walk(start: float, rate: float, steps: int = 60) -> np.ndarray:
    return descend(LOSS, optimizers.gradient_descent(rate), [start], steps).x[:, 0]


@pytest.fixture(scope="module")
def plane() -> RestMap:
    return RestMap(ValleyCurve(LOSS), ValueTracker(SMALL), scene.RATES, scene.STEPS)


def test_the_deep_valleys_are_sharp_and_the_shallow_one_is_flat() -> None:
    found = [(float(m.x[0]), m.is_global) for m in LOSS.minima]
    assert found == [(-2, True), (0, False), (2, True)]
    curvatures = [float(LOSS.hessian(m.x)[0, 0]) for m in LOSS.minima]
    assert curvatures == pytest.approx([8, 4 / 3, 8])
    curve = ValleyCurve(LOSS)
    assert (curve.sharp, curve.flat) == ([0, 2], [1])
    assert [told(2 / limit) for limit in curve.limits] == ["8", r"4 \/ 3", "8"]


def test_the_limits_are_2_by_8_and_2_by_4_thirds() -> None:
    limits = stability_limits(LOSS)
    assert limits == pytest.approx([0.25, 1.5, 0.25])
    assert [number(float(limit), 3) for limit in limits] == ["0.25", "1.5", "0.25"]


def test_small_steps_rest_in_both_valleys_and_big_ones_in_the_flat_one_alone() -> None:
    assert [rests_in(LOSS, start, SMALL) for start in scene.STARTS] == [2, 1]
    assert [rests_in(LOSS, start, BIG) for start in scene.STARTS] == [-1, 1]
    assert SMALL < 0.25 < BIG
    hops = walk(scene.STARTS[0], BIG)
    assert sorted(hops[-4:]) == pytest.approx([1.703, 1.832, 2.083, 2.128], abs=1e-3)
    assert ((hops[-9:-1] - 2) * (hops[-8:] - 2) < 0).all()  # to and fro


def test_with_a_huge_step_the_walker_leaves_over_the_hilltop_after_some_hops() -> None:
    hops = walk(scene.STARTS[0], HUGE)
    leap = int(np.argmax(hops < 1))  # the hilltop is at 1
    assert leap > 5
    assert (hops[leap:] < 1).all()
    assert abs(hops[-1]) < 1e-6


def test_below_the_limit_there_are_three_basins_and_above_it_the_deep_ones_hold_no_walk(
    plane: RestMap,
) -> None:
    rows = np.linspace(*scene.RATES, 2 * len(plane.kinds) + 1)[1::2]
    below = plane.kinds[rows < 0.99 * plane.limit]
    assert (below >= 0).all()
    assert all(set(row.tolist()) == {0, 1, 2} for row in below)
    above = plane.kinds[(rows > 1.01 * plane.limit) & (rows < plane.thrown)]
    assert not np.isin(above, [0, 2]).any()
    assert (np.mean(above == -1, axis=1) > 0.4).all()


def test_from_0_42_on_all_walks_rest_in_the_flat_valley(plane: RestMap) -> None:
    # The walk from the place that is thrown furthest out lands on the hilltop: as the rate rises
    # beyond that, walks leave the valley. x − αf′ is furthest out where 1 = αf″.
    assert number(plane.thrown, 2) == "0.42"

    def lands(rate: float) -> float:
        x = np.linspace(1, 2, 100_001)[:, None]
        furthest = (x - rate * LOSS.gradient(x)).max()
        return float(furthest - rate * LOSS.gradient([furthest])[0])

    row = (scene.RATES[1] - scene.RATES[0]) / len(plane.kinds)
    assert lands(plane.thrown - 2 * row) > 1 > lands(plane.thrown + 2 * row)
    beyond = np.linspace(plane.thrown + row, scene.RATES[1], 40)
    starts = np.linspace(-scene.EDGE, scene.EDGE, 60)[:, None]
    ends = rate_plane(LOSS, beyond, starts, scene.STEPS)
    assert (ends.minimum == 1).all()
    assert not ends.overflown.any()


def test_the_walkers_of_four_valleys_cannot_rest_in_the_order_of_the_limits() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    limits = stability_limits(losses.HIMMELBLAU)
    assert [above.form(limit) for limit in limits] == ["0.0243", "0.0248", "0.0149", "0.0190"]
    places = [losses.HIMMELBLAU.minima[i].x for i in above.order]
    wanted = [(-3.78, -3.28), (3.58, -1.85), (3, 2), (-2.81, 3.13)]
    assert places == [pytest.approx(place, abs=0.01) for place in wanted]
    assert [above.form(rate) for rate in above.stops] == ["0.0120", "0.0170", "0.0216"]
    assert [above.restless(i) for i in above.stages] == [[int(k)] for k in above.order[:2]]
    assert limits[above.order[3]] / limits[above.order[2]] < 1.03  # nearly alike
    assert limits.max() < 0.1 * stability_limits(LOSS).min()  # all are sharper, by ten and more
    for place, minimum in enumerate(above.order):
        others = np.delete([one.x for one in losses.HIMMELBLAU.minima], minimum, axis=0)
        for stop in range(len(above.stops)):
            walk = above.walk(int(minimum), stop)
            away = np.linalg.norm(walk - losses.HIMMELBLAU.minima[minimum].x, axis=-1)
            far = np.linalg.norm(walk[:, None] - others, axis=-1).min(axis=1)
            assert (away < far).all()  # it stays in its valley
            still = 0.05 * away[0]
            if stop <= place:
                assert max(away[STEPS - 1 : STEPS + 1]) < still  # it has come to rest
                continue
            assert np.linalg.norm(np.diff(walk, axis=0), axis=-1).min() > still  # it hops on
            if stop == place + 1:
                assert away[STEPS - 1 :].min() > away[0]  # further out than it began
