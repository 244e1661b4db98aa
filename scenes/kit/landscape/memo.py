"""What was worked out last is kept, until something differs from which it follows."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from manim import ValueTracker

from scenes.kit.landscape.place import Place
from scenes.kit.walk import Walk

T = TypeVar("T")


class Kept:
    """What was made last under each name, and from what.

    It has no attributes that Manim could find when it compares mobjects: whether something is kept
    makes no difference to how they look.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, Any]] = {}

    def __deepcopy__(self, _: Any) -> "Kept":
        return Kept()  # a copy of its owner makes its own

    def get(self, name: str, source: Any, make: Callable[[], T]) -> T:
        """Return what was made from an equal `source`, or else what `make` makes now."""
        known = self._made.get(name)
        if known is None or known[0] != source:
            known = self._made[name] = source, make()
        made: T = known[1]
        return made


def told(value: Any) -> Any:
    """Return what `value` says now, to be compared with what it said before.

    `value` is a number, a text, an array, a tracker, a walk, or a list of such. Anything else may
    change unseen; so what is returned for it equals nothing else.
    """
    if value is None or isinstance(value, (float, int, str)):
        return value
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return [told(item) for item in value]
    kind = type(value)  # a class derived from these may be about more
    if kind is ValueTracker or kind is Place:
        return value.points.tobytes()
    if kind is Walk:
        return value.points.tobytes(), value.trajectory  # a trajectory cannot be written to
    return object()
