"""Walkers on the curve of a one-dimensional loss."""

from typing import Any

import numpy as np
from manim import LEFT, UP, FadeIn, LaggedStart, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, CurvePlot, beside
from scenes.kit.maps.trails import Trail
from scenes.kit.symbols import SIGNS, marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

STEP_MARK = 0.07  # radius of the mark that each step leaves on the curve …
LEAST_MARK = 0.035  # … where the steps are so short that marks would cover each other
ROOM = 0.35  # of a step, for the radius of the mark where it begins
START_MARK = 0.1  # radius of the mark of a start on the axis
WIDE_RING = RING + 0.11  # radius of the ring round a lowest end
PLACES = -0.6  # heights in the frame: of the live numbers beside the curve, …
BELOW = -1.9  # … and of the learning rate, or of the words on the lowest end


class CurveWalker(Trail):
    """A walker that follows a walk on a curve and leaves a mark at each step.

    The shorter the step, the smaller the mark.

    `meaning` is the sign that it has: "walker", "second" or "third"; `end` is the minimum in which
    the walk ends, as an index into its loss's `minima`, or −1 for none.
    """

    @checked
    def __init__(
        self,
        plot: CurvePlot,
        walk: Walk,
        meaning: str = "walker",
        radius: float = DOT_RADIUS,
        step_marker: str = "circle",
    ) -> None:
        self.plot = plot
        self.seen_until = walk.trajectory.steps + 1  # steps: then another covers it
        self._radii = mark_radii(plot.on(walk.trajectory.x))
        self.end = int(minimum_reached(plot.loss, walk.trajectory.x[-1]))
        self.shape, color = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        super().__init__(
            walk,
            plot.on,
            color=color,
            marker=self.shape,
            radius=radius,
            width=0,  # straight pieces would leave the curve
            step_radius=STEP_MARK,
            step_marker=step_marker,
        )
        self.color_of_marks = color
        self.walker.set_z_index(1)  # in front of arrows and marks

    def _draw(self) -> None:
        # Without points where it is not seen: opacity is left to those who fade the trail.
        self.walker.points = self._walker_outline.copy()
        super()._draw()
        if self.walk.step >= self.seen_until:
            self.walker.points = np.zeros((0, 3))

    def _mark(self, places: Array) -> None:
        self.marks.points = marks_at(self._mark_outline, places, self._radii[: len(places)])

    def foot(self) -> VMobject:
        """Return the mark on the axis of where the walk begins."""
        x = self.walk.trajectory.x[0, 0]
        mark = marker_shape(self.shape, START_MARK, self.color_of_marks)
        return mark.move_to(self.plot.foot(x)).set_z_index(1)


@checked
def walkers_on(
    plot: CurvePlot, trajectory: Trajectory, *meanings: str, crowd: bool = False
) -> list[CurveWalker]:
    """Return a walker for each start of a batch, at its start.

    `meanings` are their signs, such as "walker", "second"; all are walkers if nothing is said.
    Those of a `crowd` have no rims, which would cut into each other, and once the last has
    arrived, one is left at each end.
    """
    starts = trajectory.x.shape[1]
    signs = meanings or starts * ("walker",)
    walkers = [
        CurveWalker(plot, Walk(trajectory.path(i)), sign)
        for i, sign in zip(range(starts), signs, strict=True)
    ]
    if crowd:
        last = max(one.walk.arrival for one in walkers)
        left = {one.end: one for one in walkers if one.end >= 0}
        for one in walkers:
            one.walker.set_stroke(width=0, background=True)
            if one is not left.get(one.end, one):
                one.seen_until = last
    return walkers


def set_out(walkers: list[CurveWalker]) -> LaggedStart:
    """Return the appearing of walkers, each with the mark of its start, one after the other."""
    starts = (FadeIn(VGroup(walker.foot(), walker)) for walker in walkers)
    return LaggedStart(*starts, lag_ratio=0.5)


def go_together(walkers: list[CurveWalker]) -> list[Any]:
    """Return the animations in which walkers go on, all at one pace, until each has arrived."""
    last = max(walker.walk.arrival for walker in walkers)
    return [walker.walk.go(last) for walker in walkers]


@checked
def place_readings(walkers: list[CurveWalker], learning_rate: float) -> tuple[VGroup, VGroup]:
    """Return where each walker is, as live numbers after its sign, and its learning rate.

    Both stand beside the curve.
    """
    form = Form.of([walker.walk.trajectory.x for walker in walkers])

    def place(walker: CurveWalker) -> tuple[str, str, Any]:
        return "x", walker.color_of_marks, lambda: float(walker.walk.position[0])

    rows = readings(*map(place, walkers), forms=[form] * len(walkers))
    for row, walker in zip(rows, walkers, strict=True):
        row.add(marker_shape(walker.shape, DOT_RADIUS, walker.color_of_marks))
        row[-1].next_to(row[0], LEFT, buff=0.3)
    rate = ("alpha", theme.walker, lambda: learning_rate)
    return beside(rows, PLACES), beside(readings(rate, forms=[Form.exact(learning_rate)]), BELOW)


@checked
def best_sign(walkers: list[CurveWalker]) -> VGroup:
    """Return what has come of walks: a wide ring round each lowest end, and how low it is.

    Where several walkers lie on one another stands how many.
    """
    lows = [round(float(walker.walk.trajectory.loss[-1]), 6) for walker in walkers]
    best = [walker for walker, low in zip(walkers, lows, strict=True) if low == min(lows)]
    rings = VGroup()
    for walker in {one.end: one for one in best}.values():
        end = walker.plot.on(walker.walk.trajectory.x[-1])
        rings.add(sign("minimum", WIDE_RING).move_to(end).set_z_index(-0.5))
    low = Form.of([minimum.value for minimum in best[0].plot.loss.minima])(min(lows))
    words = VGroup(text(f"lowest end: ${low}$", SMALL_SIZE, theme.good))
    mark = VGroup(*(sign("minimum", radius) for radius in (DOT_RADIUS / 2, DOT_RADIUS)))
    words.add(mark.next_to(words, LEFT, buff=0.25))
    counts, ends = VGroup(), [one.end for one in walkers]
    for walker in {one.end: one for one in walkers}.values():
        if walker.end >= 0 and ends.count(walker.end) > 1:
            place = walker.plot.on(walker.walk.trajectory.x[-1]) + WIDE_RING * UP
            many = formula(f"times {ends.count(walker.end)}", SMALL_SIZE, walker.color_of_marks)
            counts.add(many.next_to(place, UP, buff=0.05))
    return VGroup(rings, beside(words, BELOW), counts)


def mark_radii(places: Array) -> Array:
    """Return the radii of the marks at the points of a walk in the frame, (n, 3): shape (n,)."""
    steps = np.linalg.norm(np.diff(places, axis=0, append=places[-1:]), axis=-1)
    return np.asarray(np.clip(ROOM * steps, LEAST_MARK, STEP_MARK))


def marks_at(outline: Array, places: Array, radii: Array) -> Array:
    """Return the points of marks at `places`, (n, 3), from the `outline` of one of `STEP_MARK`."""
    sizes = (radii / STEP_MARK)[:, None, None]
    return np.asarray((sizes * outline[None] + places[:, None]).reshape(-1, 3))
