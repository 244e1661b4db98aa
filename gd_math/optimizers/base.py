"""What an optimizer is, and what its learning rate may be."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array

# A fixed learning rate, or a function of the number of the step, counted from 0.
LearningRate = float | Callable[[int], float]


class Optimizer(NamedTuple):
    """A rule that turns gradients into steps.

    init(x) -> state: the state before the first step.
    update(gradient, state) -> (step, state): the next step and the state after it.
    The state is a number, or a NamedTuple of numbers, arrays of the shape of x (..., d) and
    further states; all that the next step depends on is in it, and it is never changed in place.
    From a gradient too large to be squared a state may overflow: `descend` stops there.
    """

    init: Callable[[Array], Any]
    update: Callable[[Array, Any], tuple[Array, Any]]


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


def counter(learning_rate: LearningRate) -> Callable[[int], int]:
    """Return the function that counts steps for a learning rate: count -> count + 1.

    A fixed learning rate needs no count, so there it stays: a walk that comes to rest then has a
    state that comes to rest with it, which shows that it will stay (see `gd_math.basins`).
    """
    if callable(learning_rate):
        return lambda count: count + 1
    return lambda count: count


def state_arrays(state: Any) -> Mapping[str, Array]:
    """Return the arrays of an optimizer's state by name, those of nested states included.

    Fields named `x` are left out: an optimizer that needs to know the point keeps it there.
    """
    found: dict[str, Array] = {}
    for name, part in getattr(state, "_asdict", dict)().items():
        if isinstance(part, np.ndarray):
            if name != "x":
                found[name] = part
        else:
            found.update(state_arrays(part))
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
    return type(state)(*(select(part, starts) for part in state))
