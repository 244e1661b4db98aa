"""Walks with several learning rates side by side, each in a panel of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    FadeIn,
    Group,
    GrowFromPoint,
    VGroup,
    VMobject,
    linear,
    rush_into,
    smooth,
    squish_rate_func,
)

from scenes.kit.arguments import checked
from scenes.kit.rates.rate_names import best_name
from scenes.kit.rates.rate_stage import (
    GUTTER,
    SMALL_GOAL,
    TITLE_ROW,
    TOP_OF_PANELS,
    RateStage,
)
from scenes.kit.rates.rate_trail import RateTrail
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number, with_power
from scenes.kit.words.text import Number, fitted, formula, text

ROW = 0.47  # of words below a panel
STYLE = {"step_radius": 0.035, "width": 3.0}
PIN = 0.14  # radius of the ring on the ruler
WALK, TELL = 1.5, 0.5  # seconds of a walk, and until it is said what became of it
LATER = 0.6  # seconds, from the start of a walk until the next


class RatePanel:
    """A small map with the walk of one learning rate, which starts when `walk` goes.

    The panel of the best rate takes the map of the stage, which has shrunk, with its trail; the
    others have copies, which grow out of their rates on the ruler. They come with `come`; `word`,
    `loss` and `pin` (on the ruler of the stage) with `reveal`, or after the walk with `tell`.
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
        self.judged = stage.judged(rate)
        word, color = self.judged.word.split(",")[0], self.judged.color
        if self.is_best:
            word, color = "best", theme.good
        self.word = fitted(text(word, SMALL_SIZE, color, bold=True), width)
        foot = float(self.map.border.get_bottom()[1])
        _stand(self.word, x, foot - ROW)
        reached = as_power(float(self.walk.trajectory.loss[-1]))
        self.loss = fitted(formula(f"f = {reached}", SMALL_SIZE), width + GUTTER / 2)
        _stand(self.loss, x, foot - 3.2 * ROW)
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

    def tell(self, start: float, seconds: float) -> list[Any]:
        """Return the animations of a walk and of what became of it, which begin at `start`.

        All last so many `seconds`. The walk of the best rate has been taken: there it waits.
        """
        over, told = ((start + one) / seconds for one in (WALK, WALK + TELL))
        # One that does much in its first steps starts slowly.
        pace = linear if self.judged.word == "crawls" else rush_into
        going: Any = self.walk.animate
        paced = squish_rate_func(pace, start / seconds, over)
        walking = going(rate_func=paced, run_time=seconds).set_value(self.walk.steps)
        said = self.reveal()
        said.rate_func, said.run_time = squish_rate_func(smooth, over, told), seconds
        return [said] if self.is_best else [walking, said]


def _stand(words: VMobject, x: float, base: float) -> None:
    """Put `words` about x, the foot of their first letter at the height `base`."""
    first = words.family_members_with_points()[0]
    words.shift((x - float(words.get_x()), base - float(first.get_bottom()[1]), 0.0))


def as_power(value: float) -> str:
    """Return a loss to one digit, with a power of ten if it is small or large.

    Without one it has two digits.

    >>> as_power(1.07), as_power(0.0002), as_power(2.6e18), as_power(9.6e14)
    ('1.1', '2 · 10⁻⁴', '3 · 10¹⁸', '10¹⁵')
    """
    digit, power = f"{value:.0e}".split("e")
    return number(value, 2) if -1 <= int(power) <= 4 else with_power(digit, int(power))


@checked
def rate_panels(stage: RateStage) -> list[RatePanel]:
    """Return a panel for each learning rate of the stage and the best one, side by side."""
    middle = (len(stage.compared) - 1) / 2
    step = stage.panel_size[0] + GUTTER
    return [RatePanel(stage, rate, (i - middle) * step) for i, rate in enumerate(stage.compared)]


def tell_in_turn(panels: Sequence[RatePanel]) -> list[Any]:
    """Return the animations of all walks, one after the other: each ends with what became of it."""
    seconds = (len(panels) - 1) * LATER + WALK + TELL
    return [panel.tell(i * LATER, seconds) for i, panel in enumerate(panels)]


def losses_title(panels: Sequence[RatePanel]) -> VMobject:
    """Return what the losses below the panels are, above them, and with what all walks began."""
    walk = panels[0].walk
    start = number(float(walk.trajectory.loss[0]), 2)
    words = text(f"$f$ after {walk.steps} steps (start: $f = {start}$)", SMALL_SIZE, theme.muted)
    middle = (panels[0].place[0] + panels[-1].place[0]) / 2
    _stand(words, middle, float(panels[0].map.border.get_bottom()[1]) - 2.1 * ROW)
    return words


@checked
def step_counter(walk: Walk) -> VGroup:
    """Return the word "step" and the number of steps taken."""
    digits = len(str(walk.trajectory.steps))
    count = Number(lambda: walk.step, 0, digits, TITLE_SIZE, signed=False)
    return named(text("step", TITLE_SIZE), count, gap=0.2)
