"""The corner of |e|, and how it is rounded in e²."""

import numpy as np
from manim import DOWN, RIGHT, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
MIDDLE, FOOT = 4.5, -0.2  # where e = 0 is, right of a plot of guesses
UNIT = 1.5  # how long 1 is, across and up: the picture shows −1 ≤ e ≤ 1
REACH = 0.75  # half the length of the tangent, in units of the frame


class CornerPlot(VGroup):
    """The curve of |e| over e, a disc on it, and the tangent there.

    `place`, a tracker, is e, from −1 to 1; with `rounded` at 1 the curve is that of e².  In the
    corner the tangent has none: there it is tipped as the tracker `tipped` says, from −1 to 1.
    """

    def __init__(self) -> None:
        self.place, self.rounded = ValueTracker(-1.0), ValueTracker(0.0)
        self.tipped = ValueTracker(-1.0)
        self.axis = Line(self._at(-1.1, 0), self._at(1.1, 0), stroke_width=THIN_WIDTH)
        self.axis.set_color(theme.muted)
        name = formula("e", SMALL_SIZE, theme.muted).next_to(self.axis, RIGHT, buff=0.1)
        self.curve = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=1.5 * PATH_WIDTH)
        self.disc = sign("walker")
        super().__init__(self.axis, name, self.curve, self.tangent, self.disc)
        self.follow()
        self.add_updater(CornerPlot.follow)  # type: ignore[arg-type]

    def heights(self, e: Array) -> Array:
        """Return the height of the curve over e, between |e| and e²."""
        share = self.rounded.get_value()
        return np.asarray((1 - share) * np.abs(e) + share * e**2)

    def slope(self, e: float) -> float:
        """Return its slope there; in the corner what it is tipped to."""
        share = self.rounded.get_value()
        side = np.sign(e) if abs(e) > 1e-9 else self.tipped.get_value()
        return float((1 - share) * side + 2 * share * e)

    def follow(self) -> "CornerPlot":
        """Draw the curve of now, and the disc and the tangent at e."""
        e = np.linspace(-1, 1, 81)
        self.curve.set_points_as_corners(self._at(e, self.heights(e)))
        here = self.place.get_value()
        middle = self._at(here, float(self.heights(np.array(here))))
        along = np.array([1.0, self.slope(here), 0.0])
        along *= REACH / np.linalg.norm(along)
        self.tangent.set_points_as_corners(np.array([middle - along, middle + along]))
        self.disc.move_to(middle)
        return self

    def called(self) -> VMobject:
        """Return what the curve is: |e|, or e² when it is rounded."""
        shown = "e^2" if self.rounded.get_value() > 0.5 else "abs(e)"
        return formula(shown, TEXT_SIZE).move_to(self._at(0, 0.93))

    def slope_words(self, slope: str, side: int) -> VMobject:
        """Return a slope in words, below the axis: left (−1), in the middle, right."""
        words = text(f"slope {slope}", SMALL_SIZE, theme.gradient)
        return words.next_to(self._at(0.6 * side, 0), DOWN, buff=0.65)

    def verdict(self) -> VMobject:
        """Return whether the curve has a corner, in words below the slopes."""
        shown = "no corner" if self.rounded.get_value() > 0.5 else "a corner: no slope at 0"
        return text(shown, SMALL_SIZE).next_to(self._at(0, 0), DOWN, buff=1.25)

    def _at(self, e: Array | float, height: Array | float) -> Array:
        e, height = np.asarray(e, dtype=float), np.asarray(height, dtype=float)
        return np.stack([MIDDLE + UNIT * e, FOOT + UNIT * height, 0 * e], axis=-1)
