"""What the machine cannot do is told as such, and never as a mistake of the scene."""

import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from manim.scene import video_segment_encoder

from engine import workers
from studio.job import Job, StudioError
from studio.render import render
from studio.trouble import trouble
from tests.studio.render.test_bad_days import largest_file

Make = Callable[[Job], Job]
BLAME = re.compile("Change the knob|Correct this line|Traceback|in beat")

TEXT = '''
from manim import RIGHT, Square

from scenes.kit import Lesson
from scenes.kit.words.text import text

STEPS = 9  # how many steps


class SmallWalk(Lesson):
    """A text and a walk."""

    def construct(self) -> None:
        self.beat("A text.")
        self.add(text("Here we go " * 10))
        square = Square()
        for _ in range(STEPS):
            self.play(square.animate.shift(0.1 * RIGHT), run_time=0.2)
'''


@pytest.mark.parametrize("shards", [1, 2])
def test_a_disk_that_is_full_at_any_moment_is_told_as_the_disks_fault(
    job: Job, write_scene: Callable[[str], Path], make_clip: Make, shards: int
) -> None:
    write_scene(TEXT)
    earlier = make_clip(replace(job, shards=shards))
    files = {path: path.read_bytes() for path in (job.media / job.shelf).iterdir()}
    segments = [path.stat().st_size for path in job.cache.iterdir()]
    largest = max(len(content) for content in files.values())
    sizes = [0, 500, 1500, 4000, *segments[:4], (max(segments) + largest) // 2, largest - 1]
    for size in sizes:
        for segment in job.cache.iterdir():
            segment.unlink()
        with largest_file(size), pytest.raises(StudioError) as raised:
            make_clip(replace(job, shards=shards))
        said = str(raised.value)
        assert "File too large" in said, size
        assert f"{job.media}" in said
        assert ".work" not in said
        assert "earlier files are as they were" in said
        assert not BLAME.search(said), said
        assert raised.value.exit_code == 1
        assert {path: path.read_bytes() for path in files} == files
        assert not list(job.work.glob("*.render"))
    make_clip(earlier)
    assert {path: path.read_bytes() for path in files if path.suffix != ".json"} == {
        path: content for path, content in files.items() if path.suffix != ".json"
    }


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk of FOLDER is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk of FOLDER is full"),
        (OSError(errno.EROFS, "Read-only file system"), "FOLDER cannot be written"),
        (PermissionError(errno.EACCES, "Permission denied"), "FOLDER cannot be written"),
        (OSError(errno.EIO, "Input/output error"), "the disk of FOLDER fails"),
        (OSError(errno.EMFILE, "Too many open files"), "too many files are open"),
        (MemoryError("16 GB"), r"memory ran out \(16 GB\)"),
        (RuntimeError("A landscape needs OpenGL off screen"), "A landscape needs OpenGL"),
    ],
)
def test_an_error_while_frames_are_drawn_is_told_as_the_machines(
    job: Job,
    scene_text: str,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    told: str,
) -> None:
    raised = error
    if isinstance(error, OSError):
        raised = RuntimeError("Failed to encode video segment")
        raised.__cause__ = error  # as Manim tells it
    monkeypatch.setattr(workers, "draw", Mock(side_effect=raised))
    with pytest.raises(StudioError, match=told.replace("FOLDER", re.escape(str(job.media)))) as had:
        make_clip(job)
    assert not BLAME.search(str(had.value))
    assert len(str(had.value).splitlines()) == 1


def test_a_full_disk_while_the_results_are_put_in_place_is_told_as_the_disks_fault(
    job: Job, make_clip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(place: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(render, "flush", fail)
    with pytest.raises(StudioError, match=r"is full \(No space left on device; .* free\)"):
        make_clip(job)
    assert not (job.media / job.shelf).exists()


def test_an_encoder_that_is_not_there_is_told_by_name(
    job: Job, make_clip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = video_segment_encoder.av.open

    class WithoutEncoder:
        def __init__(self, *args: Any, **options: Any) -> None:
            self._container = opened(*args, **options)

        def add_stream(self, name: str, **settings: Any) -> Any:
            return self._container.add_stream(f"no_{name}", **settings)

        def close(self) -> None:
            self._container.close()

    monkeypatch.setattr(video_segment_encoder.av, "open", WithoutEncoder)
    with pytest.raises(StudioError, match=r"cannot encode \(.*no_libx264.*\)") as raised:
        make_clip(job)
    assert not BLAME.search(str(raised.value))


def test_a_librarys_error_while_the_scene_waits_is_not_blamed_on_the_scene(
    job: Job, make_clip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ValueError("STEPS of the encoder are odd")  # like the name of a knob
    monkeypatch.setattr(workers, "draw", Mock(side_effect=error))
    with pytest.raises(StudioError, match="most likely no mistake of the scene") as raised:
        make_clip(job)
    assert "Change the knob" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import numpy as np; np.ones(10**15)", "Memory ran out: ask for less here"),
        ("open('/nowhere/mine.csv')", "Correct this line or what it uses"),
        ("raise PermissionError(13, 'Permission denied', 'mine.csv')", "Correct this line"),
    ],
)
def test_what_a_line_of_the_scene_asks_too_much_is_told_with_the_line(
    job: Job, scene_text: str, make_clip: Make, line: str, told: str
) -> None:
    job.scene.write_text(scene_text.replace("box = Square", f"{line}; box = Square"))
    with pytest.raises(StudioError, match=rf"(?s)small_walk\.py, line \d+, in construct.*{told}"):
        make_clip(job)


def test_other_errors_are_no_trouble_of_the_machine() -> None:
    assert trouble(ValueError("no")) is None
    assert trouble(FileNotFoundError(errno.ENOENT, "No such file", "mine.csv")) is None
    assert trouble(PermissionError(errno.EACCES, "Permission denied", "mine.csv")) is None
