"""The stage on which a learning rate is turned: a map, a ruler of α, and a panel beside the map."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Circle,
    FadeIn,
    FadeOut,
    VGroup,
    VMobject,
    config,
    smooth,
    there_and_back,
)

from scenes.kit.arguments import checked
from scenes.kit.knobs import check_range
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.rates.hopping.hop_row import AHEAD, HopRow, hop_labels, hop_rows
from scenes.kit.rates.hopping.hops import Hops, step_law
from scenes.kit.rates.hopping.slope_step import SlopeStep
from scenes.kit.rates.rate_names import best_name
from scenes.kit.rates.rate_slider import RateReading, RateSlider
from scenes.kit.rates.rate_trail import RateCurve, RateTrail, loss_plot
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.rates.ruler import Ruler
from scenes.kit.rates.speed_limit import FactorCurves
from scenes.kit.rates.step_record import StepRecord
from scenes.kit.rates.valley import Valley
from scenes.kit.rates.verdict import Verdict, judge, with_powers
from scenes.kit.symbols import sign
from scenes.kit.theme import (
    MARGIN,
    PATH_WIDTH,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    theme,
)
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import fitted, formula, halo, text
from scenes.kit.words.update_rule import update_rule

BEYOND = 1.25  # times the speed limit: so far α can go, or as far as the rates do
# Times the speed limit: the least of the smallest rate, and the ends for the largest
SLOWEST, NEAREST, FARTHEST = 0.001, 0.004, 2.6
SAME = 1e-6  # of the best rate: so near to it a rate is the best
MAP_SIZE = 5.2, 3.75  # in units of the frame
MAP_CORNER = np.array([-5.75, -0.2, 0.0])  # its lower left corner: left of it stand numbers
PANEL = 0.0, 6.35  # from where to where the panel beside the map reaches
HEADING = 2.83  # height of the middle of what stands above the panel
RULE, QUESTION = 3.27, 2.58  # likewise, where both stand there
NAME = 0.3  # room for the name of an axis at its right end
RULER_LENGTH = 9.6
RULER_PLACE = np.array([-0.95, -1.82, 0.0])  # below the map, and above a row of what was found
SLIDE = 8.0  # seconds in which the slider goes from end to end
NEXT = 0.08  # between a loss curve that is kept and its α
MIDDLE = 0.5  # of a curve
MOST = 2  # decimals more than those of the highest rate, for a rate
SAID = 0.45  # between the reading of α and what is said of it
SMALL_GOAL = 0.2325  # radius of the ring on a small map; in x and y it is that of the large one
STYLE = {"step_radius": 0.05, "width": 3.5}
LAWS_APART = 0.25  # what a step does across the valley, and along it
LINE = 2.0  # from the foot of the map up to the number line of the hops
UNIT = 2.75  # from the ruler up to where a factor is 1
FIRST = 0.16  # radius of the ring that is briefly round the first mark in the ring
GUTTER = 0.36  # between panels
WIDEST = 2.1  # a panel, below which the factors have room
TITLE_ROW = 3.28  # height of the middle of the titles of panels
TOP_OF_PANELS = 2.98
ASIDE = 0.3  # between the small map and what stands beside it


class RateStage:
    """A map, below it a ruler of α with a slider, and beside it room for two pictures in turn.

    `walk` has the learning rate of the slider; `turn` moves both. `map`, `map_axes`, `goal` and
    `trail` show its path; `beside` it are the rule of a step, and the `plot` of its loss with its
    `curve`. `record` holds what was found out of each rate, below the ruler. The `hops` across the
    valley and the `factors` of a step, over the ruler, are made when they are asked for; for these
    the map has to `shrink`. On the ruler are a `flag` at the speed limit, and what is `beyond` it.
    """

    @checked
    def __init__(self, valley: Valley, steps: int, rates: Sequence[float], first: float) -> None:
        self.valley, self.rates, self.first = valley, list(rates), first
        self._said: VMobject | None = None
        limit, color = valley.limit, theme.wrong
        slowest, *ends = (share * limit for share in (SLOWEST, NEAREST, FARTHEST))
        check_range("the largest of LEARNING_RATES", max(rates), *ends)
        check_range("the smallest of LEARNING_RATES", min(rates), slowest, max(rates))
        self.highest = max(BEYOND * limit, *rates)
        others = [rate for rate in set(rates) if not self.is_best(rate)]
        self.compared = sorted([*others, valley.best])
        self.walk = RateWalk(valley.loss, valley.start, steps, first, taken=0)
        self.map = valley.map(self.highest, *MAP_SIZE)
        self.map.shift(MAP_CORNER - self.map.border.get_corner(DOWN + LEFT))
        goal = SMALL_GOAL * MAP_SIZE[0] / self.panel_size[0]
        self.near = goal * float(self.map.upper[0] - self.map.lower[0]) / MAP_SIZE[0]
        self.map_axes = MapAxes(self.map)
        self.goal = sign("minimum", goal).move_to(self.map.at(valley.minimum))
        self.trail = RateTrail(self.walk, self.map, **STYLE)
        self.plot = loss_plot(self.walk, self.highest, *PANEL, float(MAP_CORNER[1]))
        self.curve = RateCurve(self.walk, self.plot, self.map, **STYLE)
        self.beside = [self.plot, self._rule(), self.curve]
        self.ruler = Ruler(self.highest, RULER_LENGTH, name='"rate" alpha').shift(RULER_PLACE)
        self.record = StepRecord(self.ruler, steps)
        few = 2 if self.highest < 10 else 0
        decimals = max(Form.exact(rate, few).decimals for rate in (*rates, first))
        form = Form.of(self.highest)
        self.form = form._replace(decimals=min(decimals, form.decimals + MOST))
        self.slider = RateSlider(self.ruler, self.walk.rate, self.form)
        self.flag = self.ruler.flag(limit, number(limit, 3), color, self.compared)
        self.beyond = self.ruler.span(limit, self.highest, color, dashed=True)

    def is_best(self, rate: float) -> bool:
        """Say whether a learning rate is the best one."""
        return abs(rate - self.valley.best) < SAME * self.valley.best

    @property
    def verdict(self) -> Verdict:
        """What the walk of now did."""
        return judge(self.valley.loss, self.walk.trajectory, self.near)

    def judged(self, rate: float) -> Verdict:
        """Return what a walk with another learning rate does."""
        return judge(self.valley.loss, self.walk.with_rate(rate), self.near)

    def turn(
        self, rate: float, seconds: float | None = None, pace: Callable[[float], float] = smooth
    ) -> list[Any]:
        """Return the animations in which slider, path and curve go to another learning rate.

        Unless told otherwise they take longer the farther that is, so that one sees the path
        deform. What was said of the rate before leaves.
        """
        share = abs(rate - self.walk.rate.get_value()) / self.highest
        self.walk.rests = float(self.walk.rate.get_value()), rate
        turning: Any = self.walk.rate.animate
        going = turning(run_time=seconds or max(SLIDE * share, 0.8), rate_func=pace).set_value(rate)
        return [going, *self.hush()]

    def clear(self) -> list[FadeOut]:
        """Return the animation in which the path leaves, and all that stands beside the map."""
        return [FadeOut(*self.beside, self.trail, self.slider.reading), *self.hush()]

    def hush(self) -> list[FadeOut]:
        """Return the animation in which what was said leaves, if anything was."""
        said, self._said = self._said, None
        return [FadeOut(said, run_time=0.3)] if said else []

    def say(self) -> list[Any]:
        """Return the animations in which the verdict on the walk of now appears beside its α.

        It is noted in the record, too.
        """
        verdict = self.verdict
        reading, line = self.slider.reading, with_powers(verdict.line)
        for size, side in product((TITLE_SIZE, TEXT_SIZE, SMALL_SIZE), (RIGHT, LEFT)):
            said = text(line, size, verdict.color, bold=True).next_to(reading, side, buff=SAID)
            if np.abs(said.get_critical_point(side)[0]) <= PANEL[1]:
                break
        first = said.family_members_with_points()[0]  # stands on the line, as digits do
        self._said = said.shift((reading.base - first.get_bottom()[1]) * UP)
        return [FadeIn(said, run_time=0.5), *self.note(), *self._point_out(verdict)]

    def _point_out(self, verdict: Verdict) -> list[FadeIn]:
        """Return the animation in which the first mark in the ring is ringed for a moment."""
        if verdict.arrived is None:
            return []
        place = self.map.at(self.walk.trajectory.x[verdict.arrived])
        ring = Circle(FIRST, theme.good, stroke_width=PATH_WIDTH).move_to(place)
        return [FadeIn(ring, rate_func=there_and_back, remover=True, run_time=1.2)]

    def note(self) -> list[Any]:
        """Return the animations that enter the verdict on the walk of now in the record."""
        rate = float(self.walk.rate.get_value())
        color = theme.good if self.is_best(rate) else None
        return self.record.note(rate, self.name_of(rate), self.verdict, color)

    def name_of(self, rate: float) -> str:
        """Return how a learning rate is written, in Typst math markup."""
        if self.is_best(rate):
            return best_name(self.valley)
        return number(rate) if rate in self.rates else number(rate, 3)

    def heading(self, words: VMobject) -> VMobject:
        """Return `words`, put above the panel beside the map."""
        fitted(words, PANEL[1] - PANEL[0])
        return words.move_to((sum(PANEL) / 2, HEADING, 0.0))

    @property
    def question_place(self) -> Any:
        """The place above the panel beside the map."""
        return np.array([sum(PANEL) / 2, QUESTION, 0])

    def _rule(self) -> VGroup:
        """Return the rule of a step, above the panel, and what θ in it is."""
        theta = formula("theta = (x, y)", SMALL_SIZE)
        row = VGroup(update_rule(TEXT_SIZE), theta).arrange(RIGHT, buff=0.7)
        return VGroup(*self.heading(row)).set_y(RULE)

    def keep_curve(self) -> VGroup:
        """Return a copy of the loss curve of now, muted, with its α above its middle."""
        path = self.curve.path.copy().set_color(theme.muted)
        shown = number(self.walk.rate.get_value(), 2)
        name = formula(f"alpha = {shown}", SMALL_SIZE, theme.muted)
        name.next_to(path.point_from_proportion(MIDDLE), UP + RIGHT, buff=NEXT)
        return VGroup(path, name).set_z_index(-1)  # below the live curve, on which it lies at first

    def hops(self) -> Hops:
        """Return the walk across the valley alone, beside the map, as far as the map is wide."""
        curvature, offset = float(self.valley.curvatures[1]), float(self.valley.offset[1])
        left, right = VGroup(*self._row_labels()).get_right()[0] + AHEAD, PANEL[1] - NAME
        unit = (right - left) / float(self.map.upper[0] - self.map.lower[0])
        hops = Hops(
            self.walk, curvature, offset, self.valley.across, right - left, unit,
            float(self.valley.loss.value(self.valley.minimum)), left - PANEL[0],
        )  # fmt: skip
        hops.shift(np.array([(left + right) / 2, MAP_CORNER[1] + LINE, 0]))
        self.heading(hops.law).set_y(RULE)
        hops.live.follow()
        return hops

    def hop_rows(self, hops: Hops) -> list[HopRow]:
        """Return a row of hops below the number line for each of the rates."""
        return hop_rows(hops, self.rates, self._row_labels())

    def slope_step(self, hops: Hops) -> SlopeStep:
        """Return the slope where the walk starts, and below the number line the first step."""
        return SlopeStep(hops)

    def law_along(self, hops: Hops) -> VGroup:
        """Return what one step does along the valley, below what it does across."""
        law = step_law(float(self.valley.curvatures[0]), self.valley.along)
        law.scale_to_fit_height(law.height * min(1.0, hops.law.width / law.width))
        return law.next_to(hops.law, DOWN, buff=LAWS_APART, aligned_edge=LEFT)

    def _row_labels(self) -> list[VGroup]:
        named, curvature = {one: self.name_of(one) for one in self.rates}, self.valley.curvatures[1]
        return hop_labels(named, float(curvature), self.valley.across, PANEL[0])

    def cut(self) -> VGroup:
        """Return the line across the valley on the map, named if it is along no axis."""
        line, name = self.valley.cut(self.map), self.valley.across
        if name in "xy":
            return VGroup(line)
        label = halo(formula(name, SMALL_SIZE))
        start, end = line[0].get_start(), line[-1].get_end()
        place = start + 0.88 * (end - start)
        return VGroup(line, label.next_to(place, DOWN if place[1] > self.map.get_y() else UP))

    def shrink(self) -> list[Any]:
        """Return the animations in which the map becomes as small as a panel, above the ruler."""
        return self.slide_to(np.array([0, TOP_OF_PANELS - self.panel_size[1] / 2, 0]))

    def slide_to(self, place: Any) -> list[Any]:
        """Return the animations in which the map goes to a `place`, as small as a panel."""
        target = self.map.border.copy().scale_to_fit_width(self.panel_size[0]).move_to(place)
        share = (self.map.at(self.valley.minimum) - self.map.border.get_center()) / (
            self.map.border.width
        )
        shrinking: Any = self.map.animate
        following: Any = self.goal.animate
        return [
            shrinking.scale_to_fit_width(self.panel_size[0]).move_to(place),
            following.scale_to_fit_width(2 * SMALL_GOAL).move_to(
                target.get_center() + share * self.panel_size[0]
            ),
        ]

    @property
    def panel_size(self) -> tuple[float, float]:
        """Width and height of the maps when all rates are compared."""
        room = config.frame_width - 2 * MARGIN - GUTTER * (len(self.compared) - 1)
        width = min(room / len(self.compared), WIDEST)
        return width, width * MAP_SIZE[1] / MAP_SIZE[0]

    def factors(self) -> FactorCurves:
        """Return what one step multiplies, over the ruler; its rules stand beside the small map."""
        left = ASIDE + max(self.panel_size[0] / 2, float(self.small_title().get_right()[0]))
        curves = FactorCurves(self.valley, self.walk.rate, self.ruler, UNIT, PANEL[1] - left)
        for rule in (curves.limit_rule, curves.crossing, curves.best_rule):
            rule.move_to((left, TITLE_ROW, 0.0), aligned_edge=LEFT)
        return curves

    def small_title(self) -> RateReading:
        """Return the reading of α above the small map."""
        reading = RateReading(self.walk.rate, self.form)
        digits = [cell for cell in reading.live.cells if len(cell.points)]
        right = max(cell.get_right()[0] for cell in digits)
        left = reading[0].get_left()[0]
        return reading.shift((-(left + right) / 2, TITLE_ROW - float(reading.get_y()), 0.0))
