"""What must hold for every scene, found by the wildcard that make uses, and for every clip."""

from collections.abc import Callable

import pytest
import typst

from tests.scenes.checks import (
    FRAME_RATE,
    OF_EVERY_SCENE,
    knobs_have_a_comment_and_are_used,
    no_updater_takes_dt,
    title_and_description_say_what_is_shown,
)
from tests.scenes.conftest import CLIPS, ROOT, SCENES, Staged, Staging, lesson_class


@pytest.mark.parametrize("check", OF_EVERY_SCENE, ids=lambda check: check.__name__)
def test_of_every_scene(check: Callable[[Staging], None], staging: Staging) -> None:
    check(staging)


@pytest.mark.parametrize("staging", CLIPS, indirect=True)
def test_a_clip_lasts_25_to_75_seconds_in_4_to_10_beats(staging: Staging) -> None:
    lesson = staging.lesson
    assert 25 <= lesson.frames / FRAME_RATE <= 75
    assert 4 <= len(lesson.beats) <= 10


@pytest.mark.parametrize("staging", CLIPS, indirect=True)
def test_a_clip_asks_within_seven_seconds(staging: Staging) -> None:
    asked = [beat.start for beat in staging.lesson.beats if beat.kind == "question"]
    assert asked
    assert asked[0] / FRAME_RATE < 7


@pytest.mark.parametrize("scene", CLIPS)
def test_a_clip_says_what_it_shows(scene: str) -> None:
    title_and_description_say_what_is_shown(lesson_class(scene))


@pytest.mark.parametrize("scene", CLIPS)
def test_knobs_have_a_comment_and_are_used(scene: str) -> None:
    knobs_have_a_comment_and_are_used(ROOT / "scenes" / f"{scene}.py")


@pytest.mark.parametrize("scene", SCENES)
def test_no_updater_of_a_scene_takes_dt(scene: str) -> None:
    no_updater_takes_dt(ROOT / "scenes" / f"{scene}.py")


def test_no_updater_of_the_kit_takes_dt() -> None:
    files = [*(ROOT / "scenes" / "kit").rglob("*.py")]
    assert files
    for file in files:
        no_updater_takes_dt(file)


@pytest.mark.parametrize("scene", CLIPS)
def test_the_formulas_of_a_clip_are_noted_and_can_be_set_alone(scene: str, staged: Staged) -> None:
    formulas = staged(scene).lesson.formulas
    assert formulas
    lines = "\n".join(f"$ {math} $" for math in formulas)
    typst.compile(lines.encode(), format="svg", ignore_system_fonts=True)
