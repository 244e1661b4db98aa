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
    Animation,
    Line,
    ManimColor,
    Rectangle,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    VMobject,
    color_gradient,
)  # fmt: skip
from numpy.typing import NDArray

from gd_math import best_learning_rate, heavy_ball, momentum_contraction, stability_limit
from scenes.kit.plots.plot import Plot
from scenes.kit.rolling.cuts import curved
from scenes.kit.symbols import hollow, marker_shape, rimmed, sign
from scenes.kit.theme import DOT_RADIUS, HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
COLUMNS, ROWS = 320, 240  # values from which the outlines of the shades are found
MOST_BETA = 0.9  # the highest β of the map
LEVELS = 7  # shades, from the fastest pair to the speed limit
WIDTH, HEIGHT = 5.6, 4.3  # of the map, in units of the frame
CORNER = -5.3, -1.95  # of the frame, where its lower left corner is
BLOCK = 0.36  # height of a shade in the scale
LAW = -4.95  # where the laws begin, above the map
NAMED = 0.33  # β at whose height the fastest pair is named
HOLLOW, RING = 0.1, 0.22  # radii of the mark of a pair with a β, and of the ring about the best
SOON = 0.03  # β from which on a pair looks like one that rolls
ROW = 0.06  # up to this β a sweep of the learning rates paints the map
SOLID = 0.9  # share of its color in a shade; the rest is background


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
        self.levels = np.linspace(self.best.contraction, 1, LEVELS + 1)
        shades = color_gradient(list(theme.terrain), LEVELS)
        ground = ManimColor(theme.background)
        self.colors = [ground.interpolate(ManimColor(one), SOLID) for one in shades]
        ticks = [self.step * i for i in range(1, 4)]
        super().__init__((0.0, high), (0, MOST_BETA), WIDTH, HEIGHT, ticks, (0.0, 0.3, 0.6))
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
        self.plain = marker_shape("circle", 0.8 * DOT_RADIUS, theme.walker)
        self.plain.add_updater(lambda mark: mark.move_to(self.plain_place), call_updater=True)
        self.hollow = marker_shape("diamond", HOLLOW, theme.second)
        rimmed(hollow(self.hollow))
        outline = self.hollow.points
        self.hollow.add_updater(
            lambda mark: mark.set_points(self.place + self.rolled * outline), call_updater=True
        )
        self.pair = VGroup(self.plain, self.hollow)

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
        best = best_learning_rate(self.hessian)
        return self.at((best if self.rolled else self.rate.get_value(), 0.0))

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

    def sweep(self) -> list[Any]:
        """Return the animations in which the pair goes from the speed limit almost to α = 0.

        On its way it leaves the shades of gradient descent behind.
        """
        swept: Any = self.swept.animate
        least = float(self.rates[0])
        return [*self.move(least, 0.0), swept.set_value(least)]

    def plain_from(self, walker: VMobject) -> Animation:
        """Return the animation in which the disc of plain descent comes out of a `walker`."""
        return TransformFromCopy(walker, self.plain)

    def move(self, rate: float, beta: float) -> list[Any]:
        """Return the animations in which the pair goes to another one."""
        across: Any = self.rate.animate
        up: Any = self.beta.animate
        return [across.set_value(rate), up.set_value(beta)]

    def best_sign(self) -> VMobject:
        """Return the ring about the fastest pair."""
        return sign("minimum", RING).move_to(self.at(self.best))

    def best_name(self) -> VGroup:
        """Return the fastest pair in numbers, where nothing is shaded, and a line to its ring."""
        rate, beta = (number(one, 3) for one in self.best)
        lines = with_alpha(f"alpha = {rate}", SMALL_SIZE), formula(f"beta = {beta}", SMALL_SIZE)
        words = VGroup(*lines).arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        words.move_to(self.at((self.x_range[1], NAMED)), RIGHT)
        ring = self.best_sign()
        way = words.get_left() - ring.get_center()
        begin = ring.get_center() + way / np.linalg.norm(way) * ring.width / 2
        leader = Line(begin, words.get_left() + 0.1 * LEFT, color=theme.ink)
        return VGroup(rimmed(leader.set_stroke(width=THIN_WIDTH)), words)

    def law(self) -> VMobject:
        """Return the laws of the fastest pair, with the ratio κ of the curvatures, above the map.

        √β = (√κ − 1)/(√κ + 1) is the factor, and α = (1 + √β)²/λmax.
        """
        curvatures = np.linalg.eigvalsh(self.hessian)
        row = with_alpha(
            '"at best:" times sqrt(beta) = (sqrt(kappa) - 1) / (sqrt(kappa) + 1) '
            f", thick kappa = {curved(curvatures)}, "
            f"thick alpha = (1 + sqrt(beta))^2 / {number(curvatures[-1], 2)}",
            SMALL_SIZE,
        )
        return row.move_to(3.03 * UP + LAW * RIGHT, LEFT)

    @property
    def shades(self) -> VGroup:
        """Return the shades with their factors, in a column at the right of the map."""
        blocks, values = VGroup(), VGroup()
        for shade, color in enumerate(self.colors):
            block = Rectangle(width=0.3, height=BLOCK, stroke_width=0)
            block.set_fill(color, opacity=1).shift((shade + 0.5) * BLOCK * UP)
            blocks.add(block)
        frame = Rectangle(width=0.3, height=LEVELS * BLOCK, stroke_color=theme.muted)
        frame.set_stroke(width=HAIR_WIDTH).align_to(blocks, DOWN)
        for end in (0, LEVELS):
            shown = formula(f"times {number(self.levels[end], 2)}", SMALL_SIZE)
            values.add(shown.next_to(end * BLOCK * UP + 0.15 * RIGHT, RIGHT, buff=0.12))
        name = VGroup(*(text(line, SMALL_SIZE) for line in ("distance", "a step")))
        name.arrange(DOWN, buff=0.17, aligned_edge=LEFT)
        name.next_to(frame, UP, buff=0.25, aligned_edge=LEFT)
        scale = VGroup(blocks, frame, values, name)
        scale.next_to(self.x_axis.get_end() + HEIGHT / 2 * UP, RIGHT, buff=0.3)
        return scale

    def bare(self) -> VGroup:
        """Return the word on what stays bare."""
        right = self.x_range[1] - 0.24 * (self.x_range[1] - self.x_range[0])
        return tag(text("diverges", SMALL_SIZE, theme.wrong), buff=0.08).move_to(
            self.at((right, 0.12))
        )
