"""What has been found out so far: below a ruler of α, the steps that each walk took."""

from typing import Any

from manim import (
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    VGroup,
    VMobject,
    config,
    smooth,
    squish_rate_func as squished,
)

from scenes.kit.rates.ruler import GAP, Ruler
from scenes.kit.rates.verdict import Verdict
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import SAFE_MARGIN, SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

BELOW = 0.44  # the numbers of the ruler
ASIDE = 0.75  # of the ruler's end, for the name of the row
DOT = 0.07  # at a rate that has been tried
RING = 0.13  # radius of that in the name of the row
THROWN = 0.14  # radius of the sign of a walk that has diverged


class StepRecord:
    """A row below a `ruler` of α: after how many steps the walk with each rate has settled.

    Above each number stands its rate, on the line of the ruler's numbers.

    Settled is who is in the ring on the map for good. A walk that was not after `steps` has
    "> steps", one that has diverged its sign.
    """

    def __init__(self, ruler: Ruler, steps: int) -> None:
        self.ruler, self.steps = ruler, steps
        self.entries: dict[float, VGroup] = {}  # what became of the walk, and the rate
        self.dots: list[VMobject] = []
        self.row = float(ruler.numbers.get_center()[1]) - BELOW
        words = text("steps to", SMALL_SIZE, theme.muted)
        end = float(ruler.line.get_end()[0])
        words.move_to((end + ASIDE, self.row, 0.0), aligned_edge=LEFT)
        letter, digit = words.family_members_with_points()[0], formula("0", SMALL_SIZE)
        foot = self.row - digit.height / 2  # on which the numbers stand
        words.shift((foot - float(letter.get_bottom()[1])) * UP)
        ring = sign("minimum", RING).next_to(words, RIGHT, buff=GAP).set_y(self.row)
        self.name = VGroup(words, ring)

    def note(self, rate: float, name: str, verdict: Verdict, color: str | None = None) -> list[Any]:
        """Return the animations that enter what became of the walk; what is in its way leaves.

        `name` is how the rate is written (Typst math markup).
        """
        after = self._entry(verdict, color or theme.ink).move_to(self.ruler.at(rate))
        tick, label = self.ruler.label(rate, name, color or theme.walker)
        entry = VGroup(after.set_y(self.row), VGroup(tick, label))
        leftmost = -config.frame_width / 2 * (1 - 2 * SAFE_MARGIN)
        for one in (after, label):
            one.shift(max(leftmost - float(one.get_left()[0]), 0.0) * RIGHT)
        near = {key: one for key, one in self.entries.items() if self._meet(one, entry)}
        for key in near:
            del self.entries[key]
        dot = marker_shape("circle", DOT, color or theme.walker).move_to(self.ruler.at(rate))
        numbers = self.ruler.make_room(label)
        coming = [entry, dot] if self.entries or near else [entry, dot, self.name]
        self.entries[rate] = entry
        self.dots.append(dot)
        later = squished(smooth, 0.5, 1) if near or numbers else smooth  # when they have gone
        leaving = [FadeOut(one, run_time=0.4) for one in (*near.values(), *numbers)]
        return [*leaving, FadeIn(*coming, rate_func=later)]

    def point_out(self, *rates: float) -> LaggedStart:
        """Return the animation in which what is noted of the rates grows for a moment, in turn."""
        every = [self.entries[rate][0] for rate in rates if rate in self.entries]
        growing = [Indicate(one, scale_factor=1.6, color=one.get_color()) for one in every]
        return LaggedStart(*growing, lag_ratio=0.8, run_time=1.6)

    def _entry(self, verdict: Verdict, color: str) -> VMobject:
        if verdict.word == "DIVERGED":
            return sign("diverged", THROWN)
        after = verdict.arrived
        return formula(f"> {self.steps}" if after is None else number(after), SMALL_SIZE, color)

    def _meet(self, one: VGroup, other: VGroup) -> bool:
        pairs = ((mine, yours) for mine, yours in zip(one, other, strict=True))
        return any(
            abs(mine.get_x() - yours.get_x()) < (mine.width + yours.width) / 2 + GAP
            for mine, yours in pairs
        )
