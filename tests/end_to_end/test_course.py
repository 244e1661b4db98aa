"""`make … COURSE=my.toml` and `make film`: a lecturer's own course, and films."""

import json
import os
import re
from pathlib import Path

import av
import pytest
from pptx import Presentation

from tests.end_to_end.project_copy import SHELF, Copy

TITLE = """It's "far" $(touch canary) `y` & more"""
COURSE = f"""
title = "Two ways to walk"

[[chapter]]
title = "Rings"
scenes = ["count"]

[[chapter]]
title = "Walks"

[[chapter.clip]]
scene = "walk"
title = '''{TITLE}'''
STEPS = 3

[[chapter.clip]]
scene = "walk"
"""
OUTPUTS = ("gallery", "slides", "handout", "film")
FILES = ("index.html", "whole-course.pptx", "handout-a4.pdf", "whole-course.mp4")
NAMES = ["count", "walk", "walk_2"]


def results(project: Copy) -> Path:
    """Return where the results of the course are."""
    return project.root / "media" / "courses" / "mine" / SHELF


@pytest.fixture(scope="module")
def course(project: Copy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course file outside of the project, of which everything is made."""
    file = tmp_path_factory.mktemp("a 'lecture' $(x)") / "mine.toml"
    file.write_text(COURSE, encoding="utf-8")
    said = project.made(*OUTPUTS, "videos", f"COURSE={file}")
    for name in FILES:
        assert f"media/courses/mine/{SHELF}/{name}" in said.splitlines()
    return file


def marks(video: Path) -> list[str]:
    with av.open(str(video)) as film:
        return [mark["metadata"]["title"] for mark in film.chapters()]


def test_all_outputs_show_just_the_clips_of_the_course_with_its_titles_and_knobs(
    project: Copy, course: Path
) -> None:
    folder = results(project)
    facts = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in NAMES}
    assert {path.stem for path in folder.glob("*.json")} == set(NAMES)
    titles = [facts[name]["title"] for name in NAMES]
    assert titles == ["A count of rings", TITLE, "A walk of a box"]
    assert [facts[name]["knobs"].get("STEPS") for name in NAMES] == [None, 3, 2]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-clip="(\w+)"', page) == NAMES
    assert "<h1>Two ways to walk</h1>" in page
    assert 'href="whole-course.mp4"' in page
    deck = Presentation(str(folder / "whole-course.pptx"))
    assert deck.core_properties.title == "Two ways to walk"
    slides = [one for one in deck.slides if one.slide_layout.name == "Title Slide"]
    assert [slide.shapes.title.text for slide in slides] == titles
    assert marks(folder / "whole-course.mp4") == ["Rings", titles[0], "Walks", *titles[1:]]
    assert b"Two ways to walk" in (folder / "handout-a4.pdf").read_bytes()


def test_the_projects_own_shelf_stays_as_it_was(project: Copy, course: Path) -> None:
    before = project.state()
    assert "walk_2.mp4" not in before
    assert "whole-course.pptx" not in before
    project.made("gallery", f"COURSE={course}")
    assert project.state() == before


def test_a_second_make_does_nothing_and_a_change_only_what_it_changes(
    project: Copy, course: Path
) -> None:
    def times() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in results(project).iterdir()}

    before = times()
    project.made(*OUTPUTS, f"COURSE={course}")
    assert times() == before
    course.write_text(COURSE.replace("STEPS = 3", "STEPS = 4"), encoding="utf-8")
    project.made("gallery", "film", f"COURSE={course}")
    after = times()
    changed = {name for name in after if after[name] != before[name]}
    assert {name for name in changed if name.endswith(".json")} == {"walk.json"}
    assert changed >= {"index.html", "whole-course.mp4"}
    course.write_text(COURSE, encoding="utf-8")
    os.utime(course, (0, 0))  # whatever its time is
    project.made("videos", f"COURSE={course}")
    facts = json.loads((results(project) / "walk.json").read_text("utf-8"))
    assert facts["knobs"]["STEPS"] == 3


def test_a_film_of_a_chapter_needs_the_clips_of_that_chapter_alone(
    bare_project: Copy, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(COURSE, encoding="utf-8")
    said = bare_project.made("film", f"COURSE={tmp_path / 'mine.toml'}", "CHAPTER=1")
    assert said.splitlines()[-1] == f"media/courses/mine/{SHELF}/chapter-1.mp4"
    assert [path.name for path in results(bare_project).glob("*.json")] == ["count.json"]
    assert marks(results(bare_project) / "chapter-1.mp4") == ["A count of rings"]
    toml = bare_project.root / "scenes" / "course.toml"
    toml.write_text('[[chapter]]\ntitle = "One"\nscenes = ["walk"]\n', encoding="utf-8")
    assert bare_project.made("film", "CHAPTER=1").endswith(f"media/{SHELF}/chapter-1.mp4\n")
    assert [path.name for path in bare_project.media("").glob("*.json")] == ["walk.json"]
    code, said = bare_project.make("film", "CHAPTER=2")
    assert code == 2
    assert "course: CHAPTER is 2, and must be one of: 1 'One'." in said


def test_a_film_follows_the_course_of_the_folder_and_the_names_that_were_typed(
    project: Copy,
) -> None:
    toml = project.root / "scenes" / "course.toml"
    toml.write_text('[[chapter]]\ntitle = "One"\nscenes = ["walk"]\n', encoding="utf-8")
    try:
        assert project.made("film") == f"media/{SHELF}/whole-course.mp4\n"
        walk = "A walk of a box"
        titles = ["One", walk, "More clips", "A count of rings", walk]
        assert marks(project.media("whole-course.mp4")) == titles
        project.made("film", "SCENES=walk count")
        assert marks(project.media("whole-course.mp4")) == [walk, "A count of rings"]
    finally:
        toml.unlink()


REFUSED = {
    ("walk", "COURSE={mine}"): "A COURSE of your own is for: videos clips slides handout film",
    ("gallery", "COURSE={mine}", "SCENES=walk"): "It names its clips itself, without SCENES",
    ("gallery", "COURSE={folder}/none.toml"): "and there is no such file: write one, or type COURS",
    ("gallery", "COURSE={folder}"): "and there is no such file",
    ("gallery", "COURSE={folder}/mine.txt"): "and must be the name of a .toml file",
    ("gallery", "COURSE={folder}/my course.toml"): "must be made of a-z, 0-9, _ and -: rename it",
    ("gallery", "CHAPTER=1"): "CHAPTER is for `make film` alone",
    ("film", "CHAPTER=1", "SCENES=walk"): "CHAPTER is for `make film` alone, without SCENES",
    ("film", "CHAPTER=One"): "CHAPTER is 'One', and must be the number of a chapter",
    ("film", "CHAPTER=01"): "CHAPTER is '01', and must be the number of a chapter",
    (
        "film",
        "COURSE={folder}/knob.toml",
    ): "course: clip walk: this scene has no knob STEP. Did you",
    ("film", "COURSE={folder}/broken.toml"): "broken.toml: its chapter 1 has no title: write title",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_meant_is_refused_in_a_sentence_and_makes_nothing(
    project: Copy, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    for name in ("mine.toml", "mine.txt", "my course.toml"):
        (tmp_path / name).write_text(COURSE, encoding="utf-8")
    (tmp_path / "knob.toml").write_text(COURSE.replace("STEPS", "STEP"), encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[[chapter]]\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("media/**/*.mp4")}
    words = (word.format(mine=tmp_path / "mine.toml", folder=tmp_path) for word in typed)
    code, said = project.make(*words)
    assert code == 2
    assert REFUSED[typed] in said
    assert "Traceback" not in said
    after = {path: path.stat().st_mtime_ns for path in project.root.rglob("media/**/*.mp4")}
    assert after == before


def test_clean_removes_what_was_made_of_a_course_and_nothing_else(
    bare_project: Copy, tmp_path: Path
) -> None:
    for name in ("mine", "other"):
        (tmp_path / f"{name}.toml").write_text(COURSE, encoding="utf-8")
        made = bare_project.root / "media" / "courses" / name / SHELF
        made.mkdir(parents=True)
        (made / "walk.mp4").touch()
        (made.parent / ".work").mkdir()
    courses = bare_project.root / "media" / "courses"
    bare_project.made("clean", f"COURSE={tmp_path / 'mine.toml'}")
    assert [path.name for path in courses.iterdir()] == ["other"]
    (courses / "notes.txt").touch()
    bare_project.made("clean")
    assert [path.name for path in courses.iterdir()] == ["notes.txt"]
    (courses / "notes.txt").unlink()
    bare_project.made("clean")
    assert not courses.exists()
