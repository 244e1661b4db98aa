"""The learning rates of both walkers and β of the one that rolls, live, after their names."""

from typing import Any

import numpy as np
from manim import LEFT, UP, VGroup, smooth, squish_rate_func

from scenes.kit.animations import appear
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula

PLACE = 0.0, 3.02  # where the names begin in the frame, and how high their middle is
RATES, SHARE = 2.1, 4.1  # from there to α and to β
GAP = 0.15  # from an equals sign to its number
LATE = squish_rate_func(smooth, 0.5, 1)


class PairValues(VGroup):
    """The pairs of `speeds`, after the `names` of the walkers where these are going."""

    def __init__(self, speeds: SpeedMap, names: VGroup) -> None:
        self.names = names
        left, middle = PLACE
        self.way = np.array([left, middle, 0.0]) - names.get_left()
        super().__init__()
        rows = (
            (0, RATES, "alpha", theme.walker, speeds.plain_rate),
            (1, RATES, "alpha", theme.walker, speeds.rate),
            (1, SHARE, "beta", theme.ink, speeds.beta),
        )
        for row, column, name, color, tracker in rows:
            live = Number(tracker.get_value, 2, size=SMALL_SIZE, color=color, signed=False)
            value = named(formula(f"{name} =", SMALL_SIZE, color), live, GAP)
            value.move_to((left + column, 0, 0), LEFT)
            self.add(value.shift((names[row].get_y() + self.way[1] - live.get_y()) * UP))

    def come(self) -> list[Any]:
        """Return the animations in which the names go where the pairs then appear."""
        going: Any = self.names.animate
        return [going.shift(self.way), *appear(self, rate_func=LATE)]
