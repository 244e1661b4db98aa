"""Valleys seen from above, whose walkers begin to hop one after the other as α rises."""

from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ManimColor,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import Loss, descend, optimizers, stability_limits
from scenes.kit.animations import appear
from scenes.kit.limits.hopper import landing
from scenes.kit.limits.limit_bars import LimitBars, Row
from scenes.kit.limits.valley_walker import ValleyWalker
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
FIRST = 0.8  # of the least limit: the first learning rate
LAST = 0.2  # of the way from the last limit that is passed to the next: there α stops, before hops
# in the sharpest valley lose all order, so that each line is a step
NUDGE = 0.5  # of the radius of its ring, a walker is nudged at first …
MOVED = 0.6  # … in this share of the time, then it is looked at …
BACK = 5  # … and steps that it is then seen to take
HOPS = 6  # that are seen from one limit to the next
ON = 40  # that may follow at the last rate
SETTLE, PUSH = 301, 1e-3  # steps that each rate has, an odd number; the tiny push before them
PACE = 4.5  # hops a second
PANEL = 1.5, 6.35  # from where to where the bars and their words stand
RING = 0.3  # radius of the rings of the minima: round a walker that rests
VEIL = 0.35  # over the colors of the map
SIZE, CORNER = 5.3, (-5.2, -2.35)  # of the map and its lower left corner, in units of the frame
RATE_PLACE = 2.7  # height in the frame of α
QUESTION = 0.3  # height in the frame of the middle of a question in the panel
BESIDE = 0.15  # from an axis to its name, and from the map to what stands above it
INSIDE = 0.06  # from the border of the map to a plate …
OFF = 0.1  # … and from a ring
APART = 0.75  # from one bar to the next


