"""How much of the way of a walk lies in two planes, as bars."""

from typing import Any

from manim import LEFT, RIGHT, UP, GrowFromEdge, Rectangle, VGroup

from scenes.kit.animations import appear
from scenes.kit.slices.training import Plane
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import text

LEFT_END, WIDTH, TALL = -6.2, 4.2, 0.42  # of the frame: where bars begin, how long the way is
TOP, PITCH = 2.12, 1.35  # of the frame: where the heading stands; from one bar to the next
FIRST = 1.2  # from the heading to the name of the first bar, half of it to the bar


class WayBars(VGroup):
    """A bar for each of some planes, by their names: the straight way of a walk, and its part."""

    def __init__(self, planes: dict[str, Plane]) -> None:
        super().__init__()
        self.heading = text("how much of its way the plane holds", SMALL_SIZE)
        self.heading.move_to((LEFT_END, TOP, 0), LEFT)
        self.rows: list[VGroup] = []
        for i, (name, plane) in enumerate(planes.items()):
            y = TOP - FIRST - i * PITCH
            whole = Rectangle(width=WIDTH, height=TALL, color=theme.muted, stroke_width=THIN_WIDTH)
            part = Rectangle(width=WIDTH * plane.way_share, height=TALL, stroke_width=0)
            part.set_fill(theme.walker, opacity=1)
            for bar in (whole, part):
                bar.move_to((LEFT_END, y, 0), LEFT)
            said = text(name, SMALL_SIZE).next_to(whole, UP, buff=0.15, aligned_edge=LEFT)
            share = text(percent(plane.way_share), TEXT_SIZE).next_to(whole, RIGHT, buff=0.2)
            self.rows.append(VGroup(part, whole, said, share))
        self.add(self.heading, *self.rows)

    def grow(self, row: int) -> list[Any]:
        """Return the animations in which the bar of a plane comes, and the heading if it is first.

        Its part grows out of its left end.
        """
        part, *rest = self.rows[row]
        first = [self.heading] if row == 0 else []
        return [GrowFromEdge(part, LEFT), *appear(*first, *rest)]
