"""What is put on a block of ground and on its map is the same thing on both."""

import numpy as np
import pytest

from gd_math import Loss, descend, losses, optimizers, random_starts
from scenes.kit import TwoViews, Walk, theme, window
from scenes.kit.landscape.block import Water, around, foot_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import EDGE, MapCrowd, walks_inside
from scenes.kit.two_views.hikers import ArrivingBall, ArrivingTrail, at_rest
from scenes.kit.two_views.shore import GroundShore, MapRings, MapShore
from scenes.kit.two_views.views import APART, panels

HILLS = losses.HILLS
DESCENT = optimizers.gradient_descent(0.4)


def views(loss: Loss = HILLS) -> TwoViews:
    return TwoViews(window(loss, 0.5))


def finish(*animations: object) -> None:
    for animation in animations:
        whole = animation.build()  # type: ignore[attr-defined]
        whole.begin()
        whole.finish()


def part(both: TwoViews, kind: type) -> object:
    return next(m for m in [*both.stage, *both.landscape.marks] if isinstance(m, kind))


def test_a_window_is_the_middle_of_a_loss_with_the_minima_there() -> None:
    middle = window(HILLS, 0.5)
    assert middle.domain == pytest.approx(np.array(HILLS.domain) / 2)
    assert sorted(tuple(np.round(m.x / np.pi, 6)) for m in middle.minima) == [
        (-0.5, 0.5),
        (0.5, -0.5),
    ]


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_both_views_have_the_same_contour_lines(loss: Loss) -> None:
    both = views(loss)
    lowest, highest, spacing = both.landscape.shot().levels
    assert both.map.levels == pytest.approx(np.arange(lowest + spacing / 2, highest, spacing))


def test_steep_walls_do_not_leave_a_map_of_one_color() -> None:
    loss = losses.HIMMELBLAU
    levels = np.array(ContourMap(loss).levels)
    assert levels.max() < 0.6 * loss.value(loss.domain[1])
    assert np.sum(levels < loss.value((-0.270845, -0.923039))) >= 4  # up to its hilltop


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_all_of_a_block_is_in_its_panel(loss: Loss) -> None:
    landscape = views(loss).landscape
    ground = landscape.ground()
    edge = np.concatenate([ground.on_ground(around(ground)), foot_of(ground)])
    off = np.abs(landscape.world_to_frame(edge) - landscape.get_center())
    assert off[..., 0].max() <= landscape.width / 2 + 1e-6
    assert off[..., 1].max() <= landscape.height / 2 + 1e-6
    # It fills the panel: somewhere it comes close to the side.
    assert max(off[..., 0].max() / landscape.width, off[..., 1].max() / landscape.height) > 0.45


def test_the_panels_have_equal_margins() -> None:
    left, right, width, _ = panels()
    assert left[0] == pytest.approx(-right[0])
    assert right[0] - left[0] - width == pytest.approx(0.03 * 14.2222, abs=1e-3)


@pytest.mark.parametrize("level", [-0.7, -0.1, 0.4])
def test_the_shoreline_is_where_the_ground_is_as_high_as_the_water(level: float) -> None:
    both = views()
    finish(*both.flood(), *both.rise_to(level))
    shore = part(both, GroundShore)
    ground = both.landscape.ground()
    lines = shore.solid(ground).lines  # type: ignore[attr-defined]
    assert len(lines) == 2  # about two hollows, or two hills
    for line in lines:
        assert HILLS.value(line.points[:, :2]) == pytest.approx(level, abs=0.02)
    on_map = part(both, MapShore)
    on_map.update()  # type: ignore[attr-defined]
    seen = on_map.submobjects[1].points  # type: ignore[attr-defined]
    lower, upper = both.map.border.points.min(axis=0), both.map.border.points.max(axis=0)
    x = both.map.lower + (seen - lower)[:, :2] / (upper - lower)[:2] * 2 * both.half
    assert both.loss.value(x) == pytest.approx(level, abs=0.01)


def test_water_lies_level_and_has_a_rim_where_it_reaches_the_sides() -> None:
    both = views()
    water, ground = part(both, Water), both.landscape.ground()
    assert isinstance(water, Water)
    assert len(water.solid(ground).points) == 0
    finish(*both.flood(), *both.rise_to(0.5))
    solid = water.solid(ground)
    assert solid.points[:, 2].max() == pytest.approx(0.5 * ground.height_scale)
    assert len(solid.lines) == 4
    finish(*both.rise_to(-0.5))
    assert water.solid(ground).lines == ()


def test_the_water_draws_lines_on_both_which_stay_as_it_sinks() -> None:
    both = views()
    rings = part(both, MapRings)
    assert isinstance(rings, MapRings)
    assert len(rings.points) == 0
    finish(*both.rise_to(both.map.levels[4]))
    rings.follow()
    drawn = len(rings.points)
    assert drawn == sum(len(line) for line in rings.lines[:5]) > 0
    finish(*both.drain())
    rings.follow()
    assert len(rings.points) == drawn
    assert both.landscape.shot().charted == pytest.approx(both.map.levels[4])
    assert both.level.get_value() == pytest.approx(both.lowest)


