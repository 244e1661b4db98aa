"""Which of this machine's cores are idle, as far as the renders of one project know."""

import fcntl
import os
import platform
from contextlib import suppress
from pathlib import Path

# Renders on several machines may share the folders.
HOST = "".join(sign for sign in platform.node() if sign.isalnum()) or "here"


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


def renders(work: Path) -> int:
    """Return how many renders are at work on this machine: their private folders are locked."""
    return sum(map(_is_locked, work.glob(f"*/*.{HOST}.*.render")))


def _is_locked(path: Path) -> bool:
    with suppress(FileNotFoundError):
        file = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(file)
    return False


class Core:
    """A claim to one of the cores that no render needs for itself.

    It is a lock on a file in `work`, which the system itself gives back when the process ends.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._held: int | None = None

    def take(self) -> bool:
        """Take an idle core; say whether there was one."""
        folder = self._work / "cores"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(cores() - renders(self._work)):
            file = os.open(folder / f"{HOST}.{number}", os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                self._held = file
                return True
        return False

    def leave(self) -> None:
        """Give the core back."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
