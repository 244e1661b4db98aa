"""LiveGuesses of what was measured, as something that can be animated, and what they have to be."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import ArrayLike, NDArray

from gd_math.datasets import Dataset
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]
FEWEST, MOST = 2, 6  # points: each needs room for its square
LARGEST = 0.43  # of the axis: so far the square of the last point finds room
SUM = 0.95  # of the axis, at most, for all errors on top of each other


class LiveGuesses(ValueTracker):
    """One guess for each point of a data set: ``guesses.animate.set_values(others)``."""

    def __init__(self, values: ArrayLike) -> None:
        super().__init__(0.0)
        given = np.asarray(values, dtype=float)
        self.points = np.zeros((len(given), 3))
        self.set_values(given)

    @property
    def values(self) -> Array:
        """The guesses, (n,)."""
        return np.array(self.points[:, 0])

    def set_values(self, values: ArrayLike) -> "LiveGuesses":
        """Guess `values`, (n,)."""
        self.points[:, 0] = values
        return self

    def follow(self, slope: ValueTracker, x: Array) -> "LiveGuesses":
        """Be what the line through the origin with this slope says at `x`, from now on."""

        def guess(guesses: Any) -> None:
            guesses.set_values(slope.get_value() * x)

        self.add_updater(guess, call_updater=True)
        return self


def highest_guess(data: Dataset, guesses: ArrayLike, slopes: ArrayLike) -> float:
    """Return the largest of the data, the guesses and what lines with such slopes guess."""
    steepest = float(np.max(slopes)) * float(data.x.max())
    return max(float(data.y.max()), float(np.max(guesses)), steepest)


def best_slope(data: Dataset) -> float:
    """Return the slope of the line through the origin with the least sum of squared errors."""
    return float(data.x @ data.y / (data.x @ data.x))


def price_axis(data: Dataset, guesses: ArrayLike, slopes: ArrayLike) -> tuple[float, float]:
    """Return the distance of the ticks of an axis that holds all of them, and its end."""
    top = highest_guess(data, guesses, slopes)
    every = _round_step(top / 7)
    return every, every * ceil(top / every - 1e-9)


def check_guesses(
    knob: str, data: Dataset, guesses: Sequence[float], slopes_knob: str, slopes: Sequence[float]
) -> None:
    """Raise ValueError, naming the knob, unless points, guesses and lines have room for squares.

    There must be few points, all of them above 0; a guess for each; a lowest sum between the
    slopes; and errors that are not too large for the scale.
    """
    if not FEWEST <= data.samples <= MOST or min(data.x.min(), data.y.min()) <= 0:
        raise ValueError(
            f"DATA has {data.samples} points, and must have {FEWEST} to {MOST}, "
            "with x and y above 0"
        )
    if len(guesses) != data.samples or min(guesses) <= 0:
        raise ValueError(
            f"{knob} has {len(guesses)} numbers, and must have {data.samples}: for each point one "
            "that is above 0"
        )
    low, high = slopes
    best = best_slope(data)
    if not 0 <= low < best < high:
        raise ValueError(
            f"{slopes_knob} is ({number(low)}, {number(high)}), and must lie on both sides of the "
            f"best slope, {number(best, 3)}"
        )
    _, scale = price_axis(data, guesses, slopes)
    errors = np.asarray(guesses) - data.y
    last = int(np.argmax(data.x))
    far = [abs(errors[last]), *(abs(slope * data.x[last] - data.y[last]) for slope in slopes)]
    if errors.min() >= 0 or errors.max() <= 0:
        raise ValueError(f"{knob}: some must be too high, and some too low, so that errors cancel")
    if max(far) > LARGEST * scale or np.abs(errors).sum() > SUM * scale:
        raise ValueError(
            f"{knob} or {slopes_knob}: errors as large as {number(max(far), 3)} leave the picture: "
            "take guesses, or slopes, that are nearer to the points"
        )


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))
