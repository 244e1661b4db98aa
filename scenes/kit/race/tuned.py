"""A race that is computed: each optimizer with its tuning, its walk, and when it has arrived."""

from dataclasses import dataclass, replace
from functools import partial
from math import cos, inf, radians, sin
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, Trajectory, descend, restrict, steps_until_share, tune
from scenes.kit.arguments import checked
from scenes.kit.race.entrants import ENTRANTS, Entrant

Array = NDArray[np.float64]
ARRIVED = 1e-6  # of the loss at the start: who has no more left has arrived
RATES = tuple(float(f"{digit}e{power}") for power in range(-4, 1) for digit in range(1, 10))
BETAS = tuple(digit / 10 for digit in range(1, 10))
SOONEST = 3  # steps of the first


@dataclass(frozen=True, eq=False)
class Runner:
    """An entrant with its α and β, and its walk.

    `arrival` is the step from which on, to the end of the walk, at most a millionth of the loss is
    left, None if there is none, and `left` the share that is left.
    """

    entrant: Entrant
    rate: float
    beta: float | None
    path: Trajectory
    arrival: int | None
    left: Array  # after each step of the path

    @property
    def steps(self) -> int:
        """After how many steps it arrives, or how many it takes."""
        return self.arrival or self.path.steps

    @property
    def order(self) -> tuple[float, float]:
        """What decides who is ahead: the fewer steps, else the less loss that is left."""
        return inf if self.arrival is None else self.arrival, float(self.left[-1])


@dataclass(frozen=True, eq=False)
class Race:
    """All entrants on one ground, from one start, each with its own tuning, for so many `steps`."""

    loss: Loss
    start: Array
    steps: int
    tunings: tuple[tuple[float, float | None], ...]  # α and β of each entrant
    runners: tuple[Runner, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", np.asarray(self.start, dtype=float))
        pairs = zip(ENTRANTS, self.tunings, strict=True)
        object.__setattr__(self, "runners", tuple(self._runner(*pair) for pair in pairs))

    def _runner(self, entrant: Entrant, tuning: tuple[float, float | None]) -> Runner:
        path = descend(self.loss, entrant.optimizer(*tuning), self.start, self.steps)
        above = path.loss - min(one.value for one in self.loss.minima)
        left = above / max(float(above[0]), 1e-300)
        arrival = steps_until_share(self.loss, path.loss, ARRIVED)
        return Runner(entrant, *tuning, path, arrival, left)

    @property
    def ranking(self) -> list[int]:
        """The numbers of the entrants, the fastest first."""
        return sorted(range(len(self.runners)), key=lambda i: self.runners[i].order)

    @property
    def first(self) -> Runner:
        """The runner that arrives first."""
        return self.runners[self.ranking[0]]

    @property
    def goal(self) -> Array:
        """The minimum nearest to where the first ends, (d,)."""
        end = self.first.path.x[-1]
        minima = (one.x for one in self.loss.minima)
        return min(minima, key=lambda x: float(np.linalg.norm(x - end)))

    def __getitem__(self, name: str) -> Runner:
        """Return the runner with this name."""
        return self.runners[self.number(name)]

    def number(self, name: str) -> int:
        """Return the number of the entrant with this name."""
        return [one.name for one in ENTRANTS].index(name)

    def on(self, loss: Loss, start: ArrayLike) -> Self:
        """Return the race on another ground, with the tunings of this one."""
        return replace(self, loss=loss, start=np.asarray(start, dtype=float))


@checked
def tuned_race(loss: Loss, start: ArrayLike, steps: int) -> Race:
    """Return the race in which each entrant has the tuning with which it is fastest from `start`.

    Tried are the α with one digit from 0.0001 to 9 and, for those that have a β, those from 0.1 to
    0.9. Fastest is who arrives first, and stays to the end of so many `steps`.
    """
    tunings: list[tuple[float, float | None]] = []
    for entrant in ENTRANTS:
        tried = [
            (tune(loss, partial(entrant.optimizer, beta=beta), start, RATES,
                  steps=steps, share=ARRIVED), beta)
            for beta in (BETAS if entrant.rolls else (None,))
        ]  # fmt: skip
        found, beta = min(tried, key=lambda one: one[0].order)
        tunings.append((found.learning_rate, beta))
    return Race(loss, np.asarray(start, dtype=float), steps, tuple(tunings))


def check_race(race: Race) -> None:
    """Raise ValueError, naming the knobs of start and steps, unless the race can be followed.

    The first must arrive in time, and not at once.
    """
    arrival, start = race.first.arrival, ", ".join(f"{x:g}" for x in race.start)
    if arrival is None:
        raise ValueError(
            f"STEPS is {race.steps}, and none from START ({start}) arrives by then: "
            "take more steps, or another start"
        )
    if arrival < SOONEST:
        raise ValueError(
            f"START is ({start}), from where {race.first.entrant.name} needs {arrival} steps: "
            f"to be seen, a race must take at least {SOONEST}"
        )


def same_walks(one: Race, other: Race) -> list[int]:
    """Return the numbers of the entrants that lose as much in each step of both races."""
    pairs = zip(one.runners, other.runners, strict=True)
    return [i for i, (a, b) in enumerate(pairs) if np.allclose(a.left, b.left, atol=ARRIVED / 100)]


def turned(loss: Loss, start: ArrayLike, degrees: float) -> tuple[Loss, Array]:
    """Return the same ground, turned about its minimum, and where the start comes to lie."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    ways = np.array([[c, -s], [s, c]])
    goal = np.asarray(loss.minima[0].x)
    reach = float(max(np.abs(np.array(loss.domain) - goal).max(), 1.0))
    corners = np.full(2, -reach), np.full(2, reach)
    return restrict(loss, goal, ways, corners), ways @ (np.asarray(start, dtype=float) - goal)
