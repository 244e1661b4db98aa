"""What must hold for every scene, found by the wildcard that make uses, and for every clip."""

import ast
import importlib
import re
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import typst
from manim import config

from scenes.kit.lesson import READING_SPEED
from scenes.kit.maps.arrow_field import ArrowField
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import LossTrail, MapTrail, Trail
from scenes.kit.theme import SAFE_MARGIN
from studio.scene.scene_file import load_scene
from studio.scene.settings import parse_settings
from tests.scenes.conftest import CLIPS, ROOT, SCENES, STAGINGS, Box, Staging, lesson_class, stage

FRAME_RATE = 15
TOUCH = 0.02  # texts closer than this, in units of the frame, touch
of_clips = pytest.mark.parametrize(
    "staging", [pair for pair in STAGINGS if pair[0] in CLIPS], ids="-".join, indirect=True
)


def test_the_clips_are_on_the_shelf() -> None:
    assert {*CLIPS} <= {*SCENES}


@of_clips
def test_a_clip_lasts_25_to_75_seconds_in_4_to_8_beats(staging: Staging) -> None:
    lesson = staging.lesson
    assert 25 <= lesson.frames / FRAME_RATE <= 75
    assert 4 <= len(lesson.beats) <= 8


@of_clips
def test_the_formulas_of_a_clip_are_noted_and_can_be_set_alone(staging: Staging) -> None:
    assert staging.lesson.formulas
    lines = "\n".join(f"$ {math} $" for math in staging.lesson.formulas)
    typst.compile(lines.encode(), format="svg", ignore_system_fonts=True)


def test_beats_follow_each_other_without_a_gap(staging: Staging) -> None:
    beats = staging.lesson.beats
    assert beats[0].start == 0
    assert [beat.start for beat in beats[1:]] == [beat.end for beat in beats[:-1]]
    assert beats[-1].end == staging.lesson.frames


def test_captions_can_be_read_in_the_time_they_have(staging: Staging) -> None:
    for beat in staging.lesson.beats:
        seconds = (beat.end - beat.start) / FRAME_RATE
        wanted = max(1.5, len(beat.caption) / READING_SPEED)
        assert seconds >= wanted - 0.5 / FRAME_RATE, beat.caption


@of_clips
def test_no_text_leaves_the_safe_frame(staging: Staging) -> None:
    width = (0.5 - SAFE_MARGIN) * config.frame_width
    height = (0.5 - SAFE_MARGIN) * config.frame_height
    for caption, boxes in staging.texts:
        for box in boxes:
            inside = -width <= box.left and box.right <= width
            inside &= -height <= box.bottom and box.top <= height
            assert inside, f"{box} leaves the safe frame at the end of {caption!r}"


@of_clips
def test_no_two_texts_overlap(staging: Staging) -> None:
    for caption, boxes in staging.texts:
        for one, other in combinations(boxes, 2):
            assert not touch(one, other), f"{one} touches {other} at the end of {caption!r}"


