"""The stage of looks: the map of all lines on the left, on the right the data or the cost."""

from functools import partial
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Restore, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.animations import leave
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import Place
from scenes.kit.looks.asked import AskedPoints, OneLook
from scenes.kit.looks.cost_plot import CostCurve, CostPlot, decades_of
from scenes.kit.looks.descents import RING, LookDescents
from scenes.kit.looks.look_walk import LookClock, LookWalk
from scenes.kit.looks.noise_ring import NoiseCloud, NoiseRing
from scenes.kit.looks.step_fan import StepFan
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.maps.trails import MapTrail
from scenes.kit.plots.data_plot import DataPlot, LiveLine
from scenes.kit.symbols import SIGNS, sign, sign_color
from scenes.kit.theme import DOT_RADIUS, HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import Number, formula, halo, text

Array = NDArray[np.float64]
# In units of the frame: the map, the axes on the right, and the line of readings above both.
LEFT_END, RIGHT_END, BOTTOM, TOP = -5.75, -0.3, -2.1, 2.5
CORNER, WIDTH, HEIGHT = (1.25, BOTTOM), 4.75, TOP - BOTTOM
PLOT_CORNER, PLOT_WIDTH = 1.45, 4.7
READINGS = 3.15
PAD = 0.07  # of the span of what is on a map: left free on each side
NEAR = 1.35  # times the farthest of the fan at the best line: half the height of the detail
VEIL = 0.3
GOAL = 0.3  # radius of the ring about the best line
MEANINGS = {"every": "walker", "some": "second", "one": "third"}
FINE = 0.02  # radius of the marks of walks with very many steps


class LookStage:
    """All that stands on the stage: `map`, `axes`, `plot`, `goal`, and what its methods add.

    `clock` says how many looks each walker has paid for; `walks` are theirs, by the names of the
    `descents`: "every", "some", "one", and "fading".
    """

    @checked
    def __init__(self, descents: LookDescents) -> None:
        self.descents, self.clock = descents, LookClock(0.0)
        names = (*MEANINGS, "fading")
        self.walks = {name: LookWalk(getattr(descents, name), self.clock) for name in names}
        fan = descents.start + descents.steps(descents.start)
        paths = [getattr(descents, name).x for name in MEANINGS]
        self.map = self._map(np.vstack([fan, *paths, [descents.start, descents.best]]), PAD)
        self.axes = MapAxes(self.map, "wb")
        self.goal = sign("minimum", GOAL).move_to(self.map.at(descents.best))
        name = halo(text("best line", SMALL_SIZE, theme.good))
        self.goal_name = name.next_to(self.goal, DOWN, buff=0.12)
        lines = [descents.start, descents.best]
        self.plot = DataPlot(descents.data, CORNER, WIDTH, HEIGHT - 0.35, lines, radius=0.06)
        self.guess = Place(descents.start)
        self.line = LiveLine(self.plot, self.guess)
        self.cost = self._cost()

    def _map(self, points: Array, pad: float) -> ContourMap:
        """Return a map in its place on the left, on which all `points` are."""
        lower, upper = points.min(axis=0), points.max(axis=0)
        middle, half = (lower + upper) / 2, (1 + 2 * pad) * (upper - lower) / 2
        size = np.array([RIGHT_END - LEFT_END, TOP - BOTTOM])
        half = size / 2 * float(np.max(half / (size / 2)))
        contours = ContourMap(
            self.descents.loss, middle - half, middle + half, *size, levels=10, veil=VEIL
        )
        contours.move_to(((LEFT_END + RIGHT_END) / 2, (BOTTOM + TOP) / 2, 0))
        return contours

    def _cost(self) -> CostPlot:
        each = [self.descents.every, self.descents.some, self.descents.one, self.descents.fading]
        ends = [(self.descents.above(path)[0], self.descents.late(path)) for path in each]
        plot = CostPlot(self.descents.looks, decades_of(*ends), PLOT_WIDTH, HEIGHT - 0.35)
        plot.shift(np.array([PLOT_CORNER, BOTTOM, 0]) - plot.x_axis.get_start())
        return plot

    # Single looks

    def look(self, sample: int) -> OneLook:
        """Return what one sample says at the start."""
        step = self.descents.steps(self.descents.start)[sample]
        return OneLook(self.map, self.plot, self.descents.start, sample, step)

    def fan(self) -> tuple[StepFan, AskedPoints]:
        """Return the steps of all samples from the start, and their gaps, from left to right."""
        order = np.argsort(self.descents.data.x, kind="stable")
        steps = self.descents.steps(self.descents.start)
        fan = StepFan(self.map, self.descents.start, steps, order)
        asked = AskedPoints(self.plot, self.guess, order, fan.asked.get_value, all_gaps=True)
        return fan, asked

    def mean_name(self, fan: StepFan) -> VMobject:
        """Return the name of the mean of a fan, beside its tip."""
        tip = self.map.at(fan.x + fan.steps.mean(axis=0))
        name = halo(text("their mean", SMALL_SIZE, theme.walker, bold=True))
        return name.next_to(tip, RIGHT, buff=0.15)

    def asked(self) -> AskedPoints:
        """Return the samples that the walk with single ones has asked by now."""
        first = self.descents.order[: self.descents.samples]
        return AskedPoints(self.plot, self.walks["one"], first, lambda: self.clock.get_value())

    # Walks

    def trail(self, name: str) -> MapTrail:
        """Return the trail of one of the walks on the map."""
        meaning = MEANINGS[name]
        marker, color = SIGNS[meaning][0], sign_color(meaning)
        fine = {"width": THIN_WIDTH, "step_radius": FINE} if name == "one" else {}
        style: dict[str, Any] = {"color": color, "marker": marker, **fine}
        return MapTrail(self.walks[name], self.map, **style)

    def live_line(self, name: str) -> LiveLine:
        """Return the line of one of the walks on the data."""
        line = LiveLine(self.plot, self.walks[name], sign_color(MEANINGS[name]))
        return line.set_stroke(width=THIN_WIDTH)

    def tally(self, *names: str) -> VGroup:
        """Return, above all else, the looks that each walker has paid for and its steps."""
        return self._row([self._tally(name) for name in names])

    def _tally(self, name: str) -> VGroup:
        walk, digits = self.walks[name], len(str(self.descents.samples))
        live = {"decimals": 0, "size": SMALL_SIZE}
        looks = Number(lambda: np.floor(walk.looks + 1e-6), digits=digits, **live)
        words = text("looks," if True else "", SMALL_SIZE)
        steps = Number(lambda: float(walk.step), digits=digits if name != "every" else 1, **live)
        parts = sign(MEANINGS[name]), looks, words, steps, text("steps", SMALL_SIZE)
        return VGroup(*parts).arrange(RIGHT, buff=0.15)

    def legend(self) -> VGroup:
        """Return, above all else, how many looks each walker pays for a step."""
        sizes = self.descents.samples, self.descents.batch_size, 1
        rows = []
        for meaning, size in zip(MEANINGS.values(), sizes, strict=True):
            words = text(f"{size} look{'s' * (size > 1)} a step", SMALL_SIZE)
            rows.append(VGroup(sign(meaning), words).arrange(RIGHT, buff=0.2))
        return self._row(rows)

    def _row(self, parts: list[VGroup]) -> VGroup:
        row = VGroup(*parts).arrange(RIGHT, buff=0.9)
        return row.move_to((0, READINGS, 0))

    def curve(self, name: str) -> CostCurve:
        """Return the loss of one of the walks against what it has paid."""
        above = self.descents.above(getattr(self.descents, name))
        if name == "fading":
            first = float(self.descents.samples)
            return CostCurve(self.walks[name], self.cost, above, "third", first=first)
        width = HAIR_WIDTH if name == "one" else PATH_WIDTH
        return CostCurve(self.walks[name], self.cost, above, MEANINGS[name], width)

    # At the bottom

    def detail(self) -> "Detail":
        """Return the surroundings of the best line, to be opened over the map."""
        return Detail(self)


