"""The walk of one pair of α and β, taken anew whenever the pair moves."""

import numpy as np
from manim import RIGHT, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import descend, momentum
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import Drawn, clip_segments, straight_pieces
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import best_speeds
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
LEFT_END, FOOT, SIDE = 2.75, -1.95, 3.5  # of the map beside that of the speeds
PAD = 0.25  # of the way from the start to the minimum, beyond both
READING, LAW = 2.15, 3.1  # heights of the live factor, and of the law of the best β


class LiveRoll(VGroup):
    """A small map of a valley, and on it the walk with the rate and the β of `speeds.pair`.

    What leaves the map is cut off. `reading` is the factor that each step leaves of the distance
    in the long run, and `law` what it is at best.
    """

    def __init__(self, valley: Valley, speeds: SpeedMap, steps: int) -> None:
        self.valley, self.speeds, self.steps = valley, speeds, steps
        reach = (1 + PAD) * float(np.abs(valley.start - valley.minimum).max())
        low, high = valley.minimum - reach, valley.minimum + reach
        self.map = ContourMap(valley.loss, low, high, SIDE, SIDE)
        self.map.move_to((LEFT_END + SIDE / 2, FOOT + SIDE / 2, 0))
        self.goal = sign("minimum").move_to(self.map.at(valley.minimum))
        self.start = marker_shape("diamond", DOT_RADIUS, theme.second)
        self.start.move_to(self.map.at(valley.start))
        self.path = Drawn(self._points, stroke_color=theme.second, stroke_width=PATH_WIDTH)
        super().__init__(self.map, self.goal, self.path, self.start)
        self.reading = readings(('"factor"', theme.second, lambda: speeds.factor), forms=[Form(3)])
        self.reading.move_to((LEFT_END + SIDE, READING, 0), RIGHT)
        root = best_speeds(valley.curvatures[1] / valley.curvatures[0])[1]
        self.law = formula(
            f"sqrt(beta) = (sqrt(kappa) - 1) / (sqrt(kappa) + 1) = {root}", SMALL_SIZE
        ).move_to((LEFT_END + SIDE, LAW, 0), RIGHT)

    def ghost(self) -> VMobject:
        """Return the walk as it is now, which stays."""
        path = VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        path.points = self._points()
        return path

    def _points(self) -> Array:
        rate = max(float(self.speeds.rate.get_value()), 1e-6)
        beta = float(np.clip(self.speeds.beta.get_value(), 0, 0.99))
        x = descend(self.valley.loss, momentum(rate, beta), self.valley.start, self.steps).x
        pieces = np.stack([x[:-1], x[1:]], axis=1)
        on_map = self.map.inside(x)
        pieces = pieces[on_map[:-1] | on_map[1:]]
        seen = clip_segments(pieces, self.map.lower, self.map.upper)
        return straight_pieces(self.map.at(seen))
