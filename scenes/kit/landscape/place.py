"""Points of the ground: fixed ones, and such as move."""

from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Place(ValueTracker):
    """A point of the ground that can be animated: ``place.animate.set_place((x, y))``."""

    def __init__(self, place: Any) -> None:
        super().__init__(0.0)
        self.set_place(place)

    @property
    def position(self) -> Array:
        """The point, shape ``(2,)``."""
        return np.array(self.points[0, :2])

    def set_place(self, place: Any) -> "Place":
        """Move to `place (2,)`."""
        self.points[0, :2] = place
        return self

    def follow(self, source: Any) -> "Place":
        """Be where `source`, a walk or another place, is from now on."""
        self.stay()
        self.add_updater(lambda place: place.set_place(position(source)), call_updater=True)
        return self

    def stay(self) -> "Place":
        """Follow nothing any more."""
        self.clear_updaters()
        return self


class Target(Place):
    """A point in space at which an eye looks, wherever the ground is: ``set_place((x, y, z))``."""

    @property
    def point(self) -> Array:
        """The point, shape ``(3,)``."""
        return np.array(self.points[0])

    def set_place(self, place: Any) -> "Target":
        """Move to `place (3,)`."""
        self.points[0] = place
        return self


def position(source: Any) -> Array:
    """Return where `source` is, shape ``(2,)``: a walk, a `Place`, or simply a point."""
    return np.asarray(getattr(source, "position", source), dtype=float)
