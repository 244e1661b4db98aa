"""Formulas as lists of array operations, which NumPy carries out for many points at once."""

from dataclasses import dataclass, field

import numpy as np

from gd_math.checks import Array
from gd_math.formula.tree import OPERATIONS, VARIABLES, Node

# An operation, the rows whose results it takes, and a number: of a power the exponent, of a
# coordinate its index.
Row = tuple[str, tuple[int, ...], float]

LARGEST_PRODUCT = 32  # x^32 is multiplied out, by repeated squaring


@dataclass(frozen=True)
class Program:
    """Rows of operations, each on the results of rows above; takes points (..., d).

    outputs: the rows whose results are returned.  shape: how they are arranged, () for a
    single one; the result is (..., *shape).
    Where an output is not defined it is infinite, and never NaN.
    """

    rows: tuple[Row, ...]
    outputs: tuple[int, ...]
    shape: tuple[int, ...]
    last_use: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        last_use = list(range(len(self.rows)))
        for at, (_, operands, _) in enumerate(self.rows):
            for operand in operands:
                last_use[operand] = at
        for output in self.outputs:
            last_use[output] = len(self.rows)
        object.__setattr__(self, "last_use", tuple(last_use))

    def __call__(self, x: Array) -> Array:
        """Return (..., *shape) at the points x (..., d)."""
        results: dict[int, Array] = {}
        with np.errstate(all="ignore"):
            for at, (op, operands, number) in enumerate(self.rows):
                if op == "number":
                    results[at] = np.asarray(number)
                elif op == "coordinate":
                    results[at] = x[..., int(number)]
                else:
                    results[at] = OPERATIONS[op](*(results[operand] for operand in operands))
                for operand in set(operands):  # a mesh is large: keep no more than is needed
                    if self.last_use[operand] == at:
                        del results[operand]
        result = np.empty((*x.shape[:-1], len(self.outputs)))
        for place, output in enumerate(self.outputs):
            result[..., place] = results[output]
        result[np.isnan(result)] = np.inf
        arranged: Array = result.reshape((*x.shape[:-1], *self.shape))[()]
        return arranged


class Tape:
    """Rows of a program in the making; equal rows are kept once.

    A row "power" has a constant exponent.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._places: dict[Row, int] = {}

    def emit(self, op: str, *operands: int, number: float = 0.0) -> int:
        """Return the row of an operation, a new one only if there is none like it."""
        row = (op, operands, number)
        if row not in self._places:
            self._places[row] = len(self.rows)
            self.rows.append(row)
        return self._places[row]

    def number(self, number: float) -> int:
        """Return the row of a constant."""
        return self.emit("number", number=number)

    def add(self, node: Node) -> int:
        """Return the row of a node of a tree."""
        if node.number is not None:
            return self.number(node.number)
        if node.op == "variable":
            return self.emit("coordinate", number=VARIABLES.index(node.text))
        operands = [self.add(arg) for arg in node.args]
        if node.op == "sqrt":
            return self.emit("power", *operands, number=0.5)
        if node.op == "^" and node.args[1].number is not None:
            return self.emit("power", operands[0], number=node.args[1].number)
        return self.emit(node.op, *operands)

    def program(self, outputs: list[int], shape: tuple[int, ...] = ()) -> Program:
        """Return the program with these rows as its outputs, and no more than they need."""
        needed = set(outputs)
        for at in range(len(self.rows) - 1, -1, -1):
            if at in needed:
                needed.update(self.rows[at][1])
        plain, places = Tape(), dict[int, int]()
        for at in sorted(needed):
            op, operands, number = self.rows[at]
            moved = tuple(places[operand] for operand in operands)
            if op == "power":
                places[at] = plain._multiplied_out(moved[0], number)
            else:
                places[at] = plain.emit(op, *moved, number=number)
        return Program(tuple(plain.rows), tuple(places[output] for output in outputs), shape)

    def _multiplied_out(self, base: int, exponent: float) -> int:
        """Return the row of a power, made of products, roots and quotients where it can be."""
        if exponent < 0:
            return self.emit("/", self.number(1.0), self._multiplied_out(base, -exponent))
        if exponent % 1 == 0.5 and exponent < LARGEST_PRODUCT:
            return self._multiplied_out(self.emit("sqrt", base), 2 * exponent)
        if exponent % 1 or exponent > 2 * LARGEST_PRODUCT:
            return self.emit("^", base, self.number(exponent))
        return self._product(base, int(exponent))

    def _product(self, base: int, factors: int) -> int:
        if factors == 0:
            return self.number(1.0)
        if factors == 1:
            return base
        half = self._product(base, factors // 2)
        square = self.emit("*", half, half)
        return self.emit("*", square, base) if factors % 2 else square


def value(tree: Node) -> Program:
    """Return the program of what was typed, as it was typed: points (..., d) to values (...)."""
    tape = Tape()
    return tape.program([tape.add(tree)])
