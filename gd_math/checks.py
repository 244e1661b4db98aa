"""Checks of arguments: each returns the value with its proper type, or raises ValueError."""

import math
import operator
import reprlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_MEMORY = 4_000_000_000  # bytes, of one result

# Kinds of arrays that NumPy would turn into floats and should not.
UNSUITABLE = {
    "b": "truth values",
    "c": "complex numbers",
    "M": "dates",
    "m": "spans of time",
    "S": "texts",
    "T": "texts",
    "U": "texts",
    "V": "records",
}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless the number is 1."""
    plural = "minima" if noun == "minimum" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def finite_array(name: str, value: Any) -> Array:
    """Return `value` as an array of finite floats.

    Raises ValueError for what only looks like numbers: texts, dates, truth values, complex numbers
    and masked entries, which would lose their meaning.
    """
    what = f"{name} must be an array of real numbers, got"
    if np.ma.is_masked(value) or _holds_masked(value):
        raise ValueError(f"{what} masked entries: fill them in or leave them out")
    try:
        array = np.asarray(value)
        unsuitable = UNSUITABLE.get(array.dtype.kind)
        if array.dtype.kind == "O":
            unsuitable = next(filter(None, map(_unsuitable, array.flat)), None)
        if unsuitable:
            raise ValueError(f"{what} {unsuitable}: {shown(value)}")
        array = array.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{name} must be numbers below 1.8e308, got {shown(value)}") from None
    except (TypeError, ValueError) as error:
        if str(error).startswith(name):
            raise
        raise ValueError(f"{what} {shown(value)}") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got {_excerpt(array)}")
    return array


def fits_in_memory(what: str, numbers: int, advice: str) -> None:
    """Raise ValueError, with the advice, unless so many floats take at most 4 GB."""
    size = 8 * numbers
    if size > MOST_MEMORY:
        raise ValueError(
            f"{what} would take {size / 1e9:.3g} GB of memory, at most {MOST_MEMORY / 1e9:g} GB "
            f"are allowed: {advice}"
        )


def shown(value: Any) -> str:
    """Return the repr of a value, cut short and on one line."""
    return " ".join(reprlib.repr(value).split())


def saturated(array: Array) -> Array:
    """Return `array` with the largest float for infinities of either sign and for NaN."""
    if np.isfinite(array).all():
        return array
    largest = np.finfo(np.float64).max
    return np.asarray(np.nan_to_num(array, nan=largest, posinf=largest, neginf=-largest))[()]


def points(name: str, value: Any, dimension: int) -> Array:
    """Return `value` as an array of finite floats of shape (..., dimension)."""
    array = finite_array(name, value)
    if array.ndim == 0 or array.shape[-1] != dimension:
        raise ValueError(
            f"{name} must have shape (..., {dimension}), one entry per coordinate in its last "
            f"axis, got shape {array.shape}"
        )
    return array


def one_point(name: str, value: Any, dimension: int) -> Array:
    """Return `value` as one point, an array of finite floats of shape (dimension,)."""
    point = points(name, value, dimension)
    if point.ndim != 1:
        raise ValueError(f"{name} must be one point ({dimension},), got shape {point.shape}")
    return point


def learning_rates(value: Any) -> Array:
    """Return the argument learning_rate as an array (n,), n at least 1, of numbers above 0."""
    rates = finite_array("learning_rate", value)
    if rates.ndim != 1 or rates.size == 0 or rates.min() <= 0:
        raise ValueError(f"learning_rate must be numbers above 0 of shape (n,), got {rates}")
    return rates


def box(lower: Any, upper: Any, dimension: int | None = None) -> tuple[Array, Array]:
    """Return the two corners of a box as read-only arrays of shape (d,), with lower < upper."""
    low, high = finite_array("lower", lower), finite_array("upper", upper)
    if low.ndim != 1 or low.size == 0 or low.shape != high.shape:
        raise ValueError(
            f"lower and upper must be two corners of the same shape (d,), "
            f"got shapes {low.shape} and {high.shape}"
        )
    if dimension is not None and low.size != dimension:
        raise ValueError(f"lower and upper must have shape ({dimension},), got {low.shape}")
    if not (low < high).all():
        raise ValueError(
            f"lower must be below upper in every coordinate, got {_excerpt(low)} and "
            f"{_excerpt(high)}"
        )
    return read_only(low.copy()), read_only(high.copy())


def symmetric_matrix(name: str, value: Any) -> Array:
    """Return `value` as a new (d, d) array that equals its transpose to the last bit."""
    matrix = finite_array(name, value)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.size == 0:
        raise ValueError(f"{name} must have shape (d, d), got {matrix.shape}")
    if not np.allclose(matrix, matrix.T, rtol=1e-10, atol=1e-12 * np.abs(matrix).max()):
        raise ValueError(f"{name} must be symmetric, got {matrix.tolist()}")
    return matrix / 2 + matrix.T / 2


def positive(name: str, value: Any) -> float:
    """Return `value` as a float that is finite and above zero."""
    number = _real(name, value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be a finite number above 0, got {shown(value)}")
    return number


def between(name: str, value: Any, lower: float, upper: float) -> float:
    """Return `value` as a float with lower <= value < upper."""
    number = _real(name, value)
    if not lower <= number < upper:
        raise ValueError(
            f"{name} must be at least {lower:g} and below {upper:g}, got {shown(value)}"
        )
    return number


def whole(name: str, value: Any, minimum: int) -> int:
    """Return `value` as an int that is at least `minimum`."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, (bool, np.bool_)) or number < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, got {shown(value)}")
    return number


def generator(seed: Any) -> np.random.Generator:
    """Return a Generator as it is, and for a whole number of at least 0 the one it seeds."""
    if isinstance(seed, np.random.Generator):
        return seed
    return np.random.default_rng(whole("seed", seed, 0))


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view of `array` that cannot be written through."""
    view = array.view()
    view.flags.writeable = False
    return view


def _unsuitable(entry: Any) -> str | None:
    """Return what an entry of an array of objects is, None if it may be a real number."""
    return "no number" if entry is None else UNSUITABLE.get(np.asarray(entry).dtype.kind)


def _holds_masked(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and any(
        entry is np.ma.masked or np.ma.is_masked(entry) for entry in value
    )


def _real(name: str, value: Any) -> float:
    if value is np.ma.masked or np.ndim(value) or _unsuitable(value):
        raise ValueError(f"{name} must be a number, got {shown(value)}")
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a number, got {shown(value)}") from None


def _excerpt(array: Array) -> str:
    return np.array2string(array, threshold=6, edgeitems=2, precision=4)
