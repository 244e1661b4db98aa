"""Scene 5 shows the same computed walks twice, and the valleys that they find."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Typst

from gd_math import losses, minimum_reached
from scenes import hill_descent
from scenes.kit.landscape import Ball, Landscape, Pin, Ring, Trail
from scenes.kit.maps.crowd import MapCrowd
from scenes.kit.theme import theme
from tests.scenes.conftest import Staged, Staging, lesson_class, stage

HILLS = losses.HILLS


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("hill_descent")


def landscape_of(told: Staging) -> Landscape:
    return next(m for m in told.lesson.mobjects if isinstance(m, Landscape))


def crowds_of(told: Staging) -> list[MapCrowd]:
    return [m for m in told.lesson.mobjects if isinstance(m, MapCrowd)]


def shown(landscape: Landscape, kind: type) -> list[Any]:
    return [m for m in landscape.marks if isinstance(m, kind) and m.share() == 1]


def test_both_views_show_the_same_hikers_in_the_same_color_and_shape(told: Staging) -> None:
    landscape, crowds = landscape_of(told), crowds_of(told)
    on_map = {
        id(trail.walk): (crowd.submobjects[2].get_fill_color().to_hex(), len(trail.walker.points))
        for crowd in crowds
        for trail in crowd.trails
    }
    on_ground = {id(ball.at): (ball.color, ball.shape) for ball in shown(landscape, Ball)}
    assert len(on_map) == hill_descent.HIKERS
    assert on_map.keys() == on_ground.keys()
    assert on_map.keys() == {id(trail.walk) for trail in shown(landscape, Trail)}
    looks = {(on_map[key], (tuple(on_ground[key][0]), on_ground[key][1])) for key in on_map}
    assert len(looks) == 2  # one look on the map for each look on the ground
    assert {shape for _, (_, shape) in looks} == {"ball", "gem"}
    for (color, _), (paint, _) in looks:
        assert tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)) == pytest.approx(paint)


def test_every_computed_point_is_on_the_map(told: Staging) -> None:
    for crowd in crowds_of(told):
        paths, marks, _ = crowd.submobjects
        middles = marks.points.reshape(-1, len(crowd.trails[0]._mark_outline), 3)
        for trail in crowd.trails:
            computed = trail.map.at(trail.walk.trajectory.x)
            for drawn, points in ((paths.points, computed), (middles.mean(axis=1), computed[:-1])):
                apart = np.linalg.norm(drawn[None] - points[:, None], axis=-1).min(axis=1)
                assert apart.max() < 0.01 * trail.map.border.width


def test_the_numbers_on_screen_are_those_of_the_walks(told: Staging) -> None:
    ends = [trail.walk.position for crowd in crowds_of(told) for trail in crowd.trails]
    valleys = minimum_reached(HILLS, ends)
    arrived = valleys[valleys >= 0]
    assert len(arrived) == len(ends)
    assert [HILLS.value(end) for end in ends] == pytest.approx([-1.0] * len(ends), abs=1e-3)
    texts = [m.typst_code for m in told.lesson.get_mobject_family_members() if isinstance(m, Typst)]
    assert f"{len(arrived)} of {len(ends)} reached $f = -1$" in [t.replace("−", "-") for t in texts]
    pins = {
        tuple(pin.at): int(pin.submobjects[0].submobjects[1].typst_code.strip("$ "))
        for pin in told.lesson.get_mobject_family_members()
        if isinstance(pin, Pin)
    }
    for index, minimum in enumerate(HILLS.minima):
        assert pins.get(tuple(minimum.x), 0) == np.sum(arrived == index)
    rings = {tuple(ring.at) for ring in shown(landscape_of(told), Ring)}
    assert rings == pins.keys()


def test_hikers_of_one_color_find_valleys_of_one_kind(told: Staging) -> None:
    for crowd in crowds_of(told):
        sines = [np.sin(trail.walk.position[0]) for trail in crowd.trails]
        assert np.ptp(np.sign(sines)) == 0
    assert crowds_of(told)[0].trails[0].path.get_stroke_color().to_hex() == theme.walker


def test_the_two_who_start_side_by_side_end_in_valleys_that_adjoin() -> None:
    start, neighbor = (np.array(x) for x in (hill_descent.START, hill_descent.NEIGHBOR))
    step = hill_descent.LEARNING_RATE * np.linalg.norm(HILLS.gradient(start))
    assert np.linalg.norm(start - neighbor) < 1.2 * step


def test_in_the_end_the_landscape_lies_as_the_map_beside_it(told: Staging) -> None:
    landscape = landscape_of(told)
    contours = crowds_of(told)[0].trails[0].map
    grid = np.pi * np.array([(x, y) for x in range(-2, 3) for y in range(-2, 3)])  # there f = 0
    seen = np.array([landscape.to_frame(*x) for x in grid]) - landscape.get_center()
    assert seen == pytest.approx(contours.at(grid) - contours.border.get_center(), abs=1e-6)


def test_contour_lines_stand_on_the_same_levels_in_both_views(told: Staging) -> None:
    landscape = landscape_of(told)
    _, _, spacing = landscape.shot().levels
    on_ground = landscape.lowest + (np.arange(10) + 0.5) * spacing
    levels = crowds_of(told)[0].trails[0].map.levels
    assert levels == pytest.approx(on_ground, abs=1e-3)


def test_no_hill_hides_where_a_hiker_rests(tmp_path: Path) -> None:
    hidden: list[bool] = []

    class Watched(lesson_class("hill_descent")):  # type: ignore[misc]
        def beat(self, caption: str) -> None:
            for landscape in self.mobjects:
                if isinstance(landscape, Landscape):
                    balls = [ball for ball in landscape.marks if isinstance(ball, Ball)]
                    shown = [ball.at.position for ball in balls if ball.share() == 1]
                    hidden.extend(landscape.is_hidden(*place, 0.1) for place in shown)
            super().beat(caption)

    stage(Watched, "dark", tmp_path)
    # One hiker at the end of beat 3, two at the ends of 4 and 5, all of them from 6 on.
    assert len(hidden) == 1 + 2 + 2 + 2 * hill_descent.HIKERS
    assert not any(hidden)
