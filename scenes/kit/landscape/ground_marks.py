"""Lines on the ground of a landscape, and its coordinate axes."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, VGroup
from numpy.typing import NDArray

from scenes.kit.landscape import Landscape, Mark, Pin
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, halo

Array = NDArray[np.float64]
BEAD = 2.2  # radius of the mark at a whole number, in radii of the axis
LINE_POINTS = 81
HEAD = 9.0  # length of the arrowhead, in radii of the axis


@dataclass(eq=False)
class GroundAxis(Mark):
    """An arrow draped over the ground along the straight line from `start` to `end`, each (2,).

    A bead marks each of the places `marked (n, 2)`.
    """

    layer = "lying"

    start: Array
    end: Array
    marked: Array
    thickness: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * ground.mark_size
        length = float(np.linalg.norm(self.end - self.start))
        reach = self.share() * length
        way = (self.end - self.start) / length
        neck = max(reach - HEAD * radius, 0.5 * reach)
        line = self.start + np.linspace(0, neck, 161)[:, None] * way
        draped = ground.on_ground(line, 0.5 * radius)
        tip = ground.on_ground(self.start + reach * way, 0.5 * radius)
        passed = (self.marked - self.start) @ way <= neck
        beads = ground.on_ground(self.marked[passed], 0.5 * radius)
        return solids.join(
            [
                solids.tube(draped, np.full(len(draped), radius), self.paint()),
                solids.cone(draped[-1], tip, 0.36 * HEAD * radius, self.paint()),
                solids.spheres(beads, BEAD * radius, self.paint()),
            ]
        )


@dataclass(eq=False)
class GroundLine(Mark):
    """A line draped over the ground from `at` to both sides, as far as `reach` along `way (2,)`."""

    layer = "lying"

    at: Array
    way: Array
    reach: float
    thickness: float

    def places(self) -> Array:
        """Return the points of the ground that the whole line passes, (n, 2)."""
        ways = self.reach * np.linspace(-1, 1, LINE_POINTS)
        return np.asarray(self.at + ways[:, None] * self.way)

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * ground.mark_size
        grown = self.at + self.share() * (self.places() - self.at)
        line = ground.on_ground(grown, 0.6 * radius)
        return solids.tube(line, np.full(len(line), radius), self.paint())


class GroundAxes(VGroup):
    """The two coordinate axes of a landscape, on its ground, where the other coordinate is 0.

    `names`: of both axes, Typst math markup, written beyond their tips.  `lower`, `upper`: where
    they begin and end.  A bead stands at each whole number, and a number at each `every`-th.
    The group holds what is written; `axes` are the two marks.
    """

    def __init__(
        self, landscape: Landscape, names: tuple[str, str], lower: Any, upper: Any, every: int = 2
    ) -> None:
        lower, upper = (np.asarray(corner, dtype=float) for corner in (lower, upper))
        self.axes: list[GroundAxis] = []
        super().__init__()
        for axis, (name, side) in enumerate(zip(names, (DOWN, RIGHT), strict=True)):
            along = np.eye(2)[axis]
            whole = np.arange(ceil(lower[axis]), floor(upper[axis] - 0.5) + 1)
            ends, thickness = (lower[axis] * along, upper[axis] * along), 0.004 * landscape.extent
            mark = GroundAxis(srgb(theme.ink), *ends, whole[:, None] * along, thickness)
            landscape.marks.append(mark)
            self.axes.append(mark)
            self.add(Pin(landscape, halo(formula(name, TITLE_SIZE)), ends[1], side))
            for value in whole[(whole % every == 0) & (whole != 0)]:
                label = halo(formula(number(value), SMALL_SIZE), 6)
                self.add(Pin(landscape, label, value * along, side, buff=0.12))

    def appear(self) -> list[Any]:
        """Return the animations that let both axes, their names and their numbers come."""
        return [part.appear() for part in (*self.axes, *self)]

    def leave(self) -> list[Any]:
        """Return the animations that let them go."""
        return [part.leave() for part in (*self.axes, *self)]
