"""Scene 13: what the test says of the rates, and what trainings with them come to."""

from functools import cache

import numpy as np
import pytest

from gd_math import gradient_descent, learning_rate_range_test, stochastic_descent
from gd_math.datasets import parabola_data
from scenes import learning_rate_range_test as scene
from scenes.kit.range_test.rate_experiment import RULES, RUNS, RateExperiment
from scenes.kit.range_test.rate_words import say_average, say_lowest, say_right, say_test
from tests.scenes.conftest import Staged, Staging

POINTS = parabola_data(noise=0.4, n=200, seed=1)


@cache
def experiment() -> RateExperiment:
    return RateExperiment(
        POINTS, scene.RATES, scene.BATCHES, scene.BATCH, scene.TRAINING, scene.SEED
    )


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("learning_rate_range_test")


def trained(rate: float) -> float:
    """Return the mean of the last losses of a training, by another way than the scene's."""
    one = experiment()
    path = stochastic_descent(
        one.loss, gradient_descent(rate), one.start, scene.TRAINING, one.batch_size, scene.SEED + 1
    )
    return float(path.loss[-scene.TRAINING // 3 :].mean())


def test_it_asks_at_once_and_asks_again_before_the_training(told: Staging) -> None:
    questions = [beat for beat in told.lesson.beats if beat.kind == "question"]
    assert questions[0].start == 0
    assert len(questions) == 3


def test_rates_grow_by_six_percent_a_batch_through_three_decades() -> None:
    one = experiment()
    rates = one.test.learning_rate
    assert rates[1:] / rates[:-1] == pytest.approx(np.full(len(rates) - 1, one.growth))
    assert one.growth == pytest.approx(1000 ** (1 / 119))
    assert "grows by 6%" in say_test(one)
    assert one.ticks == pytest.approx([0.001, 0.01, 0.1, 1])
    assert [one.share_of(rate) for rate in one.ticks] == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_the_test_is_that_of_gd_math_and_stops_as_the_loss_explodes() -> None:
    one = experiment()
    test = learning_rate_range_test(
        one.loss, one.start, low=0.001, high=1.0, steps=120, batch_size=50, seed=scene.SEED
    )
    np.testing.assert_array_equal(test.loss, one.test.loss)
    assert test.stopped_at == one.rows - 1 == 112
    assert one.test.loss[-1] > one.top  # it leaves the axes, as the sign says


def test_the_loss_hardly_falls_then_falls_then_explodes() -> None:
    average = experiment().test.smoothed
    lowest = int(np.argmin(average))
    assert average[20:40].mean() == pytest.approx(experiment().begin, rel=0.05)
    assert average[lowest] < 0.5 * average[40]
    assert average[-1] > 4 * average[lowest]


def test_steepest_is_where_the_average_that_is_drawn_falls_fastest() -> None:
    test = experiment().test
    lowest = int(np.argmin(test.smoothed))
    drawn = test.smoothed[test.settled : lowest + 1]
    row = test.settled + int(np.argmin(np.gradient(drawn)))
    assert test.learning_rate[row] == test.steepest
    assert say_average(experiment()).startswith(f"From batch {test.settled} on")


def test_three_rules_choose_three_rates_six_times_apart(told: Staging) -> None:
    rules = experiment().rules
    names = {"lowest/10": "0.053", "two thirds": "0.082", "steepest": "0.31", "lowest": "0.53"}
    assert {name: f"{rate:.2g}" for name, rate in rules.items()} == names
    assert rules["steepest"] / rules["lowest/10"] == pytest.approx(5.93, abs=0.01)
    assert rules["lowest"] == pytest.approx(10 * rules["lowest/10"])
    asked = {**names}
    lowest = asked.pop("lowest"), "lowest"
    assert {*asked, *asked.values(), "times 5.9"} <= set(told.shown("Three rates."))
    assert not {*lowest} & set(told.shown("A third rule"))
    assert "two thirds" not in set(told.shown("The lowest point"))
    assert {"lowest", "lowest/10", "steepest", "div 10"} <= set(told.shown("Rules read a rate"))


def test_the_lowest_point_of_the_test_is_no_rate_to_stay_with(told: Staging) -> None:
    ends = {name: trained(rate) for name, rate in experiment().rules.items()}
    assert f"{ends['lowest']:.2g}" == "0.62"
    assert {f"{ends[name]:.2g}" for name in ("lowest/10", "steepest", "lowest")} <= set(
        told.shown("The lowest point is no rate")
    )
    assert "mean and range, last 100 batches" in set(told.shown("The lowest point is no rate"))
    assert ends["lowest"] > 3 * max(ends["lowest/10"], ends["two thirds"], ends["steepest"])
    assert say_lowest(experiment()).endswith("mean loss 0.62.")


def test_all_three_rules_are_good_and_the_lowest_point_is_not() -> None:
    one = experiment()
    of_all, of_rules = one.comes_to(one.of_all), one.comes_to(one.of_rules)
    assert of_rules == pytest.approx([trained(rate) for rate in one.rules.values()])
    least = min(of_all.min(), of_rules.min())
    assert one.limit == 2 * least
    assert [one.is_good(rule) for rule in RULES] == [True, True, True, False]
    low, high = one.good
    assert low == pytest.approx(10**-1.375)
    assert high == pytest.approx(10**-0.5)
    inside = (one.of_all.learning_rate >= low) & (one.of_all.learning_rate <= high)
    assert (of_all[inside] <= one.limit).all()
    assert (of_all[~inside] > one.limit).all()
    assert say_right(one).startswith("All three.")


def test_the_last_picture_says_what_the_test_has_spared(told: Staging) -> None:
    texts = set(told.shown("All three."))
    assert {"good", "*one test:* 113 batches", "*25 runs:* 7,500 batches"} <= texts
    assert RUNS * scene.TRAINING == 7500
    assert np.isinf(experiment().of_all.ends).sum() == 2  # the two signs at the top


@pytest.mark.parametrize(
    ("settings", "lowest", "rules"),
    [
        ("DATA=../tests/scenes/data/falling.csv", "This time even", "All three."),
        ("SEED=61 TRAINING=150", "The lowest point is no rate", "Two of three."),
    ],
)
def test_what_is_said_follows_from_other_trainings(
    settings: str, lowest: str, rules: str, staged: Staged
) -> None:
    captions = [beat.caption for beat in staged("learning_rate_range_test", settings).lesson.beats]
    assert any(one.startswith(lowest) for one in captions)
    assert captions[-1].startswith(rules)
