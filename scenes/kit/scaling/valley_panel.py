"""A panel with the map of a valley: its axes, α, and the walk with its steps."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import lined, plain
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.symbols import sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

INSIDE = 0.15  # from the corner of the map to what is said on it
MOST = 5  # numbers along an axis
NAMED = 0.7  # of half an axis: beyond stands its name
OUTSIDE = 0.14  # from the map to the name of an axis
LEADING = 0.12  # between two lines of a name


class ValleyPanel(VGroup):
    """The map of the loss over both weights, measured from the best ones, and a walk to these.

    The lower left corner of the map is at `corner`, `size` its width and height, `unit` the length
    of 1 on it; the `row` of steps stands at the height `top`; its title is `name`. `factors`,
    the names of the axes with how much larger weights are when their inputs are divided, are made
    ready, to be shown in place of `names`.
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
        self.factors = self._factors()
        self.axes = self._axes()
        self.rate = tag(formula(f"alpha = {number(walk.learning_rate)}", SMALL_SIZE, theme.walker))
        self.rate.move_to(self._corner(UP + LEFT), UP + LEFT)
        self.goal = LossRing(self.map, walk.within, sign_color("minimum"), PATH_WIDTH)
        self.trail = Trail(walk, self.map.at)
        lined(self.trail.path)  # the ground may be as dark as the path
        self.title = tag(text("loss", SMALL_SIZE))
        free = RIGHT + (UP if walk.scaled(0.0).minimum[1] > 0 else DOWN)  # off the walk
        self.title.move_to(self._corner(free), free)
        self.row = StepRow(walk, corner[0], corner[0] + size[0], top, name)
        super().__init__(
            self.map, self.axes, self.rate, self.title, self.goal, self.trail, self.row
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
        ends = [[-most[0], most[0]], [-most[1], most[1]]]
        left = min(float(names[0].get_left()[0]) for names in (self.names, self.factors))
        room = left - float(border.get_center()[0]) - INSIDE
        ends[0][1] = min(most[0], (room / self.map.unit) // step)  # the name stands beyond
        ticks = ((step * np.arange(low, high + 1)).tolist() for low, high in ends)
        axes = Plot((-x, x), (-y, y), border.width, border.height, *ticks)
        axes.shift(border.get_corner(DOWN + LEFT) - axes.x_axis.get_start())
        return VGroup(axes, self.names)

    def _names(self) -> VGroup:
        """Return the names of both axes, at their ends."""
        return self._at_ends(_lines('w_1 "from best"'), _lines('w_2 "from"', '"best"'))

    def _factors(self) -> VGroup:
        """Return the names with how many times as large the weights are for divided inputs."""
        first, second = map(plain, self.walk.scaled(0.0).deviations)
        return self._at_ends(_lines(f"w_1 times {first}"), _lines("w_2", f"times {second}"))

    def _at_ends(self, first: VMobject, second: VMobject) -> VGroup:
        """Put words at the ends of both axes, outside of the map."""
        border = self.map.border
        first.next_to(border.get_corner(DOWN + RIGHT), DOWN, buff=OUTSIDE).align_to(border, RIGHT)
        second.next_to(border.get_corner(UP + LEFT), LEFT, buff=OUTSIDE).align_to(border, UP)
        return VGroup(first, second)


def _lines(*lines: str) -> VGroup:
    """Return lines of a name, one below the other, which end at the same place."""
    shown = VGroup(*(formula(line, SMALL_SIZE, theme.muted) for line in lines))
    return shown.arrange(DOWN, buff=LEADING, aligned_edge=RIGHT)
