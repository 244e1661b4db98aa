"""Which values of a knob are good, as its comment says, and nothing else does."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studio.job import StudioError
from studio.scene.knobs import Knob

TENTH = 0.1  # of a range: how far outside a value is still taken
_GOOD = re.compile(r"\s*\(([^()]*)\)$|;\s*good:\s*(.*)$")
_TELLS_RANGE = re.compile(r"\bto\b|\bany\b|\bbelow\b|\babove\b|\bnegative\b|\bat (least|most)\b")
_NUMBER = r"([-−]?\d+(?:\.\d+)?(?:e[-−]?\d+)?)"
_RANGE = re.compile(
    rf"(each )?(?:{_NUMBER} to {_NUMBER}|at least {_NUMBER}|at most {_NUMBER})(?: .*)?"
)


class Range(NamedTuple):
    """The values that are good, in words and in numbers; of `each` number of a knob, or of it."""

    words: str
    each: bool
    least: float
    most: float

    def takes(self, value: float) -> bool:
        """Say whether `value` is in the range, or only a little outside.

        That is a tenth of its width, and not below half of what is its least. Where only one end
        is given, it holds.
        """
        least, most = self.least, self.most
        room = TENTH * (most - least) if math.isfinite(most - least) else 0
        lowest = max(least - room, least / 2) if least >= 0 else least - room
        highest = min(most + room, most / 2) if most <= 0 else most + room
        return lowest <= value <= highest


def meaning(knob: Knob) -> tuple[str, str]:
    """Return what the comment says of the meaning, and what of the values that are good.

    The range stands at its end, in parentheses or after "good:".

    >>> meaning(Knob("STEPS", 50, "steps of every walk (10 to 200)"))
    ('steps of every walk', '10 to 200')
    """
    found = _GOOD.search(knob.comment)
    if found is None or not (found[2] or _TELLS_RANGE.search(found[1])):
        return knob.comment, ""
    return knob.comment[: found.start()], found[2] or found[1]


def good_range(knob: Knob) -> Range | None:
    """Return the range in the comment of a knob, or None if it has none in numbers.

    >>> good_range(Knob("LINE", (1.0, 2.0), "w and b (each −2 to 2)"))
    Range(words='−2 to 2', each=True, least=-2.0, most=2.0)
    >>> good_range(Knob("START", 1.0, "where it starts (0.5 to 2.1, or negative)"))
    """
    many = isinstance(knob.value, tuple | list)
    parts = meaning(knob)[1].split(", ")
    for part in parts:
        found = _RANGE.fullmatch(part)
        if found and bool(found[1]) == many and not any(part.startswith("or ") for part in parts):
            ends = (float(end.replace("−", "-")) if end else None for end in found.groups()[1:])
            low, high, least, most = ends
            lower = next((end for end in (low, least) if end is not None), -math.inf)
            upper = next((end for end in (high, most) if end is not None), math.inf)
            return Range(part.removeprefix("each "), many, lower, upper)
    return None


def check_ranges(knobs: Iterable[Knob]) -> Iterator[str]:
    """Yield what is to be said of each knob whose value lies a little outside of its range.

    Raises StudioError, naming the knob, for a value far outside.
    """
    for knob in knobs:
        good = good_range(knob)
        if good is None:
            continue
        numbers = list(_numbers(knob.value))
        must = f"{'each ' if good.each else ''}must be {good.words}"
        sentence = f"{knob.name} is {_shown(knob.value)}, and {must}"
        if not all(map(good.takes, numbers)):
            raise StudioError(f"{sentence}.")
        if not all(good.least <= number <= good.most for number in numbers):
            yield sentence.replace("must", "should")


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, tuple | list):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int | float):
        yield value


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)
