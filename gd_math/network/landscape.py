"""Directions in which the landscape of a network is worth drawing.

They go to `gd_math.restrict(loss, origin, directions, domain, minima=())`, which cuts the slice
along them. Without the empty `minima` it searches a small network's slice for its minima, which
takes long. A slice is not the whole: a wall that it does not cross, it does not show.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.network.network import Network
from gd_math.network.shape import one_vector
from gd_math.records import one_line


def filter_normalized_directions(
    network: Network,
    parameters: Any,
    seed: int | np.random.Generator,
    count: int = 2,
    biases: bool = False,
) -> Array:
    """Draw random directions that are as long, unit by unit, as the trained weights.

        dⱼ ← dⱼ/‖dⱼ‖ · ‖θⱼ‖,   j over all units, dⱼ at first normal(0, 1)

    θⱼ: the incoming weights of unit j, its filter. So a step of 1 changes every unit by as much as
    it has, and networks whose units differ in scale alone have the same landscape.
    parameters: θ, (d,).  seed: a whole number of at least 0, or a Generator.  count: how many.
    biases: False leaves the biases where they are (d is 0 there), as the paper's figures do;
    True counts the bias of a unit as one more of its incoming weights.
    Returns (count, d).
    Raises ValueError for other shapes, an unsuitable seed or count.
    Source: Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, arXiv:1712.09913.
    """
    flat = one_vector("parameters", parameters, network.dimension)
    shape = (checks.whole("count", count, 1), network.dimension)
    directions = checks.generator(seed).normal(size=shape)
    for layer in network.layers:
        theirs, ours = layer.unpack(directions), layer.unpack(flat)
        with_biases = biases and layer.biases is not None
        drawn = _filters(theirs.weights, theirs.biases if with_biases else None)
        trained = _filters(ours.weights, ours.biases if with_biases else None)
        scale = np.linalg.norm(trained, axis=-1) / np.linalg.norm(drawn, axis=-1)
        directions[:, layer.weights] *= np.repeat(scale, layer.fan_in, axis=-1)
        if layer.biases is not None:
            directions[:, layer.biases] *= scale if biases else 0.0
    return directions


@dataclass(frozen=True, eq=False)
class PrincipalDirections:
    """The directions in which a path spreads most, and the path as seen along them.

    origin: the end of the path, (d,).
    directions: unit vectors at right angles, (k, d), the one of widest spread first; each points
    to the side from which the path came.
    shares: the part of the path's variance along each, (k,), between 0 and 1; all d add up to 1.
    coordinates: the path in them, (steps+1, k), measured from the origin, so the last row is 0.
    Every array is read-only.
    """

    __repr__ = one_line

    origin: Array
    directions: Array
    shares: Array
    coordinates: Array

    def __post_init__(self) -> None:
        for name, part in vars(self).copy().items():
            object.__setattr__(self, name, checks.read_only(part))

    def box(self, margin: float = 0.2) -> tuple[Array, Array]:
        """Return the corners (k,) of a box round the path, as the domain of a slice.

        margin: the room on each side, in widths of the path along its first direction; above 0.
        Raises ValueError for an unsuitable margin.
        """
        lower, upper = self.coordinates.min(axis=0), self.coordinates.max(axis=0)
        room = checks.positive("margin", margin) * (upper - lower).max()
        return lower - room, upper + room


def principal_directions(path: Any, count: int = 2) -> PrincipalDirections:
    """Find the directions in which a training path spreads most.

        rows θᵢ − θₙ, their mean taken off;  their singular value decomposition U S Vᵀ;
        directions vⱼ,   shares sⱼ²/Σₖ sₖ²,   coordinates (θᵢ − θₙ) · vⱼ

    path: θ₀ … θₙ, (steps+1, d), for instance `trajectory.x`.  count: k, at most d and steps.
    Raises ValueError for a path of another shape, one that stays where it is, or another count.
    Source: Li et al. 2018, arXiv:1712.09913, section 7 (the rows and their PCA).
    """
    rows = checks.finite_array("path", path)
    if rows.ndim != 2 or len(rows) < 2 or rows.shape[1] == 0:
        raise ValueError(
            f"path must have shape (steps+1, d), at least one step, got shape {rows.shape}"
        )
    count = checks.whole("count", count, 1)
    if count > min(len(rows) - 1, rows.shape[1]):
        raise ValueError(
            f"count must be at most {min(len(rows) - 1, rows.shape[1])}, the steps or the "
            f"parameters of the path, got {count}"
        )
    size = np.abs(rows).max()
    away = rows - rows[-1]
    # Scaled, so that no square of a long way overflows.
    largest = np.abs(away / size).max() * size if size else 0.0
    if largest == 0:
        raise ValueError("path must move, here every point is the same")
    scaled = away / largest
    _, spread, vectors = np.linalg.svd(scaled - scaled.mean(axis=0), full_matrices=False)
    coordinates = scaled @ vectors[:count].T
    # A singular vector has no sign of its own.
    side = np.where(coordinates[0] < 0, -1.0, 1.0)
    return PrincipalDirections(
        origin=rows[-1].copy(),
        directions=vectors[:count] * side[:, np.newaxis],
        shares=(spread**2 / (spread**2).sum())[:count],
        coordinates=coordinates * side * largest,
    )


def _filters(weights: Array, biases: Array | None) -> Array:
    """Return what reaches each unit as one row: (..., fan_out, fan_in or one more)."""
    if biases is None:
        return weights
    return np.concatenate([weights, biases[..., np.newaxis]], axis=-1)
