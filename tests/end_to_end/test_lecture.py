"""`make clips slides handout gallery`: when they are made, and what a bad day leaves of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pptx import Presentation

from tests.end_to_end.project_copy import Copy


def shown(project: Copy) -> set[str]:
    """Return the names of the clips on the page."""
    text = project.media("index.html").read_text(encoding="utf-8")
    return {part.split('"')[0] for part in text.split('data-clip="')[1:]}


@contextmanager
def spoiled(path: Path, content: str) -> Iterator[None]:
    """Give a file another content for a while; without content, it is no file."""
    before = path.stat() if path.exists() else None
    kept = path.read_bytes()
    path.unlink()
    if content:
        path.write_text(content, encoding="utf-8")
    yield
    path.write_bytes(kept)
    assert before is not None
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def titles(project: Copy) -> int:
    """Return how many clips there are in the deck: those of the project have the same title."""
    slides = Presentation(str(project.media("whole-course.pptx"))).slides
    return sum(slide.slide_layout.name == "Title Slide" for slide in slides)


ALL = ("gallery", "clips", "handout", "slides", "COURSE=1", "FORMATS=webm")


@pytest.fixture(scope="module")
def lecture(project: Copy) -> Copy:
    """All that can be made of the three videos, in one call that names the page first."""
    said = project.made(*ALL)
    assert "Error" not in said
    return project


def test_one_call_makes_everything_and_the_page_lists_it(lecture):
    page = lecture.media("index.html").read_text(encoding="utf-8")
    files = {"whole-course.pptx", "handout-a4.pdf", "handout-letter.pdf", "walk.webm"}
    for file in files:
        assert f'href="{file}"' in page
        assert lecture.media(file).is_file()
    assert titles(lecture) == 3


def test_second_make_does_nothing(lecture):
    before = lecture.state()
    said = [line for line in lecture.made(*ALL).splitlines() if ": webm of 3 clips" not in line]
    shelf = "media/480p15"
    assert sorted(said) == [
        f"{shelf}/handout-a4.pdf",
        f"{shelf}/handout-letter.pdf",
        f"{shelf}/index.html",
        f"{shelf}/questions-a4.pdf",
        f"{shelf}/questions-letter.pdf",
        f"{shelf}/whole-course.pptx",
    ]
    assert lecture.state() == before


def test_without_more_there_is_a_deck_for_each_clip(lecture):
    for scenes, names in (("SCENES=walk", ["walk"]), ("SCENES=", ["count", "stroll", "walk"])):
        said = lecture.made("slides", scenes).splitlines()
        assert said == [f"media/480p15/{name}.pptx" for name in names]
        assert all(lecture.media(f"{name}.pptx").is_file() for name in names)
    lecture.made(*ALL)


def test_videos_named_beside_it_are_made_once(lecture):
    before = lecture.state()
    said = lecture.made("videos", "gallery", "walk").splitlines()
    assert sorted(said) == [
        "3 videos are in media/480p15",
        "media/480p15/index.html",
        "media/480p15/walk.mp4",
    ]
    assert lecture.state() == before


def test_page_shows_what_there_is_and_what_was_chosen(lecture):
    assert shown(lecture) == {"count", "stroll", "walk"}
    lecture.made("gallery", "SCENES=walk count")
    assert shown(lecture) == {"count", "walk"}
    for kind in (".mp4", ".json"):  # as `make walk AS=longer` puts them there
        text = lecture.media(f"walk{kind}").read_bytes()
        lecture.media(f"longer{kind}").write_bytes(
            text.replace(b'"name": "walk"', b'"name": "longer"')
        )
    lecture.made("gallery")
    assert shown(lecture) == {"count", "longer", "stroll", "walk"}
    for file in lecture.media("").glob("longer.*"):
        file.unlink()
    lecture.made("gallery")
    assert shown(lecture) == {"count", "stroll", "walk"}


def test_page_follows_the_course_whatever_becomes_of_it(lecture):
    course, page = lecture.root / "scenes" / "course.toml", lecture.media("index.html")
    for scenes, order in (
        ('"walk", "count"', ["walk", "count", "stroll"]),
        ('"stroll"', ["stroll", "count", "walk"]),
        ("", ["count", "stroll", "walk"]),
    ):
        course.write_text(f'[[chapter]]\ntitle = "One"\nscenes = [{scenes}]\n')
        lecture.made("gallery")
        text = page.read_text(encoding="utf-8")
        assert [part.split('"')[0] for part in text.split('data-clip="')[1:]] == order
        assert ("One</h2>" in text) == bool(scenes)
    course.write_text("[[chapter]]\n")
    code, said = lecture.make("gallery")
    assert code != 0
    assert "gallery: scenes/course.toml: its chapter 1 has no title" in said
    course.unlink()
    lecture.made("gallery")


def test_broken_manifest_is_told_of_and_the_rest_is_made(lecture):
    with spoiled(lecture.media("count.json"), "{"):
        code, said = lecture.make("gallery", "slides", "COURSE=1")
    assert code != 0
    for command in ("slides", "gallery"):
        assert f"{command}: left out: media/480p15/count.json is broken" in said
    assert "Not all of it could be made: see above." in said
    assert shown(lecture) == {"stroll", "walk"}
    assert titles(lecture) == 2
    lecture.made("slides", "COURSE=1")  # what was made in part is not taken for done
    assert titles(lecture) == 3


def test_a_video_deleted_under_their_feet_is_made_again(lecture):
    before = lecture.media("count.mp4").read_bytes()
    lecture.media("count.mp4").unlink()
    lecture.made("gallery")
    assert lecture.media("count.mp4").read_bytes() == before


def test_a_scene_that_fails_keeps_nothing_else_from_its_place(lecture):
    scene = lecture.root / "scenes" / "walk.py"
    text = scene.read_text(encoding="utf-8")
    broken = text + '        raise ValueError("no way on")\n'
    other = lecture.root / "scenes" / "other.py"
    lecture.media("index.html").unlink()
    lecture.media("whole-course.pptx").unlink()
    other.write_text(broken.replace("class Walk", "class Other"), encoding="utf-8")
    with spoiled(scene, broken):
        code, said = lecture.make("gallery", "slides", "COURSE=1")
        _, of_slides = lecture.make("slides")
    other.unlink()
    assert code != 0
    assert "media/480p15/walk.pptx" in of_slides.splitlines()
    assert "other.pptx" not in of_slides  # of which there is no video
    assert "no way on" in said
    assert "scenes/walk.py" in said
    assert "scenes/other.py" in said
    assert said.rstrip().endswith("Error 1")
    assert "Not all of it could be made: see above. The rest is in media/480p15." in said
    assert shown(lecture) == {"count", "stroll", "walk"}  # with the earlier video
    assert titles(lecture) == 3


def test_two_makes_at_once_leave_a_whole_page(lecture):
    lecture.media("index.html").unlink()
    runs = [lecture.start("gallery"), lecture.start("gallery")]
    said = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert shown(lecture) == {"count", "stroll", "walk"}
    work = lecture.root / "media" / ".work"
    assert not [path for path in work.rglob("*") if path.suffix in {".making", ".render"}]
