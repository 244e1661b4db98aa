"""The ground of a race that is turned behind the frames of all its maps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.ground import ROOM, VEIL, race_map
from scenes.kit.race.tuned import Race, turned

Array = NDArray[np.float64]


class TurningGround(VGroup):
    """The maps of a race, whose ground turns by `degrees`: at first that `before`, then `after`.

    The `maps` are copies of that of the race `after`. With them turn the rings about the minimum,
    `goals`, and `who` stands at the start. Each map between the two is computed.
    """

    def __init__(
        self,
        before: Race,
        degrees: float,
        maps: Sequence[ContourMap],
        goals: Sequence[VMobject],
        who: Sequence[VMobject],
    ) -> None:
        self.race, self.degrees = before, degrees
        self.maps, self.goals, self.who = [VGroup(*parts) for parts in (maps, goals, who)]
        self.contours = list(maps)
        after = maps[0]
        self.size = after.border.width, after.border.height
        first = race_map(before, *self.size)
        minimum = np.asarray(before.loss.minima[0].x)  # about which it turns
        self.views = [view_of(first, minimum), view_of(after, np.zeros(2))]
        self.share = ValueTracker(0.0)
        self._shown = -1.0
        super().__init__(self.maps, self.goals, self.who)
        self.follow()
        self.add_updater(lambda ground: ground.follow())

    def turn(self) -> Any:
        """Return the animation that turns the ground."""
        going: Any = self.share.animate
        return going.set_value(1.0)

    def follow(self) -> "TurningGround":
        """Draw the ground as far as it has been turned."""
        share = float(self.share.get_value())
        if share == self._shown:
            return self
        self._shown = share
        loss, start = turned(self.race.loss, self.race.start, share * self.degrees)
        middle, half, levels = (
            (1 - share) * first + share * last for first, last in zip(*self.views, strict=True)
        )
        here, reach = start - loss.minima[0].x, half * (1 - 2 * ROOM / np.array(self.size))
        middle = np.clip(middle, here - reach, here + reach)  # so that nobody leaves the map
        between = ContourMap(loss, middle - half, middle + half, *self.size, levels, VEIL)
        goal, at_start = between.at(loss.minima[0].x), between.at(start)
        for contours, ring, who in zip(self.contours, self.goals, self.who, strict=True):
            place = contours.border.get_center() - between.border.get_center()
            for part, drawn in zip(contours.get_family(), between.get_family(), strict=True):
                part.points = drawn.points + place
            ring.move_to(goal + place)
            who.move_to(at_start + place)
        return self


def view_of(contours: ContourMap, origin: Array) -> tuple[Array, Array, Array]:
    """Return what a map shows, as arrays between which one can go over.

    What lies in its middle, seen from `origin`, half of what it spans, and its levels.
    """
    half = (contours.upper - contours.lower) / 2
    middle = (contours.upper + contours.lower) / 2 - origin
    return middle, half, np.array(contours.levels)
