"""Scene files as they come: encodings, line ends, names."""

import codecs
from pathlib import Path

import pytest

from studio.job import StudioError
from studio.scene.knobs import read_knobs
from studio.scene.scene_file import load_scene
from studio.scene.source import check_name, class_name

SCENE = '''"""A scene."""

from scenes.kit.lesson import Lesson

NAME = "Lévi"  # wem das Maß gehört
STEPS = 3  # how many


class SmallWalk(Lesson):
    """Ein Stück.

    Größe.
    """

    def construct(self) -> None:
    \tself.beat("Süß.")
'''
SAVED = {
    "a byte-order mark": codecs.BOM_UTF8 + SCENE.encode(),
    "Latin-1 that says so": ("# -*- coding: latin-1 -*-\n" + SCENE).encode("latin-1"),
    "line ends of Windows": SCENE.replace("\n", "\r\n").encode(),
    "a mark and line ends of Windows": codecs.BOM_UTF8 + SCENE.replace("\n", "\r\n").encode(),
    "line ends of old Macs": SCENE.replace("\n", "\r").encode(),
    "no line end at its end": SCENE.rstrip().encode(),
    "form feeds": SCENE.replace("STEPS", "\x0cSTEPS").encode(),
}


@pytest.mark.parametrize("saved", SAVED)
def test_a_scene_is_read_as_python_reads_it(tmp_path: Path, saved: str) -> None:
    path = tmp_path / "small_walk.py"
    path.write_bytes(SAVED[saved])
    scene = load_scene(path, {"STEPS": 4})
    assert scene.lesson.title() == "Ein Stück"
    assert [(knob.name, knob.value, knob.comment) for knob in scene.knobs] == [
        ("NAME", "Lévi", "wem das Maß gehört"),
        ("STEPS", 4, "how many"),
    ]
    assert [knob.value for knob in read_knobs(path)] == ["Lévi", 3]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (SCENE.encode("utf-16"), "small_walk.py is saved as UTF-16: save it as UTF-8."),
        (SCENE.encode() + b"\0\0", "small_walk.py has a NUL byte in line 17, "),
        (SCENE.encode("latin-1"), "small_walk.py is neither UTF-8 nor in the encoding"),
        (b"# coding: klingon\n", "small_walk.py is neither UTF-8 nor in the encoding"),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "small_walk.py is neither UTF-8 nor"),
        (b"x = " + b"(" * 5000 + b")" * 5000, "small_walk.py"),
        (b"", "must be called SmallWalk, and there is none"),
    ],
)
def test_what_python_cannot_read_is_told_in_a_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "small_walk.py"
    path.write_bytes(content)
    with pytest.raises(StudioError) as raised:
        load_scene(path)
    assert told in str(raised.value)


NAMES = {
    "a-b": "a_b",
    "2d": "scene_2d",
    "class": "class_scene",
    "None": "none",
    "my scene": "my_scene",
    "misty_hill copy": "misty_hill_copy",
    "a.b": "a_b",
    "x (2)": "x_2",
    "Über mich": "über_mich",
    "…": "scene",
    "a\nb": "a_b",
    "';id;'": "id",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_whose_name_is_none_of_pythons_is_told_a_better_one(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.py"
    path.write_text(SCENE, encoding="utf-8")
    for read in (load_scene, read_knobs):
        with pytest.raises(StudioError, match=f"to {NAMES[name]}.py"):
            read(path)
    check_name(path.with_stem(NAMES[name]))


@pytest.mark.parametrize("name", ["über", "u\u0308ber", "MyScene", "sgd_2d"])
def test_a_name_of_python_is_one_of_a_scene(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.py"
    path.write_text(SCENE.replace("SmallWalk", class_name(name)), encoding="utf-8")
    assert load_scene(path).lesson.__name__ == class_name(name)
    assert len(read_knobs(path)) == 2
