"""Stationary points at which the Hessian is singular: which are isolated, and of what kind.

Near such a point f is, in suitable coordinates, Σ λᵢwᵢ² over the directions that curve, plus a
function of the flat directions alone (the splitting lemma: Gromoll & Meyer 1969, Topology 8,
361–369). The kind follows from the signs of both parts. The second part is looked at on a small
ring, with the curved directions solved for.
"""

from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gd_math.checks import Array
from gd_math.loss import Loss
from gd_math.stationary.newton import are_finite, settle

Kind = Literal["minimum", "maximum", "saddle"]

RING = 2e-3  # radius, of the domain's diagonal
WIDER = (1, 4, 16)  # times that, as long as rounding hides what f does there
NOTHING = 1e-8  # of the domain's diagonal: within it f changes by its rounding only
DIRECTIONS = {2: 72, 3: 400, 4: 800}  # on the ring, by the number of flat directions


def is_isolated(loss: Loss, points: Array) -> NDArray[np.bool_]:
    """Tell which stationary points (n, d) have no others right beside them: (n,).

    Newton's iteration from a ring around a point on a plateau, or along the floor of a level
    valley, settles on the ring.
    """
    isolated = np.ones(len(points), dtype=bool)
    # Along the axes of the Hessian first: that sorts out most.
    for directions in (
        np.eye(loss.dimension),
        -np.eye(loss.dimension),
        around(loss.dimension),
    ):
        isolated[isolated] = ~_settles_beside(loss, points[isolated], directions)
    return isolated


def _settles_beside(loss: Loss, points: Array, directions: Array) -> NDArray[np.bool_]:
    """Tell for which points (n, d) Newton's iteration from p + radius·direction ends out there.

    directions: unit vectors (k, d), in terms of the eigenvectors of the Hessian.
    """
    radius = RING * loss.diagonal
    _, vectors = np.linalg.eigh(loss.raw.hessian(points))
    ring = points[:, np.newaxis] + radius * np.einsum("nij,kj->nki", vectors, directions)
    starts = np.clip(ring, *loss.domain)
    ends, settled = settle(loss, starts.reshape(-1, loss.dimension))
    distance = np.linalg.norm(ends.reshape(ring.shape) - points[:, np.newaxis], axis=-1)
    beside = settled.reshape(distance.shape) & (distance > radius / 2) & (distance < 2 * radius)
    return np.asarray(beside.any(axis=-1))


def kind_of(signs: Iterable[float]) -> Kind:
    """Tell the kind from the signs, 1 or −1, of what f does in the various directions."""
    found = set(signs)
    if len(found) > 1:
        return "saddle"
    return "minimum" if found == {1.0} else "maximum"


def kind_around(loss: Loss, point: Array, flat: float) -> Kind | None:
    """Tell the kind of an isolated stationary point (d,) from the values around it.

    flat: the size below which a curvature counts as zero.
    Returns None where the values differ by no more than rounding.
    """
    eigenvalues, vectors = np.linalg.eigh(loss.raw.hessian(point))
    curved = np.abs(eigenvalues) > flat
    signs = set(np.sign(eigenvalues[curved]))
    if not curved.all():
        beyond = _signs_on_ring(loss, point, vectors[:, ~curved], vectors[:, curved])
        if beyond is None:
            return None
        signs |= beyond
    return kind_of(signs)


def _signs_on_ring(loss: Loss, point: Array, flat: Array, curved: Array) -> set[float] | None:
    """Return the signs of f − f(point) over the flat directions, None if some are rounding.

    flat, curved: orthonormal directions, the columns of (d, k) and (d, d − k).
    """
    across = around(flat.shape[1]) @ flat.T
    value = loss.raw.value(point)
    with np.errstate(all="ignore"):
        nothing = loss.raw.value(point + NOTHING * loss.diagonal * across) - value
        rounding = 4 * float(np.abs(nothing).max()) + 1e-15 * abs(float(value))
        for wider in WIDER:
            x = point + wider * RING * loss.diagonal * across
            x = _solve_across(loss, x, curved)
            change = loss.raw.value(x) - value
            signs = set(np.sign(change[np.abs(change) > rounding]))
            if len(signs) == 2 or (np.abs(change) > rounding).all():
                return signs
    return None


def _solve_across(loss: Loss, x: Array, curved: Array) -> Array:
    """Move each x (n, d) along the curved directions to where f does not slope along them."""
    if curved.shape[1] == 0:
        return x
    for _ in range(5):
        slope = loss.raw.gradient(x) @ curved
        curvature = curved.T @ loss.raw.hessian(x) @ curved
        usable = are_finite(slope, curvature)[:, np.newaxis]
        inverse = np.linalg.pinv(np.where(usable[..., np.newaxis], curvature, 0.0))
        step = np.einsum("nij,nj->ni", inverse, np.where(usable, slope, 0.0))
        x = x - step @ curved.T
    return x


def around(dimension: int, count: int = 0) -> Array:
    """Return unit vectors all around (n, d), always the same, `count` of them or as usual."""
    if dimension == 1:
        return np.array([[1.0], [-1.0]])
    if dimension == 2:
        count = count or DIRECTIONS[2]
        angle = 0.1 + 2 * np.pi * np.arange(count) / count
        return np.column_stack([np.cos(angle), np.sin(angle)])
    drawn = np.random.default_rng(0).normal(size=(count or DIRECTIONS[dimension], dimension))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=-1, keepdims=True))
