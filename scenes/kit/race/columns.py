"""A race as six columns: each walker on a map of its own, and below it the steps that it takes."""

from math import log10
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, VGroup, linear, smooth, squish_rate_func, there_and_back
from numpy.typing import NDArray

from scenes.kit.animations import leave, swap
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.bars import OldBar, RaceBar, floor
from scenes.kit.race.ground import goal_ring, race_map, race_trail
from scenes.kit.race.large import AFTER, bring, large_map
from scenes.kit.race.tuned import ARRIVED, Race, same_walks
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_END, PITCH, BETWEEN = -6.36, 2.12, 0.22  # of the first map; from map to map, and amid the six
WIDTH, HEIGHT, TOP = 1.9, 2.1, 2.42  # of a map
ABOVE = 0.14  # from a map to the foot of its name
FOOT, HIGHEST = -2.1, 1.85  # of the bars: where they stand, and how high one of all steps is
RATES = -2.63  # the base line of the learning rates
HEADING = 3.08  # the base line of the heading
RACE, SLOWLY = 6.0, 1.5  # seconds of all steps; how slowly a race sets out …
SOONER = 0.5  # … and how much time it takes when the first have arrived
LARGER = 1.2  # how large a number is for a moment, so that it is compared


class RaceColumns:
    """A column for each walker of a race: its name, its map, a bar of its steps, and its α.

    `walks` say how many steps are taken; `trails` and `bars` follow. Of an earlier race `before`
    an outline is left of each bar, `old_bars`. The maps have the scale of those of that race, or of
    a later one, `after`. The `heading` says `where` all this is.
    """

    @checked
    def __init__(
        self, race: Race, where: str, before: Race | None = None, after: Race | None = None
    ) -> None:
        self.race, self.before = race, before
        contours = race_map(race, WIDTH, HEIGHT, before or after)
        count = len(race.runners)
        middles = [
            LEFT_END + WIDTH / 2 + i * PITCH + (i >= count / 2) * BETWEEN for i in range(count)
        ]
        self.maps = [contours.copy().move_to((x, TOP - HEIGHT / 2, 0)) for x in middles]
        self.goals = [goal_ring(one, race) for one in self.maps]
        self.walks = [Walk(runner.path) for runner in race.runners]
        feet, unit = [np.array([x, FOOT, 0.0]) for x in middles], HIGHEST / race.steps
        self.names, self.rates = VGroup(), VGroup()
        for x, runner in zip(middles, race.runners, strict=True):
            name = on_base_line(text(runner.entrant.name, SMALL_SIZE), 1, TOP + ABOVE)
            self.names.add(name.set_x(x))
            rate = formula(f"alpha = {number(runner.rate, 3)}", SMALL_SIZE, theme.walker)
            self.rates.add(on_base_line(rate, 0, RATES).set_x(x))
        self.floors = VGroup(*(floor(foot, WIDTH) for foot in feet))
        self.trails, self.bars, self.old_bars = [], [], []
        for i, (walk, runner) in enumerate(zip(self.walks, race.runners, strict=True)):
            self.trails.append(race_trail(runner.entrant, walk, self.maps[i]))
            old = None if before is None else before.runners[i]
            self.bars.append(RaceBar(runner, walk, feet[i], unit, i == race.ranking[0], old))
            if before is not None and old is not None:
                self.old_bars.append(OldBar(old, feet[i], unit, i == before.ranking[0]))
        share = f"$10^({round(log10(ARRIVED))})$"
        says = f"bar: steps until only {share} of $f$ is left"
        if before is not None:
            says = "steps; outline: before the turn"
        self.heading = VGroup(
            self._title(where),
            on_base_line(text(says, SMALL_SIZE), 0, HEADING).set_x(-LEFT_END, RIGHT),
        )

    @property
    def grounds(self) -> list[Any]:
        """The maps and the rings on them: what does not change as the race goes on."""
        return [*self.maps, *self.goals]

    @property
    def board(self) -> list[Any]:
        """The heading, the learning rates, and what is there of the bars before the race."""
        return [self.heading, self.floors, self.rates, *self.old_bars]

    def go(self, arrived: int = 0) -> list[Any]:
        """Return the animations in which all walk on, until so many have arrived, or all.

        The first steps are the longest in time, for they are the longest on the ground; those after
        the first have arrived are short, for they are hardly seen there.
        """
        order = self.race.ranking[: arrived or None]
        last = max(self.race.runners[i].steps for i in order)
        taken = self.walks[0].taken
        pace, slower = (linear, SOONER) if taken else (slowly, SLOWLY)
        time = slower * RACE * (last - taken) / self.race.steps
        going: tuple[Any, ...] = tuple(walk.animate for walk in self.walks)
        return [one(rate_func=pace, run_time=time).set_value(last) for one in going]

    def large(self, name: str) -> ContourMap:
        """Return the map of the entrant with this name as it is when it is large."""
        return large_map(self.maps[self.race.number(name)])

    def enlarge(self, name: str) -> list[Any]:
        """Return the animations in which the map of an entrant becomes large."""
        which = self.race.number(name)
        return bring(self.maps[which], self.goals[which], self.large(name))

    def settle(self, name: str, contours: ContourMap, goal: Any, old: Any = ()) -> list[Any]:
        """Return the animations in which a large map of this ground, and the `goal` on it, settles.

        It comes to where that of the entrant with this name is; what is `old` leaves, and then all
        else that is there before the race appears.
        """
        which = self.race.number(name)
        others = [self.names, *(self.maps[:which] + self.maps[which + 1 :]),
                  *(self.goals[:which] + self.goals[which + 1 :]), self.trails]  # fmt: skip
        gone = leave(old, rate_func=squish_rate_func(smooth, 0, 0.3))
        return [*gone, *swap([], others), *bring(contours, goal, self.maps[which], AFTER)]

    def all_but_map(self, name: str) -> list[Any]:
        """Return all that there is to see, but for the map of an entrant and the ring on it."""
        which = self.race.number(name)
        kept = self.maps[which], self.goals[which]
        grounds = [one for one in self.grounds if all(one is not other for other in kept)]
        return [grounds, self.names, self.board, self.bars, self.trails]

    def conclude(self, words: str) -> list[Any]:
        """Return the animations in which `words` take the place of where all this is.

        The number of who was first stands out, and then that of who is first now.
        """
        assert self.before is not None
        firsts = self.old_bars[self.before.ranking[0]], self.bars[self.race.ranking[0]]
        return [*swap([self.heading[0]], [self._title(words)]), *stand_out([[x] for x in firsts])]

    def _title(self, words: str) -> Any:
        return on_base_line(text(words, SMALL_SIZE, bold=True), 0, HEADING).set_x(LEFT_END, LEFT)

    def compare(self) -> list[Any]:
        """Return the animations that let numbers stand out, in turn, that are those of before."""
        assert self.before is not None
        same = same_walks(self.race, self.before)
        return stand_out([[self.bars[i], self.old_bars[i]] for i in same])


def stand_out(turns: list[list[Any]]) -> list[Any]:
    """Return the animations that let the numbers of bars stand out, those of each list in turn."""
    moves, count = [], len(turns)
    for order, bars in enumerate(turns):
        turn = squish_rate_func(there_and_back, order / count, (order + 1) / count)
        for bar in bars:
            going: Any = bar.number.animate
            moves.append(going(rate_func=turn).scale(LARGER))
    return moves


def slowly(share: float) -> float:
    """Return how far a race has got after a share of its time: it sets out slowly."""
    return float(share**SLOWLY)
