"""The arrows of a step enlarged, and their parts across a valley and along it."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.arrows import PARTS, PartArrow
from scenes.kit.rolling.velocity import VelocityArrows
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
DIRECTIONS = ("across", "along")
TOP, WIDE, HIGH = 0.2, 3.2, 2.85  # how high all reaches in the frame, and its size at most
SCALES = np.arange(6, 0, -0.5)  # times as large as on the map: the first that fits
OFF, BESIDE = 0.3, 0.32  # from the arrows to the first of their parts, and from row to row
ENDS = ((0, 1), (1, 2), (0, 2))  # the corners between which each arrow is
ROWS = (2, 1, 2)  # the last row to which a line drops from each corner
GEM = 0.85 * DOT_RADIUS  # radius of the walker
GUTTER, NEAR = 0.6, 0.25  # from the map to the words, and from those to the arrows
DASH, PERIOD = 0.07, 0.14  # of the lines that drop
DROPPED, GROWS = 0.6, 0.4  # of the time: until when they drop, and from when the parts grow
NAMED = squish_rate_func(smooth, 0.6, 1)


class PartsApart(VGroup):
    """The `arrows` of a step, right of their map and larger, and their parts in two directions.

    They grow as those on the map do. Lines then drop from their ends on rows beside them, in which
    their parts "across" the valley, or "along" it, stand tip to tail: `projected` has a tracker
    for each of the two. What they make is there as soon as it is on the map. `view` is the walker,
    and how many times as large as on the map all is: `scale_up`.
    """

    def __init__(self, arrows: VelocityArrows, valley: Valley) -> None:
        self.arrows = arrows
        self.directions = [np.append(one, 0.0) for one in valley.directions[::-1]]
        self.aways = [_away(one) for one in self.directions]
        corners = arrows.corners - arrows.corners[0]
        for scale in SCALES:
            self.scale_up = float(scale)
            self.corners = scale * corners
            reached = np.vstack(
                [GEM * np.array([LEFT, UP]), self.corners, *map(self._feet, (0, 1))]
            )
            lower, upper = reached.min(axis=0), reached.max(axis=0)
            if np.all((upper - lower)[:2] <= (WIDE, HIGH)):
                break
        size = VGroup(text("enlarged" if self.scale_up > 1 else "reduced", SMALL_SIZE, theme.muted))
        size.add(formula(f"times {number(self.scale_up)}", SMALL_SIZE, theme.muted))
        size.arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        left = float(arrows.map.get_right()[0]) + GUTTER
        self.corners = self.corners + (left + size.width + NEAR - lower[0]) * RIGHT
        self.corners = self.corners + (TOP - upper[1]) * UP
        size.move_to((left, TOP, 0), LEFT + UP)
        gem = marker_shape("diamond", GEM, theme.second).move_to(self.corners[0])
        self.view = VGroup(size, gem.set_z_index(1))
        self.names = VGroup(*(text(name, SMALL_SIZE, theme.muted) for name in DIRECTIONS))
        rows = [VMobject().set_points_as_corners(self._feet(i)) for i in (0, 1)]
        at_left, at_right = sorted((0, 1), key=lambda i: rows[i].get_x())
        self.names[at_left].move_to((left, rows[at_left].get_y(), 0), LEFT)
        self.names[at_right].next_to(rows[at_right], RIGHT, buff=NEAR)
        self.projected = {name: ValueTracker(0.0) for name in DIRECTIONS}
        self.drops = VGroup(
            *(VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH) for _ in DIRECTIONS)
        )
        self.wholes = VGroup(*(PartArrow(part, head=part != "made") for part in PARTS))
        self.tip = arrows.tip.copy()
        self.parts = VGroup(*(VGroup(*map(PartArrow, PARTS)) for _ in DIRECTIONS))
        super().__init__(self.drops, self.wholes, self.parts, self.tip)
        self.follow()
        self.add_updater(lambda apart: apart.follow())

    def follow(self) -> "PartsApart":
        """Draw all as far as it has grown."""
        grown = [share.get_value() for share in self.arrows.shares]
        for arrow, (tail, tip), share in zip(self.wholes, ENDS, grown, strict=True):
            arrow.put(self.corners[tail], share * (self.corners[tip] - self.corners[tail]))
        self.tip.points = self.arrows.tip.points.copy()
        if grown[-1]:
            self.tip.move_to(self.corners[0] + grown[-1] * (self.corners[2] - self.corners[0]))
        for i, tracker in enumerate(self.projected.values()):
            time = float(tracker.get_value())
            self._drop(i, min(time / DROPPED, 1.0))
            split = max(0.0, (time - GROWS) / (1 - GROWS))
            for row, (arrow, (tail, tip)) in enumerate(zip(self.parts[i], ENDS, strict=True)):
                begin, end = (self._foot(i, corner, row) for corner in (tail, tip))
                arrow.put(begin, min(split, grown[row]) * (end - begin))
        return self

    def project(self, direction: str) -> list[Any]:
        """Return the animations in which the parts "across" or "along" come out of the arrows."""
        going: Any = self.projected[direction].animate
        name = self.names[DIRECTIONS.index(direction)]
        return [going.set_value(1), FadeIn(name, rate_func=NAMED)]

    def leave(self) -> FadeOut:
        """Return the animation in which all of it leaves."""
        return FadeOut(self, self.view, self.names)

    def _foot(self, i: int, corner: int, row: int) -> Array:
        """Return where in a row of the direction `i` a line from a corner ends."""
        away = self.aways[i]
        depth = float((self.corners @ away).max()) + OFF + row * BESIDE
        at = self.corners[corner]
        return np.asarray(at + (depth - at @ away) * away)

    def _feet(self, i: int) -> Array:
        return np.array([self._foot(i, corner, row) for corner in range(3) for row in range(3)])

    def _drop(self, i: int, share: float) -> None:
        """Draw the dashed lines from the corners as far as they have dropped."""
        lines = self.drops[i]
        lines.points = np.zeros((0, 3))
        for corner, row in enumerate(ROWS):
            begin = self.corners[corner]
            way = self._foot(i, corner, row) - begin
            length = float(np.linalg.norm(way))
            for start in np.arange(0, share * length, PERIOD):
                end = min(start + DASH, share * length)
                lines.start_new_path(begin + start / length * way)
                lines.add_points_as_corners([begin + end / length * way])


def _away(direction: Array) -> Array:
    """Return the unit vector across `direction` that points down, or to the right."""
    aside = np.array([-direction[1], direction[0], 0.0])
    return aside if aside @ (0.5, -1.0, 0.0) > 0 else -aside
