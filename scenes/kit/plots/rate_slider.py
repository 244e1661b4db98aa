"""The slider of α on its ruler."""

import numpy as np
from manim import DOWN, UP, RoundedRectangle, ValueTracker, VGroup

from scenes.kit.plots.ruler import Ruler
from scenes.kit.symbols import rimmed
from scenes.kit.theme import TITLE_SIZE, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

CLEAR = 0.1  # between the thumb and the reading
LIFT = 0.08  # of the thumb, which keeps off the numbers below the line


class RateSlider(VGroup):
    """A thumb on a `ruler` at the value of the tracker `rate`, and above it α = and the value."""

    def __init__(self, ruler: Ruler, rate: ValueTracker, form: Form) -> None:
        self.ruler, self.rate = ruler, rate
        self.thumb = rimmed(
            RoundedRectangle(
                corner_radius=0.08, width=0.2, height=0.4, stroke_width=0,
                fill_color=theme.walker, fill_opacity=1,
            )
        )  # fmt: skip
        self.live = live = Number(
            rate.get_value, size=TITLE_SIZE, color=theme.walker, **form._asdict()
        )
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        # The cell of the sign is always blank: the name stands where the digits begin.
        digits = min(cell.get_left()[0] for cell in live.cells if len(cell.points))
        name.align_to(live, DOWN).set_x(digits - 0.18 - name.width / 2)
        self.live = live
        self.reading = VGroup(name, live)
        super().__init__(self.thumb, self.reading)
        self.follow()
        self.add_updater(lambda slider: slider.follow())

    @property
    def base(self) -> float:
        """The height of the line on which the digits of the reading stand."""
        return float(self.live.place.get_bottom()[1])

    def follow(self) -> "RateSlider":
        """Move to where the rate is now; the reading stays above the ruler's length."""
        place = self.ruler.at(self.rate.get_value())
        place = place + LIFT * UP
        if not np.allclose(self.thumb.get_center(), place):
            self.thumb.move_to(place)
            self.reading.next_to(self.thumb, UP, buff=CLEAR)
            half = self.reading.width / 2
            left, right = self.ruler.line.get_start()[0], self.ruler.line.get_end()[0]
            self.reading.set_x(float(np.clip(place[0], left + half, right - half)))
        return self
