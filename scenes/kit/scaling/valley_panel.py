"""A panel with the map of a valley: its axes, α, and the walk with its steps."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import lined
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.symbols import sign_color
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

INSIDE = 0.15  # from the corner of the map to what is said on it
MOST = 5  # numbers along an axis
NAMED = 0.7  # of half an axis: beyond stands its name
RIM = 0.5 * RIM_WIDTH  # of the goal, on each side: so a narrow one has its color
BELOW = 0.6  # from the map to what is said of both axes
OUTSIDE, LOWER = 0.14, 0.22  # from the left and the lower side of the map to the name of its axis


class ValleyPanel(VGroup):
    """The map of the loss over both weights, measured from the best ones, and a walk to these.

    The lower left corner of the map is at `corner`, `size` its width and height, `unit` the length
    of 1 on it; the `row` of steps stands at the height `top`, between the `ends`; its title is
    `name`.
    """

    def __init__(
        self,
        walk: ScaledWalk,
        corner: tuple[float, float],
        size: tuple[float, float],
        unit: float,
        top: float,
        ends: tuple[float, float],
        name: str,
    ) -> None:
        self.walk = walk
        self.map = ValleyMap(walk, *size, unit)
        self.map.shift(np.array([*corner, 0.0]) - self.map.border.get_corner(DOWN + LEFT))
        self.map.follow()
        self.names = self._names()
        self.axes = self._axes()
        self.rate = tag(formula(f"alpha = {number(walk.learning_rate)}", SMALL_SIZE, theme.walker))
        free = UP if walk.scaled(0.0).minimum[1] > 0 else DOWN  # off the walk
        self.rate.move_to(self._corner(free + LEFT), free + LEFT)
        self.goal = LossRing(self.map, walk.within, sign_color("minimum"), PATH_WIDTH, RIM)
        self.trail = Trail(walk, self.map.at)
        lined(self.trail.path)  # the ground may be as dark as the path
        self.title = tag(text("loss", SMALL_SIZE))
        self.title.move_to(self._corner(free + RIGHT), free + RIGHT)
        self.row = StepRow(walk, *ends, top, name)
        super().__init__(
            self.map, self.axes, self.rate, self.title, self.goal, self.trail, self.row
        )  # fmt: skip

    def _corner(self, direction: Array) -> Array:
        """Return the place for what is said in a corner of the map."""
        return np.asarray(self.map.border.get_corner(direction) - INSIDE * direction)

    def _axes(self) -> VGroup:
        """Return both axes, their names, and below these from where both are measured."""
        border = self.map.border
        x, y = half = np.array([border.width, border.height]) / 2 / self.map.unit
        step = round_step(2 * max(half), MOST)
        most = NAMED * half // step
        ends = [[-most[0], most[0]], [-most[1], most[1]]]
        room = float(self.names[0].get_left()[0] - border.get_center()[0]) - INSIDE
        ends[0][1] = min(most[0], (room / self.map.unit) // step)  # the name stands beyond
        across, upright = ((step * np.arange(low, high + 1)).tolist() for low, high in ends)
        upright.remove(0.0)  # level with the best, which stands below; names come near it
        axes = Plot((-x, x), (-y, y), border.width, border.height, across, upright)
        axes.shift(border.get_corner(DOWN + LEFT) - axes.x_axis.get_start())
        origin = text("from best", SMALL_SIZE, theme.muted).next_to(axes.x_axis, DOWN, buff=BELOW)
        return VGroup(axes, self.names, origin)

    def _names(self) -> VGroup:
        """Return the names of both axes, at their ends, outside of the map."""
        border = self.map.border
        first, second = (formula(line, SMALL_SIZE, theme.muted) for line in ("w_1", "w_2"))
        first.next_to(border.get_corner(DOWN + RIGHT), DOWN, buff=LOWER).align_to(border, RIGHT)
        second.next_to(border.get_corner(UP + LEFT), LEFT, buff=OUTSIDE).align_to(border, UP)
        return VGroup(first, second)
