"""One map and one plot for a whole race: all walkers, and the losses that they have left."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import appear, leave
from scenes.kit.arguments import checked
from scenes.kit.plots.plot import LossPlot
from scenes.kit.race.finish import Finish
from scenes.kit.race.ground import RaceCurve, ghost, goal_ring, race_map, race_trail
from scenes.kit.race.tuned import ARRIVED, Race
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_END, WIDTH, HEIGHT, TOP = -6.4, 4.75, 3.75, 2.75  # of the map
RATES, LINE = 0.38, 0.52  # below the map: learning rates, in rows
COLUMNS, COLUMN = 2, 2.25  # of them in a row; from one to the next
AXIS, BROAD, CEILING = -0.25, 4.2, 1.9  # of the plot: left end, width, height of its top
AWAY = 0.22  # by which the numbers stand farther from the axis than usual
HEADING = 3.2
ASIDE = 0.35  # by which the name of the axis stands farther right than usual
RIGHT_END = 6.4  # of a question, which stands beside the title
SAMPLE = 0.5  # length of the line before the learning rate of a curve that stays
HALF = 0.5  # how large a walker of the plot is when its name stands there


class RaceStage:
    """The map of a race with all its walkers, their learning rates, and the plot of their losses.

    The floor of the plot is where a walk has arrived. `walks` say how many steps are taken, and
    `trails` and `curves` follow them. With `also`, another race on the same ground, there is room
    for its walks as well. Unless they are `shared`, trails are seen one at a time.
    """

    @checked
    def __init__(
        self, race: Race, title: str, also: Race | None = None, shared: bool = True
    ) -> None:
        self.race = race
        self.map = race_map([race, *([also] if also else [])], WIDTH, HEIGHT)
        self.map.move_to((LEFT_END + WIDTH / 2, TOP - HEIGHT / 2, 0))
        self.goal = goal_ring(self.map, race)
        self.title = text(title, SMALL_SIZE, bold=True).move_to((LEFT_END, HEADING, 0), LEFT)
        steps = max(race.steps, also.steps if also else 0)
        finish, *other = (Finish(one, steps, BROAD) for one in (race, also) if one)
        self.plot = loss_axes(steps, max(one.floor for one in (finish, *other)))
        self.walks = [Walk(runner.path) for runner in race.runners]
        pairs = list(zip(race.runners, self.walks, strict=True))
        self.trails = [race_trail(one.entrant, walk, self.map, shared) for one, walk in pairs]
        self.curves = [RaceCurve(one.entrant, walk, one.left, self.plot) for one, walk in pairs]
        self.rates = self._rates()
        self.named = finish.names(self.plot)
        self.on_map = set(range(len(self.walks)))  # whose trails are in view

    def _rates(self) -> VGroup:
        """Return the signs of all entrants, each with its learning rate, below the map."""
        cells = VGroup()
        for i, runner in enumerate(self.race.runners):
            mark = runner.entrant.sign()
            shown = formula(f"alpha = {number(runner.rate, 3)}", SMALL_SIZE, theme.walker)
            pen = self.map.border.get_corner(DOWN + LEFT) + (RATES + i // COLUMNS * LINE) * DOWN
            pen = pen + (i % COLUMNS) * COLUMN * RIGHT
            mark.move_to(pen + 0.25 * RIGHT)
            cells.add(VGroup(mark, shown.next_to(mark, RIGHT, buff=0.08)))
        return cells

    @property
    def asking(self) -> Array:
        """Where a question stands: beside the title, as far to the right as may be."""
        return np.array([RIGHT_END, HEADING, 0.0])

    @property
    def still(self) -> list[Any]:
        """All that stands there before the race, but for the walkers."""
        return [self.map, self.goal, *self.told]

    @property
    def told(self) -> list[Any]:
        """The words about the map."""
        return [self.title, self.rates]

    @property
    def scale(self) -> float:
        """Units of the frame for one of the ground's."""
        return float(self.map.border.width / (self.map.upper - self.map.lower)[0])

    def all_but(self, which: int) -> list[Any]:
        """Return what the stage has brought into view but for the names and one entrant."""
        others = [self.one(i) for i in range(len(self.walks)) if i != which]
        return [self.map, self.goal, self.title, self.plot, *others]

    @property
    def walkers(self) -> list[Any]:
        """The trails and the curves."""
        return [*(self.trails[i] for i in sorted(self.on_map)), *self.curves]

    def go(self) -> list[Any]:
        """Return the animations in which all walk on, at one pace, until the race is over."""
        return [walk.go(self.race.steps) for walk in self.walks]

    def one(self, which: int) -> list[Any]:
        """Return what belongs to one entrant alone: its trail, its curve and its learning rate."""
        trail = [self.trails[which]] if which in self.on_map else []
        return [*trail, self.curves[which], self.rates[which]]

    def name(self, *which: int) -> list[Any]:
        """Return the animations in which names come to the curves, and walkers there make room.

        Those of the entrants `which`, of all if none is given.
        """
        curves: list[Any] = [self.curves[i].walker for i in which or range(len(self.curves))]
        return [*appear(self.named), *(one.animate.scale(HALF) for one in curves)]

    def clear_map(self, *kept: int) -> list[Any]:
        """Return the animations in which all trails leave the map but those `kept`, which shine."""
        gone = sorted(self.on_map - {*kept})
        self.on_map &= {*kept}
        staying: list[Any] = [self.trails[i] for i in kept]
        shining = [
            [one.path.animate.set_stroke(opacity=1), one.marks.animate.set_fill(opacity=1)]
            for one in staying
        ]
        return [*leave(*(self.trails[i] for i in gone)), *shining]

    @property
    def homes(self) -> list[Array]:
        """Where the signs of all entrants stand below the map."""
        return [np.asarray(cell[0].get_center()) for cell in self.rates]

    def ghost(self, which: int) -> VMobject:
        """Return the curve of one entrant as it is now, which stays, and its learning rate."""
        curve, rate = ghost(self.curves[which]), number(self.race.runners[which].rate, 3)
        name = formula(f"alpha = {rate}", SMALL_SIZE, theme.muted)
        line = Line(0 * RIGHT, SAMPLE * RIGHT, color=theme.muted, stroke_width=PATH_WIDTH)
        place = (self.plot.x_axis.get_left()[0], HEADING, 0)
        return VGroup(curve, VGroup(line, name).arrange(RIGHT, buff=0.2).move_to(place, LEFT))


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
