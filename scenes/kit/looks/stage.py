"""The stage of looks: the map of all lines on the left, on the right the data or the cost."""

from functools import partial
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Restore, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.animations import leave
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import Place
from scenes.kit.looks.asked import AskedPoints, OneLook
from scenes.kit.looks.cost_plot import CostCurve, CostPlot
from scenes.kit.looks.descents import INSIDE, RING, LookDescents
from scenes.kit.looks.look_walk import LookClock, LookWalk
from scenes.kit.looks.noise_ring import NoiseCloud, NoiseRing
from scenes.kit.looks.step_fan import StepFan
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.maps.trails import MapTrail
from scenes.kit.plots.data_plot import DataPlot, LiveLine
from scenes.kit.symbols import SIGNS, sign, sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import Number, formula, halo, text

Array = NDArray[np.float64]
# In units of the frame: the map, the axes on the right, and the line of readings above both.
LEFT_END, RIGHT_END, BOTTOM, TOP = -5.75, -0.3, -2.2, 2.25
CORNER, WIDTH, HEIGHT = (1.2, BOTTOM), 4.75, TOP - BOTTOM - 0.45
PLOT_CORNER, PLOT_WIDTH = 1.45, 4.5
READINGS = 2.9
PAD = 0.07  # of the span of what is on a map: left free on each side
NEAR = 1.12  # times the farthest that is seen about the best line: half the size of the detail
FINER = 6  # numbers along the longer axis of the detail, at most
VEIL = 0.3
GOAL = 0.3  # radius of the ring about the best line
MEANINGS = {"every": "walker", "some": "second", "one": "third"}
FINE = 0.02  # radius of the marks of walks with very many steps


class LookStage:
    """All that stands on the stage: `map`, `axes`, `plot`, `goal`, and what its methods add.

    `clock` says how many looks each walker has paid for, `later` how many "fading" has; `walks` are
    theirs, by the names of the `descents`: "every", "some", "one", and "fading".
    """

    @checked
    def __init__(self, descents: LookDescents) -> None:
        self.descents, self.clock = descents, LookClock(0.0)
        self.walks = {name: LookWalk(getattr(descents, name), self.clock) for name in MEANINGS}
        self.later = LookClock(float(descents.samples))
        self.walks["fading"] = LookWalk(descents.fading, self.later)
        fan = descents.start + descents.steps(descents.start)
        paths = [getattr(descents, name).x for name in MEANINGS]
        self.map = self._map(np.vstack([fan, *paths, [descents.start, descents.best]]), PAD)
        self.axes = MapAxes(self.map, "wb")
        self.goal = sign("minimum", GOAL).move_to(self.map.at(descents.best))
        name = halo(text("best line", SMALL_SIZE, theme.good))
        self.goal_name = name.next_to(self.goal, DOWN, buff=0.12)
        lines = [descents.start, descents.best]
        self.plot = DataPlot(descents.data, CORNER, WIDTH, HEIGHT, lines, radius=0.06)
        self.guess = Place(descents.start)
        self.line = LiveLine(self.plot, self.guess)
        self.cost = self._cost()
        self.plot_middle = self.cost.at((descents.looks**0.5, 0.3))

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
        paths = [getattr(self.descents, name) for name in self.walks]
        above = np.concatenate([self.descents.mean_above(path)[[0, -1]] for path in paths])
        ends = float(above.min()), float(above.max())
        plot = CostPlot(self.descents.looks, ends, PLOT_WIDTH, HEIGHT)
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
        name = halo(text("their mean: $-alpha nabla L$", SMALL_SIZE, theme.walker, bold=True))
        return name.next_to(tip, RIGHT, buff=0.15)

    def asked(self) -> AskedPoints:
        """Return the samples that the walk with single ones has asked by now."""
        first = self.descents.order[: self.descents.samples]
        return AskedPoints(self.plot, self.walks["one"], first, lambda: self.clock.get_value())

    # Walks

    def trail(self, name: str, thin: float = THIN_WIDTH) -> MapTrail:
        """Return the trail of one of the walks on the map; that of "one" is as `thin` as said."""
        meaning = MEANINGS[name]
        marker, color = SIGNS[meaning][0], sign_color(meaning)
        fine = {"width": thin, "step_radius": FINE} if name == "one" else {}
        style: dict[str, Any] = {"color": color, "marker": marker, **fine}
        return MapTrail(self.walks[name], self.map, **style)

    def live_line(self, name: str) -> LiveLine:
        """Return the line of one of the walks on the data."""
        line = LiveLine(self.plot, self.walks[name], sign_color(MEANINGS[name]))
        return line

    def tally(self, *names: str) -> VGroup:
        """Return, above all else, the looks that each walker has paid for, and the steps of each."""
        one = self.walks[names[0]]
        rows = [self._count("looks:", lambda: np.floor(one.looks + 1e-6))]
        for name in names:
            steps = self._count("steps:", partial(_steps, self.walks[name]))
            rows.append(VGroup(sign(MEANINGS[name]), steps).arrange(RIGHT, buff=0.2))
        return self._row(rows)

    def _count(self, what: str, value: Any) -> VGroup:
        digits = len(str(self.descents.samples))
        live = Number(value, decimals=0, digits=digits, size=SMALL_SIZE)
        return VGroup(text(what, SMALL_SIZE), live).arrange(RIGHT, buff=0.0)

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
        path = getattr(self.descents, name)
        losses = self.descents.above(path), self.descents.mean_above(path)
        meaning = MEANINGS.get(name, "third")
        first = float(self.descents.samples) if name == "fading" else 0.0
        return CostCurve(self.walks[name], self.cost, *losses, meaning, name == "fading", first)

    # At the bottom

    def detail(self) -> "Detail":
        """Return the surroundings of the best line, to be opened over the map."""
        return Detail(self)


