"""The exact derivatives of a formula.

    d f(u, v) = ∂f/∂u du + ∂f/∂v dv

The chain rule goes through the operations of the formula once for each variable, and what is
common to the parts is kept once. So the derivatives have a few operations for each one of the
formula, however deeply it is nested, and finding them takes as little time.

At a kink of √u, |u|, max(u, v) and the like the rule divides 0 by 0, whether f has derivatives
there or not: |x|² has. There they follow from power series of f along rays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.formula.compile import Program, Row, Tape
from gd_math.formula.series import along_rays, denominator, one_sided
from gd_math.formula.tree import Node

TINY = 1e-290  # a root of that, or its power of −3/2, has lost its digits
UNDERFLOW = 1e-100  # a coordinate that is less counts as 0 at a kink


@dataclass(frozen=True)
class Derivative:
    """∇f or the Hessian of a formula with kinks: takes points (..., d), as a `Program` does.

    chain_rule: the program that is right but at kinks.  kinks: quantities (..., k), one of which
    is 0 there.  rows: those of f.
    """

    chain_rule: Program
    kinks: Program
    rows: tuple[Row, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the derivative at one point."""
        return self.chain_rule.shape

    def at_kink(self, x: Array) -> NDArray[np.bool_]:
        """Tell which of the points (..., d) are on a kink: (...)."""
        return np.asarray((np.abs(self.kinks(x)) <= TINY).any(axis=-1))

    def __call__(self, x: Array) -> Array:
        """Return (..., *shape) at the points x (..., d)."""
        result = self.chain_rule(x)
        kinked = self.at_kink(x)
        if kinked.any():
            points = x[kinked]
            points = np.where(np.abs(points) < UNDERFLOW, 0.0, points)
            distinct, places = np.unique(points, axis=0, return_inverse=True)
            of_kinks = _gradient if len(self.shape) == 1 else _hessian
            result[kinked] = of_kinks(self.rows, distinct)[places.reshape(-1)]
        return result


def derivatives(tree: Node, dimension: int) -> tuple[Program | Derivative, Program | Derivative]:
    """Return the functions that give ∇f and the Hessian.

    They take points (..., d) and return (..., d) and (..., d, d). Both are right wherever f has
    these derivatives, at the center of √(x² + y²)² as well. Where f has none, they are the means
    of the two one-sided ones:

        ∂f/∂xᵢ = (f′(x; eᵢ) − f′(x; −eᵢ))/2,  dᵀHd = (f″(x; d) + f″(x; −d))/2

    for d along an axis or between two. So |x| has the slope 0 at 0, like the tip of the cone
    √(x² + y²); max(u, v) has the mean of the two slopes where u = v; and where only one side is
    defined, that side counts: the slope of √x at 0 is infinite. Of two infinite slopes of which
    one leads up and one down, as those of √|x|, the mean is 0, and so is the curvature.
    """
    tape = _Derivatives()
    f = tape.add(tree)
    rows = tuple(tape.rows)
    kinks = tape.kinks()
    first = [tape.along(f, i) for i in range(dimension)]
    second = {(i, j): tape.along(first[i], j) for i in range(dimension) for j in range(i + 1)}
    hessian = [second[max(i, j), min(i, j)] for i in range(dimension) for j in range(dimension)]
    programs = (tape.program(first, (dimension,)), tape.program(hessian, (dimension, dimension)))
    if not kinks:
        return programs
    where = tape.program(kinks, (len(kinks),))
    return Derivative(programs[0], where, rows), Derivative(programs[1], where, rows)


def _gradient(rows: tuple[Row, ...], x: Array) -> Array:
    """Return the means (n, d) of the one-sided slopes along the axes at x (n, d)."""
    axes = np.eye(x.shape[-1])
    return _means(rows, x, axes)[0]


def _hessian(rows: tuple[Row, ...], x: Array) -> Array:
    """Return the means (n, d, d) of the one-sided curvatures at x (n, d)."""
    if x.shape[-1] == 1:
        return _means(rows, x, np.eye(1))[1][..., np.newaxis]
    _, curvature = _means(rows, x, np.array([[1.0, 0], [0, 1], [1, 1], [1, -1]]))
    with np.errstate(invalid="ignore"):
        mixed = _or_zero((curvature[:, 2] - curvature[:, 3]) / 4, curvature[:, 2:])
    return np.stack([curvature[:, 0], mixed, mixed, curvature[:, 1]], axis=-1).reshape(-1, 2, 2)


def _means(rows: tuple[Row, ...], x: Array, directions: Array) -> tuple[Array, Array]:
    """Return slopes and curvatures (n, k) along directions (k, d), means of those on both sides."""
    q = denominator(rows)
    series = along_rays(rows, x, np.concatenate([directions, -directions]), q)
    slope, curvature = (part.reshape(len(x), 2, -1) for part in one_sided(series, q))
    slope = slope * np.array([[1.0], [-1.0]])
    defined = ~np.isnan(series).any(axis=0).reshape(slope.shape)
    with np.errstate(invalid="ignore"):
        count = np.maximum(defined.sum(axis=1), 1)
        slopes, curvatures = (
            np.where(defined, part, 0.0).sum(axis=1) / count for part in (slope, curvature)
        )
    cusp = np.isnan(slopes)
    nowhere = ~defined.any(axis=1)
    slopes = np.where(cusp, 0.0, slopes)
    curvatures = np.where(cusp | np.isnan(curvatures), 0.0, curvatures)
    return np.where(nowhere, np.inf, slopes), np.where(nowhere, np.inf, curvatures)


