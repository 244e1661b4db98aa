"""The figures that the clip shows, with the knobs as they are."""

import math

import numpy as np
import pytest
from manim import DL, config

from gd_math import (
    descend,
    gradient_descent,
    heavy_ball,
    losses,
    minimum_reached,
    momentum,
    momentum_contraction,
)
from scenes import momentum as scene
from scenes.kit import (
    Dip,
    DistancePlot,
    PairValues,
    PartsApart,
    RollStage,
    SpeedMap,
    SpeedScale,
    VelocityArrows,
    best_speeds,
    valley_of,
)
from scenes.kit.rolling.arrows import PARTS, PartArrow
from scenes.kit.theme import CAPTION_BAND

HESSIAN = losses.RAVINE.hessian([0.0, 0.0])


@pytest.fixture(scope="module")
def stage() -> RollStage:
    valley = valley_of("LOSS", losses.RAVINE, scene.START)
    rates = scene.LEARNING_RATE, scene.LEARNING_RATE
    return RollStage(valley, rates, scene.BETA)


@pytest.fixture(scope="module")
def speeds() -> SpeedMap:
    return SpeedMap(HESSIAN, scene.LEARNING_RATE, scene.BETA)


def test_the_fastest_pair_on_the_ravine(speeds: SpeedMap) -> None:
    """Polyak 1964: α = 4/(√5 + 1)², √β = (√5 − 1)/(√5 + 1)."""
    assert scene.LOSS == "RAVINE"
    root = math.sqrt(5)
    assert speeds.best.learning_rate == pytest.approx(4 / (root + 1) ** 2)
    assert math.sqrt(speeds.best.beta) == pytest.approx((root - 1) / (root + 1))
    assert (round(speeds.best[0], 3), round(speeds.best[1], 3)) == (0.382, 0.146)
    assert best_speeds(5.0) == ("0.667", "0.382")


def test_each_shade_ends_at_its_level(speeds: SpeedMap) -> None:
    """Nowhere is an outline as far as a three-hundredth of the map from its level."""
    (low, high), (bottom, top) = speeds.x_range, speeds.y_range
    cell = (high - low) / 300, (top - bottom) / 300
    for level in speeds.levels[1:]:
        points = np.vstack(speeds.outlines(level))
        inside = (points[:, 0] > low + 1e-3) & (points[:, 0] < high)
        inside &= (points[:, 1] > bottom) & (points[:, 1] < top)
        assert inside.sum() > 50
        # Also nearer than that: a shade may be thinner where it ends in a tip.
        ways = np.linspace(-1, 1, 17)
        around = [points[inside] + [i * cell[0], j * cell[1]] for i in ways for j in ways]
        nearby = np.array([momentum_contraction(HESSIAN, *np.abs(at).T) for at in around])
        assert (nearby.min(axis=0) <= level).all()
        assert (nearby.max(axis=0) >= level).all()


def test_no_pair_is_faster(speeds: SpeedMap) -> None:
    rates, betas = np.linspace(0.002, 0.8, 400), np.linspace(0, 0.9, 451)[:, None]
    factors = momentum_contraction(HESSIAN, rates, betas)
    assert factors.min() >= speeds.best.contraction - 1e-9
    assert factors.min() < 1.03 * speeds.best.contraction
    assert speeds.outlines(speeds.best.contraction - 1e-3) == []


def test_the_lowest_row_is_plain_descent(speeds: SpeedMap) -> None:
    assert float(momentum_contraction(HESSIAN, 1 / 3, 0.0)) == pytest.approx(2 / 3)
    speeds.plain_rate.set_value(1 / 3)
    assert speeds.plain_factor == pytest.approx(2 / 3)
    np.testing.assert_allclose(speeds.plain_place, speeds.at([1 / 3, 0.0]))


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
        for arrow, whole, part in zip(row, parts.wholes, (kept, added, made), strict=True):
            reach = np.ptp(arrow.points[:, axis])
            assert reach == pytest.approx(abs(part[axis]) * unit, rel=0.01)
            # It stands below, or right of, the arrow whose part it is.
            tips = [one.points[:, axis] for one in (arrow, whole)]
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
    parts.follow()
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
    assert dip.bottom < dip.beyond
    ground = losses.TWO_WELLS  # the curve is that of the two wells along the line through both
    np.testing.assert_allclose(dip.loss.value([[0.3]]), ground.value([[0.3, 0.0]]))


def test_the_best_pair_is_heavy_ball() -> None:
    assert float(momentum_contraction(HESSIAN, *heavy_ball(HESSIAN))) == pytest.approx(
        heavy_ball(HESSIAN).contraction
    )


def test_the_laws_of_the_fastest_pair_give_it() -> None:
    """α = (1 + √β)²/λmax is not the factor √β, though on this ravine both are 0.382."""
    for curvatures in ([5.0, 1.0], [8.0, 2.0], [0.7, 0.1]):
        best = heavy_ball(np.diag(curvatures))
        rate, beta = best
        assert rate == pytest.approx((1 + math.sqrt(beta)) ** 2 / curvatures[0])
        assert best.contraction == pytest.approx(math.sqrt(beta))


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


