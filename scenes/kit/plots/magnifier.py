"""A magnifier on lines that are close to one another, in a corner of their plot."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Circle, DashedVMobject, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.theme import PATH_WIDTH, THIN_WIDTH, theme

Array = NDArray[np.float64]

RADIUS = 0.72  # of the window, in units of the frame
ASIDE = 0.12  # from the axes to the window
SPREAD = 1.1  # of the radius: from the lowest to the highest line in the window
SPOT = 0.1  # radius of the circle whose inside is magnified, at least
NARROW = 0.6  # of the width of a path: a line on other lines
DASHES = 5  # in the window


class Magnifier(VGroup):
    """What `lines (n, 2)`, slopes and intercepts, look like from near, at one end of a `plot`.

    It is the end where they part best, and the window is in the corner above or below it that the
    lines leave empty.  It shows the first of them, the walker's, from the start.
    """

    @checked
    def __init__(self, plot: DataPlot, lines: Any) -> None:
        self.plot = plot
        w, b = np.asarray(lines, dtype=float).T
        ends = np.sort(np.outer(plot.x_range, w) + b)  # (2, n)
        side = int(np.argmax(np.diff(ends).min(axis=1)))
        x = plot.x_range[side]
        spread = float(np.ptp(plot.at([[x, one] for one in ends[side]])[:, 1]))
        self.zoom = SPREAD * RADIUS / max(spread, 1e-6)
        inward = (1 - 2 * side) * RIGHT
        # The lines run all through the window, which begins where they end.
        unit = float((plot.at((1, 0)) - plot.at((0, 0)))[0])
        near = x + RADIUS / self.zoom * inward[0] / unit
        self.focus = plot.at((near, (np.min(w * near + b) + np.max(w * near + b)) / 2))
        above = (w.mean() > 0) == (side == 0)
        corner = plot.at((x, plot.y_range[1 if above else 0]))
        off = (RADIUS + ASIDE) * (inward + (-UP if above else UP))
        self.middle = corner + off
        style: dict[str, Any] = {"color": theme.ink, "stroke_width": THIN_WIDTH}
        pane = Circle(radius=RADIUS, **style).move_to(self.middle)
        pane.set_fill(theme.background, opacity=1)
        spot = max(SPOT, RADIUS / self.zoom)
        way = (self.middle - self.focus) / np.linalg.norm(self.middle - self.focus)
        leader = Line(self.focus + spot * way, self.middle - RADIUS * way, **style)
        around = Circle(radius=spot, **style).move_to(self.focus)
        now = self._seen(np.array([w[0], b[0]]), theme.walker)
        super().__init__(around, leader, pane, now)

    def best(self, line: Any) -> VGroup:
        """Return the best line (w, b), narrow upon the others: on the plot and in here."""
        on_plot = self.plot.line(line, theme.good, NARROW * PATH_WIDTH)
        return VGroup(on_plot, self._seen(line, theme.good))

    def dashed(self, line: Any) -> VGroup:
        """Return the line (w, b) in dashes: on the plot and in here."""
        seen = DashedVMobject(self._seen(line, theme.ink), num_dashes=DASHES)
        return VGroup(self.plot.dashed(line, width=NARROW * PATH_WIDTH), seen)

    def at(self, place: Any) -> Array:
        """Return where in the window a point of the frame (…, 3) is seen."""
        return np.asarray(self.middle + self.zoom * (np.asarray(place) - self.focus))

    def _seen(self, line: Any, color: str) -> VMobject:
        """Return the part of a line that is seen in the window."""
        w, b = np.asarray(line, dtype=float)
        ends = self.at(self.plot.at([[x, w * x + b] for x in self.plot.x_range]))
        along = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
        nearest = ends[0] + ((self.middle - ends[0]) @ along) * along
        away = float(np.linalg.norm(nearest - self.middle))
        half = float(np.sqrt(max(RADIUS**2 - away**2, 0.0)))
        piece = np.array([nearest - half * along, nearest + half * along])
        return VMobject(stroke_color=color, stroke_width=PATH_WIDTH).set_points_as_corners(piece)
