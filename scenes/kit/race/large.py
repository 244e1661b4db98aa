"""A small map of a race that becomes a large one, and small again."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import VMobject, smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.kit.maps.contour_map import ContourMap

Array = NDArray[np.float64]
PLACE, HIGH = (-3.5, 0.1, 0.0), 4.6  # of the large map: its middle and its height
SOONER = squish_rate_func(smooth, 0, 0.7)  # how a map that grows or shrinks moves …
AFTER = squish_rate_func(smooth, 0.28, 0.65)  # … and how, if something must leave before


def large_map(contours: ContourMap) -> ContourMap:
    """Return a map as it is when it is large, in the left half of the frame."""
    large = contours.copy().scale(HIGH / contours.border.height).move_to(PLACE)
    assert isinstance(large, ContourMap)
    return large


def bring(
    contours: ContourMap, goal: VMobject, to: ContourMap, pace: Callable[[float], float] = SOONER
) -> list[Any]:
    """Return the animations in which a map comes to where another one of its ground is.

    The `goal` on it comes along. Both are there before the play is over, so that what appears
    then, as `swap` has it, is beside it.
    """
    away = goal.get_center() - contours.border.get_center()
    scale = to.border.height / contours.border.height
    aim = to.border.get_center() + scale * away
    going: tuple[Any, ...] = contours.animate, goal.animate
    scaled, moved = (one(rate_func=pace) for one in going)
    return [scaled.scale(scale).move_to(to.border), moved.move_to(aim)]
