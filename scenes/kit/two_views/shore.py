"""The shoreline of water at one height, on the ground and on the map, and what it has drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss
from scenes.kit.landscape import Mark
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.solids import Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.memo import state_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import PATH_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]

WATER = 0.32  # opacity of water on a map
RING_WIDTH = 2.2  # of the lines of a map
RIM = 1.0  # of their rim, on each side


class Level(ValueTracker):
    """A height: the value of the tracker, or, if it has one, that of the `walk` on its `loss`."""

    def __init__(self, value: float, loss: Loss) -> None:
        super().__init__(value)
        self.loss = loss
        self.walk: Walk | None = None

    def get_value(self) -> float:
        if self.walk is not None:
            return float(self.loss.value(self.walk.position))
        return float(super().get_value())


@dataclass(eq=False)
class GroundShore(Mark):
    """The lines on the ground where the loss is `level`, a tracker; those of `contour_map`."""

    layer = "lying"

    level: ValueTracker
    contour_map: ContourMap
    thickness: float

    def state(self) -> list[Any]:
        level = float(self.level.get_value())
        return [state_of(self.color), self.share(), level, self.thickness]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        radius = self.thickness / 2 * self.share() * ground.mark_size
        lines = self.contour_map.lines_at(float(self.level.get_value())) if radius else []
        draped = [ground.on_ground(line, 0.6 * radius) for line in lines if len(line) > 1]
        return solids.join(
            [solids.tube(line, np.full(len(line), radius), self.paint()) for line in draped]
        )


class MapShore(VGroup):
    """The water on a map, as high as `level`, and its shoreline; of each as much as is there.

    `water` and `line` are trackers, too: 1 where it is all there, 0 where it is not.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        level: ValueTracker,
        water: ValueTracker,
        line: ValueTracker,
    ) -> None:
        super().__init__(
            VMobject(fill_color=theme.muted, stroke_width=0),
            VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH),
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
        level = float(self.level.get_value())
        water, line = (float(share.get_value()) for share in self.shares)
        state = level, water, line, self.map.border.points.tobytes()
        if state == self._drawn:
            return self
        lake, shore = self.submobjects
        lake.points = self.map.below(level).points if water else np.zeros((0, 3))
        lake.set_fill(opacity=WATER * water)
        shore.points = self.map.drawn_at(level).points if line else np.zeros((0, 3))
        shore.set_stroke(opacity=line)
        self._drawn = state
        return self


class MapRings(VMobject):
    """The contour lines of a map, from the lowest up to the height that `charted` says."""

    def __init__(self, contour_map: ContourMap, charted: ValueTracker) -> None:
        super().__init__(stroke_color=theme.ink, stroke_width=RING_WIDTH, stroke_opacity=0.8)
        width = RING_WIDTH + 2 * RIM  # they stand off bright ground, too
        self.set_stroke(theme.background, width=width, opacity=0.6, background=True)
        self.map, self.charted = contour_map, charted
        self.lines = [contour_map.drawn_at(level).points for level in contour_map.levels]
        self.origin = contour_map.border.get_center()
        self.follow()
        self.add_updater(MapRings.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapRings":
        memo |= {id(one): one for one in (self.map, self.charted)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapRings":
        """Draw all lines up to the present height."""
        count = int(np.sum(np.array(self.map.levels) <= self.charted.get_value()))
        moved = self.map.border.get_center() - self.origin
        self.points = np.concatenate([np.zeros((0, 3)), *self.lines[:count]]) + moved
        return self
