"""The ground in square patches: how coarsely each may be drawn, and its triangles.

What bounds the coarseness is the error that is seen. Between its corners a triangle is off the
ground, so that the outline of a hill has corners; and the level that is worked out inside it is off
that of the loss, so that a contour line is beside its place. Both are measured, once for each patch
and each coarseness. Where no outline can be, ground that is off the place is seen in its stead with
the level and the color of that place, and so twice as much may pass.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.relief import Relief
from scenes.kit.landscape.drawing.shot import Shot

Array = NDArray[np.float64]
Indices = NDArray[np.int32]

PATCH = 12  # cells of the relief on each side of a patch
COUNTS = (1, 2, 3, 4, 6, 12, 24, 48)  # squares on each side of a patch, from coarse to fine
FINEST = COUNTS[-1]  # places in a patch are counted in this part of its side
# Pixels by which an outline or a contour line may be off its place, and the ground inside: a bit
# less than half a pixel and a whole one, for beside a coarser patch triangles are longer.
ERROR, INSIDE = 0.42, 0.9
SQUARE = 26  # pixels on each side of a square: how near the ground is, is interpolated in it,
SHADE = 3 / 255  # and its color, which may be off by so much


@dataclass(frozen=True, eq=False)
class Patches:
    """The patches of a relief, row by row; z is the loss, not yet scaled."""

    row: int  # patches in a row
    low: Array  # (n, 3), corner of the box around each
    high: Array  # (n, 3)
    slopes: Array  # (2, n, 2), lowest and highest ∂f/∂x and ∂f/∂y
    falling: NDArray[np.bool_]  # (n,): whether diagonals run from high y to low, or from low y
    chord: Array  # (counts, n): how far, in z, triangles are off the ground
    astray: Array  # (counts, n): how far contour lines are off their place, in units of x and y

    def boxes(self, height_scale: float) -> tuple[Array, Array]:
        """Return center and half the size of the box around each patch, in world units, (n, 3)."""
        scale = np.array([1, 1, height_scale])
        return scale * (self.low + self.high) / 2, np.abs(scale) * (self.high - self.low) / 2

    def has_outline(self, shot: Shot) -> NDArray[np.bool_]:
        """Return which patches may have an outline of the ground in them or beside them, (n,)."""
        centers, halves = self.boxes(shot.height_scale)
        to_eye = shot.view.eye - centers
        nearest, farthest = to_eye - halves, to_eye + halves
        # The normal is (-∂z/∂x, -∂z/∂y, 1); its product with the way to the eye, at the least:
        climbs = [
            shot.height_scale * slope * way[:, :2]
            for slope in self.slopes
            for way in (nearest, farthest)
        ]
        here = np.max(climbs, axis=0).sum(axis=1) >= nearest[:, 2]
        some = np.pad(here.reshape(self.row, -1), 1)
        beside = some[1:-1, :-2] | some[1:-1, 2:] | some[:-2, 1:-1] | some[2:, 1:-1]
        return np.asarray(here | beside.ravel())


@lru_cache(maxsize=8)
def patches(relief: Relief) -> Patches:
    """Measure the patches of `relief`."""
    points = relief.cells + 1
    mesh = relief.vertices[:, :5].T.astype(float).reshape(5, points, points)
    within = sliding_window_view(mesh, (PATCH + 1, PATCH + 1), axis=(1, 2))[:, ::PATCH, ::PATCH]
    lows, highs = within.min(axis=(3, 4)), within.max(axis=(3, 4))
    row = lows.shape[1]
    lows, highs = lows.reshape(5, -1).T, highs.reshape(5, -1).T
    cell = mesh[:2, -1, -1] - mesh[:2, 0, 0]
    loss = mesh[2], mesh[3] * cell[0] / relief.cells, mesh[4] * cell[1] / relief.cells
    rising = _all_errors(*loss)
    turned = _all_errors(*(part[:, ::-1] for part in (loss[0], -loss[1], loss[2])))
    turned = turned.reshape(2, -1, row, row)[..., ::-1].reshape(rising.shape)
    # Diagonals run as they are the nearest to the ground.
    falling = turned[0].sum(axis=0) < rising[0].sum(axis=0)
    chords, levels = np.where(falling, turned, rising)
    # How steep the ground is tells how far a contour line moves; where it is flat there is none.
    steep = np.hypot(*within[3:]).mean(axis=(2, 3)).ravel()
    noise = 4 * np.finfo(np.float32).eps * np.abs(mesh[2]).max()
    return Patches(
        row,
        lows[:, :3],
        highs[:, :3],
        np.stack([lows[:, 3:], highs[:, 3:]]),
        falling,
        chords,
        np.maximum(levels - noise, 0) / np.maximum(steep, 1e-3 * steep.max() + 1e-12),
    )


def _all_errors(value: Array, along: Array, up: Array) -> Array:
    """Return what `_errors` does for all counts, (2, counts, n)."""
    errors = [_errors(value, along, up, PATCH // count) for count in COUNTS if count <= PATCH]
    chords, levels = (list(kind) for kind in zip(*errors, strict=True))
    levels[-1] = levels[-2] / 8
    for _ in range(len(COUNTS) - len(chords)):  # of smooth ground between the points of the mesh
        chords.append(chords[-1] / 4)
        levels.append(levels[-1] / 8)
    return np.array([chords, levels])


def _errors(value: Array, along: Array, up: Array, stride: int) -> tuple[Array, Array]:
    """Return by how much triangles between each `stride`-th point are off, at most, in each patch.

    First the triangles themselves, then the mean of the tangent planes at their corners, which
    tells the level of a point in them.  value, along, up (rows, columns): the loss, and how much it
    grows along x and along y for each cell.
    """
    f, p, q = (part[::stride, ::stride] for part in (value, along, up))
    if stride == 1:  # no point is between; on a cubic this is what the middle of a side is off
        slant = p[:-1, :-1] - p[1:, 1:] + q[:-1, :-1] - q[1:, 1:]
        sides = np.diff(p, axis=1)[:-1], np.diff(q, axis=0)[:, :-1]
        return _worst(np.abs([*sides, slant]).max(axis=0) / 8, stride), np.zeros(0)
    chord = level = np.zeros((len(f) - 1, len(f) - 1))
    last = len(value) - stride
    for row, column in product(range(stride + 1), repeat=2):
        x, y = column / stride, row / stride
        third = ((1, 0), x - y) if x > y else ((0, 1), y - x)
        off = -value[row : last + row : stride, column : last + column : stride]
        tilt = np.zeros(chord.shape)
        for (i, j), share in (((0, 0), 1 - max(x, y)), third, ((1, 1), min(x, y))):
            if share > 0:
                corner = slice(j, len(f) - 1 + j), slice(i, len(f) - 1 + i)
                off = off + share * f[corner]
                reach = stride * share / 2
                tilt = tilt + reach * (x - i) * p[corner] + reach * (y - j) * q[corner]
        chord, level = np.maximum(chord, np.abs(off)), np.maximum(level, np.abs(off + tilt))
    return _worst(chord, stride), _worst(level, stride)


def _worst(errors: Array, stride: int) -> Array:
    """Return the largest error of each patch, (n,), from those of its squares."""
    count = PATCH // stride
    shape = errors.shape[0] // count, count, errors.shape[1] // count, count
    return np.asarray(errors.reshape(shape).max(axis=(1, 3)).ravel())


def off_color(colors: NDArray[np.float32]) -> Array:
    """Return by how much colors are off in the middle of squares and of their sides, (counts, n).

    colors (rows, columns, 3): of each point of the relief.
    """
    found: dict[int, Array] = {}
    for stride in (PATCH, PATCH // 2, PATCH // 3, PATCH // 6):
        corners, half = colors[::stride, ::stride], stride // 2
        between = colors[half::stride, ::stride], colors[::stride, half::stride]
        middle = colors[half::stride, half::stride]
        up = np.abs((corners[:-1] + corners[1:]) / 2 - between[0]).max(axis=-1)
        across = np.abs((corners[:, :-1] + corners[:, 1:]) / 2 - between[1]).max(axis=-1)
        slant = np.abs((corners[:-1, :-1] + corners[1:, 1:]) / 2 - middle).max(axis=-1)
        sides = np.maximum(np.maximum(up[:, :-1], up[:, 1:]), np.maximum(across[:-1], across[1:]))
        found[PATCH // stride] = _worst(np.maximum(sides, slant), stride)
    return np.stack([_as_fine(found, count) for count in COUNTS])


def _as_fine(errors: dict[int, Array], count: int) -> Array:
    """Return errors at `count` from those at others: they fall with the square of the width."""
    known = max(other for other in errors if other <= count)
    return errors[known] * (known / count) ** 2


def counts(shot: Shot, height: int, outer: NDArray[np.bool_], shades: Array) -> Indices:
    """Return how many squares each patch needs on each side, in a picture `height` pixels high.

    outer: which may have an outline in them or beside them.  shades: by how much colors are off,
    as `off_color` tells.
    """
    ground, view = patches(shot.relief), shot.view
    centers, halves = ground.boxes(shot.height_scale)
    rays, reach = centers - view.eye, np.linalg.norm(halves, axis=1)
    distance = np.linalg.norm(rays, axis=1)
    pixel = view.pixels_per_unit(height, 1.0)  # at distance 1
    nearest = np.maximum(distance - reach, 0.02 * distance)
    # What is off along the line of sight is not seen.
    seen = np.hypot(rays[:, 0], rays[:, 1]) / distance + reach / distance
    off = np.abs(shot.height_scale) * np.minimum(seen, 1) * ground.chord
    allowed = np.where(outer, ERROR, INSIDE)
    widths = shot.relief.cell * PATCH / np.array(COUNTS)[:, None]
    fine = (off * pixel <= allowed * nearest) & (ground.astray * pixel <= ERROR * nearest)
    fine &= widths * pixel <= SQUARE * distance
    fine &= shades <= SHADE
    fine[-1] = True
    return np.asarray(np.array(COUNTS, dtype=np.int32)[fine.argmax(axis=0)])


@cache
def pattern(
    count: int, sides: tuple[int, ...], falling: bool, back: tuple[bool, bool]
) -> tuple[Indices, Indices]:
    """Return the places in a patch of `count` × `count` squares, (n, 2), and its triangles, (m, 3).

    sides: counts of the neighbors toward low x, high x, low y and high y.  Where a neighbor is
    coarser, points of the common side move to the next of its points there, so that there is no
    gap.  falling: whether diagonals run from high y to low.  back: whether columns, and rows, come
    in the order from high to low.
    """
    steps = np.arange(count + 1, dtype=np.int32) * (FINEST // count)
    x, y = (part.copy() for part in np.meshgrid(steps, steps))
    for line, neighbor in zip((y[:, 0], y[:, -1], x[0], x[-1]), sides, strict=True):
        spacing = FINEST // min(count, neighbor)
        line[:] = (line + spacing // 2) // spacing * spacing
    column, row = (
        np.arange(count, dtype=np.int32)[:: -1 if high_first else 1] for high_first in back
    )
    a = (row[:, None] * (count + 1) + column).ravel()
    b, c, d = a + 1, a + count + 1, a + count + 2
    falls = np.full((count, count), falling)
    for (i, j), away in np.ndenumerate([[False, True], [True, False]]):
        # Where both sides move, it runs to the corner between them, or a triangle is flat.
        if max(sides[i], sides[2 + j]) < count:
            falls[-j, -i] = away
    ordered = falls[row][:, column].reshape(-1, 1)
    triangles = np.where(
        ordered, np.stack([a, b, c, b, d, c], axis=-1), np.stack([a, b, d, a, d, c], axis=-1)
    ).reshape(-1, 3)
    places = np.stack([x.ravel(), y.ravel()], axis=-1)
    (ax, ay), (bx, by), (cx, cy) = np.moveaxis(places[triangles], 1, 0).swapaxes(1, 2)
    return places, triangles[(bx - ax) * (cy - ay) > (by - ay) * (cx - ax)]
