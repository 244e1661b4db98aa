"""Valleys seen from above: in which of them walkers can rest, as the learning rate rises."""

from bisect import bisect_right
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeOut,
    GrowFromEdge,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stability_limits
from scenes.kit.animations import appear
from scenes.kit.curves.curve_walker import STEP_MARK, mark_radii, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import PACE, landing
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import MARKERS, marker_shape, rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
FIRST = 0.8  # of the least limit: the first learning rate
ALIKE = 1.1  # limits with a smaller ratio are told as one: no learning rate stands between them
STEPS = 14  # of each walker at each learning rate, until it is told who rests
MOST = 120  # steps that are computed, for those that hop on
ON = 3  # hops in which they do so, while it is told
NUDGE = 0.03  # of the domain's diagonal: so far from its minimum a walker is put before it steps
AROUND = 0.24  # radius of the rings of the minima
SHOWN = 5  # steps that are seen: the last
VEIL = 0.35  # over the colors of the map
SIZE, CORNER = 5.0, (-4.7, -1.85)  # of the map and its lower left corner, in units of the frame
RATE_PLACE, LIMIT_PLACE = 2.7, 1.75  # heights in the frame: of α, and of what a limit is …
LINE = 0.6  # … and from one line to the next
QUESTION = 0.9  # height in the frame of the middle of a question in the panel
BESIDE = 0.15  # from an axis to its name
ROWS, ROW = -0.3, 0.57  # height in the frame of the first bar, and from one bar to the next
KEY, BAR, REACH = 0.55, 0.22, 0.2  # room left of a bar, its height, and that of the mark of α
NUMBER = 1.3  # room right of the bars, for the numbers of the limits


