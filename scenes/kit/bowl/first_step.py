"""The first step of a walk in an error bowl, on its floor: gradient, rule, and step."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from gd_math.optimizers import Optimizer
from scenes.kit.animations import leave
from scenes.kit.bowl.error_bowl import ErrorBowl
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Arrow
from scenes.kit.landscape.place import position
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, halo, text
from scenes.kit.words.update_rule import rule_of

Array = NDArray[np.float64]

THICK = 0.065  # an arrow, in units of the frame
LONG = 0.95  # an arrow at most, seen from above
BELOW, APART, BETWEEN = 0.3, 0.14, 0.4  # from the arrows to their names, and between these
UNDER = 0.2  # from the rule to what stands below it
ROOM = 0.1  # within the floor


@dataclass(eq=False)
class FloorArrow(Arrow):
    """An arrow that lies on the floor: `vector` by `scale` and by `times`, from `start` on."""

    times: ValueTracker = field(default_factory=lambda: ValueTracker(1.0), kw_only=True)

    def ends(self, ground: Ground) -> tuple[Array, Array]:
        """Return both ends of the whole arrow, in world units."""
        x = position(self.start)
        way = self.scale * float(self.times.get_value()) * np.asarray(self.vector, dtype=float)
        return np.append(x, self.lift), np.append(x + way, self.lift)


class FirstStep:
    """The first step of `path`, by an `optimizer` with this `learning_rate`, on a bowl's floor.

    `gradient`: ∇L, made shorter by a whole number so that it lies on the floor, and its name;
    `rule`: of gradient descent, or the optimizer's name, above α and the number of steps that
    `walk` has taken.  `step`: the step, made longer by a whole number so that it can be seen, its
    name, and a word that arrows are not to scale.  `sentence` says it in words.
    """

    def __init__(
        self, bowl: ErrorBowl, walk: Walk, optimizer: Optimizer, learning_rate: float
    ) -> None:
        path = walk.trajectory
        start, slope, step = path.x[0], path.gradient[0], path.x[1] - path.x[0]
        plain = optimizer.name == "gradient descent"
        shrunk = max(1, ceil(1 / self._most(bowl, start, slope)))
        length = float(np.linalg.norm(slope)) / shrunk  # of the step, too, as it is drawn
        times = length / (float(np.linalg.norm(step)) or 1.0)
        grown = max(1, round(min(times, self._most(bowl, start, step))))
        uphill = self._arrow(bowl, path, slope, theme.gradient, 1 / shrunk)
        self._ahead = ahead = self._arrow(bowl, path, step, theme.walker, 1.0)
        ahead.times.set_value(grown)
        taken = "-alpha nabla L" if plain else "theta_1 - theta_0"
        up = halo(formula("nabla L", SMALL_SIZE, theme.gradient))
        down = halo(formula(taken, SMALL_SIZE, theme.walker))
        scale = halo(text("(not to scale)", SMALL_SIZE, theme.muted))
        names = VGroup(up, down).arrange(RIGHT, buff=BETWEEN)
        self._name(bowl, VGroup(names, scale), [bowl.tip(uphill), bowl.tip(ahead)])
        self.gradient: list[Any] = [uphill, up]
        self.step: list[Any] = [ahead, down, scale]
        self._ghost = VMobject()
        self._names = [up, down, scale]
        rule = rule_of(optimizer, TITLE_SIZE, loss="L")
        rate = formula(f"alpha = {number(learning_rate)}", TEXT_SIZE, theme.walker)
        count = Number(lambda: walk.step, 0, len(str(path.steps)), TEXT_SIZE, signed=False)
        step = named(formula("i =", TEXT_SIZE), count)
        below = VGroup(step, rate).arrange(RIGHT, buff=0.5, aligned_edge=DOWN)
        below.next_to(rule, DOWN, buff=UNDER, aligned_edge=RIGHT)
        self.rule = bowl.put_over(VGroup(rule, below), clear_of=up)
        ways = "The step −α∇L goes the other way" if plain else "The step is made of it"
        self.sentence = f"{ways}: α = {number(learning_rate)}."

    def ghost(self, plot: DataPlot) -> VMobject:
        """Return the line that the step leads to, in dashes, on the plot of the data."""
        self._ghost = plot.dashed(self._ahead.start + self._ahead.vector, theme.walker)
        return self._ghost

    def shrink(self) -> list[Any]:
        """Return the animations in which the step gets its true length, and all else leaves."""
        true: Any = self._ahead.times.animate
        return [true.set_value(1.0), *leave(self.gradient[0], *self._names)]

    def leave(self) -> list[Any]:
        """Return the animations that take the step and its line away."""
        return leave(self._ahead, self._ghost)

    @staticmethod
    def _most(bowl: ErrorBowl, start: Array, vector: Array) -> float:
        """Return how many times `vector` from `start` is as long as can be, on the floor."""
        size = float(np.linalg.norm(vector))
        if size == 0:
            return 1.0
        low, high = bowl.floor[0] + ROOM - start, bowl.floor[1] - ROOM - start
        with np.errstate(divide="ignore", invalid="ignore"):
            limits = np.where(vector > 0, high / vector, np.where(vector < 0, low / vector, np.inf))
        return float(min(LONG * bowl.unit / size, *limits))

    @staticmethod
    def _arrow(
        bowl: ErrorBowl, path: Trajectory, vector: Array, color: str, scale: float
    ) -> FloorArrow:
        thickness = THICK * bowl.unit
        arrow = FloorArrow(
            srgb(color),
            path.x[0],
            vector,
            scale,
            thickness,
            thickness / 2,
            (path, 0),
            shown=ValueTracker(0.0),
        )
        bowl.marks.append(arrow)
        return arrow

    @staticmethod
    def _name(bowl: ErrorBowl, names: VGroup, tips: list[Array]) -> None:
        """Put the names of the arrows in front of them on the floor, one below the other."""
        names.arrange(DOWN, buff=APART, aligned_edge=LEFT)
        middle, low = float(np.mean(tips, axis=0)[0]), min(float(tip[1]) for tip in tips)
        names.move_to((middle, low - BELOW, 0.0), UP)
        cuts = [_across(bowl, float(y)) for y in (names.get_top()[1], names.get_bottom()[1])]
        left, right = max(cut[0] for cut in cuts) + BELOW, min(cut[1] for cut in cuts) - BELOW
        names.shift(max(left - names.get_left()[0], 0.0) * RIGHT)
        names.shift(max(names.get_right()[0] - right, 0.0) * LEFT)


def _across(bowl: ErrorBowl, y: float) -> tuple[float, float]:
    """Return where in the frame the floor of a bowl begins and ends at the height `y`."""
    (left, near), (right, far) = bowl.floor
    around = [[left, near], [right, near], [right, far], [left, far], [left, near]]
    seen = bowl.world_to_frame(bowl.on_floor(around))
    x = seen[:, 0]  # of the corners, if the floor has no such height
    for one, other in pairwise(seen):
        low, high = sorted((one[1], other[1]))
        if low < y < high:
            share = (y - one[1]) / (other[1] - one[1])
            x = np.append(x if len(x) < 5 else [], one[0] + share * (other[0] - one[0]))
    return float(x.min()), float(x.max())
