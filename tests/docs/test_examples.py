"""The scenes that the documents show are held to what all scenes are held to."""

from pathlib import Path

import pytest

from docs.build_pictures import illustrations, read_blocks
from studio.job import ROOT
from studio.scene.scene_file import load_scene
from tests.scenes.checks import (
    OF_EVERY_SCENE,
    knobs_have_a_comment_and_are_used,
    no_updater_takes_dt,
    title_and_description_say_what_is_shown,
)
from tests.scenes.conftest import stage

README = next(
    block.code for block in read_blocks(ROOT / "README.md") if "class FirstSteps" in block.code
)
EXAMPLES = {"README.md": ("first_steps", README)} | {
    str(shown.picture.relative_to(ROOT)): (shown.name, shown.code)
    for shown in illustrations(ROOT / "docs/editing.md")
    if shown.code
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_scene_like_any_other(example: str, tmp_path: Path) -> None:
    name, code = EXAMPLES[example]
    file = tmp_path / "scenes" / f"{name}.py"
    file.parent.mkdir()
    file.write_text(code, encoding="utf-8")
    lesson = load_scene(file).lesson
    staging = stage(lesson)
    for check in OF_EVERY_SCENE:
        check(staging)
    no_updater_takes_dt(file)
    knobs_have_a_comment_and_are_used(file)
    title_and_description_say_what_is_shown(lesson)