def _or_zero(numbers: Array, parts: Array) -> Array:
    """Return the numbers (n,), and 0 for a difference of two infinities (n, 2)."""
    return np.where(np.isnan(numbers) & np.isinf(parts).all(axis=-1), 0.0, numbers)


class _Derivatives(Tape):
    """A tape that can write the derivatives of its rows below them."""

    def __init__(self) -> None:
        super().__init__()
        self._slopes: dict[tuple[int, int], int] = {}

    def kinks(self) -> list[int]:
        """Return rows that are 0 where the chain rule does not hold for the rows so far."""
        found = []
        for op, operands, number in tuple(self.rows):
            if op in ("max", "min"):
                found.append(self.emit("-", *operands))
            elif op in ("asin", "acos"):
                found.append(_one_minus_square(self, operands[0]))
            elif op in ("abs", "^") or (op == "power" and number % 1):
                found.append(operands[0])
        return found

    def along(self, row: int, variable: int) -> int:
        """Return the row of ∂(row)/∂x, or ∂y."""
        # Row by row instead of by recursion: the rows above are always done before.
        for at in range(row + 1):
            if (at, variable) not in self._slopes:
                self._slopes[at, variable] = self._slope(at, variable)
        return self._slopes[row, variable]

    def _slope(self, at: int, variable: int) -> int:
        op, operands, number = self.rows[at]
        if op == "coordinate":
            return self.number(1.0 if number == variable else 0.0)
        slopes = [self._slopes[operand, variable] for operand in operands]
        if all(self.is_number(slope, 0) for slope in slopes):
            return self.number(0.0)
        if len(operands) == 1:
            (u,), (du,) = operands, slopes
            if op == "power":
                factor = self.times(self.number(number), self.power(u, number - 1))
            else:
                factor = RULES[op](self, u, at)
            return self.times(factor, du)
        return self._of_two(op, at, operands, slopes)

    def _of_two(self, op: str, at: int, operands: tuple[int, ...], slopes: list[int]) -> int:
        (u, v), (du, dv) = operands, slopes
        match op:
            case "+":
                return self.plus(du, dv)
            case "-":
                return self.minus(du, dv)
            case "*":
                return self.plus(self.times(du, v), self.times(u, dv))
            case "/":
                return self.over(self.minus(du, self.times(at, dv)), v)
            case "^":  # uᵛ⁻¹ (v du + u ln u dv)
                lower = self.emit("^", u, self.minus(v, self.number(1.0)))
                grown = self.times(self.times(at, self.emit("ln", u)), dv)
                return self.plus(self.times(self.times(v, lower), du), grown)
        # max(u, v) = (u + v + |u − v|)/2, and of min the other sign
        side = self.times(self.emit("sign", self.emit("-", u, v)), self.minus(du, dv))
        both = self.plus(du, dv)
        total = self.plus(both, side) if op == "max" else self.minus(both, side)
        return self.times(self.number(0.5), total)

    # The operations, but for what makes no difference: times 1, plus 0.

    def is_number(self, row: int, number: float) -> bool:
        return self.rows[row] == ("number", (), number)

    def power(self, u: int, exponent: float) -> int:
        if exponent in (0, 1):
            return u if exponent else self.number(1.0)
        return self.emit("power", u, number=exponent)

    def plus(self, u: int, v: int) -> int:
        if self.is_number(u, 0) or self.is_number(v, 0):
            return v if self.is_number(u, 0) else u
        return self.emit("+", u, v)

    def minus(self, u: int, v: int) -> int:
        if self.is_number(v, 0):
            return u
        return self.emit("neg", v) if self.is_number(u, 0) else self.emit("-", u, v)

    def times(self, u: int, v: int) -> int:
        if self.is_number(u, 0) or self.is_number(v, 0):
            return self.number(0.0)
        if self.is_number(u, 1) or self.is_number(v, 1):
            return v if self.is_number(u, 1) else u
        return self.emit("*", u, v)

    def over(self, u: int, v: int) -> int:
        return u if self.is_number(v, 1) or self.is_number(u, 0) else self.emit("/", u, v)


def _one_plus_square(tape: _Derivatives, u: int) -> int:
    return tape.emit("+", tape.number(1.0), tape.power(u, 2.0))


def _one_minus_square(tape: _Derivatives, u: int) -> int:
    return tape.emit("-", tape.number(1.0), tape.power(u, 2.0))


# f′(u) of each function, from the rows of u and of f(u).
RULES: Mapping[str, Callable[[_Derivatives, int, int], int]] = MappingProxyType(
    {
        "neg": lambda tape, u, f: tape.number(-1.0),
        "sign": lambda tape, u, f: tape.number(0.0),
        "abs": lambda tape, u, f: tape.emit("sign", u),
        "sin": lambda tape, u, f: tape.emit("cos", u),
        "cos": lambda tape, u, f: tape.emit("neg", tape.emit("sin", u)),
        "tan": lambda tape, u, f: _one_plus_square(tape, f),
        "asin": lambda tape, u, f: tape.power(_one_minus_square(tape, u), -0.5),
        "acos": lambda tape, u, f: tape.emit("neg", tape.power(_one_minus_square(tape, u), -0.5)),
        "atan": lambda tape, u, f: tape.over(tape.number(1.0), _one_plus_square(tape, u)),
        "sinh": lambda tape, u, f: tape.emit("cosh", u),
        "cosh": lambda tape, u, f: tape.emit("sinh", u),
        "tanh": lambda tape, u, f: _one_minus_square(tape, f),
        "exp": lambda tape, u, f: f,
        "ln": lambda tape, u, f: tape.over(tape.number(1.0), u),
        "sigmoid": lambda tape, u, f: tape.times(f, tape.emit("-", tape.number(1.0), f)),
    }
)
