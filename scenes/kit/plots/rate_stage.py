"""The stage on which a learning rate is turned: a map, a ruler of α, and a panel beside the map."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, VGroup, VMobject

from scenes.kit.arguments import checked
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.maps.rate_walk import RateWalk
from scenes.kit.maps.trails import LossTrail, MapTrail
from scenes.kit.maps.valley import Valley
from scenes.kit.maps.verdict import Verdict
from scenes.kit.places import RULER
from scenes.kit.plots.hops import Hops
from scenes.kit.plots.plot import LossPlot
from scenes.kit.plots.rate_slider import RateSlider
from scenes.kit.plots.ruler import Ruler
from scenes.kit.plots.speed_limit import FactorCurves
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import LOWERED, RAISED, formula, text

BEYOND = 1.25  # times the speed limit: so far α can go, or as far as the rates do
MAP_SIZE = 5.5, 4.1  # in units of the frame
MAP_CORNER = np.array([-5.75, -0.65, 0.0])  # its lower left corner: left of it stand numbers
PANEL = 0.4, 6.35  # from where to where the panel beside the map reaches
NAME = 0.45  # room for the name of an axis at its right end
HEADING = 0.75  # room for a heading above the panel
ROW = 0.45  # room for the name of an upright axis
RULER_LENGTH = 11.5
SLIDE = 11.0  # seconds in which the slider goes from end to end
AXIS_NAME = 0.15  # between the end of an axis and its name
NEXT = 0.3  # between the end of a loss curve, where the walker is, and its α
SAID = 0.45  # between the reading of α and what is said of it
STYLE = {"step_radius": 0.05, "width": 3.5}
GOAL = 0.26  # the ring stays in view round a walker that has arrived
LINE = 1.35  # from the foot of the map up to the number line of the hops


class RateStage:
    """A map, below it a ruler of α with a slider, and beside it room for three pictures in turn.

    `walk` has the learning rate of the slider; `turn` moves both. `map`, `map_axes`, `goal` and
    `trail` show its path; `plot` and `curve` its loss, on a logarithmic scale. The `hops` across
    the valley and the `factors` of a step are made when they are asked for.
    """

    @checked
    def __init__(self, valley: Valley, steps: int, rates: Sequence[float], first: float) -> None:
        self.valley = valley
        self._said: VMobject | None = None
        self.highest = max(BEYOND * valley.limit, *rates)
        self.walk = RateWalk(valley.loss, valley.start, steps, first, taken=0)
        self.map = valley.map(self.highest, *MAP_SIZE)
        self.map.shift(MAP_CORNER - self.map.border.get_corner(DOWN + LEFT))
        self.map_axes = MapAxes(self.map)
        self.goal = sign("minimum", GOAL).move_to(self.map.at(valley.minimum))
        self.trail = MapTrail(self.walk, self.map, **STYLE)
        self.plot = self._loss_plot(steps)
        self.curve = LossTrail(self.walk, self.plot, **STYLE)
        self.ruler = Ruler(self.highest, RULER_LENGTH).shift(RULER)
        decimals = max(Form.exact(rate).decimals for rate in (*rates, first))
        form = Form.of(self.highest)._replace(decimals=decimals)
        self.slider = RateSlider(self.ruler, self.walk.rate, form)

    def turn(self, rate: float, seconds: float | None = None) -> list[Any]:
        """Return the animations in which slider, path and curve go to another learning rate.

        Unless told otherwise they take longer the farther that is, so that one sees the path
        deform. What was said of the rate before leaves.
        """
        share = abs(rate - self.walk.rate.get_value()) / self.highest
        turning: Any = self.walk.rate.animate
        going = turning(run_time=seconds or max(SLIDE * share, 0.8)).set_value(rate)
        said, self._said = self._said, None
        return [going, *([FadeOut(said, run_time=0.3)] if said else [])]

    def say(self, verdict: Verdict) -> FadeIn:
        """Return the animation in which the verdict on the walk of now appears beside its α."""
        self._said = text(_with_powers(verdict.line), TITLE_SIZE, verdict.color, bold=True)
        reading = self.slider.reading
        self._said.next_to(reading, RIGHT, buff=SAID).align_to(reading, UP)
        if self._said.get_right()[0] > PANEL[1]:
            self._said.next_to(reading, LEFT, buff=SAID).align_to(reading, UP)
        return FadeIn(self._said, run_time=0.5)

    def heading(self, words: VMobject) -> VMobject:
        """Return `words`, put above the panel beside the map."""
        return words.set_x(sum(PANEL) / 2).align_to(self.map, UP)

    @property
    def ground(self) -> VGroup:
        """What θ and f are; a formula of f that is too wide is left out."""
        math = self.valley.loss.formula.replace("/", "\\/")
        rows = VGroup(*(formula(row, SMALL_SIZE) for row in ("theta = (x, y)", f"f = {math}")))
        rows.arrange(RIGHT, buff=0.8)
        if rows.width > PANEL[1] - PANEL[0]:
            rows.arrange(DOWN, buff=0.2)
        if rows.width > PANEL[1] - PANEL[0]:
            rows.remove(rows[1])
        return rows

    @property
    def above_curve(self) -> Any:
        """The place of a question beside the map, above a loss curve that falls."""
        return [sum(PANEL) / 2 + 0.2, MAP_CORNER[1] + 0.53 * MAP_SIZE[1], 0]

    def keep_curve(self) -> VGroup:
        """Return a copy of the loss curve of now, muted, with its α at the end."""
        path = self.curve.path.copy().set_color(theme.muted)
        name = formula(number(self.walk.rate.get_value(), 2), SMALL_SIZE, theme.muted)
        name.next_to(path.get_end(), RIGHT, buff=NEXT)
        return VGroup(path, name).set_z_index(-1)  # below the live curve, on which it lies at first

    def _loss_plot(self, steps: int) -> LossPlot:
        decades, every = self.walk.scale_up_to(self.highest)
        left = PANEL[0] + formula(f"10^({decades[0]})", SMALL_SIZE).width + 0.25
        kept = formula(number(self.valley.overshoot / 2, 2), SMALL_SIZE)  # the α beside a curve
        steps_name = text("steps", SMALL_SIZE, theme.muted)
        room = max(kept.width + NEXT, steps_name.width + AXIS_NAME)
        size = PANEL[1] - room - left, MAP_SIZE[1] - HEADING
        plot = LossPlot(steps, decades, *size, every=every)
        plot.shift(np.array([left, MAP_CORNER[1], 0]) - plot.x_axis.get_start())
        plot.labels.add(steps_name.next_to(plot.x_axis, RIGHT, buff=AXIS_NAME))
        return plot

    def hops(self) -> Hops:
        """Return the walk across the valley alone, beside the map."""
        curvature, offset = float(self.valley.curvatures[1]), float(self.valley.offset[1])
        right = PANEL[1] - NAME
        hops = Hops(self.walk.rate, curvature, offset, self.valley.across, right - PANEL[0])
        return hops.shift(np.array([(PANEL[0] + right) / 2, MAP_CORNER[1] + LINE, 0]))

    def factors(self) -> FactorCurves:
        """Return what one step multiplies, over α, beside the map."""
        corner = np.array([PANEL[0] + NAME, MAP_CORNER[1], 0])
        size = PANEL[1] - NAME - corner[0], MAP_SIZE[1] - HEADING - ROW
        return FactorCurves(self.valley, self.walk.rate, self.highest, corner, *size)


def _with_powers(line: str) -> str:
    """Return a line of text in which powers of ten are set as formulas set them."""
    return RAISED.sub(lambda power: f'$""^({power[0].translate(LOWERED)})$', line)
