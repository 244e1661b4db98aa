"""Which files a program reads: a table of data, say, from which a scene makes its picture."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from studio.job import ROOT

WRITING = os.O_WRONLY | os.O_RDWR
ELSEWHERE = {Path(place) for place in (sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev")}
_notes: list["Files"] = []  # of whoever wants to know now


class Files:
    """The files that were opened, by path."""

    def __init__(self) -> None:
        self._read: set[str] = set()
        self._written: set[str] = set()

    def note(self, path: str, flags: int) -> None:
        """Note that a file is being opened."""
        (self._written if flags & WRITING else self._read).add(os.path.abspath(path))

    def read(self, work: Path) -> set[Path]:
        """Return the files that were read, whether they are there or not.

        Left out are the files of libraries and of the system, Python's own copies of modules, what
        the program itself has written, what lies in the folder `work`, and the project's modules
        and settings, which `studio.render.sources` knows better.
        """
        elsewhere = {place for path in {*ELSEWHERE, work} for place in (path, path.resolve())}
        opened = map(Path, self._read - self._written)
        files = {file.resolve() for file in opened if not elsewhere.intersection(file.parents)}
        return {
            file
            for file in files
            if not (_is_ours(file) or elsewhere.intersection(file.parents))
            if file.suffix != ".pyc" and not file.is_dir()
        }


def _is_ours(file: Path) -> bool:
    return file.parent == ROOT or (file.is_relative_to(ROOT) and file.suffix == ".py")


@contextmanager
def noted() -> Iterator[Files]:
    """Return a context in which the files that Python opens are noted.

    A library that opens files without Python's `open`, as HDF5 does, goes unnoticed.
    """
    _listen()
    files = Files()
    _notes.append(files)
    try:
        yield files
    finally:
        _notes.remove(files)


@cache
def _listen() -> None:
    sys.addaudithook(_hear)  # for good: there is no way to take it off


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _notes and isinstance(arguments[0], str | bytes):
        for files in _notes:
            files.note(os.fsdecode(arguments[0]), arguments[2])
