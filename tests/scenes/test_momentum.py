"""The figures that the clip shows, with the knobs as they are."""

import math

import numpy as np
import pytest

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
from scenes.kit import Dip, RollStage, SpeedMap, VelocityArrows, best_speeds, valley_of

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


def test_no_cell_of_the_map_is_faster(speeds: SpeedMap) -> None:
    assert speeds.factors.min() >= speeds.best.contraction - 1e-9
    assert speeds.factors.min() < 1.03 * speeds.best.contraction
    bare = speeds.kinds == -1
    assert (speeds.factors[bare] >= 1).all()
    assert (speeds.factors[~bare] < 1).all()


def test_the_lowest_row_is_plain_descent(speeds: SpeedMap) -> None:
    assert float(momentum_contraction(HESSIAN, 1 / 3, 0.0)) == pytest.approx(2 / 3)
    speeds.rate.set_value(1 / 3)
    speeds.beta.set_value(0.0)
    assert speeds.factor == pytest.approx(2 / 3)
    speeds.rate.set_value(scene.LEARNING_RATE)
    speeds.beta.set_value(scene.BETA)


def test_both_walks_are_those_of_gd_math(stage: RollStage) -> None:
    start, rate = list(scene.START), scene.LEARNING_RATE
    for path, optimizer in zip(
        stage.paths, (gradient_descent(rate), momentum(rate, scene.BETA)), strict=True
    ):
        assert np.array_equal(path.x, descend(losses.RAVINE, optimizer, start, stage.steps).x)
    plain, rolling = stage.arrivals
    assert rolling < plain == stage.steps - 1


def test_across_it_zigzags_and_rolling_cancels_that(stage: RollStage) -> None:
    plain, rolling = (path.x[:, 0] for path in stage.paths)
    assert (np.sign(plain[1:]) == -np.sign(plain[:-1])).all()
    assert np.abs(rolling[2:8]).max() < np.abs(plain[2:8]).max() / 2


@pytest.mark.parametrize("taken", [1, 2, 5])
def test_the_arrows_add_up_to_the_step(stage: RollStage, taken: int) -> None:
    path = stage.paths[1]
    arrows = VelocityArrows(path, stage.map, scene.BETA, taken)
    x, gradient = path.x, path.gradient
    added = x[taken] + scene.BETA * (x[taken] - x[taken - 1])
    added = added - scene.LEARNING_RATE * gradient[taken]
    np.testing.assert_allclose(added, x[taken + 1], atol=1e-12)
    np.testing.assert_allclose(arrows.corners[-1], stage.map.at(added), atol=1e-9)


def test_one_stays_in_the_dip_and_one_passes() -> None:
    dip = Dip(scene.DIP_START, scene.DIP_RATE, scene.DIP_BETA)
    ends = [dip.loss.minima[int(minimum_reached(dip.loss, path.x[-1]))] for path in dip.paths]
    assert [end.is_global for end in ends] == [False, True]
    ground = losses.TWO_WELLS  # the curve is that of the two wells along the line through both
    np.testing.assert_allclose(dip.loss.value([[0.3]]), ground.value([[0.3, 0.0]]))


def test_the_best_pair_is_heavy_ball() -> None:
    assert float(momentum_contraction(HESSIAN, *heavy_ball(HESSIAN))) == pytest.approx(
        heavy_ball(HESSIAN).contraction
    )
