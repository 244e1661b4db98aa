"""What is read off the two views: the heights of the lines, the axes, the height of the water."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, RoundedRectangle, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.height_levels import span
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.block import foot_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.labels import gap
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula, halo

Array = NDArray[np.float64]
FLAT = 0.3  # rise of a line below a number, at most, for each unit across
PAD = 0.07  # about a number, in units of the frame
WIDER = 1.05  # than its number a line is, at least
GAP = 0.06  # about a number, in which the line is cut
ROUND = 0.1  # radius of the corners of its plate
HALO = 8.0  # width of the rim about a number
SOON = 0.15  # of the way to the next line, in which a number comes
BOX = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 9)]), axis=-1).reshape(-1, 2)


class MapHeights(VGroup):
    """The heights of the lines of a map, written on them where none of `paths` comes by.

    Nor is there any of `clear_of`.
    Each comes when its line is `charted`, a tracker, and the shoreline has passed the number.
    Its place is kept free of lines; see `boxes` and `shares`. A plate hides what lies under it.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        charted: ValueTracker,
        paths: Sequence[Trajectory],
        clear_of: VMobject,
    ) -> None:
        super().__init__()
        self.map, self.charted = contour_map, charted
        levels = np.array(contour_map.levels)
        self.levels: list[float] = []
        self.step = float(np.diff(levels).min()) if len(levels) > 1 else 1.0
        spans = [_dense(contour_map.at(path.x)) for path in paths]
        spans += [_dense(part.points) for part in clear_of.family_members_with_points()]
        ways = np.concatenate([np.zeros((0, 2)), *spans])
        lines = [[contour_map.at(line)[:, :2] for line in contour_map.lines_at(v)] for v in levels]
        taken: list[Array] = []  # the middle and half the size of each number
        for i, at_one in enumerate(lines):
            label = formula(number(float(levels[i]), 3, self.step), SMALL_SIZE)
            half = np.array([label.width, label.height]) / 2 + PAD
            others = np.concatenate(
                [np.zeros((0, 2)), *(line for j in (i - 1, i + 1) if 0 <= j < len(lines)
                                     for line in lines[j])]
            )  # fmt: skip
            for line in at_one:
                if np.ptp(line[:, 0]) < WIDER * label.width:
                    continue
                place = self._place(line, half, ways, others, taken)
                if place is not None:
                    taken.append(np.array([place, half]))
                    self.levels.append(float(levels[i]))
                    plate = RoundedRectangle(
                        corner_radius=ROUND,
                        width=2 * (half[0] - PAD + GAP),
                        height=2 * (half[1] - PAD + GAP),
                        stroke_width=0,
                        fill_color=theme.background,
                        fill_opacity=1,
                    )
                    written = VGroup(plate, halo(label.copy(), HALO))
                    self.add(written.move_to((*place, 0.0)))
        self.boxes = np.array(taken).reshape(-1, 2, 2) + np.array([[0.0, 0.0], [GAP - PAD] * 2])
        self.starts = self._passed(span(contour_map.loss)[1])
        self.opacities = [
            (part.get_fill_opacity(), part.get_stroke_opacity()) for part in self.get_family()
        ]
        self._shares: list[float] = []
        self.follow()
        self.add_updater(MapHeights.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "MapHeights":
        memo |= {id(one): one for one in (self.map, self.charted)}
        return super().__deepcopy__(memo)

    def _place(
        self, line: Array, half: Array, ways: Array, others: Array, taken: list[Array]
    ) -> Array | None:
        """Return where on a line a number of half that size stands best, if there is room."""
        along = np.gradient(line, axis=0)
        border = self.map.border
        inside = np.array([border.width, border.height]) / 2 - half - PAD
        free = np.all(np.abs(line - border.get_center()[:2]) < inside, axis=1)
        free &= np.abs(along[:, 1]) < FLAT * np.abs(along[:, 0])
        for middle, size in taken:
            free &= np.any(np.abs(line - middle) > half + size, axis=1)
        trodden = gap(line, half, ways)
        free &= trodden > DOT_RADIUS + PAD
        if not free.any():
            return None
        worth = np.minimum(trodden, 0.6) + 2 * np.minimum(gap(line, half, others), PAD)
        for middle, _ in taken:
            worth += 0.5 * np.minimum(np.linalg.norm(line - middle, axis=1), 0.8)
        worth -= 0.4 * np.abs(line[:, 0] - (line[:, 0].min() + line[:, 0].max()) / 2)
        worth -= 2 * np.abs(along[:, 1]) / (np.abs(along[:, 0]) + 1e-9)
        return np.asarray(line[int(np.argmax(np.where(free, worth, -np.inf)))])

    def _passed(self, highest: float) -> Array:
        """Return the height at which the shoreline has passed each of the numbers, (n,)."""
        contour_map = self.map
        low, high = contour_map.border.points.min(axis=0), contour_map.border.points.max(axis=0)
        scale = (contour_map.upper - contour_map.lower) / (high - low)[:2]
        middles, halves = self.boxes[:, :1], self.boxes[:, 1:]
        x = contour_map.lower + (middles + halves * BOX - low[:2]) * scale
        passed = contour_map.loss.value(x).max(axis=1, initial=-np.inf)
        return np.asarray(np.minimum(passed, highest - 1.01 * SOON * self.step))

    def shares(self) -> list[float]:
        """Return how much of each number is there now."""
        above = (float(self.charted.get_value()) - self.starts) / (SOON * self.step)
        return [float(share) for share in np.clip(above, 0.0, 1.0)]

    def follow(self) -> "MapHeights":
        """Show those of the lines that are drawn now."""
        shares = self.shares()
        if shares != self._shares:
            each = iter(self.opacities[1:])
            for share, label in zip(shares, self, strict=True):
                for part in label.get_family():
                    fill, stroke = next(each)
                    part.set_fill(opacity=share * fill, family=False)
                    part.set_stroke(opacity=share * stroke, family=False)
            self._shares = shares
        return self


def _dense(points: Array) -> Array:
    """Return points of the frame all along a path, (n, 2)."""
    shares = np.linspace(0, 1, 9)[:, None, None]
    return ((1 - shares) * points[:-1] + shares * points[1:]).reshape(-1, 3)[:, :2]


def map_axes(contour_map: ContourMap) -> VGroup:
    """Return the names x and y at the ends of a map's lower and left border."""
    right, top = map(contour_map.border.get_corner, (DOWN + RIGHT, UP + LEFT))
    x, y = (halo(formula(name, TITLE_SIZE)) for name in "xy")
    x.next_to(right, RIGHT, buff=0.15).shift(0.1 * UP)
    return VGroup(x, y.next_to(top, LEFT, buff=0.15).shift(0.15 * DOWN))


class BlockAxes(VGroup):
    """The names x, y along the feet of a block, and its axis of heights with a mark at each level.

    `far`: the point of the floor, (2,), above which that axis stands; f stands at its end, on the
    `side`.
    """

    def __init__(
        self,
        landscape: Landscape,
        far: Array,
        levels: Array,
        feet: Array,
        side: Array = RIGHT,
    ) -> None:
        self.landscape, self.far, self.feet, self.side = landscape, far, feet, side
        self.heights = np.array([landscape.lowest, landscape.highest, *levels])
        self.axis = VMobject(stroke_color=theme.muted, stroke_width=1.5 * THIN_WIDTH)
        self.names = VGroup(*(formula(name, TITLE_SIZE) for name in "xyf"))
        super().__init__(self.axis, self.names)
        self._seen: Any = None
        self.follow()
        self.add_updater(BlockAxes.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "BlockAxes":
        memo[id(self.landscape)] = self.landscape
        return super().__deepcopy__(memo)

    def at(self, height: float) -> Array:
        """Return where in the frame the axis shows a height, (3,)."""
        return self.landscape.world_to_frame([*self.far, self.landscape.height_scale * height])

    def follow(self) -> "BlockAxes":
        """Be where the block is seen now."""
        view = self.landscape.view()
        if view is self._seen:
            return self
        self._seen = view
        foot, top, *marks = (self.at(float(height)) for height in self.heights)
        self.axis.clear_points()
        for start, end in ((foot, top), *((mark, mark + 0.12 * RIGHT) for mark in marks)):
            self.axis.start_new_path(start)
            self.axis.add_line_to(end)
        outward = self.landscape.world_to_frame(self.feet)
        for name, (edge, beyond) in zip(self.names, outward, strict=False):
            way = (beyond - edge) / np.linalg.norm(beyond - edge)
            name.move_to(edge + 0.35 * way)
        self.names[2].next_to(top, self.side, buff=0.2)
        return self


class LevelMark(VGroup):
    """A pointer on the axis of heights, at the `height` of the water, and the number beside it."""

    def __init__(self, axes: BlockAxes, height: Callable[[], float]) -> None:
        self.axes, self.reading = axes, height
        form = Form.of([axes.landscape.lowest, axes.landscape.highest], 2)._asdict()
        self.pointer = marker_shape("triangle", 0.11, theme.ink).rotate(-np.pi / 2)
        self.number = Number(height, size=SMALL_SIZE, **form)
        super().__init__(self.pointer, self.number)
        self.follow()
        self.add_updater(LevelMark.follow)  # type: ignore[arg-type]

    def __deepcopy__(self, memo: dict[int, Any]) -> "LevelMark":
        memo[id(self.axes)] = self.axes
        return super().__deepcopy__(memo)

    def follow(self) -> "LevelMark":
        """Point at the present height."""
        self.pointer.next_to(self.axes.at(self.reading()), LEFT, buff=0.04)
        self.number.next_to(self.pointer, LEFT, buff=0.1)
        return self


def feet_of_names(landscape: Landscape, share: float) -> Array:
    """Return where x and y stand along the lower front edges of a block, and a point beyond each.

    Shape (2, 2, 3): a point on the edge, `share` of its way, and one farther from the middle.
    """
    foot = foot_of(landscape.ground())
    eye = landscape.view().eye[:2]
    middle = (landscape.lower + landscape.upper) / 2
    found = []
    for axis, sides in ((0, (foot[0], foot[2])), (1, (foot[1], foot[3]))):
        side = min(sides, key=lambda one: np.linalg.norm(one[:, :2].mean(axis=0) - eye))
        ordered = side[np.argsort(side[:, axis])]
        edge = ordered[int(share * (len(ordered) - 1))]
        out = np.zeros(3)
        out[1 - axis] = np.sign(edge[1 - axis] - middle[1 - axis])
        found.append([edge, edge + out])
    return np.array(found)
