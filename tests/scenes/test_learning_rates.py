"""The verdicts of scene 3 follow the computed walk, whatever the learning rate."""

import re

import numpy as np
import pytest

from gd_math import best_learning_rate, descend, losses, optimizers, stability_limit
from scenes.kit.maps.verdict import Verdict, count_leaps, judge, steps_until_near
from scenes.kit.theme import theme

HESSIAN = losses.RAVINE.hessian([0.0, 0.0])
LIMIT = stability_limit(HESSIAN)
BEST = best_learning_rate(HESSIAN)


def verdict(rate: float, steps: int = 50, start: tuple[float, float] = (1.6, 2.5)) -> Verdict:
    walk = descend(losses.RAVINE, optimizers.gradient_descent(rate), start, steps)
    return judge(losses.RAVINE, walk)


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        (0.001, "crawls"),
        (0.01, "crawls"),
        (0.1, "settles"),
        (0.2, "settles"),
        (BEST, "zigzags, settles"),
        (0.38, "zigzags, settles"),
        (0.399, "still zigzags"),
        (LIMIT, "still zigzags"),
        (0.45, "DIVERGED"),
        (0.5, "DIVERGED"),
    ],
)
def test_the_verdict_follows_from_the_walk(rate: float, word: str) -> None:
    assert verdict(rate).word == word


def test_more_steps_change_the_verdict() -> None:
    assert verdict(0.01, steps=50).word == "crawls"
    assert verdict(0.01, steps=800).word == "settles"
    assert verdict(0.38, steps=20).word == "still zigzags"


def test_a_walk_along_the_floor_of_the_valley_does_not_zigzag() -> None:
    assert verdict(0.38, start=(0.0, 2.5)).word == "settles"


def test_each_kind_of_end_has_its_color() -> None:
    colors = {rate: verdict(rate).color for rate in (0.01, 0.2, 0.5)}
    assert colors == {0.01: theme.careful, 0.2: theme.good, 0.5: theme.wrong}


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2, BEST, 0.38])
def test_the_sentence_names_the_step_from_which_the_walk_stays_near(rate: float) -> None:
    walk = descend(losses.RAVINE, optimizers.gradient_descent(rate), (1.6, 2.5), 200)
    found = re.search(r"after (\d+) steps", judge(losses.RAVINE, walk).sentence)
    assert found is not None
    near = 0.002 * losses.RAVINE.diagonal
    distance = np.linalg.norm(walk.x, axis=-1)
    assert (distance[int(found[1]) :] <= near).all()
    assert distance[int(found[1]) - 1] > near


def test_the_sentence_names_the_loss_that_a_diverging_walk_reached() -> None:
    walk = descend(losses.RAVINE, optimizers.gradient_descent(0.5), (1.6, 2.5), 50)
    found = re.search(r"([\d.]+) · 10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", judge(losses.RAVINE, walk).sentence)
    assert found is not None
    power = int(found[2].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
    assert power == 18
    assert float(found[1]) * 10.0**power == pytest.approx(walk.loss[-1], rel=0.05)


def test_leaps_are_counted_only_where_they_can_be_seen() -> None:
    visible = np.array([[4.0, 1.0], [-2.0, 1.0], [1.0, 1.0], [-0.5, 1.0], [0.25, 1.0]])
    assert count_leaps(visible, near=0.1) == 4
    assert count_leaps(visible, near=0.75) == 2
    assert count_leaps(visible[:1], near=0.1) == 0


def test_near_means_near_for_good() -> None:
    distance = np.array([3.0, 0.5, 2.0, 0.5, 0.4])
    assert steps_until_near(distance, 1.0) == 3
    assert steps_until_near(distance, 5.0) == 0
    assert steps_until_near(distance, 0.1) is None
