"""The figures that the clip shows, with the knobs as they are."""

import math
import re
from itertools import product

import numpy as np
import pytest

from gd_math import descend, losses
from scenes import optimizer_race as scene
from scenes.kit import say_caveat, say_first, say_turned, tuned_race, turned
from scenes.kit.race.entrants import ENTRANTS
from scenes.kit.race.tuned import ARRIVED, Race


@pytest.fixture(scope="module")
def ravine() -> Race:
    return tuned_race(losses.RAVINE, scene.START, scene.STEPS)


@pytest.fixture(scope="module")
def tilted(ravine: Race) -> Race:
    return ravine.on(*turned(losses.RAVINE, scene.START, scene.TURN))


@pytest.fixture(scope="module")
def bent() -> Race:
    return tuned_race(losses.BEALE, scene.OTHER_START, scene.OTHER_STEPS)


def arrivals(race: Race) -> dict[str, int | None]:
    return {runner.entrant.name: runner.arrival for runner in race.runners}


def test_the_grounds_are_those_that_are_named() -> None:
    assert (scene.LOSS, scene.OTHER_LOSS) == ("RAVINE", "BEALE")


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
def test_each_has_the_fastest_tuning_of_one_digit(ravine: Race, bent: Race, name: str) -> None:
    for race in (ravine, bent):
        assert fewest(race, name) == (race[name].arrival or math.inf)


def test_the_order_on_both_ravines_does_not_hang_on_the_number_of_steps() -> None:
    """Whoever measures each coordinate by itself is ahead, and falls behind as the ground turns."""
    measuring = {"AdaGrad", "RMSProp", "Adam"}
    for steps in (25, 30, 40):
        race = tuned_race(losses.RAVINE, scene.START, steps)
        tilted = race.on(*turned(losses.RAVINE, scene.START, scene.TURN))
        first, last = race.ranking[:3], tilted.ranking[-3:]
        assert {ENTRANTS[i].name for i in first} == measuring
        assert {ENTRANTS[i].name for i in last} == measuring


def test_who_arrives_when_is_counted_by_hand(ravine: Race, tilted: Race, bent: Race) -> None:
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
    for race in (ravine, tilted, bent):
        for runner in race.runners:
            left = race.loss.value(runner.path.x) / race.loss.value(race.start)
            np.testing.assert_allclose(runner.left, left, rtol=1e-9)
            assert (left[-1] <= ARRIVED) == (runner.arrival is not None)


def test_walks_are_those_of_gd_math(ravine: Race, tilted: Race, bent: Race) -> None:
    for race in (ravine, tilted, bent):
        for runner, tuning in zip(race.runners, race.tunings, strict=True):
            optimizer = runner.entrant.optimizer(*tuning)
            path = descend(race.loss, optimizer, race.start, runner.path.steps)
            assert np.array_equal(runner.path.x, path.x)


def test_a_turned_ground_turns_the_walks_that_know_no_axes(ravine: Race, tilted: Race) -> None:
    angle = math.radians(scene.TURN)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    for name in ("plain", "momentum", "Nesterov"):
        before, after = (race.runners[race.number(name)] for race in (ravine, tilted))
        np.testing.assert_allclose(after.path.x, before.path.x @ turn.T, atol=1e-9)
    for name in ("AdaGrad", "RMSProp", "Adam"):
        before, after = (race.runners[race.number(name)] for race in (ravine, tilted))
        assert after.order[0] > 2 * before.order[0]


def test_each_race_has_a_ranking_of_its_own(ravine: Race, tilted: Race, bent: Race) -> None:
    firsts = [race.first.entrant.name for race in (ravine, tilted, bent)]
    assert firsts == ["AdaGrad", "momentum", "Adam"]
    assert [ENTRANTS[i].name for i in ravine.ranking] == [
        "AdaGrad", "RMSProp", "Adam", "momentum", "Nesterov", "plain",
    ]  # fmt: skip
    second = bent.runners[bent.ranking[1]].arrival
    assert second is not None
    assert second > 3 * (bent.first.arrival or math.inf)


def test_what_is_said_is_what_was_computed(ravine: Race, tilted: Race, bent: Race) -> None:
    found = arrivals(ravine)
    assert None not in found.values()
    first = min(found, key=lambda name: found[name] or math.inf)
    assert say_first(ravine) == f"{first}: {found[first]} steps. All arrive."
    now = arrivals(tilted)
    assert say_turned(ravine, tilted) == (
        f"Momentum: {now['momentum']} steps. {first} needs {now[first]} now. Adam did not stay."
    )
    late = sum(steps is None for steps in arrivals(bent).values())
    assert say_first(bent).endswith({2: "Two have not arrived."}[late])
    told = say_caveat([ravine, tilted, bent])
    assert told.startswith("AdaGrad, momentum and Adam have been first")
    assert re.search("on the ground", told)


def test_all_are_told_apart_without_color() -> None:
    assert len({(one.marker, one.dash) for one in ENTRANTS}) == len(ENTRANTS)
    for one in ENTRANTS:  # who shares a color has another marker or dash, and is hollow or not
        alike = [other for other in ENTRANTS if other.marker == one.marker and other is not one]
        assert all(bool(other.dash) != bool(one.dash) for other in alike)
