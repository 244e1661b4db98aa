import json
import shutil
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import Job
from studio.shelf.shelf import Clip, read_clip

HOSTILE = '</script><img src="https://example.com/x.png"> & "quotes" #$*_ ]]> 😀 مرحبا $shape'


def make_shelf(job: Job, folder: Path) -> Path:
    """Copy the finished clip twice, the second time with a title that is hard to write."""
    shelf = folder / "media" / job.shelf
    shelf.mkdir(parents=True)
    facts = json.loads(job.result(".json").read_text(encoding="utf-8"))
    hostile = "\x07" + HOSTILE.replace(" & ", "\x0b\n& \x00")  # no XML can hold some of these
    for name, title in (("small_walk", facts["title"]), ("other", hostile)):
        shutil.copy(job.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "title": title})
        (shelf / f"{name}.json").write_text(text, encoding="utf-8")
    return shelf


def make(shelf: Path, *options: str) -> int:
    """Make the slides of a shelf."""
    return main(["slides", "--shelf", str(shelf), *options])


@pytest.fixture(scope="session")
def finished(clip: Job, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf whose decks are made; tests leave it as it is."""
    shelf = make_shelf(clip, tmp_path_factory.mktemp("slides"))
    assert make(shelf) == 0
    assert make(shelf, "--whole", "small_walk", "other") == 0
    return shelf


@pytest.fixture
def shelf(clip: Job, tmp_path: Path) -> Path:
    """The same shelf without decks."""
    return make_shelf(clip, tmp_path)


@pytest.fixture(scope="session")
def small_walk(finished: Path) -> Clip:
    """The first of its clips."""
    return read_clip(finished, "small_walk")
