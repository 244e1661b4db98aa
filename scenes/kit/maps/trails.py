"""What a walk leaves behind: its path over a map or a curve, and its loss curve."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import LineJointType, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import StepMark, is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, STEP_RADIUS, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]


class Trail(VGroup):
    """The path of a walk so far: a straight piece and a mark for each step, the walker at its end.

    `at` takes points of the loss, shape (…, d), to points of the frame, shape (…, 3): the `at`
    of a map, say, or a plot's ``lambda x: plot.on_curve(loss, x)``. `marker` is the walker's
    shape, one of `MARKERS`; different walkers differ by it as well as by color. `step_radius` is
    that of the mark which each step leaves, and `step_marker` its shape.
    """

    @checked
    def __init__(
        self,
        walk: Walk,
        at: Callable[[Array], Array],
        color: str | None = None,
        marker: str = "circle",
        radius: float = DOT_RADIUS,
        width: float = PATH_WIDTH,
        step_radius: float = STEP_RADIUS,
        step_marker: str = "circle",
    ) -> None:
        color = color or theme.walker
        self.walk = walk
        self.at = at
        self.path = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        self.marks = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.walker = marker_shape(marker, radius, color)
        self._walker_outline = self.walker.points
        self._mark_outline = marker_shape(step_marker, step_radius, color).points
        self._rest: tuple[Any, ...] = ()  # see `follow`
        super().__init__(self.path, self.marks, self.walker)
        self.follow()
        self.add_updater(lambda trail: trail.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "Trail":
        # A copy, as animations make them, follows the same walk over the same map; but what is
        # copied beside it, such as that map, is a copy.
        shared = {id(one): one for one in (self.walk, getattr(self.at, "__self__", None))}
        added = shared.keys() - memo.keys()
        memo.update({key: shared[key] for key in added})
        trail = super().__deepcopy__(memo)
        for key in added:
            del memo[key]
        return trail

    @property
    def corners(self) -> Array:
        """The frame's points of the computed points passed, and of where the walker is."""
        return self.at(np.vstack([self.walk.visited, self.walk.position]))

    def follow(self) -> "Trail":
        """Draw the path up to where the walk is now."""
        state = self._whereabouts(), self._points()
        if state != self._rest:
            self._draw()
            if self._points() == state[1]:  # to draw again would change nothing
                self._rest = state
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = len(self.walker.points) > 0 and is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if shown else []

    def of_steps(self) -> tuple[list[StepMark], list[Walk]]:
        """Return what in view belongs to a step, and the walks in view: its own, if it is."""
        return [], [self.walk] if self.must_see() else []

    def _points(self) -> list[bytes]:
        return [part.points.tobytes() for part in self.submobjects]

    def _whereabouts(self) -> Any:
        """Return all that decides where points are drawn, in values that can be compared."""
        return self.corners.tobytes()

    def _draw(self) -> None:
        corners = self.corners
        self.path.set_points_as_corners(corners)
        self._mark(corners[:-1])
        self.walker.move_to(corners[-1])

    def _mark(self, places: Array) -> None:
        """Copy one outline to every place: a single shape, however many steps there are."""
        outlines = self._mark_outline[None] + places[:, None]
        self.marks.points = outlines.reshape(-1, 3)


class MapTrail(Trail):
    """A trail on a map: what leaves the map is cut off at its border, not squeezed onto it.

    A step that neither begins nor ends on the map is not drawn, even if it leaps over the map.
    With `dash` the path is dashed, and that is how long its dashes are, in units of the frame.
    """

    @checked
    def __init__(
        self,
        walk: Walk,
        contour_map: ContourMap,
        dash: float = 0.0,
        **style: Any,
    ) -> None:
        self.map = contour_map
        self.dash = dash
        super().__init__(walk, contour_map.at, **style)

    def _whereabouts(self) -> Any:
        return self.walk.taken, self.walk.visited.tobytes(), self.map.border.points.tobytes()

    def _draw(self) -> None:
        """Draw what lies on the map of the path so far."""
        points = np.vstack([self.walk.visited, self.walk.position])
        on_map = self.map.inside(self.walk.trajectory.x)
        computed = np.append(on_map, on_map[-1])[: len(points)]  # the last step has no next
        touching = computed[:-1] | computed[1:]
        box = self.map.lower, self.map.upper
        pairs = np.stack([points[:-1], points[1:]], axis=1)
        pieces = self.at(clip_segments(pairs[touching], *box))
        self.path.points = straight_pieces(dashes(pieces, self.dash) if self.dash else pieces)
        places = self.at(points)
        self._mark(places[:-1][computed[:-1]])
        # Without points where it is not seen: opacity is left to those who fade the trail.
        seen = bool(touching[-1] and self.map.inside(points[-1]))
        self.walker.points = self._walker_outline[: len(self._walker_outline) if seen else 0]
        self.walker.shift(places[-1])