class FromAbove(VGroup):
    """The map of a loss of two variables, with a walker in each valley, as α rises.

    `stops` are the learning rates: one below the least of the `limits` 2/λmax, and one between
    those that follow each other, but for those that are nearly alike. At each stop every walker
    is nudged from its minimum, the way that the ground curves most, and takes `STEPS` steps; one
    whose limit is lower cannot rest, and hops on. ``begin()`` takes the steps at the first stop,
    ``rise(i)`` raises α to the `i`-th stop and nudges, ``go(i)`` takes the steps, and ``tell(i)``
    shows the limits of those that can no longer rest there; ``tell_last()`` shows those of the
    others. `stages` are all stops but the first. ``hop_on(seconds)`` lets those that cannot rest
    hop on: a beat can do so `meanwhile`.
    """

    def __init__(self, loss: Loss) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        ascending = [float(self.limits[i]) for i in self.order]
        middles = [(a + b) / 2 for a, b in pairwise(ascending)]
        apart = np.divide(ascending[1:], ascending[:-1]) > ALIKE
        self.stops = (FIRST * ascending[0], *np.array(middles)[apart].tolist())
        self.stages = range(1, len(self.stops))
        self.form = Form.of(self.limits).telling([*self.limits, *middles, *self.stops])
        self.rate, self.taken = ValueTracker(self.stops[0]), ValueTracker(0.0)
        self.map = ContourMap(loss, width=SIZE, height=SIZE, veil=VEIL)
        self.map.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.map.at(self.map.lower))
        self.told: list[Any] = []  # what was shown since it appeared
        self.began = [0]  # how many steps were taken when the walk at each stop so far began
        self.signs = VGroup()
        for minimum in loss.minima:
            ring = sign("minimum", AROUND).move_to(self.map.at(minimum.x)).set_stroke(theme.ink)
            self.signs.add(ring.set_z_index(0.5))  # above the marks, below the walkers
        self.walkers = [_Nudged(self, i) for i in range(len(loss.minima))]
        self.unit = (PANEL[1] - PANEL[0] - KEY - NUMBER) / float(self.limits.max())  # of the bars
        self.bars, self.numbers = self._bars()
        self.rows, self.meaning = self._rows(), self._meaning()
        self.ground = VGroup(self.map, self._axis_names(), self.signs, *self.walkers)
        self.reading = self._reading()
        super().__init__(self.ground, self.reading)

    @property
    def place(self) -> Array:
        """The place of a question: in the panel, below α."""
        return np.array([sum(PANEL) / 2, QUESTION, 0])

    def restless(self, i: int) -> list[int]:
        """Return the minima where walkers rest at the stop before the `i`-th, but not there.

        The sharpest comes first.
        """
        low, high = self.stops[i - 1 : i + 1]
        return [int(k) for k in self.order if low < self.limits[k] < high]

    def begin(self) -> list[Any]:
        """Return the animations of the steps at the first stop, in which α gets its scale."""
        self.told.append(self.rows)
        return [self.go(0), *appear(self.rows)]

    def rise(self, i: int) -> list[Any]:
        """Return the animations in which α rises to the `i`-th stop, and walkers are nudged."""
        self.began.append(self._taken + 1)
        going: Any = self.rate.animate
        return [going.set_value(self.stops[i]), self._on(1)]

    def go(self, i: int) -> Any:
        """Return the animation of the steps at the `i`-th stop."""
        return self._on(self.began[i] + STEPS - self._taken)

    def tell(self, i: int) -> list[Any]:
        """Return the animations in which the limits appear of those who cannot rest, and hop on.

        With the first of them it appears what a limit is.
        """
        found = self.restless(i)
        gray: list[Any] = [self.signs[k].animate.set_stroke(theme.muted) for k in found]
        first = [] if self.meaning in self.told else [self.meaning]
        self.told += first
        return [*gray, *appear(first), *self._show(found), self._on(ON, landing(ON))]

    def tell_last(self) -> list[Any]:
        """Return the animations in which the minima where walkers rest show their limits."""
        others = [int(k) for k in self.order if self.limits[k] > self.stops[-1]]
        return [*self._show(others), self._on(ON, landing(ON))]

    def hop_on(self, seconds: float) -> Any:
        """Return the animation in which those that cannot rest hop on for so long, and land."""
        hops = max(1, round(PACE * seconds))
        return self._on(hops, landing(hops))

    def walk(self, minimum: int, i: int) -> Array:
        """Return where the walker of a minimum is after each step at the `i`-th stop, (n, 2).

        The first point is where it is nudged to.
        """
        bottom = self.loss.minima[minimum].x
        steepest = np.linalg.eigh(self.loss.hessian(bottom))[1][:, -1]
        steepest = steepest * np.sign(steepest[np.argmax(np.abs(steepest))])  # eigh leaves it open
        start = bottom + NUDGE * self.loss.diagonal * steepest
        return descend(self.loss, optimizers.gradient_descent(self.stops[i]), start, MOST).x

    def leave(self) -> list[Any]:
        """Return the animations in which the map leaves, and more slowly all that was told."""
        early = squish_rate_func(smooth, 0, 0.5)
        return [FadeOut(self.ground, rate_func=early), FadeOut(self.reading, *self.told)]

    @property
    def _taken(self) -> int:
        return round(self.taken.get_value())

    def _on(self, steps: int, rate_func: Any = linear) -> Any:
        going: Any = self.taken.animate
        return going(rate_func=rate_func).set_value(self._taken + steps)

    def _show(self, minima: list[int]) -> list[Any]:
        shown = [self.numbers[k] for k in minima]
        bars = [self.bars[k] for k in minima]
        self.told += [*shown, *bars]
        return [*appear(shown), *(GrowFromEdge(bar, LEFT) for bar in bars)]

    def _bars(self) -> tuple[VGroup, VGroup]:
        """Return a bar as long as each limit, one below the other, and the limits as numbers.

        All bars begin at α = 0.
        """
        bars, numbers = VGroup(), VGroup()
        for i, limit in enumerate(self.limits):
            height = ROWS - i * ROW
            bar = Rectangle(width=float(limit) * self.unit, height=BAR, stroke_width=0)
            bar.set_fill(theme.ink, opacity=0.75)
            bars.add(bar.move_to((PANEL[0] + KEY) * RIGHT + height * UP, LEFT))
            shown = formula(self.form(limit), SMALL_SIZE)
            numbers.add(shown.move_to(PANEL[1] * RIGHT + height * UP, RIGHT))
        return bars, numbers

    def _rows(self) -> VGroup:
        """Return the signs of the walkers, left of their bars, and the mark of α across these."""
        middles = np.array([bar.get_y() for bar in self.bars])
        ends = np.stack([middles - REACH, middles + REACH], axis=-1)

        def points() -> Array:
            x = np.full_like(ends, PANEL[0] + KEY + float(self.rate.get_value()) * self.unit)
            return straight_pieces(np.stack([x, ends, 0 * ends], axis=-1))

        mark = rimmed(Drawn(points, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH))
        keys = VGroup(
            one.walker.copy().move_to((PANEL[0] + DOT_RADIUS) * RIGHT + y * UP)
            for one, y in zip(self.walkers, middles, strict=True)
        )
        return VGroup(keys, mark.set_z_index(1))

    def _axis_names(self) -> VGroup:
        x, y = (formula(name, SMALL_SIZE, theme.muted) for name in "xy")
        border = self.map.border
        x.next_to(border, RIGHT, BESIDE, aligned_edge=DOWN)
        return VGroup(x, y.next_to(border, LEFT, BESIDE, aligned_edge=UP))

    def _reading(self) -> VGroup:
        """Return α, as a live number."""
        form = self.form._replace(signed=False)._asdict()
        live = Number(
            lambda: float(self.rate.get_value()), size=TITLE_SIZE, color=theme.walker, **form
        )
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        return named(name.move_to(PANEL[0] * RIGHT, LEFT), live).set_y(RATE_PLACE)

    def _meaning(self) -> VGroup:
        """Return what a limit is, in words."""
        lines = VGroup(
            formula('"limit:" 2 \\/ lambda_max', SMALL_SIZE),
            formula("lambda_max\": largest\" f''", SMALL_SIZE),
            formula('"over all directions"', SMALL_SIZE),
        )
        for i, line in enumerate(lines):
            line.set_y(LIMIT_PLACE - i * LINE).set_x(PANEL[0], LEFT)
        return lines


