"""The stage on which inputs are rescaled: their cloud, and beside it the valley of the loss."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ReplacementTransform
from manim.utils.rate_functions import ease_in_out_sine
from numpy.typing import NDArray

from gd_math import Features
from scenes.kit.arguments import checked
from scenes.kit.scaling.bars import SpreadBar, Way
from scenes.kit.scaling.guess_bars import GuessBars
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.step_rows import StepRow
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.scaling.valley_panel import ValleyPanel
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, fitted, formula, verbatim

Array = NDArray[np.float64]

MAP_CORNER, MAP_SIZE = (1.35, -1.85), (5.0, 4.05)
ROW_ENDS = (0.85, 6.35)  # of the lines above the map
CLOUD_CORNER, CLOUD_SIZE = (-5.75, -1.85), (5.4, 4.05)
HEADER, ROW, PITCH = 2.65, 3.32, 0.5  # heights of two lines above the pictures; to the second row
FOOT = 0.13  # from the middle of a line down to where its letters stand
ABOVE_CLOUD, BELOW_ROW = (-5.75, 2.65), (6.35, 2.65)  # left and right ends of questions
NEAR = 1.5  # times as much on one scale as on the other: so little that they become one
LEAPS = -0.5  # the factor of a step across the valley, from which on it leaps
WIDEST = 6.3  # of the model
LEADING, LARGE = 0.8, 1.2  # between the rows of the model, and how much larger they are
GOAL = 0.2  # of the rise of the loss on the ring of the map: on the goal


class ScalingStage:
    """A cloud of two inputs at the left, the map of their loss at the right, a walk on the map.

    `walk` is taken with one `learning_rate`, whatever the inputs are divided by; all follows its
    amount. `map`, `axes`, `rate`, `goal`, `trail`, `ring` and `row` belong to the loss, `cloud`,
    `labels`, `numbers` (of the vertical axis) and `divided` to the inputs. `model` is the formula
    that is fitted, as a line above the cloud, and `rows` the same in place of the cloud. The walk
    ends in the ring `goal`, on which the loss is the same before and after. `longest` and
    `shortest` are the numbers of the inputs with the larger and the smaller deviation, whose bars
    are `spreads`.
    """

    @checked
    def __init__(self, data: Features, learning_rate: float) -> None:
        still = ScaledWalk(data, learning_rate, np.inf)  # it shows how much room is needed
        valley = ValleyMap(still, *MAP_SIZE)
        map_unit, cloud_unit = valley.unit, InputCloud(still, *CLOUD_SIZE).unit
        if 1 / NEAR < map_unit / cloud_unit < NEAR:
            map_unit = cloud_unit = min(map_unit, cloud_unit)
        self.walk = ScaledWalk(data, learning_rate, GOAL * valley.rise)
        self.panel = ValleyPanel(self.walk, MAP_CORNER, MAP_SIZE, map_unit, ROW, ROW_ENDS, "raw")
        self.map, self.axes, self.rate = self.panel.map, self.panel.axes, self.panel.rate
        self.row = self.panel.row
        self.goal, self.trail = self.panel.goal, self.panel.trail
        self.ring = LossRing(self.map, self.map.rise, theme.ink)
        self.second_row = StepRow(self.walk, *ROW_ENDS, ROW - PITCH, "rescaled")
        self.cloud = InputCloud(self.walk, *CLOUD_SIZE, cloud_unit)
        shift = np.array([*CLOUD_CORNER, 0.0]) - self.cloud.plot.x_axis.get_start()
        self.numbers = self.cloud.numbers
        for part in (self.cloud.plot, self.numbers):
            part.shift(shift)
        self.cloud.follow()
        self.labels, self.divided = self.cloud.names(), self.cloud.divided()
        self.model, self.rows = self._model(), self._model(rows=True)
        self._order = np.argsort(-self.walk.scaled(0.0).deviations)
        self.longest, self.shortest = map(int, self._order)
        self.spreads = [SpreadBar(self.cloud, int(axis)) for axis in self._order]
        above, below = (np.array([*at, 0.0]) for at in (ABOVE_CLOUD, BELOW_ROW))
        self.above_cloud, self.below_row = (above, LEFT), (below, RIGHT)

    def way(self, axis: int, length: float = 0.0) -> Way:
        """Return a way on the map from the best weights, along one of its axes and so long."""
        return Way(self.map, axis, length)

    def bars(self, way: Way) -> GuessBars:
        """Return how far the guesses move as a weight goes its way, as bars on the cloud's dots."""
        return GuessBars(self.cloud, way)

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

    def in_line(self) -> Any:
        """Return the animation in which the rows of the model go up and become a line."""
        return ReplacementTransform(self.rows, self.model, path_func=_first_across)

    def standardized(self) -> Any:
        """Return what is done to each input and its weight, to stand above the cloud."""
        line = formula('"inputs" div s, quad "weights" dot s', TEXT_SIZE)
        return line.move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)

    def moving(self, way: Way) -> Any:
        """Return what the bars of a way are, to stand above the cloud."""
        line = f'{self._words[2]} "moves by" {{{{{self._moved(way)} : moved}}}}'
        words = formula(line, SMALL_SIZE, moved=theme.muted)
        words.move_to((CLOUD_CORNER[0], HEADER, 0.0), LEFT)
        return on_base_line(words, 0, HEADER - FOOT)

    def mean_of_bars(self) -> Any:
        """Return what the loss is up by, to stand above the map over its number, see `rising`."""
        words = formula('"loss up by their mean square"', SMALL_SIZE)
        return on_base_line(words.move_to((ROW_ENDS[1], ROW, 0.0), RIGHT), 0, ROW - FOOT)

    def rising(self, way: Way, begins: str = "") -> Any:
        """Return by how much the loss is up at the end of a way, live, above the map.

        It `begins` with words, unless the line above it says what it is.
        """
        live = Number(lambda: way.risen, **Form.of([self.map.rise], 2)._asdict(), size=SMALL_SIZE)
        i, words = way.axis + 1, f'"{begins}"' if begins else "="
        line = named(formula(f"{words} (s_{i} d_{i})^2 =", SMALL_SIZE), live)
        line.move_to((ROW_ENDS[1], HEADER, 0.0), RIGHT)
        return line.shift((HEADER - FOOT - float(live.place.get_bottom()[1])) * UP)

    def _moved(self, way: Way) -> str:
        """Return by how much the guesses move, as Typst math: d₁ · (sun − mean)."""
        return f'd_{way.axis + 1} dot ({self._words[way.axis]} - "mean")'

    @property
    def _words(self) -> list[str]:
        """The names of both inputs and of the output, without their units, as Typst math."""
        names = (name.partition(" ")[0] for name in self.walk.data.axes)
        return [verbatim(name).removeprefix("#") for name in names]

    def _model(self, rows: bool = False) -> Any:
        """Return the formula that is fitted, in one line or in three rows."""
        first, second, output = self._words
        parts = f"{{{{+ w_1 dot {first} : first}}}} {{{{+ w_2 dot {second} : second}}}}"
        line = formula(f"{output} {{{{= : equals}}}} b {parts}", TEXT_SIZE)
        if rows:
            left = line.select("equals").get_left()[0]
            for row, label in enumerate(("first", "second"), 1):
                part = line.select(label)
                part.shift((left - part.get_left()[0]) * RIGHT + row * LEADING * DOWN)
            return line.scale(LARGE).move_to(self.cloud.middle)
        fitted(line, WIDEST).move_to((CLOUD_CORNER[0], ROW, 0.0), LEFT)
        equals = line.select("equals")
        return line.shift((ROW - float(equals.get_y())) * UP)


def _first_across(start: Array, end: Array, share: float) -> Array:
    """Return points on their way from start to end, (n, 3), which go up last: rows do not meet."""
    return np.asarray(start + (end - start) * np.array([1 - (1 - share) ** 2, share**2, 0.0]))
