"""The mobject: a loss seen as a landscape, in a rectangle of the frame."""

from typing import Any

import numpy as np
from manim import Mobject, ValueTracker, VGroup, VMobject, config, rush_into
from numpy.typing import NDArray

from engine.looks import Picture
from gd_math import Loss
from scenes.kit.height_levels import span
from scenes.kit.landscape.block import BlockSides
from scenes.kit.landscape.drawing.colors import colors, srgb
from scenes.kit.landscape.drawing.relief import relief
from scenes.kit.landscape.drawing.renderer import LandscapeShot
from scenes.kit.landscape.drawing.shot import Mist
from scenes.kit.landscape.drawing.solids import Solid, join
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marked import Marked
from scenes.kit.landscape.marks import Arrow, Ball
from scenes.kit.landscape.memo import Memo
from scenes.kit.landscape.place import Place, Target, position
from scenes.kit.theme import DOT_RADIUS, theme
from scenes.kit.words.labels import tag

Array = NDArray[np.float64]
CELLS = 288  # of the mesh, on each side
CONTOURS = 10  # contour lines between the lowest and the highest ground
LONGEST = 200.0  # lens: through it, what remains of the perspective is below a pixel
RAY = np.linspace(0.003, 1, 400)  # where a ray to the eye may be hidden, as shares of its length


def stay(landscape: Mobject) -> None:
    """Change nothing; a mobject with an updater is drawn anew in each frame of a play."""


