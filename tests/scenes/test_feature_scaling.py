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
)
from scenes import feature_scaling as scene
from scenes.kit import ScalingStage
from scenes.kit.scaling.stage import GOAL
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


def above(data: Features, amount: float) -> np.ndarray:
    """Return by how much the loss of the walk is above the lowest, step by step."""
    loss = feature_error(rescaled(data, amount))
    walk = descend(loss, optimizers.gradient_descent(scene.LEARNING_RATE), [0, 0], 100)
    return np.asarray(walk.loss - loss.minima[0].value)


def counted(data: Features, amount: float) -> str:
    """Return in how many steps the loss is that of the goal, the same for every amount."""
    goal = GOAL * ScalingStage(data, scene.LEARNING_RATE).map.rise
    return str(int(np.argmax(above(data, amount) < goal)))


def test_it_asks_within_seven_seconds(told: Staging) -> None:
    question = next(beat for beat in told.lesson.beats if beat.kind == "question")
    assert question.caption == "How many steps to the ring?"
    assert question.start / FRAME_RATE < 7


def test_the_valley_is_a_ravine_before_and_nearly_round_after(
    data: Features,
) -> None:
    before, after = (condition_number(hessian(data, amount)) for amount in (0, 1))
    assert after == pytest.approx((1 + R) / (1 - R))
    ratio = (scene.DEVIATIONS[0] / scene.DEVIATIONS[1]) ** 2
    assert ratio == pytest.approx(49)
    assert ratio < before < 1.02 * ratio  # more than that, for the inputs are not independent


def test_the_same_rate_takes_a_fraction_of_the_steps_to_the_same_loss(
    told: Staging, data: Features
) -> None:
    before, after = (counted(data, amount) for amount in (0, 1))
    assert int(before) > 4 * int(after)
    assert before in shown(told, "Across: wall to wall")
    assert {before, after} <= set(shown(told, f"{after} steps"))
    assert told.captions[-1] == f"{after} steps instead of {before}."
    assert not {before, after} & set(shown(told, "How many steps"))
    assert after not in shown(told, "Every s is 1")


def test_the_rate_is_near_the_limit_before_and_far_from_it_after(data: Features) -> None:
    before, after = (stability_limit(hessian(data, amount)) for amount in (0, 1))
    assert 0.8 * before < scene.LEARNING_RATE < before
    assert 0.25 * after > scene.LEARNING_RATE


def test_the_first_step_leaps_across_and_crawls_along(data: Features) -> None:
    loss = feature_error(rescaled(data, 0))
    across, along = -scene.LEARNING_RATE * loss.gradient(np.zeros(2))
    best = loss.minima[0].x
    assert best == pytest.approx(scene.WEIGHTS)
    assert across > 1.5 * best[0]  # from wall to wall
    assert along < 0.06 * best[1]
    assert (f"{across:.2f}", f"{along:.2f}") == ("3.26", "0.16")


def test_long_spread_and_short_way(told: Staging, data: Features) -> None:
    spread = rescaled(data, 0).inputs.std(axis=0)
    assert {f"{spread[0]:.2f}", f"{1 / spread[0]:.2f}"} <= set(shown(told, "Move w₁"))
    texts = shown(told, "Large s")
    for s in spread:
        assert {f"{s:.2f}", f"{1 / s:.2f}"} <= set(texts)
    assert [f"{one:.2f}" for one in (*spread, *1 / spread)] == ["2.10", "0.30", "0.48", "3.33"]
    assert shown(told, "Every s is 1").count("1.00") == 2


def test_the_loss_is_up_by_what_is_said(told: Staging, data: Features) -> None:
    loss = feature_error(rescaled(data, 0))
    best = loss.minima[0].x
    for caption, way in zip(
        ("Move w₁", "Large s"), np.diag(1 / rescaled(data, 0).inputs.std(axis=0)), strict=True
    ):
        assert loss.value(best + way) - loss.value(best) == pytest.approx(1)
        assert "1.00" in shown(told, caption)


def test_the_questions_do_not_tell_what_comes_of_them(told: Staging) -> None:
    assert "3.33" not in shown(told, "How far must w₂")
    assert "1.00" not in shown(told, "Divide inputs")


def test_both_spreads_are_known_when_it_is_asked_what_dividing_does(
    told: Staging, data: Features
) -> None:
    sun, water = rescaled(data, 0).inputs.std(axis=0)
    assert {f"{sun:.2f}", f"{water:.2f}"} <= set(shown(told, "Divide inputs"))


def test_axes_say_what_the_inputs_are_divided_by(told: Staging, data: Features) -> None:
    spreads = rescaled(data, 0).inputs.std(axis=0)
    assert spreads == pytest.approx([2.1, 0.3])
    texts = " ".join(shown(told, told.captions[-1]))
    for divisor, name in (("2.10", "sun"), ("0.30", "water")):
        assert f'(#"{name}" #sym.minus mean) $div {divisor}' in texts
    assert "2.10 w_1" in texts  # the same model
    assert "0.30 w_2" in texts
    assert texts.count("from best") == 1


def test_the_rate_and_the_count_stand_only_where_somebody_walks(told: Staging) -> None:
    for caption in ("Why so slow", "Move w₁", "Large s", "Divide inputs"):
        assert not {"alpha = 0.2", "raw"} & set(shown(told, caption))
    for caption in ("How many steps", "Every s is 1", "Same loss"):
        assert "alpha = 0.2" in shown(told, caption)


def test_no_axis_measures_water_while_bars_of_growth_stand(told: Staging) -> None:
    for caption in ("Move w₁", "How far", "Large s"):
        texts = " ".join(shown(told, caption))
        assert "1 cm" in texts
        assert "water from mean" not in texts
    for caption in ("Why so slow", "Divide inputs"):
        texts = " ".join(shown(told, caption))
        assert "1 cm" not in texts
        assert "water from mean" in texts


def test_both_walks_begin_with_the_same_predictions(data: Features) -> None:
    first = [feature_error(rescaled(data, amount)).value(np.zeros(2)) for amount in (0, 1)]
    assert first[0] == pytest.approx(first[1])


def test_the_last_frame_says_what_was_compared(told: Staging) -> None:
    texts = shown(told, told.captions[-1])
    assert {"raw", "rescaled"} <= set(texts)


def test_captions_follow_the_knobs(staged: Staged) -> None:
    slower = staged("feature_scaling", "LEARNING_RATE=0.12 CORRELATION=0.5")
    assert "Across: down in a few steps. Along: a crawl." in slower.captions
