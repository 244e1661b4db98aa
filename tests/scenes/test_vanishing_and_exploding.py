"""The figures that the clip shows, with the knobs as they are."""

import numpy as np
import pytest

from gd_math import descend, losses, optimizers
from gd_math.network import deep_chain, xavier
from scenes import vanishing_and_exploding as scene
from scenes.kit.depth.cliff_stage import CliffStage
from scenes.kit.depth.deep_stage import DeepStage
from scenes.kit.words.text import Number

LOSS = losses.PLATEAU_AND_CLIFF
(MINIMUM,) = (float(one.x[0]) for one in LOSS.minima)
DESCENT = optimizers.gradient_descent(scene.LEARNING_RATE)


def walk(start: float, clip: float | None = None) -> np.ndarray:
    """Return x after each step from a start."""
    optimizer = optimizers.clip_by_norm(DESCENT, clip) if clip else DESCENT
    return descend(LOSS, optimizer, [start], scene.STEPS).x[:, 0]


@pytest.fixture(scope="module")
def ground() -> CliffStage:
    return CliffStage(scene.STARTS, scene.LEARNING_RATE, scene.CLIP, scene.STEPS)


@pytest.fixture(scope="module")
def net() -> DeepStage:
    return DeepStage(scene.DEPTH, scene.WIDTH, scene.GAINS, scene.SEED)


def test_one_hardly_moves_and_one_is_thrown_on_the_plateau() -> None:
    creeping, thrown = (walk(start) for start in scene.STARTS)
    assert creeping[-1] - creeping[0] == pytest.approx(0.05, abs=0.005)
    assert thrown[1] - thrown[0] == pytest.approx(-5.3, abs=0.05)
    assert thrown[-1] < -2.5  # it is still there at the end


def test_clipping_tames_the_cliff_and_not_the_plateau() -> None:
    plateau, cliff = scene.STARTS
    assert walk(cliff, scene.CLIP)[-1] == pytest.approx(MINIMUM, abs=1e-3)
    assert np.array_equal(walk(plateau, scene.CLIP), walk(plateau))
    steps = np.abs(np.diff(walk(cliff, scene.CLIP)))
    assert steps.max() == pytest.approx(scene.LEARNING_RATE * scene.CLIP)


def test_the_table_clips_the_slope_and_the_step_together(ground: CliffStage) -> None:
    slopes = [float(ground.loss.gradient(np.array([start]))[0]) for start in scene.STARTS]
    assert slopes[1] > 10 * scene.CLIP > 10 * abs(slopes[0])
    table = ground.table(ground.careful)
    for cliff in (slopes[1], scene.CLIP):
        shown = [one.value() for one in table if isinstance(one, Number)]
        steps = [-scene.LEARNING_RATE * slope for slope in (slopes[0], cliff)]
        assert shown == pytest.approx([slopes[0], steps[0], cliff, steps[1]])
        ground.cut(table)


def test_about_a_sixhundredth_of_the_error_comes_back_to_layer_1(net: DeepStage) -> None:
    small, _, right = net.gains
    assert 1 / net.share(small) == pytest.approx(600, abs=50)
    assert net.say_faded() == "It vanishes: about 1/600 is left."
    # It steps by less than a hundredth of what it does from Xavier's start.
    chain = net.chain
    steps = [
        chain.network.gradient_norms(gain * chain.start, chain.inputs, chain.targets)[0]
        for gain in (small, right)
    ]
    assert steps[0] < steps[1] / 100


def test_the_line_of_the_factor_is_straight(net: DeepStage) -> None:
    small, *_ = net.gains
    logs = np.log10(net.shares(small))
    line = np.linspace(logs[0], logs[-1], len(logs))
    assert np.abs(logs - line).max() < 0.05 * np.ptp(logs)
    assert float(net.times(small)) == pytest.approx(net.factor(small), abs=0.005)


def test_with_large_weights_the_error_grows(net: DeepStage) -> None:
    _, large, _ = net.gains
    assert net.factor(large) ** (scene.DEPTH - 1) == pytest.approx(net.share(large))
    assert net.say_grown() == f"It explodes: about {net.share(large):.0f} times as much."
    assert net.share(large) > 30


def test_with_xaviers_weights_the_factor_is_nearest_to_1(net: DeepStage) -> None:
    small, large, right = (abs(np.log(net.factor(gain))) for gain in net.gains)
    assert right < min(small, large) / 3
    assert net.say_right() == "Xavier's 1/√64, for 64 units, lets 1/3 through."
    assert net.share(net.gains[-1]) == pytest.approx(1 / 3, abs=0.02)
    # The spreads that are named.
    weights = net.chain.network.unpack(net.chain.start)[0].weights
    assert net.spread(1.0) == 1 / np.sqrt(scene.WIDTH)
    assert weights.std() == pytest.approx(net.spread(1.0), rel=0.05)


def test_the_draw_is_like_any_other(net: DeepStage) -> None:
    chain = deep_chain(scene.DEPTH, scene.WIDTH, "tanh")
    draws = xavier(chain.network, seed=1, count=20)
    for gain in net.gains:
        norms = chain.network.delta_norms(gain * draws, chain.inputs, chain.targets)
        factors = (norms[:, 0] / norms[:, -1]) ** (1 / (scene.DEPTH - 1))
        assert net.factor(gain) == pytest.approx(float(np.median(factors)), rel=0.06)
