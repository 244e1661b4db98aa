"""What descent gains for what it pays: the loss against the looks at samples."""

from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.looks.look_walk import LookWalk
from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import SIGNS, marker_shape, rimmed, sign_color
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
DASH = 0.14


class CostPlot(Plot):
    """Axes for how far a loss is above its lowest, against looks; both scales are logarithmic.

    `looks` is where the horizontal axis ends, `decades` are the powers of ten at the ends of the
    vertical one.  `x_label`, `y_label` are their names.
    """

    def __init__(
        self,
        looks: int,
        decades: tuple[int, int],
        width: float,
        height: float,
        x_label: str = "looks",
        y_label: str = "$L$ above its lowest",
    ) -> None:
        self.looks, self.decades = looks, decades
        super().__init__((0, float(np.log10(looks))), decades, width, height)
        powers = range(floor(np.log10(looks) + 1e-9) + 1)
        for power in powers:
            label = formula(f"{10**power:,}".replace(",", "\\,"), SMALL_SIZE, theme.muted)
            self._mark(self._between(power, decades[0]), DOWN, label)
        for power in range(decades[0], decades[1] + 1):
            label = formula(f"10^({power})", SMALL_SIZE, theme.muted)
            self._mark(self._between(0, power), LEFT, label)
        named = Plot((0, powers[-1]), decades, width, height, (), (), x_label, y_label)
        self.names = named.labels
        self.names[0].move_to(self._between(0.5, decades[0])).align_to(self.labels[0], DOWN)
        self.names[1].shift(self.y_axis.get_end() - named.y_axis.get_end())
        self.labels.add(*self.names)

    def at(self, point: ArrayLike) -> Array:
        """Return where in the frame (looks, loss above the lowest) lie, shape (…, 3).

        What is beyond the scales is drawn at their ends.
        """
        pairs = np.asarray(point, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            looks = np.log10(np.maximum(pairs[..., 0], 1.0))
            decade = np.clip(np.log10(np.maximum(pairs[..., 1], 1e-300)), *self.decades)
        return self._between(looks, decade)


class CostCurve(VGroup):
    """The loss of a walk so far, as stairs: it falls when a step is taken, and looks lead to it.

    `above` are the losses of all rows above the lowest, `meaning` is whose sign stands at the end.
    With `dashed` the stairs are; `first` is the look from which on they are drawn.
    """

    @checked
    def __init__(
        self,
        walk: LookWalk,
        plot: CostPlot,
        above: Any,
        meaning: str,
        width: float = PATH_WIDTH,
        dashed: bool = False,
        first: float = 0.0,
    ) -> None:
        self.walk, self.plot, self.dashed, self.first = walk, plot, dashed, first
        self.above = np.asarray(above, dtype=float)
        color = sign_color(meaning)
        self.path = rimmed(VMobject(stroke_color=color, stroke_width=width))
        self.walker = marker_shape(SIGNS[meaning][0], DOT_RADIUS, color)
        self._outline = self.walker.points.copy()
        self._shown: tuple[Any, ...] = ()
        super().__init__(self.path, self.walker)
        self.follow()
        self.add_updater(CostCurve.follow)

    def corners(self) -> Array:
        """Return the corners of the stairs so far, (n, 2): looks, and loss above the lowest."""
        step, paid = self.walk.step, self.walk.evaluations
        start = int(np.searchsorted(paid, self.first + 1e-9, side="right")) - 1
        rows = np.arange(max(start, 0), step + 1)
        ends = np.append(paid[rows[1:]], max(self.walk.looks, paid[step]))
        pairs = np.stack([paid[rows], self.above[rows], ends, self.above[rows]], axis=-1)
        return np.asarray(pairs.reshape(-1, 2))

    def follow(self) -> "CostCurve":
        """Draw the stairs up to what has been paid."""
        state = self.walk.looks, self.plot.x_axis.points.tobytes()
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        places = self.plot.at(self.corners())
        pieces = np.stack([places[:-1], places[1:]], axis=1)
        self.path.points = straight_pieces(dashes(pieces, DASH) if self.dashed else pieces)
        self.walker.points = self._outline + places[-1]
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        seen = is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if seen else []


def decades_of(*above: ArrayLike) -> tuple[int, int]:
    """Return the powers of ten that hold the first and the late losses, above the lowest, of walks.

    >>> decades_of([9.0, 0.03], [9.0, 0.0004])
    (-4, 1)
    """
    ends = np.array([[np.asarray(each)[0], np.asarray(each)[-1]] for each in above])
    return floor(np.log10(ends.min())), ceil(np.log10(ends.max()))
