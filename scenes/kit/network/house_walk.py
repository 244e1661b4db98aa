"""The training of the network that guesses prices: a step for one house, then steps for all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gd_math import Trajectory, descend, gradient_descent
from gd_math.network import Example
from scenes.kit.arguments import checked
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]

UNIT = 1e5  # dollars: the unit of the prices


class HouseWalk(Walk):
    """The walk of the parameters: a first step for `house` alone, then one for each of `epochs`.

    `house` is (size, in town, garden) as it is among the data of `houses`, and `sample` its number
    there. The steps after the first are those of the mean over all houses. All have one
    `learning_rate`.

    Raises ValueError unless there is such a house, whose last input alone is 0, and the walk
    stays finite.
    """

    @checked
    def __init__(
        self, houses: Example, house: Sequence[float], learning_rate: float, epochs: int
    ) -> None:
        self.houses, self.epochs = houses, epochs
        self.sample = _sample(houses, house)
        self.inputs, self.targets = (
            part[[self.sample]] for part in (houses.inputs, houses.targets)
        )
        rule = gradient_descent(learning_rate)
        alone = houses.network.loss(self.inputs, self.targets)
        first = descend(alone, rule, houses.start, 1)
        rest = descend(houses.loss, rule, first.x[-1], epochs)
        if "diverged" in (first.outcome, rest.outcome):
            raise ValueError(
                f"the walk diverges: LEARNING_RATE is {number(learning_rate)}, and must be smaller"
            )
        super().__init__(_joined(first, rest))

    @property
    def epoch(self) -> int:
        """How many epochs have been taken, to the nearest whole one."""
        return max(int(self.taken - 0.5), 0)

    @property
    def mean_miss(self) -> float:
        """By how much guesses of now miss their prices on average, in dollars, to the thousand."""
        return self._miss(self.position)

    @property
    def largest_miss(self) -> float:
        """The largest of all that after the first step."""
        return max(self._miss(x) for x in self.trajectory.x[1:])

    def _miss(self, parameters: Array) -> float:
        guesses = self.houses.network.outputs(parameters, self.houses.inputs)
        return round(UNIT * float(np.abs(guesses - self.houses.targets).mean()), -3)

    @property
    def lowest(self) -> float:
        """The lowest price that is guessed for any house, after the first step."""
        after = self.trajectory.x[1:]
        return float(min(self.houses.network.outputs(x, self.houses.inputs).min() for x in after))

    def all_samples(self) -> list[int]:
        """Return the numbers of all houses, the one of the first step after the others."""
        others = (i for i in range(len(self.houses.inputs)) if i != self.sample)
        return [*others, self.sample]

    def train(self) -> Any:
        """Return the animation in which all other epochs go by, the first ones slowly."""
        far = self.epochs + 1 - self.taken

        def pace(share: float) -> float:
            return min(float(np.expm1(share * np.log1p(far)) / far) + 1e-12, 1.0)

        return self.go(self.epochs + 1, pace)


def _sample(houses: Example, house: Sequence[float]) -> int:
    """Return the number of a house among the data, from 0."""
    wanted = np.asarray(house, dtype=float)
    among = (houses.inputs[:, -1] == 0) & (houses.inputs[:, :-1] != 0).all(axis=1)
    found = np.zeros(0, dtype=int)
    if wanted.shape == houses.inputs.shape[1:]:
        found = np.flatnonzero(among & (houses.inputs == wanted).all(axis=1))
    if len(found) == 0:
        sizes = ", ".join(number(size) for size in np.unique(houses.inputs[among, 0]))
        raise ValueError(
            f"HOUSE is {tuple(house)}, and must be (size, 1, 0), in town without a garden, its "
            f"size one of {sizes}"
        )
    return int(found[0])


def _joined(one: Trajectory, other: Trajectory) -> Trajectory:
    """Return the points of two walks as one, the second from where the first ends."""
    parts = {
        name: np.concatenate([getattr(one, name)[:-1], getattr(other, name)])
        for name in ("x", "loss", "gradient")
    }
    return replace(one, **parts, outcome=other.outcome, state={})
