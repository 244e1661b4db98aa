"""Where descent ends from all over the domain: a fine grid, of which only the brinks are walked."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter, zoom

from gd_math import Loss, Optimizer, ends_of_walks, grid
from gd_math.descent.ends import Ends
from scenes.kit.curves.basin_strip import cell_middles

COARSE = {1: 952, 2: 78}  # points along each side of which all are walked …
FINER = {1: 1, 2: 3}  # … and how many times finer it is where neighbors end differently
EDGE = 1e-6  # of the sides: on the edge itself a slope may be infinite, as that of √x at 0


def ends_everywhere(loss: Loss, optimizer: Optimizer, steps: int) -> Ends:
    """Return where walks end from the points of an even grid, row by row.

    Of one variable they are the middles of equal cells; of two, corners are included. Along each
    side they are even in number: ridges often lie on the middle of the domain.
    Every walk of a coarse grid is taken. Between its points there are more: where all around end
    alike, so do they, and when is what lies between; elsewhere they are walked as well.
    """
    d, n = loss.dimension, COARSE[loss.dimension]
    coarse = ends_of_walks(loss, optimizer, _points(loss, n), steps)
    if FINER[d] == 1:
        return coarse
    kind, arrival = (part.reshape((n,) * d) for part in (coarse.kind, coarse.arrival))
    fine = FINER[d] * (n - 1) + 1
    sure = maximum_filter(kind, 3) == minimum_filter(kind, 3)
    nearest = np.rint(np.linspace(0, n - 1, fine)).astype(int)
    at = np.ix_(*[nearest] * d)
    points = _points(loss, fine)
    x = np.take(coarse.x, np.arange(n**d).reshape((n,) * d)[at].ravel(), axis=0)
    kinds, leapt = kind[at].ravel(), coarse.leapt.reshape((n,) * d)[at].ravel()
    arrivals = np.rint(zoom(arrival.astype(float), fine / n, order=1, grid_mode=False)).ravel()
    doubtful = np.flatnonzero(~sure[at].ravel())
    found = ends_of_walks(loss, optimizer, points[doubtful], steps) if len(doubtful) else None
    if found is not None:
        x[doubtful], kinds[doubtful], arrivals[doubtful] = found.x, found.kind, found.arrival
        leapt[doubtful] = found.leapt
    return Ends(x, kinds, arrivals.astype(np.intp), leapt)


def side_of(loss: Loss) -> int:
    """Return how many points the grid of `ends_everywhere` has along each side."""
    d = loss.dimension
    return FINER[d] * (COARSE[d] - 1) + 1


def _points(loss: Loss, n: int) -> NDArray[np.float64]:
    if loss.dimension == 1:
        return cell_middles(loss, n)
    lower, upper = loss.domain
    inset = EDGE * (upper - lower)
    points = grid(lower + inset, upper - inset, (n,) * loss.dimension)
    return np.asarray(points.reshape(-1, loss.dimension))
