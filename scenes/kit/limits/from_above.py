"""Valleys seen from above, out of which walkers hop as the learning rate rises past limits."""

from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    GrowFromEdge,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stability_limits
from scenes.kit.animations import appear
from scenes.kit.limits.hopper import landing
from scenes.kit.limits.limit_bars import BAR, REACH
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.limits.valley_walker import ValleyWalker
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.symbols import rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
FIRST = 0.8  # of the least limit: the first learning rate
BEYOND = 1.14  # times a limit: there α stops
START, PUSH = 0.05, 0.009  # of the domain's diagonal: from a minimum to a start; a tiny push
HOME, STEPS = 8, 11  # of each walker at the first learning rate, and at each other …
MOST = 120  # … and at the last, where some hop on
PACE = 4.0  # hops a second of those
RING = 0.25  # radius of the rings of the minima: round a walker that rests
VEIL = 0.35  # over the colors of the map
SIZE, CORNER = 5.6, (-4.9, -2.6)  # of the map and its lower left corner, in units of the frame
RATE_PLACE, LIMIT_PLACE = 2.7, 1.85  # heights in the frame: of α, and of what a limit is …
LINE = 0.6  # … and from one line to the next
QUESTION = 0.3  # height in the frame of the middle of a question in the panel
BESIDE = 0.15  # from an axis to its name, and from the map to what stands above it
ROWS, ROW = -0.2, 0.62  # height in the frame of the first bar, and from one bar to the next
KEY, NUMBER = 0.5, 1.1  # room left of the bars, for signs, and right of them, for numbers


