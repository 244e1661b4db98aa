"""The stage on which inputs are rescaled: their cloud, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import Features
from scenes.kit.arguments import checked
from scenes.kit.scaling.bars import SpreadBar, Way
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.scaling.valley_panel import ValleyPanel
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, fitted, formula, verbatim

MAP_CORNER, MAP_SIZE = (0.85, -2.2), (5.5, 4.4)
CLOUD_CORNER, CLOUD_SIZE = (-5.75, -2.2), (5.4, 4.4)
HEADER, ROW, PITCH = 2.65, 3.32, 0.5  # heights of two lines above the pictures; to the second row
ABOVE_CLOUD, BELOW_ROW = (-2.85, 2.65), (3.6, 2.65)  # of questions
NEAR = 1.5  # times as much on one scale as on the other: so little that they become one
LEAPS = -0.5  # the factor of a step across the valley, from which on it leaps
WIDEST = 6.3  # of the model
LEADING, LARGE = 0.8, 1.2  # between the rows of the model, and how much larger they are
GOAL = 0.2  # of the rise of the loss on the ring of the map: on the goal


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `axes`, `rate`, `goal`, `trail`, `ring`, `factors` and `row` belong to the loss,
    `cloud`, `labels` and `divided` to the inputs. `model` is the formula that is fitted, as a line
    above the cloud, and `rows` the same in place of the cloud. The walk ends in the ring `goal`, on
    which the loss is the same before and after. `longest` and `shortest` are the angles of the
    inputs with the larger and the smaller deviation, whose bars are `spreads`.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float) -> None:
        still = ScaledWalk(data, learning_rate, np.inf)  # it shows how much room is needed
        valley = ValleyMap(still, *MAP_SIZE)
        map_unit, cloud_unit = valley.unit, InputCloud(still, *CLOUD_SIZE).unit
        if 1 / NEAR < map_unit / cloud_unit < NEAR:
            map_unit = cloud_unit = min(map_unit, cloud_unit)
        self.walk = ScaledWalk(data, learning_rate, GOAL * valley.rise)
        self.panel = ValleyPanel(self.walk, MAP_CORNER, MAP_SIZE, map_unit, ROW, "raw")
        self.map, self.axes, self.rate = self.panel.map, self.panel.axes, self.panel.rate
        self.row, self.factors = self.panel.row, self.panel.factors
        self.goal, self.trail = self.panel.goal, self.panel.trail
        self.ring = LossRing(self.map, self.map.rise, theme.ink)
        ends = MAP_CORNER[0], MAP_CORNER[0] + MAP_SIZE[0]
        self.second_row = StepRow(self.walk, *ends, ROW - PITCH, "rescaled")
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE, cloud_unit)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.cloud.plot.shift(shift)
        self.cloud.follow()
        self.labels, self.divided = self.cloud.names(), self.cloud.divided()
        self.model, self.rows = self._model(), self._model(rows=True)
        self._order = np.argsort(-self.walk.scaled(0.0).deviations)
        self.longest, self.shortest = (float(axis * np.pi / 2) for axis in self._order)
        self.spreads = [SpreadBar(self.cloud, int(axis)) for axis in self._order]
        places = (np.array([*at, 0.0]) for at in (ABOVE_CLOUD, BELOW_ROW))
        self.above_cloud, self.below_row = places

    def way(self, angle: float, length: float = 0.0) -> Way:
        """Return a way on the map from the best weights, in some direction and so long."""
        return Way(self.map, angle, length)

    @property
    def why_slow(self) -> str:
        """Say what steps do across the valley and along it."""
        fastest = float(np.linalg.eigvalsh(2 * self.walk.scaled(0.0).moments)[-1])
        leaps = 1 - self.walk.learning_rate * fastest < LEAPS
        across = "wall to wall" if leaps else "down in a few steps"
        return f"Across: {across}. Along: a crawl."

    @property
    def rise(self) -> str:
        """By how much the loss is up on the ring of the map."""
        return number(self.map.rise)

    @property
    def weights(self) -> tuple[str, str]:
        """The weights of the inputs with the larger and the smaller deviation."""
        first, second = (f"w{'₁₂'[axis]}" for axis in self._order)
        return first, second

    def rescale(self) -> Any:
        """Return the animation in which the inputs are standardized; all follows."""
        going: Any = self.walk.amount.animate
        return going(rate_func=ease_in_out_sine).set_value(1.0)

    def speed(self, times: int) -> Any:
        """Return that the walk is shown so many times as fast as before, below its count."""
        line = formula(f'"speed" times {times}', SMALL_SIZE, theme.muted)
        return line.move_to((MAP_CORNER[0] + MAP_SIZE[0], HEADER, 0.0), RIGHT)

    def standardized(self) -> Any:
        """Return what is done to each input, to stand above the cloud."""
        line = formula('"each input" x":" quad (x - "mean") div s', TEXT_SIZE)
        return line.move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)

    def rising(self, way: Way) -> Any:
        """Return by how much the loss is up at the end of a way, live, to stand above the map."""
        form = Form.of([self.map.rise], decimals=2)._asdict()
        live = Number(lambda: way.risen, **form, size=SMALL_SIZE)
        line = named(formula('"loss up by" (s dot d)^2 =', SMALL_SIZE), live)
        return line.move_to((*BELOW_ROW, 0.0))

    def _model(self, rows: bool = False) -> Any:
        """Return the formula that is fitted, in one line or in three rows."""
        first, second, output = (name.partition(" ")[0] for name in self.walk.data.axes)
        words = [verbatim(word).removeprefix("#") for word in (output, first, second)]
        parts = f"{{{{+ w_1 dot {words[1]} : first}}}} {{{{+ w_2 dot {words[2]} : second}}}}"
        line = formula(f'{words[0]} {{{{= : equals}}}} "mean" {parts}', TEXT_SIZE)
        if rows:
            left = line.select("equals").get_left()[0]
            for row, label in enumerate(("first", "second"), 1):
                part = line.select(label)
                part.shift((left - part.get_left()[0]) * RIGHT + row * LEADING * DOWN)
            return line.scale(LARGE).move_to(self.cloud.middle)
        return fitted(line, WIDEST).move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)
