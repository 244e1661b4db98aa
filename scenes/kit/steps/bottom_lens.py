"""The surroundings of a minimum, drawn out of a curve and enlarged beside it."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, GrowFromPoint, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.trails import Drawn, clip_segment, dashes, straight_pieces, through
from scenes.kit.steps.step_view import RING, TANGENT_WIDTH, StepView
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import DOT_RADIUS, HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

BOX = 0.45, 6.3, 0.46, 3.55  # left, right, bottom, top: in the right half, above a table
PAD = 1.78  # from its lower edge to the minimum: room for the axis, arrows and measures
AXIS_UP = 0.5  # from its lower edge to the axis of w
FIRST_ROW, LAST_ROW = 0.36, 1.02  # below the minimum: of the first arrow, and of the last
CLEAR = 0.5  # from the ends of the axis to its numbers: one end has its name
BEFORE, BEYOND = 1.72, 2.63  # of the first excess: what is seen before the minimum, and beyond it
SIDE_BASE = 0.75  # from its upper edge down to the base line of what w must do
RING_IN = 0.11  # radius of the sign of the minimum
DASH = 0.07  # of the line through the minimum
INSET = 0.1  # from the frame to what ends inside it
APART = 0.14  # from the line through the minimum to words, and from its ring to a tangent
UNDER, END = 0.15, 0.06  # of a measure: from the middle of its arrow, and half of its ends' height
FALLEN = 0.3  # of the time in which an arrow grows, the line down to it does


class BottomLens(StepView):
    """A rectangle beside a `zigzag`, with the surroundings of the minimum of its curve, enlarged.

    It is drawn out of the ring round the minimum, and says how many times it enlarges. Arrows hang
    in rows below the curve, from the first step that crosses the minimum on. `form` is how its
    measures are set.
    """

    def __init__(self, zigzag: Zigzag, form: Form) -> None:
        self.form, self.zigzag = form, zigzag
        descent = zigzag.descent
        self.first = descent.first_beyond + 1
        self.side = float(np.sign(descent.w[self.first] - descent.bottom))
        ends = descent.bottom + self.side * descent.beyond * np.array([-BEFORE, BEYOND])
        self.w_ends = float(ends.min()), float(ends.max())
        lowest = float(descent.value(descent.bottom))
        self._losses = lowest, lowest + self._shown_losses()
        super().__init__(descent)
        frame = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        frame.set_fill(theme.background, opacity=1).set_points(
            _rectangle(*np.reshape(BOX, (2, 2)).T)
        )
        self.rays = self._rays()
        self.falls = Drawn(self._falls, stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.arrows = VGroup(*(self._arrow(i) for i in range(self.first - 1, descent.steps)))
        ring = self.ring(RING_IN).set_stroke(width=0, background=True)  # no rim: over the curve
        front = [frame, self._axis(), self.magnification(), self._line(), self.curve, self.falls]
        front += [self.arrows, self.tangent, self.marks, self.walker, ring]
        for level, part in enumerate(front):
            for one in part.get_family():
                one.set_z_index(3 + 0.05 * level)  # the lens hides what it is drawn over
        self.add(*front)

    def box(self) -> tuple[float, float, float, float]:
        left, right, bottom, top = BOX
        return left, right, bottom + PAD, top

    def window(self) -> tuple[float, float, float, float]:
        return (*self.w_ends, *self._losses)

    def open(self) -> list[Any]:
        """Return the animations in which the lens appears; from then on it has the tangents."""
        self.zigzag.magnified.set_value(1)
        self.update()  # to where the walker is by now
        return [FadeIn(self.rays), FadeIn(self)]

    @property
    def enlarged(self) -> float:
        """How many times as large everything is in it as on the curve."""
        low, high = self.w_ends
        return (BOX[1] - BOX[0]) / float(self.zigzag.across(high) - self.zigzag.across(low))

    def magnification(self) -> Any:
        """Return how many times it enlarges, above the end of its axis where the first arrow is."""
        words = formula(f"times {self.enlarged:.0f}", SMALL_SIZE, theme.muted)
        left, right, bottom, _ = BOX
        corner = (left + 2 * INSET if self.side > 0 else right - 2 * INSET, bottom + AXIS_UP, 0)
        return words.move_to(corner + INSET * UP, DOWN - self.side * RIGHT)

    def measure(self, i: int = 0) -> VGroup:
        """Return how far from the minimum the first step beyond it ends, or the `i`-th after it."""
        w, bottom = float(self.descent.w[self.first + i]), self.descent.bottom
        height = self._row(self.first - 1 + i)
        here, there = (np.array([float(self.across(x)), height - UNDER, 0]) for x in (bottom, w))
        up = END * UP
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH).set_points(
            straight_pieces(
                np.array([[here, there], [here - up, here + up], [there - up, there + up]])
            )
        )
        far = self.form(abs(w - bottom))
        words = text(far if i else f"{far} too far", SMALL_SIZE)
        words.next_to((there[0], height, 0), np.sign(w - bottom) * RIGHT, buff=APART)
        return VGroup(line.set_z_index(4), words.set_z_index(4))

    def side_of(self, step: int) -> tuple[Any, Any]:
        """Return the sign of the slope on the side where a step begins, and what w must do."""
        sign = "<" if self.descent.slopes[step] < 0 else ">"
        slope = formula(f"L'(w) {sign} 0", SMALL_SIZE, theme.gradient).set_z_index(4)
        must = text(f"$w$ must {self.descent.way(step)}", SMALL_SIZE).set_z_index(4)
        side = RIGHT if self.descent.slopes[step] > 0 else LEFT
        place = np.array([float(self.across(self.descent.bottom)), BOX[3] - INSET, 0])
        slope.move_to(place + APART * side, UP - side)
        must.move_to(place + APART * side, UP - side)
        letter = must.family_members_with_points()[0]  # without descenders
        must.shift((BOX[3] - SIDE_BASE - letter.get_bottom()[1]) * UP)
        return slope, must

    def slope_at(self, step: int) -> Any:
        """Return the animation in which the tangent at an earlier guess grows, and stays."""
        line = VMobject(stroke_color=theme.gradient, stroke_width=TANGENT_WIDTH)
        w, x = self.descent.w[step], float(self.across(self.descent.bottom))
        away, there = (float(self.across(each)) - x for each in (w, self.descent.here))
        between = there * away > 0 and abs(there) + 2 * DOT_RADIUS < abs(away)
        clear = abs(there) + DOT_RADIUS + INSET if between else 0
        line.points = self._cut(super()._tangent_at(step, 1), away, clear)
        return GrowFromPoint(line.set_z_index(3.35), self.on(w))

    def _tangent_at(self, step: int, grown: float) -> Array:
        """Return a tangent on its own side of the ring, and inside the frame."""
        away = float(self.descent.w[step]) - self.descent.bottom
        return self._cut(super()._tangent_at(step, grown), away)

    def _cut(self, points: Array, side: float, clear: float = 0) -> Array:
        """Return so much of a straight line as is on one side of the ring, or still farther."""
        if not len(points):
            return points
        x, (left, right, bottom, top) = float(self.across(self.descent.bottom)), BOX
        clear = max(clear, RING_IN + APART)
        low, high = np.array([left, bottom]) + INSET, np.array([right, top]) - INSET
        if side > 0:
            low[0] = x + clear
        else:
            high[0] = x - clear
        ends = clip_segment(points[0, :2], points[-1, :2], low, high)
        return np.zeros((0, 3)) if ends is None else through(np.pad(ends, ((0, 0), (0, 1))))

    def room(self) -> tuple[float, float, float, float]:
        return BOX

    def _shown_losses(self) -> float:
        """Return how much of the loss the lens shows, above the minimum."""
        one = float(self.zigzag.up(1) - self.zigzag.up(0))  # in units of the frame, on the curve
        return (BOX[3] - BOX[2] - PAD) / (self.enlarged * one)

    def _rays(self) -> VMobject:
        """Return the lines that touch the ring on the curve and end in corners of the frame."""
        middle, pieces = self.zigzag.on(self.descent.bottom), []
        for height, turn in ((BOX[3], 1), (BOX[2], -1)):
            corner = np.array([BOX[0], height, 0])
            way = corner - middle
            angle = np.arctan2(way[1], way[0]) + turn * np.arccos(RING / np.linalg.norm(way))
            touch = middle + RING * np.array([np.cos(angle), np.sin(angle), 0])
            pieces.append([touch, corner])
        return VMobject(stroke_color=theme.muted, stroke_width=HAIR_WIDTH).set_points(
            straight_pieces(np.array(pieces))
        )

    def _axis(self) -> VGroup:
        """Return the axis of w, its numbers and its name."""
        low, high = self.w_ends
        step, height = 10.0 ** np.floor(np.log10(high - low)), BOX[2] + AXIS_UP
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        ends = np.array([(BOX[0] + INSET, height, 0), (BOX[1] - INSET, height, 0)])
        parts = VGroup(VMobject(**style).set_points(straight_pieces(ends)))
        for w in step * np.arange(np.ceil(low / step), np.floor(high / step) + 1):
            place = np.array([float(self.across(w)), height, 0])
            if not BOX[0] + CLEAR < place[0] < BOX[1] - 2 * CLEAR:
                continue
            tick = VMobject(**style).set_points_as_corners([place, place + 0.08 * DOWN])
            label = formula(number(float(w), 4), SMALL_SIZE, theme.muted)
            parts.add(VGroup(tick, label.next_to(tick, DOWN, buff=0.06)))
        name = formula("w", SMALL_SIZE, theme.muted)
        return parts.add(name.next_to(ends[1] + INSET * LEFT, DOWN, buff=0.16))

    def _line(self) -> VMobject:
        """Return a dashed line through the minimum, which parts the two sides."""
        x, y, _ = self.on(self.descent.bottom)
        pieces = np.array(
            [[(x, BOX[2] + AXIS_UP, 0), (x, y - RING_IN, 0)], [(x, y + RING_IN, 0), (x, BOX[3], 0)]]
        )
        line = VMobject(stroke_color=theme.good, stroke_width=THIN_WIDTH)
        return line.set_points(straight_pieces(dashes(pieces, DASH, gap=1)))

    def _row(self, i: int) -> float:
        """Return the height of the arrow of step `i`."""
        first, last = self.first - 1, self.descent.steps - 1
        down = FIRST_ROW + (i - first) / (last - first) * (LAST_ROW - FIRST_ROW)
        return BOX[2] + PAD - down

    def _grown(self, i: int) -> float:
        return float(np.clip(self.descent.aimed.get_value() - i, 0, 1))

    def _falls(self) -> Array:
        """Return lines down to the arrows from the guesses where they begin."""
        pieces = []
        for i in range(self.first, self.descent.steps):
            top, share = self.on(self.descent.w[i]), min(self._grown(i) / FALLEN, 1)
            end = np.array([top[0], top[1] + share * (self._row(i) - top[1]), 0])
            pieces += [[top, end]] if share else []
        return straight_pieces(np.array(pieces)) if pieces else np.zeros((0, 3))

    def _arrow(self, i: int) -> VMobject:
        """Return the arrow of step `i`, in its row; the first comes in from where it begins."""
        arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        tail, tip = np.clip(self.across(self.descent.w[i : i + 2]), BOX[0], BOX[1])

        def follow(one: Any) -> None:
            put_arrow(one, np.array([tail, self._row(i), 0]), self._grown(i) * (tip - tail) * RIGHT)

        return arrow.add_updater(follow, call_updater=True)


def _rectangle(low: Array, high: Array) -> Array:
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low], dtype=float)
    return through(np.pad(corners, ((0, 0), (0, 1))))
