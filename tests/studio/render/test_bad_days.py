"""Bad days: what each command that makes something of finished clips says, and what it leaves."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import ROOT, Job

# Every command, and a file that it makes.
COMMANDS = {
    "gallery": "index.html",
    "slides": "small_walk.pptx",
    "handout": "handout-a4.pdf",
    "clips": "small_walk.webp",
}


@pytest.fixture
def shelf(clip: Job, tmp_path: Path) -> Path:
    """A shelf with one clip, and with an earlier file of each command."""
    folder = tmp_path / "media" / clip.shelf
    shutil.copytree(clip.media / clip.shelf, folder)
    for name in COMMANDS.values():
        (folder / name).write_bytes(b"earlier")
    return folder


@pytest.fixture(autouse=True)
def no_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file become larger than that: to a program it is as if the disk were full."""
    allowed, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, most))


def left_behind(shelf: Path) -> set[str]:
    """Return what is neither a lock nor a file that belongs there."""
    work = shelf.parent / ".work"
    half = [path.name for path in shelf.iterdir() if path.name.startswith(".")]
    made = work.rglob("*") if work.is_dir() else ()
    return {*half, *(path.name for path in made if path.is_file() and "lock" not in path.name)}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk(shelf: Path, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    with largest_file(3000):  # what is said goes to a file, too
        assert main([command, "--shelf", str(shelf)]) == 1
    said = capfd.readouterr().err
    assert "File too large" in said
    assert "earlier files are as they were" in said
    assert "Traceback" not in said
    assert (shelf / COMMANDS[command]).read_bytes() == b"earlier"
    assert left_behind(shelf) == set()


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "gallery"])
def test_a_folder_that_cannot_be_made(
    shelf: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (shelf.parent / ".work").write_bytes(b"a file where a folder must be")
    assert main([command, "--shelf", str(shelf)]) == 1
    said = capfd.readouterr().err
    assert "earlier files are as they were" in said
    assert "Traceback" not in said
    assert (shelf / COMMANDS[command]).read_bytes() == b"earlier"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_place_that_is_taken_by_a_folder(
    shelf: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (shelf / COMMANDS[command]).unlink()
    (shelf / COMMANDS[command]).mkdir()
    (shelf / COMMANDS[command] / "mine").touch()
    assert main([command, "--shelf", str(shelf)]) == 1
    said = capfd.readouterr().err
    assert COMMANDS[command] in said
    assert "Traceback" not in said
    assert (shelf / COMMANDS[command] / "mine").exists()
    assert left_behind(shelf) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_shelf(tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--shelf", str(tmp_path / "media" / "480p15")]) == 1
    assert "Run `make videos` first." in capfd.readouterr().err


def test_an_interruption(shelf: Path) -> None:
    os.mkfifo(shelf / "never_read.json")  # which it waits for until it is interrupted
    command = [sys.executable, "-m", "studio", "slides", "--shelf", str(shelf)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not list((shelf.parent / ".work").glob("*/slides.*.making")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGINT
    assert said == "slides: interrupted; earlier files are as they were.\n"
    assert (shelf / "small_walk.pptx").read_bytes() == b"earlier"
    assert left_behind(shelf) == set()
