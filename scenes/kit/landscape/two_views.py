"""One loss seen two ways at once: as a landscape and as a map, with the same things on both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, ValueTracker, VGroup, VMobject, linear
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, stationary_points
from scenes.kit.arguments import checked
from scenes.kit.height_levels import levels_between, span
from scenes.kit.landscape import Landscape, Mark, Pin
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.landscape import CONTOURS
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.memo import Memo, state_of
from scenes.kit.maps import marks as map_marks
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import MapCrowd
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import PATH_WIDTH, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import halo

Array = NDArray[np.float64]

BEYOND = 1.85  # how far the landscape reaches: its ground is all there on the map's, then it fades
LINE = 0.0045  # thickness of a line on the ground, as a share of the map's longer side
SHAPES = {"ball": "circle", "gem": "diamond"}  # a walker in the landscape, and on the map


@dataclass(eq=False)
class GroundLine(Mark):
    """Lines that lie on the ground along `paths`, each (n, 2); all grow at the same time."""

    layer = "lying"

    paths: Sequence[Array]
    thickness: float

    def drawn(self) -> list[Array]:
        """Return what is there of each path, (n, 2)."""
        return [beginning(path, self.share()) for path in self.paths] if self.share() else []

    @memoized
    def solid(self, ground: Ground) -> solids.Solid:
        paths = self.drawn()
        if not paths:
            return solids.NOTHING
        radius = self.thickness / 2 * ground.mark_size
        draped = ground.on_ground(np.concatenate(paths), 0.6 * radius)
        ends = np.cumsum([len(path) for path in paths])[:-1]
        return solids.join(
            [
                solids.tube(line, np.full(len(line), radius), self.paint())
                for line in np.split(draped, ends)
            ]
        )


class MapLine(VMobject):
    """The lines of a `GroundLine` on a map: as much of them as there is on the ground."""

    def __init__(self, line: GroundLine, contour_map: ContourMap, color: str) -> None:
        super().__init__(stroke_color=color, stroke_width=1.25 * THIN_WIDTH)
        self.line, self.map = line, contour_map
        self._memo = Memo()
        self.follow()
        self.add_updater(MapLine.follow)  # type: ignore[arg-type]

    def follow(self) -> "MapLine":
        """Draw what is there of the lines."""
        state = self.line.state(), state_of(self.map.border.points)
        self.points = self._memo.get("points", state, self._drawn).copy()
        return self

    def _drawn(self) -> Array:
        pairs = [np.stack([path[:-1], path[1:]], axis=1) for path in self.line.drawn()]
        return straight_pieces(self.map.at(np.concatenate([np.zeros((0, 2, 2)), *pairs])))

    def appear(self) -> Any:
        """Return the animation that draws the lines, on the map and on the ground."""
        return self.line.appear()

    def leave(self) -> Any:
        """Return the animation that takes them back."""
        return self.line.leave()


@dataclass(eq=False)
class Hikers:
    """Walkers with their trails, in the landscape and on the map."""

    walks: list[Walk]
    on_map: MapCrowd
    on_ground: list[Mark]

    def appear(self) -> list[Any]:
        """Return the animations that let them come."""
        return [FadeIn(self.on_map), *(mark.appear() for mark in self.on_ground)]

    def go(self, steps: float, pace: Callable[[float], float] = linear) -> list[Any]:
        """Return the animations in which each of them goes on; see `Walk.go`."""
        return [walk.go(steps, pace) for walk in self.walks]

    def leave(self) -> list[Any]:
        """Return the animations that take them away."""
        return [FadeOut(self.on_map), *(mark.leave() for mark in self.on_ground)]


class TwoViews:
    """A landscape and a map of a loss of two variables, for whatever is to be put on both.

    `map_height`: of the map in the frame.  `landscape`: what a `Landscape` takes, such as the
    size of its rectangle.  The map shows the loss's domain; the ground of the landscape goes on
    beyond it, and fades. Colors and contour lines are the same in both.
    """

    @checked
    def __init__(self, loss: Loss, map_height: float, **landscape: Any) -> None:
        lowest, highest = span(loss)
        levels = levels_between(lowest, highest, CONTOURS)
        self.map = ContourMap(loss, height=map_height, levels=levels)
        lower, upper = loss.domain
        middle, half = (lower + upper) / 2, (upper - lower) / 2
        wide = replace(loss, domain=(middle - BEYOND * half, middle + BEYOND * half))
        self.landscape = Landscape(wide, **{"highest": highest, **landscape})
        self.middle, self.half = middle, half

    def look_down(self) -> list[Any]:
        """Return the animations that let the eye rise until it sees the map, and as large."""
        larger = self.landscape.height / self.map.border.height
        distance = larger * self.half[1] / np.tan(np.radians(FIELD_OF_VIEW) / 2)
        return self.landscape.look(self.middle, azimuth=-90, elevation=90, distance=distance)

    def border(self) -> MapLine:
        """Return the border of the map, and put it on the ground."""
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
        return self.lines([self.middle + self.half * corners], theme.ink)

    def lines(self, paths: Sequence[ArrayLike], color: str) -> MapLine:
        """Return lines on the map along `paths`, each (n, 2), and put them on the ground."""
        thickness, step = (2 * share * self.half.max() for share in (LINE, 0.01))
        fine = [resampled(np.asarray(path, dtype=float), step) for path in paths]
        line = GroundLine(srgb(color), fine, thickness, shown=ValueTracker(0.0))
        self.landscape.marks.append(line)
        return MapLine(line, self.map, color)

    def nest_of_contours(self, valley: ArrayLike) -> MapLine:
        """Return the contours about the minimum `valley (2,)`, up to the pass nearest to it.

        Each goes through the point of its height on the straight way from the minimum to the pass.
        """
        loss, bottom = self.map.loss, np.asarray(valley, dtype=float)
        passes = [point.x for point in stationary_points(loss) if point.kind == "saddle"]
        out = min(passes, key=lambda x: float(np.linalg.norm(x - bottom))) - bottom
        shares = np.linspace(0, 1, 201)[:, None]
        levels = [level for level in self.map.levels if level < loss.value(bottom + out)]
        reached = np.interp(levels, loss.value(bottom + shares * out), shares[:, 0])
        contours = [self.map.contour_points(bottom + share * out) for share in reached]
        return self.lines(contours, theme.ink)

    def hikers(self, walks: Sequence[Walk], color: str, shape: str = "ball") -> "Hikers":
        """Return walkers that are to appear in both views: a "ball", or a "gem" for others."""
        marks: list[Mark] = []
        for walk in walks:
            marks.append(self.landscape.trail(walk, color))
            marks.append(self.landscape.ball(walk, color, shape=shape))
        for mark in marks:
            mark.shown.set_value(0.0)
        on_map = MapCrowd(walks, self.map, color=color, marker=SHAPES[shape])
        return Hikers(list(walks), on_map, marks)

    def ring(self, at: ArrayLike, radius: float, color: str) -> list[Any]:
        """Return the animations that put a ring about `at`, `radius` in units of x and y."""
        scale = self.map.border.height / (2 * self.half[1])
        rim, line = (
            map_marks.ring(self.map.at(at), scale * radius) for shade in (theme.background, color)
        )
        on_map = VGroup(rim.set_stroke(width=2 * PATH_WIDTH), line)
        return [self.landscape.ring(at, color, radius).appear(), FadeIn(on_map, scale=1.4)]

    def name(self, label: VMobject, at: ArrayLike, side: Array, buff: float = 0.15) -> VGroup:
        """Return `label` beside the place `at`, once in the landscape and once on the map."""
        on_map = halo(label.copy()).next_to(self.map.at(at), side, buff=buff)
        return VGroup(Pin(self.landscape, halo(label), at, side, buff), on_map)


def beginning(path: Array, share: float) -> Array:
    """Return the first `share` (above 0, up to 1) of a path (n, 2), measured along it."""
    if share == 1:
        return path
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))
    end = share * along[-1]
    rest = np.array([np.interp(end, along, column) for column in path.T])
    return np.vstack([path[along < end], rest])


def resampled(path: Array, step: float) -> Array:
    """Return a path (n, 2) with its corners, and between them points at most `step` apart."""
    pieces = [path[:1]]
    for start, end in pairwise(path):
        count = int(np.ceil(np.linalg.norm(end - start) / step))
        if count:
            pieces.append(start + np.arange(1, count + 1)[:, None] / count * (end - start))
    return np.concatenate(pieces)
