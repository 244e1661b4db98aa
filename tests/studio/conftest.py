import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine import workers
from engine.segment import Segment
from studio.job import Job
from studio.shelf.shelf import Clip, read_clip
from tests.conftest import SCENE


@pytest.fixture(scope="session")
def scene_text() -> str:
    return SCENE


@pytest.fixture
def write_scene(tmp_path: Path) -> Callable[[str], Path]:
    """Write the text of a scene called SmallWalk into a file."""

    def write(text: str) -> Path:
        path = tmp_path / "small_walk.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def job(clip: Job, tmp_path: Path, write_scene: Callable[[str], Path]) -> Job:
    """The same job as `clip`, in a folder of its own and not yet done."""
    return replace(clip, scene=write_scene(SCENE), media=tmp_path / "media")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Segment]:
    """Collects the segments that this process draws."""
    segments: list[Segment] = []
    draw = workers.draw

    def note(segment: Segment, video: Path, advance: Callable[[int], None]) -> None:
        segments.append(segment)
        draw(segment, video, advance)

    monkeypatch.setattr(workers, "draw", note)
    return segments


@pytest.fixture
def shelf(clip: Job, tmp_path: Path) -> Job:
    """A copy of the clip, in a folder of its own."""
    shutil.copytree(clip.media / clip.shelf, tmp_path / "media" / clip.shelf)
    return replace(clip, media=tmp_path / "media")


@pytest.fixture
def finished(shelf: Job) -> Clip:
    return read(shelf)


def read(job: Job) -> Clip:
    return read_clip(job.media / job.shelf, job.name)