class Landscape(Marked, Picture):
    """The graph z = height_scale · f(x, y) of a loss, in mist, with what stands on it.

    `width`, `height`: of the rectangle in the frame, which can be moved like any mobject.
    `lower`, `upper`: corners of the ground that is drawn (default: the loss's domain).
    `azimuth`, `elevation` (degrees), `distance`: where the eye stands as seen from `focus`, a
    point ``(x, y)`` of the ground.  `mist_radius`: how far one sees from `mist_center`, a point
    or a walk, which the mist then follows.  All these are trackers, to be animated:
    ``landscape.azimuth.animate.set_value(40)``, ``landscape.focus.animate.set_place((1, 2))``.

    Trackers, too: `haze`, how soon distance fades the ground (1; 0 for clear air), and `rise`, how
    much of its height there is (1): ``landscape.rise.animate.set_value(0)`` lays it flat as a map,
    `ceiling`, the loss up to which there is ground, and `charted`, that up to which there are
    contour lines (both infinite), and `parallel`, how much of the perspective is gone (0; at 1 near
    and far things are equally large).

    `grid`: the width of the meshes of a grid on the ground, or one for x and one for y.
    `highest`: the loss up to which colors and contour lines tell heights apart.
    `is_block`: whether the ground is a block with cut sides, on the background of the frame; else
    it fades toward its edge.
    `yardstick`: what the sizes of marks are shares of (default: the domain's longer side).

    Lengths are in units of x and y. The picture is a function of these trackers, of the marks
    (`ball`, `trail`, `arrow`, `slope`, `ring`) and of constants alone.
    """

    cells = CELLS

    def __init__(
        self,
        loss: Loss,
        *,
        width: float | None = None,
        height: float | None = None,
        lower: Any = None,
        upper: Any = None,
        height_scale: float | None = None,
        azimuth: float = -125.0,
        elevation: float = 38.0,
        distance: float | None = None,
        focus: Any = None,
        mist_radius: float | None = None,
        mist_center: Any = None,
        grid: Any = None,
        highest: float | None = None,
        yardstick: float | None = None,
        is_block: Any = False,
    ) -> None:
        super().__init__()
        if loss.dimension != 2:
            raise ValueError(
                f"loss {loss.name!r} is a function of {loss.dimension} variables, and a "
                "landscape needs one of 2"
            )
        self.loss = loss
        size = np.subtract(*loss.domain[::-1])
        self.extent = float(size.max())
        self.lower = np.full(2, loss.domain[0] if lower is None else lower, dtype=float)
        self.upper = np.full(2, loss.domain[1] if upper is None else upper, dtype=float)
        self.yardstick = self.extent if yardstick is None else float(yardstick)
        self.lowest, top = span(loss)
        self.highest = top if highest is None else float(highest)
        self.spacing = (self.highest - self.lowest) / CONTOURS
        if height_scale is None:
            height_scale = 0.2 * self.extent / (self.highest - self.lowest)
        self.full_scale = float(height_scale)
        corners = tuple(self.lower.tolist()), tuple(self.upper.tolist())
        self.relief = relief(loss, *corners, self.full_scale, self.cells, self.extent / 40)
        middle = (loss.domain[0] + loss.domain[1]) / 2
        self.azimuth = ValueTracker(azimuth)
        self.elevation = ValueTracker(elevation)
        self.distance = ValueTracker(1.6 * self.extent if distance is None else distance)
        self.focus = Place(middle if focus is None else position(focus))
        self.mist_radius = ValueTracker(20 * self.extent if mist_radius is None else mist_radius)
        self.mist_center = mist_center if mist_center is not None else Place(middle)
        self.haze, self.rise = ValueTracker(1.0), ValueTracker(1.0)
        self.ceiling, self.charted = ValueTracker(np.inf), ValueTracker(np.inf)
        self.parallel = ValueTracker(0.0)
        self.mark_size = ValueTracker(1.0)  # of balls, trails and the thickness of arrows
        self.grid = None if grid is None else tuple(np.full(2, grid, dtype=float).tolist())
        self.marks = []
        self.colors = colors()
        self.is_block = bool(is_block)
        if is_block:
            self.haze.set_value(0.0)
            behind = self.colors["outline"]
            self.colors |= {f"sky_{row}": behind for row in ("high", "low")}
            self.marks.append(BlockSides(self.colors["edge"], srgb(theme.grid)))
        self._memo = Memo()
        self.stretch_to_fit_width(width or config.frame_width)
        self.stretch_to_fit_height(height or config.frame_height)
        self.add_updater(stay)

    def shot(self) -> LandscapeShot:
        """Return what is seen now, in numbers."""
        radius = max(self.mist_radius.get_value(), 1e-6 * self.extent)
        lifted = min(max((float(radius) / self.extent - 0.6) / 1.6, 0.0), 1.0)
        center = self.on_ground(position(self.mist_center))
        ground = self.ground()
        balls = [mark.caster(ground) for mark in self.marks if isinstance(mark, Ball)]
        solid, lying, standing = (
            self._joined(layer, ground) for layer in ("solid", "lying", "standing")
        )
        return LandscapeShot(
            self.view(),
            self.relief,
            self.height_scale,
            self.extent,
            max(self.haze.get_value(), 0.0),
            Mist(center, radius, lifted * lifted * (3 - 2 * lifted)),
            (self.lowest, self.highest, self.spacing),
            float(self.charted.get_value()),
            self.is_block,
            self.grid,
            self.colors,
            solid,
            lying,
            standing,
            np.array([(*center, radius) for center, radius in balls if radius > 0]).reshape(-1, 4),
            float(self.ceiling.get_value()),
        )

    def _joined(self, layer: str, ground: Ground) -> Solid:
        solids = [mark.solid(ground) for mark in self.marks if mark.layer == layer]
        return self._memo.get(layer, solids, lambda: join(solids))

    # The ground, in world units

    def ground(self) -> Ground:
        """Return what the marks on the ground depend on, as it is now."""
        corners = tuple(self.lower.tolist()), tuple(self.upper.tolist())
        size = float(self.mark_size.get_value())
        return Ground(self.loss, *corners, self.lowest, self.highest, self.height_scale, size)

    @property
    def height_scale(self) -> float:
        """How high a value of 1 stands now."""
        return self.full_scale * float(self.rise.get_value())

    def on_ground(self, x: Any, lift: float = 0.0) -> Array:
        """Return the points of the ground above `x (…, 2)`, lifted along its normal, (…, 3)."""
        return self.ground().on_ground(x, lift)

    def normal(self, x: Any) -> Array:
        """Return the unit vectors that stand upright on the ground at `x (…, 2)`."""
        return self.ground().normal(x)

    # Where it is seen

    def view(self) -> View:
        """Return where the eye stands now: the same view as long as it stays there."""
        (_, half), focus = self._rectangle(), self.focus
        target = focus.point if isinstance(focus, Target) else self.on_ground(focus.position)
        azimuth, elevation, distance, parallel = (
            float(tracker.get_value())
            for tracker in (self.azimuth, self.elevation, self.distance, self.parallel)
        )
        lens = 1 / max(1 - parallel, 1 / LONGEST)
        ground, frame = (self.loss, self.height_scale), half.tobytes()
        source = target.tobytes(), azimuth, elevation, distance, lens, ground, frame

        def around() -> View:
            aspect = half[0] / half[1]
            return View.around(target, azimuth, elevation, distance, aspect, lens)

        return self._memo.get("view", source, around)

    def _rectangle(self) -> tuple[Array, Array]:
        """Return its center (2,), and half its width and height, (2,)."""

        def measured() -> tuple[Array, Array]:
            return self.get_center()[:2], np.array([self.width / 2, self.height / 2])

        return self._memo.get("rectangle", self.points.tobytes(), measured)

    def world_to_frame(self, points: Any) -> Array:
        """Return where points `(…, 3)` in world units are seen, in units of the frame, (…, 3)."""
        seen = self.view().project(points)
        center, half = self._rectangle()
        flat = center + half * seen[..., :2]
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def to_frame(self, x: float, y: float, lift: float = 0.0) -> Array:
        """Return the point of the frame where the ground at (x, y) is seen, shape ``(3,)``.

        `lift` moves the point off the ground, along its normal.
        """
        return self.world_to_frame(self.on_ground((x, y), lift))

    def walker_radius(self) -> float:
        """Return how large a ball is now that takes 4 % of the frame's height, in world units.

        It is as far from the eye as the focus, or nearer.
        """
        share = 2 * DOT_RADIUS / float(self.height)  # of the picture's height
        across = 2 * np.tan(np.radians(FIELD_OF_VIEW) / 2) * float(self.distance.get_value())
        size = max(float(self.mark_size.get_value()), 1e-6)
        return float(share * across) / 2 / size

    def clearance(self, x: float, y: float, lift: float = 0.0) -> float:
        """Return how far the ray from the point (x, y) to the eye clears the ground.

        As a share of the distance from the point, where it is least; below 0 the point is hidden.
        Mist hides nothing here.
        """
        point, eye = self.on_ground((x, y), max(lift, 1e-3 * self.extent)), self.view().eye
        ray = point + RAY[:, None] * (eye - point)
        drawn = np.all((ray[:, :2] >= self.lower) & (ray[:, :2] <= self.upper), axis=1)
        above = ray[:, 2] - self.height_scale * self.loss.value(ray[:, :2])
        shares = above / (RAY * np.linalg.norm(eye - point))
        return float(np.min(shares, where=drawn, initial=1.0))

    def is_hidden(self, x: float, y: float, lift: float = 0.0) -> bool:
        """Say whether ground between the eye and the point (x, y) hides it (mist does not)."""
        return self.clearance(x, y, lift) < 0

    def in_sight(self, x: float, y: float) -> bool:
        """Say whether the ground at (x, y) is seen: well inside the rectangle, and not hidden."""
        off = np.abs(self.to_frame(x, y) - self.get_center())
        inside = off[0] < 0.42 * self.width and off[1] < 0.365 * self.height
        return bool(inside) and not self.is_hidden(x, y)

    def seen(self, x: Any) -> Array:
        """Return the points of the frame where the ground at `x (…, 2)` is seen, (…, 3)."""
        return self.world_to_frame(self.on_ground(x))

    def tip(self, arrow: Arrow) -> Array:
        """Return the point of the frame where the tip of the whole `arrow` is seen."""
        return self.world_to_frame(arrow.ends(self.ground())[1])

    def label(self, arrow: Arrow, side: Array, *parts: VMobject) -> VGroup:
        """Return `parts` on a plate beside the tip of `arrow`; it does not follow the eye."""
        return tag(*parts).next_to(self.tip(arrow), side, buff=0.15)

    def look(self, focus: Any = None, **where: float) -> list[Any]:
        """Return the animations that move the eye: to a new focus, azimuth, elevation, distance.

        ``self.play(landscape.look(azimuth=-60, distance=9), run_time=4)``
        """
        moves = [getattr(self, name).animate.set_value(value) for name, value in where.items()]
        return moves if focus is None else [*moves, self.focus.animate.set_place(focus)]

    def lift_mist(self) -> Any:
        """Return the animation that lets the mist go: slowly at first, then all at once."""
        lifting: Any = self.mist_radius.animate
        return lifting(rate_func=rush_into).set_value(2.6 * self.extent)
