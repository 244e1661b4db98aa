"""One map and one plot for a whole race: all walkers, and the losses that they have left."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from scenes.kit.animations import appear, leave, swap
from scenes.kit.arguments import checked
from scenes.kit.plots.plot import LossPlot
from scenes.kit.race.box_names import axis_names
from scenes.kit.race.cards import RaceCard
from scenes.kit.race.finish import Finish
from scenes.kit.race.ground import RaceCurve, goal_ring, race_map, race_trail
from scenes.kit.race.tuned import ARRIVED, Race, Runner
from scenes.kit.race.turning import TurningGround
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_END, WIDTH, HEIGHT, TOP = -6.4, 4.75, 3.75, 2.75  # of the map
LIST, LINE = 0.38, 0.52  # below the map: signs with their names, in rows
COLUMNS, COLUMN = 2, WIDTH / 2  # of them in a row; from one to the next
FOOT = 0.12  # of a row: from its middle down to the foot of its words
SIGN, NAME = 0.25, 0.55  # of a column: the middle of a sign, the left end of its name
AXIS, BROAD, CEILING = -0.25, 4.2, 1.9  # of the plot: left end, width, height of its top
AWAY = 0.22  # by which the numbers stand farther from the axis than usual
HEADING = 3.2
ASIDE = 0.35  # by which the name of the axis stands farther right than usual
RIGHT_END = 6.4  # of a question, which stands beside the title
SLOWLY = 1.5  # power of the time with which a race goes on
HALF = 0.5  # how large a walker of the plot is when its name stands there


class RaceStage:
    """The map of a race with its walkers, the list of their names, and the plot of their losses.

    The floor of the plot is where a walk has arrived. `walks` say how many steps are taken, and
    `trails` and `curves` follow them. When the names come to the curves, the learning rates are in
    the list.
    """

    @checked
    def __init__(self, race: Race, title: str) -> None:
        self.race = race
        self.map = race_map([race], WIDTH, HEIGHT)
        self.map.move_to((LEFT_END + WIDTH / 2, TOP - HEIGHT / 2, 0))
        self.goal = goal_ring(self.map, race)
        self.title = text(title, SMALL_SIZE, bold=True).move_to((LEFT_END, HEADING, 0), LEFT)
        finish = Finish(race, race.steps, BROAD)
        self.plot = loss_axes(race.steps, finish.floor)
        self.walks = [Walk(runner.path) for runner in race.runners]
        pairs = list(zip(race.runners, self.walks, strict=True))
        self.trails = [race_trail(one.entrant, walk, self.map, True) for one, walk in pairs]
        self.on_map = self.trails  # those that are in view
        self.curves = [RaceCurve(one.entrant, walk, one.left, self.plot) for one, walk in pairs]
        self.named = finish.names(self.plot)
        self.signs, self.names, self.rates = VGroup(), VGroup(), VGroup()
        for i, runner in enumerate(race.runners):
            self._enlist(i, runner)

    def _enlist(self, which: int, runner: Runner) -> None:
        """Put an entrant into the list below the map."""
        corner = self.map.border.get_corner(DOWN + LEFT)
        row, column = divmod(which, COLUMNS)
        pen = corner + (LIST + row * LINE) * DOWN + column * COLUMN * RIGHT
        name = text(runner.entrant.name, SMALL_SIZE)
        rate = formula(f"alpha = {number(runner.rate, 3)}", SMALL_SIZE, theme.walker)
        self.signs.add(runner.entrant.sign().move_to(pen + SIGN * RIGHT))
        self.names.add(on_base_line(name.move_to(pen + NAME * RIGHT, LEFT), 1, pen[1] - FOOT))
        self.rates.add(on_base_line(rate.move_to(pen + NAME * RIGHT, LEFT), 0, pen[1] - FOOT))

    @property
    def asking(self) -> Array:
        """Where a question stands: beside the title, as far to the right as may be."""
        return np.array([RIGHT_END, HEADING, 0.0])

    @property
    def still(self) -> list[Any]:
        """All that stands there before the race, but for the plot and the walkers."""
        return [self.map, self.goal, self.title, *self.entrants]

    @property
    def entrants(self) -> list[Any]:
        """Who takes part, below the map, as it is before the race."""
        return [self.signs, self.names]

    @property
    def seen(self) -> list[Any]:
        """All that there is to see after the race, but for the plot."""
        return [self.map, self.goal, self.title, self.signs, self.rates, *self.walkers, self.named]

    @property
    def walkers(self) -> list[Any]:
        """The curves, and the trails unless they have left."""
        return [*self.on_map, *self.curves]

    def turning(self, before: RaceCard, race: Race, degrees: float) -> TurningGround:
        """Return the ground as it is turned: `race` is that before, seen on the map of a card."""
        who, names = race.first.entrant.sign(), axis_names(before.map)
        return TurningGround(race, degrees, before.map, self.map, self.goal, who, names)

    def go(self) -> list[Any]:
        """Return the animations in which all walk on, at one pace, until the race is over.

        It begins slowly: first steps are the longest.
        """
        return [walk.go(self.race.steps, lambda share: share**SLOWLY) for walk in self.walks]

    def name(self) -> list[Any]:
        """Return the animations in which names come to the curves, and walkers there make room.

        In the list learning rates take the place of the names.
        """
        walkers: list[Any] = [curve.walker for curve in self.curves]
        shrinking = [one.animate.scale(HALF) for one in walkers]
        return [*appear(self.named), *shrinking, *swap([self.names], [self.rates])]

    def clear_map(self) -> list[Any]:
        """Return the animations in which all trails leave the map."""
        gone, self.on_map = self.on_map, []
        return leave(*gone)

    @property
    def homes(self) -> list[Array]:
        """Where the signs of all entrants stand below the map."""
        return [np.asarray(sign.get_center()) for sign in self.signs]


def loss_axes(steps: int, floor: float) -> LossPlot:
    """Return axes for the share of its loss that a walk has left, from 1 down to the floor.

    Who comes down to the floor has arrived; it is at the height `floor` of the frame.
    """
    low = round(np.log10(ARRIVED))
    plot = LossPlot(steps, (low, 0), BROAD, CEILING - floor, 2, y_label="share of the loss left")
    for part in [*plot.ticks[:2], *plot.labels[:2]]:  # where walks arrive says how far it is
        plot.ticks.remove(part)
        plot.labels.remove(part)
    plot.labels[1:].shift(AWAY * LEFT)  # all numbers: where curves begin, there are signs
    plot.shift(AXIS * RIGHT + floor * UP - plot.x_axis.get_start())
    plot.x_axis.set_stroke(theme.good)
    plot.labels[0].shift(ASIDE * RIGHT)  # the name of the axis: clear of who sets out
    name = text("steps", SMALL_SIZE, theme.muted).next_to(plot.x_axis, RIGHT, buff=0.3)
    plot.labels.add(name)
    return plot
