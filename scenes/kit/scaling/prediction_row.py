"""How far the predictions of a model move as its weights move along a direction, as a bar."""

from typing import Any

import numpy as np
from manim import LEFT, VGroup, VMobject

from scenes.kit.scaling.direction import Direction
from scenes.kit.scaling.live import Live
from scenes.kit.scaling.step_rows import outlined
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

LONGEST = 1.4  # the bar, when the loss has risen by the rise of the map
GAP = 0.25  # from the number to the bar


class PredictionBar(Live):
    """A bar as long as s · d: so far the predictions move, in the root mean square of all samples.

    It begins at `left`, at the height `y`, and follows a `direction`.
    """

    shared = ("direction",)

    def __init__(self, direction: Direction, left: float, y: float) -> None:
        self.direction, self.corner = direction, (left, y)
        self.bar = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        super().__init__(self.bar)

    @property
    def state(self) -> Any:
        return self.direction.state

    def draw(self) -> None:
        share = self.direction.moved / np.sqrt(self.direction.map.rise)
        self.bar.set_points_as_corners(outlined(*self.corner, LONGEST * share))


class PredictionRow(VGroup):
    """By how much predictions move along a `direction`, live, with a bar behind the number."""

    def __init__(self, direction: Direction, left: float, y: float) -> None:
        form = Form.of([np.sqrt(direction.map.rise)], decimals=2)
        live = Number(lambda: direction.moved, **form._asdict(), size=SMALL_SIZE)
        words = named(formula('"predictions move" s dot d =', SMALL_SIZE), live)
        words.move_to((left, y, 0.0), LEFT)
        bar = PredictionBar(direction, float(words.get_right()[0]) + GAP, y)
        super().__init__(words, bar)
