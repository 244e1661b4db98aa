"""One loss seen two ways at once: as a block of ground and as a map, with the same on both."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, ORIGIN, RIGHT, UP, FadeIn, Mobject, ValueTracker, VMobject, config
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, Trajectory, minimum_reached
from scenes.kit.arguments import check_variables, checked
from scenes.kit.height_levels import levels_between, span
from scenes.kit.knobs import within
from scenes.kit.landscape import Landscape, Pin
from scenes.kit.landscape.block import Water, foot_of
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.landscape.landscape import CONTOURS
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import walks_inside
from scenes.kit.maps.landmarks import landmarks
from scenes.kit.symbols import meaning_of, sign, sign_color
from scenes.kit.theme import CAPTION_BAND, MARGIN, theme
from scenes.kit.two_views.hikers import ArrivingMapTrail, Hikers, marks_of
from scenes.kit.two_views.shore import GroundShore, Level, MapRings, MapShore
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, halo

Array = NDArray[np.float64]

GUTTER = 0.03  # between the two, as a share of the frame's width
FULL = 0.97  # of a panel's side, that of the map in it
SHORE = 0.01  # thickness of a shoreline on the ground, as a share of the longer side
HEADING = 0.95  # room above the panels, in units of the frame
TURN = 12  # degrees by which a block turns into view
APART = 0.16  # of the longer side: no two walkers start closer
TRAIL = 0.008  # thickness of a trail, as a share of the longer side
RING = 0.062  # radius of a ring, as a share of the longer side


def window(loss: Loss, share: float) -> Loss:
    """Return `loss` on the middle of its domain, a `share` of each side, with the minima there."""
    check_variables(loss, 2, "a map")
    lower, upper = loss.domain
    middle, half = (lower + upper) / 2, share * (upper - lower) / 2
    return within(loss, middle - half, middle + half)


class TwoViews:
    """A loss of two variables as a block of ground, and beside it its map, of lines alone.

    `height`: of the block from the lowest to the highest ground, as a share of its longer side.
    `azimuth`, `elevation` (degrees): where the eye stands, as far away as the block fills its half
    of the frame.  `stage` is all that stands in the frame from the beginning.

    Water stands in both as high as `level` says, a value of the loss; its shoreline draws the
    lines of the map.
    """

    @checked
    def __init__(
        self, loss: Loss, height: float = 0.25, azimuth: float = -70, elevation: float = 35
    ) -> None:
        check_variables(loss, 2, "a map")
        self.loss = loss
        lowest, highest = span(loss)
        lower, upper = loss.domain
        self.middle, self.half = (lower + upper) / 2, (upper - lower) / 2
        self.longer = float(2 * self.half.max())
        left, right, side, tall = panels()
        self.landscape = Landscape(
            loss,
            width=side,
            height=tall,
            height_scale=height * self.longer / (highest - lowest),
            highest=highest,
            azimuth=azimuth,
            elevation=elevation,
            is_block=True,
        ).move_to(left)
        self.landscape.distance.set_value(whole_in_view(self.landscape))
        size = FULL * 2 * self.half * min(side / (2 * self.half[0]), tall / (2 * self.half[1]))
        levels = levels_between(lowest, highest, CONTOURS)
        self.map = ContourMap(loss, width=size[0], height=size[1], levels=levels).move_to(right)
        self.level = Level(lowest, loss)
        self.charted = self.landscape.charted.set_value(lowest)
        self.water, self.shore = ValueTracker(0.0), ValueTracker(0.0)
        self.landscape.marks += [
            Water(srgb(theme.muted), self.level, shown=self.water),
            GroundShore(
                srgb(theme.ink), self.level, self.map, SHORE * self.longer, shown=self.shore
            ),
        ]
        self._on_map: list[VMobject] = [self.map.border]  # what moves with the map
        lake = MapShore(self.map, self.level, self.water, self.shore)
        # The landscape is below all that is on the map, under which it comes to lie.
        self.stage: list[Mobject] = [
            self.landscape,
            self.map.border,
            MapRings(self.map, self.charted),
            lake,
        ]

    @property
    def lowest(self) -> float:
        """The lowest ground, a value of the loss."""
        return self.landscape.lowest

    @property
    def highest(self) -> float:
        """The highest ground that is told apart."""
        return self.landscape.highest

    def rings(self) -> VMobject:
        """Return all lines of the map at once."""
        return MapRings(self.map, ValueTracker(np.inf)).clear_updaters()

    def flood(self) -> list[Any]:
        """Return the animations that let water into the lowest ground, with its shoreline."""
        return [self.water.animate.set_value(1.0), self.shore.animate.set_value(1.0)]

    def rise_to(self, level: float) -> list[Any]:
        """Return the animations in which the water rises, and draws a line at each height."""
        return [tracker.animate.set_value(level) for tracker in (self.level, self.charted)]

    def drain(self) -> list[Any]:
        """Return the animations in which the water sinks and is gone; its lines stay."""
        return [self.level.animate.set_value(self.lowest), self.shore.animate.set_value(0.0)]

    def trace(self) -> Any:
        """Return the animation in which a line runs over all heights, from low to high."""
        self.water.set_value(0.0)
        self.shore.set_value(1.0)
        self.level.walk = None
        self.level.set_value(self.lowest)
        return self.level.animate.set_value(self.highest)

    def line_under(self, walk: Walk) -> Any:
        """Return the animation that shows the line of equal height under the feet of a walker."""
        self.water.set_value(0.0)
        self.level.walk = walk
        return self.shore.animate.set_value(1.0)

    def without_line(self) -> Any:
        """Return the animation that takes this line away."""
        return self.shore.animate.set_value(0.0)

    def turn_in(self) -> list[Any]:
        """Return the animation that turns the block to where it is seen best."""
        azimuth = float(self.landscape.azimuth.get_value())
        self.landscape.azimuth.set_value(azimuth - TURN)
        return self.landscape.look(azimuth=azimuth)

    def rise_above(self, elevation: float) -> list[Any]:
        """Return the animations that raise the eye to so many degrees, all of the block in view."""
        before = float(self.landscape.elevation.get_value())
        self.landscape.elevation.set_value(elevation)
        distance = whole_in_view(self.landscape)
        self.landscape.elevation.set_value(before)
        size = distance / float(self.landscape.distance.get_value())
        return [
            *self.landscape.look(elevation=elevation, distance=distance),
            self.landscape.mark_size.animate.set_value(size),
        ]

    def look_down(self) -> list[Any]:
        """Return the animations that let the eye rise until it sees the map, and as large."""
        larger = self.landscape.height / self.map.border.height
        distance = larger * self.half[1] / np.tan(np.radians(FIELD_OF_VIEW) / 2)
        nearer = distance / float(self.landscape.distance.get_value())
        size = nearer * float(self.landscape.mark_size.get_value())
        return [
            *self.landscape.look(self.middle, azimuth=-90, elevation=90, distance=distance),
            self.landscape.mark_size.animate.set_value(size),
        ]

    def flatten(self) -> Any:
        """Return the animation that presses all heights flat: a projection straight down."""
        return self.landscape.rise.animate.set_value(0.0)

    def lay_together(self) -> list[Any]:
        """Return the animations that slide the landscape and the map one over the other."""
        middle = self.landscape.get_center()[1] * UP
        way = middle - self.map.border.get_center()
        return [
            self.landscape.animate.move_to(middle),
            *(part.animate.shift(way) for part in self._on_map),
        ]

    def hikers(self, walks: Sequence[Walk]) -> Hikers:
        """Return walkers that are to appear in both views: in ink, until they have arrived.

        Only then they take the color of walkers.
        """
        thickness, radius = TRAIL * self.longer, self.landscape.walker_radius()
        on_map = [ArrivingMapTrail(walk, self.map, theme.ink, theme.walker) for walk in walks]
        on_ground = [
            mark
            for walk in walks
            for mark in marks_of(walk, thickness, radius, theme.walker, len(walks) == 1)
        ]
        self.landscape.marks += on_ground
        return Hikers(walks, on_map, on_ground)

    def spread_out(self, crowd: Trajectory, count: int) -> list[Walk]:
        """Return `count` walks of a batch that stay on the map and end in a minimum.

        They start apart.  Raises ValueError if there are not as many.
        """
        ends = minimum_reached(self.loss, crowd.x[-1])
        chosen: list[int] = []
        for i in walks_inside(self.map, crowd):
            away = np.linalg.norm(crowd.x[0, chosen] - crowd.x[0, i], axis=-1)
            if ends[i] >= 0 and np.all(away > APART * self.longer):
                chosen.append(int(i))
        if len(chosen) < count:
            raise ValueError(
                f"HIKERS is {count}, and only {len(chosen)} come to rest on the map: it needs more "
                "STEPS, another LEARNING_RATE or SEED, or fewer HIKERS"
            )
        return [Walk(crowd.path(i)) for i in chosen[:count]]

    def ring(self, minimum: int) -> list[Any]:
        """Return the animations that put a ring about one of the minima."""
        at, radius = self.loss.minima[minimum].x, RING * self.longer
        scale = self.map.border.height / (2 * self.half[1])
        meaning = meaning_of(self.loss.minima[minimum])
        on_map = sign(meaning, scale * radius)
        on_map.move_to(self.map.at(at))
        self._on_map.append(on_map)
        ring = self.landscape.ring(at, sign_color(meaning), radius)
        ring.thickness = TRAIL * self.longer
        return [ring.appear(), FadeIn(on_map)]

    def heights(self) -> list[VMobject]:
        """Return the height of each top and each hollow, at its place in both views."""
        tops, hollows, _ = landmarks(self.map)
        values = [(at, float(self.loss.value(at))) for at in (*tops, *hollows)]
        named = [self.name(formula(number(value, 3, 1)), at) for at, value in values]
        return [label for both in named for label in both]

    def name(self, label: VMobject, at: ArrayLike) -> tuple[VMobject, VMobject]:
        """Return `label` at the place `at`, once in the landscape and once on the map."""
        on_map = halo(label.copy()).move_to(self.map.at(at))
        return Pin(self.landscape, halo(label), at, ORIGIN, 0.0), on_map


def panels() -> tuple[Array, Array, float, float]:
    """Return the middles of two panels side by side, their width and their height.

    Above them is room for a heading.
    """
    width, height = float(config.frame_width), float(config.frame_height)
    side = (width - 2 * MARGIN - GUTTER * width) / 2
    out = (side + GUTTER * width) / 2
    foot = (CAPTION_BAND - 0.5) * height
    head = height / 2 - MARGIN - HEADING
    middle = np.array([0, (foot + head) / 2, 0])
    return middle + out * LEFT, middle + out * RIGHT, side, head - foot


def whole_in_view(landscape: Landscape) -> float:
    """Return how far the eye must stand for all of a block to fill its rectangle."""
    ground = landscape.ground()
    inner = np.stack(
        np.meshgrid(
            *(np.linspace(a, b, 41) for a, b in zip(ground.lower, ground.upper, strict=True))
        ),
        axis=-1,
    )
    points = np.concatenate(
        [part.reshape(-1, 3) for part in (ground.on_ground(inner), foot_of(ground))]
    )
    target = landscape.view().target
    angles = float(landscape.azimuth.get_value()), float(landscape.elevation.get_value())
    near, far = 0.5 * landscape.extent, 20 * landscape.extent
    for _ in range(40):
        between = (near + far) / 2
        seen = View.around(target, *angles, between, landscape.width / landscape.height).project(
            points
        )
        inside = bool(np.all(np.abs(seen[:, :2]) < 1) and np.all(seen[:, 2] > 0))
        near, far = (near, between) if inside else (between, far)
    return far
