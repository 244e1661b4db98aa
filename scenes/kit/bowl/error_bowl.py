"""The mean squared error of all lines as a bowl that stands on a floor, seen from the side."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from manim import RIGHT, UR, ValueTracker, VMobject
from numpy.typing import NDArray

from gd_math import Loss, least_squares, mean_squared_error
from gd_math.datasets import Dataset
from scenes.kit.arguments import checked
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.relief import relief
from scenes.kit.landscape.drawing.shot import RIM as FADING
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.landscape import CELLS
from scenes.kit.landscape.marks import Ball, Mark, Trail, memoized
from scenes.kit.places import TOP_RIGHT
from scenes.kit.theme import theme

Array = NDArray[np.float64]

CENTER, WIDTH, HEIGHT = (2.95, -0.1), 5.6, 4.3  # in the right half, below a line of words
ELEVATION = 22.0  # degrees: the bowl is seen from the side, and into it
BESIDE = 72.0  # degrees from the way away from the eye to the way to the start, to be seen aside
RIM = 1.3  # the error at the rim, in errors of the start
TRY = -np.array([0.15, 1.0])  # from the best line to one to try, in ways from it to the start
FLOOR = 1.3  # half a side of the floor, in half axes of the rim
TALL = 0.465  # height of the rim above the floor, in longer sides of the floor
BEYOND = 1.1  # of the rim: no ground above that casts a shadow into the bowl
LIGHT = {"sky_light": 2.8, "sun_color": 0.45}  # its strength: the walls of a bowl are steep
ROOM = 1.15, 1.75  # the picture's width and height, in those of the bowl: seen from farther away
WALKER, TRAIL = 0.17, 0.038  # radius and thickness, in units of the frame
LINE = 0.018  # half the width of the rim
TOWARD = 3.0  # radii of a walker, from its place toward the eye: no wall cuts it
GLASS = 0.16  # how opaque the floor is
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue light
CONTRAST = 3.6  # of the lowest ground with the floor; shade takes some of it
LEAST = 1.0  # the start is taken to be at least so far from the best line, in w and b


class ErrorBowl(Landscape):
    """The mean squared error L(w, b) of the lines y = wx + b on `data`, over a floor of (w, b).

    The bowl reaches a third higher than the error of the line `start`, (2,), which is on the left
    of it or on the right, never in front.  It fills the rectangle about `center` of this `width`
    and `height`, without room for words; the eye does not move.  `floor`: its corners, (2, 2).
    `rim`: the error at the edge of the bowl, `best`: the line of least squares.
    `tries`: two lines on the floor, (2, 2), of the same w; the first has the b of the start.
    """

    @checked
    def __init__(
        self,
        data: Dataset,
        start: Any,
        center: Any = CENTER,
        width: float = WIDTH,
        height: float = HEIGHT,
    ) -> None:
        self.best = np.array(least_squares(data))
        errors = mean_squared_error(data)
        away = np.asarray(start, dtype=float) - self.best
        if np.linalg.norm(away) < LEAST:
            away = LEAST * (away / np.linalg.norm(away) if away.any() else np.array([-1.0, 0.0]))
        # Two lines on the floor: the start turned, and then lifted beyond the best.
        turned = self.best + TRY * away
        self.tries = np.array([[turned[0], (self.best + away)[1]], turned])
        self.start = self.best + away
        self.rim = RIM * float(errors.value(self.best + away))
        half = FLOOR * ellipse(errors, self.rim, 721).max(axis=0) - FLOOR * self.best
        self.floor = np.array([self.best - half, self.best + half])
        side = float(2 * half.max())
        around = np.degrees(np.arctan2(away[1], away[0]))
        # Of the two sides on which the start may be, the one for which w runs most to the right.
        far = min((around - BESIDE, around + BESIDE), key=lambda way: abs((way + 90) % 360 - 180))
        way = np.array([np.cos(np.radians(far)), np.sin(np.radians(far))])
        super().__init__(
            mean_squared_error(data, (self.floor[0], self.floor[1])),
            width=ROOM[0] * width,
            height=ROOM[1] * height,
            lower=self.best - half / FADING[0],
            upper=self.best + half / FADING[0],
            height_scale=TALL * side / self.rim,
            azimuth=far + 180,
            elevation=ELEVATION,
            distance=3 * side,
            focus=self.best + 0.6 * half.min() * way,
            highest=self.rim,
        )
        lower, upper = (tuple(corner.tolist()) for corner in (self.lower, self.upper))
        cut = CutOff(self.loss, BEYOND * self.rim)
        self.relief = relief(cut, lower, upper, self.full_scale, CELLS, side / 40)
        self.haze.set_value(0.0)
        self.ceiling.set_value(self.rim)
        for name in ("sky_high", "sky_low"):
            self.colors[name] = srgb(theme.background)
        # Low ground is as light as need be to stand off the floor.
        self.palest = _palest()
        ramp, along = self.colors["ramp"], np.linspace(self.palest, 1, len(self.colors["ramp"]))
        whole = np.linspace(0, 1, len(ramp))
        self.colors["ramp"] = np.stack([np.interp(along, whole, one) for one in ramp.T], axis=-1)
        for name, strength in LIGHT.items():
            self.colors[name] = strength * self.colors[name]
        self._fit(np.asarray(center, dtype=float), width, height)

    def _fit(self, center: Array, width: float, height: float) -> None:
        """Let floor and rim fill the rectangle."""
        corners = self.on_floor([[x, y] for x in self.floor[:, 0] for y in self.floor[:, 1]])
        around = ellipse(self.loss, self.rim, 181)
        for _ in range(30):
            seen = self.world_to_frame(np.vstack([corners, self.on_ground(around)]))
            size = np.ptp(seen[:, :2], axis=0)
            self.distance.set_value(self.distance.get_value() * max(size / (width, height)))
        middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
        self.shift(np.append(center[:2], 0.0) - middle)
        self.marks.append(Rim(srgb(theme.ink), self.ceiling, LINE * self.unit))
        self.left = float(center[0] - width / 2)

    @property
    def unit(self) -> float:
        """A length of 1 in the frame, near the middle of the bowl, in units of w and b."""
        seen = 2 * np.tan(np.radians(FIELD_OF_VIEW) / 2) * self.distance.get_value()
        return float(seen / self.height)

    def walker(self, at: Any) -> Ball:
        """Put a walker in the bowl, its middle `at` a walk or a place, on top of its post."""
        return self._add(
            Marker(srgb(theme.walker), at, WALKER * self.unit, "ball", self.view().eye.copy())
        )

    def footprints(self, walk: Any) -> Trail:
        """Draw the steps of `walk` so far in the bowl."""
        return self.trail(walk, theme.walker, TRAIL * self.unit)

    def put_over(self, words: VMobject, clear_of: VMobject) -> VMobject:
        """Move `words` to the upper corner of this half that is farther from another thing."""
        left = clear_of.get_x() > self.to_frame(*self.best)[0]
        words.move_to(TOP_RIGHT, UR)
        return words.shift((self.left - words.get_left()[0]) * RIGHT) if left else words

    def on_floor(self, x: Any, height: Any = 0.0) -> Array:
        """Return the points of the floor at `x (…, 2)`, or at an error of `height`, (…, 3)."""
        x = np.asarray(x, dtype=float)
        up = np.broadcast_to(np.asarray(height, dtype=float), x.shape[:-1])
        return np.concatenate([x, self.height_scale * up[..., None]], axis=-1)

    def empty(self) -> "ErrorBowl":
        """Take the surface away: what stands on the floor is left."""
        self.ceiling.set_value(self.lowest)
        return self

    def fill(self) -> Any:
        """Return the animation in which the surface grows, from its lowest place to the rim."""
        growing: Any = self.ceiling.animate
        return growing.set_value(self.rim)


@dataclass(eq=False)
class Marker(Ball):
    """A ball that is seen with its middle on its place, from `eye (3,)`: no wall hides half of it.

    It is moved toward the eye, which does not change where it is seen.
    """

    eye: Array

    def center(self, ground: Ground) -> tuple[Array, float]:
        """Return center and present radius, in world units."""
        place, _ = self._foot(ground)
        radius = self.radius * self.share() * ground.mark_size
        way = self.eye - place
        return place + TOWARD * radius * way / np.linalg.norm(way), radius

    def caster(self, ground: Ground) -> tuple[Array, float]:
        """Return center and radius of what throws its shadow: the ball on its place."""
        return self._foot(ground)[0], self.center(ground)[1]


@dataclass(eq=False)
class Rim(Mark):
    """The edge of a bowl: the whole line on which the error is `level`, a tracker."""

    level: ValueTracker
    radius: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        level = float(self.level.get_value())
        (minimum,) = ground.loss.minima
        if self.share() == 0 or level <= minimum.value:
            return NOTHING
        line = ground.on_ground(ellipse(ground.loss, level, 241))
        return solids.tube(line, np.full(len(line), self.share() * self.radius), self.paint())


class CutOff(NamedTuple):
    """A loss that rises no higher than `most`."""

    loss: Loss
    most: float

    def value(self, x: Array) -> Array:
        """Return the values at `x (…, 2)`."""
        return np.minimum(self.loss.value(x), self.most)

    def gradient(self, x: Array) -> Array:
        """Return the gradients of the whole loss."""
        return np.asarray(self.loss.gradient(x))


def ellipse(loss: Any, level: float, count: int) -> Array:
    """Return `count` points of the line on which a quadratic loss has the value `level`, (n, 2).

    They are all θ* + C⁻ᵀu with ∇²f = CCᵀ and |u|² = 2(level − f(θ*)).
    """
    (minimum,) = loss.minima
    reach = np.sqrt(2 * max(level - minimum.value, 0.0))
    turn = np.linspace(0, 2 * np.pi, count)
    circle = reach * np.stack([np.cos(turn), np.sin(turn)])
    around: Array = np.linalg.solve(np.linalg.cholesky(loss.hessian(minimum.x)).T, circle).T
    return np.asarray(minimum.x + around)


def _palest() -> float:
    """Return where on the theme's ramp the colors begin that stand off the floor, 0 … 1."""
    shares = np.linspace(0, 1, 101)
    stops = np.array([srgb(color) for color in theme.terrain])
    ramp = [np.interp(shares, np.linspace(0, 1, len(stops)), part) for part in stops.T]
    floor = GLASS * srgb(theme.muted) + (1 - GLASS) * srgb(theme.background)
    luminance = solids.linear(np.vstack([floor, np.stack(ramp, axis=-1)])) @ LUMINANCE
    ratios = (np.maximum(*np.broadcast_arrays(luminance[0], luminance[1:])) + 0.05) / (
        np.minimum(*np.broadcast_arrays(luminance[0], luminance[1:])) + 0.05
    )
    return float(shares[np.flatnonzero(ratios >= CONTRAST)[0]])
