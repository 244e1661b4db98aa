"""The ground of a landscape at one moment: all that the marks on it depend on."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss

Array = NDArray[np.float64]


class Ground(NamedTuple):
    """The graph z = height_scale · f(x, y) of a loss, and the sizes of what stands on it.

    `lower`, `upper`: corners of the ground that is drawn.  `lowest`, `highest`: the losses between
    which colors tell heights apart.  `mark_size`: factor of the sizes of balls, trails and lines.
    """

    loss: Loss
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    lowest: float
    highest: float
    height_scale: float
    mark_size: float

    def on_ground(self, x: Any, lift: float = 0.0) -> Array:
        """Return the points of the ground above `x (…, 2)`, lifted along its normal, (…, 3)."""
        x = np.asarray(x, dtype=float)
        ground = np.concatenate([x, self.height_scale * self.loss.value(x)[..., None]], axis=-1)
        return ground + lift * self.normal(x) if lift else ground

    def normal(self, x: Any) -> Array:
        """Return the unit vectors that stand upright on the ground at `x (…, 2)`."""
        gradient = self.loss.gradient(x)
        upright = np.concatenate(
            [-self.height_scale * gradient, np.ones((*gradient.shape[:-1], 1))], axis=-1
        )
        return np.asarray(upright / np.linalg.norm(upright, axis=-1, keepdims=True))
