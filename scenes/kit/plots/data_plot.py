"""The points of a data set on axes, and straight lines y = wx + b among them."""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UL,
    UR,
    DashedVMobject,
    FadeIn,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import ArrayLike, NDArray

from gd_math.datasets import Dataset
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.maps.trails import clip_segment, dashes, straight_pieces
from scenes.kit.places import TOP_LEFT
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, halo, text, verbatim

Array = NDArray[np.float64]
POINT_RADIUS = 0.05  # units of the frame
SLACK = 1e-9  # of an end of the axes, which rounding may move
CORNER, WIDTH, HEIGHT = (-5.6, -2.2), 4.5, 3.25
LARGE_CORNER, LARGE_WIDTH, LARGE_HEIGHT = (-5.3, -2.15), 10.8, 4.75  # below a question
LARGER = 1.5  # times the radius of a dot, in a plot as large as that
DASHES, DASH = 16, 0.17  # of a line: how many, or how long
PIVOT, LINE_GAP = 0.1, 0.06  # units of the frame: a pivot, and what keeps two texts apart
FAINT = 0.3  # opacity of the lines of a fan
TURNS = 1000  # slopes that a line is said to go through


class DataPlot(Plot):
    """Axes that hold all points of `data`, with the names of its columns, and a dot for each.

    `corner`: where in the frame the axes meet.  `width`, `height`: their lengths there, by
    default so that the plot fills the left half, below a table of lines.  `lines`, (…, 2): the
    slopes and intercepts of lines that the axes hold from end to end, with all their errors.
    `radius`: that of a dot, in units of the frame.
    """

    @checked
    def __init__(
        self,
        data: Dataset,
        corner: tuple[float, float] = CORNER,
        width: float = WIDTH,
        height: float = HEIGHT,
        lines: Any = (),
        radius: float = POINT_RADIUS,
    ) -> None:
        self.data, self.lines, self.radius = data, lines, radius
        x = floor(data.x.min()), ceil(data.x.max())
        w, b = np.asarray(lines, dtype=float).reshape(-1, 2).T
        held = np.concatenate([data.y, *(w * end + b for end in x)])
        y = floor(held.min() + SLACK), ceil(held.max() - SLACK)
        every = max(1, ceil((y[1] - y[0]) / 6))
        super().__init__(
            x,
            y,
            width,
            height,
            x_ticks=range(x[0], x[1] + 1, max(1, ceil((x[1] - x[0]) / 6))),
            y_ticks=range(every * ceil(y[0] / every), y[1] + 1, every),
            y_label=_name(data.axes[1]),
        )
        self._name_x(data.axes[0])
        self.shift(np.array([*corner, 0.0]) - self.x_axis.get_start())
        self.shift(max(TOP_LEFT[0] - self.get_left()[0], 0.0) * RIGHT)  # long numbers
        self.dots = VMobject(fill_color=theme.ink, fill_opacity=0.75, stroke_width=0)
        outline = marker_shape("circle", radius, theme.ink).points
        places = self.at(np.stack([data.x, data.y], axis=-1))
        self.dots.points = (outline + places[:, None]).reshape(-1, 3)
        self.add(self.dots)

    def _name_x(self, name: str) -> None:
        """Put a letter beyond the end of the axis, and a longer name above it, clear of points."""
        label = text(_name(name), SMALL_SIZE, theme.muted)
        if len(name) == 1:
            self.labels.add(label.next_to(self.x_axis.get_end(), RIGHT, buff=0.15))
            return
        rising = np.polyfit(self.data.x, self.data.y, 1)[0] >= 0
        end, side = (self.x_axis.get_end(), UL) if rising else (self.x_axis.get_start(), UR)
        self.labels.add(halo(label.next_to(end, side, buff=0.12)).set_z_index(1))

    @property
    def upper_third(self) -> Array:
        """The place of a question of two lines: inside, above what lies low."""
        low, high = self.y_range
        return self.at((sum(self.x_range) / 2, (low + 5 * high) / 6))

    def fill_frame(self) -> "DataPlot":
        """Be as large as the frame below a question; ``Restore(plot)`` shrinks it again."""
        size = (LARGE_CORNER, LARGE_WIDTH, LARGE_HEIGHT)
        large = DataPlot(self.data, *size, lines=self.lines, radius=LARGER * self.radius)
        self.save_state()
        for part, other in zip(self.get_family(), large.get_family(), strict=True):
            part.points = other.points
        return self

    def ends(self, line: Any) -> Array:
        """Return both ends of the part of the line (w, b) between the axes' ends, (2, 3).

        Shape (0, 3) if no part of it is.
        """
        w, b = np.asarray(line, dtype=float)
        x = np.array(self.x_range, dtype=float)
        corners = np.array([self.x_range, self.y_range], dtype=float).T
        pair = np.stack([x, w * x + b], axis=-1)
        seen = clip_segment(*pair, *corners)
        return np.zeros((0, 3)) if seen is None else self.at(seen)

    def line(self, line: Any, color: str, width: float = 2 * PATH_WIDTH) -> VMobject:
        """Return the line (w, b), drawn from edge to edge of the axes."""
        return VMobject(stroke_color=color, stroke_width=width).set_points_as_corners(
            self.ends(line)
        )

    def dashed(self, line: Any, color: str | None = None, width: float = PATH_WIDTH) -> VMobject:
        """Return the line (w, b) in dashes, narrow enough to be seen on another line."""
        return DashedVMobject(self.line(line, color or theme.ink, width), num_dashes=DASHES)

    def turning(self, slopes: tuple[float, float], share: float = 0.5) -> Callable[[float], float]:
        """Return a rate function for a line that turns between `slopes`, slowly while it is flat.

        For this `share` of the time goes evenly over its angles on screen, the rest over slopes.
        """
        across, up = (self.at(step)[:2] - self.at((0, 0))[:2] for step in ((1, 0), (0, 1)))
        steepness = np.linspace(*slopes, TURNS) * up[1] / across[0]
        angles = np.arctan(steepness)
        turned = (angles - angles[0]) / (angles[-1] - angles[0])
        along = np.linspace(0, 1, TURNS)
        times = share * turned + (1 - share) * along
        return lambda time: float(np.interp(time, times, along))

    def pivot(self, b: float) -> "Pivot":
        """Return a ring, named b, about which all lines with the intercept `b` turn."""
        return Pivot(self, b)


