"""The points that a network learns, and what it says of them during a range test."""

import numpy as np
from manim import DL, LEFT, RIGHT, UP, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, clip_segments, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.range_test.sweep_plot import NARROW, SweepPlot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import text, verbatim

Array = NDArray[np.float64]

LEFT_EDGE, WIDTH, TOP = -6.0, 3.55, 2.85
POINT = 0.06  # radius of a point
PALE = 0.75  # opacity of the points
ROOM = 0.12  # of the range of the points, that the axes have on each side


class FitPanel(Plot):
    """The points of the experiment of a `plot` on axes, and the curve of the network, live."""

    @checked
    def __init__(self, plot: SweepPlot) -> None:
        self.sweep, self.experiment = plot, plot.experiment
        data = self.experiment.data
        x, y = (_padded(values) for values in (data.x, data.y))
        foot = float(NARROW[2])
        super().__init__(x, y, WIDTH, TOP - foot)
        self.shift(np.array([LEFT_EDGE, foot, 0]) - self.x_axis.get_start())
        across, up = (text(_name(name), SMALL_SIZE, theme.muted) for name in self.experiment.names)
        up.next_to(self.y_axis, UP, buff=0.15).align_to(self.y_axis, LEFT)
        self.labels.add(up)
        if len(self.experiment.names[0]) == 1:
            across.next_to(self.x_axis, RIGHT, buff=0.14)
        else:
            across.next_to(self.x_axis.get_end(), DL, buff=0.15)
        self.labels.add(across)
        outline = marker_shape("circle", POINT, theme.ink).points
        places = self.at(np.stack([data.x, data.y], axis=-1))
        self.points_seen = VMobject(fill_color=theme.ink, fill_opacity=PALE, stroke_width=0)
        self.points_seen.set_points((outline + places[:, None]).reshape(-1, 3))
        self.curve_seen = Drawn(
            self._curve, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH
        )
        self.add(self.points_seen, self.curve_seen)

    def _curve(self) -> Array:
        outputs, taken = self.experiment.outputs, self.sweep.taken.get_value()
        row = min(int(taken + 1e-9), len(outputs) - 1)
        rest, after = taken - row, min(row + 1, len(outputs) - 1)
        says = (1 - rest) * outputs[row] + rest * outputs[after]
        curve = np.stack([self.experiment.places, says], axis=-1)
        corners = np.array([self.x_range, self.y_range], dtype=float).T
        pieces = np.stack([curve[:-1], curve[1:]], axis=1)
        return straight_pieces(self.at(clip_segments(pieces, *corners)))


def _padded(values: Array) -> tuple[float, float]:
    room = ROOM * float(np.ptp(values))
    return float(values.min()) - room, float(values.max()) + room


def _name(name: str) -> str:
    return f"${name}$" if len(name) == 1 and name.isalpha() else verbatim(name)
