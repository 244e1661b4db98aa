"""Inputs that are rescaled: cloud, valley and walk are those of the same amount, as computed."""

import numpy as np
import pytest
from manim import VMobject

from gd_math import Features, descend, feature_data, feature_error, optimizers, rescaled
from scenes.kit import ScalingStage
from scenes.kit.scaling.bars import SpreadBar, Way
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.stage import GOAL
from scenes.kit.scaling.valley_map import clipped

AMOUNTS = [0.0, 0.3, 1.0]
RATE = 0.2


def plants(**changes: object) -> Features:
    asked: dict[str, object] = {
        "means": (8, 0.9),
        "deviations": (2.1, 0.3),
        "weights": (1.8, 3.3),
        "axes": ("sun in hours", "water in liters", "growth in cm"),
        "correlation": 0.1,
        "noise": 0.6,
        "seed": 6,
    }
    return feature_data(**{**asked, **changes})  # type: ignore[arg-type]


@pytest.fixture
def stage() -> ScalingStage:
    return ScalingStage(plants(), RATE)


def at_amount(stage: ScalingStage, amount: float) -> ScalingStage:
    stage.walk.amount.set_value(amount)
    refresh(stage.map, stage.cloud, stage.ring, stage.goal, stage.trail)
    return stage


def refresh(*parts: VMobject) -> None:
    for part in parts:
        part.update()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_walk_is_the_descent_from_zero(stage: ScalingStage, amount: float) -> None:
    walk = at_amount(stage, amount).walk
    loss = feature_error(rescaled(plants(), amount))
    steps = walk.trajectory.steps
    expected = descend(loss, optimizers.gradient_descent(RATE), [0.0, 0.0], steps)
    assert walk.trajectory.x == pytest.approx(expected.x)
    above = loss.value(expected.x) - loss.minima[0].value
    assert above[-1] < GOAL * stage.map.rise < above[-2]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_dots_are_the_rescaled_inputs_on_one_scale(stage: ScalingStage, amount: float) -> None:
    cloud = at_amount(stage, amount).cloud
    inputs = rescaled(plants(), amount).inputs
    dots = cloud.dots.points.reshape(len(inputs), -1, 3).mean(axis=1)
    assert dots[:, :2] - cloud.middle[:2] == pytest.approx(cloud.unit * inputs, abs=0.01)
    right, up = cloud.plot.at([(1, 0), (0, 1)]) - cloud.middle
    assert right[0] == pytest.approx(up[1]) == pytest.approx(cloud.unit)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_rings_are_where_the_loss_is_up_by_their_levels(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    valley, now = stage.map, stage.walk.now
    for ring, level in ((stage.ring, valley.rise), (stage.goal, GOAL * valley.rise)):
        ends = ring.path.points[::4]
        weights = (ends - valley.border.get_center())[:, :2] / valley.unit + now.minimum
        above = now.loss.value(weights) - now.loss.minima[0].value
        assert above == pytest.approx(np.full(len(ends), level))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_goal_is_the_same_set_of_weights_on_every_map(
    stage: ScalingStage, amount: float
) -> None:
    """Whatever the inputs are divided by, w divided by it too is on the raw map's ring."""
    at_amount(stage, amount)
    raw, now = stage.walk.scaled(0.0), stage.walk.now
    away = (stage.goal.path.points - stage.map.border.get_center())[::4, :2] / stage.map.unit
    weights = raw.minimum + away * now.deviations / raw.deviations
    above = raw.loss.value(weights) - raw.loss.minima[0].value
    assert above == pytest.approx(np.full(len(above), GOAL * stage.map.rise))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_bands_are_bounded_by_levels_of_the_loss(stage: ScalingStage, amount: float) -> None:
    valley = at_amount(stage, amount).map
    low, high = (f(valley.border.points, axis=0)[:2] for f in (np.min, np.max))
    now = stage.walk.now
    for band, level in zip(valley.bands, valley.levels[::-1], strict=True):
        corners = band.points[::4]
        inside = np.all((corners[:, :2] > low + 1e-6) & (corners[:, :2] < high - 1e-6), axis=1)
        weights = (corners[inside] - valley.border.get_center())[:, :2] / valley.unit + now.minimum
        above = now.loss.value(weights) - now.loss.minima[0].value
        assert above == pytest.approx(np.full(inside.sum(), level))
    assert valley.levels == pytest.approx(valley.rise * np.arange(1, len(valley.levels) + 1) ** 2)


def test_a_convex_polygon_is_cut_off_at_a_box() -> None:
    corner = np.array([1.0, 1.0])
    diamond = np.array([[1.5, 0.0], [0.0, 1.5], [-1.5, 0.0], [0.0, -1.5]])
    found = clipped(diamond, -corner, corner)
    assert len(found) == 8
    assert np.abs(found).max() == 1
    assert np.abs(found).sum(axis=1) == pytest.approx(np.full(8, 1.5))
    assert clipped(diamond, -2 * corner, 2 * corner) == pytest.approx(diamond)
    assert len(clipped(diamond + 9, -corner, corner)) == 0


def length(bar: SpreadBar | Way) -> float:
    """Return how long a bar is from the mean or from the best weights on."""
    bar.follow()
    if isinstance(bar, SpreadBar):
        return float(np.linalg.norm(bar.bar.points[3] - bar.bar.points[0]))
    return float((bar.bar.points - bar.map.middle).max(axis=0)[bar.axis])


@pytest.mark.parametrize("amount", AMOUNTS)
def test_long_in_the_cloud_is_short_in_the_valley(stage: ScalingStage, amount: float) -> None:
    """Along both axes the spread times the way up to the ring is √rise, whatever the amount."""
    raw = stage.walk.scaled(0.0).deviations
    ways = [stage.way(bar.axis, 1 / raw[bar.axis]) for bar in stage.spreads]
    at_amount(stage, amount)
    inputs = stage.walk.now.data.inputs
    for bar, way in zip(stage.spreads, ways, strict=True):
        bar.grown.set_value(1.0)
        spread = length(bar) / stage.cloud.unit
        assert spread == pytest.approx(inputs[:, bar.axis].std())
        assert spread * length(way) / stage.map.unit == pytest.approx(np.sqrt(stage.map.rise))
        assert bar.words[1].value() == pytest.approx(spread)
        assert way.words[1].value() == pytest.approx(length(way) / stage.map.unit)
        assert bar.words[0].markup == f"s_{bar.axis + 1} ="
        assert way.words[0].markup == f"d_{bar.axis + 1} ="


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("axis", [0, 1])
def test_the_loss_has_risen_at_the_end_of_the_way(
    stage: ScalingStage, axis: int, share: float
) -> None:
    now = stage.walk.now
    way = stage.way(axis, share * np.sqrt(stage.map.rise) / now.deviations[axis])
    weights = now.minimum + way.now * way.along[:2]
    risen = now.loss.value(weights) - now.loss.minima[0].value
    assert risen == pytest.approx(way.risen)
    assert way.risen == pytest.approx((way.spread * way.now) ** 2)
    assert way.risen == pytest.approx(share**2 * stage.map.rise)
    assert stage.rising(way)[1].value() == pytest.approx(risen)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_numbers_keep_off_the_name_of_their_axis(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    lowest = min(one.get_bottom()[1] for one in stage.axes[0].labels)
    for first, second in (stage.panel.names, stage.panel.scaled):
        assert first.get_top()[1] < lowest - 0.1
        assert first.get_x() == pytest.approx(stage.map.border.get_x())
        assert second.get_right()[0] < stage.map.border.get_left()[0]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_bars_of_s_lie_outside_of_the_cloud(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    dots = stage.cloud.plot.at(stage.walk.now.data.inputs)
    for bar in stage.spreads:
        bar.grown.set_value(1.0)
        bar.follow()
        refresh(bar.label)
        for part in (bar, bar.label):
            low, high = (f(part.get_all_points(), axis=0)[:2] for f in (np.min, np.max))
            assert high[0] < stage.map.border.get_left()[0] - 0.3
            assert not np.all(
                (low - 0.07 < dots[:, :2]) & (dots[:, :2] < high + 0.07), axis=1
            ).any()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_names_of_d_stand_outside_of_the_ring(stage: ScalingStage, amount: float) -> None:
    raw = stage.walk.scaled(0.0).deviations
    ways = [stage.way(bar.axis, 1 / raw[bar.axis]) for bar in stage.spreads]
    at_amount(stage, amount)
    ring = stage.map.outline(stage.map.rise)[:, :2]
    for way in ways:
        refresh(way, way.label)
        low, high = (f(way.label.get_all_points(), axis=0)[:2] for f in (np.min, np.max))
        assert not np.all((low < ring) & (ring < high), axis=1).any()
    first, second = (way.label for way in ways)
    assert second.get_right()[0] < stage.map.middle[0] < first.get_left()[0]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_everything_stays_on_the_map(stage: ScalingStage, amount: float) -> None:
    valley = at_amount(stage, amount).map
    stage.walk.set_value(stage.walk.trajectory.steps)
    places = np.vstack([valley.at(stage.walk.trajectory.x), valley.outline(valley.rise)])
    half = np.array([valley.border.width, valley.border.height]) / 2
    away = np.abs(places - valley.border.get_center())[:, :2]
    assert (away < half).all()
    assert valley.at(stage.walk.now.minimum) == pytest.approx(valley.border.get_center())


def test_the_start_rides_along_as_the_same_model(stage: ScalingStage) -> None:
    raw = stage.walk.scaled(0.0)
    for amount in AMOUNTS:
        at_amount(stage, amount)
        now = stage.walk.now
        away = (stage.trail.walker.get_center() - stage.map.middle)[:2] / stage.map.unit
        assert away * now.deviations == pytest.approx(-raw.minimum * raw.deviations)


def test_a_bar_is_as_long_as_the_steps_until_it_is_kept(stage: ScalingStage) -> None:
    row, walk = stage.row, stage.walk
    most = walk.trajectory.steps

    def length() -> float:
        row.bar.follow()
        return float(row.bar.bar.width)

    assert len(row.bar.bar.points) == 0
    walk.set_value(most)
    whole = length()
    walk.set_value(most / 2)
    assert length() == pytest.approx(whole / 2)
    walk.set_value(most)
    row.keep()
    walk.amount.set_value(1.0)
    assert length() == pytest.approx(whole)
    second = stage.second_row
    second.bar.follow()
    assert second.bar.bar.width / whole == pytest.approx(walk.trajectory.steps / most)


def test_both_pictures_are_on_one_scale(stage: ScalingStage) -> None:
    assert stage.map.unit == stage.cloud.unit
    plot = stage.axes[0]
    assert plot.at((0.0, 0.0)) == pytest.approx(stage.map.at(stage.walk.now.minimum))
    step = plot.at((1.0, 1.0)) - plot.at((0.0, 0.0))
    assert step[:2] == pytest.approx(np.full(2, stage.map.unit))


def test_one_step_is_no_steps(stage: ScalingStage) -> None:
    word = stage.row.count[1]
    for taken, seen in ((0, 5), (1, 4), (1.9, 4), (2, 5)):
        stage.walk.set_value(taken)
        word.follow()
        letters = word.family_members_with_points()
        assert sum(letter.get_fill_opacity() > 0 for letter in letters) == seen


def test_inputs_are_divided_by_what_is_said(stage: ScalingStage) -> None:
    raw, now = (rescaled(plants(), amount).inputs for amount in (0.0, 1.0))
    for axis, words in enumerate(stage.divided):
        divisor = float(words.markup.split("$div ")[1].rstrip("$"))
        assert now[:, axis] * divisor == pytest.approx(raw[:, axis])


def test_the_model_stands_above_the_cloud_or_in_its_place(stage: ScalingStage) -> None:
    assert stage.model.get_bottom()[1] > stage.cloud.get_top()[1]
    assert stage.rows.get_center() == pytest.approx(stage.cloud.middle)
    assert stage.rows.get_right()[0] + 0.2 < stage.panel.axes.get_left()[0]


def test_what_is_said_follows_what_is_seen(stage: ScalingStage) -> None:
    assert stage.why_slow == "Across: wall to wall. Along: a crawl."
    assert ScalingStage(plants(), 0.1).why_slow == "Across: down in a few steps. Along: a crawl."
    assert (stage.rise, stage.weights) == ("1", ("w₁", "w₂"))
    other = ScalingStage(plants(weights=(18, 33), noise=6), 0.2)
    assert other.rise == "100"


def test_inputs_that_are_no_pair_are_refused() -> None:
    data = Features([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0], ("x", "y"))
    with pytest.raises(ValueError, match=r"^DATA has inputs of shape \(3, 1\), and must have two"):
        ScaledWalk(data, RATE, 0.1)
