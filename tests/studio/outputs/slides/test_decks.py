"""Slides from finished clips: what is in the decks, and that programs open and play them."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from studio.job import ROOT, Job
from studio.outputs.slides import COURSE
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, read_clip
from tests.studio.outputs.slides.conftest import HOSTILE, make


def titles(deck: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides]


def test_there_is_a_deck_for_each_clip(finished: Path, small_walk: Clip) -> None:
    captions = [beat.caption for beat in small_walk.beats]
    assert titles(finished / "small_walk.pptx") == [small_walk.title, *captions]
    assert titles(finished / "other.pptx") == [HOSTILE, *captions]


def test_a_title_slide_for_each_clip_and_a_slide_for_each_beat(
    finished: Path, small_walk: Clip
) -> None:
    captions = [beat.caption for beat in small_walk.beats]
    assert titles(finished / COURSE) == [small_walk.title, *captions, HOSTILE, *captions]
    deck = Presentation(str(finished / COURSE))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert notes == [small_walk.alt, *captions] * 2
    assert deck.slide_width * 9 == deck.slide_height * 16


def test_a_video_fills_its_slide_and_starts_by_itself(finished: Path, small_walk: Clip) -> None:
    deck = Presentation(str(finished / COURSE))
    slides = list(deck.slides)[1 : 1 + len(small_walk.beats)]
    for number, (slide, beat) in enumerate(zip(slides, small_walk.beats, strict=True), 1):
        (movie,) = (shape for shape in slide.shapes if "MEDIA" in str(shape.shape_type))
        assert (movie.left, movie.top) == (0, 0)
        assert (movie.width, movie.height) == (deck.slide_width, deck.slide_height)
        alt = movie.element.xpath(".//p:cNvPr")[0].get("descr")
        assert alt == f"{small_walk.title}, {number} of 3: {beat.caption}"
        (play,) = slide.element.xpath(".//p:cmd[@cmd='playFrom(0.0)']")
        assert play.find(".//" + qn("p:spTgt")).get("spid") == str(movie.shape_id)
        length = int(play.find(".//" + qn("p:cTn")).get("dur"))
        assert length == pytest.approx(small_walk.seconds(beat.frames) * 1000, abs=1)
        with Image.open(io.BytesIO(movie.poster_frame.blob)) as picture:
            expected = read_frames(small_walk.video, [beat.start])[0]
            np.testing.assert_array_equal(np.asarray(picture), expected)


def test_a_question_has_a_slide_of_its_own_and_the_answer_the_next(
    asking_clip: Job, tmp_path: Path
) -> None:
    shutil.copytree(asking_clip.result(".mp4").parent, tmp_path / "media" / "90p10")
    assert make(tmp_path / "media" / "90p10") == 0
    deck = tmp_path / "media" / "90p10" / "asking_walk.pptx"
    _, _, question, answer, _ = Presentation(str(deck)).slides
    captions = ("Where does it go & <why>?", "It goes to the right.")
    assert titles(deck)[2:4] == [*captions]
    assert question.notes_slide.notes_text_frame.text.split("\n") == [
        f"Question: {captions[0]}",
        "• left",
        "• right",
        "The next slide shows what happens.",
    ]
    assert answer.notes_slide.notes_text_frame.text == f"Answer: {captions[1]}"
    clip = read_clip(deck.parent, "asking_walk")
    for slide, beat in zip((question, answer), clip.beats[1:3], strict=True):
        (movie,) = (shape for shape in slide.shapes if "MEDIA" in str(shape.shape_type))
        assert movie.element.xpath(".//p:cNvPr")[0].get("descr").endswith(f": {beat.caption}")
        with Image.open(io.BytesIO(movie.poster_frame.blob)) as picture:
            expected = read_frames(clip.video, [beat.start])[0]
            np.testing.assert_array_equal(np.asarray(picture), expected)
    for slide in (question, answer):  # nothing on it but its video; the title is above it
        assert all(
            "MEDIA" in str(shape.shape_type) or shape.top + shape.height <= 0
            for shape in slide.shapes
        )


def test_a_deck_says_what_it_is(finished: Path, small_walk: Clip) -> None:
    facts = Presentation(str(finished / "small_walk.pptx")).core_properties
    assert (facts.title, facts.comments) == (small_walk.title, small_walk.alt)
    assert facts.author == "Misty Hill"
    made = datetime.fromtimestamp(int(small_walk.video.stat().st_mtime), UTC)
    made = made.replace(tzinfo=None)  # python-pptx reads it so
    assert facts.created == facts.modified == made
    assert Presentation(str(finished / COURSE)).core_properties.comments.startswith("2 clips")


def test_letters_are_as_large_as_the_title_slide_has_room_for(shelf: Path) -> None:
    facts = json.loads((shelf / "other.json").read_text(encoding="utf-8"))
    long = {"title": "A long title " * 20, "alt": "What there is to be seen. " * 60}
    (shelf / "other.json").write_text(json.dumps({**facts, **long}), encoding="utf-8")
    assert make(shelf) == 0
    sizes = {}
    for name in ("small_walk", "other"):
        slide = Presentation(str(shelf / f"{name}.pptx")).slides[0]
        for shape in slide.placeholders:
            (run,) = shape.text_frame.paragraphs[0].runs
            size = run.font.size.pt
            # A wide letter is two thirds as wide as high, and lines stand 1.3 times as far apart.
            lines = len(run.text) * size * 0.55 / shape.width.pt
            assert lines * size * 1.3 <= shape.height.pt
            sizes[name, shape.placeholder_format.idx] = size
    (shelf / "other.json").write_text(json.dumps({**facts, "alt": "x " * 10**6}), encoding="utf-8")
    assert make(shelf, "other") == 0  # which no slide has room for
    assert (sizes["small_walk", 0], sizes["small_walk", 1]) == (48, 22)
    assert sizes["other", 0] < 48
    assert 10 <= sizes["other", 1] < 22


def test_no_style_stands_where_powerpoint_does_not_heed_it(finished: Path) -> None:
    deck = Presentation(str(finished / COURSE))
    assert not [slide for slide in deck.slides if slide.element.xpath(".//a:pPr/a:defRPr")]
    title, claim, *_ = deck.slide_layouts.get_by_name("Title Slide").placeholders
    for shape, size in ((title, "4800"), (claim, "2200")):
        assert shape.element.xpath(".//a:lvl1pPr/a:defRPr/@sz") == [size]
        assert shape.element.xpath(".//a:lvl1pPr/@algn") == ["l"]


def test_the_same_clips_give_the_same_bytes(shelf: Path) -> None:
    assert make(shelf) == 0
    first = (shelf / "other.pptx").read_bytes()
    assert make(shelf, "other") == 0
    assert (shelf / "other.pptx").read_bytes() == first


def test_sections_name_every_slide_once(finished: Path) -> None:
    deck = Presentation(str(finished / COURSE))
    sections = deck.part._element.xpath(".//*[local-name()='section']")
    assert [section.get("name") for section in sections] == ["A small walk", HOSTILE]
    listed = deck.part._element.xpath(".//*[local-name()='section']//*[local-name()='sldId']/@id")
    assert listed == [str(slide.slide_id) for slide in deck.slides]


def test_libreoffice_opens_the_deck(finished: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        message = "LibreOffice is missing: on Debian, `apt install libreoffice-impress`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    profile = (tmp_path / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(tmp_path), str(finished / COURSE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / COURSE).with_suffix(".pdf").read_bytes())
    assert len(pages) == 8


def test_two_makes_at_once(shelf: Path) -> None:
    command = [sys.executable, "-m", "studio", "slides", "--shelf", str(shelf), "--whole"]
    runs = [
        subprocess.Popen([*command, name], cwd=ROOT, stderr=subprocess.DEVNULL)
        for name in ("other", "small_walk")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len(titles(shelf / COURSE)) == 4
    work = shelf.parent / ".work" / shelf.name
    assert [path for path in work.iterdir() if path.is_dir()] == []
