"""The figures that the clip shows, with the knobs as they are."""

import math
import re

import numpy as np
import pytest

from gd_math import condition_number, descend, heavy_ball, losses, momentum_contraction
from scenes import optimizer_race as scene
from scenes.kit import say_betas, say_caveat, say_first, say_turned, tuned_race, turned
from scenes.kit.race.entrants import ENTRANTS
from scenes.kit.race.tuned import ARRIVED, Race

HESSIAN = losses.RAVINE.hessian([0.0, 0.0])


@pytest.fixture(scope="module")
def ravine() -> Race:
    return tuned_race(losses.RAVINE, scene.START, scene.STEPS)


@pytest.fixture(scope="module")
def tilted(ravine: Race) -> Race:
    return ravine.on(*turned(losses.RAVINE, scene.START, scene.TURN))


@pytest.fixture(scope="module")
def bent() -> Race:
    return tuned_race(losses.ROSENBROCK, scene.OTHER_START, scene.OTHER_STEPS, scene.LONGEST)


def arrivals(race: Race) -> dict[str, int | None]:
    return {runner.entrant.name: runner.arrival for runner in race.runners}


def test_the_grounds_are_those_that_are_named() -> None:
    assert (scene.LOSS, scene.OTHER_LOSS) == ("RAVINE", "ROSENBROCK")


def test_on_the_ravine_momentum_has_the_optimal_pair(ravine: Race) -> None:
    """Polyak 1964: α = 4/(√λ₁ + √λ₂)², √β = (√κ − 1)/(√κ + 1), the factor of a step."""
    runner = ravine.runners[ravine.number("momentum")]
    assert runner.beta is not None
    assert (round(runner.rate, 3), round(runner.beta, 3)) == (0.382, 0.146)
    root = math.sqrt(condition_number(HESSIAN))
    speed = (root - 1) / (root + 1)
    assert heavy_ball(HESSIAN).contraction == pytest.approx(speed)
    assert math.sqrt(runner.beta) == pytest.approx(speed)
    rates, betas = np.linspace(0.01, 0.8, 200), np.linspace(0, 0.95, 200)[:, None]
    assert float(momentum_contraction(HESSIAN, rates, betas).min()) >= speed


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
    assert arrivals(ravine)["Adam"] is None
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
    for name in ("AdaGrad", "RMSProp"):
        before, after = (race.runners[race.number(name)] for race in (ravine, tilted))
        assert after.order[0] > 2 * before.order[0]


def test_each_race_has_a_ranking_of_its_own(ravine: Race, tilted: Race, bent: Race) -> None:
    firsts = [race.first.entrant.name for race in (ravine, tilted, bent)]
    assert firsts == ["AdaGrad", "momentum", "momentum"]
    assert sorted(arrivals(ravine), key=lambda name: arrivals(ravine)[name] or math.inf) == [
        "AdaGrad", "momentum", "Nesterov", "plain", "RMSProp", "Adam",
    ]  # fmt: skip
    adam = ravine.number("Adam")
    assert bent.ranking.index(adam) < ravine.ranking.index(adam)


def test_what_is_said_is_what_was_computed(ravine: Race, tilted: Race, bent: Race) -> None:
    found = arrivals(ravine)
    first = min((name for name in found if found[name]), key=lambda name: found[name] or 0)
    assert say_first(ravine) == f"{first}: {found[first]} steps. Adam has not arrived."
    now = arrivals(tilted)
    assert say_turned(ravine, tilted) == (
        f"Momentum: {now['momentum']} steps. {first} needs {now[first]} now."
    )
    late = sum(steps is None for steps in arrivals(bent).values())
    assert say_first(bent).endswith({3: "Three have not arrived."}[late])
    assert say_betas(bent) == f"β = {bent['momentum'].beta}"
    assert bent["momentum"].beta == bent["Nesterov"].beta
    told = say_caveat([ravine, tilted, bent])
    assert told.startswith("AdaGrad and momentum have been first")
    assert re.search("on the ground", told)


def test_no_walk_leaps_along_the_bent_valley(bent: Race) -> None:
    for runner in bent.runners:
        assert np.linalg.norm(np.diff(runner.path.x, axis=0), axis=-1).max() <= scene.LONGEST


def test_all_are_told_apart_without_color() -> None:
    assert len({(one.marker, one.dash) for one in ENTRANTS}) == len(ENTRANTS)
    for one in ENTRANTS:  # who shares a color has another marker or dash, and is hollow or not
        alike = [other for other in ENTRANTS if other.marker == one.marker and other is not one]
        assert all(bool(other.dash) != bool(one.dash) for other in alike)
