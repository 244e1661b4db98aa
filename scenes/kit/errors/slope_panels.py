"""The curves of |e| and of e² side by side, and below each the slope that it has."""

import numpy as np
from manim import DOWN, RIGHT, UP, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.errors.guess_squares import FILLED, outlines
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
REACH = 1.2  # the axis of e runs so far on both sides of 0; the curve from −1 to 1
UNIT = 2.05  # how long 1 is on both axes of a curve, so that a slope of 1 rises at 45 degrees
FEET = ((-5.65, 0.6), (1.05, 0.6))  # in the frame: where the axes of the two curves meet
STEEPEST, SLOPE_UNIT = 2.0, 0.52  # of the scale of slopes, and how long 1 is on it
BELOW = 2.0  # from the axis of e down to the slope 0
HALF_TANGENT = 0.6  # of the tangent, in units of the frame
BARS = 20  # of the slopes, over −1 … 1: an even number, so that none stands at 0
KEPT = 0.7  # of the breadth of a bar, between two gaps
HEADING = 0.92  # on the axis of heights: where the name of a curve stands
INSET = 0.12  # from the axes of slopes to words between them


class SlopePanel(VGroup):
    """The curve of |e| (`power` 1) or e² (2) with a disc and its tangent at `place`, a tracker.

    Below it are the slopes that the disc has met on its way from −1 on, as bars on an axis. At the
    corner of |e| there is no slope; up to there the one of the left arm is told.
    """

    def __init__(self, power: int, place: ValueTracker) -> None:
        self.power, self.place = power, place
        left, floor = FEET[power - 1]
        self.plot = Plot((-REACH, REACH), (0, 1.1), 2 * REACH * UNIT, 1.1 * UNIT, (-1, 0, 1), (1,))
        self.plot.shift(np.array([left, floor, 0.0]) - self.plot.x_axis.get_start())
        ends = (-STEEPEST, STEEPEST)
        self.strip = Plot(
            (-REACH, REACH), ends, 2 * REACH * UNIT, 2 * STEEPEST * SLOPE_UNIT, (), (*ends, 0)
        )
        low = floor - BELOW - STEEPEST * SLOPE_UNIT
        self.strip.shift(np.array([left, low, 0.0]) - self.strip.x_axis.get_start())
        level = Line(*self.strip.at([(-REACH, 0), (REACH, 0)]), stroke_width=THIN_WIDTH)
        self.strip.x_axis.set_opacity(0)
        e = formula("e", SMALL_SIZE, theme.muted).next_to(self.plot.x_axis, RIGHT, buff=0.12)
        name = formula("abs(e)" if power == 1 else "e^2", TITLE_SIZE)
        name.move_to(self.plot.at((0, HEADING)))
        samples = np.linspace(-1, 1, 121)
        curve = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        curve.set_points_as_corners(self._on(samples))
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=1.5 * PATH_WIDTH)
        self.bars = VMobject(stroke_color=theme.gradient, stroke_width=THIN_WIDTH)
        self.bars.set_fill(theme.gradient, opacity=FILLED)
        self.disc = sign("walker").set_z_index(2)
        said = text("slope", TEXT_SIZE, theme.gradient)
        live = Number(self.slope, decimals=1, size=TEXT_SIZE, color=theme.gradient, flush=True)
        said.next_to(self.strip.at((-REACH, STEEPEST)), DOWN + RIGHT, buff=INSET)
        live.next_to(said, RIGHT, buff=0.18).align_to(said, UP)
        super().__init__(self.plot, self.strip, level.set_color(theme.muted), e, name, curve)
        self.add(self.bars, self.tangent, self.disc, said, live)
        self.follow()
        self.add_updater(SlopePanel.follow)  # type: ignore[arg-type]

    def slopes(self, e: Array) -> Array:
        """Return the slope of the curve at e; at the corner of |e|, that of its left arm."""
        side = np.where(e > 0, 1.0, -1.0)
        return np.asarray(self.power * np.abs(e) ** (self.power - 1) * side)

    def slope(self) -> float:
        """Return the slope where the disc is."""
        return float(self.slopes(np.array(self.place.get_value())))

    def follow(self) -> "SlopePanel":
        """Draw disc and tangent where the place is, and the bars that it has passed."""
        here = self.place.get_value()
        middle = self._on(np.array(here))
        along = np.array([1.0, self.slope(), 0.0])
        along *= HALF_TANGENT / np.linalg.norm(along)
        self.tangent.set_points_as_corners(np.array([middle - along, middle + along]))
        self.disc.move_to(middle)
        edges = np.linspace(-1, 1, BARS + 1)
        breadth = edges[1] - edges[0]
        middles, grown = edges[:-1] + breadth / 2, np.clip((here - edges[:-1]) / breadth, 0, 1)
        ends = grown * self.slopes(middles)
        left, bottom, _ = self.strip.at(np.stack([middles, np.minimum(ends, 0)], axis=-1)).T
        width = KEPT * breadth * UNIT + 0 * left
        boxes = np.stack([left - width / 2, bottom, width, np.abs(ends) * SLOPE_UNIT], axis=-1)
        self.bars.points = outlines(boxes[grown > 0])
        return self

    def verdict(self) -> VMobject:
        """Return what the slope does on the way past 0, in words below the bars on the right."""
        words = "a corner: \\ it jumps" if self.power == 1 else "it fades to 0"
        return text(words, TEXT_SIZE).move_to(self.strip.at((REACH / 2, -0.6 * STEEPEST)))

    def _on(self, e: Array) -> Array:
        return self.plot.at(np.stack([e, np.abs(e) ** self.power], axis=-1))
