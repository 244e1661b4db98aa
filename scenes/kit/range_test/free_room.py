"""Room within the axes of a range test for words that must not lie on anything."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.range_test.sweep_plot import SweepPlot
from scenes.kit.theme import DOT_RADIUS

Array = NDArray[np.float64]

INSET = 0.3, 0.25  # from the axes
PITCH = 0.15  # between two places that are tried
CLEAR = 0.07  # from words to lines
LINE_POINTS, AVERAGE_POINTS = 80, 3000


def lines_of(plot: SweepPlot) -> Array:
    """Return points of the lines that are in the plot, (n, 2): the average, and the rules'."""
    low, high = plot.box[2:]
    heights = np.linspace(low, high, LINE_POINTS)
    across = np.array([plot.at_rate(rate)[0] for rate in plot.experiment.rules.values()])
    upright = np.stack(np.meshgrid(across, heights), axis=-1).reshape(-1, 2)
    average = plot.average_at(AVERAGE_POINTS)[:, :2]
    return np.concatenate([upright, average[average[:, 1] <= high]])


def put_free(words: Any, plot: SweepPlot, walkers: Array, at_top: bool = False) -> Any:
    """Put `words` where they lie on no line and on none of `walkers`, (…, 3), and return them.

    They stand as near to the corner of the axes as they can, or to the upper left one `at_top`. If
    there is no such room, they lie on lines; and in the corner, if there is none at all.
    """
    left, right, bottom, top = plot.box
    half = np.array([words.width, words.height]) / 2
    corner = np.array([left, bottom]) + INSET + half
    across = np.arange(corner[0], right - half[0], PITCH)
    up = np.arange(corner[1], top - half[1], PITCH)
    if at_top:
        corner[1] = top - half[1]
    middles = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    discs = np.unique(walkers.reshape(-1, 3)[:, :2].round(2), axis=0)
    place = corner
    for taken, room in ((discs, CLEAR + DOT_RADIUS), (lines_of(plot), CLEAR)):
        near = [np.all(np.abs(taken - one) < half + room, axis=1).any() for one in middles]
        middles = middles[~np.array(near, dtype=bool)]
        if not len(middles):
            break
        place = middles[np.argmin(np.abs(middles - corner).sum(axis=1))]
    return words.move_to([*place, 0.0])
