"""A ruler of one quantity, with spans that differ in kind, pins, and a slider of α."""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    FadeIn,
    FadeOut,
    Line,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula

PIN_RADIUS = 0.1
TICK = 0.12
MOST = 6  # numbers between the ends of a ruler
GAP = 0.15  # between numbers
FLAG = 0.31  # from the line to what is written above it: room for the thumb of a slider
POLE = 0.1  # between the pole of a flag and what is written beside it
WIDE_GAP = 0.4  # between a number and a mark: less reads as one


class Ruler(VGroup):
    """A horizontal ruler from 0 to `highest`, with a number at each multiple of `spacing`.

    `length` is its length in the frame, `name` (Typst math markup) stands at its right end. Without
    `spacing` the numbers are as round and as many as there is room for.
    """

    def __init__(
        self, highest: float, length: float, spacing: float | None = None, name: str = "alpha"
    ) -> None:
        self.highest = highest
        self.line = Line(length / 2 * LEFT, length / 2 * RIGHT)
        self.line.set_stroke(theme.muted, width=THIN_WIDTH)
        super().__init__(self.line)
        color = theme.walker if "alpha" in name else theme.muted
        self.add(formula(name, color=color).next_to(self.line, RIGHT, buff=0.25))
        step = round_step(highest, MOST) if spacing is None else spacing
        self.numbers, self.marks = VGroup(), VGroup()
        for i in range(int(highest / step + 1e-9) + 1):
            tick = self._tick(i * step, theme.muted)
            label = formula(number(i * step, scale=highest), SMALL_SIZE, theme.muted)
            self.numbers.add(label.next_to(tick, DOWN, buff=0.1))
            self.add(tick, label)
        self._foot = float(self.numbers.get_bottom()[1])  # below the line

    def at(self, value: float) -> NDArray[np.float64]:
        """Return where in the frame `value` stands on the ruler, shape (3,)."""
        start, end = self.line.get_start(), self.line.get_end()
        return np.asarray(start + value / self.highest * (end - start))

    def span(self, low: float, high: float, color: str, dashed: bool = False) -> VMobject:
        """Return a bold line along the ruler from `low` to `high`."""
        ends = self.at(low), self.at(high)
        line = DashedLine(*ends, dash_length=0.2, dashed_ratio=0.6) if dashed else Line(*ends)
        return line.set_stroke(color, width=2 * PATH_WIDTH)

    def pin(self, value: float, holder: VMobject, head: VMobject | None = None) -> VGroup:
        """Return a pin at `value`, and the thread on which it hangs from `holder`.

        `head` is the sign of the best value, to be its head in place of a disc.
        """
        thread = Line(holder.get_bottom() + 0.12 * DOWN, self.at(value))
        pin = head or marker_shape("circle", PIN_RADIUS, theme.walker)
        pin.move_to(self.at(value)).set_z_index(1)
        color = theme.good if head else theme.walker
        return VGroup(thread.set_stroke(color, width=THIN_WIDTH), pin)

    def mark(self, value: float, math: str, color: str) -> list[FadeIn | FadeOut]:
        """Return the animations that write `math` below `value`; numbers in its way leave.

        Where an earlier mark is in the way, there is a tick alone.
        """
        mark, near = self.label(value, math, color), []
        if any(self._meet(one, mark[1]) for one in self.marks):
            mark.remove(mark[1])
        else:
            near = self.make_room(mark[1])
            self.marks.add(mark[1])
        later = squish_rate_func(smooth, 0.5, 1)  # when the numbers have gone
        come = FadeIn(mark, rate_func=later if near else smooth)
        return [*(FadeOut(one, run_time=0.4) for one in near), come]

    def label(self, value: float, math: str, color: str) -> VGroup:
        """Return a tick at `value`, and `math` below it on the line of the numbers."""
        tick = self._tick(value, color)
        label = formula(math, SMALL_SIZE, color).next_to(tick, DOWN, buff=0.1)
        first = label.family_members_with_points()[0]  # stands on the line of the numbers
        label.shift((float(self._foot - first.get_bottom()[1]) + self.line.get_y()) * UP)
        return VGroup(tick, label)

    def make_room(self, label: VMobject) -> list[VMobject]:
        """Return the numbers that are in the way of a label, which are numbers of it no longer."""
        near = [one for one in self.numbers if self._meet(one, label, WIDE_GAP)]
        self.numbers.remove(*near)
        return near

    def flag(self, value: float, math: str, color: str, others: Sequence[float] = ()) -> VGroup:
        """Return a pole at `value`, and `math` at its top: the numbers below stay.

        It stands right of the pole; left where one of `others` is in its way, and none is there.
        """
        label, place = formula(math, SMALL_SIZE, color), self.at(value)
        apart = [float(self.at(other)[0] - place[0]) for other in others]
        room = label.width + 4 * POLE
        right = not any(0 < one < room for one in apart) or any(0 < -one < room for one in apart)
        pole = Line(place, place + (FLAG + label.height) * UP).set_stroke(color, width=THIN_WIDTH)
        label.next_to(pole, RIGHT if right else LEFT, buff=POLE).align_to(pole, UP)
        return VGroup(pole, label)

    def _tick(self, value: float, color: str) -> Line:
        foot = self.at(value)
        return Line(foot, foot + TICK * DOWN).set_stroke(color, width=THIN_WIDTH)

    def _meet(self, one: VMobject, other: VMobject, gap: float = GAP) -> bool:
        apart = abs(one.get_x() - other.get_x())
        return bool(apart < (one.width + other.width) / 2 + gap)
