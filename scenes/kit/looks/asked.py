"""Samples that are asked: their points on the data, their gaps, and the line each pulls to."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.looks.step_fan import slim_arrows
from scenes.kit.maps.arrow_field import closed
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.symbols import marker_shape, rimmed
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, THIN_WIDTH, theme

Array = NDArray[np.float64]
ASKED, ASKING = 0.06, 0.15  # radii of a point that was asked, and of the one that is
FAINT = 0.7  # opacity of the gaps of all
QUIET = 0.4  # opacity of a look that stands back


class AskedPoints(VGroup):
    """The first `count()` samples of an `order` are larger on the data, with the last one's gap.

    The gap is that to the line at `source`, a walk or a place.  With `all_gaps` that of each is
    drawn.
    """

    @checked
    def __init__(
        self,
        plot: DataPlot,
        source: Any,
        order: Any,
        count: Callable[[], float],
        all_gaps: bool = False,
    ) -> None:
        self.plot, self.source, self.count, self.all_gaps = plot, source, count, all_gaps
        data, self.order = plot.data, np.asarray(order)
        self.places = np.stack([data.x, data.y], axis=-1)[self.order]
        style: dict[str, Any] = {"fill_color": theme.ink, "fill_opacity": 1, "stroke_width": 0}
        width, opacity = (HAIR_WIDTH, FAINT) if all_gaps else (PATH_WIDTH, 1.0)
        self.gaps = VMobject(stroke_color=theme.ink, stroke_width=width, stroke_opacity=opacity)
        self.points_asked, self.present = VMobject(**style), rimmed(VMobject(**style))
        self._small = marker_shape("circle", ASKED, theme.ink).points
        self._large = marker_shape("circle", ASKING, theme.ink).points
        self._shown: tuple[Any, ...] = ()
        super().__init__(self.gaps, self.points_asked, self.present)
        self.follow()
        self.add_updater(AskedPoints.follow)

    def follow(self) -> "AskedPoints":
        """Enlarge the samples that have been asked."""
        asked = int(np.ceil(self.count() - 1e-6))
        is_asking = 0 < self.count() < len(self.order) - 1e-6
        line = position(self.source)
        state = asked, is_asking, line.tobytes(), self.plot.x_axis.points.tobytes()
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        asked = min(asked, len(self.order))
        # Of samples that come up again, once is enough.
        places = np.unique(self.places[:asked], axis=0).reshape(-1, 2)
        self.points_asked.points = self._copies(self._small, places)
        last = self.places[max(asked - 1, 0) : asked]
        self.present.points = self._copies(self._large, last[: int(is_asking)])
        here = places if self.all_gaps else last[: int(is_asking)]
        guess = np.clip(line[0] * here[:, 0] + line[1], *self.plot.y_range)
        ends = np.stack([np.stack([here[:, 0], guess], axis=-1), here], axis=1)
        self.gaps.points = straight_pieces(self.plot.at(ends))
        return self

    def _copies(self, outline: Array, places: Array) -> Array:
        return np.asarray((outline + self.plot.at(places)[:, None]).reshape(-1, 3))


class OneLook(VGroup):
    """One sample is asked: its gap to the line at `x`, its step on the map, the line after it.

    `seen` is a tracker: up to 1 the gap opens, up to 2 the arrow of the step `step` grows, and the
    thin line turns with it to where the step leads.
    """

    @checked
    def __init__(
        self, contour_map: ContourMap, plot: DataPlot, x: Any, sample: int, step: Any
    ) -> None:
        self.map, self.plot = contour_map, plot
        self.x, self.step = np.asarray(x, dtype=float), np.asarray(step, dtype=float)
        self.place = np.array([plot.data.x[sample], plot.data.y[sample]])
        self.seen = ValueTracker(0.0)
        self.gap = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        self.line = VMobject(stroke_color=theme.ink, stroke_width=1.5 * THIN_WIDTH)
        self.arrow = rimmed(VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0))
        self.point = marker_shape("circle", ASKING, theme.ink).move_to(plot.at(self.place))
        self._shown = -1.0
        super().__init__(self.line, self.gap, self.point, self.arrow)
        self.follow()
        self.add_updater(OneLook.follow)

    def follow(self) -> "OneLook":
        """Draw as much as is seen."""
        seen = float(self.seen.get_value())
        if seen == self._shown:
            return self  # so that it can be faded in and out
        self._shown = seen
        opened, gone = min(seen, 1.0), float(np.clip(seen - 1, 0, 1))
        w, b = self.x
        across, height = self.place
        guess = float(np.clip(w * across + b, *self.plot.y_range))
        ends = np.array([(across, guess + opened * (height - guess)), (across, guess)])
        self.gap.points = straight_pieces(self.plot.at(ends))
        foot, tip = self.map.at([self.x, self.x + gone * self.step])[:, :2]
        self.arrow.points = closed(slim_arrows(foot, tip[None])) if gone else np.zeros((0, 3))
        turned = self.plot.ends(self.x + gone * self.step)
        self.line.points = straight_pieces(turned[None][: int(gone > 0)])
        return self

    def pull(self) -> Any:
        """Return the animation in which the gap opens, and then the arrow grows with the line."""
        return self.seen.animate.set_value(2)

    def stand_back(self) -> list[Any]:
        """Return the animations in which all of it fades a little, so that another stands out."""
        return [part.animate.set_opacity(QUIET) for part in self]

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        if not len(self.arrow.points):
            return []
        return [("the tip of a step", self.arrow.points.reshape(-1, 7, 4, 3)[0, 3, 0])]
