"""A tangent that is led along a curve and leaves its mark wherever it is level."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from manim import DOWN, Line, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from gd_math import stationary_points
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import (
    NAME_BELOW,
    CurvePlot,
    beside,
    depth_line,
    hilltops,
    name_minima,
)
from scenes.kit.curves.curve_walker import PLACES
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import text

Array = NDArray[np.float64]
TANGENT = 0.3  # units of the frame, to each side of the point where it touches …
LEVEL = 0.3  # … and of the piece that it leaves
TOUCH = 0.08  # radius of that point


class LevelPlaces(VGroup):
    """A tangent of the curve of `plot`, and all places where it is level.

    It touches the curve at the value of the tracker `x`, which begins left of the first minimum.
    `places` are the minima and maxima from left to right, as (x, marks): a level piece of the
    tangent, the sign, and the name. `levels` and `signs` are these marks by kind, `names` those of
    the minima and `hilltops` those of the maxima; `kinds` are shorter names of the minima: global
    or local. `lowest` is the line through the global ones.
    """

    @checked
    def __init__(self, plot: CurvePlot) -> None:
        self.plot = plot
        loss = plot.loss
        signs, names = name_minima(plot)
        found = [
            (float(one.x[0]), sign, name)
            for one, sign, name in zip(loss.minima, signs, names, strict=True)
        ]
        self.x = ValueTracker((plot.x_range[0] + found[0][0]) / 2)
        self.tangent = Line(color=theme.gradient, stroke_width=PATH_WIDTH)
        self.touch = marker_shape("circle", TOUCH, theme.gradient)
        super().__init__(self.tangent, self.touch)
        self.lowest = depth_line(plot)
        self.levels, self.signs, self.names = VGroup(), VGroup(), VGroup()
        self.hilltops, self.kinds = VGroup(), VGroup()
        for minimum, sign in zip(loss.minima, signs, strict=True):
            # In ink: that can be read on the tinted ground of a basin.
            kind = text("global" if minimum.is_global else "local", SMALL_SIZE)
            self.kinds.add(kind.next_to(sign, DOWN, buff=NAME_BELOW))
        self.names.add(*names)
        tops = (point for point in stationary_points(loss) if point.kind == "maximum")
        for top, (sign, name) in zip(tops, hilltops(plot), strict=True):
            found.append((float(top.x[0]), sign, name))
            self.hilltops.add(name)
        self.places: list[tuple[float, list[VMobject]]] = []
        for x, sign, name in sorted(found, key=lambda place: place[0]):
            level = Line(color=theme.gradient, stroke_width=PATH_WIDTH).set_z_index(-1)
            self._lay(level, x, LEVEL)
            self.places.append((x, [level, sign, name]))
            self.levels.add(level)
            self.signs.add(sign)
        self.add_updater(lambda places: places.follow())
        self.follow()

    def to(self, x: float) -> Any:
        """Return the animation that leads the tangent to `x`."""
        moving: Any = self.x.animate
        return moving(rate_func=smooth).set_value(x)

    def visits(self) -> Iterator[tuple[Any, list[VMobject]]]:
        """Yield the ways of the tangent, each with the marks of the place that it leaves.

        They are as many as the places and one more: to the first nothing is left, and from the
        last it goes on to the edge of the curve.
        """
        last, edge = self.places[-1][0], self.plot.x_range[1]
        stops = [*(x for x, _ in self.places), (last + edge) / 2]
        left: list[list[VMobject]] = [[], *(marks for _, marks in self.places)]
        for x, marks in zip(stops, left, strict=True):
            yield self.to(x), marks

    def reading(self) -> VGroup:
        """Return f′(x) at the tangent as a live number, beside the curve."""
        slopes = [self._slope(x) for x in np.linspace(*self.plot.x_range)]
        row = ("f'(x)", theme.gradient, lambda: self._slope(float(self.x.get_value())))
        return beside(readings(row, forms=[Form.of(slopes)]), PLACES)  # type: ignore[no-any-return]

    def follow(self) -> "LevelPlaces":
        """Draw the tangent at `x`."""
        x = float(self.x.get_value())
        self._lay(self.tangent, x, TANGENT)
        self.touch.move_to(self.plot.on([x]))
        return self

    def _slope(self, x: float) -> float:
        return float(self.plot.loss.gradient([x])[0])

    def _lay(self, line: Line, x: float, reach: float) -> None:
        """Draw `line` along the tangent at `x`, `reach` units of the frame to each side."""
        plot = self.plot
        steep = float((plot.at((0, self._slope(x))) - plot.at((0, 0)))[1])
        way = np.array([plot.unit, steep, 0])
        way *= reach / np.linalg.norm(way)
        here = plot.on([x])
        line.set_points_as_corners([here - way, here + way])
