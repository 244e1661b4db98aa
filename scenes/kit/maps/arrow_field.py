"""A field of arrows on a map, colored by length."""

from typing import Any

import numpy as np
from manim import (
    RIGHT,
    Arrow,
    ManimColor,
    Mobject,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
    linear,
)
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import Delaunay

from gd_math import gradient_field, grid
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
SHADES = 6  # colors from the shortest arrow to the longest
STEEP = 1.6  # times the median: what is steeper by far is drawn as long as that
# One arrow of length 1 along x, centered, as a closed polygon: shaft and head.
OUTLINE = np.array(
    [
        (-0.5, 0.075),
        (0.05, 0.075),
        (0.05, 0.24),
        (0.5, 0),
        (0.05, -0.24),
        (0.05, -0.075),
        (-0.5, -0.075),
    ]
)
PRINT = 0.25  # how transparent an arrow is that stands back
SPACING = 0.52
WAVE = 1.2  # how much longer the wave of turning takes than one arrow does
ROOMY = 1.15  # times its size: so much room an arrow needs beside a thing
RISE = 0.12  # of `grown`: how long an arrow takes to grow


class ArrowField(VGroup):
    """The gradient of a map's loss on a grid, about `spacing` apart, in units of the frame.

    Each arrow points along the gradient where its middle stands. Its length is proportional to the
    gradient's, and so is its color; an arrow as long as `reach` of the grid's spacing is ∇f of
    length `unit`. What is steeper, as the walls round many valleys are, is drawn no longer.

    `turn` is a tracker of a half turn of all arrows that runs over the map from left to right: at
    0 they show ∇f, at 1 −∇f. `quiet` is a tracker that lets them stand back: at 1 the ground shows
    through, and whatever else is on the map stands out. `grown` is one of how many are there: at 2
    all are; which of them come first a `Compass` decides. ``field.make_room(label)`` lets those
    fade out that lie below a thing, ``field.fill_room()`` lets them come back.
    """

    @checked
    def __init__(
        self, contour_map: ContourMap, spacing: float = SPACING, reach: float = 0.95
    ) -> None:
        self.map = contour_map
        lower, upper = contour_map.lower, contour_map.upper
        sides = contour_map.border.width, contour_map.border.height
        shape = max(2, round(sides[0] / spacing)), max(2, round(sides[1] / spacing))
        margin = (upper - lower) / (2 * np.array(shape))
        x, gradient = gradient_field(contour_map.loss, lower + margin, upper - margin, shape)
        self.x = x.reshape(-1, 2)
        self.gradient = gradient.reshape(-1, 2)
        self.unit = _unit(contour_map)
        self.spacing = min(sides[0] / shape[0], sides[1] / shape[1])
        self.longest = reach * self.spacing
        self.centers = contour_map.at(self.x)[:, :2]
        share = np.linalg.norm(self.gradient, axis=-1) / self.unit
        self.shades = _shade(share)
        self.outlines = self.longest * arrow_outlines(self.gradient / self.unit)
        across = (self.centers - self.centers.min(axis=0))[:, 0]
        self.lag = WAVE * across / max(float(across.max()), 1e-9)
        self.born = np.zeros(len(self.x))
        self.turn = ValueTracker(0.0)
        self.quiet = ValueTracker(0.0)
        self.grown = ValueTracker(2.0)
        self.hidden = ValueTracker(0.0)
        self.below = np.zeros(len(self.x), dtype=bool)  # things for which room is made
        self._shown: tuple[float, ...] | None = None
        # Of each shade those that stay, and those that may be hidden.
        super().__init__(*(_filled(arrow_color(shade)) for _ in "ab" for shade in range(SHADES)))
        self.follow()
        self.add_updater(ArrowField.follow)

    def progress(self) -> Array:
        """Return how far each arrow has turned, from 0 to 1, shape (n,)."""
        return np.asarray(np.clip(self.turn.get_value() * (1 + WAVE) - self.lag, 0, 1))

    def follow(self) -> "ArrowField":
        """Point, size and color every arrow as the trackers say."""
        trackers = self.turn, self.quiet, self.grown, self.hidden
        state = tuple(float(tracker.get_value()) for tracker in trackers)
        if state == self._shown:
            return self  # so that the field can be faded in and out
        growth = eased((state[2] - self.born) / RISE)
        there = growth * np.abs(self.outlines).max(axis=(1, 2)) > 1e-6
        corners = self.centers[:, None] + growth[:, None, None] * self._turned()
        for i, arrows in enumerate(self.submobjects):
            hides, shade = divmod(i, SHADES)
            arrows.points = closed(corners[there & (self.shades == shade) & (self.below == hides)])
            if self._shown is None or self._shown[1::2] != state[1::2]:
                seen = 1 - hides * state[3]
                arrows.set_fill(opacity=seen * (1 - PRINT * state[1]))
                arrows.set_stroke(opacity=seen, background=True)
        self._shown = state
        return self

    def make_room(self, *things: Mobject) -> Any:
        """Return the animation in which the arrows below `things`, as they are now, fade out.

        Those that made room before are there again.
        """
        outlines = ROOMY * self._turned()
        shares = np.linspace(0, 1, 5)[:-1, None, None, None]
        between = (1 - shares) * outlines + shares * np.roll(outlines, -1, axis=1)
        points = self.centers[:, None] + between
        hulls = [Delaunay(thing.get_all_points()[:, :2]) for thing in things]
        self.below = np.any(
            [hull.find_simplex(points).max(axis=(0, 2)) >= 0 for hull in hulls], axis=0
        )
        self.hidden.set_value(0.0)
        self._shown = None
        return self.hidden.animate.set_value(1.0)

    def fill_room(self) -> Any:
        """Return the animation in which the arrows that made room come back."""
        return self.hidden.animate.set_value(0.0)

    def _turned(self) -> Array:
        """Return the outlines of the arrows as they point now, about their middles."""
        angle = np.pi * eased(self.progress())
        return np.asarray(np.einsum("nij,nkj->nki", _rotations(angle), self.outlines))

    def grow(self) -> Any:
        """Return the animation in which all arrows that are not there yet appear."""
        growing: Any = self.grown.animate
        return growing(rate_func=linear).set_value(2.0)

    def turn_round(self) -> Any:
        """Return the animation in which all arrows make half a turn, one after the other."""
        turning: Any = self.turn.animate
        return turning(rate_func=linear).set_value(1.0)


