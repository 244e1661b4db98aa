"""Valleys seen from above: in which of them walkers can rest, as the learning rate rises."""

from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
)
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stability_limits
from scenes.kit.animations import appear, swap, unveil, veil
from scenes.kit.limits.hopper import PACE, landing
from scenes.kit.limits.pushed_walker import PushedWalker, Steps
from scenes.kit.limits.pushes import Pushes
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.symbols import rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
FIRST = 0.8  # of the least limit: the first learning rate
ALIKE = 1.1  # limits with a smaller ratio are told as one: no learning rate stands between them
STEPS = 14  # of each walker at each learning rate, until it is told who rests
MOST = 120  # steps that are computed, for those that hop on
ON = 3  # hops in which they do so, while it is told
NUDGE = 0.03  # of the domain's diagonal: so far from its minimum a walker is pushed
AROUND = 0.24  # radius of the rings of the minima
VEIL = 0.35  # over the colors of the map
SIZE, CORNER = 5.6, (-4.9, -2.6)  # of the map and its lower left corner, in units of the frame
RATE_PLACE, LIMIT_PLACE = 2.7, 1.75  # heights in the frame: of α, and of what a limit is …
LINE = 0.6  # … and from one line to the next
QUESTION = -0.6  # height in the frame of the middle of a question in the panel
BESIDE = 0.15  # from an axis to its name, and from the map to what stands above it
ROWS, ROW = -0.3, 0.57  # height in the frame of the first bar, and from one bar to the next
KEY, BAR, REACH = 0.55, 0.22, 0.2  # room left of a bar, its height, and that of the mark of α
NUMBER = 1.3  # room right of the bars, for the numbers of the limits


