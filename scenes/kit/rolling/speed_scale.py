"""The shades of the map of speeds as a scale, on which both walkers are."""

from collections.abc import Callable
from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Line,
    Rectangle,
    VGroup,
)

from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, text

WIDTH, HEIGHT = 0.3, 2.4  # of the scale
OFF = 1.1  # from the end of the map to the scale
NEAR, TO_NUMBER = 0.08, 0.12  # from the scale to a walker, and from there to its number
APART = 0.42  # from the middle of one number to that of the other, at least
TICK, OVER = 0.1, 0.27  # length of a tick; from the scale to the line of its title
NAME = "factor per step"


class SpeedScale(VGroup):
    """The shades of the map `speeds` on a scale from 0 to 1, the `bar`.

    Right of them stand `plain`, at the factor of plain descent, and `rolls`, at that of the pair
    with a β: each is the walker with its number, and is live.
    """

    def __init__(self, speeds: SpeedMap) -> None:
        self.speeds = speeds
        self.foot = speeds.x_axis.get_end() + (OFF + WIDTH / 2) * RIGHT
        heights = [0.0, *map(self.height_of, speeds.levels[1:])]
        blocks = VGroup()
        for (low, high), color in zip(pairwise(heights), speeds.colors, strict=True):
            block = Rectangle(width=WIDTH, height=high - low, stroke_width=0)
            blocks.add(block.set_fill(color, opacity=1).move_to(self.foot + (low + high) / 2 * UP))
        frame = Rectangle(width=WIDTH, height=HEIGHT, stroke_color=theme.muted)
        frame.set_stroke(width=HAIR_WIDTH).move_to(self.foot, DOWN)
        ticks = VGroup()
        for value in (0, 1):
            end = self.foot + WIDTH / 2 * LEFT + self.height_of(value) * UP
            tick = Line(end, end + TICK * LEFT, color=theme.muted, stroke_width=THIN_WIDTH)
            label = formula(str(value), SMALL_SIZE, theme.muted)
            ticks.add(tick, label.next_to(tick, LEFT, buff=NEAR))
        name = text(NAME, SMALL_SIZE, theme.muted)
        name.align_to(frame, LEFT)
        letter = name.family_members_with_points()[0]
        name.shift((frame.get_top()[1] + OVER - letter.get_bottom()[1]) * UP)
        factors = lambda: speeds.plain_factor, lambda: speeds.factor
        self.plain = self._pointer("circle", theme.walker, *factors)
        self.rolls = self._pointer("diamond", theme.second, *factors[::-1])
        self.bar = VGroup(blocks, frame, ticks, name)
        super().__init__(self.bar, self.plain, self.rolls)

    def height_of(self, factor: float) -> float:
        """Return how high above its foot a factor is on the scale."""
        return HEIGHT * factor

    def _pointer(
        self, marker: str, color: str, value: Callable[[], float], other: Callable[[], float]
    ) -> VGroup:
        """Return a walker right of the scale, with a live factor beside it.

        The number stands clear of that of the `other`.
        """
        mark = marker_shape(marker, DOT_RADIUS, color)
        live = Number(value, 3, size=SMALL_SIZE, color=color, signed=False)
        factor = named(formula("times", SMALL_SIZE, color), live)
        pointer = VGroup(mark, factor.next_to(mark, RIGHT, buff=TO_NUMBER))
        pointer.next_to(self.foot + (WIDTH / 2 + NEAR) * RIGHT, RIGHT, buff=0)

        def follow(pointer: VGroup) -> None:
            height, over = self.height_of(value()), self.height_of(value() - other())
            aside = max(APART - abs(over), 0) / 2 * (1 if over > 0 else -1)
            for part, place in zip(pointer, (height, height + aside), strict=True):
                part.shift((self.foot[1] + place - part.get_y()) * UP)

        pointer.add_updater(follow, call_updater=True)  # type: ignore[arg-type]
        return pointer
