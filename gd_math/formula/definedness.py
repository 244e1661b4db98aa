"""Where on a box a formula is not defined: on a dense grid, and at poles between its points."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.fields import grid
from gd_math.formula.compile import Program, Tape, value
from gd_math.formula.search import dense_grid, lowest_places
from gd_math.formula.tree import LARGEST, Node

Condition = Literal["not 0", "above 0", "at least 0"]

BISECTIONS = 60
NOTHING = 1e-9  # of the values one step of the grid away: a zero but for rounding
# Intervals that suit most formulas that are not defined from −3 to 3, the best ones first.
SUGGESTED = (
    *((-2.0, 2.0), (0.1, 3.0), (-0.9, 0.9), (1.1, 3.0), (0.1, 0.9)),
    *((-3.0, -0.1), (-0.4, 0.4), (3.0, 9.0)),
)


@dataclass(frozen=True)
class Guard:
    """A condition without which a part of a formula is not defined.

    part: as it was typed.  quantity: what the condition is about.
    """

    part: str
    quantity: Program
    condition: Condition


@dataclass(frozen=True, eq=False)
class Undefined:
    """A point (d,) where a formula has no value, and the part of it that is to blame."""

    x: Array
    part: str


def undefined(tree: Node, lower: Array, upper: Array) -> Undefined | None:
    """Return a point of the box at which the formula is not a real number below 1e100.

    lower, upper: corners (d,). Between the points of the grid, zeros of denominators and the
    like are found where a quantity changes its sign or comes down to zero, so not those that are
    narrower than the grid by far.
    """
    for guard in _guards(tree):
        x = _violation(guard, lower, upper)
        if x is not None:
            return Undefined(x, guard.part)
    points = dense_grid(lower, upper)
    wrong = ~(np.abs(value(tree)(points)) <= LARGEST)
    return Undefined(points[wrong][-1], tree.text) if wrong.any() else None


def suggestion(tree: Node, dimension: int) -> tuple[Array, Array] | None:
    """Return a box (lower, upper) on which the formula is defined, None if none is at hand."""
    f = value(tree)
    for sides in sorted(
        itertools.product(SUGGESTED, repeat=dimension), key=lambda sides: len(set(sides))
    ):
        lower, upper = np.array(sides).T
        few = grid(lower, upper, (13,) * dimension)  # these settle it for most
        if (np.abs(f(few)) <= LARGEST).all() and undefined(tree, lower, upper) is None:
            return lower, upper
    return None


def _guards(tree: Node) -> Iterator[Guard]:
    """Yield the conditions, those of inner parts first."""
    for node in tree:
        if node.number is not None:
            continue
        u = node.args[0] if node.args else node
        match node.op:
            case "/":
                yield Guard(node.text, value(node.args[1]), "not 0")
            case "tan":
                yield Guard(node.text, value(Node("cos", (u,), node.text)), "not 0")
            case "ln":
                yield Guard(node.text, value(u), "above 0")
            case "sqrt":
                yield Guard(node.text, value(u), "at least 0")
            case "asin" | "acos":
                tape = Tape()
                row = tape.add(u)
                rest = tape.emit("-", tape.number(1.0), tape.emit("*", row, row))
                yield Guard(node.text, tape.program([rest]), "at least 0")
            case "^":
                yield from _guards_of_power(node, *node.args)


def _guards_of_power(node: Node, base: Node, exponent: Node) -> Iterator[Guard]:
    number = exponent.number
    if number is None:
        # 0 to a power above 0 is 0; the greater of the two is above 0 wherever that is so.
        yield Guard(node.text, value(base), "at least 0")
        yield Guard(node.text, value(Node("max", node.args, node.text)), "above 0")
    elif number % 1:
        yield Guard(node.text, value(base), "at least 0" if number > 0 else "above 0")
    elif number < 0:
        yield Guard(node.text, value(base), "not 0")


def _violation(guard: Guard, lower: Array, upper: Array) -> Array | None:
    """Return a point of the box (d,) where the condition of a guard does not hold."""
    quantity, condition = guard.quantity, guard.condition
    points = dense_grid(lower, upper)
    values = quantity(points)
    wrong = points[_fails(condition, values, 0.0)]
    if not len(wrong) and condition == "not 0":
        wrong = _crossings(quantity, points, values)
    if not len(wrong):
        size = (lambda x: np.abs(quantity(x))) if condition == "not 0" else quantity
        places = lowest_places(size, lower, upper)
        spacing = (upper - lower) / (np.array(values.shape) - 1)
        aside = np.vstack([np.diag(spacing), -np.diag(spacing)])
        around = np.abs(quantity(np.clip(places[:, np.newaxis] + aside, lower, upper)))
        wrong = places[_fails(condition, quantity(places), NOTHING * around.max(axis=-1))]
    if not len(wrong):
        return None
    # The clearest example: the pole nearest to the origin, or the lowest value under a root.
    order = np.abs(wrong).max(axis=-1) if condition == "not 0" else quantity(wrong)
    return np.asarray(wrong[np.argmin(order)])


def _fails(condition: Condition, values: Array, nothing: Array | float) -> NDArray[np.bool_]:
    match condition:
        case "not 0":
            return np.asarray(np.abs(values) <= nothing)
        case "above 0":
            return np.asarray(values <= nothing)
        case "at least 0":
            return np.asarray(values < -nothing)


def _crossings(quantity: Program, points: Array, values: Array) -> Array:
    """Return zeros of a quantity (n, d), at most one between neighbors of a grid."""
    found = [np.empty((0, points.shape[-1]))]
    for axis in range(values.ndim):
        here = tuple(slice(-1) if k == axis else slice(None) for k in range(values.ndim))
        there = tuple(slice(1, None) if k == axis else slice(None) for k in range(values.ndim))
        signs = np.sign(values)
        changes = signs[here] * signs[there] < 0
        a, b, sign = points[here][changes], points[there][changes], signs[here][changes]
        for _ in range(BISECTIONS):
            middle = (a + b) / 2
            same = (np.sign(quantity(middle)) == sign)[:, np.newaxis]
            a, b = np.where(same, middle, a), np.where(same, b, middle)
        found.append(b)
    return np.concatenate(found)
