"""What stands on the ground: balls, trails, arrows, rings and the disc of the slope.

A mark holds plain data and trackers; `solid` turns it into triangles for one frame.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from scenes.kit.landscape import solids
from scenes.kit.landscape.solids import NOTHING, Solid

if TYPE_CHECKING:
    from scenes.kit.landscape.landscape import Landscape

Array = NDArray[np.float64]


class Place(ValueTracker):
    """A point of the ground that can be animated: ``place.animate.set_place((x, y))``."""

    def __init__(self, place: Any) -> None:
        super().__init__(0.0)
        self.set_place(place)

    @property
    def position(self) -> Array:
        """The point, shape ``(2,)``."""
        return np.array(self.points[0, :2])

    def set_place(self, place: Any) -> "Place":
        """Move to `place (2,)`."""
        self.points[0, :2] = place
        return self


def position(source: Any) -> Array:
    """Return where `source` is, shape ``(2,)``: a walk, a `Place`, or simply a point."""
    return np.asarray(getattr(source, "position", source), dtype=float)


@dataclass(eq=False)
class Mark:
    """What all marks share: a color (sRGB), and how much of the mark is there (0 … 1)."""

    color: Array
    shown: ValueTracker = field(default_factory=lambda: ValueTracker(1.0), kw_only=True)

    def paint(self, opacity: float = 1.0) -> Array:
        """Return color and opacity, shape ``(4,)``."""
        return np.append(self.color, opacity)

    def share(self) -> float:
        """How much of the mark is there, 0 … 1."""
        return float(np.clip(self.shown.get_value(), 0.0, 1.0))

    def appear(self) -> Any:
        """Return the animation that lets the mark grow out of nothing."""
        self.shown.set_value(0.0)
        return self.shown.animate.set_value(1.0)

    def solid(self, landscape: "Landscape") -> Solid:
        """Return the triangles of this frame."""
        raise NotImplementedError


def vanish(*marks: Mark) -> list[Any]:
    """Return the animations that let `marks` shrink to nothing."""
    return [mark.shown.animate.set_value(0.0) for mark in marks]


@dataclass(eq=False)
class Ball(Mark):
    """A ball that stands on the ground at `at`, a walk or a point, and throws a shadow.

    A second walker is told from the first by its shape: a gem with flat faces.
    """

    at: Any
    radius: float
    shape: str  # "ball" or "gem"

    def center(self, landscape: "Landscape") -> tuple[Array, float]:
        """Return center and present radius, in world units."""
        x = position(self.at)
        radius = self.radius * self.share() * landscape.mark_size.get_value()
        return landscape.on_ground(x) + radius * landscape.normal(x), radius

    def solid(self, landscape: "Landscape") -> Solid:
        center, radius = self.center(landscape)
        if radius == 0:
            return NOTHING
        if self.shape == "gem":
            upright = landscape.normal(position(self.at))
            return solids.gem(center + 0.75 * radius * upright, 1.3 * radius, upright, self.paint())
        return solids.spheres(center[None], radius, self.paint())


@dataclass(eq=False)
class Trail(Mark):
    """The steps of a walk so far, on the ground: straight lines, a bead at each computed point."""

    walk: Any
    thickness: float

    def points(self) -> Array:
        """Return the computed points reached so far, shape ``(n, 2)``."""
        return np.asarray(self.walk.visited, dtype=float)

    def solid(self, landscape: "Landscape") -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * self.share() * landscape.mark_size.get_value()
        beads = self.points()
        corners = np.vstack([beads, position(self.walk)])
        raised = landscape.on_ground(beads, 0.5 * radius)
        parts = [solids.spheres(raised, 2.1 * radius, self.paint())]
        lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
        pieces = [corners[:1]]
        for a, b, length in zip(corners, corners[1:], lengths, strict=False):
            share = np.linspace(0, 1, 2 + int(length / (3 * self.thickness)))[1:, None]
            pieces.append(a + share * (b - a))
        line = np.concatenate(pieces)
        apart = np.append(True, np.linalg.norm(np.diff(line, axis=0), axis=1) > 1e-9)
        line = line[apart]
        if len(line) > 1:
            draped = landscape.on_ground(line, 0.6 * radius)
            parts.append(solids.tube(draped, np.full(len(line), radius), self.paint()))
        return solids.join(parts)


@dataclass(eq=False)
class Arrow(Mark):
    """An arrow in the tangent plane of the ground, lifted to the height of a ball's center.

    Seen from straight above it is `vector` times `scale`, from `start` on.
    """

    start: Any
    vector: Any
    scale: float
    thickness: float
    lift: float

    def ends(self, landscape: "Landscape") -> tuple[Array, Array]:
        """Return both ends of the whole arrow, in world units."""
        x = position(self.start)
        way = self.scale * np.asarray(self.vector, dtype=float)
        rise = landscape.height_scale * float(landscape.loss.gradient(x) @ way)
        base = landscape.on_ground(x) + self.lift * landscape.normal(x)
        return base, base + np.append(way, rise)

    def solid(self, landscape: "Landscape") -> Solid:
        base, end = self.ends(landscape)
        return solids.arrow(base, base + self.share() * (end - base), self.thickness, self.paint())


@dataclass(eq=False)
class Slope(Mark):
    """A disc that lies in the tangent plane at `at`: the slope, as it is felt there."""

    at: Any
    radius: float
    lift: float
    rim: float

    def solid(self, landscape: "Landscape") -> Solid:
        if self.share() == 0:
            return NOTHING
        x = position(self.at)
        normal = landscape.normal(x)
        center = landscape.on_ground(x) + self.lift * normal
        radius = self.radius * self.share()
        return solids.disc(center, normal, radius, self.paint(), self.rim)


@dataclass(eq=False)
class Ring(Mark):
    """A ring that lies on the ground about `at`, a walk or a point, and hides nothing inside it.

    A broader one in the color `rim` lies under it, so that it reads on ground of any color.
    """

    at: Any
    radius: float
    thickness: float
    rim: Array

    def solid(self, landscape: "Landscape") -> Solid:
        if self.share() == 0:
            return NOTHING
        thick = self.thickness / 2 * landscape.mark_size.get_value()
        turn = np.linspace(0, 2 * np.pi, 97)[:, None]
        around = self.radius * self.share() * np.hstack([np.cos(turn), np.sin(turn)])
        low, high = (landscape.on_ground(position(self.at) + around, k * thick) for k in (0, 1))
        rim = np.append(self.rim, 1.0)
        below = solids.tube(low, np.full(len(low), 2 * thick), rim, front=0.5)
        return solids.join(
            [below, solids.tube(high, np.full(len(high), thick), self.paint(), front=2.0)]
        )


@dataclass(eq=False)
class Cut(Mark):
    """A sheet of glass that stands upright on the line through `at` along `way (2,)`.

    It shows the slice of the loss along that line; where it meets the ground runs a line.
    """

    at: Any
    way: Array
    thickness: float

    def solid(self, landscape: "Landscape") -> Solid:
        if self.share() == 0:
            return NOTHING
        start, way = position(self.at), self.way / np.linalg.norm(self.way)
        with np.errstate(divide="ignore"):
            ends = np.array([landscape.lower - start, landscape.upper - start]) / way
        ends = np.where(way == 0, [[-np.inf], [np.inf]], np.sort(ends, axis=0))
        # It grows from `at` to both sides; toward its edge the ground fades, and so does the line.
        first, last = self.share() * np.array([ends[0].max(), ends[1].min()])
        along = start + np.linspace(first, last, 241)[:, None] * way
        radius = self.thickness / 2 * landscape.mark_size.get_value()
        line = landscape.on_ground(along, 0.6 * radius)
        low, high = landscape.height_scale * np.array([landscape.lowest, landscape.highest])
        rise = 0.12 * (high - low)
        heights = np.tile([low - rise, high + rise], len(along))
        corners = np.hstack([along.repeat(2, axis=0), heights[:, None]])
        first_corner = 2 * np.arange(len(along) - 1, dtype=np.int32)[:, None]
        triangles = (first_corner + np.array([0, 1, 2, 2, 1, 3], dtype=np.int32)).reshape(-1, 3)
        glass = solids.mesh(corners, np.zeros(corners.shape), self.paint(0.22), triangles)
        edge = solids.tube(line, np.full(len(line), radius), self.paint())
        return solids.join([edge, glass])