@pytest.mark.parametrize(
    ("scene", "settings"),
    [
        ("gradient_field", "HIKERS=30 STEPS=10 SEED=3"),
        ("learning_rates", "LEARNING_RATES=(0.1, 0.2, 0.3, 0.38) STEPS=200"),
        ("learning_rates", "LEARNING_RATES=(0.333, 0.334, 0.335, 0.336) STEPS=80"),
        ("learning_rates", "LEARNING_RATES=(0.37, 0.38) START=(-0.3, -2.5) REACH=6"),
        ("local_and_global_minima", "STARTS=24 RESTARTS=6 BOWL_START=1.5"),
    ],
)
def test_texts_find_room_whatever_the_knobs(
    scene: str, settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"scenes.{scene}"
    monkeypatch.setitem(sys.modules, name, importlib.import_module(name))  # put back at the end
    turned = stage(
        load_scene(ROOT / "scenes" / f"{scene}.py", parse_settings(settings)).lesson,
        "dark",
        tmp_path,
    )
    test_no_text_leaves_the_safe_frame(turned)
    test_no_two_texts_overlap(turned)


def touch(one: Box, other: Box) -> bool:
    apart = one.right + TOUCH <= other.left or other.right + TOUCH <= one.left
    return not (apart or one.top + TOUCH <= other.bottom or other.top + TOUCH <= one.bottom)


def test_every_trail_runs_through_the_points_of_its_trajectory(staging: Staging) -> None:
    for trail in on_stage(staging, Trail):
        walk = trail.walk
        if isinstance(trail, LossTrail):
            steps = np.arange(walk.step + 1)
            computed = trail.at(np.stack([steps, walk.trajectory.loss[steps]], axis=-1))
        else:
            computed = trail.at(walk.trajectory.x[: walk.step + 1])
        drawn = trail.path.points[::4]
        if isinstance(trail, MapTrail):
            inside = trail.map.inside(walk.trajectory.x[: walk.step + 1])
            computed = computed[inside]
            drawn = trail.path.points
        for point in computed:
            assert np.min(np.linalg.norm(drawn - point, axis=-1)) < 1e-6


def test_every_contour_lies_on_a_level_of_the_loss_that_is_descended(staging: Staging) -> None:
    for contours in on_stage(staging, ContourMap):
        corner, opposite = contours.at([contours.lower, contours.upper])
        for level, line in zip(contours.levels, contours.lines, strict=True):
            share = (line.points[::4] - corner)[:, :2] / (opposite - corner)[:2]
            x = contours.lower + share * (contours.upper - contours.lower)
            spread = np.ptp(contours.levels)
            assert np.abs(contours.loss.value(x) - level).max() < 1e-3 * spread


def test_arrows_of_a_field_point_along_the_gradient(staging: Staging) -> None:
    for arrows in on_stage(staging, ArrowField):
        turned = -1 if round(arrows.turn.get_value()) % 2 else 1
        for shade, shape in enumerate(arrows.submobjects):
            chosen = np.flatnonzero((arrows.shade == shade) & (arrows.share > 1e-9))
            if len(chosen) == 0:
                continue
            corners = shape.points.reshape(np.sum(arrows.shade == shade), -1, 3)[:, ::4]
            corners = corners[arrows.share[arrows.shade == shade] > 1e-9]
            along = corners[:, 3, :2] - (corners[:, 0, :2] + corners[:, 6, :2]) / 2
            gradient = turned * arrows.gradient[chosen]
            lengths = np.linalg.norm(along, axis=-1) * np.linalg.norm(gradient, axis=-1)
            cosine = np.sum(along * gradient, axis=-1) / lengths
            assert np.allclose(cosine, 1)


def on_stage(staging: Staging, kind: type) -> list:
    return [m for m in staging.lesson.get_mobject_family_members() if isinstance(m, kind)]


@pytest.mark.parametrize("scene", CLIPS)
def test_says_what_it_shows(scene: str) -> None:
    lesson = lesson_class(scene)
    assert 3 <= len(lesson.title()) <= 60
    assert len(lesson.description()) >= 40


@pytest.mark.parametrize("scene", CLIPS)
def test_knobs_have_a_comment_and_are_used(scene: str) -> None:
    source = (ROOT / "scenes" / f"{scene}.py").read_text()
    knobs = re.findall(r"^([A-Z][A-Z0-9_]*) = (.*)$", source, flags=re.MULTILINE)
    assert knobs
    read = {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    for name, line in knobs:
        assert "  # " in line, f"{name} says nothing of its meaning"
        assert name in read, f"{name} is never used"


@pytest.mark.parametrize("scene", SCENES)
def test_no_updater_takes_dt(scene: str) -> None:
    for path in [ROOT / "scenes" / f"{scene}.py", *(ROOT / "scenes" / "kit").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.arguments):
                assert "dt" not in [argument.arg for argument in node.args], path


def test_nothing_is_remarked_of_the_texts_of_any_scene(staging: Staging) -> None:
    assert staging.lesson.remarks == []