def test_a_line_lies_under_the_feet_of_a_walker() -> None:
    both = views()
    walk = Walk(descend(HILLS, DESCENT, (1.2, 0.8), 8))
    both.line_under(walk)
    for taken in (0, 2.5, 8):
        walk.set_value(taken)
        assert both.level.get_value() == pytest.approx(HILLS.value(walk.position))


def test_hikers_have_no_color_before_they_have_arrived() -> None:
    both = views()
    walk = Walk(descend(HILLS, DESCENT, (1.2, 0.8), 40))
    hikers = both.hikers([walk])
    for taken, color in (
        (0, theme.ink),
        (walk.arrival, theme.ink),
        (walk.arrival + 1, theme.walker),
    ):
        walk.set_value(taken)
        (trail,) = hikers.on_map
        trail.update()
        shown = {trail.walker.get_fill_color().to_hex(), trail.path.get_stroke_color().to_hex()}
        assert shown == {color}
        for mark in hikers.on_ground:
            assert isinstance(mark, ArrivingBall | ArrivingTrail)
            rgb = tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
            assert mark.paint()[:3] == pytest.approx(rgb)


def test_a_walk_has_arrived_at_its_last_step_at_the_latest() -> None:
    walk = Walk(descend(HILLS, DESCENT, (1.2, 0.8), 3), taken=3)
    assert at_rest(walk, 3) == 1


def test_those_who_are_chosen_start_apart_and_reach_a_minimum() -> None:
    both = views()
    crowd = descend(both.loss, DESCENT, random_starts(both.loss, 200, 1), 60)
    walks = both.spread_out(crowd, 6)
    starts = np.array([walk.position for walk in walks])
    away = np.linalg.norm(starts[:, None] - starts, axis=-1)[~np.eye(6, dtype=bool)]
    assert away.min() > APART * 2 * np.pi
    assert [HILLS.value(w.trajectory.x[-1]) for w in walks] == pytest.approx([-1] * 6, abs=1e-3)
    with pytest.raises(ValueError, match="HIKERS is 150"):
        both.spread_out(crowd, 150)


def test_pressed_flat_and_laid_together_the_two_fit() -> None:
    both = views()
    finish(*both.look_down(), both.flatten(), *both.lay_together())
    grid = np.array([(x, y) for x in np.linspace(-3, 3, 7) for y in np.linspace(-3, 3, 7)])
    assert both.landscape.seen(grid) == pytest.approx(both.map.at(grid), abs=1e-6)
    rings = part(both, MapRings)
    assert isinstance(rings, MapRings)
    both.charted.set_value(np.inf)
    rings.follow()
    assert rings.get_center() == pytest.approx(both.map.border.get_center(), abs=1e-6)


def test_a_height_is_written_at_its_place_in_both_views() -> None:
    both = views()
    labels = both.heights()
    assert len(labels) == 2 * 4  # two hills, two hollows
    on_map = sorted(tuple(np.round(label.get_center(), 3)) for label in labels[1::2])
    places = [(s * np.pi / 2, t * np.pi / 2) for s in (-1, 1) for t in (-1, 1)]
    assert on_map == sorted(tuple(np.round(both.map.at(x), 3)) for x in places)


def test_a_crowd_is_where_its_walks_are() -> None:
    contours = ContourMap(HILLS)
    starts = [(1.2, 1.0), (-1.0, -2.0), (3.0, 0.4)]
    walks = [Walk(descend(HILLS, DESCENT, start, 8)) for start in starts]
    crowd = MapCrowd(walks, contours)
    for taken in (0.0, 2.5, 8.0):
        for walk in walks:
            walk.set_value(taken)
        crowd.update()
        outlines = np.split(crowd.submobjects[2].points, len(walks))
        middles = np.array([(o.min(axis=0) + o.max(axis=0)) / 2 for o in outlines])
        assert middles == pytest.approx(contours.at([walk.position for walk in walks]))


def test_an_empty_crowd_has_no_points() -> None:
    assert len(MapCrowd([], views().map).get_all_points()) == 0


def test_those_stay_who_begin_and_remain_on_the_map() -> None:
    edge = 2 * np.pi
    starts = np.array([(1.2, 1.0), (edge - 0.01, 1.0), (edge - 0.7, edge - 1.2), (0.3, 0.2)])
    crowd = descend(HILLS, DESCENT, starts, 60)
    chosen = walks_inside(ContourMap(HILLS), crowd)
    assert list(chosen) == [0, 3]
    assert starts[1, 0] > edge - EDGE * 2 * edge  # too close to the border
    assert crowd.x[-1, 2].max() > edge  # runs off it
