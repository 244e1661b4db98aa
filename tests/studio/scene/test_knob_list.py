import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import ROOT, StudioError
from studio.scene.knob_list import kind, list_scenes
from studio.scene.knob_ranges import meaning
from studio.scene.knobs import Knob, read_knobs
from studio.scene.scene_file import load_scene

SCENES = ROOT / "scenes"
NAMES = sorted(path.stem for path in SCENES.glob("[a-z]*.py"))


@pytest.mark.parametrize("width", [40, 80, 160])
def test_each_knob_is_listed_and_no_line_is_too_long(width: int) -> None:
    text, broken = list_scenes(SCENES, [], width)
    assert broken == []
    listed = " ".join(text.split())
    for name in NAMES:
        assert f"{name}: " in text
        for knob in read_knobs(SCENES / f"{name}.py"):
            assert knob.name in listed
            assert " ".join(repr(knob.value).split()) in listed
            assert meaning(knob)[1] in listed
    tables, _, _ = text.rpartition("\n\n")
    assert max(len(line) for line in tables.splitlines() if line[:1] == " ") <= width


def test_what_is_listed_is_what_a_render_reads() -> None:
    assert read_knobs(SCENES / "misty_hill.py") == load_scene(SCENES / "misty_hill.py").knobs


def test_reading_needs_no_manim() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom studio.scene.knob_list import list_scenes\n"
        "list_scenes(Path('scenes'), [], 80)\nassert 'manim' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_value_that_is_computed_is_shown_as_it_stands_and_no_scene_is_run(
    tmp_path: Path, scene_text: str
) -> None:
    scene = tmp_path / "small_walk.py"
    text = scene_text.replace("STEPS = 2 ", "STEPS = 2 * 25 ").replace(
        "TOTAL =", "open(__file__ + '.ran', 'w').close()\nTOTAL ="
    )
    scene.write_text(text, encoding="utf-8")
    listed, broken = list_scenes(tmp_path, [], 90)
    assert "STEPS   2 * 25                  computed   " in listed
    assert "make small_walk SET='STRIDE=1.5' AS=another" in listed
    assert broken == []
    assert [path.name for path in tmp_path.iterdir()] == ["small_walk.py"]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("steps of every walk (10 to 200)", ("steps of every walk", "10 to 200")),
        ("length of a step; good: 0.2 to 0.9", ("length of a step", "0.2 to 0.9")),
        ("draws the starts (any whole number)", ("draws the starts", "any whole number")),
        ("where it stands (x, y on the map)", ("where it stands (x, y on the map)", "")),
    ],
)
def test_good_range_is_told_apart_from_the_meaning(comment: str, expected: tuple[str, str]) -> None:
    assert meaning(Knob("A", 1, comment)) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "True or False"),
        ("x", "text"),
        (("x", "y"), "texts"),
        ((1, 0.5), "numbers"),
        ([(1, 2), (3, 4)], "groups of whole numbers"),
        (("a", 1), "(text, whole number)"),
        ((), "values"),
    ],
)
def test_types_are_told_in_words(value: object, words: str) -> None:
    assert kind(value) == words


def test_an_unknown_scene_is_refused_with_the_names_of_the_others() -> None:
    with pytest.raises(StudioError, match=r"no scene 'misty_hil'; there are: .*misty_hill"):
        list_scenes(SCENES, ["misty_hil"], 80)


BROKEN = {
    "no_python.py": (b"def construct(:\n", "no_python.py, line 1"),
    "no_lesson.py": (b"def construct(self): pass\n", "must be called NoLesson, and there is none"),
    "utf_16.py": ("def construct(self): pass\n".encode("utf-16"), "saved as UTF-16"),
    "cut_off.py": (b"def construct(self):\n    pass\n\0\0", "has a NUL byte in line 3"),
    "a-b.py": (b"def construct(self): pass\n", "a-b.py to a_b.py"),
    "latin.py": (b"def construct(self): 'caf\xe9'\n", "latin.py is neither UTF-8 nor"),
    "unknown_code.py": (
        b"# coding: klingon\ndef construct(self): 1\n",
        "unknown_code.py is neither UTF-8 nor",
    ),
}


def test_broken_scenes_hide_no_knobs_of_the_others(
    tmp_path: Path, scene_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small_walk.py").write_text(scene_text, encoding="utf-8")
    for name, (content, _) in BROKEN.items():
        (tmp_path / name).write_bytes(content)
    os.mkfifo(tmp_path / "pipe.py")
    assert main(["knobs", "--scenes", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "how many steps" in said.out
    assert "make small_walk SET=" in said.out
    for name, (_, told) in BROKEN.items():
        lines = [line for line in said.err.splitlines() if told in line]
        assert len(lines) == 1, name
    assert "Traceback" not in said.err


def test_a_scene_that_is_broken_is_told_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text("def construct(:\n", encoding="utf-8")
    assert main(["knobs", "broken", "--scenes", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "broken.py, line 1" in said.err
    assert said.out == ""
