"""The line y = wx, what it guesses, and its slope."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup, VMobject

from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import GuessPlot
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import Number, formula

ABOVE, BELOW = 0.95, 0.21  # of the axis: how high the rule stands on the left, or on the right
ROOM = 0.08  # of the axis: between the rule and what is above it


class LineThroughOrigin(VMobject):
    """The line y = wx whose slope w is that of `slope`, a tracker, as far as the last point."""

    @checked
    def __init__(self, plot: GuessPlot, slope: ValueTracker) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.plot, self.slope = plot, slope
        self.add_updater(LineThroughOrigin.follow, call_updater=True)

    def follow(self) -> "LineThroughOrigin":
        """Turn to the slope of now."""
        slope, far = self.slope.get_value(), float(self.plot.data.x.max())
        end = min(far, self.plot.y_range[1] / slope) if slope > 0 else far
        self.points = straight_pieces(self.plot.at(np.array([[[0, 0], [end, slope * end]]])))
        return self

    def rule(self) -> VGroup:
        """Return what the line guesses and, live, its slope.

        They stand below the right half of the line, if it and the points leave room there with the
        slope of now, the lowest; else in the upper left corner of the plot.
        """
        plot = self.plot
        variable = plot.variable if plot.variable == "x" else f'"{plot.variable}"'
        rule = formula(f'"guess" = w dot {variable}', SMALL_SIZE, theme.walker)
        (_, far), (_, top) = plot.x_range, plot.y_range
        rule.move_to(plot.at((far, BELOW * top)), RIGHT)
        if self._lowest(float(rule.get_left()[0])) < (BELOW + ROOM) * top:
            rule.next_to(plot.at((0, ABOVE * top)), RIGHT, buff=0.4)
        steepest = top / float(plot.data.x.max()) / plot.unit
        live = Number(
            lambda: self.slope.get_value() / plot.unit,
            decimals=0 if steepest >= 10 else 2,
            digits=len(f"{steepest:.0f}"),
            size=SMALL_SIZE,
            color=theme.walker,
            flush=True,
        )
        equals = formula("w =", SMALL_SIZE, theme.walker)
        equals.next_to(rule, DOWN, buff=0.2, aligned_edge=LEFT)
        live.next_to(equals, RIGHT, buff=0.14).align_to(equals, DOWN)
        return VGroup(rule, equals, live)

    def _lowest(self, left: float) -> float:
        """Return how low the line and the points come right of `left` in the frame."""
        plot, slope = self.plot, self.slope.get_value()
        beside = plot.at(plot.points_of())[:, 0] >= left
        start = (left - plot.at((0, 0))[0]) / (plot.at((1, 0)) - plot.at((0, 0)))[0]
        return float(np.min([slope * start, *plot.data.y[beside]]))
