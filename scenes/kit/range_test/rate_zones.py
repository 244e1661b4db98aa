"""Stretches of the axis of the rates: where the loss is flat, falls, explodes, and is good."""

import numpy as np
from manim import DOWN, LEFT, Line, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.range_test.rate_experiment import RUNS
from scenes.kit.range_test.rate_rules import SAFE, spread
from scenes.kit.range_test.sweep_plot import WIDE, SweepPlot
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]

FALLEN = 0.15  # of the whole fall: then it is no longer flat
SHADE = 0.16  # opacity of the good stretch
GAP = 0.08  # between two stretches
SPANS = 3.0  # height of the stretches above the plot
COST = 0.35, 0.62  # from the corner of the axes to what trying all rates costs


def zones(plot: SweepPlot) -> VGroup:
    """Return three spans above the plot, with names: where the average is flat, falls, explodes."""
    test = plot.experiment.test
    lowest = int(np.argmin(test.smoothed))
    fall = plot.experiment.begin - float(test.smoothed[lowest])
    level = plot.experiment.begin - FALLEN * fall
    flat = int(np.flatnonzero(test.smoothed[: lowest + 1] >= level)[-1])
    shares = plot.share_of_row([0, flat, lowest, len(test.loss) - 1])
    x = plot.place(shares, 0)[:, 0]
    names = [("flat", theme.ink), ("falls", theme.ink), ("explodes", theme.wrong)]
    words = [text(name, SMALL_SIZE, color) for name, color in names]
    middles = spread(list((x[:-1] + x[1:]) / 2), [one.width for one in words], SAFE)
    found = VGroup()
    for i, (word, middle) in enumerate(zip(words, middles, strict=True)):
        span = Line((x[i] + GAP, SPANS, 0), (x[i + 1] - GAP, SPANS, 0))
        found.add(span.set_stroke(names[i][1], width=1.5 * PATH_WIDTH))
        found.add(word.move_to((middle, SPANS + 0.15, 0), DOWN))
    return found


class GoodStretch(VGroup):
    """The rates whose trainings end at no more than twice the least loss, shaded, with its name."""

    @checked
    def __init__(self, plot: SweepPlot) -> None:
        low, high = plot.experiment.good
        (left, foot, _), right = plot.at_rate(low), float(plot.at_rate(high)[0])
        top = float(WIDE[3])
        shade = Rectangle(width=right - left, height=top - foot, stroke_width=0)
        shade.set_fill(theme.good, opacity=SHADE).set_z_index(-1)
        shade.move_to((left, foot, 0), DOWN + LEFT)
        axis = Line((left, foot, 0), (right, foot, 0)).set_stroke(theme.good, 2.5 * PATH_WIDTH)
        super().__init__(shade, axis)


def costs(plot: SweepPlot) -> VGroup:
    """Return what the test and what trying all rates has cost, in the free corner of the axes."""
    test, training = plot.experiment.rows, plot.experiment.training
    rows: list[VMobject] = [
        text(f"*one test:* {test} batches", SMALL_SIZE),
        text(f"*{RUNS} runs:* {RUNS * training:,} batches", SMALL_SIZE, theme.walker),
    ]
    column = VGroup(*rows).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
    corner = plot.place(0, 0)
    return column.move_to(corner + np.array([*COST, 0]), LEFT)
