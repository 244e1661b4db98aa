"""Scene 9: the table of descent, computed by hand; a step too far, and the step back."""

import numpy as np
import pytest

from gd_math import descend, optimizers
from scenes import step_by_step as scene
from scenes.kit import curve_of
from tests.scenes.conftest import Staged, Staging

LOSS = curve_of("LOSS", scene.LOSS, *scene.ENDS)
PATH = descend(LOSS, optimizers.gradient_descent(scene.LEARNING_RATE), [scene.START], scene.EPOCHS)
W = PATH.x[:, 0]
BOTTOM = float(LOSS.minima[0].x[0])


def slope_by_hand(w: float) -> float:
    return 2 * w**3 - 16 * w + 2.5


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("step_by_step")


def shown_at_the_end(told: Staging) -> list[str]:
    return [box.what for box in told.texts[-1][1]]


def test_the_walk_is_that_of_the_catalogue() -> None:
    assert (scene.LEARNING_RATE, scene.EPOCHS) == (0.05, 5)
    w = scene.START
    for epoch in range(scene.EPOCHS):
        assert PATH.gradient[epoch, 0] == pytest.approx(slope_by_hand(w), abs=1e-12)
        w -= 0.05 * slope_by_hand(w)
        assert W[epoch + 1] == pytest.approx(w, rel=1e-13)


def test_step_step_too_far_and_back() -> None:
    side = np.sign(W - BOTTOM)
    assert side.tolist() == [-1, -1, -1, 1, -1, 1]
    steps = np.diff(W)
    assert (np.sign(steps) == -np.sign(PATH.gradient[:-1, 0])).all()
    assert np.sign(steps).tolist() == [1, 1, 1, -1, 1]
    assert (np.diff(np.abs(steps[1:])) < 0).all()
    assert np.abs(steps[-1]) < 0.1 * np.abs(steps).max()


def test_the_last_picture_has_the_whole_table(told: Staging) -> None:
    shown = " | ".join(shown_at_the_end(told))
    rows = [
        ("1.10", "−12.44", "+0.62", "1.72"),
        ("1.72", "−14.84", "+0.74", "2.46"),
        ("2.46", "−7.01", "+0.35", "2.81"),
        ("2.81", "+2.05", "−0.10", "2.71"),
        ("2.71", "−1.01", "+0.05", "2.76"),
    ]
    for epoch, row in enumerate(rows):
        w, slope = W[epoch], slope_by_hand(float(W[epoch]))
        computed = [f"{w:.2f}", f"{slope:+.2f}", f"{-0.05 * slope:+.2f}", f"{W[epoch + 1]:.2f}"]
        assert [each.replace("-", "−") for each in computed] == list(row)
        assert all(each in shown for each in row)


def test_each_row_adds_up_as_it_is_read() -> None:
    read = [round(float(w), 2) for w in W]
    steps = [round(float(step), 2) for step in np.diff(W)]
    for before, step, after in zip(read[:-1], steps, read[1:], strict=True):
        assert before + step == pytest.approx(after)


def test_it_says_how_much_is_too_far(told: Staging) -> None:
    missed = [f"{each:.2f}" for each in np.abs(W[3:] - BOTTOM)]
    assert missed == ["0.07", "0.04", "0.02"]
    shown = " | ".join(shown_at_the_end(told))
    assert all(each in shown for each in ("0.07 too far", *missed[1:]))


def test_the_last_picture_names_the_sides_of_the_bottom(told: Staging) -> None:
    shown = " | ".join(shown_at_the_end(told))
    assert (np.sign(PATH.gradient[:5, 0]) == np.sign(W[:5] - BOTTOM)).all()
    assert all(each in shown for each in ("L'(w) < 0", "must grow", "L'(w) > 0", "must shrink"))


def test_the_step_that_is_asked_about_is_half_as_long() -> None:
    steps = np.abs(np.diff(W))
    assert 1.9 < steps[3] / steps[4] < 2.2


def test_no_answer_is_told_before_it_is_seen(told: Staging) -> None:
    beats = told.lesson.beats
    asked = [i for i, beat in enumerate(beats) if beat.kind == "question"]
    assert beats[asked[0]].caption == "Will weight w miss the bottom?"
    assert len(asked) == 3
    assert beats[asked[1] + 1].caption == "Beyond: a step too far."
    assert beats[asked[2] + 1].caption == "Shorter: small slope, small step."
    assert not any("eyond" in beat.caption for beat in beats[: asked[1] + 1])
