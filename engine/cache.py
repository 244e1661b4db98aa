"""The store of segments of earlier renders, by their keys.

The key of a segment is a digest of all that its bytes depend on.

A segment is drawn from numbers (`engine.segment`) by code that sees nothing but these numbers. So
the key is the digest of the numbers, of the code that draws, of the versions of the libraries and
of the settings of the encoder. Whatever changes the numbers, in a scene, in a knob, in the theme,
in `gd_math` or in a library, changes the key; what leaves them as they are cannot change a pixel.

The code that draws is the folder of this package and, for each `Picture`, the folder of the
package that its shot names.
"""

import hashlib
import importlib.util
import os
import platform
import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import cairo

from engine.files import flush, flush_folders, is_sealed
from engine.segment import Segment

CAPACITY = 2_000_000_000  # bytes: beyond that the segments that were not used longest are removed


def key(segment: Segment, versions: str) -> str:
    """Return the key of `segment`; `versions`: of the libraries, in any form."""
    facts = code_digest(segment.packages(), versions), segment.digest().hex()
    return hashlib.blake2b(" ".join(facts).encode(), digest_size=20).hexdigest()


@lru_cache
def code_digest(packages: frozenset[str], versions: str) -> str:
    """Return a digest of the code of `packages` and of the versions of what it uses."""
    facts = versions, cairo.version, cairo.cairo_version_string(), platform.machine()
    result = hashlib.blake2b(repr(facts).encode(), digest_size=20)
    for name, file in code_files(packages).items():
        content = file.read_bytes()
        result.update(f"\n{name} {len(content)}\n".encode())
        result.update(content)
    return result.hexdigest()


def code_files(packages: frozenset[str]) -> dict[str, Path]:
    """Return all files in the folders of `packages`, by package and name, in a fixed order."""
    found = {}
    for package in sorted(packages):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        for folder in map(Path, spec.submodule_search_locations or []):
            for file in sorted(folder.rglob("*")):
                if file.is_file() and file.suffix != ".pyc":
                    found[f"{package}:{file.relative_to(folder).as_posix()}"] = file
    return found


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
