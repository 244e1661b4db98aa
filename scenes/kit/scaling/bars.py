"""The bars s and d of both inputs: how far these spread, and how far it is up the valley."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.input_cloud import BEHIND, DOT, InputCloud
from scenes.kit.scaling.live import Live, lined
from scenes.kit.scaling.valley_map import ValleyMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

BAR = 1.8 * PATH_WIDTH  # width of a bar
CAP = 0.11  # half of the length of the lines at its ends
STEM = 0.32  # length of a stem when the loss has risen as far as it does, in units of the frame
STEM_WIDTH, FAINT = 2.6, 0.85
OUTSIDE = 0.24  # from dots and stems to a bar
INSIDE = (0.8, 0.12)  # from the lower and the right end of the axes to a bar, at least
GAP, PLATE, APART = 0.16, 0.08, 0.04  # from a bar to its name; of a plate; between names


class SpreadBar(Live):
    """The standard deviation s of one input of a cloud, as a bar outside of it, from the mean on.

    `axis` is the number of the input; `grown`, a tracker, the share of the bar that is there.
    `label` says s, live. The bar stands off all dots, and the stems of `StemRow`, before and after
    the inputs are rescaled.
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
        self.bar.points = capped(foot, foot + tip)

    def _place(self, name: VGroup) -> None:
        """Put the name beyond the end of a level bar, or above an upright one."""
        foot = self.cloud.middle + self.foot
        if self.axis == 0:
            tip = foot + self.cloud.unit * self.spread * self.along
            name.move_to(tip + GAP * RIGHT, aligned_edge=-RIGHT)
            return
        end = float(self.cloud.plot.x_axis.get_right()[0])
        left = end - float(name.width) - APART
        up = _reach(self.cloud, left - float(self.cloud.middle[0]))[1]
        up = max(up, self.cloud.unit * max(1.0, self.walk.scaled(0.0).deviations[1])) + GAP
        name.move_to((end, float(foot[1]) + up, 0.0), aligned_edge=RIGHT - UP)


class Way(Live):
    """A way d in some direction on the map, as a bar from the best weights.

    `angle` and `length`, in the weights of the inputs as they are, are trackers; as the inputs are
    rescaled, the way leads to where the loss is as high as before. `label` says d, live.
    """

    shared = ("walk", "map")

    def __init__(self, valley: ValleyMap, angle: float, length: float = 0.0) -> None:
        self.map, self.walk = valley, valley.walk
        self.angle, self.length = ValueTracker(angle), ValueTracker(length)
        self.bar = VMobject(stroke_color=theme.ink, stroke_width=BAR)
        super().__init__(lined(self.bar))
        spreads = self.walk.scaled(0.0).deviations
        ways = np.sqrt(valley.rise) / np.array([*spreads, 1.0])
        self.form, self.moves = _form(ways), _form([np.sqrt(valley.rise)])
        self.spreads = _form([*spreads, 1.0])
        live = Number(lambda: self.now, **self.form, size=SMALL_SIZE)
        self.words = named(formula("d =", SMALL_SIZE), live)
        self.label = tag(self.words, buff=PLATE)
        self.label.add_updater(lambda one: self._place(one))

    @property
    def state(self) -> Any:
        return self.angle.get_value(), self.length.get_value(), self.map.state

    @property
    def along(self) -> Array:
        """The direction, a vector of length 1."""
        angle = float(self.angle.get_value())
        return np.array([np.cos(angle), np.sin(angle)])

    @property
    def spread(self) -> float:
        """The standard deviation s of the inputs in its direction."""
        return self.walk.now.spread(float(self.angle.get_value()))

    @property
    def now(self) -> float:
        """How long the way is, d."""
        before = self.walk.scaled(0.0).spread(float(self.angle.get_value()))
        return float(self.length.get_value()) * before / self.spread

    @property
    def moved(self) -> float:
        """How far predictions move on the way, in the root mean square: s · d."""
        return self.spread * self.now

    @property
    def risen(self) -> float:
        """By how much the loss is up at its end."""
        return self.moved**2

    def draw(self) -> None:
        tip = self.map.middle + self.map.unit * self.now * np.array([*self.along, 0.0])
        self.bar.points = capped(self.map.middle, tip, both=False)

    def grow(self) -> Any:
        """Return the animation in which it grows until the loss is up by the map's `rise`."""
        return _to(self.length, np.sqrt(self.map.rise) / self.spread)

    def turn(self, angle: float) -> Any:
        """Return the animation in which it turns to an angle, as long as it is."""
        return _to(self.angle, angle)

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


