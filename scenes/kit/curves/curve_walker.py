"""Walkers on the curve of a one-dimensional loss."""

from typing import Any

import numpy as np
from manim import LEFT, FadeIn, LaggedStart, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, CurvePlot, beside
from scenes.kit.maps.trails import Trail
from scenes.kit.symbols import SIGNS, marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

STEP_MARK = 0.07  # radius of the mark that each step leaves on the curve
START_MARK = 0.1  # radius of the mark of a start on the axis
BEST = -2.25  # height in the frame of the words on the best end


class CurveWalker(Trail):
    """A walker that follows a walk on a curve and leaves a mark at each step.

    In the ring round the minimum where it ends it leaves none: they would show beside the walker.

    `meaning` is the sign that it has: "walker", "second" or "third"; `end` is the minimum in which
    the walk ends, as an index into its loss's `minima`, or −1 for none.
    """

    @checked
    def __init__(self, plot: CurvePlot, walk: Walk, meaning: str = "walker") -> None:
        self.plot = plot
        self.end = int(minimum_reached(plot.loss, walk.trajectory.x[-1]))
        self.shape, color = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        super().__init__(
            walk,
            plot.on,
            color=color,
            marker=self.shape,
            width=0,  # straight pieces would leave the curve
            step_radius=STEP_MARK,
        )
        self.color_of_marks = color
        self.walker.set_z_index(1)  # in front of arrows and marks

    def _mark(self, places: Array) -> None:
        if self.end >= 0:
            places = outside_ring(places, self.plot.on(self.walk.trajectory.x[-1]))
        super()._mark(places)

    def foot(self) -> VMobject:
        """Return the mark on the axis of where the walk begins."""
        x = self.walk.trajectory.x[0, 0]
        mark = marker_shape(self.shape, START_MARK, self.color_of_marks)
        return mark.move_to(self.plot.foot(x)).set_z_index(1)


@checked
def walkers_on(plot: CurvePlot, trajectory: Trajectory, *meanings: str) -> list[CurveWalker]:
    """Return a walker for each start of a batch, at its start.

    `meanings` are their signs, such as "walker", "second"; all are walkers if nothing is said.
    """
    starts = trajectory.x.shape[1]
    signs = meanings or starts * ("walker",)
    return [
        CurveWalker(plot, Walk(trajectory.path(i)), sign)
        for i, sign in zip(range(starts), signs, strict=True)
    ]


def set_out(walkers: list[CurveWalker]) -> LaggedStart:
    """Return the appearing of walkers, each with the mark of its start, one after the other."""
    starts = (FadeIn(VGroup(walker.foot(), walker)) for walker in walkers)
    return LaggedStart(*starts, lag_ratio=0.5)


def go_together(walkers: list[CurveWalker]) -> list[Any]:
    """Return the animations in which walkers go on, all at one pace, until each has arrived."""
    last = max(walker.walk.arrival for walker in walkers)
    return [walker.walk.go(last) for walker in walkers]


@checked
def place_readings(walkers: list[CurveWalker]) -> VGroup:
    """Return where each walker is, as live numbers after its sign, beside the curve."""
    form = Form.of([walker.walk.trajectory.x for walker in walkers])

    def place(walker: CurveWalker) -> tuple[str, str, Any]:
        return "x", walker.color_of_marks, lambda: float(walker.walk.position[0])

    rows = readings(*map(place, walkers), forms=[form] * len(walkers))
    for row, walker in zip(rows, walkers, strict=True):
        row.add(marker_shape(walker.shape, DOT_RADIUS, walker.color_of_marks))
        row[-1].next_to(row[0], LEFT, buff=0.3)
    return beside(rows)  # type: ignore[no-any-return]


@checked
def best_sign(walkers: list[CurveWalker]) -> VGroup:
    """Return a wide ring round each lowest end of walks, and how low it is, beside the curve."""
    lows = [round(float(walker.walk.trajectory.loss[-1]), 6) for walker in walkers]
    best = [walker for walker, low in zip(walkers, lows, strict=True) if low == min(lows)]
    rings = VGroup()
    for walker in {one.end: one for one in best}.values():
        end = walker.plot.on(walker.walk.trajectory.x[-1])
        rings.add(sign("minimum", RING + DOT_RADIUS).move_to(end))
    low = Form.of([minimum.value for minimum in best[0].plot.loss.minima])(min(lows))
    words = VGroup(formula(f'"best:" f approx {low}', color=theme.good))
    mark = VGroup(*(sign("minimum", radius) for radius in (DOT_RADIUS / 2, DOT_RADIUS)))
    words.add(mark.next_to(words, LEFT, buff=0.25))
    return VGroup(rings, beside(words, BEST))


def outside_ring(places: Array, end: Array) -> Array:
    """Return those of `places`, (n, 3), whose marks keep clear of the ring round `end`."""
    clear: Array = places[np.linalg.norm(places - end, axis=-1) > RING + 2 * STEP_MARK]
    return clear
