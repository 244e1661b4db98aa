"""The picture at the head of the page: a real landscape, and real walks down into its valleys."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

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


@dataclass(frozen=True)
class Banner:
    """What an SVG picture shows: `bands`, and over them `walks`, each a list of points (x, y).

    A band is the number of its color in the theme's terrain, and the data of its path.
    """

    width: float
    height: float
    bands: list[tuple[int, str]]
    walks: list[list[tuple[float, float]]]


def draw_banner() -> Banner:
    """Compute the picture: contours from the loss, walks from gradient descent."""
    x = np.linspace(LEFT, RIGHT, GRID)
    y = np.linspace(BOTTOM, TOP, round(GRID * (TOP - BOTTOM) / (RIGHT - LEFT)))
    heights = LOSS.value(np.stack(np.meshgrid(x, y), axis=-1))
    contours = contourpy.contour_generator(x, y, heights, fill_type="ChunkCombinedOffset")
    edges = [-np.inf, *LEVELS, np.inf]
    shades = np.linspace(0, len(DARK.terrain) - 1, len(edges) - 1).round().astype(int).tolist()
    walks = descend(LOSS, optimizers.gradient_descent(LEARNING_RATE), STARTS, STEPS).x
    return Banner(
        width=SCALE * (RIGHT - LEFT),
        height=SCALE * (TOP - BOTTOM),
        bands=[
            (shade, _outlines(contours.filled(low, high)))
            for shade, (low, high) in zip(shades, pairwise(edges), strict=True)
        ],
        walks=[[*map(tuple, _place(walk).tolist())] for walk in walks.swapaxes(0, 1)],
    )


def _outlines(filled: Any) -> str:
    """Return the closed curves about the regions between two heights, and about their holes."""
    (points,), (offsets,) = filled  # of all curves in one array, and where each begins
    curves = np.split(_place(points), offsets[1:-1])
    return "".join("M" + "L".join(f"{px:g} {py:g}" for px, py in one) + "Z" for one in curves)


def _place(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where `points` (n, 2) are seen: y grows downward, rounded to what can be seen."""
    return np.round(SCALE * np.stack([points[:, 0] - LEFT, TOP - points[:, 1]], axis=-1), 1)
