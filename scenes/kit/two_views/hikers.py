"""Walkers in the landscape and on its map, which take a color where they come to rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, ManimColor, ValueTracker, interpolate_color, linear
from numpy.typing import NDArray

from scenes.kit.landscape import Ball, Mark, Trail
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.theme import RIM_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]


def at_rest(walk: Walk, arrival: int) -> float:
    """Return 0 while a walk goes on, and 1 from one step after its `arrival` on, or its end."""
    if walk.taken >= walk.trajectory.steps:
        return 1.0
    return min(max(walk.taken - arrival, 0.0), 1.0)


@dataclass(eq=False)
class _Arriving(Mark):
    """A mark of a walk that changes its color to `rest (3,)` when the walk has arrived."""

    rest: Array
    arrival: int

    def paint(self, opacity: float = 1.0) -> Array:
        walk: Any = getattr(self, "walk", getattr(self, "at", None))
        share = at_rest(walk, self.arrival)
        return np.array([*((1 - share) * self.color + share * self.rest), opacity])


@dataclass(eq=False)
class ArrivingBall(_Arriving, Ball):
    """A ball that changes its color when its walk has arrived.

    Many come to rest in one place, where their shadows would add up to a black one: only a ball
    that is `alone` throws one, until it has arrived.
    """

    alone: bool

    def caster(self, ground: Ground) -> tuple[Array, float]:
        center, radius = self.center(ground)
        return center, radius * self.alone * (1 - at_rest(self.at, self.arrival))


@dataclass(eq=False)
class ArrivingTrail(_Arriving, Trail):
    """A trail that changes its color when its walk has arrived."""


class ArrivingMapTrail(MapTrail):
    """A trail on a map, rimmed, that changes its color to `rest` when its walk has arrived."""

    def __init__(self, walk: Walk, contour_map: ContourMap, color: str, rest: str) -> None:
        self.colors = ManimColor(color), ManimColor(rest)
        self.arrival = walk.arrival
        super().__init__(walk, contour_map, color=color)
        for part in (self.path, self.marks):
            width = part.get_stroke_width() + RIM_WIDTH
            part.set_stroke(theme.background, width=width, background=True)

    def _draw(self) -> None:
        super()._draw()
        color = interpolate_color(*self.colors, at_rest(self.walk, self.arrival))
        self.path.set_stroke(color)
        self.marks.set_fill(color)
        self.walker.set_fill(color)


@dataclass(eq=False)
class Hikers:
    """Walkers with their trails, in the landscape and on the map."""

    walks: Sequence[Walk]
    on_map: Sequence[MapTrail]
    on_ground: Sequence[Mark]

    def appear(self) -> list[Any]:
        """Return the animations that let them come."""
        return [*map(FadeIn, self.on_map), *(mark.appear() for mark in self.on_ground)]

    def go(self, steps: float, pace: Callable[[float], float] = linear) -> list[Any]:
        """Return the animations in which each of them goes on; see `Walk.go`."""
        return [walk.go(steps, pace) for walk in self.walks]

    @property
    def arrival(self) -> int:
        """The step at which the last of them has come to rest, and shows it."""
        return max(walk.arrival for walk in self.walks) + 1

    def leave(self) -> list[Any]:
        """Return the animations that take them away."""
        return [*map(FadeOut, self.on_map), *(mark.leave() for mark in self.on_ground)]


def marks_of(walk: Walk, thickness: float, radius: float, rest: str, alone: bool) -> list[Mark]:
    """Return a trail and a ball in ink that are to appear, and take the color `rest` on arrival."""
    ink = srgb(theme.ink)
    end: dict[str, Any] = {"rest": srgb(rest), "arrival": walk.arrival}
    shown = ValueTracker(0.0), ValueTracker(0.0)
    return [
        ArrivingTrail(ink, walk, thickness, **end, shown=shown[0]),
        ArrivingBall(ink, walk, radius, "ball", **end, alone=alone, shown=shown[1]),
    ]
