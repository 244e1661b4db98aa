"""Memoization: a result is computed again only when something that it depends on has changed."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from manim import ValueTracker

from gd_math import Trajectory
from scenes.kit.landscape.place import Place
from scenes.kit.walk import Walk

T = TypeVar("T")


class Memo:
    """The last result under each name, and the state that it was computed from.

    It has no attributes that Manim could find when it compares mobjects, since it makes no
    difference to how they look.
    """

    __slots__ = ("_results",)

    def __init__(self) -> None:
        self._results: dict[str, tuple[Any, Any]] = {}

    def __deepcopy__(self, _: Any) -> "Memo":
        return Memo()  # a copy of its owner computes its own results

    def get(self, name: str, state: Any, compute: Callable[[], T]) -> T:
        """Return the result of an equal `state`, or else what `compute` returns now."""
        known = self._results.get(name)
        if known is None or known[0] != state:
            known = self._results[name] = state, compute()
        result: T = known[1]
        return result


def state_of(value: Any) -> Any:
    """Return the present state of `value`, to be compared with an earlier one.

    `value` is a number, a text, an array, a tracker, a walk, its trajectory, or a list of such.
    Anything else may change unseen; so what is returned for it equals nothing else.
    """
    if value is None or isinstance(value, (float, int, str)):
        return value
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return [state_of(item) for item in value]
    kind = type(value)  # a class derived from these may be about more
    if kind is ValueTracker or kind is Place:
        return value.points.tobytes()
    if kind is Trajectory:
        return value  # which cannot be written to
    if kind is Walk:
        return value.points.tobytes(), value.trajectory
    return object()
