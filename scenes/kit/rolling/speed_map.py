"""How fast momentum is for every learning rate and every β, as a map."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Rectangle, ValueTracker, VGroup, VMobject, color_gradient
from numpy.typing import NDArray

from gd_math import heavy_ball, momentum_contraction, stability_limit
from scenes.kit.plots.parameter_map import Fill, ParameterMap, by_level
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, HAIR_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
COLUMNS, ROWS = 220, 150  # cells of the map
MOST_BETA = 0.9  # the highest β of the map
LEVELS = 7  # shades, from the fastest pair to the speed limit
WIDTH, HEIGHT = 5.6, 4.3  # of the map, in units of the frame
CORNER = -5.3, -1.95  # of the frame, where its lower left corner is
BLOCK = 0.36  # height of a shade in the scale


class SpeedMap(ParameterMap):
    """The factor by which one step of momentum shrinks the distance, for every pair (α, β).

    `hessian` is that of a quadratic loss. The lowest row is β = 0, gradient descent; what stays
    bare diverges. `best` is the fastest pair, and `plain` the fastest rate of the lowest row.
    The mark `pair` stands at the trackers `rate` and `beta`.
    """

    def __init__(self, hessian: Array, rate: float, beta: float) -> None:
        self.hessian = hessian
        self.best = heavy_ball(hessian)
        limit = stability_limit(hessian)
        low, high = 0.0, float(np.ceil(2 * limit * 10) / 10)
        self.step = round(high / 4, 2)
        cells = (np.arange(COLUMNS) + 0.5) / COLUMNS, (np.arange(ROWS) + 0.5) / ROWS
        rates, betas = low + cells[0] * (high - low), cells[1] * MOST_BETA
        self.factors = np.asarray(momentum_contraction(hessian, rates, betas[:, None]))
        self.levels = np.linspace(self.best.contraction, 1, LEVELS + 1)
        kinds = by_level(np.where(self.factors < 1, self.factors, np.nan), [0, *self.levels[1:-1]])
        colors = color_gradient(list(theme.terrain), LEVELS)
        ticks = [self.step * i for i in range(1, 4)]
        super().__init__(
            (low, high), (0, MOST_BETA), kinds, [Fill(str(one.to_hex())) for one in colors],
            WIDTH, HEIGHT, ticks, (0.0, 0.3, 0.6), ("alpha", theme.walker), ("beta", theme.ink),
            nested=True,
        )  # fmt: skip
        self.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.x_axis.get_start())
        self.follow()
        self.rate, self.beta = ValueTracker(rate), ValueTracker(beta)
        self.pair = marker_shape("diamond", DOT_RADIUS, theme.second)
        self.pair.add_updater(lambda mark: mark.move_to(self.place), call_updater=True)

    @property
    def place(self) -> Array:
        """Where in the frame the pair is."""
        return self.at((self.rate.get_value(), self.beta.get_value()))

    @property
    def factor(self) -> float:
        """The factor of the pair as it is now."""
        rate, beta = float(self.rate.get_value()), float(self.beta.get_value())
        return float(momentum_contraction(self.hessian, rate, max(beta, 0.0)))

    def paint(self) -> Any:
        """Return the animation in which the map is painted, β from 0 up."""
        going: Any = self.revealed.animate
        return going.set_value(MOST_BETA)

    def move(self, rate: float, beta: float) -> list[Any]:
        """Return the animations in which the pair goes to another one."""
        across: Any = self.rate.animate
        up: Any = self.beta.animate
        return [across.set_value(rate), up.set_value(beta)]

    def best_sign(self) -> VMobject:
        """Return the ring about the fastest pair."""
        return sign("minimum", 1.6 * DOT_RADIUS).move_to(self.at(self.best))

    @property
    def above(self) -> Array:
        """Where a question stands: above the map."""
        return np.array([self.x_axis.get_x() + 0.6, 3.2, 0.0])

    @property
    def shades(self) -> VGroup:
        """Return the shades with their factors, in a column at the right of the map."""
        blocks, values = VGroup(), VGroup()
        for shade, fill in enumerate(self.fills):
            block = Rectangle(width=0.3, height=BLOCK, stroke_width=0)
            block.set_fill(fill.ground, opacity=1).shift((shade + 0.5) * BLOCK * UP)
            blocks.add(block)
        frame = Rectangle(width=0.3, height=LEVELS * BLOCK, stroke_color=theme.muted)
        frame.set_stroke(width=HAIR_WIDTH).align_to(blocks, DOWN)
        for end in (0, LEVELS):
            shown = formula(number(self.levels[end], 2), SMALL_SIZE)
            values.add(shown.next_to(end * BLOCK * UP + 0.15 * RIGHT, RIGHT, buff=0.12))
        name = text("factor", SMALL_SIZE).next_to(frame, UP, buff=0.25, aligned_edge=LEFT)
        scale = VGroup(blocks, frame, values, name)
        scale.next_to(self.x_axis.get_end() + HEIGHT / 2 * UP, RIGHT, buff=0.3)
        return scale

    def bare(self) -> VGroup:
        """Return the word on what stays bare."""
        right = self.x_range[1] - 0.24 * (self.x_range[1] - self.x_range[0])
        return tag(text("diverges", SMALL_SIZE, theme.wrong), buff=0.08).move_to(
            self.at((right, 0.12))
        )
