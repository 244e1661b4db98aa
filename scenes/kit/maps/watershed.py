"""The lines that part the valleys of a loss: along the ridges, from top to top over the passes."""

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stationary_points
from scenes.kit.arguments import checked

Array = NDArray[np.float64]

OFF = 1e-3  # of the domain's diagonal: how far from the pass a climb begins
RATE = 0.1  # of a climb, where the curvature is 1
STEPS = 400  # of a climb
POINTS = 33  # of each path that is returned


@checked
def watersheds(loss: Loss) -> list[Array]:
    """Return the ridges of a loss of two variables, one path (n, 2) for each of its passes.

        x ← x + α∇f(x), from both sides of a pass, along the direction in which f curves upward

    Walkers that step down on different sides of such a line part for good. A path ends at a top,
    or where it leaves the domain.
    Raises ValueError for a loss that does not have two variables.
    """
    if loss.dimension != 2:
        raise ValueError(
            f"loss {loss.name!r} is a function of {loss.dimension} variables, and must be one of 2"
        )
    passes = np.array([p.x for p in stationary_points(loss) if p.kind == "saddle"])
    if not len(passes):
        return []
    curvatures, ways = np.linalg.eigh(loss.hessian(passes))
    aside = OFF * loss.diagonal * ways[..., -1]
    rate = RATE / float(np.abs(curvatures).max())
    climb = optimizers.ascent(optimizers.gradient_descent(rate))
    starts = np.stack([passes - aside, passes + aside])
    climbs = descend(loss, climb, starts.reshape(-1, 2), STEPS).x
    climbs = np.moveaxis(climbs.reshape(-1, *starts.shape), 0, -2)  # (side, pass, row, 2)
    slack = 1e-9 * loss.diagonal
    outside = (climbs < loss.domain[0] - slack) | (climbs > loss.domain[1] + slack)
    stays = np.cumsum(outside.any(axis=-1), axis=-1) == 0
    ridges = zip(passes, *climbs, *stays, strict=True)
    return [
        _even(np.vstack([left[on_left][::-1], point, right[on_right]]))
        for point, left, right, on_left, on_right in ridges
        if on_left.any() or on_right.any()
    ]


def _even(path: Array) -> Array:
    """Return `POINTS` points of a path (n, 2), evenly spaced along it."""
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))
    even = np.linspace(0, along[-1], POINTS)
    return np.stack([np.interp(even, along, column) for column in path.T], axis=-1)
