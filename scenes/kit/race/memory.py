"""What an adaptive optimizer remembers, as a thing: past slopes are a box."""

from typing import Any

import numpy as np
from manim import ManimColor, VGroup, VMobject, interpolate_color
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.race.tuned import Runner
from scenes.kit.symbols import rimmed
from scenes.kit.theme import PATH_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
FIRST, SECOND = 0.28, 0.66  # shares of a step's time: when its first part is over, and its second
BROADEST, SHOWN = 2.0, 2  # units of the frame: the longest side of the first boxes, so many
SECONDS = 2.0  # of a step
NEARLY = 0.03  # of a step: what is missing of it when it counts as taken
ADAM = 0.999  # β₂, the share that the mean of the squares of `adam` keeps


class SlowWalk(Walk):
    """A walk that stops before each step, so that what leads to it can be seen.

    The value runs as that of any walk; of the time of each step the last third is taken for it.
    """

    @property
    def taken(self) -> float:
        """Steps taken."""
        value = min(max(self.get_value(), 0.0), float(self.trajectory.steps))
        whole = int(value + 1e-9)
        return whole + float(eased((value - whole - SECOND) / (1 - SECOND)))

    @property
    def step(self) -> int:
        """The last whole step that has been taken, as far as can be seen."""
        return int(self.taken + NEARLY)

    @property
    def phase(self) -> tuple[int, float]:
        """The step whose time it is, and how much of that is over."""
        value = max(self.get_value(), 0.0)
        whole = min(int(value + 1e-9), self.trajectory.steps - 1)
        return whole, min(value - whole, 1.0)

    def think(self, steps: float, hold: float = 0.0) -> Any:
        """Return the animation that takes it so many steps on, slowly, and holds for seconds."""
        going: Any = self.animate
        aim, longer = float(self.get_value()) + steps, 1 + hold / (SECONDS * steps)
        pace = {"rate_func": lambda t: min(t * longer, 1.0), "run_time": SECONDS * steps + hold}
        return going(**pace).set_value(aim)


class BoxMemory(VGroup):
    """The typical slopes of an adaptive optimizer: a box, as broad and as high as they are.

    In it the arrow of the downhill direction. The box then becomes a square with the side α, and
    the arrow with it: it is now the step, for each coordinate was measured by its own side. So the
    arrow takes the color of steps. Both are drawn anew for each step, and taken into the walker as
    it takes it.
    """

    @checked
    def __init__(self, runner: Runner, walk: SlowWalk, contours: ContourMap) -> None:
        self.walk, self.map, self.rate = walk, contours, runner.rate
        self.downhill, self.sides = remembered(runner)
        largest = float(np.max(self.sides[:SHOWN]))
        self.scale_of_slopes = BROADEST / largest
        box = VMobject(
            stroke_color=theme.ink, stroke_width=PATH_WIDTH / 2,
            fill_color=theme.ink, fill_opacity=0.22,
        )  # fmt: skip
        arrow = rimmed(VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0))
        super().__init__(box, arrow)
        self.follow()
        self.add_updater(lambda memory: memory.follow())

    @property
    def path(self) -> Trajectory:
        """The walk that is remembered."""
        return self.walk.trajectory

    @property
    def shares(self) -> tuple[float, float, float]:
        """How far the memory has grown, has been turned into the step, and has been taken in."""
        step, phase = self.walk.phase
        turned = float(eased((phase - FIRST) / (SECOND - FIRST)))
        return float(eased(phase / FIRST)), turned, self.walk.taken - step

    def way(self, x: Array, vector: Array) -> Array:
        """Return a vector of the loss's variables at x as one of the frame."""
        return np.asarray(self.map.at(x + vector) - self.map.at(x))

    def follow(self) -> "BoxMemory":
        """Draw what there is to see now."""
        step, phase = self.walk.phase
        if 1e-3 < phase < 1 - 1e-3:
            grown, turned, taken = self.shares
            self._draw(step, grown, turned)
            end = self.map.at(self.path.x[step + 1])
            for part in self.submobjects:  # into the walker, which takes the step
                part.points = part.points + taken * (end - part.points)
        else:
            for part in self.submobjects:
                part.points = np.zeros((0, 3))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = [one for one in self.submobjects if len(one.points) and is_seen(one)]
        return [("the end of what is remembered", one.points[-1]) for one in shown[:1]]

    def corner(self, step: int, grown: float, turned: float) -> Array:
        """Return the way from the walker to the corner of the box across from it, (3,)."""
        slopes = self.sides[step] * self.scale_of_slopes * grown  # in units of the frame
        square = np.abs(self.way(self.path.x[step], np.full(2, self.rate)))[:2]
        sides = slopes ** (1 - turned) * square**turned
        return np.append(np.where(self.downhill[step] < 0, -sides, sides), 0.0)

    def tip(self, step: int, corner: Array) -> Array:
        """Return the way from the walker to the tip of the arrow in the box with this corner."""
        return np.asarray(corner * [*np.abs(self.downhill[step] / self.sides[step]), 0])

    def _draw(self, step: int, grown: float, turned: float) -> None:
        here, corner = self.map.at(self.path.x[step]), self.corner(step, grown, turned)
        across, up = corner * [1, 0, 0], corner * [0, 1, 0]
        corners = [here, here + across, here + corner, here + up, here]
        self.submobjects[0].set_points_as_corners(np.array(corners))
        arrow = self.submobjects[1]
        put_arrow(arrow, here, self.tip(step, corner))
        colors = ManimColor(theme.gradient), ManimColor(theme.walker)
        arrow.set_fill(interpolate_color(*colors, turned))


def remembered(runner: Runner) -> tuple[Array, Array]:
    """Return the downhill direction and the typical slopes in each step of an adaptive optimizer.

    A step is α times the first divided by the second, but for ε; both have shape (steps, d).
    Adam's are corrected for having been 0 at first.
    """
    path, state = runner.path, runner.path.state
    if "first_moment" not in state:
        downhill = -path.gradient[:-1]
        return downhill, np.sqrt(state["squares"][1:])
    t = np.arange(1, path.steps + 1)[:, None]
    mean = state["first_moment"][1:] / (1 - (runner.beta or 0.0) ** t)
    return -mean, np.sqrt(state["second_moment"][1:] / (1 - ADAM**t))
