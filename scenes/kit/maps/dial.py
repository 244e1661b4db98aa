"""A dial at one point of a map: which way is how steep."""

from functools import partial
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
    Line,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
)
from numpy.typing import ArrayLike, NDArray

from gd_math import grid
from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.arrow_field import arrow_outlines, closed, right_angle
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.landmarks import landmark_signs, landmarks
from scenes.kit.maps.map_scales import COLUMN, HEAD
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import gap, tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
RADIUS = 0.64
CLEAR = 0.14  # between the hand and a sign or the map's border, at the least
MIDDLE = 0.5  # of the map's width and height: there a dial has room
HIGH = 0.6  # of the places are lower than where it stands, or more
OFF = 0.1  # how much a place in the middle counts, against a steep one
OBLIQUE = 0.5  # ∇f leans so far, or more, as the sine of its angle to both axes
DOWNWARD = 0.5  # how much a place counts where uphill is down in the frame
NEEDLE = 0.16  # so far beyond the rim reaches the hand
ANGLE = 0.3  # the side of the right angle's mark
ZERO = 125.0, 0.42  # degrees from ∇f, and from the middle, to the names of what has no slope
ASIDE = 0.12  # between the hand and the name
BAR = 0.42  # its width
NEAR = 1.3  # radii from the dial's middle: so far its contour is shown
BESIDE = (30.0, -30.0, 50.0, -50.0)  # degrees from ∇f to its name, the best first
MARKED = (-90.0, 0.0, 90.0, 180.0)  # directions that leave a mark


