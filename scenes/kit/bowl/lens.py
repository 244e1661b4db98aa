"""A lens on the end of a walk in an error bowl: the ground about its lowest place, from above."""

from functools import cached_property
from typing import Any

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    RIGHT,
    UL,
    UP,
    UR,
    BackgroundRectangle,
    Circle,
    DashedVMobject,
    Line,
    Square,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.bowl.error_bowl import ErrorBowl, ellipse
from scenes.kit.maps.trails import through
from scenes.kit.places import TOP
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.question import question_card
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

LARGEST = 1.85  # radius, in units of the frame
CORNER = (6.35, 3.55)  # of the frame: the lens touches both of its sides
CLEAR = 0.35  # from the floor of the bowl to the lens: the name of an axis stands there
FARTHEST = 0.55  # of the radius: where the farthest of the places that it must show is
CONTOURS = 3  # level lines at least
OUTER = 0.72  # of the radius: no level line is larger
PLACES = (
    -90.0,
    -45.0,
    -135.0,
    180.0,
    135.0,
    45.0,
)  # degrees: of the word on a level line, best first
SHARES = (0.5, 0.25, 0.75)  # of a bracket: beside these its label may stand
NAMES = 0.87  # of the radius, from the middle: the names of the parameters
SIGN = 0.14  # radius of its signs
SPOT = 0.26  # half a side of the square in the bowl whose inside it shows
FLAT = 0.5  # from the lowest place to the words about it
OFF, END = 0.3, 0.09  # from a way to its bracket, and half the length of the ends of that


