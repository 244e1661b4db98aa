"""Descents of one line that look at all samples, at some or at one before each step."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gd_math import (
    StochasticTrajectory,
    gradient_descent,
    least_squares,
    mean_squared_error,
    sample_gradients,
    sampling_ball,
    schedules,
    stochastic_descent,
)
from gd_math.datasets import Dataset
from gd_math.descent.stochastic import batches
from scenes.kit.arguments import checked

Array = NDArray[np.float64]
FAR = 1.6  # times the distance from the start to the best line: no walk may stray farther
LATE = 1 / 3  # of the looks so far: over the last of them losses are averaged
RING = 2.0  # standard deviations
INSIDE = 1 - np.exp(-(RING**2) / 2)  # the share of a normal distribution in two dimensions


class LookDescents:
    """A line (w, b) that is fitted to `data` by walks which pay one look for each sample they ask.

    `every` asks all samples before each step, `some` asks `batch_size`, `one` a single one; all
    take steps with the same `learning_rate`, from the same `start`, and pay for `passes` through
    all samples.  `fading` is `one` again, but after the first pass its rate falls, to half within
    `halving` steps.  `thrown` is `one` from the best line on.  `order` are the samples that `one`
    asks, one after the other.

    Raises ValueError, naming the knob, if a walk goes astray or the batch is no part of the data.
    """

    @checked
    def __init__(
        self,
        data: Dataset,
        start: ArrayLike,
        learning_rate: float,
        batch_size: int,
        passes: int,
        halving: float,
        seed: int,
    ) -> None:
        self.data, self.samples = data, data.samples
        self.start = np.asarray(start, dtype=float)
        self.rate, self.batch_size, self.passes = learning_rate, batch_size, passes
        if not 2 <= batch_size <= self.samples // 2:
            raise ValueError(
                f"BATCH_SIZE is {batch_size}, and must be 2 to {self.samples // 2}, half of the "
                f"{self.samples} points"
            )
        self.loss = mean_squared_error(data)
        self.best = np.array(least_squares(data))
        self.floor = float(self.loss.value(self.best))
        self.falling = schedules.inverse_time(learning_rate, halving, after=self.samples)
        self.looks = passes * self.samples

        def walk(rate: object, size: int, start: Array = self.start) -> StochasticTrajectory:
            steps = passes * int(np.ceil(self.samples / size))
            descent = gradient_descent(rate)  # type: ignore[arg-type]
            return stochastic_descent(self.loss, descent, start, steps, size, seed)

        self.every, self.some = walk(learning_rate, self.samples), walk(learning_rate, batch_size)
        self.one, self.fading = walk(learning_rate, 1), walk(self.falling, 1)
        self.thrown = walk(learning_rate, 1, self.best)
        draws = batches(self.samples, 1, (), seed)
        self.order = np.array([int(next(draws)[0]) for _ in range(self.looks)])
        reach = FAR * float(np.linalg.norm(self.start - self.best))
        for path in (self.every, self.some, self.one):
            away = np.linalg.norm(path.x - self.best, axis=-1)
            if path.outcome == "diverged" or away.max() > reach:
                raise ValueError(
                    f"LEARNING_RATE is {learning_rate:g}, with which a walk is thrown off the map: "
                    "it must be smaller"
                )

    def steps(self, x: ArrayLike) -> Array:
        """Return the step from `x` to which each sample alone would lead, −α∇Lᵢ, (N, 2)."""
        return -self.rate * sample_gradients(self.loss, x)

    def above(self, path: StochasticTrajectory) -> Array:
        """Return how far the loss of a path is above the lowest, at each row."""
        return np.asarray(path.loss - self.floor)

    def mean_above(self, path: StochasticTrajectory) -> Array:
        """Return the same, on average over the last third of the looks so far, for each row.

        The walk that asks all has no noise, so its losses are left as they are.
        """
        if path is self.every:
            return self.above(path)
        paid, sums = path.evaluations, np.append(0.0, np.cumsum(self.above(path)))
        last = np.arange(1, len(paid) + 1)
        first = np.searchsorted(paid, (1 - LATE) * paid + 1e-9, side="right")
        first = np.minimum(first, last - 1)
        return np.asarray((sums[last] - sums[first]) / (last - first))

    def end(self, path: StochasticTrajectory) -> float:
        """Return how far above the lowest a walk ends, on average over the last looks."""
        return float(self.mean_above(path)[-1])

    @property
    def telling(self) -> list[int]:
        """The samples whose steps at the start lead farthest to either side of their mean."""
        steps = self.steps(self.start)
        w, b = steps.mean(axis=0)
        aside = steps @ np.array([-b, w])
        return [int(np.argmax(aside)), int(np.argmin(aside))]

    def ball(self, rate: float | None = None) -> Array:
        """Return the covariance that is predicted for single samples about the best line, (2, 2).

        With the learning rate `rate`, that of the walk by default.
        """
        return sampling_ball(self.loss, self.rate if rate is None else rate)

    def inside(self, last: int) -> float:
        """Return the share of the steps from the best line, up to the step `last`, in the ring.

        The ring is that which is predicted.  Without any step yet, all are inside.
        """
        apart = self.thrown.x[min(last, 1) : last + 1] - self.best
        far = np.sum(apart @ np.linalg.inv(self.ball()) * apart, axis=-1)
        return float(np.mean(far <= RING**2))
