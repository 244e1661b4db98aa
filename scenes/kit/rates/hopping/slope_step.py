"""Why a step is too long: the slope where a walk starts, and the step that it makes."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup, VMobject, config

from scenes.kit.curves.slope import put_arrow
from scenes.kit.rates.hopping.hop_row import DEEPEST, FIRST_ROW, START, TICK
from scenes.kit.rates.hopping.hops import Hops, open_mark
from scenes.kit.rates.valley import Law
from scenes.kit.theme import PATH_WIDTH, SAFE_MARGIN, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.update_rule import with_alpha

BEYOND = 1.6  # times as far out as the start: there the tangent ends
THICK = 0.8  # of the arrow
BELOW = 0.2  # the arrow


class SlopeStep(VGroup):
    """The first step of `hops` as an arrow below the number line, with the rate of now.

    `tangent` is the slope on the parabola, by which it is as long as it is. A step that leaves the
    line is cut off there. What it is stands below its middle, as far as the frame has room.
    """

    def __init__(self, hops: Hops) -> None:
        self.hops, start = hops, hops.offset
        ends = np.array([start / 2, np.sign(start) * min(BEYOND * abs(start), hops.reach)])
        rise = float(hops.on_curve(start)[1] - hops.line.get_y())
        foot, tip = hops.at(ends) + np.multiply.outer(rise * (2 * ends / start - 1), UP)
        self.tangent = Line(foot, tip).set_stroke(theme.gradient, width=PATH_WIDTH)
        drop = (FIRST_ROW + DEEPEST / 2) * DOWN  # where the first row of hops will be
        self.tail, zero = hops.at(start) + drop, hops.at(0.0) + drop
        line = hops.line.copy().shift(drop)
        tick = Line(zero + TICK * UP, zero + TICK * DOWN).set_stroke(theme.good, width=THIN_WIDTH)
        self.arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        slope = Law.of(hops.curvature).slope(hops.variable)
        words = f'"step" thick class("unary", -) alpha dot {{{{{slope} : slope}}}}'
        self.label = with_alpha(words, SMALL_SIZE, slope=theme.gradient)
        self.label.next_to(self.tail, DOWN, buff=BELOW)
        super().__init__(line, tick, open_mark(START).move_to(self.tail), self.arrow, self.label)
        self.follow()
        self.add_updater(lambda step: step.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "SlopeStep":
        memo[id(self.hops)] = self.hops  # a copy, as animations make them, follows the same walk
        return super().__deepcopy__(memo)

    def follow(self) -> "SlopeStep":
        """Draw the step with the rate of now."""
        hops = self.hops
        x = hops.offset * hops.factor
        tip = hops.at(np.clip(x, -hops.reach, hops.reach))
        put_arrow(self.arrow, self.tail, (tip[0] - self.tail[0]) * RIGHT, THICK)
        edge = (0.5 - SAFE_MARGIN) * config.frame_width - self.label.width / 2
        self.label.set_x(min((self.tail[0] + tip[0]) / 2, edge))
        return self
