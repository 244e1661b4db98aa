"""A walk that is taken slowly, on a map, with what is remembered and what that means in words."""

from functools import cached_property
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.arrival import ArrivalCount
from scenes.kit.race.box_names import BoxNames, axis_names
from scenes.kit.race.ground import race_trail
from scenes.kit.race.memory import FIRST, SECOND, BoxMemory, SlowWalk
from scenes.kit.race.tuned import Runner
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
AWAY, LINE = 0.5, 0.75  # from a map to the words beside it; from one line of them to the next
STEP = r'{{"step" : own}} = {{alpha : own}} {{(%s) : downhill}} \/ sqrt(s)'
MEANING = "$%s$ in a box $sqrt(s)$: how steep it has been"
ROWS = 4  # of lines
OTHERS = "RMSProp and Adam have a box, too"


class Remembering:
    """A walk with a box of past slopes, taken slowly on a map.

    It has its `walk`, its `trail`, and the `memory` of each step with its `names`. `words` stand
    beside the map: who it is, its steps, and what is remembered; below them the `rule` of a step.
    """

    @checked
    def __init__(self, runner: Runner, contours: ContourMap) -> None:
        self.runner, self.map = runner, contours
        self.walk = SlowWalk(runner.path)
        self.trail = race_trail(runner.entrant, self.walk, contours)
        self.memory = BoxMemory(runner, self.walk, contours)
        self.names = BoxNames(self.memory)
        self.axes = axis_names(contours)

    def pause(self, after: int, hold: float = 0.0) -> Any:
        """Return the animation up to where the box is seen, `after` so many steps.

        There it holds for so many seconds.
        """
        return self._until(after + FIRST, hold)

    def measure(self, after: int, hold: float = 0.0) -> Any:
        """Return the animation up to where the box is a square, and the next step ready."""
        return self._until(after + SECOND, hold)

    def take(self, steps: int) -> Any:
        """Return the animation up to where so many steps are taken."""
        return self._until(steps, 0)

    def arrive(self) -> Any:
        """Return the animation in which it goes on, without a stop, until it has arrived."""
        return self.walk.go(self.runner.steps)

    def _until(self, value: float, hold: float) -> Any:
        return self.walk.think(value - float(self.walk.get_value()), hold)

    @cached_property
    def words(self) -> VGroup:
        """The lines beside the map: who it is, its steps, and what it remembers."""
        entrant = self.runner.entrant
        name = text(entrant.name, SMALL_SIZE, bold=True)
        head = VGroup(entrant.sign(), name).arrange(RIGHT, buff=0.2).move_to(self._line(0), LEFT)
        count = ArrivalCount(self.walk, self.runner, head.get_right() + AWAY * RIGHT)
        foot = name.family_members_with_points()[0].get_bottom()
        count.shift((foot - count.words[0].family_members_with_points()[0].get_bottom()) * UP)
        meaning = text(MEANING % self._slope, SMALL_SIZE)
        slope = formula(self._slope).family_members_with_points()
        for glyph in meaning.family_members_with_points()[: len(slope)]:
            glyph.set_color(theme.gradient)  # that of its arrow
        return VGroup(head, count, meaning.move_to(self._line(1), LEFT))

    @cached_property
    def rule(self) -> VMobject:
        """The line below them: what a step is made of."""
        step = formula(STEP % self._slope, SMALL_SIZE, own=theme.walker, downhill=theme.gradient)
        return step.move_to(self._line(ROWS - 2), LEFT)

    @cached_property
    def others(self) -> VMobject:
        """The last line: who else remembers a box."""
        return text(OTHERS, SMALL_SIZE, theme.muted).move_to(self._line(ROWS - 1), LEFT)

    @property
    def _slope(self) -> str:
        return "-m" if "first_moment" in self.runner.path.state else "-nabla f"

    def _line(self, row: int) -> Array:
        """Return where a line beside the map begins."""
        up = ((ROWS - 1) / 2 - row) * LINE * UP
        return np.asarray(self.map.border.get_right() + AWAY * RIGHT + up)

    @property
    def beside(self) -> list[VMobject]:
        """The trail, the names of the axes, and the words: what is there with the map."""
        return [self.trail, self.axes, self.words]

    @property
    def seen(self) -> list[VMobject]:
        """What there is to see of it on its map."""
        return [self.trail, self.memory, self.names, self.axes]
