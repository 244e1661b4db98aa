"""Valleys seen from above: which of them hold their walkers, as the learning rate rises."""

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
)
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stability_limits
from scenes.kit.animations import appear, leave
from scenes.kit.curves.curve_walker import STEP_MARK, mark_radii, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.valley_curve import PANEL
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import MARKERS, marker_shape, rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
FIRST = 0.8  # of the least limit: the first learning rate
ALIKE = 1.1  # limits with a smaller ratio are told as one: no learning rate stands between them
STEPS = 14  # of each walker at each learning rate
NUDGE = 0.03  # of the domain's diagonal: so far from its minimum a walker is put before it steps
AROUND = 0.24  # radius of the rings of the minima
SHOWN = 4  # steps whose lines are seen: the last
VEIL = 0.35  # over the colors of the map
SIZE, CORNER = 5.0, (-4.7, -1.85)  # of the map and its lower left corner, in units of the frame
RATE_PLACE, NAME_PLACE, LIMIT_PLACE = 2.7, 2.0, 1.4  # heights in the frame: of α, and of words …
LINE = 0.55  # … and from one line to the next
QUESTION = -1.1  # height in the frame of the middle of a question in the panel
BESIDE = 0.15  # from a ring, or an axis, to its words
ROWS, ROW = -0.4, 0.55  # height in the frame of the first bar, and from one bar to the next
KEY, BAR, REACH = 0.55, 0.22, 0.2  # room left of a bar, its height, and that of the mark of α


