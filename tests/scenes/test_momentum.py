"""The figures that the clip shows, with the knobs as they are."""

import numpy as np
import pytest
from manim import config

from gd_math import (
    descend,
    gradient_descent,
    losses,
    minimum_reached,
    momentum,
)
from scenes import momentum as scene
from scenes.kit import (
    Dip,
    PartsApart,
    RollStage,
    VelocityArrows,
    valley_of,
)
from scenes.kit.rolling.apart import ENDS
from scenes.kit.rolling.arrows import PARTS, PartArrow
from scenes.kit.theme import CAPTION_BAND
from tests.scenes.rolling import roll_stage


@pytest.fixture(scope="module")
def stage() -> RollStage:
    return roll_stage()


def test_both_walks_are_those_of_gd_math(stage: RollStage) -> None:
    start, rate = list(scene.START), scene.LEARNING_RATE
    for path, steps, optimizer in zip(
        stage.paths,
        stage.arrivals,
        (gradient_descent(rate), momentum(rate, scene.BETA)),
        strict=True,
    ):
        assert np.array_equal(path.x, descend(losses.RAVINE, optimizer, start, steps).x)


def test_both_arrive_when_the_loss_stays_below_the_level(stage: RollStage) -> None:
    assert stage.level == pytest.approx(0.01)
    assert stage.arrivals == [15, 5]
    for path, optimizer in zip(
        stage.paths,
        (gradient_descent(scene.LEARNING_RATE), momentum(scene.LEARNING_RATE, scene.BETA)),
        strict=True,
    ):
        assert path.loss[-2] > stage.level
        whole = descend(losses.RAVINE, optimizer, list(scene.START), 200)
        assert (whole.loss[path.steps :] <= stage.level).all()


def test_across_it_zigzags_and_rolling_cancels_that(stage: RollStage) -> None:
    plain, rolling = (path.x[:, 0] for path in stage.paths)
    assert (np.sign(plain[1:]) == -np.sign(plain[:-1])).all()
    assert np.abs(rolling[2:]).max() < np.abs(plain[2 : len(rolling)]).max() / 2


@pytest.mark.parametrize("taken", [1, 2, 4])
def test_the_arrows_add_up_to_the_step(stage: RollStage, taken: int) -> None:
    path = stage.paths[1]
    arrows = VelocityArrows(path, stage.map, scene.BETA, taken)
    x, gradient = path.x, path.gradient
    added = x[taken] + scene.BETA * (x[taken] - x[taken - 1])
    added = added - scene.LEARNING_RATE * gradient[taken]
    np.testing.assert_allclose(added, x[taken + 1], atol=1e-12)
    np.testing.assert_allclose(arrows.corners[-1], stage.map.at(added), atol=1e-9)


def test_the_mark_at_the_tip_of_a_step_goes_from_the_walker_to_where_it_will_be(
    stage: RollStage,
) -> None:
    arrows = VelocityArrows(stage.paths[1], stage.map, scene.BETA, 1)
    assert not len(arrows.tip.points)
    start, _, end = arrows.corners
    for share in (0.5, 1.0):
        arrows.shares[-1].set_value(share)
        arrows.follow()
        place = start + share * (end - start)
        np.testing.assert_allclose(arrows.tip.get_center(), place, atol=1e-9)


@pytest.mark.parametrize("taken", [1, 2])
def test_the_parts_oppose_each_other_across_and_agree_along(stage: RollStage, taken: int) -> None:
    path, beta = stage.paths[1], scene.BETA
    kept = beta * (path.x[taken] - path.x[taken - 1])
    added = -scene.LEARNING_RATE * path.gradient[taken]
    assert np.sign(kept * added).tolist() == [-1, 1]
    arrows = VelocityArrows(path, stage.map, beta, taken)
    parts = PartsApart(arrows, valley_of("LOSS", losses.RAVINE, scene.START))
    for tracker in (*arrows.shares, *parts.projected.values()):
        tracker.set_value(1)
    parts.follow()
    unit = parts.scale_up * (stage.map.at([1.0, 1.0]) - stage.map.at([0.0, 0.0]))[0]
    made = path.x[taken + 1] - path.x[taken]
    for axis, row in enumerate(parts.parts):
        for arrow, ends, part in zip(row, ENDS, (kept, added, made), strict=True):
            reach = np.ptp(arrow.points[:, axis])
            assert reach == pytest.approx(abs(part[axis]) * unit, rel=0.01)
            # It stands below, or right of, the arrow whose part it is.
            tips = arrow.points[:, axis], parts.corners[list(ends), axis]
            assert tips[0].min() == pytest.approx(tips[1].min(), abs=0.15)
            assert tips[0].max() == pytest.approx(tips[1].max(), abs=0.15)


