"""Losses over the batches of a range test, which become losses over the learning rate."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Line,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, clip_segments, straight_pieces
from scenes.kit.range_test.rate_experiment import RateExperiment
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

# Left, right, bottom and top of the axes: beside the fit and below the rates, and alone.
NARROW, WIDE = np.array([-0.55, 6.0, -1.9, 0.6]), np.array([-5.45, 5.75, -1.85, 2.45])
DOT = 0.05  # radius of the loss of a batch
PALE = 0.55  # opacity of these
TICK = 0.1
BESIDE = 0.2  # from a tick of the losses to its number: a walker may stand on the axis
SLOWER = 1.6  # power of the time that is left
LOW_LEFT = 0.27, 0.26  # of the axes: a free corner
NAME = 0.2  # from the end of an axis to its name
COMMA = 0.04  # before what is added to a name
CLEAR = 0.3  # between the name of an axis and its first number on the same line


class SweepPlot(VGroup):
    """Axes for the loss of each batch of the test of an `experiment`, and what it has come to.

    Trackers: `taken` is how many batches have been seen; `grown` is how far the plot is on its way
    from its narrow place to a wide one. The batches are evenly spaced, and so are the logarithms
    of their rates: the same axis carries both, first numbers of batches, then rates.
    """

    @checked
    def __init__(self, experiment: RateExperiment) -> None:
        super().__init__()
        self.experiment = experiment
        self.taken, self.grown = ValueTracker(0.0), ValueTracker(0.0)
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        self.axes = Drawn(self._axes, **style)
        every = round_step(experiment.top, 4)
        heights = np.arange(0, experiment.top, every)
        self.levels = VGroup(*(self._level(float(height)) for height in heights))
        name = text("batch loss", SMALL_SIZE)
        self.loss_name = self._pinned(
            name, lambda: self.box[[0, 3]], (LEFT, DOWN), NAME * (UP + RIGHT)
        )
        self.dots = Drawn(self._dots, fill_color=theme.ink, fill_opacity=PALE, stroke_width=0)
        self.head, self.lost = sign("walker").set_z_index(2), sign("diverged").set_z_index(2)
        for one, is_lost in ((self.head, False), (self.lost, True)):
            self._follow(one, is_lost)
        self.add(self.axes, self.levels, self.loss_name, self.dots, self.head, self.lost)
        self.batches = self._batches()

    @property
    def box(self) -> Array:
        """Left, right, bottom and top of the axes now, (4,)."""
        return np.asarray(NARROW + smooth(self.grown.get_value()) * (WIDE - NARROW))

    def place(self, share: ArrayLike, loss: ArrayLike) -> Array:
        """Return where in the frame losses (…) stand, so far along the axis (…), shape (…, 3).

        What is beyond the axis stands at its end.
        """
        left, right, bottom, top = self.box
        across, up = np.broadcast_arrays(np.asarray(share, float), np.asarray(loss, float))
        high = np.clip(up / self.experiment.top, 0, 1)
        places = left + across * (right - left), bottom + high * (top - bottom), 0 * across
        return np.stack(places, axis=-1)

    def at_rate(self, rate: float, loss: float = 0.0) -> Array:
        """Return where in the frame a loss stands over a rate, (3,)."""
        return self.place(self.experiment.share_of(rate), loss)

    @property
    def low_left(self) -> Array:
        """The middle of the free corner below the curve, where it is still flat."""
        left, right, bottom, top = self.box
        return np.array(
            [left + LOW_LEFT[0] * (right - left), bottom + LOW_LEFT[1] * (top - bottom), 0]
        )

    def sweep(self) -> Any:
        """Return the animation in which one batch after the other is seen, until the explosion."""
        moving: Any = self.taken.animate
        return moving(rate_func=_slower).set_value(self.experiment.rows - 1)

    def grow(self) -> Any:
        """Return the animation in which the plot takes its wide place."""
        growing: Any = self.grown.animate
        return growing(rate_func=linear).set_value(1)

    def rates(self) -> VGroup:
        """Return the rates that the axis carries, as ticks with numbers, and its name."""
        found = VGroup()
        for rate in self.experiment.ticks:
            label = formula(number(rate), SMALL_SIZE, theme.walker)
            found.add(self._below(self.experiment.share_of(rate), label, theme.walker))
        name = formula("alpha", SMALL_SIZE, theme.walker)
        found.add(self._pinned(name, lambda: self.box[[1, 2]], (LEFT,), NAME * RIGHT))
        return found

    def averaged(self) -> VMobject:
        """Return what is added to the name of the losses, on its line, where an average is."""
        words = text(", averaged", SMALL_SIZE)
        letter = words.family_members_with_points()[1]
        words.next_to(self.loss_name, RIGHT, buff=COMMA)
        return words.shift((self.loss_name.get_bottom() - letter.get_bottom()) * UP)

    def average(self) -> VMobject:
        """Return the running average, where it is one of enough losses and the axes hold it."""
        corners = self.row_places(self.experiment.test.smoothed)[self.experiment.test.settled :]
        return _line(corners, float(self.box[3]), theme.ink, 1.5 * PATH_WIDTH)

    def average_at(self, points: int) -> Array:
        """Return so many places along the running average, (points, 3), also beyond the axes."""
        corners = self.row_places(self.experiment.test.smoothed)[self.experiment.test.settled :]
        along = np.linspace(0, len(corners) - 1, points)
        return np.stack([np.interp(along, np.arange(len(corners)), one) for one in corners.T], -1)

    def share_of_row(self, row: ArrayLike) -> Array:
        """Return how far along the axis the batches of some rows of the test stand."""
        return np.asarray(row, dtype=float) / (self.experiment.batches - 1)

    def row_places(self, losses: Array) -> Array:
        """Return the places of losses, one for each row of the test, also of those beyond."""
        left, right, bottom, top = self.box
        x = left + self.share_of_row(np.arange(len(losses))) * (right - left)
        y = bottom + losses / self.experiment.top * (top - bottom)
        return np.stack([x, y, np.zeros_like(x)], axis=-1)

    def _axes(self) -> Array:
        left, right, bottom, top = self.box
        corners = np.array([[left, top, 0], [left, bottom, 0], [right, bottom, 0]])
        return straight_pieces(np.stack([corners[:-1], corners[1:]], axis=1))

    def _dots(self) -> Array:
        seen = int(self.taken.get_value() + 1e-9) + 1
        losses = self.experiment.test.loss[:seen]
        places = self.row_places(losses)[losses <= self.experiment.top]
        outline = marker_shape("circle", DOT, theme.ink).points
        return np.asarray((outline + places[:, None]).reshape(-1, 3))

    def _follow(self, one: Any, is_lost: bool) -> None:
        """Let the walker, or the sign for one that has left the axes, be where the walker is."""
        outline = one.points.copy()

        def move(moved: Any) -> None:
            moved.points = outline[:0] if is_lost != self.is_lost() else outline + self.here()

        one.add_updater(move, call_updater=True)

    def here(self) -> Array:
        """Return where in the frame the walker is, (3,): at the top, if it has left the axes."""
        losses = np.minimum(self.experiment.test.loss, self.experiment.top)
        taken = self.taken.get_value()
        return self.place(
            self.share_of_row(taken), float(np.interp(taken, np.arange(len(losses)), losses))
        )

    def is_lost(self) -> bool:
        """Say whether the walker has left the axes, and stays beyond them."""
        inside = np.flatnonzero(self.experiment.test.loss <= self.experiment.top)
        return bool(self.taken.get_value() >= inside[-1] + 1)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        is_there = self.head.get_fill_opacity() > 0.1 and not self.is_lost()
        return [("a walker", self.here())] if is_there else []

    def _level(self, loss: float) -> VGroup:
        label = formula(number(loss, scale=self.experiment.top), SMALL_SIZE, theme.muted)
        tick = Line(0 * LEFT, TICK * LEFT).set_stroke(theme.muted, width=THIN_WIDTH)
        level = VGroup(tick, label.next_to(tick, LEFT, buff=BESIDE))
        kept: VGroup = self._kept(level, lambda: tick.get_start(), lambda: self.place(0, loss))
        return kept

    def _below(self, share: float, label: VMobject, color: str) -> VGroup:
        tick = Line(0 * DOWN, TICK * DOWN).set_stroke(color, width=THIN_WIDTH)
        mark = VGroup(tick, label.next_to(tick, DOWN, buff=TICK))
        kept: VGroup = self._kept(mark, lambda: tick.get_start(), lambda: self.place(share, 0))
        return kept

    def _batches(self) -> VGroup:
        """Return numbers of batches below the axis, and its name before them on their line."""
        last, found = self.experiment.batches, VGroup()
        for count in np.arange(0, last, round_step(last, 3)):
            label = formula(number(count), SMALL_SIZE, theme.muted)
            found.add(self._below(float(self.share_of_row(count)), label, theme.muted))
        name = text("batch", SMALL_SIZE, theme.muted)
        name.next_to(found[0][1], LEFT, buff=CLEAR).align_to(found[0][1], DOWN)
        return found.add(name)

    def _pinned(
        self, words: Any, place: Callable[[], Array], edge: tuple[Any, ...], away: Array
    ) -> Any:
        corner = sum(edge, np.zeros(3))
        return self._kept(
            words, lambda: words.get_corner(corner), lambda: np.array([*place(), 0.0]) + away
        )

    @staticmethod
    def _kept(mark: Any, anchor: Callable[[], Array], place: Callable[[], Array]) -> Any:
        """Let a mark stay with its anchor at a place that moves, and return it."""

        def follow(one: Any) -> None:
            way = place() - anchor()
            if np.abs(way).max() > 1e-6:
                one.shift(way)

        return mark.add_updater(follow, call_updater=True)


def _slower(share: float) -> float:
    """Return how far a sweep is that spends most of its time on the last, largest rates."""
    return float(1 - (1 - share) ** SLOWER)


def _line(corners: Array, top: float, color: str, width: float) -> VMobject:
    """Return a line through `corners`, cut off at the height `top`."""
    flat = corners[:, :2]
    pairs = np.stack([flat[:-1], flat[1:]], axis=1)
    low = np.array([flat[:, 0].min(), -np.inf])
    pieces = clip_segments(pairs, low, np.array([flat[:, 0].max(), top]))
    line = VMobject(stroke_color=color, stroke_width=width)
    return line.set_points(straight_pieces(np.pad(pieces, ((0, 0), (0, 0), (0, 1)))))
