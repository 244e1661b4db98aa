"""The path of a walk whose learning rate is turned, with a mark where it is thrown off the map."""

from typing import Any, cast

import numpy as np
from manim import LEFT, UP, Triangle, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import LossTrail, MapTrail, clip_segment
from scenes.kit.plots.plot import LossPlot, Plot
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.words.text import formula, text

HEAD = 0.13  # length of the arrowhead at the border, in radii of the walker over DOT_RADIUS
LEAST = 0.7  # times as large as at first are the marks, however small the map becomes
PLOT_HEIGHT = 1.7
AXIS_NAME = 0.2  # between the last number of an axis and its name
CLEAR = 0.05  # between the border and the sign

Array = NDArray[np.float64]


class RateTrail(MapTrail):
    """A trail on a map; where it leaves the map for good stands the sign of divergence.

    It stands outside on the right, and inside at the borders that have numbers or words beside.
    An arrowhead at the border shows which way the last piece goes on. While the learning rate is
    turned, neither is there: from one rate to the next the path may leave on the other side. When
    the map shrinks, so do the marks of the steps, though not as much.
    """

    walk: RateWalk

    @checked
    def __init__(self, walk: RateWalk, contour_map: ContourMap, **style: Any) -> None:
        self.radius = style.get("radius", DOT_RADIUS)
        self.full = float(contour_map.border.width)
        self.thrown = sign("diverged", self.radius)
        self.head = Triangle(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self._sign, self._head = self.thrown.points.copy(), _pointing_right(self.head)
        self._full_mark: Array | None = None  # the outline of a step's mark
        super().__init__(walk, contour_map, **style)
        self.add(self.head, self.thrown)

    def exit(self) -> tuple[Array, Array] | None:
        """Return where on the map the walk has left it so far, and which way, each (2,).

        None if it has not.
        """
        points = np.vstack([self.walk.visited, self.walk.position])
        on_map = self.map.inside(points)
        if on_map[-1] or not on_map.any():
            return None
        last = int(np.flatnonzero(on_map)[-1])
        piece = clip_segment(points[last], points[last + 1], self.map.lower, self.map.upper)
        where = points[last] if piece is None else piece[1]
        return np.asarray(where), np.asarray(points[last + 1] - points[last])

    def _whereabouts(self) -> Any:
        return super()._whereabouts(), self.walk.rest

    def _draw(self) -> None:
        if self._full_mark is None:
            self._full_mark = self._mark_outline
        self._mark_outline = self._full_mark * max(float(self.map.border.width) / self.full, LEAST)
        super()._draw()
        left, share = self.exit(), self.walk.rest
        if left is None or not share:
            self.thrown.points, self.head.points = self._sign[:0], self._head[:0]
            return
        where, way = self.map.at(left[0]), self.map.at(left[0] + left[1]) - self.map.at(left[0])
        way = way / max(float(np.linalg.norm(way)), 1e-12)
        size = share * HEAD * self.radius / DOT_RADIUS
        across = np.array([-way[1], way[0], 0.0])
        shape = self._head[:, :1] * way + self._head[:, 1:2] * across
        self.head.points = where + size * shape
        out = self._out(where)
        aside = 1 if out[0] > 0 else -1  # left and below are the numbers of the axes, above α
        self.thrown.points = share * self._sign + where + aside * (self.radius + CLEAR) * out

    def _out(self, where: Array) -> Array:
        """Return the way out of the map, square to the border that is nearest to a place on it."""
        border = self.map.border
        middle, half = border.get_center(), np.array([border.width, border.height, 1.0]) / 2
        share = (where - middle) / half
        axis = int(np.argmax(np.abs(share[:2])))
        return np.asarray(np.sign(share[axis]) * np.eye(3)[axis])


class RateCurve(LossTrail):
    """The loss of a walk; while this is off the map, the sign of divergence stands for the walker.

    So both pictures show the same of it. While the learning rate is turned the walker stands there.
    """

    walk: RateWalk

    @checked
    def __init__(self, walk: RateWalk, plot: Plot, contour_map: ContourMap, **style: Any) -> None:
        self.map = contour_map
        self.thrown = sign("diverged", style.get("radius", DOT_RADIUS))
        self._sign = self.thrown.points.copy()
        super().__init__(walk, plot, **style)
        self.add(self.thrown)

    def __deepcopy__(self, memo: dict[int, Any]) -> "RateCurve":
        memo[id(self.map)] = self.map  # a copy, as animations make them, follows the same map
        return cast(RateCurve, super().__deepcopy__(memo))

    def _whereabouts(self) -> Any:
        return super()._whereabouts(), self._is_off(), self.walk.rest

    def _draw(self) -> None:
        self.walker.points = self._walker_outline
        super()._draw()
        place, share = self.corners[-1], self.walk.rest if self._is_off() else 0.0
        self.thrown.points = share * self._sign + place if share else self._sign[:0]
        if share:
            seen = self._walker_outline if share < 1 else self._walker_outline[:0]
            self.walker.points = (1 - share) * seen + place

    def _is_off(self) -> bool:
        return not bool(self.map.inside(self.walk.position))


def loss_plot(walk: RateWalk, highest: float, left: float, right: float, foot: float) -> LossPlot:
    """Return axes, from `left` to `right`, of the losses of a walk with α up to `highest`.

    The axis of steps stands at the height `foot`. Raises ValueError for a loss that falls below 0.
    """
    loss, (minimum, *_) = walk.loss_walked, walk.loss_walked.minima
    if minimum.value < -1e-9 * float(abs(loss.value(walk.start) - minimum.value)):
        raise ValueError(
            f"LOSS is {loss.name!r}, which comes down to {minimum.value:.3g}, and must not fall "
            f"below 0 to be drawn on a logarithmic axis: add {-minimum.value:.6g} to it"
        )
    decades, every = walk.scale_up_to(highest)
    left += formula(f"10^({decades[0]})", SMALL_SIZE).width + 0.25
    math = walk.loss_walked.formula.replace("/", "\\/")
    name = f"loss $f = {math}$, log scale"
    if text(name, SMALL_SIZE).width > right - left:
        name = "loss $f$, log scale"
    last_half = formula(str(walk.steps), SMALL_SIZE).width / 2  # of the number below the end
    size = right - max(DOT_RADIUS, last_half) - left, PLOT_HEIGHT
    plot = LossPlot(walk.steps, decades, *size, every=every, y_label=name)
    plot.shift(np.array([left, foot, 0]) - plot.x_axis.get_start())
    last = plot.labels[1]  # the number of steps at the end of the axis
    steps_name = text("steps", SMALL_SIZE, theme.muted).next_to(last, LEFT, buff=AXIS_NAME)
    base = float(steps_name.family_members_with_points()[0].get_bottom()[1])
    plot.labels.add(steps_name.shift((float(last.get_bottom()[1]) - base) * UP))
    return plot


def _pointing_right(triangle: VMobject) -> Array:
    """Return the points of a triangle with its tip at the origin, 1 long and 1 broad."""
    corners = np.array([[0, 0, 0], [-1, 0.5, 0], [-1, -0.5, 0], [0, 0, 0]], dtype=float)
    return np.asarray(triangle.set_points_as_corners(corners).points)
