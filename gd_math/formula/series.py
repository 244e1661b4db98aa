"""Power series of a formula along a ray, for points at which the chain rule divides 0 by 0.

    f(p + t·d) = c₀ + c₁ t^(1/q) + c₂ t^(2/q) + …,  t > 0

Of a root, of |u| and of max(u, v) such a series exists where a derivative does not: √(t² + t⁴) is
t + t³/2 + …, and its cosine is 1 − t²/2 + … again. So what is smooth after all shows up as smooth.
Arithmetic on truncated series: Griewank & Walther 2008, Evaluating Derivatives, chapter 13.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.formula.compile import Row

ORDER = 8  # powers of t that are kept; each root costs some, and two are needed
FINEST = 12  # the largest q
ROOTS = {"asin": 2, "acos": 2, "^": 4}  # at 1 an arc sine is like a root; uᵛ may be any
NEAR = 1e-4  # a coefficient whose share in the series at this distance …
NOTHING = 1e-4  # … is less than that is rounding: 1 − cos x is exactly 0 up to x = 1e-8


def denominator(rows: Sequence[Row]) -> int:
    """Return q, so that the series of all rows go in powers of t^(1/q), at most 12."""
    finest: list[int] = []
    for op, operands, number in rows:
        own = lcm(*(finest[operand] for operand in operands))
        if op in ROOTS:
            own *= ROOTS[op]
        if op == "power":
            own *= Fraction(number).limit_denominator(12).denominator
        finest.append(min(own, FINEST))
    return min(lcm(*finest), FINEST)


def along_rays(rows: Sequence[Row], x: Array, directions: Array, q: int) -> Array:
    """Return the coefficients (8q + 1, n, k) of the last row at x (n, d) along directions (k, d).

    They are NaN where the row is not defined along a ray.
    """
    point = np.broadcast_to(x[:, np.newaxis], (len(x), *directions.shape))
    series = _Series(q)
    results: list[Array] = []
    with np.errstate(all="ignore"):
        for op, operands, number in rows:
            if op == "number":
                results.append(series.constant(np.full(point.shape[:2], number)))
            elif op == "coordinate":
                result = series.constant(point[..., int(number)])
                result[q] = directions[:, int(number)]
                results.append(result)
            else:
                results.append(series.of(op, [results[operand] for operand in operands], number))
    return results[-1]


def one_sided(c: Array, q: int) -> tuple[Array, Array]:
    """Return df/dt and d²f/dt² at t = 0 from the series (K, …) of f: ±∞ where there is t^(1/2)."""
    order = (np.arange(len(c)) / q).reshape(-1, *[1] * (c.ndim - 1))
    found = significant(np.where(order == 0, 0.0, c), q)
    results = []
    for k, factor in ((1, order), (2, order * (order - 1))):
        steep = found & (order < k) & (order != 1)
        at = np.argmax(steep, axis=0)[np.newaxis]
        first = np.take_along_axis(np.where(steep, factor * c, 0.0), at, axis=0)[0]
        results.append(np.where(steep.any(axis=0), np.copysign(np.inf, first), k * c[k * q]))
    return results[0], results[1]


def significant(c: Array, q: int) -> NDArray[np.bool_]:
    """Tell which coefficients of a series (K, …) are more than rounding: (K, …)."""
    distance = NEAR ** (np.arange(len(c)) / q)
    share = np.abs(c) * distance.reshape(-1, *[1] * (c.ndim - 1))
    return np.asarray((share > NOTHING * share.max(axis=0)) & (c != 0))


class _Series:
    """Operations on series (K, …), K = 8q + 1."""

    def __init__(self, q: int) -> None:
        self.q, self.size = q, ORDER * q + 1

    def of(self, op: str, args: list[Array], number: float) -> Array:
        u, v = args[0], args[-1]
        match op:
            case "+":
                return u + v
            case "-":
                return u - v
            case "neg":
                return -u
            case "*":
                return self.times(u, v)
            case "/":
                return self.over(u, v)
            case "power":
                return self.power(u, np.full(u.shape[1:], number))
            case "^":
                return self.raised(u, v)
            case "abs":
                return np.where(self.leading(u)[1] < 0, -u, u)
            case "max":
                return np.where(self.leading(u - v)[1] < 0, v, u)
            case "min":
                return np.where(self.leading(u - v)[1] < 0, u, v)
        return self.function(op, u)

    def function(self, op: str, u: Array) -> Array:
        one = self.constant(np.ones(u.shape[1:]))
        match op:
            case "exp":
                return self.exp(u)
            case "ln":
                return self.integral(np.log(u[0]), self.over(self.slope(u), u))
            case "sin":
                return self.waves(u, -1.0)[0]
            case "cos":
                return self.waves(u, -1.0)[1]
            case "tan":
                return self.over(*self.waves(u, -1.0))
            case "sinh":
                return self.waves(u, 1.0)[0]
            case "cosh":
                return self.waves(u, 1.0)[1]
            case "tanh":
                return self.tanh(u)
            case "sigmoid":
                return (one + self.tanh(u / 2)) / 2
            case "atan":
                return self.atan(u)
        half = np.full(u.shape[1:], 0.5)
        root = self.power(one - self.times(u, u), half)
        asin = 2 * self.atan(self.over(u, one + root))  # has no pole at 1, unlike asin′
        return asin if op == "asin" else self.constant(np.full(u.shape[1:], np.pi / 2)) - asin

    def constant(self, value: Array) -> Array:
        result = np.zeros((self.size, *value.shape))
        result[0] = value
        return result

    def leading(self, u: Array) -> tuple[NDArray[np.intp], Array]:
        """Return the order of the first coefficient, and the coefficient; 0 if all are zero."""
        found = significant(u, self.q)
        order = np.argmax(found, axis=0)
        first = np.take_along_axis(u, order[np.newaxis], axis=0)[0]
        return order, np.where(found.any(axis=0), first, 0.0)

    def times(self, u: Array, v: Array) -> Array:
        result = np.zeros_like(u)
        for k in range(self.size):
            result[k:] += u[k] * v[: self.size - k]
        return result

    def over(self, u: Array, v: Array) -> Array:
        result = np.zeros_like(u)
        for k in range(self.size):
            result[k] = (u[k] - (v[1 : k + 1] * result[:k][::-1]).sum(axis=0)) / v[0]
        return result

    def slope(self, u: Array) -> Array:
        """Return s·du/ds in s = t^(1/q), so that its coefficients are k·uₖ."""
        return u * np.arange(self.size).reshape(-1, *[1] * (u.ndim - 1))

    def integral(self, start: Array, slope: Array) -> Array:
        """Return the series with that `slope` and that value at 0."""
        result = slope / np.maximum(np.arange(self.size), 1).reshape(-1, *[1] * (slope.ndim - 1))
        result[0] = start
        return result

    def exp(self, u: Array) -> Array:
        result, slope = self.constant(np.exp(u[0])), self.slope(u)
        for k in range(1, self.size):
            result[k] = (slope[1 : k + 1] * result[:k][::-1]).sum(axis=0) / k
        return result

    def waves(self, u: Array, sign: float) -> tuple[Array, Array]:
        """Return sin u and cos u, or sinh u and cosh u if the sign is 1."""
        first, second = (np.sinh, np.cosh) if sign > 0 else (np.sin, np.cos)
        sine, cosine, slope = self.constant(first(u[0])), self.constant(second(u[0])), self.slope(u)
        for k in range(1, self.size):
            sine[k] = (slope[1 : k + 1] * cosine[:k][::-1]).sum(axis=0) / k
            cosine[k] = sign * (slope[1 : k + 1] * sine[:k][::-1]).sum(axis=0) / k
        return sine, cosine

    def tanh(self, u: Array) -> Array:
        """Return tanh(u₀ + w) = (tanh u₀ + tanh w)/(1 + tanh u₀ tanh w), which cannot overflow."""
        first = np.tanh(u[0])
        rest = u.copy()
        rest[0] = 0
        grown = self.over(*self.waves(rest, 1.0))
        one = self.constant(np.ones(u.shape[1:]))
        return self.over(self.constant(first) + grown, one + first * grown)

    def atan(self, u: Array) -> Array:
        one = self.constant(np.ones(u.shape[1:]))
        return self.integral(np.arctan(u[0]), self.over(self.slope(u), one + self.times(u, u)))

    def power(self, u: Array, exponent: Array) -> Array:
        """Return u^exponent: of u = s^m (w₀ + w₁ s + …) it is s^(m·exponent) w^exponent."""
        order, first = self.leading(u)
        w = self._moved(u, -order)
        result = self.constant(w[0] ** exponent)
        for k in range(1, self.size):
            factors = exponent * np.arange(1, k + 1).reshape(-1, *[1] * exponent.ndim)
            factors = factors - np.arange(k - 1, -1, -1).reshape(-1, *[1] * exponent.ndim)
            result[k] = (factors * w[1 : k + 1] * result[:k][::-1]).sum(axis=0) / (k * w[0])
        result = self._moved(result, np.ceil(np.round(order * exponent, 9)).astype(np.intp))
        result = np.where((order * exponent < 0) & (first != 0), np.nan, result)
        of_zero = self.constant(0.0**exponent)
        return np.where(first == 0, np.where(exponent < 0, np.nan, of_zero), result)

    def raised(self, u: Array, v: Array) -> Array:
        """Return uᵛ, and of it only the first term where u is 0 at the point.

        The next terms have a factor t ln t more, which no series has.
        """
        at_zero = self.leading(u)[0] > 0
        constant = (v[1:] == 0).all(axis=0)
        simple = self.power(u, v[0])
        first_term = np.where(np.cumsum(simple != 0, axis=0) > 1, 0.0, simple)
        logarithm = self.integral(np.log(u[0]), self.over(self.slope(u), u))
        general = self.exp(self.times(v, logarithm))
        return np.where(constant, simple, np.where(at_zero, first_term, general))

    def _moved(self, u: Array, by: NDArray[np.intp]) -> Array:
        """Return u·s^by, with zeros for what moves in at either end."""
        places = np.arange(self.size).reshape(-1, *[1] * by.ndim) - by
        inside = (places >= 0) & (places < self.size)
        moved = np.take_along_axis(u, np.clip(places, 0, self.size - 1), axis=0)
        return np.where(inside, moved, 0.0)
