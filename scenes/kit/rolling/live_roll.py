"""How the distance falls with one pair of α and β, drawn anew whenever the pair moves."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DL, DOWN, RIGHT, UR, FadeIn, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import swap
from scenes.kit.maps.trails import Drawn, through
from scenes.kit.rolling.race_plot import RacePlot, decades_of
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import OUTER
from scenes.kit.symbols import marker_shape, rimmed
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 3.6, -1.95, 2.5, 3.1  # of the axes
READING, OVER = 2.75, 0.32  # height of the live factor; from the scale to its title
MARK = 0.045  # radius of the mark of a step
STEPS = 10  # that are shown
TITLE = "in the long run: \\ distance left"
_STEPS = np.arange(STEPS + 1)
UPPER, LOWER = 6, 7  # the steps at which the two lines are named
NAME_OFF = 0.15  # from a line to its name


class LiveRoll(VGroup):
    """The share of the distance to the minimum that is left in the long run, step by step.

        factorⁿ after n steps

    with the factor of `speeds.pair`. The scale is logarithmic: a factor is a slope. `plain` and
    `rolls` are names with the factor, which is live: the first above the axes, the second below
    the steepest line of all. With β = 0 all is as plain descent looks, else as what rolls does.
    """

    def __init__(self, speeds: SpeedMap) -> None:
        self.speeds = speeds
        steepest = speeds.best.contraction**_STEPS
        self.plot = RacePlot(
            STEPS, decades_of(steepest), WIDTH, HEIGHT, TITLE, (0, STEPS // 2), OVER
        )
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        color = self._color.to_hex()
        self.path = Drawn(self._points, stroke_color=color, stroke_width=PATH_WIDTH)
        self.marks = Drawn(self._marks, fill_color=color, fill_opacity=1, stroke_width=0)
        self.end = VGroup(self._end("circle", OUTER, theme.walker, lambda: 1 - speeds.rolled))
        self.end.add(self._end("diamond", DOT_RADIUS, theme.second, lambda: speeds.rolled))
        self.plain = self._named("plain:", theme.walker, lambda: speeds.plain_factor)
        self.plain.move_to((LEFT_END + WIDTH, READING, 0), RIGHT)
        self.rolls = self._named("rolls:", theme.second, lambda: speeds.factor)
        self.rolls.next_to(self.plot.at((LOWER, steepest[LOWER])), DL, buff=NAME_OFF)
        for line in (self.path, self.marks):
            line.add_updater(lambda line: line.set_color(self._color))
        for part in (self.path, self.marks, self.end):
            part.set_z_index(1)  # above what stays of another pair
        super().__init__(self.plot, self.path, self.marks, self.end)

    def plain_stays(self) -> list[Any]:
        """Return the animations in which the line as it is now stays, and is named beside it."""
        path = rimmed(VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH))
        path.points = self._points()
        marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        marks.points = self._marks()
        end = marker_shape("circle", OUTER, theme.walker).move_to(self._places[-1])
        name = self._named("plain:", theme.walker, lambda: self.speeds.plain_factor)
        name.next_to(self._places[UPPER], UR, buff=NAME_OFF)
        return [FadeIn(VGroup(path, marks, end)), *swap([self.plain], [name])]

    def _named(self, words: str, color: str, value: Callable[[], float]) -> VGroup:
        """Return a name, and below it a factor that is live."""
        live = Number(value, 3, size=SMALL_SIZE, color=color, signed=False)
        factor = named(formula("times", SMALL_SIZE, color), live)
        pair = VGroup(text(words, SMALL_SIZE, color), factor)
        return pair.arrange(DOWN, buff=0.15, aligned_edge=RIGHT)

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
        return self.plot.at(np.stack([_STEPS, self.speeds.factor**_STEPS], axis=-1))

    def _marks(self) -> Array:
        outline = marker_shape("circle", MARK, theme.ink).points
        return np.asarray((outline + self._places[:, np.newaxis]).reshape(-1, 3))

    def _points(self) -> Array:
        return through(self._places)
