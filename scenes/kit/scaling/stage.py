"""The stage on which inputs are rescaled: their cloud, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject, smooth
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import Features, stability_limit
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Trail
from scenes.kit.scaling.direction import Direction
from scenes.kit.scaling.input_cloud import CloudEllipse, InputCloud
from scenes.kit.scaling.live import lined
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, fitted, formula, text, verbatim

MAP_CORNER, MAP_SIZE = (0.85, -2.2), (5.5, 4.55)
CLOUD_CORNER, CLOUD_SIZE = (-5.8, -2.2), (5.4, 4.55)
LEFT_END, HEADER = -6.35, 3.22
ROW, PITCH = 3.32, 0.5  # height of the first row of bars, and down to the second
ALONE = (-4.8, 0.2)  # of a question beside the map that stands alone in the middle
ABOVE = (-3.1, 1.3)  # of a question above a cloud that is a needle
INSIDE = 0.15  # from the corner of the map to what α is
GAP = 0.08  # from there to its limit
LEAPS = -0.5  # the factor of a step across the valley, from which on it leaps
ROUND = 2.0  # condition number of what is round to the eye
ASIDE = 0.3  # from the map to what stands beside it


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `names`, `rate`, `limit`, `trail`, `ring` and `row` belong to the loss; they
    stand in the middle until `make_room` takes them to the right. `model` is the formula that is
    fitted; `cloud`, `labels`, `ellipse` and `direction` come later.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float) -> None:
        self.walk = ScaledWalk(data, learning_rate)
        self.map = ValleyMap(self.walk, *MAP_SIZE)
        self.map.shift(np.array([*MAP_CORNER, 0.0]) - self.map.border.get_corner(DOWN + LEFT))
        self.names = self.map.names()
        self.rate = tag(formula(f"alpha = {number(learning_rate)}", SMALL_SIZE, theme.walker))
        corner = self.map.border.get_corner(UP + LEFT) + INSIDE * (DOWN - LEFT)
        self.rate.move_to(corner, UP + LEFT)
        self.limit = self._limit().next_to(self.rate, DOWN, buff=GAP, aligned_edge=LEFT)
        self.names.add(self._ground())
        self._aside = float(self.map.border.get_x()) * RIGHT
        for one in self._right:
            one.shift(-self._aside)
        self.map.follow()
        self.trail = Trail(self.walk, self.map.at)
        lined(self.trail.path)  # the ground may be as dark as the path
        self.ring = LossRing(self.map)
        ends = MAP_CORNER[0], MAP_CORNER[0] + MAP_SIZE[0]
        self.row = StepRow(self.walk, *ends, ROW)
        self.second_row = StepRow(self.walk, *ends, ROW - PITCH)
        self.model = self._model().move_to((LEFT_END, HEADER, 0.0), aligned_edge=LEFT)
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.cloud.plot.shift(shift)
        self.cloud.follow()
        self.labels = self.cloud.names()
        self.ellipse = CloudEllipse(self.cloud)
        self.beside_map, self.above_cloud = (np.array([*at, 0.0]) for at in (ALONE, ABOVE))

    @property
    def _right(self) -> list[VMobject]:
        return [self.map, self.names, self.rate, self.limit]

    def make_room(self) -> list[Any]:
        """Return the animations in which the map goes to the right, so that the cloud can come."""
        moves: list[Any] = [one.animate for one in self._right]
        return [move.shift(self._aside) for move in moves]

    def direction(self) -> Direction:
        """Return a direction that turns in the cloud and on the map, where they stand now."""
        return Direction(self.cloud, self.map, self.ring)

    @property
    def why_slow(self) -> str:
        """Say what steps do across the valley and along it."""
        fastest = float(np.linalg.eigvalsh(2 * self.walk.scaled(0.0).moments)[-1])
        leaps = 1 - self.walk.learning_rate * fastest < LEAPS
        across = "wall to wall, near the limit" if leaps else "down in a few steps"
        return f"Across: {across}. Along: a crawl."

    @property
    def rounded(self) -> str:
        """Say what standardized inputs do to cloud and valley, and what κ is."""
        condition = self.walk.scaled(1.0).condition
        said = "Round cloud, round valley" if condition < ROUND else "Rounder cloud, rounder valley"
        return f"{said}: κ, steepest over flattest curvature, is {condition:.1f}."

    @property
    def rise(self) -> str:
        """By how much the loss has risen on the ring of the map."""
        return number(self.map.rise)

    @property
    def way(self) -> str:
        """How far it is to that ring where the inputs spread by s."""
        return "1/s" if self.rise == "1" else f"√{self.rise}/s"

    def rewind(self) -> Any:
        """Return the animation in which the walk goes back to its start."""
        self.walk.set_value(self.walk.taken)
        return self.walk.go(0, pace=smooth)

    def rescale(self) -> Any:
        """Return the animation in which the inputs are standardized; all follows."""
        going: Any = self.walk.amount.animate
        return going(rate_func=ease_in_out_sine).set_value(1.0)

    def divisors(self) -> VGroup:
        """Return what the inputs are divided by, behind the names of the axes of the cloud."""
        return self.cloud.divisors(self.labels)

    def ghosts(self) -> VGroup:
        """Return ellipse, ring and bar as they are now, in dashes, and the path in a thin line."""
        path = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        path.set_points_as_corners(self.trail.corners)
        dashed = (one.ghost() for one in (self.ellipse, self.ring, self.row.bar))
        return VGroup(lined(path, rim=1.0), *dashed)

    def first_step(self) -> VGroup:
        """Return how long the first step is along each weight, beside the map at its height."""
        x = self.walk.trajectory.x
        lines = VGroup(
            *(
                formula(f"Delta w_{i + 1} = {number(step, 3)}", SMALL_SIZE, theme.walker)
                for i, step in enumerate(x[1] - x[0])
            )
        ).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        lines.next_to(self.map.border, RIGHT, buff=ASIDE)
        foot = float(self.map.border.get_bottom()[1])
        return lines.set_y(max(float(self.map.at(x[1])[1]), foot + lines.height / 2))

    def _ground(self) -> VGroup:
        """Return what the colors of the map are, in its lower right."""
        word = tag(text("loss", SMALL_SIZE))
        corner = self.map.border.get_corner(DOWN - LEFT) + INSIDE * (UP + LEFT)
        return word.move_to(corner, DOWN - LEFT)

    def _limit(self) -> VGroup:
        """Return the learning rate from which on walks leave the valley, live."""
        limits = [stability_limit(2 * self.walk.scaled(at).moments) for at in (0.0, 1.0)]
        live = Number(
            lambda: stability_limit(2 * self.walk.now.moments),
            **Form.of(limits)._asdict(),
            size=SMALL_SIZE,
        )
        return tag(named(text("limit", SMALL_SIZE), live))

    def _model(self) -> Any:
        first, second, output = (name.partition(" ")[0] for name in self.walk.data.axes)
        words = [verbatim(word).removeprefix("#") for word in (output, first, second)]
        math = f"{words[0]} = w_1 dot {words[1]} + w_2 dot {words[2]}"
        return fitted(formula(math, TEXT_SIZE), CLOUD_SIZE[0] + 0.4)
