"""Errors of the machine and not of a scene: a full disk, too little memory, no encoder."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
MANY = {errno.EMFILE, errno.ENFILE}
KEPT = "earlier files are as they were"


def trouble(error: BaseException, folder: Path | None = None) -> str | None:
    """Return a sentence or two on what the machine cannot do, or None for any other error.

    `folder`: where files were written, if the error itself does not say.
    """
    for link in _chain(error):
        match link:
            case MemoryError():
                return (
                    f"memory ran out{_reason(link)}; {KEPT}. Close other programs, or choose a "
                    "lower QUALITY or SHARDS=1."
                )
            case OSError():
                if sentence := _about_files(link, folder):
                    return sentence
        if type(link).__name__ in {"UnknownCodecError", "EncoderNotFoundError"}:
            return (
                f"the video library of this set-up cannot encode{_reason(link)}; {KEPT}. "
                "`make distclean` and then the same command set it up anew."
            )
        if "needs OpenGL" in str(link):
            return str(link).rstrip(".") + "."
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _reason(error: BaseException) -> str:
    return f" ({error})" if str(error) else ""


def _about_files(error: OSError, folder: Path | None) -> str | None:
    number, reason = error.errno, error.strerror or str(error)
    ours = folder is not None or (isinstance(error.filename, str) and ".work" in error.filename)
    place = _place(error.filename, folder)
    if number in FULL:
        return (
            f"the disk of {place} is full ({reason}; {_free(place)} free); {KEPT}. Make room, for "
            "instance with `make clean`, which removes all videos."
        )
    if number == errno.EFBIG:
        return (
            f"a file in {place} may not become as large as it must ({reason}; {_free(place)} "
            f"free); {KEPT}. See `ulimit -f`, or use another disk."
        )
    if number in MANY:
        return f"too many files are open ({reason}); {KEPT}. See `ulimit -n`, or close programs."
    if number == errno.EIO:
        return f"the disk of {place} fails ({reason}); {KEPT}. Use another disk."
    if number in CLOSED and ours:
        return (
            f"{place} cannot be written ({reason}); {KEPT}. Make the folder yours (`ls -ld` shows "
            "whose it is), or work in another one."
        )
    return None


def _place(name: object, folder: Path | None) -> Path:
    """Return the folder that the user knows, in which a file could not be written."""
    path = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else folder or Path.cwd()
    for above in (path, *path.parents):
        if above.name == ".work":  # private folders lie in it
            return above.parent
    return path if path.is_dir() else path.parent


def _free(place: Path) -> str:
    for above in (place, *place.absolute().parents):
        if above.exists():
            size = shutil.disk_usage(above).free
            return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"
    return "nothing"
