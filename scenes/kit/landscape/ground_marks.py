"""What is drawn on the ground of a landscape besides walks: axes, lines of equal loss, names."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, ValueTracker, VGroup
from numpy.typing import NDArray

from scenes.kit.landscape import Landscape, Mark, Pin
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, halo, text

Array = NDArray[np.float64]
BEAD = 2.2  # radius of the mark at a whole number, in radii of the axis
HEAD = 9.0  # length of the arrowhead, in radii of the axis


@dataclass(eq=False)
class LevelLine(Mark):
    """A line draped over the ground through `places (n, 2)`, which lie close together."""

    layer = "lying"

    places: Array
    thickness: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        shown = self.places[: round(self.share() * len(self.places))]
        if len(shown) < 2:
            return NOTHING
        radius = self.thickness / 2 * ground.mark_size
        line = ground.on_ground(shown, radius)
        return solids.tube(line, np.full(len(line), radius), self.paint())


def level_line(landscape: Landscape, x: Any, color: str) -> LevelLine:
    """Prepare the line of equal loss through `x (2,)`, for its `appear()`.

    The loss must be quadratic with one minimum θ*, so that this is the ellipse of all
    θ* + C⁻ᵀu with ∇²f = CCᵀ and |u|² = 2(f(x) − f(θ*)).
    """
    loss = landscape.loss
    (minimum,) = loss.minima
    reach = np.sqrt(2 * max(float(loss.value(x)) - minimum.value, 0.0))
    turn = np.linspace(0, 2 * np.pi, 181)
    circle = reach * np.stack([np.cos(turn), np.sin(turn)])
    ellipse = np.linalg.solve(np.linalg.cholesky(loss.hessian(minimum.x)).T, circle).T
    thickness, shown = 0.0035 * landscape.extent, ValueTracker(0.0)
    mark = LevelLine(srgb(color), minimum.x + ellipse, thickness, shown=shown)
    landscape.marks.append(mark)
    return mark


@dataclass(eq=False)
class Spot(Mark):
    """A disc about `at (2,)` in the color `ground`, in a colored rim: what lies on it stands out.

    It is put on the ground at its middle, and hides lines that lie there.
    """

    layer = "lying"

    at: Array
    radius: float
    ground: Array

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.share() * self.radius
        center = ground.on_ground(self.at, 0.12 * self.radius)
        face = np.append(self.ground, 1.0)
        return solids.disc(
            center, ground.normal(self.at), radius, face, self.paint(), 0.09 * radius
        )


def spot(landscape: Landscape, x: Any, color: str, radius: float) -> Spot:
    """Prepare a spot about `x (2,)`, for its `appear()`; `radius` in units of x and y."""
    at, ground = np.asarray(x, dtype=float), srgb(theme.background)
    mark = Spot(srgb(color), at, radius, ground, shown=ValueTracker(0.0))
    landscape.marks.append(mark)
    return mark


def place_name(landscape: Landscape, markup: str, color: str, x: Any, side: Array) -> VGroup:
    """Return a name on a plate beside where `x (2,)` is seen now; it does not follow the eye.

    Where it would leave the landscape on the right, it stands on the left of the place.
    """
    name = tag(text(markup, SMALL_SIZE, color)).next_to(landscape.to_frame(*x), side, buff=0.35)
    if name.get_right()[0] > landscape.get_right()[0] - 0.1:
        name.next_to(landscape.to_frame(*x), side * np.array([-1, 1, 1]), buff=0.35)
    return name


@dataclass(eq=False)
class GroundAxis(Mark):
    """An arrow draped over the ground along the straight line from `start` to `end`, each (2,).

    A bead marks each of the places `marked (n, 2)`.
    """

    layer = "lying"

    start: Array
    end: Array
    marked: Array
    thickness: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * ground.mark_size
        length = float(np.linalg.norm(self.end - self.start))
        reach = self.share() * length
        way = (self.end - self.start) / length
        neck = max(reach - HEAD * radius, 0.5 * reach)
        line = self.start + np.linspace(0, neck, 161)[:, None] * way
        draped = ground.on_ground(line, 0.5 * radius)
        tip = ground.on_ground(self.start + reach * way, 0.5 * radius)
        passed = (self.marked - self.start) @ way <= neck
        beads = ground.on_ground(self.marked[passed], 0.5 * radius)
        return solids.join(
            [
                solids.tube(draped, np.full(len(draped), radius), self.paint()),
                solids.cone(draped[-1], tip, 0.36 * HEAD * radius, self.paint()),
                solids.spheres(beads, BEAD * radius, self.paint()),
            ]
        )


class GroundAxes(VGroup):
    """The two coordinate axes of a landscape, on its ground, where the other coordinate is 0.

    `names`: of both axes, Typst math markup, written beyond their tips.  `lower`, `upper`: where
    they begin and end.  A bead stands at each whole number, and a number at each `every`-th.
    The group holds what is written; `axes` are the two marks.
    """

    def __init__(
        self, landscape: Landscape, names: tuple[str, str], lower: Any, upper: Any, every: int = 2
    ) -> None:
        lower, upper = (np.asarray(corner, dtype=float) for corner in (lower, upper))
        self.axes: list[GroundAxis] = []
        super().__init__()
        for axis, (name, side) in enumerate(zip(names, (DOWN, RIGHT), strict=True)):
            along = np.eye(2)[axis]
            whole = np.arange(ceil(lower[axis]), floor(upper[axis] - 0.5) + 1)
            ends, thickness = (lower[axis] * along, upper[axis] * along), 0.004 * landscape.extent
            mark = GroundAxis(srgb(theme.ink), *ends, whole[:, None] * along, thickness)
            landscape.marks.append(mark)
            self.axes.append(mark)
            self.add(Pin(landscape, halo(formula(name, TITLE_SIZE)), ends[1], side))
            for value in whole[(whole % every == 0) & (whole != 0)]:
                label = halo(formula(number(value), SMALL_SIZE), 6)
                self.add(Pin(landscape, label, value * along, side, buff=0.12))
