"""Files of data that scenes read, such as a table of measurements."""

import sys
from pathlib import Path

_asked_for: set[Path] = set()


def data_file(name: str) -> Path:
    """Return the path of the file `name` beside the scene, from which its video is then made.

    When the file changes, `make` renders the video again. `name` may lead into a folder, as in
    ``data_file("data/points.csv")``.

    Raises FileNotFoundError when there is no such file.
    """
    folder = Path(sys._getframe(1).f_globals["__file__"]).resolve().parent
    file = folder / name
    _asked_for.add(file)  # even if it is missing: it may be there the next time
    if not file.is_file():
        raise FileNotFoundError(f"there is no data file {name!r} in {folder}")
    return file


def data_files() -> frozenset[Path]:
    """Return all files that `data_file` was asked for since `forget`, also those not there."""
    return frozenset(_asked_for)


def forget() -> None:
    """Forget which files were asked for: another scene begins."""
    _asked_for.clear()
