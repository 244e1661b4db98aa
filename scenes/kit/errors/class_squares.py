"""Squared errors of two outputs of a classifier."""

from collections.abc import Sequence

import numpy as np
from manim import LEFT, Line, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math.regression.polynomials import squared_errors
from scenes.kit.errors.guess_plot import FILLED, outlines
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
CORNER, BREADTH, HEIGHT = (2.85, 1.27), 3.5, 1.35  # of the axes, above a pool of squares
RADIUS = 0.13
SUM, NAME = 0.42, 0.83  # above the axes, to the middle of the sum and of the name


class ClassSquares(VGroup):
    """The outputs for two classes on a scale from 0 to 1, what is right, and the squared errors.

    `opened`, a tracker, is how broad the squares are already, as in `GuessSquares`.
    """

    def __init__(self, outputs: Sequence[float], right: Sequence[float]) -> None:
        self.opened = ValueTracker(0.0)
        self.outputs, self.right = np.array(outputs, float), np.array(right, float)
        left, foot = CORNER
        self.columns = left + BREADTH * np.array([0.23, 0.72])
        axis = Line((left, foot, 0), (left, foot + HEIGHT, 0))
        floor, top = (Line((left, y, 0), (left + BREADTH, y, 0)) for y in (foot, foot + HEIGHT))
        lines = VGroup(axis, floor, top).set_stroke(theme.muted, width=THIN_WIDTH)
        ends = VGroup(
            *(
                formula(f"{end}", SMALL_SIZE, theme.muted).next_to(
                    (left, foot + end * HEIGHT, 0), LEFT, buff=0.12
                )
                for end in (0, 1)
            )
        )
        there, guessed = self._at(self.right), self._at(self.outputs)
        strokes = VMobject(stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        strokes.points = straight_pieces(np.stack([there, guessed], axis=1))
        self.squares = VMobject(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.squares.set_fill(theme.walker, opacity=FILLED)
        marks = VGroup(*(sign("truth", RADIUS).move_to(place) for place in there))
        marks.add(*(sign("walker", RADIUS).move_to(place) for place in guessed))
        names = VGroup(
            *(
                formula(number(output), SMALL_SIZE, theme.walker).next_to(place, LEFT, buff=0.2)
                for output, place in zip(self.outputs, guessed, strict=True)
            )
        )
        name = text("two classes", SMALL_SIZE, theme.muted).move_to(self._above(NAME))
        super().__init__(lines, ends, self.squares, strokes, marks, names, name)
        self.follow()
        self.add_updater(ClassSquares.follow)  # type: ignore[arg-type]

    def follow(self) -> "ClassSquares":
        """Be as broad as the squares have opened."""
        sides = np.abs(self.outputs - self.right) * HEIGHT
        low = self._at(np.minimum(self.outputs, self.right))
        widths = self.opened.get_value() * sides
        boxes = np.stack([low[:, 0], low[:, 1], widths, sides], axis=-1)
        self.squares.points = outlines(boxes)
        return self

    def sum(self) -> VMobject:
        """Return the sum of both squares, as an equation above them."""
        squares = squared_errors(self.outputs, self.right)
        terms = " + ".join(number(float(square), 3) for square in squares)
        shown = formula(f"{terms} = {number(float(squares.sum()), 3)}", SMALL_SIZE)
        return shown.move_to(self._above(SUM))

    def _above(self, distance: float) -> Array:
        left, foot = CORNER
        return np.array([left + BREADTH / 2, foot + HEIGHT + distance, 0])

    def _at(self, heights: Array) -> Array:
        return np.stack([self.columns, CORNER[1] + HEIGHT * heights, 0 * heights], axis=-1)
