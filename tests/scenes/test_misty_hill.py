"""The walk in the mist: its figures, and what is said, seen and refused on other ground."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gd_math import Loss, Minimum, Trajectory, descend, from_formula, losses, optimizers
from scenes import misty_hill
from scenes.kit import (
    BOTTOM_RIGHT,
    TOP_RIGHT,
    NearStarts,
    StepBars,
    Walk,
    WalkCamera,
    free_right_corner,
    loss_of,
    valleys_to_see,
)
from scenes.kit.landscape import Arrow, Ball, Landscape
from scenes.kit.mist.framing import NARROW, wide_ground
from scenes.kit.mist.valleys import (
    compare_ends,
    count_valleys,
    second_question,
)
from scenes.kit.theme import DOT_RADIUS
from studio.job import Job, Quality
from studio.render.render import render
from studio.scene.scene_file import load_scene
from studio.scene.settings import parse_settings
from tests.scenes.conftest import ROOT, Staged
from tests.scenes.knobs import FIT
from tests.scenes.test_camera_speed import FRAME_RATE, ROUNDING, TURN, moves

FILE = ROOT / "scenes" / "misty_hill.py"
VALLEY, OTHER_VALLEY = (np.pi / 2, -np.pi / 2), (-np.pi / 2, np.pi / 2)


def walk(loss: Loss, start: tuple[float, float], learning_rate: float, steps: int = 40):
    return descend(loss, optimizers.gradient_descent(learning_rate), start, steps)


@pytest.fixture(scope="module")
def hills() -> Trajectory:
    return walk(losses.HILLS, misty_hill.START, misty_hill.LEARNING_RATE, misty_hill.STEPS)


@pytest.fixture(scope="module")
def other() -> Trajectory:
    return walk(losses.HILLS, misty_hill.OTHER_START, misty_hill.LEARNING_RATE, misty_hill.STEPS)


def ground(path: Trajectory, loss: Loss) -> Landscape:
    return WalkCamera(path, loss).landscape(Walk(path), sight=0.5)


def test_slopes_and_steps_of_the_bars(hills: Trajectory) -> None:
    felt = np.linalg.norm(hills.gradient, axis=-1)
    taken = np.linalg.norm(np.diff(hills.x, axis=0), axis=-1)
    assert taken == pytest.approx(misty_hill.LEARNING_RATE * felt[:-1])
    shown = [(0.423, 0.296), (0.628, 0.440), (0.758, 0.531), (0.678, 0.475), (0.669, 0.469)]
    shown += [(0.700, 0.490), (0.461, 0.322), (0.177, 0.124), (0.055, 0.038), (0.017, 0.012)]
    pairs = np.column_stack([felt[:10], taken[:10]])
    assert np.abs(pairs - shown).max() <= 0.0005
    bars = StepBars(hills, WalkCamera(hills, losses.HILLS).scale, last=Walk(hills).arrival)
    assert bars.steps == list(range(10))


def test_the_walk_goes_down_from_step_to_step_and_ends_in_a_valley(hills: Trajectory) -> None:
    assert np.all(np.diff(hills.loss) < 0)
    assert hills.x[-1] == pytest.approx(VALLEY, abs=1e-3)
    assert hills.loss[-1] == pytest.approx(-1, abs=1e-4)
    assert Walk(hills).arrival == 10


def test_a_start_less_than_a_step_away_ends_in_another_valley_as_deep(
    hills: Trajectory, other: Trajectory
) -> None:
    assert np.linalg.norm(other.x[0] - hills.x[0]) < np.linalg.norm(hills.x[1] - hills.x[0])
    assert other.x[-1] == pytest.approx(OTHER_VALLEY, abs=1e-3)
    assert other.loss[-1] == pytest.approx(hills.loss[-1], abs=1e-4)


@pytest.mark.parametrize("settings", FIT["misty_hill"])
def test_arrows_are_the_gradients_and_the_steps_themselves(settings: str, staged: Staged) -> None:
    staging = staged("misty_hill", settings)
    landscape = next(m for m in staging.lesson.mobjects if isinstance(m, Landscape))
    path = next(mark.at.trajectory for mark in landscape.marks if isinstance(mark, Ball))
    arrows = [mark for mark in landscape.marks if isinstance(mark, Arrow)]
    assert len(arrows) == 6
    for i, (gradient, step) in enumerate(zip(arrows[::2], arrows[1::2], strict=True)):
        assert step.scale == 1
        assert np.allclose(step.vector, path.x[i + 1] - path.x[i])
        assert np.allclose(gradient.vector, path.gradient[i])
        assert gradient.scale == WalkCamera(path, landscape.loss).scale


@pytest.mark.parametrize("settings", FIT["misty_hill"])
def test_the_eye_turns_slowly_on_other_ground_too(settings: str, tmp_path: Path) -> None:
    seen = moves(load_scene(FILE, parse_settings(settings)).lesson, tmp_path)
    assert 0 < FRAME_RATE * seen.turned.max() <= TURN * ROUNDING


def test_himmelblau_is_rendered(tmp_path: Path) -> None:
    (settings,) = (each for each in FIT["misty_hill"] if "HIMMELBLAU" in each)
    tiny = Quality("tiny", 160, 90, 2)
    job = Job(FILE, tiny, "dark", "himmelblau", media=tmp_path, settings=parse_settings(settings))
    render(job, 0)
    assert job.result(".mp4").stat().st_size > 0


def test_sentences_are_true_of_each_ground(hills: Trajectory) -> None:
    def said(loss: Loss, path: Trajectory) -> str:
        return count_valleys(ground(path, loss), path)

    assert said(losses.HILLS, hills) == "Many valleys, all equally deep."
    four = walk(losses.HIMMELBLAU, (0.5, -0.3), 0.012)
    assert said(losses.HIMMELBLAU, four) == "Four valleys, all equally deep."
    bowl = walk(losses.RAVINE, (2.0, 1.0), 0.15, 100)
    assert said(losses.RAVINE, bowl) == "One valley in sight, and this is its lowest place."
    deep, shallow = (walk(losses.TWO_WELLS, (x, 0.6), 0.03, 200) for x in (-0.9, 0.9))
    assert said(losses.TWO_WELLS, deep) == "Two valleys, and none is deeper than this one."
    lower = "Two valleys, and there is lower ground than this one."
    assert said(losses.TWO_WELLS, shallow) == lower
    minima = (Minimum(np.zeros(2), 0.0, True), Minimum(np.ones(2), 0.0, True))
    pair = replace(losses.RAVINE, minima=minima)
    assert said(pair, bowl) == "Two valleys, both equally deep."


def test_lower_ground_that_is_no_known_minimum_is_not_denied() -> None:
    tilted = from_formula("(x^2-1)^2 + y^2 + 0.3*x", (-1.6, 1.6))
    known = replace(tilted, minima=tilted.minima[-1:])  # the shallower one alone
    path = walk(known, tuple(known.minima[0].x + np.array([0.3, 1.0])), 0.05, 200)
    assert known.minima[0].x[0] > 0
    said = "One valley, and there is lower ground than this one."
    assert count_valleys(ground(path, known), path) == said


def test_second_walk_is_said_to_end_where_it_ends(hills: Trajectory, other: Trajectory) -> None:
    near = walk(losses.HILLS, (1.3, 1.1), misty_hill.LEARNING_RATE)
    assert compare_ends(losses.HILLS, hills, other) == "Another valley: the start decides."
    assert compare_ends(losses.HILLS, hills, near).startswith("The same valley")
    deep, shallow = (walk(losses.TWO_WELLS, (x, 0.6), 0.03, 200) for x in (-0.9, 0.9))
    assert compare_ends(losses.TWO_WELLS, shallow, deep).startswith("A deeper valley")
    assert compare_ends(losses.TWO_WELLS, deep, shallow).startswith("A shallower valley")


def test_the_second_walk_is_asked_about_as_its_ground_allows() -> None:
    assert second_question(losses.HILLS) == "The same valley, or another?"
    assert second_question(losses.RAVINE) == "Where does it lead?"


def test_the_measure_stands_above_both_starts_wherever_they_are_seen(
    hills: Trajectory, other: Trajectory
) -> None:
    landscape, second = ground(hills, losses.HILLS), Walk(other)
    starts = NearStarts(landscape, Walk(hills, hills.steps), second)
    above: list[np.ndarray] = []
    for turn, taken in ((0.0, 0), (30.0, 0), (0.0, 5)):
        landscape.azimuth.increment_value(turn)
        second.set_value(taken)
        starts.follow()
        ends = landscape.seen(np.array([hills.x[0], other.x[0]]))
        ends = ends[np.argsort(ends[:, 0])]
        for lines in starts.lines:
            drawn = lines[0].get_end() - lines[0].get_start()
            assert np.linalg.norm(drawn) == pytest.approx(np.linalg.norm(ends[1] - ends[0]))
            assert min(line.get_y() for line in lines) > ends[:, 1].min()
            for lead, start, end in zip(lines[1:], ends, (lines[0].get_start(), lines[0].get_end()),
                                        strict=True):  # fmt: skip
                way = lead.get_end() - lead.get_start()
                cosine = way @ (end - start) / np.linalg.norm(way) / np.linalg.norm(end - start)
                assert cosine == pytest.approx(1)
        leads = [lead.get_start() for lead in starts.lines[1][1:]]
        above.append(np.sort(np.linalg.norm(np.array(leads) - ends, axis=-1)))
    # The lead of the start where a walker stands is clear of it, the others come down to the bead.
    assert above[0] == pytest.approx(above[1])
    assert above[0][1] > 2 * DOT_RADIUS > above[0][0]
    assert above[2] == pytest.approx(above[0][[0, 0]])
    said = [one.markup for one in starts.get_family() if getattr(one, "markup", "")]
    assert said == ["0.20 apart"]
    assert np.linalg.norm(other.x[0] - hills.x[0]) == pytest.approx(0.20, abs=0.005)


def test_starts_that_are_as_far_apart_as_the_walks_lead_have_no_measure(
    hills: Trajectory, other: Trajectory
) -> None:
    far = walk(losses.HILLS, (-1.19, 1.33), misty_hill.LEARNING_RATE)
    landscape = ground(hills, losses.HILLS)
    assert len(NearStarts(landscape, Walk(hills), Walk(other)).family_members_with_points()) > 6
    assert NearStarts(landscape, Walk(hills), Walk(far)).family_members_with_points() == []


def test_the_sum_on_the_card_comes_out(hills: Trajectory) -> None:
    old, slope, new = (np.round(v, 3) for v in (hills.x[0], hills.gradient[0], hills.x[1]))
    shown = [(1.330, 1.190), (0.221, 0.361), (1.175, 0.937)]
    assert np.array([old, slope, new]) == pytest.approx(np.array(shown))
    assert np.round(old - misty_hill.LEARNING_RATE * slope, 3) == pytest.approx(new)


def test_valleys_to_see_begin_with_both_ends(hills: Trajectory, other: Trajectory) -> None:
    first, second, *rest = valleys_to_see(losses.HILLS, hills, other)
    assert first == pytest.approx(VALLEY)
    assert second == pytest.approx(OTHER_VALLEY)
    assert len(rest) == 2
    near = walk(losses.HILLS, (1.3, 1.1), misty_hill.LEARNING_RATE)
    first, second, *_ = valleys_to_see(losses.HILLS, hills, near)
    assert first == pytest.approx(VALLEY)
    away = [np.linalg.norm(m.x - near.x[0]) for m in losses.HILLS.minima]
    assert np.linalg.norm(second - near.x[0]) == pytest.approx(sorted(away)[1])
    bowl = walk(losses.RAVINE, (2.0, 1.0), 0.15)
    assert len(valleys_to_see(losses.RAVINE, bowl, bowl)) == 1


def test_hills_go_on_beyond_their_domain_and_walls_do_not() -> None:
    for loss, reach in ((losses.HILLS, 2.5), (losses.HIMMELBLAU, 1.25)):
        assert wide_ground(loss)["upper"] == pytest.approx(reach * loss.domain[1])


def test_the_ground_ends_where_walls_would_tower_over_it_but_holds_what_is_shown() -> None:
    camel = loss_of("LOSS", "(4-2.1x^2+x^4/3)x^2 + x*y + (4y^2-4)y^2")
    upper = wide_ground(camel)["upper"]
    assert np.all(upper < NARROW * camel.domain[1])
    assert np.all(upper > np.max([np.abs(minimum.x) for minimum in camel.minima], axis=0))
    start = 0.9 * camel.domain[1]
    assert np.all(wide_ground(camel, [start[None]])["upper"] > start)


CORNERED = (
    "LOSS='x**2 + 3*y**2' START=(2, 1) OTHER_START=(2, -1) LEARNING_RATE=0.1 STEPS=30",
    "LOSS=RAVINE START=(2,2) OTHER_START=(-2,2) LEARNING_RATE=0.15 STEPS=60",
    "LOSS=BOOTH START=(-4,-3) OTHER_START=(6,0) LEARNING_RATE=0.03 STEPS=100",
)


@pytest.mark.parametrize("settings", CORNERED)
def test_what_is_said_in_a_corner_hides_no_walk(settings: str, staged: Staged) -> None:
    lesson = staged("misty_hill", settings).lesson
    landscape = next(one for one in lesson.mobjects if isinstance(one, Landscape))
    starts = next(one for one in lesson.mobjects if isinstance(one, NearStarts))
    said = next(one for one in lesson.mobjects[::-1] if one.get_family_updaters() == [])
    half = np.array([said.width, said.height]) / 2
    for walk in starts.walks:
        off = np.abs(landscape.seen(walk.trajectory.x) - said.get_center())[:, :2] - half
        assert np.all(off.max(axis=-1) > 0)


def test_a_question_stands_in_the_corner_that_the_walk_leaves_free(hills: Trajectory) -> None:
    landscape, hiker = ground(hills, losses.HILLS), Walk(hills)
    places = landscape.seen(hills.x[:1])
    landscape.shift(TOP_RIGHT - places[0])
    assert free_right_corner(landscape, hiker) is BOTTOM_RIGHT
    landscape.shift(BOTTOM_RIGHT - TOP_RIGHT)
    assert free_right_corner(landscape, hiker) is TOP_RIGHT
