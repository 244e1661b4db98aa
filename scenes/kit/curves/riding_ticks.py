"""Ticks with numbers that ride with an axis while its scale changes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

TICK = 0.08  # length of a stroke
BELOW = 0.24  # from the axis of w to its numbers: clear of a walker on it
BESIDE = 0.15  # from a vertical axis to its numbers
APART = 0.7, 1.0  # between two numbers on the axis of w: none of them is seen, and all of both
ALOFT = 0.1, 0.2  # of the height of a plot: a number there is not seen, and is seen


class RidingTicks(VGroup):
    """A tick and a number for each of `values`: below a horizontal axis, or left of a vertical one.

    `at(value)` is where in the frame the value lies now, and `seen(value)` its opacity; both depend
    on `state()` alone. `scale` is the largest distance of two values that are seen at once.
    """

    def __init__(
        self,
        values: Iterable[float],
        scale: float,
        at: Callable[[float], Array],
        seen: Callable[[float], float],
        state: Callable[[], Any],
        below: bool,
    ) -> None:
        side, buff = (DOWN, BELOW) if below else (LEFT, BESIDE)

        super().__init__(*(_Tick(value, scale) for value in values))
        self.state: Any = None

        def follow(ticks: Any) -> None:
            now = state()
            if now != ticks.state:
                ticks.state = now
                for tick in ticks:
                    tick.put(at(tick.value), seen(tick.value), side, buff)

        self.add_updater(follow, call_updater=True)


class _Tick(VGroup):
    """The tick and the number of a `value`."""

    def __init__(self, value: float, scale: float) -> None:
        self.value = value
        self.stroke = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        self.label = formula(number(value, scale=scale), SMALL_SIZE, theme.muted)
        super().__init__(self.stroke, self.label)

    def put(self, place: Array, opacity: float, side: Array, buff: float) -> None:
        """Be on this side of `place`, as far as it is to be seen."""
        self.label.set_fill(opacity=opacity)
        self.stroke.set_stroke(opacity=opacity)
        if opacity:
            self.stroke.set_points_as_corners([place, place + TICK * side])
            self.label.next_to(place, side, buff=buff)
        else:  # it is nowhere: nothing of it may widen what it belongs to
            self.stroke.points = np.zeros((0, 3))
            self.label.move_to(place)


def ramp(value: float, low: float, high: float) -> float:
    """Return how far `value` has come from `low`, 0, to `high`, 1."""
    return float(np.clip((value - low) / (high - low), 0, 1))


def round_step(low: float, high: float, count: float) -> float:
    """Return a round step of which about `count` fit from `low` to `high`."""
    rough = (high - low) / count
    ten = 10.0 ** np.floor(np.log10(rough))
    return float(min(times * ten for times in (1, 2, 5, 10) if times * ten >= 0.5 * rough))


def round_values(low: float, high: float, count: float) -> list[float]:
    """Return the multiples, from `low` to `high`, of a round step of which about `count` fit."""
    step = round_step(low, high, count)
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return [float(step * i) for i in np.arange(first, last + 1)]


def tens_between(low: float, high: float) -> list[float]:
    """Return the powers of ten well inside of `low` to `high`, the largest first."""
    powers = range(int(np.floor(np.log10(high))), int(np.floor(np.log10(low))) - 1, -1)
    return [10.0**power for power in powers if 1.8 * low <= 10.0**power <= high / 2.6]


def level_steps(spans: Sequence[tuple[float, float]], about: float) -> dict[float, float]:
    """Return values for an axis of w that is stretched from one span to another.

    For each value the step of its level: numbers of a level are seen when they are far apart.
    `about`: what stays in place.
    """
    coarse, fine = (round_step(low, high, 2.5) for low, high in spans)
    found = dict.fromkeys(round_values(*spans[0], 2.5), coarse)
    for step in tens_between(fine, coarse):
        middle = round(about / step)
        for i in (middle - 1, middle, middle + 1):
            found.setdefault(float(step * i), step)
    for value in round_values(*spans[1], 2.5):
        found.setdefault(value, fine)
    return found


def heights(tops: Sequence[float], count: float) -> list[float]:
    """Return values for a vertical axis from 0, the top of which sinks from one of `tops` on.

    About `count` of them are above 0 and seen at once.
    """
    first, last = ([v for v in round_values(0, top, count) if v > 0] for top in tops)
    return sorted({0.0, *first, *last, *tens_between(max(last), min(first))})
