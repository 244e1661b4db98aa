"""What the clip on the gradient field shows, computed anew from its own constants."""

import numpy as np
import pytest
from manim import DR, UL

from gd_math import ascent, descend, losses, minimum_reached, optimizers
from scenes import gradient_field as scene
from scenes.kit import ArrowField, ArrowScale, Compass, DirectionDial, MapCrowd, StepArrow, Walk
from scenes.kit.maps.crowd import BothWays, both_ways, count_arrived
from scenes.kit.maps.dial import CLEAR, NEEDLE, RADIUS, steep_place
from scenes.kit.maps.landmarks import landmark_signs, landmarks
from scenes.kit.maps.map_scales import scaled_map
from scenes.kit.theme import DOT_RADIUS
from tests.scenes.conftest import Staged, Staging

HILLS = losses.HILLS
DESCENT = optimizers.gradient_descent(scene.LEARNING_RATE)


@pytest.fixture(scope="module")
def hills():
    return scaled_map(HILLS)


@pytest.fixture(scope="module")
def hikers(hills) -> BothWays:
    return both_ways(hills, DESCENT, scene.HIKERS, scene.STEPS, scene.SEED)


def test_the_map_shows_two_ranges_of_the_hills_and_every_pass_on_it_has_its_sign(hills) -> None:
    assert hills.upper == pytest.approx([1.8 * np.pi, 0.8 * np.pi])
    assert hills.lower == pytest.approx(-hills.upper)
    shown = {tuple(np.round(x / np.pi).astype(int)) for x in landmarks(hills).passes}
    assert shown == {(-1, 0), (0, 0), (1, 0)}  # of all (kπ, lπ)
    sides = hills.border.width / hills.border.height
    span = hills.upper - hills.lower  # else arrows would not stand square on the contours
    assert sides == pytest.approx(span[0] / span[1])


def test_the_gradient_is_the_one_in_the_heading(hills, staged: Staged) -> None:
    (x, y) = points = np.random.default_rng(1).uniform(-3, 3, (2, 50))
    shown = np.stack([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y)], axis=-1)
    assert HILLS.gradient(points.T) == pytest.approx(shown)
    assert "nabla f = (cos x sin y, thin sin x cos y)" in staged("gradient_field").lesson.formulas


def test_the_longest_arrow_stands_for_a_gradient_of_length_1(hills) -> None:
    field = ArrowField(hills, scene.SPACING)
    assert field.unit == 1
    assert np.linalg.norm(field.gradient, axis=-1).max() == pytest.approx(1, abs=0.05)
    assert ArrowScale(field).label.markup == "|nabla f| = 1"


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
    assert dial.size > 0.7
    assert np.abs(dial.gradient).min() > 0.01 * dial.size  # uphill is not along an axis
    hand = RADIUS + NEEDLE
    signs = landmark_signs(hills).get_all_points()
    assert np.linalg.norm(signs - dial.foot, axis=-1).min() > hand + CLEAR
    for turn in np.linspace(0, 2 * np.pi, 24):  # it stays on the map all round
        assert hills.border.width / 2 > abs(
            dial.foot[0] + hand * np.cos(turn) - hills.border.get_x()
        )
        assert hills.border.height / 2 > abs(
            dial.foot[1] + hand * np.sin(turn) - hills.border.get_y()
        )


def test_the_names_on_the_map_are_clear_of_signs_and_of_the_dials_hand(hills, hikers) -> None:
    dial = DirectionDial(hills, steep_place(hills))
    step = StepArrow(hikers.one, hills, DESCENT)
    signs = landmark_signs(hills).get_all_points()
    turns = np.linspace(0, 2 * np.pi, 200)
    rim = np.stack([np.cos(turns), np.sin(turns), 0 * turns], axis=-1)
    hand = dial.foot + (RADIUS + NEEDLE) * rim
    way = hills.at(hikers.one.trajectory.x[:2])
    for label, points in ((dial.label, [*signs, *hand]), (step.label, [*signs, *way])):
        half = np.array([label.width, label.height]) / 2
        beyond = np.abs(np.array(points)[:, :2] - label.get_center()[:2]) - half
        assert np.linalg.norm(beyond.clip(0), axis=-1).min() > 0.05
        for corner in (UL, DR):
            assert (
                np.abs(label.get_corner(corner) - hills.border.get_center())[0]
                < hills.border.width / 2
            )
            assert (
                np.abs(label.get_corner(corner) - hills.border.get_center())[1]
                < hills.border.height / 2
            )


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


def test_the_steps_that_are_shown_one_by_one_can_be_seen(hills, hikers: BothWays) -> None:
    for walk, count in ((hikers.one, 3), (hikers.climb, 2)):
        steps = np.diff(hills.at(walk.trajectory.x[: count + 1]), axis=0)
        assert np.linalg.norm(steps, axis=-1).min() > 2.2 * DOT_RADIUS
    path = hikers.one.trajectory
    step = -scene.LEARNING_RATE * HILLS.gradient(path.x[:3])
    assert np.diff(path.x[:4], axis=0) == pytest.approx(step)


def test_no_two_hikers_stand_on_each_other_at_first(hills, hikers: BothWays) -> None:
    starts = hills.at([walk.trajectory.x[0] for walk in (hikers.one, *hikers.rest)])
    away = np.linalg.norm(starts[:, None] - starts, axis=-1)
    assert away[~np.eye(len(away), dtype=bool)].min() > 4 * DOT_RADIUS


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
    assert any(f"of {scene.HIKERS}" in what for what in said)
    assert f"number {scene.HIKERS}" in said
    few = staged("gradient_field", "HIKERS=30 STEPS=10 SEED=3 LEARNING_RATE=0.3").texts
    (boxes,) = (boxes for _, boxes in few if any("of 30" in box.what for box in boxes))
    walks = _walks(staged("gradient_field", "HIKERS=30 STEPS=10 SEED=3 LEARNING_RATE=0.3"))
    arrived = count_arrived(HILLS, walks[:30])
    assert arrived < 30
    assert f"number {arrived}" in [box.what for box in boxes]


def test_another_optimizer_is_not_said_to_step_along_the_gradient(staged: Staged) -> None:
    def said(settings: str = "") -> str:
        return " ".join(beat.caption for beat in staged("gradient_field", settings).lesson.beats)

    assert "−α∇f" in said()
    assert "∇f: it" not in said("OPTIMIZER=momentum LEARNING_RATE=0.1")


def test_the_last_frame_has_all_walks_at_their_ends(staged: Staged) -> None:
    walks = _walks(staged("gradient_field"))
    assert len(walks) == scene.HIKERS + 1
    assert all(walk.taken == walk.trajectory.steps for walk in walks)


def _walks(staging: Staging) -> list[Walk]:
    shown = staging.lesson.get_mobject_family_members()
    crowds = [one for one in shown if isinstance(one, MapCrowd)]
    return [trail.walk for crowd in crowds for trail in crowd.trails]


def test_arrows_stand_square_on_the_contours_and_lead_downhill_in_the_end(staged: Staged) -> None:
    (field,) = (
        one for one in staged("gradient_field").lesson.mobjects if isinstance(one, ArrowField)
    )
    assert field.turn.get_value() == 1
    assert field.progress().min() == 1
