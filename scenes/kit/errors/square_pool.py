"""Squares poured together into one: its area is the sum of theirs."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import grouped, in_words, signed
from scenes.kit.errors.guess_squares import FILLED, GuessSquares, outlines
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import formula, text, verbatim

Array = NDArray[np.float64]
LEFT_EDGE, FOOT = 2.0, -0.6  # of the pool, right of the plot and above its level of 0
FLATTENED = 0.5  # of its way: from here on a square becomes a band
ARCH = 1.3  # how high, at most, a square rises above the straight way
RIGHT_EDGE = 6.35  # of the bar of sizes, right of the pool
ROOM = 0.1  # about a share within its part
HEADING, BELOW = 0.3, 0.5  # from pool and bar to their heading, and to the line of a name
LEADING = 0.16  # between two lines


class SquarePool(VGroup):
    """Copies of the squares of an `GuessSquares` that become bands of one square beside the plot.

    The largest lies at the bottom.  On the way each keeps its area, and passes above the squares
    that stand between.  `poured`, a tracker, is how many have arrived.
    """

    @checked
    def __init__(self, squares: GuessSquares) -> None:
        self.plot = plot = squares.plot
        self.poured, self.drawn = ValueTracker(0.0), -1.0
        self.errors = squares.guesses.values - plot.data.y
        boxes = squares.boxes()
        sides = boxes[:, 3]
        self.start = np.stack([boxes[:, 0], boxes[:, 1], sides, sides], axis=-1)
        self.side = float(np.sqrt((sides**2).sum()))
        self.order = np.argsort(-sides, kind="stable")
        self.end = _piled(sides**2 / self.side, self.order, (LEFT_EDGE, FOOT), self.side)
        self.arch = np.where(np.arange(len(sides)) == plot.last, 0.0, ARCH)
        style: dict[str, Any] = {"stroke_color": theme.walker, "stroke_width": THIN_WIDTH}
        super().__init__(*(VMobject(**style) for _ in sides))
        self.add_updater(SquarePool.follow, call_updater=True)

    def shares(self) -> Array:
        """Return how far each is on its way, (n,)."""
        shares = np.zeros(len(self.errors))
        shares[self.order] = np.clip(self.poured.get_value() - np.arange(len(shares)), 0, 1)
        return eased(shares)

    def boxes(self) -> Array:
        """Return left, bottom, width and height in the frame of those on their way, (m, 4)."""
        share = self.shares()[:, None]
        moved = (1 - share) * self.start + share * self.end
        flat = eased((share - FLATTENED) / (1 - FLATTENED))
        sides = self.start[:, 2:] ** (1 - flat) * self.end[:, 2:] ** flat
        middles = moved[:, :2] + ((1 - share) * self.start[:, 2:] + share * self.end[:, 2:]) / 2
        middles[:, 1] += 2 * self.arch * np.sqrt(share * (1 - share))[:, 0]
        return np.hstack([middles - sides / 2, sides])[share[:, 0] > 0]

    def follow(self) -> "SquarePool":
        """Be as far as is poured: what leaves its square is empty, and fills on the way."""
        if self.poured.get_value() == self.drawn:
            return self  # so that it can be faded out
        self.drawn = self.poured.get_value()
        shares, boxes = self.shares(), iter(self.boxes())
        for band, share in zip(self, shares, strict=True):
            band.points = outlines(next(boxes)[None]) if share > 0 else np.zeros((0, 3))
            band.set_fill(theme.walker, opacity=FILLED * share)
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

    def share(self) -> VMobject:
        """Return the share of the largest in the sum, in its band."""
        return _share(self.largest_share, self.end[self.order[0]])

    def readings(self) -> VGroup:
        """Return what it is, below the square, and above it what the shares are shares of.

        The sum is told as the axis counts, and all of it: an axis that counts in thousands has
        squares that count in millions.
        """
        counted, plain = self.plot.squared_units
        first = f"$=$ {verbatim(grouped(self.total / self.plot.unit**2))} {counted}".strip()
        lines = [first, f"$=$ {in_words(self.total)} {plain}".strip()]
        found = VGroup(_sum_of("e^2", LEFT_EDGE, LEFT))
        for line in lines[: 1 + (self.plot.unit > 1)]:
            shown = text(line, SMALL_SIZE).next_to(found[-1], DOWN, buff=LEADING)
            found.add(shown.align_to(found, LEFT))
        largest = signed(float(self.errors[self.order[0]]) / self.plot.unit)
        heading = text(f"share of ${largest}$", SMALL_SIZE)
        middle = (LEFT_EDGE + RIGHT_EDGE) / 2
        return found.add(heading.move_to((middle, FOOT + self.side + HEADING, 0), DOWN))


class SizeBar(VGroup):
    """The sizes of the errors on top of each other, on the right of the pool of their squares.

    It is as high and as broad as the pool, and its parts have the same order: so the shares of the
    whole can be compared.
    """

    @checked
    def __init__(self, pool: SquarePool) -> None:
        self.plot, self.sizes = pool.plot, np.abs(pool.errors)
        heights = pool.side * self.sizes / self.sizes.sum()
        self.parts = _piled(heights, pool.order, (RIGHT_EDGE - pool.side, FOOT), pool.side)
        self.largest = self.parts[pool.order[0]]
        bar = VMobject(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        bar.set_fill(theme.walker, opacity=FILLED).points = outlines(self.parts)
        name = _sum_of("abs(e)", RIGHT_EDGE, RIGHT)
        share = _share(float(self.sizes.max() / self.sizes.sum()), self.largest)
        total = number(float(self.sizes.sum()) / self.plot.unit, 3)
        whole = formula(f"= {total}", SMALL_SIZE).next_to(name, DOWN, buff=LEADING)
        super().__init__(bar, name, whole.align_to(name, RIGHT), share)


def _piled(
    heights: Array, order: NDArray[np.intp], corner: tuple[float, float], width: float
) -> Array:
    """Return boxes with these heights on top of each other from `corner` on, in this order."""
    below = np.zeros(len(heights))
    below[order] = np.cumsum(heights[order]) - heights[order]
    return np.stack([0 * below + corner[0], corner[1] + below, 0 * below + width, heights], axis=-1)


def _sum_of(what: str, edge: float, side: Array) -> VMobject:
    """Return the name of a sum, on a line below it, at its left or right `edge`."""
    name = formula(f'"sum of" {what}', SMALL_SIZE).move_to((edge, FOOT, 0), side)
    first = name.family_members_with_points()[0]  # its s stands on the line
    return name.shift((FOOT - BELOW - first.get_bottom()[1]) * UP)


def _share(share: float, box: Array) -> VMobject:
    """Return a share in the middle of its box, or, if there is no room, on the left of it."""
    left, bottom, width, height = box
    shown = formula(percent(share), TITLE_SIZE)
    shown.move_to((left + width / 2, bottom + height / 2, 0))
    if shown.height + 2 * ROOM <= height:
        return shown
    return shown.shift((width / 2 + ROOM + shown.width / 2) * LEFT)
