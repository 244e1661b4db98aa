"""One loss seen two ways at once: as a block of ground and as a map, with the same on both."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, UP, FadeIn, FadeOut, Mobject, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, Trajectory, minimum_reached
from scenes.kit.arguments import check_variables, checked
from scenes.kit.height_levels import round_levels, span
from scenes.kit.knobs import within
from scenes.kit.landscape import Landscape, Mark
from scenes.kit.landscape.block import Water
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.place import Target
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.places import TOP_LEFT, TOP_RIGHT
from scenes.kit.symbols import meaning_of, sign, sign_color
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, theme
from scenes.kit.two_views.framing import AROUND, fit, panels
from scenes.kit.two_views.heights import (
    BlockAxes,
    LevelMark,
    MapHeights,
    feet_of_names,
    map_axes,
)
from scenes.kit.two_views.hikers import Hikers, RightAngles, hikers_on, walks_apart
from scenes.kit.two_views.inward import Inward, inward
from scenes.kit.two_views.key import key_rows
from scenes.kit.two_views.shore import (
    Gaps,
    GroundRings,
    GroundShore,
    Level,
    MapRings,
    MapShore,
    MapWater,
)
from scenes.kit.two_views.turn import at_first, at_last, farthest_end, look_straight_down, steady
from scenes.kit.walk import Walk
from scenes.kit.words.question import question_card
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

LINES = 4  # of equal height, at most
SHORE = 0.011  # thickness of a shoreline on the ground, as a share of the longer side
WIRE = 0.0055  # that of the other lines
TURN = 12  # degrees by which a block turns into view
APART = 0.16  # of the longer side: no two walkers start closer
TRAIL = 0.008  # thickness of a trail, as a share of the longer side
RING = 0.058  # radius of a ring, as a share of the longer side
OUT = 0.28  # of the longer side: so far beside the block its axis of heights stands
NAMED = 0.8  # of a lower edge of the block, where the name of its axis stands
BROADEST = 4.0  # of what the loss is, in units of the frame: a question stands beside it


def window(loss: Loss, share: float) -> Loss:
    """Return `loss` on the middle of its domain, a `share` of each side, with the minima there."""
    check_variables(loss, 2, "a map")
    lower, upper = loss.domain
    middle, half = (lower + upper) / 2, share * (upper - lower) / 2
    return within(loss, middle - half, middle + half)


class TwoViews:
    """A loss of two variables as a block of ground, and beside it its map, of lines alone.

    `height`: of the block from the lowest to the highest ground, as a share of its longer side.
    `azimuth`, `elevation` (degrees): where the eye stands, as far away as the block fills its part
    of the frame.  `stage` is all that stands in the frame from the beginning.

    Water stands in both as high as `level` says, a value of the loss; its shoreline draws the
    lines of the block, and brings out those of the map, at round heights.
    """

    @checked
    def __init__(
        self, loss: Loss, height: float = 0.3, azimuth: float = -54, elevation: float = 36
    ) -> None:
        check_variables(loss, 2, "a map")
        self.loss = loss
        lowest, highest = span(loss)
        lower, upper = loss.domain
        self.middle, self.half = (lower + upper) / 2, (upper - lower) / 2
        self.longer = float(2 * self.half.max())
        left, right = panels(2 * self.half)
        levels = round_levels(lowest, highest, LINES)
        width, tall = 2 * right.half
        self.map = ContourMap(loss, width=width, height=tall, levels=levels)
        self.map.move_to((*right.middle, 0))
        width, tall = 2 * (left.half + AROUND)
        self.landscape = Landscape(
            loss,
            width=width,
            height=tall,
            height_scale=height * self.longer / (highest - lowest),
            highest=highest,
            azimuth=azimuth,
            elevation=elevation,
            is_block=True,
        ).move_to((left.middle[0], right.middle[1], 0))
        target, distance = fit(self.landscape, azimuth, elevation, left)
        self.landscape.focus = Target(target)
        self.landscape.distance.set_value(distance)
        self.level = Level(lowest, loss)
        self._rings: dict[int, Mark] = {}
        self.landscape.charted.set_value(-np.inf)  # lines of its own would be thinner
        self.charted, self.whole, self.gaps = ValueTracker(lowest), ValueTracker(1.0), Gaps()
        self.water, self.shore = ValueTracker(0.0), ValueTracker(0.0)
        ink, long = srgb(theme.ink), self.longer
        lines = [self.map.lines_at(float(value)) for value in levels]
        self.landscape.marks += [
            Water(srgb(theme.water), self.level, shown=self.water),
            GroundRings(ink, self.charted, levels, lines, WIRE * long),
            GroundShore(ink, self.level, self.map, SHORE * long, shown=self.shore),
        ]
        view = self.landscape.view()
        corners = np.array(
            [[x, y, 0.0] for x in (lower[0], upper[0]) for y in (lower[1], upper[1])]
        )
        far = max(corners, key=lambda corner: float((corner - view.eye) @ view.axes[2]))
        far = far[:2] - OUT * long * view.right[:2]
        self.axes = BlockAxes(self.landscape, far, levels, feet_of_names(self.landscape, NAMED))
        # The landscape is below all that is on the map, under which it comes to lie.
        self._above: list[VMobject] = []  # what the block must not come under
        self._beside = map_axes(self.map)  # what it must not slide under
        self.stage: list[Mobject] = [
            self.landscape,
            self.axes,
            self.map.border,
            self._beside,
            MapWater(self.map, self.level, self.water),
            MapRings(self.map, self.charted, self.whole, self.gaps),
            MapShore(self.map, self.level, self.shore, self.gaps),
        ]

    @property
    def levels(self) -> tuple[float, ...]:
        """The heights of the lines."""
        return self.map.levels

    def heading(self) -> VMobject:
        """Return what the loss is, above the block, on the base line of questions at TOP_RIGHT.

        A formula for which there is no room is left out.
        """
        whole = f"f(x, y) = {self.loss.formula}"
        sizes = [formula(whole, size) for size in (TITLE_SIZE, TEXT_SIZE, SMALL_SIZE)]
        words = next((w for w in sizes if w.width < BROADEST), formula("f(x, y)", TITLE_SIZE))
        asked = question_card("Wg", (), TOP_RIGHT).family_members_with_points()
        letter = words.family_members_with_points()[2]  # the x of f(x, y)
        words.move_to(TOP_LEFT, LEFT)
        self._above.append(words)
        return words.shift((asked[1].get_bottom() - letter.get_bottom())[1] * UP)

    @property
    def highest(self) -> float:
        """The highest ground that is told apart."""
        return self.landscape.highest

    def turn_in(self) -> list[Any]:
        """Return the animation that turns the block to where it is seen best."""
        azimuth = float(self.landscape.azimuth.get_value())
        self.landscape.azimuth.set_value(azimuth - TURN)
        return self.landscape.look(azimuth=azimuth)

    def heights(self, walks: Sequence[Walk], clear_of: VMobject) -> MapHeights:
        """Return the heights of the lines, on the map where there is room.

        That is where none of the `walks` passes, clear of what stands on the map.
        """
        paths = [walk.trajectory for walk in walks]
        heights = MapHeights(self.map, self.charted, paths, clear_of)
        self.gaps.boxes, self.gaps.shares = heights.boxes, heights.shares
        return heights

    # Water

    def level_mark(self) -> LevelMark:
        """Return a pointer with a number on the axis of heights, as high as the water."""
        return LevelMark(self.axes, self.level.get_value)

    def flood(self) -> list[Any]:
        """Return the animations that let water into the lowest ground, with its shoreline.

        The lines of the map are dashed, until the water comes to them.
        """
        full = [tracker.animate.set_value(1.0) for tracker in (self.water, self.shore)]
        return [*full, self.whole.animate.set_value(0.0)]

    def rise_to(self, level: float) -> list[Any]:
        """Return the animations in which the water rises, and draws a line at each height."""
        return [tracker.animate.set_value(level) for tracker in (self.level, self.charted)]

    def drain(self) -> list[Any]:
        """Return the animations in which the water sinks and is gone; its lines stay."""
        gone = self.level.animate.set_value(self.landscape.lowest)
        return [gone, self.shore.animate.set_value(0.0)]

    # Walks

    def line_through(self, point: ArrayLike) -> list[Any]:
        """Return the animations that show the one line of equal height through a point.

        If there is one already, it moves there.
        """
        x = np.asarray(point, dtype=float)
        height = float(self.loss.value(x))
        self.water.set_value(0.0)
        self.level.near = x
        if self.shore.get_value() == 0:
            self.level.set_value(height)
        return [self.level.animate.set_value(height), self.shore.animate.set_value(1.0)]

    def without_line(self) -> Any:
        """Return the animation that takes this line away."""
        return self.shore.animate.set_value(0.0)

    def inward(self, path: Trajectory) -> list[Inward]:
        """Return what the numbers tell: two rings about a hill, two about a hollow, and words.

        They are those next to the start of `path` and to its end.
        """
        return inward(self.map, path)

    def hikers(self, walks: Sequence[Walk]) -> Hikers:
        """Return walkers that are to appear in both views."""
        radius = farthest_end(self.landscape) * self.landscape.walker_radius()
        hikers = hikers_on(walks, self.map, TRAIL * self.longer, radius)
        self.landscape.marks += hikers.on_ground
        return hikers

    def right_angles(self, path: Trajectory, most: int, others: Sequence[Walk] = ()) -> RightAngles:
        """Return the right angles on the map of the first steps of a walk that are long enough.

        They keep clear of the paths of `others`.
        """
        return RightAngles(self.map, path, most, [walk.trajectory for walk in others])

    def spread_out(self, crowd: Trajectory, count: int) -> list[Walk]:
        """Return `count` walks of a batch that stay on the map and end in a minimum.

        They start apart.  Raises ValueError if there are not as many.
        """
        return walks_apart(self.map, crowd, count, APART * self.longer)

    def rings(self, ends: ArrayLike) -> list[Any]:
        """Return the animations that put a ring about each minimum where one of the walks ends.

        `ends` are points, (n, 2); a minimum that has a ring gets no other.
        """
        found = {int(i) for i in minimum_reached(self.loss, ends) if i >= 0}
        return [self._ring(i) for i in sorted(found - self._rings.keys())]

    def _ring(self, minimum: int) -> list[Any]:
        at, radius = self.loss.minima[minimum].x, RING * self.longer
        meaning = meaning_of(self.loss.minima[minimum])
        on_map = sign(meaning, radius * self.map.border.height / (2 * self.half[1]))
        on_map.set_stroke(width=0, background=True)  # a rim would cut the trails and lines below
        ring = self.landscape.ring(at, sign_color(meaning), radius)
        ring.thickness = TRAIL * self.longer
        self._rings[minimum] = ring
        return [ring.appear(), FadeIn(on_map.move_to(self.map.at(at)))]

    # The one view laid under the other

    def look_down(self) -> list[Any]:
        """Return the animations that let the eye rise until it sees the map, and as large.

        The perspective goes before the eye is upright, so that a hill stands where it is on the
        map. Its axes leave, and what it would come under: the heading, and the names of the map's.
        """
        size = self.half[1] * self.landscape.height / self.map.border.height
        gone = [FadeOut(name, rate_func=at_first) for name in (self.axes, *self._above)]
        gone.append(FadeOut(self._beside, rate_func=at_last))
        smaller = 1 / farthest_end(self.landscape)  # as walkers were made larger
        moves = look_straight_down(self.landscape, self.middle, size, smaller)
        return [*moves, *gone]

    def slide_under(self) -> Any:
        """Return the animation that slides the landscape under the map, which stays."""
        way = self.map.border.get_center() - self.landscape.get_center()
        sliding: Any = self.landscape.animate
        return sliding(rate_func=steady).shift(way)

    def heading_again(self) -> list[Any]:
        """Return the animations that bring back the heading, and the names of the map's axes."""
        return [FadeIn(name) for name in (*self._above, self._beside)]

    def key(self, ring: str, height: str, depth: str, walk: str, end: str) -> VGroup:
        """Return rows beside the map that say what a ring, numbers, a walk and its end are."""
        first = next(iter(self._rings), 0)
        meaning = meaning_of(self.loss.minima[first])
        return key_rows(self.map, (ring, height, depth, walk, end), meaning)
