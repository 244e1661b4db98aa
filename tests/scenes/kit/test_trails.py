"""A trail is drawn anew when its walk, its map or its plot has moved, and only then."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import UP, FadeOut

from gd_math import descend, losses, optimizers
from scenes.kit import Walk
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import MapCrowd
from scenes.kit.maps.trails import LossTrail, MapTrail, Trail, clip_segments
from scenes.kit.plots.plot import LossPlot, Plot

PATH = descend(losses.RAVINE, optimizers.gradient_descent(0.38), (1.6, 2.5), 10)


def on_map(walk: Walk) -> tuple[Trail, ContourMap | Plot]:
    ground = ContourMap(losses.RAVINE, (-4, -3.2), (4, 3.2), width=6)
    return MapTrail(walk, ground), ground


def on_plot(walk: Walk) -> tuple[Trail, ContourMap | Plot]:
    plot = LossPlot(10, (-3, 3), 4, 3)
    return LossTrail(walk, plot), plot


def on_curve(walk: Walk) -> tuple[Trail, ContourMap | Plot]:
    plot = Plot((-4, 4), (-4, 4), 4, 3)
    return Trail(walk, lambda x: plot.at(x)), plot


Make = Callable[[Walk], tuple[Trail, ContourMap | Plot]]


@pytest.fixture(params=[on_map, on_plot, on_curve])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


def points(trail: Trail) -> list[bytes]:
    return [part.points.round(9).tobytes() for part in trail.submobjects]


def test_a_trail_whose_walk_moves_is_drawn_anew(make: Make) -> None:
    walk = Walk(PATH)
    trail, _ = make(walk)
    for taken in (1.0, 2.5, 10.0, 4.0):
        walk.set_value(taken)
        trail.update()
        fresh, _ = make(Walk(PATH, taken))
        assert points(trail) == points(fresh)


def test_a_trail_whose_ground_moves_is_drawn_anew(make: Make) -> None:
    walk = Walk(PATH, 3)
    trail, ground = make(walk)
    before = trail.get_center()
    for _ in range(3):
        trail.update()
    ground.shift(2 * UP)
    trail.update()
    assert np.allclose(trail.get_center(), before + 2 * UP)


def test_a_trail_that_was_moved_returns_to_its_walk(make: Make) -> None:
    trail, _ = make(Walk(PATH, 3))
    for _ in range(3):
        trail.update()
    before = points(trail)
    trail.marks.points += 0.1  # in place
    trail.walker.shift(UP)
    assert points(trail) != before
    trail.update()
    assert points(trail) == before


def test_a_trail_at_rest_is_not_drawn_again(make: Make) -> None:
    trail, _ = make(Walk(PATH, 3))
    for _ in range(3):
        trail.update()
    before = [part.points for part in trail.submobjects]
    trail.update()
    assert all(part.points is kept for part, kept in zip(trail, before, strict=True))


def test_a_copy_of_a_trail_follows_the_same_walk(make: Make) -> None:
    walk = Walk(PATH, 3)
    trail, _ = make(walk)
    copy = trail.copy()
    walk.set_value(7.5)
    assert points(copy.update()) == points(trail.update())


def test_a_trail_and_its_ground_fade_together(make: Make) -> None:
    trail, ground = make(Walk(PATH, 3))
    shapes = [*trail.family_members_with_points(), *ground.family_members_with_points()]

    def opacities() -> np.ndarray:
        return np.array([(s.get_stroke_opacity(), s.get_fill_opacity()) for s in shapes])

    before = opacities()
    fade = FadeOut(trail, ground)
    fade.begin()
    fade.interpolate(0.25)
    faded = opacities()[before > 0] / before[before > 0]
    np.testing.assert_allclose(faded, faded[0])
    assert 0 < faded[0] < 1


def test_a_crowd_follows_each_of_its_walks() -> None:
    ground = ContourMap(losses.RAVINE, (-4, -3.2), (4, 3.2), width=6)
    walks = [Walk(PATH, 2), Walk(PATH, 5)]
    crowd = MapCrowd(walks, ground)
    for _ in range(3):
        crowd.update()
    walks[1].set_value(8)
    crowd.update()
    fresh = MapCrowd([Walk(PATH, 2), Walk(PATH, 8)], ground)
    assert [part.points.round(9).tobytes() for part in crowd] == [
        part.points.round(9).tobytes() for part in fresh
    ]


def test_segments_inside_the_box_are_not_cut() -> None:
    lower, upper = np.zeros(2), np.ones(2)
    inside = np.array([[[0.1, 0.2], [0.3, 0.7]], [[0.0, 0.0], [1.0, 1.0]]])
    leaves = np.array([[[0.5, 0.5], [1.5, 0.5]]])
    assert np.array_equal(clip_segments(inside, lower, upper), inside)
    both = clip_segments(np.concatenate([inside, leaves]), lower, upper)
    assert np.allclose(both[:2], inside)
    assert np.allclose(both[2], [[0.5, 0.5], [1.0, 0.5]])
