"""What a scene reads belongs to what its video was made from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scenes.kit import data
from studio.job import ROOT, Job, StudioError
from studio.render import sources
from studio.render.rules import read_rules

READS = '''
import numpy as np
from manim import Circle

from scenes.kit import Lesson, data_file


class SmallWalk(Lesson):
    """A ring for each row of a table."""

    def construct(self) -> None:
        self.beat("Rings.")
        for size in np.loadtxt(data_file("data/sizes of rings.csv")):
            self.add(Circle(size))
'''


def test_a_file_is_looked_for_beside_the_one_that_asks(tmp_path: Path) -> None:
    data.forget()
    assert data.data_file(Path(__file__).name) == Path(__file__).resolve()
    with pytest.raises(FileNotFoundError, match=r"there is no data file 'no\.csv' in .*render$"):
        data.data_file("no.csv")
    assert {file.name for file in data.data_files()} == {Path(__file__).name, "no.csv"}
    data.forget()
    assert not data.data_files()


def test_a_missing_table_is_named_with_the_line_that_asks_for_it(
    job: Job, write_scene: Callable[[str], Path], make_clip: Callable[[Job], Job]
) -> None:
    write_scene(READS)
    with pytest.raises(StudioError, match=r"no data file 'data/sizes of rings\.csv' in") as raised:
        make_clip(job)
    assert "small_walk.py, line 13, in construct" in str(raised.value)


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
    assert ROOT / "engine" / "drawing.py" in used


def test_make_is_told_of_no_name_that_it_would_misread(
    job: Job,
    write_scene: Callable[[str], Path],
    make_clip: Callable[[Job], Job],
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = job.scene.parent / "sizes\n50.csv"
    odd.write_text("1\n2\n")
    write_scene(READS.replace("data/sizes of rings.csv", "sizes\\n50.csv"))
    make_clip(job)
    assert (
        f"warning: edits of {str(odd)!r} go unnoticed: rename it without '\\n'."
        in capsys.readouterr().err
    )
    *rules, files = job.dependencies.read_text(encoding="utf-8").splitlines()
    assert "50.csv" not in "".join(rules)
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
