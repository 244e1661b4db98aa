"""Where many walks end and when, and the learning rate with which most of them arrive."""

from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import iterates
from gd_math.descent.outcomes import outcomes
from gd_math.descent.starts import ARRIVED, minimum_reached
from gd_math.descent.tuning import at_rates
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer
from gd_math.optimizers.base import select
from gd_math.records import one_line

AT_REST, MOVING, GONE = -1, -2, -3  # ends that are no minimum
FEWER = 16  # steps after which walks that stand still or are gone are taken out
SETTLED = 1e-9  # of the domain's diagonal: a walk that has moved less since then stands still
BEYOND = 1.0  # of the domain's width, beyond its edge: from there no walk is followed
LEAP = 0.18  # of the domain's diagonal: a step that is no walking any more
WISHED = 25  # steps until a walk arrives: few enough to be watched, and enough to be seen
PER_DECADE = 4  # learning rates that are tried
DECADES = 6, 3  # below and above the inverse of the usual curvature
ALIKE = 0.03  # of all walks: rates with which so few more arrive are as good


@dataclass(frozen=True, eq=False)
class Ends:
    """Where walks end, each array of the shape (n,) of the starts, but for `x`, (n, d).

    kind: index into `loss.minima`; AT_REST (−1) for a walk that has come to rest elsewhere, on
    level ground or on a pass; MOVING (−2) for one that is still on its way in the domain; GONE
    (−3) for one that has left it, or diverged.
    arrival: the step from which on it is within 1 % of the domain's diagonal of its end, or, if it
    is gone, has left the domain for good.
    leapt: whether it has taken a step of more than 18 % of the diagonal.
    All arrays are read-only.
    """

    __repr__ = one_line

    x: Array
    kind: NDArray[np.intp]
    arrival: NDArray[np.intp]
    leapt: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for part in ("x", "kind", "arrival", "leapt"):
            checks.read_only(getattr(self, part))


class FoundRate(NamedTuple):
    """A learning rate, and the share of the walks that arrive with it, from 0 to 1."""

    learning_rate: float
    arriving: float


def ends_of_walks(loss: Loss, optimizer: Optimizer, starts: Any, steps: int) -> Ends:
    """Descend from every start, and tell where each walk ends, and when.

    starts: (n, d).  steps: a whole number of at least 1.
    A walk that has come a whole width of the domain away from it is not followed any further.
    Raises ValueError for unsuitable starts or steps.

    >>> from gd_math import gradient_descent, losses
    >>> starts, slow = [[-1.5], [0.5], [1.5]], gradient_descent(0.05)
    >>> ends_of_walks(losses.THREE_VALLEYS, slow, starts, steps=300).kind.tolist()
    [0, 1, 2]
    """
    starts = checks.points("starts", starts, loss.dimension)
    if starts.ndim != 2:
        raise ValueError(f"starts must have shape (n, {loss.dimension}), got {starts.shape}")
    steps = checks.whole("steps", steps, 1)
    n, diagonal = len(starts), loss.diagonal
    going = np.arange(n)
    x, gradient = starts.copy(), np.zeros_like(starts)
    slope, steepest = np.zeros(n), np.zeros_like(starts)  # the greatest, and the gradient there
    leapt, over = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    rows: list[tuple[NDArray[np.intp], Array]] = []
    state: Any = None
    for first in range(0, steps, FEWER):
        count = min(FEWER, steps - first)
        before = last = x[going]
        for i, here in enumerate(iterates(loss, optimizer, before, count, optimizer_state=state)):
            if i or not first:
                rows.append((going, here.x))
            leapt[going] |= _length(here.x - last) > LEAP * diagonal
            last, now = here.x, _over_coordinates(np.maximum, np.abs(here.gradient))
            steeper = now > slope[going]
            steepest[going[steeper]], slope[going[steeper]] = here.gradient[steeper], now[steeper]
        x[going], gradient[going] = here.x, here.gradient
        over[going] |= here.overflown
        still = _length(here.x - before) <= SETTLED * diagonal
        on = np.flatnonzero(~(still | here.overflown | _is_outside(loss, here.x, BEYOND)))
        going, state = going[on], select(here.optimizer_state, on)
        if not going.size:
            break
    pair = np.stack([steepest, gradient])
    rested = outcomes(loss, np.stack([starts, x]), pair, over) == "converged"
    kind = np.where(rested, AT_REST, MOVING)
    reached = minimum_reached(loss, x)
    kind = np.where(reached >= 0, reached, kind)
    gone = over | _is_outside(loss, x, 0.0)
    kind = np.where(gone, GONE, kind)
    return Ends(x, kind.astype(np.intp), _arrivals(loss, rows, x, gone), leapt)