def _steps(walk: LookWalk) -> float:
    return float(walk.step)


class Detail:
    """The surroundings of the best line: a detail of the map of a stage, as large as that."""

    def __init__(self, stage: LookStage) -> None:
        descents = stage.descents
        self.stage, self.descents = stage, descents
        reach = RING * np.sqrt(np.diag(descents.ball()))
        fan = np.abs(descents.steps(descents.best)).max(axis=0)
        strays = np.abs(descents.one.x[descents.samples :] - descents.best).max(axis=0)
        half = NEAR * np.max([reach, fan, strays], axis=0)
        self.map = stage._map(descents.best + np.array([-half, half]), 0.0)
        self.axes = MapAxes(self.map, "wb", FINER)
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

    def share(self) -> VMobject:
        """Return, above the map, which share of the steps of "one" ends inside of the ring."""
        seen, wanted = (percent(share) for share in (self.descents.inside(self.descents.one), INSIDE))
        words = text(f"inside the ring: {seen} (predicted: {wanted})", SMALL_SIZE)
        return words.move_to((LEFT_END, READINGS, 0), LEFT)

    def mean_reading(self) -> VGroup:
        """Return what the steps of all samples from the best line come to on average."""
        return self._corner(text("their mean: 0", SMALL_SIZE))

    def best_line(self) -> VMobject:
        """Return the best line on the data."""
        return self.stage.plot.line(self.descents.best, theme.good, PATH_WIDTH)

    def rate_reading(self) -> VGroup:
        """Return the learning rate of the walk "fading", live."""
        name = formula("alpha =", SMALL_SIZE, theme.walker)
        live = Number(self.rate, decimals=3, size=SMALL_SIZE, color=theme.walker)
        return self._corner(VGroup(name, live).arrange(RIGHT, buff=0.0))

    def _corner(self, words: VMobject) -> VGroup:
        plate = tag(words)
        return plate.next_to(self.map.border.get_corner(UP + LEFT), DOWN + RIGHT, buff=0.15)
