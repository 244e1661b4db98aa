"""The scenes that the documents show are held to what all scenes are held to."""

from inspect import signature
from pathlib import Path

import pytest

from docs.build_pictures import illustrations, read_blocks
from studio.job import ROOT
from studio.scene.scene_file import load_scene
from tests.scenes import test_staging
from tests.scenes.conftest import stage

README = next(
    block.code for block in read_blocks(ROOT / "README.md") if "class FirstSteps" in block.code
)
EXAMPLES = {"README.md": ("first_steps", README)} | {
    str(shown.picture.relative_to(ROOT)): (shown.name, shown.code)
    for shown in illustrations(ROOT / "docs/editing.md")
    if shown.code
}
# What takes a staging, and is not marked as being of the clips alone.
OF_ALL_SCENES = [
    check
    for name, check in vars(test_staging).items()
    if name.startswith("test_")
    and [*signature(check).parameters] == ["staging"]
    and not hasattr(check, "pytestmark")
]
OF_EXAMPLES = [
    test_staging.test_no_text_leaves_the_safe_frame,
    test_staging.test_no_two_texts_overlap,
]


def test_the_checks_of_all_scenes_are_found() -> None:
    assert test_staging.test_nothing_is_remarked_of_the_texts_of_any_scene in OF_ALL_SCENES
    assert test_staging.test_a_clip_lasts_25_to_75_seconds_in_4_to_8_beats not in OF_ALL_SCENES


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_scene_like_any_other(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, code = EXAMPLES[example]
    file = tmp_path / "scenes" / f"{name}.py"
    file.parent.mkdir()
    file.write_text(code, encoding="utf-8")
    lesson = load_scene(file).lesson
    staging = stage(lesson, "dark", tmp_path)
    monkeypatch.setattr(test_staging, "ROOT", tmp_path)
    for check in (*OF_ALL_SCENES, *OF_EXAMPLES):
        check(staging)
    test_staging.test_no_updater_takes_dt(name)
    test_staging.test_knobs_have_a_comment_and_are_used(name)
    assert 3 <= len(lesson.title()) <= 60
    assert len(lesson.description()) >= 40
