"""Segments of earlier renders, and the private folders in which things are made."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine import interruption
from engine.cores import HOST
from engine.files import flush, flush_folders, is_sealed
from studio.job import Job, StudioError
from studio.trouble import trouble

KINDS = ("render", "making", "watch")  # of private folders
SHOWN = 60  # characters of a name that is part of another
CAPACITY = 2_000_000_000  # bytes: what was not used for the longest time is removed beyond that


@contextmanager
def private_folder(job: Job, kind: str = "render") -> Iterator[Path]:
    """Yield a new folder for this process only, which is removed at the end, come what may.

    Folders that killed processes left behind are removed at the same time.
    """
    with _new_folder(job.work, job.name, kind) as folder:
        yield folder


@contextmanager
def workshop(shelf: Path, name: str) -> Iterator[Path]:
    """Yield a new folder for the making of `name`, alone: who makes the same waits until then.

    It is on the same disk as `shelf`, and is removed at the end, come what may.
    """
    work = shelf.parent / ".work" / shelf.name
    work.mkdir(parents=True, exist_ok=True)
    with locked(work / f"{name}.lock"), _new_folder(work, name, "making") as folder:
        yield folder


@contextmanager
def _new_folder(work: Path, name: str, kind: str) -> Iterator[Path]:
    """Yield a new folder in `work`; who is at work in it holds a lock on it."""
    work.mkdir(parents=True, exist_ok=True)
    interruption.leaves(work)
    sweep(work)
    with locked(work):  # nobody may see a new folder before it is locked
        prefix = f"{name[:SHOWN]}.{HOST}."
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=f".{kind}", dir=work))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    except Exception as error:
        if isinstance(error, StudioError) or (told := trouble(error, folder)) is None:
            raise
        raise StudioError(told, exit_code=1) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(work: Path, patience: float = 0) -> None:
    """Remove the private folders of killed processes from `work`.

    The lock of a process on its folder is released by the system when the process has ended, for
    which is waited as many seconds as `patience` says.
    """
    deadline = time.monotonic() + patience
    while _sweep(work) and time.monotonic() < deadline:
        time.sleep(0.02)


def _sweep(work: Path) -> bool:
    left = False
    with locked(work):
        for folder in [folder for kind in KINDS for folder in work.glob(f"*.{kind}")]:
            try:
                with suppress(FileNotFoundError), locked(folder, fcntl.LOCK_NB):
                    shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                left = True
    return left


@contextmanager
def locked(path: Path, options: int = 0) -> Iterator[None]:
    """Hold a lock on the file (which is made) or folder `path`; wait for it if others do."""
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | options)
        yield
    finally:
        os.close(file)


def fetch(cache: Path, segment: Path) -> bool:
    """Put the segment of that name into the place `segment` if it is in `cache`; say whether.

    One that is damaged is removed instead, so that it is drawn anew.
    """
    kept = cache / segment.name
    with suppress(FileNotFoundError):
        _link(kept, segment)
        if is_sealed(segment):
            os.utime(kept)  # it is in use
            return True
        for damaged in (segment, kept):
            damaged.unlink(missing_ok=True)
    return False


def publish(cache: Path, segments: Iterable[Path]) -> None:
    """Keep complete segments for later renders, and remove what has been there for too long."""
    cache.mkdir(parents=True, exist_ok=True)
    new = [segment for segment in segments if not (cache / segment.name).exists()]
    for segment in new:
        kept = cache / segment.name
        part = kept.with_suffix(f".{os.getpid()}.part")
        flush(segment)
        part.unlink(missing_ok=True)  # of a process that was killed
        _link(segment, part)
        os.replace(part, kept)
    flush_folders(cache / segment.name for segment in new)
    _prune(cache)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # no hard links here
        shutil.copyfile(source, target)


def _prune(cache: Path) -> None:
    """Remove the segments that were not used for the longest time until the rest fits."""
    kept = []
    for file in list(cache.iterdir()):
        with suppress(FileNotFoundError):  # another render removes the same
            kept.append((file.stat().st_mtime_ns, file.stat().st_size, file))
    room = CAPACITY
    for _, size, file in sorted(kept, reverse=True):
        room -= size
        if room < 0:
            file.unlink(missing_ok=True)
