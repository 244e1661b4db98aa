"""What `SET='KNOB=value …'` says: values for the knobs of a scene."""

import ast
import difflib
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from studio.job import StudioError
from studio.scene.knobs import Computed, Knob, list_knobs, read_knobs
from studio.scene.signs import advice, is_ambiguous, plain

TITLE = Knob("TITLE", "", "title of this video in place of the scene's own")  # of every scene
LONGEST_TITLE = 120  # characters, as of a caption
LONGEST = 20_000  # characters of all settings together
_FILE = re.compile(r"[\w./-]+\.(csv|tsv|txt)")
_NAME = re.compile(r"(?:^|(?<=\s))([A-Za-z_]\w*)\s*=(?!=)")


def parse_settings(text: str) -> dict[str, Any]:
    """Return the values that `text` gives to names: ``STEPS=80 FORMULA="x**4 - y"``.

    Each value is a Python literal, which is read and never evaluated; a text that is one word, or
    the name of a table such as ``data/points.csv``, needs no quotes. A value ends where the next
    ``NAME=`` begins, unless that stands inside of its quotes or brackets. Typographic signs outside
    of quotes are read as those that Python knows.

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
            if not (word.isidentifier() or _FILE.fullmatch(word)):
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


def read_settings(text: str, scene: Path) -> dict[str, Any]:
    """Return the values that `text` gives to names, as `parse_settings` does.

    Raises StudioError that lists the knobs of the file `scene` for text that cannot be read.
    """
    try:
        return parse_settings(text)
    except ValueError as error:
        raise StudioError(f"{error}\n{list_knobs(read_knobs(scene))}") from None


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
        case Computed():  # of any kind
            return value
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


def with_title(knobs: list[Knob]) -> list[Knob]:
    """Return `knobs` and `TITLE`, which every scene has, whether or not it says so."""
    return knobs if any(knob.name == TITLE.name for knob in knobs) else [*knobs, TITLE]


def fit_settings(settings: Mapping[str, Any], knobs: list[Knob]) -> dict[str, Any]:
    """Return `settings`, each value of the kind that the knob of its name has.

    Raises StudioError that lists the knobs for a name that is no knob, and for a value of a wrong
    kind.
    """
    known = {knob.name: knob.value for knob in knobs}
    fitted = {}
    try:
        for name, value in settings.items():
            if name not in known:
                raise ValueError(f"this scene has no knob {name}.{_nearest(name, known)}")
            value = _meant(name, known[name], value)
            try:
                fitted[name] = fit(known[name], value)
            except TypeError as wanted:
                raise ValueError(
                    f"{name} is {value!r}, and must be {wanted}.{_with_point(known[name], value)}"
                ) from None
            if name == TITLE.name and isinstance(value, str):
                fitted[name] = title = " ".join(value.split())
                if not 0 < len(title) <= LONGEST_TITLE:
                    must = f"must have 1 to {LONGEST_TITLE}"
                    raise ValueError(f"{name} has {len(title)} characters, and {must}.")
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


def _with_point(default: Any, value: Any) -> str:
    """Return how to type a number, if `value` was read from one with a decimal comma."""
    commas = isinstance(default, int | float) and isinstance(value, tuple)
    return " Numbers have a decimal point, not a comma: 0.5." if commas else ""
