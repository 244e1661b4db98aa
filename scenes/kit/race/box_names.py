"""The names at the sides of a box of past slopes."""

from itertools import combinations, product
from operator import getitem
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.entrants import SIGN_RADIUS
from scenes.kit.race.ground import GOAL
from scenes.kit.race.memory import BoxMemory
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
SIZE = 1.2 * SMALL_SIZE  # of the names, some of which have a subscript
BEYOND = 0.13  # from a side of the box to its name
ALONG = 0.5, 0.8, 0.2  # where along a side its name may stand, the best place first
CLEAR = 0.05  # at least so far apart are a name and what it must not hide
CORNER, LETTER = 0.26, 0.21  # of a map: how far in its names of axes stand, and half their size


@checked
def axis_names(contours: ContourMap) -> VGroup:
    """Return the names x and y, in the corners of a map where these grow."""
    names = VGroup(*(tag(formula(letter, SMALL_SIZE), buff=0.08) for letter in "xy"))
    for name, place in zip(names, axis_corners(contours), strict=True):
        name.move_to(place)
    return names


def axis_corners(contours: ContourMap) -> list[Array]:
    """Return where the names x and y stand on a map."""
    right, top = contours.border.get_corner(DOWN + RIGHT), contours.border.get_corner(UP + LEFT)
    inward = CORNER * (RIGHT + DOWN)
    return [right - inward, top + inward]


class BoxNames(VGroup):
    """The names of the sides of a box, the typical slopes.

    When the box has become a square, its sides are α. Names are there as soon as the box is whole,
    and as long as it is what they say; they hide neither the goal nor the walker, nor each other.
    """

    @checked
    def __init__(self, memory: BoxMemory) -> None:
        self.memory = memory
        slopes = [(f"sqrt(s_{letter})", theme.ink) for letter in "xy"]
        rates = 2 * [("alpha", theme.walker)]
        super().__init__(
            *(tag(formula(name, SIZE, color), buff=0.06) for name, color in (*slopes, *rates))
        )
        self.of_slopes, self.of_step = [*self[: len(slopes)]], [*self[len(slopes) :]]
        self._parts = [name.family_members_with_points() for name in self]
        self._looks = [
            [(part.get_fill_opacity(), part.get_stroke_opacity()) for part in parts]
            for parts in self._parts
        ]
        self._shown: tuple[Any, ...] = ()
        self._found: dict[tuple[int, int], tuple[Array, ...]] = {}  # places, by step and `ready`
        self.follow()
        self.add_updater(lambda names: names.follow())

    def follow(self) -> "BoxNames":
        """Put the names at the box of this step, and show those that are true now."""
        box = self.memory.submobjects[0].points
        state = self.memory.shares, box.tobytes()
        if state == self._shown:
            return self  # so that they can be faded in and out
        self._shown = state
        grown, turned, taken = self.memory.shares
        there = (
            eased(2 * grown - 1) * eased(1 - 3 * turned),
            eased(3 * turned - 2) * eased(1 - 3 * taken),
        )
        shares = {}
        for ready, names in enumerate((self.of_slopes, self.of_step)):
            if there[ready] > 0 and len(box):
                for name, place in zip(names, self._best(names, ready), strict=False):
                    name.move_to(place)
                    shares[name] = float(there[ready])
        for name, parts, looks in zip(self, self._parts, self._looks, strict=True):
            share = shares.get(name, 0.0)
            for part, (inside, edge) in zip(parts, looks, strict=True):
                part.set_fill(opacity=share * inside).set_stroke(opacity=share * edge)
        return self

    def _best(self, names: list[VMobject], ready: int) -> tuple[Array, ...]:
        """Return where names stand at the whole box of this step: where they hide nothing."""
        step = self.memory.walk.phase[0]
        if (step, ready) not in self._found:
            corner = self.memory.corner(step, 1, ready)
            halves = [np.array([name.width, name.height, 0]) / 2 for name in names]
            every = [self._places(step, i, half, corner) for i, half in enumerate(halves)]
            hidden = self._hidden(step, corner)
            ways = sorted(product(*map(range, map(len, every))), key=sum)  # the best ones first
            sets = [tuple(map(getitem, every, way)) for way in ways]
            rooms = (self._room(places, halves, hidden) for places in sets)
            _, self._found[step, ready] = max(zip(rooms, sets, strict=True), key=lambda one: one[0])
        return self._found[step, ready]

    def _hidden(self, step: int, corner: Array) -> list[tuple[Array, Array]]:
        """Return what names must not hide: where it is, and half its size."""
        contours = self.memory.map
        here, arrow = contours.at(self.memory.path.x[step]), self.memory.tip(step, corner)
        goals = [one.x for one in contours.loss.minima if contours.inside(one.x)]
        return [
            (here, np.full(3, SIGN_RADIUS)),
            (here + arrow / 2, np.abs(arrow / 2)),
            *((place, np.full(3, LETTER)) for place in axis_corners(contours)),
            *((contours.at(goal), np.full(3, GOAL)) for goal in goals),
        ]

    def _places(self, step: int, which: int, half: Array, corner: Array) -> list[Array]:
        """Return where a name may stand at the box with this corner, the best place first."""
        here = self.memory.map.at(self.memory.path.x[step])
        along, across = np.eye(3)[which], np.eye(3)[1 - which]
        outward = across * (half + BEYOND) * np.sign(corner)
        clear = across * SIGN_RADIUS * np.sign(corner)  # of the walker, too
        beside = (across * corner + outward, -outward, -outward - clear)
        return [here + share * along * corner + side for share in ALONG for side in beside]

    def _room(
        self, places: tuple[Array, ...], halves: list[Array], hidden: list[tuple[Array, Array]]
    ) -> tuple[float, float]:
        """Return how clear names are of each other and the border, and then of what is `hidden`.

        More than clear counts no more.
        """
        border, boxes = self.memory.map.border, list(zip(places, halves, strict=True))
        size = np.array([border.width, border.height, np.inf]) / 2
        inside = [np.min(size - np.abs(a - border.get_center()) - half) for a, half in boxes]
        apart = [gap(*pair) for pair in combinations(boxes, 2)]
        away = [gap(*pair) for pair in product(boxes, hidden)]
        return min(CLEAR, *inside, *apart), min(CLEAR, *away)


def gap(one: tuple[Array, Array], other: tuple[Array, Array]) -> float:
    """Return how far apart two boxes are, each given by its middle and half its size."""
    return float(np.max(np.abs(one[0] - other[0]) - one[1] - other[1]))
