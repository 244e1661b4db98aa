"""`make knobs`: what can be set in the scenes, read from their own lines."""

import ast
import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from studio.command import Parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.scene.knob_ranges import meaning
from studio.scene.knobs import Computed, Knob, read_knobs
from studio.scene.settings import all_fit, model_of
from studio.scene.source import find_lesson, read_source, shown

COMPUTED = "computed"
NARROW = 34  # columns: where less is left for the meaning, it gets lines of its own


def main(arguments: list[str]) -> int:
    """List the knobs of the scenes in a folder; return the exit code."""
    parser = Parser("knobs")
    parser.add_argument("names", nargs="*", metavar="scene", help="(default: all)")
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="their folder")
    given = parser.parse(arguments)
    columns = shutil.get_terminal_size((100, 24)).columns

    def print_lists() -> None:
        text, broken = list_scenes(given.scenes, given.names, columns)
        print(text, end="\n" if text else "", flush=True)
        if broken:
            raise StudioError("\n".join(broken), exit_code=1)

    return exit_code("knobs", print_lists)


class Row(NamedTuple):
    """A knob in words."""

    name: str
    value: str
    kind: str
    good: str
    meaning: str


HEAD = Row("knob", "value", "type", "good", "meaning")


def list_scenes(folder: Path, names: Sequence[str], width: int) -> tuple[str, list[str]]:
    """Return what the scenes of these names, or all in `folder`, have in knobs.

    No line is longer than `width` characters, where words and values allow it. The second part
    of the result says what is wrong with each scene that cannot be read. None is executed.

    Raises StudioError when there is no such scene.
    """
    known = {path.stem: path for path in sorted(folder.glob("[!_]*.py")) if _is_scene(path)}
    for name in names:
        if name not in known:
            raise StudioError(f"there is no scene {name!r}; there are: {', '.join(known)}.")
    if not known:
        raise StudioError(f"there is no scene in {shown(folder)}.")
    tables, broken = [], []
    for path in [known[name] for name in names or known]:
        try:
            rows = [_row(knob) for knob in read_knobs(path)]
            tables.append((path, _heading(path), rows))
        except StudioError as error:
            broken.append(str(error))
    wide = all(_room(rows, width) >= NARROW for _, _, rows in tables)
    parts = [
        "\n".join([heading, *(_table if wide else _stack)(rows, width)])
        for _, heading, rows in tables
    ]
    parts += [_advice(path, rows) for path, _, rows in tables[:1]]
    return "\n\n".join(parts), broken


def _is_scene(path: Path) -> bool:
    """Say whether it looks like a scene, in whatever encoding and however broken."""
    try:
        return path.is_file() and b"def construct" in path.read_bytes().replace(b"\0", b"")
    except OSError:  # which reading it reports
        return True


def _heading(path: Path) -> str:
    title = ast.get_docstring(find_lesson(read_source(path))) or path.stem
    return f"{path.stem}: {title.splitlines()[0].rstrip('.')}"


def _advice(path: Path, rows: list[Row]) -> str:
    rows = [row for row in rows if row.kind != COMPUTED]
    if not rows:
        return f"{shown(path)} is the file to change."
    setting = f"{rows[0].name}={rows[0].value}".replace("'", '"')
    return (
        f"Set them in {shown(path)}, or for one video:\n"
        f"  make {path.stem} SET='{setting}' AS=another"
    )


def _row(knob: Knob) -> Row:
    return Row(knob.name, repr(knob.value), kind(knob.value), *reversed(meaning(knob)))


def _sizes(rows: list[Row]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]


def _room(rows: list[Row], width: int) -> int:
    """Return how many columns are left for the meaning."""
    return width - sum(size + 2 for size in _sizes([HEAD, *rows])) - 2


def _table(rows: list[Row], width: int) -> list[str]:
    lines = [] if rows else ["  no knobs"]
    sizes = _sizes([HEAD, *rows])
    for row in [HEAD, *rows] if rows else []:
        cells = zip(row, sizes, strict=False)
        start = "  " + "".join(cell.ljust(size + 2) for cell, size in cells)
        indent = " " * len(start)
        lines += textwrap.wrap(row.meaning, width, initial_indent=start, subsequent_indent=indent)
    return lines


def _stack(rows: list[Row], width: int) -> list[str]:
    lines = [] if rows else ["  no knobs"]
    for row in rows:
        facts = [row.meaning, row.kind, *([f"good: {row.good}"] if row.good else [])]
        for text, indent in ((f"{row.name} = {row.value}", "  "), ("; ".join(facts), "      ")):
            lines += textwrap.wrap(
                text, width, initial_indent=indent, subsequent_indent=indent + "    "
            )
    return lines


def kind(value: Any) -> str:
    """Return in words what a knob with this value takes.

    >>> kind(0.3), kind((0.1, 2)), kind(((1, 2), (3, 4))), kind(("a", 1))
    ('number', 'numbers', 'groups of whole numbers', '(text, whole number)')
    """
    match value:
        case Computed():
            return COMPUTED
        case bool():
            return "True or False"
        case str():
            return "text"
        case int():
            return "whole number"
        case float():
            return "number"
    if not value:
        return "values"
    model = model_of(value)
    if not all_fit(model, value):
        return f"({', '.join(map(kind, value))})"
    inner = kind(model)
    return f"groups of {inner}" if isinstance(model, tuple | list) else f"{inner}s"
