"""The slices of a loss through each point of a walk: the ground as the walker has it underfoot."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline

from gd_math import Loss
from gd_math.slices import slices_along
from scenes.kit.animations import eased
from scenes.kit.slices.training import Plane, Training
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
KEYS = 60  # slices along the walk; between two of them the ground goes evenly
HOP = 0.6  # of the time of a step, in which it is taken; then the walker rests
MESH = 31  # samples of a slice along each direction; between them runs a cubic spline


class Slices:
    """The slices through the points of `path` in a `plane`, at `keys`, some of its steps.

    The keys are as far apart as the walker has come and the loss has fallen between them; so
    does time pass in `go`.
    """

    def __init__(self, training: Training, plane: Plane) -> None:
        path = training.path
        self.path, self.plane = path, plane
        way = np.linalg.norm(np.diff(path.x, axis=0), axis=-1)
        fall = np.abs(np.diff(path.loss))
        self.passed = np.append(0, np.cumsum(way / way.sum() + fall / fall.sum())) / 2
        wanted = np.linspace(0, 1, KEYS)
        self.keys = np.unique(np.abs(self.passed - wanted[:, None]).argmin(axis=1))
        aside = path.x[self.keys] - plane.coordinates[self.keys] @ plane.directions
        corners, mesh = (plane.lower, plane.upper), (MESH, MESH)
        self.heights = slices_along(training.example.loss, aside, plane.directions, corners, mesh)

    @property
    def highest(self) -> float:
        """The highest ground of all; no walker is higher."""
        return float(max(self.heights.max(), self.path.loss.max()))

    def go(self, walk: Walk, until: int | None = None) -> Any:
        """Return the animation in which all steps are taken, or those `until` one of them."""
        first, last = walk.taken, self.path.steps if until is None else until
        begin, end = np.interp((first, last), np.arange(len(self.passed)), self.passed)

        def pace(share: float) -> float:
            return (self.taken(begin + share * (end - begin)) - first) / (last - first)

        return walk.go(last, pace)

    def taken(self, passed: float) -> float:
        """Return how many steps are taken after this share of the time of all: hop by hop."""
        evenly = float(np.interp(passed, self.passed, np.arange(len(self.passed))))
        return int(evenly) + float(eased((evenly - int(evenly)) / HOP))

    def through(self, taken: float) -> Loss:
        """Return the slice through the weights after so many steps."""
        passed = np.interp(taken, np.arange(len(self.passed)), self.passed)
        at_keys = self.passed[self.keys]
        row = int(np.clip(np.searchsorted(at_keys, passed) - 1, 0, len(at_keys) - 2))
        share = float((passed - at_keys[row]) / (at_keys[row + 1] - at_keys[row]))
        return self._loss((1 - share) * self.heights[row] + share * self.heights[row + 1])

    @cached_property
    def hull(self) -> Loss:
        """The highest ground that there ever is at each place."""
        return self._loss(self.heights.max(axis=0))

    def _loss(self, heights: Array) -> Loss:
        """Return the smooth surface through the heights of a slice."""
        lower, upper = self.plane.lower, self.plane.upper
        axes = (np.linspace(a, b, MESH) for a, b in zip(lower, upper, strict=True))
        surface = RectBivariateSpline(*axes, heights)

        def value(x: Array) -> Array:
            return np.asarray(surface.ev(x[..., 0], x[..., 1]))

        def along(x: Array, times: tuple[int, int]) -> Array:
            return np.asarray(surface.ev(x[..., 0], x[..., 1], dx=times[0], dy=times[1]))

        def gradient(x: Array) -> Array:
            return np.stack([along(x, (1, 0)), along(x, (0, 1))], axis=-1)

        def hessian(x: Array) -> Array:
            mixed = along(x, (1, 1))
            rows = [[along(x, (2, 0)), mixed], [mixed, along(x, (0, 2))]]
            return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)

        formula = "L(bold(theta) + a bold(d)_1 + b bold(d)_2)"
        return Loss("slice", value, gradient, hessian, (lower, upper), (), formula)
