"""Tops, valleys and passes on a map: where they are, how high, and their names."""

from typing import NamedTuple

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from gd_math import stationary_points
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.marks import named_points
from scenes.kit.theme import TITLE_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

INSIDE = 0.1  # from the border of the map, in units of x and y


class Landmarks(NamedTuple):
    """The stationary points of a loss, by kind, each an array (n, 2)."""

    tops: NDArray[np.float64]
    valleys: NDArray[np.float64]
    passes: NDArray[np.float64]


@checked
def landmarks(contour_map: ContourMap) -> Landmarks:
    """Return the maxima, minima and saddle points that lie well inside of the map."""
    lower, upper = contour_map.lower + INSIDE, contour_map.upper - INSIDE
    points = stationary_points(contour_map.loss)
    within = [p for p in points if np.all(p.x > lower) and np.all(p.x < upper)]
    kinds = ("maximum", "minimum", "saddle")
    return Landmarks(*(np.array([p.x for p in within if p.kind == kind]) for kind in kinds))


@checked
def named_landmarks(contour_map: ContourMap, near: ArrayLike) -> VGroup:
    """Return a mark at each of the `landmarks`; of each kind the one next to `near` has a name."""
    tops, valleys, passes = landmarks(contour_map)
    return VGroup(
        named_points(contour_map, tops, "top", text("top"), near),
        named_points(contour_map, valleys, "minimum", text("valley", color=theme.good), near),
        named_points(contour_map, passes, "saddle", text("pass"), near),
    )


@checked
def heights(contour_map: ContourMap, places: ArrayLike) -> VGroup:
    """Return the value of the loss at each of `places (n, 2)`, written there.

    It is dark on bright ground and bright on dark.
    """
    values = contour_map.loss.value(np.asarray(places, dtype=float))
    middle = (min(contour_map.levels) + max(contour_map.levels)) / 2
    found = VGroup()
    for value, place in zip(values, contour_map.at(places), strict=True):
        color = theme.contour if value > middle else theme.terrain[-1]
        found += formula(f"f = {number(float(value), 3, 1)}", TITLE_SIZE, color).move_to(place)
    return found
