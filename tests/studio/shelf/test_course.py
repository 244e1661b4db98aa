"""The course: which of its files can be read, and in which order it puts clips."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from studio.__main__ import main
from studio.job import ROOT, StudioError
from studio.scene.settings import parse_settings
from studio.shelf.course import NO_COURSE, REST, Wanted, in_chapters, read_course
from studio.shelf.shelf import Clip

COURSE = """
[[chapter]]
title = "Late"
scenes = ["walk", "count"]

[[chapter]]
title = "Not yet"

[[chapter]]
title = "Early"
scenes = ["stroll"]
"""
BROKEN = {
    "[[chapter]\n": "is no TOML: Expected ']]' at the end of an array declaration (at line 1,",
    "scenes = ['walk']": "it has 'scenes' outside of chapters: write [[chapter]] with title",
    "title = 3": 'its title is no text: write title = "…" above the first chapter',
    "[[chapter]]\ntitle = 'A'\n[[chapter.clip]]\nscene = 'walk'": (
        "chapter 'A' has a [[chapter.clip]]: write it into a file of your own, and type COURSE= "
        "and the name of that file."
    ),
    "chapter = 'Late'": "its chapters are no tables: write [[chapter]] with title",
    "chapter = ['Late']": "its chapters are no tables: write [[chapter]] with title",
    "[[chapter]]\nscenes = ['walk']": 'its chapter 1 has no title: write title = "…" in it.',
    "[[chapter]]\ntitle = ' '": "its chapter 1 has no title",
    "[[chapter]]\ntitle = 3": "its chapter 1 has no title",
    "[[chapter]]\ntitle = 'A'\nclips = ['walk']": "chapter 'A' has 'clips', and may have title and",
    "[[chapter]]\ntitle = 'A'\nscenes = 'walk'": "chapter 'A' has scenes that are no list of names",
    "[[chapter]]\ntitle = 'A'\nscenes = [1]": "chapter 'A' has scenes that are no list of names",
    "[[chapter]]\ntitle = 'A'\nscenes = ['wolk']": "there is no wolk.py beside it: "
    "perhaps it is 'walk'.",
    "[[chapter]]\ntitle = 'A'\nscenes = ['swimming']": "remove it, or add that file.",
    "[[chapter]]\ntitle = 'A'\nscenes = ['_shared']": "there is no _shared.py",
    "[[chapter]]\ntitle = 'A'\nscenes = ['walk', 'walk']": "names 'walk', and 'A' did before",
    "[[chapter]]\ntitle = 'A'\nscenes = ['walk']\n[[chapter]]\ntitle = 'B'\nscenes = ['walk']": (
        "chapter 'B' names 'walk', and 'A' did before: name it once."
    ),
}


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    folder = tmp_path / "scenes"
    folder.mkdir()
    for name in ("count", "stroll", "walk", "_shared"):
        (folder / f"{name}.py").touch()
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    return folder


def test_chapters_are_those_of_the_file_and_a_folder_without_one_has_none(scenes: Path) -> None:
    found = read_course(scenes)
    assert [
        (chapter.title, [clip.scene for clip in chapter.clips]) for chapter in found.chapters
    ] == [
        ("Late", ["walk", "count"]),
        ("Not yet", []),
        ("Early", ["stroll"]),
    ]
    assert (found.title, found.own) == ("", False)
    (scenes / "course.toml").unlink()
    assert read_course(scenes) == NO_COURSE


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_told_of_in_one_sentence(scenes: Path, text: str) -> None:
    (scenes / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudioError) as raised:
        read_course(scenes)
    said = str(raised.value)
    assert said.startswith(str(scenes / "course.toml"))
    assert BROKEN[text] in said
    assert "\n" not in said
    assert said.endswith(".")


def test_what_cannot_be_read_is_named(scenes: Path) -> None:
    (scenes / "course.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(StudioError, match=r"course\.toml is not UTF-8: save it as UTF-8\.$"):
        read_course(scenes)
    (scenes / "course.toml").unlink()
    (scenes / "course.toml").mkdir()
    with pytest.raises(StudioError, match=r"course\.toml cannot be read: Is a directory\.$"):
        read_course(scenes)


def test_the_projects_own_course_can_be_read() -> None:
    titles = [chapter.title for chapter in read_course(ROOT / "scenes").chapters]
    assert titles[:3] == ["How wrong?", "Downhill", "How big a step?"]


def test_clips_follow_the_course_and_others_come_last(finished: Clip, scenes: Path) -> None:
    named = [("count", "count"), ("longer", "walk"), ("other", "other"), ("walk", "walk")]
    clips = [replace(finished, name=name, scene=scene) for name, scene in named]
    parts = in_chapters(clips, read_course(scenes))
    assert [(title, [clip.name for clip in part]) for title, part in parts] == [
        ("Late", ["walk", "longer", "count"]),
        (REST, ["other"]),
    ]
    assert in_chapters(clips, NO_COURSE) == [("", clips)]
    assert in_chapters(clips[2:3], read_course(scenes)) == [("", clips[2:3])]
    assert in_chapters([], read_course(scenes)) == []


OWN = """
title = "Mine &  yours"

