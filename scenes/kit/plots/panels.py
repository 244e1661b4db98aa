"""Walks with several learning rates side by side, each in a panel of its own."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, Add, FadeIn, FadeOut, VGroup, VMobject

from scenes.kit.arguments import checked
from scenes.kit.maps.rate_trail import RateTrail
from scenes.kit.maps.rate_walk import RateWalk
from scenes.kit.plots.rate_stage import GOAL, GUTTER, TITLE_ROW, TOP_OF_PANELS, RateStage
from scenes.kit.plots.speed_limit import best_name
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, fitted, formula, text

ROW = 0.47  # of words below a panel
STYLE = {"step_radius": 0.045, "width": 3.0}
PIN = 0.14  # radius of the ring on the ruler


class RatePanel:
    """A small map with the walk of one learning rate, which starts when `walk` goes.

    The panel of the best rate takes the map of the stage, which has shrunk; the others have copies.
    Map, walker and `title` come with `come`; `word`, `loss` and `pin` (on the ruler of the stage)
    with `reveal`.
    """

    def __init__(self, stage: RateStage, rate: float, x: float) -> None:
        now, self.stage, self.rate = stage.walk, stage, rate
        width, height = stage.panel_size
        self.is_best = stage.is_best(rate)
        self.place = np.array([x, TOP_OF_PANELS - height / 2, 0])
        self.map = stage.map.copy().scale_to_fit_width(width).move_to(self.place)
        self.walk = RateWalk(stage.valley.loss, now.start, now.steps, rate, taken=0)
        self.trail = RateTrail(self.walk, self.map, **STYLE)
        self.goal = sign("minimum", GOAL).move_to(self.map.at(stage.valley.minimum))
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
        reached = number(float(self.walk.trajectory.loss[-1]), 1)
        self.loss = fitted(formula(f"f = {reached}", SMALL_SIZE), width + GUTTER / 2)
        _stand(self.loss, x, foot - 2.2 * ROW)
        ring = sign("minimum", PIN) if self.is_best else None
        self.pin = stage.ruler.pin(rate, self.loss, ring)

    def come(self) -> list[Any]:
        """Return the animations that bring the map, with its walker at the start."""
        if self.is_best:
            return [*self.stage.slide_to(self.place), FadeIn(self.trail, self.title)]
        # Colors lie over colors, and would be seen through each other: a cover fades instead.
        cover = self.map.border.copy().set_fill(theme.background, 1)
        cover.set_stroke(theme.background, width=4).set_z_index(1)
        return [
            Add(self.map, self.goal, run_time=1),
            FadeOut(cover),
            FadeIn(self.trail, self.title),
        ]

    def reveal(self) -> FadeIn:
        """Return the animation in which it is said what became of the walk."""
        return FadeIn(self.word, self.loss, self.pin)


def _stand(words: VMobject, x: float, base: float) -> None:
    """Put `words` about x, the foot of their first letter at the height `base`."""
    first = words.family_members_with_points()[0]
    words.shift((x - float(words.get_x()), base - float(first.get_bottom()[1]), 0.0))


@checked
def rate_panels(stage: RateStage) -> list[RatePanel]:
    """Return a panel for each learning rate of the stage and the best one, side by side."""
    middle = (len(stage.compared) - 1) / 2
    step = stage.panel_size[0] + GUTTER
    return [RatePanel(stage, rate, (i - middle) * step) for i, rate in enumerate(stage.compared)]


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
