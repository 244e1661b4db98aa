"""The ravine with the walk of the learning rate that is marked on the map of speeds."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Rectangle, VGroup, smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.kit.animations import appear, flat, leave, swap
from scenes.kit.maps.trails import Drawn, MapTrail, straight_pieces
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.rolling.arrows import rim
from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.rolling.stage import OUTER, PANEL, PANEL_END, RollStage, axis_names
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
RIGHT_END, FOOT, HEIGHT = 6.3, -1.95, 3.15  # of the map in the frame, once it is small
STEPS = 12  # of the walk
EARLY, LATE = squish_rate_func(smooth, 0, 0.35), squish_rate_func(smooth, 0.6, 1)
BAR, TALL, BASE = 0.9, 2.7, -1.7  # width and height of the bars, and how high they stand
PITCH, TITLE = 1.6, 1.9  # from bar to bar; how high their title stands


class RateRavine:
    """The map of `stage`, and gradient descent on it at the rate of `speeds`.

    The whole path is computed anew as the rate is turned. `walk` begins at its start.
    """

    def __init__(self, stage: RollStage, speeds: SpeedMap) -> None:
        self.stage, self.map, self.goal = stage, stage.map, stage.goal
        rate = float(speeds.rate.get_value())
        self.walk = RateWalk(stage.loss, stage.valley.start, STEPS, rate, taken=0)
        self.walk.rate = speeds.rate
        self.trail = MapTrail(self.walk, self.map, radius=OUTER)
        rim(self.trail.path)
        self.trail.walker.set_z_index(1)  # above the line of its distance
        self.axes = stage.axes
        self.left_after = LeftAfter(self)

    @property
    def everything(self) -> list[Any]:
        """The map, its names, the ring about its minimum and the walk."""
        return [self.map, self.axes, self.goal, self.trail]

    def come(self, *old: Any) -> list[Any]:
        """Return the animations in which all of it, and both bars, take the place of `old`."""
        new = self.axes, self.trail, self.left_after
        return swap(flat(old), new, (self.map, self.goal))

    def shrink(self, *new: Any) -> list[Any]:
        """Return the animations in which the map goes to the right and makes room for the `new`.

        The names of its axes are others then.
        """
        share = HEIGHT / self.map.border.height
        target = self.map.copy().scale(share).move_to(RIGHT_END * RIGHT + FOOT * UP, RIGHT + DOWN)
        smaller: Any = self.map.animate
        ring: Any = self.goal.animate
        moves = [
            smaller.scale(share).move_to(target.get_center()),
            ring.move_to(target.at(self.stage.minimum)),
            leave(self.axes, self.left_after, rate_func=EARLY),
        ]
        self.axes = axis_names(target)
        return [*moves, *appear(new, self.axes, rate_func=LATE)]


class LeftAfter(VGroup):
    """Two distances to the minimum, before and after the last step of `ravine`, as bars.

    The first is as tall as ever, whatever it is; `line` on the map is the second.
    """

    def __init__(self, ravine: RateRavine) -> None:
        self.walk, self.map = ravine.walk, ravine.map
        away = np.linalg.norm(self.walk.trajectory.x - ravine.stage.minimum, axis=-1)
        self.shares = np.append(1.0, away[1:] / away[:-1])
        middle = (PANEL + PANEL_END) / 2 - PITCH / 2
        self.feet = [np.array([middle + i * PITCH, BASE, 0.0]) for i in (-0.5, 0.5)]
        before, after = (
            Rectangle(width=BAR, height=TALL, stroke_width=0, fill_color=color, fill_opacity=1)
            for color in (theme.muted, theme.walker)
        )
        before.move_to(self.feet[0], DOWN)
        after.add_updater(self._stand, call_updater=True)  # type: ignore[arg-type]
        words = VGroup(text("distance to the ring", SMALL_SIZE, theme.muted))
        words.move_to((self.feet[0][0] - BAR / 2, TITLE, 0), LEFT)
        for word, foot in zip(("before", "after a step"), self.feet, strict=True):
            name = text(word, SMALL_SIZE, theme.muted).next_to(foot, DOWN, buff=0.18)
            words.add(name.align_to(foot + BAR / 2 * LEFT, LEFT))
        live = Number(lambda: self.share, 2, size=SMALL_SIZE, color=theme.walker, signed=False)
        factor = named(formula("times", SMALL_SIZE, theme.walker), live)
        factor.move_to(self.feet[1] + (BAR / 2 + 0.2) * RIGHT, LEFT)
        factor.add_updater(self._beside, call_updater=True)  # type: ignore[arg-type]
        minimum = self.map.at(ravine.stage.minimum)
        self.line = Drawn(
            lambda: straight_pieces(np.array([[self.map.at(self.walk.position), minimum]])),
            stroke_color=theme.ink,
            stroke_width=THIN_WIDTH,
        )
        super().__init__(before, after, words, factor, self.line)

    @property
    def share(self) -> float:
        """What the last step has left of the distance before it."""
        return float(np.interp(self.walk.taken, np.arange(len(self.shares)), self.shares))

    def _stand(self, bar: Rectangle) -> None:
        bar.stretch_to_fit_height(TALL * self.share).move_to(self.feet[1], DOWN)

    def _beside(self, factor: VGroup) -> None:
        factor.set_y(self.feet[1][1] + TALL * self.share)
