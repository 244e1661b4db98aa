"""The figures that the clip shows, with the knobs as they are."""

from itertools import pairwise

import numpy as np
import pytest

from scenes import loss_landscape as scene
from scenes.kit import Slices, Training, percent
from scenes.kit.slices.training import SAMPLES

TRAINING = Training(scene.SEED, scene.LEARNING_RATE, scene.STEPS)
PATH, LOSS = TRAINING.path, TRAINING.example.loss
PLANE = TRAINING.random_plane(scene.DIRECTIONS)


def below(step: int) -> float:
    """Return the loss in the slice through the trained weights below the walker at a step."""
    return float(LOSS.value(PATH.x[-1] + PLANE.coordinates[step] @ PLANE.directions))


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
    slices = Slices(TRAINING, PLANE)
    trained = slices.heights[-1]
    row, column = np.unravel_index(trained.argmin(), trained.shape)
    last = len(trained) - 1
    assert 0 < row < last
    assert 0 < column < last
    # From its lowest place it rises to all sides.
    lowest = np.array([row, column])
    for end in [(i, j) for i in range(last + 1) for j in (0, last)]:
        way = lowest + np.linspace(0, 1, 12)[:, None] * (np.array(end) - lowest)
        places = PLANE.lower + way / last * (PLANE.upper - PLANE.lower)
        assert (np.diff(slices.through(scene.STEPS).value(places)) > -1e-3).all()


def test_the_training_begins_in_the_air_far_above_that_bowl() -> None:
    assert PATH.loss[0] > 10 * below(0)
    assert f"{below(0):.2f}" == "0.04"


def test_the_slice_holds_little_of_the_length_of_the_way() -> None:
    assert percent(PLANE.way_share) == "17%"
    steps = np.diff(PATH.x, axis=0)
    seen, *_ = np.linalg.lstsq(PLANE.directions.T, steps.T)
    parts = np.linalg.norm(PLANE.directions.T @ seen, axis=0)
    assert PLANE.way_share == pytest.approx(parts.sum() / np.linalg.norm(steps, axis=-1).sum())


def test_the_ground_under_the_walker_sinks_at_each_step_and_elsewhere_it_rises() -> None:
    slices = Slices(TRAINING, PLANE)
    under = [
        float(slices.through(taken).value(PLANE.coordinates[taken]))
        for taken in range(scene.STEPS + 1)
    ]
    assert under == pytest.approx(PATH.loss, abs=5e-3)
    assert under[0] > 2 * under[scene.HALFWAY] > 4 * under[-1]
    assert (slices.heights[-1] > slices.heights[len(slices.heights) // 2]).any()


def test_the_ground_sinks_below_all_of_the_first_slice_while_the_walker_hardly_moves() -> None:
    slices = Slices(TRAINING, PLANE)
    assert slices.heights[0].min() > 10 * PATH.loss[-1]
    moved = np.abs(PLANE.coordinates).max()
    assert moved < 0.4 * PLANE.upper[0]


def test_in_the_end_both_slices_are_the_same() -> None:
    slices = Slices(TRAINING, PLANE)
    places = np.random.default_rng(0).uniform(PLANE.lower, PLANE.upper, (50, 2))
    true = LOSS.value(PATH.x[-1] + places @ PLANE.directions)
    assert slices.through(scene.STEPS).value(places) == pytest.approx(true, abs=2e-3)
