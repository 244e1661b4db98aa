"""A lens on the end of a walk in an error bowl: the ground about its lowest place, from above."""

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
    Circle,
    DashedVMobject,
    Dot,
    Line,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.bowl.error_bowl import ErrorBowl, ellipse
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import marker_shape, sign, sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import halo, text

Array = NDArray[np.float64]

RADIUS = 1.85  # units of the frame
CORNER = (6.35, 3.2)  # of the frame: the lens touches both of its sides
FARTHEST = 0.58  # of the radius: where the farthest of the places that it must show is
CONTOURS = 5  # level lines from the middle to the edge
SIDES = (DOWN, RIGHT, UP, LEFT, DR, UR, DL, UL)
SIGN = 0.14  # radius of its signs
ENOUGH = 0.3  # units of the frame between a label and anything else …
CROSSED = 0.1  # … which a level line through it is as bad as having less of


class Lens(VGroup):
    """The ground about the lowest place of a bowl, from above, w to the right and b upward.

    It shows the end of `walk` and the `others`, points (n, 2), and level lines, one as far from the
    next as all.  Two lines lead from it to where the lowest place is in the bowl.
    """

    def __init__(self, bowl: ErrorBowl, walk: Walk, others: Any = ()) -> None:
        self.bowl, self.walk = bowl, walk
        ends = np.array([walk.trajectory.x[-1], *others])
        away = float(np.linalg.norm(ends - bowl.best, axis=1).max())
        self.reach = away / FARTHEST  # from the middle to the edge, in units of w and b
        self.middle = np.array([*(np.array(CORNER) - RADIUS), 0.0])
        pane = Circle(radius=RADIUS, color=theme.ink, stroke_width=THIN_WIDTH)
        pane.set_fill(theme.background, opacity=1).move_to(self.middle)
        self.signs = VGroup()
        self.places = [*ends, bowl.best]
        levels = [ellipse(bowl.loss, float(bowl.loss.value(x)), 241) for x in ends[1:]]
        self.lines = self.at(np.concatenate([np.zeros((0, 2)), *levels]))
        super().__init__(self._cone(), pane, self._contours(), *self._path())

    def at(self, x: Any) -> Array:
        """Return where in the frame the points `x (…, 2)` are seen in the lens, (…, 3)."""
        off = RADIUS / self.reach * (np.asarray(x, dtype=float) - self.bowl.best)
        flat: Array = np.concatenate([off, np.zeros((*off.shape[:-1], 1))], axis=-1)
        return np.asarray(self.middle + flat)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a sign in the lens", one[0].get_center()) for one in self.signs]

    def sign(self, meaning: str, x: Any, name: str) -> VGroup:
        """Return the sign of what is at `x (2,)`, with its `name` where there is room for it."""
        mark = sign(meaning, SIGN).move_to(self.at(x))
        label = halo(text(name, SMALL_SIZE, sign_color(meaning)))
        spots = [label.copy().next_to(mark, side, buff=0.12) for side in SIDES]
        both = VGroup(mark, max(spots, key=lambda spot: self._room(spot, x)))
        self.signs.add(both)
        return both.set_z_index(1)  # above the level line of another

    def level(self, x: Any) -> VMobject:
        """Return the dashed line on which the error is that of `x (2,)`."""
        line = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        around = self.at(ellipse(self.bowl.loss, float(self.bowl.loss.value(x)), 121))
        return DashedVMobject(line.set_points_as_corners(around), num_dashes=24)

    def _room(self, label: VMobject, x: Any) -> float:
        """Return how far the label of `x` is from the edge of the lens and all else in it."""
        corners = np.array([label.get_corner(side) for side in (UL, UR, DL, DR)])
        inside = RADIUS - np.linalg.norm(corners - self.middle, axis=1).max()
        known = [Dot(self.at(y), radius=1.2 * SIGN) for y in self.places if not np.allclose(x, y)]
        others = [self._gap(label, part) for part in (*known, *(both[1] for both in self.signs))]
        off = np.abs(self.lines - label.get_center())[:, :2]
        crossed = bool((off < np.array([label.width, label.height]) / 2).all(axis=1).any())
        return float(min([inside, *others, ENOUGH])) - CROSSED * crossed

    @staticmethod
    def _gap(one: Any, other: Any) -> float:
        apart = np.abs(one.get_center() - other.get_center())[:2]
        return float(
            np.max(apart - np.array([one.width + other.width, one.height + other.height]) / 2)
        )

    def _cone(self) -> VGroup:
        """Return the two lines that touch the lens and meet at the lowest place of the bowl."""
        foot = self.bowl.to_frame(*self.bowl.best)
        way = self.middle - foot
        far = float(np.linalg.norm(way))
        turn, length = np.arcsin(RADIUS / far), np.sqrt(far**2 - RADIUS**2)
        angle = np.arctan2(way[1], way[0])
        style: dict[str, Any] = {"color": theme.ink, "stroke_width": THIN_WIDTH}
        ways = (np.array([np.cos(a), np.sin(a), 0.0]) for a in (angle - turn, angle + turn))
        return VGroup(*(Line(foot, foot + length * one, **style) for one in ways))

    def _contours(self) -> VMobject:
        """Return level lines; the largest that fits is inside of the lens all along."""
        lines = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH, stroke_opacity=0.6)
        whole = ellipse(self.bowl.loss, self.bowl.lowest + 1, 121) - self.bowl.best
        whole *= self.reach / np.linalg.norm(whole, axis=1).max()
        for share in np.arange(1, CONTOURS) / CONTOURS:
            points = self.at(self.bowl.best + share * whole)
            pieces = straight_pieces(np.stack([points[:-1], points[1:]], axis=1))
            lines.points = np.vstack([lines.points.reshape(-1, 3), pieces])
        return lines

    def _path(self) -> tuple[VMobject, VMobject]:
        """Return the part of the path within the lens, and a mark at each of its steps."""
        x = self.walk.visited - self.bowl.best
        outside = np.flatnonzero(np.linalg.norm(x, axis=1) > 0.98 * self.reach)
        first = int(outside[-1]) if len(outside) else 0
        path = x[first:].copy()
        if len(outside) and len(path) > 1:
            shares = np.linspace(0, 1, 201)[:, None]
            way = path[0] + shares * (path[1] - path[0])
            path[0] = way[np.linalg.norm(way, axis=1) <= 0.98 * self.reach][0]
        points = self.at(self.bowl.best + path)
        line = VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        line.set_points_as_corners(points)
        marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        outline = marker_shape("circle", STEP_RADIUS, theme.walker).points
        marks.points = (outline + points[len(outside) > 0 :, None]).reshape(-1, 3)
        return line, marks
