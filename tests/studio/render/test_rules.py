"""Make, the real one, reads what a video was made from, whatever the files are called."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.job import Job
from studio.render.rules import make_rules, read_rules, unsaid

SIGNS = " #$%:*?[];=|&()\t\"'`<>{}!,@+^-~éß\x01"
NAMES = [
    *(f"a{sign}b.csv" for sign in SIGNS),
    *(f"{sign}b.csv" for sign in SIGNS),
    *(f"a{sign}{sign}.csv" for sign in SIGNS),
    'R&D (2026): 50% of $HOME; it\'s #1 = [a] {b} |c| "d" *?.csv',
    "$(shell touch pwned).csv",
    "`touch pwned`;touch pwned.csv",
    "a\\b.csv",
    "$(error no).csv",
    "a:=b.csv",
    "x(1).csv",
    "ends with #",
    "ends with $",
]


@pytest.fixture
def lesson(tmp_path: Path, job: Job) -> Job:
    """A job whose scenes are reached through a link to a folder with any sign in its path."""
    real = tmp_path / "R&D $1 (it's #2): 50%;\n" / "scenes"
    real.mkdir(parents=True)
    (tmp_path / "folders").mkdir()
    (tmp_path / "folders" / "scenes").symlink_to(real)
    scene = tmp_path / "folders" / "scenes" / "small_walk.py"
    scene.write_text("")
    return replace(job, scene=scene, media=tmp_path / "media")


def write_rules(job: Job, files: list[Path]) -> Callable[[], str]:
    """Write rules and a Makefile that reads them; return a function that runs make."""
    video = job.result(".mp4")
    video.parent.mkdir(parents=True, exist_ok=True)
    video.touch()
    folder = job.media.parent
    (folder / "d").write_text(make_rules(job, files), encoding="utf-8")
    (folder / "Makefile").write_text(
        f"all: {video}\n\ninclude d\n\n{video}:\n\t@echo remade\n", encoding="utf-8"
    )

    def run() -> str:
        done = subprocess.run(
            ["make", "-rR"],
            cwd=folder,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    return run


@pytest.mark.parametrize("below", [True, False])
def test_edits_of_files_with_any_name_are_noticed_and_missing_ones_are_no_error(
    lesson: Job, tmp_path: Path, below: bool
) -> None:
    folder = lesson.scene.parent.resolve() if below else tmp_path / "data"
    folder.mkdir(exist_ok=True)
    files = [folder / name for name in NAMES]
    for file in [*files, lesson.scene]:
        file.touch()
        os.utime(file, (1000, 1000))
    assert list(unsaid(files, lesson.scene.parent)) == []
    run = write_rules(lesson, files)
    assert "remade" not in run()
    for file in [*files, lesson.scene]:
        os.utime(file, (1_600_000_000, 1_600_000_000))
        os.utime(lesson.result(".mp4"), (1_500_000_000, 1_500_000_000))
        assert "remade" in run(), file.name
        os.utime(file, (1000, 1000))
        assert "remade" not in run(), file.name
        file.rename(tmp_path / "away")
        assert "remade" in run(), file.name
        (tmp_path / "away").rename(file)
    assert not list(tmp_path.rglob("pwned"))


def test_files_below_the_folder_of_scenes_are_named_by_the_link_and_all_are_read_back(
    lesson: Job, tmp_path: Path
) -> None:
    real = lesson.scene.parent.resolve()
    files = [real / "mine.csv", tmp_path / "other.csv", tmp_path / "new\nline.csv"]
    rules = make_rules(lesson, files)
    assert f"\n{lesson.scene.parent}/mine.csv:\n" in rules
    assert f"\n{tmp_path}/other.csv:\n" in rules
    assert "new" not in "".join(rules.splitlines()[:-1])
    assert read_rules(rules) == [lesson.scene, lesson.scene.parent / "mine.csv", *files[1:]]


@pytest.mark.parametrize("end", [0, 10, 200, -2])
def test_rules_that_are_not_whole_are_not_read(lesson: Job, end: int) -> None:
    rules = make_rules(lesson, [Path("/data/a.csv")])
    with pytest.raises(ValueError, match=r"missing|delimiter|Expecting|Unterminated"):
        read_rules(rules[:end])


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "b ", "b\t", "lib(x)", "a\\ b", "b\\"])
def test_what_cannot_be_said_to_make_is_left_out_and_named(
    lesson: Job, tmp_path: Path, name: str
) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / name
    file.touch()
    ((left_out, _),) = unsaid([file], lesson.scene.parent)
    assert left_out == file
    os.utime(file, (1000, 1000))
    os.utime(lesson.scene, (1000, 1000))
    assert "remade" not in write_rules(lesson, [file])()