class DirectionDial(VGroup):
    """A dial with a hand at one point of a map, and a gauge of the slope in the hand's direction.

        slope = ∇f · u, for u of length 1

    ∇f at the point, which has its name beside it, reaches just to the dial's rim, and is as long as
    the gauge's bar is at the most. `direction` is a tracker of the hand's angle from ∇f, in
    degrees: at 90 and −90 it lies along the contour. Where the slope is zero, and where it is
    largest, the hand leaves a mark as it comes by. `square` and
    `zeros`, which are not shown with the dial, are the right angle of ∇f on the contour, and a 0 at
    each of its ends. `reach` is a circle, never shown, around all that is drawn but the name: what
    is below may be hidden.
    """

    @checked
    def __init__(self, contour_map: ContourMap, place: ArrayLike) -> None:
        self.x = np.asarray(place, dtype=float)
        self.gradient = contour_map.loss.gradient(self.x)
        self.size = float(np.linalg.norm(self.gradient))
        if self.size == 0:
            raise ValueError(f"place is {tuple(map(float, self.x))}, and must be on a slope")
        self.ahead = float(np.arctan2(self.gradient[1], self.gradient[0]))
        self.foot = contour_map.at(self.x)
        self.direction = ValueTracker(-90.0)
        self._shown: float | None = None
        disc = Circle(RADIUS, stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        disc.set_fill(theme.background, opacity=0.6).move_to(self.foot)
        self.reach = Circle(NEAR * RADIUS).move_to(self.foot)
        self.contour = _rimmed(self._contour(contour_map))
        self.arrow = _rimmed(VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0))
        outline = arrow_outlines(np.array([[1.0, 0.0]]))[0] * [RADIUS, 0.75 * RADIUS]
        self.arrow.points = closed(self._out(outline + np.array([RADIUS / 2, 0.0]), 0.0)[None])
        self.hand = _rimmed(VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH))
        self.tip = _rimmed(VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0))
        self.marks = _rimmed(VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0))
        self.gauge = self._gauge(contour_map)
        self.label = self._name(contour_map)
        self.square = right_angle(contour_map, self.x, ANGLE)
        self.square[1].set_stroke(width=PATH_WIDTH)
        self.zeros = VGroup()
        for side in (1, -1):  # on the lower half of the disc, where nothing else is
            place = self._out(np.array([(ZERO[1], 0.0)]), side * np.radians(ZERO[0]))[0]
            self.zeros.add(formula("0", SMALL_SIZE).move_to(np.append(place, 0.0)))
        super().__init__(
            disc, self.contour, self.marks, self.hand, self.tip, self.arrow, self.gauge, self.label
        )
        self.follow()
        self.add_updater(DirectionDial.follow)

    def turn_to(self, degrees: float) -> Any:
        """Return the animation in which the hand turns to so many degrees from ∇f.

        It slows down after each quarter of a turn, where the slope is zero or largest.
        """
        turning: Any = self.direction.animate
        quarters = max(1, round(abs(degrees - float(self.direction.get_value())) / 90))
        return turning(rate_func=partial(_by_parts, parts=quarters)).set_value(degrees)

    @property
    def slope(self) -> float:
        """The change of height for a step of length 1, at the slope in the hand's direction."""
        return self.size * float(np.cos(np.radians(self.direction.get_value())))

    def follow(self) -> "DirectionDial":
        """Point the hand, and set the gauge, as `direction` says."""
        degrees = float(self.direction.get_value())
        if degrees == self._shown:
            return self  # so that it can be faded in and out
        self._shown = degrees
        turn = np.radians(degrees)
        ends = self._out(np.array([(0.0, 0.0), (RADIUS + NEEDLE - 0.2, 0.0)]), turn)
        self.hand.set_points_as_corners(np.append(ends, np.zeros((2, 1)), axis=1))
        end = RADIUS + NEEDLE
        head = np.array([(end, 0.0), (end - 0.22, 0.09), (end - 0.22, -0.09)])
        self.tip.points = closed(self._out(head, turn)[None])
        rim = np.array([(RADIUS, 0.0)])
        dots = [
            Circle(0.09).points + np.append(self._out(rim, np.radians(marked))[0], 0.0)
            for marked in MARKED
            if marked <= degrees
        ]
        self.marks.points = np.concatenate(dots) if dots else np.zeros((0, 3))
        rise = RADIUS * self.slope / self.size
        low, high = min(rise, 0.0), max(rise, 0.0)
        box = np.array([(-BAR / 2, low), (BAR / 2, low), (BAR / 2, high), (-BAR / 2, high)])
        self.bar.points = closed((box + self.zero[:2])[None])
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("the dial's hand", self._tip())] if is_seen(self.tip) else []

    def _tip(self) -> Array:
        rim = self._out(np.array([(RADIUS + NEEDLE, 0.0)]), np.radians(self.direction.get_value()))
        return np.append(rim[0], 0.0)

    def _out(self, points: Array, turn: float) -> Array:
        """Return where points (n, 2) of an arrow along x lie when it is turned away from ∇f."""
        cos, sin = np.cos(self.ahead + turn), np.sin(self.ahead + turn)
        return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]) + self.foot[:2])

    def _contour(self, contour_map: ContourMap) -> VMobject:
        """Return the contour through the point, as far as it is close to the dial."""
        points = contour_map.at(contour_map.contour_points(self.x))
        here = int(np.argmin(np.linalg.norm(points - self.foot, axis=-1)))
        if np.allclose(points[0], points[-1]):  # a closed one: begin on the far side
            points = np.roll(points[:-1], len(points) // 2 - here, axis=0)
            here = len(points) // 2
        far = np.linalg.norm(points - self.foot, axis=-1) > NEAR * RADIUS
        first = max(np.flatnonzero(far[:here]), default=-1) + 1
        last = here + min(np.flatnonzero(far[here:]), default=len(points) - here)
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
        return line.set_points_as_corners(points[first:last])

    def _name(self, contour_map: ContourMap) -> VGroup:
        """Return the name of ∇f, beside its tip, far from signs and from the names of the axes."""
        found = [kind for kind in landmarks(contour_map) if len(kind)]
        axes = [contour_map.border.get_corner(corner)[:2] for corner in (UL, DR)]
        taken = np.vstack([*axes, *(contour_map.at(kind)[:, :2] for kind in found)])
        name = tag(formula("nabla f", SMALL_SIZE, theme.gradient), buff=0.08)
        half = np.array([name.width, name.height]) / 2
        sides = [self._beyond_hand(half, np.radians(angle)) for angle in BESIDE]
        low, high = (contour_map.border.get_corner(corner)[:2] for corner in (DL, UR))

        def room(place: Array) -> tuple[bool, float]:
            within = bool(np.all(place - half > low) and np.all(place + half < high))
            return within, float(np.linalg.norm(taken - place, axis=-1).min())

        free = max(sides, key=room)
        return name.move_to(np.append(free, 0.0))

    def _beyond_hand(self, half: Array, turn: float) -> Array:
        """Return where a box stands, half its size is given, in a direction, beyond the hand."""
        places = self._out(np.linspace((RADIUS, 0.0), (4 * RADIUS, 0.0), 200), turn)
        gaps = gap(places, half, self.foot[None, :2])
        return np.asarray(places[np.argmax(gaps >= RADIUS + NEEDLE + ASIDE)])

    def _gauge(self, contour_map: ContourMap) -> VGroup:
        """Return the gauge, the upper end of the column at the right of the map."""
        form = Form.of([-self.size, self.size])._asdict()
        reading = Number(lambda: self.slope, size=SMALL_SIZE, color=theme.gradient, **form)
        self.bar = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        frame = Rectangle(width=BAR, height=2 * RADIUS, stroke_width=THIN_WIDTH)
        frame.set_stroke(theme.muted)
        level = Line(0.75 * BAR * LEFT, 0.75 * BAR * RIGHT, color=theme.ink)
        level.set_stroke(width=THIN_WIDTH)
        most, least = (
            formula(f"{sign}|nabla f|", SMALL_SIZE, theme.gradient) for sign in ("", "-")
        )
        for name, end in ((most, UP), (least, DOWN)):
            name.next_to(frame.get_corner(end + RIGHT), RIGHT, buff=0.15)
            name.shift(name.height / 2 * -end)
        zero = formula("0", SMALL_SIZE).next_to(frame, RIGHT, buff=0.2)
        said = text("slope", SMALL_SIZE).next_to(frame, UP, buff=0.2, aligned_edge=LEFT)
        reading.next_to(said, RIGHT, buff=0.12)
        whole = VGroup(frame, self.bar, level, most, zero, least, reading, said)
        whole.next_to(contour_map.border, RIGHT, buff=COLUMN).align_to((0, HEAD, 0), UP)
        self.zero = frame.get_center()
        return whole


@checked
def steep_place(contour_map: ContourMap) -> Array:
    """Return a place, (2,), in the middle of a map where a dial is easy to read.

    The signs of tops, valleys and passes, and the map's border, are out of reach of the dial's
    hand. It is rather high and steep there, uphill is oblique if there is room for that, and the
    contour bends little: on the dial it is all but its tangent.
    """
    lower, upper = contour_map.lower, contour_map.upper
    middle, part = (lower + upper) / 2, MIDDLE * (upper - lower) / 2
    places = grid(middle - part, middle + part, (41, 41)).reshape(-1, 2)
    slopes = contour_map.loss.gradient(places)
    sizes = np.linalg.norm(slopes, axis=-1, keepdims=True).clip(1e-300)
    reach = RADIUS * float((upper - lower)[0]) / contour_map.border.width
    along = reach * np.stack([-slopes[:, 1], slopes[:, 0]], axis=-1) / sizes
    values = contour_map.loss.value(places)
    ends = np.stack([contour_map.loss.value(places + way) for way in (along, -along)])
    bend = np.abs(ends - values).max(axis=0) / (reach * sizes[:, 0])
    room = _room(contour_map, contour_map.at(places)[:, :2])
    wide = room >= min(RADIUS + NEEDLE + CLEAR, float(room.max()))
    fits = wide & (values >= np.quantile(values, HIGH))
    if not fits.any():
        fits = wide
    off = np.linalg.norm((places - middle) / part, axis=-1)
    lean = np.minimum(np.abs(slopes).min(axis=-1) / sizes[:, 0] / OBLIQUE, 1)
    lean *= np.where(slopes[:, 1] > 0, 1.0, DOWNWARD)
    clear = sizes[:, 0] * (1 - bend) * lean / (1 + OFF * off)
    return np.asarray(places[int(np.argmax(np.where(fits, clear, -np.inf)))])


def _room(contour_map: ContourMap, places: Array) -> Array:
    """Return how far places (n, 2) of the frame are from all signs and from the map's border."""
    low, high = (contour_map.border.get_corner(corner)[:2] for corner in (DL, UR))
    room = np.minimum(places - low, high - places).min(axis=-1)
    for sign in landmark_signs(contour_map):
        for part in sign.family_members_with_points():
            outline = part.points[:, None, :2]
            room = np.minimum(room, np.linalg.norm(outline - places, axis=-1).min(axis=0))
    return np.asarray(room)


def _by_parts(share: float, parts: int) -> float:
    """Return how far a movement is that comes almost to rest after each of its `parts`."""
    done = min(int(share * parts), parts - 1)
    return float((done + smooth(share * parts - done)) / parts)


def _rimmed(shape: VMobject) -> VMobject:
    width = shape.get_stroke_width() + 2 * RIM_WIDTH
    return shape.set_stroke(theme.background, width=width, background=True)
