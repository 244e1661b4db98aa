"""Text that a user types, and the names of files, stay text: no shell and no make runs them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.project_copy import SHELF, WALK, Copy, copy_project

HOSTILE = {
    "ampersand": "a&touch {canary}&",
    "semicolon": ";touch {canary};",
    "pipe": "a|touch {canary}",
    "dollar": "$(touch {canary})",
    "doubled dollar": "$$(touch {canary})",
    "function of make": "$(shell touch {canary})",
    "backtick": "`touch {canary}`",
    "quote": "';touch {canary};'",
    "double quote": '";touch {canary};"',
    "newline": "a\ntouch {canary}\n",
    "escaped newline": "a\\\ntouch {canary}\n",
    "redirection": "a>{canary}",
    "dash": "-x",
    "two dashes": "--help",
    "comment": "a#b",
    "percent": "%",
}
# A setting, and goals for which it counts.
FROM_THE_COMMAND_LINE = {
    "QUALITY": ["walk"],
    "THEME": ["walk"],
    "SHARDS": ["walk"],
    "SET": ["walk"],
    "AS": ["walk"],
    "SCENES": ["videos"],
    "SCENE": ["still"],
    "FORMATS": ["clips"],
    "TRANSPARENT": ["clips"],
    "COURSE": ["slides"],
    "CHAPTER": ["film"],
    "NAME": ["new"],
    "BEAT": ["still", "SCENE=walk"],
    "PORT": ["watch", "SCENE=walk"],
    "SCENES_DIR": ["videos"],
}
FROM_THE_ENVIRONMENT = {"QUALITY", "THEME", "SHARDS", "BEAT", "SCENES_DIR"}


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """A file that only a text which is run can make."""
    file = tmp_path / "canary"
    yield file
    assert not file.exists()


def _files(folder: Path) -> set[Path]:
    return {
        file
        for file in folder.rglob("*")
        if not {".venv", ".work", "__pycache__"} & set(file.parts)
    }


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("setting", FROM_THE_COMMAND_LINE)
def test_a_hostile_setting_is_refused_and_not_run(
    project: Copy, canary: Path, setting: str, kind: str
) -> None:
    value = HOSTILE[kind].format(canary=canary)
    before, files = project.state(), _files(project.root)
    code, said = project.make(f"{setting}={value}", *FROM_THE_COMMAND_LINE[setting])
    assert code == 2
    assert "Traceback" not in said
    assert "usage:" not in said
    assert "Syntax error" not in said
    assert project.state() == before
    assert _files(project.root) == files


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("setting", sorted(FROM_THE_ENVIRONMENT))
def test_nor_is_one_of_the_environment(
    project: Copy, canary: Path, setting: str, kind: str
) -> None:
    value = HOSTILE[kind].format(canary=canary)
    before = project.state()
    goals = FROM_THE_COMMAND_LINE[setting]
    code, said = project.make_in({"QUALITY": SHELF, setting: value}, *goals)
    assert code == 2
    assert "Syntax error" not in said
    assert project.state() == before


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_names_no_python_is_not_run(bare_project: Copy, canary: Path, kind: str) -> None:
    (bare_project.root / ".venv" / ".ready").unlink()
    value = HOSTILE[kind].format(canary=canary)
    code, said = bare_project.make_in({"PYTHON": value}, "videos")
    assert code == 2
    assert "Python 3.11 to 3.14 is needed" in said


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_goal_is_not_run(project: Copy, canary: Path, kind: str) -> None:
    value = HOSTILE[kind].format(canary=canary).replace("=", "").replace("/", "")
    code, said = project.make("--", value)
    assert code == 2
    assert "There is nothing to make called" in said


def test_a_python_may_lie_in_a_folder_with_any_sign(bare_project: Copy, tmp_path: Path) -> None:
    (bare_project.root / ".venv" / ".ready").unlink()
    python = tmp_path / "my $(python)'s & more"
    python.write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 2.7\n")
    python.chmod(0o755)
    code, said = bare_project.make("videos", f"PYTHON={python}")
    assert code == 2
    assert f"({python}: Python 2.7)" in said


@pytest.mark.parametrize(
    "name",
    [
        "two words, R&D (2026)",
        "it's $(shell false) `x`",
        "-x Übung",
        'a%b#c:d;e "f"',
        "[a]*?{b}<c>\\d\ne",
    ],
)
def test_a_folder_of_scenes_may_have_any_sign(project: Copy, tmp_path: Path, name: str) -> None:
    before = project.state()
    folder = tmp_path / name / "scenes"
    folder.mkdir(parents=True)
    (folder / "small.py").write_text(WALK.format(name="Small"))
    said = project.made("videos", f"SCENES_DIR={folder}")
    made = tmp_path / name / "media" / SHELF
    assert (made / "small.mp4").exists()
    assert f"1 video is in {made}".splitlines()[0] in said
    again = project.made("videos", f"SCENES_DIR={folder}")
    assert len(again.splitlines()) == len(f"1 video is in {made}".splitlines())
    assert {path.name for path in tmp_path.iterdir()} >= {name}
    assert project.state() == before


def test_files_that_are_no_scenes_are_named_and_the_others_made(project: Copy) -> None:
    scenes = project.root / "scenes"
    walk = (scenes / "walk.py").read_text()
    names = {
        "walk copy.py": "walk_copy.py",
        "a&touch canary&.py": "a_touch_canary_.py",
        "';touch canary;'.py": "__touch_canary__.py",
        "a%b.py": "a_b.py",
        "a:b.py": "a_b.py",
        "~.py": "_.py",
        "2d.py": "scene_2d.py",
        "clean.py": "clean_scene.py",
        "test.py": "test_scene.py",
    }
    for name in names:
        (scenes / name).write_text(walk)
    os.mkfifo(scenes / "pipe.py")
    (scenes / "zero.py").symlink_to("/dev/zero")
    before = project.state()
    try:
        said = project.made("videos")
        for name, better in names.items():
            assert any(f"scenes/{name}" in line and better in line for line in said.splitlines())
        assert "scenes/pipe.py, since it is no file" in said
        assert "scenes/zero.py, since it is no file" in said
        assert project.state() == before
        assert not (project.root / "canary").exists()
        assert "remove the videos" in project.made("help")
    finally:
        for name in [*names, "pipe.py", "zero.py"]:
            (scenes / name).unlink()


def test_files_of_any_name_may_lie_on_the_shelf(bare_project: Copy) -> None:
    bare_project.made("walk")
    for name in ("';touch canary;'.mp4", "$(touch canary).json", "a b.mp4", "a%b:c.json", "~.mp4"):
        bare_project.media(name).write_text("{}")
    _, said = bare_project.make("gallery", "SCENES=walk")
    assert bare_project.media("index.html").exists(), said
    assert not list(bare_project.root.glob("canary*"))


def test_a_misspelt_setting_or_goal_is_told_with_the_nearest(project: Copy) -> None:
    for typed, meant in (("QUALTY=480p15", "QUALITY"), ("strol", "stroll"), ("galery", "gallery")):
        code, said = project.make(typed)
        assert code == 2
        assert f"did you mean {meant}?" in said


def test_one_scene_that_fails_keeps_no_other_from_being_made(bare_project: Copy) -> None:
    (bare_project.root / "scenes" / "count.py").write_text("class Count(:\n")
    code, said = bare_project.make("-j1", "videos")
    assert code == 2
    assert "count.py" in said
    assert bare_project.media("stroll.mp4").exists()
    assert bare_project.media("walk.mp4").exists()


def test_the_project_itself_may_lie_in_a_folder_with_spaces(tmp_path: Path) -> None:
    root = tmp_path / "my lecture's $x & more"
    root.mkdir()
    project = copy_project(root)
    assert project.made("videos").endswith(f"3 videos are in media/{SHELF}\n")
    assert project.made("videos").splitlines() == [f"3 videos are in media/{SHELF}"]


def test_a_damaged_list_of_what_a_video_was_made_from_stops_no_goal(bare_project: Copy) -> None:
    bare_project.made("walk")
    rules = bare_project.root / "media" / ".work" / SHELF / "walk.d"
    whole = rules.read_bytes()
    rules.write_bytes(whole[: len(whole) // 3] + b"\nno rule at all")
    assert bare_project.made("walk").endswith(f"media/{SHELF}/walk.mp4\n")
    assert rules.read_bytes() == whole
