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


@checked
def span(loss: Loss) -> tuple[float, float]:
    """Return the lowest value of `loss` in its domain, and the highest that is distinguished."""
    lower, upper = loss.domain
    shares = np.stack(np.meshgrid(*2 * [np.linspace(0, 1, 65)]), axis=-1)
    values = loss.value(lower + shares * (upper - lower))
    return spread(np.append(values, [minimum.value for minimum in loss.minima]))
