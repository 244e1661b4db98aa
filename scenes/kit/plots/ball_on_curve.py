"""Balls that roll on the curve of a one-dimensional loss: slope, step, and where they end."""

from math import ceil, floor

import numpy as np
from manim import DOWN, RIGHT, UP, AnimationGroup, Arrow, DashedLine, Transform, VGroup, VMobject

from gd_math import Loss, Trajectory, minimum_reached, stationary_points
from scenes.kit.arguments import checked
from scenes.kit.maps.arrow_field import map_arrow
from scenes.kit.maps.marks import ring
from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

BALL_RADIUS = 0.14  # units of the frame
STEP_MARK = 0.075  # radius of the mark that each step leaves on the curve
START_HEIGHT = 0.45  # of the marks of the starts, above the axis
PLOT_HEIGHT = 5.2
GROUND = 2.6 * DOWN  # the middle of the horizontal axis


def ground_plot(x: tuple[float, float], y: tuple[float, float], width: float) -> Plot:
    """Return axes for a curve on which balls roll: only the horizontal one is seen.

    It stands at the foot of the frame, `width` long, with a number at each whole x.
    """
    plot = Plot(x, y, width, PLOT_HEIGHT, range(ceil(x[0]), floor(x[1]) + 1), x_label="$x$")
    plot.y_axis.set_opacity(0)
    return plot.shift(GROUND - plot.x_axis.get_center())


class Ball(Trail):
    """A ball that follows a walk on the curve of `loss` and leaves a mark at each step."""

    @checked
    def __init__(self, plot: Plot, loss: Loss, walk: Walk) -> None:
        self.plot, self.loss = plot, loss
        super().__init__(
            walk,
            lambda x: plot.on_curve(loss, x),
            radius=BALL_RADIUS,
            width=0,  # straight pieces would leave the curve
            step_radius=STEP_MARK,
        )
        self.walker.set_z_index(1)  # in front of its arrows

    @property
    def end(self) -> int:
        """The minimum in which the walk ends, as an index into `loss.minima`; −1 for none."""
        return int(minimum_reached(self.loss, self.walk.trajectory.x[-1]))

    @property
    def reaches_global(self) -> bool:
        """Whether the walk ends in a global minimum."""
        return self.end >= 0 and self.loss.minima[self.end].is_global

    def result(self) -> VGroup:
        """Return the mark of where the walk ends, and beside it the loss there."""
        depth = _depth_form(self.loss)(float(self.walk.trajectory.loss[-1]))
        words = formula(f"f approx {depth}", SMALL_SIZE)
        return VGroup(end_mark(self.loss, self.end), words).arrange(RIGHT, buff=0.15)

    def ring(self) -> VMobject:
        """Return a ring round the place on the curve where the walk ends."""
        end = self.plot.on_curve(self.loss, self.walk.trajectory.x[-1])
        return ring(end, 2 * BALL_RADIUS)

    def start_mark(self) -> VMobject:
        """Return a mark above the axis where the walk begins; `arrive` makes it tell the end."""
        foot = self.plot.at((self.walk.trajectory.x[0, 0], self.plot.y_range[0]))
        mark = marker_shape("circle", 0.6 * BALL_RADIUS, theme.muted)
        return mark.move_to(foot + START_HEIGHT * UP)

    def arrive(self, start_mark: VMobject) -> AnimationGroup:
        """Return the change of the ball and of its start mark into marks of where it ends.

        The marks of its steps fade.
        """
        ends = (end_mark(self.loss, self.end).move_to(m) for m in (self.walker, start_mark))
        changes = (
            Transform(mark, end.set_z_index(1))
            for mark, end in zip((self.walker, start_mark), ends, strict=True)
        )
        return AnimationGroup(*changes, Transform(self.marks, self.marks.copy().set_opacity(0)))


@checked
def balls_on(plot: Plot, loss: Loss, trajectory: Trajectory) -> list[Ball]:
    """Return a ball for each start of a batch, at its start."""
    starts = range(trajectory.x.shape[1])
    return [Ball(plot, loss, Walk(trajectory.path(i))) for i in starts]


@checked
def slope_arrow(ball: Ball) -> tuple[Arrow, VMobject]:
    """Return f′(x) as an arrow along the axis from where the ball is, and its name."""
    arrow = _arrow(ball, 1, theme.gradient)
    return arrow, formula("f'(x)", color=theme.gradient).next_to(arrow, DOWN, buff=0.15)