class _Nudged(VGroup):
    """The walker of a minimum, where it was nudged to and has stepped at the stop of now."""

    def __init__(self, above: FromAbove, minimum: int) -> None:
        self.above = above
        self.walks = [above.map.at(above.walk(minimum, i)) for i in range(len(above.stops))]
        place = minimum % len(MARKERS)
        color = (theme.walker, theme.second, theme.third, theme.ink)[place]
        self.walker = marker_shape(MARKERS[place], DOT_RADIUS, color)
        self.marks = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.line = VMobject(stroke_color=color, stroke_width=THIN_WIDTH)
        self._outline = marker_shape(MARKERS[place], STEP_MARK, color).points
        super().__init__(self.line, self.marks, self.walker.set_z_index(1))
        self.follow()
        self.add_updater(lambda one: one.follow())

    def follow(self) -> "_Nudged":
        """Stand where the walk is now."""
        taken, began = float(self.above.taken.get_value()), self.above.began
        stop = bisect_right(began, taken + 1e-9) - 1
        walk = self.walks[stop]
        here = int(taken - began[stop] + 1e-9)
        gone = taken - began[stop] - here
        is_nudge = began[stop] + here + 1 in began and gone > 1e-6  # α rises: a new walk begins
        after = self.walks[stop + 1][0] if is_nudge else walk[here + 1]
        at = walk[here] + gone * (after - walk[here])
        landed = walk[max(0, here + 1 - SHOWN) : 0 if is_nudge else here + 1]
        corners = np.vstack([landed, at]) if len(landed) and gone > 1e-6 else landed
        self.walker.move_to(at)
        self.marks.points = marks_at(self._outline, landed, mark_radii(landed))
        self.line.points = through(corners) if len(corners) > 1 else np.zeros((0, 3))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
