"""Notice when a file is saved from which the clip is made."""

import hashlib
import queue
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from studio.job import ROOT

QUIET = 0.06  # seconds without events: the editor has finished saving
LONGEST = 0.5  # seconds that it may take
SOURCES = (ROOT / "scenes" / "kit", ROOT / "gd_math")
SETTINGS = ROOT / "manim.cfg"
IDLE = frozenset({"opened", "closed_no_write"})  # events that change nothing


@dataclass(frozen=True)
class Snapshot:
    """What is in the files from which a clip is made."""

    scene: str  # its text
    others: dict[Path, bytes]  # digests

    def changed(self, before: "Snapshot") -> set[Path]:
        """Return the files, apart from the scene, that are not as they were `before`."""
        pairs = set(self.others.items()) ^ set(before.others.items())
        return {path for path, _ in pairs}

    def changed_before_first_beat(self, before: "Snapshot") -> bool:
        """Say whether the first line of the scene that changed stands above its first beat."""
        pairs = zip(self.scene.splitlines(), before.scene.splitlines(), strict=False)
        for new, old in pairs:
            if new != old:
                return True
            if ".beat(" in new:
                return False
        return False


def take_snapshot(scene: Path, read: frozenset[Path] = frozenset()) -> Snapshot:
    """Read the files from which the clip of `scene` is made: our own, and those that are `read`."""
    found = {file for folder in SOURCES for file in folder.rglob("*")}
    if not scene.resolve().is_relative_to(ROOT / "scenes"):  # it may have helpers beside it
        found |= set(scene.resolve().parent.glob("*.py"))
    kept = {
        file
        for file in found
        if file.suffix != ".pyc" and file.name[0] != "." and file.name[-1] != "~"
    }
    files = {SETTINGS, *kept, *read} - {scene.resolve()}
    return Snapshot(_read(scene).decode("utf-8", "replace"), digests(files))


def digests(files: Iterable[Path]) -> dict[Path, bytes]:
    """Return a digest of the content of each of `files` that is there."""
    return {
        file: hashlib.blake2b(content, digest_size=16).digest()
        for file in files
        if (content := _read(file))
    }


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a folder, or just being replaced
        return b""


class Eyes(FileSystemEventHandler):
    """Puts ``None`` into `happenings` when some file may have been saved."""

    def __init__(self, scene: Path, happenings: "queue.SimpleQueue[Any]") -> None:
        self._happenings = happenings
        self._observer: BaseObserver = Observer()
        for folder, deep in _folders(scene):
            self._observer.schedule(self, str(folder), recursive=deep)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in IDLE and "__pycache__" not in str(event.src_path):
            self._happenings.put(None)

    def turn_to(self, files: Iterable[Path]) -> None:
        """Look at the folders of `files`, too."""
        for folder in {file.parent for file in files}:
            if folder.is_dir():
                self._observer.schedule(self, str(folder))

    def open(self) -> None:
        """Begin to look."""
        self._observer.start()

    def close(self) -> None:
        """Look no longer."""
        self._observer.stop()
        self._observer.join()


def _folders(scene: Path) -> Iterable[tuple[Path, bool]]:
    yield ROOT, False
    yield ROOT / "scenes", False
    for folder in SOURCES:
        yield folder, True
    if scene.resolve().parent != ROOT / "scenes":
        yield scene.resolve().parent, False


def settle(happenings: "queue.SimpleQueue[Any]", scene: Path) -> list[Any]:
    """Wait until the saving is over; return what else has happened meanwhile."""
    others, begun = [], time.monotonic()
    while time.monotonic() < begun + LONGEST:
        try:
            happening = happenings.get(timeout=QUIET)
        except queue.Empty:
            if scene.exists():  # an editor may write it under another name and then rename it
                break
        else:
            if happening is not None:
                others.append(happening)
    return others
