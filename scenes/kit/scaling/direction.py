"""One direction in both pictures: how far the inputs spread, and how far it is up the valley."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.live import Live, lined
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

BAR = 2.0 * PATH_WIDTH  # width of a bar
CAP = 0.22  # half of the length of the lines at its ends
FAINT = 0.45  # opacity of the lines that lead from the dots to their shadows
MARK = 0.035  # radius of a shadow
TIP = 0.09  # radius of the dots at the ends of the way
LINE, DASH = 1.15, 0.09  # half of the length of the line that shows the direction; of its dashes
INSIDE = 0.15  # from the edge of the map to what is read off
CLOUD_WORDS = (1.7, -1.4)  # from the middle to what is read off


class Direction(Live):
    """A direction that turns in a cloud of inputs and in the map of their loss at once.

    In the cloud every dot throws its shadow on a line in that direction, and a bar reaches as far
    as the standard deviation s of the shadows to each side of their mean. On the map a bar reaches
    from the minimum to where the loss has risen by the map's `rise`, a way of √rise / s. `angle` is
    a tracker, and `grown` the share of that way that is there; the `ring` is traced as it turns.
    """

    shared = ("walk", "cloud", "map", "ring")

    def __init__(self, cloud: InputCloud, valley: ValleyMap, ring: LossRing) -> None:
        self.walk, self.cloud, self.map, self.ring = cloud.walk, cloud, valley, ring
        self.angle = ValueTracker(0.0)
        self.lines = VMobject(stroke_color=theme.ink, stroke_width=0.6 * PATH_WIDTH)
        self.grown = ValueTracker(0.0)
        self.guide = self.lines.copy()  # on the map, whose ground may be as dark
        self.spread = VMobject(stroke_color=theme.muted, stroke_width=BAR)
        self.caps = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        self.way = VMobject(stroke_color=theme.ink, stroke_width=BAR)
        self.tips = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        for part in (self.guide, self.way, self.tips):
            lined(part)
        self._tip = marker_shape("circle", TIP, theme.ink).points
        self.rays = VMobject(stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
        self.rays.set_stroke(opacity=FAINT)
        self.shadows = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        self._mark = marker_shape("circle", MARK, theme.ink).points
        super().__init__(
            self.rays, self.lines, self.spread, self.caps, self.shadows, self.guide, self.way,
            self.tips,
        )  # fmt: skip

    @property
    def state(self) -> Any:
        return self.angle.get_value(), self.grown.get_value(), self.cloud.state, self.map.state

    @property
    def spread_now(self) -> float:
        """The standard deviation of the inputs along the direction."""
        return self.walk.now.spread(float(self.angle.get_value()))

    def draw(self) -> None:
        angle = float(self.angle.get_value())
        along = np.array([np.cos(angle), np.sin(angle), 0.0])
        across = np.array([-along[1], along[0], 0.0])
        reach = self.cloud.unit * self.spread_now * along
        middle, low = self.cloud.middle, self.map.border.get_center()
        ends = np.array([middle - reach, middle + reach])
        self.spread.points = straight_pieces(ends[None])
        self.caps.points = straight_pieces(
            np.array([[end - CAP * across, end + CAP * across] for end in ends])
        )
        rims = self.map.ring_at(np.array([angle, angle + np.pi]))
        rims = low + float(self.grown.get_value()) * (rims - low)
        self.way.points = straight_pieces(rims[None])
        self.tips.points = (self._tip + rims[:, None]).reshape(-1, 3)
        inputs = self.walk.now.data.inputs
        feet = self.cloud.plot.at((inputs @ along[:2])[:, None] * along[:2])
        self.rays.points = straight_pieces(np.stack([self.cloud.plot.at(inputs), feet], axis=1))
        self.shadows.points = (self._mark + feet[:, None]).reshape(-1, 3)
        for line, at in ((self.lines, middle), (self.guide, low)):
            ends = np.array([[at - LINE * along, at + LINE * along]])
            line.points = straight_pieces(dashes(ends, DASH))

    def turn(self, angle: float, trace: bool = False) -> list[Any]:
        """Return the animations in which it turns to an angle; with `trace` the ring is drawn."""
        turning: Any = self.angle.animate
        moves = [turning.set_value(angle)]
        if trace:
            tracing: Any = self.ring.traced.animate
            moves.append(tracing.set_value(angle))
        return moves

    def grow(self) -> Any:
        """Return the animation in which the way grows until the loss has risen by the `rise`."""
        growing: Any = self.grown.animate
        return growing.set_value(1.0)

    @property
    def risen(self) -> float:
        """By how much the loss has risen at the ends of the way."""
        return float(self.map.rise * self.grown.get_value() ** 2)

    def readings(self) -> VGroup:
        """Return the spread s, and the way d with what the loss has risen on it, live."""
        rise = self.map.rise
        angles = np.linspace(0, np.pi, 181)
        spreads = np.array([self.walk.now.spread(angle) for angle in angles])
        spread, way, up = (
            named(formula(name, SMALL_SIZE), _live(value, values))
            for name, value, values in (
                ("s =", lambda: self.spread_now, spreads),
                ("d =", lambda: np.sqrt(self.risen) / self.spread_now, np.sqrt(rise) / spreads),
                ('"loss" +', lambda: self.risen, np.array([rise])),
            )
        )
        spread.move_to(self.cloud.middle + np.array([*CLOUD_WORDS, 0.0]))
        plate = tag(VGroup(way, up).arrange(DOWN, buff=INSIDE, aligned_edge=RIGHT))
        corner = self.map.border.get_corner(UP + RIGHT) - INSIDE * (UP + RIGHT)
        return VGroup(spread, plate.move_to(corner, UP + RIGHT))


def _live(value: Callable[[], float], values: Array) -> Number:
    return Number(value, **Form.of(values, decimals=2)._asdict(), size=SMALL_SIZE)
