"""A dip on the way to a deeper valley, and two walkers who come to it from one start."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup
from numpy.typing import NDArray

from gd_math import descend, gradient_descent, losses, minimum_reached, momentum, restrict
from scenes.kit.curves.curve_plot import CurvePlot, name_minima
from scenes.kit.curves.curve_walker import CurveWalker
from scenes.kit.knobs import within
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

REACH = 2.0  # the curve is shown from −REACH to REACH
STEPS = 200  # of both walks: by then they rest
PANEL, NAMES = 2.75, 1.3  # where the names of the walkers stand, right of the curve
BELOW = 1.4  # from there to the hyper-parameters
Array = NDArray[np.float64]


class Dip(VGroup):
    """The two wells along the line through both bottoms, as a curve with two walkers.

    Both start at `start` with the learning rate `rate`; the second keeps `beta` of its last step.
    Raises ValueError, naming the knobs, unless the first ends in the dip and the second in the
    deep valley.
    """

    def __init__(self, start: float, rate: float, beta: float) -> None:
        along = restrict(losses.TWO_WELLS, [0.0, 0.0], [[1.0, 0.0]])
        self.loss = within(along, -REACH, REACH)
        self.plot = CurvePlot(self.loss)
        makers = gradient_descent(rate), momentum(rate, beta)
        self.paths = [descend(self.loss, one, [start], STEPS) for one in makers]
        deep = int(np.argmin([one.value for one in self.loss.minima]))
        ends = [int(minimum_reached(self.loss, path.x[-1])) for path in self.paths]
        if ends[0] in (deep, -1) or ends[1] != deep:
            raise ValueError(
                f"DIP_START, DIP_RATE and DIP_BETA are {start:g}, {rate:g} and {beta:g}: plain "
                "descent must end in the dip, and the walker that rolls in the deep valley"
            )
        meanings = "walker", "second"
        self.walkers = [
            CurveWalker(self.plot, Walk(path), meaning)
            for path, meaning in zip(self.paths, meanings, strict=True)
        ]
        signs, names = name_minima(self.plot)
        self.minima = VGroup(*signs, *names)
        self.words = self._words(rate, beta)
        super().__init__(self.plot, self.plot.graph)

    def go(self) -> list[Any]:
        """Return the animations in which both walk on, at one pace, until each has arrived."""
        last = max(walker.walk.arrival for walker in self.walkers)
        return [walker.walk.go(last) for walker in self.walkers]

    def _words(self, rate: float, beta: float) -> VGroup:
        """Return both hyper-parameters, below the names of the walkers."""
        rows = VGroup(
            text(f"$alpha = {number(rate)}$", SMALL_SIZE, theme.walker),
            text(f"$beta = {number(beta)}$", SMALL_SIZE, theme.second),
        ).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        return rows.move_to(self.place, LEFT).shift(BELOW * DOWN)

    @property
    def place(self) -> Array:
        """Where the names of the walkers begin."""
        return np.array([PANEL, NAMES, 0.0])
