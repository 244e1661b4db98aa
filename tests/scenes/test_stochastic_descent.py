"""Scene 15: what it shows and says of careful and of hasty walks is what was computed."""

import re

import numpy as np
import pytest

from gd_math import (
    datasets,
    gradient_descent,
    least_squares,
    mean_squared_error,
    sampling_ball,
    stochastic_descent,
)
from scenes import stochastic_descent as scene
from scenes.kit import LookDescents, say_lowest_with_shrinking, say_nearer, say_who_ends_lowest
from tests.scenes.checks import FRAME_RATE
from tests.scenes.conftest import Staged, Staging

DATA = datasets.line_data(*scene.TRUE_LINE, scene.NOISE, scene.SAMPLES, seed=scene.SEED)
LOSS = mean_squared_error(DATA)
BEST = np.array(least_squares(DATA))
NAMES = {"every": scene.SAMPLES, "some": scene.BATCH_SIZE, "one": 1}


def descents_of(**knobs: float) -> LookDescents:
    set_here = {"learning_rate": scene.LEARNING_RATE, "batch_size": scene.BATCH_SIZE, **knobs}
    rest = {"passes": scene.PASSES, "halving": scene.HALVING, "seed": scene.ORDER}
    return LookDescents(DATA, scene.START, **{**rest, **set_here})


@pytest.fixture(scope="module")
def descents() -> LookDescents:
    return descents_of()


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("stochastic_descent")


def test_it_asks_at_once_and_its_questions_do_not_tell_what_comes_of_them(told: Staging) -> None:
    first, *_ = told.lesson.beats
    assert first.kind == "question"
    asked = " ".join(beat.caption for beat in told.lesson.beats if beat.kind != "answer")
    assert not re.search("nearer|falls|zero|%", asked)
    assert told.captions[0] == "Ask all 100 points, or only one?"


@pytest.mark.parametrize(("name", "size"), NAMES.items())
def test_walks_pay_a_look_for_each_sample_they_ask(
    descents: LookDescents, name: str, size: int
) -> None:
    path = getattr(descents, name)
    paid = np.asarray(path.evaluations)
    assert (np.diff(paid) == size).all()
    assert paid[0] == 0
    assert paid[-1] == descents.looks == scene.PASSES * scene.SAMPLES
    steps = len(paid) - 1
    assert steps * size == descents.looks
    again = stochastic_descent(
        LOSS, gradient_descent(scene.LEARNING_RATE), scene.START, steps, size, scene.ORDER
    )
    np.testing.assert_array_equal(path.x, again.x)


def test_the_step_of_all_is_the_mean_of_the_steps_of_single_points(
    told: Staging, descents: LookDescents
) -> None:
    steps = descents.steps(scene.START)
    assert len(steps) == scene.SAMPLES
    careful = descents.every.x[1] - descents.every.x[0]
    assert steps.mean(axis=0) == pytest.approx(careful)
    assert careful == pytest.approx(-scene.LEARNING_RATE * LOSS.gradient(scene.START))
    asked = descents.order[0]
    assert descents.one.x[1] - descents.one.x[0] == pytest.approx(steps[asked])
    assert 'their mean" = -alpha nabla L' in told.shown("A point pulls")


def test_the_hasty_hiker_is_nearer_by_far_for_the_same_looks(
    told: Staging, descents: LookDescents
) -> None:
    assert descents.every.evaluations[1] == descents.one.evaluations[100] == scene.SAMPLES
    careful, hasty = (float(LOSS.value(path.x[row]) - LOSS.value(BEST))
                      for path, row in ((descents.every, 1), (descents.one, 100)))  # fmt: skip
    assert hasty < careful / 300
    assert told.captions[3] == say_nearer(descents) == "The hasty hiker gets nearer, by far."


def test_what_is_drawn_has_its_name_before_it_is_used(told: Staging) -> None:
    assert {"loss $L(w, b)", "y = w x + b", "best line"} <= set(told.shown("Ask all 100 points"))
    assert {"looks:", "careful steps:", "hasty steps:"} <= set(told.shown("The hasty"))


def test_the_one_that_asks_ten_is_lowest_at_the_price_that_is_named(
    told: Staging, descents: LookDescents
) -> None:
    last = {"every": float(LOSS.value(descents.every.x[-1]) - LOSS.value(BEST))}  # without noise
    for name in ("some", "one"):
        rows = np.asarray(getattr(descents, name).evaluations) > 2 / 3 * descents.looks
        losses = LOSS.value(getattr(descents, name).x[rows]) - LOSS.value(BEST)
        last[name] = float(np.mean(losses))
    ends = {name: descents.end(getattr(descents, name)) for name in NAMES}
    assert ends == pytest.approx(last, rel=0.02)
    assert last["some"] < last["every"] / 2 < last["one"] / 2  # seen on the axis, and not by luck
    assert told.captions[5] == say_who_ends_lowest(descents)
    assert say_who_ends_lowest(descents).startswith("The one that asks 10.")
    assert told.captions[4].startswith("1,200 looks each")
    named = {"100 looks a step", "10 looks a step", "1 look a step"}
    assert named <= set(told.shown("The one that asks 10"))


