"""One start that is moved along the axis, with the walk from there, which changes as it goes."""

import numpy as np
from manim import Line, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import BasinStrip
from scenes.kit.curves.curve_walker import START_MARK, STEP_MARK
from scenes.kit.legibility import is_seen
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import THIN_WIDTH, theme

Array = NDArray[np.float64]


class StartSweep(VGroup):
    """The start at which `strip` is being painted, and the walk from there on the curve.

    The start is a mark on the axis with a line up to the curve; from there a mark for each
    computed step, and the walker where the walk ends. `walks` are those of the strip; shown is
    the walk of the cell that the tracker ``strip.swept`` is in.
    """

    @checked
    def __init__(self, strip: BasinStrip, walks: Trajectory) -> None:
        self.strip, self.x = strip, walks.x[:, :, 0]
        self.drop = Line(color=theme.walker, stroke_width=THIN_WIDTH)
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.start = marker_shape("circle", START_MARK, theme.walker)
        self.walker = sign("walker")
        self._dot = marker_shape("circle", STEP_MARK, theme.walker).points
        self._cell = -1
        super().__init__(self.drop, self.marks, self.start, self.walker)
        self.set_z_index(1)
        self.follow()
        self.add_updater(lambda sweep: sweep.follow())

    @property
    def cell(self) -> int:
        """The number of the cell in which the start is."""
        low, high = self.strip.plot.x_range
        share = (float(self.strip.swept.get_value()) - low) / (high - low)
        count = self.x.shape[1]
        return int(np.clip(share * count, 0, count - 1))

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        seen = is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if seen else []

    def follow(self) -> "StartSweep":
        """Draw the walk from where the start is now."""
        if self.cell != self._cell:
            self._cell = self.cell
            plot, x = self.strip.plot, self.x[:, self._cell]
            places = plot.on(x[:, None])
            foot = plot.foot(x[0])
            self.drop.set_points_as_corners([foot, places[0]])
            self.start.move_to(foot)
            self.marks.points = (self._dot[None] + places[:, None]).reshape(-1, 3)
            self.walker.move_to(places[-1])
        return self
