"""One step near two bottoms, whose landing follows the learning rate: why a limit is 2/f″."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import descend, optimizers
from scenes.kit.animations import appear, leave
from scenes.kit.curves.curve_plot import RING, end_color
from scenes.kit.curves.curve_walker import START_MARK
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import SIZES, hop_arc
from scenes.kit.limits.limit_bars import LimitBars, Row
from scenes.kit.limits.valley_curve import ALIKE, PANEL, ValleyCurve, told
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import SIGNS, marker_shape, meaning_of, open_mark, sign, sign_color
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, text

Array = NDArray[np.float64]
LEFT_SIDE, WIDTH, GUTTER = -6.25, 3.9, 0.65  # of an enlarged bottom, in units of the frame …
FOOT, TOP = -1.95, 2.4  # … and its heights: of the bottom, and where its curve is cut off
TITLES = 2.62  # height of the lower side of what stands above
LEVEL, ROOM = 1.0, 3.75  # above the bottom: of the starts, at most, and of the highest landing
WALKERS = "walker", "second"  # on the sharp bottom, and on the flat one
CLOSE = 4e-4  # of the axis: half of what is enlarged; so near, a curve is its parabola
PIECE = 0.06  # of the axis: half of what is enlarged at first
FURTHEST = 0.88  # share of half the width in which all steps begin and end
LEAP = 0.28  # height of a hop, as a share of its width
FIRST = 0.6  # of the least limit: the first learning rate
BELOW = 0.2  # from the line of the starts down to its words
APART = 1.4  # from one bar to the other
EARLY, LATE = (squish_rate_func(smooth, *part) for part in ((0, 0.45), (0.5, 1)))


class OneStep(VGroup):
    """The sharpest and the flattest bottom of a `curve`, enlarged alike, and one step on each.

    Both walkers begin at one height above their bottoms, through which a line goes. Where their
    step lands is computed on the curve's own loss from the learning rate of now, up to `most`: it
    is 1 − αf″ times as far from the bottom, so over 2/f″ it lands higher than it began.

    ``enlarge()`` makes the bottoms large, once `drawings` are in the scene, and ``shrink()`` lets
    them shrink back into the curve; ``begin()`` puts the walkers at their starts, ``hop()`` is
    their first step. `bars` are how far α has risen, up to both limits.
    """

    def __init__(self, curve: ValleyCurve, rate: ValueTracker, most: float) -> None:
        self.curve, self.rate = curve, rate
        least = float(curve.limits.min())
        self.first = FIRST * least
        sharp = int(np.flatnonzero(curve.limits < ALIKE * least)[-1])  # the one nearest the panel
        self.minima = sharp, curve.flat[0]
        self.curvatures = [2 / float(curve.limits[i]) for i in self.minima]
        self.close = CLOSE * float(np.ptp(curve.x_range))
        wider = (self.curvatures[0] / self.curvatures[1]) ** 0.5  # as far up, the flat one is
        furthest = max(1, abs(self.factor(most)))
        start = FURTHEST * self.close / max(furthest, wider)
        self.starts = -start, -wider * start
        self.level = min(LEVEL, ROOM / furthest**2)
        self.zoom, self.taken = ValueTracker(0.0), ValueTracker(0.0)
        x = [float(curve.loss.minima[i].x[0]) for i in self.minima]
        middles = [LEFT_SIDE + WIDTH / 2 + side * (WIDTH + GUTTER) for side in (0, 1)]
        self.middles = middles if x[0] < x[1] else middles[::-1]
        self.drawings = VGroup(*(self._drawing(k) for k in (0, 1)))
        self.titles = self._titles()
        self.line = self._line()
        self.steps = VGroup(*(_Step(self, k) for k in (0, 1)))
        self.bars = self._bars(most)
        super().__init__(self.drawings, self.titles, self.line, self.steps)

    def factor(self, rate: float, which: int = 0) -> float:
        """Return by what a step multiplies the distance, 1 − αf″, from the sharp bottom or 1."""
        return 1 - rate * self.curvatures[which]

    def on(self, which: int, distance: Any) -> Array:
        """Return where the enlarged curve lies so far from the sharp bottom, or the flat one, 1."""
        away = np.asarray(distance, dtype=float)
        bottom = self.curve.loss.minima[self.minima[which]]
        height = self.curve.loss.value(bottom.x + away[..., None]) - bottom.value
        share, (across, up) = float(self.zoom.get_value()), self._scales()
        before, after = self.curve.on(bottom.x), np.array([self.middles[which], FOOT, 0])
        x, y, _ = before + share * (after - before)
        return np.stack([x + across * away, y + up * height, 0 * away], axis=-1)

    def lands(self, which: int) -> float:
        """Return how far from its bottom one step of descent lands at the learning rate of now."""
        bottom = self.curve.loss.minima[self.minima[which]].x
        descent = optimizers.gradient_descent(float(self.rate.get_value()))
        path = descend(self.curve.loss, descent, bottom + self.starts[which], 1)
        return float((path.x[1] - bottom)[0])

    def enlarge(self, *old: Any) -> list[Any]:
        """Return the animations in which the bottoms grow out of the curve, and `old` leaves."""
        going: Any = self.zoom.animate
        return [
            *leave(*old, rate_func=EARLY),
            going.set_value(1),
            *appear(self.titles, rate_func=LATE),
        ]

    def shrink(self, *new: Any) -> list[Any]:
        """Return the animations in which they shrink back into the curve of now, with `new`."""
        going: Any = self.zoom.animate
        return [
            *leave(self.titles, rate_func=EARLY),
            going.set_value(0),
            *appear(*new, rate_func=LATE),
        ]

    def begin(self) -> list[Any]:
        """Return the animations in which the walkers come and α becomes the first."""
        going: Any = self.rate.animate
        return [*appear(self.line, self.steps), going.set_value(self.first)]

    def hop(self) -> Any:
        """Return the animation of the first step."""
        going: Any = self.taken.animate
        return going.set_value(1)

    def _scales(self) -> Array:
        """Return by what distances and heights are multiplied in the frame, as enlarged as now."""
        x, y = self.curve.x_range, self.curve.y_range
        before = (self.curve.x_axis.width / (x[1] - x[0]), self.curve.y_axis.height / (y[1] - y[0]))
        start = self.curvatures[0] * self.starts[0] ** 2 / 2
        after = (WIDTH / 2 / self.close, self.level / start)
        share = float(self.zoom.get_value())
        return np.asarray(np.power(before, 1 - share) * np.power(after, share))

    def _drawing(self, which: int) -> VGroup:
        """Return a bottom as enlarged as now: its ring and its curve."""
        bottom = self.curve.loss.minima[self.minima[which]]
        low, high = self.curve.x_range
        x = float(bottom.x[0])
        piece = min(PIECE * (high - low), x - low, high - x)

        def line() -> Array:
            share, (across, _) = float(self.zoom.get_value()), self._scales()
            first = piece * self.curve.x_axis.width / (high - low)
            half = (first + share * (WIDTH / 2 - first)) / across
            sides = []
            for end in (-half, half):
                way = np.linspace(0, end, 120)
                heights = np.maximum.accumulate(self.on(which, way)[:, 1])
                cut = np.interp(TOP, heights, np.abs(way))  # where the curve is too high
                sides.append(self.on(which, np.linspace(0, np.sign(end) * cut, 60)))
            return through(np.vstack([sides[0][:0:-1], sides[1]]))

        curve = Drawn(line, stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        ring = sign(meaning_of(bottom), RING).set_z_index(-0.5)
        ring.add_updater(lambda one: one.move_to(self.on(which, 0.0)), call_updater=True)
        return VGroup(ring, curve)

    def _titles(self) -> VGroup:
        """Return the curvatures f″ above both bottoms."""
        titles = VGroup()
        for x, i, curvature in zip(self.middles, self.minima, self.curvatures, strict=True):
            math = f"\"{self.curve.kind_of(i)}:\" thick f'' = {told(curvature)}"
            title = fitted(formula(math, TEXT_SIZE, end_color(self.curve.loss, i)), WIDTH)
            titles.add(title.move_to(x * RIGHT + TITLES * UP, DOWN))
        return titles

    def _line(self) -> VGroup:
        """Return the line through both starts, to the right side, with its words."""
        height = FOOT + self.level
        level = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH).set_z_index(-1)
        words = text("same height", SMALL_SIZE, theme.muted)
        reach = [abs(away) * WIDTH / 2 / self.close for away in self.starts]
        (first, left), (right, _) = sorted(
            (x - away, x + away) for x, away in zip(self.middles, reach, strict=True)
        )
        ends = [(first, height, 0), (LEFT_SIDE + 2 * WIDTH + GUTTER, height, 0)]
        level.set_points(straight_pieces(np.array([ends])))
        place = (left + right) / 2 * RIGHT + (height - BELOW) * UP  # half-way between the curves
        return VGroup(level, words.move_to(place, UP))

    def _bars(self, most: float) -> LimitBars:
        """Return the bars of both limits, with the walkers' signs."""
        rows = []
        for meaning, i, curvature in zip(WALKERS, self.minima, self.curvatures, strict=True):
            limit, by = float(self.curve.limits[i]), told(curvature)
            by = f"({by})" if "/" in by else by
            reason = f"2 \\/ f'' = 2 \\/ {by} = {number(limit, 3)}"
            shown = formula(reason, SMALL_SIZE, end_color(self.curve.loss, i))
            rows.append(Row(SIGNS[meaning][0], sign_color(meaning), limit, number(limit, 3), shown))
        now = self.rate.get_value
        return LimitBars(rows, now, most, '"lands lower up to"', "still lower", PANEL, APART)


class _Step(VGroup):
    """A walker that takes one step from its start, marked with an open sign."""

    def __init__(self, bottoms: OneStep, which: int) -> None:
        meaning = WALKERS[which]
        shape, color = SIGNS[meaning][0], sign_color(meaning)

        def gone() -> Array:
            start, end = bottoms.on(which, np.array([bottoms.starts[which], bottoms.lands(which)]))
            arc = hop_arc(start, end, LEAP)
            share = float(bottoms.taken.get_value()) * (len(arc) - 1)
            first = min(int(share), len(arc) - 2)
            here = arc[first] + (share - first) * (arc[first + 1] - arc[first])
            return np.vstack([arc[: first + 1], here])

        self.start = open_mark(shape, START_MARK, color).set_z_index(1)
        self.start.add_updater(lambda one: one.move_to(gone()[0]), call_updater=True)
        trace = Drawn(lambda: through(gone()), stroke_color=color, stroke_width=2 * THIN_WIDTH)
        self.walker = marker_shape(shape, SIZES[meaning], color).set_z_index(3)
        self.walker.add_updater(lambda one: one.move_to(gone()[-1]), call_updater=True)
        super().__init__(self.start, trace.set_z_index(2), self.walker)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
