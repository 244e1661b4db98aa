"""A curve, and below it, on its axis of w, a row for each step."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.riding_ticks import ramp, round_values
from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces
from scenes.kit.steps.descent import StepDescent
from scenes.kit.steps.step_view import RING, StepView
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

# In units of the frame: the left half, above the captions.
LEFT_END, RIGHT_END, AXIS, TOP = -5.55, -0.8, -2.35, 3.15
BASE = 0.3  # height of the minimum, above the rows
FIRST_ROW, LAST_ROW = -0.33, AXIS + 0.27  # heights of the first step and of the last
BESIDE = 0.35  # from the line through the bottom to its name
ROW_MARK = 0.085  # radius of a past guess in its row
PIN_GOES, PIN_STAYS = 0.03, 0.06  # from the line through the bottom to a pin that is out of view
PIN_DASH = 0.05
LEVELS, BELOW_NAME = 2, 0.3  # numbers at the axis of the loss, and how far they keep below its name
ASKED = 0.62, 0.3  # of the curve's width and below its top: where a question has room


class Zigzag(StepView):
    """The curve of a `descent` over its axis of w, and between them a row for each step.

    An orange arrow in a row is the step from its guess; the next row begins where it ends, and at
    the end of the last row the walk ends. Two trackers: `hung` from 0, where the present guess is
    behind the walker, to 1, in its row; `magnified` is 1 when a lens has opened, in which the
    tangent is seen instead of here.
    """

    def __init__(self, descent: StepDescent) -> None:
        self.hung, self.magnified = ValueTracker(0.0), ValueTracker(0.0)
        low, high = descent.ends
        values = descent.value(np.linspace(low, high, 500))
        self._losses = float(values.min()), float(values.max())
        super().__init__(descent)
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        axes = VMobject(**style).set_points(
            straight_pieces(
                np.array(
                    [
                        [(LEFT_END, TOP, 0), (LEFT_END, BASE - RING, 0)],
                        [(LEFT_END, AXIS, 0), (RIGHT_END, AXIS, 0)],
                    ]
                )
            )
        )
        self.drop = VMobject(**style)
        self.drop.add_updater(lambda pin: pin.set_points(self._drop()), call_updater=True)
        self.guesses = Drawn(self._guesses, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.falls = Drawn(self._falls, stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.arrows = VGroup(*(self._arrow(i) for i in range(descent.steps)))
        self.guess = marker_shape("circle", DOT_RADIUS, theme.walker).set_z_index(2)
        self.guess.add_updater(self._follow_guess, call_updater=True)
        self.ticks = VGroup(*(self._tick(w) for w in range(int(np.ceil(low)), int(high) + 1)))
        name = formula("w", SMALL_SIZE, theme.muted)
        name.next_to((RIGHT_END, AXIS, 0), RIGHT, buff=0.15)
        loss = text("loss $L$", SMALL_SIZE, theme.muted)
        loss.next_to((LEFT_END - 0.1, TOP, 0), UP, buff=0.1, aligned_edge=LEFT)
        levels = round_values(*self._losses, LEVELS)
        heights = VGroup(*map(self._level, (v for v in levels if self.up(v) < TOP - BELOW_NAME)))
        self.add(axes, heights, self.ticks, name, loss, self.drop, self.curve, self.tangent)
        self.add(self.marks, self.walker)
        self.below = VGroup(self.falls, self.arrows, self.guesses, self.guess)

    def box(self) -> tuple[float, float, float, float]:
        return LEFT_END, RIGHT_END, BASE, TOP

    def room(self) -> tuple[float, float, float, float]:
        return LEFT_END, RIGHT_END, self.box()[2] - RING, TOP

    def window(self) -> tuple[float, float, float, float]:
        return (*self.descent.ends, *self._losses)

    def row(self, i: float) -> float:
        """Return the height of row `i` in the frame."""
        return FIRST_ROW + (LAST_ROW - FIRST_ROW) * i / (self.descent.steps - 1)

    @property
    def above(self) -> Array:
        """The place above the curve where a question has room."""
        share, down = ASKED
        return np.array([LEFT_END + share * (RIGHT_END - LEFT_END), TOP - down, 0])

    def in_row(self) -> Array:
        """Return where in the frame the present guess is, in its row or on its way to the next."""
        step, _, dropped = self.descent.now
        height = self.row(min(step + dropped, self.descent.steps - 1))
        walker, hung = self.on(self.descent.here), float(self.hung.get_value())
        return np.asarray(walker + hung * (height - walker[1]) * UP)

    def hang(self) -> Any:
        """Return the animation in which the present guess slides out of the walker to its row."""
        going: Any = self.hung.animate
        return going.set_value(1)

    def bottom(self) -> VGroup:
        """Return a ring round the lowest point, its name, and a line down through all rows."""
        x = float(self.across(self.descent.bottom))
        line = DashedLine((x, BASE - RING, 0), (x, AXIS, 0), color=theme.good)
        line.set_stroke(width=THIN_WIDTH).set_z_index(-1)
        word = text("bottom", SMALL_SIZE, theme.good)
        word.move_to((x + BESIDE, self.row(0.2), 0), LEFT)
        return VGroup(line, self.ring(), word)

    def middle(self, i: int) -> Array:
        """Return where in the frame the middle of the arrow in row `i` is."""
        return np.array([float(self.across(self.descent.w[i : i + 2].mean())), self.row(i), 0])

    def _drop(self) -> Array:
        here = self.on(self.descent.here)
        away = abs(here[0] - float(self.across(self.descent.bottom)))
        self.drop.set_stroke(opacity=ramp(away, PIN_GOES, PIN_STAYS))
        return straight_pieces(dashes(np.array([[here, (here[0], AXIS, 0)]]), PIN_DASH, gap=1))

    def _guesses(self) -> Array:
        done = min(self.descent.now[0], self.descent.steps - 1)
        x = self.across(self.descent.w[:done])
        places = np.array([[x[i], self.row(i), 0] for i in range(done)]).reshape(-1, 1, 3)
        return np.asarray((ROW_MARK / DOT_RADIUS * self._outline + places).reshape(-1, 3))

    def _follow_guess(self, guess: Any) -> None:
        guess.points = self._outline + self.in_row()

    def _tangent_at(self, step: int, grown: float) -> Array:
        return super()._tangent_at(step, grown * (self.magnified.get_value() < 1))

    def _falls(self) -> Array:
        step, _, dropped = self.descent.now
        step, dropped = (step, dropped) if step < (last := self.descent.steps - 1) else (last, 0)
        x = self.across(self.descent.w)
        pieces = [[(x[i + 1], self.row(i), 0), (x[i + 1], self.row(i + 1), 0)] for i in range(step)]
        if dropped:
            end = self.row(step + dropped)
            pieces.append([(x[step + 1], self.row(step), 0), (x[step + 1], end, 0)])
        return straight_pieces(np.array(pieces)) if pieces else np.zeros((0, 3))

    def _arrow(self, i: int) -> VMobject:
        arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)

        def follow(one: Any) -> None:
            grown = float(np.clip(self.descent.aimed.get_value() - i, 0, 1))
            tail, tip = self.across(self.descent.w[i : i + 2])
            put_arrow(one, np.array([tail, self.row(i), 0]), grown * (tip - tail) * RIGHT)

        return arrow.add_updater(follow, call_updater=True)

    def _level(self, loss: float) -> VGroup:
        place = np.array([LEFT_END, float(self.up(loss)), 0])
        tick = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        tick.set_points_as_corners([place, place + 0.08 * LEFT])
        label = formula(number(loss), SMALL_SIZE, theme.muted)
        return VGroup(tick, label.next_to(tick, LEFT, buff=0.08))

    def _tick(self, w: float) -> VGroup:
        place = np.array([float(self.across(w)), AXIS, 0])
        tick = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        tick.set_points_as_corners([place, place + 0.08 * DOWN])
        return VGroup(
            tick, formula(number(w), SMALL_SIZE, theme.muted).next_to(tick, DOWN, buff=0.1)
        )
