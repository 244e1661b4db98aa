"""What an optimizer is, and what its learning rate may be."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gd_math import checks
from gd_math.checks import Array

# A fixed learning rate, or a function of the number of the step, counted from 0.
LearningRate = float | Callable[[int], float]


class Optimizer(NamedTuple):
    """A rule that turns gradients into steps.

    init(x) -> state: the state before the first step.
    update(gradient, state) -> (step, state): the next step and the state after it.
    The state is the optimizer's own affair; it is never changed in place.
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


def state_arrays(state: Any) -> Mapping[str, Array]:
    """Return the arrays of an optimizer's state by name, those of nested states included.

    A state is a NamedTuple (or a number, which holds no arrays). Fields named `x` are left out:
    a wrapper that needs to know the point keeps it there.
    """
    found: dict[str, Array] = {}
    for name, part in getattr(state, "_asdict", dict)().items():
        if isinstance(part, np.ndarray):
            if name != "x":
                found[name] = part
        else:
            found.update(state_arrays(part))
    return found
