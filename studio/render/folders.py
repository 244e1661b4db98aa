"""Private folders: where one process makes something before it is put in its place."""

import fcntl
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine import interruption
from studio.job import Job, StudioError
from studio.trouble import trouble

# Renders on several machines may share the folders.
HOST = "".join(sign for sign in platform.node() if sign.isalnum()) or "here"
KINDS = ("render", "making", "watch")  # of private folders
SHOWN = 60  # characters of a name that is part of another


@contextmanager
def private_folder(job: Job, kind: str = "render") -> Iterator[Path]:
    """Yield a new folder for this process only, which is removed at the end in any case.

    Folders that killed processes left behind are removed at the same time.
    """
    with _new_folder(job.work, job.name, kind) as folder:
        yield folder


@contextmanager
def workshop(shelf: Path, name: str) -> Iterator[Path]:
    """Yield a new folder for making `name`; other processes that make the same wait until then.

    It is on the same disk as `shelf`, and is removed at the end in any case.
    """
    work = shelf.parent / ".work" / shelf.name
    work.mkdir(parents=True, exist_ok=True)
    with _locked(work / f"{name}.lock"), _new_folder(work, name, "making") as folder:
        yield folder


@contextmanager
def _new_folder(work: Path, name: str, kind: str) -> Iterator[Path]:
    """Yield a new folder in `work`, locked by this process for as long as it is in use."""
    work.mkdir(parents=True, exist_ok=True)
    interruption.report_folder(work)
    sweep(work)
    with _locked(work):  # no other process may see a new folder before it is locked
        prefix = f"{name[:SHOWN]}.{HOST}."
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=f".{kind}", dir=work))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    except Exception as error:
        if isinstance(error, StudioError) or (sentence := trouble(error, folder)) is None:
            raise
        raise StudioError(sentence, exit_code=1) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def renders(work: Path) -> int:
    """Return how many renders run on this machine: their private folders are locked.

    `work`: the folder that holds those of all shelves.
    """
    return sum(map(_is_locked, work.glob(f"*/*.{HOST}.*.render")))


def _is_locked(folder: Path) -> bool:
    with suppress(FileNotFoundError):
        file = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(file)
    return False


def sweep(work: Path, patience: float = 0) -> None:
    """Remove the private folders of killed processes from `work`.

    The system releases the lock of a process on its folder when the process has ended, which is
    awaited for as many seconds as `patience` says.
    """
    deadline = time.monotonic() + patience
    while _sweep(work) and time.monotonic() < deadline:
        time.sleep(0.02)


def _sweep(work: Path) -> bool:
    left = False
    with _locked(work):
        for folder in [folder for kind in KINDS for folder in work.glob(f"*.{kind}")]:
            try:
                with suppress(FileNotFoundError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                left = True
    return left


@contextmanager
def _locked(path: Path, lock: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold a lock on the file (which is made) or folder `path`; wait for it unless told not to."""
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, lock)
        yield
    finally:
        os.close(file)
