"""Squared errors of two outputs of a classifier."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math.regression.polynomials import squared_errors
from scenes.kit.errors.guess_plot import ASIDE
from scenes.kit.errors.guess_squares import FILLED, outlines
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, TEXT_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
CORNER, BREADTH = (-5.4, -1.7), 6.05  # of the axes, in the left half of the frame
COLUMNS = (0.45, 3.35)  # from the corner to the outputs
WIDEST, HIGHEST = 2.3, 3.6  # of a square, and of the scale
SUM, TERMS = (1.25, -0.15), (1.25, 0.7)  # in the right half: where the lines begin


class ClassSquares(VGroup):
    """The outputs for two classes on a scale from no, 0, to yes, 1, what is right, and the squares.

    `opened`, a tracker, is how broad the squares are already, as in `GuessSquares`.
    """

    def __init__(self, outputs: Sequence[float], right: Sequence[float]) -> None:
        self.opened = ValueTracker(0.0)
        self.outputs, self.right = np.array(outputs, float), np.array(right, float)
        self.errors = np.abs(self.outputs - self.right)
        self.scale_unit = min(HIGHEST, WIDEST / max(float(self.errors.max()), 1e-9))
        left, foot = CORNER
        high = foot + self.scale_unit
        self.columns = left + np.array(COLUMNS)
        axis = Line((left, foot, 0), (left, high, 0))
        floor, top = (Line((left, y, 0), (left + BREADTH, y, 0)) for y in (foot, high))
        lines = VGroup(axis, floor, top).set_stroke(theme.muted, width=THIN_WIDTH)
        ends = VGroup(
            *(
                text(f"{word} {end}", TEXT_SIZE, theme.muted).next_to((left, y, 0), LEFT, buff=0.14)
                for end, (word, y) in enumerate((("no", foot), ("yes", high)))
            )
        )
        there, guessed = self._at(self.right), self._at(self.outputs)
        strokes = VMobject(stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        strokes.points = straight_pieces(np.stack([there, guessed], axis=1) + ASIDE * RIGHT)
        self.squares = VMobject(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.squares.set_fill(theme.walker, opacity=FILLED)
        marks = VGroup(*(sign("truth").move_to(place) for place in there))
        marks.set_stroke(width=0, background=True)  # a rim would cut into the bars
        marks.add(*(sign("walker").move_to(place) for place in guessed))
        names = VGroup()  # of the outputs, clear of their discs and squares
        for output, right, place in zip(self.outputs, self.right, guessed, strict=True):
            side = DOWN if output < right else UP
            label = formula(number(output), TEXT_SIZE, theme.walker)
            beside = place + (DOT_RADIUS + 0.07) * RIGHT
            names.add(label.next_to(beside, side, buff=0.13, aligned_edge=LEFT))
        super().__init__(lines, ends, self.squares, strokes, marks, names)
        self.follow()
        self.add_updater(ClassSquares.follow)  # type: ignore[arg-type]

    def follow(self) -> "ClassSquares":
        """Be as broad as the squares have opened."""
        sides = self.errors * self.scale_unit
        low = self._at(np.minimum(self.outputs, self.right))
        widths = self.opened.get_value() * sides
        boxes = np.stack([low[:, 0] + ASIDE, low[:, 1], widths, sides], axis=-1)
        self.squares.points = outlines(boxes)
        return self

    def terms(self) -> VMobject:
        """Return what is squared: of both outputs that which is right is taken away."""
        pairs = zip(self.outputs, self.right, strict=True)
        terms = " + ".join(
            f"({{{{{number(output)} : output}}}} - {number(right)})^2" for output, right in pairs
        )
        return formula(terms, TEXT_SIZE, output=theme.walker).move_to((*TERMS, 0), LEFT)

    def labels(self) -> VGroup:
        """Return in each square its area."""
        found = VGroup()
        middles = self._at((self.outputs + self.right) / 2) + (ASIDE + 0.08) * RIGHT
        for error, middle in zip(self.errors, middles, strict=True):
            label = formula(number(float(error**2), 3), TITLE_SIZE)
            room = error * self.scale_unit - label.width  # on both sides, if the square is broad
            found.add(label.next_to(middle, RIGHT, buff=max(0.0, room / 2 - 0.08)))
        return found

    def sum(self) -> VMobject:
        """Return the sum of both squares, below the terms."""
        squares = squared_errors(self.outputs, self.right)
        terms = " + ".join(number(float(square), 3) for square in squares)
        shown = formula(f"= {terms} = {number(float(squares.sum()), 3)}", TEXT_SIZE)
        return shown.move_to((*SUM, 0), LEFT)

    def _at(self, heights: Array) -> Array:
        high = CORNER[1] + self.scale_unit * heights
        return np.stack([self.columns, high, 0 * heights], axis=-1)