class Stems(Live):
    """A stem at each dot of a cloud: by how much its prediction moves on a `way`."""

    shared = ("walk", "cloud", "way")

    def __init__(self, cloud: InputCloud, way: Way) -> None:
        self.cloud, self.walk, self.way = cloud, cloud.walk, way
        self.stems = VMobject(stroke_color=theme.ink, stroke_width=STEM_WIDTH)
        super().__init__(self.stems.set_stroke(opacity=FAINT))

    @property
    def state(self) -> Any:
        return self.way.state, self.cloud.state

    def draw(self) -> None:
        inputs = self.walk.now.data.inputs
        moved = self.way.now * inputs @ self.way.along * STEM / np.sqrt(self.way.map.rise)
        feet = self.cloud.plot.at(inputs)
        self.stems.points = straight_pieces(np.stack([feet, feet + moved[:, None] * UP], axis=1))


class StemRow(VGroup):
    """How far predictions move on a `way`, s · d: in numbers, behind a stem that is as long.

    It begins at `left`, at the height `y` of the frame.
    """

    def __init__(self, way: Way, left: float, y: float) -> None:
        line, foot = VGroup(), 0.0
        for words, value, form in (
            ('"predictions move" s dot d =', lambda: way.spread, way.spreads),
            ("dot", lambda: way.now, way.form),
            ("=", lambda: way.moved, way.moves),
        ):
            live = Number(value, **form, size=SMALL_SIZE)
            part = named(formula(words, SMALL_SIZE), live)
            if line:
                part.next_to(line, RIGHT, buff=GAP)
                part.shift((foot - float(live.place.get_bottom()[1])) * UP)
            foot = float(live.place.get_bottom()[1])
            line.add(part)
        stem = _Stem(way, left + DOT, y - line.height / 2)
        super().__init__(stem, line.move_to((left + 2 * GAP, y, 0.0), aligned_edge=-RIGHT))


class _Stem(Live):
    """A dot with a stem as long as predictions move on a `way`, to compare others with."""

    shared = ("walk", "way")

    def __init__(self, way: Way, x: float, y: float) -> None:
        self.way, self.walk, self.foot = way, way.walk, np.array([x, y, 0.0])
        self.stem = VMobject(stroke_color=theme.ink, stroke_width=STEM_WIDTH)
        dot = marker_shape("circle", DOT, theme.ink).move_to(self.foot).set_opacity(BEHIND)
        super().__init__(dot, self.stem)

    @property
    def state(self) -> Any:
        return self.way.state

    def draw(self) -> None:
        high = STEM / np.sqrt(self.way.map.rise) * self.way.moved * UP
        self.stem.points = straight_pieces(np.array([[self.foot, self.foot + high]]))


def capped(start: Array, end: Array, both: bool = True) -> Array:
    """Return the points of a bar with a line across each end, or only across the far one."""
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return np.zeros((0, 3))
    x, y, _ = (end - start) / length
    cap = min(CAP, length) * np.array([-y, x, 0.0])
    ends = [[start, end], [end - cap, end + cap], [start - cap, start + cap]]
    return straight_pieces(np.array(ends[: 2 + both]))


def _reach(cloud: InputCloud, beyond: float = -np.inf) -> tuple[float, float, float]:
    """Return how far dots and stems reach down, up and to the right, right of `beyond` the middle.

    That is before and after the inputs are rescaled.
    """
    walk, reach = cloud.walk, np.zeros(3)
    for amount in (0.0, 1.0):
        now = walk.scaled(amount)
        at = cloud.unit * now.data.inputs
        stems = np.zeros((len(at), 1))
        if amount == 0:  # only then are there any
            stems = np.hstack([stems, STEM * now.data.inputs / now.deviations])
        x, y = at[at[:, 0] > beyond, 0], (at[:, 1:] + stems)[at[:, 0] > beyond]
        reach = np.maximum(reach, [one.max(initial=0.0) for one in (-y, y, x)])
    down, up, right = reach
    return float(down), float(up), float(right)


def _form(values: Any) -> dict[str, Any]:
    return Form.of(values, decimals=2)._asdict()


def _to(tracker: ValueTracker, value: float) -> Any:
    going: Any = tracker.animate
    return going.set_value(value)
