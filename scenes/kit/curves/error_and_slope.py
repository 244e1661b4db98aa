"""A loss of one variable w above its derivative, on one axis of w that can be zoomed into."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject, linear
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.curves.pair_axes import (
    ABOVE,
    BOTTOM,
    LEFT_END,
    LOWER_TOP,
    RIGHT_END,
    SPARE,
    TOP,
    PairAxes,
    flat_places,
    places_at,
)
from scenes.kit.curves.riding_ticks import ramp
from scenes.kit.maps.trails import Drawn, clip_segments, dashes, straight_pieces, through
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, halo, text

Array = NDArray[np.float64]

# In units of the frame.
SAMPLE = 0.075  # radius of the mark of a sample
RING = 0.26  # radius of the sign of the minimum: round a walker
EDGE = 0.3  # from an end of the axis of w to a walker: it is clear of numbers there
BESIDE = 0.35  # from words to the graph beside them
WIDE = 0.3, 0.4  # of a zoom: the bracket leaves, while the graph is clear of it
OVER = 0.45, 0.75  # from the axis to the lower and upper end of the bracket: above a walker
DASH = 0.14  # length of a dash
POINTS = 240  # of a graph


class ErrorAndSlope(PairAxes):
    """The graph of `loss` over w, and below it that of its slope; both have the same axis of w.

    `samples`: the values of w that are tried, in increasing order. `name` is that of the loss.

    Four trackers: `zoomed` from 0, where all samples are seen, to 1, the surroundings of the
    minimum: the axis of w is stretched about the lowest sample, which stays above its place there,
    and the vertical axes by about the square, so that the graph keeps its shape; `bracket` marks
    the part that will fill the axis of w.  `both` from 0, the
    upper plot alone, to 1, both; `tried` and `sloped`, up to which w the samples are there, and
    from which w on the graph of the slope.  `lowest` is the sample with the least loss, `best` the
    minimum.
    """

    @checked
    def __init__(self, loss: Loss, samples: ArrayLike, name: str = "L") -> None:
        super().__init__(loss, samples, name)
        self.curve = Drawn(self._curve, stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.line = Drawn(self._line, stroke_color=theme.gradient, stroke_width=2 * THIN_WIDTH)
        self._outline = marker_shape("circle", SAMPLE, theme.walker).points
        self.marks = Drawn(self._marks, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.marks.set_z_index(1)  # the graph goes through them, behind
        self.bracket = Drawn(self._bracket, stroke_color=theme.ink, stroke_width=1.5 * PATH_WIDTH)
        self.bracket.add_updater(self._dim)
        self._reading_ends = LEFT_END

    # What is drawn

    def graph_ends(self) -> tuple[float, float]:
        """Return between which w the graph is seen now, and a walker on it is below its top."""
        low, high = self.ends()
        edge = EDGE / (RIGHT_END - LEFT_END) * (high - low)
        low, high = max(low + edge, self.samples[0]), min(high - edge, self.samples[-1])
        w = np.linspace(low, high, POINTS)
        within = w[self.value(w) <= (1 + 1e-9) / SPARE * self.tops()[0]]
        return float(within[0]), float(within[-1])

    def _curve(self) -> Array:
        low, high = self.ends()
        w = np.linspace(max(low, self.samples[0]), min(high, self.samples[-1]), POINTS)
        segments = np.stack([self.on_curve(w[:-1]), self.on_curve(w[1:])], axis=1)[..., :2]
        lower, upper = np.array([LEFT_END, self.base]), np.array([RIGHT_END, TOP])
        return straight_pieces(flat_places(clip_segments(segments, lower, upper)))

    def _line(self) -> Array:
        low, high = self.ends()
        low, high = max(low, self.samples[0], self.sloped.get_value()), min(high, self.samples[-1])
        if low >= high:
            return np.zeros((0, 3))
        segment = self.on_slope([low, high])[None, :, :2]
        lower, upper = np.array([LEFT_END, BOTTOM]), np.array([RIGHT_END, LOWER_TOP])
        return straight_pieces(flat_places(clip_segments(segment, lower, upper)))

    def _marks(self) -> Array:
        low, high = self.ends()
        there = self.samples[(self.samples <= self.tried.get_value() + 1e-9)]
        there = there[(low <= there) & (there <= high) & (self.value(there) <= self.tops()[0])]
        return np.asarray((self._outline + self.on_curve(there)[:, None]).reshape(-1, 3))

    def _bracket(self) -> Array:
        left, right = (float(self.across(end)) for end in self.ends(1))
        foot, top = self.base + OVER[0], self.base + OVER[1]
        return through(places_at([left, left, right, right], [foot, top, top, foot]))

    def _dim(self, bracket: Any) -> None:
        if zoomed := self.zoomed.get_value():  # else it may be fading
            bracket.set_stroke(opacity=1 - ramp(self.stretched(zoomed), *WIDE))

    # What is played

    def sweep(self, guess: Any, w: float, *trackers: Any, rate_func: Any = linear) -> list[Any]:
        """Return the animations that turn `guess`, a place (w, b), to w, by default steadily.

        `trackers`, such as `tried` or `sloped`, go with it.
        """
        moves = [guess.animate(rate_func=rate_func).set_place((w, guess.position[1]))]
        return moves + [one.animate(rate_func=rate_func).set_value(w) for one in trackers]

    def zoom(self, guess: Any, share: float = 1) -> list[Any]:
        """Return the animations that lead a `share` of the way to the surroundings of the minimum.

        So far `guess`, a place (w, b), turns from the lowest sample to the minimum.
        """
        zooming: Any = self.zoomed.animate
        w = self.lowest + share * (self.best - self.lowest)
        return [zooming(rate_func=linear).set_value(share), *self.sweep(guess, w)]

    def minimum(self) -> VGroup:
        """Return a ring round the lowest point, one where the slope is 0, and a line between."""
        here, below = self.on_curve(self.best), self.foot(self.best)
        line = VMobject(stroke_color=theme.good, stroke_width=PATH_WIDTH)
        line.set_points_as_corners([here + RING * DOWN, below + RING * UP])
        rings = [sign("minimum", RING).move_to(place) for place in (here, below)]
        for ring in rings:  # it hides the lines inside
            ring.set_fill(theme.background, opacity=1).set_z_index(1)
        w = Form.of(self.best, 4)(self.best)
        least = Form.of(1, 4)(float(self.value(self.best)))
        where = formula(f"w approx {w}", SMALL_SIZE, theme.good)
        where.move_to((max(here[0], self._reading_ends) + 0.2, LOWER_TOP + ABOVE, 0), LEFT)
        if where.get_right()[0] > RIGHT_END:  # where the lower plot is empty, above a sign
            where.move_to(below + (RING + 0.1) * LEFT + 1.9 * BESIDE * UP, RIGHT + DOWN)
        depth = formula(f'"MSE" approx {least}', SMALL_SIZE, theme.good)
        # So high that the graph leaves room for the words, and for walkers on it.
        span = (
            (depth.width / 2 + BESIDE) / (RIGHT_END - LEFT_END) * (self.ends()[1] - self.ends()[0])
        )
        low = float(self.up(self.value(self.best + span))) + DOT_RADIUS + 0.1
        depth.move_to((here[0], min(low, TOP - float(depth.height)), 0), DOWN)
        return VGroup(line, *rings, where, depth)

    def reading(self, guess: Any) -> Number:
        """Return the slope at the place `guess` as a live number, behind the name of the slope."""
        form = Form.of(self.slope(self.graph_ends()))
        live = Number(
            lambda: float(self.slope(guess.position[0])),
            size=SMALL_SIZE,
            color=theme.gradient,
            **form._asdict(),
        )
        live.move_to((self.title.get_right()[0] + 0.1, LOWER_TOP + ABOVE, 0), LEFT)
        self._reading_ends = float(live.get_right()[0])
        return live

    def signs(self, starts: tuple[float, float]) -> VGroup:
        """Return the signs of the slope left and right of the minimum, beside its bars."""
        below, above = (formula(f"{sign} 0", TEXT_SIZE, theme.gradient) for sign in "<>")
        right = self.on_slope(starts[1])
        below.move_to(self.foot(starts[0]) + 0.5 * BESIDE * RIGHT + 0.6 * BESIDE * UP, DOWN + LEFT)
        above.move_to((right + self.foot(starts[1])) / 2 + 0.6 * BESIDE * RIGHT, LEFT)
        if above.get_right()[0] > RIGHT_END:
            above.move_to(right + BESIDE * LEFT + 0.05 * DOWN, DOWN + RIGHT)
        return VGroup(*map(halo, (below, above))).set_z_index(2)

    @property
    def verdict(self) -> str:
        """Say whether the lowest sample is the best w, for a caption."""
        if abs(self.lowest - self.best) < 1e-9 * (self.samples[-1] - self.samples[0]):
            return f"Yes: on both sides of it, the {self.name} is higher."
        return f"No: close beside it, the {self.name} is lower."

    @property
    def inside(self) -> Array:
        """The place of a question of two lines: between the arms of the graph."""
        return places_at(self.across(self.best), TOP - 0.65)

    def candidates(self) -> VGroup:
        """Return two dashed curves between which one may choose: a V and the graph itself."""
        ends = [float(end) for end in self.samples[[0, -1]]]
        corner, w = (
            self.on_curve([ends[0], self.best, ends[1]]),
            np.linspace(ends[0], ends[1], POINTS),
        )
        found = VGroup()
        for places in (corner, self.on_curve(w)):
            pieces = np.stack([places[:-1], places[1:]], axis=1)
            line = VMobject(stroke_color=theme.muted, stroke_width=2 * THIN_WIDTH)
            line.points = straight_pieces(dashes(pieces, DASH))
            found.add(line)
        letter, word = (text(one, SMALL_SIZE, theme.muted) for one in ("V", "parabola"))
        # Inside of the shorter arm the one, below the longer the other.
        side = 1 if ends[1] - self.best < self.best - ends[0] else -1
        middle = (corner[1] + corner[1 + side]) / 2
        letter.move_to(middle + 0.2 * side * LEFT, DOWN + side * RIGHT)
        edge = corner[1 - side]
        word.move_to((edge[0] + 0.1 * side, self.base + 0.12, 0), DOWN + side * LEFT)
        return VGroup(VGroup(found[0], letter), VGroup(found[1], word))
