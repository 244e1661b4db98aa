"""A walk along a computed trajectory: what every ball, trail and live number follows."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import ValueTracker, linear
from numpy.typing import NDArray

from gd_math import Trajectory
from gd_math.descent.outcomes import steps_until_near
from scenes.kit.arguments import checked

ARRIVED = 0.005  # of the longest distance from the end of a walk: so near it has arrived


class Walk(ValueTracker):
    """Says how many steps of one path of a trajectory have been taken.

    The value runs from 0 to `trajectory.steps`; between two whole numbers the walker is on the
    straight line from one computed point to the next. ``walk.go(3)`` is the animation that takes
    it to its third step; whatever was built on the walk follows.

    Raises ValueError when the trajectory holds a batch of starts: pick one with ``path(i)``.
    """

    @checked
    def __init__(self, trajectory: Trajectory, taken: float = 0.0) -> None:
        if trajectory.x.ndim != 2:
            raise ValueError(
                f"trajectory has points of shape {trajectory.x.shape}, and must be one path of "
                "shape (steps + 1, d): choose one of a batch with trajectory.path(i)"
            )
        super().__init__(taken)
        self._trajectory = trajectory

    @property
    def trajectory(self) -> Trajectory:
        """The computed path that is walked along."""
        return self._trajectory

    def go(self, steps: float, pace: Callable[[float], float] = linear) -> Any:
        """Return the animation in which the walker goes on until `steps` steps are taken.

        It takes as much time for each of them; at the `pace` of Manim's `smooth`, say, it starts
        and stops gently.
        """
        going: Any = self.animate
        return going(rate_func=pace).set_value(steps)

    @property
    def arrival(self) -> int:
        """The step from which on the walker stays where it ends, as far as can be seen."""
        x = self.trajectory.x
        away = np.linalg.norm(x - x[-1], axis=-1)
        return steps_until_near(away, ARRIVED * away.max()) or 0  # at its end it has arrived

    @property
    def taken(self) -> float:
        """Steps taken, between 0 and the number of steps of the trajectory."""
        return float(min(max(self.get_value(), 0), self.trajectory.steps))

    @property
    def step(self) -> int:
        """The last whole step that has been taken (row of the trajectory)."""
        return int(self.taken + 1e-9)

    @property
    def position(self) -> NDArray[np.float64]:
        """Where the walker is, shape ``(d,)``."""
        taken, x = self.taken, self.trajectory.x
        here = int(taken + 1e-9)  # see `step`
        rest = taken - here
        if here == self.trajectory.steps:
            return np.asarray(x[here])
        return np.asarray((1 - rest) * x[here] + rest * x[here + 1])

    @property
    def visited(self) -> NDArray[np.float64]:
        """The computed points reached so far, shape ``(step + 1, d)``."""
        return self.trajectory.x[: self.step + 1]

    @property
    def loss(self) -> float:
        """The loss at the last whole step."""
        return float(self.trajectory.loss[self.step])
