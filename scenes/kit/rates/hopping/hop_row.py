"""A row of hops along a number line: what one factor does to x, step by step."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.rates.hopping.hops import Hops, open_mark
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
DEPTH, DEEPEST = 0.2, 0.36  # of a hop, as a share of its length, and at the most
PIECES = 32  # straight ones, of which a whole hop is drawn
MARK = 0.055  # radius of the mark of a step
START = 0.075  # of that of the start
HEAD = 0.13  # length of an arrowhead; its breadth is three quarters
SHORTEST = 0.3  # a hop that is drawn: of shorter ones there are marks alone
TICK = 0.1  # at 0, to either side of the line
THROWN = 0.11  # radius of the sign of a walk that has left the line
FIRST_ROW, ROW = 0.88, 0.6  # below the line, and below each other
HEADER = 0.42  # of the heads of both columns, above the first
INDENT = 0.05  # of the labels
COLUMN, AHEAD = 0.25, 0.3  # between the two labels of a row, and between them and the line


class HopRow(VGroup):
    """The hops of the walk of `hops` with one `rate`, at the height `y`, with a `label` beside it.

    It grows while the walk has that rate, and stays as it is when the rate is turned. Each hop has
    a head, and where one leaves the line stands the sign of divergence. Hops too short to be seen
    are marks alone.
    """

    def __init__(self, hops: Hops, rate: float, y: float, label: VGroup) -> None:
        self.hops, self.rate = hops, rate
        self.taken, self.steps = 0.0, hops.count(rate)
        self.x = hops.places(rate)
        self.spots = hops.at(self.x)
        base = y - DEEPEST / 2
        self.spots[:, 1] = base
        line = hops.line.copy().set_y(base).set_stroke(theme.muted, width=THIN_WIDTH)
        zero = np.array([hops.at(0.0)[0], base, 0.0])
        tick = Line(zero + TICK * UP, zero + TICK * DOWN).set_stroke(theme.good, width=THIN_WIDTH)
        self.arcs = VMobject(stroke_color=theme.walker, stroke_width=1.5 * THIN_WIDTH)
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.crawls = 0 < self._length(0) < SHORTEST
        self._mark = marker_shape("circle", MARK, theme.walker).points
        start = open_mark(START).move_to(self.spots[0])
        self.thrown = sign("diverged", THROWN)
        self._sign = self.thrown.points.copy()
        self._drawn = -1.0
        self.label = label.shift(y * UP)
        super().__init__(line, tick, label, self.arcs, self.marks, start, self.thrown)
        self._draw()  # nothing yet, whatever the walk has taken before
        self.add_updater(lambda row: row.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "HopRow":
        memo[id(self.hops)] = self.hops  # a copy, as animations make them, follows the same walk
        return super().__deepcopy__(memo)

    @property
    def factor(self) -> VMobject:
        """What the walk multiplies, in the label."""
        return self.label[1]

    @property
    def multiplier(self) -> str:
        """By what it multiplies this, as it is written there."""
        return multiplier(self.hops.factor_of(self.rate))

    def follow(self) -> "HopRow":
        """Draw the hops up to where the walk is now, if it has the rate of this row."""
        walk = self.hops.walk
        if np.isclose(walk.rate.get_value(), self.rate, rtol=1e-9, atol=0):
            self.taken = max(self.taken, min(walk.taken, float(self.steps)))
        if self.taken != self._drawn:
            self._draw()
            self._drawn = self.taken
        return self

    def _draw(self) -> None:
        whole = int(self.taken + 1e-9)
        pieces, heads = [], []
        for i in range(min(whole + 1, self.steps)):
            share = 1.0 if i < whole else self.taken - whole
            if share < 1e-6 or self.crawls or abs(self.x[i]) > self.hops.reach:
                break
            arc = self._hop(i, share)
            pieces.append(np.stack([arc[:-1], arc[1:]], axis=1))
            leaves = abs(self.x[i + 1]) > self.hops.reach and len(arc) <= PIECES * share
            if (share == 1.0 and self._length(i) >= SHORTEST) or leaves:
                heads.append(_head(arc[-1], arc[-1] - arc[-2]))
        self.arcs.points = straight_pieces(np.vstack(pieces)) if pieces else np.zeros((0, 3))
        passed = self.spots[1 : whole + 1][np.abs(self.x[1 : whole + 1]) <= self.hops.reach]
        marks = (self._mark[None] + passed[:, None]).reshape(-1, 3)
        self.marks.points = np.vstack([marks, *heads])
        self._show_sign()

    def _show_sign(self) -> None:
        """Put the sign of divergence where the last hop leaves, once the walk is off the line."""
        here = np.interp(self.taken, np.arange(len(self.x)), self.x)
        height = self.arcs.points[-1, 1] if len(self.arcs.points) else self.spots[0][1]
        self.thrown.points = self._sign[: 0 if abs(here) <= self.hops.reach else len(self._sign)]
        end = self.hops.line.get_end() if here > 0 else self.hops.line.get_start()
        self.thrown.shift((end[0] + np.sign(here) * 1.5 * THROWN, height, 0.0))

    def _length(self, i: int) -> float:
        return abs(float(self.spots[i + 1][0] - self.spots[i][0]))

    def _hop(self, i: int, share: float) -> Array:
        """Return the points of half an ellipse, of which so great a `share` is taken.

        What lies beyond the ends of the line is cut off.
        """
        angles = np.linspace(0, np.arccos(1 - 2 * share), PIECES + 1)
        start, end = self.spots[i], self.spots[i + 1]
        points = (start + end) / 2 + np.multiply.outer(np.cos(angles), (start - end) / 2)
        points[:, 1] += min(DEPTH * self._length(i), DEEPEST) * np.sin(angles)
        left, right = self.hops.line.get_start()[0], self.hops.line.get_end()[0]
        return np.asarray(points[(points[:, 0] >= left - 1e-9) & (points[:, 0] <= right + 1e-9)])


def hop_labels(
    rates: Mapping[float, str], curvature: float, variable: str, left: float
) -> list[VGroup]:
    """Return for each rate, with its name, this and what it multiplies `variable` by.

    Both stand in columns, right of `left`, about the height 0, with heads above the first row.
    """
    named = [formula(name, SMALL_SIZE, theme.walker) for name in rates.values()]
    left += INDENT
    second = left + max(one.width for one in named) + COLUMN
    labels = []
    for rate, name in zip(rates, named, strict=True):
        factor = formula(f"{multiplier(1 - rate * curvature)} {variable}", SMALL_SIZE)
        for one, x in ((name, left), (factor, second)):
            one.move_to((x, 0.0, 0.0), aligned_edge=LEFT)
            digit = max(one.family_members_with_points(), key=lambda glyph: float(glyph.height))
            one.shift(-float(digit.get_y()) * UP)
        labels.append(VGroup(name, factor))
    head = formula("alpha", SMALL_SIZE, theme.walker).move_to((left, HEADER, 0), aligned_edge=LEFT)
    becomes = formula(f"{variable} ->", SMALL_SIZE).move_to((second, HEADER, 0), aligned_edge=LEFT)
    labels[0].add(head, becomes)
    return labels


def multiplier(factor: float) -> str:
    """Return a factor as it is written in the label of a row."""
    return number(factor, 2, 1)


def hop_rows(hops: Hops, rates: Sequence[float], labels: Sequence[VGroup]) -> list[HopRow]:
    """Return a row for each of the rates, with its label."""
    top = hops.line.get_y() - FIRST_ROW
    pairs = zip(rates, labels, strict=True)
    return [HopRow(hops, rate, top - i * ROW, one.copy()) for i, (rate, one) in enumerate(pairs)]


def _head(tip: Array, way: Array) -> Array:
    """Return the points of an arrowhead with its tip at a place."""
    way = HEAD * way / max(float(np.linalg.norm(way)), 1e-12)
    side = 0.375 * np.array([-way[1], way[0], 0.0])
    corners = [tip, tip - way + side, tip - way - side, tip]
    return np.asarray(VMobject().set_points_as_corners(np.array(corners)).points)
