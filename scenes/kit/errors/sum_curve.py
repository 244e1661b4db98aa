"""The sum of squared errors over the slope of a line, point by point."""

from math import floor, log10
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import HEIGHT, WORDS, GuessPlot, grouped, power_in_words
from scenes.kit.errors.guesses import best_slope
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_EDGE, WIDTH = 1.65, 4.3  # right of the plot of guesses, and as high
BEFORE = 0.08  # of the slopes, on both sides of them on the axis
POINTS = 10  # that are left behind, both ends among them
LEFT_BEHIND = 0.08  # radius of these
HIGH = 0.62  # of the axis: where the words about the lowest sum are
RING, WITHIN = 0.2, 0.02  # radius of the ring; from it to points that are still seen


class SumCurve(Plot):
    """Axes for the sum of squared errors over the slope of a line through the origin.

    A disc is where `slope`, a tracker, is; `seen`, another, is the largest slope that there was so
    far: up to it points are left behind. With `ringed` at 1 there are none where the ring is.
    """

    @checked
    def __init__(self, plot: GuessPlot, slope: ValueTracker, slopes: tuple[float, float]) -> None:
        self.data, self.slope, self.unit = plot.data, slope, plot.unit
        self.seen, self.ringed = ValueTracker(slopes[0]), ValueTracker(0.0)
        top = float(self.sums(np.array(slopes)).max())
        power = power_in_words(top / 3)
        self.scale_of_sums = 10.0**power
        self.counted = f"{WORDS[power]} {plot.squared_units[1]}".strip()
        name = "sum of squares" + (f", in {self.counted}" if power else "")
        beyond = BEFORE * (slopes[1] - slopes[0])
        self.slopes, ends = slopes, (slopes[0] - beyond, slopes[1] + beyond)
        super().__init__(ends, (0, 1.04 * top), WIDTH, HEIGHT, y_label=name)
        corner = np.array([LEFT_EDGE, plot.at((0, 0))[1], 0])
        self.shift(corner - self.x_axis.get_start())
        self.ends = [self._digits(end / self.unit) for end in slopes]
        for end, label in zip(slopes, self.ends, strict=True):
            self._mark(self.at((end, 0)), DOWN, label)
        every = _half_of(top)
        for level in np.arange(0, 1.04 * top, every):
            place = self.at((ends[0], level))
            self._mark(place, LEFT, self._digits(level / self.scale_of_sums))
        label = formula("w", SMALL_SIZE, theme.muted).next_to(self.x_axis, RIGHT, buff=0.14)
        self.labels.add(label)
        self.samples = np.linspace(*slopes, POINTS)
        self.behind = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.behind.set_z_index(1)
        self.disc = sign("walker").set_z_index(2)
        self.add(self.behind, self.disc)
        self.follow()
        self.add_updater(SumCurve.follow)

    def sums(self, slopes: Array) -> Array:
        """Return the sum of squared errors of the lines with these slopes."""
        errors = np.multiply.outer(slopes, self.data.x) - self.data.y
        return np.asarray((errors**2).sum(axis=-1))

    @property
    def best(self) -> float:
        """The slope with the lowest sum."""
        return best_slope(self.data)

    def follow(self) -> "SumCurve":
        """Be where the slope is now."""
        here = np.array([self.slope.get_value()])
        self.disc.move_to(self._on(here)[0])
        left = self.samples[self.samples <= self.seen.get_value() * (1 + 1e-9)]
        shape, places = marker_shape("circle", LEFT_BEHIND, theme.walker).points, self._on(left)
        away = np.linalg.norm(places - self._on(np.array([self.best])), axis=1)
        below = away < RING + LEFT_BEHIND + WITHIN
        sizes = np.where(below, 1 - self.ringed.get_value(), 1)[:, None, None]
        self.behind.points = (sizes * shape + places[:, None]).reshape(-1, 3)
        return self

    def sweep(self) -> list[Any]:
        """Return the animations in which the slope goes through all of the axis."""
        trackers: list[Any] = [self.slope, self.seen]
        return [one.animate(rate_func=linear).set_value(self.slopes[1]) for one in trackers]

    def parabola(self) -> VMobject:
        """Return the whole curve, behind the points and the disc."""
        graph = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        return graph.set_points_as_corners(self._on(np.linspace(*self.slopes, 120)))

    def make_way(self) -> Any:
        """Return the animation in which the points where the ring comes shrink to nothing."""
        return self.ringed.animate.set_value(1)

    def live_sum(self) -> VGroup:
        """Return, live, the sum where the disc is, between the arms of the parabola to come."""
        name, top = formula('"sum" =', SMALL_SIZE, theme.walker), self.y_range[1]
        live = Number(
            lambda: float(self.sums(np.array(self.slope.get_value()))) / self.scale_of_sums,
            decimals=1,
            digits=len(f"{top / self.scale_of_sums:.0f}"),
            size=SMALL_SIZE,
            color=theme.walker,
            flush=True,
        )
        both = VGroup(name, live.next_to(name, RIGHT, buff=0.14).align_to(name, DOWN))
        return both.move_to(self.at((self.best, HIGH * top)))

    def lowest(self) -> VGroup:
        """Return a ring about the lowest point, its slope below it and its sum above it."""
        place = self._on(np.array([self.best]))[0]
        ring = sign("minimum", RING).move_to(place).set_z_index(3)
        ring.set_stroke(width=0, background=True)  # a rim would cut the curve
        shown = number(self.best / self.unit, 3)
        slope = formula(f"w = {shown}", SMALL_SIZE, theme.good).move_to(self.at((self.best, 0)))
        slope.set_y(self.ends[0].get_y())
        least = grouped(float(self.sums(np.array(self.best))) / self.scale_of_sums)
        words = VGroup(
            text("lowest sum:", SMALL_SIZE, theme.good),
            text(f"{least} {self.counted}".strip(), SMALL_SIZE, theme.good),
        ).arrange(DOWN, buff=0.14)
        return VGroup(ring, slope, words.move_to(self.at((self.best, HIGH * self.y_range[1]))))

    def _on(self, slopes: Array) -> Array:
        return self.at(np.stack([slopes, self.sums(slopes)], axis=-1))

    def _digits(self, value: float) -> VMobject:
        return formula(number(value, 3), SMALL_SIZE, theme.muted)


def _half_of(top: float) -> float:
    """Return a round number not above half of `top`."""
    power = 10.0 ** floor(log10(top / 2))
    return max(step * power for step in (1, 2, 5) if step * power <= top / 2)
