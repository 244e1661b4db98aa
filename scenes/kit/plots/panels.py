"""Walks with several learning rates side by side, each in a panel of its own."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import Any

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    FadeIn,
    Group,
    GrowFromPoint,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from scenes.kit.arguments import checked
from scenes.kit.maps.rate_trail import LEAST, RateTrail
from scenes.kit.maps.rate_walk import RateWalk
from scenes.kit.plots.rate_stage import (
    GUTTER,
    SMALL_GOAL,
    TITLE_ROW,
    TOP_OF_PANELS,
    RateStage,
)
from scenes.kit.plots.speed_limit import best_name
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import RAISED, number
from scenes.kit.words.text import Number, fitted, formula, text

ROW = 0.47  # of words below a panel
BELOW = 0.75  # the losses, for the loss at the start
STYLE = {"step_radius": 0.035, "width": 3.0, "radius": LEAST * DOT_RADIUS}
PIN = 0.14  # radius of the ring on the ruler


class RatePanel:
    """A small map with the walk of one learning rate, which starts when `walk` goes.

    The panel of the best rate takes the map of the stage, which has shrunk, with its trail; the
    others have copies, which grow out of their rates on the ruler. They come with `come`; `word`,
    `loss` and `pin` (on the ruler of the stage) with `reveal`.
    """

    def __init__(self, stage: RateStage, rate: float, x: float) -> None:
        now, self.stage, self.rate = stage.walk, stage, rate
        width, height = stage.panel_size
        self.is_best = stage.is_best(rate)
        self.place = np.array([x, TOP_OF_PANELS - height / 2, 0])
        self.map = stage.map.copy().scale_to_fit_width(width).move_to(self.place)
        self.walk = RateWalk(stage.valley.loss, now.start, now.steps, rate, taken=0)
        self.trail: RateTrail = RateTrail(self.walk, self.map, **STYLE)
        self.goal = sign("minimum", SMALL_GOAL).move_to(self.map.at(stage.valley.minimum))
        name = best_name(stage.valley) if self.is_best else number(rate)
        self.title = fitted(
            formula(f"alpha = {name}", TITLE_SIZE, theme.walker), width + GUTTER / 2
        )
        _stand(self.title, x, TITLE_ROW - 0.12)
        verdict = stage.judged(rate)
        word, color = verdict.word.split(",")[0], verdict.color
        if self.is_best:
            word, color = "best", theme.good
        self.word = fitted(text(word, SMALL_SIZE, color, bold=True), width)
        foot = float(self.map.border.get_bottom()[1])
        _stand(self.word, x, foot - ROW)
        reached = as_power(float(self.walk.trajectory.loss[-1]))
        self.loss = fitted(formula(f"f = {reached}", SMALL_SIZE), width + GUTTER / 2)
        _stand(self.loss, x, foot - 2.2 * ROW)
        ring = sign("minimum", PIN) if self.is_best else None
        self.pin = stage.ruler.pin(rate, self.loss, ring)

    def come(self) -> list[Any]:
        """Return the animations that bring the map, with its walker at the start."""
        late = squish_rate_func(smooth, 0.6, 1)  # when the maps are at their places
        if self.is_best:
            return [*self.stage.slide_to(self.place), FadeIn(self.title, rate_func=late)]
        seed, growing = self.stage.ruler.at(self.rate), Group(self.map, self.goal)
        return [
            GrowFromPoint(growing, seed),
            FadeIn(self.trail, self.title, rate_func=late),
        ]

    def reveal(self) -> FadeIn:
        """Return the animation in which it is said what became of the walk."""
        return FadeIn(self.word, self.loss, self.pin)


def _stand(words: VMobject, x: float, base: float) -> None:
    """Put `words` about x, the foot of their first letter at the height `base`."""
    first = words.family_members_with_points()[0]
    words.shift((x - float(words.get_x()), base - float(first.get_bottom()[1]), 0.0))


def as_power(value: float) -> str:
    """Return a loss to one digit, with a power of ten if it is small or large.

    >>> as_power(1.07), as_power(0.0002), as_power(2.6e18)
    ('1', '2 · 10⁻⁴', '3 · 10¹⁸')
    """
    power = floor(log10(value)) if value > 0 else 0
    shown = number(value / 10.0**power, 1)
    return number(value, 1) if -1 <= power <= 4 else f"{shown} · 10{str(power).translate(RAISED)}"


@checked
def rate_panels(stage: RateStage) -> list[RatePanel]:
    """Return a panel for each learning rate of the stage and the best one, side by side."""
    middle = (len(stage.compared) - 1) / 2
    step = stage.panel_size[0] + GUTTER
    return [RatePanel(stage, rate, (i - middle) * step) for i, rate in enumerate(stage.compared)]


def start_loss(panels: Sequence[RatePanel]) -> VGroup:
    """Return the loss with which all walks began, where the threads of the pins leave most room.

    It is empty where they leave too little.
    """
    loss = float(panels[0].walk.trajectory.loss[0])
    words = formula(f'"start:" f = {number(loss, 2)}', SMALL_SIZE, theme.muted)
    threads = [panel.pin[0] for panel in panels]
    height = float(panels[0].loss.get_y()) - BELOW
    places = [_at_height(thread, height) for thread in threads]
    room, left = max((right - left, left) for left, right in pairwise(places))
    if room < words.width + ROW:
        return VGroup()
    return VGroup(words.move_to((left + room / 2, height, 0.0)))


def _at_height(thread: VMobject, height: float) -> float:
    start, end = thread.get_start(), thread.get_end()
    return float(start[0] + (height - start[1]) / (end[1] - start[1]) * (end[0] - start[0]))


@checked
def step_counter(walk: Walk) -> VGroup:
    """Return the word "step" and the number of steps taken."""
    word = text("step", TITLE_SIZE)
    below = word.height - text("ste", TITLE_SIZE).height  # the p hangs below the line
    count = Number(
        lambda: walk.step, decimals=0, digits=len(str(walk.trajectory.steps)), size=TITLE_SIZE
    )
    count.next_to(word, RIGHT, buff=0).align_to(word, DOWN).shift(below * UP)
    return VGroup(word, count)
