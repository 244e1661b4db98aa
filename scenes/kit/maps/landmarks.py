"""Tops, valleys and passes on a map: where they are, how high, and their names."""

from typing import NamedTuple

import numpy as np
from manim import UP, VGroup
from numpy.typing import ArrayLike, NDArray

from gd_math import stationary_points
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import meaning_of, sign
from scenes.kit.words.text import halo, text

INSIDE = 0.02  # of the map's width and height, from its border
SIZES = {"saddle": 0.15, "top": 0.15, "minimum": 0.28, "local minimum": 0.28}  # of the signs


class Landmarks(NamedTuple):
    """The stationary points of a loss, by kind, each an array (n, 2)."""

    tops: NDArray[np.float64]
    valleys: NDArray[np.float64]
    passes: NDArray[np.float64]


@checked
def landmarks(contour_map: ContourMap) -> Landmarks:
    """Return the maxima, minima and saddle points that lie well inside of the map."""
    margin = INSIDE * (contour_map.upper - contour_map.lower)
    lower, upper = contour_map.lower + margin, contour_map.upper - margin
    points = stationary_points(contour_map.loss)
    within = [p for p in points if np.all(p.x > lower) and np.all(p.x < upper)]
    kinds = ("maximum", "minimum", "saddle")
    return Landmarks(*(np.array([p.x for p in within if p.kind == kind]) for kind in kinds))


@checked
def landmark_signs(contour_map: ContourMap) -> VGroup:
    """Return the sign of each of the `landmarks`, passes below, then tops, then valleys."""
    tops, valleys, passes = landmarks(contour_map)
    signs = [("saddle", x) for x in passes] + [("top", x) for x in tops]
    signs += [(_valley(contour_map, x), x) for x in valleys]
    return VGroup(
        *(sign(meaning, SIZES[meaning]).move_to(contour_map.at(x)) for meaning, x in signs)
    )


@checked
def landmark_names(contour_map: ContourMap, near: ArrayLike) -> VGroup:
    """Return a name above one landmark of each kind, the one next to `near`."""
    names = VGroup()
    for kind, word in zip(landmarks(contour_map), ("top", "valley", "pass"), strict=True):
        if len(kind):
            away = np.linalg.norm(kind - np.asarray(near, dtype=float), axis=-1)
            place = contour_map.at(kind[np.argmin(away)])
            names += halo(text(word)).next_to(place, UP, buff=0.3)
    return names


@checked
def name_top(contour_map: ContourMap, near: ArrayLike) -> VGroup:
    """Return the name above the top at `near`, or nothing if there is none so close.

    That is nearer than 2 % of the map's width and height.
    """
    tops, x = landmarks(contour_map).tops, np.asarray(near, dtype=float)
    close = INSIDE * (contour_map.upper - contour_map.lower)
    if not any(np.all(np.abs(top - x) < close) for top in tops):
        return VGroup()
    return VGroup(halo(text("a top")).next_to(contour_map.at(x), UP, buff=0.3))


def _valley(contour_map: ContourMap, x: NDArray[np.float64]) -> str:
    """Return what a valley at `x` means: that there is none lower, or that there is."""
    minima = contour_map.loss.minima
    nearest = min(minima, key=lambda minimum: float(np.linalg.norm(minimum.x - x)))
    return meaning_of(nearest)
