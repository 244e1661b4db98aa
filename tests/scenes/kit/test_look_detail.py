"""The surroundings of the best line: prints, rings and shares are where what was computed is."""

import numpy as np
import pytest
from manim import ManimColor

from gd_math import datasets
from scenes.kit import LookDescents, LookDetail, LookStage, Number, theme

START = np.array([-1.0, 2.0])
RATE = 0.1


@pytest.fixture(scope="module")
def descents() -> LookDescents:
    return LookDescents(datasets.line_data(seed=32), START, RATE, 10, 10, 30, 9)


@pytest.fixture
def stage(descents: LookDescents) -> LookStage:
    return LookStage(descents)


def middles(points: np.ndarray, count: int) -> np.ndarray:
    """Return the middles of so many outlines."""
    each = points.reshape(count, -1, 3)
    return np.asarray((each.min(axis=1) + each.max(axis=1)) / 2)


def test_the_ring_is_two_deviations_of_the_prediction(
    stage: LookStage, descents: LookDescents
) -> None:
    detail = LookDetail(stage)
    ring = detail.ring("one")
    scale = np.diff(detail.map.at([[0.0, 0.0], [1.0, 1.0]])[:, :2], axis=0)[0]
    apart = (ring.points - detail.map.at(descents.best))[:, :2] / scale
    far = np.einsum("ni,ij,nj->n", apart, np.linalg.inv(descents.ball()), apart)
    assert far.max() == pytest.approx(4, rel=1e-3)
    assert far.min() > 3.98


def test_the_ring_shrinks_with_the_rate(stage: LookStage, descents: LookDescents) -> None:
    detail = LookDetail(stage)
    ring = detail.ring("fading")
    before = ring.width
    stage.later.set_value(descents.looks)
    ring.follow()
    assert detail.rate() == pytest.approx(RATE / (1 + 900 / 30))
    assert ring.width < before / 4


def test_a_cloud_has_a_print_of_each_step_on_the_map(
    stage: LookStage, descents: LookDescents
) -> None:
    detail = LookDetail(stage)
    cloud = detail.cloud("thrown")
    stage.thrown.set_value(150)
    cloud.follow()
    there = descents.thrown.x[:151]
    on_map = detail.map.at(there[detail.map.inside(there)])
    np.testing.assert_allclose(middles(cloud.prints.points, len(on_map)), on_map, atol=1e-6)
    assert cloud.walker.get_center() == pytest.approx(detail.map.at(there[-1]), abs=1e-6)


def test_a_hiker_set_on_the_best_line_is_thrown_about_it(
    stage: LookStage, descents: LookDescents
) -> None:
    path = descents.thrown
    np.testing.assert_array_equal(path.x[0], descents.best)
    for row, asked in enumerate(descents.order[:20]):
        step = descents.steps(path.x[row])[asked]
        np.testing.assert_allclose(path.x[row + 1] - path.x[row], step, atol=1e-12)
    detail = LookDetail(stage)
    cloud = detail.cloud("thrown")
    assert cloud.walker.get_center() == pytest.approx(detail.map.at(descents.best), abs=1e-6)
    assert descents.inside(0) == 1
    first = path.x[1:11] - descents.best
    far = np.einsum("ni,ij,nj->n", first, np.linalg.inv(descents.ball()), first)
    assert descents.inside(10) == pytest.approx(np.mean(far <= 4))


def test_what_is_counted_takes_the_place_of_a_question_mark(stage: LookStage) -> None:
    predicted, mark, counted = LookDetail(stage).shares()
    assert counted.get_left()[0] <= mark.get_right()[0]
    left, right = counted.get_left()[0], counted.get_right()[0]
    assert predicted.get_right()[0] < left
    assert abs(predicted.get_left()[0] + right) < 1e-6  # about the middle
    share, steps = (one for one in counted.get_family() if isinstance(one, Number))
    assert share.place.get_bottom()[1] == pytest.approx(steps.place.get_bottom()[1])


def test_rings_are_above_all_prints_and_below_the_walker(stage: LookStage) -> None:
    detail = LookDetail(stage)
    cloud = detail.cloud("thrown")
    for ring in (detail.goal, detail.ring("thrown"), detail.ring("fading")):
        assert max(cloud.prints.z_index, cloud.path.z_index) < ring.z_index < cloud.walker.z_index


def test_the_detail_has_the_colors_of_the_map(stage: LookStage, descents: LookDescents) -> None:
    detail = LookDetail(stage)
    for level, band in zip(detail.map.levels, detail.map.bands[3:], strict=True):
        shade = int(np.searchsorted(stage.map.levels, level))
        veil = stage.map.veil
        color, over = stage.map.colors[shade].to_rgb(), ManimColor(theme.background).to_rgb()
        seen = (1 - veil) * color + veil * over
        assert band.get_fill_color().to_rgb() == pytest.approx(seen)


def test_the_plate_of_the_rate_hides_no_print_and_no_name(
    stage: LookStage, descents: LookDescents
) -> None:
    detail = LookDetail(stage)
    plate, name = detail.rate_reading(), detail.ring_name(detail.ring("thrown"))
    stage.thrown.set_value(descents.looks)
    cloud = detail.cloud("thrown")
    half = np.array([plate.width, plate.height]) / 2
    for part in (cloud.prints, name[1]):
        apart = np.abs(part.get_all_points() - plate.get_center())[:, :2] - half
        assert (apart.max(axis=-1) > 0).all()
