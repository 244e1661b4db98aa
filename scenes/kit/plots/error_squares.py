"""Squared errors as squares: on the data, and their mean as one square beside it."""

from typing import Any

import numpy as np
from manim import DOWN, DR, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.places import RIGHT_HALF
from scenes.kit.plots.data_plot import DataPlot, Gaps, LiveLine
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.text import fitted, formula, text

Array = NDArray[np.float64]

FILLED = 0.22  # opacity of a square
BROADEST = 6.2  # a formula in one half of the frame
TOGETHER = 2.5  # squares that grow at one time
FLOWN = 0.5  # of the time in which squares become their mean: they fly
BELOW, BESIDE = 0.5, 0.25  # from the formula and from the words to the mean square


class ErrorSquares(VMobject):
    """The squared errors of the line at `source`, a walk or a place, as squares on its plot.

    The side of each is the error of one point, in the vertical unit of `plot`; it leans on the
    error's upright stroke, on the side where the plot has more room, and no farther than the plot's
    end.  `points`: the numbers of the points that have a square, by default `count` of them, evenly
    spread.
    """

    @checked
    def __init__(
        self,
        plot: DataPlot,
        source: Any,
        points: ArrayLike | None = None,
        count: int = 6,
        color: str | None = None,
    ) -> None:
        color = color or theme.walker
        super().__init__(stroke_color=color, stroke_width=THIN_WIDTH)
        self.set_fill(color, opacity=FILLED)
        self.plot, self.source = plot, source
        ordered = np.argsort(plot.data.x)
        shares = (np.arange(count) + 0.5) / count
        spread = ordered[np.unique((shares * len(ordered)).astype(int))]
        self.chosen = np.asarray(spread if points is None else points, dtype=int)
        self._turn = ValueTracker(len(self.chosen) + TOGETHER)
        self._leveled = ValueTracker(0.0)
        self._mean: MeanSquare | None = None
        self.add_updater(ErrorSquares.follow, call_updater=True)

    def corners(self) -> Array:
        """Return the corners of the squares as they are now, in the frame, (n, 4, 3)."""
        plot, data, (w, b) = self.plot, self.plot.data, position(self.source)
        x, y = data.x[self.chosen], data.y[self.chosen]
        there, guessed = (plot.at(np.stack([x, up], axis=-1)) for up in (y, w * x + b))
        sides = np.abs(guessed - there)[:, 1]
        low, high = plot.x_axis.get_start()[0], plot.x_axis.get_end()[0]
        rightward = there[:, 0] < (low + high) / 2
        left = np.where(rightward, there[:, 0], there[:, 0] - sides)
        left = np.maximum(np.minimum(left, high - sides), low)
        bottom = np.minimum(there[:, 1], guessed[:, 1])
        return _corners(left, bottom, sides)

    def follow(self) -> "ErrorSquares":
        """Be as large as the errors are now."""
        corners = self.corners()
        age = (self._turn.get_value() - np.arange(len(corners))) / TOGETHER
        there, grown = age > 0, eased(age)[:, None, None]
        roots = corners.mean(axis=1, keepdims=True)  # the middles of the errors
        roots[:, 0, 0] = self.plot.at(np.stack([self.plot.data.x, self.plot.data.y], axis=-1))[
            self.chosen, 0
        ]
        corners = (roots + grown * (corners - roots))[there]
        self.points = _outlines(self._gathered(corners) if self._mean else corners)
        return self

    def in_turn(self) -> Any:
        """Return the animation in which one after the other grows on its error."""
        self._turn.set_value(0.0)
        self.follow()
        turning: Any = self._turn.animate
        return turning(rate_func=linear).set_value(len(self.chosen) + TOGETHER)

    def level(self, mean: Any) -> Any:
        """Return the animation in which all fly to `mean`, a `MeanSquare`, and become like it.

        While they level out, the sum of their areas stays the same.
        """
        self._mean = mean
        leveling: Any = self._leveled.animate
        return leveling(rate_func=linear).set_value(1)

    def _gathered(self, corners: Array) -> Array:
        """Return the corners of squares on their way to be their mean."""
        assert self._mean
        share = self._leveled.get_value()
        flown, leveled = eased(share / FLOWN), eased((share - FLOWN) / (1 - FLOWN))
        areas = np.ptp(corners[..., 0], axis=1) ** 2
        sides = np.sqrt(areas + leveled * (areas.mean() - areas))
        left, bottom, _ = (corners[:, 0] + flown * (self._mean.corner - corners[:, 0])).T
        return _corners(left, bottom, sides)


def line_with_errors(plot: DataPlot, at: Any) -> tuple[LiveLine, Gaps, ErrorSquares]:
    """Return the line at a walk or a place, its errors, and some of their squares, all live."""
    return LiveLine(plot, at), Gaps(plot, at), ErrorSquares(plot, at)


class MeanSquare(VMobject):
    """A square with the area of `loss` at `source`: the mean of the squares that are on `plot`.

    Its lower left corner stays where it is put; `largest` is its side for the line `at`.
    """

    @checked
    def __init__(self, plot: DataPlot, loss: Loss, source: Any, at: Any) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.set_fill(theme.walker, opacity=FILLED)
        self.plot, self.loss, self.source = plot, loss, source
        self.largest = self._side(at)
        self.corner = np.zeros(3)
        self.add_updater(MeanSquare.follow, call_updater=True)

    def _side(self, line: Any) -> float:
        unit = float((self.plot.at((0, 1)) - self.plot.at((0, 0)))[1])
        return unit * float(np.sqrt(self.loss.value(position(line))))

    def put(self, corner: Array) -> "MeanSquare":
        """Let its lower left corner be at `corner (3,)`."""
        self.corner = np.array(corner)
        return self.follow()

    def follow(self) -> "MeanSquare":
        """Be as large as the error is now."""
        left, bottom, _ = self.corner
        sides = np.array([self._side(self.source)])
        self.points = _outlines(_corners(np.array([left]), np.array([bottom]), sides))
        return self


@checked
def error_meaning(plot: DataPlot, loss: Loss, source: Any, largest: Any, name: str = "L") -> VGroup:
    """Return what the error L is, in the right half: its formula, and the mean square itself.

    `largest`: the line with the largest error that is to be seen.  `name`: what is written for L.
    """
    meaning = fitted(formula(f"{name} = {loss.formula}", TITLE_SIZE), BROADEST)
    square = MeanSquare(plot, loss, source, largest)
    words = text("mean square", SMALL_SIZE, theme.muted)
    meaning.move_to(RIGHT_HALF + 0.9 * UP)
    words.next_to(meaning, DOWN, buff=BELOW + square.largest - words.height)
    words.shift((square.largest + BESIDE) / 2 * LEFT)
    square.put(words.get_corner(DR) + BESIDE * RIGHT)
    return VGroup(meaning, square, words)


def _corners(left: Array, bottom: Array, sides: Array) -> Array:
    """Return the corners of squares, (n, 4, 3)."""
    right, top, flat = left + sides, bottom + sides, np.zeros(len(sides))
    around = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return np.stack([np.stack([x, y, flat], axis=-1) for x, y in around], axis=1)


def _outlines(corners: Array) -> Array:
    """Return the points of closed outlines through `corners (n, 4, 3)`."""
    ends = np.stack([corners, np.roll(corners, -1, axis=1)], axis=2)
    return straight_pieces(ends.reshape(-1, 2, 3))
