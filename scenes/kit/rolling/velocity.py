"""A step of momentum as arrows: what is kept of the last step, what is added, what they make."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    MathTypst,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)  # fmt: skip
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.rates.valley import Valley
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
HEAD = 0.2  # of an arrow with an open head: how far its strokes reach back
TOP, ARROWS = 0.25, 4.1  # of the parts: how high they reach, and where in the frame they stand
WIDE, HIGH = 3.6, 1.6  # their lengths from left to right, and from top to bottom in all, at most
BETWEEN = 0.4  # what is across the valley and what is along it
GUTTER = 0.6  # from the map to the names of the rows
BESIDE = 0.32  # from one arrow of a row to the next
LATE = squish_rate_func(smooth, 0.6, 1)  # when the arrows of a step leave


class VelocityArrows(VGroup):
    """The arrows of one step of momentum on a map, tip to tail.

        Δₖ₊₁ = β Δₖ − α ∇f(xₖ)

    `taken` is the number k of the point at which the step begins. `kept`, `added` and `made` are
    trackers from 0 to 1 of how far the three arrows have grown.
    """

    def __init__(self, path: Trajectory, contour_map: ContourMap, beta: float, taken: int) -> None:
        self.map = contour_map
        self.taken = taken
        x = path.x
        here, ahead = x[taken], x[taken + 1]
        middle = here + beta * (here - x[taken - 1])
        self.corners = contour_map.at(np.stack([here, middle, ahead]))
        self.kept, self.added, self.made = (ValueTracker(0.0) for _ in range(3))
        self.arrows = VGroup(*map(_arrow, (theme.ink, theme.walker, theme.second)))
        super().__init__(self.arrows)
        self.follow()
        self.add_updater(lambda arrows: arrows.follow())

    def follow(self) -> "VelocityArrows":
        """Draw each arrow as far as it has grown."""
        start, middle, end = self.corners
        ways = ((start, middle), (middle, end), (start, end))
        shares = (self.kept, self.added, self.made)
        for arrow, (tail, tip), share in zip(self.arrows, ways, shares, strict=True):
            way = share.get_value() * (tip - tail)
            if np.linalg.norm(way) < 0.02:
                arrow.points = np.zeros((0, 3))
            else:
                put_arrow(arrow, tail, way)
        return self

    def grow(self, which: str, rule: MathTypst | None = None) -> list[Any]:
        """Return the animations in which "kept", "added" or "made" grows.

        With the `rule` of the step, that part of it appears meanwhile.
        """
        going: Any = getattr(self, which).animate
        said = [FadeIn(rule.select(which))] if rule else []
        return [going.set_value(1), *said]

    def take(self, walk: Walk) -> list[Any]:
        """Return the animations in which the walker takes this step, and the arrows leave."""
        return [walk.go(self.taken + 1, smooth), FadeOut(self, rate_func=LATE)]

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = [arrow for arrow in self.arrows if len(arrow.points) and is_seen(arrow)]
        return [("the tip of a step", self.corners[-1])] if shown else []


class PartsApart(VGroup):
    """What is kept and what is added in a step, tip to tail: across the valley, and along it.

    Each arrow is the part of one of `arrows` in that direction, `scale_up` times as long as on the
    map. `sums` are what each two make.
    """

    def __init__(self, arrows: VelocityArrows, valley: Valley) -> None:
        start, middle, end = arrows.corners[:, :2]
        self.wholes = arrows.arrows
        self.names, self.parts, self.sums = VGroup(), VGroup(), VGroup()
        directions = valley.directions[::-1]
        ways = np.stack([middle - start, end - middle, end - start])
        reach = np.ptp(np.cumsum(np.vstack([[0, 0], ways[:2]]) @ directions.T, axis=0), axis=0)
        sides = reach[:, np.newaxis] * np.abs(directions)
        self.scale_up = float(min(WIDE / sides[:, 0].max(), HIGH / sides[:, 1].sum()))
        rows = VGroup()
        for name, direction in zip(("across:", "along:"), directions, strict=True):
            kept, added, made = self.scale_up * (ways @ direction)[:, np.newaxis] * direction
            aside = np.array([-direction[1], direction[0]])
            aside *= BESIDE * (1 if aside @ (-0.5, 1) > 0 else -1)
            row = VGroup()
            for tail, part, color in (
                (aside, kept, theme.ink),
                (kept, added, theme.walker),
                (-aside, made, theme.second),
            ):
                put_arrow(arrow := _arrow(color), np.append(tail, 0), np.append(part, 0))
                row.add(arrow)
            self.parts.add(*row[:2])
            self.sums.add(row[2])
            self.names.add(text(name, SMALL_SIZE, theme.muted))
            rows.add(row)
        rows.arrange(DOWN, buff=BETWEEN).move_to((ARROWS, TOP, 0), UP)
        for words, group in zip(self.names, rows, strict=True):
            words.move_to((arrows.map.get_right()[0] + GUTTER, group.get_y(), 0), LEFT)
        super().__init__(self.names, self.parts)

    def appear(self) -> list[Any]:
        """Return the animations in which the parts come out of the arrows on the map."""
        pairs = zip([*self.wholes[:2], *self.wholes[:2]], self.parts, strict=True)
        come = FadeIn(self.names, rate_func=squish_rate_func(smooth, 0.75, 1))  # they have landed
        return [come, *(TransformFromCopy(whole, part) for whole, part in pairs)]

    def add_up(self) -> list[Any]:
        """Return the animations in which the sums come out of the step on the map."""
        return [TransformFromCopy(self.wholes[2], one) for one in self.sums]


class LastStep(VMobject):
    """An arrow with an open head as long as the step that is being taken, out of its walker.

    It begins at the edge of the walker, which is as far as `edge` from its middle. `at` takes
    points of the loss to points of the frame. From one step to the next the length changes
    evenly. Only the way to the left or right is shown.
    """

    def __init__(self, walk: Walk, at: Callable[[Array], Array], edge: float) -> None:
        super().__init__(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        rim(self)
        self.walk, self.at, self.edge = walk, at, edge
        across = at(walk.trajectory.x)[:, 0]
        self.lengths = np.diff(across, prepend=across[0])  # of the step that led to each point
        self.follow()
        self.add_updater(lambda arrow: arrow.follow())

    def follow(self) -> "LastStep":
        """Draw it where the walker is now."""
        rows = np.arange(len(self.lengths))
        way = float(np.interp(self.walk.taken, rows, self.lengths))
        if abs(way) < HEAD:
            self.points = np.zeros((0, 3))
        else:
            tail = self.at(self.walk.position) + self.edge * np.sign(way) * RIGHT
            put_open_arrow(self, tail, way)
        return self


def put_open_arrow(arrow: VMobject, tail: Array, way: float) -> VMobject:
    """Draw `arrow`, a line, with an open head, from `tail` so far to the right, and return it."""
    tip, back = tail + way * RIGHT, HEAD * np.sign(way) * LEFT
    arrow.set_points_as_corners([tail, tip])
    arrow.start_new_path(tip + back + 0.6 * HEAD * UP)
    arrow.add_points_as_corners([tip, tip + back + 0.6 * HEAD * DOWN])
    return arrow


def parts_of_step(rolls: bool) -> MathTypst:
    """Return what a step is made of, in the colors of the arrows: of one that `rolls`, or not."""
    if rolls:
        math = '{{"new step" = : made}} {{beta dot "last step" : kept}} {{- alpha nabla f : added}}'
        colors = {"made": theme.second, "kept": theme.ink, "added": theme.walker}
    else:
        math, colors = '{{"new step" = - alpha nabla f : added}}', {"added": theme.walker}
    return formula(math, SMALL_SIZE, **colors)


def rim(part: VMobject) -> VMobject:
    """Give a line or a shape, also one without points so far, a rim, and return it."""
    width = part.get_stroke_width() + 2 * RIM_WIDTH
    return part.set_stroke(theme.background, width=width, background=True)


def _arrow(color: str) -> VMobject:
    return rim(VMobject(fill_color=color, fill_opacity=1, stroke_width=0))
