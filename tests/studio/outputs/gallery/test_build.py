import json
import os
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import StudioError
from studio.outputs.gallery.downloads import readable_size
from studio.outputs.gallery.page import build_gallery, spoken_time
from studio.shelf.shelf import read_clip


@pytest.fixture
def folder(shelf: Path, tmp_path: Path) -> Path:
    """A shelf that a test may spoil."""
    copy = tmp_path / "media" / "480p15"
    shutil.copytree(shelf, copy)
    return copy


BEAT = {
    "start": 0,
    "end": 40,
    "caption": "",
    "kind": "statement",
    "caption_start": 0,
    "choices": [],
}


def gallery(folder: Path, *more: str) -> int:
    return main(["gallery", "--shelf", str(folder), *more])


def spoil(folder: Path, **facts: object) -> None:
    path = folder / "counting.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


def test_a_title_that_asks_gets_no_full_stop(folder: Path) -> None:
    spoil(folder, title="How far?", alt="A count.")
    assert read_clip(folder, "counting").label == "How far? A count."
    spoil(folder, title="So far")
    assert read_clip(folder, "counting").label == "So far. A count."


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"beats": []}, "beats do not follow"),
        ({"beats": [{"start": 0, "kind": "statement", "caption_start": 0}]}, "it lacks 'end'"),
        ({"beats": [BEAT | {"end": float("nan")}]}, "end is no whole number"),
        ({"beats": 7}, "broken"),
        ({"beats": [BEAT | {"end": 99}]}, "within the video"),
        ({"beats": [BEAT | {"caption_start": 41, "end": 40}]}, "do not follow each other within"),
        ({"beats": [{**BEAT, "kind": "riddle"}]}, "a beat is of the kind 'riddle'"),
        ({"beats": [{k: v for k, v in BEAT.items() if k != "choices"}]}, "it lacks 'choices'"),
        ({"beats": [BEAT | {"kind": "question"}]}, "questions and answers do not follow"),
        ({"beats": [BEAT | {"kind": "answer"}]}, "questions and answers do not follow"),
        ({"title": None}, "title is no text"),
        ({"title": "\ud800"}, "broken"),
        ({"frame_rate": 0}, "must be a positive whole number"),
        ({"name": "other"}, "the one of 'other'"),
        ({"theme": "x;}"}, "theme is 'x;}'"),
    ],
)
def test_a_broken_manifest_is_told_of_and_the_rest_is_shown(folder, capsys, facts, told):
    spoil(folder, **facts)
    assert gallery(folder) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "counting.json" in said
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'data-clip="small_walk"' in page
    assert 'data-clip="counting"' not in page


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", "\0" * 9, "[" * 100_000])
def test_a_manifest_that_is_none_is_told_of_and_the_rest_is_shown(folder, capsys, content):
    (folder / "counting.json").write_text(content)
    assert gallery(folder) == 1
    assert "counting.json is broken" in capsys.readouterr().err
    assert 'data-clip="small_walk"' in (folder / "index.html").read_text(encoding="utf-8")


def test_a_video_without_its_file_is_told_of_and_the_rest_is_shown(folder, capsys):
    (folder / "small_walk.mp4").unlink()
    assert gallery(folder) == 1
    assert "small_walk.mp4 is missing" in capsys.readouterr().err
    assert 'data-clip="counting"' in (folder / "index.html").read_text(encoding="utf-8")


def test_clips_are_those_and_in_the_order_that_was_asked_for(folder):
    assert gallery(folder, "small_walk", "counting") == 0
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.index('data-clip="small_walk"') < page.index('data-clip="counting"')
    assert gallery(folder, "counting") == 0
    assert 'data-clip="small_walk"' not in (folder / "index.html").read_text(encoding="utf-8")


def test_an_empty_shelf_is_told_of_and_leaves_no_page(tmp_path, capsys):
    assert gallery(tmp_path / "480p15") == 1
    assert "Run `make videos` first." in capsys.readouterr().err
    with pytest.raises(StudioError):
        build_gallery(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_is_told_of_and_leaves_nothing_behind(folder, capsys):
    before = {path.name for path in folder.iterdir()}
    (folder / "index.html").unlink()
    (folder / "index.html").mkdir()  # stands in the way, even of an administrator
    assert gallery(folder) == 1
    assert "index.html" in capsys.readouterr().err
    assert {path.name for path in folder.iterdir()} == before


def test_a_read_only_folder_is_told_of_and_keeps_its_page(folder, capsys):
    before = (folder / "index.html").read_bytes()
    folder.chmod(0o555)
    try:
        may = os.access(folder, os.W_OK)  # as an administrator may
        assert gallery(folder) == (0 if may else 1)
    finally:
        folder.chmod(0o755)
    assert ("Permission denied" in capsys.readouterr().err) != may
    assert (folder / "index.html").read_bytes() == before


def test_many_at_once_leave_one_whole_page(folder):
    with ProcessPoolExecutor(3) as pool:
        pages = list(pool.map(build_gallery, [folder] * 6))
    assert pages == [[]] * 6
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")
    assert not list(folder.glob(".index*"))


def test_every_format_that_is_there_is_offered(folder):
    for suffix in (".gif", ".transparent.webm"):
        (folder / f"counting{suffix}").write_bytes(b"0" * 2_345_678)
    (folder / "counting.beats").mkdir()
    (folder / "counting.beats" / "01.mp4").write_bytes(b"0" * 5000)
    (folder / "counting.beats" / "02.mp4").write_bytes(b"0" * 5000)
    build_gallery(folder)
    text = (folder / "index.html").read_text(encoding="utf-8")
    for file in ("counting.gif", "counting.transparent.webm", "counting.beats/01.mp4"):
        assert f'href="{file}" download' in text
    assert "2.3 MB" in text


def test_slides_and_handouts_that_are_there_are_linked_to(folder):
    films = ("whole-course.mp4", "chapter-2.mp4", "chapter-10.mp4")
    for name in ("handout-a4.pdf", *films):
        (folder / name).write_bytes(b"0" * 1500)
    build_gallery(folder)
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert '<a href="whole-course.pptx" download>' in text
    assert '<a href="handout-a4.pdf">' in text
    assert re.findall(r'<a href="([\w-]+\.mp4)">Film', text) == [*films]
    for name in ("whole-course.pptx", "handout-a4.pdf", *films):
        (folder / name).unlink()
    build_gallery(folder)
    assert "Also here" not in (folder / "index.html").read_text(encoding="utf-8")


def test_sizes_and_times_are_told_as_people_do():
    assert [readable_size(n) for n in (5, 1500, 999_499, 999_500, 4_560_000, 123_400_000)] == [
        "5 B",
        "2 kB",
        "999 kB",
        "1.0 MB",
        "4.6 MB",
        "123 MB",
    ]
    assert spoken_time(61.2) == "1 minute 1 second"
    assert spoken_time(120) == "2 minutes"
