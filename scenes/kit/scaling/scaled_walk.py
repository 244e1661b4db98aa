"""A walk on the loss of inputs that can be rescaled: loss and path are computed for each amount."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from gd_math import (
    EmpiricalLoss,
    Features,
    Trajectory,
    condition_number,
    descend,
    feature_error,
    optimizers,
    rescaled,
    stability_limit,
)
from gd_math.descent.outcomes import steps_until_near
from scenes.kit.arguments import checked
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]

NARROWEST, WIDEST = 16.0, 150.0  # condition numbers of a valley that can be drawn
MOST = 200  # steps of a walk that is watched
FEWER = 3.0  # times as many steps before as after, at the least
ROUND = 6.0  # the condition number of a valley that is about round
TINY = 1e-9  # a weight of 0, but for rounding
SAMPLES = 21  # amounts that are tried


@dataclass(frozen=True, eq=False)
class Scaled:
    """The data with their inputs rescaled by so much, their loss, and the walk on it from 0.

    The walk ends where the loss is less than `within` above its lowest.
    """

    data: Features
    loss: EmpiricalLoss
    learning_rate: float
    within: float

    @cached_property
    def trajectory(self) -> Trajectory:
        """The walk, until its loss is near the lowest, or until it is too long to be watched."""
        optimizer = optimizers.gradient_descent(self.learning_rate)
        walk = descend(self.loss, optimizer, np.zeros(2), MOST + 1)
        above = self.loss.value(walk.x) - self.loss.minima[0].value
        steps = steps_until_near(above, self.within)
        return walk if steps is None else descend(self.loss, optimizer, np.zeros(2), steps)

    @property
    def moments(self) -> Array:
        """The second moments of the inputs, half of the loss's Hessian, (2, 2)."""
        return np.asarray(self.loss.hessian(self.minimum) / 2)

    @property
    def minimum(self) -> Array:
        """The best weights, (2,)."""
        return np.asarray(self.loss.minima[0].x)

    @property
    def deviations(self) -> Array:
        """The standard deviations of the inputs, (2,)."""
        return np.asarray(np.sqrt(np.diag(self.moments)))


class ScaledWalk(Walk):
    """A walk of gradient descent over two weights, from 0, by the error of `data`.

    `amount`, a tracker, says how far the inputs are rescaled: 0 is centered only, 1 standardized.
    All that follows a `Walk` follows this one too. The walk ends where the loss is less than
    `within` above its lowest, whatever the inputs are divided by.

    Raises ValueError, naming the knob, unless there are two inputs, of so unequal sizes that the
    valley is narrow but can be drawn, and `learning_rate` is below the limit of every valley.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float, within: float) -> None:
        self.data, self.learning_rate, self.within = data, learning_rate, within
        self.amount = ValueTracker(0.0)
        _check(data, learning_rate)
        first, last = (self.scaled(amount).trajectory.steps for amount in (0.0, 1.0))
        if first > MOST or first < FEWER * last:
            raise ValueError(
                f"LEARNING_RATE is {number(learning_rate)}, with which walks take {first} steps "
                f"or more before and {last} after; they must be at most {MOST}, and at least "
                f"{FEWER:g} times as many before: take another rate, or units in which one input "
                "has a deviation above 1 and the other one below"
            )
        self._computed = (0.0, self.scaled(0.0))
        super().__init__(self._computed[1].trajectory)

    def scaled(self, amount: float) -> Scaled:
        """Return data, loss and walk with the inputs rescaled by so much."""
        data = rescaled(self.data, amount)
        return Scaled(data, feature_error(data), self.learning_rate, self.within)

    @property
    def now(self) -> Scaled:
        """Data, loss and walk as they are now."""
        amount = min(max(float(self.amount.get_value()), 0.0), 1.0)
        if amount != self._computed[0]:
            self._computed = (amount, self.scaled(amount))
        return self._computed[1]

    @property
    def trajectory(self) -> Trajectory:
        """The path as it is now."""
        return self.now.trajectory


def _check(data: Features, learning_rate: float) -> None:
    """Raise ValueError, naming the knob, for data or a rate that do not make the point."""
    if data.inputs.shape[1] != 2 or len(data.output) < 3:
        raise ValueError(f"DATA has inputs of shape {data.inputs.shape}, and must have two of each")
    losses = [feature_error(rescaled(data, share)) for share in np.linspace(0, 1, SAMPLES)]
    if not np.any([np.abs(loss.minima[0].x) > TINY for loss in losses]):
        raise ValueError("DATA leave no weights to be found: the output must depend on the inputs")
    hessians = [loss.hessian(loss.minima[0].x) for loss in losses]
    before, after = condition_number(hessians[0]), condition_number(hessians[-1])
    if not (NARROWEST <= before <= WIDEST and after <= ROUND):
        raise ValueError(
            f"DATA makes a valley with κ = {number(before, 3)}, standardized {number(after, 3)}; "
            f"they must be {NARROWEST:g} to {WIDEST:g}, and at most {ROUND:g}: take another unit "
            "for an input, or inputs that depend less on each other"
        )
    limit = min(map(stability_limit, hessians))
    if not 0 < learning_rate < limit:
        raise ValueError(
            f"LEARNING_RATE is {number(learning_rate)}, and must be above 0 and below "
            f"{number(limit, 3)}, where walks before or after leave the valley"
        )
