"""Scene 21: what it shows of inputs, valley and walk is what they are."""

import numpy as np
import pytest

from gd_math import (
    Features,
    condition_number,
    descend,
    feature_data,
    feature_error,
    optimizers,
    rescaled,
    stability_limit,
    steps_until_low,
)
from scenes import feature_scaling as scene
from tests.scenes.checks import FRAME_RATE
from tests.scenes.conftest import Staged, Staging

R = scene.CORRELATION


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("feature_scaling")


@pytest.fixture
def data() -> Features:
    return feature_data(
        scene.MEANS, scene.DEVIATIONS, scene.WEIGHTS, scene.AXES, R, scene.NOISE, scene.PLANTS,
        scene.SEED,
    )  # fmt: skip


def shown(told: Staging, caption: str) -> list[str]:
    """Return the texts at the end of the beat with a caption that begins like this."""
    texts = next(texts for words, texts in told.texts if words.startswith(caption))
    return [text.what.removeprefix("number ").strip('$ "') for text in texts]


def hessian(data: Features, amount: float) -> np.ndarray:
    return np.asarray(feature_error(rescaled(data, amount)).hessian(np.zeros(2)))


def steps(data: Features, amount: float) -> int:
    loss = feature_error(rescaled(data, amount))
    best = loss.minima[0].x
    return steps_until_low(loss.hessian(best), -best, scene.LEARNING_RATE)


def test_it_asks_within_seven_seconds(told: Staging) -> None:
    question = next(beat for beat in told.lesson.beats if beat.kind == "question")
    assert question.caption == "Steps to the best weights?"
    assert question.start / FRAME_RATE < 7


def test_the_valley_is_a_ravine_before_and_nearly_round_after(
    told: Staging, data: Features
) -> None:
    before, after = (condition_number(hessian(data, amount)) for amount in (0, 1))
    assert after == pytest.approx((1 + R) / (1 - R))
    ratio = (scene.DEVIATIONS[0] / scene.DEVIATIONS[1]) ** 2
    assert ratio == pytest.approx(49)
    assert ratio < before < 1.02 * ratio  # more than that, for the inputs are not independent
    assert (f"{before:.1f}", f"{after:.1f}") == ("49.5", "1.2")
    texts = shown(told, "Round cloud")
    assert {"49.5", "1.2"} <= set(texts)


def test_the_same_rate_takes_a_tenth_of_the_steps(told: Staging, data: Features) -> None:
    before, after = steps(data, 0), steps(data, 1)
    assert (before, after) == (89, 9)
    for amount, count in ((0, before), (1, after)):
        loss = feature_error(rescaled(data, amount))
        walk = descend(loss, optimizers.gradient_descent(scene.LEARNING_RATE), [0, 0], count)
        left = (walk.loss - loss.minima[0].value) / (walk.loss[0] - loss.minima[0].value)
        assert left[-1] <= 1e-4 < left[-2]
    assert "89" in shown(told, "Across: wall to wall")
    assert {"89", "9"} <= set(shown(told, "Round cloud"))
    assert told.captions[-1].endswith("same α, 9 steps.")
    assert not {"89", "9"} & set(shown(told, "Steps to"))
    assert "9" not in shown(told, "Divide each")


def test_the_rate_is_near_the_limit_before_and_far_from_it_after(
    told: Staging, data: Features
) -> None:
    before, after = (stability_limit(hessian(data, amount)) for amount in (0, 1))
    assert 0.8 * before < scene.LEARNING_RATE < before
    assert 0.25 * after > scene.LEARNING_RATE
    assert (f"{before:.2f}", f"{after:.2f}") == ("0.23", "0.91")
    assert "0.23" in shown(told, "Across: wall to wall")
    assert "0.91" in shown(told, "Round cloud")


def test_the_first_step_leaps_across_and_crawls_along(told: Staging, data: Features) -> None:
    loss = feature_error(rescaled(data, 0))
    across, along = -scene.LEARNING_RATE * loss.gradient(np.zeros(2))
    best = loss.minima[0].x
    assert best == pytest.approx(scene.WEIGHTS)
    assert across > 1.5 * best[0]  # from wall to wall
    assert along < 0.06 * best[1]
    texts = " ".join(shown(told, "Across: wall to wall"))
    assert "w_1 +3.26" in texts
    assert "w_2 +0.16" in texts
    assert (f"{across:.2f}", f"{along:.2f}") == ("3.26", "0.16")