class FromAbove(VGroup):
    """The map of a loss of two variables, with a walker in each valley, as α rises.

    `stops` are the learning rates: one below the least of the `limits` 2/λmax, and one between
    those that follow each other, but for those that are nearly alike. At each stop every walker
    is nudged from its minimum, the way that the ground curves most, and takes `STEPS` steps; one
    that is lost leaves. ``begin()`` takes the steps at the first stop, ``rise(i)`` raises α to the
    `i`-th stop and nudges, ``go(i)`` takes the steps, and ``tell(i)`` shows the limits of those
    that are lost there; ``tell_last()`` shows those of the others. `stages` are all stops but the
    first.
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
        self.signs, self.numbers = VGroup(), VGroup()
        for i, minimum in enumerate(loss.minima):
            ring = sign("minimum", AROUND).move_to(self.map.at(minimum.x)).set_stroke(theme.ink)
            shown = tag(formula(self.form(self.limits[i]), SMALL_SIZE), buff=0.08)
            self.signs.add(ring.set_z_index(0.5))  # above the marks, below the walkers
            self.numbers.add(self._inside(shown.next_to(ring, DOWN, BESIDE)).set_z_index(2))
        self.walkers = [_Nudged(self, i) for i in range(len(loss.minima))]
        self.bars = self._bars()
        self.rows = self._rows()
        self.held = VGroup(*self.walkers)
        super().__init__(self.map, self._axis_names(), self.signs, self._words(), self.held)

    @property
    def place(self) -> Array:
        """The place of a question: in the panel, below the words."""
        return np.array([sum(PANEL) / 2, QUESTION, 0])

    def lost(self, i: int) -> list[int]:
        """Return the minima that hold their walkers at the stop before the `i`-th, but not there.

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
        going: Any = self.rate.animate
        return [going.set_value(self.stops[i]), self._until(i * (STEPS + 1))]

    def go(self, i: int) -> Any:
        """Return the animation of the steps at the `i`-th stop."""
        return self._until(i * (STEPS + 1) + STEPS)

    def tell(self, i: int) -> list[Any]:
        """Return the animations in which walkers that are lost leave, and their limits appear."""
        lost = self.lost(i)
        rings: list[Any] = [self.signs[k] for k in lost]
        walkers = [self.walkers[k] for k in lost]
        gray = [ring.animate.set_stroke(theme.muted) for ring in rings]
        self.held.remove(*walkers)
        return [*leave(walkers), *gray, *self._show(lost)]

    def tell_last(self) -> list[Any]:
        """Return the animations in which the minima that hold their walkers show their limits."""
        return self._show([int(k) for k in self.order if self.limits[k] > self.stops[-1]])

    def path(self, minimum: int) -> Array:
        """Return where the walker of a minimum is after each nudge and each step, (n, 2).

        The first point is the first nudge, and so is each that is `STEPS` + 1 further on.
        """
        bottom = self.loss.minima[minimum].x
        steepest = np.linalg.eigh(self.loss.hessian(bottom))[1][:, -1]
        steepest = steepest * np.sign(steepest[np.argmax(np.abs(steepest))])  # eigh leaves it open
        start = bottom + NUDGE * self.loss.diagonal * steepest
        walks = [
            descend(self.loss, optimizers.gradient_descent(rate), start, STEPS).x
            for rate in self.stops
        ]
        return np.concatenate(walks)

    def leave(self) -> Any:
        """Return the animation in which all of it leaves, with all that was told."""
        return FadeOut(self, *self.told)

    def _until(self, taken: int) -> Any:
        going: Any = self.taken.animate
        return going(rate_func=linear).set_value(taken)

    def _show(self, minima: list[int]) -> list[Any]:
        shown = [self.numbers[k] for k in minima]
        bars = [self.bars[k] for k in minima]
        self.told += [*shown, *bars]
        return [*appear(shown), *(GrowFromEdge(bar, LEFT) for bar in bars)]

    def _bars(self) -> VGroup:
        """Return a bar as long as each limit, one below the other; all begin at α = 0."""
        bars = VGroup()
        unit = (PANEL[1] - PANEL[0] - KEY) / float(self.limits.max())
        for i, limit in enumerate(self.limits):
            bar = Rectangle(width=float(limit) * unit, height=BAR, stroke_width=0)
            bar.set_fill(theme.ink, opacity=0.75)
            bars.add(bar.move_to((PANEL[0] + KEY) * RIGHT + (ROWS - i * ROW) * UP, LEFT))
        return bars

    def _rows(self) -> VGroup:
        """Return the signs of the walkers, left of their bars, and the mark of α across these."""
        first = self.bars[0]
        middles = np.array([bar.get_y() for bar in self.bars])
        ends = np.stack([middles - REACH, middles + REACH], axis=-1)

        def points() -> Array:
            across = first.width * float(self.rate.get_value()) / float(self.limits[0])
            x = np.full_like(ends, PANEL[0] + KEY + across)
            return straight_pieces(np.stack([x, ends, 0 * ends], axis=-1))

        mark = rimmed(Drawn(points, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH))
        keys = VGroup(
            one.walker.copy().move_to((PANEL[0] + DOT_RADIUS) * RIGHT + y * UP)
            for one, y in zip(self.walkers, middles, strict=True)
        )
        return VGroup(keys, mark.set_z_index(1))

    def _inside(self, shown: VGroup) -> VGroup:
        """Move what is `shown` on the map as little as need be to stand within it."""
        half = shown.width / 2 + BESIDE
        ends = CORNER[0] + half, CORNER[0] + SIZE - half
        return shown.set_x(float(np.clip(shown.get_x(), *ends)))

    def _axis_names(self) -> VGroup:
        x, y = (formula(name, SMALL_SIZE, theme.muted) for name in "xy")
        border = self.map.border
        x.next_to(border, RIGHT, BESIDE, aligned_edge=DOWN)
        return VGroup(x, y.next_to(border, LEFT, BESIDE, aligned_edge=UP))

    def _words(self) -> VGroup:
        """Return α, and below it what is sought and what is done."""
        form = self.form._replace(signed=False)._asdict()
        live = Number(
            lambda: float(self.rate.get_value()), size=TITLE_SIZE, color=theme.walker, **form
        )
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        reading = named(name.move_to(PANEL[0] * RIGHT, LEFT), live).set_y(RATE_PLACE)
        lines = (
            text(f"{self.loss.name}: $f(x, y)$", SMALL_SIZE).set_y(NAME_PLACE),
            formula('"limit:" 2 \\/ lambda_max', SMALL_SIZE).set_y(LIMIT_PLACE),
            formula("lambda_max\": largest\" f''", SMALL_SIZE).set_y(LIMIT_PLACE - LINE),
            text(f"Nudge, then {STEPS} steps", SMALL_SIZE, theme.muted).set_y(
                LIMIT_PLACE - 2 * LINE
            ),
        )
        for line in lines:
            line.set_x(PANEL[0], LEFT)
        return VGroup(reading, *lines)


class _Nudged(VGroup):
    """The walker of a minimum, where it was nudged to and has stepped at the stop of now."""

    def __init__(self, above: FromAbove, minimum: int) -> None:
        self.above, self.points_on_map = above, above.map.at(above.path(minimum))
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
        taken, places = float(self.above.taken.get_value()), self.points_on_map
        here = min(int(taken + 1e-9), len(places) - 1)
        after = places[min(here + 1, len(places) - 1)]
        at = places[here] + (taken - here) * (after - places[here])
        nudged = here - here % (STEPS + 1)
        is_nudge = here == nudged + STEPS and taken - here > 1e-6  # α rises: a new walk begins
        landed = places[nudged : nudged if is_nudge else here + 1]
        corners = landed[-SHOWN:]
        if len(corners) and taken - here > 1e-6:
            corners = np.vstack([corners, at])
        self.walker.move_to(at)
        self.marks.points = marks_at(self._outline, landed, mark_radii(landed))
        self.line.points = through(corners) if len(corners) > 1 else np.zeros((0, 3))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
