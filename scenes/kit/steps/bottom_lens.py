"""The surroundings of a minimum, drawn out of a curve and enlarged beside it."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.error_and_slope import Drawn
from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.steps.step_view import TANGENT_WIDTH, StepView
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

BOX = 0.45, 6.3, 1.75, 3.55  # left, right, bottom, top: in the right half, above a table
PAD = 0.62  # between the axis and the minimum: room for the bracket
CLEAR = 0.5  # from the ends of the axis to its numbers: one end has its name
INSET = 0.15  # from the upper edge to the ends of the curve
HALF = 1.8  # half the window, in lengths of the first excess
SOURCE = np.array(
    [0.3, 0.24]
)  # half width and half height of the piece of the curve that is enlarged
BRACKET, END = 0.2, 0.09  # its height above the axis, and half that of its ends


class BottomLens(StepView):
    """A rectangle that is drawn out of a `zigzag`, with the minimum of its curve, enlarged.

    `opened` is a tracker: at 0 all lies on the curve itself, at 1 it fills its place beside it.
    Both directions have their own scale; `form` is how its measure is set.
    """

    def __init__(self, zigzag: Zigzag, form: Form) -> None:
        self.form = form
        self.zigzag, self.opened = zigzag, ValueTracker(0.0)
        descent = zigzag.descent
        half = HALF * descent.beyond
        self.w_ends = descent.bottom - half, descent.bottom + half
        self._losses = float(descent.value(descent.bottom)), float(descent.value(self.w_ends).min())
        super().__init__(descent)
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        style |= {"fill_color": theme.background, "fill_opacity": 1}
        self.frame = Drawn(self._frame, **style)
        self.rays = Drawn(self._rays, stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
        self.source = Drawn(self._source, stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
        self.arrows = VGroup(*(self._arrow(i) for i in range(descent.steps)))
        front = [self.frame, self.curve, self.tangent, self.arrows, self.marks, self.ring()]
        for level, part in enumerate([*front, self.walker]):
            part.set_z_index(3 + 0.1 * level)  # the lens hides what it is drawn over
        self.add(self.source, self.rays, *front, self.walker)

    def box(self) -> tuple[float, float, float, float]:
        left, right, bottom, top = BOX
        full = np.array([(left, bottom + PAD), (right, top - INSET)])
        small = np.stack([self.zigzag.across(self.w_ends), self.zigzag.up(self._losses)], axis=-1)
        (left, bottom), (right, top) = small + self._share * (full - small)
        return float(left), float(right), float(bottom), float(top)

    @property
    def _share(self) -> Array:
        """How far the lens has come to its place, across and up: it clears a table on its way."""
        share = self.opened.get_value()
        return np.array([share, 1 - (1 - share) ** 3])

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
            if not BOX[0] + CLEAR < place[0] < BOX[1] - 2 * CLEAR:
                continue
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
        line.set_z_index(4)
        words = text(f"{self.form(descent.beyond)} too far", SMALL_SIZE)
        words.set_z_index(4)
        return VGroup(line, words.next_to(here, LEFT if far > x else RIGHT, buff=0.2))

    def slopes(self) -> VGroup:
        """Return the tangents at the end of the step too far, and of the one after it."""
        first = self.descent.first_beyond + 1
        lines = VGroup()
        for step in (first, first + 1):
            line = VMobject(stroke_color=theme.gradient, stroke_width=TANGENT_WIDTH)
            line.points = self._tangent_at(step, 1)
            lines.add(line.set_z_index(3.25))
        return lines

    def _frame(self) -> Array:
        middle, (left, right, bottom, top) = self.zigzag.on(self.descent.bottom)[:2], BOX
        small = middle + np.array([[-1], [1]]) * SOURCE
        return _rectangle(
            *(small + self._share * (np.array([(left, bottom), (right, top)]) - small))
        )

    def _source(self) -> Array:
        middle = self.zigzag.on(self.descent.bottom)[:2]
        return _rectangle(middle - SOURCE, middle + SOURCE)

    def _rays(self) -> Array:
        """Return lines from the enlarged piece to the left corners of the lens."""
        source, frame = self._source(), self._frame()
        ends = [(source[4 * i], frame[4 * j]) for i, j in ((1, 0), (2, 3))]
        return straight_pieces(np.array(ends))

    def _arrow(self, i: int) -> VMobject:
        """Return the arrow of step `i`, level from where it begins."""
        arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        low, high = self.w_ends
        (w, end), is_seen = self.descent.w[i : i + 2], low < self.descent.w[i] < high

        def follow(one: Any) -> None:
            grown = float(np.clip(self.descent.aimed.get_value() - i, 0, 1)) * is_seen
            tail = self.on(w)
            put_arrow(one, tail, grown * (self.across(end) - tail[0]) * RIGHT)

        return arrow.add_updater(follow, call_updater=True)


def _rectangle(low: Array, high: Array) -> Array:
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low], dtype=float)
    flat = np.pad(corners, ((0, 0), (0, 1)))
    return straight_pieces(np.stack([flat[:-1], flat[1:]], axis=1))
