"""Two walks of which the distance falls, on a plot of it and on a map."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, FadeOut, Line, VGroup, smooth, squish_rate_func
from numpy.typing import NDArray

from gd_math import Trajectory, descend, momentum
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.arrows import rim
from scenes.kit.rolling.distance_plot import DistancePlot
from scenes.kit.rolling.race_plot import RaceTrail
from scenes.kit.rolling.stage import INNER, OUTER, ROLLS, RollStage
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.text import text

Array = NDArray[np.float64]
MARK, RIM = 0.042, 1.5  # of the mark of a step: its radius, and the width of its rim
EARLY = squish_rate_func(smooth, 0, 0.1)
NEAR = 0.25  # from the middle of the line of the distance to its name


class FallingWalks(VGroup):
    """Walks of the two pairs of α and β that the map of speeds of `plot` has when they are made.

    Each step leaves a mark on the plot, at the share of the first distance that is left. In the
    long run the marks lie along a line of the factor of the pair, `overs` powers of ten above that
    from the start: on average of the second half of the steps.
    """

    def __init__(self, plot: DistancePlot, valley: Valley) -> None:
        self.plot, self.valley = plot, valley
        speeds = plot.speeds
        pairs = (
            (float(speeds.plain_rate.get_value()), 0.0),
            (float(speeds.rate.get_value()), float(speeds.beta.get_value())),
        )
        self.paths = [self._path(*pair) for pair in pairs]
        self.walks = Walk(self.paths[0]), Walk(self.paths[1])
        steps = np.arange(plot.steps // 2, plot.steps + 1)
        plain, rolls = (
            float(np.mean(np.log10(path.loss[steps]) - steps * np.log10(factor)))
            for path, factor in zip(self.paths, (speeds.plain_factor, speeds.factor), strict=True)
        )
        self.overs = plain, rolls
        looks: dict[str, Any] = ROLLS | {"step_radius": MARK * 1.2, "dash": 0.0, "radius": INNER}
        looks |= {"color": theme.second}
        styles: tuple[dict[str, Any], ...] = {"radius": OUTER, "step_radius": MARK}, looks
        trails = [
            RaceTrail(walk, plot, width=0.0, **look)
            for walk, look in zip(self.walks, styles, strict=True)
        ]
        for trail, level in zip(trails, (0.5, 0.6), strict=True):
            trail.marks.set_stroke(theme.background, width=2 * RIM, background=True)
            trail.set_z_index(level)
            trail.walker.set_z_index(1 + level)
        super().__init__(*trails)

    def go(self) -> list[Any]:
        """Return the animations in which both walks go on to the end of the axis."""
        return [walk.go(self.plot.steps) for walk in self.walks]

    def _path(self, rate: float, beta: float) -> Trajectory:
        """Return a walk, of which the loss is the share of the first distance that is left."""
        path = descend(self.valley.loss, momentum(rate, beta), self.valley.start, self.plot.steps)
        away = np.linalg.norm(path.x - self.valley.minimum, axis=-1)
        return replace(path, loss=away / away[0])


class Distances(VGroup):
    """The trails of two walks on the map of `stage`, and from each walker a line to the minimum.

    `word` says what those lines are.
    """

    def __init__(self, stage: RollStage, falling: FallingWalks) -> None:
        self.trails = stage.trails(falling.walks)
        self.goal = stage.map.at(stage.minimum)
        self.gaps = VGroup()
        for trail in self.trails:
            line = Line(trail.walker.get_center(), self.goal)
            line.set_stroke(theme.ink, width=THIN_WIDTH).set_z_index(0.4)
            self.gaps.add(rim(line))
        self.word = tag(text("distance", SMALL_SIZE), buff=0.08).set_z_index(2)
        super().__init__(self.gaps, *self.trails)
        self.follow()
        self.add_updater(lambda distances: distances.follow())

    def unname(self) -> FadeOut:
        """Return the animation in which the word leaves early."""
        return FadeOut(self.word, rate_func=EARLY)

    def follow(self) -> "Distances":
        """Let each line begin at its walker, and the word stand beside the first."""
        for line, trail in zip(self.gaps, self.trails, strict=True):
            line.set_points_as_corners([trail.corners[-1], self.goal])
        self.word.next_to(self.gaps[0].get_center(), LEFT, buff=NEAR)
        return self
