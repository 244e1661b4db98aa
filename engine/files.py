"""Files that are whole: written durably, and checked by a digest before they are used again."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_SIZE = 20  # bytes of a digest
# A box that every reader of MP4 passes over: its length, its kind, and then the digest.
_BOX = (8 + _SIZE).to_bytes(4, "big") + b"free"


def digest(file: Path) -> str:
    """Return a digest (hexadecimal) of the bytes of `file`.

    Raises OSError when it cannot be read.
    """
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, _blake).hexdigest()


def seal(video: Path) -> None:
    """Append to an MP4 the digest of its bytes, in a box that players pass over."""
    content = _blake(video.read_bytes()).digest()
    with video.open("ab") as file:
        file.write(_BOX + content)


def is_sealed(video: Path) -> bool:
    """Say whether `video` is there, and has the very bytes with which it was sealed."""
    try:
        content = video.read_bytes()
    except OSError:
        return False
    body, box = content[: -len(_BOX) - _SIZE], content[-len(_BOX) - _SIZE :]
    return box == _BOX + _blake(body).digest()


def put(file: Path, place: Path) -> None:
    """Move `file` to `place`, on the same disk, such that no failure leaves half of it there."""
    flush(file)
    os.replace(file, place)
    flush_folders([place])


def flush(file: Path) -> None:
    """Return when the bytes of `file` are on the disk."""
    opened = os.open(file, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def flush_folders(files: Iterable[Path]) -> None:
    """Return when the names of `files` are on the disk."""
    for folder in {file.parent for file in files}:
        with suppress(OSError):  # not every file system can
            flush(folder)


def _blake(content: bytes = b"") -> "hashlib.blake2b":
    return hashlib.blake2b(content, digest_size=_SIZE)
