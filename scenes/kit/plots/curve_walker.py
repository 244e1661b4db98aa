"""Walkers on the curve of a one-dimensional loss."""

import numpy as np
from manim import VGroup, VMobject

from gd_math import Loss, Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Trail
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import SIGNS, marker_shape
from scenes.kit.theme import theme
from scenes.kit.walk import Walk

STEP_MARK = 0.07  # radius of the mark that each step leaves on the curve
START_MARK = 0.1  # radius of the mark of a start on the axis


class CurveWalker(Trail):
    """A walker that follows a walk on the curve of `loss` and leaves a mark at each step.

    `meaning` is the sign that it has: "walker", "second" or "third".
    """

    @checked
    def __init__(self, plot: Plot, loss: Loss, walk: Walk, meaning: str = "walker") -> None:
        self.plot, self.loss = plot, loss
        self.shape, color = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        super().__init__(
            walk,
            lambda x: plot.on_curve(loss, x),
            color=color,
            marker=self.shape,
            width=0,  # straight pieces would leave the curve
            step_radius=STEP_MARK,
        )
        self.color_of_marks = color
        self.walker.set_z_index(1)  # in front of arrows and marks

    @property
    def end(self) -> int:
        """The minimum in which the walk ends, as an index into `loss.minima`; −1 for none."""
        return int(minimum_reached(self.loss, self.walk.trajectory.x[-1]))

    def foot(self) -> VMobject:
        """Return the mark on the axis of where the walk begins, and the line up to it."""
        x = self.walk.trajectory.x[0, 0]
        mark = marker_shape(self.shape, START_MARK, self.color_of_marks)
        return mark.move_to(self.plot.at((x, self.plot.y_range[0]))).set_z_index(1)


@checked
def walkers_on(plot: Plot, loss: Loss, trajectory: Trajectory, *meanings: str) -> list[CurveWalker]:
    """Return a walker for each start of a batch, at its start.

    `meanings` are their signs, such as "walker", "second"; all are walkers if nothing is said.
    """
    starts = trajectory.x.shape[1]
    signs = meanings or starts * ("walker",)
    return [
        CurveWalker(plot, loss, Walk(trajectory.path(i)), sign)
        for i, sign in zip(range(starts), signs, strict=True)
    ]


def lowest_of(walkers: list[CurveWalker]) -> VGroup:
    """Return those of some walkers that end lowest, as far as can be seen."""
    ends = np.array([walker.walk.trajectory.loss[-1] for walker in walkers])
    best = np.isclose(ends, ends.min(), atol=1e-3)
    return VGroup(*(walker for walker, is_best in zip(walkers, best, strict=True) if is_best))
