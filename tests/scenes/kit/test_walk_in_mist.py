"""The pieces of a walk in mist: where the eye stands, what is felt, bars, rule and altitude."""

from typing import Any

import numpy as np
import pytest
from manim import VGroup

from gd_math import Trajectory, descend, losses, optimizers
from scenes.kit import (
    Guesses,
    RuleCard,
    StepBars,
    Underfoot,
    Valleys,
    Walk,
    WalkCamera,
    formula,
    theme,
)
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, linear
from scenes.kit.landscape.place import Target
from scenes.kit.legibility import remarks
from scenes.kit.mist.framing import looking, nearest_eye, sees
from scenes.kit.mist.underfoot import LIFT
from scenes.kit.mist.walk_camera import BESIDE, HIKER_BELOW, VALLEY, WHOLE
from scenes.kit.theme import DOT_RADIUS
from scenes.kit.words.labels import LiveVector

RATE, LOSS = 0.7, losses.HILLS
STARTS = ((1.33, 1.19), (1.19, 1.33))
POINTS = np.array([[0.0, 0.0, 1.0], [2.0, 1.0, 0.0], [-1.0, 3.0, 0.5], [1.0, -2.0, -0.4]])
SLACK = 1e-6


@pytest.fixture(scope="module")
def paths() -> list[Trajectory]:
    return [descend(LOSS, optimizers.gradient_descent(RATE), start, 14) for start in STARTS]


@pytest.fixture
def stage(paths: list[Trajectory]) -> tuple[WalkCamera, Landscape, Underfoot]:
    camera = WalkCamera(paths[0], LOSS)
    landscape = camera.landscape(hiker := Walk(paths[0]), sight=0.5)
    return camera, landscape, Underfoot(landscape, hiker, camera.scale, camera.reach)


def arrive(moves: list[Any]) -> None:
    for move in moves:
        move.mobject.points = move.mobject.target.points


