"""How fast momentum is for every learning rate and every β, as a map."""

from itertools import pairwise
from typing import Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    Line,
    ManimColor,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)  # fmt: skip
from numpy.typing import NDArray

from gd_math import (
    best_learning_rate,
    heavy_ball,
    momentum_contraction,
    stability_limit,
)
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import hollow, marker_shape, rimmed
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
COLUMNS, ROWS = 360, 270  # values from which the outlines of the shades are found
MOST_BETA = 0.9  # the highest β of the map
LEVELS = 8  # shades, from the fastest pair to the speed limit …
CLOSER = 1.5  # … of which the levels lie the closer together the faster
WIDTH, HEIGHT = 4.4, 4.3  # of the map, in units of the frame
CORNER = -5.4, -1.95  # of the frame, where its lower left corner is
NAMED = 0.33  # β at whose height the fastest pair is named
HOLLOW = 0.11  # radius of the mark of a pair with a β
BEYOND = 0.5  # the end of the map its name may reach
CLEAR = 0.1  # from a line to what it begins or ends at
ASIDE = 0.08  # so much farther off than a tick's the values of β stand, clear of the disc
SOON = 0.03  # β from which on a pair looks like one that rolls
ROW = 0.05  # up to this β a sweep of the learning rates paints the map
SOLID = 0.85, 0.15  # share of ink in the shade of the fastest pairs, and in that of the slowest
LATE = squish_rate_func(smooth, 0.75, 1)
PAST = 1.04  # times the speed limit: there a walk is seen to leave the map


