"""The stage on which inputs are rescaled: their cloud, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import Features
from scenes.kit.arguments import checked
from scenes.kit.scaling.direction import Direction
from scenes.kit.scaling.direction_letters import letters
from scenes.kit.scaling.input_cloud import CloudEllipse, InputCloud
from scenes.kit.scaling.prediction_row import PredictionRow, PredictionStems
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import BAR, BEFORE, GAP, StepRow
from scenes.kit.scaling.valley_map import LossRing, OldTrail, ValleyMap
from scenes.kit.scaling.valley_panel import ValleyPanel
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, verbatim

MAP_CORNER, MAP_SIZE = (0.85, -2.2), (5.5, 4.4)
CLOUD_CORNER, CLOUD_SIZE = (-5.75, -2.2), (5.4, 4.4)
HEADER, ROW, PITCH = 2.65, 3.32, 0.5  # heights of two lines above the pictures; to the second row
ABOVE_CLOUD, BELOW_ROW = (-2.85, 2.65), (3.6, 2.65)  # of questions
NEAR = 1.5  # times as much on one scale as on the other: so little that they become one
LEAPS = -0.5  # the factor of a step across the valley, from which on it leaps
WIDEST = 6.3  # of the model
ROUND = 2.0  # condition number of what is round to the eye
ARRIVED = 0.6  # times as large walker and ring of the minimum are, when the walk is to be read


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `axes`, `levels`, `rate`, `limit`, `goal`, `trail`, `to_go`, `ring`, `factors`
    and `row` belong to the loss, `cloud`, `labels`, `stems` and `ellipse` to the inputs. `model` is
    the formula that is fitted, and says what is measured from the best weights. `longest` and
    `shortest` are the angles of the inputs with the larger and the smaller deviation.
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
        self.levels, self.limit, self.row = self.panel.levels, self.panel.limit, self.panel.row
        self.factors = self.panel.factors
        self.goal, self.trail, self.to_go = self.panel.goal, self.panel.trail, self.panel.to_go
        self.ring = LossRing(self.map)
        ends = MAP_CORNER[0], MAP_CORNER[0] + MAP_SIZE[0]
        self.second_row = StepRow(self.walk, *ends, ROW - PITCH, "rescaled")
        self._make_room()
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE, cloud_unit)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.cloud.plot.shift(shift)
        self.cloud.follow()
        self.labels = self.cloud.names()
        self.stems = PredictionStems(self.cloud)
        self.model = self._model()
        self.ellipse = CloudEllipse(self.cloud)
        self._order = np.argsort(-self.walk.scaled(0.0).deviations)
        self.longest = float(self._order[0] * np.pi / 2)
        self.shortest = self.longest - np.pi / 2
        places = (np.array([*at, 0.0]) for at in (ABOVE_CLOUD, BELOW_ROW))
        self.above_cloud, self.below_row = places

    def direction(self, angle: float = 0.0) -> Direction:
        """Return a direction that turns in the cloud and on the map, at first at an angle."""
        return Direction(self.ellipse, self.map, self.ring, angle)

    def letters(self, direction: Direction) -> VGroup:
        """Return the letters s and d, which stand at the ruler and at the bar on the map."""
        return letters(direction)

    @property
    def why_slow(self) -> str:
        """Say what steps do across the valley and along it."""
        fastest = float(np.linalg.eigvalsh(2 * self.walk.scaled(0.0).moments)[-1])
        leaps = 1 - self.walk.learning_rate * fastest < LEAPS
        across = "wall to wall, near the limit" if leaps else "down in a few steps"
        return f"Across: {across}. Along: a crawl."

    @property
    def rounded(self) -> str:
        """Say what standardized inputs do to cloud and valley, and how many steps are left."""
        after = self.walk.scaled(1.0)
        shape = "ound" if after.condition < ROUND else "ounder"
        steps = after.trajectory.steps
        return f"R{shape} cloud, r{shape} valley: same α, {steps} steps."

    @property
    def rise(self) -> str:
        """By how much the loss has risen on the ring of the map."""
        return number(self.map.rise)

    @property
    def other(self) -> str:
        """The name of the input with the smaller deviation."""
        return str(self.walk.data.axes[self._order[1]]).partition(" ")[0]

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
        """Return ellipse and ring as they are now, in dashes."""
        return VGroup(self.ellipse.ghost(), self.ring.ghost())

    def old_trail(self) -> OldTrail:
        """Return the walk with the inputs as they are, pale, to ride along as they are rescaled."""
        return OldTrail(self.map)

    def arrive(self) -> list[Any]:
        """Return the animations in which walker and goal shrink, off the last steps."""
        return [one.animate.scale(ARRIVED) for one in (self.goal, self.trail.walker)]

    def speed(self, times: int) -> Any:
        """Return that the walk is shown so many times as fast as before, in its row."""
        line = formula(f'"speed" times {times}', SMALL_SIZE, theme.walker)
        return line.move_to((MAP_CORNER[0] + BAR - GAP, ROW, 0.0), RIGHT)

    def _make_room(self) -> None:
        """Let the titles of both rows leave room for κ."""
        rows = self.row, self.second_row
        first = min(float(row.kappa.get_left()[0]) for row in rows)
        widest = max(float(row.title.width) for row in rows)
        for row in rows:
            row.make_room(first - BEFORE - widest)

    def conditions(self) -> VGroup:
        """Return κ of the valley before and after, in their rows, and left of these what it is."""
        words = 'kappa = ("longest" s thin \\/ thin "shortest" s)^2'
        line = formula(words, SMALL_SIZE).move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)
        letters = (one.family_members_with_points()[0] for one in (line, self.row.kappa))
        foot, other = (float(letter.get_bottom()[1]) for letter in letters)
        return VGroup(line.shift((other - foot) * UP), self.row.kappa, self.second_row.kappa)

    def first_step(self) -> Any:
        """Return how far the first step goes along each weight, to stand over the map."""
        first, second = self.walk.trajectory.x[1]
        words = f'"step 1:" quad w_1 {first:+.2f}"," quad w_2 {second:+.2f}'
        line = fitted(formula(words, SMALL_SIZE, theme.walker), MAP_SIZE[0])
        return line.move_to((*BELOW_ROW, 0.0))

    def predictions(self, direction: Direction) -> PredictionRow:
        """Return how far predictions move with the weights in a direction, above the cloud."""
        return PredictionRow(direction, CLOUD_CORNER[0], ROW)

    def rule(self) -> Any:
        """Return by how much the loss rises as predictions move, below how far these do."""
        line = formula('"the loss rises by" (s dot d)^2', SMALL_SIZE)
        return line.move_to((CLOUD_CORNER[0], HEADER, 0.0), LEFT)

    def _model(self) -> VGroup:
        first, second, output = (name.partition(" ")[0] for name in self.walk.data.axes)
        words = [verbatim(word).removeprefix("#") for word in (output, first, second)]
        math = f'{words[0]} = "mean" + w_1 dot {words[1]} + w_2 dot {words[2]}'
        lines = VGroup(fitted(formula(math, TEXT_SIZE), WIDEST), self.stems.reading())
        for line, y in zip(lines, (ROW, HEADER), strict=True):
            line.move_to((CLOUD_CORNER[0], y, 0.0), LEFT)
        return lines
