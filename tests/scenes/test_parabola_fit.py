"""Scene 11: where the walks end, how high both floors are, and what bias and variance are."""

import numpy as np
import pytest

from gd_math import bias_variance, datasets, descend, mean_squared_error, optimizers
from scenes import parabola_fit as scene
from scenes.kit.fits.model_panels import ModelPanels
from scenes.kit.words.text import Number
from tests.scenes.conftest import Staged, Staging

X = np.linspace(-2, 2, scene.SAMPLES)
NOISE = scene.NOISE * np.random.default_rng(scene.SEED).standard_normal(scene.SAMPLES)
STRAIGHT, CURVED = scene.TRUE_LINE[0] * X + scene.TRUE_LINE[1] + NOISE, X**2 + NOISE
PARTS = np.linspace(-2, 2, scene.FEW + 1)
FEW_X = (PARTS[:-1] + PARTS[1:]) / 2  # the middles of equal parts
AT = np.linspace(-2, 2, 101)


def line_and_floor(y: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the best line and its mean squared error, by polynomials of NumPy."""
    line = np.polyfit(X, y, 1)
    return line, float(np.mean((y - np.polyval(line, X)) ** 2))


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("parabola_fit")


def texts(told: Staging, beat: int) -> list[str]:
    return [box.what.removeprefix("number ").strip("$ ") for box in told.texts[beat][1]]


def few() -> datasets.Dataset:
    return datasets.formula_data(
        scene.FORMULA, scene.NOISE, scene.FEW, (FEW_X[0], FEW_X[-1]), seed=scene.SEED
    )


def parts(degree: int) -> tuple[float, float, float]:
    """Return variance, bias² and noise of a degree, by NumPy's polynomials."""
    noise = np.random.default_rng(scene.SEED).standard_normal((scene.REDRAWN, scene.FEW))
    ys = FEW_X**2 + scene.NOISE * noise
    fits = np.array([np.polyval(np.polyfit(FEW_X, y, degree), AT) for y in ys])
    bias = fits.mean(axis=0) - AT**2
    return float(fits.var(axis=0).mean()), float(np.mean(bias**2)), scene.NOISE**2


def test_the_points_are_those_of_the_line_and_of_the_parabola() -> None:
    straight = datasets.line_data(*scene.TRUE_LINE, scene.NOISE, scene.SAMPLES, seed=scene.SEED)
    curved = datasets.formula_data(scene.FORMULA, scene.NOISE, scene.SAMPLES, seed=scene.SEED)
    assert straight.y == pytest.approx(STRAIGHT)
    assert curved.y == pytest.approx(CURVED)


@pytest.mark.parametrize("y", [STRAIGHT, CURVED])
def test_both_walks_come_to_rest_at_the_best_line(y: np.ndarray) -> None:
    loss = mean_squared_error(datasets.Dataset("points", X, y))
    descent = optimizers.gradient_descent(scene.LEARNING_RATE)
    path = descend(loss, descent, scene.START, scene.STEPS)
    line, floor = line_and_floor(y)
    assert path.x[-1] == pytest.approx(line, abs=1e-4)
    assert path.loss[-1] == pytest.approx(floor, abs=1e-8)
    assert path.outcome == "converged"


def test_one_floor_is_high_and_the_bowls_are_the_same() -> None:
    (line, low), (flat, high) = line_and_floor(STRAIGHT), line_and_floor(CURVED)
    assert (f"{low:.2f}", f"{high:.2f}") == ("0.19", "1.74")
    for turn in (-1.5, 0.7, 2.0):
        rises = [
            np.mean((y - np.polyval(best + np.array([turn, 0]), X)) ** 2) - floor
            for y, best, floor in ((STRAIGHT, line, low), (CURVED, flat, high))
        ]
        assert rises[0] == pytest.approx(rises[1], abs=1e-12)


def test_without_noise_the_floor_is_that_of_the_catalogue(told: Staging) -> None:
    (w, b), floor = line_and_floor(X**2)
    assert w == pytest.approx(0, abs=1e-12)
    assert (f"{b:.2f}", f"{floor:.2f}") == ("1.36", "1.48")
    slope, intercept = scene.TRUE_LINE
    lines = {f"{value:.2f}" for value in (slope, intercept, 0, b)}
    assert lines | {"0.00", "1.48"} <= set(texts(told, 4))
    assert "1.55" in texts(told, 3)  # how far one floor is above the other, with the noise


@pytest.mark.parametrize("degree", scene.DEGREES)
def test_the_bars_say_variance_bias_and_their_sum(degree: int, told: Staging) -> None:
    values = parts(degree)
    mine = bias_variance(few(), degree, scene.REDRAWN, scene.SEED, AT)
    assert values[:2] == pytest.approx((mine.variance.mean(), mine.bias_squared.mean()), rel=1e-6)
    shown = texts(told, -1)
    for value in (*values, sum(values)):
        assert f"{value:.2f}" in shown
    assert sum(round(value, 2) for value in values) == pytest.approx(round(sum(values), 2))


@pytest.mark.parametrize("degree", scene.DEGREES)
def test_what_is_counted_can_be_seen(degree: int) -> None:
    plot = ModelPanels(few(), scene.DEGREES, scene.REDRAWN, scene.SEED).plots[0]
    assert plot.x_range == (-2, 2)
    assert plot.y_range == (-3, 10)
    fits = bias_variance(few(), degree, scene.REDRAWN, scene.SEED).coefficients
    heights = np.array([np.polyval(one, np.linspace(-2, 2, 2001)) for one in fits])
    assert -3 < heights.min() < heights.max() < 10  # no fit is cut off


def test_each_claim_is_at_least_two_to_one() -> None:
    stiff, between, supple = map(parts, scene.DEGREES)
    assert supple[0] > 6 * max(stiff[0], between[0])  # chases the noise
    assert stiff[1] > 10 * max(supple[1], between[1])  # misses alike
    assert sum(between) < min(sum(stiff), sum(supple)) / 2


def own_errors(degree: int) -> np.ndarray:
    """Return the error of each fit of a degree at its own points, by NumPy's polynomials."""
    noise = np.random.default_rng(scene.SEED).standard_normal((scene.REDRAWN, scene.FEW))
    ys = FEW_X**2 + scene.NOISE * noise
    fits = [np.polyval(np.polyfit(FEW_X, y, degree), FEW_X) for y in ys]
    return np.mean((ys - fits) ** 2, axis=1)


def test_the_least_error_at_own_points_is_not_the_least_at_new_ones(told: Staging) -> None:
    stiff, between, supple = (float(own_errors(degree).mean()) for degree in scene.DEGREES)
    assert 2 * supple < between < stiff / 2
    for value in (stiff, between, supple):
        assert f"{value:.2f}" in texts(told, -1)


def test_every_fit_is_better_on_its_own_points(told: Staging) -> None:
    for degree in scene.DEGREES:
        own, new = float(own_errors(degree).mean()), sum(parts(degree))
        assert float(f"{own:.2f}") < float(f"{new:.2f}")


def test_without_noise_all_but_the_line_fit(told: Staging) -> None:
    line = np.polyval(np.polyfit(FEW_X, FEW_X**2, 1), FEW_X)
    for error in (float(np.mean((FEW_X**2 - line) ** 2)), 0.0):
        assert f"{error:.2f}" in texts(told, 6)  # before the noise comes


def test_what_the_noise_has_shown_is_said_when_it_is_gone(told: Staging) -> None:
    beats = told.lesson.beats
    assert beats[4].caption.startswith("Is the noise to blame?")
    assert beats[5].caption.startswith("No: the line cannot bend.")


def test_each_question_is_answered_only_after_the_picture(told: Staging) -> None:
    beats = told.lesson.beats
    asked = [i for i, beat in enumerate(beats) if beat.kind == "question"]
    assert beats[asked[0]].caption == "We reached the bottom. Is that good?"
    for i in asked:
        assert beats[i + 1].caption_start > beats[i + 1].start
    assert beats[asked[0]].seconds(15)[0] < 7
    assert "100 fits: degree 8 follows the noise. That is variance." in {b.caption for b in beats}


def test_nothing_of_the_walks_is_left_below_the_panels(told: Staging) -> None:
    family = told.lesson.get_mobject_family_members()
    assert not [one for one in family if isinstance(one, Number)]
