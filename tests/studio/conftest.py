import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from studio.job import Job
from studio.shelf.shelf import Clip, read_clip


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
