"""How the distance falls in the walks of two pairs of α and β."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import DL, RIGHT, UP, UR, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory, descend, momentum
from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.race_plot import RacePlot, RaceTrail, decades_of
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import INNER, OUTER, ROLLS
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 3.75, -1.95, 2.45, 2.4  # of the axes
STEPS, EVERY = 24, 3  # steps that are shown; powers of ten from label to label
MARK = 0.035  # radius of the mark of a step
GUIDED, UNTIL = 12, 21  # the steps between which guides lie beside the lines, …
ASIDE, DASH = 0.2, 0.1  # … so far off, with dashes so long
NAME_OFF, OVER = 0.14, 0.27  # from a guide to its name; from the scale to its title


class DistancePlot(VGroup):
    """The distance to the minimum after each step of two walks, as a share of the first one.

    The one is that of plain descent at its learning rate on `speeds`, the other that of the pair,
    as both are when the plot is made. The scale is logarithmic. `guides` says how steeply both
    would fall with the factors of their pairs alone.
    """

    def __init__(self, speeds: SpeedMap, valley: Valley) -> None:
        self.valley = valley
        pairs = (
            (float(speeds.plain_rate.get_value()), 0.0),
            (float(speeds.rate.get_value()), float(speeds.beta.get_value())),
        )
        self.factors = speeds.plain_factor, speeds.factor
        self.paths = [self._path(*pair) for pair in pairs]
        low, _ = decades_of([path.loss for path in self.paths])
        ends = EVERY * (low // EVERY), 0
        ticks = 0, STEPS // 2
        self.plot = RacePlot(STEPS, ends, WIDTH, HEIGHT, "distance left", ticks, OVER, EVERY)
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        self.walks = [Walk(path) for path in self.paths]
        plain, rolls = self.walks
        looks: dict[str, Any] = ROLLS | {"radius": INNER, "step_radius": MARK}
        self.plain = RaceTrail(plain, self.plot, radius=OUTER, step_radius=MARK)
        self.rolls = RaceTrail(rolls, self.plot, color=theme.second, **looks)
        super().__init__(self.plot, self.plain, self.rolls)

    def go(self) -> list[Any]:
        """Return the animations in which both walks go on to the end of the axis."""
        return [walk.go(STEPS) for walk in self.walks]

    def guides(self) -> VGroup:
        """Return dashed lines beside the tails, which fall by the factors, and their numbers."""
        guides = VGroup()
        looks = (theme.walker, UR), (theme.second, DL)
        for path, factor, (color, side) in zip(self.paths, self.factors, looks, strict=True):
            unit = self.plot.at((1, factor)) - self.plot.at((0, 1))
            begin = self.plot.at((GUIDED, path.loss[GUIDED])) + ASIDE * side / np.linalg.norm(side)
            end = begin + (UNTIL - GUIDED) * unit
            line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
            line.points = straight_pieces(dashes(np.array([[begin, end]]), DASH))
            name = formula(f"times {number(factor, 3)}", SMALL_SIZE, color)
            name.next_to((begin + end) / 2, side, buff=NAME_OFF)
            if side is UR:  # above where its guide is highest, and no farther right than the plot
                name.next_to(begin, UP, buff=NAME_OFF).align_to(self.plot.x_axis, RIGHT)
            guides.add(line, name)
        return guides

    def _path(self, rate: float, beta: float) -> Trajectory:
        """Return a walk, of which the loss is the share of the first distance that is left."""
        path = descend(self.valley.loss, momentum(rate, beta), self.valley.start, STEPS)
        away = np.linalg.norm(path.x - self.valley.minimum, axis=-1)
        return replace(path, loss=away / away[0])
