"""How much of the way of a walk lies in a plane, as a bar."""

from typing import Any

from manim import DOWN, LEFT, RIGHT, UP, Rectangle, ValueTracker, VGroup

from scenes.kit.maps.trails import Drawn
from scenes.kit.slices.moons_panel import MIDDLE, WIDTH
from scenes.kit.slices.training import Plane
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import Number, text

LONG, TALL = 4.0, 0.36  # of the frame: the bar of the whole way
TOP = -1.7  # of the frame: what it is stands here, below the points


class WayBar(VGroup):
    """The straight way of a walk as a bar, and the part of its length that lies in a `plane`.

    `share` says how much of that is seen, from 0 to 1.
    """

    def __init__(self, plane: Plane) -> None:
        super().__init__()
        self.plane, self.share = plane, ValueTracker(0.0)
        left = MIDDLE[0] - WIDTH / 2
        said = text("the part of its way in this slice", SMALL_SIZE)
        said.move_to((left, TOP, 0), LEFT)
        self.whole = Rectangle(width=LONG, height=TALL, color=theme.muted, stroke_width=THIN_WIDTH)
        self.whole.next_to(said, DOWN, buff=0.2, aligned_edge=LEFT)
        self.part = Drawn(self._part, stroke_width=0, fill_color=theme.walker, fill_opacity=1)
        percents = Number(lambda: 100 * self.seen, 0, 2, TEXT_SIZE, signed=False)
        percents.next_to(self.whole, RIGHT, buff=0.25)
        sign = text("%", TEXT_SIZE).next_to(percents, RIGHT, buff=0.05)
        sign.shift((percents.place.get_bottom() - sign.get_bottom())[1] * UP)
        self.add(said, self.part, self.whole, percents, sign)

    @property
    def seen(self) -> float:
        """How much of the length of the way is filled now, from 0 to 1."""
        return self.plane.way_share * float(self.share.get_value())

    def _part(self) -> Any:
        bar = Rectangle(width=max(LONG * self.seen, 1e-6), height=TALL)
        return bar.move_to(self.whole, LEFT).points

    def grow(self) -> Any:
        """Return the animation in which the part grows out of its left end, and its number."""
        return self.share.animate.set_value(1.0)