def test_with_more_looks_the_careful_one_is_lower_as_its_fall_says(
    told: Staging, descents: LookDescents
) -> None:
    longer = descents_of(passes=2 * scene.PASSES)
    assert longer.end(longer.every) < min(longer.end(longer.some), longer.end(longer.one))
    before, last = descents.above(descents.every)[-2:]
    assert last < 0.8 * before
    assert told.captions[5].endswith("The careful one still falls.")


def test_other_ends_are_told_as_they_are(staged: Staged) -> None:
    larger = descents_of(learning_rate=0.12, batch_size=2)
    assert say_who_ends_lowest(larger) == "The one that asks 100."
    told = staged("stochastic_descent", "BATCH_SIZE=2")
    assert told.captions[5] == say_who_ends_lowest(descents_of(batch_size=2))
    assert "1,200 looks each, 100, 2 or 1 a step: who is lowest?" in told.captions


def test_at_the_best_line_the_mean_vanishes_and_the_single_steps_do_not(
    told: Staging, descents: LookDescents
) -> None:
    steps = descents.steps(BEST)
    assert np.abs(steps.mean(axis=0)).max() < 1e-14
    assert np.linalg.norm(steps, axis=-1).mean() > 0.1  # half a tick of the detail
    assert "their mean: 0" in told.shown("At the best line")


def test_the_ring_is_where_the_noise_is_predicted_to_throw_and_throws(
    told: Staging, descents: LookDescents
) -> None:
    ball = sampling_ball(LOSS, scene.LEARNING_RATE)
    np.testing.assert_allclose(descents.ball(), ball)
    settled = descents.one.x[scene.SAMPLES :] - BEST
    np.testing.assert_allclose(np.cov(settled.T), ball, rtol=0.25, atol=0.002)
    steps, descent = descents.looks, gradient_descent(scene.LEARNING_RATE)
    thrown = stochastic_descent(LOSS, descent, BEST, steps, 1, scene.ORDER).x[1:] - BEST
    far = np.einsum("ni,ij,nj->n", thrown, np.linalg.inv(ball), thrown)
    inside = np.mean(far <= 4)
    assert inside == pytest.approx(descents.inside(steps))
    assert f"{inside:.0%}" == "85%"
    assert f"{1 - np.exp(-2):.0%}" == "86%"  # of a normal distribution within two deviations
    said = told.shown("Set the hasty hiker there")
    source = said.index("inside the ring, from")
    assert said[source : source + 4][1:] == ["alpha", "and the pulls:", "number 86"]
    assert "number 85" in said[said.index("counted:") :]
    assert f"number {steps:,}" in said[said.index("counted:") :]


def test_as_the_rate_falls_the_ring_shrinks_and_the_walk_ends_lowest(
    told: Staging, descents: LookDescents
) -> None:
    np.testing.assert_array_equal(  # up to then it is the same walk
        descents.fading.x[: scene.SAMPLES + 1], descents.one.x[: scene.SAMPLES + 1]
    )
    rates = [descents.falling(step) for step in (100, 100 + scene.HALVING, descents.looks)]
    assert rates == pytest.approx(
        [scene.LEARNING_RATE, scene.LEARNING_RATE / 2, 0.1 / (1 + 1100 / scene.HALVING)]
    )
    radii = [float(np.sqrt(np.trace(descents.ball(rate)))) for rate in rates]
    assert radii[-1] < radii[0] / 5
    assert all(descents.end(descents.fading) < descents.end(getattr(descents, name)) / 3
               for name in NAMES)  # fmt: skip
    assert {"alpha", "shrinks"} <= set(told.shown("From look 100 on"))
    assert told.captions[-2].endswith("Who is lowest at 1,200 looks?")


def test_who_is_lowest_at_last_is_said_and_can_be_read(
    told: Staging, descents: LookDescents
) -> None:
    said = say_lowest_with_shrinking(descents)
    assert told.captions[-1] == said == "The hasty one, once α shrinks."
    last = told.lesson.beats[-1]
    assert last.frames / FRAME_RATE >= 2.5
    slow = descents_of(batch_size=50, halving=3000)  # so slowly that it hardly shrinks
    assert slow.end(slow.fading) > slow.end(slow.some)
    before, *_ = say_who_ends_lowest(slow).split(".")
    assert say_lowest_with_shrinking(slow) == f"Still t{before[1:]}."


@pytest.mark.parametrize(
    ("knobs", "message"),
    [
        ({"batch_size": 60}, "BATCH_SIZE is 60, and must be 2 to 50, half of the 100 points"),
        ({"learning_rate": 0.3}, "LEARNING_RATE is 0.3, with which a walk is thrown off the map"),
    ],
)
def test_what_cannot_be_shown_is_refused(knobs: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        descents_of(**knobs)
