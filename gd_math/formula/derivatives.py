"""The exact derivatives of a formula.

    d f(u, v) = ∂f/∂u du + ∂f/∂v dv

The chain rule goes through the operations of the formula once for each variable, and what is
common to the parts is kept once. So the derivatives have a few operations for each one of the
formula, however deeply it is nested, and finding them takes as little time.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gd_math.formula.compile import Program, Tape
from gd_math.formula.tree import Node


def derivatives(tree: Node, dimension: int) -> tuple[Program, Program]:
    """Return the programs of ∇f and of the Hessian.

    They take points (..., d) and return (..., d) and (..., d, d). Where there is no derivative
    they follow a convention: |x| has the slope 0 at 0, like the tip of the cone √(x² + y²), and
    max(u, v) the mean of the two slopes where u = v.
    """
    tape = _Derivatives()
    f = tape.add(tree)
    first = [tape.along(f, i) for i in range(dimension)]
    second = {(i, j): tape.along(first[i], j) for i in range(dimension) for j in range(i + 1)}
    hessian = [second[max(i, j), min(i, j)] for i in range(dimension) for j in range(dimension)]
    return tape.program(first, (dimension,)), tape.program(hessian, (dimension, dimension))


class _Derivatives(Tape):
    """A tape that can write the derivatives of its rows below them."""

    def __init__(self) -> None:
        super().__init__()
        self._slopes: dict[tuple[int, int], int] = {}

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
            if op in ("power", "power0"):
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
        return self.emit("power" if exponent > 0 else "power0", u, number=exponent)

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
