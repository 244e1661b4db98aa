"""A quadratic loss written out in Typst math markup, with its own numbers."""

import numpy as np

from gd_math.checks import Array

MOST_TERMS = 10  # beyond that the matrix is only named


def quadratic_formula(matrix: Array, center: Array) -> str:
    """Return ½ (x − c)ᵀ H (x − c) in Typst math markup.

    matrix: H (d, d), symmetric.  center: c (d,).
    Up to three variables are x, y, z, more are x_1, x_2, …. Numbers have 6 significant digits.
    With more than 10 terms the vector and the matrix are not written out.
    """
    shifted = [_shifted(*pair) for pair in zip(_names(len(matrix)), center, strict=True)]
    pairs = [pair for pair in zip(*np.triu_indices(len(matrix)), strict=True) if matrix[pair] != 0]
    if not pairs:
        return "0"
    if len(pairs) > MOST_TERMS:
        away = "(x - c)" if center.any() else "x"
        return f"1/2 {away}^T H {away}"
    factors = np.array([matrix[i, j] / 2 if i == j else matrix[i, j] for i, j in pairs])
    # Halves are easier to read as one fraction.
    halved = _are_whole(2 * factors) and not _are_whole(factors)
    products = [f"{shifted[i]}^2" if i == j else f"{shifted[i]} {shifted[j]}" for i, j in pairs]
    total = _sum(2 * factors if halved else factors, products)
    if not halved:
        return total
    return f"({total})/2" if " " in total else f"{total}/2"


def _names(dimension: int) -> list[str]:
    if dimension <= 3:
        return ["x", "y", "z"][:dimension]
    return [f"x_{i + 1}" if i < 9 else f"x_({i + 1})" for i in range(dimension)]


def _shifted(name: str, center: float) -> str:
    if center == 0:
        return name
    return f"({name} {'-' if center > 0 else '+'} {_number(abs(center))})"


def _sum(factors: Array, products: list[str]) -> str:
    """Return Σ factor·product."""
    text = ""
    for factor, product in zip(factors, products, strict=True):
        if text:
            text += " + " if factor > 0 else " - "
        elif factor < 0:
            text += "-"
        size = _number(abs(factor))
        text += product if size == "1" else f"{size} {product}"
    return text


def _number(value: float) -> str:
    digits, _, power = f"{value:.6g}".partition("e")
    if not power:
        return digits
    ten = f"10^({int(power)})"
    return ten if digits == "1" else f"{digits} times {ten}"


def _are_whole(numbers: Array) -> bool:
    return bool((numbers == np.round(numbers)).all())
