"""Room on a map for the signs of walkers that stand in one heap."""

from collections.abc import Iterable

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

Array = NDArray[np.float64]
AWAY, ROOM = 0.9, 0.6  # from a walker to its sign, and to what is next to that: more is no better
TURNS = 24  # directions in which there may be room
CLOSE = 10  # so many points of each step are looked at


def offsets(paths: Iterable[Array], border: VMobject, things: Iterable[VMobject]) -> Array:
    """Return how far to pull the sign at the end of each of the `paths`, (n, 3).

    Each goes as far from the paths, the `border` of the map, other `things` there and signs before
    as it can, of such directions the one that leads most to the middle of the map.
    """
    paths = list(paths)
    shares = np.linspace(0, 1, CLOSE)[:, None, None]
    lines = [(1 - shares) * path[:-1] + shares * path[1:] for path in paths]
    busy = [*(line.reshape(-1, 3) for line in lines), *(path[-1:] for path in paths)]
    busy += [np.vstack([part.points for part in thing.get_family()]) for thing in things]
    low, high = border.points.min(axis=0)[:2], border.points.max(axis=0)[:2]
    found: list[Array] = []
    for path in paths:
        place = path[-1]
        inward = np.arctan2(*(border.get_center() - place)[1::-1])
        turns = inward + 2 * np.pi * np.arange(TURNS) / TURNS
        turns = turns[np.argsort(-np.cos(turns - inward), kind="stable")]
        spots = place + AWAY * np.stack([np.cos(turns), np.sin(turns), 0 * turns], axis=-1)
        taken = np.vstack([*busy, *(spot[None] for spot in found)])
        apart = np.linalg.norm(spots[:, None] - taken, axis=-1).min(axis=-1)
        inside = np.minimum(spots[:, :2] - low, high - spots[:, :2]).min(axis=-1)
        # A sign may be nearer to the border than to others.
        room = np.minimum(np.minimum(apart, 2 * inside), ROOM)
        found.append(spots[int(np.argmax(room))])
    return np.asarray([spot - path[-1] for spot, path in zip(found, paths, strict=True)])
