"""The camera that every lesson is filmed with."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

import numpy as np
from manim import Camera, Mobject
from numpy.typing import NDArray


class Picture(Mobject):
    """A mobject that fills its rectangle with pixels of its own, such as a landscape."""

    def pixels(self, width: int, height: int) -> NDArray[np.uint8]:
        """Return the opaque picture, shape ``(height, width, 4)``, top row first, RGBA."""
        raise NotImplementedError


class StageCamera(Camera):
    """Manim's Cairo camera, which can also look at a `Picture`."""

    def capture_mobjects(self, mobjects: Iterable[Mobject], **settings: Any) -> None:
        """Draw the mobjects in their order: pictures copied in, all the rest with Cairo."""
        mobjects = self.get_mobjects_to_display(mobjects, **settings)
        for is_picture, run in groupby(mobjects, lambda mobject: isinstance(mobject, Picture)):
            if is_picture:
                for picture in run:
                    self._copy_in(cast(Picture, picture))
            else:
                super().capture_mobjects(run, include_submobjects=False)

    def _copy_in(self, picture: Picture) -> None:
        left, top = self._pixel(*picture.get_corner((-1, 1, 0))[:2])
        right, bottom = self._pixel(*picture.get_corner((1, -1, 0))[:2])
        width, height = right - left, bottom - top
        rows = slice(max(top, 0), min(bottom, self.pixel_height))
        columns = slice(max(left, 0), min(right, self.pixel_width))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        self.pixel_array[rows, columns] = picture.pixels(width, height)[
            rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
        ]

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        """Return column and row of the corner of pixels that is nearest to a point of the frame."""
        center = self.frame_center
        across = (x - center[0]) / self.frame_width + 0.5
        down = 0.5 - (y - center[1]) / self.frame_height
        return round(across * self.pixel_width), round(down * self.pixel_height)
