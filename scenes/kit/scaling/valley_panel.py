"""A panel with the map of a valley: its axes, α, the walk with its steps, and how much is to go."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

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
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

GOAL = 0.24  # radius of the ring of the minimum
INSIDE = 0.15  # from the corner of the map to what is said on it
MOST = 5  # numbers along an axis
NAMED = 0.7  # of half an axis: beyond stands its name
OUTSIDE = 0.14  # from the map to the name of an axis
BEFORE = 0.12  # from the name of an axis to its factor


class ValleyPanel(VGroup):
    """The map of the loss over both weights, measured from the best ones, and a walk to these.

    The lower left corner of the map is at `corner`, `size` its width and height, `unit` the length
    of 1 on it; the `row` of steps stands at the height `top`; its title is `name`. `factors`,
    by which weights are shown larger as their inputs are divided, are made ready, to be shown
    later.
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
        self.factors = VGroup(*(self._factor(axis) for axis in range(2)))
        self.names = self._names()
        self.axes = self._axes()
        self.rate = tag(formula(f"alpha = {number(walk.learning_rate)}", SMALL_SIZE, theme.walker))
        self.rate.move_to(self._corner(UP + LEFT), UP + LEFT)
        self.goal = sign("minimum", GOAL).move_to(self.map.border)
        self.trail = Trail(walk, self.map.at)
        lined(self.trail.path)  # the ground may be as dark as the path
        self.to_go = self.risen(lambda: walk.off**2)
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
        longest = float(self.names[0].get_left()[0])
        axes.labels.remove(*(one for one in axes.labels if one.get_right()[0] > longest - INSIDE))
        return VGroup(axes, self.names)

    def _names(self) -> VGroup:
        """Return the names of both axes, at their ends; their factors have room behind and below.

        The factors are by how much a weight is larger than for the raw input, live: that of an
        input that is divided is as many times as large.
        """
        border, factors = self.map.border, self.factors
        names = VGroup(*(formula(f"Delta w_{one}", SMALL_SIZE, theme.muted) for one in (1, 2)))
        factors[0].next_to(border.get_corner(DOWN + RIGHT), DOWN, buff=OUTSIDE)
        factors[0].align_to(border, RIGHT)
        names[0].next_to(factors[0], LEFT, buff=BEFORE)
        feet = [one.family_members_with_points()[0].get_bottom()[1] for one in names]
        live: Any = factors[0][1]
        names[0].shift((float(live.place.get_bottom()[1]) - feet[0]) * UP)
        names[1].next_to(border.get_corner(UP + LEFT), LEFT, buff=OUTSIDE).align_to(border, UP)
        factors[1].next_to(names[1], DOWN, buff=BEFORE, aligned_edge=RIGHT)
        return names

    def _factor(self, axis: int) -> VGroup:
        spread = float(self.walk.scaled(0.0).deviations[axis])
        live = Number(
            lambda: spread ** amount_of(self.walk),
            **Form.of([1.0, spread], decimals=2)._asdict(),
            size=SMALL_SIZE,
        )
        return named(formula("times", SMALL_SIZE), live)

    def risen(self, value: Callable[[], float]) -> VGroup:
        """Return by how much the loss is above its lowest, live, for a corner of the map."""
        live = Number(
            value, **Form.of(self.walk.start_off**2, decimals=2)._asdict(), size=SMALL_SIZE
        )
        line = tag(named(formula('"loss" +', SMALL_SIZE), live))
        return line.move_to(self._corner(UP + RIGHT), UP + RIGHT)
