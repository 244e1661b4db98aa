"""A compass that points uphill: it wanders over a map and leaves the first arrows of a field."""

from typing import Any

import numpy as np
from manim import Circle, VGroup, VMobject, linear
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.arrow_field import RISE, ArrowField, arrow_outlines, closed
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.landmarks import landmarks
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
STATIONS = 6  # of the route, before the one at which it ends
PHASES = 25  # of its waves that are tried
SWING = 0.58  # of half the map's height: how far the route goes up and down
REACH = 0.84  # of half the map's width
WAVES = 1.25  # of the route over the map
GAP = 0.1  # round the name, in units of the frame
POINTS = 400  # of the route


class Compass(VGroup):
    """A ring with the gradient at its middle as a needle, as long as the arrows of a field.

    Its name, ∇f, goes before it. It wanders over the map to a top, where the needle vanishes. Where
    it comes by it leaves the arrows of `field`, all of which are gone at first; ``field.grow()``
    adds the others, the nearest first. Its place is that of `field.grown`, from 0 to 1: it arrives
    a little earlier, and at 1 the last of the arrows that it leaves is as long as the others.
    """

    @checked
    def __init__(self, field: ArrowField) -> None:
        self.field = field
        self.route = route_over(field.map)
        self.radius = 0.62 * field.longest
        self.ring = Circle(self.radius, stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        self.ring.set_stroke(theme.background, width=PATH_WIDTH + 2 * RIM_WIDTH, background=True)
        self.ring.set_fill(theme.background, opacity=0.45)
        self.needle = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.needle.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)
        places = field.map.at(self.route)[:, :2]
        away = np.linalg.norm(field.centers[:, None] - places[None], axis=-1)
        nearest = away.min(axis=1)
        far = nearest > 0.75 * field.spacing
        passed = (1 - RISE) * away.argmin(axis=1) / (len(places) - 1)
        later = 1 + 0.8 * nearest / max(float(nearest.max()), 1e-9)
        field.born = np.where(far, later, passed)
        field.grown.set_value(0.0)
        field.follow()
        self._share = -1.0
        self.label = tag(formula("nabla f", SMALL_SIZE, theme.gradient), buff=0.08)
        super().__init__(self.ring, self.needle, self.label)
        self.follow()
        self.add_updater(Compass.follow)

    @property
    def position(self) -> Array:
        """Where on the map it is, shape (2,)."""
        share = min(self.field.grown.get_value() / (1 - RISE), 1.0)
        row = share * (len(self.route) - 1)
        rows = np.arange(len(self.route))
        return np.array([np.interp(row, rows, column) for column in self.route.T])

    def follow(self) -> "Compass":
        """Stand where it is on the route, and point along the gradient there."""
        share = min(float(self.field.grown.get_value()), 1.0)
        if share == self._share:
            return self  # so that it can be faded in and out
        self._share = share
        x = self.position
        place = self.field.map.at(x)
        vector = self.field.map.loss.gradient(x)[None] / self.field.unit
        outline = self.field.longest * arrow_outlines(vector) + place[:2]
        self.needle.points = closed(outline)
        self.ring.move_to(place)
        # Ahead of the ring or, where the map ends, above it.
        away = self.radius + GAP + self.label.width / 2
        room = self.field.map.border.get_right()[0] - GAP - self.label.width / 2 - place[0]
        cos = float(np.clip(room / away, 0, 1))
        self.label.move_to(place + away * np.array([cos, np.sqrt(1 - cos * cos), 0]))
        return self

    def wander(self) -> Any:
        """Return the animation in which it goes all its way."""
        going: Any = self.field.grown.animate
        return going(rate_func=linear).set_value(1.0)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("the compass", self.ring.get_center())] if is_seen(self.ring) else []


def route_over(contour_map: ContourMap) -> Array:
    """Return a smooth way over a map that ends on a top, (n, 2), evenly long from point to point.

    Until then it keeps away from tops, valleys and passes, for there are no arrows. Without a top
    it ends in a valley, or in the middle.
    """
    found = landmarks(contour_map)
    middle = (contour_map.lower + contour_map.upper) / 2
    ends = next((kind for kind in found[:2] if len(kind)), middle[None])
    flats = np.vstack([kind for kind in found if len(kind)] or [ends])
    routes = [_route(contour_map, ends, phase) for phase in np.linspace(0, 2 * np.pi, PHASES)]

    def nearest(route: Array) -> float:
        on_the_way = route[: int(0.85 * POINTS), None]
        return float(np.linalg.norm(on_the_way - flats, axis=-1).min())

    return max(routes, key=nearest)


def _route(contour_map: ContourMap, ends: Array, phase: float) -> Array:
    """Return a way in waves of a `phase` from left to right, to one of `ends`, (n, 2)."""
    lower, upper = contour_map.lower, contour_map.upper
    share = np.linspace(0, 1, STATIONS + 1)
    wave = REACH * (2 * share - 1), SWING * np.sin(2 * np.pi * WAVES * share + phase)
    stations = (lower + upper) / 2 + (upper - lower) / 2 * np.stack(wave, axis=-1)
    end = min(ends, key=lambda x: float(np.linalg.norm(x - stations[-1])))
    stations[-1] = end
    pieces = np.linalg.norm(np.diff(stations, axis=0), axis=1)
    spline = CubicSpline(np.append(0.0, np.cumsum(pieces)), stations)
    fine = spline(np.linspace(0, pieces.sum(), 4 * POINTS))
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1)))
    even = np.linspace(0, along[-1], POINTS)
    return np.stack([np.interp(even, along, column) for column in fine.T], axis=-1)
