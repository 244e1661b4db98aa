"""The figures that the clip shows, with the knobs as they are."""

from itertools import pairwise

import numpy as np
import pytest

from scenes import loss_landscape as scene
from scenes.kit import Slices, Training, percent
from scenes.kit.slices.training import SAMPLES, Plane

TRAINING = Training(scene.SEED, scene.LEARNING_RATE, scene.STEPS)
PATH, LOSS = TRAINING.path, TRAINING.example.loss
AT_RANDOM, OWN = TRAINING.random_plane(scene.DIRECTIONS), TRAINING.own_plane()


def below(plane: Plane, step: int) -> float:
    """Return the loss in the slice through the trained weights below the walker at a step."""
    return float(LOSS.value(PATH.x[-1] + plane.coordinates[step] @ plane.directions))


def test_88_weights_and_17_biases_are_105_directions() -> None:
    sizes = TRAINING.example.network.sizes
    assert sum(a * b for a, b in pairwise(sizes)) == 88
    assert sum(sizes[1:]) == 17
    assert TRAINING.weights == PATH.x.shape[1] == 105
    assert SAMPLES == len(TRAINING.example.inputs) == 60


def test_the_loss_falls_at_each_step_from_083_to_002() -> None:
    assert (np.diff(PATH.loss) < 0).all()
    assert [f"{loss:.2f}" for loss in PATH.loss[[0, scene.HALFWAY, -1]]] == ["0.83", "0.31", "0.02"]


def test_the_random_slice_through_the_trained_weights_is_a_bowl() -> None:
    slices = Slices(TRAINING, AT_RANDOM)
    trained = slices.heights[-1]
    row, column = np.unravel_index(trained.argmin(), trained.shape)
    last = len(trained) - 1
    assert 0 < row < last
    assert 0 < column < last
    # From its lowest place it rises to all sides.
    lowest = np.array([row, column])
    for end in [(i, j) for i in range(last + 1) for j in (0, last)]:
        way = lowest + np.linspace(0, 1, 12)[:, None] * (np.array(end) - lowest)
        places = AT_RANDOM.lower + way / last * (AT_RANDOM.upper - AT_RANDOM.lower)
        assert (np.diff(slices.through(scene.STEPS).value(places)) > -1e-3).all()


def test_the_training_begins_in_the_air_far_above_that_bowl() -> None:
    assert PATH.loss[0] > 10 * below(AT_RANDOM, 0)
    assert f"{below(AT_RANDOM, 0):.2f}" == "0.04"


def test_a_random_plane_holds_little_of_the_way_and_its_own_nearly_all() -> None:
    assert [percent(plane.way_share) for plane in (AT_RANDOM, OWN)] == ["17%", "97%"]
    way = PATH.x[0] - PATH.x[-1]
    for plane in (AT_RANDOM, OWN):
        seen, *_ = np.linalg.lstsq(plane.directions.T, way)
        length = np.linalg.norm(seen @ plane.directions) / np.linalg.norm(way)
        assert plane.way_share == pytest.approx(length)


def test_over_its_own_plane_the_walk_drops_to_the_ground_and_then_stays_on_it() -> None:
    gaps = [PATH.loss[step] - below(OWN, step) for step in (0, scene.HALFWAY, 100, 200)]
    assert gaps[0] > 0.4
    assert np.abs(gaps[1:]).max() < 0.01


def test_the_ground_sinks_below_all_of_the_first_slice_while_the_walker_hardly_moves() -> None:
    slices = Slices(TRAINING, AT_RANDOM)
    assert slices.heights[0].min() > 10 * PATH.loss[-1]
    moved = np.abs(AT_RANDOM.coordinates).max()
    assert moved < 0.4 * AT_RANDOM.upper[0]


def test_in_the_end_both_slices_are_the_same() -> None:
    slices = Slices(TRAINING, AT_RANDOM)
    places = np.random.default_rng(0).uniform(AT_RANDOM.lower, AT_RANDOM.upper, (50, 2))
    true = LOSS.value(PATH.x[-1] + places @ AT_RANDOM.directions)
    assert slices.through(scene.STEPS).value(places) == pytest.approx(true, abs=2e-3)
