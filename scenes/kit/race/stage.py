"""Six small maps of one ground that turns, and the one plot of the losses that are left on it."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.plots.plot import LossPlot
from scenes.kit.race.cards import (
    HEIGHT,
    WIDTH,
    RaceCard,
    bring,
    enlarge,
    large_map,
    slowly,
    told_of_arrival,
)
from scenes.kit.race.finish import Finish
from scenes.kit.race.ground import RaceCurve, goal_ring, race_map, race_trail
from scenes.kit.race.tuned import ARRIVED, Race, turned
from scenes.kit.race.turning import TurningGround
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import text

LEFT_END, TOP = -6.4, 2.3  # of the first map: left end and upper edge
SIZE = 2.1  # height of the maps
COLUMNS, PITCH, DROP = 3, 2.12, 2.75  # of the maps: in a row; from one to the next
ABOVE = 0.14  # from a map to the foot of its name
AXIS, BROAD, CEILING = 1.65, 3.05, 2.45  # of the plot: left end, width, height of its top
BELOW = 1  # decades of the plot below the line of arrival: who goes there can be seen to leave
AWAY = 0.1  # by which the numbers stand farther from the axis than usual
HEADING = 3.2


class RaceStage:
    """Six small maps of a `ground` that is turned, with their names, and the plot of all losses.

    The race `before` is that on the ground as it was, and its tunings stay. Who stays below a line
    in the plot has arrived. `walks` say how many steps are taken; `trails` and `curves` follow.
    """

    @checked
    def __init__(self, before: Race, degrees: float) -> None:
        self.race = race = before.on(*turned(before.loss, before.start, degrees))
        width = WIDTH / HEIGHT * SIZE
        contours = race_map(race, width, SIZE)
        places = [divmod(i, COLUMNS) for i in range(len(race.runners))]
        corners = [
            np.array([LEFT_END + column * PITCH, TOP - row * DROP, 0.0]) for row, column in places
        ]
        middle = width / 2 * RIGHT + SIZE / 2 * DOWN
        maps = [contours.copy().move_to(corner + middle) for corner in corners]
        self.walks = [Walk(runner.path) for runner in race.runners]
        pairs = list(zip(race.runners, self.walks, strict=True))
        self.trails = [
            race_trail(runner.entrant, walk, one)
            for (runner, walk), one in zip(pairs, maps, strict=True)
        ]
        goals, signs = [goal_ring(one, race) for one in maps], self.signs
        self.ground = TurningGround(before, degrees, maps, goals, signs)
        self.names = VGroup(
            *(
                on_base_line(text(runner.entrant.name, SMALL_SIZE), 1, corner[1] + ABOVE)
                for runner, corner in zip(race.runners, corners, strict=True)
            )
        )
        for name, corner in zip(self.names, corners, strict=True):
            name.set_x(corner[0], LEFT)
        finish = Finish(race, race.steps, BROAD)
        self.plot = loss_axes(race.steps, finish.floor)
        self.curves = [RaceCurve(*pair, self.plot) for pair in pairs]
        self.named = finish.names(self.plot)
        title = text(f"the ravine, turned by {degrees:g}°", SMALL_SIZE, bold=True)
        self.title = VGroup(title.move_to((LEFT_END, HEADING, 0), LEFT), told_of_arrival())

    @property
    def signs(self) -> list[Any]:
        """The signs of all who take part, about the middle of the frame."""
        return [runner.entrant.sign() for runner in self.race.runners]

    @property
    def still(self) -> list[Any]:
        """All that stands there before the race."""
        return [self.ground, self.names]

    def settle(self, card: RaceCard) -> list[Any]:
        """Return the animations in which the large map of a card comes to where it is small."""
        place, goal = self.map_of(card.runner.entrant.name)
        return bring(card.map, card.goal, place, goal.get_center())

    def map_of(self, name: str) -> tuple[ContourMap, Any]:
        """Return the map of the entrant with this name, and the ring on it."""
        which = self.race.number(name)
        return self.ground.contours[which], self.ground.goals[which]

    def large(self, name: str, side: float) -> ContourMap:
        """Return the map of an entrant as it is when it is large."""
        return large_map(self.map_of(name)[0], side)

    def enlarge(self, name: str, side: float) -> list[Any]:
        """Return the animations in which the map of an entrant grows, as that of a card does."""
        return enlarge(*self.map_of(name), side)

    def hand_over(self, card: RaceCard) -> list[Any]:
        """Return the animations in which a large map comes to where that of the card is."""
        aim = card.goal.get_center()
        return bring(*self.map_of(card.runner.entrant.name), card.map, aim)

    @property
    def walkers(self) -> list[Any]:
        """The trails and the curves."""
        return [*self.trails, *self.curves]

    @property
    def seen(self) -> list[Any]:
        """All that there is to see after the race, but for the maps."""
        return [self.names, self.plot, *self.walkers, self.named, self.title]

    def other_maps(self, name: str) -> list[Any]:
        """Return the maps of all but the entrant with this name, and the rings on them."""
        others = [self.map_of(runner.entrant.name) for runner in self.race.runners]
        return [one for one in others if one[0] is not self.map_of(name)[0]]

    def go(self) -> list[Any]:
        """Return the animations in which all walk on, at one pace, to the end of the race."""
        return [walk.go(self.race.steps, slowly) for walk in self.walks]


def loss_axes(steps: int, floor: float) -> LossPlot:
    """Return axes for the share of its loss that a walk has left, and the line of arrival.

    Who stays below that has arrived. The lower end is at the height `floor` of the frame.
    """
    low = round(np.log10(ARRIVED)) - BELOW
    plot = LossPlot(steps, (low, 0), BROAD, CEILING - floor, 2, y_label="loss left")
    for part in [*plot.ticks[:2], *plot.labels[:2]]:  # names below the floor say how far it is
        plot.ticks.remove(part)
        plot.labels.remove(part)
    plot.labels[1:].shift(AWAY * LEFT)
    plot.shift(AXIS * RIGHT + floor * UP - plot.x_axis.get_start())
    ends = plot.at([(0, ARRIVED), (steps, ARRIVED)])
    plot.add(Line(*ends).set_stroke(theme.good, PATH_WIDTH))
    name = text("steps", SMALL_SIZE, theme.muted).next_to(plot.x_axis, RIGHT, buff=0.2)
    plot.labels.add(name)
    return plot
