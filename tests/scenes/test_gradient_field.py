"""What the clip on the gradient field shows, computed anew from its own constants."""

import numpy as np
import pytest

from gd_math import ascent, descend, losses, minimum_reached, optimizers
from scenes import gradient_field as scene
from scenes.kit import ArrowField, Compass, DirectionDial, MapCrowd
from scenes.kit.maps.crowd import BothWays, both_ways, count_arrived
from scenes.kit.maps.dial import steep_place
from scenes.kit.maps.landmarks import landmarks
from scenes.kit.maps.map_scales import scaled_map
from tests.scenes.conftest import Staged

HILLS = losses.HILLS
DESCENT = optimizers.gradient_descent(scene.LEARNING_RATE)


@pytest.fixture(scope="module")
def hills():
    return scaled_map(HILLS)


@pytest.fixture(scope="module")
def hikers(hills) -> BothWays:
    return both_ways(hills, DESCENT, scene.HIKERS, scene.STEPS, scene.SEED)


def test_the_map_shows_two_ranges_of_the_hills(hills) -> None:
    assert hills.lower == pytest.approx([-2 * np.pi, -np.pi])
    assert hills.upper == pytest.approx([2 * np.pi, np.pi])
    sides = hills.border.width / hills.border.height
    assert sides == pytest.approx(2)  # else arrows would not stand square on the contours


def test_the_gradient_is_the_one_in_the_heading(hills, staged: Staged) -> None:
    (x, y) = points = np.random.default_rng(1).uniform(-3, 3, (2, 50))
    shown = np.stack([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y)], axis=-1)
    assert HILLS.gradient(points.T) == pytest.approx(shown)
    assert "nabla f = (cos x sin y, thin sin x cos y)" in staged("gradient_field").lesson.formulas


def test_the_longest_arrow_stands_for_a_gradient_of_length_1(hills) -> None:
    field = ArrowField(hills, scene.SPACING)
    assert field.unit == 1
    assert np.linalg.norm(field.gradient, axis=-1).max() == pytest.approx(1, abs=0.05)


def test_there_is_no_arrow_on_the_tops_nor_in_the_valleys(hills) -> None:
    field = ArrowField(hills, scene.SPACING)
    tops, valleys, _ = landmarks(hills)
    assert (len(tops), len(valleys)) == (4, 4)
    for place in np.vstack([tops, valleys]):
        arrow = np.argmin(np.linalg.norm(field.x - place, axis=-1))
        assert field.x[arrow] == pytest.approx(place)
        assert np.abs(field.outlines[arrow]).max() < 1e-6


def test_tops_valleys_and_passes_are_where_and_as_high_as_the_map_says(hills) -> None:
    tops, valleys, passes = landmarks(hills)
    assert HILLS.value(tops) == pytest.approx(np.ones(4))
    assert HILLS.value(valleys) == pytest.approx(-np.ones(4))
    assert len(passes) == 3
    assert passes / np.pi == pytest.approx(np.rint(passes / np.pi), abs=1e-6)


def test_the_compass_comes_to_rest_on_a_top(hills) -> None:
    compass = Compass(ArrowField(hills, scene.SPACING))
    compass.field.grown.set_value(1)
    assert HILLS.value(compass.position) == pytest.approx(1)
    assert np.abs(HILLS.gradient(compass.position)).max() < 1e-6
    assert hills.inside(compass.route).all()


def test_the_dial_stands_on_a_steep_slope_and_clear_of_all_signs(hills) -> None:
    dial = DirectionDial(hills, steep_place(hills))
    assert dial.size > 0.85
    signs = hills.at(np.vstack(landmarks(hills)))
    assert np.linalg.norm(signs - dial.foot, axis=-1).min() > 0.9


def test_every_hiker_reaches_a_valley_and_stops_there(hikers: BothWays) -> None:
    walks = [hikers.one, *hikers.rest]
    assert len(walks) == scene.HIKERS
    assert count_arrived(HILLS, walks) == scene.HIKERS
    for walk in walks:
        path = walk.trajectory
        again = descend(HILLS, DESCENT, path.x[0], scene.STEPS)
        assert path.x == pytest.approx(again.x[: path.steps + 1])
        assert path.steps < scene.STEPS  # none is cut off on its way
        away = np.linalg.norm(path.x - again.x[-1], axis=-1)
        assert away[-1] <= 0.005 * away.max()
        assert away[-2] > 0.005 * away.max()  # and none goes on after it has arrived
        assert (np.diff(path.loss) < 0).all()


def test_hikers_end_in_different_valleys(hikers: BothWays) -> None:
    ends = np.array([walk.trajectory.x[-1] for walk in [hikers.one, *hikers.rest]])
    assert len(set(minimum_reached(HILLS, ends))) == 4


def test_the_climb_leads_from_the_same_start_to_a_top(hills, hikers: BothWays) -> None:
    climb = hikers.climb.trajectory
    assert climb.x[0] == pytest.approx(hikers.one.trajectory.x[0])
    again = descend(HILLS, ascent(DESCENT), climb.x[0], scene.STEPS)
    assert climb.x == pytest.approx(again.x[: climb.steps + 1])
    assert climb.x[1] - climb.x[0] == pytest.approx(
        scene.LEARNING_RATE * HILLS.gradient(climb.x[0])
    )
    assert (np.diff(climb.loss) > 0).all()
    tops = landmarks(hills).tops
    assert np.linalg.norm(tops - climb.x[-1], axis=-1).min() < 0.02


def test_the_count_on_screen_is_that_of_the_walks(staged: Staged) -> None:
    texts = staged("gradient_field").texts
    said = [box.what for _, boxes in texts for box in boxes]
    assert any(f"{scene.HIKERS} of {scene.HIKERS} reached a valley" in what for what in said)
    few = staged("gradient_field", "HIKERS=30 STEPS=10 SEED=3").texts
    counts = [box.what for _, boxes in few for box in boxes if " of 30 reached" in box.what]
    assert counts
    assert not any("30 of 30" in what for what in counts)


def test_the_last_frame_has_all_walks_at_their_ends(staged: Staged) -> None:
    on_stage = staged("gradient_field").lesson.mobjects
    crowds = [one for one in on_stage if isinstance(one, MapCrowd)]
    walks = [trail.walk for crowd in crowds for trail in crowd.trails]
    assert len(walks) == scene.HIKERS + 1
    assert all(walk.taken == walk.trajectory.steps for walk in walks)


def test_arrows_stand_square_on_the_contours_and_lead_downhill_in_the_end(staged: Staged) -> None:
    (field,) = (
        one for one in staged("gradient_field").lesson.mobjects if isinstance(one, ArrowField)
    )
    assert field.turn.get_value() == 1
    assert field.progress().min() == 1
