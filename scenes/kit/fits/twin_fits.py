"""The same walk of a line on two data sets, whose noise can be taken away."""

from functools import lru_cache, partial
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Restore, Transform, ValueTracker, VGroup, VMobject, rush_into
from numpy.typing import NDArray

from gd_math import EmpiricalLoss, Optimizer, descend, mean_squared_error
from gd_math.datasets import Dataset
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import Place
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.plots.data_plot import POINT_RADIUS, DataPlot, Gaps, LiveLine
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape, sign_color
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

MEANINGS = "second", "walker"  # whose shape and color the two lines have
CORNERS = (-5.7, 0.95), (-5.7, -2.3)  # where the axes meet, one plot below the other
WIDTH, HEIGHT = 3.4, 2.05  # of the axes
ENLARGED = 1.35  # side by side
HALVES = (-3.25, -0.55, 0.0), (3.3, -0.55, 0.0)  # the middles of the plots, side by side
READINGS, BARS = 2.15, 1.72  # heights in the frame
LONGEST, THICK = 4.4, 0.2  # of the bars
BEFORE, ASIDE, ABOVE = 0.13, 0.4, 0.32  # of names and numbers: between, beside, above the axis
AFTER_NAME = 0.93  # from the name of an axis to what is not part of it
GAP_WIDTH, GAP_OPACITY = 2.0, 0.9
FAINT, APART = 0.5, 0.09  # opacity of the lines of earlier steps, and how far one is from the next
CLEAR = 2.0  # times as large as the other: an error that is said to stay high
BOX = np.array([-0.5, -0.5, 0.5, 0.5, -0.5])  # heights of the corners of a bar
LEVEL = 0.005  # a slope below it is shown as 0.00


