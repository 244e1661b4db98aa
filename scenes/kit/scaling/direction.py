"""One direction in both pictures: how far the inputs spread, and how far it is up the valley."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.scaling.input_cloud import CloudEllipse
from scenes.kit.scaling.live import Live, lined
from scenes.kit.scaling.valley_map import LossRing, ValleyMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

BAR = 2.0 * PATH_WIDTH  # width of a bar, where its letter stands
THIN = 0.6 * PATH_WIDTH  # of its other half, and of the lines that lead to it
OUTSIDE = 0.18  # from the outermost dot to the ruler
MARGIN = (0.2, 0.7)  # from the ends of the cloud's axes and their names to the ruler, at least
CAP = 0.32  # from the shadows to the far ends of the lines that lead to the ruler
BEYOND = 0.12  # by how much these reach past where they touch the ellipse
TICK = 0.12  # half of the length of the line at the ruler's middle
SEEN = 0.1  # of the way: so short a way has small dots at its ends
RETRACT = 4.0  # times as fast as the way grows the lines to the shadows go
RAY_WIDTH = 2.6  # of the lines that lead from the dots to their shadows
FAINT = 0.85  # their opacity
MARK = 0.06  # radius of a shadow
TIP = 0.07  # radius of the dots at the ends of the way
MOVED = 0.54  # of the broad stem, when the loss has risen as far as it does, in units of the frame
LINE, DASH = 1.15, 0.09  # half of the length of the line that shows the direction; of its dashes
SAMPLES = 721  # of the angles of a turn whose pace is computed
INSIDE = 0.15  # from the edge of the map to what is read off
CLOUD_WORDS = (0.05, 0.55)  # from the upper right corner of the axes to what is read off


class Direction(Live):
    """A direction that turns in a cloud of inputs and in the map of their loss at once.

    In the cloud every dot throws its shadow on a line in that direction, and a ruler outside of the
    cloud reaches as far as the standard deviation s of the shadows to each side of their mean. On
    the map a bar reaches from the minimum to where the loss has risen by the map's `rise`, a way d
    of √rise / s. What the letters s and d stand at is broad, the other half thin. `angle` is a
    tracker, `dropped` the share of their way that the shadows have gone, `grown` that of the bar on
    the map. As that grows, every shadow grows a stem: by how much a prediction moves with the
    weights, d times how far the shadow is from the mean; so the spread of the stems is s · d, as
    long as the broad one, `broad`, at the end of s. `held` is the share of the lines from the dots
    to their shadows that is left. With `touching` at 1, the lines at the ends of the ruler touch
    the `ellipse` of the cloud, and shadows and stems are gone. As it turns, ellipse and `ring` are
    traced.
    """

    shared = ("walk", "cloud", "ellipse", "map", "ring")

    def __init__(
        self, ellipse: CloudEllipse, valley: ValleyMap, ring: LossRing, angle: float = 0.0
    ) -> None:
        self.cloud, self.ellipse, self.map, self.ring = ellipse.cloud, ellipse, valley, ring
        self.walk = self.cloud.walk
        self.angle = ValueTracker(angle)
        self.dropped, self.touching = ValueTracker(0.0), ValueTracker(0.0)
        self.held = ValueTracker(1.0)
        self.lines = VMobject(stroke_color=theme.ink, stroke_width=THIN)
        self.grown = ValueTracker(0.0)
        self.guide = self.lines.copy()  # on the map, whose ground may be as dark
        self.spread = VMobject(stroke_color=theme.ink, stroke_width=BAR)
        self.caps, self.rest = self.lines.copy(), self.lines.copy()
        self.way, self.back, self.broad = self.spread.copy(), self.lines.copy(), self.spread.copy()
        self.tips = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        for part in (self.guide, self.back, self.way, self.tips):
            lined(part)
        self._tip = marker_shape("circle", TIP, theme.ink).points
        self.rays = VMobject(stroke_color=theme.muted, stroke_width=RAY_WIDTH)
        self.rays.set_stroke(opacity=FAINT)
        self.stems = self.rays.copy().set_stroke(theme.ink)
        self.shadows = VMobject(fill_color=theme.muted, fill_opacity=1, stroke_width=0)
        lined(self.shadows, HAIR_WIDTH)
        self._mark = marker_shape("circle", MARK, theme.ink).points
        super().__init__(
            self.rays, self.lines, self.stems, self.shadows, self.caps, self.rest, self.spread,
            self.broad,
            self.guide, self.back, self.way, self.tips,
        )  # fmt: skip

    @property
    def state(self) -> Any:
        trackers = (self.angle, self.dropped, self.touching, self.grown, self.held)
        return *(one.get_value() for one in trackers), self.cloud.state, self.map.state

    @property
    def spread_now(self) -> float:
        """The standard deviation of the inputs along the direction."""
        return self.walk.now.spread(float(self.angle.get_value()))

    @property
    def along(self) -> Array:
        """The direction, a vector of length 1 in the frame."""
        angle = float(self.angle.get_value())
        return np.array([np.cos(angle), np.sin(angle), 0.0])

    @property
    def across(self) -> Array:
        """The direction a quarter turn on."""
        return np.array([-self.along[1], self.along[0], 0.0])

    def draw(self) -> None:
        self._draw_shadows()
        self._draw_ruler()
        self._draw_way()
        middle, reach = self.cloud.middle, LINE * self.along
        ends = np.array([[middle - reach, middle + reach]])
        self.lines.points = straight_pieces(dashes(ends, DASH))

    def _draw_shadows(self) -> None:
        inputs, along = self.walk.now.data.inputs, self.along[:2]
        dropped, left = float(self.dropped.get_value()), 1 - float(self.touching.get_value())
        lengths = inputs @ along
        feet = self.cloud.plot.at(inputs + dropped * (lengths[:, None] * along - inputs))
        held = left * float(self.held.get_value())
        ends = feet + held * (self.cloud.plot.at(inputs) - feet)
        self.rays.points = straight_pieces(np.stack([ends, feet], axis=1))
        self.shadows.points = (left * self._mark + feet[:, None]).reshape(-1, 3)
        unit = left * MOVED / np.sqrt(self.map.rise)  # predictions have a scale of their own
        moved = unit * self.moved / self.spread_now * lengths
        tips = feet + moved[:, None] * self.across
        self.stems.points = straight_pieces(np.stack([feet, tips], axis=1))
        foot = self.cloud.middle + self.cloud.unit * self.spread_now * self.along
        tip = foot + unit * self.moved * self.across
        self.broad.points = straight_pieces(np.array([[foot, tip]]))

    def _draw_ruler(self) -> None:
        middle, across = self.cloud.middle, self.across
        dropped, touching = float(self.dropped.get_value()), float(self.touching.get_value())
        reach = dropped * self.cloud.unit * self.spread_now * self.along
        ruler = middle - dropped * self._outside(across[:2]) * across
        tick = dropped * TICK * across
        self.spread.points = straight_pieces(np.array([[ruler, ruler + reach]]))
        both = max(float(self.held.get_value()), touching)  # the thin half makes room for stems
        self.rest.points = straight_pieces(np.array([[ruler - both * reach, ruler]]))
        lines = [[ruler - tick, ruler + tick]]
        touched = float((self.cloud.touched(float(self.angle.get_value())) - middle) @ across)
        for side, share in ((-1, both), (1, 1.0)):
            far = (1 - touching) * dropped * CAP + touching * (side * touched + BEYOND)
            end = ruler + side * share * reach - tick
            lines.append([end + share * (middle + side * share * reach + far * across - end), end])
        self.caps.points = straight_pieces(np.array(lines))

    def _draw_way(self) -> None:
        low, grown = self.map.middle, float(self.grown.get_value())
        angle = float(self.angle.get_value())
        rims = low + grown * (self.map.ring_at(np.array([angle, angle + np.pi])) - low)
        way, left = float(np.linalg.norm(rims[0] - low)), 1 - float(self.touching.get_value())
        beyond = (way + left * max(0.0, LINE - way)) * self.along
        ends = np.stack([rims, low + np.array([beyond, -beyond])], axis=1)
        self.guide.points = straight_pieces(
            np.concatenate([dashes(one[None], DASH) for one in ends])
        )
        self.way.points = straight_pieces(np.array([[low, rims[0]]]))
        self.back.points = straight_pieces(np.array([[low, rims[1]]]))
        contacts = self.cloud.touched(np.array([angle, angle + np.pi]))
        tips = (
            size * self._tip + at[:, None]
            for size, at in ((min(1.0, grown / SEEN), rims), (1 - left, contacts))
        )
        self.tips.points = np.concatenate([*tips]).reshape(-1, 3)

    def _outside(self, across: Array) -> float:
        """Return how far from the middle of the cloud the ruler lies, on the side of −across.

        That is outside of the dots, or of the ellipse, once it is touched.
        """
        outermost = float(np.max(-self.walk.now.data.inputs @ across))
        touching = float(self.touching.get_value())
        beside = self.walk.now.spread(float(self.angle.get_value()) + np.pi / 2)
        outermost = self.cloud.unit * ((1 - touching) * outermost + touching * beside)
        axes = self.cloud.plot.x_axis.width, self.cloud.plot.y_axis.height
        reach = self.cloud.unit * self.spread_now * np.abs(self.along[:2])
        room = (np.array(axes) / 2 - MARGIN - reach) / np.maximum(np.abs(across), 1e-9)
        return min(outermost + OUTSIDE, float(room.min()))

    def turn(self, angle: float, trace: bool = False) -> list[Any]:
        """Return the animations in which it turns to an angle.

        With `trace`, ellipse and ring are drawn, at a pace at which neither is left behind.
        """
        if not trace:
            return [_to(self.angle, angle)]
        start = float(self.angle.get_value())
        pace = self._pace(start, angle)
        turning = [_to(self.angle, angle, rate_func=pace)]
        for line in (self.ellipse, self.ring):
            if (traced := float(line.traced.get_value())) == 0:
                line.begun = start
            turning.append(_to(line.traced, traced + angle - start, rate_func=pace))
        return turning

    def turn_with_way(self, angle: float) -> list[Any]:
        """Return the animations in which it turns to an angle with the way d as long as it is."""
        start, grown = float(self.angle.get_value()), float(self.grown.get_value())
        way = grown / self.spread_now

        def share(time: float) -> float:
            between = start + smooth(time) * (angle - start)
            return way * self.walk.now.spread(between)

        def pace(time: float) -> float:
            return (share(time) - grown) / (share(1.0) - grown)

        return [_to(self.angle, angle), _to(self.grown, share(1.0), rate_func=pace)]

    def _pace(self, start: float, stop: float) -> Callable[[float], float]:
        """Return the pace of a turn whose angle and two tips, taken together, move evenly."""
        angles = np.linspace(start, stop, SAMPLES)
        tips = self.cloud.touched(angles), self.map.ring_at(angles)
        steps = sum(np.linalg.norm(np.diff(tip, axis=0), axis=-1) for tip in tips)
        gone = np.concatenate([[0.0], np.cumsum(steps + np.diff(angles))])
        turned = np.linspace(0, 1, SAMPLES)
        return lambda time: float(np.interp(time * gone[-1], gone, turned))

    def drop(self) -> list[Any]:
        """Return the animations in which the dots, dimmed, throw their shadows on the line."""
        return [self.cloud.stand_back(), _to(self.dropped, 1.0)]

    def touch(self) -> list[Any]:
        """Return the animations in which the ends of s reach out to touch the ellipse."""
        return [self.cloud.stand_back(), _to(self.touching, 1.0)]

    def grow(self) -> list[Any]:
        """Return the animations in which the way grows until the loss has risen by the `rise`."""
        return [
            _to(self.grown, 1.0),
            self.cloud.stand_back(behind=True),
            _to(self.held, 0.0, rate_func=lambda time: min(1.0, RETRACT * time)),
        ]

    @property
    def moved(self) -> float:
        """How far the predictions have moved at the ends of the way, in the root mean square."""
        return float(np.sqrt(self.map.rise) * self.grown.get_value())

    @property
    def risen(self) -> float:
        """By how much the loss has risen at the ends of the way."""
        return self.moved**2

    def readings(self) -> VGroup:
        """Return the spread s, and the way d with what the loss has risen on it, live."""
        rise = self.map.rise
        angles = np.linspace(0, np.pi, 181)
        spreads = np.array([self.walk.now.spread(angle) for angle in angles])
        spread, way, up = (
            named(formula(name, SMALL_SIZE), _live(value, values))
            for name, value, values in (
                ("s =", lambda: self.spread_now, spreads),
                ("d =", lambda: self.moved / self.spread_now, np.sqrt(rise) / spreads),
                ('"loss" +', lambda: self.risen, np.array([rise])),
            )
        )
        axes = self.cloud.plot
        spread.move_to(axes.x_axis.get_end(), RIGHT).align_to(axes.y_axis, UP)
        spread.shift(CLOUD_WORDS[0] * LEFT + CLOUD_WORDS[1] * DOWN)
        plate = tag(VGroup(way, up).arrange(DOWN, buff=INSIDE, aligned_edge=RIGHT))
        corner = self.map.border.get_corner(UP + RIGHT) - INSIDE * (UP + RIGHT)
        return VGroup(spread, plate.move_to(corner, UP + RIGHT))


def _to(tracker: ValueTracker, value: float, **settings: Any) -> Any:
    going: Any = tracker.animate
    return going(**settings).set_value(value)


def _live(value: Callable[[], float], values: Array) -> Number:
    return Number(value, **Form.of(values, decimals=2)._asdict(), size=SMALL_SIZE)
