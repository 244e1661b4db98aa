"""A lecturer's own course: what it may say, and what make is told of it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import StudioError
from studio.scene.settings import parse_settings
from studio.shelf.course import CourseClip, in_chapters, read_course
from studio.shelf.shelf import Clip

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
    "title = 'Mine'": "it names no clip: write [[chapter]] with title",
    "[[chapter]]\ntitle = 'A'\nscenes = []": "it names no clip: write [[chapter]] with title",
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
        CourseClip("walk", "walk", {"TITLE": "Too far?", "STEPS": 80, "RATES": [0.1, 2]}),
        CourseClip("count", "count"),
        CourseClip("walk_2", "walk"),
    )
    assert second.clips == (CourseClip("stroll", "stroll"), CourseClip("walk_3", "walk"))
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


@pytest.mark.parametrize("name", ["two words", "$(shell touch canary)", "a=b", "a%b", "1a"])
def test_make_is_told_no_name_that_it_would_read_otherwise(
    scenes: Path, own: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (scenes / f"{name}.py").touch()
    own.write_text(f"{CLIP}scene = '{name}'", encoding="utf-8")
    assert main(["course", "--scenes", str(scenes), "--course", str(own)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"course: scene '.*' cannot be made, .*: rename its file\.\n", said.err)
