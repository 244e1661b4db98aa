"""The course: which of its files can be read, and in which order it puts clips."""

import json
import re
import shutil
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import pytest
from pptx import Presentation

from studio.__main__ import main
from studio.job import ROOT, StudioError
from studio.shelf.course import NO_COURSE, REST, in_chapters, read_course
from studio.shelf.shelf import Clip

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
        deck = Presentation(str(full_shelf / "whole-course.pptx"))
        titles = [
            slide.shapes.title.text
            for slide in deck.slides
            if slide.slide_layout.name == "Title Slide"
        ]
        assert titles == [f"The {name}" for name in order]
        sections = deck.part._element.xpath(".//*[local-name()='section']/@name")
        chapters = [] if names else ["Late · ", "Late · ", "Early · ", f"{REST} · "]
        assert sections == [
            f"{chapter}The {name}" for chapter, name in zip_longest(chapters, order, fillvalue="")
        ]


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
