"""The steps to which single samples lead from one point of a map: a fan, and its mean."""

from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject, smooth
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.arrow_field import OUTLINE, closed
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import marker_shape, rimmed
from scenes.kit.theme import DOT_RADIUS, theme

Array = NDArray[np.float64]
SHAFT, HEAD, FLARE = 0.02, 0.22, 0.08  # half the width, length of the head, half its width
FINE = 0.45  # times these: the arrows of a fan, which are many
BEAD = 0.07  # radius of what gathers in the mean
BROAD = 0.75  # of the mean: as broad as the arrow of a field of that length
QUIET = 0.3  # opacity of a fan that stands back


class StepFan(VGroup):
    """An arrow for each of `steps`, (n, 2), from the point `x` of a map; they come in `order`.

    Trackers: `asked`, how many there are, `gathered` from 0, a bead at the tip of each, to 1, one
    bead in the mean, `summed` up to 1, the arrow of the mean grows to that bead, and `quiet`: at 1
    the fan stands back.
    """

    @checked
    def __init__(
        self, contour_map: ContourMap, x: ArrayLike, steps: ArrayLike, order: Any = None
    ) -> None:
        every = np.asarray(steps, dtype=float)
        self.steps = every if order is None else every[np.asarray(order)]
        self.x, self.map = np.asarray(x, dtype=float), contour_map
        self.asked, self.gathered, self.summed, self.quiet = (ValueTracker(0.0) for _ in range(4))
        style: dict[str, Any] = {"fill_opacity": 1, "stroke_width": 0}
        self.arrows = VMobject(fill_color=theme.ink, **style)
        self.beads = rimmed(VMobject(fill_color=theme.ink, **style))
        self.mean = rimmed(VMobject(fill_color=theme.walker, **style))
        self._bead = marker_shape("circle", BEAD, theme.ink).points
        self._shown: tuple[float, ...] = ()
        super().__init__(self.arrows, self.beads, self.mean)
        self.follow()
        self.add_updater(StepFan.follow)

    def follow(self) -> "StepFan":
        """Draw what the trackers say."""
        trackers = self.asked, self.gathered, self.summed, self.quiet
        state = tuple(float(tracker.get_value()) for tracker in trackers)
        if state == self._shown:
            return self  # so that it can be faded in and out
        asked, gathered, summed, quiet = self._shown = state
        foot = self.map.at(self.x)[:2]
        grown = np.clip(asked - np.arange(len(self.steps)), 0, 1)[:, None]
        tips = self.map.at(self.x + self.steps)[:, :2]
        there = grown[:, 0] > 0
        self.arrows.points = closed(slim_arrows(foot, (foot + grown * (tips - foot))[there], FINE))
        self.arrows.set_fill(opacity=1 - (1 - QUIET) * quiet)
        middle = self.map.at(self.x + self.steps.mean(axis=0))[:2]
        beads = (1 - gathered) * tips + gathered * middle
        seen = beads[: (len(beads) if gathered < 1 else 1) * (gathered > 0)]
        bead = self._bead * (1 - summed)
        self.beads.points = (bead + np.pad(seen, ((0, 0), (0, 1)))[:, None]).reshape(-1, 3)
        self.mean.points = bold_arrow(foot, foot + summed * (middle - foot))
        return self

    def ask(self, count: int | None = None) -> Any:
        """Return the animation in which arrows grow, one after the other: all, or up to `count`."""
        asking: Any = self.asked.animate
        return asking(rate_func=smooth).set_value(len(self.steps) if count is None else count)

    def gather(self) -> Any:
        """Return the animation in which the beads of all tips come together in the mean."""
        return self.gathered.animate.set_value(1.0)

    def sum(self) -> list[Any]:
        """Return the animations in which the arrow of the mean grows, and the fan stands back."""
        return [self.summed.animate.set_value(1.0), self.quiet.animate.set_value(1.0)]

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        if not len(self.arrows.points) or not is_seen(self.arrows):
            return []
        tips = self.arrows.points.reshape(-1, 7, 4, 3)[:, 3, 0]
        return [("the tip of a step", tip) for tip in tips]


def slim_arrows(foot: Array, tips: Array, size: float = 1.0) -> Array:
    """Return the outlines of slender arrows from `foot`, (2,), to `tips`, shape (n, 7, 2)."""
    along = tips - foot
    length = np.maximum(np.linalg.norm(along, axis=-1), 1e-9)
    ahead = along / length[:, None]
    head = np.minimum(size * HEAD, 0.6 * length)
    thin = size * np.minimum(length / (size * HEAD), 1.0)
    zero, neck = np.zeros_like(length), length - head
    flat = np.stack(
        [
            np.stack([reach, side * thin], axis=-1)
            for reach, side in (
                (zero, SHAFT), (neck, SHAFT), (neck, FLARE), (length, 0.0),
                (neck, -FLARE), (neck, -SHAFT), (zero, -SHAFT),
            )
        ],
        axis=1,
    )  # fmt: skip
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1)
    turned = flat[..., :1] * ahead[:, None] + flat[..., 1:] * across[:, None]
    return np.asarray(turned + foot)


def bold_arrow(foot: Array, tip: Array) -> Array:
    """Return the points of a bold arrow from the rim of a walker at `foot` to `tip`, (2,)."""
    length = float(np.linalg.norm(tip - foot))
    if length < 1e-6:
        return np.zeros((0, 3))
    ahead = (tip - foot) / length
    hidden = min(DOT_RADIUS, length / 2)
    length -= hidden
    flat = (OUTLINE + np.array([0.5, 0.0])) * [length, min(length, BROAD)]
    turned = flat @ np.array([ahead, [-ahead[1], ahead[0]]])
    return closed((turned + foot + hidden * ahead)[None])
