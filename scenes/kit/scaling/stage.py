"""The stage on which inputs are rescaled: the cloud of inputs, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, VGroup, linear, smooth

from gd_math import Features
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Trail
from scenes.kit.scaling.direction import Direction
from scenes.kit.scaling.input_cloud import CloudEllipse, InputCloud
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, verbatim

MAP_CORNER, MAP_SIZE = (0.85, -2.2), (5.5, 4.55)
CLOUD_CORNER, CLOUD_SIZE = (-5.8, -2.2), (5.4, 4.55)
LEFT_END, HEADER = -6.35, 3.22
ROW, PITCH = 3.32, 0.5  # height of the first row of bars, and down to the second
MIDDLE = (-3.3, 1.0)  # of the formula while nothing else stands at the left
QUESTION = (-3.1, -0.2)  # of a question below it
ABOVE = (-3.1, 1.35)  # of a question above a cloud that is a needle
INSIDE = 0.15  # from the corner of the map to what α is
STEP = 0.035  # radius of the mark of a step


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `names`, `rate`, `trail`, `row` and `goal` stand at the right, `model` is the
    formula that is fitted; `cloud`, `ellipse` and `direction` come later.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float) -> None:
        self.walk = ScaledWalk(data, learning_rate)
        self.map = ValleyMap(self.walk, *MAP_SIZE)
        self.map.shift(np.array([*MAP_CORNER, 0.0]) - self.map.border.get_corner(DOWN + LEFT))
        self.trail = Trail(self.walk, self.map.at, step_radius=STEP)
        self.ring = LossRing(self.map)
        rate = formula(f"alpha = {number(learning_rate)}", SMALL_SIZE, theme.walker)
        corner = self.map.border.get_corner(DOWN + LEFT)
        self.rate = tag(rate, buff=0.1).next_to(corner, UP, buff=INSIDE, aligned_edge=LEFT)
        self.rate.shift((INSIDE, 0.0, 0.0))
        self.row = StepRow(self.walk, MAP_CORNER[0], ROW)
        self.second_row = StepRow(self.walk, MAP_CORNER[0], ROW - PITCH)
        self.model = self._model().move_to((*MIDDLE, 0.0))
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.cloud.plot.shift(shift)
        self.cloud.follow()
        self.names = self.cloud.names()
        self.ellipse = CloudEllipse(self.cloud)
        self.direction = Direction(self.cloud, self.map, self.ring)
        self.question_place = np.array([*QUESTION, 0.0])
        self.above_cloud = np.array([*ABOVE, 0.0])

    def rewind(self) -> Any:
        """Return the animation in which the walk goes back to its start."""
        self.walk.set_value(self.walk.taken)
        return self.walk.go(0, pace=smooth)

    def rescale(self) -> Any:
        """Return the animation in which the inputs are standardized; all follows."""
        going: Any = self.walk.amount.animate
        return going(rate_func=linear).set_value(1.0)

    def raise_model(self) -> Any:
        """Return the animation in which the formula goes to the top, above the cloud."""
        going: Any = self.model.animate
        return going.move_to((LEFT_END, HEADER, 0.0), aligned_edge=LEFT)

    def ghosts(self) -> VGroup:
        """Return ellipse and ring as they are now, in dashes."""
        return VGroup(self.ellipse.ghost(), self.ring.ghost())

    def _model(self) -> Any:
        first, second, output = (name.partition(" ")[0] for name in self.walk.data.axes)
        words = [verbatim(word).removeprefix("#") for word in (output, first, second)]
        math = f"{words[0]} = w_1 dot {words[1]} + w_2 dot {words[2]}"
        return fitted(formula(math, TEXT_SIZE), CLOUD_SIZE[0] + 0.4)
