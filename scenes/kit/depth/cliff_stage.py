"""A plateau on which a walker hardly moves, and a cliff from which one is thrown far away."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    VGroup,
    VMobject,
    linear,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import Trajectory, descend, losses, minimum_reached, optimizers
from scenes.kit.curves.curve_plot import PANEL, CurvePlot, name_minima
from scenes.kit.depth.leaps import Leaper
from scenes.kit.knobs import within
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, fitted, formula, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]

ENDS = -4.4, 2.2  # of the curve that is shown
MEANINGS = "walker", "second"
PLATEAU, CLIFF = -1.9, 2.17  # x beside which their names stand
ROWS = 1.1, 0.6, 0.0  # heights in the frame: of the foot of its head, and of the rows
COLUMNS = 4.75, 6.3  # right ends of slopes and of steps
RATE, CAP, RULE = 2.05, -0.75, -1.8  # heights of α, of what is clipped, and of the rule's line
AT_END = 0.2  # from the ends of the axes to their names
CUT = 2, 8, 9  # places in the table of the head of slopes, and of the second walker's numbers
HARDLY = 0.1  # of the way to the minimum: a walker that has come no further is stuck


class CliffStage:
    """Two walkers on a loss with a plateau and a cliff: one starts on either, both have one α.

    `plot` is the curve, `walkers` are the two, and `careful` two more from the same starts, whose
    slope is clipped to at most `clip`.  `table(walkers)` has slope and step of both, live, and
    `rule()` what a clipped step is; `cut(table)` clips the slopes in it.

    Raises ValueError, naming the knobs, when the walks do not show what plateau and cliff do.
    """

    def __init__(
        self, starts: Sequence[float], learning_rate: float, clip: float, steps: int
    ) -> None:
        loss = within(losses.PLATEAU_AND_CLIFF, *ENDS)
        self.rate, self.clip, self.steps = learning_rate, clip, steps
        plain = optimizers.gradient_descent(learning_rate)
        clipped = optimizers.clip_by_norm(plain, clip)
        column = [[start] for start in starts]
        self.paths = [descend(loss, one, column, steps) for one in (plain, clipped)]
        self.loss, self.plot = loss, CurvePlot(loss)
        self._name_axes()
        self._check(starts)
        self.walkers, self.careful = (self._walkers(path) for path in self.paths)
        self.signs, self.names = name_minima(self.plot)
        self.names.add(*self._names())
        self.scene = VGroup(self.plot, self.plot.graph, self.signs, self.names)

    def _check(self, starts: Sequence[float]) -> None:
        low, high = ENDS
        if len(starts) != 2 or not all(low <= start <= high for start in starts):
            raise ValueError(
                f"STARTS is {tuple(starts)}, and must be two places from {low:g} to {high:g}"
            )
        plain, clipped = (path.x[:, :, 0] for path in self.paths)
        (bottom,) = (float(minimum.x[0]) for minimum in self.loss.minima)
        moved = (plain[-1, 0] - starts[0]) / (bottom - starts[0])
        arrived = minimum_reached(self.loss, clipped[-1, 1:, None])[0] >= 0
        shown = low <= plain[:, 1].min() and plain[-1, 1] < 0
        if not (starts[0] < bottom < starts[1] and moved < HARDLY and shown and arrived):
            raise ValueError(
                f"STARTS is {tuple(starts)}, LEARNING_RATE is {self.rate:g}, CLIP is "
                f"{self.clip:g}: within {self.steps} steps the first walker must be stuck on the "
                "plateau, and the second must be thrown there from the cliff, but not further than "
                f"{low:g}, and arrive in the valley when clipped"
            )

    def _name_axes(self) -> None:
        """Name the axes of the plot: those of a loss over one of many weights."""
        self.plot.labels.remove(*self.plot.labels[-2:])
        names = "one weight $w$ (toy loss)", "loss $L$"
        across, up = (text(words, SMALL_SIZE, theme.muted) for words in names)
        across.next_to(self.plot.x_axis.get_end(), UP + LEFT, buff=0).shift(AT_END * UP)
        up.next_to(self.plot.y_axis.get_end(), DOWN + RIGHT, buff=0).shift(AT_END * RIGHT)
        self.plot.labels.add(across, up)
        line, _ = self.plot.zero
        self.plot.zero.remove(line)

    def _walkers(self, path: Trajectory) -> list[Leaper]:
        return [
            Leaper(self.plot, Walk(path.path(i)), meaning) for i, meaning in enumerate(MEANINGS)
        ]

    def _names(self) -> list[VMobject]:
        """Return the names of plateau and cliff, beside the curve."""
        plateau, cliff = (text(word, SMALL_SIZE, theme.muted) for word in ("plateau", "cliff"))
        flat, steep = self.plot.on([[PLATEAU], [CLIFF]])
        return [plateau.next_to(flat, DOWN, buff=0.25), cliff.next_to(steep, LEFT, buff=0.25)]

    # Beside the curve

    def table(self, walkers: list[Leaper], clipped: bool = False) -> VGroup:
        """Return slope and step of both walkers, live, with α above, and i, the steps taken.

        They are those of the step that a walker is taking, or, once it stands, of the next; a
        `clipped` slope is called g.
        """
        blue, orange = theme.gradient, theme.walker
        rate = formula(f"alpha = {number(self.rate)}", TEXT_SIZE, orange)
        rate.move_to((PANEL[0], RATE, 0), LEFT)
        digits, walk = len(str(self.steps)), walkers[0].walk
        live = Number(lambda: float(walk.step), 0, digits, signed=False, flush=True)
        counter = named(formula("i ="), live)
        heads = (("slope", blue), ("step", orange))
        table = VGroup(rate, counter.move_to((COLUMNS[-1], RATE, 0), RIGHT))
        for right, (word, color) in zip(COLUMNS, heads, strict=True):
            math = word == "slope" and clipped
            name = formula("g", TEXT_SIZE, color) if math else text(word, SMALL_SIZE, color)
            table.add(name.move_to((right, ROWS[0], 0), RIGHT + DOWN))
        every = [path.path(1).gradient for path in self.paths]
        whole = len(str(int(np.abs(every).max())))
        starts = np.abs([walker.walk.trajectory.gradient[0, 0] for walker in walkers])
        least = self.rate * min(self.clip, float(starts.min()))
        form = Form(max(1, int(np.ceil(-np.log10(least)))), whole)
        for height, walker in zip(ROWS[1:], walkers, strict=True):
            key = marker_shape(walker.shape, DOT_RADIUS, walker.color_of_marks)
            table.add(key.move_to((PANEL[0] + DOT_RADIUS, height, 0)))
            slope, step = self._live(walker, clipped)
            for right, value, color in zip(COLUMNS, (slope, step), (blue, orange), strict=True):
                live = Number(value, color=color, size=SMALL_SIZE, **form._asdict())
                table.add(live.move_to((right, height, 0), RIGHT))
        return table

    def rule(self) -> VGroup:
        """Return what a step with a clipped slope is, below the table."""
        math = "w_(i+1) = w_i - alpha thin {{g_i : slope}}"
        rule = fitted(with_alpha(math, slope=theme.gradient), PANEL[1] - PANEL[0])
        rule.move_to((PANEL[0], RULE, 0), LEFT)
        first, *_ = rule.family_members_with_points()
        rule.shift((RULE - first.get_bottom()[1]) * UP)
        words = f"$g$: slope, cut to $plus.minus {number(self.clip)}$"
        clip = text(words, TEXT_SIZE, theme.gradient).move_to((PANEL[0], CAP, 0), LEFT)
        return VGroup(rule, clip)

    def _live(self, walker: Leaper, clipped: bool) -> tuple[Any, Any]:
        """Return what is asked for the slope, clipped or not, and the step of a walker."""
        path = walker.walk.trajectory

        def slope() -> float:
            raw = float(path.gradient[min(walker.walk.step, path.steps - 1), 0])
            return float(np.clip(raw, -self.clip, self.clip)) if clipped else raw

        return slope, lambda: -self.rate * slope()

    # Movements

    def leap(self, walkers: list[Leaper], taken: int) -> list[Any]:
        """Return the animations in which both walkers go on, or back, to that step."""
        return [walker.walk.go(taken, linear) for walker in walkers]

    def cut(self, table: VGroup) -> list[Any]:
        """Return the animations in which the slopes in a table are clipped, and are called g."""
        clipped = self.table(self.careful, clipped=True)
        gone, come = ([one[i] for i in CUT] for one in (table, clipped))
        early, late = (squish_rate_func(linear, *part) for part in ((0, 0.4), (0.6, 1)))
        table.remove(*gone).add(*come)
        return [
            *(FadeOut(one, rate_func=early) for one in gone),
            *(FadeIn(one, rate_func=late) for one in come),
        ]
