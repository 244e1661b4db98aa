"""Hops along one axis: each step of gradient descent on a parabola multiplies x by 1 − αλ."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Circle, Create, FadeIn, Line, Succession, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.rates.valley import Law
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import (
    DOT_RADIUS,
    SMALL_SIZE,
    STEP_RADIUS,
    THIN_WIDTH,
    TITLE_SIZE,
    theme,
)
from scenes.kit.words.numbers import MINUS, number
from scenes.kit.words.text import formula
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
HOPS = 5  # of a walk
HEIGHT = 0.9  # of the parabola at the ends of the line, in units of the frame
TICK = 0.1
ASIDE = 0.3  # left of the parabola, clear of the sign of divergence at its end
MOUTH, OVER = 0.77, 0.05  # of the parabola: what stands there keeps off a walker on it


class Hops(VGroup):
    """A parabola f over its number line, and on it the hops x → (1 − αλ) x of a walk.

    `curvature` is λ, `offset` where the `walk` starts, `unit` the length of 1 in the frame; `name`
    is that of the axis, `lowest` the value of f at 0. `live` is the walker on the parabola, and the
    points that it has passed. What lies beyond the ends of the line is cut off. In the parabola
    stands what f is, and its slope; `beside` is how much room is left of it. `law` is what one step
    does with that slope, and what this comes to, (1 − αλ) x.
    """

    def __init__(
        self,
        walk: RateWalk,
        curvature: float,
        offset: float,
        name: str,
        width: float = 5.4,
        unit: float = 1.0,
        lowest: float = 0.0,
        beside: float = 0.0,
    ) -> None:
        self.walk, self.curvature, self.offset = walk, curvature, offset
        self.variable = name
        half = width / 2
        self.reach = half / unit
        self.line = Line(half * LEFT, half * RIGHT).set_stroke(theme.muted, width=THIN_WIDTH)
        shares = np.linspace(-1, 1, 121)
        self.parabola = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.parabola.set_points_as_corners(
            np.stack([half * shares, HEIGHT * shares**2, 0 * shares], axis=-1)
        )
        label = formula(name, SMALL_SIZE, theme.muted).next_to(self.line, RIGHT, buff=0.1)
        super().__init__(self.line, self.parabola, label)
        for value in self._ticks():
            foot = self.at(value)
            tick = Line(foot + (TICK * UP if value == 0 else 0), foot + TICK * DOWN)
            tick.set_stroke(theme.muted if value else theme.good, width=THIN_WIDTH)
            shown = formula(number(value, scale=1), SMALL_SIZE, theme.muted)
            self.add(tick, shown.next_to(tick, DOWN, buff=0.17))
        start = open_mark(1.3 * STEP_RADIUS).move_to(self.on_curve(offset))
        self.add(start.set_z_index(1), *self._meaning(name, lowest, beside))
        self.law = step_law(curvature, name)
        self.live = HopsTaken(self)

    @property
    def parts(self) -> list[VMobject]:
        """All that belongs to the hops, but the law."""
        return [self, self.live]

    def derive(self, step: Any) -> Succession:
        """Return the animation in which the tangent of a `SlopeStep` comes, the step, the law."""
        return Succession(Create(step.tangent), FadeIn(self.law[0], step), FadeIn(self.law[1]))

    @property
    def factor(self) -> float:
        """The factor 1 − αλ of now."""
        return self.factor_of(self.walk.rate.get_value())

    def factor_of(self, rate: float) -> float:
        """Return the factor 1 − αλ."""
        return float(1 - rate * self.curvature)

    def count(self, rate: float) -> int:
        """Return the number of hops that are shown with a rate: none after one off the line."""
        most = min(HOPS, self.walk.steps)
        sizes = np.abs(self.offset * self.factor_of(rate) ** np.arange(1, most + 1))
        off = np.flatnonzero(sizes > self.reach)
        return int(off[0]) + 1 if len(off) else most

    def places(self, rate: float | None = None) -> Array:
        """Return x of the start and after each hop, with the rate of now or another."""
        rate = self.walk.rate.get_value() if rate is None else rate
        return np.asarray(self.offset * self.factor_of(rate) ** np.arange(self.count(rate) + 1))

    def at(self, x: ArrayLike) -> Array:
        """Return where in the frame x stands on the number line, shape (…, 3)."""
        x = np.asarray(x, dtype=float)
        half = (self.line.get_end() - self.line.get_start()) / 2
        return np.asarray(self.line.get_center() + np.multiply.outer(x / self.reach, half))

    def on_curve(self, x: ArrayLike) -> Array:
        """Return where in the frame x stands on the parabola, shape (…, 3)."""
        share = np.asarray(x, dtype=float) / self.reach
        height = self.parabola.get_top()[1] - self.line.get_y()
        return np.asarray(self.at(x) + np.multiply.outer(share**2, height * UP))

    def _meaning(self, name: str, lowest: float, beside: float) -> list[VMobject]:
        """Return what f is on the parabola, and its slope, between the parabola's ends.

        Where there is too little room for both, f stands left of it, if it has room there.
        """
        slope = Law.of(self.curvature).slope(name)
        least = number(lowest, 3, self.curvature * self.offset**2)
        rest = "" if least == "0" else f" − {least[1:]}" if least[0] == MINUS else f" + {least}"
        height, shown = f"f = {slope}^2 \\/ 2{rest}", f'{{{{"slope" {slope} : slope}}}}'
        for words in (f"{height}, thick {shown}", shown):  # both, where there is room
            meaning = formula(words, SMALL_SIZE, slope=theme.gradient)
            if meaning.width < MOUTH * self.line.width:
                break
        meaning.move_to(self.line.get_center() + (HEIGHT + OVER) * UP)
        aside = formula(height, SMALL_SIZE)
        if words == shown and aside.width + ASIDE <= beside:
            return [meaning, aside.next_to(self.parabola.points[0], LEFT, buff=ASIDE)]
        return [meaning]

    def _ticks(self) -> list[float]:
        """Return 0 and a round number to either side of it."""
        power = 10.0 ** np.floor(np.log10(self.reach))
        far = max(one * power for one in (0.5, 1, 2, 5) if one * power < 0.95 * self.reach)
        return [-far, 0.0, far]


def step_law(curvature: float, name: str) -> VGroup:
    """Return what one step does to the distance `name` from the minimum, and what this comes to."""
    law = Law.of(curvature)
    step = f"{name} -> {name} - alpha dot {{{{{law.slope(name)} : slope}}}}"
    first = with_alpha(step, TITLE_SIZE, slope=theme.gradient)
    last = with_alpha(f"= ({law.factor}) {name}", TITLE_SIZE).next_to(first, RIGHT, buff=0.2)
    foot, other = (one.family_members_with_points()[i] for one, i in ((first, 0), (last, -1)))
    return VGroup(first, last.shift((foot.get_bottom()[1] - other.get_bottom()[1]) * UP))


def open_mark(radius: float) -> Circle:
    """Return the mark of a start: a small ring."""
    ring = Circle(radius=radius, fill_color=theme.background, fill_opacity=1)
    return ring.set_stroke(theme.walker, width=1.5 * THIN_WIDTH)


class HopsTaken(VGroup):
    """The walker of `hops` on the parabola, and the points that it has passed.

    Once it is off the line, the sign of divergence stands at that end of the parabola.
    """

    def __init__(self, hops: Hops) -> None:
        self.hops = hops
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.walker = marker_shape("circle", DOT_RADIUS, theme.walker).set_z_index(2)
        self._outline = self.walker.points
        self.thrown = sign("diverged", DOT_RADIUS).set_z_index(2)
        self._sign = self.thrown.points
        self._mark = marker_shape("circle", STEP_RADIUS, theme.walker).points
        self._drawn: Any = None
        super().__init__(self.marks, self.walker, self.thrown)
        self.follow()
        self.add_updater(lambda taken: taken.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "HopsTaken":
        memo[id(self.hops)] = self.hops  # a copy, as animations make them, follows the same walk
        return super().__deepcopy__(memo)

    def follow(self) -> "HopsTaken":
        """Draw the hops up to where the walk is now."""
        walk, line = self.hops.walk, self.hops.line
        state = walk.rate.get_value(), walk.taken, line.points.tobytes()
        if state != self._drawn:
            self._draw(walk.taken)
            self._drawn = state
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if len(self.walker.points) else []

    def _draw(self, taken: float) -> None:
        hops, x = self.hops, self.hops.places()
        taken = min(taken, len(x) - 1)
        whole = int(taken + 1e-9)
        rest = max(taken - whole, 0.0)
        here = x[whole] if whole == len(x) - 1 else (1 - rest) * x[whole] + rest * x[whole + 1]
        passed = x[1 : whole + 1]  # the start has a mark of its own
        spots = hops.on_curve(passed[np.abs(passed) <= hops.reach])
        self.marks.points = (self._mark[None] + spots[:, None]).reshape(-1, 3)
        seen = abs(here) <= hops.reach
        self.walker.points = self._outline[: len(self._outline) if seen else 0]
        self.walker.shift(hops.on_curve(here))
        self.thrown.points = self._sign[: 0 if seen else len(self._sign)]
        self.thrown.shift(hops.on_curve(np.sign(here) * hops.reach))
