"""The stage on which inputs are rescaled: their cloud, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, LineJointType, VGroup, VMobject, smooth
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import Features, stability_limit
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.direction import Direction
from scenes.kit.scaling.input_cloud import CloudEllipse, InputCloud
from scenes.kit.scaling.scaled_walk import LEFT_OVER, ScaledWalk
from scenes.kit.scaling.step_rows import BEFORE, StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.scaling.valley_panel import ValleyPanel
from scenes.kit.symbols import rimmed
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import fitted, formula, verbatim

MAP_CORNER, MAP_SIZE = (0.85, -2.2), (5.5, 4.55)
CLOUD_CORNER, CLOUD_SIZE = (-5.75, -2.2), (5.4, 4.55)
TWIN_CORNER, TWIN_SIZE = (-5.35, -2.2), (5.2, 4.55)  # the map in the place of the cloud at first
HEADER, ROW, PITCH = 2.75, 3.32, 0.5  # heights of the model and of the first row; to the second
ABOVE_CLOUD, BELOW_ROW = (-2.85, 2.98), (3.6, 2.78)  # of questions
NEAR = 1.5  # times as much on one scale as on the other: so little that they become one
LEAPS = -0.5  # the factor of a step across the valley, from which on it leaps
ROUND = 2.0  # condition number of what is round to the eye
LEADING, CLOSE = 0.25, 0.12  # between lines, and where there is little room
THIN = 0.7  # width of the path that is left behind, in widths of a path


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `axes`, `rate`, `limit`, `goal`, `trail`, `to_go`, `ring` and `row` belong to the
    loss. `twin` is a panel with the same walk on standardized inputs; it stands where `cloud`,
    `labels` and `ellipse` come later. `model` is the formula that is fitted.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float) -> None:
        self.walk = ScaledWalk(data, learning_rate)
        map_unit, cloud_unit = (
            kind(self.walk, *size).unit
            for kind, size in ((ValleyMap, MAP_SIZE), (InputCloud, CLOUD_SIZE))
        )
        if 1 / NEAR < map_unit / cloud_unit < NEAR:
            map_unit = cloud_unit = min(map_unit, cloud_unit)
        self.panel = ValleyPanel(self.walk, MAP_CORNER, MAP_SIZE, map_unit, ROW, "raw")
        self.map, self.axes, self.rate = self.panel.map, self.panel.axes, self.panel.rate
        self.limit, self.row = self.panel.limit, self.panel.row
        self.named, self.named_anew = self.panel.named, self.panel.named_anew
        self.limit_words = self.limit[1]  # without their plate
        self.goal, self.trail, self.to_go = self.panel.goal, self.panel.trail, self.panel.to_go
        other = ScaledWalk(data, learning_rate)
        other.amount.set_value(1.0)
        self.twin = ValleyPanel(other, TWIN_CORNER, TWIN_SIZE, map_unit, ROW, "new units")
        self.ring = LossRing(self.map)
        ends = MAP_CORNER[0], MAP_CORNER[0] + MAP_SIZE[0]
        self.second_row = StepRow(self.walk, *ends, ROW - PITCH, "rescaled")
        left = CLOUD_CORNER[0]
        self.model = self._model().move_to((left, HEADER, 0.0), aligned_edge=LEFT)
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE, cloud_unit)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.cloud.plot.shift(shift)
        self.cloud.follow()
        self.labels = self.cloud.names()
        self.ellipse = CloudEllipse(self.cloud)
        places = (np.array([*at, 0.0]) for at in (ABOVE_CLOUD, BELOW_ROW))
        self.above_cloud, self.below_row = places

    def direction(self, angle: float = 0.0) -> Direction:
        """Return a direction that turns in the cloud and on the map, at first at an angle."""
        return Direction(self.ellipse, self.map, self.ring, angle)

    @property
    def why_slow(self) -> str:
        """Say what steps do across the valley and along it."""
        fastest = float(np.linalg.eigvalsh(2 * self.walk.scaled(0.0).moments)[-1])
        leaps = 1 - self.walk.learning_rate * fastest < LEAPS
        across = "wall to wall, near the limit" if leaps else "down in a few steps"
        return f"Across: {across}. Along: a crawl."

    @property
    def rounded(self) -> str:
        """Say what standardized inputs do to cloud and valley, what κ is, and the limit of α."""
        condition = self.walk.scaled(1.0).condition
        said = "Round cloud, round valley" if condition < ROUND else "Rounder cloud, rounder valley"
        bound = stability_limit(2 * self.walk.scaled(1.0).moments)
        return f"{said}: κ is {condition:.1f}, α’s limit {Form.of(bound)(bound)}."

    @property
    def finish(self) -> str:
        """The share of the loss above its lowest that is left where walks end."""
        return f"{number(100 * LEFT_OVER)} %"

    @property
    def rise(self) -> str:
        """By how much the loss has risen on the ring of the map."""
        return number(self.map.rise)

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

    def own_pairs(self) -> VGroup:
        """Return s and d of both inputs, each pair beside the name of its axis."""
        return self.cloud.own_pairs(self.labels, self.map.rise)

    def ghosts(self) -> VGroup:
        """Return the path as it is now, thin, and ellipse, ring and bar in dashes."""
        corners = self.trail.corners
        path = VMobject(stroke_color=theme.walker, stroke_width=THIN * PATH_WIDTH)
        path.joint_type = LineJointType.ROUND
        path.points = straight_pieces(np.stack([corners[:-1], corners[1:]], axis=1))
        return VGroup(
            rimmed(path), *(one.ghost() for one in (self.ellipse, self.ring, self.row.bar))
        )

    def make_room(self) -> list[Any]:
        """Return the animations in which the titles of both rows make room for κ."""
        rows = self.row, self.second_row
        letters = min(float(row.kappa.get_left()[0]) for row in rows)
        widest = max(float(row.title.width) for row in rows)
        return [row.make_room(letters - BEFORE - widest) for row in rows]

    def conditions(self) -> VGroup:
        """Return κ of the valley before and after, in their rows, and left of these what it is."""
        words = 'kappa = "max" \\/ "min curvature"'
        line = formula(words, SMALL_SIZE).move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)
        letters = (one.family_members_with_points()[0] for one in (line, self.row.kappa))
        foot, other = (float(letter.get_bottom()[1]) for letter in letters)
        return VGroup(line.shift((other - foot) * UP), self.row.kappa, self.second_row.kappa)

    def first_step(self) -> VGroup:
        """Return how far each weight has to go, how long its first step is, and the limit of α."""
        lines = VGroup()
        first, far = self.walk.trajectory.x[1], self.walk.now.minimum
        for i, (step, way) in enumerate(zip(first, far, strict=True), 1):
            goes = formula(f'"first step" {step:.2f}', SMALL_SIZE, theme.walker)
            words = formula(f'w_{i}":" {way:.2f} "to go,"', SMALL_SIZE)
            lines.add(VGroup(words, goes.next_to(words, RIGHT, buff=LEADING)))
        bound = stability_limit(2 * self.walk.now.moments)
        limit = rf'alpha"’s limit:" 2 \/ lambda_max = {Form.of(bound)(bound)}'
        lines.add(formula(limit, SMALL_SIZE))
        lines.add(formula('lambda_max":" "steepest curvature"', SMALL_SIZE))
        return lines.arrange(DOWN, buff=LEADING, aligned_edge=LEFT).move_to(self.cloud.middle)

    def rule(self, direction: Direction) -> VGroup:
        """Return how far predictions and loss go with d, and the curvature in a direction."""
        curvature = 2 * direction.spread_now**2
        lines = (
            '"typical prediction change:" s dot d',
            '"loss rises by" (s dot d)^2',
            f'"curvature:" 2 s^2 = {Form.of(curvature, decimals=2)(curvature)}',
        )
        rows = VGroup(*(formula(line, SMALL_SIZE) for line in lines))
        rows.arrange(DOWN, buff=CLOSE, aligned_edge=LEFT)
        return rows.next_to(self.labels[1], DOWN, buff=CLOSE, aligned_edge=LEFT)

    def from_best(self) -> Any:
        """Return what Δw is, to stand over the map."""
        words = formula('Delta w":" "from the best" w', SMALL_SIZE, theme.muted)
        return words.move_to((MAP_CORNER[0] + MAP_SIZE[0], HEADER, 0.0), RIGHT)

    def _model(self) -> Any:
        first, second, output = (name.partition(" ")[0] for name in self.walk.data.axes)
        words = [verbatim(word).removeprefix("#") for word in (output, first, second)]
        math = f"{words[0]} = w_1 dot {words[1]} + w_2 dot {words[2]}"
        return fitted(formula(math, TEXT_SIZE), CLOUD_SIZE[0] + 0.4)
