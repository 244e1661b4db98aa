"""Trainings, each with a rate of its own, which fall over the axis of the rates."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
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

CAP = 0.1  # half the width of the ends of a range, and the depth of the tip of one that goes on
FASTER = 1.5  # power of the time: the first steps are the long ones
CLEAR = 0.1
CAP_CLEAR = 0.06  # between the edge of a disc and a cap
LINE = 0.2  # between two lines of words
RANGE_WIDTH = 1.6 * PATH_WIDTH
BESIDE = 0.12, 0.2  # from the square round a walker to its loss


class RateColumns(VGroup):
    """A walker for each of `runs`, over its rate, as high as its loss; `taken` batches are done.

    It starts where all start, and leaves a line. What leaves the axes for good has diverged, and
    is at the top. As the last losses differ from batch to batch, each `settled` walker stands at
    their mean, and its line reaches from the least to the greatest of them: first the line that it
    has left goes in, then the range comes out. A tip says that a range goes on beyond the axes.
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
        self.lines = Drawn(self._lines, stroke_color=theme.walker, stroke_width=RANGE_WIDTH)
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

    def means(self) -> VGroup:
        """Return which loss it is and what disc and line of a settled walker are, at the top."""
        late = self.plot.experiment.late
        words = _of_all_data(text(f"mean and range, last {late} batches", SMALL_SIZE, theme.walker))
        put_free(words, self.plot, self.places_now(), at_top=True)
        self.kept_free = _filled(words)
        return words

    def counter(self) -> VGroup:
        """Return which loss it is and how many batches are done, where no walker comes by."""
        last = len(self.runs.loss) - 1
        count = Number(self.taken.get_value, 0, len(str(last)), SMALL_SIZE, signed=False)
        words = _of_all_data(named(text("batch", SMALL_SIZE), count))
        put_free(words, self.plot, self.plot.place(self.shares, self.runs.loss))
        self.kept_free = _filled(words)
        return words

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
        share = min(2 * self.settled.get_value(), 1.0)
        return (1 - share) * now + share * np.minimum(then, self.plot.experiment.top)

    def _is_lost(self) -> NDArray[np.bool_]:
        taken = self.taken.get_value()
        return np.array([taken >= self.gone.get(i, np.inf) for i in range(len(self.shares))])

    def _lines(self) -> Array:
        out, mean = max(2 * self.settled.get_value() - 1, 0.0), self.last.mean
        if not out:
            ways = [self._on_the_way(one, mean) for one in (self.runs.loss[0], self._now())]
            places = [self.plot.place(self.shares, way) for way in ways]
            return straight_pieces(np.stack(places, axis=1))
        here = [i for i in range(len(mean)) if i not in self.gone]
        shares, middle = self.shares[here], mean[here]
        most, least = ((1 - out) * middle + out * end[here] for end in self.last[1:][::-1])
        places = [self.plot.place(shares, end) for end in (most, least)]
        discs, goes_on = self.plot.place(shares, middle), most > self.plot.experiment.top
        caps = [_caps(ends, discs, goes_on & (ends is places[0])) for ends in places]
        return straight_pieces(np.concatenate([np.stack(places, axis=1), *caps]))

    def _follow(self, walkers: Any) -> None:
        here = self.places_now()[~self._is_lost()]
        walkers.points = (self._outline + here[:, None]).reshape(-1, 3)

    def _follow_lost(self, lost: Any) -> None:
        here = self.places_now()[self._is_lost()]
        lost.points = (self._cross + here[:, None]).reshape(-1, 3)


def _caps(ends: Array, discs: Array, goes_on: NDArray[np.bool_]) -> Array:
    """Return both halves of caps, or of tips, at those ends that stand clear of their discs."""
    clear = np.abs(ends - discs)[:, 1] > DOT_RADIUS + CAP_CLEAR
    tips = np.where(goes_on, CAP, 0.0)[:, np.newaxis] * UP
    halves = [np.stack([ends, ends + CAP * side - tips], axis=1) for side in (LEFT, RIGHT)]
    return np.concatenate([half[clear] for half in halves])


def _of_all_data(words: VMobject) -> VGroup:
    """Return words below those that say of which loss they are."""
    name = text("loss on all data", SMALL_SIZE, theme.walker)
    return VGroup(name, words).arrange(DOWN, buff=LINE, aligned_edge=LEFT)


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
