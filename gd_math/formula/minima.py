"""The minima of a loss of one or two variables, at smooth places and at kinks."""

import numpy as np

from gd_math.checks import Array
from gd_math.fields import StationaryPoint, stationary_points
from gd_math.formula.search import dense_grid, lowest_places
from gd_math.loss import Loss, Minimum

RING = 1e-3  # radius, of the domain's diagonal: points closer together are one
ANGLES = 720
ZOOMS = 12
ROUNDING = 1e-13  # of the relief of the loss: a rise that is less is none
BESIDE = 1e-7  # of the domain's diagonal: there a slope should have faded, compared to the ring
LOST = 1e-290  # slopes below that, as e^(-x²) has far out, have lost their digits
EQUAL = 1e-11  # of the relief of the loss: minima that differ by less are equally deep


def minima(loss: Loss) -> tuple[Minimum, ...]:
    """Return every isolated minimum in the domain, lowest first."""
    smooth = smooth_points(loss)
    x = [point.x for point in smooth if point.kind == "minimum"] + kinks(loss, smooth)
    if not x:
        return ()
    places = np.where(np.abs(x) < 1e-12 * loss.diagonal, 0.0, x)
    values = loss.raw.value(places) + 0.0  # and not -0.0
    lowest = min(float(loss.raw.value(dense_grid(*loss.domain)).min()), float(values.min()))
    equal = EQUAL * _relief(loss)
    order = np.lexsort((*np.round(places, 6).T[::-1], np.round(values / equal)))
    return tuple(
        Minimum(places[i], float(values[i]), is_global=bool(values[i] <= lowest + equal))
        for i in order
    )


def smooth_points(loss: Loss) -> tuple[StationaryPoint, ...]:
    """Return the stationary points but for kinks, which have the slope 0 by convention only.

    Towards a stationary point the slope fades, towards a kink it does not.
    """
    found = stationary_points(loss)
    if not found:
        return ()
    points = np.array([point.x for point in found])[:, np.newaxis]
    angles = np.linspace(0.1, 0.1 + 2 * np.pi, 16, endpoint=False)
    directions = np.column_stack([np.cos(angles), np.sin(angles)])[:, : loss.dimension]
    near, far = (
        np.abs(loss.raw.gradient(points + share * loss.diagonal * directions)).max(axis=(-2, -1))
        for share in (BESIDE, RING)
    )
    fades = (near <= far / 2) & (far > LOST)
    return tuple(point for point, is_smooth in zip(found, fades, strict=True) if is_smooth)


def kinks(loss: Loss, smooth: tuple[StationaryPoint, ...]) -> list[Array]:
    """Return the minima (d,) inside the domain that are not among the stationary points.

    There the loss has no gradient, as |x| at 0.
    """
    lower, upper = loss.domain
    radius = RING * loss.diagonal
    taken = [point.x for point in smooth]
    nothing = ROUNDING * _relief(loss)
    found = []
    for x in lowest_places(loss.value, lower, upper):
        inside = ((x > lower + radius) & (x < upper - radius)).all()
        if not inside or any(np.linalg.norm(x - other) < 2 * radius for other in taken):
            continue
        taken.append(x)
        if _rise(loss, x, radius) > nothing:
            found.append(x)
    return found


def _relief(loss: Loss) -> float:
    """Return how much the lower quarter of the domain rises, for the rim may be far too steep."""
    values = loss.raw.value(dense_grid(*loss.domain))
    rise = float(np.quantile(values, 0.25) - values.min()) or float(np.ptp(values))
    return max(rise, 1e-4 * abs(float(values.min())))  # of a high loss the last digits are noise


def _rise(loss: Loss, x: Array, radius: float) -> float:
    """Return by how much the loss rises around a point (d,) at least: 0 if level in a direction."""
    value = float(loss.raw.value(x))
    if loss.dimension == 1:
        return float(loss.raw.value(x + radius * np.array([[1.0], [-1.0]])).min()) - value
    angles = np.linspace(0, 2 * np.pi, ANGLES)
    least = np.inf
    for _ in range(ZOOMS):
        ring = loss.raw.value(x + radius * np.column_stack([np.cos(angles), np.sin(angles)]))
        least = min(least, float(ring.min()))
        # The floor of a level valley is narrow: look for it ever closer to the lowest point.
        lowest, apart = angles[np.argmin(ring)], angles[1] - angles[0]
        angles = np.linspace(lowest - apart, lowest + apart, 21)
    return least - value
