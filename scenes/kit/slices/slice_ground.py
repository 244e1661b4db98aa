"""Blocks of ground over a plane through the weights of a network, and a walker over them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject, smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.kit.landscape import Ball, Landscape, Mark
from scenes.kit.landscape.block_axes import edge_names, height_axis
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.relief import relief
from scenes.kit.landscape.drawing.renderer import LandscapeShot
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.place import Target
from scenes.kit.landscape.veil import Unveil, Veil
from scenes.kit.slices.slices import Slices
from scenes.kit.slices.training import PlaneWalk, Probe
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.two_views.framing import AROUND, Box, fit
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

Array = NDArray[np.float64]
AZIMUTH, ELEVATION = -125.0, 26.0  # degrees: from the near corner d₁ leads right
TALL = 0.62  # height of a block, in its longer sides
GEM = 1.4  # radius of the sign of another network, in radii of the walker
SKY = 1.5  # times the usual light from above: bowls are deep
CELLS = 72  # of the mesh of the ground, on each side
HEAD = 0.12  # room above each place of the walk, in heights of the highest ground
TITLE = 2.12  # of the frame: where the title of a block stands
CLEAR = 2.6  # from the foot of the walker to the nearest bead, in its radii
FIRST = 0.4  # of the time in which a block leaves: then the walker is gone
LINE = 0.007  # half the width of a plumb line, in longer sides
THREAD = 0.0046  # … of a trail: so thin that the walker is seen behind it
BEAD = 3.0  # radius of the mark of a step on it, in such halves
APART = 2.5  # from one such mark to the next, at least, in such radii
DASH = 0.035  # of a plumb line, in longer sides


class SliceGround(Landscape):
    """The slice of a loss through some weights of a walk, as a block that fills `box`.

    They are those `after` so many steps, a number, or those of `walk` itself: then the ground is
    new at each step. `over` is where the walk is in the plane. There is room for all ground
    of the walk, and all of them have the same eye. `around` the box is so much of the background,
    on all sides or (2,).
    """

    cells = CELLS

    def __init__(
        self,
        slices: Slices,
        walk: Walk,
        after: Any,
        box: Box,
        around: Any = AROUND,
    ) -> None:
        self.slices, self.walk, self.after = slices, walk, after
        self.over = PlaneWalk(walk, slices.plane)
        width, height = 2 * (box.half + around)
        side = float(np.max(slices.plane.upper - slices.plane.lower))
        highest = slices.highest
        super().__init__(
            slices.hull,
            width=width,
            height=height,
            height_scale=TALL * side / highest,
            azimuth=AZIMUTH,
            elevation=ELEVATION,
            highest=highest,
            is_block=True,
        )
        self.lowest = 0.0
        self.colors["sky_light"] = SKY * self.colors["sky_light"]
        self.spacing = self.highest / 12
        self.move_to((*box.middle, 0))
        tops = self.height_scale * (slices.path.loss + HEAD * highest)
        over = np.column_stack([slices.plane.coordinates, tops])
        target, distance = fit(self, AZIMUTH, ELEVATION, box, over)
        self.focus = Target(target)
        self.distance.set_value(distance)
        self.dug = -1.0
        self.dig()
        radius, thin = self.walker_radius(), LINE * side
        orange, hidden = srgb(theme.walker), lambda: ValueTracker(0.0)
        self.trace = self._add(AirTrail(orange, self.over, THREAD * side, radius, shown=hidden()))
        self.plumb = self._add(Plumb(srgb(theme.ink), self.over, thin, DASH * side, shown=hidden()))
        self.walker = self._add(Flyer(orange, self.over, radius, "ball", shown=hidden()))

    def dig(self) -> None:
        """Be the ground of the present step."""
        taken = self.after.taken if isinstance(self.after, Walk) else float(self.after)
        if taken != self.dug:
            self.dug, self.loss = taken, self.slices.through(taken)
            corners = tuple(self.lower.tolist()), tuple(self.upper.tolist())
            stride = self.extent / 40
            self.relief = relief(self.loss, *corners, self.full_scale, self.cells, stride)

    def shot(self) -> LandscapeShot:
        """Return what is seen now, in numbers."""
        self.dig()
        return super().shot()

    def ground(self) -> Ground:
        """Return what the marks on the ground depend on, as it is now."""
        if hasattr(self, "dug"):
            self.dig()
        return super().ground()

    def below(self) -> float:
        """Return the loss of the ground below the walker."""
        return float(self.ground().loss.value(self.over.position))

    def labels(self, said: str, at: float = TITLE) -> VGroup:
        """Return what the ground is, Typst markup, above it, and the names of its axes."""
        return VGroup(self.title(said, at), self.names())

    def title(self, said: str, at: float = TITLE, size: float = SMALL_SIZE) -> VMobject:
        """Return words above the block, Typst markup."""
        return text(said, size).move_to((self.get_x(), at, 0))

    def names(self) -> VGroup:
        """Return the names of both directions and the axis of heights."""
        return VGroup(self.directions(), height_axis(self, "L"))

    def directions(self) -> VGroup:
        """Return the names of both directions."""
        return edge_names(self, "$d_1$", "$d_2$")

    def sign(self) -> list[Any]:
        """Return the animations in which the walker appears, and a line to the ground below it."""
        return [self.walker.appear(), self.plumb.appear()]

    def gem(self, probe: Probe) -> Ball:
        """Prepare the sign of another network of the plane, on the ground."""
        radius = GEM * self.walker.radius
        gem = Flyer(srgb(theme.second), probe, radius, "gem", shown=ValueTracker(0.0))
        return self._add(gem)

    def appear(self) -> Unveil:
        """Return the animation in which the block comes where it stands."""
        return Unveil(self)

    def leave(self) -> list[Any]:
        """Return the animations in which the walker goes, and then the block where it stands."""
        going: list[Any] = [mark.shown.animate for mark in (self.walker, self.trace, self.plumb)]
        first = squish_rate_func(smooth, 0.0, FIRST)
        return [*(mark(rate_func=first).set_value(0.0) for mark in going), Veil(self, FIRST, 1.0)]


@dataclass(eq=False)
class Flyer(Ball):
    """A ball over the ground, at the loss that it has: it stands there on nothing, or on ground."""

    def _foot(self, ground: Ground) -> tuple[Array, Array]:
        place = np.append(self.at.position, ground.height_scale * self.at.loss)
        return place, np.array([0.0, 0.0, 1.0])


@dataclass(eq=False)
class AirTrail(Mark):
    """The walk so far, at the losses that it had: with a bead at each of its first steps."""

    layer = "standing"

    over: Any
    radius: float
    ball: float  # the radius of the walker, which hides none of the beads

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        places, losses = self.over.visited
        line = np.column_stack([places, ground.height_scale * losses])
        new = np.append(True, np.linalg.norm(np.diff(line, axis=0), axis=-1) > 0)
        line = line[new]
        if len(line) < 2:
            return NOTHING
        thin = self.radius * self.share()
        tube = solids.tube(line, np.full(len(line), thin), self.paint())
        beads = self.beads(line, APART * BEAD * thin)
        clear = CLEAR * self.ball * self.share() * ground.mark_size
        beads = beads[np.linalg.norm(beads - line[-1], axis=-1) > clear]
        return solids.join([tube, solids.spheres(beads, BEAD * thin, self.paint())])

    def beads(self, line: Array, apart: float) -> Array:
        """Return the steps of a line, (n, 3), from its start, as long as they are so far apart."""
        near = np.linalg.norm(np.diff(line[:-1], axis=0), axis=-1) < apart
        return line[: int(np.argmax(near)) + 1 if near.any() else len(line) - 1]


@dataclass(eq=False)
class Plumb(Mark):
    """A dashed line from the walker down to the ground below it, or up to ground above it."""

    layer = "standing"

    over: Any
    radius: float
    dash: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        foot = ground.on_ground(self.over.position)
        top = np.append(self.over.position, ground.height_scale * self.over.loss)
        reach = float(np.abs(top - foot)[2])
        count = int(reach / (2 * self.dash))
        way = (foot - top) / max(reach, 1e-12)
        starts = self.dash * (1 + 2 * np.arange(count))
        thick = np.full(2, self.radius * self.share())
        return solids.join(
            [
                solids.tube(
                    np.array([top + a * way, top + min(a + self.dash, reach) * way]),
                    thick,
                    self.paint(),
                )
                for a in starts
            ]
        )
