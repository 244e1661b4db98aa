"""Knobs: the constants at the top of a scene that can be set without editing the file.

A knob is an upper-case name that the scene file assigns at module level, with a comment at the
end of that line, and whose value is a number, a text, true or false, or a tuple or list of these.
"""

import ast
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.scene.source import check_name, read_source


@dataclass(frozen=True)
class Knob:
    """A constant of a scene: its name, its value, the comment that explains it, and its line."""

    name: str
    value: Any
    comment: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.name} = {self.value!r}  # {self.comment}"


@dataclass(frozen=True)
class Computed:
    """The value of a constant that is no literal: the text that computes it."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _assigned_name(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return None
    return target.id if isinstance(target, ast.Name) else None


def read_knobs(path: Path) -> list[Knob]:
    """Return the knobs of the scene file `path`, which is not executed.

    The value of one that is computed, such as ``2 * 25``, is its `Computed` text.

    Raises StudioError when the file cannot be read as a scene.
    """
    check_name(path)
    source = read_source(path)
    return find_knobs(source.text, literal_values(source.tree))


def find_knobs(source: str, values: Mapping[str, Any]) -> list[Knob]:
    """Return the knobs of the scene with text `source`; `values` are the module's variables."""
    comments = {
        token.start[0]: token.string.lstrip("# ").rstrip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.line[: token.start[1]].strip()
    }
    knobs = []
    for statement in ast.parse(source).body:
        name = _assigned_name(statement)
        comment = comments.get(statement.lineno) or comments.get(statement.end_lineno or 0)
        if name and name.isupper() and comment and is_plain(values[name]):
            knobs.append(Knob(name, values[name], comment, statement.lineno))
    return knobs


def literal_values(tree: ast.Module) -> dict[str, Any]:
    """Return the values of the names that the module `tree` sets, without running it.

    What is no literal is `Computed`.
    """
    values: dict[str, Any] = {}
    for statement in tree.body:
        name = _assigned_name(statement)
        if name and isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            try:
                values[name] = ast.literal_eval(statement.value)
            except (ValueError, TypeError):
                values[name] = Computed(ast.unparse(statement.value))
    return values


def is_plain(value: object) -> bool:
    """Say whether a knob may have this value."""
    if isinstance(value, tuple | list):
        return all(map(is_plain, value))
    return isinstance(value, bool | int | float | str | Computed)


def list_knobs(knobs: list[Knob]) -> str:
    """Return lines that list `knobs`."""
    if not knobs:
        return "It has no knobs."
    return "Its knobs:\n" + "\n".join(f"  {knob}" for knob in knobs)


def turn_knobs(tree: ast.Module, settings: Mapping[str, Any]) -> None:
    """Replace the values that the module `tree` assigns to the names in `settings`."""
    for statement in tree.body:
        name = _assigned_name(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and name in settings:
            assert name is not None
            value = ast.parse(repr(settings[name]), mode="eval").body
            for node in ast.walk(value):
                ast.copy_location(node, statement)
            statement.value = value