def inside(seen: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    x, y = seen[:, 0], seen[:, 1]
    return bool(
        np.all((left - SLACK < x) & (x < right + SLACK) & (bottom - SLACK < y) & (y < top + SLACK))
    )


@pytest.mark.parametrize(("azimuth", "elevation"), [(0, 30), (130, 50), (-70, 20)])
def test_the_nearest_eye_sees_all_points_and_no_nearer_one_does(
    azimuth: float, elevation: float
) -> None:
    box = (-2.0, -1.5, 5.0, 2.0)
    eye = nearest_eye(POINTS, box, azimuth, elevation)
    landscape = Landscape(LOSS)
    landscape.focus = Target((0, 0, 0))

    def seen() -> np.ndarray:
        return landscape.world_to_frame(POINTS)

    arrive(landscape.look(**looking(eye, POINTS, azimuth, elevation)))
    assert landscape.view().eye == pytest.approx(eye)
    assert inside(seen(), box)
    landscape.distance.set_value(0.98 * landscape.distance.get_value())
    assert not inside(seen(), box)


def test_boxes_that_cannot_be_kept_are_refused() -> None:
    apart = np.array([(-3.0, -1, -2, 1), (2, -1, 3, 1), (-3, -1, 3, 1), (-3, -1, 3, 1)])
    with pytest.raises(ValueError, match="no point in common"):
        nearest_eye(POINTS, apart, 0, 30)
    with pytest.raises(ValueError, match="the points are one"):
        nearest_eye(POINTS[[0, 0]], (-1, -1, 1, 1), 0, 30)


def test_an_eye_sees_what_is_not_behind_a_hill() -> None:
    landscape = Landscape(LOSS, height_scale=1.5)
    eye = landscape.on_ground((0.0, -12.0)) + np.array([0, 0, 4.0])
    front, behind = (np.pi / 2, np.pi / 2 - 0.8), (np.pi / 2, np.pi / 2 + 1.6)
    assert sees(landscape, eye, np.array([front, behind])).tolist() == [True, False]


def test_later_steps_go_down_in_the_frame(stage: Any, paths: list[Trajectory]) -> None:
    camera, landscape, _ = stage
    arrive(camera.over_the_walk(landscape))
    later = landscape.seen(paths[0].x[3 : Walk(paths[0]).arrival + 1])
    assert len(later) > 4
    assert np.all(np.diff(later[:, 1]) < 0)


def test_each_view_holds_what_it_is_for(stage: Any, paths: list[Trajectory]) -> None:
    camera, landscape, feet = stage
    (path, other), valleys = paths, [LOSS.minima[4].x, LOSS.minima[5].x]
    tips = [landscape.tip(arrow(i)) for i in range(3) for arrow in (feet.uphill, feet.step)]
    assert inside(landscape.seen(path.x[:4]), BESIDE)
    lifted = tuple(np.add(BESIDE, (-0.2, -0.2, 0.2, 0.2)))  # tips are as high as a walker's middle
    assert inside(np.array(tips), lifted)
    arrive(camera.over_the_walk(landscape))
    assert inside(landscape.seen(path.x[3:]), BESIDE)
    arrive(camera.overlook(landscape, [*valleys, other.x[0]], 2.0))
    assert not any(landscape.is_hidden(*valley) for valley in valleys)
    assert inside(landscape.seen(np.array([path.x[0], other.x[0], *valleys])), WHOLE)
    far = landscape.distance.get_value()
    arrive(camera.over_both(landscape, other, valleys, 2.0))
    assert inside(landscape.seen(np.vstack([path.x, other.x])), WHOLE)
    assert landscape.distance.get_value() < far


def test_a_walk_that_is_over_at_once_is_refused() -> None:
    path = descend(losses.RAVINE, optimizers.gradient_descent(0.2), (2.0, 0.0), 30)
    with pytest.raises(ValueError, match=r"arrived at step \d.* LEARNING_RATE"):
        WalkCamera(path, losses.RAVINE).landscape(Walk(path), 0.5)


def test_probes_rise_and_sink_with_the_slope_and_the_best_is_the_gradient(stage: Any) -> None:
    _, landscape, feet = stage
    probes, ground = feet.probes(), landscape.ground()
    angles = probes.angles(ground)
    tips, level = probes.tips(ground, angles)
    rise = (tips - level)[:, 2]
    slope = LOSS.gradient(probes.at)
    way = feet.reach * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    assert rise == pytest.approx(landscape.height_scale * way @ slope)
    best = int(np.argmax(rise))
    assert way[best] / feet.reach == pytest.approx(slope / np.linalg.norm(slope))
    assert rise.sum() == pytest.approx(0, abs=1e-12)
    assert rise.min() == pytest.approx(-rise.max())


def test_probes_are_a_function_of_their_trackers(stage: Any) -> None:
    _, landscape, feet = stage
    probes, ground = feet.probes(), landscape.ground()
    assert len(probes.solid(ground).balls) == 0
    probes.shown.set_value(1.0)
    counts = []
    for turn in (0.0, 0.5, 1.0):
        probes.turn.set_value(turn)
        counts.append(len(probes.solid(ground).balls))
    assert counts[0] < counts[1] < counts[2]
    probes.choice.set_value(1.0)
    assert len(probes.solid(ground).balls) == 1


def test_each_post_joins_the_tip_of_its_probe_to_the_height_of_the_foot(stage: Any) -> None:
    _, landscape, feet = stage
    probes, ground = feet.probes(), landscape.ground()
    foot = ground.on_ground(probes.at, LIFT * feet.size)
    for shown in (0.5, 1.0):
        probes.shown.set_value(shown)
        probes.turn.set_value(1.0)
        solid = probes.solid(ground)
        rods, posts = solid.lines[2::2], solid.lines[3::2]
        for rod, post, ball in zip(rods, posts, solid.balls, strict=True):
            assert post.points[1] == pytest.approx(rod.points[1])
            assert post.points[1] == pytest.approx(ball[:3])
            assert post.points[0] == pytest.approx([*ball[:2], foot[2]])


def test_probes_that_sink_have_a_color_of_their_own_and_the_best_becomes_the_gradient(
    stage: Any,
) -> None:
    _, landscape, feet = stage
    probes, ground = feet.probes(), landscape.ground()
    probes.shown.set_value(1.0)
    probes.turn.set_value(1.0)
    foot = ground.on_ground(probes.at, LIFT * feet.size)
    ink, low, best = (linear(srgb(c)) for c in (theme.ink, theme.muted, theme.gradient))
    for ball in probes.solid(ground).balls:
        assert ball[4:7] == pytest.approx(low if ball[2] < foot[2] else ink)
    probes.choice.set_value(1.0)
    (left,) = probes.solid(ground).balls
    assert left[4:7] == pytest.approx(best)


def test_a_name_keeps_clear_of_arrows_and_of_the_left_third(stage: Any) -> None:
    _, _, feet = stage
    for arrow in (feet.uphill(), feet.step()):
        name = feet.name(arrow, formula("-alpha nabla f"))
        base, tip = feet.landscape.world_to_frame(np.array(arrow.ends(feet.landscape.ground())))
        along = base + np.linspace(0, 1, 50)[:, None] * (tip - base)
        half = np.array([name.width, name.height]) / 2
        off = np.abs(along[:, :2] - name.get_center()[:2])
        assert not np.any(np.all(off < half, axis=1))
        assert name.get_left()[0] > -2


def test_bars_have_one_scale_and_the_lengths_of_the_walk(paths: list[Trajectory]) -> None:
    path = paths[0]
    bars = StepBars(path, last=10)
    lengths = [
        (row[1].width, step[1].width) for row, step in zip(bars.slopes, bars.lengths, strict=True)
    ]
    for k, (slope, step) in enumerate(lengths[:9]):
        assert step / slope == pytest.approx(RATE)
        assert slope / lengths[0][0] == pytest.approx(
            np.linalg.norm(path.gradient[k]) / np.linalg.norm(path.gradient[0])
        )
    scaled = StepBars(path, scale=0.5, last=10)
    assert scaled.lengths[0][1].width / scaled.slopes[0][1].width == pytest.approx(2 * RATE)
    assert len(scaled.names[0]) == len(bars.names[0]) + 1  # it is said


def test_rows_of_a_long_walk_are_spread_and_none_shows_a_step_of_nothing() -> None:
    path = descend(losses.RAVINE, optimizers.gradient_descent(0.02), (2.0, 2.0), 400)
    bars = StepBars(path, last=300)
    assert len(bars) == 10
    assert bars.steps[:4] == [0, 1, 2, 3]
    assert np.linalg.norm(path.x[bars.steps[-1] + 1] - path.x[bars.steps[-1]]) >= 0.005
    gaps = np.diff(bars.steps[3:])
    assert gaps.max() - gaps.min() <= 1
    assert [bars.after(i) for i in range(10)] == [*bars.steps[1:], 300]


def test_bars_that_leave_are_those_that_have_appeared(paths: list[Trajectory]) -> None:
    bars = StepBars(paths[0], last=10)
    bars.feel(0)
    assert len(bars.shown) == 2  # the row and its name
    bars.row(1)
    assert len(bars.shown) == 5


def test_a_card_holds_the_rule_and_the_numbers_of_the_step(paths: list[Trajectory]) -> None:
    card = RuleCard(Walk(paths[0]), RATE, LOSS)
    new, old, slope = (
        [number.value() for number in part[0]]
        for part in card.numbers.get_family()
        if isinstance(part, LiveVector)
    )
    assert old == pytest.approx(STARTS[0])
    assert new == pytest.approx(np.array(old) - RATE * np.array(slope))
    assert remarks([card]) == []


@pytest.mark.parametrize("row", range(8))
def test_numbers_of_a_step_add_up_as_they_are_shown(paths: list[Trajectory], row: int) -> None:
    numbers = RuleCard(Walk(paths[0], row), RATE, LOSS).numbers
    new, old, slope = (
        np.array([float(number.says().replace("−", "-")) for number in part[0]])
        for part in numbers.get_family()
        if isinstance(part, LiveVector)
    )
    digits = max(len(f"{x:g}".partition(".")[2]) for x in new)
    assert np.round(old - RATE * slope, digits) == pytest.approx(new, abs=1e-12)


def test_a_step_arrow_ends_at_the_next_point_and_becomes_the_trail(
    stage: Any, paths: list[Trajectory]
) -> None:
    _, landscape, feet = stage
    arrow, ground = feet.step(1), landscape.ground()
    assert arrow.solid(ground) is NOTHING
    arrow.shown.set_value(1.0)
    tip = arrow.solid(ground).hulls[0].corners[-1]
    assert tip == pytest.approx(landscape.on_ground(paths[0].x[2]), abs=arrow.thickness)
    lengths = []
    for taken in (1.0, 1.5, 1.9, 2.0):
        feet.hiker.set_value(taken)
        solid = arrow.solid(ground)
        lengths.append(0.0)
        if solid is not NOTHING:
            lengths[-1] = float(np.linalg.norm(tip - solid.lines[0].points[0]))
            middle = landscape.on_ground(feet.hiker.position, feet.walker)
            assert solid.lines[0].points[0] == pytest.approx(middle)
            assert solid.hulls[0].corners[-1] == pytest.approx(tip)
    assert lengths[0] > lengths[1] > lengths[2] > lengths[3] == 0


def test_depths_and_question_marks_come_only_when_they_appear(
    stage: Any, paths: list[Trajectory]
) -> None:
    camera, landscape, _ = stage
    ends = [LOSS.minima[4].x, LOSS.minima[5].x]
    arrive(camera.overlook(landscape, [*ends, paths[1].x[0]], 2.0))
    landscape.mist_radius.set_value(3 * landscape.extent)
    valleys, guesses = Valleys(landscape, ends, STARTS[0]), Guesses(landscape, ends)
    pins = [*valleys.depths, *guesses.marks]
    assert [pin.visibility() for pin in pins] == [0.0] * 4
    valleys.appear(), guesses.appear()
    for pin in pins:
        pin.shown.set_value(1.0)
    assert min(pin.follow().visibility() for pin in pins) > 0.5
    assert remarks(VGroup(*pins).get_family()) == []


def test_a_straight_step_is_seen_opposite_to_the_gradient_and_in_proportion(stage: Any) -> None:
    _, landscape, feet = stage
    step, uphill, ground = feet.step(straight=True), feet.uphill(), landscape.ground()
    (foot, tip), (_, top) = (
        landscape.world_to_frame(np.array(mark.ends(ground))) for mark in (step, uphill)
    )
    assert tip - foot == pytest.approx(-RATE * (top - foot))
    step.straight.set_value(0.0)
    ends = feet.step().ends(ground)
    assert np.array(step.ends(ground)) == pytest.approx(np.array(ends))


def test_the_old_place_is_named_beside_the_ground_that_is_seen(stage: Any) -> None:
    _, landscape, feet = stage
    uphill, step = feet.uphill(), feet.step(straight=True)
    for mark in (uphill, step):
        mark.shown.set_value(1.0)
    _, (line, plate), _ = feet.symbols(step)
    clearing = feet._clearing() - plate.get_center()[:2]
    assert not np.any(np.all(np.abs(clearing) < np.array([plate.width, plate.height]) / 2, axis=1))
    foot = landscape.world_to_frame(step.ends(landscape.ground())[0])
    assert np.linalg.norm(line.get_end() - foot) == pytest.approx(1.5 * DOT_RADIUS)


def test_the_valley_is_seen_where_it_shall_be_and_the_hiker_above_it(
    stage: Any, paths: list[Trajectory]
) -> None:
    camera, landscape, _ = stage
    arrive(camera.over_the_walk(landscape))
    begin, end = landscape.seen(paths[0].x[[3, -1]])
    assert end[0] == pytest.approx(VALLEY, abs=0.02)
    assert begin[1] <= HIKER_BELOW + SLACK
