"""Stretches of the axis of the rates: where the loss hardly falls, falls, explodes, and is good."""

from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    Line,
    Rectangle,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.range_test.free_room import put_free
from scenes.kit.range_test.rate_columns import RateColumns
from scenes.kit.range_test.rate_experiment import RUNS
from scenes.kit.range_test.rate_rules import SAFE, spread, stand
from scenes.kit.range_test.sweep_plot import WIDE, SweepPlot
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]

DRAWN = 0.85  # of the time: then the average is there, and the names still come
FALLEN = 0.15  # of the whole fall: then it is no longer flat
SHADE = 0.16  # opacity of the good stretch
DEEP = 0.4  # below the top of the axes: the word for it
GAP = 0.08  # between two stretches
NOWHERE = np.zeros((0, 2))
SPANS = 3.08  # height of the stretches above the plot


class AverageZones(VGroup):
    """Three spans above a plot, with names: where its `average` hardly falls, falls, explodes."""

    @checked
    def __init__(self, plot: SweepPlot, average: VMobject) -> None:
        self.average, test = average, plot.experiment.test
        lowest, last = int(np.argmin(test.smoothed)), len(test.loss) - 1
        fall = plot.experiment.begin - float(test.smoothed[lowest])
        level = plot.experiment.begin - FALLEN * fall
        flat = int(np.flatnonzero(test.smoothed[: lowest + 1] >= level)[-1])
        ends = np.array([test.settled, max(flat, test.settled), lowest, last])
        self.shares = (ends[1:] - ends[0]) / (last - ends[0])  # of the average, where each ends
        x = plot.place(plot.share_of_row(ends), 0)[:, 0]
        names = [("hardly falls", theme.ink), ("falls", theme.ink), ("explodes", theme.wrong)]
        words = [text(name, SMALL_SIZE, color) for name, color in names]
        widths = [one.width for one in words]
        places = np.maximum((x[:-1] + x[1:]) / 2, x[:-1] + GAP + np.array(widths) / 2)
        middles = spread(list(places), widths, -SAFE, SAFE)
        super().__init__()
        for i, (word, middle) in enumerate(zip(words, middles, strict=True)):
            span = Line((x[i] + GAP, SPANS, 0), (x[i + 1] - GAP, SPANS, 0))
            span.set_stroke(names[i][1], width=1.5 * PATH_WIDTH)
            self.add(VGroup(span, stand(word, middle, SPANS + 0.17)))

    def draw(self) -> list[Any]:
        """Return the animations that draw the average, and name each part as it is there."""
        come = []
        for zone, end in zip(self, self.shares, strict=True):
            there = DRAWN * end
            come.append(FadeIn(zone, rate_func=squish_rate_func(smooth, there, there + 1 - DRAWN)))
        return [Create(self.average, rate_func=squish_rate_func(linear, 0, DRAWN)), *come]


class GoodStretch(VGroup):
    """The rates whose trainings come to at most twice the least loss, shaded, with its name.

    The name is left out where it would lie on a line, or on words that are at `kept_free`, (n, 2).
    """

    @checked
    def __init__(self, plot: SweepPlot, kept_free: Array = NOWHERE) -> None:
        low, high = plot.experiment.good
        (left, foot, _), right = plot.at_rate(low), float(plot.at_rate(high)[0])
        top = float(WIDE[3])
        shade = Rectangle(width=right - left, height=top - foot, stroke_width=0)
        shade.set_fill(theme.good, opacity=SHADE).set_z_index(-1)
        shade.move_to((left, foot, 0), DOWN + LEFT)
        axis = Line((left, foot, 0), (right, foot, 0)).set_stroke(theme.good, 2.5 * PATH_WIDTH)
        super().__init__(shade, axis)
        rates = [rate for rate in plot.experiment.rules.values() if low <= rate <= high]
        stops = sorted([left, right, *(float(plot.at_rate(rate)[0]) for rate in rates)])
        _, start, end = max((b - a, a, b) for a, b in pairwise(stops))
        word = text("good", TEXT_SIZE, bold=True)
        word.move_to(((start + end) / 2, top - DEEP, 0))
        low_left, high_right = word.get_corner(DOWN + LEFT)[:2], word.get_corner(UP + RIGHT)[:2]
        is_over = np.any(np.all((low_left < kept_free) & (kept_free < high_right), axis=1))
        if word.width < end - start - 2 * GAP and not is_over:
            self.add(word)


def costs(plot: SweepPlot, columns: RateColumns) -> VGroup:
    """Return what the test and what trying all rates has cost, where nothing else is."""
    test, training = plot.experiment.rows, plot.experiment.training
    column = VGroup(
        text(f"*one test:* {test} batches", SMALL_SIZE),
        text(f"*{RUNS} runs:* {RUNS * training:,} batches", SMALL_SIZE, theme.walker),
    ).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
    words = np.pad(columns.kept_free, ((0, 0), (0, 1)))
    put_free(column, plot, np.concatenate([columns.places_now(), words]))
    return column
