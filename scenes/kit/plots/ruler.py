"""A ruler of one quantity, with spans that differ in kind and values that carry a flag."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

DROP = 0.62  # from the ruler down to the flags, past its numbers
PIN_RADIUS = 0.1
CLEAR = 0.03  # share of the ruler's length that a number keeps from a flag's pole


class Ruler(VGroup):
    """A horizontal ruler from 0 to `highest`, with a number at each multiple of `spacing`.

    `length` is its length in the frame, `name` (Typst math markup) stands at its right end.
    Numbers that would stand in the way of the poles at the values `poles` are left out.
    """

    def __init__(
        self,
        highest: float,
        length: float,
        spacing: float,
        name: str,
        poles: tuple[float, ...] = (),
    ) -> None:
        self.highest = highest
        self.line = Line(length / 2 * LEFT, length / 2 * RIGHT)
        self.line.set_stroke(theme.muted, width=THIN_WIDTH)
        super().__init__(self.line)
        self.add(formula(name, color=theme.muted).next_to(self.line, RIGHT, buff=0.2))
        for i in range(int(highest / spacing + 1e-9) + 1):
            value = i * spacing
            tick = Line(self.at(value), self.at(value) + 0.12 * DOWN)
            self.add(tick.set_stroke(theme.muted, width=THIN_WIDTH))
            if all(abs(value - pole) > CLEAR * highest for pole in poles):
                label = formula(number(value, scale=highest), SMALL_SIZE, theme.muted)
                self.add(label.next_to(tick, DOWN, buff=0.1))

    def at(self, value: float) -> NDArray[np.float64]:
        """Return where in the frame `value` stands on the ruler, shape (3,)."""
        start, end = self.line.get_start(), self.line.get_end()
        return np.asarray(start + value / self.highest * (end - start))

    def span(self, low: float, high: float, color: str, dashed: bool = False) -> VMobject:
        """Return a bold line along the ruler from `low` to `high`."""
        ends = self.at(low), self.at(high)
        line = DashedLine(*ends, dash_length=0.2, dashed_ratio=0.6) if dashed else Line(*ends)
        return line.set_stroke(color, width=2 * PATH_WIDTH)

    def pin(self, value: float, holder: VMobject) -> VGroup:
        """Return a pin at `value`, and the thread on which it hangs from `holder`."""
        thread = Line(holder.get_bottom() + 0.12 * DOWN, self.at(value))
        pin = marker_shape("circle", PIN_RADIUS, theme.walker).move_to(self.at(value))
        return VGroup(thread.set_stroke(theme.walker, width=THIN_WIDTH), pin.set_z_index(1))

    def flag(self, value: float, words: str, math: str, color: str, left: bool = False) -> VGroup:
        """Return a pole at `value` that carries `words` and the formula `math`.

        The flag flies to the right of its pole, or to its left.
        """
        foot = self.at(value) + (DROP + 0.8) * DOWN
        pole = Line(self.at(value) + 0.2 * UP, foot).set_stroke(color, width=THIN_WIDTH)
        side = LEFT if left else RIGHT
        name = text(words, SMALL_SIZE, color, bold=True).next_to(foot + 0.65 * UP, side, buff=0.15)
        rule = formula(math, SMALL_SIZE).next_to(foot + 0.2 * UP, side, buff=0.15)
        return VGroup(pole, name, rule)
