"""What stands on a landscape: walkers, trails, arrows, rings. Lengths are shares of a yardstick."""

from typing import Any, TypeVar

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Arrow, Ball, Cut, Mark, Ring, Slope, Trail
from scenes.kit.legibility import StepMark
from scenes.kit.theme import theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
M = TypeVar("M", bound=Mark)


class Marked:
    """Ground with `marks` on it."""

    marks: list[Mark]
    yardstick: float

    def ground(self) -> Ground:
        """Return what the marks on the ground depend on, as it is now."""
        raise NotImplementedError

    def world_to_frame(self, points: Any) -> Array:
        """Return where points `(…, 3)` in world units are seen, in units of the frame, (…, 3)."""
        raise NotImplementedError

    def must_see(self) -> list[tuple[str, Array]]:
        """Return the walkers and the ends of arrows that are there, and where they are seen."""
        ground, found = self.ground(), []
        for mark in self.marks:
            if isinstance(mark, Ball) and mark.share() > 0:
                found.append((f"a {mark.shape}", mark.center(ground)[0]))
            if isinstance(mark, Arrow) and mark.share() > 0:
                found.append(("the tip of an arrow", mark.ends(ground)[1]))
        return [(name, self.world_to_frame(place)) for name, place in found]

    def of_steps(self) -> tuple[list[StepMark], list[Walk]]:
        """Return the arrows in view that belong to a step, and the walks in view."""
        there = [mark for mark in self.marks if mark.share() > 0]
        steps = [mark.of_step for mark in there if isinstance(mark, Arrow)]
        walks = [getattr(mark, "at", getattr(mark, "walk", None)) for mark in there]
        return (
            [("an arrow", *step) for step in steps if step],
            [walk for walk in walks if isinstance(walk, Walk)],
        )

    def walker_radius(self) -> float:
        """Return how large a ball is now that takes 4 % of the frame's height, in world units."""
        raise NotImplementedError

    def _usual_radius(self) -> float:
        balls = (mark.radius for mark in self.marks if isinstance(mark, Ball))
        return next(balls, None) or self.walker_radius()

    def _add(self, mark: M) -> M:
        self.marks.append(mark)
        return mark

    def ball(self, at: Any, color: str, radius: float | None = None, shape: str = "ball") -> Ball:
        """Put a ball, or a gem for a second walker, on the ground at `at`, a walk or a point.

        Without a `radius` it is as large as the first ball; and that one is 4 % of the frame's
        height from where the eye stands now.
        """
        radius = self._usual_radius() if radius is None else radius
        return self._add(Ball(srgb(color), at, radius, shape))

    def trail(self, walk: Any, color: str, thickness: float | None = None) -> Trail:
        """Draw the steps of `walk` so far on the ground, with a bead at each computed point."""
        thickness = 0.0036 * self.yardstick if thickness is None else thickness
        return self._add(Trail(srgb(color), walk, thickness))

    def arrow(
        self,
        start: Any,
        vector: Any,
        color: str,
        scale: float = 1.0,
        thickness: float | None = None,
    ) -> Arrow:
        """Prepare an arrow in the tangent plane at `start`: `vector (2,)` times `scale`.

        It is drawn as soon as its `appear()` is played.
        """
        thickness = 0.0036 * self.yardstick if thickness is None else thickness
        lift = self._usual_radius()
        arrow = Arrow(srgb(color), start, vector, scale, thickness, lift, shown=ValueTracker(0.0))
        return self._add(arrow)

    def step(self, path: Trajectory, i: int = 0) -> Arrow:
        """Prepare the arrow from one point of a walk to the next."""
        arrow = self.arrow(path.x[i], path.x[i + 1] - path.x[i], theme.walker)
        arrow.of_step = path, i
        return arrow

    def uphill(self, path: Trajectory, i: int = 0, scale: float = 1.0) -> Arrow:
        """Prepare the gradient at a point of a walk as an arrow, `scale` times as long as it is."""
        arrow = self.arrow(path.x[i], path.gradient[i], theme.gradient, scale)
        arrow.of_step = path, i
        return arrow

    def slope(self, at: Any, color: str | None = None, radius: float | None = None) -> Slope:
        """Prepare a disc in the tangent plane at `at`, a walk or a point, for its `appear()`."""
        radius = 0.036 * self.yardstick if radius is None else radius
        lift, rim = 0.004 * self.yardstick, 0.0014 * self.yardstick
        return self._add(
            Slope(srgb(color or theme.ink), at, radius, lift, rim, shown=ValueTracker(0.0))
        )

    def ring(self, at: Any, color: str, radius: float | None = None) -> Ring:
        """Prepare a ring that lies on the ground about `at`, a walk or a point."""
        radius = 0.03 * self.yardstick if radius is None else radius
        thickness = 0.003 * self.yardstick
        return self._add(Ring(srgb(color), at, radius, thickness, shown=ValueTracker(0.0)))

    def cut(self, at: Any, way: Any, color: str) -> Cut:
        """Prepare a sheet of glass that cuts the ground upright, through `at` along `way (2,)`."""
        way, thickness = np.asarray(way, dtype=float), 0.004 * self.yardstick
        return self._add(Cut(srgb(color), at, way, thickness, shown=ValueTracker(0.0)))
