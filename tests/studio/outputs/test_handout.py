"""The handout: the same sheets for the same clips, with texts as they are."""

import json
import re
import shutil
import zlib
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
    first = [(shelf / name).read_bytes() for name in SHEETS]
    assert make(shelf) == 0
    assert [(shelf / name).read_bytes() for name in SHEETS] == first


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
        "colors": "(#E69F00, #56B4E9)",
    }


def test_knobs_have_the_values_of_the_video_and_the_meaning_in_the_scene(clip) -> None:
    read = read_clip(clip.result(".json").parent, clip.name)
    assert figures(read, clip.scene)[0] == {
        "name": "steps",
        "value": "2",
        "meaning": "how many steps",
    }


def test_the_answer_to_a_question_is_on_a_page_of_its_own(asking_clip: Job, tmp_path: Path) -> None:
    shelf = tmp_path / "media" / asking_clip.shelf
    shutil.copytree(asking_clip.result(".mp4").parent, shelf)
    assert make(shelf) == 0
    for name in SHEETS:
        # Each picture has its caption as alt text, and names its page.
        found = re.findall(rb"/S/Figure[^>]*?/Alt\((.*?)\).*?/Pg (\d+) 0 R", content(shelf / name))
        assert [caption.decode() for caption, _ in found] == [
            "A box stands still.",
            "Where does it go & <why>?",
            "Then it comes back.",
            "It goes to the right.",
        ]
        pages = [page for _, page in found]
        assert pages[0] == pages[1] == pages[2] != pages[3]
        assert b"/T(Answers)" in content(shelf / name)


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
