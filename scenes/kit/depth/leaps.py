"""A walker that leaps from computed point to computed point of a curve."""

import numpy as np
from manim import VGroup, VMobject, smooth
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, CurvePlot
from scenes.kit.curves.curve_walker import STEP_MARK, mark_radii, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import ARC, hop_arc
from scenes.kit.maps.trails import through
from scenes.kit.symbols import SIGNS, marker_shape
from scenes.kit.theme import DOT_RADIUS, THIN_WIDTH, theme
from scenes.kit.walk import Walk

Array = NDArray[np.float64]

LEAP = 0.14  # height of a leap, as a share of its width
FAR = 1.0  # units of the frame: the arc of a step as wide as that stays


class Leaper(VGroup):
    """A walker on `plot` that leaps along the steps of `walk`, with a mark where it has landed.

    `meaning` is its sign, "walker" or "second". The arcs of wide steps stay; they tell from where
    a step leads to where, and no more than that. In the ring round a minimum no marks are left.
    """

    @checked
    def __init__(self, plot: CurvePlot, walk: Walk, meaning: str = "walker") -> None:
        self.plot, self.walk = plot, walk
        self.shape, self.color_of_marks = SIGNS[meaning][0], getattr(theme, SIGNS[meaning][1])
        self.places = plot.on(walk.trajectory.x)
        bottoms = plot.on([minimum.x for minimum in plot.loss.minima])
        away = np.linalg.norm(self.places[:, None] - bottoms, axis=-1).min(axis=-1, initial=np.inf)
        self.radii = np.where(away < RING + 2 * STEP_MARK, 0, mark_radii(self.places))
        self._outline = marker_shape("circle", STEP_MARK, self.color_of_marks).points
        self.walker = marker_shape(self.shape, DOT_RADIUS, self.color_of_marks).set_z_index(2)
        self.marks = VMobject(fill_color=self.color_of_marks, fill_opacity=1, stroke_width=0)
        self.arcs = VMobject(stroke_color=self.color_of_marks, stroke_width=THIN_WIDTH)
        super().__init__(self.arcs, self.marks.set_z_index(1), self.walker)
        self._taken = -1.0
        self.follow()
        self.add_updater(lambda leaper: leaper.follow())

    def follow(self) -> "Leaper":
        """Stand, or be in the air, where the walk is now."""
        taken = self.walk.taken
        if taken == self._taken:
            return self
        self._taken, here = taken, self.walk.step
        at, arcs = self.places[here], [self._arc(i) for i in range(here) if self._far(i)]
        if taken - here > 1e-6:
            arc = self._arc(here)
            gone = smooth(taken - here) * (len(ARC) - 1)
            first = min(int(gone), len(ARC) - 2)
            at = arc[first] + (gone - first) * (arc[first + 1] - arc[first])
            if self._far(here):
                arcs.append(np.vstack([arc[: first + 1], at]))
        self.arcs.points = np.concatenate([through(arc) for arc in arcs] or [np.zeros((0, 3))])
        landed = slice(0, here + 1)
        self.marks.points = marks_at(self._outline, self.places[landed], self.radii[landed])
        self.walker.move_to(at)
        return self

    def _arc(self, step: int) -> Array:
        return hop_arc(self.places[step], self.places[step + 1], LEAP)

    def _far(self, step: int) -> bool:
        return bool(abs(self.places[step + 1, 0] - self.places[step, 0]) > FAR)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
