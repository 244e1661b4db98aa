"""The surroundings of the best line, as large as the map of all lines: what noise does there."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from manim import DL, DOWN, RIGHT, UL, UP, Restore, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.landscape.place import Place
from scenes.kit.looks.asked import AskedPoints
from scenes.kit.looks.descents import INSIDE, RING
from scenes.kit.looks.noise_ring import NoiseCloud, NoiseRing
from scenes.kit.looks.stage import GOAL, LookStage
from scenes.kit.looks.step_fan import StepFan
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.symbols import rimmed, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import on_base_line, tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, halo, text

Array = NDArray[np.float64]
NEAR, FANNED = 1.5, 1.12  # times the predicted ring, and the fan: half the size of the detail
LINES = 0.3  # opacity of the contour lines of the detail
FINER = 6  # numbers along the longer axis of the detail, at most
LATER = 0.7  # of the steps so far: prints of a walk whose rate falls are left from then on


class LookDetail:
    """The surroundings of the best line, to be opened over the map of a stage, as large as that."""

    def __init__(self, stage: LookStage) -> None:
        descents = stage.descents
        self.stage, self.descents = stage, descents
        reach = RING * np.sqrt(np.diag(descents.ball()))
        fan = np.abs(descents.steps(descents.best)).max(axis=0)
        half = np.maximum(NEAR * reach, FANNED * fan)
        self.map = stage.map_of(descents.best + np.array([-half, half]), 0.0)
        # The same colors for the same losses: only lines that are finer show how they differ.
        above = [*3 * [descents.floor], *self.map.levels]  # of each band, and the lowest thrice
        shades = np.searchsorted(stage.map.levels, above)
        for band, shade in zip(self.map.bands, shades, strict=True):
            band.set_fill(stage.map.shade(shade))
        self.map.lines.set_stroke(theme.ink, opacity=LINES)
        self.axes = MapAxes(self.map, "wb", FINER)
        # Like all rings it is above the prints.
        self.goal = sign("minimum", GOAL).move_to(self.map.at(descents.best)).set_z_index(1)

    def open(self) -> list[Any]:
        """Return the animation in which the detail, with its goal, grows from where it is."""
        contours, goal = self.map.save_state(), self.goal.save_state()
        share = float(np.mean((contours.upper - contours.lower)
                              / (self.stage.map.upper - self.stage.map.lower)))  # fmt: skip
        place = self.stage.map.at(self.descents.best)
        contours.scale(share).move_to(place)
        return [Restore(contours), Restore(goal.move_to(place))]

    def fan(self) -> tuple[StepFan, AskedPoints]:
        """Return the steps of all samples from the best line, and their gaps."""
        order = np.argsort(self.descents.data.x, kind="stable")
        steps = self.descents.steps(self.descents.best)
        fan = StepFan(self.map, self.descents.best, steps, order)
        place = Place(self.descents.best)
        return fan, AskedPoints(self.stage.plot, place, order, fan.asked.get_value, all_gaps=True)

    def cloud(self, name: str) -> NoiseCloud:
        """Return the prints of the walk "thrown", or the later ones of "fading"."""
        walk = self.stage.walks[name]
        if name == "fading":
            return NoiseCloud(walk, self.map, "third", lambda: int(LATER * walk.step), True)
        return NoiseCloud(walk, self.map, "third")

    def ring(self, name: str) -> NoiseRing:
        """Return how far single samples are predicted to throw a walk, at its present rate."""
        return NoiseRing(self.map, self.descents.best, partial(self._ball, name))

    def ring_name(self, ring: NoiseRing) -> VMobject:
        """Return the learning rate of a ring, above it."""
        name = halo(formula(f"alpha = {self.descents.rate:g}", SMALL_SIZE, theme.walker))
        return name.next_to(ring, UP, buff=0.1)

    def _ball(self, name: str) -> Array:
        return self.descents.ball(self.rate() if name == "fading" else None)

    def rate(self) -> float:
        """Return the learning rate of the walk "fading" as it is now."""
        return self.descents.falling(self.stage.walks["fading"].step)

    def shares(self) -> tuple[VGroup, VMobject, VGroup]:
        """Return, above all else, the share of steps that should end inside the ring, and why.

        Then a question mark, in the place of what comes last: the share of the steps so far of the
        walk "thrown" that has ended there, live.
        """
        walk, most = self.stage.walks["thrown"], self.descents.looks
        predicted = named(_source(), _percentage(lambda: INSIDE, 2), unit=text("%", SMALL_SIZE))
        name, percent, whole = text("counted:", SMALL_SIZE), text("%", SMALL_SIZE), len(str(most))
        share = _percentage(lambda: self.descents.inside(walk.step))
        counted = named(name, share, unit=percent)
        steps = Number(lambda: walk.step, 0, whole, SMALL_SIZE, grouped=True, signed=False)
        of_steps = named(text("of", SMALL_SIZE), steps, unit=text("steps", SMALL_SIZE))
        of_steps.next_to(counted, RIGHT, buff=0.15)
        of_steps.shift((share.place.get_bottom() - steps.place.get_bottom())[1] * UP)
        self.stage.row([predicted, counted.add(of_steps)])
        question = text("?", SMALL_SIZE)
        question.next_to(name, RIGHT, buff=0.15).align_to(share, DOWN)
        return VGroup(predicted, name), question, VGroup(share, percent, of_steps)

    def mean_reading(self) -> VGroup:
        """Return what the steps of all samples from the best line come to on average."""
        return self._corner(UL, text("their mean: 0", SMALL_SIZE))

    def best_line(self) -> VMobject:
        """Return the best line on the data."""
        line = self.stage.plot.line(self.descents.best, theme.good, 1.25 * PATH_WIDTH)
        return rimmed(line).set_z_index(1)  # above the points

    def rate_reading(self) -> VGroup:
        """Return the learning rate of the walk "fading", live, where no walk is thrown."""
        return self._corner(DL, _rate(self.rate))

    def _corner(self, corner: Array, words: VMobject) -> VGroup:
        plate = tag(words).set_z_index(2)  # above all prints and rings, also while they fade
        return plate.next_to(self.map.border.get_corner(corner), -corner, buff=0.15)


def _source() -> VGroup:
    parts = VGroup(
        text("inside the ring, from", SMALL_SIZE),
        formula("alpha", SMALL_SIZE, theme.walker),
        text("and the pulls:", SMALL_SIZE),
    ).arrange(RIGHT, buff=0.12)
    return VGroup(*(on_base_line(part, 0, 0.0) for part in parts))


def _rate(value: Callable[[], float]) -> VGroup:
    live = Number(value, 3, size=SMALL_SIZE, color=theme.walker, signed=False)
    return named(formula("alpha =", SMALL_SIZE, theme.walker), live)


def _percentage(share: Callable[[], float], digits: int = 3) -> Number:
    return Number(lambda: 100 * share(), 0, digits, SMALL_SIZE, signed=False)
