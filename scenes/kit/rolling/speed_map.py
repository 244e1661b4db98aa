"""How fast momentum is for every learning rate and every β, as a map."""

from collections.abc import Callable
from itertools import pairwise
from math import ceil
from typing import Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    ManimColor,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)  # fmt: skip
from numpy.typing import NDArray

from gd_math import (
    best_learning_rate,
    heavy_ball,
    momentum_contraction,
    stability_limit,
)
from scenes.kit.animations import appear, eased, leave
from scenes.kit.curves.riding_ticks import round_step, round_values
from scenes.kit.plots.plot import Plot
from scenes.kit.rolling.stage import pair_values
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
Way = Callable[[Array], Array]  # from a share of the time to a value
COLUMNS, ROWS = 360, 270  # values from which the outlines of the shades are found
MOST_BETA = 0.9  # the highest β of the map, at most …
TIMES = 2.5, 1.4  # … and times the best β and the first one
LEAST = 0.5  # times the speed limit of plain descent, its fastest steps are longer: α from there …
MOST = 1.3, 1.3  # … to so many times that limit, and times the α of the best pair
LEVELS = 4  # shades, from the fastest pair to the speed limit …
CLOSER = 1.3  # … of which the levels lie the closer together the faster
WIDTH, HEIGHT = 4.7, 4.3  # of the map, in units of the frame
CORNER = -5.55, -1.95  # of the frame, where its lower left corner is
MARK = 0.13  # radius of the mark of a pair, so small that the shade about it is seen
ASIDE = 0.15  # so much farther off than those of a tick the values stand, clear of the disc
SOLID = 0.85, 0.15  # share of ink in the shade of the fastest pairs, and in that of the slowest
TICKS, MOST_TICKS = 3, 4  # on the axis of α, about and at most
INSIDE = 0.98  # of the length of the axis of α: no tick is so near to its end
OVER_AXIS = 0.1  # from that axis to the word on what diverges
EARLY, LATE = squish_rate_func(smooth, 0, 0.15), squish_rate_func(smooth, 0.8, 1)
ARRIVES, TURNS = 0.45, 0.72  # of the time of a search: when it is at the best, and turns back
LOOKED = 1000  # pairs on the way of a search, of which the least factor stays
SIDES = 0.85, 1.05  # times its best rate: beyond it, plain descent turns back there …
FARTHER = 0.25  # … and the pair so far on its way to where steps diverge


