"""Tops, valleys and passes on a map: where they are, how high, and their names."""

from typing import NamedTuple

import numpy as np
from manim import DOWN, RIGHT, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import stationary_points
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import meaning_of, sign
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

INSIDE = 0.02  # of the map's width and height, from its border
SIZES = {"saddle": 0.15, "top": 0.15, "minimum": 0.28, "local minimum": 0.28}  # of the signs
PITCH = 0.55  # from row to row of the legend
BROADEST = 0.46  # of the signs in it
BOLD = 1.5 * PATH_WIDTH  # of a ring


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
        *(_badge(meaning, SIZES[meaning]).move_to(contour_map.at(x)) for meaning, x in signs)
    )


@checked
def sign_at_end(signs: VGroup, contour_map: ContourMap, walk: Walk) -> VMobject:
    """Return which of the signs on a map is the nearest to the end of a walk."""
    end = contour_map.at(walk.trajectory.x[-1])
    nearest: VMobject = min(signs, key=lambda one: float(np.linalg.norm(one.get_center() - end)))
    return nearest


@checked
def landmark_legend(contour_map: ContourMap) -> VGroup:
    """Return the signs of a map, one of each kind below the other, each with its name."""
    tops, valleys, passes = landmarks(contour_map)
    kinds = sorted({_valley(contour_map, x) for x in valleys}, reverse=True)
    words = ["deepest" if len(kinds) > 1 and kind == "minimum" else "valley" for kind in kinds]
    named = [("top", "top")] * bool(len(tops)) + [*zip(kinds, words, strict=True)]
    named += [("saddle", "pass")] * bool(len(passes))
    rows, depth = VGroup(), text("valley", SMALL_SIZE).height / 2
    for i, (meaning, word) in enumerate(named):
        place = PITCH * i * DOWN
        mark = _badge(meaning, min(SIZES[meaning], BROADEST / 2)).move_to(place)
        name = text(word, SMALL_SIZE)
        name.next_to(place, RIGHT, buff=BROADEST / 2 + 0.2)
        name.align_to(place + depth * DOWN, DOWN)  # each word has a letter that reaches so low
        rows.add(VGroup(mark, name))
    return rows


def _badge(meaning: str, radius: float) -> VMobject:
    """Return a sign; the ring of a valley is bold, and the ground shows through it."""
    mark = sign(meaning, radius)
    if meaning == "minimum":
        mark.set_stroke(width=BOLD)
        mark.set_stroke(theme.background, width=BOLD + RIM_WIDTH, background=True)
    return mark


def _valley(contour_map: ContourMap, x: NDArray[np.float64]) -> str:
    """Return what a valley at `x` means: that there is none lower, or that there is."""
    minima = contour_map.loss.minima
    nearest = min(minima, key=lambda minimum: float(np.linalg.norm(minimum.x - x)))
    return meaning_of(nearest)