class Pivot(VGroup):
    """A ring where x is 0 and y is `b` on `plot`, and at that height the name b, left of the axis.

    No line comes there; numbers of the axis that stand in the way leave before it appears.
    """

    def __init__(self, plot: DataPlot, b: float) -> None:
        ring = marker_shape("circle", PIVOT, theme.ink).set_fill(opacity=0)
        ring.set_stroke(theme.ink, width=THIN_WIDTH, opacity=1).move_to(plot.at((0, b)))
        edge = plot.at((plot.x_range[0], b))
        name = formula("b", SMALL_SIZE).next_to(edge, LEFT, buff=2 * PIVOT)
        super().__init__(ring, name)
        pairs = zip(plot.ticks, plot.labels, strict=False)  # the names of the axes have no tick
        self.hidden: list[Any] = [one for pair in pairs if _touch(pair[1], name) for one in pair]

    def appear(self) -> list[Any]:
        """Return the animations in which it takes the place of what stood there."""
        early, late = (squish_rate_func(smooth, *part) for part in ((0, 0.5), (0.5, 1)))
        moves: list[Any] = [one.animate(rate_func=early).set_opacity(0) for one in self.hidden]
        return [*moves, FadeIn(self, rate_func=late)]


def _touch(one: VMobject, other: VMobject) -> bool:
    """Return whether two texts overlap, or are closer than their lines may be."""
    apart = np.abs(one.get_center() - other.get_center())[:2]
    room = np.array([one.width + other.width, one.height + other.height]) / 2
    return bool((apart < room + LINE_GAP).all())


def _name(name: str) -> str:
    """Return the markup of what an axis is called: a letter stands for a variable."""
    return f"${name}$" if len(name) == 1 and name.isalpha() else verbatim(name)


class LiveLine(VMobject):
    """The line whose slope and intercept are where `source`, a walk or a place, is now."""

    @checked
    def __init__(
        self, plot: DataPlot, source: Any, color: str | None = None, dashed: bool = False
    ) -> None:
        super().__init__(stroke_color=color or theme.walker, stroke_width=1.25 * PATH_WIDTH)
        self.plot, self.source, self.dashed = plot, source, dashed
        self.add_updater(LiveLine.follow, call_updater=True)

    def follow(self) -> "LiveLine":
        """Turn to where the source is now."""
        line = self.plot.ends(position(self.source)).reshape(-1, 2, 3)
        self.points = straight_pieces(dashes(line, DASH) if self.dashed else line)
        return self


class Gaps(VMobject):
    """The errors of the line at `source`: an upright stroke from it to each point of the data."""

    @checked
    def __init__(self, plot: DataPlot, source: Any, color: str | None = None) -> None:
        super().__init__(stroke_color=color or theme.walker, stroke_width=HAIR_WIDTH)
        self.set_stroke(opacity=0.6)
        self.plot, self.source = plot, source
        self.add_updater(Gaps.follow, call_updater=True)

    def grow(self) -> UpdateFromAlphaFunc:
        """Return the animation in which all strokes grow from the line to their points."""

        def reach(gaps: Any, share: float) -> None:
            gaps.follow(share)

        return UpdateFromAlphaFunc(self, reach, suspend_mobject_updating=True, introducer=True)

    def follow(self, share: float = 1.0) -> "Gaps":
        """Reach from where the line is now, a `share` of the way; off the axes nothing is drawn."""
        data, (w, b) = self.plot.data, position(self.source)
        guesses = np.clip(w * data.x + b, *self.plot.y_range)
        pairs = np.stack([guesses + share * (data.y - guesses), guesses], axis=-1)
        across = np.broadcast_to(data.x[:, None], pairs.shape)
        self.points = straight_pieces(self.plot.at(np.stack([across, pairs], axis=-1)))
        return self


class LineFan(VMobject):
    """Faint copies of lines: those with the intercept `b` and `slopes` no larger than `tried`."""

    @checked
    def __init__(self, plot: DataPlot, slopes: ArrayLike, b: float, tried: ValueTracker) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=THIN_WIDTH)
        self.set_stroke(opacity=FAINT)
        slopes = np.asarray(slopes, dtype=float)
        pieces = [straight_pieces(plot.ends((w, b))) for w in slopes]

        def follow(fan: Any) -> None:
            shown = int(np.sum(slopes <= tried.get_value() + SLACK))
            fan.points = np.concatenate([np.zeros((0, 3)), *pieces[:shown]])

        self.add_updater(follow, call_updater=True)
