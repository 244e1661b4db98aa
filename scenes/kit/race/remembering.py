"""A walk that is taken slowly, on a map, with what is remembered and what that means in words."""

from functools import cached_property
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.entrants import SIGN_RADIUS
from scenes.kit.race.ground import race_trail
from scenes.kit.race.memory import SECOND, BoxMemory, Memory, SlowWalk, VelocityMemory
from scenes.kit.race.tuned import Runner
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula, text

AWAY, LINE = 0.5, 0.75  # from a map to the words beside it; from one line of them to the next
CORNER = 0.26  # of a map: how far in its names of axes stand
BEYOND = 0.32  # from a side of a box to its name
SIDE_SIZE = 1.2 * SMALL_SIZE  # of that name, which has a subscript
KINDS = {  # what a step is made of, and what its letter means, by what is remembered
    "velocity": (
        '"step" = beta dot "last step" {{- alpha nabla f : added}}',
        "$beta$: the part of it that is kept",
    ),
    "box": (
        r'"step" = alpha {{(- nabla f) : downhill}} \/ sqrt(s)',
        "$sqrt(s)$: how steep it has been",
    ),
    "mean and box": (
        r'"step" = alpha {{(- m) : downhill}} \/ sqrt(s)',
        "$sqrt(s)$: how steep it has been",
    ),
}


class BoxSides(VGroup):
    """The names of the sides of a box: the typical slopes, and α when it has become a square.

    They follow the box, and are there for as long as its sides are what they say. A name stands
    beyond the side across from the walker, or at the other one if that is too near the border.
    """

    @checked
    def __init__(self, memory: BoxMemory) -> None:
        self.memory = memory
        names = ("sqrt(s_x)", theme.ink), ("sqrt(s_y)", theme.ink), *2 * [("alpha", theme.walker)]
        tags = (tag(formula(name, SIDE_SIZE, color), buff=0.06) for name, color in names)
        super().__init__(*tags)
        self._parts = [name.family_members_with_points() for name in self]
        self._looks = [
            [(part.get_fill_opacity(), part.get_stroke_opacity()) for part in parts]
            for parts in self._parts
        ]
        self._shown: tuple[Any, ...] = ()
        self.follow()
        self.add_updater(lambda sides: sides.follow())

    def follow(self) -> "BoxSides":
        """Put the names at the sides of the box as it is now."""
        box = self.memory.submobjects[0].points
        state = self.memory.shares, box.tobytes()
        if state == self._shown:
            return self  # so that they can be faded in and out
        self._shown = state
        grown, turned, taken = self.memory.shares
        there = grown * eased(1 - 3 * turned), eased(3 * turned - 2) * eased(1 - 3 * taken)
        for i, name in enumerate(self):
            share = float(there[i // 2])
            for part, (inside, edge) in zip(self._parts[i], self._looks[i], strict=True):
                part.set_fill(opacity=share * inside).set_stroke(opacity=share * edge)
            if share > 0 and len(box):
                self._put(name, along=i % 2, ready=i // 2)
        return self

    def _put(self, name: VMobject, along: int, ready: int) -> None:
        """Put a name beyond a side of the box that runs along an axis of the frame.

        Where there is room for it is decided for the whole box of this step.
        """
        across, border = 1 - along, self.memory.map.border
        box = self.memory.submobjects[0].points
        here, corner = box[0], box[7]
        whole = self.memory.corner(self.memory.walk.phase[0], 1, ready)
        size = (name.width, name.height)
        away = (size[across] + BEYOND) / 2 * np.sign(whole)
        room = (border.width, border.height)[across] / 2 - size[across] / 2
        fits = abs((here + whole + away - border.get_center())[across]) < room
        place = (here + corner) / 2
        clear = away + SIGN_RADIUS * np.sign(whole)  # of the walker, too
        place[across] = (corner + away if fits else here - clear)[across]
        name.move_to(place)


class Remembering:
    """A walk, taken slowly on a map: `walk`, its `trail`, and the `memory` of each step.

    `words` stand beside the map: who it is, what a step is made of, and what is remembered. `axes`
    are the names x and y in the corners of the map.
    """

    @checked
    def __init__(self, runner: Runner, contours: ContourMap) -> None:
        self.runner, self.map = runner, contours
        self.walk = SlowWalk(runner.path)
        self.trail = race_trail(runner.entrant, self.walk, contours)
        kind = VelocityMemory if runner.entrant.rolls else BoxMemory
        self.memory: Memory = kind(runner, self.walk, contours)
        self.sides = [BoxSides(self.memory)] if isinstance(self.memory, BoxMemory) else []

    def pause(self, after: int, hold: float = 0.0) -> Any:
        """Return the animation up to where the memory is seen, `after` so many steps.

        There it holds for so many seconds.
        """
        return self._until(after + self.memory.telling, hold)

    def take(self, steps: int) -> Any:
        """Return the animation up to where so many steps have been taken."""
        return self._until(steps)

    def measure(self, after: int) -> Any:
        """Return the animation up to where the next step is ready, `after` so many steps."""
        return self._until(after + SECOND)

    def _until(self, value: float, hold: float = 0.0) -> Any:
        return self.walk.think(value - float(self.walk.get_value()), hold)

    @cached_property
    def words(self) -> VGroup:
        """The lines beside the map, where it is when they are asked for."""
        entrant, state = self.runner.entrant, self.runner.path.state
        name = text(entrant.name, SMALL_SIZE, bold=True)
        head = VGroup(entrant.sign(), name).arrange(RIGHT, buff=0.2)
        boxed = "mean and box" if "first_moment" in state else "box"
        math, meaning = KINDS["velocity" if entrant.rolls else boxed]
        part = {"added": theme.walker} if entrant.rolls else {"downhill": theme.gradient}
        lines = head, formula(math, SMALL_SIZE, **part), text(meaning, SMALL_SIZE)
        place = self.map.border.get_right() + AWAY * RIGHT
        for row, line in enumerate(lines):
            line.move_to(place + (1 - row) * LINE * UP, LEFT)
        return VGroup(*lines)

    @cached_property
    def axes(self) -> VGroup:
        """The names x and y, in the corners of the map where these grow."""
        low, high = self.map.border.get_corner(DOWN + RIGHT), self.map.border.get_corner(UP + LEFT)
        x, y = (tag(formula(letter, SMALL_SIZE), buff=0.08) for letter in "xy")
        inward = CORNER * (RIGHT + DOWN)
        return VGroup(x.move_to(low - inward), y.move_to(high + inward))

    @property
    def thoughts(self) -> list[VMobject]:
        """All that there is to see of it: on its map, and the words beside that."""
        return [*self.seen, self.words]

    @property
    def seen(self) -> list[VMobject]:
        """What there is to see of it on its map."""
        axes = [self.axes] if self.sides else []
        return [self.trail, self.memory, *axes, *self.sides]
