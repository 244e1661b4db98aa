"""How long a walk is, and how long its part in a plane, as two bars on one scale."""

from collections.abc import Callable
from typing import Any

from manim import LEFT, RIGHT, Rectangle, VGroup, VMobject

from scenes.kit.maps.trails import Drawn
from scenes.kit.slices.moons_panel import MIDDLE, WIDTH
from scenes.kit.slices.training import Plane, between, lengths
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import text

TALL = 0.5  # of the frame: each bar; the whole walk is as long as the points are wide
TOPS = (1.55, 0.25)  # of the frame: where their names stand
EMPTY = 1e-6  # of the frame: length of a bar of nothing


class WayBars(VGroup):
    """The way of a `walk` through all weights so far, and its part in a `plane`, as bars.

    `way` and `part` grow with the walk, inside of frames that are as long as the whole way.
    `said` is how long all of the part is, as a share of the way: not yet part of this.
    """

    def __init__(self, walk: Walk, plane: Plane) -> None:
        super().__init__()
        all_way = lengths(walk.trajectory.x)
        rows = all_way, lengths(plane.coordinates @ plane.directions)
        directions = walk.trajectory.x.shape[1]
        names = f"its way in {directions} directions", "its part in this slice"
        frames = [self._frame(name, top) for name, top in zip(names, TOPS, strict=True)]
        self.way, self.part = (
            Drawn(
                self._filled(frame, walk, row / all_way[-1]),
                fill_color=theme.walker,
                fill_opacity=1,
            )
            for frame, row in zip(frames, rows, strict=True)
        )
        self.add(self.way.set_stroke(width=0), self.part.set_stroke(width=0), *frames)
        self.said = text(f"{percent(plane.way_share)} as long", TEXT_SIZE)
        end = frames[1][1].get_left() + plane.way_share * WIDTH * RIGHT
        self.said.next_to(end, RIGHT, buff=0.2)

    def _frame(self, name: str, top: float) -> VGroup:
        """Return the outline of the whole way, below its name."""
        left = MIDDLE[0] - WIDTH / 2
        said = text(name, SMALL_SIZE).move_to((left, top, 0), LEFT)
        outline = Rectangle(width=WIDTH, height=TALL, color=theme.muted, stroke_width=THIN_WIDTH)
        return VGroup(said, outline.move_to((left, top - 0.55, 0), LEFT))

    def _filled(self, frame: VGroup, walk: Walk, row: Any) -> Callable[[], Any]:
        """Return what asks for the points of a bar that is as long as a row says now."""

        def points() -> Any:
            bar: VMobject = Rectangle(
                width=max(WIDTH * float(between(walk, row)), EMPTY), height=TALL
            )
            return bar.move_to(frame[1], LEFT).points

        return points
