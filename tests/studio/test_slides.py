"""Slides from finished clips: what is in the decks, and that programs open and play them."""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Page
from pptx import Presentation
from pptx.oxml.ns import qn

from studio.__main__ import main
from studio.job import ROOT
from studio.media import read_frames
from studio.shelf import Clip, read_clip
from studio.slides.reveal import PUBLIC, UnavailableError, copy_reveal

HOSTILE = '</script><img src="https://example.com/x.png"> & "quotes" #$*_'


def make_shelf(job, folder: Path) -> Path:
    """Copy the finished clip twice, the second time with a title that is hard to write."""
    shelf = folder / "media" / job.shelf
    shelf.mkdir(parents=True)
    facts = json.loads(job.result(".json").read_text(encoding="utf-8"))
    for name, title in (("small_walk", facts["title"]), ("other", HOSTILE)):
        shutil.copy(job.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "title": title})
        (shelf / f"{name}.json").write_text(text, encoding="utf-8")
    return shelf


def make(shelf: Path, *names: str) -> int:
    return main(["slides", "--shelf", str(shelf), *names])


@pytest.fixture(scope="module")
def finished(clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf whose slides are made; tests leave it as it is."""
    shelf = make_shelf(clip, tmp_path_factory.mktemp("slides"))
    assert make(shelf, "small_walk", "other") == 0
    return shelf


@pytest.fixture
def shelf(clip, tmp_path: Path) -> Path:
    return make_shelf(clip, tmp_path)


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture(scope="module")
def small_walk(finished: Path) -> Clip:
    return read_clip(finished, "small_walk")


def test_a_title_slide_for_each_clip_and_a_slide_for_each_beat(
    finished: Path, small_walk: Clip
) -> None:
    deck = Presentation(str(finished / "slides.pptx"))
    captions = [beat.caption for beat in small_walk.beats]
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [small_walk.title, *captions, HOSTILE, *captions]
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert notes == [small_walk.alt, *captions] * 2
    assert deck.slide_width * 9 == deck.slide_height * 16


def test_a_video_fills_its_slide_and_starts_by_itself(finished: Path, small_walk: Clip) -> None:
    deck = Presentation(str(finished / "slides.pptx"))
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
        poster = finished / "slides" / "small_walk" / f"{number:02}.png"
        assert movie.poster_frame.blob == poster.read_bytes()
        with Image.open(poster) as picture:
            expected = read_frames(small_walk.video, [beat.first])[0]
            np.testing.assert_array_equal(np.asarray(picture), expected)


def test_package_is_whole(finished: Path) -> None:
    with zipfile.ZipFile(finished / "slides.pptx") as package:
        names = set(package.namelist())
        assert len(names) == len(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        defaults = {entry.get("Extension"): entry.get("ContentType") for entry in types}
        assert defaults["mp4"] == "video/mp4"
        overrides = {entry.get("PartName") for entry in types} - {None}
        for name in names - {"[Content_Types].xml"}:
            assert f"/{name}" in overrides or name.rpartition(".")[2] in defaults
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for link in etree.fromstring(package.read(name)):
                    assert link.get("TargetMode", "Internal") == "Internal"
                    target = posixpath.join("/", folder, link.get("Target"))
                    assert posixpath.normpath(target).lstrip("/") in names


def test_sections_name_every_slide_once(finished: Path) -> None:
    deck = Presentation(str(finished / "slides.pptx"))
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
    command += ["--outdir", str(tmp_path), str(finished / "slides.pptx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "slides.pdf").read_bytes())
    assert len(pages) == 8


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def links(shelf: Path) -> set[str]:
    tags = Tags((shelf / "slides.html").read_text(encoding="utf-8")).found
    names = ("src", "data-src", "poster", "href")
    return {value for _, given in tags for name in names if (value := given.get(name))}


def test_texts_of_a_scene_stay_texts(finished: Path) -> None:
    page = (finished / "slides.html").read_text(encoding="utf-8")
    tags = [tag for tag, _ in Tags(page).found]
    assert tags.count("script") == 3
    assert "img" not in tags
    assert tags.count("video") == 6


def test_everything_the_page_names_is_there(finished: Path) -> None:
    for link in links(finished):
        assert link.startswith(PUBLIC) or (finished / link).is_file()


def test_without_npm_the_page_takes_the_public_copy_and_the_command_says_so(
    shelf: Path, no_npm: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(shelf) == 0
    assert "there is no npm" in capsys.readouterr().err
    assert f"{PUBLIC}/reveal.js" in links(shelf)


def test_a_package_that_is_not_the_known_one_is_not_used(tmp_path: Path, no_npm: None) -> None:
    (tmp_path / "reveal.js-6.0.2.tgz").write_bytes(b"something else")
    with pytest.raises(UnavailableError):
        copy_reveal(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def deck(finished: Path, page: Page) -> Page:
    """The deck in a window."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm to fetch Reveal.js with")
    assert (finished / "slides" / "reveal.js").is_dir(), "npm could not fetch Reveal.js"
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((finished / "slides.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    return page


CURRENT = "Reveal.getCurrentSlide().querySelector('video')"


def test_an_arrow_key_plays_the_next_beat_to_its_last_frame(deck: Page, small_walk: Clip) -> None:
    for number, beat in enumerate(small_walk.beats, 1):
        deck.keyboard.press("ArrowRight")
        deck.wait_for_function(f"{CURRENT}?.currentTime > 0.1")
        assert deck.evaluate(f"{CURRENT}.currentSrc").endswith(f"small_walk/{number:02}.mp4")
        deck.wait_for_function(f"{CURRENT}.ended")
        length = small_walk.seconds(beat.frames)
        assert deck.evaluate(f"{CURRENT}.currentTime") == pytest.approx(length, abs=0.02)
    notes = deck.evaluate("Reveal.getSlideNotes()")
    assert notes == small_walk.beats[-1].caption.replace("&", "&amp;")
    assert deck.url.endswith("#/0/3")


def test_a_video_fills_the_window_and_keys_replay_and_stop_it(deck: Page) -> None:
    deck.keyboard.press("ArrowRight")
    deck.wait_for_function(f"{CURRENT}?.ended")
    box = deck.evaluate(f"{CURRENT}.getBoundingClientRect().toJSON()")
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 720)
    deck.keyboard.press("r")
    deck.wait_for_function(f"!{CURRENT}.paused")
    deck.keyboard.press("v")
    deck.wait_for_function(f"{CURRENT}.paused && !{CURRENT}.ended")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda shelf: (shelf / "other.json").write_text('{"name": "oth'), "other.json is broken"),
        (lambda shelf: (shelf / "other.json").write_text('{"beats": 3}'), "other.json is broken"),
        (lambda shelf: (shelf / "other.mp4").unlink(), "other.mp4 is missing"),
        (lambda shelf: (shelf / "other.mp4").write_bytes(b"no video"), "other.mp4 cannot be read"),
    ],
)
def test_a_broken_clip_is_left_out_and_the_rest_is_made(
    shelf: Path, no_npm: None, capsys: pytest.CaptureFixture[str], damage, message: str
) -> None:
    damage(shelf)
    assert make(shelf) == 1
    assert message in capsys.readouterr().err
    assert len(Presentation(str(shelf / "slides.pptx")).slides) == 4
    assert (shelf / "slides.html").exists()


def test_two_makes_at_once(shelf: Path) -> None:
    command = [sys.executable, "-m", "studio", "slides", "--shelf", str(shelf)]
    environment = {**os.environ, "PATH": str(shelf)}  # without npm it is quicker
    runs = [
        subprocess.Popen([*command, name], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        for name in ("other", "small_walk")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    (folder,) = (shelf / "slides").iterdir()
    assert all(link.startswith((PUBLIC, f"slides/{folder.name}/")) for link in links(shelf))
    left = {path.name for path in (shelf.parent / ".work" / shelf.name).iterdir()}
    assert left == {"slides.lock"}
