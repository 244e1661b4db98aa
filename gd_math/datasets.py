"""The data of the clips: points (xᵢ, yᵢ), and the function behind them where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.formula import from_formula
from gd_math.records import one_line

Function = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Dataset:
    """N points (xᵢ, yᵢ) with yᵢ = h(xᵢ) + σεᵢ, εᵢ ~ N(0, 1).

    x, y: shape (N,), read-only, in the order in which they were made.
    noise: σ, at least 0.
    function: h, the true function, which takes and returns arrays of any shape; None if it is
    unknown.
    formula: h in Typst math markup, or empty.
    axes: what x and y are called, plain text.
    Raises ValueError if x and y are not finite numbers of the same shape (N,), N at least 1.
    """

    __repr__ = one_line

    name: str
    x: Array
    y: Array
    noise: float = 0.0
    function: Function | None = None
    formula: str = ""
    axes: tuple[str, str] = ("x", "y")

    def __post_init__(self) -> None:
        x, y = checks.finite_array("x", self.x), checks.finite_array("y", self.y)
        if x.ndim != 1 or x.size == 0 or x.shape != y.shape:
            raise ValueError(
                f"x and y must have the same shape (N,), N at least 1, got {x.shape} and {y.shape}"
            )
        object.__setattr__(self, "x", checks.read_only(x.copy()))
        object.__setattr__(self, "y", checks.read_only(y.copy()))
        object.__setattr__(self, "noise", checks.between("noise", self.noise, 0, np.inf))

    @property
    def samples(self) -> int:
        """The number N of points."""
        return len(self.x)

    @property
    def truth(self) -> Array:
        """The true function at x, without the noise, shape (N,).

        Raises ValueError if it is unknown.
        """
        return true_function(self)(self.x)


def true_function(data: Dataset) -> Function:
    """Return the true function of a data set, or raise ValueError if it has none."""
    if data.function is None:
        raise ValueError(f"data must have a true function, {data.name} has none")
    return data.function


def standardized(data: Dataset) -> Dataset:
    """Return the data in standard units: both columns with mean 0 and standard deviation 1.

        zᵢ = (xᵢ − x̄)/sₓ,   uᵢ = (yᵢ − ȳ)/s_y,   s² = 1/N Σᵢ (xᵢ − x̄)²

    The line of least squares is then u = r z with the correlation r. The true function and σ are
    converted too, and the names of the axes say that they show z-scores; a column of equal values
    is only centered.

    >>> standardized(HOUSES).x.round(3).tolist()
    [-1.414, -0.707, 0.0, 0.707, 1.414]
    """
    (x_mean, x_scale), (y_mean, y_scale) = _scale(data.x), _scale(data.y)
    known = data.function

    def function(z: Array) -> Array:
        assert known is not None
        return np.asarray((known(x_mean + x_scale * z) - y_mean) / y_scale)

    return Dataset(
        name=data.name,
        x=(data.x - x_mean) / x_scale,
        y=(data.y - y_mean) / y_scale,
        noise=data.noise / y_scale,
        function=None if known is None else function,
        axes=(f"{data.axes[0]} (z)", f"{data.axes[1]} (z)"),
    )


def _scale(values: Array) -> tuple[float, float]:
    """Return the mean and the standard deviation, 1 if all values are the same."""
    mean, scale = float(values.mean()), float(values.std())
    return mean, scale if np.ptp(values) > 0 else 1.0


def line_data(
    slope: float = 2.0,
    intercept: float = 1.0,
    noise: float = 0.5,
    n: int = 100,
    interval: tuple[float, float] = (-2.0, 2.0),
    seed: int | np.random.Generator | None = None,
) -> Dataset:
    """Return points (xᵢ, yᵢ) around a straight line, evenly spaced in x.

        y = wx + b + σε,   ε ~ N(0, 1)

    slope, intercept: w and b.  noise: σ, at least 0.
    n: the number of points, at least 2, from the lower to the upper end of the interval.
    seed: a whole number of at least 0, or a Generator; it may be left out if σ is 0.
    Raises ValueError if an argument is out of range.
    """
    w, b = _number("slope", slope), _number("intercept", intercept)
    formula = f"{w:g} x {'-' if b < 0 else '+'} {abs(b):g}"
    return _sampled("line", lambda x: w * x + b, formula, noise, n, interval, seed)


def parabola_data(
    noise: float = 0.5,
    n: int = 100,
    interval: tuple[float, float] = (-2.0, 2.0),
    seed: int | np.random.Generator | None = None,
) -> Dataset:
    """Return points around y = x², evenly spaced in x; arguments as in `line_data`."""
    return _sampled("parabola", np.square, "x^2", noise, n, interval, seed)


def sine_data(
    noise: float = 0.25,
    n: int = 25,
    interval: tuple[float, float] = (0.0, 9.0),
    seed: int | np.random.Generator | None = None,
) -> Dataset:
    """Return points around y = sin x, evenly spaced in x; arguments as in `line_data`."""
    return _sampled("sine", np.sin, "sin x", noise, n, interval, seed)


def formula_data(
    formula: str,
    noise: float = 0.5,
    n: int = 100,
    interval: tuple[float, float] = (-2.0, 2.0),
    seed: int | np.random.Generator | None = None,
) -> Dataset:
    """Return points around the curve of a formula of x, evenly spaced in x.

        y = h(x) + σε,   ε ~ N(0, 1)

    formula: h as `from_formula` reads it, for instance "x**2" or "sin(x)"; the other arguments are
    those of `line_data`.
    Raises ValueError if it is no formula of x alone, is the same or not defined all over the
    interval, or if another argument is out of range.

    >>> formula_data("x^2", noise=0, n=3).y.tolist()
    [4.0, 0.0, 4.0]
    """
    curve = from_formula(formula, _ends(interval))
    if curve.dimension != 1:
        raise ValueError(f"formula must be one of x alone, got {formula!r}")

    def function(x: Array) -> Array:
        return np.asarray(curve.value(np.asarray(x)[..., np.newaxis]))

    return _sampled(curve.name, function, curve.formula, noise, n, interval, seed)


def _sampled(
    name: str,
    function: Function,
    formula: str,
    noise: float,
    n: int,
    interval: tuple[float, float],
    seed: int | np.random.Generator | None,
) -> Dataset:
    noise = checks.between("noise", noise, 0, np.inf)
    x = np.linspace(*_ends(interval), checks.whole("n", n, 2))
    y = function(x)
    if noise > 0:
        y = y + noise * checks.generator(seed).standard_normal(x.shape)
    return Dataset(name, x, y, noise, function, formula)


def _number(name: str, value: Any) -> float:
    number = checks.finite_array(name, value)
    if number.ndim != 0:
        raise ValueError(f"{name} must be one number, got {value!r}")
    return float(number)


def _ends(interval: Any) -> tuple[float, float]:
    ends = checks.finite_array("interval", interval)
    if ends.shape != (2,) or ends[0] >= ends[1]:
        raise ValueError(f"interval must be a pair (lower, upper), lower first, got {interval!r}")
    return float(ends[0]), float(ends[1])


SINE_POINTS = sine_data(noise=0.0, n=10)
"""sin x at x = 0, 1, …, 9: points that no line fits well."""

HOUSES = Dataset(
    name="houses",
    x=np.array([1.0, 2.0, 3.0, 4.0, 5.0]),
    y=np.array([150_000.0, 210_000.0, 290_000.0, 370_000.0, 450_000.0]),
    axes=("bedrooms of the house", "price in dollars"),
)
"""Five houses: the number of bedrooms and the true price in dollars."""

HOUSE_GUESSES = checks.read_only(np.array([250_000.0, 310_000.0, 340_000.0, 420_000.0, 150_000.0]))
"""Guesses of the five prices in dollars, each wrong, whose errors nevertheless add up to 0."""
