"""A loss or a distance against steps, on a logarithmic scale."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, VGroup
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.trails import LossTrail, dashes, straight_pieces
from scenes.kit.plots.plot import LossPlot
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
NEAR = 0.12  # from an axis or a line to its name
ASIDE = 0.08  # so much farther off than a tick's the powers of ten stand, clear of a walker
OVER = 0.15  # from the top of the scale to its name


class RacePlot(LossPlot):
    """Axes for what falls with the steps, on a logarithmic scale; `name` is what falls.

    The horizontal axis runs from 0 to `steps`; its numbers are those that `after` gives it, and
    `ticks`. Labels stand at each `every`-th power of ten; the name stands so far `over` the scale.
    """

    def __init__(
        self,
        steps: int,
        decades: tuple[int, int],
        width: float,
        height: float,
        name: str,
        ticks: tuple[int, ...] = (0,),
        over: float = OVER,
        every: int = 1,
    ) -> None:
        super().__init__(steps, decades, width, height, every, ticks=ticks)
        self.labels[len(ticks) :].shift(ASIDE * LEFT)
        title = text(name, SMALL_SIZE, theme.muted)
        self.labels.add(title.next_to(self.y_axis, UP, buff=over, aligned_edge=LEFT))
        words = text("steps", SMALL_SIZE, theme.muted)
        end = self.x_axis.get_end()
        self.labels.add(words.move_to(end + 0.2 * DOWN, UP + RIGHT))

    def level(self, value: float) -> VGroup:
        """Return a dashed line at `value`, in front of all marks, and its number at the end."""
        ends = self.at([(0, value), (self.steps, value)])
        line = DashedLine(*ends, color=theme.ink, stroke_width=THIN_WIDTH).set_z_index(2)
        return VGroup(line, formula(number(value), SMALL_SIZE).next_to(ends[1], RIGHT, buff=NEAR))

    def after(self, steps: int, value: float, color: str) -> VGroup:
        """Return a line that drops from `value` after so many steps to the axis, and its number."""
        place, foot = self.at([(steps, value), (steps, 10.0 ** self.decades[0])])
        line = DashedLine(place, foot, color=color, stroke_width=THIN_WIDTH).set_z_index(-1)
        return VGroup(line, formula(str(steps), SMALL_SIZE, color).next_to(foot, DOWN, buff=0.18))


class RaceTrail(LossTrail):
    """The loss after each step of a walk, on a `RacePlot`; its mark travels as the walker does.

    With `dash` the line is dashed, and that is how long its dashes are, in units of the frame.
    """

    def __init__(self, walk: Walk, plot: RacePlot, dash: float = 0.0, **style: Any) -> None:
        self.dash = dash
        super().__init__(walk, plot, **style)

    @property
    def corners(self) -> Array:
        """The frame's points of the losses after each whole step, and of where the mark is."""
        loss, step = self.walk.trajectory.loss, self.walk.step
        places = self.at(np.stack([np.arange(len(loss)), loss], axis=-1))
        rest = self.walk.taken - step
        ahead = places[min(step + 1, len(places) - 1)]
        return np.vstack([places[: step + 1], (1 - rest) * places[step] + rest * ahead])

    def _draw(self) -> None:
        super()._draw()
        if self.dash:
            corners = self.corners
            pieces = np.stack([corners[:-1], corners[1:]], axis=1)
            self.path.points = straight_pieces(dashes(pieces, self.dash))


def decades_of(values: ArrayLike) -> tuple[int, int]:
    """Return the powers of ten between which the positive `values` lie.

    >>> decades_of([0.02, 9.5])
    (-2, 1)
    """
    logs = np.log10(np.asarray(values, dtype=float))
    return int(np.floor(logs.min() + 1e-9)), int(np.ceil(logs.max() - 1e-9))
