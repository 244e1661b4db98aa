"""How the best rate and the limit are written, and the equations from which they follow."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from manim import VMobject

from scenes.kit.rates.valley import Law, Valley
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction
from scenes.kit.words.update_rule import with_alpha

LONGEST = 8  # a fraction: one digit over two


def rule_of_rate(
    rules: Sequence[str], value: float, shown: str, color: str, room: float
) -> VMobject:
    """Return the first of some rules for α for which there is room, or the last.

    Each ends with `value` as it is `shown`, in a color; {} is the sign of equality before it.
    """
    equals = "=" if _is_exact(value, shown) else "approx"
    for math, size in product(rules, (TEXT_SIZE, SMALL_SIZE)):
        ending = f"{math.format(equals)} {{{{{shown} : value}}}}"
        rule = with_alpha(ending, size, value=color)
        if rule.width <= room:
            break
    return rule


def _is_exact(value: float, shown: str) -> bool:
    """Say whether `shown`, a number or a fraction, is `value` and no rounding of it."""
    over, _, under = shown.partition(" \\/ ")
    try:
        return bool(np.isclose(float(over) / float(under or 1), value, rtol=1e-9))
    except ValueError:  # with a power of ten
        return False


def best_name(valley: Valley) -> str:
    """Return the best rate as a fraction in Typst math markup, or as a number if it is none."""
    return simplest(valley.best)


def simplest(value: float) -> str:
    """Return a number as a fraction in Typst math markup, or in digits if it is no simple one."""
    shown = fraction(value).removesuffix(" \\/ 1")
    exact = len(shown) <= LONGEST and _is_exact(value, shown)
    return shown if exact else number(value, 3)


def crossing(along: Law, across: Law) -> VMobject:
    """Return the equation of the rate at which both factors are of one size."""
    left = along.factor.replace("α", " {{alpha : rate}}")
    right = f"{across.slope('')} {{{{alpha : other}}}} − 1"
    return formula(f"{left} = {right}", TEXT_SIZE, rate=theme.walker, other=theme.walker)
