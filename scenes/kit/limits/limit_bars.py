"""Up to which learning rate each minimum holds a walker, as bars that grow with α."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, FadeOut, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import appear
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.symbols import marker_shape, rimmed
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
HEADING, ROWS = 1.35, 0.5  # heights in the frame: of what the bars are, and of the first bar
KEY = 0.5  # room left of the bars, for the signs of walkers
BAR = 0.26  # height of a bar …
REACH = 0.2  # … and how far the mark of α reaches from its middle, up and down
BESIDE, ABOVE = 0.15, 0.1  # from a bar to what stands right of it, from that mark up to its letter
BELOW = 0.54  # from the middle of a bar down to that of why it has that length
NEAR = 0.97  # of its limit: from there on a bar closes


class Row(NamedTuple):
    """A minimum: its walker's shape and color, its limit, that in words, and why it is that."""

    shape: str
    color: str
    limit: float
    words: str
    reason: VMobject | None = None


class LimitBars(VGroup):
    """For each of some minima a bar that is as long as α, but not beyond the limit of that minimum.

    The `rows` are in the order of their limits. Across those that are open, for α has not reached
    their limits, stands one mark of α with its letter; a row that has closed says its limit.
    `closed` tells from the number of a row how far it has closed, from 0 to 1. The bars fit into
    `panel`, from where to where they stand, for learning rates up to `last`; `apart` is how far
    apart they are, `heading`, Typst math markup, what they are, `still` what an open bar does.

    ``say_open()`` brings those words, ``explain()`` the reasons.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        rate: Callable[[], float],
        last: float,
        heading: str,
        still: str,
        panel: tuple[float, float],
        apart: float,
        closed: Callable[[int], float] | None = None,
    ) -> None:
        self.limits, self.rate = [row.limit for row in rows], rate
        self.left, self.apart = panel[0] + KEY, apart
        self.closed = closed or self._near
        self.heading = formula(heading, SMALL_SIZE)
        self.heading.move_to(panel[0] * RIGHT + HEADING * UP, LEFT)
        reached = [limit <= last for limit in self.limits]
        self.words = VGroup(
            formula(row.words if ends else f'"{still}"', SMALL_SIZE)
            for row, ends in zip(rows, reached, strict=True)
        )
        free = panel[1] - self.left - BESIDE
        self.unit = min(
            (free - words.width) / min(row.limit, last)
            for row, words in zip(rows, self.words, strict=True)
        )
        for i, words in enumerate(self.words):
            end = self.left + min(self.limits[i], last) * self.unit + BESIDE
            words.move_to(end * RIGHT + self.height_of(i) * UP, LEFT)
        self.numbers = VGroup(self._number(i) for i, ends in enumerate(reached) if ends)
        self.still = VGroup(*self.words[sum(reached) :])
        self.keys = VGroup(
            marker_shape(row.shape, DOT_RADIUS, row.color).move_to(
                (panel[0] + DOT_RADIUS) * RIGHT + self.height_of(i) * UP
            )
            for i, row in enumerate(rows)
        )
        self.reasons = VGroup(
            row.reason.move_to(panel[0] * RIGHT + (self.height_of(i) - BELOW) * UP, LEFT)
            for i, row in enumerate(rows)
            if row.reason
        )
        self.bars = VGroup(self._bar(i) for i in range(len(rows)))
        self.mark, self.letter = self._mark()
        super().__init__(self.heading, self.keys, self.bars, self.numbers, self.mark, self.letter)

    def height_of(self, row: int | float) -> float:
        """Return the height in the frame of the middle of a bar."""
        return ROWS - self.apart * row

    # Between the ends of a fade opacities are not asked for anew: they would undo it.

    def appear(self) -> Any:
        """Return the animation in which the bars fade in as they are now."""
        self.update()
        return FadeIn(self.suspend_updating())

    def leave(self) -> Any:
        """Return the animation in which the bars fade out as they are now."""
        return FadeOut(self.suspend_updating())

    def say_open(self) -> list[Any]:
        """Return the animations in which the open bars say what their valleys still do."""
        return appear(*self.add(self.still).still)

    def explain(self, row: int) -> list[Any]:
        """Return the animation in which the reason of a limit comes, below its bar."""
        return appear(self.add(self.reasons[row]).reasons[row])

    def _near(self, row: int) -> float:
        """Return how far a row has closed: wholly, as soon as α is its limit."""
        share = self.rate() / self.limits[row]
        return float(np.clip((share - NEAR) / (1 - NEAR) + 1e-6, 0, 1))

    def _bar(self, row: int) -> Rectangle:
        """Return a bar as long as α, up to the limit of its row."""
        left = self.left * RIGHT + self.height_of(row) * UP
        bar = Rectangle(width=1.0, height=BAR, stroke_width=0).set_fill(theme.muted, opacity=1)

        def fit(one: Any) -> None:
            now = min(self.rate(), self.limits[row])
            one.stretch_to_fit_width(now * self.unit).move_to(left, LEFT)

        return bar.add_updater(fit, call_updater=True)

    def _number(self, row: int) -> VMobject:
        """Return the limit of a row, right of its bar, which is seen once that has closed."""

        def fit(one: Any) -> None:
            one.set_opacity(max(4 * self.closed(row) - 3, 0))  # when the mark has gone by

        shown: VMobject = self.words[row]
        return shown.add_updater(fit, call_updater=True)

    def _mark(self) -> tuple[VMobject, VMobject]:
        """Return the mark of α across the open bars, and its letter above it."""
        last = len(self.limits) - 1

        def gone() -> float:
            return min(sum(map(self.closed, range(last + 1))), last)

        def top(rows: float) -> Array:
            x = self.left + self.rate() * self.unit
            return np.array([x, self.height_of(rows) + REACH, 0])

        def line() -> Array:
            return straight_pieces(np.array([[top(last) - 2 * REACH * UP, top(gone())]]))

        def follow(one: Any) -> None:  # the letter leaves one row before it comes to the next
            rows = gone()
            one.next_to(top(round(rows)), UP, ABOVE).set_opacity(1 - 2 * abs(rows - round(rows)))

        mark = rimmed(Drawn(line, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH))
        letter = formula("alpha", SMALL_SIZE, theme.walker)
        letter.add_updater(follow, call_updater=True)
        return mark, letter
