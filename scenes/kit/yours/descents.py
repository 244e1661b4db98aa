"""All that is computed about a formula: walks from some places, and where those from all end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gd_math import (
    Loss,
    Trajectory,
    descend,
    ends_of_walks,
    grid,
    rate_for_most,
    stationary_points,
)
from gd_math.descent.ends import GONE, MOVING, Ends
from scenes.kit.arguments import checked
from scenes.kit.height_levels import spread
from scenes.kit.knobs import check_range, optimizer_of
from scenes.kit.walk import Walk
from scenes.kit.yours.everywhere import ends_everywhere

Array = NDArray[np.float64]
INSET = 0.04  # of the window's sides: no walk begins nearer to its edge
# How far from each start to the next, as shares of the window: they fill it evenly. Source:
# M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018).
STRIDES = {1: (0.6180339887,), 2: (0.7548776662, 0.5698402910)}
SAMPLES = 65  # of the loss, along each side: what is higher than they tell apart is no start
TRIED = 4  # times as many starts as walks are drawn
HELD, BESIDE = 8, 0.05  # minima, and so far from them, as a share of the window, a rate is tried
WATCHED = 6  # steps that one walk to look at has at least
SEEN = 0.1  # of the window's diagonal: a first step that is seen well


class Descents:
    """What descent comes to on a loss, from `count` places of its domain and from everywhere.

    `learning_rate` is the one given or, where that is 0, the one with which most walks arrive.
    `start` is where the first walk begins; of () it is found as well. `walks` go as far as they
    arrive or leave the domain, `ends` says where they end, `everywhere` where those from all over
    the domain do.

    Raises ValueError, naming the knob, for a start that is no point of the domain.
    """

    @checked
    def __init__(
        self, loss: Loss, optimizer: str, learning_rate: float, start: Any, count: int, steps: int
    ) -> None:
        check_range("LEARNING_RATE", learning_rate, 0, np.inf)
        self.loss, self.steps = loss, steps
        starts = starts_all_over(loss, count)
        if learning_rate == 0:
            every = np.vstack([starts, near_minima(loss)])
            every = np.vstack([every, _start(loss, start)]) if len(start) else every
            make = lambda rate: optimizer_of("OPTIMIZER", optimizer, rate)  # noqa: E731
            learning_rate = rate_for_most(loss, make, every, steps).learning_rate
        self.learning_rate = learning_rate
        self.descent = optimizer_of("OPTIMIZER", optimizer, learning_rate)
        first = _start(loss, start) if len(start) else starts[self._to_watch(starts)]
        others = starts[np.any(starts != first, axis=1)][: count - 1]
        self.starts = np.vstack([first, others])
        self.crowd = descend(loss, self.descent, self.starts, steps)
        self.ends = ends_of_walks(loss, self.descent, self.starts, steps)
        self.walks = [Walk(self._until_end(i)) for i in range(len(self.starts))]

    @property
    def first(self) -> Walk:
        """The walk that is watched alone."""
        return self.walks[0]

    @property
    def others(self) -> list[Walk]:
        """The walks that set out after it."""
        return self.walks[1:]

    @cached_property
    def everywhere(self) -> Ends:
        """Where walks from all over the domain end, row by row of an even grid."""
        return ends_everywhere(self.loss, self.descent, self.steps)

    def counts(self, rows: Sequence[Any]) -> Callable[[], Array]:
        """Return what says how many walks have come to their ends so far, for each of some rows.

        A row has the `kinds` of ends that it is of.
        """
        ends = [np.isin(self.ends.kind, row.kinds) for row in rows]

        def there() -> Array:
            arrived = [
                walk.taken >= min(walk.trajectory.steps, end)
                for walk, end in zip(self.walks, self.ends.arrival, strict=True)
            ]
            return np.array([float(np.sum(end & arrived)) for end in ends])

        return there

    def falls_off(self, i: int) -> bool:
        """Say whether a step of a walk leads to where the loss has no value: it is not taken."""
        lower, upper = self.loss.domain
        end = self.crowd.x[-1, i]
        return bool(self.ends.kind[i] == GONE and np.all((lower <= end) & (end <= upper)))

    def _to_watch(self, starts: Array) -> int:
        """Return the start of a walk that arrives in a minimum, if any does: the best to watch.

        It is long, and so is its first step. One that does not arrive in the lowest says more.
        """
        ends = ends_of_walks(self.loss, self.descent, starts, self.steps)
        length = np.linalg.norm(ends.x - starts, axis=-1)
        leap = np.linalg.norm(descend(self.loss, self.descent, starts, 1).x[-1] - starts, axis=-1)
        worth = np.minimum(length / self.loss.diagonal, 1) + 2.0 * (ends.kind >= 0)
        worth += 0.5 * np.minimum(leap / (SEEN * self.loss.diagonal), 1)
        lowest = [k for k, minimum in enumerate(self.loss.minima) if minimum.is_global]
        worth += 1.0 * ((ends.kind >= 0) & ~np.isin(ends.kind, lowest))
        worth += 1.0 * (ends.kind == MOVING) + 1.0 * (ends.arrival >= WATCHED)
        return int(np.argmax(worth))

    def _until_end(self, i: int) -> Trajectory:
        path = self.crowd.path(i)
        last = int(np.clip(self.ends.arrival[i], 1, self.steps))
        if self.ends.kind[i] == MOVING:
            last = self.steps
        elif self.ends.kind[i] != GONE:
            last = max(last, Walk(path).arrival)  # all steps, if it hops about there
        elif self.falls_off(i):
            moved = np.flatnonzero(np.any(path.x != path.x[-1], axis=1))
            last = int(moved[-1]) + 1 if len(moved) else 1
        kept = slice(last + 1)
        state = {name: array[kept] for name, array in path.state.items()}
        return replace(
            path, x=path.x[kept], loss=path.loss[kept], gradient=path.gradient[kept], state=state
        )


def starts_all_over(loss: Loss, count: int) -> Array:
    """Return so many places that fill the domain evenly, (n, d): fewer if much of it is steep.

    What is higher than is told apart by colors, as steep walls are, is left out.
    """
    lower, upper = loss.domain
    strides = np.array(STRIDES[loss.dimension])
    shares = (0.5 + np.arange(1, TRIED * count + 1)[:, None] * strides) % 1
    places = lower + (INSET + (1 - 2 * INSET) * shares) * (upper - lower)
    return np.asarray(places[loss.value(places) <= heights_of(loss)[1]][:count])


@lru_cache(maxsize=8)
def heights_of(loss: Loss) -> tuple[float, float]:
    """Return the lowest value of a loss in its domain, and the highest that is told apart.

    Steep walls are cut off at a round height, but no top in the domain is, such as that of a hill
    on flat ground.
    """
    values = loss.value(grid(*loss.domain, (SAMPLES,) * loss.dimension))
    lowest, highest = spread(values)
    tops = [point.value for point in stationary_points(loss) if point.kind == "maximum"]
    lowest = min([lowest, *(minimum.value for minimum in loss.minima)])
    highest = max([highest, *tops])
    if lowest < highest < values.max():
        unit = 10.0 ** (np.floor(np.log10(highest - lowest)) - 1)
        highest = float(np.ceil(highest / unit) * unit)
    return lowest, highest


def near_minima(loss: Loss) -> Array:
    """Return two places beside each of the lowest minima, (n, d): a rate must hold walks there."""
    lower, upper = loss.domain
    lowest = [minimum.x for minimum in loss.minima if minimum.is_global]
    lowest = lowest or [minimum.x for minimum in loss.minima]
    middle = np.array(lowest[:HELD]).reshape(-1, loss.dimension)
    aside = BESIDE * (upper - lower)
    inset = INSET * (upper - lower)
    return np.clip(np.vstack([middle - aside, middle + aside]), lower + inset, upper - inset)


def _start(loss: Loss, start: Any) -> Array:
    lower, upper = loss.domain
    try:
        x = np.array([float(part) for part in start])
    except (TypeError, ValueError):
        x = np.zeros(0)
    if x.shape != (loss.dimension,) or not np.all((lower <= x) & (x <= upper)):
        corners = " to ".join(", ".join(f"{a:g}" for a in corner) for corner in (lower, upper))
        example = ", ".join(f"{a:g}" for a in (lower + upper) / 2)
        raise ValueError(
            f"START is {start!r}, and must be a point of the window, {corners}, such as "
            f"({example}{',' * (loss.dimension == 1)}), or () for one that is found"
        )
    return x