def test_long_spread_and_short_way(told: Staging, data: Features) -> None:
    spread = rescaled(data, 0).inputs.std(axis=0)
    for caption, s in (("Move the weights", spread[0]), ("Along water: first", spread[1])):
        assert {f"{s:.2f}", f"{1 / s:.2f}"} <= set(shown(told, caption))
    texts = shown(told, "Long s, short d")
    for name, s in zip(("sun", "water"), spread, strict=True):
        assert f'{name}:" s = {s:.2f}"," d = {1 / s:.2f}' in texts
    assert [f"{one:.2f}" for one in (*spread, *1 / spread)] == ["2.10", "0.30", "0.48", "3.33"]


def test_predictions_move_as_far_as_is_said(told: Staging, data: Features) -> None:
    inputs = rescaled(data, 0).inputs
    way = 1 / inputs.std(axis=0)[0]
    moved = np.sqrt(np.mean((inputs @ [way, 0.0]) ** 2))
    assert moved == pytest.approx(1)
    loss = feature_error(rescaled(data, 0))
    best = loss.minima[0].x
    assert loss.value(best + np.array([way, 0.0])) - loss.value(best) == pytest.approx(moved**2)
    texts = shown(told, "Move the weights")
    assert any("predictions move" in text for text in texts)
    assert texts.count("1.00") == 2
    texts = shown(told, "Along water: first")
    assert any("(s dot d)^2" in text for text in texts)  # once it has been seen for both
    assert texts.count("1.00") == 2


def test_the_map_says_where_its_lines_are_when_a_height_is_meant(told: Staging) -> None:
    assert {"loss +", "1, 4, 9 …"} <= set(shown(told, "Move the weights"))


def test_the_condition_number_is_the_square_of_the_ratio_of_spreads(
    told: Staging, data: Features
) -> None:
    for amount in (0, 1):
        inputs = rescaled(data, amount).inputs
        angles = np.linspace(0, np.pi, 20_001)
        spreads = (inputs @ np.stack([np.cos(angles), np.sin(angles)])).std(axis=0)
        ratio = float(spreads.max() / spreads.min())
        assert condition_number(hessian(data, amount)) == pytest.approx(ratio**2, rel=1e-5)
    assert r'kappa = ("longest" s thin \/ thin "shortest" s)^2' in shown(told, "Round cloud")


def test_the_questions_do_not_tell_what_comes_of_them(told: Staging) -> None:
    assert "0.16" not in " ".join(shown(told, "Steps to"))
    assert "1.2" not in shown(told, "Divide each")


def test_both_spreads_are_known_when_it_is_asked_what_dividing_does(
    told: Staging, data: Features
) -> None:
    sun, water = rescaled(data, 0).inputs.std(axis=0)
    texts = " ".join(shown(told, "Divide each"))
    assert f"s = {sun:.2f}" in texts
    assert f"s = {water:.2f}" in texts


def test_weights_of_rescaled_inputs_are_named_for_what_they_are(
    told: Staging, data: Features
) -> None:
    spreads = rescaled(data, 0).inputs.std(axis=0)
    before, after = (feature_error(rescaled(data, amount)).minima[0].x for amount in (0, 1))
    assert after == pytest.approx(before * spreads)
    texts = shown(told, "Round cloud")
    assert {"2.1", "0.3"} <= set(texts)
    assert spreads == pytest.approx([2.1, 0.3])
    assert "2.1" not in shown(told, "Long s, short d")


def test_both_walks_begin_with_the_same_predictions(data: Features) -> None:
    first = [feature_error(rescaled(data, amount)).value(np.zeros(2)) for amount in (0, 1)]
    assert first[0] == pytest.approx(first[1])


def test_the_last_frame_says_what_was_compared(told: Staging) -> None:
    texts = shown(told, "Round cloud")
    assert {"raw", "rescaled"} <= set(texts)


def test_captions_follow_the_knobs(staged: Staged) -> None:
    slower = staged("feature_scaling", "LEARNING_RATE=0.12 CORRELATION=0.5")
    assert "Across: down in a few steps. Along: a crawl." in slower.captions
    assert any(one.startswith("Rounder cloud, rounder valley: same α") for one in slower.captions)
