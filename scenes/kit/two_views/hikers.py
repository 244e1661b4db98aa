"""Walkers in the landscape and on its map, and the right angles of their steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from gd_math import Trajectory, minimum_reached
from scenes.kit.landscape import Ball, Mark, Trail
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import walks_inside
from scenes.kit.maps.trails import MapTrail
from scenes.kit.theme import DOT_RADIUS, RIM_WIDTH, STEP_RADIUS, THIN_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
SIDE = 0.34  # of the mark of a right angle, in units of the frame
REACH = 0.85  # of a tangent, to either side
ROOM = 0.8  # between the feet of two right angles
CLEAR = 0.14  # from a tangent to the path of another walker
UNDER = 0.03  # between the mark of a step and a walker at rest, at least
LONG = 0.3  # a step that is long enough to be seen with one


@dataclass(eq=False)
class CrowdBall(Ball):
    """A ball without a shadow: where many come to rest, theirs would add up to a black one."""

    def caster(self, ground: Ground) -> tuple[Array, float]:
        return self.center(ground)[0], 0.0


class HikerTrail(MapTrail):
    """A trail above the rings of a map, whose line runs under all marks, and these under walkers.

    It has no marks where the walker will rest: they would stand out from under it.
    """

    def __init__(self, walk: Walk, contour_map: ContourMap) -> None:
        super().__init__(walk, contour_map)
        for z, part in enumerate(self, 1):
            width = part.get_stroke_width() + RIM_WIDTH  # it stands off ground of any color
            part.set_stroke(theme.background, width=width, background=True).set_z_index(z)

    def _mark(self, places: Array) -> None:
        away = np.linalg.norm(places - self.at(self.walk.trajectory.x[-1]), axis=-1)
        super()._mark(places[away > DOT_RADIUS + STEP_RADIUS + UNDER])


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

    def leave(self) -> list[Any]:
        """Return the animations that take them away."""
        return [*map(FadeOut, self.on_map), *(mark.leave() for mark in self.on_ground)]

    @property
    def arrival(self) -> int:
        """The step at which the last of them has come to rest."""
        return max(walk.arrival for walk in self.walks)


def hikers_on(
    walks: Sequence[Walk], contour_map: ContourMap, thickness: float, radius: float
) -> Hikers:
    """Return walkers that are to appear, with trails so thick on the ground, and balls so large."""
    color, ball = srgb(theme.walker), Ball if len(walks) == 1 else CrowdBall
    trails = [Trail(color, walk, thickness, shown=ValueTracker(0.0)) for walk in walks]
    balls = [ball(color, walk, radius, "ball", shown=ValueTracker(0.0)) for walk in walks]
    on_map = [HikerTrail(walk, contour_map) for walk in walks]
    return Hikers(walks, on_map, [*trails, *balls])


def walks_apart(contour_map: ContourMap, crowd: Trajectory, count: int, apart: float) -> list[Walk]:
    """Return `count` walks of a batch that stay on the map and end in a minimum.

    They start so far `apart`. Raises ValueError if there are not as many.
    """
    ends = minimum_reached(contour_map.loss, crowd.x[-1])
    chosen: list[int] = []
    for i in walks_inside(contour_map, crowd):
        away = np.linalg.norm(crowd.x[0, chosen] - crowd.x[0, i], axis=-1)
        if ends[i] >= 0 and np.all(away > apart):
            chosen.append(int(i))
    if len(chosen) < count:
        raise ValueError(
            f"HIKERS is {count}, and only {len(chosen)} come to rest on the map: it needs more "
            "STEPS, another LEARNING_RATE or SEED, or fewer HIKERS"
        )
    return [Walk(crowd.path(i)) for i in chosen[:count]]


class RightAngles(VGroup):
    """At steps of a walk on a map: the tangent of the contour line, and a square on it, downhill.

    `stops` are the numbers of these steps, far enough apart.  `drawn` is a tracker: of how many of
    them the marks are there.  The map must have the same scale along x and y.  A tangent ends where
    one of the `others` comes by.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        path: Trajectory,
        most: int,
        others: Sequence[Trajectory] = (),
    ) -> None:
        share = np.linspace(0, 1, 33)[:, None, None]
        ways = [contour_map.at(other.x) for other in others]
        passed = [((1 - share) * way[:-1] + share * way[1:]).reshape(-1, 3) for way in ways]
        self._passed = np.concatenate([np.zeros((0, 3)), *passed])
        feet = contour_map.at(path.x)
        self.stops: list[int] = []
        for i in range(path.steps):
            apart = [float(np.linalg.norm(feet[i] - feet[j])) for j in self.stops]
            is_free = len(self.stops) < most and min(apart, default=np.inf) > ROOM
            if is_free and (i == 0 or np.linalg.norm(feet[i + 1] - feet[i]) > LONG):
                self.stops.append(i)
        self.drawn = ValueTracker(0.0)
        self._shown = -1.0
        super().__init__(*(self._mark(feet[i], -path.gradient[i]) for i in self.stops))
        self.follow()
        self.add_updater(RightAngles.follow)  # type: ignore[arg-type]

    def draw(self, count: int) -> Any:
        """Return the animation in which the first `count` of them are drawn."""
        return self.drawn.animate.set_value(count)

    def _mark(self, foot: Array, downhill: Array) -> VGroup:
        ahead = np.append(downhill / np.linalg.norm(downhill), 0.0)
        along = np.array([-ahead[1], ahead[0], 0.0])
        square = [foot + SIDE * corner for corner in (along, along + ahead, ahead)]
        mark = VGroup()
        for corners, width in (
            ([self._end(foot, -along), self._end(foot, along)], 1.5 * THIN_WIDTH),
            (square, 1.2 * THIN_WIDTH),
        ):
            line = VMobject(stroke_color=theme.ink, stroke_width=width)
            line.set_points_as_corners(np.array(corners))
            rim = width + 2 * RIM_WIDTH
            mark.add(line.set_stroke(theme.background, width=rim, background=True))
        return mark

    def _end(self, foot: Array, way: Array) -> Array:
        """Return the end of a tangent to one side."""
        points = foot + np.linspace(0.5 * SIDE, REACH, 41)[:, None] * way
        away = np.linalg.norm(points[:, None] - self._passed, axis=-1).min(axis=1, initial=np.inf)
        met = np.flatnonzero(away < CLEAR)
        return np.asarray(points[max(met[0] - 1, 0)] if len(met) else points[-1])

    def follow(self) -> "RightAngles":
        """Show as many of them as are drawn now."""
        drawn = float(self.drawn.get_value())
        if drawn != self._shown:
            for i, mark in enumerate(self):
                share = min(max(drawn - i, 0.0), 1.0)
                mark.set_stroke(opacity=share)
                mark.set_stroke(opacity=share, background=True)
            self._shown = drawn
        return self
