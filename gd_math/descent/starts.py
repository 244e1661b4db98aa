"""Many starts: random starts, the minimum that each reaches, and the best of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import iterates
from gd_math.descent.trajectory import Trajectory
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer
from gd_math.optimizers.base import repeats, select

ARRIVED = 0.01  # of the domain's diagonal
BLOCK = 16384  # starts in one batch: few enough for all their numbers to fit the processor's cache
ROUND = 24  # steps, a multiple of most short periods of a path


def random_starts(loss: Loss, n: int, seed: int | np.random.Generator) -> Array:
    """Draw n points uniformly from the domain.

    n: a whole number of at least 1.  seed: a whole number of at least 0, or a Generator.
    Returns (n, d). The same integer always gives the same points.
    Raises ValueError for another n or seed.
    """
    n = checks.whole("n", n, 1)
    lower, upper = loss.domain
    checks.fits_in_memory(f"n = {n} points", n * loss.dimension, "draw fewer")
    return checks.generator(seed).uniform(lower, upper, (n, loss.dimension))


def minimum_reached(loss: Loss, points: Any) -> NDArray[np.intp]:
    """Return the number of the minimum that each point has reached.

    points: (..., d), for instance the last row of a trajectory.
    Returns indices into `loss.minima`, shape (...): the nearest minimum if it is within 1 % of
    the domain's diagonal, and −1 if none is.
    Raises ValueError for points of another shape or not finite.
    """
    x = checks.points("points", points, loss.dimension)
    nearest = np.full(x.shape[:-1], -1, dtype=np.intp)
    shortest = np.full(x.shape[:-1], ARRIVED * loss.diagonal)
    for index, minimum in enumerate(loss.minima):
        with np.errstate(over="ignore"):  # infinitely far is far
            distance = np.linalg.norm(x - minimum.x, axis=-1)
        nearest = np.where(distance <= shortest, index, nearest)
        shortest = np.minimum(distance, shortest)
    return nearest


def basins_of_attraction(
    loss: Loss, optimizer: Optimizer, starts: Any, steps: int
) -> NDArray[np.intp]:
    """Return the number of the minimum that descent from each start reaches.

    starts: (n, d), or a grid (rows, cols, d).  steps: a whole number of at least 0.
    Returns indices into `loss.minima`, shape (n,) or (rows, cols): −1 for walks that diverge, or
    are not within 1 % of the domain's diagonal of a minimum after these steps.
    Raises ValueError for unsuitable starts or steps.

    >>> from gd_math import gradient_descent, losses
    >>> starts, slow = [[-1.5], [0.5], [1.5]], gradient_descent(0.05)
    >>> basins_of_attraction(losses.THREE_VALLEYS, slow, starts, steps=300).tolist()
    [0, 1, 2]
    """
    starts = checks.points("starts", starts, loss.dimension)
    steps = checks.whole("steps", steps, 0)
    flat = starts.reshape(-1, loss.dimension)
    ends = np.empty_like(flat)
    for first in range(0, len(flat), BLOCK):
        block = slice(first, first + BLOCK)
        ends[block] = _ends(loss, optimizer, flat[block], steps)
    return minimum_reached(loss, ends.reshape(starts.shape))


def _ends(loss: Loss, optimizer: Optimizer, starts: Array, steps: int) -> Array:
    """Return where descent from the starts (n, d) ends; paths that have settled are not continued.

    A path has settled if its point and its optimizer state equal those of ROUND steps ago: then
    they will be the same after another ROUND steps. Near a minimum paths settle once their steps
    are as short as the gaps between floats.
    """
    ends = starts.copy()
    going = np.arange(len(starts))
    state = optimizer.init(starts)
    # The odd steps first: what is left after them is a multiple of ROUND.
    for count in (steps % ROUND, *[ROUND] * (steps // ROUND)):
        before = ends[going]
        for position in iterates(loss, optimizer, before, count, optimizer_state=state):
            end = position
        ends[going] = end.x
        same = (end.x == before).all(axis=-1) & repeats(state, end.optimizer_state)
        settled = (count == ROUND) & same
        on = np.flatnonzero(~(settled | end.overflown))
        going, state = going[on], select(end.optimizer_state, on)
        if not going.size:
            break
    return ends


def best_of(trajectory: Trajectory) -> int:
    """Return the number of the start of a batch that ended lowest, as random restarts do.

        arg min f(x at the end), over the starts that did not diverge

    trajectory: of a batch (n, d) of starts. Returns an index for `trajectory.path`.
    Raises ValueError if there is a single start, or if every start diverged.
    """
    if trajectory.loss.ndim != 2:
        raise ValueError(
            f"trajectory must be of a batch (n, d) of starts, "
            f"its points have shape {trajectory.x.shape}"
        )
    alive = np.asarray(trajectory.outcome) != "diverged"
    if not alive.any():
        raise ValueError("trajectory must have a start that did not diverge, here every one did")
    return int(np.argmin(np.where(alive, trajectory.loss[-1], np.inf)))
