"""The slope of a curve where a walker is, laid down as an arrow on the axis, and the step."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Line, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import beside
from scenes.kit.curves.curve_walker import CurveWalker
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
TANGENT = 1.5  # units of the frame, to each side of the walker when the slope has been laid down
SHAFT, HEAD, HEAD_LENGTH = 0.04, 0.13, 0.28  # half widths of an arrow, and its head's length
SHOWN = 5  # steps of the walk whose numbers are looked at
BESIDE = 0.18  # from an arrow to its name
UPPER = 0.25  # of the rise: there its name is clear of the curve
LANDING = 0.055  # radius of the mark on the axis where a step ends
SEEN = 0.05, 0.15  # lengths of an arrow between which its name comes into view


def put_arrow(arrow: VMobject, tail: Array, way: Array) -> None:
    """Draw `arrow`, a filled shape, from `tail` along `way`; a short one is all head."""
    length = float(np.linalg.norm(way))
    if length < 1e-6:
        arrow.points = np.zeros((0, 3))
        return
    head = min(HEAD_LENGTH, 0.7 * length)
    width, neck = HEAD * head / HEAD_LENGTH, length - head
    shaft = SHAFT * min(1.0, length / HEAD_LENGTH)
    along = way / length
    across = np.array([-along[1], along[0], 0.0])
    outline = [
        (0, shaft), (neck, shaft), (neck, width), (length, 0),
        (neck, -width), (neck, -shaft), (0, -shaft), (0, shaft),
    ]  # fmt: skip
    arrow.set_points_as_corners([tail + a * along + b * across for a, b in outline])


class SlopeOnAxis(VGroup):
    """The tangent at a walker on a curve, and the arrows f′(x) and −α f′(x) on the axis below.

    All show what is felt where the walker is now, between two steps too. Three trackers, from 0
    to 1: `felt` is how much has grown of the tangent and the slope, `laid` how far the slope
    has come from the slope triangle, where it rises one unit right of the walker, to the axis,
    `ready` how much has grown of the step. The axes must have one scale in both directions.
    """

    @checked
    def __init__(self, walker: CurveWalker, learning_rate: float) -> None:
        self.walker, self.learning_rate = walker, learning_rate
        self.felt, self.laid, self.ready = (ValueTracker(0.0) for _ in range(3))
        self.side = float(np.sign(walker.walk.trajectory.gradient[0, 0]))
        self.drop = Line(color=theme.muted, stroke_width=THIN_WIDTH)
        self.tangent = Line(color=theme.gradient, stroke_width=PATH_WIDTH)
        self.run = Line(color=theme.ink, stroke_width=THIN_WIDTH)
        self.landings = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.slope, self.step = (
            VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
            for color in (theme.gradient, theme.walker)
        )
        self.one = formula("1", TEXT_SIZE)
        self.slope_name = formula("f'(x)", TEXT_SIZE, theme.gradient)
        self.step_name = formula("-alpha f'(x)", TEXT_SIZE, theme.walker)
        self._dot = marker_shape("circle", LANDING, theme.walker).points
        super().__init__(self.drop, self.tangent, self.run, self.landings, self.slope, self.step)
        self.add(self.one, self.slope_name, self.step_name)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda slope: slope.follow())

    def readings(self) -> VGroup:
        """Return f′(x), α and −α f′(x) as live numbers, beside the curve.

        As they are shown, the last is the product of the others where each of the first steps
        begins, and on arrival.
        """
        walk, plot = self.walker.walk, self.walker.plot
        looked_at = np.minimum([*range(SHOWN), walk.arrival], walk.trajectory.steps)
        slopes, rate = walk.trajectory.gradient[looked_at, 0], self.learning_rate
        step = Form.of(rate * slopes)

        def felt() -> float:
            return float(plot.loss.gradient(walk.position)[0])

        rows = readings(
            ("f'(x)", theme.gradient, felt),
            ("alpha", theme.walker, lambda: rate),
            ("-alpha f'(x)", theme.walker, lambda: -rate * felt()),
            forms=(Form.of(slopes).giving(step, rate, slopes), Form.exact(rate), step),
        )
        return beside(rows)  # type: ignore[no-any-return]

    def step_to(self, taken: int) -> Any:
        """Return the animation in which the walker goes on, gently, to its step `taken`."""
        return self.walker.walk.go(taken, smooth)

    @property
    def settled(self) -> int:
        """The step from which on slope and step are both read as 0."""
        slopes = np.abs(self.walker.walk.trajectory.gradient[:, 0])
        return int(np.argmax(slopes < 0.5 * 10.0 ** -Form.of(slopes).decimals))

    def follow(self) -> "SlopeOnAxis":
        """Draw all of it where the walker is now."""
        walk, plot = self.walker.walk, self.walker.plot
        felt, laid, ready = (t.get_value() for t in (self.felt, self.laid, self.ready))
        if (now := (walk.taken, felt, laid, ready)) == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        x = walk.position
        slope, unit = float(plot.loss.gradient(x)[0]), plot.unit
        here, foot = plot.on(x), plot.foot(x[0])
        self.drop.put_start_and_end_on(here, foot)
        along = felt * np.array([1, slope, 0])
        back = TANGENT * along / np.hypot(1, slope)
        ahead = (1 - laid) * unit * along + laid * back
        self._line(self.tangent, here - back, here + ahead)
        corner = here + unit * RIGHT
        self._line(self.run, here, here + felt * (1 - laid) * unit * RIGHT)
        # From the triangle to the axis: a quarter turn clockwise, which takes up to the right.
        turn = laid * np.pi / 2
        way = felt * slope * unit * np.array([np.sin(turn), np.cos(turn), 0])
        tail = (1 - laid) * corner + laid * foot
        put_arrow(self.slope, tail, way)
        put_arrow(self.step, foot, -ready * self.learning_rate * slope * unit * RIGHT)
        steps = walk.trajectory.x[: walk.step + (2 if ready > 0.99 else 1), 0]
        self.landings.points = (self._dot[None] + plot.foot(steps)[:, None]).reshape(-1, 3)
        self._name(here, corner, foot, slope * unit)
        return self

    def _line(self, line: Line, start: Array, end: Array) -> None:
        line.set_points_as_corners([start, end])

    def _name(self, here: Array, corner: Array, foot: Array, rise: float) -> None:
        """Put the names beside their arrows, and show them as far as those are there."""
        felt, laid, ready = (t.get_value() for t in (self.felt, self.laid, self.ready))
        width, height = self.slope_name.width / 2 + BESIDE, self.slope_name.height / 2 + BESIDE
        near = corner + UPPER * rise * UP + width * RIGHT
        above = foot + self.side * width * RIGHT + height * UP
        # The arrow would sweep over its name, which therefore is away while it turns.
        self.slope_name.move_to(near if laid < 0.5 else above)
        there = np.interp(abs(rise), SEEN, (0, 1))
        self.slope_name.set_opacity(felt * there * max(1 - 5 * laid, 20 * laid - 19, 0))
        away = self.step_name.width / 2 + BESIDE
        self.step_name.move_to(foot - self.side * away * RIGHT + height * UP)
        self.step_name.set_opacity(ready * np.interp(self.learning_rate * abs(rise), SEEN, (0, 1)))
        outside = -np.sign(rise) * UP
        self.one.next_to((here + corner) / 2, outside, buff=0.12)
        self.one.set_opacity(felt * (1 - laid))
