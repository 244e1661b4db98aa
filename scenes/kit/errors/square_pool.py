"""Squares poured together into one: its area is the sum of theirs."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import FILLED, GuessSquares, grouped, outlines
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_EDGE = 2.75  # of the pool, right of the plot
ARCH = 2.9  # how high, at most, a square rises above the straight way


class SquarePool(VMobject):
    """Copies of the squares of an `GuessSquares` that become bands of one square beside the plot.

    The largest lies at the bottom.  On the way each keeps its area, and passes above the squares
    that stand between.  `poured`, a tracker, is how many have arrived.
    """

    @checked
    def __init__(self, squares: GuessSquares) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.set_fill(theme.walker, opacity=FILLED)
        plot = squares.plot
        self.poured = ValueTracker(0.0)
        self.errors = squares.guesses.values - plot.data.y
        boxes = squares.boxes()
        sides = boxes[:, 3]
        self.start = np.stack([boxes[:, 0], boxes[:, 1], sides, sides], axis=-1)
        self.side = float(np.sqrt((sides**2).sum()))
        self.order = np.argsort(-sides, kind="stable")
        heights = sides**2 / self.side
        below = np.zeros(len(sides))
        below[self.order] = np.cumsum(heights[self.order]) - heights[self.order]
        foot = float(plot.at((0, 0))[1])
        self.end = np.stack(
            [0 * sides + LEFT_EDGE, foot + below, 0 * sides + self.side, heights], axis=-1
        )
        self.arch = np.where(np.arange(len(sides)) == plot.last, 0.0, ARCH)
        self.add_updater(SquarePool.follow, call_updater=True)

    def boxes(self) -> Array:
        """Return left, bottom, width and height in the frame of those on their way, (m, 4)."""
        shares = np.zeros(len(self.errors))
        shares[self.order] = np.clip(self.poured.get_value() - np.arange(len(shares)), 0, 1)
        share = (shares**2 * (3 - 2 * shares))[:, None]  # gentle at both ends
        moved = (1 - share) * self.start + share * self.end
        sides = self.start[:, 2:] ** (1 - share) * self.end[:, 2:] ** share
        middles = moved[:, :2] + ((1 - share) * self.start[:, 2:] + share * self.end[:, 2:]) / 2
        middles[:, 1] += 2 * self.arch * np.sqrt(share * (1 - share))[:, 0]
        return np.hstack([middles - sides / 2, sides])[shares > 0]

    def follow(self) -> "SquarePool":
        """Be as far as is poured."""
        self.points = outlines(self.boxes())
        return self

    def pour(self) -> Any:
        """Return the animation in which one after the other is poured in."""
        pouring: Any = self.poured.animate
        return pouring(rate_func=linear).set_value(len(self.errors))

    @property
    def total(self) -> float:
        """The sum of the squared errors."""
        return float((self.errors**2).sum())

    @property
    def largest_share(self) -> float:
        """The share that the largest of them has in the sum."""
        return float((self.errors**2).max() / self.total)

    def bracket(self) -> VGroup:
        """Return a bracket beside the largest band, with its share of the sum."""
        _, bottom, _, height = self.end[self.order[0]]
        right = LEFT_EDGE + self.side + 0.14
        ends = [(right, bottom + 0.03), (right + 0.12, bottom + 0.03)]
        ends += [(x, bottom + height - 0.03) for x, _ in ends[::-1]]
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        line.set_points_as_corners(np.array([[x, y, 0] for x, y in ends]))
        shown = formula(percent(self.largest_share), TITLE_SIZE)
        return VGroup(line, shown.next_to(line, RIGHT, buff=0.14))

    def readings(self) -> VGroup:
        """Return the sum with all its digits below the square, and its name above."""
        left, bottom, width = LEFT_EDGE, float(self.end[:, 1].min()), self.side
        middle: Any = np.array([left + width / 2, bottom, 0])
        shown = formula(f'"{grouped(self.total)}"', TEXT_SIZE).next_to(middle, DOWN, buff=0.2)
        name = text("sum of squares", SMALL_SIZE).next_to(middle + width * UP, UP, buff=0.14)
        return VGroup(name, shown)
