"""A walker that hops along the curve from computed point to computed point."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import Loss, descend, minimum_reached, optimizers
from scenes.kit.animations import appear
from scenes.kit.curves.curve_walker import START_MARK, STEP_MARK, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.valley_curve import PANEL, TALL, ValleyCurve
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import SIGNS, marker_shape, open_mark
from scenes.kit.theme import DOT_RADIUS, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, fitted, formula
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
MOST = 300  # steps that are computed of each walk …
SEEN = 40  # … and in which it must arrive: more could not be followed
SMALL = 1e-3  # of the axis: less than that from its end, a walker has arrived
HOP_MARK = 0.05  # radius of the mark where it has landed, the same for all: they may touch
SIZES = {"walker": 1.35 * DOT_RADIUS, "second": 0.85 * DOT_RADIUS}  # one is seen on the other
LEAP = 0.45  # height of a hop, as a share of its width
ARCS = 2  # hops whose arcs are seen: the last
ARC = np.linspace(0, 1, 17)
WAY = 400  # places in which a hilltop is looked for
PACE = 2.5  # hops a second, of walkers that hop on while something is read …
ALOFT = 0.7  # … and the share of the time of each that it takes: then it stands
RATE_PLACE = 2.7  # heights in the frame: of the learning rate in the panel …
X_PLACE, X_APART = 2.15, 0.52  # … of where the walkers are, one below the other …
RULE_PLACE = 0.0  # … and of the rule
BESIDE_KEY = 0.7  # from the left end of the panel to what is beside the key of a walker


@lru_cache(maxsize=256)
def walk_of(loss: Loss, start: float, rate: float) -> Array:
    """Return x of the start and after each step of gradient descent, (MOST + 1,)."""
    path = descend(loss, optimizers.gradient_descent(rate), [start], MOST)
    return np.asarray(path.x[:, 0])


def rests_in(loss: Loss, start: float, rate: float) -> int:
    """Return the minimum in which a walk rests after `MOST` steps, or −1 if it hops on."""
    last, end = walk_of(loss, start, rate)[-2:]
    resting = abs(end - last) < SMALL * float(np.ptp(loss.domain))
    return int(minimum_reached(loss, np.array([end]))) if resting else -1


def check_hops(curve: ValleyCurve, starts: Sequence[float], rates: Sequence[float]) -> None:
    """Raise ValueError, naming the knobs, unless two walks show what limits do.

    The second is to rest in a flat minimum with each of the `rates`; the first in a sharp one with
    the first of them, in none with the second, and in a flat one with the last.
    """
    for knob, given, count in (("STARTS", starts, 2), ("LEARNING_RATES", rates, 3)):
        if len(given) != count:
            raise ValueError(f"{knob} are {len(given)}, and must be {count}")
    wanted = (curve.sharp, [-1], curve.flat), 3 * [curve.flat]
    told = ("a sharp valley", "none", "the flat one"), 3 * ["the flat one"]
    for start, ends, words in zip(starts, wanted, told, strict=True):
        for rate, good, where in zip(rates, ends, words, strict=True):
            walker = Hopper(curve, ValueTracker(rate), start)
            slow = good != [-1] and walker.arrival > SEEN
            if rests_in(curve.loss, start, rate) not in good or slow:
                raise ValueError(
                    f"STARTS is {tuple(starts)} and LEARNING_RATES is {tuple(rates)}: with "
                    f"{rate:g} the walk from {start:g} must rest in {where}"
                    + (f" within {SEEN} steps" if good != [-1] else "")
                )


class Hopper(VGroup):
    """A walker that hops on a curve, with a mark where it has landed.

    It begins at `start`, which an open mark on the axis shows; each hop is one step at the learning
    rate that `rate`, a tracker of all walkers, had when the walk began; `taken`, its own tracker,
    says how many steps it has taken.
    `meaning` is its sign, "walker" or "second". The last hops are seen as arcs: they tell the
    order of the steps, and no more than that. When the rate goes on, the walk before is no longer
    that of now: its marks and arcs are gone.
    """

    def __init__(
        self, curve: ValleyCurve, rate: ValueTracker, start: float, meaning: str = "walker"
    ) -> None:
        self.curve, self.rate, self.start = curve, rate, start
        self.taken = ValueTracker(0.0)
        self._begun = float(rate.get_value())  # the rate of the walk that is being taken
        self.shape, self.color_of_marks = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        self.walker = marker_shape(self.shape, SIZES[meaning], self.color_of_marks)
        self.walker.set_z_index(2 + (meaning == "second"))  # the smaller sign is in front
        self.foot = open_mark(self.shape, START_MARK, self.color_of_marks).set_z_index(1)
        self.marks = VMobject(fill_color=self.color_of_marks, fill_opacity=1, stroke_width=0)
        self.arcs = VMobject(stroke_color=self.color_of_marks, stroke_width=2 * THIN_WIDTH)
        self._outline = marker_shape(self.shape, STEP_MARK, theme.ink).points
        super().__init__(self.arcs, self.marks, self.foot, self.walker)
        self.follow()
        self.add_updater(lambda hopper: hopper.follow())

    @property
    def x(self) -> float:
        """X of the point where it stands, or from which it is hopping."""
        here = int(self.taken.get_value() + 1e-9)
        return (
            float(walk_of(self.curve.loss, self.start, self._begun)[here]) if here else self.start
        )

    @property
    def arrival(self) -> int:
        """The step from which on it stays where its walk ends, as far as can be seen."""
        walk = walk_of(self.curve.loss, self.start, float(self.rate.get_value()))
        away = np.flatnonzero(np.abs(walk - walk[-1]) > SMALL * np.ptp(self.curve.x_range))
        return int(away[-1]) + 1 if len(away) else 0

    @property
    def escape(self) -> int:
        """The hop that takes it for good over the hilltop to where its walk ends, or 0."""
        walk = walk_of(self.curve.loss, self.start, float(self.rate.get_value()))
        bottoms = np.array([float(one.x[0]) for one in self.curve.loss.minima])
        nearest, end = (bottoms[np.argmin(np.abs(bottoms - x))] for x in (self.start, walk[-1]))
        way = np.linspace(end, nearest, WAY)
        hilltop = way[np.argmax(self.curve.loss.value(way[:, None]))]
        before = np.flatnonzero((walk - hilltop) * (nearest - end) > 0)
        return int(before[-1]) + 1 if len(before) else 0

    def follow(self) -> "Hopper":
        """Stand where the walk is now."""
        taken, rate = float(self.taken.get_value()), float(self.rate.get_value())
        if taken == 0:
            self._begun = rate
            walk = np.array([self.start])
        else:
            walk = walk_of(self.curve.loss, self.start, self._begun)
        here = int(taken + 1e-9)
        places = self.curve.on(walk[: here + 2, None])
        leap = LEAP * self.curve.tall / TALL  # flatter on a low curve
        arcs = [hop_arc(places[i], places[i + 1], leap) for i in range(max(here - ARCS, 0), here)]
        at = places[here]
        if taken - here > 1e-6:
            going = hop_arc(places[here], places[here + 1], leap)
            gone = smooth(taken - here) * (len(ARC) - 1)
            first = int(gone)
            after = going[min(first + 1, len(ARC) - 1)]
            at = going[first] + (gone - first) * (after - going[first])
            arcs.append(np.vstack([going[: first + 1], at]))
        self.walker.move_to(at)
        self.foot.move_to(self.curve.at((self.start, self.curve.y_range[0])))
        is_now = rate == self._begun
        landed = places[: here + 1 if is_now else 0]
        self.marks.points = marks_at(self._outline, landed, np.full(len(landed), HOP_MARK))
        pieces = [np.stack([arc[:-1], arc[1:]], axis=1) for arc in arcs[-ARCS:] if len(arc) > 1]
        self.arcs.points = (
            straight_pieces(np.concatenate(pieces)) if pieces and is_now else np.zeros((0, 3))
        )
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []


def hop(walkers: list[Hopper], taken: float) -> list[Any]:
    """Return the animations in which walkers hop on, in step, until so many steps are taken."""
    trackers: list[Any] = [walker.taken for walker in walkers]
    return [one.animate(rate_func=linear).set_value(taken) for one in trackers]


def hopping(walkers: list[Hopper], pace: float = PACE) -> Callable[..., Iterator[Any]]:
    """Return what gives the animations in which walkers hop on for so many seconds, and land.

    They take `pace` hops a second, and none in the first seconds, if so many are given as `still`.
    They go on from where they are when that is played. It is what a beat can do `meanwhile`.
    """

    def going(seconds: float, still: float = 0.0) -> Iterator[Any]:
        hops = max(1, round(pace * (seconds - still)))
        steps: Any = landing(hops)
        share = squish_rate_func(steps, still / seconds, 1)
        for walker in walkers:
            move: Any = walker.taken.animate
            yield move(rate_func=share).set_value(round(walker.taken.get_value()) + hops)

    return going


def landing(hops: int) -> Callable[[float], float]:
    """Return the rate function of so many hops, each with a short stand where it has landed."""

    def share(time: float) -> float:
        done, going = divmod(time * hops, 1)
        return float(done + min(going / ALOFT, 1)) / hops

    return share


def hop_home(walkers: list[Hopper]) -> list[Any]:
    """Return the animations in which walkers hop on, in step, until all have arrived."""
    return hop(walkers, max(walker.arrival for walker in walkers))


def hop_out(walkers: list[Hopper], last: int = 0) -> list[Any]:
    """Return the animations of `hop` up to the escape of the first walker, but for the `last`."""
    return hop(walkers, max(walkers[0].escape - last, 1))


def put_back(walkers: list[Hopper], places: VGroup, rate: float) -> list[Any]:
    """Return the animations in which walkers, which have left, appear where they start.

    With them appear the `places` of `panel_readings`, and the learning rate becomes `rate`.
    """
    for walker in walkers:
        walker.taken.set_value(0)
    going: Any = walkers[0].rate.animate
    return [*appear(walkers, places), going.set_value(rate)]


def panel_readings(walkers: list[Hopper]) -> tuple[VGroup, VGroup]:
    """Return the learning rate, and where each walker is, as live numbers in the panel."""
    rate = walkers[0].rate
    name = formula("alpha =", TITLE_SIZE, theme.walker)
    color = theme.walker
    live = Number(lambda: float(rate.get_value()), size=TITLE_SIZE, color=color, signed=False)
    shown = named(name, live).move_to(PANEL[0] * RIGHT, LEFT)

    rows = VGroup()
    for i, walker in enumerate(walkers):
        rows.add(_x_reading(walker).shift(i * X_APART * DOWN))
    rows.set_y(X_PLACE, UP)
    return shown.set_y(RATE_PLACE), rows


def _x_reading(walker: Hopper) -> VGroup:
    """Return where a walker is, as a live number after its sign."""
    color = walker.color_of_marks
    key = marker_shape(walker.shape, DOT_RADIUS, color)
    name = formula("x =", color=color).move_to((PANEL[0] + BESIDE_KEY) * RIGHT, LEFT)
    row = named(name, Number(lambda: walker.x, color=color, flush=True), gap=0.22)
    return row.add(key.move_to(name).set_x(PANEL[0] + 1.25 * DOT_RADIUS))


def step_rule() -> VMobject:
    """Return what one hop is, below the numbers in the panel."""
    rule = with_alpha("x_(i+1) = x_i - alpha thin {{f'(x_i) : slope}}", slope=theme.gradient)
    return fitted(rule, PANEL[1] - PANEL[0]).move_to(PANEL[0] * RIGHT, LEFT).set_y(RULE_PLACE)


def hop_arc(start: Array, end: Array, leap: float = LEAP) -> Array:
    """Return the points of a hop that is `leap` of its width high, as many as `ARC` has."""
    line = start + ARC[:, None] * (end - start)
    line[:, 1] += 4 * ARC * (1 - ARC) * leap * abs(end[0] - start[0])
    return np.asarray(line)
