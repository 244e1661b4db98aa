"""Walkers on the curve of a one-dimensional loss."""

from typing import Any

from manim import UP, VGroup, VMobject

from gd_math import Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, CurvePlot
from scenes.kit.maps.trails import Trail
from scenes.kit.symbols import SIGNS, marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

STEP_MARK = 0.07  # radius of the mark that each step leaves on the curve
START_MARK = 0.1  # radius of the mark of a start on the axis


class CurveWalker(Trail):
    """A walker that follows a walk on a curve and leaves a mark at each step.

    `meaning` is the sign that it has: "walker", "second" or "third".
    """

    @checked
    def __init__(self, plot: CurvePlot, walk: Walk, meaning: str = "walker") -> None:
        self.plot = plot
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

    @property
    def end(self) -> int:
        """The minimum in which the walk ends, as an index into its loss's `minima`; −1 for none."""
        return int(minimum_reached(self.plot.loss, self.walk.trajectory.x[-1]))

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


def go_together(walkers: list[CurveWalker]) -> list[Any]:
    """Return the animations in which walkers go on, all at one pace, until each has arrived."""
    last = max(walker.walk.arrival for walker in walkers)
    return [walker.walk.go(last) for walker in walkers]


def best_sign(walkers: list[CurveWalker]) -> VGroup:
    """Return a wide ring round where the walk ends that ends lowest, and the word "best"."""
    best = min(walkers, key=lambda walker: round(float(walker.walk.trajectory.loss[-1]), 6))
    end = best.plot.on(best.walk.trajectory.x[-1])
    ring = sign("minimum", RING + DOT_RADIUS).move_to(end)
    return VGroup(ring, text("best", color=theme.good).next_to(ring, UP, buff=0.12))
