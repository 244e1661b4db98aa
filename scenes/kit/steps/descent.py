"""A walk on a loss of one variable, step by step: feel the slope, aim, go."""

from typing import Any

import numpy as np
from manim import ValueTracker, linear, smooth
from numpy.typing import NDArray

from gd_math import Loss, Trajectory
from scenes.kit.arguments import check_variables, checked
from scenes.kit.knobs import check_range
from scenes.kit.walk import Walk

Array = NDArray[np.float64]

ACROSS = 0.75  # of the time of a step, in which w changes; then the guess drops into the next row
FELT = 0.5  # of a step's share of `felt`: in it the tangent grows, after it the tangent fades


class StepDescent:
    """The steps of a `path` on `loss`, each of them first felt, then aimed at, then gone.

    Three trackers count steps: `felt` is half way from one to the next while a tangent stands,
    `aimed` says how many arrows there are, and `walk` how many steps have been taken. What follows
    one of them shows the same step at every moment. `first_beyond` is the first step that ends
    beyond the minimum, counted from 0; `bottom` is the minimum.

    Raises ValueError, naming the knob, unless a later step than the first crosses the minimum, and
    the steps after it, two or more, end nearer and nearer to it.
    """

    @checked
    def __init__(self, loss: Loss, path: Trajectory) -> None:
        check_variables(loss, 1, "a descent step by step")
        self.loss, self.path = loss, path
        self.w, self.slopes = path.x[:, 0], path.gradient[:, 0]
        self.steps = path.steps
        self.ends = float(loss.domain[0][0]), float(loss.domain[1][0])
        self.bottom = float(loss.minima[0].x[0])
        check_range("START", float(self.w[0]), *self.ends)
        self.first_beyond = self._first_beyond()
        self.walk = Walk(path)
        self.felt, self.aimed = ValueTracker(0.0), ValueTracker(0.0)

    def _first_beyond(self) -> int:
        low, high = self.ends
        side, away = np.sign(self.w - self.bottom), np.abs(self.w - self.bottom)
        crossed = np.flatnonzero(side[1:] != side[0])
        inside = bool(np.all((low < self.w) & (self.w < high)))
        lengths = np.abs(np.diff(self.w))
        late = [each[crossed[0] + i :] for each, i in ((away, 1), (lengths, 0)) if len(crossed)]
        if not inside or any(np.any(np.diff(each) >= 0) for each in late):
            raise ValueError(
                "LEARNING_RATE is too large for this curve: steps must come nearer to the "
                "minimum once they have crossed it"
            )
        if not len(crossed) or crossed[0] + 3 > self.steps:
            raise ValueError(
                f"LEARNING_RATE is too small for this curve: no step of {self.steps} goes "
                "too far, or fewer than two follow it"
            )
        if not crossed[0]:
            raise ValueError(
                "START or LEARNING_RATE: the first step already goes too far, and must not"
            )
        return int(crossed[0])

    @property
    def beyond(self) -> float:
        """How far beyond the minimum the first step ends that crosses it."""
        return abs(float(self.w[self.first_beyond + 1]) - self.bottom)

    def value(self, w: Any) -> Array:
        """Return the loss at each w."""
        return np.asarray(self.loss.value(np.asarray(w, dtype=float)[..., None]))

    @property
    def now(self) -> tuple[int, float, float]:
        """The step that is being taken, how much of its length is gone, and of its drop."""
        taken = self.walk.taken
        step = min(int(taken + 1e-9), self.steps)
        share = max(taken - step, 0.0)
        gone = smooth(min(share / ACROSS, 1.0))
        return step, float(gone), float(smooth(max((share - ACROSS) / (1 - ACROSS), 0.0)))

    @property
    def here(self) -> float:
        """The w at which the walker is."""
        step, gone, _ = self.now
        return float(self.w[step] + gone * (self.w[min(step + 1, self.steps)] - self.w[step]))

    @property
    def tangent(self) -> tuple[int, float, float]:
        """The step at which the slope is felt, how much of its tangent has grown, its opacity."""
        felt = float(self.felt.get_value()) + 1e-9
        share = felt - int(felt)
        fading = min(4 * max(share - FELT, 0.0) / (1 - FELT), 1.0)
        return int(felt), min(share / FELT, 1.0), 1 - fading

    def sign(self, step: int) -> str:
        """Return whether the slope at a step is "negative" or "positive"."""
        return "negative" if self.slopes[step] < 0 else "positive"

    def way(self, step: int) -> str:
        """Return what a step makes w do: "grow" or "shrink"."""
        return "grow" if self.slopes[step] < 0 else "shrink"

    def feel(self) -> Any:
        """Return the animation in which the tangent at the walker grows."""
        return self._set(self.felt, self.walk.step + FELT)

    def aim(self) -> Any:
        """Return the animation in which the arrow of the next step grows."""
        return self._set(self.aimed, self.walk.step + 1)

    def go(self) -> list[Any]:
        """Return the animations in which the walker takes the step; the tangent leaves."""
        step = self.walk.step + 1
        felt: Any = self.felt.animate
        return [self.walk.go(step), felt(rate_func=linear).set_value(step)]

    def _set(self, tracker: ValueTracker, value: float) -> Any:
        going: Any = tracker.animate
        return going.set_value(value)
