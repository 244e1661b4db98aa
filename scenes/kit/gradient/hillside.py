"""A block of ground about a place, cut along x and y, and vectors in its tangent plane."""

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.knobs import check_place, within
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.block_axes import edge_names, height_axis
from scenes.kit.landscape.marks import Cut
from scenes.kit.landscape.place import Target
from scenes.kit.landscape.veil import Veil
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, RIM_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.two_views.framing import AROUND, Box, fit
from scenes.kit.words.labels import tag
from scenes.kit.words.text import text

Array = NDArray[np.float64]
BOX = Box(np.array([-2.65, 0.35]), np.array([2.65, 2.75]))  # of the frame, for the block
REACH = 1.0  # of the ground to each side of the place
AZIMUTH, ELEVATION = -130.0, 26.0  # degrees: from the near corner x leads right, y left
EDGE_POINTS = 161  # of the line in which a cut meets the ground
LIFT = 0.02  # of vectors above the ground
FLATTEST, STEEPEST = 0.1, 1.3  # slopes that can be drawn
TWICE = 1.6  # times the smaller slope: the larger one, at least


@checked
def check_slopes(knob: str, place: ArrayLike, loss: Loss) -> None:
    """Raise ValueError, naming the knob, unless the slopes at `place` can be told apart.

    Both must be seen, and one be clearly the steeper.
    """
    x = tuple(np.asarray(place, dtype=float).tolist())
    check_place(knob, x, loss)
    small, large = np.sort(np.abs(loss.gradient(np.array(x))))
    if not (small >= FLATTEST and TWICE * small <= large <= STEEPEST):
        raise ValueError(
            f"{knob} is {x}, where the slopes along x and y are of size {small:.2g} and "
            f"{large:.2g}: the one must be at least {FLATTEST:g}, and the other from {TWICE:g} "
            f"times as much to {STEEPEST:g}"
        )


class Hillside(Landscape):
    """The ground of `loss` about `place (2,)` as a block in the left part of the frame.

    x and y have the scale of the height. `gradient`, (2,), is that at the place.
    """

    @checked
    def __init__(self, loss: Loss, place: ArrayLike) -> None:
        self.place = np.asarray(place, dtype=float)
        self.gradient = loss.gradient(self.place)
        width, height = 2 * (BOX.half + AROUND)
        super().__init__(
            within(loss, self.place - REACH, self.place + REACH),
            width=width,
            height=height,
            height_scale=1.0,
            azimuth=AZIMUTH,
            elevation=ELEVATION,
            is_block=True,
        )
        self.move_to((*BOX.middle, 0))
        target, distance = fit(self, AZIMUTH, ELEVATION, BOX)
        self.focus = Target(target)
        self.distance.set_value(distance)

    @property
    def verdict(self) -> str:
        """Say along which of x and y it is steeper."""
        return "North is steeper." if np.diff(np.abs(self.gradient))[0] > 0 else "East is steeper."

    def names(self, x: str = "$x$", y: str = "$y$") -> VGroup:
        """Return the names of both directions, Typst markup, at arrows below the edges in front."""
        return edge_names(self, x, y)

    def heights(self) -> VGroup:
        """Return the axis of heights, f, with its ticks, over the corner on the left."""
        return height_axis(self, "f")

    def walker(self) -> VMobject:
        """Return the sign of a walker at the place, in front of all cuts and vectors."""
        return sign("walker", DOT_RADIUS).move_to(self.to_frame(*self.place)).set_z_index(2)

    def glass(self, way: ArrayLike) -> Cut:
        """Prepare a sheet of glass that cuts the ground through the place along `way (2,)`."""
        return self.cut(self.place, way, theme.muted)

    def edge(self, way: ArrayLike) -> VMobject:
        """Return the line in which the cut along `way` meets the ground, to fly off."""
        t = np.linspace(-REACH, REACH, EDGE_POINTS)[:, None]
        line = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        return line.set_points_as_corners(self.seen(self.place + t * np.asarray(way, dtype=float)))

    def tangent(self, vector: ArrayLike) -> Array:
        """Return where in the frame the ends of `vector (…, 2)` lie, in the tangent plane, (…, 3).

        The vectors begin at the place.
        """
        way = np.asarray(vector, dtype=float)
        rise = self.height_scale * (way @ self.gradient)
        return self.world_to_frame(
            self.on_ground(self.place, LIFT) + np.concatenate([way, rise[..., None]], axis=-1)
        )

    def compass_lines(self, *names: str, length: float = 0.5) -> VGroup:
        """Return a line from the place along x, and one along y, on the ground; names end them."""
        t = np.linspace(0, length, 40)[:, None]
        lines = VGroup()
        for way, name, side in zip(np.eye(2), names, (RIGHT, UP), strict=True):
            line = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
            line.set_points_as_corners(self.seen(self.place + t * way))
            line.set_stroke(theme.background, 2 * THIN_WIDTH + 2 * RIM_WIDTH, background=True)
            word = tag(text(name, SMALL_SIZE), buff=0.06)
            lines.add(line, word.next_to(line.get_end(), side, buff=0.1))
        return lines

    def leave(self) -> Veil:
        """Return the animation in which the block fades where it stands, soon."""
        return Veil(self)
