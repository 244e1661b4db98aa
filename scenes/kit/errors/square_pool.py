"""Squares poured together into one: its area is the sum of theirs."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import FILLED, GuessSquares, bracket, grouped, outlines
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import formula, text, verbatim

Array = NDArray[np.float64]
LEFT_EDGE = 2.85  # of the pool, right of the plot
FLATTENED = 0.5  # of its way: from here on a square becomes a band
ARCH = 1.9  # how high, at most, a square rises above the straight way


class SquarePool(VMobject):
    """Copies of the squares of an `GuessSquares` that become bands of one square beside the plot.

    The largest lies at the bottom.  On the way each keeps its area, and passes above the squares
    that stand between.  `poured`, a tracker, is how many have arrived.
    """

    @checked
    def __init__(self, squares: GuessSquares) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.set_fill(theme.walker, opacity=FILLED)
        self.plot = plot = squares.plot
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
        share = eased(shares)[:, None]
        moved = (1 - share) * self.start + share * self.end
        flat = eased((share - FLATTENED) / (1 - FLATTENED))
        sides = self.start[:, 2:] ** (1 - flat) * self.end[:, 2:] ** flat
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
        low = np.array([LEFT_EDGE + self.side, bottom, 0])
        line = bracket(low, low + height * UP, RIGHT)
        shown = formula(percent(self.largest_share), TITLE_SIZE)
        return VGroup(line, shown.next_to(line, RIGHT, buff=0.14))

    def readings(self) -> VGroup:
        """Return its name and the sum above the square, as the axis counts and with all digits."""
        foot = float(self.end[:, 1].min())
        counted, plain = self.plot.squared_units
        sums = [(self.total / self.plot.unit**2, counted), (self.total, plain)]
        lines = [
            f"{verbatim(f'= {grouped(total)}')} {unit}".strip()
            for total, unit in sums[: 2 if self.plot.unit > 1 else 1]
        ]
        shown = VGroup(*(text(line, SMALL_SIZE) for line in ("sum of squares", *lines)))
        shown.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        corner: Any = np.array([LEFT_EDGE, foot + self.side, 0])
        return shown.next_to(corner, UP, buff=0.3, aligned_edge=LEFT)
