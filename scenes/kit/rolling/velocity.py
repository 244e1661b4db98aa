"""A step of momentum as arrows: what is kept of the last step, what is added, what they make."""

from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import rimmed
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula

Array = NDArray[np.float64]


class VelocityArrows(VGroup):
    """The arrows of one step of momentum on a map, tip to tail.

        Δₖ₊₁ = β Δₖ − α ∇f(xₖ)

    `taken` is the number k of the point at which the step begins. `kept`, `added` and `made` are
    trackers from 0 to 1 of how far the three arrows have grown.
    """

    def __init__(self, path: Trajectory, contour_map: ContourMap, beta: float, taken: int) -> None:
        self.map = contour_map
        x = path.x
        here, ahead = x[taken], x[taken + 1]
        middle = here + beta * (here - x[taken - 1])
        self.corners = contour_map.at(np.stack([here, middle, ahead]))
        self.kept, self.added, self.made = (ValueTracker(0.0) for _ in range(3))
        self.arrows = VGroup(
            *(
                rimmed(VMobject(fill_color=color, fill_opacity=1, stroke_width=0))
                for color in (theme.ink, theme.walker, theme.second)
            )
        )
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

    def grow(self, which: str) -> Any:
        """Return the animation in which "kept", "added" or "made" grows."""
        going: Any = getattr(self, which).animate
        return going.set_value(1)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = [arrow for arrow in self.arrows if len(arrow.points) and is_seen(arrow)]
        return [("the tip of a step", self.corners[-1])] if shown else []


def parts_of_step(beta: str) -> VGroup:
    """Return what a step is made of, in the colors of the arrows."""
    row = formula(
        f'{{{{"new step" : made}}}} = {{{{{beta} dot "last step" : kept}}}} '
        "{{- alpha nabla f : added}}",
        SMALL_SIZE,
        made=theme.second,
        kept=theme.ink,
        added=theme.walker,
    )
    return tag(row, buff=0.12)
