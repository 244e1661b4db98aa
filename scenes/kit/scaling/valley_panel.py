"""A panel with the map of a valley: its axes, α, the walk with its steps, and how much is to go."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from gd_math import stability_limit
from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import amount_of, lined
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import ValleyMap
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number, round_step
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

GOAL = 0.24  # radius of the ring of the minimum
INSIDE = 0.15  # from the corner of the map to what is said on it
GAP = 0.08  # from α down to its limit
MOST = 5  # numbers along an axis
NAMED = 0.7  # of half an axis: beyond stands its name
LEVELS, ROOM = 3, 1.4  # of the lines of the map that are named, at most; how wide their loss
OUTSIDE = 0.14  # from the map to the name of an axis
BEFORE, BELOW = 0.1, 0.45  # from its factor to the name; from the top of the map to that of Δw₂


class ValleyPanel(VGroup):
    """The map of the loss over both weights, measured from the best ones, and a walk to these.

    The lower left corner of the map is at `corner`, `size` its width and height, `unit` the length
    of 1 on it; the `row` of steps stands at the height `top`; its title is `name`. `levels`, at
    which its lines stand, `limit`, of α, and `factors`, by which weights are shown larger as their
    inputs are divided, are made ready, to be shown later.
    """

    def __init__(
        self,
        walk: ScaledWalk,
        corner: tuple[float, float],
        size: tuple[float, float],
        unit: float,
        top: float,
        name: str,
    ) -> None:
        self.walk = walk
        self.map = ValleyMap(walk, *size, unit)
        self.map.shift(np.array([*corner, 0.0]) - self.map.border.get_corner(DOWN + LEFT))
        self.map.follow()
        self.names = self._names()
        self.factors = VGroup(*(self._factor(axis) for axis in range(2)))
        self.levels = self._levels().move_to(self._corner(DOWN + RIGHT), DOWN + RIGHT)
        self.axes = self._axes()
        self.rate = tag(formula(f"alpha = {number(walk.learning_rate)}", SMALL_SIZE, theme.walker))
        self.rate.move_to(self._corner(UP + LEFT), UP + LEFT)
        self.limit = self._limit().next_to(self.rate, DOWN, buff=GAP, aligned_edge=LEFT)
        self.goal = sign("minimum", GOAL).move_to(self.map.border)
        self.trail = Trail(walk, self.map.at)
        lined(self.trail.path)  # the ground may be as dark as the path
        self.to_go = self._to_go()
        self.row = StepRow(walk, corner[0], corner[0] + size[0], top, name)
        super().__init__(
            self.map, self.axes, self.rate, self.to_go, self.goal, self.trail, self.row
        )  # fmt: skip

    def _corner(self, direction: Array) -> Array:
        """Return the place for what is said in a corner of the map."""
        return np.asarray(self.map.border.get_corner(direction) - INSIDE * direction)

    def _axes(self) -> VGroup:
        """Return both axes, with 0 at the best weights, and their names."""
        border = self.map.border
        x, y = half = np.array([border.width, border.height]) / 2 / self.map.unit
        step = round_step(2 * max(half), MOST)
        most = NAMED * half // step
        ticks = ((step * np.arange(-last, last + 1)).tolist() for last in most)
        axes = Plot((-x, x), (-y, y), border.width, border.height, *ticks)
        axes.shift(border.get_corner(DOWN + LEFT) - axes.x_axis.get_start())
        longest = float(self.factors[0].get_left()[0])
        axes.labels.remove(*(one for one in axes.labels if one.get_right()[0] > longest - INSIDE))
        return VGroup(axes, self.names)

    def _names(self) -> VGroup:
        """Return the names of both axes, beyond their last numbers."""
        border = self.map.border
        first, second = (formula(f"Delta w_{axis}", SMALL_SIZE, theme.muted) for axis in (1, 2))
        first.next_to(border.get_corner(DOWN + RIGHT), DOWN, buff=OUTSIDE).align_to(border, RIGHT)
        second.next_to(border.get_corner(UP + LEFT), LEFT, buff=OUTSIDE).align_to(border, UP)
        return VGroup(first, second.shift(BELOW * DOWN))

    def _factor(self, axis: int) -> Number:
        """Return how many times as large a weight is as for the raw input, live, before its name.

        An input that is divided has a weight as many times as large.
        """
        spread = float(self.walk.scaled(0.0).deviations[axis])
        live = Number(
            lambda: spread ** amount_of(self.walk),
            **Form.of(spread, decimals=1)._asdict(),
            size=SMALL_SIZE,
        )
        live.next_to(self.names[axis], LEFT, buff=BEFORE)
        foot = float(self.names[axis].family_members_with_points()[0].get_bottom()[1])
        return live.shift((foot - float(live.place.get_bottom()[1])) * UP)

    def _levels(self) -> VGroup:
        """Return by how much the loss is up on the first lines of the map."""
        for count in range(LEVELS, 0, -1):
            levels = ", ".join(map(number, self.map.levels[:count]))
            words = text(f"{levels} …", SMALL_SIZE)
            if words.width < ROOM:
                break
        return tag(
            VGroup(text("loss +", SMALL_SIZE), words).arrange(DOWN, buff=INSIDE, aligned_edge=RIGHT)
        )

    def _to_go(self) -> VGroup:
        """Return how much of the loss above its lowest is left, live."""
        live = Number(lambda: 100 * self.walk.left, 2, 3, SMALL_SIZE, signed=False)
        share = VGroup(live, text("%", SMALL_SIZE)).arrange(RIGHT, buff=GAP)
        lines = VGroup(text("loss to go", SMALL_SIZE), share)
        lines.arrange(DOWN, buff=INSIDE, aligned_edge=RIGHT)
        return tag(lines).move_to(self._corner(UP + RIGHT), UP + RIGHT)

    def _limit(self) -> VGroup:
        """Return the learning rate from which on walks leave the valley, live."""
        limits = [stability_limit(2 * self.walk.scaled(at).moments) for at in (0.0, 1.0)]
        live = Number(
            lambda: stability_limit(2 * self.walk.now.moments),
            **Form.of(limits)._asdict(),
            size=SMALL_SIZE,
        )
        return tag(named(formula("alpha <", SMALL_SIZE), live))
