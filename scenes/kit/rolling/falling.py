"""Two walks of which the distance falls, on a plot of it."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import Create, Line, VGroup
from numpy.typing import NDArray

from gd_math import Trajectory, descend, momentum
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.distance_plot import DistancePlot
from scenes.kit.rolling.race_plot import RaceTrail
from scenes.kit.rolling.stage import INNER, OUTER, ROLLS
from scenes.kit.symbols import rim
from scenes.kit.theme import THIN_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
MARK, RIM = 0.042, 1.5  # of the mark of a step: its radius, and the width of its rim


class FallingWalks(VGroup):
    """Walks of the two pairs of α and β that the map of speeds of `plot` has when they are made.

    Each step leaves a mark on the plot, at the share of the first distance that is left. In the
    long run the marks lie along a line of the factor of the pair, `overs` powers of ten above that
    from the start: the median of the second half of the steps. There the two `fits` stand.
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
        factors = speeds.plain_factor, speeds.factor
        plain, rolls = (
            float(np.median(np.log10(path.loss[steps]) - steps * np.log10(factor)))
            for path, factor in zip(self.paths, factors, strict=True)
        )
        self.overs = plain, rolls
        self.fits = VGroup()
        for factor, over in zip(factors, self.overs, strict=True):
            begin, end = (plot.on_line(int(step), factor, over) for step in steps[[0, -1]])
            line = Line(begin, end, color=theme.ink, stroke_width=THIN_WIDTH).set_z_index(0.8)
            self.fits.add(rim(line, RIM / 2))
        looks: dict[str, Any] = ROLLS | {"step_radius": MARK * 1.2, "dash": 0.0, "radius": INNER}
        looks |= {"color": theme.second}
        styles: tuple[dict[str, Any], ...] = {"radius": OUTER, "step_radius": MARK}, looks
        trails = [
            RaceTrail(walk, plot, width=0.0, **look)
            for walk, look in zip(self.walks, styles, strict=True)
        ]
        for trail, level in zip(trails, (0.5, 0.6), strict=True):
            rim(trail.marks, RIM)
            trail.set_z_index(level)
            trail.walker.set_z_index(1 + level)
        super().__init__(*trails)

    def go(self) -> list[Any]:
        """Return the animations in which both walks go on to the end of the axis."""
        return [walk.go(self.plot.steps) for walk in self.walks]

    def fit(self) -> list[Create]:
        """Return the animations in which the lines along the second half of the steps grow."""
        return [Create(line) for line in self.fits]

    def _path(self, rate: float, beta: float) -> Trajectory:
        """Return a walk, of which the loss is the share of the first distance that is left."""
        path = descend(self.valley.loss, momentum(rate, beta), self.valley.start, self.plot.steps)
        away = np.linalg.norm(path.x - self.valley.minimum, axis=-1)
        return replace(path, loss=away / away[0])
