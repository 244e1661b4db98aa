"""The slider of α on its ruler."""

import numpy as np
from manim import UP, RoundedRectangle, ValueTracker, VGroup, VMobject

from scenes.kit.rates.ruler import Ruler
from scenes.kit.symbols import rimmed
from scenes.kit.theme import THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

CLEAR = 0.42  # between the thumb and the reading: room for what is written above the ruler
LIFT = 0.08  # of the thumb, which keeps off the numbers below the line


class RateReading(VGroup):
    """α = and the value that the tracker `rate` has now, set in a `form`."""

    def __init__(self, rate: ValueTracker, form: Form) -> None:
        self.live = Number(rate.get_value, size=TITLE_SIZE, color=theme.walker, **form._asdict())
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        super().__init__(*named(name, self.live, gap=0.18))

    @property
    def base(self) -> float:
        """The height of the line on which the digits stand."""
        return float(self.live.place.get_bottom()[1])


class RateSlider(VGroup):
    """A thumb on a `ruler` at the value of the tracker `rate`, and above it the reading of α.

    Each of the two follows by itself: the reading can leave before the thumb.
    """

    def __init__(self, ruler: Ruler, rate: ValueTracker, form: Form) -> None:
        self.ruler, self.rate = ruler, rate
        self.thumb = rimmed(
            RoundedRectangle(
                corner_radius=0.08, width=0.2, height=0.4, stroke_width=0,
                fill_color=theme.walker, fill_opacity=1,
            )
        )  # fmt: skip
        self.thumb.set_z_index(1)  # above what is marked on the ruler
        self.reading = RateReading(rate, form)
        super().__init__(self.thumb, self.reading)
        self._place_thumb()
        self._place_reading()
        self.thumb.add_updater(lambda _: self._place_thumb())
        self.reading.add_updater(lambda _: self._place_reading())

    def ghost(self, rate: float) -> VMobject:
        """Return the outline of the thumb where it would stand at another rate."""
        outline = RoundedRectangle(corner_radius=0.08, width=0.2, height=0.4)
        outline.set_stroke(theme.walker, width=THIN_WIDTH).set_z_index(0.5)
        return outline.move_to(self.ruler.at(rate) + LIFT * UP)

    def _place_thumb(self) -> None:
        place = self._place
        if not np.allclose(self.thumb.get_center(), place):
            self.thumb.move_to(place)

    def _place_reading(self) -> None:
        """Put it above the thumb, and within the ruler's length."""
        half = self.reading.width / 2
        left, right = self.ruler.line.get_start()[0], self.ruler.line.get_end()[0]
        x = float(np.clip(self._place[0], left + half, right - half))
        y = self._place[1] + self.thumb.height / 2 + CLEAR + self.reading.height / 2
        if not np.allclose(self.reading.get_center(), [x, y, 0]):
            self.reading.move_to(x * np.array([1, 0, 0]) + y * UP)

    @property
    def _place(self) -> np.ndarray:
        return self.ruler.at(self.rate.get_value()) + LIFT * UP
