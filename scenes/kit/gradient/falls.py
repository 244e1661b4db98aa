"""By how much a loss falls when only some of its weights take a step, as bars."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, Rectangle, VGroup, smooth
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.gradient.skyline import Skyline, widen
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import Form, number, percent
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
FIRST, NEXT = -1.25, -0.66  # height in the frame of the first bar, and from one to the next
BAR, ZERO, LONGEST = 0.44, -3.0, 7.6  # height of a bar, where bars begin, and the longest one
HALF = 0.4, 0.6  # shares that are about a half
ALMOST_NONE = 0.05  # up to this share is almost nothing


class Falls(VGroup):
    """By how much `loss` falls by one step from `start`, α times the gradient: three bars.

    All weights take it, or only the large ones of `skyline`, or as many `drawn` by lot.
    `falls`: by how much, (3,).
    """

    @checked
    def __init__(
        self, loss: Loss, start: ArrayLike, rate: float, skyline: Skyline, drawn: ArrayLike
    ) -> None:
        x, gradient = np.asarray(start, dtype=float), skyline.values
        parts = np.arange(len(x)), skyline.large, np.asarray(drawn)
        ends = np.array([x] * 3)
        for end, part in zip(ends, parts, strict=True):
            end[part] -= rate * gradient[part]
        self.falls = float(loss.value(x)) - np.asarray(loss.value(ends))
        if not self.falls[0] > 0:
            raise ValueError(f"LEARNING_RATE is {rate:g}, with which the loss does not fall")
        self.many = len(skyline.large)
        said = f"all {len(x):,}", f"the largest {self.many:,}", f"{self.many:,} at random"
        colors = None, theme.gradient, theme.ink  # the whole is an outline
        form = Form.of(self.falls, 3)
        self.rows: list[tuple[VGroup, Rectangle]] = []
        super().__init__()
        for i, (name, fall) in enumerate(zip(said, self.falls, strict=True)):
            y = FIRST + i * NEXT
            words = text(name, SMALL_SIZE).move_to((ZERO - 0.25, y, 0), RIGHT)
            bar = Rectangle(width=max(fall / self.falls[0], 2e-3) * LONGEST, height=BAR)
            color = colors[i]
            bar.set_stroke(theme.ink, width=0 if color else 2 * THIN_WIDTH)
            bar.set_fill(color or theme.ink, opacity=1 if color else 0)
            bar.move_to((ZERO, y, 0), LEFT)
            how = formula(form(fall), SMALL_SIZE).next_to(bar, RIGHT, buff=0.2)
            words.shift((how.get_bottom()[1] - words[0].get_bottom()[1]) * UP)  # one base line
            self.rows.append((VGroup(words, how), bar))
            self.add(words, bar, how)
        words = text("fall of the loss $L$ in one step", SMALL_SIZE)
        rule = text(f"learning rate $alpha = {number(rate)}$", SMALL_SIZE, theme.walker)
        on_base_line(rule.next_to(words, RIGHT, buff=0.6), 0, words[0].get_bottom()[1])
        self.heading = VGroup(words, rule).move_to((ZERO, FIRST - NEXT, 0), LEFT)

    def row(self, i: int) -> list[Any]:
        """Return the animations in which a row appears, its bar out of nothing."""
        words, bar = self.rows[i]
        return [FadeIn(words[0]), widen(bar), FadeIn(words[1], rate_func=_late)]

    @property
    def verdict(self) -> str:
        """Say how much of the fall the large ones alone bring, and how much those drawn by lot."""
        large, drawn = (_about(fall / self.falls[0]) for fall in self.falls[1:])
        return f"{large[:1].upper()}{large[1:]}; {self.many:,} at random: {drawn}."


def _about(share: float) -> str:
    if HALF[0] <= share <= HALF[1]:
        return "about half"
    return "almost nothing" if abs(share) <= ALMOST_NONE else percent(share)


def _late(share: float) -> float:
    return float(smooth(max(0.0, 2 * share - 1)))