class FromAbove(VGroup):
    """The map of a loss of two variables with a walker in each valley, and α rises.

    It rises from below the least of the `limits` 2/λmax to where walkers hop in half of the
    valleys, so slowly that each walk has settled again before the next hop: of the steps at one
    rate the last is seen. `taken` is the number of hops, and `rates` are their learning rates. The
    bar of a walker that rests ends at α; once its limit is passed it hops on, and its bar has
    stopped. Before α rises all are nudged and come back: up to hop number `first` each is one step.

    ``grow()`` brings α and the `bars`; ``nudge()`` is the nudge, ``rise()`` all that follows;
    ``name_ends()`` says what limits are, and which walkers still rest.
    """

    def __init__(self, loss: Loss) -> None:
        self.loss, self.limits = loss, stability_limits(loss)
        self.order = np.argsort(self.limits)
        ascending = [float(self.limits[i]) for i in self.order]
        passed, ahead = np.split(np.array(ascending), [len(ascending) // 2])
        corners = [FIRST * ascending[0], *passed, passed[-1] + LAST * (ahead[0] - passed[-1])]
        parts = [np.linspace(*pair, HOPS, endpoint=False) for pair in pairwise(corners)]
        self.first = 1 + BACK
        self.rates = np.concatenate([self.first * corners[:1], *parts, (1 + ON) * corners[-1:]])
        self.taken = ValueTracker(0.0)
        self.form = Form.of(self.limits, 3).telling([*self.limits, self.rates[-1]])
        # The sharpest has the sign of the first walker, the flattest that of the second.
        signs = [0, *range(2, len(ascending)), 1]
        self.map = ContourMap(loss, width=SIZE, height=SIZE, veil=VEIL)
        self.map.shift(CORNER[0] * RIGHT + CORNER[1] * UP - self.map.at(self.map.lower))
        self.walkers = [
            ValleyWalker(signs[rank], self.map.at(self.walk(i)), self.lost(i), self.taken)
            for i, rank in enumerate(np.argsort(self.order).tolist())
        ]
        self.signs = VGroup(*(self._ring(i) for i in range(len(loss.minima))))
        self.bars = self._bars()
        self.rule = self._rule()
        self.plates = self._plates()
        self.ground = VGroup(self._names(), self.signs, *self.walkers)
        self.reading = self._reading()
        super().__init__(self.map, self.ground, self.plates)

    @property
    def place(self) -> tuple[Array, Array]:
        """The place of a question: in the panel, with its left edge."""
        return PANEL[0] * RIGHT + QUESTION * UP, LEFT

    @property
    def rate(self) -> float:
        """The learning rate of now."""
        return float(np.interp(self.taken.get_value(), np.arange(len(self.rates)), self.rates))

    def lost(self, minimum: int) -> int:
        """Return the first hop that is taken at a rate beyond the limit of a minimum."""
        beyond = self.rates > self.limits[minimum]
        return int(np.argmax(beyond)) if beyond.any() else len(self.rates) + 1

    def walk(self, minimum: int) -> Array:
        """Return where the walker of a minimum is after each hop that is seen, (n, 2)."""
        return self._walks[:, minimum]

    @cached_property
    def _walks(self) -> Array:
        """Where all walkers are after each hop, (n, minima, 2)."""
        bottoms = np.array([one.x for one in self.loss.minima])
        along = np.array([np.linalg.eigh(self.loss.hessian(x))[1][:, -1] for x in bottoms])
        inwards = np.mean(self.loss.domain, axis=0) - bottoms  # where their plates are not
        along *= np.copysign(1, np.sum(along * inwards, axis=-1))[:, None]
        away = NUDGE * RING * float(np.ptp(self.loss.domain, axis=0)[0]) / SIZE
        slow = optimizers.gradient_descent(float(self.rates[0]))
        found = [bottoms, *descend(self.loss, slow, bottoms + away * along, BACK).x]
        here = found[-1]
        for rate in self.rates[self.first + 1 :]:
            descent = optimizers.gradient_descent(float(rate))
            here = descend(self.loss, descent, here + PUSH * along, SETTLE).x[-1]
            found.append(here)
        return np.array(found)

    def grow(self) -> list[Any]:
        """Return the animations in which α comes, and the bars, as long as that is now."""
        return appear(self.reading, self.bars)

    def name_ends(self) -> list[Any]:
        """Return the animations that say what limits are, and which walkers still rest."""
        return appear(self.bars.still, self.rule)

    def nudge(self) -> Any:
        """Return the animation in which all walkers are nudged off their minima."""
        return self._going(rate_func=squish_rate_func(smooth, 0, MOVED)).set_value(1)

    def rise(self) -> Any:
        """Return the animation in which they come back, and hop where they must as α rises."""
        return self._going(rate_func=landing(self.hops - 1)).set_value(self.hops)

    def hop_on(self, seconds: float) -> list[Any]:
        """Return the animation in which they go on for so long: a beat can do it `meanwhile`."""
        hops, going = max(1, round(PACE * seconds)), self._going
        last = min(round(float(self.taken.get_value())) + hops, self.hops + ON)
        return [going(rate_func=landing(hops)).set_value(last)]

    @property
    def _going(self) -> Any:
        return self.taken.animate

    @property
    def seconds(self) -> float:
        """How long `rise` takes."""
        return (self.hops - 1) / PACE

    @property
    def hops(self) -> int:
        """How many hops are seen until α has stopped."""
        return len(self.rates) - 1 - ON

    def _ring(self, minimum: int) -> VMobject:
        """Return the ring of a minimum, which grows pale as its walker begins to hop."""
        ring, walker = sign("minimum", RING), self.walkers[minimum]
        ring.move_to(self.map.at(self.loss.minima[minimum].x))
        whole, gone = ManimColor(theme.ink), ManimColor(theme.muted)
        return ring.add_updater(lambda one: one.set_stroke(whole.interpolate(gone, walker.leaving)))

    def _bars(self) -> LimitBars:
        """Return the bars of all minima, the sharpest uppermost."""
        rows = []
        for i in map(int, self.order):
            limit, walker = float(self.limits[i]), self.walkers[i]
            words = f"2 \\/ {number(2 / limit, 3)} = {self.form(limit)}"
            rows.append(Row(walker.shape, walker.color_of_marks, limit, words))

        def closed(row: int) -> float:
            return self.walkers[int(self.order[row])].leaving

        now, last = (lambda: self.rate), float(self.rates[-1])
        return LimitBars(rows, now, last, '"rests up to"', "still rests", PANEL, APART, closed)

    def _rule(self) -> VMobject:
        """Return what all limits are, on the line of the bars' heading."""
        rule, heading = formula("2 \\/ lambda_max", SMALL_SIZE), self.bars.heading
        rule.next_to(heading, RIGHT, BESIDE)
        base, own = (one.family_members_with_points()[0].get_bottom() for one in (heading, rule))
        return rule.shift((base - own)[1] * UP)

    def _names(self) -> VGroup:
        """Return the names of the axes, and what the map shows."""
        x, y = (formula(name, SMALL_SIZE, theme.muted) for name in "xy")
        border = self.map.border
        x.next_to(border, RIGHT, BESIDE, aligned_edge=DOWN)
        y.next_to(border, LEFT, BESIDE, aligned_edge=UP)
        title = formula('lambda_max": largest" f\'\' "in any direction"', SMALL_SIZE)
        return VGroup(x, y, title.next_to(border, UP, BESIDE, aligned_edge=LEFT))

    def _plates(self) -> VGroup:
        """Return λmax of each minimum, beside its ring."""
        plates = VGroup()
        border = self.map.border
        for i, ring in enumerate(self.signs):
            most = number(2 / float(self.limits[i]), 3)
            plate = tag(formula(f"lambda_max = {most}", SMALL_SIZE), buff=0.08)
            plate.next_to(ring, UP if ring.get_y() > border.get_y() else DOWN, buff=OFF)
            room = border.width / 2 - plate.width / 2 - INSIDE
            away = float(np.clip(plate.get_x() - border.get_x(), -room, room))
            plate.set_x(border.get_x() + away)
            low = float(border.get_bottom()[1]) + INSIDE + plate.height / 2
            plates.add(plate.set_y(max(float(plate.get_y()), low)))
        return plates

    def _reading(self) -> VGroup:
        """Return α, as a live number."""
        form = self.form._replace(signed=False)._asdict()
        live = Number(lambda: self.rate, size=TITLE_SIZE, color=theme.walker, **form)
        name = formula("alpha =", TITLE_SIZE, theme.walker)
        return named(name.move_to(PANEL[0] * RIGHT, LEFT), live).set_y(RATE_PLACE)
