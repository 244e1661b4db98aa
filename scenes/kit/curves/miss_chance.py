"""The chance that random starts all miss the global minima, as bars on one base line."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    FadeIn,
    Line,
    Rectangle,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    squish_rate_func,
)

from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import STRIP_HEIGHT, Bar, BasinStrip
from scenes.kit.curves.curve_plot import CEILING, PANEL
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import text

BASE = 0.5  # from the left edge of the panel to the line on which all bars stand
LOWEST = -0.75  # height in the frame of the last bar
HEAD = 1.1  # from the title to the first bar: between them stands what its ends are
BESIDE = 0.15  # from a bar to its number


class MissChances(VGroup):
    """A bar for the chance that 1, 2, 3, … random starts all end in no global minimum.

    They stand one below the other on one line, beside the curve of `strip`. Each is the same share
    of the one before, whose outline it has; the outline of the first is all, 100%. Each member is
    the number of starts, that outline, the bar, and the chance in percent; `frame` is the line,
    with what the bars and the numbers are.
    """

    @checked
    def __init__(self, strip: BasinStrip, tries: int) -> None:
        super().__init__()
        self.chances = [strip.missing**count for count in range(1, tries + 1)]
        shown = [text(percent(chance), SMALL_SIZE) for chance in self.chances]
        base, top = PANEL[0] + BASE, CEILING - HEAD
        nothing, all_of_it = (text(end, SMALL_SIZE, theme.muted) for end in ("0", "100%"))
        rooms = [PANEL[1] - base - BESIDE - label.width for label in shown]
        befores = [1.0, *self.chances[:-1]]
        self.scale_of_bars = min(room / before for room, before in zip(rooms, befores, strict=True))
        self.lengths = [self.scale_of_bars * chance for chance in self.chances]
        heights = np.linspace(top, LOWEST, tries)
        for i, (height, label) in enumerate(zip(heights, shown, strict=True)):
            corner = np.array([base, height - STRIP_HEIGHT / 2, 0])
            before = self.scale_of_bars * befores[i]
            outline = Rectangle(width=before, height=STRIP_HEIGHT, color=theme.careful)
            outline.set_stroke(width=HAIR_WIDTH).move_to(corner, DOWN + LEFT)
            bar = Bar(theme.careful, hatched=True).put(corner, self.lengths[i])
            count = text(str(i + 1), SMALL_SIZE).move_to((PANEL[0] + 0.15, height, 0))
            self.add(VGroup(count, outline, bar, label.next_to(outline, RIGHT, buff=BESIDE)))
        line = Line((base, top + STRIP_HEIGHT / 2, 0), (base, LOWEST - 0.3, 0), color=theme.muted)
        title = text("chance that all miss", SMALL_SIZE)
        title.move_to((base, CEILING, 0), UP + LEFT)
        below = text("starts", SMALL_SIZE, theme.muted)
        below.move_to((PANEL[0], LOWEST - 0.45, 0), UP + LEFT)
        for mark, at in ((nothing, 0), (all_of_it, self.scale_of_bars)):
            mark.next_to((base + at, top + STRIP_HEIGHT / 2, 0), UP, buff=0.1)
        self.frame = VGroup(line.set_stroke(width=THIN_WIDTH), title, below, nothing, all_of_it)

    def begin(self) -> Succession:
        """Return the animation in which the first bar grows and is told; then the second waits."""
        for _, outline, bar, _ in self:
            bar.put(outline.get_corner(DOWN + LEFT), 0)
        waiting = [FadeIn(*row[:2], run_time=0.3) for row in self[1:2]]
        return Succession(self._grow(self[0], self.lengths[0]), *waiting)

    def go_on(self) -> Succession:
        """Return the animation in which the other bars grow, one after the other."""
        return Succession(
            *(
                self._grow(row, length, i == 0)
                for i, (row, length) in enumerate(zip(self[1:], self.lengths[1:], strict=True))
            )
        )

    def _grow(self, row: Any, length: float, is_there: bool = False) -> AnimationGroup:
        count, outline, bar, label = row
        corner = outline.get_corner(DOWN + LEFT)

        def put(bar: Any, share: float) -> None:
            bar.put(corner, share * length)

        early, late = ((0.0, 0.3), (0.6, 1.0))
        frames = [FadeIn(count, outline, rate_func=squish_rate_func(linear, *early))]
        return AnimationGroup(
            *([] if is_there else frames),
            UpdateFromAlphaFunc(bar, put),
            FadeIn(label, rate_func=squish_rate_func(linear, *late)),
        )
