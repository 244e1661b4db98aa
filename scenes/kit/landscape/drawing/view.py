"""Where the eye stands, and where it sees a point: the geometry of the picture."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.solids import cross

Array = NDArray[np.float64]

FIELD_OF_VIEW = 34.0  # degrees, from the bottom of the picture to its top


@dataclass(frozen=True, eq=False)
class View:
    """An eye at `eye` that looks at `target` (world units), on a picture of shape `aspect`.

    `right`, a horizontal unit vector, says how the picture is turned: when the eye looks straight
    down, where it stands does not tell.  `lens`: how many times as far away it stands as an eye
    with the whole field of view, and how many times narrower it sees; far away, near and far things
    are equally large.
    """

    eye: Array
    target: Array
    right: Array
    aspect: float
    lens: float = 1.0

    @classmethod
    def around(
        cls,
        target: Array,
        azimuth: float,
        elevation: float,
        distance: float,
        aspect: float,
        lens: float = 1.0,
    ) -> "View":
        """Look at `target` from `distance`, or from so many times as far through a `lens`.

        `azimuth`: the side on which the eye stands, in degrees from the x-axis, counter-clockwise;
        `elevation`: degrees above the horizon.
        """
        around, above = np.radians(azimuth), np.radians(elevation)
        toward = np.array(
            [np.cos(above) * np.cos(around), np.cos(above) * np.sin(around), np.sin(above)]
        )
        right = np.array([-np.sin(around), np.cos(around), 0.0])
        return cls(target + lens * distance * toward, target, right, aspect, lens)

    @property
    def steep(self) -> float:
        """The slope of the ray through the top of the picture against the line of sight."""
        return float(np.tan(np.radians(FIELD_OF_VIEW) / 2)) / self.lens

    @cached_property
    def axes(self) -> Array:
        """Right, up and forward of the eye, as the rows of a rotation."""
        forward = self.target - self.eye
        forward = forward / np.linalg.norm(forward)
        return np.array([self.right, cross(self.right, forward), forward])

    def project(self, points: Any) -> Array:
        """Return where `points (..., 3)` are seen: across and up in −1 … 1, and their depth."""
        right, up, depth = np.moveaxis((np.asarray(points) - self.eye) @ self.axes.T, -1, 0)
        zoom = 1 / self.steep
        return np.stack([zoom / self.aspect * right / depth, zoom * up / depth, depth], axis=-1)

    @property
    def horizon(self) -> float:
        """Where the horizon lies, as a share of the picture's height from its top; < 0: above."""
        _, up, forward = self.axes
        return 0.5 + float(forward[2] / (2 * up[2] * self.steep))

    def pixels_per_unit(self, height: int, distance: float) -> float:
        """Return how many pixels a unit takes at `distance` in a picture `height` pixels high."""
        return height / (2 * self.steep * distance)

    def matrix(self, near: float, far: float, pulled: float = 0.0) -> Array:
        """Return the projection for OpenGL, (4, 4); the first row of pixels is the top one.

        It takes the depth of what is `pulled` for less than it is, by this share.
        """
        zoom = 1 / self.steep
        onto = np.zeros((4, 4))
        onto[0, 0] = zoom / self.aspect
        onto[1, 1] = -zoom  # OpenGL counts rows from the bottom, Manim from the top
        onto[2, 2], onto[2, 3] = (far + near) / (far - near), -2 * far * near / (far - near)
        onto[2, 3] /= 1 - pulled
        onto[3, 2] = 1.0
        move = np.eye(4)
        move[:3, :3] = self.axes
        move[:3, 3] = -self.axes @ self.eye
        return onto @ move
