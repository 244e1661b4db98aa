"""Slides from finished clips: what is in the decks, and that programs open and play them."""

import io
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from studio.__main__ import main
from studio.job import ROOT
from studio.media import read_frames
from studio.shelf import Clip, read_clip
from studio.slides import COURSE

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


def make(shelf: Path, *options: str) -> int:
    return main(["slides", "--shelf", str(shelf), *options])


@pytest.fixture(scope="module")
def finished(clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf whose decks are made; tests leave it as it is."""
    shelf = make_shelf(clip, tmp_path_factory.mktemp("slides"))
    assert make(shelf) == 0
    assert make(shelf, "--course", "small_walk", "other") == 0
    return shelf


@pytest.fixture
def shelf(clip, tmp_path: Path) -> Path:
    return make_shelf(clip, tmp_path)


@pytest.fixture(scope="module")
def small_walk(finished: Path) -> Clip:
    return read_clip(finished, "small_walk")


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
            expected = read_frames(small_walk.video, [beat.first])[0]
            np.testing.assert_array_equal(np.asarray(picture), expected)


DECKS = ("small_walk.pptx", "other.pptx", COURSE)
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def links_of(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return what a part of a package names, by its identity: another part each."""
    folder, _, name = part.rpartition("/")
    try:
        content = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return {}
    links = etree.fromstring(content)
    assert {link.get("TargetMode", "Internal") for link in links} <= {"Internal"}
    return {
        link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target")))[1:]
        for link in links
    }


@pytest.fixture(params=DECKS)
def package(finished: Path, request: pytest.FixtureRequest) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(finished / request.param) as opened:
        yield opened


def test_every_part_is_named_once_and_all_that_is_named_is_there(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    assert names[0] == "[Content_Types].xml"
    assert len(set(names)) == len(names)
    parts = {name for name in names[1:] if not name.endswith(".rels")}
    reached, unread = set(), [""]  # the package itself
    while unread:
        part = unread.pop()
        new = set(links_of(package, part).values()) - reached
        reached |= new
        unread += new
    assert reached == parts
    types = etree.fromstring(package.read("[Content_Types].xml"))
    by_ending = {entry.get("Extension"): entry.get("ContentType") for entry in types}
    by_name = {entry.get("PartName"): entry.get("ContentType") for entry in types}
    assert by_ending["mp4"] == "video/mp4"
    assert by_ending["png"] == "image/png"
    assert {name.lstrip("/") for name in by_name if name} <= parts
    for part in parts:
        assert f"/{part}" in by_name or part.rpartition(".")[2] in by_ending


def test_every_identity_in_a_part_is_that_of_a_link(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        if name.endswith(".xml"):
            root = etree.fromstring(package.read(name))
            used = {
                value
                for element in root.iter(etree.Element)
                for key, value in element.attrib.items()
                if key.startswith(RELATIONS)
            }
            assert used - {""} <= links_of(package, name).keys()  # a click on a movie names none


# The order in which ECMA-376 (part 1, 19.2.1.26) has the children of a presentation.
ORDER = [
    "sldMasterIdLst",
    "notesMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
    "defaultTextStyle",
    "extLst",
]


def test_the_presentation_lists_its_masters_in_order_and_is_wide(package: zipfile.ZipFile) -> None:
    root = etree.fromstring(package.read("ppt/presentation.xml"))
    assert [etree.QName(child).localname for child in root] == ORDER
    links = links_of(package, "ppt/presentation.xml")
    (notes,) = root.find("{*}notesMasterIdLst")
    assert links[notes.get(f"{RELATIONS}id")] == "ppt/notesMasters/notesMaster1.xml"
    size = root.find("{*}sldSz")
    assert "type" not in size.attrib
    assert int(size.get("cx")) * 9 == int(size.get("cy")) * 16
    slides = [part for part in package.namelist() if re.fullmatch(r"ppt/slides/\w+\.xml", part)]
    assert {links[slide.get(f"{RELATIONS}id")] for slide in root.find("{*}sldIdLst")} == {*slides}
    for slide in slides:
        assert (
            len([part for part in links_of(package, slide).values() if "notesSlide" in part]) == 1
        )


def test_nothing_of_the_template_stays_that_is_not_ours(package: zipfile.ZipFile) -> None:
    text = b"".join(package.read(name) for name in package.namelist() if "xml" in name)
    for foreign in (
        b"python-pptx",
        b"Canny",
        b"Macintosh",
        b"2013-",
        b"1/27/13",
        b"10/17/16",
        b"4:3",
    ):
        assert foreign not in text
    names = " ".join(package.namelist())
    assert not re.search("thumbnail|printerSettings|viewProps", names)
    assert len(re.findall(r"slideLayout\d+\.xml(?!\.rels)", names)) == 2


def test_a_deck_says_what_it_is(finished: Path, small_walk: Clip) -> None:
    facts = Presentation(str(finished / "small_walk.pptx")).core_properties
    assert (facts.title, facts.comments) == (small_walk.title, small_walk.alt)
    assert facts.author == "Misty Hill"
    made = datetime.fromtimestamp(int(small_walk.video.stat().st_mtime), UTC)
    made = made.replace(tzinfo=None)  # python-pptx reads it so
    assert facts.created == facts.modified == made
    assert Presentation(str(finished / COURSE)).core_properties.comments.startswith("2 clips")


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
    shelf: Path, capsys: pytest.CaptureFixture[str], damage, message: str
) -> None:
    damage(shelf)
    assert make(shelf) == 1
    assert message in capsys.readouterr().err
    assert len(titles(shelf / "small_walk.pptx")) == 4
    assert not (shelf / "other.pptx").exists()


def test_two_makes_at_once(shelf: Path) -> None:
    command = [sys.executable, "-m", "studio", "slides", "--shelf", str(shelf), "--course"]
    runs = [
        subprocess.Popen([*command, name], cwd=ROOT, stderr=subprocess.DEVNULL)
        for name in ("other", "small_walk")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len(titles(shelf / COURSE)) == 4
    left = {path.name for path in (shelf.parent / ".work" / shelf.name).iterdir()}
    assert left == {"slides.lock"}
