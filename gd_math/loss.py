"""The record of a loss, which is both drawn and descended."""

import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.records import one_line

# Takes points (..., d), or nested lists of them; what it returns depends on the function.
PointFunction = Callable[[Any], Array]


@dataclass(frozen=True, eq=False)
class Minimum:
    """A minimum of a loss.

    x: the point, shape (d,), read-only.  value: the loss there.
    is_global: whether no point of the domain has a lower loss.
    """

    __repr__ = one_line

    x: Array
    value: float
    is_global: bool

    def __post_init__(self) -> None:
        x = checks.finite_array("x of a minimum", self.x)
        if x.ndim != 1:
            raise ValueError(f"x of a minimum must have shape (d,), got {x.shape}")
        object.__setattr__(self, "x", checks.read_only(x.copy()))
        object.__setattr__(
            self, "value", float(checks.finite_array("value of a minimum", self.value))
        )


class RawLoss(NamedTuple):
    """Value, gradient and Hessian of a loss, which may be infinite or undefined far outside."""

    value: PointFunction
    gradient: PointFunction
    hessian: PointFunction


@dataclass(frozen=True, eq=False, repr=False)
class Loss:
    """A function f of d variables with its derivatives, its domain and its minima.

    The last axis of every array is the coordinate, so one function serves a single point (d,),
    a batch (n, d) and a mesh (rows, cols, d):

        value     (..., d) -> (...)         f(x)
        gradient  (..., d) -> (..., d)      ∂f/∂xᵢ
        hessian   (..., d) -> (..., d, d)   ∂²f/∂xᵢ∂xⱼ

    domain: (lower, upper), the corners of the box in which f is meant to be looked at, read-only
    arrays of shape (d,).  f is defined outside too.
    minima: every isolated minimum in the domain; a level floor is not listed.
    formula: f in Typst math markup.

    Each of the three functions raises ValueError if x is not finite or has another last axis.
    They return finite numbers whatever x is: the largest float, 1.8e308, stands for what is larger
    still, and for what is not defined. `raw` are the same functions without this.
    """

    name: str
    value: PointFunction
    gradient: PointFunction
    hessian: PointFunction
    domain: tuple[Array, Array]
    minima: tuple[Minimum, ...]
    formula: str

    def __repr__(self) -> str:
        variables = checks.counted(self.dimension, "variable")
        minima = checks.counted(len(self.minima), "minimum")
        return f"{type(self).__name__}({reprlib.repr(self.name)}, {variables}, {minima})"

    def __post_init__(self) -> None:
        try:
            lower, upper = self.domain
        except (TypeError, ValueError):
            raise ValueError(
                f"domain must be a pair (lower, upper), got {checks.shown(self.domain)}"
            ) from None
        corners = checks.box(lower, upper)
        dimension = corners[0].size
        for minimum in self.minima:
            if minimum.x.shape != (dimension,):
                raise ValueError(
                    f"x of each minimum of {self.name} must have shape ({dimension},) like the "
                    f"domain, got {minimum.x.shape}"
                )
        object.__setattr__(self, "domain", corners)
        object.__setattr__(self, "minima", tuple(self.minima))
        for part in RawLoss._fields:
            function = Finite.unwrapped(getattr(self, part))
            checked = _Checked(function, f"x of {self.name}", dimension)
            object.__setattr__(self, part, Finite(checked))

    @property
    def raw(self) -> "RawLoss":
        """The functions with infinity for what is too large, and no warnings about it."""
        return RawLoss(*(getattr(self, part).checked for part in RawLoss._fields))

    @property
    def unchecked(self) -> "RawLoss":
        """The functions as they were given, for points known to be finite and to fit."""
        return RawLoss(*(getattr(self, part).checked.function for part in RawLoss._fields))

    @property
    def dimension(self) -> int:
        """The number d of variables."""
        return int(self.domain[0].size)

    @property
    def diagonal(self) -> float:
        """The length of the domain's diagonal, the unit of distances between points."""
        lower, upper = self.domain
        return float(np.linalg.norm(upper - lower))


@dataclass(frozen=True)
class _Checked:
    """A function of points that checks its argument."""

    function: PointFunction
    argument: str
    dimension: int

    def __call__(self, x: Any) -> Array:
        with np.errstate(all="ignore"):
            return self.function(checks.points(self.argument, x, self.dimension))


@dataclass(frozen=True)
class Finite:
    """A checked function whose numbers are finite."""

    checked: Any

    def __call__(self, *arguments: Any) -> Array:
        return checks.saturated(self.checked(*arguments))

    @staticmethod
    def unwrapped(function: Any) -> Any:
        """Return what was wrapped if `function` comes from a copy by dataclasses.replace."""
        return function.checked.function if isinstance(function, Finite) else function
