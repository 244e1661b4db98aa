"""The scenes that the documents show are held to what all scenes are held to."""

from pathlib import Path

import pytest

from studio.documents import illustrations, read_blocks
from studio.job import ROOT
from studio.scenefile import load_scene
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
    for check in (
        test_staging.test_beats_follow_each_other_without_a_gap,
        test_staging.test_captions_can_be_read_in_the_time_they_have,
        test_staging.test_no_text_leaves_the_safe_frame,
        test_staging.test_no_two_texts_overlap,
        test_staging.test_every_trail_runs_through_the_points_of_its_trajectory,
        test_staging.test_every_contour_lies_on_a_level_of_the_loss_that_is_descended,
        test_staging.test_nothing_is_remarked_of_the_texts_of_any_scene,
    ):
        check(staging)
    test_staging.test_knobs_have_a_comment_and_are_used(name)
    assert 3 <= len(lesson.title()) <= 60
    assert len(lesson.description()) >= 40
