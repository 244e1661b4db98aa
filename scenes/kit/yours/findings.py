"""What is said of the ends of walks: it claims no more than was computed for the formula."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss
from gd_math.descent.ends import AT_REST, GONE, MOVING
from scenes.kit.symbols import meaning_of
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import distinct, percent
from scenes.kit.yours.descents import Descents

LETTERS = "ABCD"
MOST = 5  # rows
HARDLY = 0.02  # of the domain's diagonal: a walk that goes no farther has hardly moved
SLIGHT = 0.01  # of all starts: fewer are not told of
OTHERS = {AT_REST: "level ground", MOVING: "on the way", GONE: "left the window"}


class Row(NamedTuple):
    """A kind of end: the ends that it is of, the meaning of its sign, its letter and words."""

    kinds: tuple[int, ...]
    meaning: str
    letter: str
    words: str

    def count(self, kind: NDArray[np.intp]) -> int:
        """Return how many of some ends are of it."""
        return int(np.isin(kind, self.kinds).sum())


def end_rows(descents: Descents) -> list[Row]:
    """Return the kinds of ends of the walks and of those from everywhere, the lowest minimum first.

    Of these, what is less than 1 % is left out.
    Up to four minima have a row with a letter each; where there are more, the lowest have one row,
    and the others another.
    """
    loss, all_over = descents.loss, descents.everywhere.kind
    kinds, counts = np.unique(all_over, return_counts=True)
    kind = np.union1d(descents.ends.kind, kinds[counts >= SLIGHT * len(all_over)])
    reached = [int(k) for k in kind if k >= 0]
    others = [Row((k,), "", "", words) for k, words in OTHERS.items() if k in kind]
    rows = []
    if len(reached) <= min(len(LETTERS), MOST - len(others)):
        for k, letter in zip(reached, LETTERS, strict=False):
            rows.append(Row((k,), meaning_of(loss.minima[k]), letter, _rank(loss, k)))
        if len(rows) == 1:
            rows = [rows[0]._replace(letter="", words=f"{rows[0].words} valley")]
        return [*rows, *others]
    lowest = tuple(k for k in reached if loss.minima[k].is_global)
    higher = tuple(k for k in reached if not loss.minima[k].is_global)
    if lowest:
        rows.append(Row(lowest, "minimum", "", f"lowest valley{'s' * (len(lowest) > 1)}"))
    if higher:
        rows.append(Row(higher, "local minimum", "", f"{len(higher)} others"))
    return [*rows, *others]


def say_watched(descents: Descents) -> str:
    """Return how the walk ends that is watched alone."""
    walk, kind, loss = descents.first, int(descents.ends.kind[0]), descents.loss
    steps, path = _steps(walk), walk.trajectory
    if descents.falls_off(0):
        return f"After {steps} the next one leads to where f has no value."
    if kind == GONE:
        why = "" if loss.minima else ", in which no valley was found"
        return f"After {steps} it leaves the window{why}."
    if kind == AT_REST:
        return f"In {steps} it comes to rest where the ground is level."
    if kind == MOVING:
        if np.linalg.norm(path.x[-1] - path.x[0]) < HARDLY * loss.diagonal:
            return f"After {steps} it has hardly moved: here the ground is almost level."
        before, after = distinct(path.loss[[0, -1]], 3, _scale(loss))
        return f"After {steps} it is still on its way: f went from {before} to {after}."
    (depth,) = depths(loss, [kind])
    lowest = "None here is lower" if loss.minima[kind].is_global else "It is not the lowest"
    if path.steps == descents.steps:
        return f"A valley at f ≈ {depth}, where it still hops. {lowest}."
    return f"In {steps}: a valley at f ≈ {depth}. {lowest}."


def say_all(descents: Descents) -> str:
    """Return how many of all walks reach the lowest valley, or where they end if none does."""
    kind, n = descents.ends.kind, len(descents.walks)
    counts = _parts(descents.loss, kind)
    if len(counts) == 1:
        return f"All {n} walks {_ending(descents, counts[0][0], True)}."
    what, count = counts[0]
    return f"{count} of {n} walks {_ending(descents, what, count > 1)}."


def say_everywhere(descents: Descents) -> str:
    """Return from which part of the window walks reach the lowest valley, or where they end.

    What is less than 1 % is left out.
    """
    kind = descents.everywhere.kind
    parts = [(what, count / len(kind)) for what, count in _parts(descents.loss, kind)]
    parts = [(what, share) for what, share in parts if share >= SLIGHT]
    if parts[0][1] == 1:
        return f"From everywhere here walks {_ending(descents, parts[0][0], True)}."
    what, share = parts[0]
    return f"{percent(share)} of all starts here {_ending(descents, what, True)}."


def _rank(loss: Loss, k: int) -> str:
    """Return how deep a minimum is among those of a loss."""
    if loss.minima[k].is_global:
        return "lowest"
    return "higher" if any(minimum.is_global for minimum in loss.minima) else "a valley"


def _parts(loss: Loss, kind: NDArray[np.intp]) -> list[tuple[str, int]]:
    lowest = [k for k, minimum in enumerate(loss.minima) if minimum.is_global]
    every = {
        "lowest": np.isin(kind, lowest),
        "other": (kind >= 0) & ~np.isin(kind, lowest),
        "rest": kind == AT_REST,
        "moving": kind == MOVING,
        "gone": kind == GONE,
    }
    return [(what, int(which.sum())) for what, which in every.items() if which.any()]


def _ending(descents: Descents, what: str, many: bool) -> str:
    minima = descents.loss.minima
    lowest = sum(minimum.is_global for minimum in minima)
    s = "" if many else "s"
    if what == "lowest":
        return f"reach{'' if many else 'es'} {'the' if lowest == 1 else 'a'} lowest valley"
    if what == "other":
        if not lowest:
            return f"reach{'' if many else 'es'} a valley, not the lowest ground"
        return f"end{s} in a higher valley"
    if what == "rest":
        return f"come{s} to rest on level ground"
    if what == "moving":
        return f"{'are' if many else 'is'} still on the way after {descents.steps} steps"
    return f"leave{s} the window"


def _steps(walk: Walk) -> str:
    steps = walk.trajectory.steps
    return f"{steps} step{'s' * (steps != 1)}"


def depths(loss: Loss, minima: Sequence[int]) -> list[str]:
    """Return the values at some minima, with digits that tell them from the edge of the window."""
    values = [loss.minima[k].value for k in minima]
    return distinct([*values, float(loss.value(loss.domain[0]))], 3, _scale(loss))[:-1]


def _scale(loss: Loss) -> float:
    values: Sequence[float] = [abs(minimum.value) for minimum in loss.minima]
    lower, upper = loss.domain
    return max([*values, abs(float(loss.value((lower + upper) / 2)))])
