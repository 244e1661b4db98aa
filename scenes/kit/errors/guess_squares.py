"""Errors of guesses as true squares beside the points, in the unit of their plot."""

import numpy as np
from manim import DOWN, LEFT, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import ASIDE, GuessPlot, grouped
from scenes.kit.errors.guesses import LiveGuesses
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
FILLED = 0.26  # opacity of a square
BESIDE_LINE = 0.24  # from the marks of a line to its squares, which no stroke keeps away
ROOM = 0.1  # at least, about the words within a square
MARK = 0.045  # side of the smallest mark, four pixels of 720: a smaller square is drawn like this …
FAINT = 0.02  # … but for the smallest sides, from which it shrinks to nothing


class GuessSquares(VMobject):
    """The squared errors of `guesses`: squares that stand beside the points, on their right.

    If they are those of a line that rises, each stands away from the line: on the left of its
    point if the guess is too low, and on the right if it is too high. `opened`, a tracker, is how
    broad they are already: 1 when they are squares.
    """

    @checked
    def __init__(
        self, plot: GuessPlot, guesses: LiveGuesses, opened: float = 0.0, of_line: bool = False
    ) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.set_fill(theme.walker, opacity=FILLED)
        self.plot, self.guesses, self.of_line = plot, guesses, of_line
        self.opened = ValueTracker(opened)
        self.add_updater(GuessSquares.follow, call_updater=True)

    def boxes(self) -> Array:
        """Return left, bottom, width and height of each in the frame, (n, 4)."""
        plot, data = self.plot, self.plot.data
        errors = self.guesses.values - data.y
        sides = np.abs(errors) * plot.scale_unit
        sides = np.maximum(sides, MARK) * np.minimum(1, sides / FAINT)
        widths = self.opened.get_value() * sides
        middles = plot.at(plot.points_of(data.y + errors / 2))
        on_left = self.of_line & (errors < 0)
        aside = BESIDE_LINE if self.of_line else ASIDE
        left = middles[:, 0] + np.where(on_left, -aside - widths, aside)
        return np.stack([left, middles[:, 1] - sides / 2, widths, sides], axis=-1)

    def follow(self) -> "GuessSquares":
        """Be as large as the errors are now."""
        self.points = outlines(self.boxes())
        return self

    def labels(self) -> VGroup:
        """Return what is squared, below the squares, and in the last of them what comes of it.

        If that has no room, the last is labeled as the others are.
        """
        found = VGroup()
        errors = np.abs(self.guesses.values - self.plot.data.y) / self.plot.unit
        for i, (error, box) in enumerate(zip(errors, self.boxes(), strict=True)):
            left, bottom, width, height = box
            label = formula(f"{number(error, 3)}^2", SMALL_SIZE).set_z_index(4)
            area = formula(f'"{grouped(error**2)}"', SMALL_SIZE).set_z_index(4)
            both = VGroup(label, area).arrange(DOWN, buff=0.16)
            if i == self.plot.last and max(both.width - width, both.height - height) < -ROOM:
                found.add(both.move_to((left + width / 2, bottom + height / 2, 0)))
            else:
                place = np.array([left, bottom, 0])
                found.add(label.next_to(place, DOWN, buff=0.1, aligned_edge=LEFT))
        return found


def outlines(boxes: Array) -> Array:
    """Return the points of closed outlines of boxes, (n, 4): left, bottom, width, height."""
    left, bottom, width, height = boxes.T
    around = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    corners = np.stack(
        [np.stack([left + i * width, bottom + j * height, 0 * left], axis=-1) for i, j in around],
        axis=1,
    )
    return straight_pieces(np.stack([corners[:, :-1], corners[:, 1:]], axis=2))
