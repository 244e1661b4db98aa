"""Walks with several learning rates side by side, each in a panel of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, FadeIn, VGroup, config

from scenes.kit.arguments import checked
from scenes.kit.maps.rate_walk import RateWalk
from scenes.kit.maps.trails import MapTrail
from scenes.kit.maps.verdict import judge
from scenes.kit.plots.rate_stage import GOAL, STYLE, RateStage
from scenes.kit.symbols import sign
from scenes.kit.theme import MARGIN, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

GUTTER = 0.4  # between panels
WIDEST = 3.4  # a panel
BELOW = 0.2  # between a panel and its words
ROW = 0.42  # of words


class RatePanel:
    """A copy of a stage's map that shrinks to its place, for a learning rate of its own.

    `picture` is map and minimum, which lie on those of the stage at first, and the path if the
    panel `leads`: those of the others would be covered on their way. Path, `title`, `word`,
    `loss` and `pin` (on the ruler of the stage) come with `reveal`.
    """

    def __init__(self, stage: RateStage, rate: float, x: float, width: float, leads: bool):
        now = stage.walk
        self.rate, self.width = rate, width
        self.map = stage.map.copy()
        self.walk = RateWalk(stage.valley.loss, now.start, now.steps, now.rate.get_value())
        self.trail = MapTrail(self.walk, self.map, **STYLE)
        goal = sign("minimum", GOAL).move_to(stage.goal)
        goal.add_updater(lambda ring: ring.move_to(self.map.at(stage.valley.minimum)))
        self.picture = [self.map, goal, *([self.trail] if leads else [])]
        self.leads = leads
        self.title = formula(f"alpha = {number(rate)}", TITLE_SIZE, theme.walker)
        self.title.move_to(np.array([x, config.frame_height / 2 - MARGIN + 0.05, 0]))
        height = width * stage.map.height / stage.map.width
        foot = self.title.get_bottom()[1] - BELOW - height
        self.place = np.array([x, foot + height / 2, 0])
        path = self.walk.with_rate(rate)
        verdict = judge(stage.valley.loss, path)
        self.word = text(verdict.word, SMALL_SIZE, verdict.color, bold=True)
        if self.word.width > width + GUTTER / 2:
            words = verdict.word.replace(" ", " \\ ")
            self.word = text(words, SMALL_SIZE, verdict.color, bold=True)
        self.word.move_to(np.array([x, foot - BELOW, 0]), aligned_edge=UP)
        reached = number(float(path.loss[-1]), 2)
        self.loss = formula(f"f = {reached}", SMALL_SIZE).next_to(self.word, DOWN, buff=BELOW)
        lines = 1 + (self.word.height > 0.6)
        self.loss.move_to(np.array([x, foot - BELOW - ROW * (lines + 1), 0]), aligned_edge=DOWN)
        self.pin = stage.ruler.pin(rate, self.loss)

    def shrink(self) -> list[Any]:
        """Return the animations that bring the picture to its place."""
        shrinking: Any = self.map.animate
        turning: Any = self.walk.rate.animate
        return [
            shrinking.scale_to_fit_width(self.width).move_to(self.place),
            turning.set_value(self.rate),
        ]

    def reveal(self) -> FadeIn:
        """Return the animation in which path and words appear, when the picture is in place."""
        path = [] if self.leads else [self.trail.follow()]
        return FadeIn(*path, self.title, self.word, self.loss, self.pin)


@checked
def rate_panels(stage: RateStage, rates: Sequence[float]) -> list[RatePanel]:
    """Return a panel for each learning rate, side by side; they are as wide as there is room.

    The last of them lies on top, and leads: add their pictures in this order.
    """
    room = config.frame_width - 2 * MARGIN - GUTTER * (len(rates) - 1)
    width = min(room / len(rates), WIDEST)
    middle = (len(rates) - 1) / 2
    return [
        RatePanel(stage, rate, (middle - i) * (width + GUTTER), width, i == len(rates) - 1)
        for i, rate in enumerate(sorted(rates, reverse=True))
    ]


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
