"""What stands on the ground: balls, trails, arrows, rings and the disc of the slope.

A mark holds plain data and trackers; `solid` turns it into triangles for one frame.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ClassVar, NamedTuple, TypeVar

import numpy as np
from manim import OUT, ValueTracker
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.memo import Memo, state_of
from scenes.kit.landscape.place import position

Array = NDArray[np.float64]
APART = 1e-9  # points of a path that are closer than this are one
GEM = 0.8  # half the breadth of a gem, in radii of the ball whose place it takes
FINEST = 200  # pieces of one step, even if it leaps off the ground

M = TypeVar("M", bound="Mark")
T = TypeVar("T")


def memoized(work: Callable[[M, Ground], T]) -> Callable[[M, Ground], T]:
    """Compute a method of a mark again only when the mark or the ground has changed.

    The method must depend on the mark's fields and on the ground alone.
    """

    @wraps(work)
    def method(mark: M, ground: Ground) -> T:
        state = mark.state(), ground
        return mark._memo.get(work.__qualname__, state, lambda: work(mark, ground))

    return method


@dataclass(eq=False)
class Mark:
    """What all marks share: a color (sRGB), and how much of the mark is there (0 … 1)."""

    layer: ClassVar[str] = "solid"  # the part of the shot that it belongs to

    color: Array
    shown: ValueTracker = field(default_factory=lambda: ValueTracker(1.0), kw_only=True)
    _memo: Memo = field(default_factory=Memo, init=False, repr=False)

    def state(self) -> list[Any]:
        """Return the present state of all fields."""
        return [state_of(value) for value in vars(self).values() if value is not self._memo]

    def paint(self, opacity: float = 1.0) -> Array:
        """Return color and opacity, shape ``(4,)``."""
        return np.array([*self.color, opacity])

    def share(self) -> float:
        """How much of the mark is there, 0 … 1."""
        return min(max(float(self.shown.get_value()), 0.0), 1.0)

    def appear(self) -> Any:
        """Return the animation that lets the mark grow out of nothing."""
        self.shown.set_value(0.0)
        return self.shown.animate.set_value(1.0)

    def leave(self) -> Any:
        """Return the animation that lets the mark shrink to nothing."""
        return self.shown.animate.set_value(0.0)

    def solid(self, ground: Ground) -> Solid:
        """Return the triangles of this frame."""
        raise NotImplementedError


@dataclass(eq=False)
class Ball(Mark):
    """A ball that stands on the ground at `at`, a walk or a point, and throws a shadow.

    A second walker differs from the first in its shape: a gem with flat faces.
    """

    layer = "standing"

    at: Any
    radius: float
    shape: str  # "ball" or "gem"

    def center(self, ground: Ground) -> tuple[Array, float]:
        """Return center and present radius, in world units."""
        center, radius = self._round(ground)
        if self.shape == "gem":  # it stands on its lower corner, and upright on any slope
            center = self._foot(ground)[0] + solids.TALL * GEM * radius * OUT
        return center, radius

    def caster(self, ground: Ground) -> tuple[Array, float]:
        """Return center and radius of the ball that throws its shadow; none does if that is 0."""
        return self._round(ground)

    def _round(self, ground: Ground) -> tuple[Array, float]:
        foot, upright = self._foot(ground)
        radius = self.radius * self.share() * ground.mark_size
        return foot + radius * upright, radius

    @memoized
    def solid(self, ground: Ground) -> Solid:
        center, radius = self.center(ground)
        if radius == 0:
            return NOTHING
        if self.shape == "gem":
            return solids.gem(center, GEM * radius, OUT, self.paint())
        return solids.spheres(center[None], radius, self.paint())

    @memoized
    def _foot(self, ground: Ground) -> tuple[Array, Array]:
        """Return where it touches the ground, and the direction that is upright there."""
        x = position(self.at)
        return ground.on_ground(x), ground.normal(x)


class Path(NamedTuple):
    """The steps of a whole walk, with points in between that let it follow the ground.

    `apart`: which points are not where the one before them is.  `steps`: the rows of the computed
    points.
    """

    flat: Array  # (n, 2)
    ground: Array  # (n, 3)
    normal: Array  # (n, 3)
    apart: NDArray[np.bool_]  # (n,)
    steps: NDArray[np.intp]

    @classmethod
    def of(cls, x: Array, longest: float, ground: Ground) -> "Path":
        """Lay the path through `x (steps + 1, 2)`, in pieces not longer than `longest`."""
        lengths = np.hypot(*np.diff(x, axis=0).T)
        counts = 1 + np.minimum(lengths / longest, FINEST).astype(int)
        shares = [np.arange(1, count + 1)[:, None] / count for count in counts]
        pieces = [a + share * (b - a) for a, b, share in zip(x, x[1:], shares, strict=False)]
        flat = np.concatenate([x[:1], *pieces])
        apart = np.append(True, np.hypot(*np.diff(flat, axis=0).T) > APART)
        steps = np.append(0, np.cumsum(counts))
        return cls(flat, ground.on_ground(flat), ground.normal(flat), apart, steps)


@dataclass(eq=False)
class Trail(Mark):
    """The steps of a walk so far, on the ground: straight lines, a bead at each computed point."""

    layer = "lying"

    walk: Any
    thickness: float

    def points(self) -> Array:
        """Return the computed points reached so far, shape ``(n, 2)``."""
        return np.asarray(self.walk.visited, dtype=float)

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * self.share() * ground.mark_size
        path = self._on(ground)
        reached = path.steps[: len(self.points())]
        beads = path.ground[reached] + 0.5 * radius * path.normal[reached]
        parts = [solids.spheres(beads, 2.1 * radius, self.paint())]
        tip, begin = position(self.walk), path.flat[reached[-1]]
        ahead = path.flat[reached[-1] : path.steps[: len(reached) + 1][-1] + 1]
        passed = np.hypot(*(ahead - begin).T) < np.hypot(*(tip - begin))
        rows = np.flatnonzero(path.apart[: reached[-1] + np.count_nonzero(passed)])
        draped = path.ground[rows] + 0.6 * radius * path.normal[rows]
        if not len(rows) or np.hypot(*(tip - path.flat[rows[-1]])) > APART:
            draped = np.vstack([draped, ground.on_ground(tip, 0.6 * radius)])
        if len(draped) > 1:
            parts.append(solids.tube(draped, np.full(len(draped), radius), self.paint()))
        return solids.join(parts)

    def _on(self, ground: Ground) -> Path:
        """Return the whole path on the ground, worked out once."""
        walked, longest = self.walk.trajectory, 3 * self.thickness
        state = walked, longest, ground.loss, ground.height_scale
        return self._memo.get("path", state, lambda: Path.of(walked.x, longest, ground))


@dataclass(eq=False)
class Arrow(Mark):
    """An arrow in the tangent plane of the ground, lifted to the height of a ball's center.

    Seen from straight above it is `vector` times `scale`, from `start` on.
    """

    layer = "standing"

    start: Any
    vector: Any
    scale: float
    thickness: float
    lift: float
    of_step: tuple[Trajectory, int] | None = None  # the step of a walk that it belongs to

    def ends(self, ground: Ground) -> tuple[Array, Array]:
        """Return both ends of the whole arrow, in world units."""
        x = position(self.start)
        way = self.scale * np.asarray(self.vector, dtype=float)
        rise = ground.height_scale * float(ground.loss.gradient(x) @ way)
        base = ground.on_ground(x) + self.lift * ground.normal(x)
        return base, base + np.append(way, rise)

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        base, end = self.ends(ground)
        return solids.arrow(base, base + self.share() * (end - base), self.thickness, self.paint())


@dataclass(eq=False)
class Slope(Mark):
    """A disc that lies in the tangent plane at `at`: the slope, as it is felt there."""

    layer = "lying"

    at: Any
    radius: float
    lift: float
    rim: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        normal = ground.normal(position(self.at))
        center = ground.on_ground(position(self.at)) + self.lift * normal
        radius = self.radius * self.share()
        return solids.disc(center, normal, radius, self.paint(0.28), self.paint(), self.rim / 2)


@dataclass(eq=False)
class Ring(Mark):
    """A ring that lies on the ground about `at`, a walk or a point, and hides nothing inside it."""

    layer = "lying"

    at: Any
    radius: float
    thickness: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        thick = self.thickness / 2 * ground.mark_size
        turn = np.linspace(0, 2 * np.pi, 97)[:, None]
        around = self.radius * self.share() * np.hstack([np.cos(turn), np.sin(turn)])
        line = ground.on_ground(position(self.at) + around, thick)
        return solids.tube(line, np.full(len(line), thick), self.paint(), front=2.0)


@dataclass(eq=False)
class Cut(Mark):
    """A sheet of glass that stands upright on the line through `at` along `way (2,)`.

    It shows the slice of the loss along that line; where it meets the ground runs a line.
    """

    layer = "lying"

    at: Any
    way: Array
    thickness: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        start, way = position(self.at), self.way / np.linalg.norm(self.way)
        with np.errstate(divide="ignore"):
            ends = np.array([ground.lower - start, ground.upper - start]) / way
        ends = np.where(way == 0, [[-np.inf], [np.inf]], np.sort(ends, axis=0))
        # It grows from `at` to both sides; toward its edge the ground fades, and so does the line.
        first, last = self.share() * np.array([ends[0].max(), ends[1].min()])
        along = start + np.linspace(first, last, 241)[:, None] * way
        radius = self.thickness / 2 * ground.mark_size
        line = ground.on_ground(along, 0.6 * radius)
        low, high = ground.height_scale * np.array([ground.lowest, ground.highest])
        rise = 0.12 * (high - low)
        heights = np.tile([low - rise, high + rise], len(along))
        corners = np.hstack([along.repeat(2, axis=0), heights[:, None]])
        first_corner = 2 * np.arange(len(along) - 1, dtype=np.int32)[:, None]
        triangles = (first_corner + np.array([0, 1, 2, 2, 1, 3], dtype=np.int32)).reshape(-1, 3)
        glass = solids.mesh(corners, np.zeros(corners.shape), self.paint(0.22), triangles)
        edge = solids.tube(line, np.full(len(line), radius), self.paint())
        return solids.join([edge, glass])
