"""A dip on the way to a deeper valley, and two walkers who come to it from one start."""

from math import ceil
from typing import Any

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, VGroup, smooth, squish_rate_func

from gd_math import descend, gradient_descent, losses, minimum_reached, momentum, restrict
from scenes.kit.animations import appear, leave
from scenes.kit.curves.curve_plot import CurvePlot, name_minima
from scenes.kit.curves.curve_walker import CurveWalker
from scenes.kit.knobs import within
from scenes.kit.rolling.arrows import PartArrow
from scenes.kit.rolling.stage import INNER, OUTER, pair_values, walker_names
from scenes.kit.rolling.velocity import KeptStep
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

REACH = 2.0  # the curve is shown from −REACH to REACH
STEPS = 200  # of both walks: by then they rest
ASIDE = 1.7 * RIGHT + 0.8 * DOWN  # from the table of the walkers beside a map to that here
ROW, BELOW = 0.6, 0.85  # from there to β, a row lower, and to what the arrow is
LATE = squish_rate_func(smooth, 0.5, 1)
EARLY = squish_rate_func(smooth, 0, 0.5)
BETWEEN = squish_rate_func(smooth, 0.3, 1)
ICON = 0.5  # length of the arrow in the legend


class Dip(VGroup):
    """The two wells along the line through both bottoms, as a curve with two walkers.

    Both start at `start` with the learning rate `rate`; the second keeps `beta` of its last step.
    `kept` is an arrow out of the second, as long as what it keeps.
    `bottom` is the step at which the second comes nearest to the bottom of the dip on its way, and
    `beyond` the one at which it is on the side of the deep valley; at `swung` it has been past the
    bottom of that, and back.
    Raises ValueError, naming the knobs, unless the first ends in the dip and the second in the
    deep valley.
    """

    def __init__(self, start: float, rate: float, beta: float) -> None:
        along = restrict(losses.TWO_WELLS, [0.0, 0.0], [[1.0, 0.0]])
        self.loss = within(along, -REACH, REACH)
        self.plot = CurvePlot(self.loss)
        self.plot.graph.set_stroke(theme.muted)  # what is kept, in ink, is seen where it lies on it
        makers = gradient_descent(rate), momentum(rate, beta)
        self.paths = [descend(self.loss, one, [start], STEPS) for one in makers]
        deep = int(np.argmin([one.value for one in self.loss.minima]))
        ends = [int(minimum_reached(self.loss, path.x[-1])) for path in self.paths]
        if ends[0] in (deep, -1) or ends[1] != deep:
            raise ValueError(
                f"DIP_START, DIP_RATE and DIP_BETA are {start:g}, {rate:g} and {beta:g}: plain "
                "descent must end in the dip, and the walker that rolls in the deep valley"
            )
        looks = ("walker", OUTER, "circle"), ("second", INNER, "diamond")
        self.walkers = [
            CurveWalker(self.plot, Walk(path), *look)
            for path, look in zip(self.paths, looks, strict=True)
        ]
        x = self.paths[1].x[:, 0]
        dip = float(self.loss.minima[ends[0]].x[0])
        self.beyond = int(np.argmax(x < 0))
        far = int(np.argmin(x))
        self.swung = far + int(np.argmax(np.diff(x[far:]) < 0))
        self.bottom = int(np.argmin(np.abs(x[: self.beyond] - dip)))
        edge = self.walkers[1].walker.width / 2
        self.kept = KeptStep(self.walkers[1].walk, self.plot.on, edge, beta)
        floor = ceil(float(self.loss.minima[deep].value))
        self.plot.add(self.plot.level(floor, number(floor)))
        signs, names = name_minima(self.plot)
        self.minima = VGroup(*signs, *names)
        self.names = walker_names().shift(ASIDE)
        values = pair_values((rate, rate), beta)
        values[-1].align_to(values[0], LEFT).shift(ROW * DOWN)  # from the row of the second
        values.shift(ASIDE)
        self.words = VGroup(values, self._legend())
        super().__init__(self.plot, self.plot.graph)

    @property
    def signs(self) -> list[Any]:
        """All that stands on the curve, and right of it."""
        return [self.minima, self.kept, *self.walkers, self.names, self.words]

    @property
    def everything(self) -> list[Any]:
        """The curve, and all that stands on it."""
        return [self, *self.signs]

    def go(self, steps: int | None = None) -> list[Any]:
        """Return the animations in which both walk on, at one pace, until each has arrived.

        Then nothing is kept any more, and the words on it leave. With `steps` they go on until so
        many are taken.
        """
        last = steps or max(walker.walk.arrival for walker in self.walkers)
        gone = [] if steps else leave(self.words[-1], rate_func=LATE)
        return [*(walker.walk.go(last) for walker in self.walkers), *gone]

    def come(self, names: VGroup, old: Any) -> list[Any]:
        """Return the animations in which `old` leaves, and all appears.

        Meanwhile the `names` of the walkers go right of the curve.
        """
        going: Any = names.animate
        gone = leave(old, rate_func=EARLY)
        there = appear(self, self.minima, self.walkers, rate_func=BETWEEN)
        more = appear(self.kept, self.words, rate_func=LATE)
        return [*gone, going(rate_func=EARLY).shift(ASIDE), *there, *more]

    def _legend(self) -> VGroup:
        """Return what the arrow is, below the table of the walkers."""
        arrow = PartArrow("kept").put(ORIGIN, ICON * LEFT)
        row = VGroup(arrow, text("$beta dot$ last step", SMALL_SIZE)).arrange(RIGHT, buff=0.2)
        return row.move_to(self.names.get_corner(DOWN + LEFT) + BELOW * DOWN, UP + LEFT)
