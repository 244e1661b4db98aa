"""The pace of many walks: slow at first, and faster the longer they take."""

from collections.abc import Callable, Sequence
from math import log10
from typing import Any

from scenes.kit.walk import Walk

EVEN = 30  # steps: so many are taken at an even pace
MORE = 1.3  # for ten times as many, the exponent grows by so much


def pace_of(steps: float) -> Callable[[float], float]:
    """Return the share of so many steps that is taken after a share of the time.

    The more there are, the faster the later ones are taken; a rate function of Manim's.
    """
    exponent = 1 + MORE * max(log10(max(steps, 1) / EVEN), 0)
    return lambda share: float(share**exponent)


def quickening(walks: Sequence[Walk]) -> list[Any]:
    """Return the animations in which walks go to their ends, all at the same pace."""
    most = max((walk.trajectory.steps for walk in walks), default=0)
    return [walk.go(most, pace_of(most)) for walk in walks]
