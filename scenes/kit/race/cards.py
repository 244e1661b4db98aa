"""Small multiples: each walker of a race on a map of its own, with its tuning beside it."""

from math import log10
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    RoundedRectangle,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.arrival import ArrivalCount, tick
from scenes.kit.race.ground import goal_ring, race_map, race_trail
from scenes.kit.race.tuned import ARRIVED, Race
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
COLUMNS = 3
LEFT_END, PITCH, TOP, DROP = -6.4, 4.38, 2.4, 2.64  # of the first map; from card to card
WIDTH, HEIGHT = 2.22, 2.45  # of a map
WORDS, LINE = 0.17, 0.47  # from the map to its words; from one line of them to the next
SIGN = 0.28  # how far in the middle of a sign is
WIDE_TOP, WIDE = 2.4, 1.9  # of the maps that are enlarged: upper edge, and how many times
HEADING = 3.2
SOONER = squish_rate_func(smooth, 0, 0.7)  # how a map that grows or shrinks moves
FRAME = 0.09  # from a card to the frame about it


class RaceCard:
    """A walker on a small map: `map`, `goal`, `trail`; beside it `sign`, `name`, `tuning`, `count`.

    `walk` says how many steps it has taken.
    """

    def __init__(self, race: Race, which: int, contours: Any, place: Array) -> None:
        self.runner = race.runners[which]
        self.walk = Walk(self.runner.path)
        self.map = contours.move_to(place)
        self.goal = goal_ring(self.map, race)
        entrant = self.runner.entrant
        self.trail = race_trail(entrant, self.walk, self.map)
        pen = place + (WIDTH / 2 + WORDS) * RIGHT + (HEIGHT / 2 - 0.3) * UP
        self.sign = entrant.sign().move_to(pen + SIGN * RIGHT)
        self.name = text(entrant.name, SMALL_SIZE).move_to(pen + 1.05 * LINE * DOWN, LEFT)
        self.tuning = VGroup()
        for row, (letter, value, color) in enumerate(
            (("alpha", self.runner.rate, theme.walker), ("beta", self.runner.beta, theme.ink))
        ):
            if value is not None:
                shown = formula(f"{letter} = {number(value, 3)}", SMALL_SIZE, color)
                self.tuning.add(shown.move_to(pen + (2 + row) * LINE * DOWN, LEFT))
        self.count = ArrivalCount(self.walk, self.runner, pen + 4 * LINE * DOWN)

    @property
    def words(self) -> VGroup:
        """All that stands beside the map."""
        return VGroup(self.sign, self.name, self.tuning, self.count)

    def enlarge(self, side: float) -> list[Any]:
        """Return the animations in which the map grows, `side` places beside the middle."""
        return enlarge(self.map, self.goal, side)

    def enlarged(self, side: float) -> "RaceCard":
        """Enlarge the map as `enlarge` does, at once, and return the card."""
        large = large_map(self.map, side)
        self.goal.move_to(place_on(self.map, self.goal, large))
        self.map.scale(WIDE).move_to(large)
        return self

    def large(self, side: float) -> ContourMap:
        """Return the map as it is when it is large."""
        return large_map(self.map, side)

    @property
    def parts(self) -> list[VMobject]:
        """All that there is to see of it."""
        return [self.map, self.goal, self.trail, *self.words]


class FirstFrame(RoundedRectangle):
    """The frame about the card of who has arrived first."""

    def __init__(self, card: RaceCard) -> None:
        super().__init__(
            corner_radius=FRAME, width=PITCH - FRAME, height=HEIGHT + 2 * FRAME,
            stroke_color=theme.ink, stroke_width=PATH_WIDTH / 2,
        )  # fmt: skip
        self.move_to(card.map.border.get_left() + FRAME * LEFT, LEFT)

    def appear(self) -> Any:
        """Return the animation that draws it."""
        return Create(self)


