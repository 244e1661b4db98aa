"""The figures that the clip shows, with the knobs as they are."""

import math
from itertools import product

import numpy as np
import pytest

from gd_math import descend, losses
from scenes import optimizer_race as scene
from scenes.kit import say_box, say_first, say_same, say_turned, tuned_race, turned
from scenes.kit.race.entrants import ENTRANTS
from scenes.kit.race.tuned import ARRIVED, Race
from scenes.kit.race.turning import box_after

MEASURING = "AdaGrad", "RMSProp", "Adam"
ROLLING = "plain", "momentum", "Nesterov"


@pytest.fixture(scope="module")
def ravine() -> Race:
    return tuned_race(losses.RAVINE, scene.START, scene.STEPS)


@pytest.fixture(scope="module")
def tilted() -> Race:
    return tuned_race(*turned(losses.RAVINE, scene.START, scene.TURN), scene.STEPS)


def test_the_ground_is_the_one_that_is_named() -> None:
    assert scene.LOSS == "RAVINE"


def fewest(race: Race, name: str) -> float:
    """Return after how many steps the fastest of all α and β of one digit arrives and stays."""
    entrant = race[name].entrant
    rates = [digit * 10.0**power for power in range(-4, 1) for digit in range(1, 10)]
    betas = [digit / 10 for digit in range(1, 10)] if entrant.rolls else [None]
    lowest, found = min(one.value for one in race.loss.minima), [math.inf]
    for rate, beta in product(rates, betas):
        path = descend(race.loss, entrant.optimizer(rate, beta), race.start, race.steps)
        above = np.flatnonzero(path.loss - lowest > ARRIVED * (path.loss[0] - lowest))
        found += [above[-1] + 1] if above[-1] < race.steps else []
    return min(found)


@pytest.mark.parametrize("name", ["plain", "momentum", "AdaGrad", "RMSProp", "Adam"])
def test_each_has_the_fastest_tuning_of_one_digit(ravine: Race, tilted: Race, name: str) -> None:
    for race in (ravine, tilted):
        assert fewest(race, name) == (race[name].arrival or math.inf)


def test_who_measures_each_coordinate_is_ahead_until_the_ground_turns() -> None:
    """The lead on the ravine does not hang on the number of steps."""
    for steps in (25, 30, 40):
        race = tuned_race(losses.RAVINE, scene.START, steps)
        assert {ENTRANTS[i].name for i in race.ranking[:3]} == set(MEASURING)
        tilted = tuned_race(*turned(losses.RAVINE, scene.START, scene.TURN), steps)
        assert tilted.first.entrant.name == "momentum"
        for name in MEASURING:
            assert tilted[name].order[0] > 1.8 * race[name].order[0]


def test_who_arrives_when_is_counted_by_hand(ravine: Race, tilted: Race) -> None:
    """Plain loops, for those whose steps are quickly written down."""
    slope = np.array([5.0, 1.0])
    for name in ("plain", "momentum", "Nesterov", "AdaGrad"):
        runner = ravine.runners[ravine.number(name)]
        x, v, s = np.array(scene.START), np.zeros(2), np.zeros(2)
        first, steps, rate, beta = x @ (slope * x), 0, runner.rate, runner.beta or 0.0
        while x @ (slope * x) > ARRIVED * first:
            g = slope * x
            v, s = beta * v + g, s + g * g
            step = {"AdaGrad": g / np.sqrt(s), "Nesterov": g + beta * v}.get(name, v)
            x, steps = x - rate * step, steps + 1
        assert steps == runner.arrival
    for race in (ravine, tilted):
        for runner in race.runners:
            left = race.loss.value(runner.path.x) / race.loss.value(race.start)
            np.testing.assert_allclose(runner.left, left, rtol=1e-9)
            assert (left[-1] <= ARRIVED) == (runner.arrival is not None)


def test_walks_are_those_of_gd_math(ravine: Race, tilted: Race) -> None:
    for race in (ravine, tilted):
        for runner, tuning in zip(race.runners, race.tunings, strict=True):
            optimizer = runner.entrant.optimizer(*tuning)
            path = descend(race.loss, optimizer, race.start, runner.path.steps)
            assert np.array_equal(runner.path.x, path.x)


def test_a_turned_ground_turns_the_walks_that_know_no_axes(ravine: Race, tilted: Race) -> None:
    angle = math.radians(scene.TURN)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    for name in ROLLING:
        before, after = (race.runners[race.number(name)] for race in (ravine, tilted))
        np.testing.assert_allclose(after.path.x, before.path.x @ turn.T, atol=1e-9)
        assert (before.rate, before.beta) == (after.rate, after.beta)


def test_a_box_becomes_nearly_a_square(ravine: Race, tilted: Race) -> None:
    before, after = (box_after(race["AdaGrad"]) for race in (ravine, tilted))
    assert ravine["AdaGrad"].rate == tilted["AdaGrad"].rate
    assert before[0] > 3 * before[1]
    assert max(after) < 1.2 * min(after)
    assert say_box(max(before) / min(before), max(after) / min(after)).startswith("Nearly a square")


def test_what_is_said_is_what_was_computed(ravine: Race, tilted: Race) -> None:
    assert say_first(ravine) == "AdaGrad is first: 5 steps."
    assert [ravine[name].arrival for name in ROLLING] == [18, 10, 13]
    assert [ravine[name].arrival for name in MEASURING] == [5, 6, 7]
    assert say_turned(ravine, tilted) == "Momentum is first: 10 steps."
    assert [tilted[name].arrival for name in MEASURING] == [23, 23, 13]
    assert say_same(ravine, tilted).startswith("Plain, momentum and Nesterov know no axes")


def test_all_are_told_apart_without_color() -> None:
    assert len({(one.marker, one.dash) for one in ENTRANTS}) == len(ENTRANTS)
    for one in ENTRANTS:  # who shares a color has another marker or dash, and is hollow or not
        alike = [other for other in ENTRANTS if other.marker == one.marker and other is not one]
        assert all(bool(other.dash) != bool(one.dash) for other in alike)
