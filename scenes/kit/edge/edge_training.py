"""The training of a network on all its data at once, and how sharply its loss bends on the way."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gd_math import descend, gradient_descent
from gd_math.network import Example
from scenes.kit.arguments import checked
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]
EVERY = (
    5  # steps from one value of the sharpness to the next: an odd number, for a hop has two sides
)
JUMP = 2.0  # times the least loss so far: from there on the loss has jumped
LONGEST = 40  # steps in which a jump comes to its peak
BEFORE, AFTER = 7, 6  # steps round the peak of the first jump that are looked at one by one


class EdgeTraining(Walk):
    """The walk of the parameters of an `example`, each of `rates` for so many of `steps`.

    `changes` are the steps after which the rate is another, with 0 and the last one; `limits` are
    2/α of each rate; `sharpness` is λmax, the largest curvature of the loss, at the steps `rows`.
    `jump` are the first and the last step to look at of the first jump of the loss.

    Raises ValueError if the training overflows, if the loss never jumps with the first rate, if
    λmax stays below the limit of a rate, or above it when the rate has been raised.
    """

    @checked
    def __init__(self, example: Example, rates: Sequence[float], steps: Sequence[int]) -> None:
        if len(steps) != len(rates) or min(steps) < 2 * LONGEST:
            raise ValueError(
                f"STEPS is {tuple(steps)}, and must be {len(rates)} numbers of at least "
                f"{2 * LONGEST}, one for each learning rate"
            )
        self.example, self.rates = example, tuple(rates)
        self.changes = np.concatenate([[0], np.cumsum(steps)])
        self.limits = 2 / np.asarray(rates, dtype=float)
        path = descend(
            example.loss,
            gradient_descent(lambda step: self.rates[self.part_of(step)]),
            example.start,
            int(self.changes[-1]),
        )
        if path.outcome == "diverged":
            raise ValueError(
                f"LEARNING_RATE is {number(rates[0])}: the training overflows after {path.steps} "
                "steps; take another SEED, or a smaller one"
            )
        super().__init__(path)
        self.jump = self._first_jump()
        near = [np.arange(step - EVERY, step + 5 * EVERY) for step in self.changes[1:-1]]
        looked = np.arange(self.jump[0] - EVERY, self.jump[1] + EVERY)
        every = np.arange(0, path.steps + 1, EVERY)
        self.rows = np.unique(np.concatenate([every, looked, *near, [path.steps]]))
        self.rows = self.rows[(self.rows >= 0) & (self.rows <= path.steps)]
        data = example.inputs, example.targets
        self.sharpness = np.asarray(example.network.sharpness(path.x[self.rows], *data))
        self._check()

    def part_of(self, step: float) -> int:
        """Return the number of the rate with which the step after so many is taken, from 0."""
        found = int(np.searchsorted(self.changes, step + 1e-9, side="right")) - 1
        return min(found, len(self.rates) - 1)

    @property
    def decimals(self) -> int:
        """How many decimals tell all learning rates."""
        return max(len(number(rate, 4).partition(".")[2]) for rate in self.rates)

    def told(self, part: int) -> str:
        """Return one of the learning rates as it is shown, with as many decimals as all others."""
        return f"{self.rates[part]:.{self.decimals}f}"

    @property
    def sharpness_now(self) -> float:
        """λmax now, between two rows on the straight line from one to the other."""
        return float(np.interp(self.taken, self.rows, self.sharpness))

    def ratios(self, part: int) -> Array:
        """Return λmax as a multiple of its limit, at the rows of one of the rates."""
        first, last = self.changes[part : part + 2]
        inside = (self.rows >= first) & (self.rows <= last)
        return np.asarray(self.sharpness[inside] / self.limits[part])

    def along(self, direction: Array, steps: NDArray[np.int_], distances: Array) -> Array:
        """Return the loss along a direction through the points of some steps, (steps, distances).

        A distance is that from the point of the first of the steps.
        """
        x = self.trajectory.x
        here = (x[steps] - x[steps[0]]) @ direction
        offsets = (distances - here[:, None])[..., None] * direction
        return np.asarray(self.example.loss.value(x[steps][:, None] + offsets))

    def sharpest(self, step: int) -> Array:
        """Return the direction, of length 1, in which the loss bends most at a step."""
        hessian = self.example.loss.hessian(self.trajectory.x[step])
        return np.asarray(np.linalg.eigh(hessian)[1][:, -1])

    def _first_jump(self) -> tuple[int, int]:
        losses = self.trajectory.loss[: self.changes[1] + 1]
        high = np.flatnonzero(losses > JUMP * np.minimum.accumulate(losses))
        if len(high) == 0:
            raise ValueError(
                f"STEPS is {self._steps()}: the loss must jump in the "
                f"first {self.changes[1]} steps; take more of them, or another SEED"
            )
        peak = int(high[0] + np.argmax(losses[high[0] : high[0] + LONGEST]))
        return max(peak - BEFORE, 0), min(peak + AFTER, int(self.changes[1]))

    def _check(self) -> None:
        """Raise ValueError unless the training does what is said of it."""
        steps = f"STEPS is {self._steps()}: "
        for part, rate in enumerate(self.rates):
            if self._is_raised(part):
                first = int(self.changes[part])
                soon = (self.rows >= first) & (self.rows < first + LONGEST)
                if self.sharpness[soon].min() >= self.limits[part]:
                    raise ValueError(
                        f"{steps}back at α = {number(rate)} λmax must fall below its limit, and "
                        "stays above; take more steps before"
                    )
            elif self.ratios(part).max() < 1:
                raise ValueError(
                    f"{steps}with α = {number(rate)} λmax must meet its limit "
                    f"{number(2 / rate, 3)}, and stays below; take more steps, or another SEED"
                )

    def _steps(self) -> tuple[int, ...]:
        return tuple(int(steps) for steps in np.diff(self.changes))

    def _is_raised(self, part: int) -> bool:
        """Say whether a learning rate is larger than the one before."""
        return part > 0 and self.rates[part] > self.rates[part - 1]
