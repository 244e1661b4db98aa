"""The lowest places of a function on a box, with no use of its derivatives."""

import itertools
from collections.abc import Callable

import numpy as np

from gd_math.checks import Array
from gd_math.fields import grid

PER_AXIS = {1: 4001, 2: 241}  # points of a grid, odd so that the middle of the box is one of them
MOST = 40  # places that are looked into
HALVINGS = 60


def dense_grid(lower: Array, upper: Array) -> Array:
    """Return the points (n, d) or (n, n, d) at which a formula is looked at, corners included."""
    return grid(lower, upper, (PER_AXIS[lower.size],) * lower.size)


def lowest_places(function: Callable[[Array], Array], lower: Array, upper: Array) -> Array:
    """Return where a function is lowest in its surroundings, to the last digits: (k, d).

    function: takes points (..., d), returns (...).
    From each point of a dense grid that is not above its neighbors, by trying the points around
    it and halving the distance when none is lower. At most 40 places, the lowest ones.
    """
    points = dense_grid(lower, upper)
    values = function(points)
    around = np.pad(values, 1, constant_values=np.inf)
    low, beside_higher = np.isfinite(values), np.zeros(values.shape, dtype=bool)
    for shift in itertools.product((0, 1, 2), repeat=values.ndim):
        window = tuple(slice(s, s + n) for s, n in zip(shift, values.shape, strict=True))
        low &= values <= around[window]
        beside_higher |= values < around[window]
    starts = points[low & beside_higher]
    starts = starts[np.argsort(values[low & beside_higher], kind="stable")][:MOST]
    spacing = (upper - lower) / (np.array(values.shape) - 1)
    return _refined(function, starts, spacing, lower, upper)


def _refined(
    function: Callable[[Array], Array], x: Array, step: Array, lower: Array, upper: Array
) -> Array:
    dimension = x.shape[-1]
    # The middle comes first, so that of equal values it is the one that is taken.
    offsets = np.array(sorted(itertools.product((-1, 0, 1), repeat=dimension), key=any))
    steps = np.tile(step, (len(x), 1))
    for _ in range(2 * HALVINGS):
        around = np.clip(x[:, np.newaxis] + offsets * steps[:, np.newaxis], lower, upper)
        best = np.argmin(function(around), axis=-1)
        x = np.take_along_axis(around, best[:, np.newaxis, np.newaxis], axis=1)[:, 0]
        steps[best == 0] /= 2
    return x