class Lens(VGroup):
    """The ground about the lowest place of a bowl, from above, w to the right and b upward.

    It shows the end of `walk` and the `others`, points (n, 2), and level lines, each higher
    than the one inside by as much; the outermost says how far above the lowest place it is.
    A line leads from it to where the lowest place is in the bowl.  It
    is as large as it can be without covering the floor.  `left`: how much of the way from the start
    to the lowest place the walk has left, in words.
    """

    def __init__(self, bowl: ErrorBowl, walk: Walk, others: Any = ()) -> None:
        self.bowl, self.walk = bowl, walk
        ends = np.array([walk.trajectory.x[-1], *others])
        away = float(np.linalg.norm(ends - bowl.best, axis=1).max())
        self.reach = away / FARTHEST  # from the middle to the edge, in units of w and b
        corners = bowl.on_floor([[x, y] for x in bowl.floor[:, 0] for y in bowl.floor[:, 1]])
        top = float(bowl.world_to_frame(corners)[:, 1].max()) + CLEAR
        self.radius = min(LARGEST, (CORNER[1] - top) / 2)
        self.middle = np.array([*(np.array(CORNER) - self.radius), 0.0])
        pane = Circle(radius=self.radius, color=theme.ink, stroke_width=THIN_WIDTH)
        pane.set_fill(theme.background, opacity=1).move_to(self.middle)
        start, end = (np.linalg.norm(walk.trajectory.x[i] - bowl.best) for i in (0, -1))
        self.left = percent(float(end / start))
        self.signs = VGroup()
        self.places, self.names = [*ends, bowl.best], VGroup()
        super().__init__(self._leader(), pane, self._contours(), *self._path(), self._names())

    def at(self, x: Any) -> Array:
        """Return where in the frame the points `x (…, 2)` are seen in the lens, (…, 3)."""
        off = self.radius / self.reach * (np.asarray(x, dtype=float) - self.bowl.best)
        flat: Array = np.concatenate([off, np.zeros((*off.shape[:-1], 1))], axis=-1)
        return np.asarray(self.middle + flat)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a sign in the lens", one.get_center()) for one in self.signs]

    def sign(self, meaning: str, x: Any) -> VMobject:
        """Return the sign of what is at `x (2,)`."""
        mark = sign(meaning, SIGN).move_to(self.at(x))
        self.signs.add(mark)
        return mark.set_z_index(1)  # above the level line of another

    @cached_property
    def bracket(self) -> VGroup:
        """A bracket beside the way that the walk has left, with its share of the whole way.

        Its label is where there is most room.
        """
        ends = self.at([self.walk.trajectory.x[-1], self.bowl.best])
        way = ends[1] - ends[0]
        length = float(np.linalg.norm(way))
        along = way / length if length > 0 else RIGHT
        label = plated(text(self.left, SMALL_SIZE))
        found = []
        for across in (np.array([-along[1], along[0], 0.0]), np.array([along[1], -along[0], 0.0])):
            line = ends + OFF * across
            feet = [Line(one - END * across, one + END * across) for one in line]
            bracket = VGroup(Line(*line), *feet).set_stroke(theme.ink, width=PATH_WIDTH / 2)
            half = np.abs(across[:2]) @ [label.width, label.height] / 2
            for share in SHARES:
                place = line[0] + share * (line[1] - line[0]) + (half + 0.15) * across
                found.append(VGroup(bracket, label.copy().move_to(place)))
        # Above the level line of another, which may run through it.
        return max(found, key=lambda both: self._room(both[1])).set_z_index(2)

    def level(self, x: Any) -> VMobject:
        """Return the dashed line on which the error is that of `x (2,)`."""
        line = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        around = self.at(ellipse(self.bowl.loss, float(self.bowl.loss.value(x)), 121))
        return DashedVMobject(line.set_points_as_corners(around), num_dashes=24)

    @cached_property
    def flat(self) -> VGroup:
        """The words ∇L = 0, below the lowest place, where the level lines shrink to a point."""
        label = formula("nabla L = 0", SMALL_SIZE, theme.gradient)
        return plated(label).move_to(self.middle + FLAT * DOWN).set_z_index(2)

    def beside(self, table: VMobject, question: str) -> dict[str, Any]:
        """Return where to ask: between a table on the left and the lens, in 2 lines, or else 3."""
        left, right = float(table.get_right()[0]), float(self.middle[0] - self.radius)
        place = np.array([(left + right) / 2, TOP[1], 0.0])
        fits = question_card(question, (), place, 2).width < right - left
        return {"at": place, "lines": 2 if fits else 3}

    def verdict(self, x: Any) -> str:
        """Say how good the line `x (2,)` is that is behind the points."""
        value = self.bowl.loss.value
        ours = bool(value(np.asarray(x)) < value(self.walk.trajectory.x[-1]))
        return f"{'It beats ours, not the best' if ours else 'No'}: the best fits the noise, too."

    def _room(self, label: VMobject, *words: VMobject) -> float:
        """Return how far a label is from the edge of the lens, all places, names, and `words`."""
        corners = np.array([label.get_corner(side) for side in (UL, UR, DL, DR)])
        inside = self.radius - np.linalg.norm(corners - self.middle, axis=1).max()
        half = np.array([label.width, label.height]) / 2 + SIGN
        middle = label.get_center()
        gaps = [np.abs(self.at(x) - middle)[:2] - half for x in self.places]
        for name in (*self.names, *words):
            size = np.array([name.width, name.height]) / 2
            gaps.append(np.abs(name.get_center() - middle)[:2] - size - half + SIGN)
        return float(min(inside, *(gap.max() for gap in gaps)))

    def _names(self) -> VGroup:
        """Return w and b where their directions meet the edge, and the outermost level."""
        for name, way in zip("wb", (RIGHT, UP), strict=True):
            place = self.middle + NAMES * self.radius * way
            self.names.add(formula(name, SMALL_SIZE, theme.muted).move_to(place))
        level = plated(formula(f"+{number(self.above)}", SMALL_SIZE, theme.muted))
        outline = self._outer.get_anchors()
        found = []
        for angle in np.radians(PLACES):
            way = np.array([np.cos(angle), np.sin(angle), 0.0])
            found.append(level.copy().move_to(outline[np.argmax(outline @ way)]))
        free = [label for label in found if self._room(label, self.flat) > 0]
        return self.names.add(*(free or found)[:1])

    def _leader(self) -> VGroup:
        """Return a square round the lowest place of the bowl, and a line from it to the lens."""
        foot = self.bowl.to_frame(*self.bowl.best)
        way = self.middle - foot
        way /= np.linalg.norm(way)
        style: dict[str, Any] = {"color": theme.ink, "stroke_width": THIN_WIDTH}
        around = Square(side_length=2 * SPOT, **style).move_to(foot)
        return VGroup(
            around,
            Line(foot + SPOT / np.abs(way).max() * way, self.middle - self.radius * way, **style),
        )

    def _contours(self) -> VMobject:
        """Return level lines, each as much higher than the one before."""
        lines = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH, stroke_opacity=0.6)
        whole = ellipse(self.bowl.loss, self.bowl.lowest + 1, 121) - self.bowl.best
        # The loss rises with the square of the distance.
        most = (OUTER * self.reach / np.linalg.norm(whole, axis=1).max()) ** 2
        size = 10.0 ** np.floor(np.log10(most / CONTOURS))
        apart = max(nice * size for nice in (1, 2, 5) if CONTOURS * nice * size <= most)
        count = int(most / apart)
        self.above = count * apart
        for i in range(1, count + 1):
            self._outer = self._around(self.bowl.best + np.sqrt(i * apart) * whole)
            lines.append_points(self._outer.points)
        return lines

    def _around(self, x: Array) -> VMobject:
        line = VMobject()
        line.points = through(self.at(x))
        return line

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


def plated(words: VMobject) -> VGroup:
    """Return `words` on an opaque plate, which nothing shines through."""
    plate = BackgroundRectangle(words, color=theme.background, fill_opacity=1, buff=0.05)
    return VGroup(plate, words)
