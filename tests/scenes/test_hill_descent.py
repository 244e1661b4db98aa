"""Scene 5 draws a map by its shorelines, and shows the same computed walks twice."""

from typing import Any

import numpy as np
import pytest

from gd_math import descend, losses, minimum_reached, optimizers
from scenes import hill_descent
from scenes.kit import Landscape, Walk
from scenes.kit.landscape import Ball, Ring, Trail
from scenes.kit.landscape.block import Water
from scenes.kit.maps.trails import MapTrail
from scenes.kit.two_views.heights import MapHeights
from scenes.kit.two_views.hikers import RightAngles
from scenes.kit.two_views.shore import MapRings
from tests.scenes.conftest import Staged, Staging

HILLS = losses.HILLS


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("hill_descent")


def landscape_of(told: Staging) -> Landscape:
    return next(m for m in told.lesson.mobjects if isinstance(m, Landscape))


def trails_of(told: Staging) -> list[MapTrail]:
    return [m for m in told.lesson.mobjects if isinstance(m, MapTrail)]


def shown(landscape: Landscape, kind: type) -> list[Any]:
    return [m for m in landscape.marks if isinstance(m, kind) and m.share() == 1]


def test_it_asks_within_seven_seconds(told: Staging) -> None:
    asked = [beat for beat in told.lesson.beats if beat.kind == "question"]
    assert asked[0].caption == "What do the rings mean?"
    assert asked[0].start < 7 * 15


def test_both_views_show_the_same_hikers(told: Staging) -> None:
    landscape, trails = landscape_of(told), trails_of(told)
    walks = {id(trail.walk) for trail in trails}
    assert len(walks) == hill_descent.HIKERS + 1
    assert {id(mark.at) for mark in landscape.marks if isinstance(mark, Ball)} == walks
    assert {id(mark.walk) for mark in landscape.marks if isinstance(mark, Trail)} == walks


def test_all_of_them_come_to_rest_in_the_hollows_which_have_one_ring_each(told: Staging) -> None:
    ends = np.array([trail.walk.position for trail in trails_of(told)])
    assert HILLS.value(ends) == pytest.approx([-1.0] * len(ends), abs=1e-3)
    reached = sorted(tuple(HILLS.minima[i].x) for i in {*minimum_reached(HILLS, ends)})
    rings = [mark for mark in landscape_of(told).marks if isinstance(mark, Ring)]
    assert sorted(tuple(ring.at) for ring in rings) == reached
    assert len(reached) == 2


def test_the_first_hiker_leaves_each_line_at_a_right_angle() -> None:
    descent = optimizers.gradient_descent(hill_descent.LEARNING_RATE)
    path = descend(HILLS, descent, hill_descent.START, hill_descent.STEPS)
    arrived = Walk(path).arrival
    steps, slopes = np.diff(path.x, axis=0)[:arrived], path.gradient[:arrived]
    along = np.stack([-slopes[:, 1], slopes[:, 0]], axis=-1)  # the direction of the line
    lengths = np.linalg.norm(steps, axis=1) * np.linalg.norm(along, axis=1)
    assert np.abs(np.sum(steps * along, axis=1) / lengths).max() < 1e-9


def test_the_right_angles_are_those_of_the_first_hiker(told: Staging) -> None:
    (squares,) = (m for m in told.lesson.mobjects if isinstance(m, RightAngles))
    assert squares.stops == [0, 2]
    assert squares.drawn.get_value() == 2


def test_all_lines_are_drawn_with_their_heights_and_the_water_is_gone(told: Staging) -> None:
    (rings,) = (m for m in told.lesson.mobjects if isinstance(m, MapRings))
    assert len(rings.others.points) == len(rings.dashed.points) == 0 < len(rings.drawn.points)
    (heights,) = (m for m in told.lesson.mobjects if isinstance(m, MapHeights))
    assert sorted(heights.levels) == [-0.75, -0.75, -0.25, -0.25, 0.25, 0.25, 0.75, 0.75]
    assert shown(landscape_of(told), Water) == []


def test_the_hikers_and_their_paths_are_still_on_the_ground(told: Staging) -> None:
    landscape, count = landscape_of(told), hill_descent.HIKERS + 1
    assert [len(shown(landscape, kind)) for kind in (Ball, Trail, Ring)] == [count, count, 2]


def test_in_the_end_the_landscape_lies_on_its_map(told: Staging) -> None:
    landscape, contours = landscape_of(told), trails_of(told)[0].map
    x = np.array([trail.walk.position for trail in trails_of(told)])
    assert landscape.seen(x) == pytest.approx(contours.at(x), abs=0.0037)


def test_with_another_optimizer_nothing_is_said_of_right_angles(staged: Staged) -> None:
    told = staged("hill_descent", "OPTIMIZER=momentum LEARNING_RATE=0.1 STEPS=200")
    assert not any("right angle" in beat.caption for beat in told.lesson.beats)