@checked
def step_arrow(ball: Ball, learning_rate: float) -> tuple[Arrow, VMobject]:
    """Return −α f′(x) as an arrow along the axis from where the ball is, and its name."""
    arrow = _arrow(ball, -learning_rate, theme.walker)
    return arrow, formula("-alpha f'(x)", color=theme.walker).next_to(arrow, UP, buff=0.15)


@checked
def step_readings(ball: Ball, learning_rate: float) -> VGroup:
    """Return α, f′(x) and −α f′(x) as live numbers of the step that the ball is about to take.

    As they are shown, the last is the product of the others, at every step.
    """
    walk, slopes = ball.walk, ball.walk.trajectory.gradient[:, 0]
    rate, step = Form.exact(learning_rate), Form.of(learning_rate * slopes)
    slope = Form.of(slopes).giving(step, learning_rate, slopes)
    return readings(
        ("alpha", theme.ink, lambda: learning_rate),
        ("f'(x)", theme.gradient, lambda: slopes[walk.step]),
        ("-alpha f'(x)", theme.walker, lambda: -learning_rate * slopes[walk.step]),
        forms=(rate, slope, step),
    )


@checked
def landing(ball: Ball, learning_rate: float) -> DashedLine:
    """Return the drop from the tip of the step's arrow to where the step ends on the curve."""
    tip = _arrow(ball, -learning_rate, theme.walker).get_end()
    x = ball.walk.position
    end = ball.plot.on_curve(ball.loss, x - learning_rate * ball.loss.gradient(x))
    return DashedLine(tip, end, dash_length=0.06, color=theme.walker, stroke_width=THIN_WIDTH)


def _arrow(ball: Ball, factor: float, color: str) -> Arrow:
    x = ball.walk.position
    vector = (factor * float(ball.loss.gradient(x)[0]), 0)
    return map_arrow(ball.plot, (x[0], ball.loss.value(x)), vector, color)


def end_color(loss: Loss, end: int) -> str:
    """Return the color of walks that ended in `loss.minima[end]`, or in none if `end` is −1."""
    if end < 0:
        return theme.muted
    return theme.good if loss.minima[end].is_global else theme.careful


def end_mark(loss: Loss, end: int) -> VMobject:
    """Return the mark of a walk that ended in `loss.minima[end]`, or in none if `end` is −1.

    A circle stands for a global minimum, a diamond for a local one, a square for none.
    """
    marker = "square" if end < 0 else "circle" if loss.minima[end].is_global else "diamond"
    return marker_shape(marker, BALL_RADIUS, end_color(loss, end))


@checked
def name_minima(plot: Plot, loss: Loss) -> VGroup:
    """Return a name below each minimum of the curve, global or local, within the axis's ends."""
    names = VGroup()
    left, right = plot.x_axis.get_start()[0], plot.x_axis.get_end()[0]
    for end, minimum in enumerate(loss.minima):
        kind = "global minimum" if minimum.is_global else "local minimum"
        name = text(kind, size=SMALL_SIZE, color=end_color(loss, end))
        name.next_to(plot.on_curve(loss, minimum.x), DOWN, buff=0.35)
        room = 0.2 + name.width / 2
        names.add(name.set_x(float(np.clip(name.get_x(), left + room, right - room))))
    return names


@checked
def common_depth(plot: Plot, loss: Loss) -> VGroup:
    """Return a dashed line through the global minima of the curve, and above it their value."""
    lowest = [minimum for minimum in loss.minima if minimum.is_global]
    places = plot.on_curve(loss, [minimum.x for minimum in lowest])
    line = DashedLine(places[0], places[-1], color=theme.good)
    line.set_stroke(width=THIN_WIDTH).set_z_index(-1)
    width = plot.x_range[1] - plot.x_range[0]
    equal = " = ".join(f"f({number(float(m.x[0]), 3, width)})" for m in lowest)
    value = f"{equal} approx {_depth_form(loss)(lowest[0].value)}"
    return VGroup(line, formula(value, SMALL_SIZE, theme.good).next_to(line, UP, buff=0.15))


def _depth_form(loss: Loss) -> Form:
    """Return how the depths of all minima are set."""
    return Form.of([minimum.value for minimum in loss.minima], 3)


@checked
def name_tops(plot: Plot, loss: Loss) -> VGroup:
    """Return the word "hilltop" above each maximum of the curve."""
    tops = [p.x for p in stationary_points(loss) if p.kind == "maximum"]
    words = [text("hilltop", size=SMALL_SIZE, color=theme.muted) for _ in tops]
    for word, x in zip(words, tops, strict=True):
        word.next_to(plot.on_curve(loss, x), UP, buff=0.2)
    return VGroup(*words)
