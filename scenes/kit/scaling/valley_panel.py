"""A panel with the map of a valley: its axes, α, and the walk with its steps."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import plain
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.symbols import rim, sign_color
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

INSIDE = 0.15  # from the corner of the map to what is said on it
MOST = 5  # numbers along an axis
NAMED = 0.7  # of half an axis: beyond stands its name
RIM = 0.5 * RIM_WIDTH  # of the goal, on each side: so a narrow one has its color
BELOW = 0.56  # from the map to the name of its level axis
OUTSIDE = 0.14  # from the left side of the map to the name of its upright axis


class ValleyPanel(VGroup):
    """The map of the loss over both weights, measured from the best ones, and a walk to these.

    The lower left corner of the map is at `corner`, `size` its width and height, `unit` the length
    of 1 on it; the `row` of steps stands at the height `top`, between the `ends`; its title is
    `name`. Of standardized inputs `scaled` are the names of the axes, in place of `names`.
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
        first, second = map(plain, walk.scaled(0.0).deviations)
        self.names = self._names("w_1", "w_2")
        self.scaled = self._names(f"{first} w_1", f"{second} w_2")
        self.axes = self._axes()
        self.rate = tag(formula(f"alpha = {number(walk.learning_rate)}", SMALL_SIZE, theme.walker))
        free = UP if walk.scaled(0.0).minimum[1] > 0 else DOWN  # off the walk
        self.rate.move_to(self._corner(free + LEFT), free + LEFT)
        self.goal = LossRing(self.map, walk.within, sign_color("minimum"), PATH_WIDTH, RIM)
        self.trail = Trail(walk, self.map.at)
        rim(self.trail.path)  # the ground may be as dark as the path
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
        """Return both axes and their names."""
        border = self.map.border
        x, y = half = np.array([border.width, border.height]) / 2 / self.map.unit
        step = round_step(2 * max(half), MOST)
        ticks = ((step * np.arange(-end, end + 1)).tolist() for end in NAMED * half // step)
        axes = Plot((-x, x), (-y, y), border.width, border.height, *ticks)
        axes.shift(border.get_corner(DOWN + LEFT) - axes.x_axis.get_start())
        return VGroup(axes, self.names)

    def _names(self, *names: str) -> VGroup:
        """Return the names of both axes, outside of the map, and from where both are measured."""
        border = self.map.border
        words = f'{names[0]} thick "from best"', names[1]
        first, second = (formula(line, SMALL_SIZE, theme.muted) for line in words)
        first.next_to(border, DOWN, buff=BELOW)
        second.next_to(border.get_corner(UP + LEFT), LEFT, buff=OUTSIDE).align_to(border, UP)
        return VGroup(first, second)
