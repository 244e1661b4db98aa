"""The ground of a race that is turned behind the frame of its map."""

from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.box_names import put_axis_names
from scenes.kit.race.ground import VEIL
from scenes.kit.race.tuned import Race, turned

Array = NDArray[np.float64]


class TurningGround(VGroup):
    """The map `before` of a race, which becomes the map `after` as its ground turns by `degrees`.

    With it go the ring about the minimum, `goal`, and `who` stands at the start; the `names` of the
    axes stay in its corners. Each map between the two is computed.
    """

    def __init__(
        self,
        race: Race,
        degrees: float,
        before: ContourMap,
        after: ContourMap,
        goal: VMobject,
        who: VMobject,
        names: VGroup,
    ) -> None:
        self.race, self.degrees = race, degrees
        self.map, self.goal, self.who, self.names = after, goal, who, names
        minimum = np.asarray(race.loss.minima[0].x)  # about which it turns
        self.views = [view_of(before, minimum), view_of(after, np.zeros(2))]
        self.share = ValueTracker(0.0)
        self._shown = -1.0
        super().__init__(after, goal, who, names)
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
        place, size, middle, scale, levels = (
            (1 - share) * first + share * last for first, last in zip(*self.views, strict=True)
        )
        half = size / scale / 2
        shape = *size, levels, VEIL
        between = ContourMap(loss, middle - half, middle + half, *shape).move_to(place)
        for part, drawn in zip(self.map.get_family(), between.get_family(), strict=True):
            part.points = drawn.points
        self.goal.move_to(between.at(loss.minima[0].x))
        self.who.move_to(between.at(start))
        put_axis_names(self.names, self.map)
        return self


def view_of(contours: ContourMap, origin: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return what a map shows, as arrays between which one can go over.

    Where it is in the frame and its size there; what lies in its middle, seen from `origin`; units
    of the frame for one of the ground's; and its levels.
    """
    size = np.array([contours.border.width, contours.border.height])
    span = contours.upper - contours.lower
    middle = (contours.upper + contours.lower) / 2 - origin
    return contours.border.get_center(), size, middle, size / span, np.array(contours.levels)
