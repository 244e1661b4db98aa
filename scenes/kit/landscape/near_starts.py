"""Two starts that are close together, in a lens: how far apart, and how long a step is there."""

from typing import Any

import numpy as np
from manim import UP, Line, RoundedRectangle, VGroup
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import text

Array = NDArray[np.float64]

WIDTH, HEIGHT = 2.0, 1.6  # of what is drawn, in units of the frame
SIGN, TICK, AWAY = 0.15, 0.09, 0.34  # sizes: of a sign, of a measure's ends, and its distance


class NearStarts(VGroup):
    """The ground about two starts from above, turned as the landscape is seen.

    It shows the first step of `path` and where `other` starts, both with their lengths, on a plate
    whose upper right or left corner is at `corner`.  A line leads to the nearer start in the
    landscape, wherever that is seen.
    """

    @checked
    def __init__(
        self, landscape: Landscape, path: Trajectory, other: Trajectory, corner: Any
    ) -> None:
        self.landscape, self.starts = landscape, (path.x[0], other.x[0])
        self.places = self._laid(np.array([path.x[0], other.x[0], path.x[1]]))
        first, second, step = self.places
        lengths = [float(np.linalg.norm(x - path.x[0])) for x in (other.x[0], path.x[1])]
        form = Form.of(lengths)
        style: dict[str, Any] = {"stroke_width": THIN_WIDTH, "color": theme.ink}
        drawn = VGroup(
            Line(first, step, color=theme.walker, stroke_width=PATH_WIDTH),
            marker_shape("circle", STEP_RADIUS, theme.walker).move_to(step),
            sign("second", SIGN).move_to(second),
            sign("walker", SIGN).move_to(first),
        )
        apart = _measure(first, second, step, f"{form(lengths[0])} apart", theme.ink)
        taken = _measure(first, step, second, f"step {form(lengths[1])}", theme.walker)
        content = VGroup(drawn, apart, taken)
        plate = RoundedRectangle(
            corner_radius=0.16, width=content.width + 0.5, height=content.height + 0.44, **style
        )
        plate.set_fill(theme.background, opacity=0.95).move_to(content)
        self.pane = VGroup(plate, content)
        side = np.sign(np.asarray(corner, dtype=float)[0])
        self.pane.move_to(corner, side * np.array([1.0, 0, 0]) + UP)
        self.leader = Line(plate.get_center(), plate.get_center() + UP, **style)
        super().__init__(self.leader, self.pane)
        self.add_updater(NearStarts.follow, call_updater=True)

    def follow(self) -> "NearStarts":
        """Let the line end where the start that is nearer to the plate is seen now."""
        plate = self.pane[0]
        ways = [self.landscape.to_frame(*x) - plate.get_center() for x in self.starts]
        way = min(ways, key=lambda one: float(np.linalg.norm(one)))
        goal = plate.get_center() + way
        half = np.array([plate.width, plate.height]) / 2
        edge = 1 / max(float(np.max(np.abs(way[:2]) / half)), 1e-6)
        if edge < 0.99:
            self.leader.put_start_and_end_on(plate.get_center() + edge * way, goal)
        return self

    def _laid(self, x: Array) -> Array:
        """Return where points (n, 2) are on the plate, as large as fits, (n, 3)."""
        right, _, forward = self.landscape.view().axes
        flat = np.stack([(x - x[0]) @ way[:2] / np.hypot(*way[:2]) for way in (right, forward)], 1)
        size = np.maximum(np.ptp(flat, axis=0), 1e-9)
        return np.column_stack([flat * (np.array([WIDTH, HEIGHT]) / size).min(), np.zeros(len(x))])


def _measure(start: Array, end: Array, third: Array, name: str, color: str) -> VGroup:
    """Return a line beside the way from `start` to `end`, away from a `third` place, named."""
    way = (end - start) / np.linalg.norm(end - start)
    off = np.array([-way[1], way[0], 0.0])
    off *= -1 if off @ (third - start) > 0 else 1
    ends = [one + AWAY * off for one in (start, end)]
    style: dict[str, Any] = {"stroke_width": THIN_WIDTH, "color": color}
    line = VGroup(
        Line(ends[0], ends[1], **style),
        *(Line(one - TICK * off, one + TICK * off, **style) for one in ends),
    )
    label = text(name, SMALL_SIZE, color)
    half = np.array([label.width, label.height, 0]) / 2
    label.move_to(np.mean(ends, axis=0) + off * (np.abs(off) @ half + 0.15))
    return VGroup(line, label)
