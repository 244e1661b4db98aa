"""A dip on the way to a deeper valley, and two walkers who come to it from one start."""

from typing import Any

import numpy as np
from manim import RIGHT, VGroup

from gd_math import descend, gradient_descent, losses, minimum_reached, momentum, restrict
from scenes.kit.curves.curve_plot import CurvePlot, name_minima
from scenes.kit.curves.curve_walker import CurveWalker
from scenes.kit.knobs import within
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

REACH = 2.0  # the curve is shown from −REACH to REACH
STEPS = 200  # of both walks: by then they rest
PANEL, FIRST, PITCH = 2.75, 1.3, 1.5  # where words stand, and from one walker's to the other's


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
        said = "keeps $0$ of its step", f"keeps ${number(beta)}$ of its step"
        rows = VGroup()
        for place, (words, walker) in enumerate(zip(said, self.walkers, strict=True)):
            shape = marker_shape(walker.shape, DOT_RADIUS, walker.color_of_marks)
            row = text(words, SMALL_SIZE, walker.color_of_marks)
            rows.add(VGroup(shape, row.next_to(shape, RIGHT, buff=0.2)))
            rows[-1].move_to((PANEL, FIRST - 0.5 * PITCH * place, 0), aligned_edge=-RIGHT)
        rows.add(
            text(f"$alpha = {number(rate)}$", SMALL_SIZE, theme.walker).move_to(
                (PANEL, FIRST - PITCH, 0), aligned_edge=-RIGHT
            )
        )
        return rows
