"""Walkers on a loss of one variable and on its slope at once, and their steps against it."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, VGroup, VMobject, linear, smooth
from numpy.typing import NDArray

from gd_math import descend, optimizers
from scenes.kit.arguments import checked
from scenes.kit.curves.error_and_slope import RING, ErrorAndSlope
from scenes.kit.curves.pair_axes import BOTTOM, LEFT_END, LOWER_TOP, RIGHT_END, TOP
from scenes.kit.knobs import check_range
from scenes.kit.landscape.place import Place
from scenes.kit.maps.trails import Drawn, clip_segment, straight_pieces
from scenes.kit.plots.data_plot import DataPlot, LiveLine
from scenes.kit.symbols import SIGNS, marker_shape, sign_color
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

TANGENT = 1.5  # units of the frame, to each side
STROKE = 0.09  # breadth of a step's arrow
HEAD = 0.2  # length of its head
APART = 0.85  # of the way from the minimum to the left end, where the second walker starts
NEAR_BY = 0.2  # of it: a lowest sample so near to the minimum is no place to start from
ARRIVED = 0.02  # of the way, at most, is left at the end
START, STEP = 0.8 * DOT_RADIUS, 0.07  # radius of the marks of a start and of a step
MEANINGS = "walker", "second"
FASTEST = 0.95  # of the largest stable learning rate


class SlopeWalker(VGroup):
    """A walker at `w()` on both graphs of a `pair`, with the tangent, and the slope as a bar.

    `meaning` is its sign. `lower` is what belongs to the lower plot, `tangent` to the upper.
    """

    @checked
    def __init__(
        self, pair: ErrorAndSlope, w: Callable[[], float], meaning: str = "walker"
    ) -> None:
        shape, color = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        self.pair, self.w = pair, w
        super().__init__()

        def dot(at: Callable[[float], Array]) -> Any:
            # The disc in front of the gem, whose corners are seen behind it.
            marker = marker_shape(shape, DOT_RADIUS, color).set_z_index(2 + (shape == "circle"))
            return marker.add_updater(lambda one: one.move_to(at(w())), call_updater=True)

        blue: dict[str, Any] = {"stroke_color": theme.gradient, "stroke_width": PATH_WIDTH}
        hair: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        self.dot = dot(pair.on_curve)
        self.tangent = Drawn(self._tangent, **blue).set_z_index(1)
        bar = Drawn(self._bar, **{**blue, "stroke_width": 2 * PATH_WIDTH})
        self.lower = VGroup(Drawn(self._drop, **hair), bar, dot(pair.on_slope))

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.dot.get_center())] if self.dot.get_fill_opacity() > 0.1 else []

    def _tangent(self) -> Array:
        pair, w = self.pair, self.w()
        small = 1e-3 * (pair.ends()[1] - pair.ends()[0])
        here = pair.on_curve(w)
        run = float(pair.across(w + small) - pair.across(w))
        rise = float(pair.up(pair.slope(w) * small) - pair.up(0))
        way = TANGENT * np.array([run, rise, 0]) / np.hypot(run, rise)
        lower, upper = np.array([LEFT_END, pair.base]), np.array([RIGHT_END, TOP])
        seen = clip_segment((here - way)[:2], (here + way)[:2], lower, upper)
        ends = np.zeros((0, 2)) if seen is None else np.asarray(seen)
        return straight_pieces(np.pad(ends, ((0, 0), (0, 1)))[None]) if len(ends) else ends

    def _bar(self) -> Array:
        w = self.w()
        return straight_pieces(np.array([[self.pair.foot(w), self.pair.on_slope(w)]]))

    def _drop(self) -> Array:
        """Return the strokes that show that all is at one w, but between the plots."""
        pair, w = self.pair, self.w()
        here, there = pair.on_curve(w), pair.on_slope(w)
        base, top = here.copy(), there.copy()
        base[1], top[1] = pair.base, LOWER_TOP
        return straight_pieces(np.array([[here, base], [top, there]]))


class StepWalk(VGroup):
    """Steps against the slope from two sides: from the lowest sample, and from beyond the minimum.

    With the first walker, which begins at `start`, goes the place `guess`; `second` is the other,
    `other` its place.  In the first step an arrow grows from each walker's foot, then the walker
    follows; there is no room for those of the others.  `traces` stay: the starts, the arrows, and a
    mark at each step.

    Raises ValueError, naming the knob, when the walks would not arrive.
    """

    @checked
    def __init__(self, pair: ErrorAndSlope, guess: Any, learning_rate: float, steps: int) -> None:
        curvature = float(pair.loss.hessian(np.array([pair.best]))[0, 0])
        slow = (1 - ARRIVED ** (1 / steps)) / curvature
        check_range("LEARNING_RATE", learning_rate, slow, FASTEST * 2 / curvature)
        half = pair.reach
        side = 1 if pair.lowest >= pair.best else -1
        is_near = abs(pair.lowest - pair.best) < NEAR_BY * half
        first = pair.best + side * APART * half if is_near else pair.lowest
        starts = [[first], [pair.best - side * APART * half]]
        path = descend(pair.loss, optimizers.gradient_descent(learning_rate), starts, steps)
        self.pair, self.rate = pair, learning_rate
        self.walks = [Walk(path.path(i)) for i in range(2)]
        self.start, self.walk = first, self.walks[0]
        super().__init__()
        self._guess, self._b = guess, guess.position[1]
        self.second = SlopeWalker(pair, self._whereabouts(1), MEANINGS[1])
        self.other = self._led(Place((0, 0)), 1)
        self.traces = VGroup(*(trace for i in range(2) for trace in self._traces(i)))

    def lead(self) -> None:
        """Let the place be where the first walker is, from now on."""
        self._led(self._guess, 0)

    def _led(self, place: Any, which: int) -> Any:
        """Return a place that is where a walker is, from now on."""
        at, b = self._whereabouts(which), self._b
        return place.add_updater(lambda one: one.set_place((at(), b)), call_updater=True)

    def go(self, taken: int, **settings: Any) -> list[Any]:
        """Return the animation in which both walkers go on until so many steps are taken."""
        walk: Any = self.walk
        return [walk.animate(rate_func=linear, **settings).set_value(taken)]

    def line(self, plot: DataPlot) -> LiveLine:
        """Return the line of the second walker on `plot`, dashed."""
        return LiveLine(plot, self.other, sign_color(MEANINGS[1]), dashed=True)

    def rule(self) -> VGroup:
        """Return what a step is, with the learning rate, where the lower plot is empty."""
        rows = VGroup(
            formula('-alpha dot "slope"', SMALL_SIZE, theme.walker),
            formula(f"alpha = {number(self.rate)}", SMALL_SIZE, theme.walker),
        )
        rows.arrange(DOWN, buff=0.15, aligned_edge=RIGHT)
        return rows.move_to((RIGHT_END, BOTTOM + 0.15, 0), DOWN + RIGHT)

    def signs(self) -> VGroup:
        """Return the signs of the slope where the walks start: left of the minimum, and right."""
        low, high = sorted(float(walk.trajectory.x[0, 0]) for walk in self.walks)
        return self.pair.signs((low, high))

    def _traces(self, which: int) -> list[VMobject]:
        """Return what a walk leaves behind: its first arrow, the marks of its steps, its start."""
        x, pair = self.walks[which].trajectory.x[:, 0], self.pair
        shape, color = SIGNS[MEANINGS[which]][0], sign_color(MEANINGS[which])
        outline = marker_shape(shape, STEP, color).points

        def arrow() -> Array:
            grown = min(2 * self.walk.taken, 1.0)
            tail, tip = pair.foot(x[0]), pair.foot(x[1])
            return _arrow_points(tail, tail + grown * (tip - tail))

        def marks() -> Array:
            places = pair.on_curve(x[: int(self.walk.taken + 1e-9) + 1])
            away = np.linalg.norm(places - pair.on_curve(pair.best), axis=1)
            places = places[away > RING + STEP]  # not in the sign of the minimum
            return np.asarray((outline + places[:, None]).reshape(-1, 3))

        starts = [
            marker_shape(shape, START, color).move_to(at(x[0]))
            for at in (pair.on_curve, pair.on_slope)
        ]
        for start in starts:
            start.set_stroke(color, width=PATH_WIDTH, background=False)
            start.set_fill(theme.background)
        first = Drawn(arrow, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        steps = Drawn(marks, fill_color=color, fill_opacity=1, stroke_width=0)
        return [one.set_z_index(1) for one in (first, steps, *starts)]

    def _whereabouts(self, which: int) -> Callable[[], float]:
        x = self.walks[which].trajectory.x[:, 0]

        def w() -> float:
            step = min(int(self.walk.taken + 1e-9), len(x) - 2)
            share = self.walk.taken - step
            gone = smooth(share if step else max(2 * share - 1, 0.0))  # first the arrow grows
            return float((1 - gone) * x[step] + gone * x[step + 1])

        return w


def _arrow_points(tail: Array, tip: Array) -> Array:
    """Return the outline of an arrow; one shorter than its head is a small head."""
    length = float(np.linalg.norm(tip - tail))
    if length < 1e-3:
        return np.zeros((0, 3))
    way, head = (tip - tail) / length, min(HEAD, 0.6 * length)
    side = np.array([-way[1], way[0], 0]) * STROKE * head / HEAD
    neck = tip - head * way
    corners = np.array([tail + side / 2, neck + side / 2, neck + 1.5 * side, tip])
    mirror = np.array([neck - 1.5 * side, neck - side / 2, tail - side / 2])
    around = np.vstack([corners, mirror])
    return straight_pieces(np.stack([around, np.roll(around, -1, axis=0)], axis=1))
