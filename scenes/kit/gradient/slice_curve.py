"""The slice of a loss along a direction as a curve, with its slope as an arrow on its axis."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, restrict
from scenes.kit.arguments import checked
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
LEFT_END, RIGHT_END = 1.55, 5.75  # of the axes, in units of the frame
TOP_END, BOTTOM_END = 3.4, -2.7  # of what stands above each other in the right part of the frame
UNDER = 0.15  # from the lowest point of both curves to their axes …
NUMBER = 0.62  # … and from there to the lower end of the number below
APART = 0.25  # between two curves
BACK = 0.55  # of the tangent, behind the walker, in units of the way
POINTS = 161
GROWS = {"tangent": (0.0, 0.4), "run": (0.4, 0.6), "rise": (0.6, 1.0)}


@checked
def slice_curves(loss: Loss, place: ArrayLike, reach: float = 1.0) -> "list[SliceCurve]":
    """Return the slices of `loss` along x and along y through `place`, one above the other.

    Both have one scale, the same for ways and heights, and heights above both axes count from one
    level: the place is as high over the one as over the other.
    """
    slopes = loss.gradient(np.asarray(place, dtype=float))
    parts = [_slice(loss, place, way, reach) for way in np.eye(2)]
    spans = [_span(part, slope, reach) for part, slope in zip(parts, slopes, strict=True)]
    level = min(low for low, _ in spans)
    heights = sum(high - level for _, high in spans)
    room = TOP_END - BOTTOM_END - 2 * (UNDER + NUMBER) - APART
    unit = min((RIGHT_END - LEFT_END) / (2 * reach), room / heights)
    curves: list[SliceCurve] = []
    top = TOP_END
    for i, (_, high) in enumerate(spans):
        base = top - (high - level) * unit - UNDER
        curves.append(SliceCurve(loss, place, np.eye(2)[i], reach, unit, base, "xy"[i], level))
        top = base - NUMBER - APART
    return curves


class SliceCurve(VGroup):
    """The curve of `loss` through `place`, (d,), along `way`, as far as `reach` to both sides.

    `unit` is the length of 1 in the frame, along and up; `base` the height of its axis there,
    `name` that of the axis, and `level` the loss from which heights count.

    Two trackers, from 0 to 1: `felt` is how much has grown of the tangent, of a way of 1 along
    the axis, and of the rise over it; `laid` how far that arrow has come to the axis.
    """

    @checked
    def __init__(
        self,
        loss: Loss,
        place: ArrayLike,
        way: ArrayLike,
        reach: float,
        unit: float,
        base: float,
        name: str,
        level: float | None = None,
    ) -> None:
        self.loss, self.variable, self.reach = _slice(loss, place, way, reach), name, reach
        self.way = np.asarray(way, dtype=float)
        self.slope = float(self.loss.gradient(np.zeros(1))[0])
        self.unit, self.base = unit, base
        self.low = _span(self.loss, self.slope, reach)[0] if level is None else level
        self.middle = (LEFT_END + RIGHT_END) / 2
        self.felt, self.laid = (ValueTracker(0.0) for _ in range(2))
        left, right = (float(self.foot(t)[0]) for t in (-reach, reach))
        self.axis = Line((left, base, 0), (right, base, 0), color=theme.muted)
        self.axis.set_stroke(width=THIN_WIDTH)
        label = formula(name, SMALL_SIZE, theme.muted)
        label.next_to(self.axis, RIGHT, buff=0.15)
        self.curve = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.curve.set_points_as_corners(self.on(np.linspace(-reach, reach, POINTS)))
        self.walker = sign("walker", DOT_RADIUS).move_to(self.on(0.0))
        self.drop = DashedLine(self.on(0.0), self.foot(0.0), color=theme.muted)
        self.drop.set_stroke(width=THIN_WIDTH)
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=PATH_WIDTH)
        self.run = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        self.arrow = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.arrow.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)
        self.one = formula("1", SMALL_SIZE)
        side = UP if self.slope < 0 else DOWN  # the rise is on the other
        self.one.next_to(self.on(0.0) + self.unit / 2 * RIGHT, side, buff=0.12)
        height = formula("f", SMALL_SIZE)  # of the curve, in its color
        self.arrow.set_z_index(1)
        height.next_to(self.foot(-reach), LEFT, buff=0.15).set_y(self.on(0.0)[1])
        self.frame = VGroup(self.axis, label)
        self.slope_lines = VGroup(self.tangent, self.run)
        super().__init__(height, self.drop, self.slope_lines, self.one, self.walker)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda curve: curve.follow())
        self.arrow.add_updater(lambda _: self.follow())

    def on(self, t: ArrayLike) -> Array:
        """Return where in the frame the curve is, at the way `t` from the place, (…, 3)."""
        ways = np.asarray(t, dtype=float)
        heights = self.base + UNDER + self.unit * (self.loss.value(ways[..., None]) - self.low)
        return np.stack([self.middle + self.unit * ways, heights, 0 * ways], axis=-1)

    def foot(self, t: float) -> Array:
        """Return where in the frame the way `t` from the place is on the axis."""
        return np.array([self.middle + self.unit * t, self.base, 0.0])

    def number(self) -> VMobject:
        """Return what the slope is called, and how large it is, below its arrow on the axis."""
        said = formula(
            rf"partial f \/ partial {self.variable} = {Form.of(self.slope)(self.slope)}",
            SMALL_SIZE,
            theme.gradient,
        )
        said.next_to(self.foot(self.slope / 2), DOWN, buff=0.22)
        return said

    def follow(self) -> "SliceCurve":
        """Draw tangent and arrow as far as they are there."""
        now = tuple(float(t.get_value()) for t in (self.felt, self.laid))
        if now == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        felt, laid = now
        tangent, run, rise = (
            float(np.clip((felt - first) / (last - first), 0, 1)) for first, last in GROWS.values()
        )
        here, along = self.on(0.0), self.unit * np.array([1.0, self.slope, 0.0])
        corner = here + self.unit * RIGHT
        self.tangent.set_points_as_corners([here - tangent * BACK * along, here + tangent * along])
        self.run.set_points_as_corners([here, here + run * (1 - laid) * self.unit * RIGHT])
        self.one.set_opacity(run * max(1 - 3 * laid, 0))
        turn = laid * np.pi / 2  # clockwise, which takes up to the right
        length = rise * self.slope * self.unit
        way = length * np.array([np.sin(turn), np.cos(turn), 0])
        tail = (1 - laid) * corner + laid * self.foot(0.0)
        put_arrow(self.arrow, tail, way)
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("the walker", self.walker.get_center())] if is_seen(self.walker) else []


def _slice(loss: Loss, place: ArrayLike, way: ArrayLike, reach: float) -> Loss:
    return restrict(loss, place, [np.asarray(way, dtype=float)], ([-reach], [reach]))


def _span(part: Loss, slope: float, reach: float) -> tuple[float, float]:
    """Return the lowest and the highest that is drawn of a curve and its tangent."""
    heights = part.value(np.linspace(-reach, reach, POINTS)[:, None])
    here = float(part.value(np.zeros(1)))
    drawn = [*heights, here + slope, here - BACK * slope]
    return float(min(drawn)), float(max(drawn))
