"""The map of a quadratic valley that changes its shape: bands, and rings of one loss each."""

from typing import Any

import numpy as np
from manim import (
    ManimColor,
    Rectangle,
    VMobject,
    color_gradient,
)
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.trails import clip_segments, straight_pieces, through
from scenes.kit.scaling.live import Live, amount_of
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.symbols import rim
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, RIM_WIDTH, theme

Array = NDArray[np.float64]

CORNERS = 256  # of a ring: at 2160p60 its chords are off by less than half a pixel
RINGS = 12  # at most
FILLED = 0.9  # of the map's half: so far the start and the ring of loss + 1 may reach
RING = 0.6 * PATH_WIDTH  # width of the ring of loss + 1: thinner than the ways that end on it
ROUND = (1.0, 2.0, 5.0)  # digits of a rise of the loss


class ValleyMap(Live):
    """The loss over both weights from above: one scale on both axes, the minimum in the middle.

    `width` and `height` are its size; `unit` is the length of 1 on it, as long as fits when it is
    not given. The rings stand where the loss is `rise` times 1, 4, 9 … above its lowest, always the
    same heights; so their ways from the minimum are even. They change with the amount of `walk`.
    """

    @staticmethod
    def reach(walk: ScaledWalk) -> Array:
        """Return how far the walks before and after begin from their minima, (2,)."""
        ends = [np.abs(walk.scaled(amount).minimum) for amount in (0.0, 1.0)]
        return np.asarray(np.max(ends, axis=0))

    def __init__(
        self, walk: ScaledWalk, width: float, height: float, unit: float | None = None
    ) -> None:
        self.walk = walk
        raw = walk.scaled(0.0)
        eigenvalues = np.linalg.eigvalsh(raw.moments)
        self.rise = _round((float(np.linalg.norm(raw.minimum)) ** 2) * eigenvalues[0])
        sides = [np.sqrt(self.rise * np.diag(np.linalg.inv(raw.moments))), self.reach(walk)]
        half = np.array([width, height]) / 2
        self.unit = unit or float((FILLED * half / np.max(sides, axis=0)).min())
        self.border = Rectangle(
            width=width, height=height, stroke_color=theme.muted, stroke_width=HAIR_WIDTH
        )
        corner = half / self.unit
        highest = max(
            float(at @ raw.moments @ at) for at in (corner, corner * np.array([1.0, -1.0]))
        )
        count = int(np.clip(np.ceil(np.sqrt(highest / self.rise)) - 1, 4, RINGS))
        self.levels = self.rise * np.arange(1, count + 1) ** 2
        colors = color_gradient([ManimColor(one) for one in theme.terrain], count + 1)
        self.ground = self.border.copy().set_stroke(width=0).set_fill(colors[-1], opacity=1)
        self.bands = [
            VMobject(stroke_width=0, fill_color=color, fill_opacity=1) for color in colors[-2::-1]
        ]
        self.lines = VMobject(stroke_color=theme.contour, stroke_width=HAIR_WIDTH)
        self.lines.set_stroke(opacity=0.55)
        super().__init__(self.ground, *self.bands, self.lines, self.border)

    @property
    def state(self) -> Any:
        return amount_of(self.walk), self.border.points.tobytes()

    def draw(self) -> None:
        low, high = self.border.points.min(axis=0)[:2], self.border.points.max(axis=0)[:2]
        pieces = []
        for band, level in zip(self.bands, self.levels[::-1], strict=True):
            outline = self.outline(level)
            band.set_points_as_corners(_closed(clipped(outline[:, :2], low, high)))
            ends = np.stack([outline, np.roll(outline, -1, axis=0)], axis=1)[..., :2]
            pieces.append(clip_segments(ends, low, high))
        self.lines.points = straight_pieces(_flat(np.concatenate(pieces)))

    @property
    def middle(self) -> Array:
        """Where in the frame the minimum lies."""
        return np.asarray(self.border.get_center())

    def at(self, x: ArrayLike) -> Array:
        """Return where in the frame the weights x of shape (…, 2) lie, shape (…, 3)."""
        away = self.unit * (np.asarray(x, dtype=float) - self.walk.now.minimum)
        return np.asarray(_flat(away) + self.border.get_center())

    def outline(self, level: float) -> Array:
        """Return places of the frame, (n, 3), where the loss is by `level` above its lowest."""
        angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        values, vectors = np.linalg.eigh(self.walk.now.moments)
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        away = np.sqrt(level) * (circle / np.sqrt(values)) @ vectors.T
        return np.asarray(_flat(self.unit * away) + self.border.get_center())


class LossRing(Live):
    """The ring of a map on which the loss is by `level` above the lowest."""

    shared = ("walk", "map")

    def __init__(
        self,
        valley: ValleyMap,
        level: float,
        color: str,
        width: float = RING,
        rim_width: float = RIM_WIDTH,
    ) -> None:
        self.walk, self.map, self.level = valley.walk, valley, level
        self.path = VMobject(stroke_color=color, stroke_width=width)
        super().__init__(rim(self.path, rim_width))

    @property
    def state(self) -> Any:
        return self.map.state

    def draw(self) -> None:
        corners = self.map.outline(self.level)
        self.path.points = through(np.concatenate([corners, corners[:1]]))


def clipped(polygon: Array, lower: Array, upper: Array) -> Array:
    """Return the part of a convex polygon (n, 2) in a box, (m, 2).

    Source: Sutherland and Hodgman, *Reentrant polygon clipping*, CACM 17(1), 1974.
    """
    for axis, side, bound in ((0, 1, lower), (0, -1, upper), (1, 1, lower), (1, -1, upper)):
        inside = side * (polygon[:, axis] - bound[axis])
        following, then = np.roll(polygon, -1, axis=0), np.roll(inside, -1)
        crosses = (inside >= 0) != (then >= 0)
        share = np.where(crosses, inside / np.where(crosses, inside - then, 1.0), 0.0)
        between = polygon + share[:, None] * (following - polygon)
        every = np.stack([polygon, between], axis=1).reshape(-1, 2)
        polygon = every[np.stack([inside >= 0, crosses], axis=1).ravel()]
    return polygon


def _closed(corners: Array) -> Array:
    return _flat(np.concatenate([corners, corners[:1]])) if len(corners) else np.zeros((0, 3))


def _flat(points: Array) -> Array:
    """Return points of the plane, (…, 2), as those of the frame, (…, 3), which stay as they are."""
    if points.shape[-1] == 3:
        return points
    return np.concatenate([points, np.zeros((*points.shape[:-1], 1))], axis=-1)


def _round(value: float) -> float:
    """Return the round number, of one digit, that is nearest to a value as a multiple."""
    decade = 10.0 ** np.floor(np.log10(value))
    choices = decade * np.array([*ROUND, 10.0])
    return float(choices[np.argmin(np.abs(np.log(choices / value)))])
