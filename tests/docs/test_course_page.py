"""docs/course.md: its course is one, its commands run, and the files that it names are there."""

import re
from pathlib import Path

import av
import pytest

from docs.build_pictures import read_blocks
from studio.__main__ import main
from studio.job import ROOT
from tests.end_to_end.project_copy import SHELF, WALK, Copy, copy_project

PAGE = ROOT / "docs" / "course.md"
KNOBS = {  # of the page's scenes, small here
    "gradient_field": "",
    "step_by_step": "EPOCHS = 5  # steps\n",
    "learning_rates": "LEARNING_RATES = (0.1,)  # rates\n",
}
COURSE = """
[[chapter]]
title = "One"
scenes = ["step_by_step"]
[[chapter]]
title = "Two"
scenes = ["learning_rates", "gradient_field"]
"""


def blocks(language: str) -> list[str]:
    return [block.code for block in read_blocks(PAGE) if block.language == language]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (toml,) = blocks("toml")
    (tmp_path / "my.toml").write_text(toml, encoding="utf-8")
    return tmp_path / "my.toml"


def test_the_course_of_the_page_has_scenes_and_knobs_that_there_are(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--scenes", str(ROOT / "scenes"), "--course", str(course)]
    assert main(["course", *options]) == 0
    assert len(capsys.readouterr().out.split()) == 4


def test_all_that_the_page_says_can_be_typed_and_makes_the_files_that_it_names(
    tmp_path: Path, course: Path
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    project: Copy = copy_project(root)
    for scene in (root / "scenes").glob("[a-z]*.py"):
        scene.unlink()
    for name, knobs in KNOBS.items():
        lesson = "".join(word.title() for word in name.split("_"))
        text = WALK.format(name=lesson).replace("\nclass", f"{knobs}\n\nclass", 1)
        (root / "scenes" / f"{name}.py").write_text(text, encoding="utf-8")
    (root / "scenes" / "course.toml").write_text(COURSE, encoding="utf-8")
    course.rename(root / "my.toml")
    for script in blocks("sh"):
        code, said = project.shell(
            re.sub(r"^make ", f"make QUALITY={SHELF} ", script, flags=re.MULTILINE)
        )
        assert code == 0, f"{script}{said}"
    made = root / "media" / "courses" / "my" / SHELF
    listed = re.search(r"^\| file in .*?\n\n", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    assert listed
    named = re.findall(r"`([\w-]+\.\w+)`", listed[0])
    assert len(named) > 5
    assert [name for name in named if not (made / name).is_file()] == []
    assert (made / "learning_rates_2.mp4").is_file()
    assert (made / "chapter-2.mp4").is_file()
    for name in re.findall(r'src="([\w.-]+)"', PAGE.read_text(encoding="utf-8")):
        assert (project.media("") / name).is_file()
    for name, marks in (("chapter-2", 2), ("whole-course", 2)):  # of the names typed last
        with av.open(str(project.media(f"{name}.mp4"))) as film:
            assert len(film.chapters()) == marks
