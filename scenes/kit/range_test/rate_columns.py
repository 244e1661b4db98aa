"""Trainings, each with a rate of its own, which fall over the axis of the rates."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from manim import (
    DL,
    DR,
    LEFT,
    RIGHT,
    UL,
    UR,
    Square,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
)
from numpy.typing import NDArray

from gd_math.descent.rate_comparison import RateComparison
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.range_test.free_room import lines_of, put_free
from scenes.kit.range_test.rate_experiment import RULES
from scenes.kit.range_test.sweep_plot import SweepPlot
from scenes.kit.symbols import marker_shape, rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

FAINT = 0.6  # opacity of the columns
FASTER = 1.5  # power of the time: the first steps are the long ones
CLEAR = 0.1
BESIDE = 0.12, 0.2  # from the square round a walker to its loss


class RateColumns(VGroup):
    """A walker for each of `runs`, over its rate, as high as its loss; `taken` batches are done.

    It starts where all start, and leaves a line. What leaves the axes for good has diverged, and
    is at the top. As the last losses differ from batch to batch, each `settled` walker stands at
    their mean, and its line reaches from the least to the greatest of them.
    """

    @checked
    def __init__(self, plot: SweepPlot, runs: RateComparison, only: Sequence[str] = ()) -> None:
        super().__init__()
        if only:
            runs = runs.some([RULES.index(name) for name in only])
        self.plot, self.runs = plot, runs
        self.taken, self.settled = ValueTracker(0.0), ValueTracker(0.0)
        self.last = runs.last(plot.experiment.late)
        self.shares = np.array([plot.experiment.share_of(rate) for rate in runs.learning_rate])
        self.kept_free = np.zeros((0, 2))  # where there are words already
        self.gone = _gone(runs, self.last.mean, plot.experiment.top)
        self.lines = Drawn(self._lines, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.lines.set_stroke(opacity=FAINT)
        self._outline = marker_shape("circle", DOT_RADIUS, theme.walker).points
        lost = sign("diverged")
        self._cross = lost.points
        self.walkers: VMobject = rimmed(
            VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        )
        self.walkers.set_points(self._outline).add_updater(self._follow, call_updater=True)
        self.lost = lost.add_updater(self._follow_lost, call_updater=True).set_z_index(1.5)
        self.add(self.lines, self.walkers.set_z_index(1), self.lost)

    def train(self) -> Any:
        """Return the animation in which all train to the end."""
        training: Any = self.taken.animate
        return training(rate_func=_faster).set_value(len(self.runs.loss) - 1)

    def settle(self) -> Any:
        """Return the animation in which each goes to the mean of its last losses."""
        settling: Any = self.settled.animate
        return settling(rate_func=smooth).set_value(1)

    def means(self) -> VMobject:
        """Return what disc and line of a settled walker are, in a free place at the top."""
        late = self.plot.experiment.late
        words = text(f"mean and range, last {late} batches", SMALL_SIZE, theme.walker)
        put_free(words, self.plot, self.places_now(), at_top=True)
        self.kept_free = _filled(words)
        return words

    def counter(self) -> VGroup:
        """Return the word "batch" and how many are done, where no walker comes by."""
        last = len(self.runs.loss) - 1
        count = Number(self.taken.get_value, 0, len(str(last)), SMALL_SIZE, signed=False)
        both = named(text("batch", SMALL_SIZE), count)
        put_free(both, self.plot, self.plot.place(self.shares, self.runs.loss))
        self.kept_free = _filled(both)
        return both

    def ends(self) -> VGroup:
        """Return the mean of the last losses of each, beside it."""
        found = VGroup()
        for i, loss in enumerate(self.last.mean):
            if i in self.gone:
                label = text("diverged", SMALL_SIZE, theme.wrong)
            else:
                label = formula(number(float(loss), 2), SMALL_SIZE)
            found.add(self._beside(label, self.places_now()[i]))
        return found

    def _beside(self, label: VMobject, walker: Array) -> VMobject:
        """Put a label level with a walker, or else near, off the average and the columns."""
        taken = np.concatenate([lines_of(self.plot), self.kept_free])
        disc = Square(2 * DOT_RADIUS).move_to(walker)
        sides = *product((LEFT, RIGHT), BESIDE), *product((UL, UR, DL, DR), BESIDE)
        for way, buff in sides:
            label.next_to(disc, way, buff=buff)
            low, high = label.get_corner(DL)[:2] - CLEAR, label.get_corner(UR)[:2] + CLEAR
            is_over = bool(np.any(np.all((low < taken) & (taken < high), axis=1)))
            if not is_over and low[1] > self.plot.box[2]:
                break
        return label

    def curve(self) -> VMobject:
        """Return the line through the walkers that are still on the axes."""
        here = [place for i, place in enumerate(self.places_now()) if i not in self.gone]
        line = VMobject(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        return line.set_points(through(np.array(here)))

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        if self.walkers.get_fill_opacity() < 0.1:
            return []
        return [("a walker", place) for place in self.places_now()[~self._is_lost()]]

    def places_now(self) -> Array:
        """Return where in the frame the walkers are, (n, 3)."""
        return self.plot.place(self.shares, self._on_the_way(self._now(), self.last.mean))

    def _now(self) -> Array:
        """Return the losses of now, up to the end of the axis."""
        rows, taken = self.runs.loss, self.taken.get_value()
        row = min(int(taken + 1e-9), len(rows) - 1)
        rest, after = taken - row, min(row + 1, len(rows) - 1)
        capped = np.minimum(rows[[row, after]], self.plot.experiment.top)
        return np.asarray((1 - rest) * capped[0] + rest * capped[1])

    def _on_the_way(self, now: Array, then: Array) -> Array:
        """Return losses between what they are while training and what they are once settled."""
        share = self.settled.get_value()
        return (1 - share) * now + share * np.minimum(then, self.plot.experiment.top)

    def _is_lost(self) -> NDArray[np.bool_]:
        taken = self.taken.get_value()
        return np.array([taken >= self.gone.get(i, np.inf) for i in range(len(self.shares))])

    def _lines(self) -> Array:
        ends = (self.runs.loss[0], self.last.most), (self._now(), self.last.least)
        places = [self.plot.place(self.shares, self._on_the_way(*end)) for end in ends]
        return straight_pieces(np.stack(places, axis=1))

    def _follow(self, walkers: Any) -> None:
        here = self.places_now()[~self._is_lost()]
        walkers.points = (self._outline + here[:, None]).reshape(-1, 3)

    def _follow_lost(self, lost: Any) -> None:
        here = self.places_now()[self._is_lost()]
        lost.points = (self._cross + here[:, None]).reshape(-1, 3)


def _filled(words: VMobject) -> Array:
    """Return points all over the rectangle of some words, (n, 2)."""
    steps = np.linspace(words.get_corner(DL)[:2], words.get_corner(UR)[:2], 20).T
    return np.stack(np.meshgrid(*steps), axis=-1).reshape(-1, 2)


def _faster(share: float) -> float:
    return float(share**FASTER)


def _gone(runs: RateComparison, means: Array, top: float) -> dict[int, int]:
    """Return from which row on each of the runs whose mean is beyond the axis stays there."""
    found = {}
    for i, losses in enumerate(runs.loss.T):
        if runs.diverged[i] or means[i] > top:
            inside = np.flatnonzero(losses[:-1] <= top)
            found[i] = int(inside[-1]) + 1 if len(inside) else 0
    return found
