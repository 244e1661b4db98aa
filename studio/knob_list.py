"""`make knobs`: what can be set in the scenes, read from their own lines."""

import argparse
import ast
import re
import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from studio.job import StudioError
from studio.knobs import Knob, all_fit, find_knobs, literal_values, model_of
from studio.outcome import exit_code

NARROW = 34  # columns: where less is left for the meaning, it gets lines of its own
_RANGE = re.compile(r"\s*\(([^()]*)\)$|;\s*good:\s*(.*)$")
_TELLS_RANGE = re.compile(r"\bto\b|\bany\b|\bbelow\b|\babove\b|\bnegative\b")


def main(arguments: list[str]) -> int:
    """List the knobs of the scenes in a folder; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m studio knobs")
    parser.add_argument("names", nargs="*", metavar="scene", help="(default: all)")
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="their folder")
    given = parser.parse_intermixed_args(arguments)
    columns = shutil.get_terminal_size((100, 24)).columns

    def tell() -> None:
        print(list_scenes(given.scenes, given.names, columns), flush=True)

    return exit_code("knobs", tell)


class Row(NamedTuple):
    """A knob in words."""

    name: str
    value: str
    kind: str
    good: str
    meaning: str


HEAD = Row("knob", "value", "type", "good", "meaning")


def list_scenes(folder: Path, names: Sequence[str], width: int) -> str:
    """Return what the scenes of these names, or all in `folder`, have in knobs.

    No line is longer than `width` characters, where words and values allow it.

    Raises StudioError when there is no such scene, or when its file cannot be read.
    """
    known = {
        path.stem: path
        for path in sorted(folder.glob("[!_]*.py"))
        if "def construct(" in path.read_text(encoding="utf-8", errors="replace")
    }
    for name in names:
        if name not in known:
            raise StudioError(f"there is no scene {name!r}; there are: {', '.join(known)}.")
    if not known:
        raise StudioError(f"there is no scene in {folder}.")
    chosen = [known[name] for name in names or known]
    tables = [(path, [_row(knob) for knob in read_knobs(path)]) for path in chosen]
    wide = all(_room(rows, width) >= NARROW for _, rows in tables)
    parts = [
        "\n".join([_heading(path), *(_table if wide else _stack)(rows, width)])
        for path, rows in tables
    ]
    return "\n\n".join([*parts, _advice(*tables[0])])


def _heading(path: Path) -> str:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and (text := ast.get_docstring(node)):
            return f"{path.stem}: {text.splitlines()[0].rstrip('.')}"
    return path.stem


def _advice(path: Path, rows: list[Row]) -> str:
    if not rows:
        return f"{path} is the file to change."
    setting = f"{rows[0].name}={rows[0].value}".replace("'", '"')
    return f"Set them in {path}, or for one video:\n  make {path.stem} SET='{setting}' AS=another"


def read_knobs(path: Path) -> list[Knob]:
    """Return the knobs of the scene file `path`, which runs only if a value must be computed.

    Raises StudioError when it is no Python, or fails.
    """
    source = path.read_text(encoding="utf-8")
    try:
        values = literal_values(ast.parse(source, str(path)))
        return find_knobs(source, values)
    except (KeyError, SyntaxError):  # a value that is computed, or a mistake to be told in words
        from studio.scenefile import load_scene

        return load_scene(path).knobs


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


def meaning(knob: Knob) -> tuple[str, str]:
    """Return what the comment says of the meaning, and what of the values that are good.

    The range stands at its end, in parentheses or after "good:".

    >>> meaning(Knob("STEPS", 50, "steps of every walk (10 to 200)"))
    ('steps of every walk', '10 to 200')
    """
    found = _RANGE.search(knob.comment)
    if found is None or not (found[2] or _TELLS_RANGE.search(found[1])):
        return knob.comment, ""
    return knob.comment[: found.start()], found[2] or found[1]


def kind(value: Any) -> str:
    """Return in words what a knob with this value takes.

    >>> kind(0.3), kind((0.1, 2)), kind(((1, 2), (3, 4))), kind(("a", 1))
    ('number', 'numbers', 'groups of whole numbers', '(text, whole number)')
    """
    match value:
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
