"""The camera that every lesson is filmed with."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

from manim import Camera, Mobject

from scenes.kit.landscape import Landscape
from scenes.kit.landscape.renderer import renderer


class StageCamera(Camera):
    """Manim's Cairo camera, which can also look at a `Landscape`."""

    def capture_mobjects(self, mobjects: Iterable[Mobject], **settings: Any) -> None:
        """Draw the mobjects in their order: landscapes with OpenGL, all the rest with Cairo."""
        mobjects = self.get_mobjects_to_display(mobjects, **settings)
        for is_landscape, run in groupby(mobjects, lambda mobject: isinstance(mobject, Landscape)):
            if is_landscape:
                for landscape in run:
                    self._copy_in(cast(Landscape, landscape))
            else:
                super().capture_mobjects(run, include_submobjects=False)

    def _copy_in(self, landscape: Landscape) -> None:
        left, top = self._pixel(*landscape.get_corner((-1, 1, 0))[:2])
        right, bottom = self._pixel(*landscape.get_corner((1, -1, 0))[:2])
        width, height = right - left, bottom - top
        rows = slice(max(top, 0), min(bottom, self.pixel_height))
        columns = slice(max(left, 0), min(right, self.pixel_width))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        picture = renderer().draw(landscape, width, height)
        self.pixel_array[rows, columns] = picture[
            rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
        ]

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        """Return column and row of the corner of pixels that is nearest to a point of the frame."""
        center = self.frame_center
        across = (x - center[0]) / self.frame_width + 0.5
        down = 0.5 - (y - center[1]) / self.frame_height
        return round(across * self.pixel_width), round(down * self.pixel_height)
