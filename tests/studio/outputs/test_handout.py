"""The handout: the same sheets for the same clips, with texts as they are."""

import json
import re
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import Job
from studio.outputs import handout
from studio.outputs.handout import figures
from studio.shelf.shelf import read_clip

HOSTILE = "#let $x$ *bold* _it_ </script> \\ `raw` @ref [a] // no comment"
FORMULAS = ["f(x, y) = sin x sin y", "theta_(i+1) = theta_i - alpha nabla f(theta_i)"]
SHEETS = ("handout-a4.pdf", "handout-letter.pdf")
ALL_SHEETS = (*SHEETS, "questions-a4.pdf", "questions-letter.pdf")


@pytest.fixture
def shelf(clip, tmp_path: Path) -> Path:
    shelf = tmp_path / "media" / clip.shelf
    shelf.mkdir(parents=True)
    facts = json.loads(clip.result(".json").read_text(encoding="utf-8"))
    for name, title, formulas in (("small_walk", HOSTILE, []), ("other", "Two", FORMULAS)):
        shutil.copy(clip.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "title": title, "formulas": formulas})
        (shelf / f"{name}.json").write_text(text, encoding="utf-8")
    return shelf


def make(shelf: Path, *names: str) -> int:
    return main(["handout", "--shelf", str(shelf), *names])


def content(pdf: Path) -> bytes:
    """Return what is in the file, unpacked."""
    raw = pdf.read_bytes()
    parts = [raw]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_two_builds_give_the_same_bytes(shelf: Path) -> None:
    assert make(shelf) == 0
    first = [(shelf / name).read_bytes() for name in ALL_SHEETS]
    assert make(shelf) == 0
    assert [(shelf / name).read_bytes() for name in ALL_SHEETS] == first


def test_sheets_have_their_size_their_pictures_and_fonts_that_come_with_typst(shelf: Path) -> None:
    assert make(shelf) == 0
    for name, size in zip(SHEETS, ((595.28, 841.89), (612, 792)), strict=True):
        pdf = content(shelf / name)
        boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
        assert boxes
        assert all(tuple(map(float, box)) == pytest.approx(size, abs=0.1) for box in boxes)
        assert len(re.findall(rb"/Subtype\s*/Image", pdf)) >= 3
        fonts = set(re.findall(rb"/FontName\s*/\w+\+([A-Za-z]+)", pdf))
        assert fonts
        assert all(font.startswith((b"LibertinusSerif", b"NewCMMath")) for font in fonts)


def test_signs_of_typst_in_a_title_stay_signs(shelf: Path) -> None:
    assert make(shelf, "small_walk") == 0
    title = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert title.encode() in content(shelf / SHEETS[0])


def test_formulas_of_the_clip_are_printed(shelf: Path) -> None:
    sheet = shelf / SHEETS[0]
    assert make(shelf, "small_walk") == 0
    assert b"NewCMMath" not in content(sheet)
    assert make(shelf, "other") == 0
    assert b"NewCMMath" in content(sheet)


def test_a_scene_that_is_gone_has_values_without_meanings(shelf: Path) -> None:
    clip = read_clip(shelf, "small_walk")
    assert {entry["name"]: entry["value"] for entry in figures(clip, shelf / "gone.py")} == {
        "steps": "2",
        "stride": "1.5",
    }


def test_knobs_have_the_values_of_the_video_and_the_meaning_in_the_scene(clip) -> None:
    read = read_clip(clip.result(".json").parent, clip.name)
    assert figures(read, clip.scene)[0] == {
        "name": "steps",
        "value": "2",
        "meaning": "how many steps",
    }


