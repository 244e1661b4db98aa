"""The cut sides of a landscape that is a block, and water that stands in it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.shot import EDGE
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Mark, memoized
from scenes.kit.landscape.memo import state_of

Array = NDArray[np.float64]

ALONG = 96  # pieces of each side of a block
BASE = 0.12  # how far the block reaches below its lowest ground, as a share of its height
MESHES = 64  # of the water's surface, on each side
CLEAR = 0.45  # opacity of water: the lines under it keep 3 : 1


def around(ground: Ground) -> Array:
    """Return the edge of the ground, (4, n, 2): its sides one after the other, with both ends."""
    (left, low), (right, high) = ground.lower, ground.upper
    corners = np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])
    share = np.linspace(0, 1, ALONG + 1)[:, None]
    return np.stack([(1 - share) * a + share * b for a, b in pairwise(corners)])


def foot_of(ground: Ground) -> Array:
    """Return the lower edge of a block, (4, n, 3)."""
    foot = ground.on_ground(around(ground))
    height = ground.height_scale * (ground.highest - ground.lowest)
    foot[..., 2] = min(ground.height_scale * ground.lowest, foot[..., 2].min()) - BASE * height
    return foot


def wall(foot: Array, top: Array, color: Array) -> Solid:
    """Return the wall between two lines `foot` and `top`, each (n, 3); `color (4,)`, not lit."""
    points = np.stack([foot, top], axis=1).reshape(-1, 3)
    first = 2 * np.arange(len(foot) - 1, dtype=np.int32)[:, None]
    triangles = (first + np.array([0, 1, 2, 2, 1, 3], dtype=np.int32)).reshape(-1, 3)
    return solids.mesh(points, np.zeros(points.shape), color, triangles)


@dataclass(eq=False)
class BlockSides(Mark):
    """The cut sides of the ground, in the color `face (3,)`, and its edges."""

    face: Array

    @memoized
    def solid(self, ground: Ground) -> Solid:
        sides, foot = ground.on_ground(around(ground)), foot_of(ground)
        radius = EDGE * float(np.subtract(ground.upper, ground.lower).max())
        edges = [*sides, *foot, *np.stack([foot[:, 0], sides[:, 0]], axis=1)]
        return solids.join(
            [
                *(
                    wall(low, high, np.append(self.face, 1.0))
                    for low, high in zip(foot, sides, strict=True)
                ),
                *(
                    solids.tube(edge, np.full(len(edge), radius), self.paint())
                    for edge in edges
                    if np.ptp(edge, axis=0).any()
                ),
            ]
        )


@dataclass(eq=False)
class Water(Mark):
    """Water that stands in the ground as high as `level`, a tracker, says: a value of the loss."""

    level: ValueTracker

    def state(self) -> list[Any]:
        return [state_of(self.color), self.share(), float(self.level.get_value())]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        level = float(self.level.get_value())
        if self.share() == 0 or level <= ground.lowest:
            return NOTHING
        height, paint = ground.height_scale * level, self.paint(CLEAR * self.share())
        axes = (
            np.linspace(low, high, MESHES + 1)
            for low, high in zip(ground.lower, ground.upper, strict=True)
        )
        x, y = np.meshgrid(*axes)
        flat = np.stack([x, y, np.full(x.shape, height)], axis=-1)
        surface = [wall(flat[i], flat[i + 1], paint) for i in range(MESHES)]
        sides = ground.on_ground(around(ground))
        top = sides.copy()
        top[..., 2] = np.maximum(sides[..., 2], height)
        # The sides come after the surface, which hides those behind it.
        walls = [wall(*side, paint) for side in zip(sides, top, strict=True)]
        wet = sides[..., 2] < height
        radius = EDGE * float(np.subtract(ground.upper, ground.lower).max())
        edges = [
            solids.tube(run, np.full(len(run), radius), self.paint())
            for side, is_wet in zip(top, wet, strict=True)
            for run in np.split(side, np.flatnonzero(np.diff(is_wet)) + 1)
            if len(run) > 1 and np.allclose(run[:, 2], height)
        ]
        return solids.join([*surface, *walls, *edges])
