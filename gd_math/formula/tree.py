"""A formula as a tree: what may stand in one, and what its constant parts amount to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

VARIABLES = ("x", "y")
CONSTANTS: Mapping[str, float] = MappingProxyType({"e": float(np.e), "pi": float(np.pi)})
LARGEST = 1e100  # of a constant, and of a loss on its domain


def _sigmoid(u: Any) -> Any:
    return (1 + np.tanh(u / 2)) / 2  # unlike 1/(1 + e⁻ᵘ) it never overflows


# Each takes as many arrays as the operation has operands. Only derivatives have "sign".
OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
        "^": np.power,
        "neg": np.negative,
        "sign": np.sign,
        "sin": np.sin,
        "cos": np.cos,
        "tan": np.tan,
        "asin": np.arcsin,
        "acos": np.arccos,
        "atan": np.arctan,
        "sinh": np.sinh,
        "cosh": np.cosh,
        "tanh": np.tanh,
        "exp": np.exp,
        "ln": np.log,
        "sqrt": np.sqrt,
        "abs": np.abs,
        "sigmoid": _sigmoid,
        "min": np.minimum,
        "max": np.maximum,
    }
)

# What may be typed, with the operation that it means.
FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in OPERATIONS if name.isalpha() and name not in ("neg", "sign")},
        "log": "ln",
        "arcsin": "asin",
        "arccos": "acos",
        "arctan": "atan",
    }
)
# Other names for them, as programs have them.
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "pow": "^",
        "power": "^",
        "maximum": "max",
        "minimum": "min",
        "fabs": "abs",
        "absolute": "abs",
    }
)
TWO_ARGUMENTS = ("min", "max", "^")


@dataclass(frozen=True, eq=False)
class Node:
    """One operation of a formula.

    op: "number", "constant", "variable", or a name of `OPERATIONS`.  args: its operands.
    text: as it was typed.  number: what it amounts to, None if that hangs on x or y.
    """

    op: str
    args: tuple["Node", ...]
    text: str
    number: float | None = None

    def __iter__(self) -> Iterator["Node"]:
        """Yield every node, operands before what is made of them."""
        for arg in self.args:
            yield from arg
        yield self


def literal(text: str) -> Node:
    """Return the node of a number as typed, such as 0.1 or 2e-3."""
    return Node("number", (), text, _checked(float(text), text))


def name(text: str) -> Node:
    """Return the node of a variable or a constant."""
    if text in VARIABLES:
        return Node("variable", (), text)
    return Node("constant", (), text, CONSTANTS[text])


def combine(op: str, args: tuple[Node, ...], text: str) -> Node:
    """Return the node of an operation; of numbers, with their value.

    Raises ValueError for a constant that is not a real number, or too large.
    """
    numbers = [arg.number for arg in args if arg.number is not None]
    if len(numbers) < len(args):
        return Node(op, args, text)
    with np.errstate(all="ignore"):
        number = OPERATIONS[op](*(np.float64(number) for number in numbers))
    return Node(op, args, text, _checked(float(number), text))


def shortened(text: str, around: int = 0) -> str:
    """Return text in quotes, and of a long text only what is `around` that character."""
    start, end = max(0, around - 30), around + 30
    shown = text[start:end]
    return repr("…" * (start > 0) + shown + "…" * (end < len(text)))


def _checked(number: float, text: str) -> float:
    if not abs(number) <= LARGEST:
        raise ValueError(
            f"formula must have real constants up to {LARGEST:g}, {shortened(text)} is not one"
        )
    return number
