"""What single samples do to a walk at the bottom: where it is thrown to, and what is predicted."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Create, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.looks.descents import RING
from scenes.kit.looks.look_walk import LookWalk, look_sign
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import dashes, straight_pieces, through
from scenes.kit.symbols import SIGNS, marker_shape, rimmed, sign_color
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, THIN_WIDTH, theme

Array = NDArray[np.float64]
DASHES, SHORT, LONG = 27, 0.1, 0.18  # of a ring: how many, in units of the frame how long
CORNERS = 181  # of a ring
FOOTPRINT = 0.042  # radius of a print, which has the shape of the walker
CLEAR = {"dark": 0.55, "light": 0.75}  # opacity of prints, by theme: 3 : 1 on the ground
TAIL = 6  # steps of the path that are still drawn


class NoiseRing(VMobject):
    """Two standard deviations about the middle `x` of a map, of the covariance `ball()`, (2, 2)."""

    @checked
    def __init__(self, contour_map: ContourMap, x: ArrayLike, ball: Callable[[], Array]) -> None:
        super().__init__(stroke_color=theme.ink, stroke_width=1.25 * PATH_WIDTH)
        self.map, self.x, self.ball = contour_map, np.asarray(x, dtype=float), ball
        self._drawn_ball = b""
        rimmed(self.follow()).set_z_index(1)  # above all prints
        self.add_updater(NoiseRing.follow)

    def follow(self) -> "NoiseRing":
        """Be as wide as is predicted now."""
        ball = self.ball()
        state = ball.tobytes()
        if state == self._drawn_ball:
            return self  # so that it can be faded in and out
        self._drawn_ball = state
        turn = np.linspace(0, 2 * np.pi, CORNERS)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        places = self.map.at(self.x + RING * circle @ np.linalg.cholesky(ball).T)
        pieces = np.stack([places[:-1], places[1:]], axis=1)
        around = float(np.linalg.norm(places[1:] - places[:-1], axis=-1).sum())
        dash = float(np.clip(around / (2 * DASHES), SHORT, LONG))
        self.points = straight_pieces(dashes(pieces, dash))
        return self

    def appear(self) -> Any:
        """Return the animation in which the ring is drawn, from one end to the other."""
        return Create(self)

    def stand_back(self) -> Any:
        """Return the animation in which the ring becomes a thin one, to be compared with."""
        thin: Any = self.animate.set_stroke(width=THIN_WIDTH)
        return thin.set_stroke(width=THIN_WIDTH + RIM_WIDTH, background=True)


class NoiseCloud(VGroup):
    """A walk near the bottom of a map: a print of each step, the last few steps, and its sign.

    `oldest` says from which step on the prints are there.  The sign that `is_hollow` is small, to
    leave a narrow ring in sight.
    """

    @checked
    def __init__(
        self,
        walk: LookWalk,
        contour_map: ContourMap,
        meaning: str,
        oldest: Callable[[], int] = lambda: 0,
        is_hollow: bool = False,
    ) -> None:
        self.walk, self.map, self.oldest = walk, contour_map, oldest
        shape, color = SIGNS[meaning][0], sign_color(meaning)
        self.prints = VMobject(fill_color=color, fill_opacity=CLEAR[theme.name], stroke_width=0)
        self.path = rimmed(VMobject(stroke_color=color, stroke_width=THIN_WIDTH))
        self.walker = look_sign(meaning, is_hollow).set_z_index(2)  # above all rings
        self._outline = self.walker.points.copy()
        self._print = marker_shape(shape, FOOTPRINT, color).points
        self._shown: tuple[Any, ...] = ()
        super().__init__(self.prints, self.path, self.walker)
        self.follow()
        self.add_updater(NoiseCloud.follow)

    def follow(self) -> "NoiseCloud":
        """Draw the walk as it is now; what is off the map is left out."""
        state = self.walk.taken, self.oldest()
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        passed, here = self.walk.visited, self.walk.position
        prints = passed[state[1] :]
        places = self.map.at(prints[self.map.inside(prints)])
        self.prints.points = (self._print + places[:, None]).reshape(-1, 3)
        tail = np.vstack([passed[-TAIL:], here])
        inside = bool(self.map.inside(tail).all())
        self.path.points = through(self.map.at(tail)) if inside else np.zeros((0, 3))
        self.walker.points = self._outline[: len(self._outline) * bool(self.map.inside(here))]
        self.walker.shift(self.map.at(here))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        seen = len(self.walker.points) > 0 and is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if seen else []
