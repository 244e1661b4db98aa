"""A row of hops along a number line: what one factor does to x, step by step."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.rates.hops import Hops, open_mark
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
DEPTH, DEEPEST = 0.16, 0.27  # of a hop, as a share of its length, and at the most
PIECES = 32  # straight ones, of which a whole hop is drawn
MARK = 0.035  # radius of the mark of a step
START = 0.06  # of that of the start
HEAD = 0.1  # length of an arrowhead; its breadth is three quarters
SHORTEST = 0.3  # a hop that is drawn: of shorter ones there are dots, and one arrow above all
SMALL_MARK, ABOVE = 0.024, 0.15  # radius of such a dot, and the arrow over them
FIRST_ROW, ROW = 0.85, 0.43  # below the line, and below each other


class HopRow(VGroup):
    """The hops of the walk of `hops` with one `rate`, at the height `y`, its factor at the left.

    It grows while the walk has that rate, and stays as it is when the rate is turned. Each hop has
    a head, and so has the one that leaves the line. Hops too short to be seen are dots, and one
    arrow above them shows how far they have led.
    """

    def __init__(self, hops: Hops, rate: float, y: float, left: float) -> None:
        self.hops, self.rate = hops, rate
        self.taken, self.steps = 0.0, hops.count(rate)
        factor = formula(f"{number(hops.factor_of(rate), 2, 1)} {hops.variable}", SMALL_SIZE)
        first = max(factor.family_members_with_points(), key=lambda glyph: float(glyph.height))
        factor.move_to((left, y, 0.0), aligned_edge=LEFT)
        factor.shift((0.0, y - float(first.get_center()[1]), 0.0))
        self.x = hops.places(rate)
        self.spots = hops.at(self.x)
        self.spots[:, 1] = y - DEEPEST / 2
        line = hops.line.copy().set_y(y - DEEPEST / 2)
        line.set_stroke(theme.muted, width=THIN_WIDTH)
        self.arcs = VMobject(stroke_color=theme.walker, stroke_width=1.5 * THIN_WIDTH)
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.crawls = 0 < self._length(0) < SHORTEST
        mark = SMALL_MARK if self.crawls else MARK
        self._mark = marker_shape("circle", mark, theme.walker).points
        start = open_mark(START).move_to(self.spots[0])
        self._drawn = -1.0
        super().__init__(line, factor, self.arcs, self.marks, start)
        self._draw()  # nothing yet, whatever the walk has taken before
        self.add_updater(lambda row: row.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "HopRow":
        memo[id(self.hops)] = self.hops  # a copy, as animations make them, follows the same walk
        return super().__deepcopy__(memo)

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
            if share < 1e-6 or abs(self.x[i]) > self.hops.reach:
                break
            if self.crawls:
                continue
            arc = self._hop(i, share)
            pieces.append(np.stack([arc[:-1], arc[1:]], axis=1))
            leaves = abs(self.x[i + 1]) > self.hops.reach and len(arc) <= PIECES * share
            if (share == 1.0 and self._length(i) >= SHORTEST) or leaves:
                heads.append(_head(arc[-1], arc[-1] - arc[-2]))
        if self.crawls and self.taken > 0:
            here = min(whole + 1, self.steps)
            end = self.spots[whole] + (self.taken - whole) * (self.spots[here] - self.spots[whole])
            start, end = self.spots[0] + ABOVE * UP, end + ABOVE * UP
            way = np.sign(end - start) * RIGHT
            size = min(1.0, float(np.linalg.norm(end - start)) / HEAD)
            heads.append(_head(end, way, size))
            pieces.append(np.array([[start, end - 0.5 * HEAD * size * way]]))
        self.arcs.points = straight_pieces(np.vstack(pieces)) if pieces else np.zeros((0, 3))
        passed = self.spots[1 : whole + 1][np.abs(self.x[1 : whole + 1]) <= self.hops.reach]
        marks = (self._mark[None] + passed[:, None]).reshape(-1, 3)
        self.marks.points = np.vstack([marks, *heads])

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


def hop_rows(hops: Hops, rates: Sequence[float], left: float) -> list[HopRow]:
    """Return a row for each of the rates; their factors begin at `left` in the frame."""
    top = hops.line.get_y() - FIRST_ROW
    return [HopRow(hops, rate, top - i * ROW, left) for i, rate in enumerate(rates)]


def _head(tip: Array, way: Array, size: float = 1.0) -> Array:
    """Return the points of an arrowhead with its tip at a place, `size` times as large as HEAD."""
    way = size * HEAD * way / max(float(np.linalg.norm(way)), 1e-12)
    side = 0.375 * np.array([-way[1], way[0], 0.0])
    corners = [tip, tip - way + side, tip - way - side, tip]
    return np.asarray(VMobject().set_points_as_corners(np.array(corners)).points)
