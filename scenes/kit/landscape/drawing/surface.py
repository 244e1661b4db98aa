"""The ground between the points of its relief: cubic pieces that join smoothly.

After Catmull and Rom, "A class of local interpolating splines" (1974), but for the loss itself,
of which the gradient is known: there they are Hermite's, and off by the fourth power of a cell.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.patches import off_color

Table = NDArray[np.float32]

VALUE, ALONG, ACROSS = 2, 3, 4  # columns: the loss, ∂f/∂x, ∂f/∂y
COLOR = slice(7, 10)  # after the openness to the sun and to the sky


class Surface:
    """All that is known of the ground on the points of its mesh, and between them.

    `table (n, 10)`: x, y, value, ∂f/∂x, ∂f/∂y, openness to the sun and to the sky, and color; rows
    of the mesh one after the other, each with growing x.
    """

    def __init__(self, table: Table, cells: int) -> None:
        self.table = table
        self._mesh = table.reshape(cells + 1, cells + 1, -1)

    @cached_property
    def off_color(self) -> NDArray[np.float64]:
        """By how much the colors of coarse squares are off, as `patches.off_color` tells."""
        return off_color(self._mesh[..., COLOR])

    @cached_property
    def _parts(self) -> tuple[Table, Table, Table, Table]:
        """The table, and its derivatives along x, along y and along both, for each cell."""
        table = self._mesh
        cell = table[1, 1, :2] - table[0, 0, :2]
        across, up = _gradient(table, 1), _gradient(table, 0)
        across[..., VALUE] = cell[0] * table[..., ALONG]
        up[..., VALUE] = cell[1] * table[..., ACROSS]
        return table, across, up, _gradient(up, 1)

    def refined(self, row: int, column: int, cells: int, parts: int) -> Table:
        """Return `cells` × `cells` cells of the table, each in `parts` × `parts`.

        The points that neighbors have in common are equal bit for bit, so that no gap is seen.
        """
        rows, columns = slice(row, row + cells + 1), slice(column, column + cells + 1)
        table, across, up, both = (part[rows, columns].swapaxes(0, 1) for part in self._parts)
        table, up = _refine(table, across, parts), _refine(up, both, parts)
        return _refine(table.swapaxes(0, 1), up.swapaxes(0, 1), parts)


def _gradient(table: Table, axis: int) -> Table:
    return np.asarray(np.gradient(table, axis=axis))


def _refine(table: Table, slopes: Table, parts: int) -> Table:
    """Put points between the rows of `table`, whose derivatives for each row are `slopes`."""
    t = (np.arange(parts, dtype=np.float32) / np.float32(parts))[:, None, None]
    before, after, rise, fall = (
        part[:, None] for part in (table[:-1], table[1:], slopes[:-1], slopes[1:])
    )
    between = (
        (1 + 2 * t) * (1 - t) ** 2 * before
        + t * (1 - t) ** 2 * rise
        + t * t * (3 - 2 * t) * after
        - t * t * (1 - t) * fall
    )
    return np.concatenate([between.reshape(-1, *table.shape[1:]), table[-1:]])
