"""What an optimizer is, and what its learning rate may be."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array

# A fixed learning rate, or a function of the number of the step, counted from 0.
LearningRate = float | Callable[[int], float]
Init = Callable[[Array], Any]
Update = Callable[[Array, Any, Array], tuple[Array, Any]]

GRADIENT = "nabla f(theta)"  # as the formulas write it


class Optimizer(NamedTuple):
    """A rule that turns gradients into steps.

    init(x) -> state: the state before the first step.
    update(gradient, state, x) -> (step, state): the next step from x, and the state after it.
    name, formula: what a legend calls it, and its update rule in Typst math markup, with θ for
    the point; clauses are separated by `, quad`.
    gradient, step and x have the same shape (..., d). The state is a number, or a NamedTuple of
    numbers, arrays of the shape of x and further states; it is never changed in place.
    From a gradient too large to be squared a state may overflow: `descend` stops there.
    """

    init: Init
    update: Update
    name: str = "optimizer"
    formula: str = ""

    def __repr__(self) -> str:
        return f"Optimizer({self.name!r})"


class ScheduleState(NamedTuple):
    """The number of steps taken, and the state of the optimizer that follows the schedule."""

    taken: int
    inner: Any


def scaled(
    learning_rate: LearningRate, init: Init, direction: Update, name: str, formula: str
) -> Optimizer:
    """Return the optimizer that steps −α times the direction which `direction` returns.

    The state counts the steps only if the learning rate is a schedule, for which alpha_k is
    written in the formula instead of alpha. With a fixed learning rate a path that has come to
    rest therefore repeats its state too (see `gd_math.basins_of_attraction`).
    Raises ValueError if the learning rate is neither a number above 0 nor a function.
    """
    rate = schedule(learning_rate)
    if not callable(learning_rate):
        fixed = rate(0)

        def update(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
            along, after = direction(gradient, state, x)
            return -fixed * along, after

        return Optimizer(init, update, name, formula)

    def scheduled(gradient: Array, state: ScheduleState, x: Array) -> tuple[Array, ScheduleState]:
        along, after = direction(gradient, state.inner, x)
        return -rate(state.taken) * along, ScheduleState(state.taken + 1, after)

    return Optimizer(
        lambda x: ScheduleState(0, init(x)), scheduled, name, formula.replace("alpha", "alpha_k")
    )


def schedule(learning_rate: LearningRate) -> Callable[[int], float]:
    """Return a fixed learning rate or a schedule as a schedule whose rates are checked.

    Raises ValueError if the fixed learning rate is not a finite number above 0; the schedule that
    is returned raises it, naming the step, for a rate that is not finite or below 0.
    """
    if not callable(learning_rate):
        fixed = checks.positive("learning_rate", learning_rate)
        return lambda count: fixed

    def checked(count: int) -> float:
        name = f"learning_rate({count})"
        return checks.between(name, learning_rate(count), 0, np.inf)

    return checked


def state_arrays(state: Any) -> Mapping[str, Array]:
    """Return the arrays of an optimizer's state by name, those of nested states included."""
    found: dict[str, Array] = {}
    for name, part in getattr(state, "_asdict", dict)().items():
        found.update({name: part} if isinstance(part, np.ndarray) else state_arrays(part))
    return found


def repeats(before: Any, after: Any) -> NDArray[np.bool_]:
    """Tell for which starts two states of an optimizer are the same to the last digit: (...)."""
    if isinstance(before, np.ndarray):
        return np.asarray((before == after).all(axis=-1))
    if not isinstance(before, tuple):
        return np.asarray(before == after)
    same = np.asarray(True)
    for one, other in zip(before, after, strict=True):
        same = np.asarray(same & repeats(one, other))
    return same


def select(state: Any, starts: Any) -> Any:
    """Return the state of some starts of a batch, given by their numbers."""
    if isinstance(state, np.ndarray):
        return state[starts]
    if not isinstance(state, tuple):
        return state
    parts = (select(part, starts) for part in state)
    return type(state)(*parts) if hasattr(state, "_fields") else tuple(parts)
