"""One map and one plot for a whole race: all walkers, and the losses that they have left."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.plots.plot import LossPlot
from scenes.kit.race.ground import RaceCurve, ghost, goal_ring, race_map, race_trail
from scenes.kit.race.tuned import ARRIVED, Race, Runner
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_END, WIDTH, HEIGHT, TOP = -6.4, 4.75, 3.75, 2.75  # of the map
RATES, LINE, COLUMNS = 0.38, 0.52, 2  # below the map: learning rates, in rows of two
AXIS, BROAD, FLOOR, HIGH = -0.25, 4.2, -0.75, 3.25  # of the plot: left end, width, foot, height
ROW = 0.44  # from one row of names to the next
FIRST_ROW = 0.3  # from the floor of the plot down to the first
APART = 0.12  # from a name to the line on its left
HEADING = 3.2
TOPMOST = 0.3  # decades above the loss at the start


class RaceStage:
    """The map of a race with all its walkers, their learning rates, and the plot of their losses.

    The floor of the plot is where a walk has arrived. `walks` say how many steps are taken, and
    `trails` and `curves` follow them. With `also`, another race on the same ground, there is room
    for its walks as well.
    """

    @checked
    def __init__(self, race: Race, title: str, also: Race | None = None) -> None:
        self.race = race
        self.map = race_map([race, *([also] if also else [])], WIDTH, HEIGHT)
        self.map.move_to((LEFT_END + WIDTH / 2, TOP - HEIGHT / 2, 0))
        self.goal = goal_ring(self.map, race)
        self.title = text(title, SMALL_SIZE, bold=True).move_to((LEFT_END, HEADING, 0), LEFT)
        self.plot = self._plot(max(race.steps, also.steps if also else 0))
        self.walks = [Walk(runner.path) for runner in race.runners]
        pairs = list(zip(race.runners, self.walks, strict=True))
        self.trails = [race_trail(one.entrant, walk, self.map) for one, walk in pairs]
        self.curves = [RaceCurve(one.entrant, walk, one.left, self.plot) for one, walk in pairs]
        self.rates = self._rates()
        self.named = self._names()
        self.middle = self.plot.at((self.plot.steps / 2, 1e-3))
        self.left = self.map.get_center()

    def _plot(self, steps: int) -> LossPlot:
        """Return the axes, whose numbers are shares of the loss at the start."""
        low = round(np.log10(ARRIVED))
        plot = LossPlot(steps, (low, 0), BROAD, HIGH, 2, y_label="share of the loss left")
        for part in [*plot.ticks[:2], *plot.labels[:2]]:  # where walks arrive says how far it is
            plot.ticks.remove(part)
            plot.labels.remove(part)
        plot.shift(AXIS * RIGHT + FLOOR * UP - plot.x_axis.get_start())
        plot.x_axis.set_stroke(theme.good)  # who comes down to it has arrived
        name = text("steps", SMALL_SIZE, theme.muted).next_to(plot.x_axis, RIGHT, buff=0.3)
        plot.labels.add(name)
        return plot

    def _rates(self) -> VGroup:
        """Return the signs of all entrants, each with its learning rate, below the map."""
        cells = VGroup()
        for i, runner in enumerate(self.race.runners):
            mark = runner.entrant.sign()
            shown = formula(f"alpha = {number(runner.rate, 3)}", SMALL_SIZE, theme.walker)
            pen = self.map.border.get_corner(DOWN + LEFT) + (RATES + i // COLUMNS * LINE) * DOWN
            pen = pen + (i % COLUMNS) * WIDTH / COLUMNS * RIGHT
            mark.move_to(pen + 0.16 * RIGHT)
            cells.add(VGroup(mark, shown.next_to(mark, RIGHT, buff=0.12)))
        return cells

    @property
    def still(self) -> list[Any]:
        """All that stands there before the race, but for the walkers."""
        return [self.map, self.goal, self.title, self.rates]

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
        return [*self.trails, *self.curves]

    def go(self) -> list[Any]:
        """Return the animations in which all walk on, at one pace, until the race is over."""
        return [walk.go(self.race.steps) for walk in self.walks]

    def one(self, which: int) -> list[Any]:
        """Return what belongs to one entrant alone: its trail, its curve and its learning rate."""
        return [self.trails[which], self.curves[which], self.rates[which]]

    def signs(self) -> list[Any]:
        """Return copies of the signs of all entrants, where they stand below the map."""
        return [cell[0].copy() for cell in self.rates]

    def ghost(self, which: int) -> VMobject:
        """Return the curve of one entrant as it is now, which stays."""
        return ghost(self.curves[which])

    def _names(self) -> VGroup:
        """Return the names at the ends of all curves, with the steps of those who have arrived.

        A name stands to the left of the line that leads down to it, and clear of all other lines.
        """
        ranked = [self.race.runners[i] for i in self.race.ranking]
        arrived = [(one, one.arrival) for one in ranked if one.arrival is not None]
        named = VGroup()
        taken: list[tuple[float, int]] = []  # where the lines are, and to which row they lead
        for runner, steps in arrived:
            end = self.plot.at((steps, ARRIVED))
            color, is_first = runner.entrant.ink, runner is ranked[0]
            words = text(f"{runner.entrant.name} {steps}", SMALL_SIZE, color, is_first)
            left = float(end[0]) - words.width - APART
            row = next(
                row for row in range(len(arrived)) if all(x < left for x, to in taken if to >= row)
            )
            taken.append((float(end[0]), row))
            base = end + (FIRST_ROW + (row + 0.5) * ROW) * DOWN
            stem = Line(end + 0.2 * DOWN, base + 0.15 * DOWN, color=theme.muted)
            words.move_to(base + APART * LEFT, RIGHT)
            named.add(VGroup(stem.set_stroke(width=HAIR_WIDTH), words))
        return named.add(*self._beside([one for one in ranked if one.arrival is None]))

    def _beside(self, late: list[Runner]) -> list[VMobject]:
        """Return the names of those who have not arrived, beside the ends of their curves."""
        placed: list[VMobject] = []
        lowest = FLOOR + 0.1
        for runner in late:  # from the lowest up
            end = self.plot.at((runner.path.steps, runner.left[-1]))
            words = text(runner.entrant.name, SMALL_SIZE, runner.entrant.ink)
            lowest = max(float(end[1]), lowest + ROW)
            words.move_to((end[0] + 0.28, lowest, 0), LEFT)
            placed.append(words)
        return placed
