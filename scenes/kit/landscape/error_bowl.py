"""The landscape of the mean squared error of all lines, in the left half of the frame."""

from typing import Any

import numpy as np
from manim import LEFT, config

from gd_math import least_squares, mean_squared_error
from gd_math.datasets import Dataset
from scenes.kit.arguments import checked
from scenes.kit.landscape import Landscape

WIDER = 1.25, 1.9  # the region that the colors tell apart, and the ground, in domains of the loss


@checked
def error_bowl(data: Dataset, start: Any = (0, 0), **view: Any) -> Landscape:
    """Return the mean squared error of the lines y = wx + b on `data`, over (w, b).

    The bowl of least squares is in the middle of the left half of the frame, and reaches at least
    to the line `start`, (2,).  `view` is where the eye stands, as for `Landscape`.  The loss that
    is drawn is the landscape's `loss`.
    """
    best = np.array(least_squares(data))
    lower, upper = mean_squared_error(data).domain
    half = (upper - lower) / 2
    half *= max(1.0, float((np.abs(np.asarray(start, dtype=float) - best) / half).max()))
    loss = mean_squared_error(data, (best - WIDER[0] * half, best + WIDER[0] * half))
    size = float(2 * half.max())
    landscape = Landscape(
        loss,
        width=config.frame_width / 2,
        lower=best - WIDER[1] * half,
        upper=best + WIDER[1] * half,
        height_scale=0.4 * size / float(loss.value(loss.domain[1])),
        distance=2.2 * size,
        **view,
    )
    landscape.shift(config.frame_width / 4 * LEFT)
    return landscape
