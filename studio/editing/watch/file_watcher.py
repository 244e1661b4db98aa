"""Notice when a file is saved from which the clip is made."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from studio.job import ROOT

FOLDERS = tuple(ROOT / name for name in ("engine", "gd_math", "scenes/kit"))
SETTINGS = ROOT / "manim.cfg"
LARGEST = 20_000_000  # bytes of a file that is looked into
IDLE = frozenset({"opened", "closed_no_write"})  # events that change nothing


def snapshot(scene: Path) -> dict[Path, bytes]:
    """Return digests of the files from which the clip of `scene` may be made.

    These are the scene, the project's own code and settings, and what lies beside the scene: data
    that it reads and, where it is one of a lecturer's own, modules that it imports.
    """
    files = {scene, SETTINGS}
    for folder in FOLDERS:
        files |= set(folder.rglob("*"))
    files |= set(_beside(scene))
    digests = {}
    for file in files:
        hidden = file.name[0] == "." or file.name[-1] == "~" or "__pycache__" in file.parts
        if not hidden and (content := _read(file)) is not None:
            digests[file] = hashlib.blake2b(content, digest_size=16).digest()
    return digests


def _beside(scene: Path) -> Iterator[Path]:
    ours = scene.resolve().parent == ROOT / "scenes"
    return (file for file in scene.parent.rglob("*") if not (ours and file.suffix == ".py"))


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes() if file.stat().st_size <= LARGEST else b""
    except OSError:  # a folder, or just being replaced
        return None


class FileWatcher(FileSystemEventHandler):
    """Calls `saved` when some file may have been saved from which the clip of `scene` is made."""

    def __init__(self, scene: Path, saved: Callable[[], None]) -> None:
        self._saved = saved
        self._observer = Observer()
        for folder in (*FOLDERS, scene.resolve().parent):
            self._observer.schedule(self, str(folder), recursive=True)
        self._observer.schedule(self, str(ROOT))

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in IDLE and "__pycache__" not in str(event.src_path):
            self._saved()

    def start(self) -> None:
        """Begin to watch."""
        self._observer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self._observer.join()
