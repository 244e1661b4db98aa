"""The surroundings of a minimum, drawn out of a curve and enlarged beside it."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.error_and_slope import Drawn
from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.steps.step_view import StepView
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

BOX = 0.55, 6.3, 1.45, 3.55  # left, right, bottom, top: in the right half, above a table
PAD = 0.5  # between the axis and the minimum: room for the bracket
HALF = 1.8  # half the window, in lengths of the first excess
SOURCE = 0.3, 0.24  # half width and half height of the piece of the curve that is enlarged
BRACKET, END = 0.2, 0.09  # its height above the axis, and half that of its ends


class BottomLens(StepView):
    """A rectangle that is drawn out of a `zigzag`, with the minimum of its curve, enlarged.

    `opened` is a tracker: at 0 all lies on the curve itself, at 1 it fills its place beside it.
    Both directions have their own scale.
    """

    def __init__(self, zigzag: Zigzag) -> None:
        self.zigzag, self.opened = zigzag, ValueTracker(0.0)
        descent = zigzag.descent
        half = HALF * descent.beyond
        self.w_ends = descent.bottom - half, descent.bottom + half
        self._losses = float(descent.value(descent.bottom)), float(descent.value(self.w_ends).min())
        super().__init__(descent)
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        self.frame = Drawn(self._frame, **style)
        self.source = Drawn(self._source, **{**style, "stroke_width": HAIR_WIDTH})
        self.step = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.step.add_updater(self._follow_step, call_updater=True)
        self.add(self.source, self.frame, self.curve, self.tangent, self.step, self.marks)
        self.add(self.ring(), self.walker)

    def box(self) -> tuple[float, float, float, float]:
        share, (left, right, bottom, top) = self.opened.get_value(), BOX
        full = np.array([left, right, bottom + PAD, top - 0.15])
        small = [*self.zigzag.across(self.w_ends), *self.zigzag.up(self._losses)]
        left, right, bottom, top = (1 - share) * np.array(small) + share * full
        return float(left), float(right), float(bottom), float(top)

    def window(self) -> tuple[float, float, float, float]:
        return (*self.w_ends, *self._losses)

    def open(self) -> Any:
        """Return the animation in which the lens is drawn out of the curve to its place."""
        going: Any = self.opened.animate
        return going.set_value(1)

    def axis(self) -> VGroup:
        """Return the numbers of its axis of w, below it."""
        low, high = self.w_ends
        step = 10.0 ** np.floor(np.log10(high - low))
        ticks = VGroup()
        for w in step * np.arange(np.ceil(low / step), np.floor(high / step) + 1):
            place = np.array([float(self.across(w)), BOX[2], 0])
            tick = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
            tick.set_points_as_corners([place, place + 0.08 * DOWN])
            label = formula(number(float(w), 4), SMALL_SIZE, theme.muted)
            ticks.add(VGroup(tick, label.next_to(tick, DOWN, buff=0.1)))
        name = formula("w", SMALL_SIZE, theme.muted)
        ticks.add(name.next_to((BOX[1] - 0.1, BOX[2], 0), DOWN, buff=0.24))
        return ticks

    def bracket(self) -> VGroup:
        """Return the measure from the minimum to where the first step beyond it ends."""
        descent = self.descent
        ends = [self.across(w) for w in (descent.bottom, descent.w[descent.first_beyond + 1])]
        height = BOX[2] + BRACKET
        (x, far), up = map(float, ends), np.array([0, END, 0])
        here, there = np.array([x, height, 0]), np.array([far, height, 0])
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH).set_points(
            straight_pieces(
                np.array([[here, there], [here - up, here + up], [there - up, there + up]])
            )
        )
        words = text(f"{number(descent.beyond, 2)} too far", SMALL_SIZE)
        side = RIGHT if far > x else LEFT
        return VGroup(line, words.next_to(there, side, buff=0.15))

    def _frame(self) -> Array:
        share, (left, right, bottom, top) = self.opened.get_value(), np.array(BOX)
        middle = self.zigzag.on(self.descent.bottom)
        wide, high = SOURCE
        low = middle - np.array([wide, high, 0])
        much = middle + np.array([wide, high, 0])
        corners = (1 - share) * np.array([low, much]) + share * np.array(
            [(left, bottom, 0), (right, top, 0)]
        )
        return _rectangle(corners[0], corners[1])

    def _source(self) -> Array:
        middle = self.zigzag.on(self.descent.bottom)
        half = np.array([*SOURCE, 0])
        return _rectangle(middle - half, middle + half)

    def _follow_step(self, arrow: Any) -> None:
        """Draw the step that is aimed at, level from the walker; it leaves as the walker goes."""
        step, gone, _ = self.descent.now
        arrow.points = np.zeros((0, 3))
        low, high = self.w_ends
        grown = float(np.clip(self.descent.aimed.get_value() - step, 0, 1))
        if step == self.descent.steps or not low < self.descent.w[step] < high or not grown:
            return
        tail, tip = self.on(self.descent.w[step]), self.across(self.descent.w[step + 1])
        put_arrow(arrow, tail, grown * (tip - tail[0]) * RIGHT)
        arrow.set_fill(opacity=1 - gone)


def _rectangle(low: Array, high: Array) -> Array:
    corners = np.array(
        [low, (high[0], low[1], 0), high, (low[0], high[1], 0), low], dtype=float
    )
    return straight_pieces(np.stack([corners[:-1], corners[1:]], axis=1))
