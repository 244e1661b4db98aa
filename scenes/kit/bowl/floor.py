"""The floor of an error bowl, with the axes of slope, intercept and error."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.bowl.error_bowl import GLASS, ErrorBowl
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Mark, memoized
from scenes.kit.landscape.place import position
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, halo

Array = NDArray[np.float64]

AXIS = 0.02  # half the width of an axis, in units of the frame
TICK = 0.12  # the length of a tick
NICE = (1, 2, 4, 5, 10)  # times a power of ten: what ticks may be apart
ASIDE = 0.3  # from the end of the axis that leads away to its name: clear of columns
NEAR = 0.15  # from the end of any other
BELOW = 0.25  # from a place on the floor to its name
EDGE = 6.38  # of the safe frame
TICKS = (5, 6, 4)  # on each axis, at most
CORNER = 0.35  # from the corner that is shared with the axis w to a tick of b


@dataclass(eq=False)
class Sheet(Mark):
    """A floor of glass with the `corners (4, 3)`, in their order round it."""

    corners: Array

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        triangles = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32)
        paint = self.paint(GLASS * self.share())
        return solids.mesh(self.corners, np.zeros((4, 3)), paint, triangles)


@dataclass(eq=False)
class Rods(Mark):
    """Straight round lines, ends (n, 2, 3), which fade in all along."""

    ends: Array
    radius: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        paint = self.paint(self.share())
        return solids.join(
            [solids.tube(pair, np.full(2, self.radius), paint) for pair in self.ends]
        )


class FloorAxes(VGroup):
    """The floor of a bowl, and its axes w and b on the edges in front and on the right.

    The axis of the error, L, stands upright on the corner on the left. The group holds what is
    written; `marks` are the floor and the lines.
    """

    def __init__(self, bowl: ErrorBowl) -> None:
        super().__init__()
        lower, upper = bowl.floor
        corners = np.array([lower, [upper[0], lower[1]], upper, [lower[0], upper[1]]])
        solid_corners = bowl.on_floor(corners)
        seen = bowl.world_to_frame(solid_corners)
        front = corners[np.argmin(seen[:, 1]), 1]  # the b of the edge along w that is in front
        right = corners[np.argmax(seen[:, 0]), 0]
        left = corners[np.argmin(seen[:, 0])]
        self._bowl = bowl
        self._rods: list[Array] = []
        self._axis(bowl.on_floor([[lower[0], front], [upper[0], front]]), 0, "w", DOWN)
        self._axis(bowl.on_floor([[right, lower[1]], [right, upper[1]]]), 1, "b", RIGHT)
        self._axis(bowl.on_floor([left, left], [0.0, bowl.rim]), 2, "L", LEFT)
        radius = AXIS * bowl.unit
        self.marks: list[Mark] = [
            Sheet(srgb(theme.muted), solid_corners, shown=ValueTracker(0.0)),
            Rods(srgb(theme.muted), np.array(self._rods), radius, shown=ValueTracker(0.0)),
        ]
        bowl.marks.extend(self.marks)

    def _axis(self, ends: Array, along: int, name: str, side: Array) -> None:
        """Put an axis between two points of the world, (2, 3), with ticks, numbers and a name."""
        bowl = self._bowl
        scale = bowl.height_scale if along == 2 else 1.0
        low, high = np.sort(ends[:, along]) / scale
        self._rods.append(ends)
        seen = bowl.world_to_frame(ends)
        # A tick points to its number: in the frame, as far as the plane of the picture goes.
        _, up = bowl.view().axes[:2]
        across = bowl.view().axes[0]
        way = side[0] * across + side[1] * up
        start, end = seen[np.argsort(ends[:, along])]
        beyond = UP if along == 2 else side
        buff = ASIDE if along == 1 and end[0] < start[0] else NEAR
        title = formula(name, TEXT_SIZE).next_to(end, beyond, buff=buff)
        if title.get_right()[0] > EDGE:
            title.next_to(end, UP, buff=NEAR)
        for value in ticks(low, high, TICKS[along]):
            foot = ends[0].copy()
            foot[along] = value * scale
            tip = foot + TICK * bowl.unit * way
            label = formula(number(value), SMALL_SIZE, theme.muted)
            label.next_to(bowl.world_to_frame(tip), side, buff=0.08)
            apart = np.abs(label.get_center() - title.get_center())[:2]
            room = np.array([label.width + title.width, label.height + title.height]) / 2 + NEAR
            if along == 1 and np.linalg.norm(bowl.world_to_frame(foot) - start) < CORNER:
                continue
            if label.get_right()[0] < EDGE and (apart > room).any():
                self._rods.append(np.array([foot, tip]))
                self.add(label)
        self.add(title)

    def appear(self) -> list[Any]:
        """Return the animations that let the floor, its axes and their numbers come."""
        return [FadeIn(self), *(mark.appear() for mark in self.marks)]

    def leave(self) -> list[Any]:
        """Return the animations that take them away."""
        return [FadeOut(self), *(mark.leave() for mark in self.marks)]


def foot_name(bowl: ErrorBowl, at: Any) -> VMobject:
    """Return θ = (w, b) in front of the place `at` on the floor of a bowl, which it follows."""
    name = halo(formula("theta = (w, b)", SMALL_SIZE, theme.walker))

    def follow(name: Any) -> None:
        name.next_to(bowl.world_to_frame(bowl.on_floor(position(at))), DOWN, buff=BELOW)

    name.add_updater(follow, call_updater=True)
    return name


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return at most so many round numbers between `low` and `high`, evenly spaced.

    They end well before `high`, where the name of the axis stands.

    >>> ticks(-1.8, 5.7), ticks(0, 17)
    ([0.0, 2.0, 4.0], [0.0, 5.0, 10.0, 15.0])
    """
    size = 10.0 ** floor(np.log10((high - low) / most))
    step = next(nice * size for nice in NICE if (high - low) / (nice * size) <= most)
    last = floor((high - 0.35 * step) / step)
    return [step * i for i in range(ceil(low / step), last + 1)]
