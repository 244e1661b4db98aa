"""What a curve and a map have in common: how walks go to their ends, and what marks these."""

from typing import Any

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import appear, leave, swap
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.findings import Row
from scenes.kit.yours.pace import quickening
from scenes.kit.yours.panel import BELOW, BOTTOM, EndBars

Array = NDArray[np.float64]
LINES = 0.55  # of a question, from one to the next


class View:
    """A picture of a loss on which the walks of `descents` go."""

    descents: Descents
    field: VMobject  # the arrows
    walker: VMobject  # of the walk that is watched
    step: VMobject  # and the step that it takes
    depths: VGroup  # the values at some minima, beside them
    free: Array  # the left end of questions
    lines: int  # and in how many lines they are

    def below(self, bars: EndBars) -> tuple[Array, list[Any]]:
        """Return where a question begins below some bars, which leave first if there is no room."""
        low = float(bars.get_bottom()[1]) - BELOW - LINES * self.lines / 2
        bars.stay = low - LINES * self.lines / 2 >= BOTTOM
        height = low if bars.stay else self.free[1]
        place = np.array([self.free[0], height, 0.0])
        return place, [] if bars.stay else leave(bars)

    def set_down(self) -> list[Any]:
        """Return the animations in which the walker appears."""
        return appear(self.walker, self.step)

    def turn_gray(self) -> list[Any]:
        """Return the animations that make the ground ready for the colors of ends: none."""
        return []

    def walk_on(self) -> list[Any]:
        """Return the animations in which it goes on to its end."""
        return quickening([self.descents.first])

    def go_all(self) -> list[Any]:
        """Return the animations in which the others go to their ends."""
        return quickening(self.descents.others)

    def mark_first(self) -> list[Any]:
        """Return the animations in which the minimum where the watched walk ends has its sign.

        So has the lowest one, if that is another. The arrows leave, so that heights are seen.
        """
        minima, end = self.descents.loss.minima, int(self.descents.ends.kind[0])
        ends = [end] if end >= 0 else []
        if ends and not minima[end].is_global:
            ends += [k for k, minimum in enumerate(minima) if minimum.is_global][:1]
        signs = self.mark_ends([Row((k,), "first", "", "") for k in ends])
        return swap(self.explained(), [signs, self.name_depths(ends)])

    def explained(self) -> list[VMobject]:
        """Return what has been seen once a walk has ended."""
        return [self.field]

    def name_depths(self, ends: list[int]) -> VGroup:
        """Return the values at some minima, beside them: none where they are seen as heights."""
        return VGroup()

    def mark_ends(self, rows: list[Row]) -> VGroup:
        """Return the signs of the minima in which walks end, with their letters."""
        raise NotImplementedError
