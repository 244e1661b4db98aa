"""Notice when a file is saved from which the clip is made."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from studio.job import ROOT

FOLDERS = tuple(ROOT / name for name in ("engine", "gd_math", "scenes/kit"))
SETTINGS = ROOT / "manim.cfg"
IDLE = frozenset({"opened", "closed_no_write"})  # events that change nothing


def snapshot(scene: Path) -> dict[Path, bytes]:
    """Return digests of the files from which the clip of `scene` is made.

    These are the scene, the project's own code and settings, for a scene of a lecturer's own the
    modules in its folder, and the files there whose names stand in any of these: data, say.
    """
    ours = scene.resolve().parent == ROOT / "scenes"
    beside = [file for file in scene.parent.rglob("*.*") if not _is_hidden(file, scene.parent)]
    own = {scene, *(file for file in beside if file.suffix == ".py" and not ours)}
    text = b"".join(_read(file) for file in own).decode("utf-8", "replace")
    data = {file for file in beside if file.suffix != ".py" and file.name in text}
    code = {file for folder in FOLDERS for file in folder.rglob("*") if not _is_hidden(file, ROOT)}
    return {
        file: hashlib.blake2b(content, digest_size=16).digest()
        for file in {SETTINGS, *own, *data, *code}
        if (content := _read(file))
    }


def _is_hidden(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    return file.name[-1] == "~" or any(part[0] == "." or part == "__pycache__" for part in parts)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a folder, or just being replaced
        return b""


class FileWatcher(FileSystemEventHandler):
    """Calls `saved` when some file may have been saved from which the clip of `scene` is made."""

    def __init__(self, scene: Path, saved: Callable[[], None]) -> None:
        self._saved = saved
        self._observer = Observer()
        for folder in (*FOLDERS, scene.resolve().parent):
            self._observer.schedule(self, str(folder), recursive=True)
        self._observer.schedule(self, str(ROOT))

    def on_any_event(self, event: FileSystemEvent) -> None:
        parts = Path(str(event.src_path)).parts
        if event.event_type not in IDLE and not {"__pycache__", ".work"} & set(parts):
            self._saved()

    def start(self) -> None:
        """Begin to watch."""
        self._observer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self._observer.join()
