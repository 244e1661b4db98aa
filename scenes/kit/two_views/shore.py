"""The lines of equal height, on the ground and on the map, and the water that draws them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.landscape import Mark
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.memo import state_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import PATH_WIDTH, theme

Array = NDArray[np.float64]

WATER = 0.32  # opacity of water on a map
RING_WIDTH = 2.2  # of the lines of a map
RINGS = 0.85  # their opacity
RIM = 1.0  # of their rim, on each side


class Level(ValueTracker):
    """A height: that of water, or of the one line of equal height which passes by a point."""

    def __init__(self, value: float, loss: Loss) -> None:
        super().__init__(value)
        self.loss = loss
        self.near: Array | None = None  # the point, (2,); of water there are all lines

    def lines(self, contour_map: ContourMap) -> list[Array]:
        """Return the lines at this height, each (n, 2)."""
        lines = contour_map.lines_at(float(self.get_value()))
        if self.near is None or not lines:
            return lines
        near = self.near
        return [min(lines, key=lambda line: np.linalg.norm(line - near, axis=-1).min())]

    def state(self) -> tuple[Any, ...]:
        """Return all that decides which lines there are."""
        return float(self.get_value()), None if self.near is None else self.near.tobytes()


def draped(lines: list[Array], radius: float, paint: Array, ground: Ground) -> Solid:
    """Return lines of points of the loss, each (n, 2), as wires on the ground."""
    wires = [ground.on_ground(line, 0.6 * radius) for line in lines if len(line) > 1]
    return solids.join([solids.tube(wire, np.full(len(wire), radius), paint) for wire in wires])


@dataclass(eq=False)
class GroundShore(Mark):
    """The lines on the ground at the height of `level`; those of `contour_map`."""

    layer = "lying"

    level: Level
    contour_map: ContourMap
    thickness: float

    def state(self) -> list[Any]:
        return [state_of(self.color), self.share(), self.level.state(), self.thickness]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        radius = self.thickness / 2 * self.share() * ground.mark_size
        if radius == 0:
            return NOTHING
        return draped(self.level.lines(self.contour_map), radius, self.paint(), ground)


@dataclass(eq=False)
class GroundRings(Mark):
    """The lines of a map on the ground, from the lowest up to the height that `charted` says."""

    layer = "lying"

    charted: ValueTracker
    levels: ArrayLike
    lines: list[list[Array]]  # at each of the levels
    thickness: float

    def count(self) -> int:
        """Return at how many of the heights there are lines now."""
        return int(np.sum(np.asarray(self.levels) <= self.charted.get_value()))

    def state(self) -> list[Any]:
        return [state_of(self.color), self.share(), self.count(), self.thickness]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        radius = self.thickness / 2 * self.share() * ground.mark_size
        lines = [line for at_one in self.lines[: self.count()] for line in at_one]
        return draped(lines, radius, self.paint(), ground) if radius and lines else NOTHING


class MapShore(VGroup):
    """The water on a map, as high as `level`, and its shoreline; of each as much as is there.

    `water` and `line` are trackers, too: 1 where it is all there, 0 where it is not.
    """

    def __init__(
        self, contour_map: ContourMap, level: Level, water: ValueTracker, line: ValueTracker
    ) -> None:
        super().__init__(
            VMobject(fill_color=theme.muted, stroke_width=0),
            VMobject(stroke_color=theme.ink, stroke_width=1.5 * PATH_WIDTH),
        )
        self.map, self.level, self.shares = contour_map, level, (water, line)
        self._drawn: Any = None
        self.follow()
        self.add_updater(MapShore.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapShore":
        memo |= {id(one): one for one in (self.map, self.level, *self.shares)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapShore":
        """Draw the water and its shoreline as high as they are now."""
        water, line = (float(share.get_value()) for share in self.shares)
        state = self.level.state(), water, line
        if state == self._drawn:
            return self
        lake, shore = self.submobjects
        below = self.map.below(float(self.level.get_value())) if water else VMobject()
        lake.points = below.points
        lake.set_fill(opacity=WATER * water)
        lines = self.level.lines(self.map) if line else []
        shore.points = self.map.drawn(lines).points
        shore.set_stroke(opacity=line)
        self._drawn = state
        return self


class MapRings(VGroup):
    """The contour lines of a map: those up to the height that `charted` says, and the others.

    The others are as strong as the tracker `pale` says.
    """

    def __init__(self, contour_map: ContourMap, charted: ValueTracker, pale: ValueTracker) -> None:
        self.others, self.drawn = VMobject(), VMobject()
        super().__init__(self.others, self.drawn)
        for part in self:
            part.set_stroke(theme.ink, width=RING_WIDTH)
            part.set_stroke(theme.background, width=RING_WIDTH + 2 * RIM, background=True)
        self.levels, self.charted, self.pale = np.array(contour_map.levels), charted, pale
        self.lines = [contour_map.drawn_at(level).points for level in contour_map.levels]
        self._drawn: Any = None
        self.follow()
        self.add_updater(MapRings.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapRings":
        memo |= {id(one): one for one in (self.charted, self.pale)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapRings":
        """Draw all lines, those up to the present height as strong as they can be."""
        count = int(np.sum(self.levels <= self.charted.get_value()))
        pale = float(self.pale.get_value())
        if (count, pale) == self._drawn:
            return self
        none = np.zeros((0, 3))
        self.drawn.points = np.concatenate([none, *self.lines[:count]])
        self.others.points = np.concatenate([none, *self.lines[count:]])
        for part, strength in ((self.drawn, 1.0), (self.others, pale)):
            part.set_stroke(opacity=RINGS * strength)
            part.set_stroke(opacity=0.6 * strength, background=True)
        self._drawn = count, pale
        return self
