"""Where the numbers of a map rise toward a hill and fall toward a hollow, with the words for it."""

from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Trajectory
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import TEXT_SIZE
from scenes.kit.words.text import halo, text

Array = NDArray[np.float64]
MESHES = 64  # on each side of a map, to find its hilltops
ABOVE = 0.26  # from a map to the words, in units of the frame
BETWEEN = 0.2  # the two rows of them


@dataclass(frozen=True)
class Inward:
    """Two rings, one in the other, about a hill or a hollow: a point (2,) of each; what is said."""

    said: str
    outer: Array
    inner: Array
    words: VMobject


def inward(contour_map: ContourMap, path: Trajectory) -> list[Inward]:
    """Return the rings about the hilltop next to the start of `path`, and the hollow at its end.

    The words stand above the map. What has no two rings is left out.
    """
    loss = contour_map.loss
    hollows = np.array([minimum.x for minimum in loss.minima]).reshape(-1, 2)
    found = []
    for said, middles, near, sense in (
        ("Rising inward: a hill.", hilltops(contour_map), path.x[0], 1),
        ("Falling inward: a hollow.", hollows, path.x[-1], -1),
    ):
        nearest = middles[np.argsort(np.linalg.norm(middles - near, axis=-1))]
        nests = [nest for x in nearest if (nest := two_rings(contour_map, x, sense))]
        found += [(said, *nest) for nest in nests[:1]]
    rows = VGroup(*(halo(text(said, TEXT_SIZE)) for said, *_ in found))
    rows.arrange(DOWN, buff=BETWEEN, aligned_edge=LEFT)
    rows.next_to(contour_map.border, UP, buff=ABOVE, aligned_edge=LEFT)
    return [Inward(*fact, words) for fact, words in zip(found, rows, strict=True)]


def hilltops(contour_map: ContourMap) -> Array:
    """Return about where the ground of a map is higher than all around, (n, 2)."""
    axes = (
        np.linspace(a, b, MESHES + 1)
        for a, b in zip(contour_map.lower, contour_map.upper, strict=True)
    )
    x = np.stack(np.meshgrid(*axes), axis=-1)
    height = contour_map.loss.value(x)
    inner, size = height[1:-1, 1:-1], MESHES + 1
    around = [
        height[i : size - 2 + i, j : size - 2 + j]
        for i in range(3)
        for j in range(3)
        if (i, j) != (1, 1)
    ]
    return np.asarray(x[1:-1, 1:-1][inner > np.max(around, axis=0)])


def two_rings(contour_map: ContourMap, x: ArrayLike, sense: int) -> tuple[Array, Array] | None:
    """Return a point of each of the two innermost rings about `x (2,)`, the outer one first.

    `sense`: 1 for rings below `x`, -1 for rings above it.
    """
    middle = np.asarray(x, dtype=float)
    height = float(contour_map.loss.value(middle))
    rings = [
        line[0]
        for level in sorted(contour_map.levels, key=lambda level: sense * level)
        if sense * level < sense * height
        for line in contour_map.lines_at(level)
        if encloses(line, middle)
    ]
    return (rings[-2], rings[-1]) if len(rings) > 1 else None


def encloses(line: Array, x: Array) -> bool:
    """Tell whether a line (n, 2) is closed and goes round `x (2,)`."""
    if not np.allclose(line[0], line[-1]):
        return False
    a, b = line[:-1] - x, line[1:] - x
    across = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    turned = np.arctan2(across, np.sum(a * b, axis=1)).sum()
    return bool(abs(turned) > np.pi)
