"""Slices of a loss: restrict it to a line or a plane through its domain."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.fields import grid
from gd_math.loss import Loss, Minimum
from gd_math.stationary.points import stationary_points

BLOCK = 2**20  # numbers in the largest intermediate array, about: 8 MB
MANY = 64  # dimensions of the loss above which no minima are searched for
SEARCH = 2000  # points, about, at which a slice is looked at for its minima


def restrict(
    loss: Loss,
    origin: Any,
    directions: Any,
    domain: tuple[Any, Any] | None = None,
    minima: Sequence[Minimum] | None = None,
) -> Loss:
    """Return a loss restricted to k directions through a point.

        g(t) = f(a + Σⱼ tⱼ dⱼ),   ∂g/∂tⱼ = ∇f · dⱼ,   ∂²g/∂tᵢ∂tⱼ = dᵢᵀ H dⱼ

    origin: a, shape (d,).  directions: d₁ … dₖ, shape (k, d), linearly independent and of any
    length: t is measured in lengths of dⱼ.
    domain: corners (k,) of the slice's own box. Without it each tⱼ alone may go as far as the
    domain of the loss, in which the origin must then lie.
    minima: those of the slice, in its own coordinates. Without it they are searched for if the
    loss has at most 64 dimensions and the slice at most 4, else none are listed. Along one
    direction they are found where the slope turns from below to above 0; along more, by
    `stationary_points`. They count as global if they are the lowest of about 2000 points.
    Returns a loss of k variables. It needs no more of f than what it is asked for, and asks f
    for a bounded number of points at a time, so a mesh through a large network fits in memory.
    Raises ValueError for arguments of another shape, and for directions that are not independent.

    >>> from gd_math import losses
    >>> across = restrict(losses.RAVINE, origin=[0.0, 1.0], directions=[[1.0, 0.0]])
    >>> across.value([[0.0], [2.0]]).tolist()  # (5t² + 1)/2
    [0.5, 10.5]
    """
    origin = checks.points("origin", origin, loss.dimension)
    if origin.ndim != 1:
        raise ValueError(f"origin must be one point ({loss.dimension},), got {origin.shape}")
    origin, axes = origin.copy(), _independent(directions, loss)

    def point(t: Array) -> Array:
        return np.asarray(origin + t @ axes)

    def value(t: Array) -> Array:
        return _in_blocks(lambda s: np.asarray(loss.raw.value(point(s))), t, (), loss.dimension)

    def gradient(t: Array) -> Array:
        def along(s: Array) -> Array:
            return np.asarray(loss.raw.gradient(point(s)) @ axes.T)

        return _in_blocks(along, t, t.shape[-1:], loss.dimension)

    def hessian(t: Array) -> Array:
        def along(s: Array) -> Array:
            return np.asarray(axes @ loss.raw.hessian(point(s)) @ axes.T)

        return _in_blocks(along, t, 2 * t.shape[-1:], loss.dimension**2)

    slice_ = Loss(
        name=f"slice of {loss.name}",
        value=value,
        gradient=gradient,
        hessian=hessian,
        domain=_reach(loss, origin, axes) if domain is None else domain,
        minima=(),
        formula=_formula(len(axes)),
    )
    if slice_.dimension != len(axes):
        raise ValueError(
            f"domain must have corners of shape ({len(axes)},), one entry per direction, "
            f"got ({slice_.dimension},)"
        )
    if minima is None:
        searched = loss.dimension <= MANY and len(axes) <= 4
        minima = _minima(slice_) if searched else ()
    return dataclasses.replace(slice_, minima=tuple(minima))


def slices_along(
    loss: Loss, path: Any, directions: Any, domain: tuple[Any, Any], shape: tuple[int, ...]
) -> Array:
    """Sample the slices of a loss through each point of a path: the ground as the walker sees it.

        gᵢ(t) = f(θᵢ + Σⱼ tⱼ dⱼ),   t on a regular grid over the domain

    path: θ₀ … θₙ, (steps+1, d).  directions: d₁ … dₖ, (k, d), linearly independent.
    domain: corners (k,) of the grid.  shape: its number of points along each direction.
    Returns (steps+1, *shape); what is too large for a float is infinite.
    Raises ValueError for arguments of another shape, and for directions that are not independent.

    >>> from gd_math import losses
    >>> path = [[2.0, 0.0], [1.0, 0.0]]
    >>> slices_along(losses.RAVINE, path, [[0.0, 1.0]], ([-1.0], [1.0]), (3,)).tolist()
    [[10.5, 10.0, 10.5], [3.0, 2.5, 3.0]]
    """
    points = checks.points("path", path, loss.dimension)
    if points.ndim != 2:
        raise ValueError(f"path must have shape (steps+1, {loss.dimension}), got {points.shape}")
    axes = _independent(directions, loss)
    lower, upper = checks.box(*domain, len(axes))
    around = grid(lower, upper, shape).reshape(-1, len(axes)) @ axes
    count = len(points) * len(around)
    checks.fits_in_memory(f"slices at {len(points)} points", count, "take fewer points")
    values = [loss.raw.value(point + around) for point in points]
    return np.reshape(values, (len(points), *shape))


def _independent(directions: Any, loss: Loss) -> Array:
    """Return a copy of directions (k, d), which must be linearly independent."""
    axes = checks.points("directions", directions, loss.dimension)
    if axes.ndim != 2 or len(axes) == 0 or np.linalg.matrix_rank(_unit(axes)) < len(axes):
        raise ValueError(
            f"directions must have shape (k, {loss.dimension}) and be linearly independent, "
            f"got shape {axes.shape}" + (" and dependent ones" if axes.ndim == 2 else "")
        )
    return axes.copy()


def _in_blocks(
    function: Callable[[Array], Array], t: Array, tail: tuple[int, ...], size: int
) -> Array:
    """Apply a function to points t (..., k), a few at a time: (..., *tail).

    size: how many numbers it handles per point.
    """
    flat = t.reshape(-1, t.shape[-1])
    result = np.empty((len(flat), *tail))
    step = max(1, BLOCK // size)
    for first in range(0, len(flat), step):
        result[first : first + step] = function(flat[first : first + step])
    return np.asarray(result.reshape((*t.shape[:-1], *tail)))[()]


def _unit(axes: Array) -> Array:
    """Scale each direction to length 1, so that their lengths have no say in their rank."""
    largest = np.abs(axes).max(axis=-1, keepdims=True)
    scaled = axes / np.where(largest > 0, largest, 1)
    length = np.linalg.norm(scaled, axis=-1, keepdims=True)
    return np.asarray(scaled / np.where(length > 0, length, 1))


def _reach(loss: Loss, origin: Array, axes: Array) -> tuple[Array, Array]:
    """Return how far each direction alone stays in the domain of the loss, back and forth."""
    lower, upper = loss.domain
    if not ((lower < origin) & (origin < upper)).all():
        raise ValueError(
            f"origin must be inside the domain of {loss.name}, or else the slice needs a domain "
            f"of its own"
        )
    with np.errstate(divide="ignore", over="ignore"):
        ends = np.stack([(lower - origin) / axes, (upper - origin) / axes])
    still = axes == 0
    back = np.where(still, -np.inf, ends.min(axis=0)).max(axis=-1)
    forth = np.where(still, np.inf, ends.max(axis=0)).min(axis=-1)
    return back, forth


def _minima(slice_: Loss) -> tuple[Minimum, ...]:
    lower, upper = slice_.domain
    if slice_.dimension == 1:
        found = _along_a_line(slice_)
    else:
        found = [point.x for point in stationary_points(slice_) if point.kind == "minimum"]
    if not found:
        return ()
    values = slice_.raw.value(np.array(found))
    per_axis = round(SEARCH ** (1 / slice_.dimension))
    around = slice_.raw.value(grid(lower, upper, (per_axis,) * slice_.dimension))
    rounding = 1e-12 * max(float(np.abs(around).max()), 1e-300)
    lowest = min(values.min(), around.min()) + rounding
    return tuple(
        Minimum(x, float(value), is_global=bool(value <= lowest))
        for x, value in zip(found, values, strict=True)
    )


def _along_a_line(slice_: Loss) -> list[Array]:
    """Return the points (1,) where the slope turns from below 0 to above 0."""
    from scipy.optimize.elementwise import find_root  # 0.3 s that no other loss needs

    (lower,), (upper,) = slice_.domain
    # One step farther on either side, so that a minimum at an end is seen.
    step = (upper - lower) / (SEARCH - 1)
    t = np.linspace(lower - step, upper + step, SEARCH + 2)
    slope = slice_.raw.gradient(t[:, np.newaxis])[:, 0]
    sloping = np.flatnonzero(slope)
    turns = np.flatnonzero((slope[sloping[:-1]] < 0) & (slope[sloping[1:]] > 0))
    if not turns.size:
        return []
    brackets = t[sloping[turns]], t[sloping[turns + 1]]
    x = find_root(lambda t: slice_.raw.gradient(t[:, np.newaxis])[:, 0], brackets).x
    tiny = 1e-9 * (upper - lower)
    x = np.clip(x[(x >= lower - tiny) & (x <= upper + tiny)], lower, upper)
    return list(x[:, np.newaxis])


def _formula(k: int) -> str:
    if k == 1:
        return "f(bold(a) + t bold(d))"
    return "f(bold(a) + " + " + ".join(f"t_{j} bold(d)_{j}" for j in range(1, k + 1)) + ")"
