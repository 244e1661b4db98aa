"""The corner of |e|, and how it is rounded in e²."""

import numpy as np
from manim import DL, DOWN, DR, RIGHT, UL, UP, UR, DashedLine, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
MIDDLE, FOOT = 4.5, 0.4  # where e = 0 is, right of a plot of guesses
UNIT = 1.5  # how long 1 is, across and up: the picture shows −1 ≤ e ≤ 1
REACH = 0.75  # half the length of the tangent, in units of the frame
CLEAR = 0.17  # so far, across and up, what is dashed keeps from the corner and its disc
BESIDE = 0.36  # the place on an arm beside which its slope is said


class CornerPlot(VGroup):
    """The curve of |e| over e, a disc on it, and the tangent there.

    `place`, a tracker, is e, from −1 to 1; with `rounded` at 1 the curve is that of e².  On |e| the
    tangent ends at the corner, and in the corner there is none.
    """

    def __init__(self) -> None:
        self.place, self.rounded = ValueTracker(-1.0), ValueTracker(0.0)
        self.axis = Line(self._at(-1.1, 0), self._at(1.1, 0), stroke_width=THIN_WIDTH)
        self.axis.set_color(theme.muted)
        name = formula("e", SMALL_SIZE, theme.muted).next_to(self.axis, RIGHT, buff=0.1)
        self.curve = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=1.5 * PATH_WIDTH)
        self.disc = sign("walker").set_z_index(2)
        super().__init__(self.axis, name, self.curve, self.tangent, self.disc)
        self.follow()
        self.add_updater(CornerPlot.follow)  # type: ignore[arg-type]

    def heights(self, e: Array) -> Array:
        """Return the height of the curve over e, between |e| and e²."""
        share = self.rounded.get_value()
        return np.asarray((1 - share) * np.abs(e) + share * e**2)

    def follow(self) -> "CornerPlot":
        """Draw the curve of now, and the disc and the tangent at e."""
        e = np.linspace(-1, 1, 81)
        self.curve.set_points_as_corners(self._at(e, self.heights(e)))
        here, share = self.place.get_value(), self.rounded.get_value()
        middle = self._at(here, float(self.heights(np.array(here))))
        slope = self.slope()
        along = np.array([1.0, slope, 0.0]) / np.hypot(1, slope)
        to_corner = UNIT * abs(here) * np.sqrt(2)
        along *= (1 - share) * min(REACH, to_corner) + share * REACH
        self.tangent.set_points_as_corners(np.array([middle - along, middle + along]))
        self.disc.move_to(middle)
        return self

    def called(self) -> VMobject:
        """Return what the curve is: |e|, or e² when it is rounded."""
        shown = "e^2" if self.rounded.get_value() > 0.5 else "abs(e)"
        return formula(shown, TEXT_SIZE).move_to(self._at(0, 0.93))

    def slope_words(self, side: int) -> VMobject:
        """Return the slope of the left (−1) or the right (1) arm of |e|, in words below it."""
        words = text(f"slope {number(side)}", SMALL_SIZE, theme.gradient)
        corner = self._at(BESIDE * side, BESIDE) + 0.1 * side * RIGHT
        return words.move_to(corner, UR if side < 0 else UL).shift(0.12 * DOWN)

    def ghosts(self) -> VGroup:
        """Return the tangents of both arms of |e|, dashed, through the corner where none holds."""
        corner = self._at(0, 0)
        lines = VGroup(
            *(
                DashedLine(corner + CLEAR * way, corner + REACH * way, dash_length=0.12)
                for way in (UL, DR, UR, DL)
            )
        )
        return lines.set_stroke(theme.gradient, width=1.5 * PATH_WIDTH).set_z_index(1)

    def verdict(self) -> VMobject:
        """Return what the slope of |e| at 0 is, in words below the axis."""
        words = text("at 0: no single slope", SMALL_SIZE)
        return words.next_to(self._at(0, 0), DOWN, buff=REACH + 0.2)

    def slope(self) -> float:
        """Return the slope at e of the curve of now."""
        here, share = self.place.get_value(), self.rounded.get_value()
        return float((1 - share) * np.sign(here) + 2 * share * here)

    def live_slope(self) -> VGroup:
        """Return, live, the slope at e, below the axis."""
        name = text("slope", SMALL_SIZE, theme.gradient)
        live = Number(self.slope, decimals=1, size=SMALL_SIZE, color=theme.gradient, flush=True)
        both = VGroup(name, live.next_to(name, RIGHT, buff=0.15).align_to(name, UP))
        return both.next_to(self._at(0, 0), DOWN, buff=REACH / 2)

    def _at(self, e: Array | float, height: Array | float) -> Array:
        e, height = np.asarray(e, dtype=float), np.asarray(height, dtype=float)
        return np.stack([MIDDLE + UNIT * e, FOOT + UNIT * height, 0 * e], axis=-1)