class RaceCards:
    """A card for each walker, three beside each other in two rows.

    The `heading` says on what `ground` they are, and when a walk has arrived.
    """

    @checked
    def __init__(self, race: Race, ground: str) -> None:
        self.race = race
        contours = race_map(race, WIDTH, HEIGHT)
        self.cards = []
        for i in range(len(race.runners)):
            column, row = i % COLUMNS, i // COLUMNS
            corner = np.array([LEFT_END + column * PITCH, TOP - row * DROP, 0.0])
            middle = corner + WIDTH / 2 * RIGHT + HEIGHT / 2 * DOWN
            self.cards.append(RaceCard(race, i, contours.copy(), middle))
        name = text(ground, SMALL_SIZE, bold=True).move_to((LEFT_END, HEADING, 0), LEFT)
        self.heading = VGroup(name, told_of_arrival())

    def __getitem__(self, name: str) -> RaceCard:
        """Return the card of the entrant with this name."""
        return self.cards[self.race.number(name)]

    @property
    def parts(self) -> list[Any]:
        """All that there is to see of all cards."""
        return [card.parts for card in self.cards]

    @property
    def signs(self) -> list[VMobject]:
        """The signs of all entrants, beside their maps."""
        return [card.sign for card in self.cards]

    @property
    def all_but_signs(self) -> list[VMobject]:
        """What there is to see of all cards but the signs."""
        return [part for card in self.cards for part in card.parts if part is not card.sign]

    @property
    def homes(self) -> list[Array]:
        """Where the signs of all entrants stand beside their maps."""
        return [np.asarray(one.get_center()) for one in self.signs]

    def first_frame(self) -> "FirstFrame":
        """Return the frame about the card of who has arrived first."""
        return FirstFrame(self.cards[self.race.ranking[0]])

    def all_but(self, kept: RaceCard) -> list[Any]:
        """Return what is seen of all other cards, and of this one the words."""
        gone = [card.parts for card in self.cards if card is not kept]
        return [*gone, *kept.words]

    def go(self) -> list[Any]:
        """Return the animations in which all walk on, at one pace, to the end of the race."""
        return [card.walk.go(self.race.steps, slowly) for card in self.cards]


def large_map(contours: ContourMap, side: float) -> ContourMap:
    """Return a map as it is when it is large, `side` places beside the middle."""
    place = np.array([side * PITCH, WIDE_TOP - WIDE * HEIGHT / 2, 0.0])
    large = contours.copy().scale(WIDE * HEIGHT / contours.border.height).move_to(place)
    assert isinstance(large, ContourMap)
    return large


def place_on(contours: ContourMap, goal: VMobject, other: ContourMap) -> Array:
    """Return where what is now on a map is on another one of the same ground."""
    away = goal.get_center() - contours.border.get_center()
    scale = other.border.height / contours.border.height
    return np.asarray(other.border.get_center() + scale * away)


def enlarge(contours: ContourMap, goal: VMobject, side: float) -> list[Any]:
    """Return the animations in which a map becomes its `large_map`, and its goal moves with it."""
    large = large_map(contours, side)
    return bring(contours, goal, large, place_on(contours, goal, large))


def bring(contours: ContourMap, goal: VMobject, to: ContourMap, aim: Array) -> list[Any]:
    """Return the animations in which a map comes to where another one is, its goal to `aim`.

    It is there before the play is over, so that what appears then, as `swap` has it, is beside it.
    """
    going: tuple[Any, ...] = contours.animate, goal.animate
    scaled, moved = (one(rate_func=SOONER) for one in going)
    scale = to.border.height / contours.border.height
    return [scaled.scale(scale).move_to(to.border), moved.move_to(aim)]


def slowly(share: float) -> float:
    """Return how far a race has got after a share of its time: first steps are the longest."""
    return float(share**1.5)


def told_of_arrival() -> VGroup:
    """Return the sign of who has arrived, and what it means, at the right end of a heading."""
    share = f"$10^({round(log10(ARRIVED))})$"
    meaning = text(f"arrived: {share} of the loss left, and it stays", SMALL_SIZE)
    told = VGroup(tick(), meaning).arrange(RIGHT, buff=0.15)
    return told.move_to((-LEFT_END, HEADING, 0), RIGHT)
