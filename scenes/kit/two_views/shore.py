"""The lines of equal height, on the ground and on the map, and the water that draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.landscape import Mark
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.memo import state_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.theme import PATH_WIDTH, theme

Array = NDArray[np.float64]

WATER = 0.62  # opacity of water on a map
DASH = 0.11  # length of the dashes of lines that no water has drawn yet, in units of the frame
DASHED = 0.85  # strength of these, as a share of that of the others
RING_WIDTH = 3.0  # of the lines of a map
RIM = 1.0  # of their rim, on each side


class Level(ValueTracker):
    """A height: that of water, or of the one line of equal height which passes by a point."""

    def __init__(self, value: float, loss: Loss) -> None:
        super().__init__(value)
        self.loss = loss
        self.near: Array | None = None  # the point, (2,); of water there are all lines

    def lines(self, contour_map: ContourMap) -> list[Array]:
        """Return the lines at this height, each (n, 2)."""
        lines = contour_map.lines_at(float(self.get_value()))
        if self.near is None or not lines:
            return lines
        near = self.near
        return [min(lines, key=lambda line: np.linalg.norm(line - near, axis=-1).min())]

    def state(self) -> tuple[Any, ...]:
        """Return all that decides which lines there are."""
        return float(self.get_value()), None if self.near is None else self.near.tobytes()


def no_shares() -> Sequence[float]:
    """Return the shares of no gaps at all."""
    return ()


@dataclass
class Gaps:
    """Where the lines of a map are cut: for numbers that stand on them.

    `boxes (n, 2, 2)`: the middle of each and half its size.  `shares` returns how far each is open.
    """

    boxes: Array = field(default_factory=lambda: np.zeros((0, 2, 2)))
    shares: Callable[[], Sequence[float]] = no_shares

    def cut(self, lines: Sequence[Array]) -> list[Array]:
        """Return what is left of lines of points of the frame, each (n, 3)."""
        pieces = []
        for line in lines:
            inside = np.zeros(len(line), dtype=bool)
            for (middle, half), share in zip(self.boxes, self.shares(), strict=True):
                inside |= np.all(np.abs(line[:, :2] - middle) < share * half, axis=1)
            ends = np.flatnonzero(np.diff(inside)) + 1
            runs = zip(np.split(line, ends), np.split(inside, ends), strict=True)
            pieces += [run for run, is_cut in runs if len(run) > 1 and not is_cut[0]]
        return pieces


def pairs(lines: Sequence[Array]) -> Array:
    """Return the straight pieces of lines, each (n, 3), by their ends, (m, 2, 3)."""
    found = [np.stack([line[:-1], line[1:]], axis=1) for line in lines]
    return np.concatenate([np.zeros((0, 2, 3)), *found])


def draped(lines: list[Array], radius: float, paint: Array, ground: Ground) -> Solid:
    """Return lines of points of the loss, each (n, 2), as wires on the ground."""
    wires = [ground.on_ground(line, 0.6 * radius) for line in lines if len(line) > 1]
    return solids.join([solids.tube(wire, np.full(len(wire), radius), paint) for wire in wires])


@dataclass(eq=False)
class GroundShore(Mark):
    """The lines on the ground at the height of `level`; those of `contour_map`."""

    layer = "lying"

    level: Level
    contour_map: ContourMap
    thickness: float

    def state(self) -> list[Any]:
        return [state_of(self.color), self.share(), self.level.state(), self.thickness]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        radius = self.thickness / 2 * self.share() * ground.mark_size
        if radius == 0:
            return NOTHING
        return draped(self.level.lines(self.contour_map), radius, self.paint(), ground)


@dataclass(eq=False)
class GroundRings(Mark):
    """The lines of a map on the ground, from the lowest up to the height that `charted` says."""

    layer = "lying"

    charted: ValueTracker
    levels: ArrayLike
    lines: list[list[Array]]  # at each of the levels
    thickness: float

    def count(self) -> int:
        """Return at how many of the heights there are lines now."""
        return int(np.sum(np.asarray(self.levels) <= self.charted.get_value()))

    def state(self) -> list[Any]:
        return [state_of(self.color), self.share(), self.count(), self.thickness]

    @memoized
    def solid(self, ground: Ground) -> Solid:
        radius = self.thickness / 2 * self.share() * ground.mark_size
        lines = [line for at_one in self.lines[: self.count()] for line in at_one]
        return draped(lines, radius, self.paint(), ground) if radius and lines else NOTHING


class MapWater(VMobject):
    """The water on a map, as high as `level`.

    `shown` is a tracker: 1 where it is all there, 0 where it is not.
    """

    def __init__(self, contour_map: ContourMap, level: Level, shown: ValueTracker) -> None:
        super().__init__(fill_color=theme.water, stroke_width=0)
        self.map, self.level, self.shown = contour_map, level, shown
        self._drawn: Any = None
        self.follow()
        self.add_updater(MapWater.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapWater":
        memo |= {id(one): one for one in (self.map, self.level, self.shown)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapWater":
        """Be as high as the water is now."""
        shown = float(self.shown.get_value())
        state = float(self.level.get_value()), shown
        if state != self._drawn:
            self.points = (self.map.below(state[0]) if shown else VMobject()).points
            self.set_fill(opacity=WATER * shown)
            self._drawn = state
        return self


class MapShore(VGroup):
    """The lines on a map at the height of `level`.

    `shown` is a tracker: 1 where they are all there, 0 where they are not.
    """

    def __init__(
        self, contour_map: ContourMap, level: Level, shown: ValueTracker, gaps: Gaps
    ) -> None:
        super().__init__(VMobject(stroke_color=theme.ink, stroke_width=1.5 * PATH_WIDTH))
        self.map, self.level, self.shown, self.gaps = contour_map, level, shown, gaps
        self._drawn: Any = None
        self.follow()
        self.add_updater(MapShore.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapShore":
        memo |= {id(one): one for one in (self.map, self.level, self.gaps, self.shown)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapShore":
        """Draw them where they are now."""
        shown = float(self.shown.get_value())
        state = self.level.state(), shown, tuple(self.gaps.shares())
        if state == self._drawn:
            return self
        (shore,) = self.submobjects
        lines = self.level.lines(self.map) if shown else []
        shore.points = straight_pieces(pairs(self.gaps.cut([self.map.at(one) for one in lines])))
        shore.set_stroke(opacity=shown)
        self._drawn = state
        return self


class MapRings(VGroup):
    """The contour lines of a map: those up to the height that `charted` says, and the others.

    The others are whole lines, as strong as the tracker `whole` says; where it is 0 they are
    dashed.
    """

    def __init__(
        self, contour_map: ContourMap, charted: ValueTracker, whole: ValueTracker, gaps: Gaps
    ) -> None:
        self.others, self.dashed, self.drawn = VMobject(), VMobject(), VMobject()
        super().__init__(self.others, self.dashed, self.drawn)
        for part in self:
            part.set_stroke(theme.ink, width=RING_WIDTH)
            part.set_stroke(theme.background, width=RING_WIDTH + 2 * RIM, background=True)
        self.levels, self.gaps = np.array(contour_map.levels), gaps
        self.charted, self.whole = charted, whole
        self.lines = [
            [contour_map.at(line) for line in contour_map.lines_at(level)] for level in self.levels
        ]
        self._drawn: Any = None
        self.follow()
        self.add_updater(MapRings.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapRings":
        memo |= {id(one): one for one in (self.charted, self.whole, self.gaps)}
        return super().__deepcopy__(memo)

    def follow(self) -> "MapRings":
        """Draw all lines, those up to the present height as strong as they can be."""
        count = int(np.sum(self.levels <= self.charted.get_value()))
        whole = float(self.whole.get_value())
        state = count, whole, tuple(self.gaps.shares())
        if state == self._drawn:
            return self
        drawn = [line for at_one in self.lines[:count] for line in at_one]
        others = pairs([line for at_one in self.lines[count:] for line in at_one])
        self.drawn.points = straight_pieces(pairs(self.gaps.cut(drawn)))
        self.others.points = straight_pieces(others)
        self.dashed.points = straight_pieces(dashes(others, DASH) if whole < 1 else others[:0])
        strengths = 1.0, whole, DASHED * (1 - whole)
        for part, strength in zip((self.drawn, self.others, self.dashed), strengths, strict=True):
            part.set_stroke(opacity=strength)
            part.set_stroke(opacity=0.6 * strength, background=True)
        self._drawn = state
        return self
