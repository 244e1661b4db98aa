"""The factors of all pairs of α and β in the clip on momentum, as shades and as slopes."""

import math

import numpy as np
import pytest
from manim import DL, VMobject

from gd_math import (
    Loss,
    best_learning_rate,
    descend,
    heavy_ball,
    losses,
    momentum,
    momentum_contraction,
    stability_limit,
)
from scenes import momentum as scene
from scenes.kit import (
    DistancePlot,
    FallingWalks,
    RollStage,
    SpeedMap,
    best_speeds,
    valley_of,
)
from tests.scenes.rolling import HESSIAN, roll_stage


@pytest.fixture(scope="module")
def stage() -> RollStage:
    return roll_stage()


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


@pytest.fixture
def best() -> tuple[DistancePlot, FallingWalks]:
    """The plot and the walks of the best pairs, all as they are at the end of the search."""
    speeds = SpeedMap(HESSIAN, scene.LEARNING_RATE, scene.BETA)
    speeds.plain_rate.set_value(1 / 3)
    speeds.rate.set_value(speeds.best.learning_rate)
    speeds.beta.set_value(speeds.best.beta)
    plot = DistancePlot(speeds)
    return plot, FallingWalks(plot, valley_of("LOSS", losses.RAVINE, scene.START))


def test_both_fall_on_the_plot_as_the_walks_do(best: tuple[DistancePlot, FallingWalks]) -> None:
    """Every mark stands at the distance of `gd_math`; nothing is below the scale."""
    plot, falling = best
    for i, pair in enumerate(((1 / 3, 0.0), heavy_ball(HESSIAN))):
        x = descend(losses.RAVINE, momentum(*pair), list(scene.START), 24).x
        left = np.linalg.norm(x, axis=-1) / np.linalg.norm(x[0])
        assert left.min() > 10.0 ** plot.decades[0]
        np.testing.assert_allclose(falling.paths[i].loss, left)
        falling.walks[i].set_value(24)
        trail = falling[i]
        trail.update()
        place = plot.at([24, left[-1]])
        np.testing.assert_allclose(trail.walker.get_center(), place, atol=1e-9)


def slope_of(plot: DistancePlot, ends: np.ndarray) -> float:
    """Return the factor for each step of a straight line on the plot."""
    unit = plot.at(np.array([[0, 1], [1, 1], [0, 0.1]]))
    way = ends[-1] - ends[0]
    return float(10 ** (way[1] / way[0] * (unit[1] - unit[0])[0] / (unit[0] - unit[2])[1]))


def test_a_guide_and_a_fit_fall_by_the_factor_of_their_pair(
    best: tuple[DistancePlot, FallingWalks],
) -> None:
    plot, falling = best
    root = math.sqrt(5)
    for i, factor in enumerate((2 / 3, (root - 1) / (root + 1))):
        guide = plot.guides[i]
        guide.drawn.set_value(1)
        guide.follow()
        assert slope_of(plot, guide.rim.points) == pytest.approx(factor, rel=1e-6)
        np.testing.assert_allclose(guide.rim.points[0], plot.at([0, 1]), atol=1e-9)
        fit = falling.fits[i].points
        assert slope_of(plot, fit) == pytest.approx(factor, rel=1e-6)
        begin, end = (plot.at([step, 0.1])[0] for step in (12, 24))
        np.testing.assert_allclose(fit[[0, -1], 0], [begin, end], atol=1e-9)


@pytest.mark.parametrize("searched", [False, True])
def test_in_the_long_run_the_marks_lie_along_the_fits(
    best: tuple[DistancePlot, FallingWalks], searched: bool
) -> None:
    """The second half of the steps, within a mark or two of the line; of the first pairs as well.

    With β they wriggle about it at first, and twice are far below, where the swing passes by.
    """
    plot, falling = best
    if not searched:
        plot = DistancePlot(SpeedMap(HESSIAN, scene.LEARNING_RATE, scene.BETA))
        falling = FallingWalks(plot, falling.valley)
    factors = plot.speeds.plain_factor, plot.speeds.factor
    steps = np.arange(12, 25)
    for path, factor, over in zip(falling.paths, factors, falling.overs, strict=True):
        off = np.log10(path.loss[steps]) - steps * np.log10(factor) - over
        assert np.median(np.abs(off)) < 0.25
        assert np.abs(off).max() < (0.2 if searched else 0.6)
        assert np.median(off) == pytest.approx(0, abs=1e-9)


