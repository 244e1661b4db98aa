"""The loss of a formula, whatever was typed, or a sentence that says what to type instead."""

from typing import Any

import numpy as np

from gd_math import Loss, from_formula, grid

STEEP = 50  # times as high above the lowest as the median: no window shows such a height
ROOMY = 0.9  # of a window: there all minima must be
LONGEST = 3.0  # times the other: a longer side of a window is not shown
SAMPLES = 65  # of the loss along each side


def formula_loss(formula: str, window: Any) -> Loss:
    """Return the loss of x, or of x and y, of the knob FORMULA, on that of the knob WINDOW.

    window: (lower, upper), numbers or corners; () for one that shows the minima, passes and tops.
    Of those found, one in which almost all is dwarfed by its rim is halved until that is not so,
    as long as all minima stay in it.

    Raises ValueError, naming the knobs, for what is no formula and where it is not defined.
    """
    try:
        loss = from_formula(formula, tuple(window) if len(window) else None)
        if not len(window):
            loss = _without_rim(formula, loss)
    except ValueError as error:
        raise ValueError(_in_knobs(str(error))) from None
    sides = loss.domain[1] - loss.domain[0]
    if sides.max() > LONGEST * sides.min():
        raise ValueError(
            f"WINDOW is {tuple(window)!r}, and must have sides that are at most {LONGEST:g} times "
            "as long as the other: choose other corners, or write x or y in another unit"
        )
    return loss


def _without_rim(formula: str, loss: Loss) -> Loss:
    """Return the loss on the window about its minima that its rim does not dwarf."""
    best, steep = loss, _steepness(loss)
    while steep > STEEP:
        lower, upper = best.domain
        middle, half = (lower + upper) / 2, (upper - lower) / 4
        inside = [np.all(np.abs(minimum.x - middle) < ROOMY * half) for minimum in loss.minima]
        smaller = from_formula(formula, (middle - half, middle + half))
        if not inside or not all(inside) or _steepness(smaller) > steep / 2:
            break  # as it is with powers: however near, they look the same
        best, steep = smaller, _steepness(smaller)
    return best


def _steepness(loss: Loss) -> float:
    """Return how many times as high above the lowest the highest is as the median."""
    values = loss.value(grid(*loss.domain, (SAMPLES,) * loss.dimension))
    lowest, median = float(np.min(values)), float(np.median(values))
    return float(np.max(values) - lowest) / max(median - lowest, 1e-300)


def _in_knobs(message: str) -> str:
    """Return what was wrong with a formula in the words of the knobs."""
    for word, knob in (
        ("formula must", "FORMULA must"),
        ("all over its domain", "all over the window"),
        ("on its domain", "in the window"),
        ("a larger domain", "a larger WINDOW"),
        ("give a domain", "give a WINDOW"),
        ("domain=", "WINDOW="),
        ("corner of domain", "corner of WINDOW"),
        ("domain must", "WINDOW must"),
        ("lower must be below upper in every coordinate", "WINDOW must go from low to high"),
    ):
        message = message.replace(word, knob)
    return message