def test_parts_come_after_the_lines_have_dropped(stage: RollStage) -> None:
    arrows = VelocityArrows(stage.paths[1], stage.map, scene.BETA, 2)
    parts = PartsApart(arrows, valley_of("LOSS", losses.RAVINE, scene.START))
    for tracker in arrows.shares[:2]:
        tracker.set_value(1)
    parts.projected["across"].set_value(0.3)
    parts.follow()
    assert len(parts.drops[0].points)
    assert not len(parts.drops[1].points)
    assert not any(len(arrow.points) for row in parts.parts for arrow in row)
    parts.projected["across"].set_value(1)
    parts.follow()
    assert [len(arrow.points) > 0 for arrow in parts.parts[0]] == [True, True, False]


def test_the_enlarged_step_is_right_of_the_map_and_above_the_captions(stage: RollStage) -> None:
    arrows = VelocityArrows(stage.paths[1], stage.map, scene.BETA, 2)
    parts = PartsApart(arrows, valley_of("LOSS", losses.RAVINE, scene.START))
    for tracker in (*arrows.shares, *parts.projected.values()):
        tracker.set_value(1)
    arrows.follow()
    parts.follow()
    np.testing.assert_allclose(parts.tip.get_center(), parts.corners[2], atol=1e-9)
    assert parts.get_left()[0] > stage.map.get_right()[0]
    assert parts.get_bottom()[1] > -config.frame_height * (0.5 - CAPTION_BAND)


@pytest.mark.parametrize("which", PARTS)
def test_an_arrow_is_as_long_as_it_says(which: str) -> None:
    arrow = PartArrow(which)
    for way in ([0.05, 0.0, 0.0], [1.3, 0.0, 0.0]):
        arrow.put(np.zeros(3), np.array(way))
        assert arrow.points[:, 0].min() == pytest.approx(0)
        assert arrow.points[:, 0].max() == pytest.approx(way[0])
    arrow.put(np.zeros(3), np.zeros(3))
    assert not len(arrow.points)


def test_what_is_taken_apart_is_seen_to_cancel_across_and_to_add_up_along(
    stage: RollStage,
) -> None:
    """The step that is shown in parts is less than half of what is added, and more along."""
    path = stage.paths[1]
    share = (path.x[3] - path.x[2]) / (-scene.LEARNING_RATE * path.gradient[2])
    assert 0 < share[0] < 0.5
    assert share[1] > 1.5


def test_one_stays_in_the_dip_and_one_passes() -> None:
    dip = Dip(scene.DIP_START, scene.DIP_RATE, scene.DIP_BETA)
    ends = [dip.loss.minima[int(minimum_reached(dip.loss, path.x[-1]))] for path in dip.paths]
    assert [end.is_global for end in ends] == [False, True]
    gem = dip.paths[1].x[:, 0]
    assert abs(gem[dip.bottom] - dip.loss.minima[1].x[0]) < 0.05  # as it is in the dip …
    assert abs(np.diff(gem)[dip.bottom - 1]) > 0.4  # … it is fast
    assert dip.bottom < dip.beyond < dip.swung
    assert gem[dip.swung] > dip.loss.minima[0].x[0] > gem[dip.beyond : dip.swung].min()
    ground = losses.TWO_WELLS  # the curve is that of the two wells along the line through both
    np.testing.assert_allclose(dip.loss.value([[0.3]]), ground.value([[0.3, 0.0]]))


def test_the_arrow_of_what_is_kept_leaves_the_walker_that_rolls() -> None:
    dip = Dip(scene.DIP_START, scene.DIP_RATE, scene.DIP_BETA)
    roll = dip.walkers[1]
    roll.walk.set_value(dip.bottom)
    dip.kept.follow()
    tail = dip.kept.points[0]
    middle = dip.plot.on(roll.walk.position)
    assert tail[1] == pytest.approx(middle[1])
    assert middle[0] - tail[0] == pytest.approx(roll.walker.width / 2)
    way = dip.paths[1].x[dip.bottom] - dip.paths[1].x[dip.bottom - 1]
    unit = (dip.plot.on([1.0]) - dip.plot.on([0.0]))[0]
    assert np.ptp(dip.kept.points[:, 0]) == pytest.approx(scene.DIP_BETA * abs(way[0]) * unit)
