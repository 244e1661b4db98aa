"""The names at the ends of the curves of a race: who has arrived, and who is late."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.plots.plot import LossPlot
from scenes.kit.race.arrival import tick
from scenes.kit.race.tuned import ARRIVED, Race, Runner
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]
ROW = 0.44  # from one row of names to the next
FIRST_ROW = 0.3  # from the floor of the plot down to the first
APART = 0.12  # from a name to the line on its left, or right
BESIDE = 0.28  # from the end of a curve to the name of who is late
LOWEST, FLOOR = -2.75, -0.69  # heights: of the last row's foot, and of the floor if that allows


class Finish:
    """Who has arrived in a race, and how their names stand below the floor of its plot.

    A name stands to the left of the line that leads down to it, and clear of all other lines. The
    axis of the plot is so `broad`, for so many `steps`.
    """

    def __init__(self, race: Race, steps: int, broad: float) -> None:
        ranked = [race.runners[i] for i in race.ranking]
        arrived = [(one, one.arrival) for one in ranked if one.arrival is not None]
        self.late = [one for one in ranked if one.arrival is None]
        self.words: list[VMobject] = []
        self.places: list[tuple[float, int]] = []  # where the lines are, and to which row they lead
        self.ends = [(taken, float(one.left[taken])) for one, taken in arrived]  # of the curves
        for runner, taken in arrived:
            color, is_first = runner.entrant.ink, runner is ranked[0]
            named = text(f"{runner.entrant.name} {taken}", SMALL_SIZE, color, is_first)
            words = VGroup(named, tick().next_to(named, RIGHT, buff=APART))
            x = broad * taken / steps
            left = x - words.width - APART
            free = (
                row
                for row in range(len(arrived))
                if all(line < left for line, to in self.places if to >= row)
            )
            self.words.append(words)
            self.places.append((x, next(free)))

    @property
    def floor(self) -> float:
        """How high the floor of the plot must be for all rows."""
        rows = 1 + max((row for _, row in self.places), default=0)
        return max(FLOOR, LOWEST + FIRST_ROW + rows * ROW)

    def names(self, plot: LossPlot) -> VGroup:
        """Return all names, where they belong in the plot."""
        named = VGroup()
        corner = plot.x_axis.get_start()
        for words, (x, row), last in zip(self.words, self.places, self.ends, strict=True):
            end, foot = plot.at(last), corner + x * RIGHT
            base = foot + (FIRST_ROW + (row + 0.5) * ROW) * DOWN
            stem = Line(end + 0.15 * DOWN, base + 0.15 * DOWN, color=theme.muted)
            words.move_to(base + APART * LEFT, RIGHT)
            named.add(VGroup(stem.set_stroke(width=HAIR_WIDTH), words))
        return named.add(*beside(self.late, plot))


def beside(late: Sequence[Runner], plot: LossPlot) -> list[VMobject]:
    """Return the names of those who are late, beside the ends of their curves."""
    placed: list[VMobject] = []
    lowest = float(plot.at((0, ARRIVED))[1]) + 0.1
    for runner in late:  # the lowest first
        end = plot.at((runner.path.steps, runner.left[-1]))
        words = text(runner.entrant.name, SMALL_SIZE, runner.entrant.ink)
        lowest = max(float(end[1]), lowest + ROW)
        placed.append(words.move_to((end[0] + BESIDE, lowest, 0), LEFT))
    return placed