class SpeedMap(Plot):
    """The factor by which one step of momentum shrinks the distance, for every pair (α, β).

    `hessian` is that of a quadratic loss. The lowest row is β = 0, gradient descent; what stays
    bare diverges. The map is painted from below up to the tracker `revealed`, a value of β, and
    from the right as far as `swept`, a value of α; an `edge` is about what is painted. `best` is
    the fastest pair. The marks `pair` stand at the trackers `rate` and `beta`: the disc of plain
    descent, and once β is not 0 a hollow diamond, which leaves the disc at its best rate.
    """

    def __init__(self, hessian: Array, rate: float, beta: float) -> None:
        self.hessian = hessian
        self.best = heavy_ball(hessian)
        self.limit = stability_limit(hessian)
        high = float(np.ceil(2 * self.limit * 10) / 10)
        self.step = round(high / 4, 2)
        self.rates = np.linspace(high * 1e-6, high, COLUMNS)
        low, shares = self.best.contraction, np.linspace(0, 1, LEVELS + 1)
        self.levels = low + (1 - low) * shares**CLOSER
        ground, ink = ManimColor(theme.background), ManimColor(theme.ink)
        self.colors = [ground.interpolate(ink, share) for share in np.linspace(*SOLID, LEVELS)]
        ticks = [self.step * i for i in range(1, 4)]
        super().__init__((0.0, high), (0, MOST_BETA), WIDTH, HEIGHT, ticks, (0.0, 0.3, 0.6))
        self.labels[len(ticks) :].shift(ASIDE * LEFT)
        for name, axis, side, color in (
            ("alpha", self.x_axis, RIGHT, theme.walker),
            ("beta", self.y_axis, UP, theme.ink),
        ):
            self.labels.add(formula(name, SMALL_SIZE, color).next_to(axis, side, buff=0.14))
        self.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.x_axis.get_start())
        # What is below a level lies on all that is below a higher one.
        self.ground = VGroup(
            *(
                VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
                for color in self.colors[::-1]
            )
        )
        self.edge = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        self.add(self.ground.set_z_index(-3), self.edge.set_z_index(-2))
        self.revealed, self.swept = ValueTracker(ROW), ValueTracker((1 + ROW) * self.limit)
        self._painted: tuple[float, ...] = ()
        self.add_updater(lambda plot: plot.follow(), call_updater=True)
        self.rate, self.beta = ValueTracker(rate), ValueTracker(beta)
        self.plain = marker_shape("circle", DOT_RADIUS, theme.walker)
        self.plain.add_updater(lambda mark: mark.move_to(self.plain_place), call_updater=True)
        self.hollow = marker_shape("diamond", HOLLOW, theme.second)
        rimmed(hollow(self.hollow))
        for mark in (self.plain, self.hollow):
            mark.set_z_index(1)  # above the axis
        outline = self.hollow.points
        self.hollow.add_updater(
            lambda mark: mark.set_points(self.place + self.rolled * outline), call_updater=True
        )
        self.pair = VGroup(self.plain, self.hollow)
        self.word = self._word()

    def follow(self) -> "SpeedMap":
        """Paint it up to `revealed`, from the right as far as `swept`."""
        top = float(np.clip(self.revealed.get_value(), 0, MOST_BETA))
        left = max(float(self.swept.get_value()), 0.0)
        if (top, left) != self._painted:
            self._painted = top, left
            for shade, level in zip(self.ground, self.levels[:0:-1], strict=True):
                shade.points = np.zeros((0, 3))
                for outline in self.outlines(level, top, left):
                    corners = self.at(outline)
                    shade.start_new_path(corners[0])
                    shade.add_points_as_corners(corners[1:])
            self.edge.points = self.ground[0].points
        return self

    def outlines(self, level: float, top: float = MOST_BETA, left: float = 0.0) -> list[Array]:
        """Return outlines, each (n, 2), of where the factor is below `level`.

        They are those for β up to `top` and for α from `left` on.
        """
        if top <= 0 or left >= (1 + top) * self.limit:
            return []
        betas = np.linspace(0, top, max(2, round(ROWS * top / MOST_BETA)))
        rates = np.append(left, self.rates[self.rates > left]) if left > 0 else self.rates
        factors = np.asarray(momentum_contraction(self.hessian, rates, betas[:, None]))
        found = contour_generator(rates, betas, factors, fill_type=FillType.OuterOffset)
        polygons, offsets = cast(tuple[list[Array], list[Array]], found.filled(-np.inf, level))
        return [
            points[start:end]
            for points, ends in zip(polygons, offsets, strict=True)
            for start, end in pairwise(ends.astype(int))
        ]

    @property
    def place(self) -> Array:
        """Where in the frame the pair is."""
        return self.at((self.rate.get_value(), self.beta.get_value()))

    @property
    def plain_place(self) -> Array:
        """Where in the frame plain descent is: with β = 0 at the rate, else at its best one."""
        return self.at((self.plain_rate, 0.0))

    @property
    def plain_rate(self) -> float:
        """The learning rate of plain descent: that of the pair, and once β is not 0 its best."""
        return float(best_learning_rate(self.hessian) if self.rolled else self.rate.get_value())

    @property
    def plain_factor(self) -> float:
        """The factor of plain descent as it is now."""
        return float(momentum_contraction(self.hessian, self.plain_rate, 0.0))

    @property
    def rolled(self) -> float:
        """How far the look of the pair has changed to that of one with a β, from 0 to 1."""
        return float(np.clip(self.beta.get_value() / SOON, 0, 1))

    @property
    def factor(self) -> float:
        """The factor of the pair as it is now."""
        rate, beta = float(self.rate.get_value()), float(self.beta.get_value())
        return float(momentum_contraction(self.hessian, rate, max(beta, 0.0)))

    def paint(self) -> Any:
        """Return the animation in which the map is painted, β up from what has been swept."""
        going: Any = self.revealed.animate
        return going.set_value(MOST_BETA)

    def diverge(self) -> list[Any]:
        """Return the animations in which the pair goes past the limit, and that is named."""
        return [*self.move(PAST * self.limit, 0.0), FadeIn(self.word, rate_func=LATE)]

    @property
    def everything(self) -> list[VMobject]:
        """The map, its marks and the word on what diverges."""
        return [self, self.pair, self.word]

    def sweep(self) -> list[Any]:
        """Return the animations in which the pair goes from past the limit almost to α = 0.

        On its way it leaves the shades of gradient descent behind.
        """
        swept: Any = self.swept.animate
        least = float(self.rates[0])
        return [*self.move(least, 0.0), swept.set_value(least)]

    def move(self, rate: float, beta: float) -> list[Any]:
        """Return the animations in which the pair goes to another one."""
        across: Any = self.rate.animate
        up: Any = self.beta.animate
        return [across.set_value(rate), up.set_value(beta)]

    def best_name(self) -> VGroup:
        """Return the fastest pair in numbers, where nothing is shaded, and a line to its mark."""
        rate, beta = (number(one, 2) for one in self.best)
        lines = with_alpha(f"alpha = {rate}", SMALL_SIZE), formula(f"beta = {beta}", SMALL_SIZE)
        words = VGroup(*lines).arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        words.move_to(self.at((self.x_range[1], NAMED)) + BEYOND * RIGHT, RIGHT)
        place, end = self.at(self.best), words.get_left() + CLEAR * LEFT
        way = (end - place) / np.linalg.norm(end - place)
        leader = Line(place + (HOLLOW + CLEAR) * way, end, color=theme.ink)
        return VGroup(rimmed(leader.set_stroke(width=THIN_WIDTH)), words)

    def _word(self) -> VGroup:
        """Return the word on what stays bare."""
        right = self.x_range[1] - 0.24 * (self.x_range[1] - self.x_range[0])
        return tag(text("diverges", SMALL_SIZE, theme.wrong), buff=0.08).move_to(
            self.at((right, 0.12))
        )