def test_the_fan_has_the_shades_of_the_map(best: tuple[DistancePlot, FallingWalks]) -> None:
    """Between the lines of two levels lies the shade that the map has between both."""
    plot, _ = best
    plot.swept.set_value(plot.steps)
    plot.follow()
    levels, drawn = plot.speeds.levels, plot.speeds.ground[::-1]
    for i, (wedge, shade) in enumerate(zip(plot.fan, drawn, strict=True)):
        assert wedge.get_fill_color() == shade.get_fill_color()
        start = plot.at([0, 1])
        ends = sorted({tuple(point) for point in wedge.points.round(9) if point[0] > start[0] + 3})
        factors = [slope_of(plot, np.array([start, end])) for end in (ends[0], ends[-1])]
        assert factors == pytest.approx([levels[i], levels[i + 1]], rel=1e-6)


def test_the_line_of_the_distance_goes_from_the_start_to_the_minimum(stage: RollStage) -> None:
    line, word = stage.first_distance()
    ends = stage.map.at(np.stack([scene.START, stage.minimum]))
    np.testing.assert_allclose(line.points[[0, -1]], ends, atol=1e-9)
    assert word.get_left()[0] > stage.map.get_left()[0]


@pytest.mark.parametrize("pair", [(1 / 3, 0.0), (scene.LEARNING_RATE, scene.BETA)])
def test_in_the_long_run_the_distance_falls_by_the_factor(pair: tuple[float, float]) -> None:
    """Over hundred steps, whatever the first ones do."""
    x = descend(losses.RAVINE, momentum(*pair), list(scene.START), 120).x
    first, last = np.linalg.norm(x[[20, 120]], axis=-1)
    factor = float(momentum_contraction(HESSIAN, *pair))
    assert (last / first) ** 0.01 == pytest.approx(factor, rel=0.01)


@pytest.mark.parametrize("first", [scene.LEARNING_RATE, 0.27])
def test_a_search_goes_to_the_best_place_past_it_and_back(first: float) -> None:
    """What is left falls to the least, rises so that it is seen, and falls to it again."""
    speeds = SpeedMap(HESSIAN, first, scene.BETA)
    for search, least, reached in (
        (speeds.search_plain(), lambda: speeds.plain_factor, speeds.plain_least),
        (speeds.search_pair(), lambda: speeds.factor, speeds.least),
    ):
        left, kept = [], []
        for time in np.linspace(0, 1, 101):
            for part in search:
                part.interpolate(time)
            left.append(least())
            kept.append(reached.get_value())
            assert min(left) - 0.02 < kept[-1] < min(left) + 1e-4  # lower between two times
        assert (np.diff(kept) < 1e-4).all()
        assert left[45] == pytest.approx(min(left), abs=1e-6)
        assert left[0] > left[45] < left[72] - 0.04
        assert left[72] < 1
        assert left[-1] == pytest.approx(min(left), abs=2e-3)
    assert (speeds.plain_rate.get_value(), *speeds.best[:2]) == pytest.approx(
        (1 / 3, speeds.rate.get_value(), speeds.beta.get_value())
    )


def test_the_map_begins_with_both_walks_of_the_race(stage: RollStage) -> None:
    speeds = SpeedMap(stage.hessian, scene.LEARNING_RATE, scene.BETA)
    np.testing.assert_allclose(speeds.plain_place, speeds.at([scene.LEARNING_RATE, 0.0]))
    np.testing.assert_allclose(speeds.place, speeds.at([scene.LEARNING_RATE, scene.BETA]))
    np.testing.assert_allclose(speeds.x_range, (0.2, 0.52))
    for seen, first in zip(speeds.best_values(), stage.values, strict=True):  # in their places
        ends = [[one.get_corner(DL) for one in words[:2]] for words in map(_glyphs, (seen, first))]
        np.testing.assert_allclose(*ends, atol=0.02)


@pytest.mark.parametrize("loss", [losses.RAVINE, losses.BOOTH])
def test_the_axis_of_the_learning_rate_begins_with_a_tick(loss: Loss) -> None:
    hessian = loss.hessian([0.0, 0.0])
    speeds = SpeedMap(hessian, 0.8 * stability_limit(hessian), 0.25)
    first = speeds.labels[0]
    assert first.get_x() == pytest.approx(speeds.x_axis.get_start()[0], abs=0.02)
    assert speeds.x_range[0] < best_learning_rate(hessian) < speeds.x_range[1]
    assert speeds.best.learning_rate < speeds.x_range[1]


def _glyphs(words: VMobject) -> list[VMobject]:
    return words.family_members_with_points()
