"""One start that is moved along the axis, with the walk from there, which changes as it goes."""

from typing import Any

import numpy as np
from manim import (
    RIGHT,
    Circle,
    Line,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import BasinStrip
from scenes.kit.curves.curve_plot import beside
from scenes.kit.curves.curve_walker import START_MARK, STEP_MARK, outside_ring
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form

Array = NDArray[np.float64]
JUMPS = 2  # of the end that are dwelt upon
REST = 0.25  # of the time of a leap, before the arc grows and after
SECONDS = 4.4  # for the whole axis
ABOVE = 0.75  # units of the frame from the curve to the top of the arc of a jump
READINGS = -0.6  # height in the frame of the live numbers, below the legend of the basins
DASHES = 24  # along that arc
TIP = 0.08  # of it: there its head begins
CLEAR = 0.08  # of it, at both ends, is left to the walkers


class StartSweep(VGroup):
    """The start at which `strip` is being painted, and the walk from there on the curve.

    The start is a mark on the axis with a line up to the curve; from there a mark for each
    computed step, and the walker where the walk ends. It is the walk of the cell of the strip that
    the tracker ``strip.swept`` is in. `jumps` are the first few pairs
    of neighboring starts whose ends differ. Where the end has jumped, the walk before stays as
    long as the tracker `leapt` is below 2, and from 0 to 1 an arc grows from end to end.
    """

    @checked
    def __init__(self, strip: BasinStrip) -> None:
        self.strip, self.x = strip, strip.walks.x[:, :, 0]
        self.jumps = strip.brinks[:JUMPS]
        self.leapt = ValueTracker(2.0)
        self.drop = Line(color=theme.walker, stroke_width=THIN_WIDTH)
        self.marks, self.before, self.head = (
            VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0) for _ in range(3)
        )
        self.arc = VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.ghost = Circle(DOT_RADIUS, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.start = marker_shape("circle", START_MARK, theme.walker)
        self.walker = sign("walker")
        self._ring = self.ghost.points
        self._dot = marker_shape("circle", STEP_MARK, theme.walker).points
        self._shown: tuple[float, ...] = ()
        self._left = 0  # the cell from which the end has jumped
        super().__init__(self.drop, self.before, self.marks, self.arc, self.head, self.ghost)
        self.add(self.start, self.walker).set_z_index(1)
        self.follow()
        self.add_updater(lambda sweep: sweep.follow())

    @property
    def cell(self) -> int:
        """The number of the cell in which the start is."""
        return self._cell(float(self.strip.swept.get_value()))

    def to(self, x: float) -> list[Any]:
        """Return the animations that move the start on to `x`, at the one pace of all sweeps."""
        low, high = self.strip.plot.x_range
        run_time = SECONDS * (x - float(self.strip.swept.get_value())) / (high - low)
        painting: Any = self.strip.swept.animate
        going: Any = self.leapt.animate
        return [
            painting(rate_func=linear, run_time=run_time).set_value(x),
            going(run_time=min(0.6, run_time)).set_value(2),
        ]

    def to_end(self) -> list[Any]:
        """Return the animations that move the start on to the right end of the axis."""
        return self.to(self.strip.plot.x_range[1])

    def leap(self, jump: tuple[float, float]) -> Any:
        """Return the animation in which the end has jumped, for the start is across the `jump`.

        It rests for a moment first, and after it.
        """
        self._left = self._cell(jump[0])
        self.strip.swept.set_value(jump[1])
        self.leapt.set_value(0)
        leaping: Any = self.leapt.animate
        return leaping(rate_func=squish_rate_func(smooth, REST, 1 - REST)).set_value(1)

    def readings(self) -> VGroup:
        """Return where the walk starts and where it ends, as live numbers beside the curve."""
        form = Form.of(self.strip.plot.x_range)
        start = form.telling(np.ravel(self.jumps)) if self.jumps else form

        def row(name: str, which: int) -> tuple[str, str, Any]:
            return f'"{name}"', theme.walker, lambda: float(self.x[which, self.cell])

        live = readings(row("start", 0), row("end", -1), forms=[start, form])
        live[1].shift((live[0][0].get_right() - live[1][0].get_right()) * RIGHT)
        return beside(live, READINGS)  # type: ignore[no-any-return]

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        seen = is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if seen else []

    def follow(self) -> "StartSweep":
        """Draw the walk from where the start is now, and the jump that has been."""
        leapt = float(self.leapt.get_value())
        now: tuple[float, ...] = self.cell, leapt
        if now == self._shown:
            return self
        self._shown = now
        places = self._walk(self.cell)
        foot = self.strip.plot.foot(self.x[0, self.cell])
        self.drop.set_points_as_corners([foot, places[0]])
        self.start.move_to(foot)
        self._mark(self.marks, places)
        self.walker.move_to(places[-1])
        self._follow_jump(places[-1], leapt)
        return self

    def _follow_jump(self, end: Array, leapt: float) -> None:
        there = min(2 - leapt, 1.0)
        if there <= 0:
            for part in (self.before, self.arc, self.head, self.ghost):
                part.points = np.zeros((0, 3))
            return
        places = self._walk(self._left)
        self._mark(self.before, places)
        self.ghost.points = self._ring + places[-1]
        far = CLEAR + min(leapt, 1) * (1 - 2 * CLEAR)
        edges = np.linspace(CLEAR, 1 - CLEAR - TIP / 2, 2 * DASHES)
        edges = np.minimum(edges.reshape(-1, 2), far)
        dashes = edges[edges[:, 1] > edges[:, 0]]
        self.arc.points = straight_pieces(self._along(places[-1], end, dashes))
        tail, tip = self._along(places[-1], end, np.array([max(far - TIP, CLEAR), far]))
        put_arrow(self.head, tail, tip - tail)
        for line in (self.arc, self.ghost):
            line.set_stroke(opacity=there)
        for filled in (self.before, self.head):
            filled.set_fill(opacity=there)

    def _along(self, left: Array, right: Array, shares: Array) -> Array:
        """Return points of the arc from one end to another, over what lies between them."""
        plot = self.strip.plot
        between = np.linspace(plot.value_at(left[0]), plot.value_at(right[0]), 50)
        top = plot.on(between[:, None])[:, 1].max() + ABOVE
        across = (1 - np.cos(np.pi * shares)) / 2
        line = left + across[..., None] * (right - left)
        line[..., 1] += np.sin(np.pi * shares) * (top - (left[1] + right[1]) / 2)
        return np.asarray(line)

    def _cell(self, x: float) -> int:
        low, high = self.strip.plot.x_range
        count = self.x.shape[1]
        return int(np.clip((x - low) / (high - low) * count, 0, count - 1))

    def _walk(self, cell: int) -> Array:
        return self.strip.plot.on(self.x[:, cell, None])

    def _mark(self, marks: VMobject, places: Array) -> None:
        clear = outside_ring(places, places[-1])
        marks.points = (self._dot[None] + clear[:, None]).reshape(-1, 3)
