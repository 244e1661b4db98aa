"""The rates of a range test over its batches, and how they drop onto the axis of the losses."""

from typing import Any

import numpy as np
from manim import DR, LEFT, RIGHT, UP, Line, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces, through
from scenes.kit.range_test.sweep_plot import BESIDE, NARROW, TICK, SweepPlot
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

FOOT, TOP = 1.4, 2.85  # of the axis of rates, above the plot of losses
INSET = 0.12  # of its shares: the line keeps off the axis
DASH = 0.1
RULE = 0.3  # from the upper end of the axis to the rule of its growth
ROLLING = 0.1  # radius of what goes from a rate to the axis


class RateStrip(VGroup):
    """The rate of each batch over a `plot` of their losses, on a logarithmic axis.

    It grows as the plot does; `head` is the walker at its end, `rule` says how it grows.
    `dropped`, a tracker, is how far the numbers of the rates are on their way: along their height
    to the line, and from there down to the axis of the batches.
    """

    @checked
    def __init__(self, plot: SweepPlot) -> None:
        super().__init__()
        self.plot, self.experiment = plot, plot.experiment
        self.dropped = ValueTracker(0.0)
        left, right = NARROW[:2]
        ends = np.array([[left, TOP, 0], [left, FOOT, 0], [right, FOOT, 0]])
        axes = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        self.add(axes.set_points_as_corners(ends))
        for rate in self.experiment.ticks:
            foot = self._on_axis(rate)
            tick = Line(foot, foot + TICK * LEFT).set_stroke(theme.walker, width=THIN_WIDTH)
            label = formula(number(rate), SMALL_SIZE, theme.walker)
            self.add(tick, label.next_to(tick, LEFT, buff=BESIDE))
        name = formula("alpha", SMALL_SIZE, theme.walker)
        self.add(name.next_to(ends[0], UP + RIGHT, buff=0.15))
        rule = f"alpha_(i+1) approx {number(self.experiment.growth, 3)} thin alpha_i"
        self.rule = formula(rule, SMALL_SIZE, theme.walker)
        self.rule.next_to(np.array([left, TOP, 0]), DR, buff=RULE)
        self.line = Drawn(self._line, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.head = sign("walker").set_z_index(2)
        self.head.add_updater(lambda one: one.move_to(self._on_line(self._now)), call_updater=True)
        self.add(self.line)
        self.threads = Drawn(self._threads, stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.rolling = Drawn(
            self._rolling, fill_color=theme.walker, fill_opacity=1, stroke_width=0
        ).set_z_index(1)

    def drop(self) -> Any:
        """Return the animation in which the rates go to the axis of the batches."""
        dropping: Any = self.dropped.animate
        return dropping(rate_func=smooth).set_value(1)

    @property
    def _now(self) -> float:
        return float(self.plot.share_of_row(self.plot.taken.get_value()))

    def _height(self, share: float) -> float:
        return FOOT + (INSET + (1 - 2 * INSET) * share) * (TOP - FOOT)

    def _on_axis(self, rate: float) -> Array:
        return np.array([NARROW[0], self._height(self.experiment.share_of(rate)), 0])

    def _on_line(self, share: float) -> Array:
        x = NARROW[0] + share * (NARROW[1] - NARROW[0])
        return np.array([x, self._height(share), 0])

    def _line(self) -> Array:
        return through(np.array([self._on_line(0), self._on_line(max(self._now, 1e-6))]))

    def _ways(self) -> list[Array]:
        """Return the corners of each way that a rate has gone so far."""
        ways = []
        for rate in self.experiment.ticks:
            share = self.experiment.share_of(rate)
            start, turn = self._on_axis(rate), self._on_line(share)
            end = np.array([turn[0], NARROW[2], 0])
            ways.append(_first_part(np.array([start, turn, end]), self.dropped.get_value()))
        return ways

    def _threads(self) -> Array:
        pieces = [np.stack([way[:-1], way[1:]], axis=1) for way in self._ways()]
        if self.dropped.get_value() > 0:  # the rates that were not reached, too, have their place
            pieces.append(np.array([[self._on_line(self._now), self._on_line(1)]]))
        return straight_pieces(np.concatenate([dashes(one, DASH) for one in pieces]))

    def _rolling(self) -> Array:
        outline = marker_shape("circle", ROLLING, theme.walker).points
        return np.concatenate([outline + way[-1] for way in self._ways()])


def _first_part(corners: Array, share: float) -> Array:
    """Return the corners of the first `share` of the length of a way, (n, 3), ending in a point."""
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=-1)
    passed = np.concatenate([[0.0], np.cumsum(lengths)])
    far = share * passed[-1]
    end = [np.interp(far, passed, corners[:, i]) for i in range(3)]
    before = corners[passed < max(far, 1e-9)]
    return np.vstack([before, [end]])
