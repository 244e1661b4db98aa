"""What stands on and above a map: points with their name, rings, headings."""

import numpy as np
from manim import DOWN, LEFT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.text import formula, halo

Array = NDArray[np.float64]


@checked
def heading(contour_map: ContourMap, words: VMobject, side: Array = LEFT) -> VMobject:
    """Return `words`, put above the left end of the map or, with ``RIGHT``, its right end."""
    return words.next_to(contour_map, UP, buff=0.25, aligned_edge=side)


@checked
def named_points(
    contour_map: ContourMap,
    points: ArrayLike,
    meaning: str,
    name: VMobject,
    near: ArrayLike,
) -> VGroup:
    """Return a sign at each of `points`, shape (n, 2), and `name` above the one next to `near`.

    `meaning` is that of a `sign`: "minimum", "top", "saddle" …
    """
    places = contour_map.at(points)
    marks = (sign(meaning).move_to(place) for place in places)
    away = np.linalg.norm(np.asarray(points, dtype=float) - np.asarray(near), axis=-1)
    return VGroup(*marks, halo(name).next_to(places[np.argmin(away)], UP, buff=0.25))


@checked
def multiples_of_pi(contour_map: ContourMap) -> VGroup:
    """Return the scale of a map below and to its left: a number at each multiple of π."""
    lower, upper = contour_map.lower, contour_map.upper
    marks = VGroup()
    for axis, side in ((0, DOWN), (1, LEFT)):
        first, last = np.ceil(lower[axis] / np.pi - 1e-9), np.floor(upper[axis] / np.pi + 1e-9)
        for count in range(int(first), int(last) + 1):
            place = lower.copy()
            place[axis] = count * np.pi
            name = {0: "0", 1: "pi", -1: "-pi"}.get(count, f"{count} pi")
            label = formula(name, SMALL_SIZE, theme.muted)
            marks.add(label.next_to(contour_map.at(place), side, buff=0.12))
            if axis == 0:  # all stand on one line; π alone is lower than a digit
                label.align_to(marks[0], DOWN)
    return marks


def ring(place: Array, radius: float = 0.3) -> VMobject:
    """Return the ring of a global minimum round a place of the frame."""
    return sign("minimum", radius).move_to(place)
