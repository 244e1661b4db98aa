"""The box in which a formula is looked at, when none was asked for."""

import dataclasses
import itertools

import numpy as np

from gd_math.formula.definedness import undefined
from gd_math.formula.minima import Features, features_of
from gd_math.formula.tree import Node
from gd_math.loss import Loss

USUAL = 3.0  # half the width of a box, if nothing speaks for another
SEARCHED = (3.0, 10.0, 30.0)
FAR = (100.0, 1000.0)  # searched if there is nothing nearer
MARGIN = 1.25  # times as far as the outermost point goes the box
PRETTY = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)  # times a power of ten
MANY = {1: 12, 2: 30}  # so many points are taken for a formula that goes on and on
GROWTH = 1.5  # and so is one with that many times more of them in each larger box, but for
FEW = 10  # so few
ENOUGH = {1: 3, 2: 4}  # minima of such a formula that are shown at least
CROWDED = {1: 9, 2: 25}  # and more than that are not shown if fewer will do


def half_width(
    loss: Loss, tree: Node, creased: bool, simple: bool
) -> tuple[float, Features | None]:
    """Return w, so that the box from −w to w along each axis shows what matters of the loss.

    Returns also what was found in that box, if it was searched.

    The stationary points and kinks are searched for in ever larger boxes. If they are few, w
    is a round number a quarter beyond the outermost of them. If there is no end to them, as
    with sin(x) sin(y), w is the least round number that shows some minima. With none, or one
    in the middle, w is 3.
    simple: whether there is time for more than the usual box.
    """
    dimension = loss.dimension
    known = np.empty((0, dimension))
    counts: list[int] = []
    searched: dict[float, Features] = {}
    limit = USUAL
    for half in (*SEARCHED, *FAR) if simple else SEARCHED[:1]:
        if half in FAR and len(known):
            break
        box = np.full(dimension, half)
        if half > USUAL and undefined(tree, -box, box):
            break
        limit = half
        features = features_of(dataclasses.replace(loss, domain=(-box, box), minima=()), creased)
        searched[half] = features
        counts.append(len(features.points))
        if _goes_on(counts, dimension):
            width = _of_many(features, half, dimension)
            return width, searched.get(width)
        known = np.concatenate([known, features.points.reshape(-1, dimension)])
        if len(counts) > 1 and counts[-1] == counts[-2] > 0:
            break
    reach = MARGIN * float(np.abs(known).max(initial=0.0))
    alone = len(known) == 0 or np.ptp(known, axis=0).max() < 1e-3 * USUAL
    width = _pretty(max(reach, USUAL) if alone else reach)
    if width > limit and not _is_defined(tree, width, dimension):
        width = limit
    return width, searched.get(width)


def _goes_on(counts: list[int], dimension: int) -> bool:
    """Tell from the number of points in ever larger boxes whether there is no end to them."""
    growing = all(more > GROWTH * fewer for fewer, more in itertools.pairwise(counts))
    return counts[-1] >= MANY[dimension] or (
        len(counts) == len(SEARCHED) and growing and counts[-1] >= FEW
    )


def _of_many(features: Features, half: float, dimension: int) -> float:
    """Return the half width that shows enough of a formula that goes on and on."""
    shown = features.minima if len(features.minima) else features.points
    reach = np.sort(MARGIN * np.abs(shown).max(axis=-1))
    if np.searchsorted(reach, USUAL) <= CROWDED[dimension]:
        enough = max(USUAL, float(reach[min(ENOUGH[dimension], len(reach)) - 1]))
    else:
        enough = float(reach[ENOUGH[dimension] - 1])
    return min(_pretty(enough), half)


def _pretty(width: float) -> float:
    """Return the least of the round numbers that is not below `width`."""
    power = 10.0 ** np.floor(np.log10(width))
    candidates = [round(factor * scale, 12) for scale in (power, 10 * power) for factor in PRETTY]
    return min(float(candidate) for candidate in candidates if candidate >= width * (1 - 1e-9))


def _is_defined(tree: Node, half: float, dimension: int) -> bool:
    box = np.full(dimension, half)
    return undefined(tree, -box, box) is None
