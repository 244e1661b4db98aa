"""The step that a walk takes next: an arrow along the ground that the walk turns into its trail."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Arrow, memoized
from scenes.kit.walk import Walk

Array = NDArray[np.float64]

HEAD, BROAD = 5.2, 1.5  # length and radius of the head, in thicknesses of the shaft
PIECES = 33  # points of the line, which follows the ground


@dataclass(eq=False)
class GroundStep(Arrow):
    """An arrow on the ground from where `hiker` is on its `row`-th step to the step's end.

    It leads from the middle of the hiker down to the next point of the walk on the ground. As
    the hiker walks along it, only what is ahead is left of it, and nothing when the step is taken.

    `straight`: how much it is instead a straight arrow in the tangent plane of its start, as that
    of the gradient is, 0 … 1; then it is `seen` times as long, see `Underfoot.step`.
    """

    hiker: Walk = field(kw_only=True)
    row: int = field(kw_only=True)
    straight: ValueTracker = field(default_factory=lambda: ValueTracker(0.0), kw_only=True)
    seen: float = field(default=1.0, kw_only=True)

    def lie_down(self) -> Any:
        """Return the animation in which it comes down on the ground that the step leads over."""
        return self.straight.animate.set_value(0.0)

    def share(self) -> float:
        """How much of the arrow is there: none as soon as the step is taken."""
        return super().share() if self.hiker.taken < self.row + 1 - 1e-6 else 0.0

    def ends(self, ground: Ground) -> tuple[Array, Array]:
        """Return both ends of the whole arrow, in world units."""
        start = np.asarray(self.start, dtype=float)
        over = 0.6 * self.thickness / 2
        first, last = (ground.on_ground(x, over) for x in (start, start + np.asarray(self.vector)))
        straight = float(self.straight.get_value())
        base, tip = super().ends(ground)
        ahead = base + self.seen * (tip - base)
        return first + straight * (base - first), last + straight * (ahead - last)

    @memoized
    def solid(self, ground: Ground) -> Solid:
        taken = min(max(self.hiker.taken - self.row, 0.0), 1.0)
        reach = taken + self.share() * (1 - taken)
        if self.share() == 0 or reach - taken < 1e-6:
            return NOTHING
        shares = np.linspace(taken, reach, PIECES)[:, None]
        flat = np.asarray(self.start) + shares * np.asarray(self.vector)
        over = 0.6 * self.thickness / 2
        sinking = (1 - shares) / (1 - taken)  # from the middle of the walker to the ground
        line = ground.on_ground(flat) + (over + sinking * (self.lift - over)) * ground.normal(flat)
        if straight := float(self.straight.get_value()):
            base, tip = super().ends(ground)
            line = line + straight * (base + self.seen * shares * (tip - base) - line)
        length = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=-1)))
        head = min(HEAD * self.thickness, 0.6 * length[-1])
        before = length < length[-1] - head
        neck = np.array([np.interp(length[-1] - head, length, part) for part in line.T])
        shaft = np.vstack([line[before], neck])
        radius = self.thickness / 2
        width = BROAD * self.thickness * min(1.0, head / (3.0 * self.thickness))
        return solids.join(
            [
                solids.tube(shaft, np.full(len(shaft), radius), self.paint()),
                solids.cone(neck, line[-1], width, self.paint()),
            ]
        )
