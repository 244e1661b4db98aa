"""Walks that go by what has been paid: looks at samples instead of steps."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import ValueTracker, VMobject
from numpy.typing import NDArray

from gd_math import StochasticTrajectory
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail, through
from scenes.kit.symbols import SIGNS, marker_shape, sign_color
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, RIM_WIDTH, STEP_RADIUS, theme
from scenes.kit.walk import Walk

GLIDE, LONGEST = 0.5, 0.5  # of a step: of the time that its looks take, and e-folds of looks
RECENT = 20  # steps of a trail that fades: so many are as bright as the walker
FADED = 0.35  # opacity of those before …
FIRST = 10  # … but for the first steps, as bright and as broad as those of others
DOT, BETWEEN = 0.035, 0.14  # of dots that lead to a sign that is pulled out: radius, distance
BESIDE = 1.6 * DOT_RADIUS  # from the middle of that sign to where they end, at the least
SPOT = 0.4  # of a sign that is pulled out: as large as what stays in its place

Array = NDArray[np.float64]


class LookClock(ValueTracker):
    """Says how many looks each walker has paid for, from 0, and whether they are on their way.

    In the first half of each look it is paid for.  In the second half the looks rest, and the
    walkers that have paid for a step by then take it.  `paths` are theirs: the clock gives time to
    their steps.
    """

    def __init__(self, looks: float, *paths: StochasticTrajectory) -> None:
        super().__init__(looks)
        self.paths = paths

    @property
    def looks(self) -> float:
        """Looks paid for so far."""
        value = float(self.get_value())
        whole = np.floor(value + 1e-9)
        return float(whole + np.clip(2 * (value - whole), 0, 1))

    def go(self, looks: float) -> Any:
        """Return the animation that runs on to so many looks, each decade in the same time.

        But for the steps: each takes half as long as its looks have, and a large one not longer
        than others.
        """
        halves, times = np.arange(0, looks + 0.25, 0.5), self._times(int(looks))
        first = float(self.get_value())
        start, end = np.interp([first, looks], halves, times)

        def pace(share: float) -> float:
            value = np.interp(start + share * (end - start), times, halves)
            return float((value - first) / (looks - first)) if looks != first else share

        going: Any = self.animate
        return going(rate_func=pace).set_value(looks)

    def _times(self, looks: int) -> Array:
        """Return when each half of a look begins or ends, in e-folds of looks."""
        paying, gliding = np.diff(np.log(np.arange(looks + 1) + 1.0)), np.zeros(looks)
        for path in self.paths:
            paid = path.evaluations[path.evaluations <= looks]
            wanted = np.minimum(GLIDE * np.diff(np.log(paid + 1.0)), LONGEST)
            gliding[paid[1:] - 1] = np.maximum(gliding[paid[1:] - 1], wanted)
        return np.append(0.0, np.cumsum(np.stack([paying, gliding], axis=-1)))


class LookWalk(Walk):
    """A walk whose steps are taken when their looks have been paid for, as a clock says."""

    @checked
    def __init__(self, trajectory: StochasticTrajectory, clock: LookClock) -> None:
        self.clock = clock
        super().__init__(trajectory)

    @property
    def looks(self) -> float:
        """Looks paid for so far."""
        return self.clock.looks

    @property
    def taken(self) -> float:
        """Steps taken; the next is under way once all of its looks are paid for."""
        paid, value = self.evaluations, float(self.clock.get_value())
        done = int(np.searchsorted(paid, value + 1e-9, side="right")) - 1
        if done >= len(paid) - 1:
            return float(len(paid) - 1)
        return done + float(eased(1 - 2 * (paid[done + 1] - value)))

    @property
    def evaluations(self) -> Any:
        """How many looks have been paid for on arriving at each row of the trajectory."""
        path: Any = self.trajectory
        return path.evaluations


class LookTrail(MapTrail):
    """A trail on a map, with its walker above all rings there.

    Before it sets out, the walker is `waiting()` times as large: with 0, the corners of walkers
    that stand on one place do not stick out below the uppermost.  With `fades`, all but the first
    and the last steps do.  The sign is `pulled()` out of its place, (3,): a small one stays there,
    and dots, which are no step, lead from that to the large one.
    """

    @checked
    def __init__(
        self,
        walk: LookWalk,
        contour_map: ContourMap,
        waiting: Callable[[], float] = lambda: 1.0,
        fades: bool = False,
        pulled: Callable[[], Array] = lambda: np.zeros(3),
        **style: Any,
    ) -> None:
        self.waiting, self.pulled = waiting, pulled
        self.latest, self.first, self.first_marks = VMobject(), VMobject(), VMobject()
        self.leader, self.spot = marker_shape("circle", DOT, theme.muted), VMobject()
        self.leader.set_stroke(width=RIM_WIDTH, background=True).set_z_index(0.5)  # below all rings
        self._dot = self.leader.points
        super().__init__(walk, contour_map, **style)
        self.walker.set_z_index(2)
        color = style.get("color", theme.walker)
        self.spot.match_style(self.walker)
        self.add(self.leader, self.spot.set_z_index(1))
        if fades:
            for path in (self.latest, self.first):
                path.match_style(self.path)
                path.joint_type = self.path.joint_type
            self.first.set_stroke(width=PATH_WIDTH)
            self.first_marks.set_fill(color, opacity=1).set_stroke(width=0)
            self.path.set_stroke(opacity=FADED)
            self.marks.set_fill(opacity=FADED)
            self.add(self.latest, self.first, self.first_marks)

    def _whereabouts(self) -> Any:
        return super()._whereabouts(), self.pulled().tobytes(), self.waiting()

    def _draw(self) -> None:
        super()._draw()
        points = np.vstack([self.walk.visited, self.walk.position])
        self.latest.points = self._through(points[-RECENT - 1 :])
        self.first.points = self._through(points[: FIRST + 1])
        dot = marker_shape("circle", STEP_RADIUS, theme.ink).points
        places = self.at(points[: min(FIRST + 1, len(points) - 1)])
        self.first_marks.points = (dot + places[:, None]).reshape(-1, 3)
        here, out = self.at(points[-1]), self.pulled()
        if not out.any():
            self.leader.points = self.spot.points = np.zeros((0, 3))
            if self.walk.taken == 0:
                size = self.waiting()
                outline = self.walker.points[: len(self.walker.points) * (size > 0)]
                self.walker.points = here + size * (outline - here)
        elif len(self.walker.points):
            length = float(np.linalg.norm(out))
            shares = np.arange(BETWEEN, length - BESIDE, BETWEEN)[:, None] / length
            self.leader.points = (self._dot + (here + shares * out)[:, None]).reshape(-1, 3)
            self.spot.points = here + SPOT * (self.walker.points - here)
            self.walker.shift(out)

    def _through(self, points: Array) -> Array:
        """Return the path through `points`, if all are on the map."""
        return through(self.at(points)) if self.map.inside(points).all() else np.zeros((0, 3))


def look_sign(meaning: str, is_hollow: bool = False, size: float = 1.0) -> VMobject:
    """Return the sign of a walker; it `is_hollow` for the one whose learning rate falls."""
    color = sign_color(meaning)
    walker = marker_shape(SIGNS[meaning][0], size * DOT_RADIUS, color)
    if is_hollow:
        walker.set_fill(theme.background).set_stroke(color, width=PATH_WIDTH)
    return walker
