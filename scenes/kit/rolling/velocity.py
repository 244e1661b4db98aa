"""A step of momentum as arrows: what is kept of the last step, what is added, what they make."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import (
    RIGHT,
    FadeIn,
    FadeOut,
    MathTypst,
    ValueTracker,
    VGroup,
    smooth,
    squish_rate_func,
)  # fmt: skip
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.rolling.arrows import PARTS, PartArrow
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
TIP = 0.085  # radius of the mark at the tip of the new step
CLEAR = 1.25 * TIP  # so far before the end of the step its last part ends: at that mark
EARLY = squish_rate_func(smooth, 0, 0.4)  # when the arrows of a step leave


class VelocityArrows(VGroup):
    """The arrows of one step of momentum on a map, tip to tail.

        Δₖ₊₁ = β Δₖ − α ∇f(xₖ)

    `taken` is the number k of the point at which the step begins. `shares` are trackers from 0 to
    1 of how far the three arrows, what is kept, added and made, have grown. The last, the new step,
    has the mark of a step as its `tip`, in place of a head.
    """

    def __init__(self, path: Trajectory, contour_map: ContourMap, beta: float, taken: int) -> None:
        self.map = contour_map
        self.taken = taken
        x = path.x
        here, ahead = x[taken], x[taken + 1]
        middle = here + beta * (here - x[taken - 1])
        self.corners = contour_map.at(np.stack([here, middle, ahead]))
        self.shares = [ValueTracker(0.0) for _ in PARTS]
        self.arrows = VGroup(*(PartArrow(part, head=part != "made") for part in PARTS))
        self.arrows[0].set_z_index(0.6)
        self.arrows[1].set_z_index(0.5)  # its head lies on the dashes
        self.tip = marker_shape("diamond", TIP, theme.second).set_z_index(0.7)
        self._outline = self.tip.points - self.tip.get_center()
        super().__init__(self.arrows, self.tip)
        self.follow()
        self.add_updater(lambda arrows: arrows.follow())

    def follow(self) -> "VelocityArrows":
        """Draw each arrow as far as it has grown."""
        start, middle, end = self.corners
        last = end - middle
        short = end - CLEAR * last / max(float(np.linalg.norm(last)), CLEAR)
        ways = ((start, middle), (middle, short), (start, end))
        for arrow, (tail, tip), share in zip(self.arrows, ways, self.shares, strict=True):
            arrow.put(tail, share.get_value() * (tip - tail))
        made = float(self.shares[-1].get_value())
        self.tip.points = self._outline[: len(self._outline) if made else 0]
        self.tip.shift(start + made * (end - start))
        return self

    def grow(self, which: str, rule: MathTypst | None = None) -> list[Any]:
        """Return the animations in which "kept", "added" or "made" grows.

        With the `rule` of the step, that part of it appears meanwhile.
        """
        going: Any = self.shares[PARTS.index(which)].animate
        said = [FadeIn(rule.select(which))] if rule else []
        return [going.set_value(1), *said]

    def take(self, walk: Walk) -> list[Any]:
        """Return the animations in which the walker takes this step, and the arrows leave."""
        return [walk.go(self.taken + 1, smooth), FadeOut(self, rate_func=EARLY)]

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = [arrow for arrow in self.arrows if len(arrow.points) and is_seen(arrow)]
        return [("the tip of a step", self.corners[-1])] if shown else []


class KeptStep(PartArrow):
    """The arrow of what is kept of the last step, its part `beta`, out of the walker.

    It begins at the edge of the walker, which is as far as `edge` from its middle. `at` takes
    points of the loss to points of the frame. From one step to the next the length changes
    evenly. Only the way to the left or right is shown.
    """

    def __init__(self, walk: Walk, at: Callable[[Array], Array], edge: float, beta: float) -> None:
        super().__init__("kept")
        self.walk, self.at, self.edge = walk, at, edge
        across = at(walk.trajectory.x)[:, 0]
        # Of the step that led to each point.
        self.lengths = beta * np.diff(across, prepend=across[0])
        self.follow()
        self.add_updater(lambda arrow: arrow.follow())

    def follow(self) -> "KeptStep":
        """Draw it where the walker is now."""
        rows = np.arange(len(self.lengths))
        way = float(np.interp(self.walk.taken, rows, self.lengths))
        tail = self.at(self.walk.position) + self.edge * np.sign(way) * RIGHT
        self.put(tail, way * RIGHT)
        return self


def parts_of_step(rolls: bool) -> MathTypst:
    """Return what a step is made of, in the colors of the arrows: of one that `rolls`, or not."""
    if rolls:
        math = '{{"new step" = : made}} {{beta dot "last step" : kept}} {{- alpha nabla f : added}}'
        colors = {"made": theme.second, "kept": theme.ink, "added": theme.walker}
    else:
        math, colors = '{{"new step" = - alpha nabla f : added}}', {"added": theme.walker}
    return formula(math, SMALL_SIZE, **colors)