def rate_for_most(loss: Loss, optimizer: Any, starts: Any, steps: int) -> FoundRate:
    """Return the learning rate with which most walks arrive, of many that are tried.

    optimizer: makes one from α, as for `tune`.  starts: (n, d).  steps: of each walk.
    The rates go from far below to far above 1/λ, λ being the usual curvature at the starts, or
    of steps that cross the domain where there is none. A walk arrives in a minimum or, if the loss
    has none in its domain, comes to rest; walks that leap, see `Ends`, count
    against a rate. Of rates that are as good, the one is taken with which walks take about 25 steps
    until they end, and of those still alike the one with which they end lowest.
    Raises ValueError for unsuitable starts or steps.

    >>> from gd_math import gradient_descent, losses
    >>> starts = [[-1.0], [0.5], [1.5]]
    >>> rate_for_most(losses.PARABOLA, gradient_descent, starts, 200).arriving
    1.0
    """
    starts = checks.points("starts", starts, loss.dimension)
    rates = _rates(loss, starts)
    walks = np.tile(starts, (len(rates), 1))
    each = at_rates(optimizer(1.0), np.repeat(rates, len(starts)))
    ends = ends_of_walks(loss, each, walks, steps)
    shape = len(rates), len(starts)
    kind, leapt = ends.kind.reshape(shape), ends.leapt.reshape(shape)
    arrived = kind >= 0 if loss.minima else kind == AT_REST
    good = arrived.mean(axis=1) - leapt.mean(axis=1)
    ended = np.where(kind == MOVING, steps, ends.arrival.reshape(shape))
    off = np.abs(np.log(np.maximum(np.median(ended, axis=1), 1) / WISHED))
    low = np.median(loss.value(ends.x).reshape(shape), axis=1)
    best = np.flatnonzero(good >= good.max() - ALIKE)
    chosen = min(best, key=lambda i: (round(float(off[i]), 1), float(low[i])))
    return FoundRate(_rounded(float(rates[chosen])), float(arrived[chosen].mean()))


def _over_coordinates(combine: np.ufunc, numbers: NDArray[Any]) -> NDArray[Any]:
    """Combine the d numbers of each of n points, (n, d), into one, (n,).

    Column by column, since NumPy takes ten times as long to reduce a short last axis.
    """
    return np.asarray(reduce(combine, numbers.T))


def _length(vectors: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(np.sqrt(_over_coordinates(np.add, vectors**2)))


def _is_outside(loss: Loss, x: Array, beyond: float) -> NDArray[np.bool_]:
    lower, upper = loss.domain
    margin = beyond * (upper - lower)
    return _over_coordinates(np.logical_or, (x < lower - margin) | (x > upper + margin))


def _arrivals(
    loss: Loss, rows: list[tuple[NDArray[np.intp], Array]], x: Array, gone: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the step from which on each walk stays near its end, or outside if it is gone."""
    found = np.zeros(len(x), dtype=np.intp)
    for step, (walks, here) in enumerate(rows):
        far = _length(here - x[walks]) > ARRIVED * loss.diagonal
        under_way = np.where(gone[walks], ~_is_outside(loss, here, 0.0), far)
        found[walks[under_way]] = step + 1
    return found


def _rates(loss: Loss, starts: Array) -> Array:
    """Return the learning rates that are tried, ascending."""
    with np.errstate(all="ignore"):
        hessian = np.nan_to_num(loss.raw.hessian(starts), posinf=0.0, neginf=0.0)
        curvature = np.abs(np.linalg.eigvalsh(hessian)).max(axis=-1)
        slope = np.linalg.norm(loss.gradient(starts), axis=-1)
    curvature, slope = curvature[curvature > 0], slope[slope > 0]
    crossing = loss.diagonal / float(np.median(slope)) if len(slope) else 1.0
    usual = 1 / float(np.median(curvature)) if len(curvature) else crossing
    middle = min(usual, crossing)
    below, above = DECADES
    powers = np.arange(-below * PER_DECADE, above * PER_DECADE + 1) / PER_DECADE
    return np.asarray(middle * 10.0**powers)


def _rounded(rate: float) -> float:
    """Return the rate with two digits, so that what is shown is what is used."""
    return float(f"{rate:.1e}")
