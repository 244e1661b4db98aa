"""The surroundings of a minimum, drawn out of a curve and enlarged beside it."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.steps.step_view import TANGENT_WIDTH, StepView
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

BOX = 0.45, 6.3, 1.75, 3.55  # left, right, bottom, top: in the right half, above a table
PAD = 0.95  # between the axis and the minimum: room for arrows and the bracket
FIRST_ROW, LAST_ROW = 0.58, 0.23  # above the axis: of the first arrow, and of the last
CLEAR = 0.5  # from the ends of the axis to its numbers: one end has its name
BEFORE, BEYOND = 1.2, 2.4  # of the first excess: what is seen before the minimum, and beyond it
HIGHEST = 1.6  # of the first excess beyond the minimum, where the curve leaves through the top
RING = 0.12  # radius of the sign of the minimum
DASH = 0.07  # of the line from the minimum to the axis
END = 0.09  # half the height of the ends of the bracket


class BottomLens(StepView):
    """A rectangle beside a `zigzag`, with the surroundings of the minimum of its curve, enlarged.

    What it shows is outlined on the curve. The directions have different scales, which are said in
    it. Arrows hang in rows below the curve: the steps from the first guess beyond the minimum on.
    `form` is how its measure is set.
    """

    def __init__(self, zigzag: Zigzag, form: Form) -> None:
        self.form, self.zigzag = form, zigzag
        descent = zigzag.descent
        self.first = descent.first_beyond + 1
        self.side = float(np.sign(descent.w[self.first] - descent.bottom))
        ends = descent.bottom + self.side * descent.beyond * np.array([-BEFORE, BEYOND])
        self.w_ends = float(ends.min()), float(ends.max())
        highest = descent.bottom + self.side * descent.beyond * HIGHEST
        self._losses = float(descent.value(descent.bottom)), float(descent.value(highest))
        super().__init__(descent)
        hair: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": HAIR_WIDTH}
        frame = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        frame.set_fill(theme.background, opacity=1).set_points(
            _rectangle(*np.reshape(BOX, (2, 2)).T)
        )
        outline = self._outline_on_curve()
        source = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH).set_points(outline)
        corners = frame.points[[0, 12]]  # on the left
        rays = VMobject(**hair).set_points(
            straight_pieces(np.stack([outline[[4, 8]], corners], axis=1))
        )
        self.source = VGroup(rays, source.set_z_index(1.7))
        self.falls = Drawn(self._falls, stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.arrows = VGroup(*(self._arrow(i) for i in range(self.first, descent.steps)))
        front = [frame, self._line(), self.curve, self.falls, self.arrows, self.tangent]
        front += [self.scales(), self.marks, self.ring(RING), self.walker]
        for level, part in enumerate(front):
            for one in part.get_family():
                one.set_z_index(3 + 0.1 * level)  # the lens hides what it is drawn over
        self.add(*front)

    def box(self) -> tuple[float, float, float, float]:
        left, right, bottom, top = BOX
        return left, right, bottom + PAD, top

    def room(self) -> tuple[float, float, float, float]:
        return BOX

    def window(self) -> tuple[float, float, float, float]:
        return (*self.w_ends, *self._losses)

    def open(self) -> Any:
        """Return the animation in which the lens appears; from then on it has the tangents."""
        self.zigzag.magnified.set_value(1)
        self.update()  # to where the walker is by now
        return FadeIn(self)

    @property
    def enlarged(self) -> tuple[float, float]:
        """How many times as large w is in it as in the curve, and the loss."""
        low, high = map(np.array, zip(self.w_ends, self._losses, strict=True))
        across = [float(one.across(high[0]) - one.across(low[0])) for one in (self, self.zigzag)]
        up = [float(one.up(high[1]) - one.up(low[1])) for one in (self, self.zigzag)]
        return across[0] / across[1], up[0] / up[1]

    def scales(self) -> VGroup:
        """Return how many times it enlarges w and the loss, in its upper corner."""
        words = VGroup(
            *(
                formula(f"{name} times {times:.0f}", SMALL_SIZE, theme.muted)
                for name, times in zip("wL", self.enlarged, strict=True)
            )
        ).arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        left, right, _, top = BOX
        return words.move_to(
            (right - 0.15, top - 0.2, 0) if self.side > 0 else (left + 0.15, top - 0.2, 0),
            UP + self.side * RIGHT,
        )

    def axis(self) -> VGroup:
        """Return the numbers of its axis of w, below it."""
        low, high = self.w_ends
        step = 10.0 ** np.floor(np.log10(high - low))
        ticks = VGroup()
        for w in step * np.arange(np.ceil(low / step), np.floor(high / step) + 1):
            place = np.array([float(self.across(w)), BOX[2], 0])
            if not BOX[0] + CLEAR < place[0] < BOX[1] - 2 * CLEAR:
                continue
            tick = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
            tick.set_points_as_corners([place, place + 0.08 * DOWN])
            label = formula(number(float(w), 4), SMALL_SIZE, theme.muted)
            ticks.add(VGroup(tick, label.next_to(tick, DOWN, buff=0.1)))
        name = formula("w", SMALL_SIZE, theme.muted)
        ticks.add(name.next_to((BOX[1] - 0.1, BOX[2], 0), DOWN, buff=0.24))
        return ticks

    def bracket(self) -> VGroup:
        """Return the measure from the minimum to where the first step beyond it ends."""
        descent = self.descent
        ends = [self.across(w) for w in (descent.bottom, descent.w[descent.first_beyond + 1])]
        height = BOX[2] + LAST_ROW
        (x, far), up = map(float, ends), np.array([0, END, 0])
        here, there = np.array([x, height, 0]), np.array([far, height, 0])
        line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH).set_points(
            straight_pieces(
                np.array([[here, there], [here - up, here + up], [there - up, there + up]])
            )
        )
        line.set_z_index(4)
        words = text(f"{self.form(descent.beyond)} too far", SMALL_SIZE)
        words.set_z_index(4)
        return VGroup(line, words.next_to(there, self.side * RIGHT, buff=0.2))

    def slopes(self) -> VGroup:
        """Return the tangents at the end of the step too far, and of the one after it."""
        first = self.descent.first_beyond + 1
        lines = VGroup()
        for step in (first, first + 1):
            line = VMobject(stroke_color=theme.gradient, stroke_width=TANGENT_WIDTH)
            line.points = self._tangent_at(step, 1)
            lines.add(line.set_z_index(3.25))
        return lines

    def _outline_on_curve(self) -> Array:
        """Return the outline of exactly what the lens shows, where it is on the curve."""
        low, high, lowest, _ = self.window()
        _, per_loss = self.enlarged
        bottom = float(self.zigzag.up(lowest)) - PAD / per_loss
        height = (BOX[3] - BOX[2]) / per_loss
        left, right = map(float, self.zigzag.across([low, high]))
        return _rectangle(np.array([left, bottom]), np.array([right, bottom + height]))

    def _line(self) -> VMobject:
        """Return a dashed line from the minimum down to the axis."""
        top = self.on(self.descent.bottom) + RING * DOWN
        starts = np.arange(BOX[2], top[1] - DASH, 2 * DASH)
        pieces = [[(top[0], y, 0), (top[0], y + DASH, 0)] for y in starts]
        line = VMobject(stroke_color=theme.good, stroke_width=THIN_WIDTH)
        return line.set_points(straight_pieces(np.array(pieces)))

    def _row(self, i: int) -> float:
        """Return the height of the arrow of step `i`."""
        last = self.descent.steps - 1
        share = (i - self.first) / max(last - self.first, 1)
        return BOX[2] + FIRST_ROW + share * (LAST_ROW - FIRST_ROW)

    def _falls(self) -> Array:
        """Return lines down to the arrows from the guesses where they begin."""
        aimed = int(np.ceil(self.descent.aimed.get_value() - 1e-9))
        tops = [(i, self.on(self.descent.w[i])) for i in range(self.first, aimed)]
        pieces = [[top, (top[0], self._row(i), 0)] for i, top in tops]
        return straight_pieces(np.array(pieces)) if pieces else np.zeros((0, 3))

    def _arrow(self, i: int) -> VMobject:
        """Return the arrow of step `i`, in its row."""
        arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        tail, tip = map(float, self.across(self.descent.w[i : i + 2]))

        def follow(one: Any) -> None:
            grown = float(np.clip(self.descent.aimed.get_value() - i, 0, 1))
            put_arrow(one, np.array([tail, self._row(i), 0]), grown * (tip - tail) * RIGHT)

        return arrow.add_updater(follow, call_updater=True)


def _rectangle(low: Array, high: Array) -> Array:
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low], dtype=float)
    return through(np.pad(corners, ((0, 0), (0, 1))))
