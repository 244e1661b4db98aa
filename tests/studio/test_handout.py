"""The handout: the same sheets for the same clips, with texts as they are."""

import json
import re
import shutil
import zlib
from pathlib import Path

import pytest
import typst

from gd_math import Loss, losses
from studio.__main__ import main
from studio.job import ROOT
from studio.outputs.handout.facts import figures, formulas
from studio.shelf.shelf import read_clip

HOSTILE = "#let $x$ *bold* _it_ </script> \\ `raw` @ref [a] // no comment"
SHEETS = ("handout-a4.pdf", "handout-letter.pdf")


@pytest.fixture
def shelf(clip, tmp_path: Path) -> Path:
    shelf = tmp_path / "media" / clip.shelf
    shelf.mkdir(parents=True)
    facts = json.loads(clip.result(".json").read_text(encoding="utf-8"))
    # The scene of the second is one of ours, so that there are formulas.
    for name, title, scene in (("small_walk", HOSTILE, "none"), ("other", "Two", "misty_hill")):
        shutil.copy(clip.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "title": title, "scene": scene})
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


def test_a_scene_names_its_loss_and_its_rule() -> None:
    hills, rule = formulas(ROOT / "scenes" / "gradient_field.py", {})
    assert hills == {"name": "hills", "formula": "f(x, y) = sin x sin y"}
    assert rule["name"] == "gradient descent"


def test_a_loss_that_is_a_knob_is_the_one_of_the_clip() -> None:
    ground, rule = formulas(ROOT / "scenes" / "misty_hill.py", {"LOSS": "BOOTH", "STEPS": 3})
    assert ground["name"] == "Booth"
    assert rule["name"] == "gradient descent"


@pytest.mark.parametrize("scene", sorted((ROOT / "scenes").glob("[a-z]*.py")), ids=lambda s: s.stem)
def test_every_scene_has_formulas_that_can_be_set(scene: Path) -> None:
    found = formulas(scene, {})
    assert found
    for entry in found:
        typst.compile(f"$ {entry['formula']} $".encode(), format="svg", ignore_system_fonts=True)


def test_every_loss_of_the_catalogue_is_found(tmp_path: Path) -> None:
    names = [name for name in losses.__all__ if isinstance(getattr(losses, name), Loss)]
    scene = tmp_path / "scene.py"
    scene.write_text("".join(f"losses.{name}\n" for name in names), encoding="utf-8")
    found = formulas(scene, {})
    assert len(found) == len(names)
    lines = "\n".join(f"$ {entry['formula']} $" for entry in found)
    typst.compile(lines.encode(), format="svg", ignore_system_fonts=True)


def test_a_scene_that_is_gone_has_values_without_meanings(shelf: Path) -> None:
    clip = read_clip(shelf, "small_walk")
    assert formulas(shelf / "gone.py", {}) == []
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


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda shelf: (shelf / "other.json").write_text("{"), "other.json is broken"),
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
    assert all((shelf / name).is_file() for name in SHEETS)