class SpeedMap(Plot):
    """The factor by which one step of momentum shrinks the distance, for every pair (α, β).

    `hessian` is that of a quadratic loss. The axis of α begins with a tick, no lower than needed.
    The lowest row is β = 0, gradient descent; what stays bare diverges. The map is painted from
    below up to the tracker `revealed`, a value of β; the `edge` is where steps begin to diverge.
    `best` is the fastest pair. Two marks stand on it, `marks`: the disc of plain descent at the
    tracker `plain_rate`, and a diamond at the pair of the trackers `rate` and `beta`. Both begin at
    one learning rate. `plain_least` and `least` are trackers of the least factors that a search has
    come to.
    """

    def __init__(self, hessian: Array, rate: float, beta: float) -> None:
        self.hessian = hessian
        self.best = heavy_ball(hessian)
        self.limit = stability_limit(hessian)
        reach = float(np.max(np.multiply(TIMES, (self.best.beta, beta))))
        self.top = min(MOST_BETA, float(np.ceil(20 * reach) / 20))
        high = max(MOST[0] * self.limit, MOST[1] * self.best.learning_rate)
        step = round_step(LEAST * self.limit, high, TICKS)
        low_rate = step * float(np.floor(LEAST * self.limit / step + 1e-9))
        self.rates = np.linspace(max(low_rate, high * 1e-6), high, COLUMNS)
        low = self.best.contraction
        self.levels = low + (1 - low) * np.linspace(0, 1, LEVELS + 1) ** CLOSER
        ground, ink = ManimColor(theme.background), ManimColor(theme.ink)
        self.colors = [ground.interpolate(ink, share) for share in np.linspace(*SOLID, LEVELS)]
        ends = low_rate, high
        all_ticks = np.arange(low_rate, INSIDE * high, step).tolist()
        ticks = all_ticks[:: ceil(len(all_ticks) / MOST_TICKS)]
        shares = round_values(0, self.top, 2)
        super().__init__(ends, (0, self.top), WIDTH, HEIGHT, ticks, shares)
        self.labels[: len(ticks)].shift(ASIDE * DOWN)
        self.labels[len(ticks) :].shift(ASIDE * LEFT)
        for name, axis, side, color in (
            ("alpha", self.x_axis, RIGHT, theme.walker),
            ("beta", self.y_axis, UP, theme.ink),
        ):
            self.labels.add(formula(name, SMALL_SIZE, color).next_to(axis, side, buff=0.14))
        self.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.x_axis.get_start())
        # What is below a level lies on all that is below a higher one.
        self.ground = VGroup(
            *(
                VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
                for color in self.colors[::-1]
            )
        )
        self.edge = VMobject(stroke_color=theme.wrong, stroke_width=THIN_WIDTH)
        self.add(self.ground.set_z_index(-3), self.edge.set_z_index(-2))
        self.revealed = ValueTracker(0)
        self._painted = -1.0
        self.add_updater(lambda plot: plot.follow(), call_updater=True)
        self.plain_rate = ValueTracker(rate)
        self.rate, self.beta = ValueTracker(rate), ValueTracker(beta)
        self.plain_least = ValueTracker(self.plain_factor)
        self.least = ValueTracker(self.factor)
        self.plain = marker_shape("circle", MARK, theme.walker)
        self.plain.add_updater(lambda mark: mark.move_to(self.plain_place), call_updater=True)
        self.rolls = marker_shape("diamond", MARK, theme.second)
        self.rolls.add_updater(lambda mark: mark.move_to(self.place), call_updater=True)
        self.marks = VGroup(self.plain, self.rolls)
        for mark in self.marks:
            mark.set_z_index(1)  # above the axis
        self.word = self._word()

    def follow(self) -> "SpeedMap":
        """Paint it up to `revealed`."""
        top = float(np.clip(self.revealed.get_value(), 0, self.top))
        if top != self._painted:
            self._painted = top
            for shade, level in zip(self.ground, self.levels[:0:-1], strict=True):
                shade.points = np.zeros((0, 3))
                for outline in self.outlines(level, top):
                    corners = self.at(outline)
                    shade.start_new_path(corners[0])
                    shade.add_points_as_corners(corners[1:])
            highest = min(top, self.x_range[1] / self.limit - 1)
            ends = [(self.limit * (1 + beta), beta) for beta in (0, highest)]
            self.edge.set_points_as_corners(self.at(ends) if top else np.zeros((0, 3)))
        return self

    def outlines(self, level: float, top: float | None = None) -> list[Array]:
        """Return outlines, each (n, 2), of where the factor is below `level`, for β up to `top`."""
        top = self.top if top is None else top
        if top <= 0:
            return []
        betas = np.linspace(0, top, max(2, round(ROWS * top / self.top)))
        factors = np.asarray(momentum_contraction(self.hessian, self.rates, betas[:, None]))
        found = contour_generator(self.rates, betas, factors, fill_type=FillType.OuterOffset)
        polygons, offsets = cast(tuple[list[Array], list[Array]], found.filled(-np.inf, level))
        return [
            points[start:end]
            for points, ends in zip(polygons, offsets, strict=True)
            for start, end in pairwise(ends.astype(int))
        ]

    @property
    def place(self) -> Array:
        """Where in the frame the pair is."""
        return self.at((self.rate.get_value(), self.beta.get_value()))

    @property
    def plain_place(self) -> Array:
        """Where in the frame plain descent is."""
        return self.at((self.plain_rate.get_value(), 0.0))

    @property
    def plain_factor(self) -> float:
        """The factor of plain descent as it is now."""
        return float(momentum_contraction(self.hessian, self.plain_rate.get_value(), 0.0))

    @property
    def factor(self) -> float:
        """The factor of the pair as it is now."""
        rate, beta = float(self.rate.get_value()), float(self.beta.get_value())
        return float(momentum_contraction(self.hessian, rate, beta))

    @property
    def everything(self) -> list[VMobject]:
        """The map, its marks and the word on what diverges."""
        return [self, self.marks, self.word]

    def best_values(self) -> VGroup:
        """Return α and β of the best places, as those with which both walks began."""
        plain = best_learning_rate(self.hessian)
        return pair_values((plain, self.best.learning_rate), self.best.beta)

    def paint(self) -> list[Any]:
        """Return the animations in which the map is painted, β up, and what diverges is named."""
        going: Any = self.revealed.animate
        return [going.set_value(self.top), FadeIn(self.word, rate_func=LATE)]

    def search_plain(self, old: Any = (), new: Any = ()) -> list[Any]:
        """Return the animations in which the disc goes to its best place, past it, and back.

        Its `old` values leave at once, and the `new` ones appear when it is there.
        """
        best, (below, above) = best_learning_rate(self.hessian), SIDES
        turn = below if self.plain_rate.get_value() > best else above
        rate = _searched(self.plain_rate, best, turn * best)
        least = self._least(self.plain_least, rate, np.zeros_like)
        said = _change(old, new)
        return [_follow(self.plain_rate, rate), _follow(self.plain_least, least), *said]

    def search_pair(self, old: Any = (), new: Any = ()) -> list[Any]:
        """Return the animations in which the diamond goes to its best place, past it, and back.

        Its values change as those of the disc do.
        """
        best = self.best
        edge = self.limit * (1 + best.beta)
        beyond = best.learning_rate + FARTHER * (edge - best.learning_rate)
        rate = _searched(self.rate, best.learning_rate, beyond)
        beta = _searched(self.beta, best.beta, best.beta)
        least = self._least(self.least, rate, beta)
        pairs = (self.rate, rate), (self.beta, beta), (self.least, least)
        return [*(_follow(tracker, value) for tracker, value in pairs), *_change(old, new)]

    def _least(self, tracker: ValueTracker, rate: Way, beta: Way) -> Way:
        """Return the way of the least factor so far, of a search along the ways of α and β."""
        first = float(tracker.get_value())

        def least(time: Array) -> Array:
            times = np.minimum(np.linspace(0, 1, LOOKED), time)
            factors = momentum_contraction(self.hessian, rate(times), beta(times))
            return np.asarray(np.minimum(factors.min(axis=0), first))

        return least

    def _word(self) -> VGroup:
        """Return the word on what stays bare."""
        end = self.x_axis.get_end() + OVER_AXIS * UP
        word = text("diverges", SMALL_SIZE, theme.wrong)
        return tag(word, buff=0.08).move_to(end, DOWN + RIGHT)


def _searched(tracker: ValueTracker, best: float, beyond: float) -> Way:
    """Return the way of a value that goes to the `best` one, `beyond` it, and back to it."""
    now = float(tracker.get_value())

    def value(time: Array) -> Array:
        there, past, back = (
            eased((time - begin) / (end - begin)) for begin, end in pairwise((0, ARRIVES, TURNS, 1))
        )
        return np.asarray(now + there * (best - now) + (past - back) * (beyond - best))

    return value


def _change(old: Any, new: Any) -> list[Any]:
    """Return the animations in which values leave, and others appear at the end."""
    return [*leave(old, rate_func=EARLY), *appear(new, rate_func=LATE)]


def _follow(tracker: ValueTracker, way: Way) -> Any:
    """Return the animation in which a value goes its way."""

    def go(value: Any, time: float) -> None:
        value.set_value(float(way(np.asarray(time))))

    return UpdateFromAlphaFunc(tracker, go, rate_func=linear)
