"""The store of segments of earlier renders, by their keys."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engine.files import flush, flush_folders, is_sealed

CAPACITY = 2_000_000_000  # bytes: beyond that the segments that were not used longest are removed


def fetch(cache: Path, file: Path) -> bool:
    """Link the segment of that name from `cache` to `file`, and return whether it was there.

    One that is damaged is removed instead, so that it is drawn again.
    """
    stored = cache / file.name
    with suppress(FileNotFoundError):
        _link(stored, file)
        if is_sealed(file):
            os.utime(stored)  # it is in use
            return True
        for damaged in (file, stored):
            damaged.unlink(missing_ok=True)
    return False


def publish(cache: Path, files: Iterable[Path]) -> None:
    """Store complete segments for later renders, and remove what exceeds `CAPACITY`."""
    cache.mkdir(parents=True, exist_ok=True)
    new = [file for file in files if not (cache / file.name).exists()]
    for file in new:
        stored = cache / file.name
        part = stored.with_suffix(f".{os.getpid()}.part")
        flush(file)
        part.unlink(missing_ok=True)  # of a process that was killed
        _link(file, part)
        os.replace(part, stored)
    flush_folders(cache / file.name for file in new)
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
    stored = []
    for file in list(cache.iterdir()):
        with suppress(FileNotFoundError):  # another render removes the same
            stored.append((file.stat().st_mtime_ns, file.stat().st_size, file))
    room = CAPACITY
    for _, size, file in sorted(stored, reverse=True):
        room -= size
        if room < 0:
            file.unlink(missing_ok=True)