[[chapter]]
title = "First"

[[chapter.clip]]
scene = "walk"
title = "Too far?"
STEPS = 80
RATES = [0.1, 2]

[[chapter.clip]]
scene = "count"

[[chapter.clip]]
scene = "walk"

[[chapter]]
title = "Second"
scenes = ["stroll", "walk"]
"""
CLIP = "[[chapter]]\ntitle = 'A'\n[[chapter.clip]]\n"
BROKEN_OWN = {
    "title = 'Mine'": "it has no chapter: write [[chapter]] with title",
    CLIP: """chapter 'A' has a clip without a scene: write [[chapter.clip]], and""",
    f"{CLIP}scene = 3": "chapter 'A' has a clip without a scene",
    f"{CLIP}scene = 'wolk'": "there is no wolk.py in the folder of scenes: perhaps it is 'walk'.",
    f"{CLIP}scene = 'walk'\nsteps = 3": "clip 'walk' of chapter 'A' has 'steps', and may have",
    f"{CLIP}scene = 'walk'\nDAY = 2026-01-01": "has 'DAY', whose value is no number, no text and",
    f"{CLIP}scene = 'walk'\ntitle = 'B'\nTITLE = 'C'": "has 'TITLE', and TITLE means the same",
    f"{CLIP}scene = 'walk'\n[[chapter]]\ntitle = 'B'\nclip = 3": "'B' has clips that are no tables",
    "[[chapter]]\ntitle = 'A'\nscenes = ['walk']\n[[chapter.clip]]\nscene = 'walk'": (
        "chapter 'A' has both scenes and clips, whose order nobody can tell"
    ),
    "[[chapter]]\ntitle = 'A'\nfilms = 3": "may have title, scenes and [[chapter.clip]]: re",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "my.toml").write_text(OWN, encoding="utf-8")
    return tmp_path / "my.toml"


def test_a_course_of_ones_own_has_titles_and_knobs_and_a_scene_twice(
    scenes: Path, own: Path, finished: Clip
) -> None:
    course = read_course(scenes, own)
    assert (course.title, course.own) == ("Mine & yours", True)
    first, second = course.chapters
    assert first.clips == (
        Wanted("walk", "walk", {"TITLE": "Too far?", "STEPS": 80, "RATES": [0.1, 2]}),
        Wanted("count", "count"),
        Wanted("walk_2", "walk"),
    )
    assert second.clips == (Wanted("stroll", "stroll"), Wanted("walk_3", "walk"))
    named = [("walk_3", "walk"), ("walk_2", "walk"), ("walk", "walk")]
    clips = [replace(finished, name=name, scene=scene) for name, scene in named]
    parts = in_chapters(clips, course)
    assert [(title, [clip.name for clip in part]) for title, part in parts] == [
        ("First", ["walk", "walk_2"]),
        ("Second", ["walk_3"]),
    ]


@pytest.mark.parametrize("text", BROKEN_OWN)
def test_a_broken_course_of_ones_own_is_told_of_in_one_sentence(
    scenes: Path, own: Path, text: str
) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(StudioError) as raised:
        read_course(scenes, own)
    said = str(raised.value)
    assert said.startswith(str(own))
    assert BROKEN_OWN[text] in said
    assert "\n" not in said
    assert said.endswith(".")


@pytest.fixture
def full_shelf(finished: Clip) -> Path:
    """A shelf with a clip of each scene, and one of a scene that the course does not name."""
    facts = json.loads(finished.file(".json").read_text(encoding="utf-8"))
    for name in ("count", "other", "stroll", "walk"):
        shutil.copy(finished.video, finished.folder / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "scene": name, "title": f"The {name}"})
        (finished.folder / f"{name}.json").write_text(text, encoding="utf-8")
    for file in finished.folder.glob("small_walk.*"):
        file.unlink()
    return finished.folder


def make(command: str, folder: Path, scenes: Path, *more: str) -> int:
    return main([command, "--shelf", str(folder), "--scenes", str(scenes), *more])


def test_the_gallery_has_a_heading_for_each_chapter(full_shelf: Path, scenes: Path) -> None:
    assert make("gallery", full_shelf, scenes) == 0
    page = (full_shelf / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 class="chapter">(.*?)</h2>', page) == ["Late", "Early", REST]
    assert re.findall(r'<h3><a class="cover" href="#(\w+)"', page) == [
        "walk",
        "count",
        "stroll",
        "other",
    ]
    assert make("gallery", full_shelf, scenes, "stroll", "count") == 0
    page = (full_shelf / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2><a class="cover" href="#(\w+)"', page) == ["stroll", "count"]
    assert 'class="chapter"' not in page


def test_the_deck_of_all_clips_follows_the_course(full_shelf: Path, scenes: Path) -> None:
    for names, order in ((), ("walk", "count", "stroll", "other")), (("count", "walk"),) * 2:
        assert make("slides", full_shelf, scenes, "--whole", *names) == 0
        slides = Presentation(str(full_shelf / "whole-course.pptx")).slides
        titles = [
            slide.shapes.title.text for slide in slides if slide.slide_layout.name == "Title Slide"
        ]
        assert titles == [f"The {name}" for name in order]


def test_the_handout_has_its_chapters_among_its_headings(full_shelf: Path, scenes: Path) -> None:
    assert make("handout", full_shelf, scenes) == 0
    pdf = (full_shelf / "handout-a4.pdf").read_bytes()
    entry = rb"(\d+) 0 obj\s*<</Parent (\d+) 0 R(?:(?!endobj).)*?/Title\((.*?)\)"
    found = re.findall(entry, pdf, re.DOTALL)
    titles = {number: title.decode() for number, _, title in found}
    assert {titles[number]: titles.get(above) for number, above, _ in found} == {
        "Late": None,
        "The walk": "Late",
        "The count": "Late",
        "Early": None,
        "The stroll": "Early",
        REST: None,
        "The other": REST,
    }


def test_make_is_told_which_clips_there_are_and_how_each_is_set(
    scenes: Path, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (scenes / "walk.py").write_text("STEPS = 3  # steps\nRATES = (1.0,)  # of each\n")
    asked = ["course", "--scenes", str(scenes), "--course", str(own), "--work", str(tmp_path / "w")]
    pairs = ["walk=walk", "count=count", "walk_2=walk", "stroll=stroll", "walk_3=walk"]
    for more, expected in (([], pairs), (["--chapter", "2"], pairs[3:])):
        assert main([*asked, *more]) == 0
        assert capsys.readouterr().out.split() == expected
    said = (tmp_path / "w" / "walk.set").read_text(encoding="utf-8")
    assert parse_settings(said) == {"TITLE": "Too far?", "STEPS": 80, "RATES": (0.1, 2.0)}
    assert (tmp_path / "w" / "walk_2.set").read_text(encoding="utf-8") == ""
    copy = tmp_path / "w" / "course.toml"
    assert copy.read_text(encoding="utf-8") == OWN
    made = copy.stat().st_mtime_ns
    assert main([*asked, "--chapter", "3"]) == 2
    assert "CHAPTER is 3, and must be one of: 1 'First', 2 'Second'." in capsys.readouterr().err
    own.write_text(OWN.replace("STEPS", "STEP"), encoding="utf-8")
    assert main(asked) == 2
    assert "clip walk: this scene has no knob STEP. Did you mean STEPS?" in capsys.readouterr().err
    assert copy.stat().st_mtime_ns == made


@pytest.mark.parametrize("command", ["film", "gallery", "handout", "slides"])
def test_a_broken_course_makes_nothing(
    command: str, full_shelf: Path, scenes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (scenes / "course.toml").write_text("[[chapter]]\n", encoding="utf-8")
    before = {path.name for path in full_shelf.iterdir()}
    more = ("--whole",) if command == "slides" else ()
    assert make(command, full_shelf, scenes, *more) == 1
    assert re.fullmatch(
        rf"{command}: .*course\.toml: its chapter 1 has no title: .*\n", capsys.readouterr().err
    )
    assert {path.name for path in full_shelf.iterdir()} == before
