"""Knobs: the constants at the top of a scene that can be set without editing the file.

A knob is an upper-case name that the scene file assigns at module level, with a comment at the
end of that line, and whose value is a number, a text, true or false, or a tuple or list of these.
"""

import ast
import difflib
import io
import math
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.job import StudioError
from studio.scene.signs import advice, is_ambiguous, plain

LONGEST = 20_000  # characters of all settings together
_NAME = re.compile(r"(?:^|(?<=\s))([A-Za-z_]\w*)\s*=(?!=)")


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
        if name and name.isupper() and comment and _is_plain(values[name]):
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
            except ValueError:
                values[name] = Computed(ast.unparse(statement.value))
    return values


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    return isinstance(value, bool | int | float | str | Computed)


def parse_settings(text: str) -> dict[str, Any]:
    """Return the values that `text` gives to names: ``STEPS=80 FORMULA="x**4 - y"``.

    Each value is a Python literal, which is read and never evaluated; a text that is one word
    needs no quotes. A value ends where the next ``NAME=`` begins, unless that stands inside of its
    quotes or brackets. Typographic signs outside of quotes are read as those that Python knows.

    Raises ValueError for text that is no such list, and for a name that is given twice.
    """
    if len(text) > LONGEST:
        raise ValueError(f"SET has {len(text)} characters, and may have {LONGEST}.")
    settings: dict[str, Any] = {}
    text, position = plain(text), 0
    while rest := text[position:].strip():
        found = _NAME.match(text, position := len(text) - len(text[position:].lstrip()))
        if found is None:
            raise ValueError(f"SET has {rest!r} where NAME=value was expected.")
        name, start = found[1], found.end()
        if name in settings:
            raise ValueError(f"SET gives {name} twice.")
        ends = [*(match.start() for match in _NAME.finditer(text, start)), len(text)]
        for position in ends:
            try:
                settings[name] = value = ast.literal_eval(text[start:position].strip())
                break
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
        else:
            position, word = ends[0], text[start : ends[0]].strip()
            if not word.isidentifier():
                raise ValueError(
                    f"SET gives {name} the value {word!r}, which is not a Python literal such as "
                    '80, 0.2, (0.01, 0.2) or "x**2" (a text of more than a word needs quotes).'
                    f"{advice(word)}"
                )
            settings[name] = value = word
        if not isinstance(value, str) and is_ambiguous(text[start:position]):
            raise ValueError(
                f"SET gives {name} the value {text[start:position].strip()}, in which a comma may "
                "mean a decimal point: type 0.5, or a space behind every comma."
            )
    return settings


def fit(default: Any, value: Any) -> Any:
    """Return `value` as the kind of thing that `default` is: a list for a list, 3.0 for 3.

    Raises TypeError with a description of what was wanted when it is another kind of thing.
    """
    match default:
        case bool() | str():
            if isinstance(value, type(default)):
                return value
            raise TypeError("True or False" if isinstance(default, bool) else "a text in quotes")
        case int():
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            raise TypeError("a whole number")
        case float():
            if isinstance(value, int | float) and not isinstance(value, bool):
                try:
                    number = float(value)
                except OverflowError:
                    number = math.inf
                if math.isfinite(number):
                    return number
            raise TypeError("a finite number")
    if not isinstance(value, tuple | list):
        raise TypeError(f"a {type(default).__name__} such as {default!r}")
    return type(default)(_fit_elements(default, value))


def _fit_elements(default: Any, value: Any) -> list[Any]:
    """Fit each element to its partner, or all to one kind if `default` has only one kind."""
    if not default:
        return list(value)
    model = model_of(default)
    if all_fit(model, default):
        if value:
            return [_fit_element(model, element, default) for element in value]
        raise TypeError(f"a {type(default).__name__} with at least one element")
    if len(value) != len(default):
        raise TypeError(f"{len(default)} elements, as in {default!r}")
    return [_fit_element(*pair, default) for pair in zip(default, value, strict=True)]


def model_of(values: Any) -> Any:
    """Return the element that stands for all, if they are of one kind."""
    return next((element for element in values if isinstance(element, float)), values[0])


def all_fit(model: Any, values: Any) -> bool:
    """Say whether all are of the kind of `model`."""
    try:
        return all(fit(model, value) == value for value in values)
    except TypeError:
        return False


def _fit_element(model: Any, element: Any, default: Any) -> Any:
    try:
        return fit(model, element)
    except TypeError as wanted:
        raise TypeError(f"a sequence such as {default!r}, each element {wanted}") from None


def read_settings(text: str, knobs: list[Knob]) -> dict[str, Any]:
    """Return the values that `text` gives to the knobs of a scene.

    Raises StudioError that lists the knobs for text that cannot be read, for a name that is no
    knob, and for a value of a wrong kind.
    """
    known = {knob.name: knob.value for knob in knobs}
    fitted = {}
    try:
        for name, value in parse_settings(text).items():
            if name not in known:
                raise ValueError(f"this scene has no knob {name}.{_nearest(name, known)}")
            value = _meant(name, known[name], value)
            try:
                fitted[name] = fit(known[name], value)
            except TypeError as wanted:
                raise ValueError(
                    f"{name} is {value!r}, and must be {wanted}.{_with_point(value, text)}"
                ) from None
    except ValueError as error:
        raise StudioError(f"{error}\n{list_knobs(knobs)}") from None
    return fitted


def _meant(name: str, default: Any, value: Any) -> Any:
    """Return what the word `value` means to a knob whose own value is `default`.

    Raises ValueError for a word that is no loss or optimizer, where the knob names one.
    """
    if not isinstance(value, str):
        return value
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(value.lower(), value)
    if not isinstance(default, str) or not value.isidentifier():
        return value
    from gd_math import losses, optimizers

    for module in (losses, optimizers):
        if default in module.__all__:
            same_kind = [word for word in module.__all__ if word.isupper() == default.isupper()]
            known = {word.lower(): word for word in same_kind}
            if value.lower() in known:
                return known[value.lower()]
            nearest = _nearest(value, same_kind)
            raise ValueError(f"{name} is {value!r}, which `gd_math` does not have.{nearest}")
    return value


def _nearest(word: str, known: Iterable[str]) -> str:
    """Return a question whether one of `known` is meant by `word`, if one is like it."""
    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), names, 1)
    return f" Did you mean {names[close[0]]}?" if close else ""


def _with_point(value: Any, text: str) -> str:
    """Return how to type a number with a decimal comma, if `value` was read from one."""
    commas = isinstance(value, tuple | list) and re.search(r"\d,\d", text)
    return " Numbers have a decimal point, not a comma: 0.5." if commas else ""


def list_knobs(knobs: list[Knob]) -> str:
    """Return the lines that tell which knobs there are."""
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
