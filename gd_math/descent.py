"""The one loop in which every optimizer walks down every loss."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer, state_arrays
from gd_math.outcomes import outcomes

# Takes the points (…, d) and the number of the step, from 0; returns gradients (…, d).
Estimate = Callable[[Array, int], Array]


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """The path of one start, or of a batch of starts; row 0 is the start.

    x: points, shape (steps+1, …, d), where … is empty for one start and (n,) for a batch.
    loss: f at these points, shape (steps+1, …).
    gradient: ∇f at these points, shape (steps+1, …, d).
    outcome: "converged", "moving" or "diverged" (see `gd_math.outcomes`); a str for one start,
    an array of str of shape … for a batch.
    state: what the optimizer remembered on arriving at these points, by name, each of shape
    (steps+1, …, d): `velocity` of momentum, for instance. Empty if it remembers nothing.
    Every number is finite and every array read-only.
    """

    x: Array
    loss: Array
    gradient: Array
    outcome: str | NDArray[np.str_]
    state: Mapping[str, Array] = field(default_factory=dict)

    def __repr__(self) -> str:
        found = ", ".join(
            f"{count} {outcome}" if self.x.ndim > 2 else str(outcome)
            for outcome, count in zip(*np.unique(self.outcome, return_counts=True), strict=True)
        )
        starts = [checks.counted(self.x[0, ..., 0].size, "start")] if self.x.ndim > 2 else []
        counts = [checks.counted(self.steps, "step"), *starts]
        counts.append(checks.counted(self.x.shape[-1], "variable"))
        return f"{type(self).__name__}({', '.join(counts)}: {found})"

    def __post_init__(self) -> None:
        for part in ("x", "loss", "gradient"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))
        if not isinstance(self.outcome, str):
            object.__setattr__(self, "outcome", checks.read_only(self.outcome))
        state = {name: checks.read_only(array) for name, array in self.state.items()}
        object.__setattr__(self, "state", state)

    @property
    def steps(self) -> int:
        """The number of rows after the start: of steps, if every row was kept."""
        return len(self.x) - 1

    def path(self, i: int) -> "Trajectory":
        """Return the trajectory of start `i` of a batch (from the end if negative).

        Raises ValueError if there is no such start, or no batch.
        """
        if isinstance(self.outcome, str):
            raise ValueError("path(i) needs the trajectory of a batch, this one has a single start")
        size = self.x.shape[1]
        i = checks.whole("i", i, -size)
        if i >= size:
            raise ValueError(f"i must be below {size}, the number of starts, got {i}")
        outcome = self.outcome[i]
        return Trajectory(
            self.x[:, i],
            self.loss[:, i],
            self.gradient[:, i],
            str(outcome) if outcome.ndim == 0 else outcome,
            {name: array[:, i] for name, array in self.state.items()},
        )


def descend(
    loss: Loss, optimizer: Optimizer, start: Any, steps: int, keep_every: int = 1
) -> Trajectory:
    """Walk `steps` steps from `start`, all starts of a batch together.

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
    kept = (
        position
        for count, position in enumerate(walk(loss, optimizer, start, steps))
        if count % k == 0 or count == steps
    )
    return collect(loss, list(kept))


def require_memory(optimizer: Optimizer, start: Array, steps: int, keep_every: int = 1) -> None:
    """Raise ValueError unless the rows of a walk from `start` (…, d) fit into memory."""
    arrays = 2 + len(state_arrays(optimizer.init(start)))  # x and ∇f, and what is remembered
    per_row = 2 * (arrays * start.size + start.size // start.shape[-1])  # the rows, and stacked
    rows = steps // keep_every + 2
    most = max(checks.MOST_MEMORY // (8 * max(per_row, 1)) - 2, 1)
    checks.fits_in_memory(
        f"a trajectory of {rows - 1} rows of shape {start.shape}",
        rows * per_row,
        f"take fewer steps or starts, or keep fewer rows with keep_every={-(-steps // most)} of "
        "descend",
    )


def collect(loss: Loss, rows: "Sequence[Position]") -> Trajectory:
    """Return the positions of a walk as one trajectory."""
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


class Position(NamedTuple):
    """Where a walk is: x (…, d), f there (…), ∇f there (…, d), who has overflown (…), and more.

    state: what the optimizer remembers, by name, (…, d) each.
    estimate: the gradient (…, d) that led here; None at the start.
    memory: the state of the optimizer as it is, from which a walk can go on.
    """

    x: Array
    value: Array
    gradient: Array
    overflown: NDArray[np.bool_]
    state: Mapping[str, Array]
    estimate: Array | None
    memory: Any


def walk(
    loss: Loss,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    estimate: Estimate | None = None,
    memory: Any = None,
) -> Iterator[Position]:
    """Yield the start and then each of `steps` further positions, keeping none of them.

    estimate: what the optimizer is told instead of ∇f, as stochastic descent does.
    memory: the state of the optimizer at the start, if a walk goes on that was begun before.
    Raises ValueError for a start of another shape or at which the loss is not finite.
    """
    x = checks.points("start", start, loss.dimension)
    with np.errstate(all="ignore"):
        value, gradient = np.asarray(loss.raw.value(x)), loss.raw.gradient(x)
    if not (np.isfinite(value).all() and np.isfinite(gradient).all()):
        raise ValueError(f"start must be where {loss.name} and its gradient are finite")
    if memory is None:
        memory = optimizer.init(x)
    overflown = np.zeros(value.shape, dtype=bool)
    here = Position(x, value, gradient, overflown, state_arrays(memory), None, memory)
    yield here
    for count in range(steps):
        # A number out of range is not an error here: the path stops in front of it.
        with np.errstate(all="ignore"):
            here = _one_step(loss, optimizer, here, estimate, count)
        yield here


def _one_step(
    loss: Loss, optimizer: Optimizer, here: Position, estimate: Estimate | None, count: int
) -> Position:
    told = here.gradient if estimate is None else estimate(here.x, count)
    step, memory = optimizer.update(told, here.memory, here.x)
    x, state = here.x + step, state_arrays(memory)
    stop = here.overflown | ~_finite(x, told, *state.values())
    if stop.any():  # a loss may be asked for finite points only
        x = np.where(stop[..., np.newaxis], here.x, x)
    value, gradient = np.asarray(loss.raw.value(x)), loss.raw.gradient(x)
    stop = np.asarray(stop | ~(np.isfinite(value) & _finite(gradient)))
    if stop.any():
        stay = stop[..., np.newaxis]
        x = np.where(stay, here.x, x)
        value = np.where(stop, here.value, value)
        gradient = np.where(stay, here.gradient, gradient)
        state = {name: np.where(stay, here.state[name], new) for name, new in state.items()}
        told = np.where(_finite(told)[..., np.newaxis], told, 0.0)
    return Position(x, value, gradient, stop, state, told, memory)


def _finite(*arrays: Array) -> NDArray[np.bool_]:
    """Tell at which points all the arrays (…, d) are finite: (…)."""
    finite = np.ones(arrays[0].shape[:-1], dtype=bool)
    for array in arrays:
        entries = np.isfinite(array)
        if not entries.all():  # the rule; looking at each point takes ten times as long
            finite &= entries.all(axis=-1)
    return finite