class FromAbove(VGroup):
    """The map of a loss of two variables with a walker in each valley, and α rises.

    `stops` are the learning rates: one below the least of the `limits` 2/λmax, where all walkers
    come to rest, and one a little beyond each limit; nearly equal limits have one together. At each
    of these every walker gets a push, within its ring, outwards the way its valley curves most, and
    all go on: those whose limit lies below α hop out.

    ``come_home(seconds)`` is how they come to rest; ``grow()`` shows the limits as bars on one
    scale of α. ``rise(i)`` raises α to the `i`-th stop, and those that have hopped out before
    vanish; ``go(i)`` takes the steps there. `stages` are all stops but the first.
    ``hop_on(seconds)`` lets the last hop on: a beat can do so `meanwhile`.
    """

    def __init__(self, loss: Loss) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        ascending = [float(self.limits[i]) for i in self.order]
        beyond = [BEYOND * low for low, high in pairwise(ascending) if BEYOND * low < high]
        self.stops = (FIRST * ascending[0], *beyond, BEYOND * ascending[-1])
        self.stages = range(1, len(self.stops))
        self.form = Form.of(self.limits).telling([*self.limits, *self.stops])
        self.rate, self.taken = ValueTracker(self.stops[0]), ValueTracker(0.0)
        self.map = ContourMap(loss, width=SIZE, height=SIZE, veil=VEIL)
        self.map.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.map.at(self.map.lower))
        rings = (sign("minimum", RING).move_to(self.map.at(one.x)) for one in loss.minima)
        self.signs = VGroup(*rings).set_stroke(theme.ink)
        self.walkers = [
            ValleyWalker(i, self.map.at(self.walk(i)), self.begins(self.stage_of(i)), self.taken)
            for i in range(len(loss.minima))
        ]
        self.unit = (PANEL[1] - PANEL[0] - KEY - NUMBER) / self.stops[-1]  # of the bars
        self.bars, self.numbers = self._bars()
        self.keys, self.now, self.meaning = self._keys(), self._now(), self._meaning()
        self.ground = VGroup(self.map, self._names(), self.signs, *self.walkers)
        self.reading = self._reading()
        super().__init__(self.ground, self.reading)

    @property
    def place(self) -> tuple[Array, Array]:
        """The place of a question: in the panel, below α, with its left edge."""
        return PANEL[0] * RIGHT + QUESTION * UP, LEFT

    def stage_of(self, minimum: int) -> int:
        """Return the first stop that lies beyond the limit of a minimum."""
        return int(np.argmax(np.array(self.stops) > self.limits[minimum]))

    def begins(self, i: int) -> int:
        """Return after how many steps walkers have their push at the `i`-th stop, itself a step."""
        return HOME + 1 + (i - 1) * (STEPS + 1)

    def walk(self, minimum: int) -> Array:
        """Return where the walker of a minimum is after each step, (n, 2).

        It ends at the stop beyond its limit.
        """
        bottom = self.loss.minima[minimum].x
        steepest = np.linalg.eigh(self.loss.hessian(bottom))[1][:, -1]
        outwards = np.sign(steepest @ (bottom - np.mean(self.loss.domain, axis=0))) or 1.0
        along = outwards * steepest * self.loss.diagonal
        here, parts = bottom + START * along, []
        for i, rate in enumerate(self.stops[: self.stage_of(minimum) + 1]):
            steps = MOST if i == self.stages[-1] else STEPS if i else HOME
            start = here + PUSH * along if i else here
            parts.append(descend(self.loss, optimizers.gradient_descent(rate), start, steps).x)
            here = parts[-1][-1]
        return np.vstack(parts)

    def appear(self) -> list[Any]:
        """Return the animation in which the map appears, over what leaves in the same play."""
        return [FadeIn(self.ground, self.reading)]

    def come_home(self, seconds: float) -> Any:
        """Return the animation in which walkers come to rest, whatever the `seconds`."""
        return self._on(HOME)

    def grow(self) -> list[Any]:
        """Return the animations in which the bars grow, with their numbers and what they are."""
        words = appear(self.meaning, self.keys, self.numbers, self.now)
        return [*words, *(GrowFromEdge(bar, LEFT) for bar in self.bars)]

    def rise(self, i: int) -> list[Any]:
        """Return the animations in which α rises to the `i`-th stop."""
        going: Any = self.rate.animate
        gone = [one for k, one in enumerate(self.walkers) if self.stage_of(k) == i - 1]
        return [going.set_value(self.stops[i]), *(one.vanish() for one in gone)]

    def go(self, i: int) -> list[Any]:
        """Return the animations of the push and the steps at the `i`-th stop.

        The rings and bars of those that hop out lose their color.
        """
        late = squish_rate_func(smooth, 0.4, 0.7)
        out = [k for k in range(len(self.limits)) if self.stage_of(k) == i]
        parts: list[Any] = [self.signs[k] for k in out]
        bars: list[Any] = [self.bars[k] for k in out]
        return [
            self._on(self.begins(i) + STEPS - round(self.taken.get_value())),
            *(ring.animate(rate_func=late).set_stroke(theme.muted) for ring in parts),
            *(bar.animate(rate_func=late).set_fill(theme.muted, opacity=0.4) for bar in bars),
        ]

    def hop_on(self, seconds: float) -> Any:
        """Return the animation in which those that hop go on for so long, and land."""
        return self._on(max(1, round(PACE * seconds)))

    def _on(self, steps: int) -> Any:
        going: Any = self.taken.animate
        return going(rate_func=landing(steps)).set_value(round(self.taken.get_value()) + steps)

    def _bars(self) -> tuple[VGroup, VGroup]:
        """Return a bar as long as each limit, the least uppermost, and the limits as numbers."""
        bars, numbers = VGroup(), VGroup()
        for limit, row in zip(self.limits, np.argsort(self.order), strict=True):
            height = ROWS - int(row) * ROW
            bar = Rectangle(width=float(limit) * self.unit, height=BAR, stroke_width=0)
            bar.set_fill(theme.ink, opacity=0.75)
            bars.add(bar.move_to((PANEL[0] + KEY) * RIGHT + height * UP, LEFT))
            shown = formula(self.form(limit), SMALL_SIZE)
            numbers.add(shown.move_to(PANEL[1] * RIGHT + height * UP, RIGHT))
        return bars, numbers

    def _keys(self) -> VGroup:
        """Return the signs of the walkers, left of their bars."""
        return VGroup(
            one.walker.copy().move_to((PANEL[0] + DOT_RADIUS) * RIGHT + bar.get_y() * UP)
            for one, bar in zip(self.walkers, self.bars, strict=True)
        )

    def _now(self) -> VMobject:
        """Return the marks of α across the bars."""
        middles = np.array([bar.get_y() for bar in self.bars])
        ends = np.stack([middles - REACH, middles + REACH], axis=-1)

        def points() -> Array:
            x = np.full_like(ends, PANEL[0] + KEY + float(self.rate.get_value()) * self.unit)
            return straight_pieces(np.stack([x, ends, 0 * ends], axis=-1))

        mark = Drawn(points, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        return rimmed(mark).set_z_index(1)

    def _names(self) -> VGroup:
        """Return the names of the axes, and what the map shows."""
        x, y = (formula(name, SMALL_SIZE, theme.muted) for name in "xy")
        border = self.map.border
        x.next_to(border, RIGHT, BESIDE, aligned_edge=DOWN)
        y.next_to(border, LEFT, BESIDE, aligned_edge=UP)
        title = formula('f(x, y)" from above, with tiny pushes"', SMALL_SIZE)
        return VGroup(x, y, title.next_to(border, UP, BESIDE, aligned_edge=LEFT))

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
        words = (
            '"limit:" 2 \\/ lambda_max',
            "lambda_max\": largest\" f''",
            '"over all directions"',
        )
        lines = VGroup(*(formula(line, SMALL_SIZE) for line in words))
        for i, line in enumerate(lines):
            line.set_y(LIMIT_PLACE - i * LINE).set_x(PANEL[0], LEFT)
        return lines
