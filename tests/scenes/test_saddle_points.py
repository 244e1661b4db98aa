"""The figures that the clip shows, with the knobs as they are."""

import math

import numpy as np
import pytest

from gd_math import (
    descend,
    losses,
    minimum_reached,
    optimizers,
    random_curvatures,
    stationary_points,
    valley_share,
)
from scenes import saddle_points as scene
from scenes.kit.passes.pass_ground import PassGround
from scenes.kit.passes.place_bars import PlaceBars, one_in
from scenes.kit.words.numbers import number

DESCENT = optimizers.gradient_descent(scene.LEARNING_RATE)
COMING = descend(losses.HILLS, DESCENT, scene.START, scene.STEPS)
BARS = PlaceBars(scene.MOST, scene.SAMPLES, scene.SEED)


@pytest.fixture(scope="module")
def ground() -> PassGround:
    return PassGround(losses.HILLS, scene.START, scene.LEARNING_RATE, scene.NUDGE, scene.STEPS)


def test_the_walk_comes_exactly_along_the_ridge_and_rests_on_the_pass() -> None:
    assert scene.LOSS == "HILLS"
    assert np.array_equal(COMING.x[:, 0], COMING.x[:, 1])  # of sin x sin y, to the last digit
    assert np.abs(COMING.x[-1]).max() < 1e-9
    here = min(stationary_points(losses.HILLS), key=lambda one: float(np.linalg.norm(one.x)))
    assert here.kind == "saddle"
    assert np.abs(here.x).max() < 1e-9


def test_the_slope_is_written_as_zero_after_twelve_steps(ground: PassGround) -> None:
    assert ground.level == 12
    slopes = np.linalg.norm(COMING.gradient, axis=-1)
    assert ground.form(slopes[11]) != "0.00"
    assert ground.form(slopes[12]) == "0.00"
    assert number(slopes[0], 2) == "0.42"


def test_along_the_ridge_it_rises_and_across_it_falls(ground: PassGround) -> None:
    assert ground.curvatures == pytest.approx([1, -1])
    along, across = ground.ways
    assert np.abs(along @ [1, -1]) == pytest.approx(0, abs=1e-9)
    for way, sign in ((along, 1), (across, -1)):
        for side in (-0.3, 0.3):
            assert sign * losses.HILLS.value(side * way) > 0


def test_it_rests_there_for_ever_without_a_nudge() -> None:
    resting = descend(losses.HILLS, DESCENT, COMING.x[-1], 5000)
    assert np.abs(resting.x[-1]).max() < 1e-9


def test_a_nudge_of_a_fifth_leads_to_a_valley_where_both_directions_are_cups(
    ground: PassGround,
) -> None:
    assert scene.NUDGE == 0.2
    going = ground.second.trajectory
    assert np.linalg.norm(going.x[0] - COMING.x[-1]) == pytest.approx(scene.NUDGE)
    end = losses.HILLS.minima[int(minimum_reached(losses.HILLS, going.x[-1]))]
    assert np.abs(end.x) == pytest.approx([math.pi / 2, math.pi / 2])
    hessian = losses.HILLS.hessian(going.x[-1])
    assert np.linalg.eigvalsh(hessian) == pytest.approx([1, 1], abs=1e-4)
    # At first each step is longer than the one before, by the factor 1 + α.
    steps = np.linalg.norm(np.diff(going.x, axis=0), axis=-1)
    assert steps[1] / steps[0] == pytest.approx(1 + scene.LEARNING_RATE, rel=0.03)


def test_across_it_goes_from_a_cap_through_flat_to_a_cup(ground: PassGround) -> None:
    begin, end = ground.rest, ground.rest + 1 + ground.second.trajectory.steps
    here = []
    for taken in np.linspace(begin, end, 200):
        ground.hiker.set_value(taken)
        here.append(ground.curvatures_here())
        # Both ways are those of the eigenvectors, wherever it is on this walk.
        eigenvalues = np.linalg.eigvalsh(losses.HILLS.hessian(ground.hiker.position))
        assert here[-1] == pytest.approx(eigenvalues[::-1], abs=1e-6)
    ground.hiker.set_value(0)
    along, across = np.transpose(here)
    assert along == pytest.approx(np.ones(200), abs=1e-6)
    assert across[[0, -1]] == pytest.approx([-1, 1], abs=1e-4)
    assert (np.diff(across) > -1e-3).all()


def test_the_slope_grows_with_the_nudge(ground: PassGround) -> None:
    said = []
    for taken in (0, 0.25, 0.5, 0.75, 1):
        ground.hiker.set_value(ground.rest + taken)
        said.append(ground.form(ground.steepness()))
    ground.hiker.set_value(0)
    assert said == ["0.00", "0.05", "0.10", "0.15", "0.20"]


def test_valleys_among_a_thousand_flat_places_of_two_to_six_directions() -> None:
    assert [int(counts[-1, 0]) for counts in BARS.counts] == [141, 22, 4, 0, 0]
    assert BARS.outcome == "Fewer: 141 of 1,000 with 2 directions, 0 with 6."
    for dimension, counts in zip(BARS.dimensions, BARS.counts, strict=True):
        exact = valley_share(dimension)
        spread = math.sqrt(scene.SAMPLES * exact * (1 - exact))
        assert counts[-1].sum() == scene.SAMPLES
        for rare in counts[-1, [0, 2]]:  # hilltops are as rare as valleys
            assert rare == pytest.approx(scene.SAMPLES * exact, abs=4 * spread + 1)


def test_the_exact_shares_are_the_known_first_values() -> None:
    known = [1 / 2, (2 - math.sqrt(2)) / 4, (math.pi - 2 * math.sqrt(2)) / (4 * math.pi)]
    assert [valley_share(dimension) for dimension in (1, 2, 3)] == pytest.approx(known)
    shown = [one_in(valley_share(dimension)) for dimension in BARS.dimensions]
    assert shown == ["6.8", "40", "410", "7,100", "220,000"]


def test_passes_of_random_matrices_grow_as_known_for_many_directions() -> None:
    # The share of matrices that are no valley and no hilltop, drawn and computed.
    for dimension in (1, 2, 3):
        up = random_curvatures(dimension, 20_000, seed=dimension) > 0
        passes = float(np.mean(up.any(axis=1) & ~up.all(axis=1)))
        assert passes == pytest.approx(1 - 2 * valley_share(dimension), abs=0.015)


def test_the_places_shown_first_are_a_pass_a_valley_and_a_hilltop() -> None:
    rows = [drawn for _, drawn in BARS.shown(0)]
    kinds = [BARS.kinds[0][row - 1].argmax() for row in rows]
    assert sorted(kinds) == [0, 1, 2]
    assert [int((place > 0).sum()) for place in BARS.places()[:3]] == [1, 2, 0]
