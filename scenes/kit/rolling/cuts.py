"""A valley cut across and along its floor: two parabolas on one scale, and their curvatures."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    FadeIn,
    Line,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)  # fmt: skip
from numpy.typing import ArrayLike, NDArray

from scenes.kit.rates.valley import Valley
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
HALF, HEIGHT = 2.0, 1.9  # half the width of both curves, and the height of the upper
EQUAL = 0.6  # of the half width: so far from the middle both heights are compared
NEAR = 0.14  # from a point or an end of a curve to its name
SAMPLES = 100


class ValleyCuts(VGroup):
    """The loss above its lowest, across a valley and along it, with `foot` where it is lowest.

    Equally far from there, the heights of both curves are as their curvatures, whose ratio is κ.
    """

    def __init__(self, valley: Valley, foot: Array) -> None:
        along, across = valley.curvatures
        self.foot, self.ratio = foot, float(across / along)
        equal = EQUAL * HALF
        self.curves = VGroup(
            self._curve(1.0, equal, theme.ink), self._curve(1 / self.ratio, HALF, theme.muted)
        )
        floor = Line(*self.at([-HALF, HALF], [0, 0]), color=theme.muted, stroke_width=HAIR_WIDTH)
        below, low, high = self.at([equal] * 3, [0, 1 / self.ratio, 1])
        post = DashedLine(below, high, color=theme.ink, stroke_width=THIN_WIDTH)
        dots = [
            marker_shape("circle", 1.5 * STEP_RADIUS, theme.ink).move_to(x) for x in (low, high)
        ]
        upper, lower = (formula(number(one, 2), SMALL_SIZE) for one in (across, along))
        upper.next_to(high, RIGHT, buff=NEAR)
        lower.set_color(theme.muted).next_to(low, UP + LEFT, buff=NEAR)
        left_end, right_end = self.curves[0].get_start(), self.curves[1].get_end()
        names = (
            text("across", SMALL_SIZE).next_to(left_end, LEFT, buff=NEAR),
            text("along", SMALL_SIZE, theme.muted).next_to(right_end, RIGHT, buff=NEAR),
        )
        names[0].shift(names[0].height / 2 * DOWN)
        ratio = formula(f"kappa = {curved(valley.curvatures)}", SMALL_SIZE)
        self.words = VGroup(floor, post, *dots, upper, lower, *names, ratio.move_to(self.at(0, 1)))
        super().__init__(self.curves, self.words)

    def at(self, away: ArrayLike, height: ArrayLike) -> Array:
        """Return points of the frame, so far from the middle and so high, as a share of HEIGHT."""
        away, height = np.broadcast_arrays(away, height)
        return np.asarray(self.foot + np.multiply.outer(away, RIGHT) + HEIGHT * _up(height))

    def appear(self) -> list[Any]:
        """Return the animations in which both curves are drawn, and then are compared."""
        drawn, named = (squish_rate_func(smooth, *part) for part in ((0, 0.6), (0.6, 1)))
        curves = [Create(curve, rate_func=drawn) for curve in self.curves]
        return [*curves, FadeIn(self.words, rate_func=named)]

    def _curve(self, bent: float, half: float, color: str) -> VMobject:
        """Return a parabola of so much curvature, as a share of the upper one's."""
        away = np.linspace(-half, half, SAMPLES)
        curve = VMobject(stroke_color=color, stroke_width=PATH_WIDTH)
        curve.set_points_as_corners(self.at(away, bent * (away / (EQUAL * HALF)) ** 2))
        return curve


def curved(curvatures: ArrayLike) -> str:
    """Return the ratio of two curvatures, of which the smaller is given first, as it is written.

    >>> curved([1.0, 5.0])
    '5 : 1'
    """
    along, across = (number(float(one), 2) for one in np.asarray(curvatures))
    return f"{across} : {along}"


def _up(height: ArrayLike) -> Array:
    return np.multiply.outer(height, UP)
