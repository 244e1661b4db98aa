"""Scene gradient_vector: each figure that it shows is that of the functions, computed by hand."""

import itertools
import math

import numpy as np
import pytest

from gd_math import losses, network
from scenes import gradient_vector as scene
from scenes.kit import Skyline
from tests.scenes.conftest import Staged, Staging

X, Y = scene.PLACE
SLOPES = math.cos(X) * math.sin(Y), math.sin(X) * math.cos(Y)


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("gradient_vector")


def words(told: Staging, beat: int) -> str:
    return " ".join(box.what for box in told.texts[beat][1])


def logistic_loss(weights: np.ndarray) -> float:
    """Return the mean binary cross-entropy of the network, layer by layer."""
    example = network.moons(hidden=scene.HIDDEN, seed=scene.SEED)
    outputs, first = example.inputs, 0
    sizes = (2, *scene.HIDDEN, 1)
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes)):
        middle, last = first + fan_in * fan_out, first + (fan_in + 1) * fan_out
        matrix = weights[first:middle].reshape(fan_out, fan_in)
        outputs = outputs @ matrix.T + weights[middle:last]
        outputs = np.tanh(outputs) if layer < len(scene.HIDDEN) else outputs
        first = last
    signs = 1 - 2 * example.targets
    return float(np.logaddexp(0, signs * outputs).mean())


@pytest.fixture(scope="module")
def gradient() -> np.ndarray:
    example = network.moons(hidden=scene.HIDDEN, seed=scene.SEED)
    return np.asarray(example.loss.gradient(example.start))


@pytest.fixture(scope="module")
def start() -> np.ndarray:
    return np.asarray(network.moons(hidden=scene.HIDDEN, seed=scene.SEED).start)


def fall(start: np.ndarray, gradient: np.ndarray, numbers: np.ndarray) -> float:
    end = start.copy()
    end[numbers] -= scene.LEARNING_RATE * gradient[numbers]
    return logistic_loss(start) - logistic_loss(end)


def test_the_two_slopes_are_those_of_the_slices(told: Staging) -> None:
    assert [f"{slope:.2f}" for slope in SLOPES] == ["0.27", "0.71"]
    assert losses.HILLS.gradient(scene.PLACE) == pytest.approx(SLOPES)
    step = 1e-6
    along_x = (math.sin(X + step) - math.sin(X - step)) * math.sin(Y) / (2 * step)
    assert along_x == pytest.approx(SLOPES[0])
    assert "= 0.27" in words(told, 2)
    assert "= 0.71" in words(told, 2)


def test_the_steepest_direction_is_that_of_the_stacked_arrow(told: Staging) -> None:
    turns = np.radians(np.arange(0, 360, 0.1))
    slopes = np.cos(turns) * SLOPES[0] + np.sin(turns) * SLOPES[1]
    assert round(np.degrees(turns[slopes.argmax()])) == 69
    assert f"{slopes.max():.2f}" == f"{math.hypot(*SLOPES):.2f}" == "0.76"
    assert "69°" in words(told, 5)
    assert "0.76" in words(told, 5)


def test_the_network_has_ten_thousand_weights(gradient: np.ndarray, told: Staging) -> None:
    (a, b), sizes = scene.HIDDEN, (2, *scene.HIDDEN, 1)
    assert sizes[0] * a + a + a * b + b + b + 1 == 10_000 == len(gradient)
    assert "10,000" in words(told, 6)
    assert ((gradient > 0).sum(), (gradient < 0).sum()) == (4_952, 5_048)
    up, down = (said.typst_code for said in Skyline(gradient).signs())
    assert "4,952 above 0: turn these weights down" in up
    assert "5,048 below 0: turn these weights up" in down


def test_the_gradient_is_that_of_the_loss(start: np.ndarray, gradient: np.ndarray) -> None:
    for number in (0, 200, 5_000, 9_990):
        way = np.zeros(len(start))
        way[number] = 1e-5
        slope = (logistic_loss(start + way) - logistic_loss(start - way)) / 2e-5
        assert slope == pytest.approx(gradient[number], abs=1e-8)


def test_the_tall_bars_are_those_of_the_first_and_the_last_layer(
    gradient: np.ndarray, told: Staging
) -> None:
    first, last = 3 * scene.HIDDEN[0], scene.HIDDEN[1] + 1
    sizes = np.abs(gradient)
    middle = sizes[first:-last].max()
    assert sizes[:first].max() > 2 * middle
    assert sizes[-last:].max() > 2 * middle
    tall = np.flatnonzero(sizes > middle)
    assert set(tall) <= {*range(first), *range(10_000 - last, 10_000)}


def test_the_largest_are_one_percent(gradient: np.ndarray, told: Staging) -> None:
    assert len(Skyline(gradient, scene.SHARE).large) == 100
    assert 'the largest 100: $"1%"$' in words(told, 7)


def test_how_far_down_the_step_of_a_part_leads(
    start: np.ndarray, gradient: np.ndarray, told: Staging
) -> None:
    largest = np.argsort(-np.abs(gradient))[:100]
    drawn = np.random.default_rng(scene.SEED).choice(10_000, 100, replace=False)
    falls = [fall(start, gradient, part) for part in (np.arange(10_000), largest, drawn)]
    assert [f"{by:.4f}" for by in falls] == ["0.0259", "0.0121", "0.0001"]
    assert all(f"{by:.4f}" in words(told, 9) for by in falls)
    assert 0.4 < falls[1] / falls[0] < 0.6
    assert falls[2] < 0.05 * falls[0]
    assert told.lesson.beats[-1].caption == "About half; 100 at random: almost nothing."


def test_no_caption_tells_what_a_question_asks(told: Staging) -> None:
    beats = told.lesson.beats
    asked = [i for i, beat in enumerate(beats) if beat.kind == "question"]
    assert len(asked) == 3
    assert beats[0].kind == "question"
    for i in asked:
        assert beats[i + 1].caption_start > beats[i + 1].start
    assert not any("North is" in beat.caption for beat in beats[:3])
