"""A loss of one variable w above its derivative, on one axis of w that can be zoomed into."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, MathTypst, ValueTracker, VGroup, VMobject, linear
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import check_variables, checked
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula, halo, text

Array = NDArray[np.float64]

# In units of the frame: the right half, above the captions.
LEFT_END, RIGHT_END, BOTTOM, TOP = 1.2, 6.25, -2.15, 2.95
UPPER_BASE, LOWER_TOP = 0.6, 0.05  # when both plots are there
PAD = 0.05  # of the span of the samples, beyond each end
SPARE = 1.14  # times the largest value: the end of a vertical axis
NEAR = 2.0  # times the distance of the lowest sample from the minimum: half the zoomed span
LEAST = 0.25  # of the distance of two samples: half the zoomed span at least
SAMPLE = 0.075  # radius of the mark of a sample
RING = 0.26  # radius of the sign of the minimum: round a walker
GONE = 0.06  # of a zoom: by then the old ticks are gone; as long before its end the new ones come
BELOW = 0.24  # from the axis of w to its numbers: clear of a walker on it
CLEAR = 0.45  # from the name of the axis of w to a number on it
BESIDE, ABOVE = 0.35, 0.55  # from words to the graph: beside them, and below them
POINTS = 240  # of a graph


class ErrorAndSlope(VGroup):
    """The graph of `loss` over w, and below it that of its slope; both have the same axis of w.

    `samples`: the values of w that are tried, in increasing order. `name` is that of the loss.

    Four trackers: `zoomed` from 0, where all samples are seen, to 1, the surroundings of the
    minimum; `both` from 0, the upper plot alone, to 1, both; `tried` and `sloped`, up to
    which w the samples are there, and from which w on the graph of the slope.  `slope_form` is how
    slopes are set; `lowest` is the sample with the least loss, `best` the minimum.
    """

    @checked
    def __init__(self, loss: Loss, samples: ArrayLike, name: str = "L") -> None:
        check_variables(loss, 1, "an error and its slope")
        super().__init__()
        self.loss, self.samples = loss, np.asarray(samples, dtype=float)
        low, high = (float(end) for end in self.samples[[0, -1]])
        if len(self.samples) < 3 or not any(low < m.x[0] < high for m in loss.minima):
            raise ValueError(
                f"the slopes that are tried, SLOPES, are {len(self.samples)} from {low:g} to "
                f"{high:g}, and must be at least three with the best slope between them"
            )
        self.best = float(loss.minima[0].x[0])
        self.slope_form = Form.of(self.slope(self.samples), 3)
        values = self.value(self.samples)
        self.lowest = float(self.samples[np.argmin(values)])
        pad = PAD * (high - low)
        half = max(NEAR * abs(self.lowest - self.best), LEAST * float(np.diff(self.samples).min()))
        self.reaches = np.array([[self.best - low + pad, high + pad - self.best], [half, half]])
        self.zoomed, self.both = ValueTracker(0.0), ValueTracker(0.0)
        self.tried, self.sloped = ValueTracker(low - pad), ValueTracker(high + pad)
        self.upper, self.lower = VGroup(), VGroup()
        self.curve = Drawn(self._curve, stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.line = Drawn(self._line, stroke_color=theme.gradient, stroke_width=2 * THIN_WIDTH)
        outline = marker_shape("circle", SAMPLE, theme.walker).points
        self._outline = outline
        self.marks = Drawn(self._marks, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.marks.set_z_index(1)  # the graph goes through them, behind
        self._build(name)

    # Where things are

    def value(self, w: ArrayLike) -> Array:
        """Return the loss at each w."""
        return np.asarray(self.loss.value(np.asarray(w, dtype=float)[..., None]))

    def slope(self, w: ArrayLike) -> Array:
        """Return the derivative of the loss at each w."""
        return np.asarray(self.loss.gradient(np.asarray(w, dtype=float)[..., None])[..., 0])

    def says_slope(self, w: float) -> str:
        """Return the slope at w as it is set on stage, for captions."""
        return self.slope_form(float(self.slope(w)))

    def ends(self, zoomed: float | None = None) -> tuple[float, float]:
        """Return the ends of the axis of w, as it is zoomed now."""
        share = self.zoomed.get_value() if zoomed is None else zoomed
        # The same factor in the same time.
        left, right = self.reaches[0] ** (1 - share) * self.reaches[1] ** share
        return self.best - float(left), self.best + float(right)

    def _graph_ends(self, zoomed: float | None = None) -> tuple[float, float]:
        low, high = self.ends(zoomed)
        return max(low, float(self.samples[0])), min(high, float(self.samples[-1]))

    def tops(self, zoomed: float | None = None) -> tuple[float, float]:
        """Return the upper ends of both vertical axes: of the loss, and of its slope."""
        ends = self._graph_ends(zoomed)
        return (
            SPARE * float(self.value(ends).max()),
            SPARE * float(np.abs(self.slope(ends)).max()),
        )

    @property
    def base(self) -> float:
        """The height of the upper plot's axis of w in the frame."""
        share = self.both.get_value()
        return (1 - share) * BOTTOM + share * UPPER_BASE

    def across(self, w: ArrayLike) -> Array:
        """Return how far to the right each w lies in the frame."""
        low, high = self.ends()
        share = (np.asarray(w, dtype=float) - low) / (high - low)
        return np.asarray(LEFT_END + share * (RIGHT_END - LEFT_END))

    def up(self, value: ArrayLike) -> Array:
        """Return how high each value of the loss lies in the frame."""
        share = np.asarray(value, dtype=float) / self.tops()[0]
        return np.asarray(self.base + share * (TOP - self.base))

    def slope_up(self, slope: ArrayLike) -> Array:
        """Return how high each slope lies in the frame."""
        middle, half = (LOWER_TOP + BOTTOM) / 2, (LOWER_TOP - BOTTOM) / 2
        return np.asarray(middle + half * np.asarray(slope, dtype=float) / self.tops()[1])

    def on_curve(self, w: ArrayLike) -> Array:
        """Return where in the frame the loss at each w lies, (…, 3)."""
        return _places(self.across(w), self.up(self.value(w)))

    def on_slope(self, w: ArrayLike) -> Array:
        """Return where in the frame the slope at each w lies, (…, 3)."""
        return _places(self.across(w), self.slope_up(self.slope(w)))

    def foot(self, w: ArrayLike) -> Array:
        """Return where in the frame each w lies on the line where the slope is 0, (…, 3)."""
        return _places(self.across(w), self.slope_up(0 * np.asarray(w, dtype=float)))

    # What is drawn

    def _curve(self) -> Array:
        return through(self.on_curve(np.linspace(*self._graph_ends(), POINTS)))

    def _line(self) -> Array:
        low, high = self._graph_ends()
        low = max(low, self.sloped.get_value())
        return through(self.on_slope([low, high])) if low < high else np.zeros((0, 3))

    def _marks(self) -> Array:
        low, high = self.ends()
        there = self.samples[(self.samples <= self.tried.get_value() + 1e-9)]
        there = there[(low <= there) & (there <= high)]
        return np.asarray((self._outline + self.on_curve(there)[:, None]).reshape(-1, 3))

    def _build(self, name: str) -> None:
        axis: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        left, right = LEFT_END, RIGHT_END

        def cross(base: float, top: float, level: float) -> Array:
            ends = [[(left, base), (left, top)], [(left, level), (right, level)]]
            return straight_pieces(np.pad(np.array(ends), ((0, 0), (0, 0), (0, 1))))

        self.upper.add(Drawn(lambda: cross(self.base, TOP, self.base), **axis))
        middle = (LOWER_TOP + BOTTOM) / 2
        self.lower.add(Drawn(lambda: cross(BOTTOM, LOWER_TOP, middle), **axis))
        title = text(name, SMALL_SIZE, theme.muted)
        self.upper.add(title.next_to((left, TOP, 0), UP, buff=0.15).shift(0.3 * RIGHT))
        under = text("slope", SMALL_SIZE, theme.gradient)
        self.lower.add(halo(under.move_to((left + 0.15, LOWER_TOP, 0), UP + LEFT)).set_z_index(2))
        self.upper.add(
            formula("w", SMALL_SIZE, theme.muted).move_to((right, BOTTOM - BELOW - 0.13, 0))
        )
        for zoomed in (0, 1):
            low, high = self.ends(zoomed)
            for w in _round_values(low, high, 2.5):
                self._tick(self.upper, zoomed, w, low - high, lambda w: (self.across(w), BOTTOM))
            loss, slope = self.tops(zoomed)
            for value in _round_values(0, loss, 2):
                self._tick(self.upper, zoomed, value, loss, lambda v: (left, self.up(v)))
            for value in _round_values(-slope, slope, 2):
                self._tick(self.lower, zoomed, value, slope, lambda v: (left, self.slope_up(v)))

    def _tick(
        self,
        plot: VGroup,
        zoomed: int,
        value: float,
        scale: float,
        at: Callable[[float], tuple[Any, Any]],
    ) -> None:
        """Add a number at the lower end, or at the left, of a plot: seen in one state of zoom."""
        side = DOWN if at(value)[1] == BOTTOM and scale < 0 else LEFT
        label: MathTypst = formula(number(value, scale=abs(scale)), SMALL_SIZE, theme.muted)

        def follow(tick: Any) -> None:
            away, (x, y) = abs(self.zoomed.get_value() - zoomed), at(value)
            # Ticks of the one scale leave before those of the other come.
            there = x <= RIGHT_END - CLEAR and x >= LEFT_END and y <= TOP and away < GONE
            tick.set_opacity(1 - away / GONE if there else 0.0)
            if there:
                tick.next_to(_places(x, y), side, buff=BELOW if side is DOWN else 0.15)

        plot.add(label.add_updater(follow, call_updater=True))

    # What is played

    def sweep(self, guess: Any, w: float, *trackers: Any) -> list[Any]:
        """Return the animations that turn `guess`, a place (w, b), steadily to w.

        `trackers`, such as `tried` or `sloped`, go with it.
        """
        moves = [guess.animate(rate_func=linear).set_place((w, guess.position[1]))]
        return moves + [one.animate(rate_func=linear).set_value(w) for one in trackers]

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
        middle = (UPPER_BASE + LOWER_TOP) / 2
        where.move_to((here[0] + 0.2, middle, 0), LEFT)
        depth = formula(f'"MSE" approx {least}', SMALL_SIZE, theme.good)
        # So high that the graph leaves room for the words, and for walkers on it.
        span = (
            (depth.width / 2 + BESIDE) / (RIGHT_END - LEFT_END) * (self.ends()[1] - self.ends()[0])
        )
        low = float(self.up(self.value(self.best + span))) + DOT_RADIUS + 0.1
        depth.move_to((here[0], min(low, TOP - float(depth.height)), 0), DOWN)
        return VGroup(line, *rings, where, depth)

    def reading(self, guess: Any) -> VGroup:
        """Return the slope at the place `guess` as a live number, where the lower plot is empty."""
        live = Number(
            lambda: float(self.slope(guess.position[0])),
            size=SMALL_SIZE,
            color=theme.gradient,
            **self.slope_form._asdict(),
        )
        return in_corner(text("slope", SMALL_SIZE, theme.gradient), live)

    def signs(self, starts: tuple[float, float]) -> VGroup:
        """Return the signs of the slope left and right of the minimum, off the graph's ends."""
        below, above = (formula(f'"slope" {sign} 0', SMALL_SIZE, theme.gradient) for sign in "<>")
        left, right = self.on_slope(np.array(starts))
        below.move_to(left + BESIDE * RIGHT + 0.05 * UP, UP + LEFT)
        above.move_to(right + BESIDE * LEFT + 0.05 * DOWN, DOWN + RIGHT)
        return VGroup(*map(halo, (below, above))).set_z_index(2)


def in_corner(*rows: VMobject) -> VGroup:
    """Return rows of words in the lower right corner, where the lower plot is empty."""
    words = VGroup(*rows).arrange(DOWN, buff=0.15, aligned_edge=RIGHT)
    return words.move_to((RIGHT_END, BOTTOM + 0.1, 0), DOWN + RIGHT)


def _places(x: ArrayLike, y: ArrayLike) -> Array:
    across, up = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    return np.stack([across, up, np.zeros_like(up)], axis=-1)


def _round_values(low: float, high: float, count: float) -> list[float]:
    """Return the multiples, from `low` to `high`, of a round step of which about `count` fit."""
    rough = (high - low) / count
    ten = 10.0 ** np.floor(np.log10(rough))
    step = min(times * ten for times in (1, 2, 5, 10) if times * ten >= 0.5 * rough)
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return [float(step * i) for i in np.arange(first, last + 1)]
