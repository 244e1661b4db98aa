"""The rates that rules read off a range test: lines from the axis to their names."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    FadeIn,
    Line,
    Succession,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.range_test.rate_experiment import RULES
from scenes.kit.range_test.sweep_plot import WIDE, SweepPlot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import distinct, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

NAMES, VALUES = 3.22, 2.77  # heights on which the names and the rates stand
LEADERS = 2.66  # where the lines bend to their names
SAFE = 6.35  # half the width of the frame that texts may fill
APART = 0.3  # between two names
TANGENT = 0.6  # units of the frame, to each side
POINT, FALLING = 0.12, 0.07  # radius of a point that a rule finds, and of those of a fall
SPAN = 0.42  # from the axis to the span between two rates
BELOW = 0.3  # the top of the plot: the way to a tenth, and how far rates are apart
TIP = 0.2
LAG = 0.5  # of the time that a part of what a rule looks at takes, until the next one comes


class RateRules:
    """The rates of the rules of an experiment on its `plot`, which is wide.

    All have their place from the start, so that those that come later find room. `marks` are the
    lines from the axis to the names, `reasons` what each rule looks at, both by the names.
    """

    @checked
    def __init__(self, plot: SweepPlot) -> None:
        self.plot, self.rates, self.test = plot, plot.experiment.rules, plot.experiment.test
        shown = distinct([*self.rates.values()])
        plot.update()
        labels = []
        for name, value in zip(RULES, shown, strict=True):
            words = text(name, SMALL_SIZE)
            rate = formula(value, SMALL_SIZE, theme.walker)
            labels.append(VGroup(words, rate))
        places = [float(plot.at_rate(rate)[0]) for rate in self.rates.values()]
        widths = [label.width for label in labels]
        left = float(plot.averaged().get_right()[0]) + APART
        for label, x in zip(labels, spread(places, widths, left, SAFE), strict=True):
            stand(label[0], x, NAMES)
            stand(label[1], x, VALUES)
        self.marks = {
            name: VGroup(label, *self._line(rate, float(label.get_x())))
            for name, rate, label in zip(RULES, self.rates.values(), labels, strict=True)
        }
        self.reasons = dict(
            zip(
                RULES,
                (self._tenth(), self._two_thirds(), self._tangent(), self._lowest()),
                strict=True,
            )
        )

    def read(self, name: str) -> Any:
        """Return the animation in which a rule looks at the curve, and then gets its mark.

        Lines are drawn, words and points fade in.
        """
        parts = [(part, part.family_members_with_points()[0]) for part in self.reasons[name]]
        looks = [
            FadeIn(part, lag_ratio=LAG) if one.get_fill_opacity() else Create(part)
            for part, one in parts
        ]
        return Succession(AnimationGroup(*looks, lag_ratio=LAG), FadeIn(self.marks[name]))

    def _lowest(self) -> VGroup:
        """Return the lowest point of the average."""
        return VGroup(self._point("lowest"))

    def _tenth(self) -> VGroup:
        """Return the way from the lowest point to a tenth of its rate, and what it divides by."""
        top = float(WIDE[3]) - BELOW
        start, end = (self.plot.at_rate(self.rates[name])[0] for name in ("lowest", "lowest/10"))
        arrow = Line((start, top, 0), (end, top, 0)).add_tip(tip_length=TIP, tip_width=TIP)
        arrow.set_color(theme.ink).set_stroke(width=1.5 * THIN_WIDTH)
        words = formula("div 10", SMALL_SIZE)
        words.next_to(arrow, DOWN, buff=0.12).align_to(arrow, LEFT).shift(TIP * RIGHT)
        return VGroup(arrow, words)

    def _tangent(self) -> VGroup:
        """Return the tangent of the average where it falls fastest."""
        row = self._row("steepest")
        before, here, after = self.plot.row_places(self.test.smoothed)[row - 1 : row + 2]
        way = (after - before) / np.linalg.norm(after - before)
        halves = VGroup(*(Line(here, here + side * TANGENT * way) for side in (-1, 1)))
        return halves.set_stroke(theme.gradient, width=2 * PATH_WIDTH).set_z_index(0.5)

    def _two_thirds(self) -> VGroup:
        """Return the points of the longest fall on a paler average, and the end of two thirds."""
        first, *_, last = rows = [*self.test.longest_fall]
        corners = self.plot.row_places(self.test.smoothed)[rows]
        paler = self.plot.average().set_stroke(theme.muted, 1.7 * PATH_WIDTH)
        points = [marker_shape("circle", FALLING, theme.ink).move_to(one) for one in corners]
        fall = VGroup(*points).set_z_index(0.5)
        stops = [first, (2 * first + last) / 3, self._row("two thirds"), last]
        spans = VGroup(*(self._span(*pair) for pair in pairwise(self.plot.share_of_row(stops))))
        shares = VGroup(*(formula("1 \\/ 3", SMALL_SIZE).next_to(one, UP, 0.08) for one in spans))
        return VGroup(paler, fall, spans, shares, self._point("two thirds"))

    def _span(self, first: float, last: float) -> VGroup:
        """Return a line between two shares of the axis, above it, with a stop at each end."""
        ends = self.plot.place([first, last], 0) + SPAN * UP
        stops = [Line(end - 0.1 * UP, end + 0.1 * UP) for end in ends]
        return VGroup(Line(*ends), *stops).set_stroke(theme.ink, width=1.5 * THIN_WIDTH)

    def _point(self, name: str) -> VMobject:
        point = marker_shape("circle", POINT, theme.ink).set_z_index(0.6)
        return point.move_to(self.plot.row_places(self.test.smoothed)[self._row(name)])

    def _row(self, name: str) -> int:
        """Return the row of the test with the rate of a rule."""
        return int(np.argmin(np.abs(np.log(self.test.learning_rate / self.rates[name]))))

    def apart(self) -> VGroup:
        """Return the span between the lowest and the highest rate of the rules, and its factor."""
        names = sorted(RULES[:-1], key=lambda name: self.rates[name])
        low, high = names[0], names[-1]
        span = self._span(*(self.plot.experiment.share_of(self.rates[one]) for one in (low, high)))
        factor = formula(f"times {number(self.rates[high] / self.rates[low], 2)}", TEXT_SIZE)
        span.set_y(float(WIDE[3]) - BELOW)
        return VGroup(*span, factor.next_to(span, DOWN, buff=0.05))

    def _line(self, rate: float, x: float) -> list[VMobject]:
        """Return the line from the axis to the top of the plot, and from there to the name."""
        foot, top = self.plot.at_rate(rate), float(WIDE[3])
        upright: Any = DashedLine(foot, (foot[0], top, 0), dash_length=0.12)
        leader = Line((foot[0], top, 0), (x, LEADERS, 0))
        return [part.set_stroke(theme.ink, width=THIN_WIDTH) for part in (upright, leader)]


def spread(
    places: Sequence[float], widths: Sequence[float], left: float, right: float
) -> list[float]:
    """Return middles near `places`, ascending, at which boxes of such widths do not meet.

    They keep APART from each other, and within `left` and `right`.

    >>> spread([0.0, 0.1], [1.0, 1.0], -5.0, 5.0)
    [-0.6, 0.7]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    # Boxes that would meet form a block about the mean of what its members want.
    blocks: list[tuple[list[int], float]] = []
    for i in order:
        members, start = [i], places[i] - widths[i] / 2
        while blocks and _end(blocks[-1], widths) + APART > start:
            members = blocks.pop()[0] + members
            offsets = np.cumsum([0.0, *(widths[j] + APART for j in members[:-1])])
            wanted = [
                places[j] - widths[j] / 2 - off for j, off in zip(members, offsets, strict=True)
            ]
            start = float(np.mean(wanted))
        blocks.append((members, start))
    starts, lengths = [start for _, start in blocks], [_end(one, widths) - one[1] for one in blocks]
    for k in range(len(blocks)):  # from the left edge on, none goes over the one before
        least = starts[k - 1] + lengths[k - 1] + APART if k else left
        starts[k] = max(starts[k], least)
    for k, length in reversed([*enumerate(lengths)]):
        most = starts[k + 1] - APART if k + 1 < len(starts) else right
        starts[k] = min(starts[k], most - length)
    middles = [0.0] * len(places)
    for (members, _), pen in zip(blocks, starts, strict=True):
        for j in members:
            middles[j] = round(pen + widths[j] / 2, 9)
            pen += widths[j] + APART
    return middles


def stand(words: Any, x: float, base: float) -> Any:
    """Put words about x, their first letter on the line at the height `base`, and return them."""
    first = words.family_members_with_points()[0]
    return words.shift((x - float(words.get_x()), base - float(first.get_bottom()[1]), 0.0))


def _end(block: tuple[list[int], float], widths: Sequence[float]) -> float:
    members, start = block
    return start + sum(widths[j] + APART for j in members) - APART
