"""A walk whose learning rate can be turned: the whole path is computed anew for each α."""

import numpy as np
from manim import ValueTracker
from numpy.typing import ArrayLike

from gd_math import Loss, Trajectory, descend, optimizers
from scenes.kit.arguments import checked
from scenes.kit.plots.plot import log_scale
from scenes.kit.walk import Walk

LEAST = 1e-12  # a learning rate of 0 takes no step, and is none
SAMPLES = 41
SETTLING = 0.1  # of the way between two rates: so near to either of them α is about at rest


class RateWalk(Walk):
    """A walk by gradient descent with the learning rate that `rate`, a tracker, has now.

    All that follows a `Walk` follows this one as well: a trail shows the path of so many `steps`,
    and deforms as the rate changes. `rests` are the rates between which it is turned.
    """

    @checked
    def __init__(
        self, loss: Loss, start: ArrayLike, steps: int, rate: float, taken: float | None = None
    ) -> None:
        self.loss_walked, self.start, self.rate = loss, start, ValueTracker(rate)
        self.rests = (rate, rate)
        self._computed: tuple[float, Trajectory] = self._descend(rate, steps)
        super().__init__(self._computed[1], steps if taken is None else taken)

    @property
    def trajectory(self) -> Trajectory:
        """The path with the learning rate of now."""
        rate = self.rate.get_value()
        if rate != self._computed[0]:
            self._computed = self._descend(rate, self.steps)
        return self._computed[1]

    @property
    def steps(self) -> int:
        """The number of steps of the path."""
        return self._computed[1].steps

    @property
    def rest(self) -> float:
        """How much the learning rate is at rest: 1 where it is, 0 on its way to another."""
        span = abs(self.rests[1] - self.rests[0])
        away = min(abs(self.rate.get_value() - one) for one in self.rests)
        return max(1 - away / (SETTLING * span), 0.0) if span else 1.0

    def with_rate(self, rate: float) -> Trajectory:
        """Return the path with another learning rate."""
        return self._descend(rate, self.steps)[1]

    def scale_up_to(self, highest: float) -> tuple[tuple[int, int], int]:
        """Return the decades, and their spacing, of all losses with α from 0 to `highest`."""
        rates = np.linspace(0, highest, SAMPLES)
        return log_scale([self.with_rate(float(rate)).loss for rate in rates])

    def _descend(self, rate: float, steps: int) -> tuple[float, Trajectory]:
        optimizer = optimizers.gradient_descent(max(rate, LEAST))
        return rate, descend(self.loss_walked, optimizer, self.start, steps)
