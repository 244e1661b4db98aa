"""Which heights of a loss are distinguished: by color, contour lines and height in the frame."""

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss
from scenes.kit.arguments import checked

Array = NDArray[np.float64]

TALLEST = 4  # times as far above the lowest as the median


def spread(values: Array) -> tuple[float, float]:
    """Return the lowest of some `values` of a loss, and the highest that is distinguished.

    That is the highest of all, but not more than four times as far above the lowest as the median:
    steep walls round a valley, which many test functions have, would else leave all that lies
    between them flat, and of one color.
    """
    lowest, top, median = (float(f(values)) for f in (np.min, np.max, np.median))
    return lowest, min(top, lowest + TALLEST * (median - lowest)) if median > lowest else top


def levels_between(lowest: float, highest: float, count: int) -> Array:
    """Return the heights of so many contour lines, evenly spaced, none at either end, (count,)."""
    return lowest + (np.arange(count) + 0.5) / count * (highest - lowest)


def round_levels(lowest: float, highest: float, most: int) -> Array:
    """Return round heights of at most so many contour lines, evenly spaced, none near an end.

    They stand half a step off 0, where saddles are often.

    >>> round_levels(-1, 1, 6).round(6).tolist()
    [-0.75, -0.45, -0.15, 0.15, 0.45, 0.75]
    """
    decade = 10.0 ** np.floor(np.log10((highest - lowest) / most))
    for step in decade * np.array([1, 2, 3, 5, 10, 20]):
        counts = np.arange(np.floor(lowest / step) - 1, np.ceil(highest / step) + 1) + 0.5
        inside = (counts * step > lowest + step / 4) & (counts * step < highest - step / 4)
        if inside.sum() <= most:
            break
    return np.asarray(counts[inside] * step)


@checked
def span(loss: Loss) -> tuple[float, float]:
    """Return the lowest value of `loss` in its domain, and the highest that is distinguished."""
    lower, upper = loss.domain
    shares = np.stack(np.meshgrid(*2 * [np.linspace(0, 1, 65)]), axis=-1)
    values = loss.value(lower + shares * (upper - lower))
    return spread(np.append(values, [minimum.value for minimum in loss.minima]))
