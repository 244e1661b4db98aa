"""The ravine beside the map of speeds, with the walk of the learning rate that is marked there."""

from typing import Any

from manim import DOWN, RIGHT, UP

from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.rolling.arrows import rim
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import GOAL, OUTER, RollStage, axis_names
from scenes.kit.symbols import sign
from scenes.kit.theme import theme

RIGHT_END, FOOT, HEIGHT = 6.3, -1.95, 3.15  # of the map in the frame
STEPS = 12  # of the walk


class RateRavine:
    """The ravine of `stage`, smaller, and gradient descent in it at the rate of `speeds`.

    The whole path is computed anew as the rate is turned. `walk` begins at its start.
    """

    def __init__(self, stage: RollStage, speeds: SpeedMap) -> None:
        lower, upper = stage.map.lower, stage.map.upper
        self.map = ContourMap(stage.loss, lower, upper, height=HEIGHT, veil=1)
        self.map.lines.set_stroke(theme.muted)  # its colors would be read as those of the speeds
        self.map.move_to(RIGHT_END * RIGHT + FOOT * UP, RIGHT + DOWN)
        self.goal = sign("minimum", GOAL).move_to(self.map.at(stage.minimum))
        rate = float(speeds.rate.get_value())
        self.walk = RateWalk(stage.loss, stage.valley.start, STEPS, rate, taken=0)
        self.walk.rate = speeds.rate
        self.trail = MapTrail(self.walk, self.map, radius=OUTER)
        rim(self.trail.path)
        self.axes = axis_names(self.map)

    @property
    def everything(self) -> list[Any]:
        """The map, the ring about its minimum and the walk."""
        return [self.map, self.axes, self.goal, self.trail]
