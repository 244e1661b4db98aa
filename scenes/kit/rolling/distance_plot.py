"""How the distance falls with the steps, and the straight lines along which it does in the end."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.rolling.race_plot import RacePlot
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.symbols import rim
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_END, FOOT, WIDTH, HEIGHT = 1.35, -1.95, 3.4, 2.6  # of the axes
MOST, FALL = 24, 10.5  # steps that are shown at most, and the powers of ten of the fastest line
BELOW = 0.5  # powers of ten that are shown below its end, at least
EVERY = 3  # powers of ten from label to label
TO_NUMBER, APART = 0.32, 0.42  # from a line to its factor; from one factor to the other, at least
DASH, GAP = 0.3, 0.3  # of the line of the walker that rolls: length of a dash, share of a gap
LATE = squish_rate_func(smooth, 0.6, 1)
OVER = 0.27  # from the top of the scale to its name


class DistancePlot(RacePlot):
    """The distance to the minimum against steps, as a share of the first, on a logarithmic scale.

    There a factor for each step is a straight line from the start, the steeper the less it leaves.
    The two `guides` are those of the factors that `speeds` has for plain descent and for the pair
    with a β, and are live, as are the `numbers` at their ends, or `overs` powers of ten above.
    `fan` has the shades of its map where the lines of their factors lie, as far as the tracker
    `swept`, a number of steps.
    """

    def __init__(self, speeds: SpeedMap) -> None:
        self.speeds = speeds
        fall = -float(np.log10(speeds.best.contraction))
        steps = min(MOST, 2 * int(FALL / fall / 2))
        low = -int(np.ceil(steps * fall + BELOW))
        ticks = 0, steps // 2, steps
        super().__init__(steps, (low, 0), WIDTH, HEIGHT, "share left", ticks, OVER, EVERY)
        self.labels[-1].shift(0.34 * DOWN)  # the name, below the last number
        self.shift(np.array([LEFT_END, FOOT, 0]) - self.x_axis.get_start())
        self.swept = ValueTracker(0.0)
        self.fan = VGroup(
            *(VMobject(fill_color=color, fill_opacity=1, stroke_width=0) for color in speeds.colors)
        )
        self.add(self.fan.set_z_index(-1))
        self.add_updater(lambda plot: plot.follow(), call_updater=True)
        plain = Guide(self, lambda: speeds.plain_factor, speeds.plain_least, theme.walker)
        rolls = Guide(self, lambda: speeds.factor, speeds.least, theme.second, DASH)
        self.guides = VGroup(plain, rolls)
        self.overs = ValueTracker(0.0), ValueTracker(0.0)
        numbers = VGroup(plain.number, rolls.number)
        numbers.add_updater(lambda pair: self._keep_apart(pair), call_updater=True)
        heading = text("per step", SMALL_SIZE, theme.muted).move_to(numbers, LEFT)
        letter = heading.family_members_with_points()[1]  # an "e", as in the name of the scale
        line = self.y_axis.get_end()[1] + OVER
        self.numbers = VGroup(numbers, heading.shift((line - letter.get_bottom()[1]) * UP))

    def follow(self) -> "DistancePlot":
        """Draw the fan as far as it is swept."""
        until = float(self.swept.get_value())
        for shade, factors in zip(self.fan, pairwise(self.speeds.levels), strict=True):
            ends = [self.on_line(until, float(factor)) for factor in factors]
            corners = [self.on_line(0, 1), *ends, self.on_line(0, 1)]
            shade.set_points_as_corners(corners if until else np.zeros((0, 3)))
        return self

    def on_line(self, steps: float, factor: float, over: float = 0.0) -> Array:
        """Return where so many steps of a factor lead, from `over` powers of ten above the start.

        Unlike `at`, it goes on below the scale.
        """
        return self._between(steps, steps * float(np.log10(factor)) + over)

    def paint(self) -> Any:
        """Return the animation in which the fan opens."""
        going: Any = self.swept.animate
        return going.set_value(self.steps)

    def tell(self, overs: tuple[float, float]) -> FadeIn:
        """Return the animation in which the numbers appear, where `lay` puts them."""
        for tracker, over in zip(self.overs, overs, strict=True):
            tracker.set_value(over)
        self.numbers.update()
        return FadeIn(self.numbers, rate_func=LATE)

    def draw(self) -> list[Any]:
        """Return the animations in which the guides grow, and the numbers go to their ends."""
        guides: Any = self.guides
        grow = [guide.drawn.animate.set_value(1) for guide in guides]
        return [*grow, *self.lay((0, 0))]

    def lay(self, overs: tuple[float, float]) -> list[Any]:
        """Return the animations in which the numbers go so many powers of ten above the guides."""
        goings: list[Any] = [tracker.animate for tracker in self.overs]
        return [going.set_value(over) for going, over in zip(goings, overs, strict=True)]

    def _keep_apart(self, numbers: VGroup) -> None:
        """Put each number at the end of its line, and clear of the other."""
        overs = [float(tracker.get_value()) for tracker in self.overs]
        ends = [
            self.on_line(self.steps, guide.factor(), over)
            for guide, over in zip(self.guides, overs, strict=True)
        ]
        gap = ends[0][1] - ends[1][1]
        aside = max(APART - abs(gap), 0) / 2 * (1 if gap > 0 else -1)
        for one, end, way in zip(numbers, ends, (aside, -aside), strict=True):
            place = end + TO_NUMBER * RIGHT + way * UP
            one.shift(place - one.get_edge_center(LEFT))


class Guide(VGroup):
    """A straight line on a `DistancePlot` that falls by `factor` in each step, and its `number`.

    A thin line stays at `least`, the smallest factor so far. It is drawn from the start as far as
    the tracker `drawn`, a share.
    """

    def __init__(
        self,
        plot: DistancePlot,
        factor: Callable[[], float],
        least: ValueTracker,
        color: str,
        dash: float = 0.0,
    ) -> None:
        self.plot, self.factor, self.least, self.dash = plot, factor, least, dash
        self.drawn = ValueTracker(0.0)
        self.steepest = rim(VMobject(stroke_color=color, stroke_width=THIN_WIDTH))
        self.line = VMobject(stroke_color=color, stroke_width=PATH_WIDTH)
        self.rim = VMobject(stroke_color=theme.background, stroke_width=PATH_WIDTH + 2 * RIM_WIDTH)
        for line, level in ((self.steepest, -0.5), (self.rim, -0.4), (self.line, 0.8)):
            line.set_z_index(level)
        live = Number(factor, 3, size=SMALL_SIZE, color=color, signed=False)
        self.number = named(formula("times", SMALL_SIZE, color), live, 0.12)
        super().__init__(self.steepest, self.rim, self.line)
        self.add_updater(lambda guide: guide.follow(), call_updater=True)

    def follow(self) -> "Guide":
        """Draw both lines."""
        until = self.plot.steps * float(self.drawn.get_value())
        factor, least = self.factor(), float(self.least.get_value())
        for line, slope in ((self.steepest, least), (self.rim, factor), (self.line, factor)):
            ends = [self.plot.on_line(steps, slope) for steps in (0, until)]
            pieces = np.array([ends] if until else np.zeros((0, 2, 3)))
            dashed = self.dash and line is self.line
            line.points = straight_pieces(dashes(pieces, self.dash, GAP) if dashed else pieces)
        return self
