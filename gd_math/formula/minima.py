"""The minima of a loss of one or two variables, at smooth places and at kinks."""

from dataclasses import dataclass

import numpy as np

from gd_math.checks import Array
from gd_math.formula.search import along_creases, dense_grid, lowest_around, lowest_places
from gd_math.loss import Loss, Minimum
from gd_math.stationary.points import StationaryPoint, stationary_points

RING = 1e-3  # radius, of the domain's diagonal: points closer together are one
ROUNDING = 1e-13  # of the relief of the loss: a rise that is less is none
DIGITS = 32  # times the last digit of a coordinate
EQUAL = 1e-11  # of the relief of the loss: minima that differ by less are equally deep


@dataclass(frozen=True, eq=False)
class Features:
    """Stationary points of a loss in its domain, and its minima at kinks (d,)."""

    smooth: tuple[StationaryPoint, ...]
    sharp: tuple[Array, ...]

    @property
    def points(self) -> Array:
        """All of them, (n, d) if there are any."""
        return np.array([point.x for point in self.smooth] + list(self.sharp))

    @property
    def minima(self) -> Array:
        """Those that are minima, (n, d) if there are any."""
        low = [point.x for point in self.smooth if point.kind == "minimum"]
        return np.array(low + list(self.sharp))


def features_of(loss: Loss, creased: bool) -> Features:
    """Search the domain of a loss.

    creased: whether there may be lines along which the loss has no gradient.
    """
    smooth = stationary_points(loss)
    return Features(smooth, tuple(kinks(loss, smooth, creased)))


def minima(loss: Loss, features: Features) -> tuple[Minimum, ...]:
    """Return every isolated minimum of those seen in the domain, lowest first."""
    x = features.minima
    if not len(x):
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


def kinks(loss: Loss, smooth: tuple[StationaryPoint, ...], creased: bool) -> list[Array]:
    """Return the minima (d,) inside the domain that are not among the stationary points.

    There the loss has no gradient, as |x| at 0.
    """
    lower, upper = loss.domain
    radius = RING * loss.diagonal
    nothing = ROUNDING * _relief(loss)
    places = lowest_places(loss.value, lower, upper)
    inside = ((places > lower + radius) & (places < upper - radius)).all(axis=-1)
    taken = [point.x for point in smooth]
    places = _away_from(places[inside], taken, 2 * radius)
    if creased and loss.dimension == 2:
        places = along_creases(loss.value, places, lower, upper, 2 * radius, nothing / 1000)
    found: list[Array] = []
    for x, rise in zip(places, _rise(loss, places, radius), strict=True):
        inside = ((x > lower + radius) & (x < upper - radius)).all()
        if inside and len(_away_from(x[np.newaxis], taken, 2 * radius)):
            taken.append(x)
            if rise > nothing:
                found.append(x)
    return found


def _away_from(places: Array, others: list[Array], distance: float) -> Array:
    """Keep the places (n, d) that are at least so far from all others."""
    if not others:
        return places
    apart = np.linalg.norm(places[:, np.newaxis] - np.array(others), axis=-1)
    return np.asarray(places[(apart >= distance).all(axis=-1)])


def _relief(loss: Loss) -> float:
    """Return how much the lower quarter of the domain rises, for the rim may be far too steep."""
    values = loss.raw.value(dense_grid(*loss.domain))
    rise = float(np.quantile(values, 0.25) - values.min()) or float(np.ptp(values))
    return max(rise, 1e-4 * abs(float(values.min())))  # of a high loss the last digits are noise


def _rise(loss: Loss, x: Array, radius: float) -> Array:
    """Return by how much the loss rises around points (n, d) at least: 0 if level one way (n,)."""
    value = loss.raw.value(x)
    if loss.dimension == 1:
        around = loss.raw.value(x + radius * np.array([[[1.0]], [[-1.0]]])).min(axis=0)
    else:
        around = loss.raw.value(
            lowest_around(loss.raw.value, x, np.full(len(x), radius), *loss.domain)
        )
    rise = around - value
    return np.where(rise > 4 * _rounding(loss, x, radius), rise, 0.0)


def _rounding(loss: Loss, x: Array, radius: float) -> Array:
    """Return by how much the loss changes at x (n, d) when coordinates change in the last digits.

    At a cusp such as that of √|u| this is far more than rounding is elsewhere.
    """
    digits = DIGITS * np.finfo(float).eps * (np.abs(x).max(axis=-1, initial=0.0) + radius)
    sides = np.concatenate([np.eye(loss.dimension), -np.eye(loss.dimension)])
    aside = x + digits[:, np.newaxis] * sides[:, np.newaxis]
    return np.asarray(np.abs(loss.raw.value(aside) - loss.raw.value(x)).max(axis=0))
