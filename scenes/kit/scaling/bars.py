"""The bars s and d of both inputs: how far these spread, and how far it is up the valley."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.live import Live, lined
from scenes.kit.scaling.valley_map import ValleyMap
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

BAR = 1.5 * PATH_WIDTH  # width of a bar
SHORTEST = 1e-6  # length of a bar that can be seen
OUTSIDE = 0.24  # from dots to a bar
INSIDE = (0.8, 0.12)  # from the lower and the right end of the axes to a bar, at least
GAP, PLATE, APART = 0.16, 0.08, 0.04  # from a bar to its name; of a plate; between names


class SpreadBar(Live):
    """The standard deviation s of one input of a cloud, as a bar outside of it, from the mean on.

    `axis` is the number of the input; `grown`, a tracker, the share of the bar that is there.
    `label` says s, live. The bar stands off all dots, before and after the inputs are rescaled.
    """

    shared = ("walk", "cloud")

    def __init__(self, cloud: InputCloud, axis: int) -> None:
        self.cloud, self.walk, self.axis = cloud, cloud.walk, axis
        self.grown = ValueTracker(0.0)
        self.along = (RIGHT, UP)[axis]
        below, right = _reach(cloud, -GAP)[0], _reach(cloud)[2]
        half = np.array([cloud.plot.x_axis.width, cloud.plot.y_axis.height]) / 2
        away = (
            min(below + OUTSIDE, half[1] - INSIDE[0]),
            min(right + OUTSIDE, half[0] - INSIDE[1]),
        )
        self.foot = -away[0] * UP if axis == 0 else away[1] * RIGHT
        self.bar = VMobject(stroke_color=theme.ink, stroke_width=BAR)
        super().__init__(self.bar)
        spreads = self.walk.scaled(0.0).deviations[axis]
        live = Number(lambda: self.spread, **_form([spreads, 1.0]), size=SMALL_SIZE)
        self.label = self.words = named(formula("s =", SMALL_SIZE), live)
        self.label.add_updater(lambda one: self._place(one))

    @property
    def spread(self) -> float:
        """The standard deviation of the input."""
        return float(self.walk.now.deviations[self.axis])

    @property
    def state(self) -> Any:
        return self.grown.get_value(), self.cloud.state

    def draw(self) -> None:
        tip = self.cloud.unit * self.spread * float(self.grown.get_value()) * self.along
        foot = self.cloud.middle + self.foot
        self.bar.points = _line(foot, foot + tip)

    def _place(self, name: VGroup) -> None:
        """Put the name beyond the end of a level bar, or above an upright one."""
        foot = self.cloud.middle + self.foot
        if self.axis == 0:
            tip = foot + self.cloud.unit * self.spread * self.along
            name.move_to(tip + GAP * RIGHT, aligned_edge=-RIGHT)
            return
        end = float(self.cloud.plot.x_axis.get_right()[0])
        left = end - float(name.width) - APART
        up = _reach(self.cloud, left - OUTSIDE - float(self.cloud.middle[0]))[1]
        up = max(up, self.cloud.unit * self.spread) + GAP
        name.move_to((end, float(foot[1]) + up, 0.0), aligned_edge=RIGHT - UP)


class Way(Live):
    """A way d in some direction on the map, as a bar from the best weights.

    `length`, a tracker, is in the weights of the raw inputs; as the inputs are rescaled, the
    way leads to where the loss is as high as before. `label` says d, live.
    """

    shared = ("walk", "map")

    def __init__(self, valley: ValleyMap, angle: float, length: float = 0.0) -> None:
        self.map, self.walk = valley, valley.walk
        self.angle, self.length = angle, ValueTracker(length)
        self.bar = VMobject(stroke_color=theme.ink, stroke_width=BAR)
        super().__init__(lined(self.bar))
        self.set_z_index(1)  # over the rings
        spreads = self.walk.scaled(0.0).deviations
        ways = np.sqrt(valley.rise) / np.array([*spreads, 1.0])
        live = Number(lambda: self.now, **_form(ways), size=SMALL_SIZE)
        self.words = named(formula("d =", SMALL_SIZE), live)
        self.label = tag(self.words, buff=PLATE)
        self.label.add_updater(lambda one: self._place(one))

    @property
    def state(self) -> Any:
        return self.length.get_value(), self.map.state

    @property
    def along(self) -> Array:
        """The direction, a vector of length 1."""
        return np.array([np.cos(self.angle), np.sin(self.angle)])

    @property
    def spread(self) -> float:
        """The standard deviation s of the inputs in its direction."""
        return self.walk.now.spread(self.angle)

    @property
    def now(self) -> float:
        """How long the way is, d."""
        before = self.walk.scaled(0.0).spread(self.angle)
        return float(self.length.get_value()) * before / self.spread

    @property
    def risen(self) -> float:
        """By how much the loss is up at its end: (s · d)²."""
        return (self.spread * self.now) ** 2

    def draw(self) -> None:
        tip = self.map.middle + self.map.unit * self.now * np.array([*self.along, 0.0])
        self.bar.points = _line(self.map.middle, tip)

    def grow(self) -> Any:
        """Return the animation in which it grows until the loss is up by the map's `rise`."""
        going: Any = self.length.animate
        return going.set_value(np.sqrt(self.map.rise) / self.spread)

    def _place(self, name: VGroup) -> None:
        """Put the name beyond a short way's end, or beside the middle of a long one."""
        spreads = self.walk.scaled(0.0).deviations
        narrow = int(np.argmax(spreads))
        short = int(np.argmax(np.abs(self.along))) == narrow
        across, upward = (np.array([*np.roll([1.0, 0.0], k), 0.0]) for k in (narrow, 1 - narrow))
        half = np.array([name.width, name.height, 0.0]) / 2
        ring = np.sqrt(self.map.rise * np.linalg.inv(self.walk.now.moments)[narrow, narrow])
        out = self.map.unit * ring + GAP + float(half @ across)
        least = float(half @ upward) + APART
        up = -least if short else max(self.map.unit * self.now / 2, least)
        name.move_to(self.map.middle + out * across + up * upward)


def _line(start: Array, end: Array) -> Array:
    """Return the points of a bar, none if it is too short to be seen."""
    if np.linalg.norm(end - start) < SHORTEST:
        return np.zeros((0, 3))
    return straight_pieces(np.array([[start, end]]))


def _reach(cloud: InputCloud, beyond: float = -np.inf) -> tuple[float, float, float]:
    """Return how far dots reach down, up and to the right, right of `beyond` the middle.

    That is before and after the inputs are rescaled.
    """
    walk, reach = cloud.walk, np.zeros(3)
    for amount in (0.0, 1.0):
        now = walk.scaled(amount)
        at = cloud.unit * now.data.inputs
        x, y = at[at[:, 0] > beyond].T
        reach = np.maximum(reach, [one.max(initial=0.0) for one in (-y, y, x)])
    down, up, right = reach
    return float(down), float(up), float(right)


def _form(values: Any) -> dict[str, Any]:
    return Form.of(values, decimals=2)._asdict()