class TwinFits:
    """A line on each of two data sets: both take the same steps from one start.

    `plots`, side by side at first, have one scale; `stack` puts them below each other on the left.
    `guesses` are the lines as places (w, b), `lines` what is drawn of them, `gaps` their errors.
    `noise`, a tracker, is the share of the noise that the points have: 1 at first.

    Raises ValueError unless both walks come to where the slope of the error is 0 as it is shown.
    """

    @checked
    def __init__(
        self, straight: Dataset, curved: Dataset, optimizer: Optimizer, start: Any, steps: int
    ) -> None:
        self.pair = straight, curved
        self.noise = ValueTracker(1.0)
        self._memo = lru_cache(maxsize=4)(self._noisy)
        self.losses = [mean_squared_error(data) for data in self.pair]
        self.walks = [Walk(descend(loss, optimizer, start, steps)) for loss in self.losses]
        if not CLEAR * self.floor(0) <= self.floor(1):
            raise ValueError(
                f"FORMULA is {curved.name}, which a line fits about as well as the other points: "
                "take one that bends more, or less NOISE"
            )
        self.arrival = max(_arrival(walk) for walk in self.walks)
        self.guesses = [Place(start).follow(walk) for walk in self.walks]
        every = np.concatenate([data.y for data in self.pair])
        lines = [(0, every.min()), (0, every.max())]  # so that both have one scale
        lines += [line for walk in self.walks for line in walk.trajectory.x]
        self.plots = [
            DataPlot(data, corner, WIDTH, HEIGHT, lines).save_state()
            for data, corner in zip(self.pair, CORNERS, strict=True)
        ]
        for plot, place in zip(self.plots, HALVES, strict=True):
            plot.scale(ENLARGED).move_to(place)
        colors = [sign_color(meaning) for meaning in MEANINGS]
        each = [*zip(self.plots, self.guesses, colors, strict=True)]
        self.lines = [LiveLine(plot, guess, color) for plot, guess, color in each]
        self.gaps = [
            Gaps(plot, guess, color).set_stroke(width=GAP_WIDTH, opacity=GAP_OPACITY)
            for plot, guess, color in each
        ]

    def walk(self) -> list[Any]:
        """Return the animations in which both go until the slope is 0."""
        return [walk.go(self.arrival, pace=rush_into) for walk in self.walks]

    def trails(self) -> list[Drawn]:
        """Return faint lines on each plot, as long as it stays there: of the steps so far.

        Of steps whose lines would lie on each other one has its line.
        """
        return [
            Drawn(
                partial(self._trail, i, self._far_apart(i)),
                stroke_color=sign_color(MEANINGS[i]),
                stroke_width=THIN_WIDTH,
                stroke_opacity=FAINT,
            )
            for i in range(2)
        ]

    def _far_apart(self, i: int) -> dict[int, Array]:
        """Return the lines of a walk that an eye can tell apart, by their steps."""
        found: dict[int, Array] = {}
        last = np.full((2, 3), np.inf)
        for step, line in enumerate(self.walks[i].trajectory.x):
            ends = self.plots[i].ends(line)
            if np.abs(ends - last).max() >= APART:
                found[step], last = straight_pieces(ends), ends
        return found

    def _trail(self, i: int, lines: dict[int, Array]) -> Array:
        step = self.walks[i].step
        return np.concatenate([piece for since, piece in lines.items() if since <= step])

    def loss(self, i: int) -> EmpiricalLoss:
        """Return the mean squared error on a data set with the noise that it has now."""
        return self._memo(i, self.noise.get_value())

    def best(self, i: int) -> Array:
        """Return the line with the least error now, (w, b)."""
        return np.array(self.loss(i).minima[0].x)

    def floor(self, i: int) -> float:
        """Return the least error of a line now."""
        return float(self.loss(i).minima[0].value)

    def readings(self) -> list[VMobject]:
        """Return error and slope above each plot, live, and the errors as bars on one scale."""
        return [part for i in range(2) for part in (self._reading(i), self._bar(i))]

    def turn(self, by: float) -> list[Any]:
        """Return the animations that turn both lines away from their best ones, `by` in w."""
        lines = [self.best(i) + np.array([by, 0.0]) for i in range(2)]
        pairs = zip(self.guesses, lines, strict=True)
        return [guess.stay().animate.set_place(line) for guess, line in pairs]

    def surroundings(self) -> list[VMobject]:
        """Return all of the first plot and line, and the axes of the second."""
        first, second = self.plots
        axes = second.x_axis, second.y_axis, second.ticks, second.labels
        return [first, self.lines[0], *axes]

    @property
    def subject(self) -> list[VMobject]:
        """The points of the second plot, and its line."""
        return [self.plots[1].dots, self.lines[1]]

    def stack(self) -> list[Any]:
        """Return the two moves that put the plots below each other, smaller.

        First both shrink, one going up and one down; then the second passes below the first.
        """
        first, second = self.plots
        lower: Any = second.saved_state
        lower = lower.copy().set_x(second.get_x())
        return [[Restore(first), Transform(second, lower)], Restore(second)]

    def quiet(self) -> Any:
        """Return the animation that takes the noise away from all points."""
        outline = marker_shape("circle", POINT_RADIUS, theme.ink).points
        for i, plot in enumerate(self.plots):

            def follow(dots: Any, i: int = i, plot: DataPlot = plot) -> None:
                data = self._points(i, self.noise.get_value())
                places = plot.at(np.stack([data.x, data.y], axis=-1))
                dots.points = (outline + places[:, None]).reshape(-1, 3)

            plot.dots.add_updater(follow)
        lowering: Any = self.noise.animate
        return lowering(rate_func=rush_into).set_value(0)

    def names(self) -> list[VMobject]:
        """Return slope and intercept of both best lines above their plots, live."""
        found: list[VMobject] = []
        for i, (plot, meaning) in enumerate(zip(self.plots, MEANINGS, strict=True)):
            color, row = sign_color(meaning), VGroup()
            for entry, name in enumerate("wb"):
                live = Number(partial(self._entry, i, entry), size=SMALL_SIZE, color=color)
                label = formula(f"{name} =", SMALL_SIZE, color)
                row.add(named(label, live, BEFORE).add_updater(_close_up))
            beside = plot.labels[-2]  # the name of the vertical axis
            place = (beside.get_right()[0] + AFTER_NAME, plot.y_axis.get_end()[1] + ABOVE, 0.0)
            found.append(_in_line(row.arrange(RIGHT, buff=ASIDE).move_to(place, LEFT)))
        return found

    def _entry(self, i: int, entry: int) -> float:
        return float(self.best(i)[entry])

    def move_into(self, panel: Plot) -> Any:
        """Return the animation in which the points of the second plot and its line go to a panel.

        The axes of their own must have left.
        """
        for guess in self.guesses:
            guess.stay()  # or all that is shown after would be drawn in every frame
        plot, share = self.plots[1], ValueTracker(0.0)
        low, high = plot.y_range
        (left, right), axes = plot.x_range, (plot.x_axis, plot.y_axis)
        old = [(axis.get_start(), axis.get_end()) for axis in axes]
        new = panel.at([[(left, low), (right, low)], [(left, low), (left, high)]])

        def follow(_: Any) -> None:
            part = share.get_value()
            for axis, before, after in zip(axes, old, new, strict=True):
                axis.put_start_and_end_on(*((1 - part) * np.array(before) + part * after))

        plot.dots.add_updater(follow, index=0)
        going: Any = share.animate
        return going.set_value(1)

    def _reading(self, i: int) -> VGroup:
        path, guess, loss = self.walks[i].trajectory, self.guesses[i], self.losses[i]
        color = sign_color(MEANINGS[i])
        error = Number(
            lambda: float(loss.value(guess.position)),
            size=SMALL_SIZE,
            color=color,
            **Form.of(path.loss)._asdict(),
        )
        slope = Number(
            lambda: float(np.linalg.norm(loss.gradient(guess.position))),
            size=SMALL_SIZE,
            color=theme.gradient,
            **Form.of(np.linalg.norm(path.gradient, axis=-1))._asdict(),
        )
        names = formula("L =", SMALL_SIZE, color), formula("abs(nabla L) =", SMALL_SIZE)
        names[1].set_color(theme.gradient)
        pairs = zip(names, (error, slope), strict=True)
        row = VGroup(*(named(*pair) for pair in pairs))
        left = self.plots[i].x_axis.get_start()[0]
        return _in_line(row.arrange(RIGHT, buff=0.6).move_to((left, READINGS, 0.0), LEFT))

    def _bar(self, i: int) -> Drawn:
        """Return the error of a line as a bar."""
        unit = LONGEST / max(float(walk.trajectory.loss.max()) for walk in self.walks)
        left = float(self.plots[i].x_axis.get_start()[0])

        def points() -> Array:
            length = unit * float(self.losses[i].value(self.guesses[i].position))
            x, y = left + np.array([0, 1, 1, 0, 0]) * length, BARS + BOX * THICK
            corners = np.stack([x, y, 0 * x], axis=-1)
            return through(corners)

        return Drawn(points, fill_color=sign_color(MEANINGS[i]), fill_opacity=1, stroke_width=0)

    def _points(self, i: int, share: float) -> Dataset:
        """Return a data set with a share of its noise."""
        data = self.pair[i]
        return Dataset(data.name, data.x, data.truth + share * (data.y - data.truth))

    def _noisy(self, i: int, share: float) -> EmpiricalLoss:
        return mean_squared_error(self._points(i, share))


def _in_line(row: VGroup) -> VGroup:
    """Put the numbers of a row, with their names, on the line of the first."""
    first: Any = row[0][1]
    for pair in row:
        live: Any = pair[1]
        pair.shift((first.place.get_bottom()[1] - live.place.get_bottom()[1]) * UP)
    return row


def _close_up(pair: Any) -> None:
    """Put the number of a name and a number as near to the name with a minus sign as without."""
    label, live = pair
    live.follow()
    first = next(cell for cell in live.cells if len(cell.points))
    live.shift((label.get_right()[0] + BEFORE - first.get_left()[0]) * RIGHT)


def _arrival(walk: Walk) -> int:
    """Return the step from which on the slope of the error is shown as 0."""
    slopes = np.linalg.norm(walk.trajectory.gradient, axis=-1)
    steep = np.flatnonzero(~(slopes < LEVEL))
    arrival = int(steep[-1]) + 1 if len(steep) else 0
    if arrival > walk.trajectory.steps:
        raise ValueError(
            f"after {walk.trajectory.steps} STEPS the slope of the error is "
            f"{number(slopes[-1], 2)}, and must be below {LEVEL}: take more STEPS, or another "
            "LEARNING_RATE"
        )
    return arrival
