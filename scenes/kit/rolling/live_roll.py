"""How the distance falls with one pair of α and β, drawn anew whenever the pair moves."""

from collections.abc import Callable

import numpy as np
from manim import DL, RIGHT, UP, UR, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import descend, momentum
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.race_plot import RacePlot, decades_of
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 3.5, -1.95, 2.6, 3.1  # of the axes
STEPS, EVERY = 24, 3  # steps that are shown; powers of ten from label to label
_STEPS = np.arange(STEPS + 1)
MARK, DASHED = 0.035, 0.1  # radius of the mark of a step, and length of a dash
GUIDED, UNTIL = 12, 21  # the steps between which guides lie beside the lines, …
ASIDE, DASH = 0.2, 0.1  # … so far off, with dashes so long
NAME_OFF, OVER = 0.14, 0.27  # from a guide to its name; from the scale to its title


class LiveRoll(VGroup):
    """The distance to the minimum after each step of two walks, as a share of the first one.

    The one is that of plain descent at its learning rate on `speeds`, the other that of the pair;
    both are live. The scale is logarithmic. `guides` says how steeply both would fall with the
    factors of their pairs alone.
    """

    def __init__(self, speeds: SpeedMap, valley: Valley) -> None:
        self.speeds, self.valley = speeds, valley
        low = EVERY * (decades_of(self.left(*speeds.best))[0] // EVERY)
        self.plot = RacePlot(
            STEPS, (low, 0), WIDTH, HEIGHT, "distance left", (0, STEPS // 2), OVER, EVERY
        )
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        plain, rolls = theme.walker, theme.second
        self.plain = self._line("circle", plain, self._plain)
        self.rolls = self._line("diamond", rolls, self._rolls, DASHED)
        super().__init__(self.plot, self.plain, self.rolls)

    def guides(self) -> VGroup:
        """Return dashed lines beside the tails, which fall by the factors, and their numbers."""
        guides = VGroup()
        speeds = self.speeds
        for places, factor, color, side in (
            (self._plain(), speeds.plain_factor, theme.walker, UR),
            (self._rolls(), speeds.factor, theme.second, DL),
        ):
            start = self.plot.at((0, 1)), self.plot.at((1, factor))
            begin = places[GUIDED] + ASIDE * side / np.linalg.norm(side)
            end = begin + (UNTIL - GUIDED) * (start[1] - start[0])
            line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
            line.points = straight_pieces(dashes(np.array([[begin, end]]), DASH))
            name = formula(f"times {number(factor, 3)}", SMALL_SIZE, color)
            name.next_to((begin + end) / 2, side, buff=NAME_OFF)
            if side is UR:  # above where its guide is highest, and no farther right than the plot
                name.next_to(begin, UP, buff=NAME_OFF).align_to(self.plot.x_axis, RIGHT)
            guides.add(line, name)
        return guides

    def left(self, rate: float, beta: float) -> Array:
        """Return the share of the first distance that is left after each step, (steps + 1,)."""
        optimizer = momentum(rate, beta)
        x = descend(self.valley.loss, optimizer, self.valley.start, STEPS).x
        away = np.linalg.norm(x - self.valley.minimum, axis=-1)
        return np.asarray(away / away[0])

    def _plain(self) -> Array:
        return self._places(self.speeds.plain_rate.get_value(), 0.0)

    def _rolls(self) -> Array:
        return self._places(self.speeds.rate.get_value(), self.speeds.beta.get_value())

    def _places(self, rate: float, beta: float) -> Array:
        lowest = 10.0 ** self.plot.decades[0]
        left = np.maximum(self.left(rate, beta), lowest)
        return self.plot.at(np.stack([_STEPS, left], axis=-1))

    def _line(
        self, marker: str, color: str, places: Callable[[], Array], dash: float = 0.0
    ) -> VGroup:
        """Return a live line through `places`, with a mark at each, and the walker at the last.

        With `dash` the line is dashed, and that is how long its dashes are.
        """
        step = marker_shape(marker, MARK, color).points
        walker = marker_shape(marker, DOT_RADIUS, color)

        def marks() -> Array:
            return np.asarray((step + places()[:-1, np.newaxis]).reshape(-1, 3))

        def line() -> Array:
            pieces = np.stack([places()[:-1], places()[1:]], axis=1)
            return straight_pieces(dashes(pieces, dash) if dash else pieces)

        path = Drawn(line, stroke_color=color, stroke_width=PATH_WIDTH)
        dots = Drawn(marks, fill_color=color, fill_opacity=1, stroke_width=0)
        walker.add_updater(lambda mark: mark.move_to(places()[-1]), call_updater=True)
        return VGroup(path, dots, walker)
