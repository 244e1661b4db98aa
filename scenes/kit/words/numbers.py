"""How a number is set, the same on screen and in captions: its digits, power of ten and sign."""

from collections.abc import Iterable
from math import floor, isinf, isnan, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

MINUS = "−"  # the mathematical sign; a hyphen would be too short
INFINITY = "∞"
FIXED = range(-4, 5)  # powers of ten of the leading digit that need no power of ten beside them
NOISE = 1e-9  # what is smaller than this share of its scale comes from rounding
MOST_DIGITS = 12
COUNTS = "no", "one", "two", "three", "four", "five", "six"
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def number(value: float, digits: int = 6, scale: float = 0.0) -> str:
    """Return `value` to so many significant digits, without zeros at the end.

    All digits before the point are kept. Below 10⁻⁴ and from 10⁵ on it has a power of ten.
    `scale` is the size of what the value stands beside: a billionth of it, or less, is 0.

    The text is good for captions, for `text` and for `formula` alike. Raises ValueError for NaN.

    >>> number(0.1 + 0.2), number(-0.5), number(5e-5), number(3.21e18, 2), number(1e-17, scale=1)
    ('0.3', '−0.5', '5 · 10⁻⁵', '3.2 · 10¹⁸', '0')
    """
    exact = _number(value)
    if isinf(exact):
        return f"{MINUS if exact < 0 else ''}{INFINITY}"
    if abs(exact) <= NOISE * scale:
        return "0"
    mantissa, exponent = f"{exact:.{max(digits, 1) - 1}e}".split("e")
    power = int(exponent)
    if power in FIXED or exact == 0:
        return _short(f"{exact:.{max(digits - 1 - power, 0)}f}")
    return with_power(_short(mantissa), power)


def with_power(mantissa: str, power: int) -> str:
    """Return so many times that power of ten, without a factor 1.

    >>> with_power("2.6", 18), with_power("1", -5)
    ('2.6 · 10¹⁸', '10⁻⁵')
    """
    raised = f"10{str(power).translate(RAISED)}"
    return raised if mantissa == "1" else f"{mantissa} · {raised}"


def factor(value: float, digits: int = 3, scale: float = 1.0) -> str:
    """Return the number as a factor: in parentheses if it is negative.

    >>> factor(0.95), factor(-0.9), factor(-1e-17)
    ('0.95', '(−0.9)', '0')
    """
    shown = number(value, digits, scale)
    return f"({shown})" if shown.startswith(MINUS) else shown


def percent(share: float, digits: int = 2) -> str:
    """Return `share` in percent. Only nothing is 0%, and only all is 100%.

    >>> percent(0.256), percent(0.0003), percent(0.9996), percent(1)
    ('26%', 'less than 0.1%', 'more than 99.9%', '100%')
    """
    if 0 < share < 0.001:
        return "less than 0.1%"
    if 0.999 < share < 1:
        return "more than 99.9%"
    return f"{number(100 * share, 3 if 0.99 < share < 1 else digits)}%"


def in_words(count: int) -> str:
    """Return a number of things as a word: beyond six they are many.

    >>> in_words(0), in_words(3), in_words(40)
    ('no', 'three', 'many')
    """
    return COUNTS[count] if count < len(COUNTS) else "many"


def distinct(values: ArrayLike, digits: int = 2, scale: float = 0.0) -> list[str]:
    """Return the numbers with so many digits, or as many more as show which of them differ.

    Those that differ by a billionth of `scale`, or less, are the same.

    >>> distinct([0.5, 0.25]), distinct([-1.2345, -1.2341])
    (['0.5', '0.25'], ['−1.2345', '−1.2341'])
    """
    numbers = np.asarray(values, dtype=float)
    ordered = np.sort(numbers)
    steps = np.diff(ordered) > max(NOISE * scale, 1e-12 * float(np.abs(ordered).max(initial=0)))
    kinds = int(steps.sum()) + 1
    while True:
        shown = [number(value, digits, scale) for value in numbers]
        if len(set(shown)) >= kinds or digits >= MOST_DIGITS:
            return shown
        digits += 1


def power_of_ten(shown: int) -> str:
    """Return what stands behind numbers that are shown as multiples of a power of ten.

    >>> power_of_ten(-5), power_of_ten(0)
    ('· 10⁻⁵', '')
    """
    return f"· 10{str(shown).translate(RAISED)}" if shown else ""


