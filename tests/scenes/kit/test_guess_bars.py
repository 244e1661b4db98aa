"""Bars on the dots of a cloud: each is as long as a weight moves the guess of its sample."""

import numpy as np
import pytest

from scenes.kit import ScalingStage
from scenes.kit.scaling.bars import Way
from scenes.kit.scaling.guess_bars import GuessBars
from tests.scenes.kit.test_scaling import RATE, plants, refresh


@pytest.fixture
def stage() -> ScalingStage:
    return ScalingStage(plants(), RATE)


def guess_bars(stage: ScalingStage, way: Way) -> tuple[GuessBars, np.ndarray]:
    """Return the bars of a way, and their ends in the frame, (N, 2, 3)."""
    bars = stage.bars(way)
    return bars, bars.bars.points.reshape(-1, 4, 3)[:, [0, -1]]


@pytest.mark.parametrize("axis", [0, 1])
def test_a_bar_on_each_dot_is_as_long_as_its_guess_moves(stage: ScalingStage, axis: int) -> None:
    now = stage.walk.now
    way = stage.way(axis, 1 / now.deviations[axis])
    bars, ends = guess_bars(stage, way)
    assert ends[:, 0] == pytest.approx(np.asarray(stage.cloud.plot.at(now.data.inputs)))
    before, after = (
        now.data.inputs @ weights
        for weights in (now.minimum, now.minimum + way.now * np.eye(2)[axis])
    )
    assert (ends[:, 1] - ends[:, 0])[:, 1] / bars.unit == pytest.approx(after - before)
    assert np.mean((after - before) ** 2) == pytest.approx(way.risen)


def test_the_bars_of_both_weights_are_on_one_scale(stage: ScalingStage) -> None:
    one, other = (stage.bars(stage.way(axis, 0.1)) for axis in (0, 1))
    assert one.unit == other.unit


@pytest.mark.parametrize("axis", [0, 1])
def test_the_bars_stay_between_what_is_said_of_the_cloud(stage: ScalingStage, axis: int) -> None:
    _, ends = guess_bars(stage, stage.way(axis, 1 / stage.walk.now.deviations[axis]))
    low, high = ends[..., 1].min(), ends[..., 1].max()
    level = next(bar for bar in stage.spreads if bar.axis == 0)
    refresh(level.label)
    beside = ends[ends[:, 0, 0] > level.label.get_left()[0] - 0.1]
    assert beside[..., 1].min() > level.label.get_top()[1]
    assert low > stage.labels[0].get_top()[1]
    assert high < stage.labels[1].get_bottom()[1]


def test_the_legend_is_a_bar_of_the_length_that_it_says(stage: ScalingStage) -> None:
    bars = stage.bars(stage.way(0))
    one, words = bars.legend
    assert one.height == pytest.approx(bars.unit)
    assert words.markup == '#"1 cm" of #"growth"'
    assert one.get_stroke_color() == bars.bars.get_stroke_color()


def test_bars_sink_into_their_dots(stage: ScalingStage) -> None:
    bars, _ = guess_bars(stage, stage.way(0, 0.5))
    bars.share.set_value(0.0)
    assert len(bars.follow().bars.points) == 0


def test_the_bars_are_called_what_they_are(stage: ScalingStage) -> None:
    moved = '"growth" "moves by" {{d_1 dot ("sun" - "mean") : moved}}'
    assert stage.moving(stage.way(0)).markup == moved
    assert stage.mean_of_bars().markup == '"loss up by their mean square"'
    assert stage.rising(stage.way(1))[0].markup == "= (s_2 d_2)^2 ="
