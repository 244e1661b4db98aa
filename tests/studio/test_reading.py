"""What a scene reads belongs to what its video was made from."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.job import ROOT, Job
from studio.render import sources
from studio.render.opened_files import noted
from studio.render.rules import read_rules

READS = '''
import numpy as np
from pathlib import Path
from manim import Circle

from scenes.kit.lesson import Lesson

HERE = Path(__file__).parent


class SmallWalk(Lesson):
    """A ring for each row of a table."""

    def construct(self) -> None:
        self.beat("Rings.")
        for size in np.loadtxt(HERE / "data" / "sizes of rings.csv"):
            self.add(Circle(size))
        (HERE / "log.txt").write_text("told")
'''


def test_files_that_are_read_are_noted_however_python_opens_them(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.txt", "b.bin", "c.csv", "d.json")]
    for file in files:
        file.write_text("1\n")
    with noted() as notes:
        files[0].read_text()
        with open(bytes(files[1]), "rb"):
            pass
        np.loadtxt(files[2])
        with files[3].open() as opened:
            json.load(opened)
    (tmp_path / "e.txt").write_text("")
    (tmp_path / "e.txt").read_text()  # afterwards
    assert notes.read(tmp_path / "work") == set(files)


def test_what_is_no_source_of_a_picture_is_left_out(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "text.svg").write_text("")
    with noted() as notes:
        (work / "text.svg").read_text()
        (tmp_path / "own.txt").write_text("written and read")
        (tmp_path / "own.txt").read_text()
        (ROOT / "pyproject.toml").read_text()
        (ROOT / "studio" / "job.py").read_text()
        Path(json.__file__).read_text()
        Path(np.__file__).read_text()
        if sys.platform == "linux":
            Path("/proc/cpuinfo").read_text()
        with pytest.raises(FileNotFoundError):
            (tmp_path / "missing.csv").read_text()
    assert notes.read(work) == {tmp_path / "missing.csv"}  # may be there the next time


def test_a_table_that_a_scene_reads_is_one_of_its_sources(
    job: Job, write_scene: Callable[[str], Path], make_clip: Callable[[Job], Job]
) -> None:
    table = job.scene.parent / "data" / "sizes of rings.csv"
    table.parent.mkdir()
    table.write_text("1\n2\n")
    write_scene(READS)
    make_clip(job)
    used = read_rules(job.dependencies.read_text(encoding="utf-8"))
    assert set(used) - set(sources.used_files(job.scene)) == {job.scene, table}


def test_make_is_told_of_no_name_that_it_would_misread(
    job: Job,
    write_scene: Callable[[str], Path],
    make_clip: Callable[[Job], Job],
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = job.scene.parent / "sizes\n50.csv"
    odd.write_text("1\n2\n")
    write_scene(READS.replace('"data" / "sizes of rings.csv"', '"sizes\\n50.csv"'))
    make_clip(job)
    assert (
        f"warning: edits of {str(odd)!r} go unnoticed: rename it without '\\n'."
        in capsys.readouterr().err
    )
    *rules, files = job.dependencies.read_text(encoding="utf-8").splitlines()
    assert "50" not in "".join(rules)
    assert odd in read_rules(files)


def test_a_clip_of_other_scenes_knows_nothing_of_the_table(
    job: Job, write_scene: Callable[[str], Path], make_clip: Callable[[Job], Job], scene_text: str
) -> None:
    (job.scene.parent / "data").mkdir()
    (job.scene.parent / "data" / "sizes of rings.csv").write_text("1\n2\n")
    write_scene(READS)
    make_clip(job)
    write_scene(scene_text)
    other = make_clip(replace(job, name="other"))
    assert "sizes" not in other.dependencies.read_text(encoding="utf-8")
