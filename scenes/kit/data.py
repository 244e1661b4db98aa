"""Files of data that scenes read, such as a table of measurements."""

import csv
import math
import sys
from pathlib import Path

import numpy as np

from gd_math.datasets import Dataset, standardized
from gd_math.regression.features import Features

MOST = 2000  # points, at most: more could not be told apart
LONGEST = 16  # characters of a column's name, which stands at its axis
# Columns of about this size suit a scene's own starts and learning rates: deviation of x and of y,
# slope or intercept of the best line, and how many times as long as wide a valley of its error is.
UNIT_X, UNIT_Y, UNIT_LINE, UNIT_VALLEY = (0.7, 2.5), (0.5, 10.0), 5.0, 3.0

_asked_for: set[Path] = set()


def data_file(name: str) -> Path:
    """Return the path of the file `name` beside the scene, from which its video is then made.

    When the file changes, `make` renders the video again. `name` may lead into a folder, as in
    ``data_file("data/points.csv")``.

    Raises FileNotFoundError when there is no such file.
    """
    return _beside(sys._getframe(1).f_globals["__file__"], name)


def data_points(knob: str, name: str, own: Dataset) -> Dataset:
    """Return the points in the file beside the scene that a knob names, or a scene's `own`.

    The file is text with two columns, x and y, in each of its lines, with a comma, a semicolon or
    a tab between them; a first line without numbers names the axes.  Without a name, `own` points
    are returned.  As with `data_file`, the video is made anew when the file changes.

    Raises ValueError, with the knob, the file, the line and what to do, for a file that is not
    there or of another form, and for points through which no one line can be laid.
    """
    return _read(knob, sys._getframe(1).f_globals["__file__"], name) if name else own


def unit_points(knob: str, name: str, own: Dataset) -> Dataset:
    """Return points as `data_points` does, so that starts and learning rates of about 1 suit them.

    Unless they do already, points from a file are in standard units, and their axes say so: see
    `gd_math.datasets.standardized`.
    """
    if not name:
        return own
    data = _read(knob, sys._getframe(1).f_globals["__file__"], name)
    return data if _suits(data) else standardized(data)


def data_features(knob: str, name: str, own: Features) -> Features:
    """Return samples of two inputs and an output from the file that a knob names, or `own`.

    As `data_points`, but the file has three columns: the two inputs, and the output.
    """
    if not name:
        return own
    file, text = _text(knob, sys._getframe(1).f_globals["__file__"], name)
    try:
        axes, rows = _rows(file, text, ("x₁", "x₂", "y"))
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{knob}: {error}") from None
    table = np.array(rows)
    return Features(table[:, :-1], table[:, -1], axes)


def data_files() -> frozenset[Path]:
    """Return all files that `data_file` was asked for since `forget`, also those not there."""
    return frozenset(_asked_for)


def forget() -> None:
    """Forget which files were asked for: another scene begins."""
    _asked_for.clear()


def _beside(scene: str, name: str) -> Path:
    folder = Path(scene).resolve().parent
    file = folder / name
    _asked_for.add(file)  # even if it is missing: it may be there the next time
    if not file.is_file():
        raise FileNotFoundError(f"there is no data file {name!r} in {folder}")
    return file


def _text(knob: str, scene: str, name: str) -> tuple[str, str]:
    """Return the name and the text of a file beside the scene; ValueError, with the knob, else."""
    try:
        file = _beside(scene, name)
        return file.name, file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ValueError(f"{knob}: {error}: put it there, or mend the name") from None
    except UnicodeDecodeError:
        raise ValueError(f"{knob}: {name} is not UTF-8: save it as CSV in UTF-8") from None


def _read(knob: str, scene: str, name: str) -> Dataset:
    file, text = _text(knob, scene, name)
    try:
        return _points(file, text)
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{knob}: {error}") from None


def _points(file: str, text: str) -> Dataset:
    """Return the points in the text of a file; ValueError with its name if there is a mistake."""
    axes, points = _rows(file, text, ("x", "y"))
    x, y = np.array(points).T
    if np.ptp(x) == 0:
        raise ValueError(f"{file} has only points with x = {x[0]:g}: write one with another x")
    return Dataset(file, x, y, axes=(axes[0], axes[1]))


def _rows(
    file: str, text: str, names: tuple[str, ...]
) -> tuple[tuple[str, ...], list[list[float]]]:
    """Return what the columns are called, and the numbers of each line, as many as `names`."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    first = lines[0][1] if lines else ""
    separator = next((sign for sign in ";\t" if sign in first), ",")
    axes, points = names, []
    wanted = f"{', '.join(names[:-1])} and {names[-1]}"
    for place, (number, line) in enumerate(lines):
        where = f"{file}, line {number}"
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
        if len(cells) != len(names):
            held = "one column" if len(cells) == 1 else f"{len(cells)} columns"
            commas = "a comma" if len(names) == 2 else "commas"
            raise ValueError(
                f"{where} has {held}: write {wanted} in it, with {commas} between them"
            )
        if place == 0 and all(map(_is_word, cells)):
            axes = _names(where, cells)
        else:
            points.append([_number(where, cell) for cell in cells])
        if len(points) > MOST:
            raise ValueError(f"{file} has more than {MOST} points: leave some of them out")
    if len(points) < 2:
        held = "one point" if points else "no points"
        raise ValueError(f"{file} has {held}: write at least two, each on a line of its own")
    return axes, points


def _suits(data: Dataset) -> bool:
    """Say whether the columns are of about unit size, so that the error is a bowl, no ravine."""
    x, y = data.x, data.y
    moments = np.array([[np.mean(x * x), x.mean()], [x.mean(), 1.0]])  # half the Hessian
    flattest, steepest = np.linalg.eigvalsh(moments)
    slope = float(np.mean((x - x.mean()) * (y - y.mean())) / x.var())
    intercept = float(y.mean()) - slope * float(x.mean())
    return bool(
        UNIT_X[0] <= x.std() <= UNIT_X[1]
        and UNIT_Y[0] <= y.std() <= UNIT_Y[1]
        and max(abs(slope), abs(intercept)) <= UNIT_LINE
        and steepest <= UNIT_VALLEY**2 * flattest
    )


def _is_word(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return any(map(str.isalpha, cell))
    return False


def _names(where: str, cells: list[str]) -> tuple[str, ...]:
    for cell in cells:
        if len(cell) > LONGEST or not cell.isprintable():
            raise ValueError(
                f"{where} names a column {cell!r}: take at most {LONGEST} letters, digits and signs"
            )
    return tuple(cells)


def _number(where: str, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        advice = "write it with a decimal point" if "," in cell else "write a number, such as 0.5"
        raise ValueError(f"{where} has {cell!r}, which is no number: {advice}") from None
    if not math.isfinite(value) or abs(value) > 1e100:
        raise ValueError(f"{where} has {cell!r}, which cannot be drawn: leave this point out")
    return value
