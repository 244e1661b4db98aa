"""What holds for every scene, whoever wrote it; each check takes the staging of one."""

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from manim import Mobject
from scipy.spatial import KDTree

from scenes.kit.beat import LOOK, READING_SPEED
from scenes.kit.lesson import GUESS
from scenes.kit.maps.arrow_field import ArrowField
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import LossTrail, MapTrail, Trail

if TYPE_CHECKING:
    from tests.scenes.conftest import Staging

FRAME_RATE = 15  # of what is built to be looked over


def beats_follow_each_other_without_a_gap(staging: "Staging") -> None:
    beats = staging.lesson.beats
    assert beats[0].start == 0
    assert [beat.start for beat in beats[1:]] == [beat.end for beat in beats[:-1]]
    assert beats[-1].end == staging.lesson.frames


def captions_can_be_read_in_the_time_they_have(staging: "Staging") -> None:
    for beat in staging.lesson.beats:
        seconds = (beat.end - beat.caption_start) / FRAME_RATE
        words = " ".join([beat.caption, *beat.choices])
        more = GUESS if beat.kind == "question" else LOOK
        wanted = len(words) / READING_SPEED + more
        assert seconds >= wanted - 0.5 / FRAME_RATE, beat.caption


def questions_are_answered_and_answers_come_after_what_they_say(staging: "Staging") -> None:
    beats = staging.lesson.beats
    for beat, after in zip(beats, [*beats[1:], None], strict=True):
        assert (beat.kind == "question") == (after is not None and after.kind == "answer")
        assert (beat.kind == "answer") == (beat.caption_start > beat.start), beat.caption


def nothing_that_must_be_seen_is_hard_to_see(staging: "Staging") -> None:
    assert staging.lesson.remarks == []


def letters_are_large_enough_for_the_last_row(staging: "Staging") -> None:
    assert not staging.small, "\n".join(["", *staging.small])


def trails_run_through_the_points_of_their_trajectories(staging: "Staging") -> None:
    drawn_as_computed(staging, Trail, 1e-6)


def contours_lie_on_levels_of_the_loss(staging: "Staging") -> None:
    drawn_as_computed(staging, ContourMap, 1e-3)


def arrows_of_a_field_point_along_the_gradient(staging: "Staging") -> None:
    drawn_as_computed(staging, ArrowField, 1e-5)


OF_EVERY_SCENE = (
    beats_follow_each_other_without_a_gap,
    captions_can_be_read_in_the_time_they_have,
    questions_are_answered_and_answers_come_after_what_they_say,
    nothing_that_must_be_seen_is_hard_to_see,
    letters_are_large_enough_for_the_last_row,
    trails_run_through_the_points_of_their_trajectories,
    contours_lie_on_levels_of_the_loss,
    arrows_of_a_field_point_along_the_gradient,
)


def drawn_as_computed(staging: "Staging", kind: type, tolerance: float) -> None:
    """Compare what was on stage at the end of each beat; there is some if the scene names it."""
    errors = [error for each, error in staging.errors if each is kind]
    names = {kind.__name__, *(derived.__name__ for derived in kind.__subclasses__())}
    assert errors or not re.search(rf"\b({'|'.join(names)})\(", staging.source)
    assert not errors or max(errors) < tolerance


def error_of(mobject: Mobject, stage: list[Mobject]) -> tuple[type, float] | None:
    """Return how far from the computed a trail, a map's contours or a field's arrows are drawn."""
    if isinstance(mobject, Trail):
        return Trail, trail_error(mobject)
    if isinstance(mobject, ContourMap):
        return ContourMap, contour_error(mobject)
    if isinstance(mobject, ArrowField):
        contours = next(one for one in stage if isinstance(one, ContourMap))
        return ArrowField, arrow_error(mobject, contours)
    return None


def trail_error(trail: Trail) -> float:
    """Return the largest distance of a computed point, if it is seen, from the nearest drawn."""
    walk = trail.walk
    x = walk.trajectory.x[: walk.step + 1]
    if isinstance(trail, MapTrail):
        x = x[trail.map.inside(x)]
    if isinstance(trail, LossTrail):
        steps = np.arange(walk.step + 1)
        x = np.stack([steps, walk.trajectory.loss[steps]], axis=-1)
    computed, drawn = trail.at(x), trail.path.points
    if getattr(trail, "dash", 0):  # gaps may fall on steps, marks do not
        marks = trail.marks.points.reshape(-1, len(trail._mark_outline), 3)
        outlines = [*marks, trail.walker.points] if len(trail.walker.points) else [*marks]
        drawn = np.array([(one.min(axis=0) + one.max(axis=0)) / 2 for one in outlines])
    return float(KDTree(drawn).query(computed)[0].max(initial=0))


def contour_error(contours: ContourMap) -> float:
    """Return the largest difference of the loss on a line from its level, of all their range."""
    away = [
        np.abs(contours.loss.value(on_map(contours, line.points[::4])) - level).max(initial=0)
        for level, line in zip(contours.levels, contours.lines, strict=True)
    ]
    return float(max(away) / np.ptp(contours.levels))


def arrow_error(arrows: ArrowField, contours: ContourMap) -> float:
    """Return the largest 1 − cos of the angle between an arrow and the loss's gradient there."""
    turned = -1 if round(arrows.turn.get_value()) % 2 else 1
    corners = np.concatenate([shape.points.reshape(-1, 7, 4, 3)[:, :, 0] for shape in arrows])
    tails, tips = (corners[:, 0] + corners[:, 6]) / 2, corners[:, 3]
    lengths = np.linalg.norm(tips - tails, axis=-1)
    gradient = turned * contours.loss.gradient(on_map(contours, (tails + tips) / 2))
    seen = lengths > 1e-6
    assert seen.any()
    products = np.sum((tips - tails)[seen, :2] * gradient[seen], axis=-1)
    cosine = products / (lengths * np.linalg.norm(gradient, axis=-1))[seen]
    return float((1 - cosine).max())


def on_map(contours: ContourMap, points: np.ndarray) -> np.ndarray:
    """Return the x, shape (n, 2), at which points of the frame, (n, 3), lie on a map."""
    corner, opposite = contours.at([contours.lower, contours.upper])
    share = (points - corner)[:, :2] / (opposite - corner)[:2]
    return contours.lower + share * (contours.upper - contours.lower)


def no_updater_takes_dt(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.arguments):
            assert "dt" not in [argument.arg for argument in node.args], file


def knobs_have_a_comment_and_are_used(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
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


def title_and_description_say_what_is_shown(lesson: Any) -> None:
    assert 3 <= len(lesson.title()) <= 60
    assert len(lesson.description()) >= 40
