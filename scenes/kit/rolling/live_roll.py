"""The walk of one pair of α and β, taken anew whenever the pair moves."""

from collections.abc import Callable

import numpy as np
from manim import DOWN, RIGHT, UR, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Optimizer, descend, gradient_descent, heavy_ball, momentum
from scenes.kit.maps.trails import Drawn, through
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.race_plot import RacePlot, decades_of
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import OUTER
from scenes.kit.symbols import marker_shape, rimmed
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 3.6, -1.95, 2.5, 3.3  # of the axes
READING = 2.5  # height of the live factor
MARK = 0.045  # radius of the mark of a step
STEPS = 10  # that are shown
NAME_OFF = 0.15  # from the middle of a line to its name


class LiveRoll(VGroup):
    """The distance left to the minimum after each step with the rate and the β of `speeds.pair`.

    The scale is logarithmic: a factor that stays the same is a slope. What is beyond it is drawn
    at its end. `reading` is the factor that each step leaves of the distance in the long run. With
    β = 0 all is as plain descent looks, else as what rolls does.
    """

    def __init__(self, valley: Valley, speeds: SpeedMap) -> None:
        self.valley, self.speeds = valley, speeds
        makers = gradient_descent(valley.best), momentum(*heavy_ball(speeds.hessian))
        ends = [self._distances(maker)[[0, -1]] for maker in makers]
        low, high = decades_of(ends)
        self.plot = RacePlot(
            STEPS, (low, high), WIDTH, HEIGHT, "distance left", ticks=(0, STEPS // 2)
        )
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        color = self._color.to_hex()
        self.path = Drawn(self._points, stroke_color=color, stroke_width=PATH_WIDTH)
        self.marks = Drawn(self._marks, fill_color=color, fill_opacity=1, stroke_width=0)
        self.end = VGroup(self._end("circle", OUTER, theme.walker, lambda: 1 - speeds.rolled))
        self.end.add(self._end("diamond", DOT_RADIUS, theme.second, lambda: speeds.rolled))
        live = Number(lambda: speeds.factor, 3, size=SMALL_SIZE, color=color, signed=False)
        unit = text("a step", SMALL_SIZE, color)
        factor = named(formula("times", SMALL_SIZE, color), live, unit=unit)
        words = text("in the long run", SMALL_SIZE, color)
        self.reading = VGroup(factor, words).arrange(DOWN, buff=0.15, aligned_edge=RIGHT)
        self.reading.move_to((LEFT_END + WIDTH, READING, 0), RIGHT)
        for part in (self.path, self.marks, self.reading):
            part.add_updater(lambda part: part.set_color(self._color))
        for part in (self.path, self.marks, self.end):
            part.set_z_index(1)  # above what stays of another pair
        super().__init__(self.plot, self.path, self.marks, self.end)

    def ghost(self) -> VGroup:
        """Return the curve as it is now, which stays, with its factor as plain descent's."""
        path = rimmed(VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH))
        path.points = self._points()
        marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        marks.points = self._marks()
        end = marker_shape("circle", OUTER, theme.walker).move_to(self._places[-1])
        lines = "plain:", f"$times {number(self.speeds.factor, 3)}$"
        words = VGroup(*(text(line, SMALL_SIZE, theme.walker) for line in lines))
        words.arrange(DOWN, buff=0.15, aligned_edge=RIGHT)
        return VGroup(path, marks, end, words.next_to(self._places[STEPS // 2], UR, buff=NAME_OFF))

    @property
    def _color(self) -> ManimColor:
        """The color of plain descent, or of the one that rolls."""
        plain, rolls = ManimColor(theme.walker), ManimColor(theme.second)
        return plain.interpolate(rolls, self.speeds.rolled)

    def _end(self, marker: str, radius: float, color: str, share: Callable[[], float]) -> VMobject:
        """Return a marker at the end of the curve, of which the size is a `share` of its own."""
        mark = marker_shape(marker, radius, color)
        outline, rim = mark.points, mark.get_stroke_width(background=True)

        def follow(mark: VMobject) -> None:
            mark.set_points(self._places[-1] + share() * outline)
            mark.set_stroke(width=share() * rim, background=True)

        mark.add_updater(follow, call_updater=True)  # type: ignore[arg-type]
        return mark

    @property
    def _places(self) -> Array:
        rate = max(float(self.speeds.rate.get_value()), 1e-6)
        beta = float(np.clip(self.speeds.beta.get_value(), 0, 0.99))
        far = self._distances(momentum(rate, beta))
        return self.plot.at(np.stack([np.arange(STEPS + 1), far], axis=-1))

    def _distances(self, optimizer: Optimizer) -> Array:
        x = descend(self.valley.loss, optimizer, self.valley.start, STEPS).x
        return np.asarray(np.linalg.norm(x - self.valley.minimum, axis=-1))

    def _marks(self) -> Array:
        outline = marker_shape("circle", MARK, theme.ink).points
        return np.asarray((outline + self._places[:, np.newaxis]).reshape(-1, 3))

    def _points(self) -> Array:
        return through(self._places)
