"""The slope of a curve where a walker is, laid down as an arrow on the axis, and the step."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Line, ValueTracker, VGroup, VMobject, smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import beside
from scenes.kit.curves.curve_walker import STEP_MARK, CurveWalker, marks_at
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
TANGENT = 1.5  # units of the frame, to each side of the walker when the slope has been laid down
SHAFT, HEAD, HEAD_LENGTH = 0.04, 0.13, 0.28  # half widths of an arrow, and its head's length
ALL_HEAD = 0.6  # of a short arrow is head
SHOWN = 5  # steps of the walk whose numbers are looked at
BESIDE = 0.18  # from an arrow to its name
UPPER = 0.25  # of the rise: there its name is clear of the curve
LANDING = 0.1  # radius of the mark on the axis where a step ends, where there is room for it
STEP_UP, SLOPE_UP = 0.24, 0.5  # heights of the two arrows above the axis …
STEP_NAME_UP = 0.38  # … and of the name of the first, clear of the tangent
WALKED = 0.5  # of the time of a step; in the rest the slope is read anew
OLD = 0.3  # of reading anew: in it what was read before leaves
GROWS = {"tangent": (0.0, 0.35), "run": (0.35, 0.55), "rise": (0.55, 0.85), "name": (0.85, 1.0)}
READINGS = -0.3  # height in the frame of the live numbers
SEEN = 0.05, 0.15  # lengths of an arrow between which its name comes into view


def put_arrow(arrow: VMobject, tail: Array, way: Array, thick: float = 1.0) -> None:
    """Draw `arrow`, a filled shape, from `tail` along `way`; a short one is all head.

    It is so many times as `thick` as usual.
    """
    length = float(np.linalg.norm(way))
    if length < 1e-6:
        arrow.points = np.zeros((0, 3))
        return
    head = min(thick * HEAD_LENGTH, ALL_HEAD * length)
    width, neck = HEAD * head / HEAD_LENGTH, length - head
    shaft = SHAFT * min(thick, length / HEAD_LENGTH)
    along = way / length
    across = np.array([-along[1], along[0], 0.0])
    outline = [
        (0, shaft), (neck, shaft), (neck, width), (length, 0),
        (neck, -width), (neck, -shaft), (0, -shaft), (0, shaft),
    ]  # fmt: skip
    arrow.set_points_as_corners([tail + a * along + b * across for a, b in outline])


class SlopeOnAxis(VGroup):
    """The tangent at a walker on a curve, and the arrows f′(x) and −α f′(x) over the axis below.

    All show what was felt where the step begins, and stay as they are while it is taken. Three
    trackers, from 0 to 1: `felt` is how much has grown of the tangent, the triangle below it, and
    the slope, one after the other, `laid` how far the slope has come from that triangle, where it
    rises one unit right of the walker, to the axis, `ready` how much has grown of the step. A
    fourth, `read`, is the step where it is felt: from one to the next, what was felt leaves and
    the new grows. The axes must have one scale in both directions.
    """

    @checked
    def __init__(self, walker: CurveWalker, learning_rate: float) -> None:
        self.walker, self.learning_rate = walker, learning_rate
        self.felt, self.laid, self.ready = (ValueTracker(0.0) for _ in range(3))
        self.read = ValueTracker(0.0)
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
        self._dot = marker_shape("circle", STEP_MARK, theme.walker).points
        # As large as the steps leave room for.
        feet = walker.plot.foot(walker.walk.trajectory.x[:, 0])
        gaps = np.linalg.norm(np.diff(feet, axis=0, prepend=feet[:1] - LANDING * 5), axis=-1)
        self._radii = np.clip(0.45 * gaps, 0.03, LANDING)
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
        walk = self.walker.walk
        looked_at = np.minimum([*range(SHOWN), walk.arrival], walk.trajectory.steps)
        slopes, rate = walk.trajectory.gradient[looked_at, 0], self.learning_rate
        step, slope = (Form.of(some)._replace(signed=True) for some in (rate * slopes, slopes))

        def felt() -> float:
            return float(walk.trajectory.gradient[self.step_read[0], 0])

        rows = readings(
            ("f'(x)", theme.gradient, felt),
            ("alpha", theme.walker, lambda: rate),
            ("-alpha f'(x)", theme.walker, lambda: -rate * felt()),
            forms=(slope.giving(step, rate, slopes), Form.exact(rate), step),
        )
        return beside(rows, READINGS)  # type: ignore[no-any-return]

    def step_to(self, taken: int) -> list[Any]:
        """Return the animations in which the walker takes its steps up to `taken`.

        One step is taken first, and then the slope is read anew; of several, each begins with the
        slope there.
        """
        walk, steps = self.walker.walk, taken - self.walker.walk.step
        reading: Any = self.read.animate
        if steps == 1:
            renewed = squish_rate_func(smooth, WALKED, 1)
            going = walk.go(taken, squish_rate_func(smooth, 0, WALKED))
            return [going, reading(rate_func=renewed).set_value(taken)]

        def stepwise(share: float) -> float:
            return int(steps * share + 1e-9) / steps

        def gently(share: float) -> float:
            whole = stepwise(share)
            return whole + smooth(min(steps * (share - whole), 1.0)) / steps

        return [walk.go(taken, gently), reading(rate_func=stepwise).set_value(taken)]

    @property
    def step_read(self) -> tuple[int, float, float]:
        """The step at which the slope is felt, how much of it has grown, and its opacity."""
        read = float(self.read.get_value()) + 1e-9
        step, share = int(read), read - int(read)
        if share < OLD:
            return step, 1.0, 1 - share / OLD
        return step + 1, (share - OLD) / (1 - OLD), 1.0

    @property
    def settled(self) -> int:
        """The step from which on slope and step are both read as 0."""
        slopes = np.abs(self.walker.walk.trajectory.gradient[:, 0])
        return int(np.argmax(slopes < 0.5 * 10.0 ** -Form.of(slopes).decimals))

    def follow(self) -> "SlopeOnAxis":
        """Draw all of it where the slope is felt, and the line from the walker to the axis."""
        walk, plot = self.walker.walk, self.walker.plot
        felt, laid, ready = (t.get_value() for t in (self.felt, self.laid, self.ready))
        now = (walk.taken, felt, laid, ready, float(self.read.get_value()))
        if now == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        step, grown, seen = self.step_read
        felt, ready = felt * grown, ready * grown
        tangent, run, rise, name = (_part(felt, *when) for when in GROWS.values())
        x = walk.trajectory.x[step]
        slope, unit = float(plot.loss.gradient(x)[0]), plot.unit
        here, foot = plot.on(x), plot.foot(x[0])
        self.drop.put_start_and_end_on(plot.on(walk.position), plot.foot(walk.position[0]))
        along = tangent * np.array([1, slope, 0])
        back = TANGENT * along / np.hypot(1, slope)
        ahead = (1 - laid) * unit * along + laid * back
        self._line(self.tangent, here - back, here + ahead)
        corner = here + unit * RIGHT
        self._line(self.run, here, here + run * (1 - laid) * unit * RIGHT)
        # From the triangle to the axis: a quarter turn clockwise, which takes up to the right.
        turn = laid * np.pi / 2
        way = rise * slope * unit * np.array([np.sin(turn), np.cos(turn), 0])
        tail = (1 - laid) * corner + laid * (foot + SLOPE_UP * UP)
        put_arrow(self.slope, tail, way)
        put_arrow(
            self.step,
            foot + STEP_UP * UP,
            -_part(ready, *GROWS["rise"]) * self.learning_rate * slope * unit * RIGHT,
        )
        landed = walk.step + (2 if ready > 0.99 and step == walk.step else 1)
        feet = plot.foot(walk.trajectory.x[:landed, 0])
        self.landings.points = marks_at(self._dot, feet, self._radii[: len(feet)])
        self.tangent.set_stroke(opacity=seen)
        for arrow in (self.slope, self.step):
            arrow.set_fill(opacity=seen)
        self._name(here, corner, foot, slope * unit)
        shown = name if laid < 0.5 else rise
        self.slope_name.set_opacity(seen * shown * self._legible(abs(slope * unit), laid))
        self.step_name.set_opacity(
            seen * ready * np.interp(self.learning_rate * abs(slope * unit), SEEN, (0, 1))
        )
        self.one.set_opacity(run * (1 - laid))
        return self

    def _line(self, line: Line, start: Array, end: Array) -> None:
        line.set_points_as_corners([start, end])

    def _legible(self, rise: float, laid: float) -> float:
        """Return how much of the name of the slope can be seen; its arrow would sweep over it."""
        return float(np.interp(rise, SEEN, (0, 1)) * max(1 - 5 * laid, 20 * laid - 19, 0))

    def _name(self, here: Array, corner: Array, foot: Array, rise: float) -> None:
        """Put the names beside their arrows."""
        width, height = self.slope_name.width / 2 + BESIDE, self.slope_name.height / 2 + BESIDE
        near = corner + UPPER * rise * UP + width * RIGHT
        line = foot + (SLOPE_UP + height) * UP
        above = line + self.side * width * RIGHT
        self.slope_name.move_to(near if self.laid.get_value() < 0.5 else above)
        away = self.learning_rate * abs(rise) + self.step_name.width / 2 + BESIDE
        self.step_name.move_to(foot - self.side * away * RIGHT + STEP_NAME_UP * UP)
        outside = -np.sign(rise) * UP
        self.one.next_to((here + corner) / 2, outside, buff=0.12)


def _part(share: float, first: float, last: float) -> float:
    """Return how much of what grows from `first` to `last` of a time has grown at `share`."""
    return float(np.clip((share - first) / (last - first), 0, 1))
