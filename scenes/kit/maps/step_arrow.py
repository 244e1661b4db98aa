"""The step that a walker on a map is about to take, as an arrow from its feet."""

from functools import partial
from typing import Any

import numpy as np
from manim import DL, UR, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from gd_math import Optimizer
from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.arrow_field import OUTLINE, closed
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.landmarks import landmark_signs
from scenes.kit.symbols import rimmed
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import gap, tag
from scenes.kit.words.text import formula, text
from scenes.kit.words.update_rule import follows_gradient

Array = NDArray[np.float64]
SLENDER = 0.6  # units of the frame: a shorter arrow is as broad as one of that length
AIM = 0.4  # of a step's time: the arrow grows before the walker moves
ASIDE = 0.3  # between the first step and its name, in units of the frame
ROOM = 0.15  # between the name and a sign, or the map's border
LONG = 3.0  # from the middle of the step: farther away its name is not looked for


class StepArrow(VGroup):
    """From a walker's rim on a map to where its next step leads; the name of that is −α∇f.

    The name, `label`, is shown and taken away by itself; it is that of the first step, which it
    stands beside, and with another optimizer than gradient descent it is "step". The arrow ends at
    the point that the step was computed to reach. While the walker moves, what is left of the step
    is shown.
    `drawn` is a tracker of how many arrows have been drawn, as the walk is of the steps.
    """

    @checked
    def __init__(self, walk: Walk, contour_map: ContourMap, optimizer: Optimizer) -> None:
        self.walk = walk
        self.map = contour_map
        self.drawn = ValueTracker(0.0)
        self.arrow = rimmed(VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0))
        plain = follows_gradient(optimizer)
        name = formula("-alpha nabla f", SMALL_SIZE) if plain else text("step", SMALL_SIZE)
        self.label = tag(name.set_color(theme.walker), buff=0.1)
        self.label.move_to(self._beside())
        self._shown = (-1.0, -1.0)
        super().__init__(self.arrow)
        self.follow()
        self.add_updater(StepArrow.follow)

    def take(self, steps: int) -> list[Any]:
        """Return the animations of so many steps, one after the other: the arrow, then the walker.

        All of them take the same time.
        """
        drawing: Any = self.drawn.animate
        done = self.walk.step
        aim, go = partial(_aim, steps=steps), partial(_go, steps=steps)
        return [drawing(rate_func=aim).set_value(done + steps), self.walk.go(done + steps, go)]

    def follow(self) -> "StepArrow":
        """Reach from the walker to where its step leads, as far as the arrow is drawn."""
        state = self.walk.taken, float(self.drawn.get_value())
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        step, path = self.walk.step, self.walk.trajectory
        share = float(np.clip(state[1] - step, 0, 1))
        ends = np.stack([self.walk.position, path.x[min(step + 1, path.steps)]])
        tail, tip = self.map.at(ends)[:, :2]
        along = share * (tip - tail)
        length = float(np.linalg.norm(along))
        if length < 1e-6:
            self.arrow.points = np.zeros((0, 3))
            return self
        ahead = along / length
        hidden = min(DOT_RADIUS, length / 2)  # by the walker
        tail, length = tail + hidden * ahead, length - hidden
        flat = (OUTLINE + np.array([0.5, 0.0])) * [length, min(length, SLENDER)]
        turned = flat @ np.array([ahead, [-ahead[1], ahead[0]]])
        self.arrow.points = closed((turned + tail)[None])
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        if not len(self.arrow.points) or not is_seen(self.arrow):
            return []
        return [("the tip of a step", self.arrow.points.reshape(-1, 4, 3)[3, 0])]

    def _beside(self) -> Array:
        """Return the place for the name: beside the first step, on the map, and clear of signs.

        Where there are many such, it is the nearest; where there is none, the clearest.
        """
        path = self.walk.trajectory
        first, last = self.map.at(path.x[[0, min(1, path.steps)]])[:, :2]
        way = first + np.linspace(0, 1, 9)[:, None] * (last - first)
        half = np.array([self.label.width, self.label.height]) / 2
        low, high = (self.map.border.get_corner(corner)[:2] + side for corner, side in
                     ((DL, half + ROOM), (UR, -half - ROOM)))  # fmt: skip
        signs = [
            way[:1] + LONG,
            *(each.get_all_points()[:, :2] for each in landmark_signs(self.map)),
        ]
        turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        rays = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
        away = np.linspace(0, LONG, 61)[:, None, None]
        places = np.clip((first + last) / 2 + away * rays, low, high).reshape(-1, 2)
        places = places[gap(places, half, way) >= ASIDE]
        room = np.minimum(gap(places, half, np.vstack(signs)), ROOM)
        far = np.mean([gap(places, half, point[None]) for point in way], axis=0)
        return np.append(places[np.lexsort((far, -room))[0]], 0.0)


def _aim(share: float, steps: int) -> float:
    done, rest = _parts(share, steps)
    return float(done + smooth(min(rest / AIM, 1.0))) / steps


def _go(share: float, steps: int) -> float:
    done, rest = _parts(share, steps)
    return float(done + smooth(max(rest - AIM, 0.0) / (1 - AIM))) / steps


def _parts(share: float, steps: int) -> tuple[int, float]:
    done = min(int(share * steps), steps - 1)
    return done, share * steps - done
