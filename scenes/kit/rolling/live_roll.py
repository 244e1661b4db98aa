"""How the distance falls with one pair of α and β, drawn anew whenever the pair moves."""

from collections.abc import Callable

import numpy as np
from manim import DL, UR, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import descend, momentum
from scenes.kit.maps.trails import Drawn, through
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.race_plot import RacePlot, decades_of
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import OUTER
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 3.5, -1.95, 2.6, 3.1  # of the axes
STEPS = 10  # that are shown
_STEPS = np.arange(STEPS + 1)
UPPER, LOWER = 6, 7  # the steps at which the two lines are named
NAME_OFF, OVER = 0.15, 0.27  # from a line to its name; from the scale to its title


class LiveRoll(VGroup):
    """The distance to the minimum after each step of two walks, as a share of the first one.

    The one is that of plain descent at the learning rate of `speeds`, the other, which is there
    once β is not 0, that of its pair; both are live. `rolls_name` is the name of the second. The
    scale is logarithmic.
    """

    def __init__(self, speeds: SpeedMap, valley: Valley) -> None:
        self.speeds, self.valley = speeds, valley
        best = self.left(*speeds.best)
        self.plot = RacePlot(
            STEPS, decades_of(best), WIDTH, HEIGHT, "distance left", (0, STEPS // 2), OVER
        )
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        plain, rolls = theme.walker, theme.second
        self.plain = self._line("circle", OUTER, plain, self._plain, lambda: 1.0)
        self.rolls = self._line("diamond", DOT_RADIUS, rolls, self._rolls, lambda: speeds.rolled)
        at = self._plain()[UPPER], self.plot.at((LOWER, best[LOWER]))
        names = text("forgets", SMALL_SIZE, plain), text("rolls", SMALL_SIZE, rolls)
        for name, place, side in zip(names, at, (UR, DL), strict=True):
            name.next_to(place, side, buff=NAME_OFF)
        super().__init__(self.plot, self.plain, self.rolls, names[0])
        self.rolls_name = names[1]

    def left(self, rate: float, beta: float) -> Array:
        """Return the share of the first distance that is left after each step, (steps + 1,)."""
        optimizer = momentum(rate, max(beta, 0.0))
        x = descend(self.valley.loss, optimizer, self.valley.start, STEPS).x
        away = np.linalg.norm(x - self.valley.minimum, axis=-1)
        return np.asarray(away / away[0])

    def _plain(self) -> Array:
        return self._places(self.speeds.plain_rate, 0.0)

    def _rolls(self) -> Array:
        return self._places(self.speeds.rate.get_value(), self.speeds.beta.get_value())

    def _places(self, rate: float, beta: float) -> Array:
        lowest = 10.0 ** self.plot.decades[0]
        left = np.maximum(self.left(rate, beta), lowest)
        return self.plot.at(np.stack([_STEPS, left], axis=-1))

    def _line(
        self,
        marker: str,
        radius: float,
        color: str,
        places: Callable[[], Array],
        share: Callable[[], float],
    ) -> VGroup:
        """Return a line through `places`, with marks; all is as large as a `share` of its own."""
        step = marker_shape("circle", STEP_RADIUS, color).points
        walker = marker_shape(marker, radius, color)
        outline, rim = walker.points, walker.get_stroke_width(background=True)

        def marks() -> Array:
            return np.asarray((share() * step + places()[:-1, np.newaxis]).reshape(-1, 3))

        def stand(mark: VMobject) -> None:
            mark.set_points(places()[-1] + share() * outline)
            mark.set_stroke(width=share() * rim, background=True)

        path = Drawn(lambda: through(places()), stroke_color=color, stroke_width=PATH_WIDTH)
        path.add_updater(
            lambda line: line.set_stroke(width=share() * PATH_WIDTH), call_updater=True
        )
        dots = Drawn(marks, fill_color=color, fill_opacity=1, stroke_width=0)
        walker.add_updater(stand, call_updater=True)  # type: ignore[arg-type]
        return VGroup(path, dots, walker)
