"""The lowest places of a function on a box, with no use of its derivatives."""

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.fields import grid

PER_AXIS = {1: 4001, 2: 241}  # points of a grid, odd so that the middle of the box is one of them
MOST = 60  # places that are looked into
PARTS = {1: 36, 2: 6}  # of an axis; the lowest places of all may lie along a single valley
HALVINGS = 60
AROUND = 48  # points of a circle, of which those lowest in their surroundings are looked into
DIPS = 4  # on a circle, at most
PER_DIP = 13  # points in a dip, each time it is looked at more closely
ZOOMS = 16  # to where a dip is known to 1e-13
FARTHEST = 3  # spacings of the grid: so far goes one step along a crease
STEPS = 200


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
    chosen = low & beside_higher
    starts = points[chosen][_lowest_of_parts(np.argwhere(chosen), values[chosen], len(values))]
    spacing = (upper - lower) / (np.array(values.shape) - 1)
    return _refined(function, starts, spacing, lower, upper)


def _lowest_of_parts(at: NDArray[np.intp], values: Array, size: int) -> NDArray[np.intp]:
    """Return which to take of some points of a grid, given their places (n, d) and values (n,)."""
    order = np.argsort(values, kind="stable")
    rank = np.empty(len(values), dtype=np.intp)
    taken: dict[tuple[int, ...], int] = {}
    for index in order:
        part = tuple((at[index] * PARTS[at.shape[1]] // size).tolist())
        rank[index] = taken[part] = taken.get(part, -1) + 1
    return np.lexsort((values, rank))[:MOST]


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


def along_creases(
    function: Callable[[Array], Array],
    x: Array,
    lower: Array,
    upper: Array,
    close: float,
    nothing: float,
) -> Array:
    """Follow the function downhill from each point (n, 2), along creases too, to where it ends.

    A crease that is not parallel to an axis is too narrow for steps in given directions. Each
    step goes to the lowest point of a circle, whose radius doubles after a step and is halved
    when no point of it is lower, down to 1e-12 of the diagonal of the box. Walks that come
    closer together than `close` are one, and a point that is lower by no more than `nothing` is
    not lower. Returns the ends (k, 2), the lowest first.
    """
    diagonal = float(np.linalg.norm(upper - lower))
    farthest = FARTHEST * diagonal / PER_AXIS[2]
    values = function(x)
    radius = np.full(len(x), farthest)
    for _ in range(STEPS):
        kept = _apart(x, values, np.maximum(close - radius, 0))
        x, values, radius = x[kept], values[kept], radius[kept]
        walks = radius > 1e-12 * diagonal
        if not walks.any():
            break
        there = lowest_around(function, x[walks], radius[walks], lower, upper)
        height = function(there)
        goes = height < values[walks] - nothing
        x[walks] = np.where(goes[:, np.newaxis], there, x[walks])
        values[walks] = np.where(goes, height, values[walks])
        radius[walks] = np.minimum(radius[walks] * np.where(goes, 2.0, 0.5), farthest)
    return x


def _apart(x: Array, values: Array, close: Array) -> NDArray[np.intp]:
    """Return which points (n, d) have no lower one closer by than `close` (n,), lowest first."""
    order = np.argsort(values, kind="stable")
    apart = np.linalg.norm(x[order, np.newaxis] - x[order], axis=-1) >= close[order, np.newaxis]
    kept = np.ones(len(order), dtype=bool)
    for at in range(1, len(order)):
        kept[at] = apart[at, :at][kept[:at]].all()
    return order[kept]


def lowest_around(
    function: Callable[[Array], Array], x: Array, radius: Array, lower: Array, upper: Array
) -> Array:
    """Return the lowest points (n, 2) of circles around points (n, 2), cut off by the box.

    radius: (n,). Dips of the function along a circle are looked at ever more closely, for the
    floor of a valley may be narrow.
    """
    if not len(x):
        return x

    def on_circles(angles: Array) -> Array:
        middle, size = x[:, np.newaxis], radius[:, np.newaxis, np.newaxis]
        unit = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        return np.asarray(np.clip(middle + size * unit, lower, upper))

    angles = np.broadcast_to(2 * np.pi * np.arange(AROUND) / AROUND, (len(x), AROUND))
    values = function(on_circles(angles))
    dips = (values <= np.roll(values, 1, axis=1)) & (values <= np.roll(values, -1, axis=1))
    order = np.argsort(np.where(dips, values, np.inf), axis=1, kind="stable")[:, :DIPS]
    middle = np.take_along_axis(angles, order, axis=1)
    offsets = np.linspace(-1, 1, PER_DIP)
    width = 2 * np.pi / AROUND
    for _ in range(ZOOMS):
        near = middle[..., np.newaxis] + width * offsets
        heights = function(on_circles(near.reshape(len(x), -1))).reshape(near.shape)
        best = np.argmin(heights, axis=-1)[..., np.newaxis]
        middle = np.take_along_axis(near, best, axis=-1)[..., 0]
        width /= PER_DIP // 2
    ends = on_circles(middle)
    lowest = np.argmin(function(ends), axis=1)
    return np.asarray(np.take_along_axis(ends, lowest[:, np.newaxis, np.newaxis], axis=1)[:, 0])
