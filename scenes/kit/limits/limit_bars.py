"""How large a learning rate sharp and flat minima hold, as bars on one scale."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, GrowFromEdge, Rectangle, ValueTracker, VGroup
from numpy.typing import NDArray

from scenes.kit.curves.curve_plot import end_color
from scenes.kit.limits.valley_curve import PANEL, ValleyCurve
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.symbols import rimmed
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

TOP = -0.97  # height in the frame of the middle of the first words
APART = 0.98  # from them to the next
BELOW = 0.45  # from the middle of the words to that of their bar
BAR = 0.26  # height of a bar …
REACH = 0.2  # … and how far a mark reaches from its middle, up and down
QUESTION = 0.2  # height in the frame of the middle of a question above the bars
BESIDE = 0.28  # from a mark to the middle of its letter


class LimitBars(VGroup):
    """The limit 2/f″ of the sharpest and of the flattest minimum, and for each a bar.

    Both bars have one scale of α, on which `rate_marks(rate)` show that of now. `rows` are the two.
    """

    def __init__(self, curve: ValleyCurve) -> None:
        sharpest = int(np.argmin(curve.limits))
        shown = sharpest, curve.flat[0]
        self.limits = [float(curve.limits[i]) for i in shown]
        self.unit = (PANEL[1] - PANEL[0]) / max(self.limits)
        self.rows = VGroup()
        for i, (limit, minimum) in enumerate(zip(self.limits, shown, strict=True)):
            words = f"\"{curve.kind_of(minimum)}:\" thick 2 \\/ f'' = {number(limit, 3)}"
            line = formula(words, SMALL_SIZE, end_color(curve.loss, minimum))
            height = TOP - i * APART
            line.move_to(PANEL[0] * RIGHT + height * UP, LEFT)
            bar = Rectangle(width=limit * self.unit, height=BAR, stroke_width=0)
            bar.set_fill(theme.ink, opacity=0.75)
            self.rows.add(VGroup(line, bar.move_to(PANEL[0] * RIGHT + (height - BELOW) * UP, LEFT)))
        super().__init__(self.rows)

    @property
    def above(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The place of a question above the bars, with its left edge."""
        return PANEL[0] * RIGHT + QUESTION * UP, LEFT

    def rate_marks(self, rate: ValueTracker) -> VGroup:
        """Return marks at the learning rate of now across both bars, in the color of α.

        A rim lets them stand off the bars; the letter stands right of the upper bar's.
        """
        middles = np.array([row[1].get_y() for row in self.rows])

        def points() -> NDArray[np.float64]:
            across = min(float(rate.get_value()) * self.unit, PANEL[1] - PANEL[0])
            ends = np.stack([middles - REACH, middles + REACH], axis=-1)
            places = np.stack([np.full_like(ends, PANEL[0] + across), ends, 0 * ends], axis=-1)
            return straight_pieces(places)

        mark = rimmed(Drawn(points, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH))
        name = formula("alpha", SMALL_SIZE, theme.walker)
        end = float(self.rows[0][1].get_right()[0])

        def follow(one: Any) -> None:
            one.move_to((max(float(mark.get_x()), end) + BESIDE) * RIGHT + middles[0] * UP)

        name.add_updater(follow, call_updater=True)
        return VGroup(mark, name)

    def grow(self) -> list[Any]:
        """Return the animations in which the bars grow from nothing, with their words."""
        words = FadeIn(*(line for line, _ in self.rows))
        return [words, *(GrowFromEdge(bar, LEFT) for _, bar in self.rows)]