class Detail:
    """The surroundings of the best line: a detail of the map of a stage, as large as that."""

    def __init__(self, stage: LookStage) -> None:
        descents = stage.descents
        self.stage, self.descents = stage, descents
        reach = RING * np.sqrt(np.diag(descents.ball()))
        fan = np.abs(descents.steps(descents.best)).max(axis=0)
        half = NEAR * np.maximum(reach, fan)
        self.map = stage._map(descents.best + np.array([-half, half]), 0.0)
        self.axes = MapAxes(self.map, "wb")
        self.goal = sign("minimum", GOAL).move_to(self.map.at(descents.best))

    def open(self) -> list[Any]:
        """Return the animation in which the detail grows from its place on the map."""
        contours = self.map.save_state()
        share = float(np.mean((contours.upper - contours.lower)
                              / (self.stage.map.upper - self.stage.map.lower)))  # fmt: skip
        contours.scale(share).move_to(self.stage.map.at(self.descents.best))
        return [Restore(contours)]

    def fan(self) -> tuple[StepFan, AskedPoints]:
        """Return the steps of all samples from the best line, and their gaps."""
        order = np.argsort(self.descents.data.x, kind="stable")
        steps = self.descents.steps(self.descents.best)
        fan = StepFan(self.map, self.descents.best, steps, order)
        place = Place(self.descents.best)
        return fan, AskedPoints(self.stage.plot, place, order, fan.asked.get_value, all_gaps=True)

    def cloud(self, name: str) -> NoiseCloud:
        """Return the prints of the walk "one", or the later ones of "fading"."""
        walk = self.stage.walks[name]
        if name == "fading":
            return NoiseCloud(walk, self.map, "third", lambda: int(0.7 * walk.step))
        return NoiseCloud(walk, self.map, "third", lambda: self.descents.samples)

    def ring(self, name: str) -> NoiseRing:
        """Return how far single samples are predicted to throw a walk, at its present rate."""
        return NoiseRing(self.map, self.descents.best, partial(self._ball, name))

    def _ball(self, name: str) -> Array:
        return self.descents.ball(self.rate() if name == "fading" else None)

    def rate(self) -> float:
        """Return the learning rate of the walk "fading" as it is now."""
        return self.descents.falling(self.stage.walks["fading"].step)

    def share(self) -> VGroup:
        """Return which share of the steps of "one" has ended inside of the ring."""
        said = percent(self.descents.inside(self.descents.one)).replace("%", "\\%")
        return self._corner(text(f"{said} of its steps inside", SMALL_SIZE))

    def rate_reading(self) -> VGroup:
        """Return the learning rate of the walk "fading", live."""
        name = formula("alpha =", SMALL_SIZE, theme.walker)
        live = Number(self.rate, decimals=3, size=SMALL_SIZE, color=theme.walker)
        return self._corner(VGroup(name, live).arrange(RIGHT, buff=0.15))

    def _corner(self, words: VMobject) -> VGroup:
        plate = tag(words)
        return plate.next_to(self.map.border.get_corner(UP + LEFT), DOWN + RIGHT, buff=0.15)