class FromAbove(VGroup):
    """The map of a loss of two variables, with a walker in each valley, as α rises.

    `stops` are the learning rates: one below the least of the `limits` 2/λmax, and one between
    those that follow each other, but for those that are nearly alike. All walkers rest until they
    get a push, the same for all: the way that the sharpest valley curves most. Then they take
    `STEPS` steps; one whose limit is lower than α cannot rest, and hops on.

    ``rise(i)`` raises α to the `i`-th stop; there ``aim()`` shows the push that comes, ``push(i)``
    pushes, ``go()`` takes the steps, and ``tell(i)`` shows the limits of those that can no longer
    rest; ``tell_last()`` shows those of the others. `stages` are all stops but the first.
    ``hop_on(seconds)`` lets those that cannot rest hop on: a beat can do so `meanwhile`. `note`
    says in words how a map shows what is sharp.
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
        self.rate, self.steps = ValueTracker(self.stops[0]), Steps()
        self.map = ContourMap(loss, width=SIZE, height=SIZE, veil=VEIL)
        self.map.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.map.at(self.map.lower))
        rings = (sign("minimum", AROUND).move_to(self.map.at(one.x)) for one in loss.minima)
        self.signs = VGroup(*rings).set_stroke(theme.ink)
        places = [self.map.at(minimum.x) for minimum in loss.minima]
        self.walkers = [
            PushedWalker(
                i, place, [self.map.at(self.walk(i, k)) for k in range(len(self.stops))], self.steps
            )
            for i, place in enumerate(places)
        ]
        self.unit = (PANEL[1] - PANEL[0] - KEY - NUMBER) / float(self.limits.max())  # of the bars
        self.bars, self.numbers = self._bars()
        self.rows, self.meaning = self._rows(), self._meaning()
        self.note = _lines(text("closer lines:", SMALL_SIZE), text("sharper valley", SMALL_SIZE))
        along = self.map.at(loss.minima[0].x + self.nudge) - places[0]
        key = PANEL[0] * RIGHT + (LIMIT_PLACE - 2 * LINE) * UP
        self.pushes = Pushes(places, along, key)
        self.ground = VGroup(self.map, self._names(), self.signs, *self.walkers)
        self.reading = self._reading()
        self.told: list[Any] = [self.note]  # what is shown beside α
        super().__init__(self.ground, self.reading, self.note)

    @property
    def place(self) -> tuple[Array, Array]:
        """The place of a question: in the panel, below α and the note, with their left edge."""
        return PANEL[0] * RIGHT + QUESTION * UP, LEFT

    def restless(self, i: int) -> list[int]:
        """Return the minima where walkers rest at the stop before the `i`-th, but not there.

        The sharpest comes first.
        """
        low, high = self.stops[i - 1 : i + 1]
        return [int(k) for k in self.order if low < self.limits[k] < high]

    @property
    def nudge(self) -> Array:
        """How far a push moves each walker, (2,): the way the sharpest valley curves most."""
        bottom = self.loss.minima[self.order[0]].x
        steepest = np.linalg.eigh(self.loss.hessian(bottom))[1][:, -1]
        steepest = steepest * np.sign(steepest[np.argmax(np.abs(steepest))])  # eigh leaves it open
        return np.asarray(NUDGE * self.loss.diagonal * steepest)

    def rise(self, i: int) -> Any:
        """Return the animation in which α rises to the `i`-th stop, and nobody moves."""
        going: Any = self.rate.animate
        return going.set_value(self.stops[i])

    def aim(self) -> list[Any]:
        """Return the animations in which arrows come that will push.

        Once α has risen, it gets its scale with the first of them.
        """
        has_scale = self.rows in self.told or self.rate.get_value() == self.stops[0]
        first = [] if has_scale else [self.rows]
        self.told += first
        return [*self.pushes.aim(), *appear(first)]

    def push(self, i: int) -> list[Any]:
        """Return the animations in which all get the push at the `i`-th stop."""
        self.steps.push(i)
        return [self.pushes.push(), self._on(1)]

    def go(self) -> list[Any]:
        """Return the animations of the steps after a push."""
        steps = self.steps.began[-1] + STEPS - self.steps.whole
        return [*self.pushes.leave(), self._on(steps)]

    def tell(self, i: int) -> list[Any]:
        """Return the animations in which the limits appear of those who cannot rest, and hop on.

        With the first of them it appears what a limit is, in place of the note.
        """
        found = self.restless(i)
        gray: list[Any] = [self.signs[k].animate.set_stroke(theme.muted) for k in found]
        first: list[Any] = []
        if self.note in self.told:
            first = swap([self.note], [self.meaning])
            self.told[self.told.index(self.note)] = self.meaning
        return [*gray, *first, *self._show(found), self._on(ON, landing(ON))]

    def tell_last(self) -> list[Any]:
        """Return the animations in which the minima where walkers rest show their limits."""
        others = [int(k) for k in self.order if self.limits[k] > self.rate.get_value()]
        return [*self._show(others), self._on(ON, landing(ON))]

    def hop_on(self, seconds: float) -> Any:
        """Return the animation in which those that cannot rest hop on for so long, and land."""
        hops = max(1, round(PACE * seconds))
        return self._on(hops, landing(hops))

    def walk(self, minimum: int, i: int) -> Array:
        """Return where the walker of a minimum is after each step at the `i`-th stop, (n, 2).

        The first point is where it is pushed to.
        """
        start = self.loss.minima[minimum].x + self.nudge
        return descend(self.loss, optimizers.gradient_descent(self.stops[i]), start, MOST).x

    def appear(self) -> list[Any]:
        """Return the animations in which the map appears in the second half, as one picture."""
        return [*unveil(self.ground), FadeIn(self.reading, self.note)]

    def leave(self) -> list[Any]:
        """Return the animations in which the map leaves in the first half, as one picture.

        All that was told leaves more slowly.
        """
        return [*veil(self.ground), FadeOut(self.reading, *self.told)]

    def _on(self, steps: int, rate_func: Any = linear) -> Any:
        going: Any = self.steps.taken.animate
        return going(rate_func=rate_func).set_value(self.steps.whole + steps)

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

    def _names(self) -> VGroup:
        """Return the names of the axes, and what the map shows."""
        x, y = (formula(name, SMALL_SIZE, theme.muted) for name in "xy")
        border = self.map.border
        x.next_to(border, RIGHT, BESIDE, aligned_edge=DOWN)
        y.next_to(border, LEFT, BESIDE, aligned_edge=UP)
        title = formula('f(x, y)", seen from above"', SMALL_SIZE)
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
        return _lines(
            formula('"limit:" 2 \\/ lambda_max', SMALL_SIZE),
            formula("lambda_max\": largest\" f''", SMALL_SIZE),
            formula('"over all directions"', SMALL_SIZE),
        )


def _lines(*lines: VMobject) -> VGroup:
    """Return lines of words, one below the other in the panel."""
    for i, line in enumerate(lines):
        line.set_y(LIMIT_PLACE - i * LINE).set_x(PANEL[0], LEFT)
    return VGroup(*lines)