class LossTrail(Trail):
    """The loss after each step of a walk, on axes for both; it stands at whole steps only."""

    @checked
    def __init__(self, walk: Walk, plot: Plot, **style: Any) -> None:
        super().__init__(walk, plot.at, **style)

    @property
    def corners(self) -> Array:
        """The frame's points of the losses after each whole step."""
        losses = self.walk.trajectory.loss[: self.walk.step + 1]
        pairs = np.stack([np.arange(len(losses)), losses], axis=-1)
        return self.at(np.vstack([pairs, pairs[-1]]))


class Drawn(VMobject):
    """A path whose points are asked for anew in every frame."""

    def __init__(self, points: Callable[[], Array], **style: Any) -> None:
        super().__init__(**style)
        self.add_updater(lambda path: path.set_points(points()), call_updater=True)


def straight_pieces(ends: Array) -> Array:
    """Return the Bézier points of straight pieces given by their ends, shape (…, 2, 3)."""
    pieces = ends.reshape(-1, 2, 3)
    shares = np.array([0, 1 / 3, 2 / 3, 1])[:, None]
    return np.asarray(pieces[:, :1] * (1 - shares) + pieces[:, 1:] * shares).reshape(-1, 3)


def through(points: Array) -> Array:
    """Return the Bézier points of straight pieces from each of `points`, (n, 3), to the next."""
    return straight_pieces(np.stack([points[:-1], points[1:]], axis=1))


def dashes(segments: Array, length: float, gap: float = 0.6) -> Array:
    """Return the dashes, (m, 2, d), of a line of `segments`, (n, 2, d), one after the other.

    Each dash is `length` long, around corners as well, and each gap `gap` times that.
    """
    period = (1 + gap) * length
    before, found = 0.0, [np.zeros((0, 2, segments.shape[-1]))]
    for start, end in segments:
        whole = float(np.linalg.norm(end - start))
        first = np.arange(np.floor(before / period), np.ceil((before + whole) / period)) * period
        shares = (np.stack([first, first + length], axis=1) - before) / max(whole, 1e-12)
        shares = np.clip(shares, 0, 1)
        shares = shares[shares[:, 0] < shares[:, 1]]
        found.append(start + shares[..., None] * (end - start))
        before += whole
    return np.concatenate(found)


def clip_segments(segments: Array, lower: Array, upper: Array) -> Array:
    """Return the parts of `segments`, (n, 2, d), inside the box, (m, 2, d) with m ≤ n.

    A segment that only touches the box is left out. Source: Liang and Barsky, *A new concept and
    method for line clipping*, ACM Transactions on Graphics 3(1), 1984.
    """
    if ((lower <= segments) & (segments <= upper)).all():
        return segments
    start, along = segments[:, 0], segments[:, 1] - segments[:, 0]
    level = along == 0  # as far from both bounds from end to end
    slope = np.where(level, 1.0, along)
    first, last = (lower - start) / slope, (upper - start) / slope
    within = (lower <= start) & (start <= upper)
    enter = np.where(level, np.where(within, 0.0, np.inf), np.minimum(first, last))
    leave = np.where(level, 1.0, np.maximum(first, last))
    enter, leave = np.maximum(enter.max(axis=1), 0.0), np.minimum(leave.min(axis=1), 1.0)
    seen = enter < leave
    start, along = start[seen, None], along[seen, None]
    return np.asarray(start + np.stack([enter, leave], axis=1)[seen, :, None] * along)


def clip_segment(start: Array, end: Array, lower: Array, upper: Array) -> Array | None:
    """Return the part of the segment from `start` to `end` inside the box, (2, d), or None.

    All arguments have shape (d,).
    """
    clipped = clip_segments(np.array([[start, end]]), lower, upper)
    return clipped[0] if len(clipped) else None