class ArrowScale(VGroup):
    """How long the arrows of a field are: one of them, and the size of ∇f that it stands for.

    With `downhill` it is the name of the arrows that have been turned round, −∇f.
    """

    @checked
    def __init__(self, field: ArrowField, downhill: bool = False) -> None:
        self.clipped = bool(np.linalg.norm(field.gradient, axis=-1).max() > 1.01 * field.unit)
        self.arrow = _filled(arrow_color(SHADES - 1))
        self.arrow.points = closed(field.longest * arrow_outlines(np.array([[1.0, 0.0]])))
        size = f"|nabla f| {'≥' if self.clipped else '='} {number(field.unit, 3)}"
        name = formula("-nabla f", SMALL_SIZE, theme.gradient) if downhill else None
        self.label = name or formula(size, SMALL_SIZE)
        self.label.next_to(self.arrow, RIGHT, buff=0.1)
        super().__init__(self.arrow, self.label)


def arrow_outlines(vectors: Array) -> Array:
    """Return the outlines of arrows (n, 2), centered, shape (n, 7, 2): none is longer than 1.

    Short arrows are less slender than long ones, so that their direction can be seen.
    """
    size = np.linalg.norm(vectors, axis=-1)
    length = np.minimum(size, 1.0)
    width = (0.35 + 0.65 * length) * (length > 1e-9)
    flat = OUTLINE * np.stack([length, width], axis=-1)[:, None]
    ahead = np.arctan2(vectors[:, 1], vectors[:, 0])
    return np.asarray(np.einsum("nij,nkj->nki", _rotations(ahead), flat))


def arrow_color(shade: int) -> ManimColor:
    """Return the color of an arrow by its length."""
    strong, share = ManimColor(theme.gradient), shade / (SHADES - 1)
    if share < 0.7:
        return interpolate_color(ManimColor(theme.muted), strong, 0.25 + 0.75 * share / 0.7)
    return interpolate_color(strong, ManimColor(theme.ink), (share - 0.7) / 0.3 * 0.25)


def closed(polygons: Array) -> Array:
    """Return the Bézier points of closed polygons, shape (n, corners, 2), as one shape."""
    starts = np.concatenate([polygons, np.zeros((*polygons.shape[:2], 1))], axis=-1)
    ends = np.roll(starts, -1, axis=1)
    return straight_pieces(np.stack([starts, ends], axis=-2))


def map_arrow(
    plane: ContourMap | Plot, start: ArrayLike, vector: ArrayLike, color: str | None = None
) -> Arrow:
    """Return an arrow on a map or a plot from `start` to `start + vector`, of shape (2,) both."""
    tail, tip = plane.at([np.asarray(start), np.asarray(start) + np.asarray(vector)])
    return Arrow(
        tail, tip, buff=0, color=color or theme.gradient, stroke_width=1.5 * PATH_WIDTH,
        tip_length=0.25, max_tip_length_to_length_ratio=0.4, max_stroke_width_to_length_ratio=20,
    )  # fmt: skip


@checked
def right_angle(contour_map: ContourMap, point: ArrayLike, size: float = 0.22) -> VGroup:
    """Return the tangent of the contour through `point`, and the right angle of ∇f on it.

    `size` is the side of the angle's mark, in units of the frame.
    """
    x = np.asarray(point, dtype=float)
    gradient = contour_map.loss.gradient(x)
    foot, ahead = contour_map.at([x, x + 1e-3 * gradient])
    up = (ahead - foot) / np.linalg.norm(ahead - foot)
    along = np.array([-up[1], up[0], 0.0])
    tangent = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
    tangent.set_points_as_corners([foot - 2.5 * size * along, foot + 2.5 * size * along])
    mark = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
    mark.set_points_as_corners([foot + size * c for c in (along, along + up, up)])
    return VGroup(tangent, mark)


def _unit(contour_map: ContourMap) -> float:
    """Return the size of ∇f, a round number, that the longest arrow stands for."""
    points = grid(contour_map.lower, contour_map.upper, (65, 65)).reshape(-1, 2)
    with np.errstate(over="ignore"):  # on its edge a loss may have an infinite slope
        sizes = np.linalg.norm(contour_map.loss.gradient(points), axis=-1)
    most = min(float(sizes.max()), STEEP * float(np.median(sizes)))
    decade = 10.0 ** np.floor(np.log10(most))
    steps = np.array([1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0])
    return float(decade * steps[steps <= most / decade * (1 + 1e-9)].max())


def _shade(share: ArrayLike) -> NDArray[np.intp]:
    return np.asarray(np.clip(np.asarray(share) * SHADES, 0, SHADES - 1), dtype=np.intp)


def _filled(color: ManimColor) -> VMobject:
    shape = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
    return shape.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)


def _rotations(angle: Array) -> Array:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], axis=-2)
