"""Inputs that are rescaled: cloud, valley and walk are those of the same amount, as computed."""

import numpy as np
import pytest
from manim import PI, VMobject

from gd_math import Features, descend, feature_data, feature_error, optimizers, rescaled
from scenes.kit import ScalingStage
from scenes.kit.scaling.direction import MOVED, Direction
from scenes.kit.scaling.scaled_walk import ScaledWalk
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
    refresh(stage.map, stage.cloud, stage.ellipse, stage.ring, stage.trail)
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
    left = (expected.loss - loss.minima[0].value) / (expected.loss[0] - loss.minima[0].value)
    assert left[-1] <= 1e-4 < left[-2]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_dots_are_the_rescaled_inputs_on_one_scale(stage: ScalingStage, amount: float) -> None:
    cloud = at_amount(stage, amount).cloud
    inputs = rescaled(plants(), amount).inputs
    dots = cloud.dots.points.reshape(len(inputs), -1, 3).mean(axis=1)
    assert dots[:, :2] - cloud.middle[:2] == pytest.approx(cloud.unit * inputs, abs=0.01)
    right, up = cloud.plot.at([(1, 0), (0, 1)]) - cloud.middle
    assert right[0] == pytest.approx(up[1]) == pytest.approx(cloud.unit)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_ring_is_where_the_loss_is_up_by_the_rise(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    stage.ring.traced.set_value(PI)
    stage.ring.follow()
    valley, now = stage.map, stage.walk.now
    ends = stage.ring.path.points[::4]
    weights = (ends - valley.border.get_center())[:, :2] / valley.unit + now.minimum
    above = now.loss.value(weights) - now.loss.minima[0].value
    assert above == pytest.approx(np.full(len(ends), valley.rise))


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


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("angle", [0.0, 0.7, PI / 2, 2.5])
def test_long_in_the_cloud_is_short_in_the_valley(
    stage: ScalingStage, amount: float, angle: float
) -> None:
    """Along each direction the spread times the way up to the ring is √rise."""
    at_amount(stage, amount)
    direction = stage.direction()
    direction.angle.set_value(angle)
    direction.dropped.set_value(1.0)
    direction.grown.set_value(1.0)
    direction.follow()
    spread, rest, way, back = (
        np.linalg.norm(np.ptp(bar.points, axis=0)) / unit
        for bars, unit in (
            ((direction.spread, direction.rest), stage.cloud.unit),
            ((direction.way, direction.back), stage.map.unit),
        )
        for bar in bars
    )
    assert (rest, back) == pytest.approx((spread, way))
    shadows = stage.walk.now.data.inputs @ [np.cos(angle), np.sin(angle)]
    assert spread == pytest.approx(shadows.std())
    assert spread * way == pytest.approx(np.sqrt(stage.map.rise))


@pytest.mark.parametrize("grown", [0.0, 0.4, 1.0])
def test_the_loss_has_risen_at_the_ends_of_the_way(stage: ScalingStage, grown: float) -> None:
    direction, now = stage.direction(), stage.walk.now
    direction.angle.set_value(0.7)
    direction.grown.set_value(grown)
    direction.follow()
    ends = (
        np.array([bar.points[-1] for bar in (direction.way, direction.back)])
        - stage.map.border.get_center()
    )
    weights = now.minimum + ends[:, :2] / stage.map.unit
    risen = now.loss.value(weights) - now.loss.minima[0].value
    assert risen == pytest.approx(np.full(2, direction.risen))
    _, (_, ((way, up),)) = direction.readings()
    assert up[1].value() == pytest.approx(direction.risen)
    assert way[1].value() == pytest.approx(np.linalg.norm(ends[0]) / stage.map.unit)
    assert (way[1].value() * direction.spread_now) ** 2 == pytest.approx(direction.risen)


@pytest.mark.parametrize("angle", [0.0, 0.7, -PI / 2])
def test_the_spread_of_the_stems_is_how_far_the_predictions_move(
    stage: ScalingStage, angle: float
) -> None:
    direction = stage.direction(angle)
    live = stage.predictions(direction)[0][1]
    direction.dropped.set_value(1.0)
    unit = MOVED / np.sqrt(stage.map.rise)
    for grown in (0.5, 1.0):
        direction.grown.set_value(grown)
        direction.follow()
        weights = grown * np.sqrt(stage.map.rise) / direction.spread_now * direction.along[:2]
        moved = stage.walk.now.data.inputs @ weights
        stems = direction.stems.points.reshape(-1, 4, 3)
        heights = (stems[:, -1] - stems[:, 0]) @ direction.across / unit
        assert heights == pytest.approx(moved)
        assert live.value() == pytest.approx(np.sqrt(np.mean(moved**2)))
        broad = np.linalg.norm(np.ptp(direction.broad.points, axis=0)) / unit
        assert broad == pytest.approx(heights.std()) == pytest.approx(live.value())
    direction.touching.set_value(1.0)
    direction.follow()
    assert np.ptp(direction.stems.points.reshape(-1, 4, 3), axis=1) == pytest.approx(0)


def test_a_direction_turns_with_the_way_as_long_as_it_is(stage: ScalingStage) -> None:
    direction = stage.direction(stage.longest)
    direction.grown.set_value(1.0)
    direction.follow()
    way = np.linalg.norm(np.ptp(direction.way.points, axis=0))
    turning = [one.build() for one in direction.turn_with_way(stage.shortest)]
    for animation in turning:
        animation.begin()
    for share in (0.0, 0.3, 0.5, 1.0):
        for animation in turning:
            animation.interpolate(share)
        direction.follow()
        assert np.linalg.norm(direction.way.points[-1] - direction.way.points[0]) == pytest.approx(
            way
        )
    assert direction.angle.get_value() == pytest.approx(stage.shortest)
    assert direction.risen == pytest.approx((0.3 / 2.1) ** 2)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_stems_are_how_far_predictions_are_off(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    for taken in (0.0, 1.0, 2.5):
        stage.walk.set_value(taken)
        stage.stems.follow()
        now = stage.walk.now
        off = now.data.inputs @ (stage.walk.position - now.minimum)
        stems = stage.stems.stems.points.reshape(-1, 4, 3)
        assert stage.stems.reading()[1].value() == pytest.approx(np.sqrt(np.mean(off**2)))
        assert stems[:, -1, 1] - stems[:, 0, 1] == pytest.approx(stage.stems.scale_of * off)
        if taken < 2:
            above = stage.walk.trajectory.loss[int(taken)] - now.loss.minima[0].value
            assert np.mean(off**2) == pytest.approx(above)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_old_trail_goes_where_predictions_stay(stage: ScalingStage, amount: float) -> None:
    old = stage.old_trail()
    at_amount(stage, amount)
    refresh(old)
    raw, now = stage.walk.scaled(0.0), stage.walk.now
    corners = old.path.get_anchors()[::2]
    weights = (corners - stage.map.middle)[:, :2] / stage.map.unit
    before = raw.data.inputs @ (raw.trajectory.x[:-1] - raw.minimum).T
    assert now.data.inputs @ weights.T == pytest.approx(before, abs=1e-6)
    assert old.start.get_center() == pytest.approx(stage.map.at(np.zeros(2)))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_weights_are_named_for_what_they_are(stage: ScalingStage, amount: float) -> None:
    at_amount(stage, amount)
    raw, now = stage.walk.scaled(0.0).minimum, stage.walk.now.minimum
    assert [one.value() for one in stage.factors] == pytest.approx(now / raw)
    numbers = [one.get_right()[0] for one in stage.axes[0].labels if one.get_bottom()[1] < -2.3]
    assert max(numbers) + 0.1 < stage.factors[0].get_left()[0]


def test_ellipse_and_ring_are_traced_as_the_direction_turns(stage: ScalingStage) -> None:
    direction: Direction = stage.direction()
    direction.grown.set_value(1.0)
    for angle in (0.5, 2.0):
        direction.angle.set_value(angle)
        both = np.array([angle, angle + PI])
        traces = (stage.ring, stage.map.ring_at(both)), (stage.ellipse, stage.cloud.touched(both))
        for line, tips in traces:
            line.traced.set_value(angle)
            refresh(direction, line)
            for tip in tips:
                assert np.linalg.norm(line.path.points - tip, axis=1).min() < 1e-9


@pytest.mark.parametrize("angle", [0.0, 0.7, PI / 2, 2.5])
def test_the_lines_at_the_ends_of_s_touch_the_ellipse(stage: ScalingStage, angle: float) -> None:
    direction = stage.direction(angle)
    direction.dropped.set_value(1.0)
    direction.touching.set_value(1.0)
    direction.follow()
    along = np.array([np.cos(angle), np.sin(angle), 0.0])
    away = stage.cloud.outline() - stage.cloud.middle
    farthest = away[np.argmax(away @ along)]
    line = direction.caps.points[8:12] - stage.cloud.middle  # after the tick and the other's
    assert line @ along == pytest.approx(np.full(4, (away @ along).max()), rel=1e-3)
    across = np.array([-along[1], along[0], 0.0])
    assert (line @ across).min() < farthest @ across < (line @ across).max()


@pytest.mark.parametrize("angle", [0.0, 0.7, PI / 2, 2.5])
def test_the_ruler_lies_outside_of_the_cloud(stage: ScalingStage, angle: float) -> None:
    direction = stage.direction(angle)
    direction.dropped.set_value(1.0)
    direction.follow()
    s, d = stage.letters(direction)
    refresh(s, d)
    across = np.array([-np.sin(angle), np.cos(angle), 0.0])
    ruler = (direction.spread.points - stage.cloud.middle) @ across
    assert (s.get_center() - stage.cloud.middle) @ across < ruler.min()
    ends = direction.rest.points[0], direction.spread.points[-1]
    places = np.linspace(*ends, 50)[:, None] - stage.cloud.plot.at(stage.walk.now.data.inputs)
    assert np.linalg.norm(places, axis=-1).min() > 0.1


@pytest.mark.parametrize("touching", [0.0, 1.0])
@pytest.mark.parametrize("angle", np.linspace(-PI / 2, PI / 2, 13))
def test_the_letter_of_the_way_stands_outside_of_the_ring(
    stage: ScalingStage, angle: float, touching: float
) -> None:
    if angle > 0 and not touching:
        return  # it turns there only to trace the ring
    direction = stage.direction(angle)
    direction.grown.set_value(1.0)
    direction.touching.set_value(touching)
    _, d = stage.letters(direction)
    refresh(direction, d)
    low, high = (f(d.get_all_points(), axis=0)[:2] for f in (np.min, np.max))
    ring = stage.map.outline(stage.map.rise)[:, :2]
    assert not np.all((low < ring) & (ring < high), axis=1).any()
    at = d.get_center() - stage.map.middle
    assert touching or abs(at @ direction.across) > 0.3  # beside the line of the direction


def test_the_ellipse_touches_the_spread_in_every_direction(stage: ScalingStage) -> None:
    cloud, now = stage.cloud, stage.walk.now
    outline = (cloud.outline() - cloud.middle)[:, :2] / cloud.unit
    for angle in np.linspace(0, PI, 7):
        farthest = (outline @ [np.cos(angle), np.sin(angle)]).max()
        assert farthest == pytest.approx(now.spread(angle), rel=1e-3)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_everything_stays_on_the_map(stage: ScalingStage, amount: float) -> None:
    valley = at_amount(stage, amount).map
    stage.walk.set_value(stage.walk.trajectory.steps)
    places = np.vstack([valley.at(stage.walk.trajectory.x), valley.outline(valley.rise)])
    half = np.array([valley.border.width, valley.border.height]) / 2
    away = np.abs(places - valley.border.get_center())[:, :2]
    assert (away < half).all()
    assert valley.at(stage.walk.now.minimum) == pytest.approx(valley.border.get_center())


def test_a_bar_is_as_long_as_the_steps_until_it_is_kept(stage: ScalingStage) -> None:
    row, walk = stage.row, stage.walk
    most = walk.trajectory.steps

    def length() -> float:
        row.bar.follow()
        return float(row.bar.bar.width)

    walk.set_value(most)
    whole = length()
    walk.set_value(most / 2)
    assert length() == pytest.approx(whole / 2)
    walk.set_value(most)
    assert row.keep().condition == pytest.approx(walk.scaled(0.0).condition)
    walk.amount.set_value(1.0)
    assert length() == pytest.approx(whole)
    assert row.condition == pytest.approx(walk.scaled(0.0).condition)
    second = stage.second_row
    second.bar.follow()
    assert second.bar.bar.width / whole == pytest.approx(walk.trajectory.steps / most)
    assert second.condition == pytest.approx(1.1 / 0.9)


def test_the_limit_is_that_of_the_valley_of_now(stage: ScalingStage) -> None:
    live = stage.limit[1][0][1]
    for amount in AMOUNTS:
        stage.walk.amount.set_value(amount)
        steepest = np.linalg.eigvalsh(stage.walk.now.loss.hessian(np.zeros(2)))[-1]
        assert live.value() == pytest.approx(2 / steepest)


def test_both_pictures_are_on_one_scale(stage: ScalingStage) -> None:
    assert stage.map.unit == stage.cloud.unit
    plot = stage.axes[0]
    assert plot.at((0.0, 0.0)) == pytest.approx(stage.map.at(stage.walk.now.minimum))
    step = plot.at((1.0, 1.0)) - plot.at((0.0, 0.0))
    assert step[:2] == pytest.approx(np.full(2, stage.map.unit))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_share_of_the_loss_that_is_left(stage: ScalingStage, amount: float) -> None:
    walk = at_amount(stage, amount).walk
    assert walk.left == pytest.approx(1)
    steps = walk.trajectory.steps
    for between in (1.0, 1.4, 1.9):  # it is told of whole steps
        walk.set_value(between)
        first, after = walk.trajectory.loss[:2] - walk.now.loss.minima[0].value
        assert walk.left == pytest.approx(after / first)
    walk.set_value(steps - 1)
    assert walk.left > 1e-4
    walk.set_value(steps)
    assert walk.left <= 1e-4


def test_one_step_is_no_steps(stage: ScalingStage) -> None:
    word = stage.row.count[1]
    for taken, seen in ((0, 5), (1, 4), (1.9, 4), (2, 5)):
        stage.walk.set_value(taken)
        word.follow()
        letters = word.family_members_with_points()
        assert sum(letter.get_fill_opacity() > 0 for letter in letters) == seen


def test_inputs_are_divided_by_what_is_said(stage: ScalingStage) -> None:
    divisors = stage.divisors()
    for amount, expected in ((0.0, (1, 1)), (0.5, (2.1**0.5, 0.3**0.5)), (1.0, (2.1, 0.3))):
        stage.walk.amount.set_value(amount)
        assert [one[1].value() for one in divisors] == pytest.approx(expected)
        inputs = stage.walk.now.data.inputs
        assert inputs * expected == pytest.approx(rescaled(plants(), 0.0).inputs)


def test_what_is_said_follows_what_is_seen(stage: ScalingStage) -> None:
    assert stage.why_slow == "Across: wall to wall, near the limit. Along: a crawl."
    assert ScalingStage(plants(), 0.1).why_slow == "Across: down in a few steps. Along: a crawl."
    after = stage.walk.scaled(1.0).trajectory.steps
    assert stage.rounded == f"Round cloud, round valley: same α, {after} steps."
    rounder = ScalingStage(plants(correlation=0.5), 0.2)
    after = rounder.walk.scaled(1.0).trajectory.steps
    assert rounder.rounded == f"Rounder cloud, rounder valley: same α, {after} steps."
    assert stage.rise == "1"
    other = ScalingStage(plants(weights=(18, 33), noise=6), 0.2)
    assert other.rise == "100"


def test_inputs_that_are_no_pair_are_refused() -> None:
    data = Features([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0], ("x", "y"))
    with pytest.raises(ValueError, match=r"^DATA has inputs of shape \(3, 1\), and must have two"):
        ScaledWalk(data, RATE)
