"""What is put on a landscape and on its map is the same thing on both."""

import numpy as np
import pytest
from manim import UP
from scenes.kit.landscape.two_views import TwoViews, beginning, resampled
from scenes.kit.maps.watershed import watersheds

from gd_math import Loss, basins_of_attraction, descend, losses, optimizers
from scenes.kit import Walk, theme
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import EDGE, MapCrowd, walks_inside
from scenes.kit.words.text import formula

HILLS = losses.HILLS
DESCENT = optimizers.gradient_descent(0.4)


def views(loss: Loss = HILLS) -> TwoViews:
    return TwoViews(loss, 5.0, width=6.0, height=8.0, height_scale=1.0)


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_both_views_have_the_same_contour_lines_and_colors(loss: Loss) -> None:
    both = views(loss)
    lowest, highest, spacing = both.landscape.shot().levels
    assert both.map.levels == pytest.approx(np.arange(lowest + spacing / 2, highest, spacing))


def test_steep_walls_do_not_leave_a_map_of_one_color() -> None:
    loss = losses.HIMMELBLAU
    levels = np.array(ContourMap(loss).levels)
    assert levels.max() < 0.6 * loss.value(loss.domain[1])
    assert np.sum(levels < loss.value((-0.270845, -0.923039))) >= 4  # up to its hilltop


def test_a_ridge_runs_from_top_to_top_over_a_pass() -> None:
    ridges = watersheds(HILLS)
    # One for each pass (kπ, lπ), −2 ≤ k, l ≤ 2, but for two corners, whose ridges lie outside.
    assert len(ridges) == 23
    for ridge in ridges:
        # The watersheds of these hills: x − y = 2kπ and x + y = (2k + 1)π.
        across, along = (ridge[:, 0] - ridge[:, 1]) / np.pi, (ridge[:, 0] + ridge[:, 1]) / np.pi
        assert np.ptp(ridge, axis=0).min() > 1.5  # as far as a top, at least
        off = np.abs(across / 2 - np.round(across / 2)).max()
        other = np.abs((along - 1) / 2 - np.round((along - 1) / 2)).max()
        assert min(off, other) < 1e-3


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_walks_from_both_sides_of_a_ridge_part(loss: Loss) -> None:
    descent = optimizers.gradient_descent(0.01 if loss is losses.HIMMELBLAU else 0.2)
    aside = 0.01 * loss.diagonal
    parted = 0
    for ridge in watersheds(loss):
        middle, after = ridge[len(ridge) // 2 : len(ridge) // 2 + 2]
        way = (after - middle) / np.linalg.norm(after - middle)
        normal = aside * np.array([-way[1], way[0]])
        ends = basins_of_attraction(loss, descent, [middle - normal, middle + normal], 3000)
        if min(ends) >= 0:
            parted += 1
            assert ends[0] != ends[1]
    assert parted >= 4


def test_a_bowl_has_no_watershed() -> None:
    assert watersheds(losses.RAVINE) == []


def test_a_watershed_needs_two_variables() -> None:
    with pytest.raises(ValueError, match="2"):
        watersheds(losses.PARABOLA)


def test_a_crowd_is_where_its_walks_are() -> None:
    contours = views().map
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
    chosen = walks_inside(views().map, crowd)
    assert list(chosen) == [0, 3]
    assert starts[1, 0] > edge - EDGE * 2 * edge  # too close to the border
    assert crowd.x[-1, 2].max() > edge  # runs off it


def test_lines_grow_together_in_both_views() -> None:
    both = views()
    path = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 2.0)])
    lines = both.lines([path], theme.ink)
    assert len(lines.points) == 0
    assert lines.line.solid(both.landscape.ground()).lines == ()
    lines.line.shown.set_value(2 / 3)
    lines.update()
    assert lines.points[-1] == pytest.approx(both.map.at((1.0, 1.0)))
    (drawn,) = lines.line.solid(both.landscape.ground()).lines
    ground = both.landscape.on_ground((1.0, 1.0))
    assert drawn.points[-1] == pytest.approx(ground, abs=0.05)


def test_the_border_is_that_of_the_map() -> None:
    both = views()
    border = both.border()
    border.line.shown.set_value(1.0)
    border.update()
    for corner in (np.min, np.max):
        assert corner(border.points, axis=0) == pytest.approx(
            corner(both.map.border.points, axis=0)
        )


def test_from_straight_above_the_landscape_is_as_large_as_the_map() -> None:
    both = views()
    for animation in both.look_down():
        whole = animation.build()
        whole.begin()
        whole.finish()
    corners = np.array([(-1, -1), (1, 1)]) * 2 * np.pi
    seen = np.array([both.landscape.to_frame(*corner) for corner in corners])
    assert seen[1] - seen[0] == pytest.approx(np.subtract(*both.map.at(corners)[::-1]))


def test_a_name_stands_beside_its_place_in_both_views() -> None:
    both = views()
    in_landscape, on_map = both.name(formula("f"), (1.0, 1.0), UP, buff=0.2)
    for label, place in (
        (in_landscape, both.landscape.to_frame(1.0, 1.0)),
        (on_map, both.map.at((1.0, 1.0))),
    ):
        assert label.get_bottom() == pytest.approx(place + 0.2 * UP)


def test_the_beginning_of_a_path_is_measured_along_it() -> None:
    path = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 3.0)])
    assert beginning(path, 0.5) == pytest.approx(np.array([(0, 0), (1, 0), (1, 1)]))
    assert beginning(path, 1) == pytest.approx(path)


def test_a_resampled_path_keeps_its_corners_and_has_no_gaps() -> None:
    path = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (1.0, 0.35)])
    fine = resampled(path, 0.1)
    gaps = np.linalg.norm(np.diff(fine, axis=0), axis=1)
    assert gaps.min() > 0
    assert gaps.max() <= 0.1 + 1e-12
    assert np.abs(fine[:, None] - path).sum(axis=-1).min(axis=0) == pytest.approx(0)
