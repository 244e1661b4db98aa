"""Scene 8: the figures that it shows are those of the mean squared error, computed by hand."""

import math
from typing import Any

import numpy as np
import pytest

from gd_math import datasets, descend, mean_squared_error, optimizers, restrict
from scenes import error_curve as scene
from scenes.kit.plots.error_squares import ErrorSquares
from scenes.kit.words.text import Number
from tests.scenes.conftest import Staged, Staging, lesson_class, stage

W = np.linspace(*scene.SLOPES, scene.TRIED)


def mean_of_squares(w: float, b: float) -> float:
    return math.fsum((math.sin(x) - (w * x + b)) ** 2 for x in range(10)) / 10


def derivative(w: float) -> float:
    errors = (x * (math.sin(x) - (w * x + scene.INTERCEPT)) for x in range(10))
    return -2 / 10 * math.fsum(errors)


BEST = math.fsum(x * (math.sin(x) - scene.INTERCEPT) for x in range(10)) / sum(
    x * x for x in range(10)
)


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("error_curve")


def live(told: Staging) -> set[str]:
    family = told.lesson.get_mobject_family_members()
    return {one.says() for one in family if isinstance(one, Number)}


def test_the_points_are_those_of_the_sine() -> None:
    data = datasets.formula_data(scene.FORMULA, 0, scene.POINTS, scene.INTERVAL)
    assert data.x == pytest.approx(np.arange(10))
    assert data.y == pytest.approx(np.sin(np.arange(10)))
    assert scene.FIRST == (1, 0)
    assert mean_of_squares(1, 0) == pytest.approx(27.009, abs=5e-4)
    assert mean_squared_error(data).value(scene.FIRST) == pytest.approx(mean_of_squares(1, 0))


def test_the_twenty_slopes_are_those_of_the_catalogue() -> None:
    assert W.tolist() == list(range(-20, 19, 2))
    errors = [mean_of_squares(w, scene.INTERCEPT) for w in W]
    assert np.diff(errors, 3) == pytest.approx(0, abs=1e-8)  # on one parabola
    assert W[np.argmin(errors)] == 0


def test_it_says_that_the_lowest_of_them_is_not_the_best(told: Staging) -> None:
    captions = [beat.caption for beat in told.lesson.beats]
    assert mean_of_squares(BEST, scene.INTERCEPT) < mean_of_squares(0, scene.INTERCEPT) / 2
    assert "No: close beside it, the MSE is lower." in captions
    assert f"A parabola, through all {len(W)} points." in captions


def test_the_squares_of_all_gaps_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[ErrorSquares] = []
    level = ErrorSquares.level

    def noted(squares: ErrorSquares, mean: Any) -> Any:
        drawn.append(squares)
        return level(squares, mean)

    monkeypatch.setattr(ErrorSquares, "level", noted)
    told = stage(lesson_class("error_curve"))
    assert [len(one.chosen) for one in drawn] == [scene.POINTS]
    assert drawn[0] not in told.lesson.mobjects  # in the mean square, all of them


def test_at_the_end_the_slope_is_said_to_be_none(told: Staging) -> None:
    assert derivative(BEST) == pytest.approx(0, abs=1e-12)
    assert "0.00" in live(told)


def test_the_last_picture_has_the_lowest_point(told: Staging) -> None:
    least = mean_of_squares(BEST, scene.INTERCEPT)
    assert (f"{BEST:.4f}", f"{least:.4f}") == ("-0.2814", "1.4321")
    assert derivative(BEST) == pytest.approx(0, abs=1e-12)
    shown = [box.what for box in told.texts[-1][1]]
    assert sum("−0.2814" in what for what in shown) == 1
    assert sum("1.4321" in what for what in shown) == 1
    assert {f"{BEST:.2f}".replace("-", "−"), f"{least:.3f}"} <= live(told)


def test_both_walks_go_against_the_slope_and_arrive() -> None:
    data = datasets.formula_data(scene.FORMULA, 0, scene.POINTS, scene.INTERVAL)
    ends = ([scene.SLOPES[0]], [scene.SLOPES[1]])
    error = restrict(mean_squared_error(data), [0, scene.INTERCEPT], [[1, 0]], ends)
    descent = optimizers.gradient_descent(scene.LEARNING_RATE)
    path = descend(error, descent, [[0.0], [-0.76]], scene.STEPS)
    steps = np.diff(path.x[..., 0], axis=0)
    assert (np.sign(steps) == -np.sign(path.gradient[:-1, :, 0])).all()
    assert path.x[-1, :, 0] == pytest.approx([BEST, BEST], abs=5e-3)
    assert path.gradient[0, :, 0] == pytest.approx([derivative(0), derivative(-0.76)])


def test_each_question_is_answered_only_after_the_picture(told: Staging) -> None:
    beats = told.lesson.beats
    asked = [i for i, beat in enumerate(beats) if beat.kind == "question"]
    assert asked[0] == 0
    for i in asked:
        assert beats[i + 1].caption_start > beats[i + 1].start
    assert not any("parabola" in beat.caption for beat in beats[: asked[1] + 1])
    assert not any("lower" in beat.caption for beat in beats[: asked[2] + 1])
