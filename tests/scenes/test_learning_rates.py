"""Every figure that scene 3 shows follows from the computed walks with the scene's own knobs."""

import re

import numpy as np
import pytest

from gd_math import Trajectory, contraction, descend, losses, optimizers
from gd_math.descent.outcomes import steps_until_near
from scenes import learning_rates as scene
from scenes.kit.rates.panels import as_power
from scenes.kit.rates.rate_stage import RateStage
from scenes.kit.rates.rate_words import say_best, say_twice
from scenes.kit.rates.valley import Valley, valley_of
from scenes.kit.rates.verdict import Verdict, count_leaps, judge
from scenes.kit.theme import theme
from scenes.kit.words.numbers import number

LOSS = getattr(losses, scene.LOSS)
VALLEY: Valley = valley_of("LOSS", LOSS, scene.START)
HESSIAN = LOSS.hessian([0.0, 0.0])


def walk(
    rate: float, steps: int = scene.STEPS, start: tuple[float, ...] = scene.START
) -> Trajectory:
    return descend(LOSS, optimizers.gradient_descent(rate), start, steps)


def stage(rates: tuple[float, ...] = scene.LEARNING_RATES, steps: int = scene.STEPS) -> RateStage:
    return RateStage(VALLEY, steps, rates, first=min(rates))


NEAR = stage().near  # in the ring on the map


def verdict(rate: float, steps: int = scene.STEPS) -> Verdict:
    return judge(LOSS, walk(rate, steps), NEAR)


def test_the_four_rates_have_the_verdicts_that_the_panels_show() -> None:
    words = [verdict(rate).word for rate in scene.LEARNING_RATES]
    assert words == ["crawls", "settles", "zigzags, settles", "DIVERGED"]


def test_the_losses_under_the_panels() -> None:
    rates = sorted([*scene.LEARNING_RATES, VALLEY.best])
    reached = [as_power(float(walk(rate).loss[-1])) for rate in rates]
    assert reached == ["1.2", "6 · 10⁻¹⁰", "2 · 10⁻¹⁷", "2 · 10⁻⁴", "3 · 10¹⁸"]
    assert number(float(walk(0.2).loss[0]), 2) == "9.5"


def test_the_steps_that_are_noted_below_the_ruler() -> None:
    rates = [0.01, 0.1, 0.2, VALLEY.best, 0.38, 0.5]
    counts = []
    for rate in rates:
        outside = np.flatnonzero(np.linalg.norm(walk(rate).x, axis=-1) > NEAR)
        counts.append(int(outside[-1]) + 1 if outside[-1] < scene.STEPS else None)
    assert [verdict(rate).arrived for rate in rates] == counts
    assert counts[0] is counts[-1] is None
    assert counts[3] == min(count for count in counts if count)  # the best rate is


def test_the_slider_stops_within_the_zones_of_the_valley() -> None:
    slow, straight, zigzag, thrown = scene.LEARNING_RATES
    assert slow < VALLEY.overshoot / 2
    assert straight == pytest.approx(VALLEY.overshoot) == 0.2
    assert VALLEY.overshoot < zigzag < VALLEY.limit == pytest.approx(0.4)
    assert thrown > VALLEY.limit


def test_twice_the_step_is_twice_as_fast_up_to_a_fifth() -> None:
    assert VALLEY.speed(0.2) / VALLEY.speed(0.1) == pytest.approx(2.12, abs=0.005)
    assert verdict(0.1).arrived == 2 * (verdict(0.2).arrived or 0)
    late = np.log(walk(0.1).loss[40:]), np.log(walk(0.2).loss[40:])
    slopes = [float(np.diff(logarithms).mean()) for logarithms in late]
    assert slopes[1] / slopes[0] == pytest.approx(2.12, abs=0.01)


def test_beyond_a_fifth_each_step_leaps_across_the_valley() -> None:
    across = walk(0.38).x[:, 0]
    assert (across[1:] * across[:-1] < 0).all()


