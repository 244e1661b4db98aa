"""Losses of any number of variables that are a sum of one and the same function of each."""

import itertools

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss
from gd_math.losses.parts import diagonal, minima

# The minima are a list, and there are 2^d and 11^d of them.
STYBLINSKI_TANG_MOST = 10
RASTRIGIN_MOST = 3

STYBLINSKI_TANG_VALLEYS = (-2.903534027771177, 2.746802770990837)
"""Where 2t³ − 16t + 5/2 = 0 and t⁴ − 16t² + 5t has a minimum."""

_RIGHT = (
    0.9949586376523348,
    1.9899122337085495,
    2.984855701039481,
    3.9797838603007536,
    4.974691390895051,
)
RASTRIGIN_VALLEYS = (*(-t for t in reversed(_RIGHT)), 0.0, *_RIGHT)
"""Where 2t + 20π sin 2πt = 0 and t² − 10 cos 2πt has a minimum, within ±5.12."""


def styblinski_tang(dimension: int) -> Loss:
    """Return the loss of Styblinski and Tang in d variables: two valleys in each of them.

        f(x) = ½ Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ)

    dimension: d, from 1 to 10.  Domain ±5.
    It has 2ᵈ minima, at all combinations of −2.903534 (−39.166166 each, so the global minimum
    has it in every coordinate) and 2.746803 (−25.029447 each); 3ᵈ stationary points in all.
    Raises ValueError for another number of dimensions.
    Source: Styblinski & Tang 1990, Neural Networks 3(4), 467–483.
    """
    d = _dimension(dimension, STYBLINSKI_TANG_MOST)
    return Loss(
        name="Styblinski–Tang",
        value=_styblinski_tang,
        gradient=_styblinski_tang_gradient,
        hessian=_styblinski_tang_hessian,
        domain=(np.full(d, -5.0), np.full(d, 5.0)),
        minima=minima(_styblinski_tang, itertools.product(STYBLINSKI_TANG_VALLEYS, repeat=d)),
        formula=f"({_written_out(d, '{}^4 - 16 {}^2 + 5 {}')})/2"
        if d <= 3
        else f"1/2 sum_(i=1)^{d} (x_i^4 - 16 x_i^2 + 5 x_i)",
    )


def rastrigin(dimension: int) -> Loss:
    """Return Rastrigin's loss in d variables: a bowl with a valley near every whole number.

        f(x) = 10d + Σ (xᵢ² − 10 cos 2πxᵢ)

    dimension: d, from 1 to 3.  Domain ±5.12.
    It has 11ᵈ minima in the domain, the global one, of value 0, at the origin; 21ᵈ stationary
    points in all.
    Raises ValueError for another number of dimensions.
    Source: Rastrigin 1974, Systems of Extremal Control, Nauka, Moscow (d = 2); Mühlenbein,
    Schomisch & Born 1991, Parallel Computing 17(6–7), 619–632 (any d).
    """
    d = _dimension(dimension, RASTRIGIN_MOST)
    return Loss(
        name="Rastrigin",
        value=_rastrigin,
        gradient=_rastrigin_gradient,
        hessian=_rastrigin_hessian,
        domain=(np.full(d, -5.12), np.full(d, 5.12)),
        minima=minima(_rastrigin, itertools.product(RASTRIGIN_VALLEYS, repeat=d)),
        formula=f"{10 * d} + {_written_out(d, '{}^2 - 10 cos(2 pi {})')}",
    )


def _styblinski_tang(x: Array) -> Array:
    return np.asarray((x * (x * (x**2 - 16) + 5)).sum(axis=-1) / 2)[()]


def _styblinski_tang_gradient(x: Array) -> Array:
    gradient: Array = x * (2 * x**2 - 16) + 2.5
    return gradient


def _styblinski_tang_hessian(x: Array) -> Array:
    return diagonal(6 * x**2 - 16)


def _rastrigin(x: Array) -> Array:
    # 10 − 10 cos 2πt = 20 sin² πt, which keeps its digits near 0.
    return np.asarray((x**2 + 20 * np.sin(np.pi * x) ** 2).sum(axis=-1))[()]


def _rastrigin_gradient(x: Array) -> Array:
    gradient: Array = 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)
    return gradient


def _rastrigin_hessian(x: Array) -> Array:
    return diagonal(2 + 40 * np.pi**2 * np.cos(2 * np.pi * x))


def _dimension(dimension: int, most: int) -> int:
    d = checks.whole("dimension", dimension, 1)
    if d > most:
        raise ValueError(
            f"dimension must be at most {most}, so that the minima fit a list, got {d}"
        )
    return d


def _written_out(dimension: int, term: str) -> str:
    """Return the sum of the term with x, y and z in turn for its {}."""
    return " + ".join(term.replace("{}", name) for name in "xyz"[:dimension])


STYBLINSKI_TANG = styblinski_tang(2)
"""f(x, y) = (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)/2: four valleys, one of them the deepest.

Global minimum −78.3323 at (−2.9035, −2.9035); see `styblinski_tang`.
"""

RASTRIGIN = rastrigin(2)
"""f(x, y) = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy: 121 valleys, the deepest at the origin.

See `rastrigin`.
"""
