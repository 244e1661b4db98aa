"""The picture at the head of the page: a real landscape, and real walks down into its valleys."""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
from numpy.typing import NDArray

from gd_math import descend, losses, optimizers
from scenes.kit.theme import DARK

LOSS = losses.HIMMELBLAU
LEFT, RIGHT, BOTTOM, TOP = -7.2, 7.2, -4.8, 4.8
SCALE = 100  # units of the picture for one of the landscape
LEVELS = np.geomspace(3.6, 1500, 13) - 1  # none at a saddle's height
STARTS = ((0.9, -0.55), (-0.9, 0.4), (-0.25, -1.3), (0.35, 1.1))
LEARNING_RATE = 0.006
STEPS = 60
GRID = 161  # points along the picture's longer side

# What contourpy returns for the fill type OuterCode: points and codes of each region.
_Filled = tuple[list[NDArray[np.float64]], list[NDArray[np.uint8]]]


@dataclass(frozen=True)
class Banner:
    """Paths of an SVG picture.

    `bands` are closed outlines of growing height, each with the number of its color in the
    theme's terrain; `trails` are the walks, and `steps` the points of each walk.
    """

    width: float
    height: float
    bands: tuple[tuple[int, str], ...]
    trails: tuple[str, ...]
    steps: tuple[tuple[tuple[float, float], ...], ...]


def draw_banner() -> Banner:
    """Compute the picture: contours from the loss, walks from gradient descent."""
    x = np.linspace(LEFT, RIGHT, GRID)
    y = np.linspace(BOTTOM, TOP, round(GRID * (TOP - BOTTOM) / (RIGHT - LEFT)))
    mesh = np.stack(np.meshgrid(x, y), axis=-1)
    contours = contourpy.contour_generator(x, y, LOSS.value(mesh), fill_type="OuterCode")
    edges = [-np.inf, *LEVELS, np.inf]
    shades = len(DARK.terrain) - 1
    bands = []
    for number, (low, high) in enumerate(pairwise(edges)):
        points, codes = cast(_Filled, contours.filled(low, high))
        outline = "".join(_outline(p, c) for p, c in zip(points, codes, strict=True))
        bands.append((round(shades * number / (len(edges) - 2)), outline))
    walks = descend(LOSS, optimizers.gradient_descent(LEARNING_RATE), STARTS, STEPS).x
    places = [_place(walks[:, walker]) for walker in range(len(STARTS))]
    return Banner(
        width=SCALE * (RIGHT - LEFT),
        height=SCALE * (TOP - BOTTOM),
        bands=tuple(bands),
        trails=tuple(_line(place) for place in places),
        steps=tuple(tuple((float(px), float(py)) for px, py in place) for place in places),
    )


def _place(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where `points` (n, 2) are seen: y grows downward, rounded to what can be seen."""
    return np.round(SCALE * np.stack([points[:, 0] - LEFT, TOP - points[:, 1]], axis=-1), 1)


def _line(place: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{px:g} {py:g}" for px, py in place)


def _outline(points: NDArray[np.float64], codes: NDArray[np.uint8]) -> str:
    """Return the closed curves of one region; code 1 begins a curve."""
    starts = np.flatnonzero(codes == 1)
    return "".join(_line(curve) + "Z" for curve in np.split(_place(points), starts[1:]))
