"""The figures that the clip shows, with the knobs as they are."""

import numpy as np
import pytest
from manim import ValueTracker

from gd_math import descend, losses, optimizers, rate_plane, stability_limits
from scenes import flat_and_sharp as scene
from scenes.kit.knobs import curve_of
from scenes.kit.limits.from_above import RING, FromAbove
from scenes.kit.limits.hopper import Hopper, rests_in
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
    assert hops[-3:] == pytest.approx(hops[-6:-3], abs=1e-5)  # to and fro, over three places
    assert hops[-3:].min() < 1.5 < 2.1 < hops[-3:].max()


def test_with_a_huge_step_the_walker_leaves_over_the_hilltop_after_some_hops() -> None:
    hops = walk(scene.STARTS[0], HUGE)
    leap = int(np.argmax(hops < 1))  # the hilltop is at 1
    assert leap > 5
    walker = Hopper(ValleyCurve(LOSS), ValueTracker(HUGE), scene.STARTS[0])
    assert walker.escape == leap
    assert (hops[leap:] < 1).all()
    assert abs(hops[-1]) < 1e-6


def test_below_the_limit_there_are_three_basins_and_above_it_the_deep_ones_hold_no_walk(
    plane: RestMap,
) -> None:
    rows = np.linspace(*scene.RATES, 2 * len(plane.kinds) + 1)[1::2]
    below = plane.kinds[rows < 0.99 * plane.limit]
    assert all(set(row.tolist()) == {0, 1, 2} for row in below)
    above = plane.kinds[(rows > 1.01 * plane.limit) & (rows < plane.thrown)]
    assert not np.isin(above, [0, 2]).any()
    assert (np.mean(above == plane.hopping, axis=1) > 0.4).all()


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


@pytest.fixture(scope="module")
def above() -> FromAbove:
    return FromAbove(losses.HIMMELBLAU)


def test_himmelblaus_basins_drop_out_in_the_order_of_their_limits(above: FromAbove) -> None:
    limits = stability_limits(losses.HIMMELBLAU)
    ordered = limits[above.order]
    assert ordered == pytest.approx([0.01495, 0.01897, 0.02431, 0.02483], rel=5e-4)
    assert [above.form(limit) for limit in ordered] == ["0.0149", "0.0190", "0.0243", "0.0248"]
    assert [number(2 / float(limit), 3) for limit in ordered] == ["134", "105", "82.3", "80.6"]
    between = [0.9 * ordered[0], *(ordered[1:] + ordered[:-1]) / 2, 1.1 * ordered[-1]]
    for gone, rate in enumerate(between):  # the first so many basins hold no walk any more
        for place, i in enumerate(above.order):
            bottom = losses.HIMMELBLAU.minima[i].x
            start = bottom + 0.05 * np.ones(2)
            walk = descend(losses.HIMMELBLAU, optimizers.gradient_descent(rate), start, 600).x
            away = np.linalg.norm(walk - bottom, axis=-1)
            assert (away[-50:].max() < 1e-3) == (place >= gone)


def test_himmelblaus_walkers_are_seen_to_hop_in_that_order(above: FromAbove) -> None:
    ordered = [int(i) for i in above.order]
    assert np.sum(above.limits > above.rates[-1]) == 2  # in the flatter two they rest
    lost = [above.lost(i) for i in ordered]
    assert lost[0] < lost[1] < len(above.rates) < lost[2] == lost[3]
    ring = RING / above.map.border.width * 10  # the map is 10 wide
    for i, first in zip(ordered, lost, strict=True):
        walk, minimum = above.walk(i), above.loss.minima[i]
        away = np.linalg.norm(walk - minimum.x, axis=-1)
        assert away[1] == pytest.approx(ring / 2)  # it is nudged, and comes back …
        assert away[above.first + 1 : first].max() < 0.02 * ring  # … and rests up to its limit
        hops = np.linalg.norm(np.diff(walk[first:], axis=0), axis=-1)
        assert i in ordered[2:] or hops.max() >= 1.4 * ring
        others = np.delete([one.x for one in above.loss.minima], i, axis=0)
        assert (away < np.linalg.norm(walk[:, None] - others, axis=-1).min(axis=1)).all()


def test_himmelblaus_walkers_hop_to_and_fro_across_their_valley(above: FromAbove) -> None:
    for i in above.order[:2]:
        walk, bottom = above.walk(int(i)), above.loss.minima[int(i)].x
        steepest = np.linalg.eigh(above.loss.hessian(bottom))[1][:, -1]
        first = above.lost(int(i)) + 1
        sides = (walk[first : first + 5] - bottom) @ steepest  # far past its limit it strays
        assert (sides[:-1] * sides[1:] < 0).all()
