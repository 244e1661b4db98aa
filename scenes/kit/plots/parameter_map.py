"""A map computed over two parameters: each cell of it is one pair, its color what came of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from manim import RIGHT, UP, Line, ManimColor, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
Kinds = NDArray[np.intp]
HATCH = 0.19  # units of the frame, from one stroke of the hatching to the next, along the axes
TOOTH, ZIGZAG = 0.13, 0.3  # of a zigzag: its height, and from one line of it to the next
PALE = 0.25  # how much of its color the ground of a kind with strokes has
DASH = 0.13  # units of the frame, of marked lines
BASE = 0.36  # of a plate's height, from its lower side to the base line of its words
NEAR = 0.14  # from the end of a line or an axis to its name


class Fill(NamedTuple):
    """How the cells of one kind are painted: solid, or on a pale ground hatched, or in zigzag."""

    color: str
    hatched: bool = False
    zigzag: bool = False

    @property
    def ground(self) -> str:
        """The color below the strokes, if there are any."""
        share = PALE if self.hatched or self.zigzag else 0.9
        mixed = ManimColor(theme.background).interpolate(ManimColor(self.color), share)
        return str(mixed.to_hex())


def by_level(values: ArrayLike, levels: Sequence[float]) -> Kinds:
    """Return how many of the ascending `levels` each value reaches, less 1; −1 also for NaN.

    >>> by_level([0.1, 0.5, 2.0], [0.5, 1.0]).tolist()
    [-1, 0, 1]
    """
    found = np.searchsorted(np.asarray(levels, dtype=float), np.asarray(values), side="right") - 1
    return np.asarray(np.where(np.isnan(values), -1, found), dtype=np.intp)


class ParameterMap(Plot):
    """A map of what a computation came to for each pair of two parameters.

    `x` and `y` are the (lowest, highest) of the two, which the map's cells divide evenly; `kinds`,
    (rows, columns), the lowest row first, is what each cell holds: an index into `fills`, or −1
    for what stays bare. For values instead of categories give ``by_level(values, levels)`` and a
    color for each level; with `nested` each kind is painted above all those before it, and no
    seams are seen. Nothing is smoothed: a cell is a rectangle.

    `x_name` and `y_name` stand at the ends of the axes, (Typst math markup, color). The map is
    painted from below up to the tracker `revealed`, a value of y: at first there is nothing.
    """

    def __init__(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        kinds: ArrayLike,
        fills: Sequence[Fill],
        width: float,
        height: float,
        x_ticks: Sequence[float] = (),
        y_ticks: Sequence[float] = (),
        x_name: tuple[str, str] | None = None,
        y_name: tuple[str, str] | None = None,
        nested: bool = False,
    ) -> None:
        super().__init__(x, y, width, height, x_ticks, y_ticks)
        self.kinds = np.asarray(kinds, dtype=np.intp)
        if self.kinds.ndim != 2 or self.kinds.size == 0:
            raise ValueError(f"kinds has shape {self.kinds.shape}, and must be (rows, columns)")
        if self.kinds.max() >= len(fills):
            raise ValueError(f"kind {self.kinds.max()} has no fill: there are {len(fills)}")
        self.fills = [*fills]
        self.revealed = ValueTracker(y[0])
        self.ground, self.strokes = VGroup(), VGroup()
        # Shares of the map's width and height, so that the map may be moved and scaled.
        self._boxes: list[Array] = []
        self._lines: list[Array] = []
        for kind, fill in enumerate(self.fills):
            held = self.kinds >= kind if nested else self.kinds == kind
            self._boxes.append(_boxes(held))
            self._lines.append(self._strokes(held, fill))
            self.ground.add(VMobject(fill_color=fill.ground, fill_opacity=1, stroke_width=0))
            self.strokes.add(VMobject(stroke_color=fill.color, stroke_width=THIN_WIDTH))
        self.add(self.ground.set_z_index(-3), self.strokes.set_z_index(-3))
        for name, axis, side in ((x_name, self.x_axis, RIGHT), (y_name, self.y_axis, UP)):
            if name is not None:
                self.labels.add(formula(name[0], SMALL_SIZE, name[1]).next_to(axis, side, NEAR))
        self._painted: tuple[Any, ...] = ()
        self.follow()
        self.add_updater(lambda plot: plot.follow())

    @property
    def painted(self) -> float:
        """The value of y up to which it is painted."""
        return float(self.revealed.get_value())

    def follow(self) -> "ParameterMap":
        """Paint it as far as it is `painted`."""
        low, high = self.y_range
        share = float(np.clip((self.painted - low) / (high - low), 0, 1))
        now = share, *self.x_axis.get_start(), *self.x_axis.get_end(), *self.y_axis.get_end()
        if now == self._painted:
            return self
        self._painted = now
        for part, boxes in zip(self.ground, self._boxes, strict=True):
            seen = boxes[boxes[:, 1] < share]
            left, bottom, right, top = np.minimum(seen, [1, 1, 1, share]).T
            across = np.stack([left, right, right, left, left], axis=-1)
            up = np.stack([bottom, bottom, top, top, bottom], axis=-1)
            corners = self._in_frame(np.stack([across, up], axis=-1))
            sides = np.stack([corners[:, :-1], corners[:, 1:]], axis=2)
            part.points = straight_pieces(sides.reshape(-1, 2, 3))
        for part, lines in zip(self.strokes, self._lines, strict=True):
            seen = lines[lines[:, 0, 1] < share]
            foot, tip = seen[:, 0], seen[:, 1]
            rise = np.maximum(tip[:, 1] - foot[:, 1], 1e-12)
            part_seen = np.clip((share - foot[:, 1]) / rise, 0, 1)[:, None]
            ends = np.stack([foot, foot + part_seen * (tip - foot)], axis=1)
            part.points = straight_pieces(self._in_frame(ends))
        return self

    def row_of(self, y: float) -> int:
        """Return the number of the row of cells at a value of y, from 0 at the bottom."""
        share = (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return int(np.clip(share * len(self.kinds), 0, len(self.kinds) - 1))

    def kind_at(self, x: float, y: float) -> int:
        """Return the kind of the cell in which a pair lies; the last cells hold the ends."""
        columns = self.kinds.shape[1]
        share = (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        return int(self.kinds[self.row_of(y), int(np.clip(share * columns, 0, columns - 1))])

    def widest(self, kind: int, y: float) -> tuple[float, float]:
        """Return from which x to which the longest stretch of a kind goes in the row at `y`.

        Raises ValueError where the row has none of it.
        """
        row = self.kinds[self.row_of(y)] == kind
        edges = np.linspace(*self.x_range, len(row) + 1)
        turns = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(int), [0]])))
        if not len(turns):
            raise ValueError(f"there is nothing of kind {kind} in the row at {y:g}")
        pieces = turns.reshape(-1, 2)
        first, end = max(pieces, key=lambda piece: piece[1] - piece[0])
        return float(edges[first]), float(edges[end])

    def name_kind(self, words: str, x: float, y: float, color: str | None = None) -> VGroup:
        """Return `words` on a plate about a pair of parameters; all stand on one base line."""
        shown = text(words, SMALL_SIZE, color)
        plate = tag(shown, text("lp", SMALL_SIZE).set_opacity(0))[0]
        plate.stretch_to_fit_width(shown.width + 2 * NEAR).move_to(self.at((x, y)))
        foot = shown.family_members_with_points()[0].get_bottom()[1]
        shown.shift((plate.get_bottom()[1] + BASE * plate.height - foot) * UP)
        return VGroup(plate, shown.set_x(plate.get_x()))

    def across(self, y: float, math: str, color: str | None = None, side: Any = RIGHT) -> VGroup:
        """Return a dashed line at a value of y, and what it is called, at its right end or LEFT."""
        ends = self.at([(self.x_range[0], y), (self.x_range[1], y)])
        return self._marked(ends if side[0] > 0 else ends[::-1], math, color or theme.ink, side)

    def up(self, x: float, math: str, color: str | None = None) -> VGroup:
        """Return a dashed line at a value of x, and what it is called at its upper end."""
        ends = self.at([(x, self.y_range[0]), (x, self.y_range[1])])
        return self._marked(ends, math, color or theme.ink, UP)

    def row_line(self, color: str | None = None) -> "RowLine":
        """Return the line up to which it is painted, which follows `revealed`."""
        return RowLine(self, color or theme.walker)

    def frame(self) -> VMobject:
        """Return the two sides that the axes leave open, as thin lines."""
        (x, right), (y, top) = self.x_range, self.y_range
        edge = VMobject(stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
        return edge.set_points_as_corners(self.at([(x, top), (right, top), (right, y)]))

    def _marked(self, ends: Array, math: str, color: str, side: Array) -> VGroup:
        line = VMobject(stroke_color=color, stroke_width=THIN_WIDTH)
        line.points = straight_pieces(dashes(ends[None], DASH))
        return VGroup(line, formula(math, SMALL_SIZE, color).next_to(ends[1], side, NEAR))

    def _in_frame(self, shares: Array) -> Array:
        """Return where in the frame shares of the width and of the height lie, (…, 3)."""
        corner = self.x_axis.get_start()
        right, top = self.x_axis.get_end() - corner, self.y_axis.get_end() - corner
        return np.asarray(corner + shares[..., :1] * right + shares[..., 1:] * top)

    def _strokes(self, held: NDArray[np.bool_], fill: Fill) -> Array:
        """Return the strokes of a fill over the cells that are `held`, (n, 2, 2), as shares.

        All begin at their lower end.
        """
        rows, columns = held.shape
        size = np.array([self.x_axis.width, self.y_axis.height])
        none = np.zeros((0, 2, 2))
        lines = _hatching(*size) if fill.hatched else _zigzag(*size) if fill.zigzag else none
        found = []
        for foot, tip in lines:
            fine = 2 + int(4 * max(rows, columns) * np.abs(tip - foot).max() / size.max())
            places = (foot + np.linspace(0, 1, fine)[:, None] * (tip - foot)) / size
            cells = np.minimum((places * [columns, rows]).astype(int), [columns - 1, rows - 1])
            on = held[cells[:, 1], cells[:, 0]]
            turns = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]])))
            for first, end in turns.reshape(-1, 2):
                if end - first > 1:  # of a corner that is but touched nothing would be seen
                    found.append(places[[first, end - 1]])
        return np.array(found).reshape(-1, 2, 2)


class RowLine(VGroup):
    """A line across a map, at the value of y up to which it is painted."""

    def __init__(self, plot: ParameterMap, color: str) -> None:
        self.plot = plot
        self.line = Line(color=color, stroke_width=2 * THIN_WIDTH)
        super().__init__(self.line)
        self.follow()
        self.add_updater(lambda line: line.follow())

    @property
    def value(self) -> float:
        """The value of y at which it is."""
        return float(np.clip(self.plot.revealed.get_value(), *self.plot.y_range))

    def follow(self) -> "RowLine":
        """Go where the map is painted to."""
        self.line.put_start_and_end_on(*self.plot.at([(x, self.value) for x in self.plot.x_range]))
        return self


def _hatching(width: float, height: float) -> Array:
    """Return lines at 45° across a rectangle, (n, 2, 2), in units of the frame."""
    foot = np.arange(HATCH / 2 - height, width, HATCH)
    low, high = np.maximum(foot, 0), np.minimum(foot + height, width)
    return np.stack([np.stack([x, x - foot], axis=-1) for x in (low, high)], axis=1)


def _zigzag(width: float, height: float) -> Array:
    """Return the strokes of lines to and fro across a rectangle, (n, 2, 2), as `_hatching` does."""
    across, up = np.meshgrid(
        np.arange(0, width - 2 * TOOTH, 2 * TOOTH), np.arange(TOOTH, height - TOOTH, ZIGZAG)
    )
    left, low = across.ravel(), up.ravel()
    tip = np.stack([left + TOOTH, low + TOOTH], axis=-1)
    feet = np.stack([np.stack([x, low], axis=-1) for x in (left, left + 2 * TOOTH)])
    return np.concatenate([np.stack([foot, tip], axis=1) for foot in feet])


def _boxes(held: NDArray[np.bool_]) -> Array:
    """Return rectangles that cover the cells that are `held`, (n, 4), as shares of the map.

    Left, bottom, right, top: the stretches of each row; equal ones above each other are one.
    """
    rows, columns = held.shape
    open_now: dict[tuple[int, int], int] = {}  # from which row on a stretch has been there
    found: list[tuple[float, float, float, float]] = []
    for row in range(rows + 1):
        stretches: set[tuple[int, int]] = set()
        if row < rows:
            padded = np.concatenate([[0], held[row].astype(int), [0]])
            turns = np.flatnonzero(np.diff(padded)).reshape(-1, 2)
            stretches = {(int(first), int(end)) for first, end in turns}
        for stretch in [one for one in open_now if one not in stretches]:
            first, end = stretch
            found.append((first / columns, open_now.pop(stretch) / rows, end / columns, row / rows))
        for stretch in stretches:
            open_now.setdefault(stretch, row)
    return np.array(sorted(found)).reshape(-1, 4)
