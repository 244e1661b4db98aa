"""Walks that go by what has been paid: looks at samples instead of steps."""

from typing import Any

import numpy as np
from manim import ValueTracker, VMobject

from gd_math import StochasticTrajectory
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.symbols import SIGNS, marker_shape, sign_color
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, theme
from scenes.kit.walk import Walk

GLIDE = 0.3  # of the looks that one step costs: during the last of them the walker moves


class LookClock(ValueTracker):
    """Says how many looks each walker has paid for, from 0."""

    def go(self, looks: float) -> Any:
        """Return the animation that runs on to so many looks, each decade in the same time."""
        first = self.get_value() + 1
        growth = (looks + 1) / first

        def pace(share: float) -> float:
            return float((growth**share - 1) / (growth - 1)) if growth != 1 else share

        going: Any = self.animate
        return going(rate_func=pace).set_value(looks)


class LookWalk(Walk):
    """A walk whose steps are taken when their looks have been paid for, as a clock says."""

    @checked
    def __init__(self, trajectory: StochasticTrajectory, clock: LookClock) -> None:
        self.clock = clock
        super().__init__(trajectory)

    @property
    def looks(self) -> float:
        """Looks paid for so far."""
        return float(self.clock.get_value())

    @property
    def taken(self) -> float:
        """Steps taken; the next is under way while the last of its looks are paid for."""
        paid, looks = self.evaluations, self.looks
        done = int(np.searchsorted(paid, looks + 1e-9, side="right")) - 1
        if done >= len(paid) - 1:
            return float(len(paid) - 1)
        moving = max(1.0, GLIDE * float(paid[done + 1] - paid[done]))
        return done + float(np.clip(1 - (paid[done + 1] - looks) / moving, 0, 1))

    @property
    def evaluations(self) -> Any:
        """How many looks have been paid for on arriving at each row of the trajectory."""
        path: Any = self.trajectory
        return path.evaluations


class LookTrail(MapTrail):
    """A trail on a map; with `waits`, its walker is not drawn before it sets out.

    So the corners of walkers that stand on one place do not stick out below the uppermost.
    """

    @checked
    def __init__(
        self, walk: LookWalk, contour_map: ContourMap, waits: bool = False, **style: Any
    ) -> None:
        self.waits = waits
        super().__init__(walk, contour_map, **style)

    def _draw(self) -> None:
        super()._draw()
        if self.waits and self.walk.taken == 0:
            self.walker.points = np.zeros((0, 3))


def look_sign(meaning: str, is_hollow: bool = False, size: float = 1.0) -> VMobject:
    """Return the sign of a walker; it `is_hollow` for the one whose learning rate falls."""
    color = sign_color(meaning)
    walker = marker_shape(SIGNS[meaning][0], size * DOT_RADIUS, color)
    if is_hollow:
        walker.set_fill(theme.background).set_stroke(color, width=PATH_WIDTH)
    return walker
