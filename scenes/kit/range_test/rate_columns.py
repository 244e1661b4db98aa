"""Trainings, each with a rate of its own, which fall over the axis of the rates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DL, DOWN, DR, LEFT, RIGHT, UL, UP, UR, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math.descent.rate_comparison import RateComparison
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.range_test.rate_experiment import RULES
from scenes.kit.range_test.sweep_plot import SweepPlot
from scenes.kit.symbols import marker_shape, rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

CROWD = 0.13  # radius of many walkers
FAINT, CROWD_FAINT = 0.45, 0.25  # opacity of a few columns, and of many
FASTER = 1.5  # power of the time: the first steps are the long ones
AVERAGE_POINTS = 400  # at which labels are kept off the average
COLUMN = np.linspace(-2, 2.5, 90)  # heights at which they are kept off the columns
CLEAR = 0.05
BESIDE = 0.12  # from a walker to its loss
COUNTER = 0.35, 0.42  # from the corner of the axes to the number of batches


class RateColumns(VGroup):
    """A walker for each of `runs`, over its rate, as high as its loss; `taken` batches are done.

    It starts where all start, and leaves a line. What leaves the axes for good has diverged, and
    is at the top.
    """

    @checked
    def __init__(
        self, plot: SweepPlot, runs: RateComparison, only: Sequence[str] = (), radius: float = CROWD
    ) -> None:
        super().__init__()
        if only:
            runs, radius = runs.some([RULES.index(name) for name in only]), DOT_RADIUS
        self.plot, self.runs, self.taken = plot, runs, ValueTracker(0.0)
        self.shares = np.array([plot.experiment.share_of(rate) for rate in runs.learning_rate])
        self.gone = _gone(runs, plot.experiment.top)
        self.lines = Drawn(self._lines, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.lines.set_stroke(opacity=FAINT if only else CROWD_FAINT)
        self._outline = marker_shape("circle", radius, theme.walker).points
        lost = sign("diverged", radius)
        self._cross = lost.points
        self.walkers: VMobject = rimmed(
            VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        )
        self.walkers.set_points(self._outline).add_updater(self._follow, call_updater=True)
        self.lost = lost.add_updater(self._follow_lost, call_updater=True).set_z_index(1.5)
        self.add(self.lines, self.walkers.set_z_index(1), self.lost)

    def train(self) -> Any:
        """Return the animation in which all train to the end."""
        training: Any = self.taken.animate(rate_func=_faster)
        return training.set_value(len(self.runs.loss) - 1)

    def counter(self) -> VGroup:
        """Return the word "batch" and how many are done, in the corner of the axes."""
        word = text("batch", SMALL_SIZE)
        last = len(self.runs.loss) - 1
        count = Number(self.taken.get_value, 0, len(str(last)), SMALL_SIZE)
        word.move_to(self.plot.place(0, 0) + COUNTER[0] * RIGHT + COUNTER[1] * UP, LEFT)
        return VGroup(word, count.next_to(word, RIGHT, buff=0).align_to(word, DOWN))

    def ends(self) -> VGroup:
        """Return the loss at which each has ended, beside it."""
        found = VGroup()
        for i, loss in enumerate(self.runs.ends):
            if i in self.gone:
                label = text("diverged", SMALL_SIZE, theme.wrong)
            else:
                label = formula(number(float(loss), 2), SMALL_SIZE)
            found.add(self._beside(label, self._places()[i]))
        return found

    def _beside(self, label: VMobject, walker: Array) -> VMobject:
        """Put a label beside a walker, where it is off the average, and off the other columns."""
        average = self.plot.average_at(AVERAGE_POINTS)
        columns = np.stack([self._places() * [1, 0, 0] + y * UP for y in COLUMN], axis=1)
        taken = np.concatenate([average, columns.reshape(-1, 3)])[:, :2]
        for way in (UL, DL, LEFT, UR, DR, RIGHT):
            label.next_to(walker, way, buff=BESIDE)
            low, high = label.get_corner(DL)[:2] - CLEAR, label.get_corner(UR)[:2] + CLEAR
            is_over = bool(np.any(np.all((low < taken) & (taken < high), axis=1)))
            if not is_over and low[1] > self.plot.box[2]:
                break
        return label

    def curve(self) -> VMobject:
        """Return the line through the walkers that are still on the axes."""
        here = [place for i, place in enumerate(self._places()) if i not in self.gone]
        line = VMobject(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        return line.set_points(through(np.array(here)))

    def _places(self) -> Array:
        rows, taken = self.runs.loss, self.taken.get_value()
        row = min(int(taken + 1e-9), len(rows) - 1)
        rest, after = taken - row, min(row + 1, len(rows) - 1)
        capped = np.minimum(rows[[row, after]], self.plot.experiment.top)
        return self.plot.place(self.shares, (1 - rest) * capped[0] + rest * capped[1])

    def _is_lost(self) -> NDArray[np.bool_]:
        taken = self.taken.get_value()
        return np.array([taken >= self.gone.get(i, np.inf) for i in range(len(self.shares))])

    def _lines(self) -> Array:
        first = self.plot.place(self.shares, self.runs.loss[0])
        return straight_pieces(np.stack([first, self._places()], axis=1))

    def _follow(self, walkers: Any) -> None:
        here = self._places()[~self._is_lost()]
        walkers.points = (self._outline + here[:, None]).reshape(-1, 3)

    def _follow_lost(self, lost: Any) -> None:
        here = self._places()[self._is_lost()]
        lost.points = (self._cross + here[:, None]).reshape(-1, 3)


def _faster(share: float) -> float:
    return float(share**FASTER)


def _gone(runs: RateComparison, top: float) -> dict[int, int]:
    """Return from which row on each of the runs that end beyond the axis stays there."""
    found = {}
    for i, losses in enumerate(runs.loss.T):
        if runs.diverged[i] or losses[-1] > top:
            inside = np.flatnonzero(losses <= top)
            found[i] = int(inside[-1]) + 1 if len(inside) else 0
    return found