class Form(NamedTuple):
    """How all numbers of one quantity are set, so that they can be compared and keep their width.

    `decimals` stand after the point, and up to `digits` before it; all of them are multiples of
    ten to the `power`. Where none is below 0 they are not `signed`: no room is kept for a minus.
    """

    decimals: int = 2
    digits: int = 1
    power: int = 0
    signed: bool = True

    @classmethod
    def of(cls, values: ArrayLike, decimals: int = 2) -> "Form":
        """Return the form for `values`; `decimals` are those of numbers about 1.

        Smaller numbers have more of them, and larger ones fewer.

        >>> Form.of([0.5, -2])
        Form(decimals=2, digits=1, power=0, signed=True)
        >>> Form.of(0.0123), Form.of([2e18, 0])
        (Form(decimals=3, digits=1, power=0, signed=False), \
Form(decimals=2, digits=1, power=18, signed=False))
        """
        numbers = np.asarray(values, dtype=float).ravel()
        signed, numbers = bool(np.any(numbers < 0)), np.abs(numbers)
        largest = float(numbers.max(initial=0.0, where=np.isfinite(numbers)))
        if largest < 1e-300:
            return cls(decimals, signed=signed)
        power = floor(log10(largest))
        if power in FIXED:
            decimals = max(decimals + max(-power - 1, 0) - max(power - 2, 0), 0)
            power = 0
        shown = f"{largest / 10.0**power:.{decimals}f}"
        return cls(decimals, len(shown.partition(".")[0]), power, signed)

    @classmethod
    def exact(cls, value: float, decimals: int = 2) -> "Form":
        """Return the form for `value` alone, with at least so many decimals and all that it has.

        >>> Form.exact(0.125), Form.exact(-5e-5)
        (Form(decimals=3, digits=1, power=0, signed=False), \
Form(decimals=0, digits=1, power=-5, signed=True))
        """
        digits, _, unit = number(value).partition(" · ")
        form = cls.of(value, decimals)
        places = len(digits.partition(".")[2])
        return form._replace(decimals=places if unit else max(decimals, places))

    def mantissa(self, value: float) -> str:
        """Return the digits of `value`, without the power of ten, and no minus before a zero.

        >>> Form(2).mantissa(-0.001), Form(1, 1, 18).mantissa(-3.21e18)
        ('0.00', '−3.2')
        """
        exact = _number(value)
        if isinf(exact):
            return f"{MINUS if exact < 0 else ''}{INFINITY}"
        shown = f"{exact / 10.0**self.power:.{self.decimals}f}"
        if float(shown) == 0:
            shown = shown.lstrip("-")
        return shown.replace("-", MINUS)

    def __call__(self, value: float) -> str:
        """Return `value` in this form, for captions, `text` and `formula`."""
        return f"{self.mantissa(value)} {power_of_ten(self.power)}".rstrip()

    def rounded(self, value: float) -> float:
        """Return the number that is read where `value` is shown."""
        return float(f"{value / 10.0**self.power:.{self.decimals}f}") * 10.0**self.power

    def telling(self, values: ArrayLike) -> "Form":
        """Return this form with as many more decimals as it takes to tell `values` apart.

        What differs by less than a ten-thousandth of the largest is the same.
        """
        numbers, form = np.unique(np.asarray(values, dtype=float)), self
        gaps = np.diff(numbers) > 1e-4 * np.abs(numbers).max(initial=0)
        while form.decimals < self.decimals + MOST_DIGITS and any(
            form.mantissa(low) == form.mantissa(high)
            for low, high in zip(numbers[:-1][gaps], numbers[1:][gaps], strict=True)
        ):
            form = form._replace(decimals=form.decimals + 1)
        return form

    def giving(self, result: "Form", times: float, values: Iterable[float]) -> "Form":
        """Return this form with as many more decimals as it takes for a product to agree.

        With them each of `values` as shown, times `times`, is shown in the form `result` as the
        product itself is.
        """
        numbers = [*values]
        form = self
        while form.decimals < self.decimals + MOST_DIGITS and any(
            result.mantissa(times * form.rounded(value)) != result.mantissa(times * value)
            for value in numbers
        ):
            form = form._replace(decimals=form.decimals + 1)
        return form


def _number(value: float) -> float:
    exact = float(value)
    if isnan(exact):
        raise ValueError("the number to show is NaN (not a number), and must be a number")
    return exact


def _short(shown: str) -> str:
    """Return the digits without zeros after the last that counts, and with a true minus sign."""
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in {"-0", "0"} else shown.replace("-", MINUS)


def round_step(span: float, most: int) -> float:
    """Return a round distance, of 1, 2 or 5 times a power of ten, at most `most` times in `span`.

    >>> round_step(0.52, 6), round_step(5.1, 4)
    (0.1, 2.0)
    """
    power = 10.0 ** floor(log10(span / most))
    steps = (float(power * step) for step in (1, 2, 5, 10))
    return next(round(step, 12) for step in steps if (most + 1) * step > span)
