"""The loop in which every optimizer descends every loss."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.outcomes import outcomes
from gd_math.descent.trajectory import Trajectory
from gd_math.loss import Loss, RawLoss
from gd_math.optimizers.base import Optimizer, state_arrays

# Takes the points (…, d) and the number of the step, from 0; returns gradients (…, d).
Estimate = Callable[[Array, int], Array]


def descend(
    loss: Loss, optimizer: Optimizer, start: Any, steps: int, keep_every: int = 1
) -> Trajectory:
    """Descend `steps` steps from `start`, all starts of a batch together.

        xᵢ₊₁ = xᵢ + step(∇f(xᵢ))

    start: one point (d,) or a batch (n, d).  steps: a whole number of at least 0.
    keep_every: k, at least 1: the trajectory has every k-th row only, and the last one.
    A path that would meet an infinity or a NaN stays at its last finite point for all the rows
    that are left, and its outcome is "diverged".
    Raises ValueError for a start of another shape or at which the loss is not finite, and for an
    unsuitable number of steps or of rows, among them more than 4 GB would hold.

    >>> from gd_math import descend, gradient_descent, losses
    >>> walk = descend(losses.PARABOLA, gradient_descent(0.5), [2.0], steps=3)
    >>> walk.x[:, 0].tolist(), walk.loss.tolist()
    ([2.0, 1.0, 0.5, 0.25], [2.0, 0.5, 0.125, 0.03125])
    """
    steps = checks.whole("steps", steps, 0)
    k = checks.whole("keep_every", keep_every, 1)
    start = checks.points("start", start, loss.dimension)
    require_memory(optimizer, start, steps, k)
    rows = (
        position
        for count, position in enumerate(iterates(loss, optimizer, start, steps))
        if count % k == 0 or count == steps
    )
    return collect(loss, list(rows))


def require_memory(optimizer: Optimizer, start: Array, steps: int, keep_every: int = 1) -> None:
    """Raise ValueError unless the rows of a descent from `start` (…, d) fit into memory."""
    arrays = 2 + len(state_arrays(optimizer.init(start)))  # x, ∇f, and the optimizer's state
    per_row = 2 * (arrays * start.size + start.size // start.shape[-1])  # the rows, and stacked
    rows = steps // keep_every + 2
    most = max(checks.MOST_MEMORY // (8 * max(per_row, 1)) - 2, 1)
    checks.fits_in_memory(
        f"a trajectory of {rows - 1} rows of shape {start.shape}",
        rows * per_row,
        f"take fewer steps or starts, or keep fewer rows with keep_every={-(-steps // most)} of "
        "descend",
    )


def collect(loss: Loss, rows: "Sequence[Iterate]") -> Trajectory:
    """Return the iterates of a descent as one trajectory."""
    x = np.stack([row.x for row in rows])
    gradient = np.stack([row.gradient for row in rows])
    outcome = outcomes(loss, x, gradient, rows[-1].overflown)
    return Trajectory(
        x,
        np.stack([row.value for row in rows]),
        gradient,
        str(outcome) if outcome.ndim == 0 else outcome,
        {name: np.stack([row.state[name] for row in rows]) for name in rows[0].state},
    )


class Iterate(NamedTuple):
    """One row of a descent: x (…, d), f there (…), ∇f there (…, d), which paths have overflown (…).

    state: the arrays of the optimizer's state by name, (…, d) each.
    estimate: the gradient (…, d) that led here; 0 at the start.
    optimizer_state: the state as the optimizer returned it, from which a descent can continue.
    """

    x: Array
    value: Array
    gradient: Array
    overflown: NDArray[np.bool_]
    state: Mapping[str, Array]
    estimate: Array
    optimizer_state: Any


def iterates(
    loss: Loss,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    estimate: Estimate | None = None,
    optimizer_state: Any = None,
) -> Iterator[Iterate]:
    """Yield the iterate at the start and after each of `steps` steps.

    estimate: returns the gradient that the optimizer receives instead of ∇f.
    optimizer_state: that at the start, if an earlier descent is continued.
    Raises ValueError for a start of another shape or at which the loss is not finite, and for an
    optimizer whose step has another shape than the start.
    """
    x = checks.points("start", start, loss.dimension)
    with np.errstate(all="ignore"):
        value, gradient = np.asarray(loss.raw.value(x)), loss.raw.gradient(x)
    if not (np.isfinite(value).all() and np.isfinite(gradient).all()):
        raise ValueError(f"start must be where {loss.name} and its gradient are finite")
    if optimizer_state is None:
        optimizer_state = optimizer.init(x)
    overflown = np.zeros(value.shape, dtype=bool)
    state, nothing = state_arrays(optimizer_state), np.zeros_like(x)
    here = Iterate(x, value, gradient, overflown, state, nothing, optimizer_state)
    yield here
    unchecked = loss.unchecked  # as all places of a path are finite, and of the shape of the start
    for count in range(steps):
        # A number out of range is not an error here: the path stops in front of it.
        with np.errstate(all="ignore"):
            here = _one_step(unchecked, optimizer, here, estimate, count)
        yield here


def _one_step(
    loss: RawLoss,
    optimizer: Optimizer,
    here: Iterate,
    estimate: Estimate | None,
    count: int,
) -> Iterate:
    used = here.gradient if estimate is None else estimate(here.x, count)
    step, after = optimizer.update(used, here.optimizer_state, here.x)
    x, state = here.x + step, state_arrays(after)
    if x.shape != here.x.shape:
        raise ValueError(
            f"the optimizer's step must have the shape {here.x.shape} of the start, got "
            f"{np.shape(step)}"
        )
    stop = here.overflown | ~_finite(x, used, *state.values())
    if stop.any():  # a loss may be asked for finite points only
        x = np.where(stop[..., np.newaxis], here.x, x)
    value, gradient = np.asarray(loss.value(x.copy())), loss.gradient(x.copy())
    stop = np.asarray(stop | ~(np.isfinite(value) & _finite(gradient)))
    if stop.any():
        stay = stop[..., np.newaxis]
        x = np.where(stay, here.x, x)
        value = np.where(stop, here.value, value)
        gradient = np.where(stay, here.gradient, gradient)
        state = {name: np.where(stay, here.state[name], new) for name, new in state.items()}
        used = np.where(_finite(used)[..., np.newaxis], used, 0.0)
    return Iterate(x, value, gradient, stop, state, used, after)


def _finite(*arrays: Array) -> NDArray[np.bool_]:
    """Tell at which points all the arrays (…, d) are finite: (…)."""
    finite = np.ones(arrays[0].shape[:-1], dtype=bool)
    for array in arrays:
        entries = np.isfinite(array)
        if not entries.all():  # the rule; looking at each point takes ten times as long
            finite &= entries.all(axis=-1)
    return finite