def test_from_the_limit_on_no_walk_comes_nearer() -> None:
    assert contraction(HESSIAN, VALLEY.limit) == pytest.approx(1)
    across = walk(VALLEY.limit).x @ VALLEY.directions[1]
    assert np.abs(across) == pytest.approx(abs(across[0]))


def test_one_step_multiplies_x_by_the_factors_shown() -> None:
    for rate, factor in zip(scene.LEARNING_RATES, (0.95, 0.0, -0.9, -1.5), strict=True):
        first, second = walk(rate, steps=1).x[:, 0]
        assert second == pytest.approx(factor * first, abs=1e-12)


def test_the_best_rate_is_where_both_factors_are_equal_and_the_worse_is_least() -> None:
    assert VALLEY.best == pytest.approx(1 / 3)
    assert abs(1 - 5 * VALLEY.best) == pytest.approx(abs(1 - VALLEY.best))
    rates = np.linspace(0.001, 0.5, 2001)
    worse = [contraction(HESSIAN, float(rate)) for rate in rates]
    assert rates[int(np.argmin(worse))] == pytest.approx(VALLEY.best, abs=3e-4)


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        (0.001, "crawls"),
        (0.1, "settles"),
        (1 / 3, "settles"),
        (0.399, "still zigzags"),
        (0.4, "still zigzags"),
        (0.45, "DIVERGED"),
    ],
)
def test_the_verdict_follows_from_the_walk(rate: float, word: str) -> None:
    assert verdict(rate).word == word


def test_more_steps_change_the_verdict() -> None:
    assert verdict(0.01, steps=800).word == "settles"
    assert verdict(0.38, steps=8).word == "still zigzags"


def test_a_walk_along_the_floor_of_the_valley_does_not_zigzag() -> None:
    assert judge(LOSS, walk(0.38, start=(0.0, 2.5))).word == "settles"


def test_only_divergence_has_a_color() -> None:
    colors = [verdict(rate).color for rate in scene.LEARNING_RATES]
    assert colors == [theme.ink, theme.ink, theme.ink, theme.wrong]


def test_what_is_said_follows_from_the_walks() -> None:
    shown = stage()
    slow, fast = verdict(0.1).arrived, verdict(0.2).arrived
    assert say_twice(shown) == f"Yes: {slow} steps become {fast}."
    best = "Small steps crawl, large ones are thrown out. The best α lies between: 1/3."
    assert say_best(shown) == best


def test_what_is_said_claims_no_more_than_the_walks_bear() -> None:
    short = stage(steps=(verdict(0.1).arrived or 0) - 1)
    assert say_twice(short) == "Yes: the loss falls 2.1 times as steeply as with α = 0.1."
    tame = stage(rates=(0.1, 0.38))
    assert say_best(tame) == "The best fixed α is 1/3."
    assert say_best(stage(rates=(0.01, 0.2))) == "Small steps crawl. The best fixed α is 1/3."
    thrown = "Large steps are thrown out. The best fixed α is 1/3."
    assert say_best(stage(rates=(0.2, 0.5))) == thrown


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2, 1 / 3, 0.38])
def test_the_line_names_the_step_from_which_the_walk_stays_near(rate: float) -> None:
    path = walk(rate, steps=200)
    found = re.search(r"in the ring after (\d+) steps", judge(LOSS, path, NEAR).line)
    assert found is not None
    near = NEAR
    distance = np.linalg.norm(path.x, axis=-1)
    assert (distance[int(found[1]) :] <= near).all()
    assert distance[int(found[1]) - 1] > near


def test_the_line_of_a_diverging_walk_names_its_loss() -> None:
    assert verdict(0.5).line == "DIVERGED: the loss is 3 · 10¹⁸"
    assert walk(0.5).loss[-1] == pytest.approx(2.6e18, rel=0.02)


def test_the_line_of_a_crawling_walk_names_what_is_left_of_the_way() -> None:
    x = walk(0.01).x
    left = np.linalg.norm(x[-1]) / np.linalg.norm(x[0])
    assert verdict(0.01).line == f"crawls: {100 * left:.0f}% of the way still ahead"


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