def test_what_is_for_whoever_makes_a_clip_is_not_printed(clip, tmp_path: Path) -> None:
    scene = tmp_path / "walk.py"
    scene.write_text(
        'LOSS = "RAVINE"  # the valley: a loss of gd_math such as BOOTH\n'
        "START = (1.6, -2.5)  # where it begins (x, y); RAVINE has its minimum at (0, 0)\n"
        "RATES = (0.1, 0.2)  # α, in turn, such as (0.1, 0.3) (RAVINE each 0.001 to 1)\n"
        "BOUNDS = ()  # what is shown; () is found\n"
        "EXACT = True  # whether it is\n"
        "SEED = 7  # of the noise (any whole number)\n"
        "ORDER = 7  # draws the points (a whole number from 0)\n"
        "DIRECTIONS = 2  # the seed of two random directions (a whole number from 0)\n",
        encoding="utf-8",
    )
    knobs = {"LOSS": "RAVINE", "START": [1.6, -2.5], "RATES": [0.1, 0.2], "BOUNDS": []}
    knobs |= {"EXACT": True, "SEED": 7, "ORDER": 7, "DIRECTIONS": 2}
    read = replace(read_clip(clip.result(".json").parent, clip.name), knobs=knobs)
    assert [tuple(entry.values()) for entry in figures(read, scene)] == [
        ("start", "(1.6, −2.5)", "where it begins (x, y)"),
        ("rates", "(0.1, 0.2)", "α, in turn"),
    ]


@pytest.fixture(scope="module")
def asking(asking_clip: Job, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf of two clips that ask, of which the sheets are made."""
    shelf = tmp_path_factory.mktemp("asking") / "media" / asking_clip.shelf
    shutil.copytree(asking_clip.result(".mp4").parent, shelf)
    facts = json.loads(asking_clip.result(".json").read_text(encoding="utf-8"))
    shutil.copy(asking_clip.result(".mp4"), shelf / "once_more.mp4")
    (shelf / "once_more.json").write_text(json.dumps(facts | {"name": "once_more"}), "utf-8")
    assert make(shelf) == 0
    return shelf


def pictures(sheet: Path) -> tuple[list[str], list[str]]:
    """Return the alt texts of the pictures, which are their captions, and the page of each."""
    found = re.findall(rb"/S/Figure[^>]*?/Alt\((.*?)\).*?/Pg (\d+) 0 R", content(sheet))
    return [caption.decode() for caption, _ in found], [page.decode() for _, page in found]


@pytest.mark.parametrize("name", SHEETS)
def test_the_answers_to_all_questions_are_on_a_page_of_their_own_at_the_end(
    asking: Path, name: str
) -> None:
    captions, pages = pictures(asking / name)
    sheet = ["A box stands still.", "Where does it go & <why>?", "Then it comes back."]
    assert captions == [*sheet, *sheet, *2 * ["It goes to the right."]]
    assert pages[0] == pages[2] != pages[3] == pages[5] != pages[6] == pages[7]
    assert content(asking / name).count(b"/T(Answers)") == 1


@pytest.mark.parametrize("name", ALL_SHEETS[2:])
def test_the_questions_alone_are_a_sheet_without_answers(asking: Path, name: str) -> None:
    captions, pages = pictures(asking / name)
    assert captions == 2 * ["Where does it go & <why>?"]
    assert len(set(pages)) == 1
    assert b"Answers" not in content(asking / name)


def test_where_nothing_is_asked_the_sheet_of_questions_has_none(shelf: Path) -> None:
    assert make(shelf) == 0
    assert pictures(shelf / "questions-a4.pdf") == ([], [])


def test_a_question_has_its_choices_and_an_answer_its_question(
    asking_clip: Job, tmp_path: Path
) -> None:
    clip = read_clip(asking_clip.result(".json").parent, asking_clip.name)
    facts = handout._facts(clip, asking_clip.scene.parent, tmp_path)
    assert [(beat["number"], beat["kind"]) for beat in facts["beats"]] == [
        (1, "statement"),
        (2, "question"),
        (4, "statement"),
    ]
    assert [*facts["beats"][1]["choices"]] == ["left", "right"]
    (answer,) = facts["answers"]
    assert (answer["number"], answer["question"]) == (3, facts["beats"][1])
