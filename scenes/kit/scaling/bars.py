"""The lengths s and d of both inputs: how far these spread, and how far it is up the valley."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.live import Live
from scenes.kit.scaling.valley_map import ValleyMap
from scenes.kit.symbols import rim
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

LINE, TICK = 0.75 * PATH_WIDTH, (0.15, 0.045)  # width of a line s; its end ticks, level, upright
THICK = 0.07  # of a bar d
SHORTEST = 1e-6  # of what can be seen
ROWS = 0.14  # between the rows of a name
OUTSIDE = 0.16  # from dots to a line
BELOW = 0.72  # from the lower end of the axes to a line
NEAR, GAP = 0.17, 0.16  # from a line and from a bar to its name
PLATE, APART = 0.08, 0.14  # margin of a plate; from it to the ends of the map


class SpreadBar(Live):
    """The standard deviation s of one input of a cloud, as a line outside of it.

    `axis` is the number of the input; `grown`, a tracker, the share of the line that is there.
    `label` says s, live. Both stand off all dots, also as the inputs are rescaled.
    """

    shared = ("walk", "cloud")

    def __init__(self, cloud: InputCloud, axis: int) -> None:
        self.cloud, self.walk, self.axis = cloud, cloud.walk, axis
        self.grown = ValueTracker(0.0)
        self.bar = VMobject(stroke_color=theme.ink, stroke_width=LINE)
        spreads = self.walk.scaled(0.0).deviations
        live = Number(lambda: self.spread, **_form([spreads[axis], 1.0]), size=SMALL_SIZE)
        name = formula(f"s_{axis + 1} =", SMALL_SIZE)
        self.label = self.words = named(name, live)
        if axis == 1:  # in two rows, to stay off the map
            live.next_to(name, DOWN, buff=ROWS)
        super().__init__(self.bar)
        self.label.add_updater(lambda one: self._place(one))

    @property
    def spread(self) -> float:
        """The standard deviation of the input."""
        return float(self.walk.now.deviations[self.axis])

    @property
    def start(self) -> Array:
        """Where in the frame it begins, at the mean: below the dots, or at their right end."""
        cloud = self.cloud
        if self.axis == 0:
            return np.asarray(cloud.middle + (BELOW - cloud.plot.y_axis.height / 2) * UP)
        right = cloud.unit * float(self.walk.now.data.inputs[:, 0].max()) + OUTSIDE
        return np.asarray(cloud.middle + right * RIGHT)

    @property
    def end(self) -> Array:
        """Where in the frame it ends, a standard deviation from the mean."""
        return self.start + self.cloud.unit * self.spread * (RIGHT, UP)[self.axis]

    @property
    def state(self) -> Any:
        return self.grown.get_value(), self.cloud.state

    def draw(self) -> None:
        start, aside = self.start, TICK[self.axis] * (UP, RIGHT)[self.axis]
        tip = start + float(self.grown.get_value()) * (self.end - start)
        ends = [[one - aside, one + aside] for one in (start, tip)]
        seen = np.linalg.norm(tip - start) > SHORTEST
        self.bar.points = straight_pieces(np.array([[start, tip], *ends])[: 3 * seen])

    def _place(self, name: VGroup) -> None:
        """Put the name beyond the end of a level line, or right of an upright one."""
        beside = self.end if self.axis == 0 else (self.start + self.end) / 2 + TICK[1] * RIGHT
        name.move_to(beside + NEAR * RIGHT, aligned_edge=-RIGHT)


class Way(Live):
    """A way d along one axis of the map, as a bar from the best weights.

    `axis` is the number of the weight. `length`, a tracker, is in the weights of the raw inputs;
    as the inputs are rescaled, the way leads to where the loss is as high as before. `label` says
    d, live.
    """

    shared = ("walk", "map")

    def __init__(self, valley: ValleyMap, axis: int, length: float = 0.0) -> None:
        self.map, self.walk = valley, valley.walk
        self.axis, self.length = axis, ValueTracker(length)
        self.raw = float(self.walk.scaled(0.0).deviations[axis])
        self.bar = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        super().__init__(rim(self.bar))
        self.set_z_index(1)  # over the rings
        ways = np.sqrt(valley.rise) / np.array([self.raw, 1.0])
        live = Number(lambda: self.now, **_form(ways), size=SMALL_SIZE)
        self.words = named(formula(f"d_{axis + 1} =", SMALL_SIZE), live)
        self.label = tag(self.words, buff=PLATE)
        self.short = axis == int(np.argmax(self.walk.scaled(0.0).deviations))
        self.label.add_updater(lambda one: self._place(one))

    @property
    def state(self) -> Any:
        return self.length.get_value(), self.map.state

    @property
    def along(self) -> Array:
        """The direction, a vector of length 1 of the frame."""
        return np.asarray((RIGHT, UP)[self.axis])

    @property
    def across(self) -> Array:
        """The direction of the other axis."""
        return np.asarray((UP, RIGHT)[self.axis])

    @property
    def spread(self) -> float:
        """The standard deviation s of the input that belongs to the weight."""
        return float(self.walk.now.deviations[self.axis])

    @property
    def now(self) -> float:
        """How long the way is, d."""
        return float(self.length.get_value()) * self.raw / self.spread

    @property
    def moved(self) -> Array:
        """By how much the predictions move with the weight, (N,): d · xᵢ, of centered inputs."""
        return np.asarray(self.now * self.walk.now.data.inputs[:, self.axis])

    @property
    def risen(self) -> float:
        """By how much the loss is up at its end: 1/N Σᵢ (d · xᵢ)² = (s · d)²."""
        return float(np.mean(self.moved**2))

    def draw(self) -> None:
        tip = self.map.unit * self.now * self.along
        side = THICK / 2 * self.across
        self.bar.clear_points()
        if np.linalg.norm(tip) > SHORTEST:
            corners = np.array([side, -side, tip - side, tip + side, side])
            self.bar.set_points_as_corners(self.map.middle + corners)

    def grow(self) -> Any:
        """Return the animation in which it grows until the loss is up by the map's `rise`."""
        end = np.sqrt(self.map.rise) / self.spread
        going: Any = self.length.animate
        return going(rate_func=linear).set_value(float(end))

    def _place(self, name: VGroup) -> None:
        """Put the name beyond the end of a short bar, or beside that of a long one."""
        half = np.array([name.width, name.height])[[self.axis, 1 - self.axis]] / 2
        room = float((self.map.border.width, self.map.border.height)[self.axis]) / 2
        tip, last = self.map.unit * self.now, room - APART - half[0]
        if self.short:
            tip += GAP + half[0]
            lacking = np.clip((tip - last) / GAP, 0, 1)  # then it slides off the bar
            away = -lacking * (THICK + half[1])
        else:
            ring = self.map.outline(self.map.rise) - self.map.middle
            there = ring[:, self.axis] > min(tip, last) - half[0] - APART
            away = min(ring[there, 1 - self.axis].min(initial=0.0), 0.0) - GAP - half[1]
        tip = min(tip, last)
        name.move_to(self.map.middle + tip * self.along + away * self.across)


def _form(values: Any) -> dict[str, Any]:
    return Form.of(values, decimals=2)._asdict()