def test_both_lines_fall_as_the_walks_do(speeds: SpeedMap) -> None:
    """Every mark stands at the distance of `gd_math`; nothing is below the scale."""
    speeds.rate.set_value(speeds.best.learning_rate)
    speeds.beta.set_value(speeds.best.beta)
    speeds.plain_rate.set_value(1 / 3)
    distance = DistancePlot(speeds, valley_of("LOSS", losses.RAVINE, scene.START))
    for i, pair in enumerate(((1 / 3, 0.0), speeds.best)):
        x = descend(losses.RAVINE, momentum(*pair), list(scene.START), 24).x
        left = np.linalg.norm(x, axis=-1) / np.linalg.norm(x[0])
        assert left.min() > 10.0 ** distance.plot.decades[0]
        np.testing.assert_allclose(distance.paths[i].loss, left)
        distance.walks[i].set_value(24)
        line = (distance.plain, distance.rolls)[i]
        line.update()
        place = distance.plot.at([24, left[-1]])
        np.testing.assert_allclose(line.walker.get_center(), place, atol=1e-9)


def test_the_guides_fall_by_the_factors_and_the_tails_come_near_to_them(speeds: SpeedMap) -> None:
    """Plain descent at its best falls by 2/3 in each step; the other only tends to its slope."""
    speeds.plain_rate.set_value(1 / 3)
    speeds.rate.set_value(speeds.best.learning_rate)
    speeds.beta.set_value(speeds.best.beta)
    distance = DistancePlot(speeds, valley_of("LOSS", losses.RAVINE, scene.START))
    guides = distance.guides()
    unit = distance.plot.at(np.array([[0, 1], [1, 1], [0, 0.1]]))
    for line, factor in ((guides[0], 2 / 3), (guides[2], (math.sqrt(5) - 1) / (math.sqrt(5) + 1))):
        way = line.points[-1] - line.points[0]
        fall = way[1] / way[0] * (unit[1] - unit[0])[0] / (unit[2] - unit[0])[1]
        assert 10**-fall == pytest.approx(factor, rel=1e-6)
    rate, beta = speeds.best
    for pair, share, path in zip(
        ((1 / 3, 0.0), (rate, beta)), (1.0, 1.06), distance.paths, strict=True
    ):
        left = path.loss
        slope = (left[24] / left[12]) ** (1 / 12)
        factor = float(momentum_contraction(HESSIAN, *pair))
        assert factor - 1e-9 <= slope <= share * factor + 1e-9


@pytest.mark.parametrize("pair", [(1 / 3, 0.0), (scene.LEARNING_RATE, scene.BETA)])
def test_in_the_long_run_the_distance_falls_by_the_factor(pair: tuple[float, float]) -> None:
    """Over hundred steps, whatever the first ones do."""
    x = descend(losses.RAVINE, momentum(*pair), list(scene.START), 120).x
    first, last = np.linalg.norm(x[[20, 120]], axis=-1)
    factor = float(momentum_contraction(HESSIAN, *pair))
    assert (last / first) ** 0.01 == pytest.approx(factor, rel=0.01)


def test_both_walkers_stand_on_the_scale_at_their_factors(speeds: SpeedMap) -> None:
    scale = SpeedScale(speeds)
    speeds.plain_rate.set_value(1 / 3)
    speeds.rate.set_value(speeds.best.learning_rate)
    speeds.beta.set_value(speeds.best.beta)
    scale.plain.update()
    scale.rolls.update()
    for pointer, factor in ((scale.plain, 2 / 3), (scale.rolls, speeds.best.contraction)):
        height = pointer[0].get_y() - scale.foot[1]
        assert height == pytest.approx(factor * scale.height_of(1.0), abs=1e-6)


@pytest.mark.parametrize("first", [scene.LEARNING_RATE, 0.27])
def test_a_search_goes_past_the_best_place_and_back_to_it(first: float) -> None:
    """What is left falls, rises, and falls again: there it is least."""
    speeds = SpeedMap(HESSIAN, first, scene.BETA)
    for search, least in (
        ([speeds.search_plain()], lambda: speeds.plain_factor),
        (speeds.search_pair(), lambda: speeds.factor),
    ):
        left = []
        for time in np.linspace(0, 1, 101):
            for part in search:
                part.interpolate(time)
            left.append(least())
        low = int(np.argmin(left[:55]))
        assert left[0] > left[low] + 0.01 < left[55] < 1
        assert left[-1] == pytest.approx(min(left), abs=2e-3)
    assert (speeds.plain_rate.get_value(), *speeds.best[:2]) == pytest.approx(
        (1 / 3, speeds.rate.get_value(), speeds.beta.get_value())
    )


def test_the_map_begins_with_both_walks_of_the_race(stage: RollStage) -> None:
    speeds = SpeedMap(stage.hessian, scene.LEARNING_RATE, scene.BETA)
    np.testing.assert_allclose(speeds.plain_place, speeds.at([scene.LEARNING_RATE, 0.0]))
    np.testing.assert_allclose(speeds.place, speeds.at([scene.LEARNING_RATE, scene.BETA]))
    pairs = PairValues(speeds, stage.values)
    for pair, value in zip(pairs, stage.values, strict=True):  # they look the same
        seen, first = pair.family_members_with_points(), value.family_members_with_points()
        ends = [[glyphs[i].get_corner(DL) for i in (0, 1, 2, -1)] for glyphs in (seen, first)]
        np.testing.assert_allclose(*ends, atol=0.02)
