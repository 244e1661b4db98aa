"""One start that is moved along the axis, with the walk from there, which changes as it goes."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    Circle,
    Line,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import BasinStrip
from scenes.kit.curves.curve_plot import beside
from scenes.kit.curves.curve_walker import PLACES, START_MARK, STEP_MARK, mark_radii, marks_at
from scenes.kit.curves.slope import put_arrow
from scenes.kit.legibility import is_seen
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import text

Array = NDArray[np.float64]
JUMPS = 2  # of the end that are dwelt upon
OLD = 0.25  # of the time of a leap, until the walk before has faded …
GROWN = 0.35  # … and until the arc has grown
SECONDS = 4.0  # for the whole axis
ABOVE = 0.75  # units of the frame from the curve to the top of the arc of a jump
ABOVE_ARC = 0.12  # from there to its name
DASHES = 24  # along that arc
TIP = 0.08  # of it: there its head begins
CLEAR = 0.08  # of it, at both ends, is left to the walkers


class StartSweep(VGroup):
    """The start at which `strip` is being painted, and the walk from there on the curve.

    The start is a mark on the axis with a line up to the curve, where the walker stands; from
    there a mark for each computed step, and a ring where the walk ends. It is the walk of the cell
    of the strip that the tracker ``strip.swept`` is in. `jumps` are the first few pairs of
    neighboring starts whose ends differ. Where the end has jumped, the walk before fades, and an
    arc grows from end to end, as the tracker `leapt` goes from 0 to 1. The arc and its name leave
    as it goes on to 2.
    """

    @checked
    def __init__(self, strip: BasinStrip) -> None:
        self.strip, self.x = strip, strip.walks.x[:, :, 0]
        self.jumps = strip.brinks[:JUMPS]
        self.leapt = ValueTracker(2.0)
        self.drop = Line(color=theme.walker, stroke_width=THIN_WIDTH)
        self.marks, self.before, self.head = (
            VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
            for color in (theme.walker, theme.muted, theme.muted)
        )
        self.arc = VMobject(stroke_color=theme.muted, stroke_width=PATH_WIDTH)
        self.ghost, self.end = (
            Circle(DOT_RADIUS, stroke_color=color, stroke_width=PATH_WIDTH)
            for color in (theme.muted, theme.walker)
        )
        self.start = marker_shape("circle", START_MARK, theme.walker)
        self.walker = sign("walker")
        self.jump_name = text("the end jumps", SMALL_SIZE, theme.muted)
        self._ring = self.ghost.points
        self._dot = marker_shape("circle", STEP_MARK, theme.walker).points
        self._shown: tuple[float, ...] = ()
        self._left = 0  # the cell from which the end has jumped
        super().__init__(self.drop, self.before, self.marks, self.arc, self.head, self.ghost)
        self.add(self.jump_name, self.start, self.end, self.walker).set_z_index(1)
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
        """Return the animation in which the end has jumped, for the start is across the `jump`."""
        self._left = self._cell(jump[0])
        self.strip.swept.set_value(jump[1])
        self.leapt.set_value(0)
        leaping: Any = self.leapt.animate
        return leaping(rate_func=linear).set_value(1)

    def readings(self) -> VGroup:
        """Return where the walk starts and where it ends, as live numbers beside the curve."""
        form = Form.of(self.strip.plot.x_range)
        start = form.telling(np.ravel(self.jumps)) if self.jumps else form

        def row(name: str, which: int) -> tuple[str, str, Any]:
            return f'"{name}"', theme.walker, lambda: float(self.x[which, self.cell])

        live = readings(row("start", 0), row("end", -1), forms=[start, form])
        live[1].shift((live[0][0].get_right() - live[1][0].get_right()) * RIGHT)
        return beside(live, PLACES)  # type: ignore[no-any-return]

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
        self.walker.move_to(places[0])
        self.end.move_to(places[-1])
        self._follow_jump(places[-1], leapt)
        return self

    def _follow_jump(self, end: Array, leapt: float) -> None:
        there = min(2 - leapt, 1.0)
        if there <= 0:
            for part in (self.before, self.arc, self.head, self.ghost):
                part.points = np.zeros((0, 3))
            self.jump_name.set_opacity(0)
            return
        places = self._walk(self._left)
        self._mark(self.before, places)
        self.ghost.points = self._ring + places[-1]
        grown = smooth(min(leapt / GROWN, 1.0))
        far = CLEAR + grown * (1 - 2 * CLEAR)
        edges = np.linspace(CLEAR, 1 - CLEAR - TIP / 2, 2 * DASHES)
        edges = np.minimum(edges.reshape(-1, 2), far)
        dashes = edges[edges[:, 1] > edges[:, 0]]
        self.arc.points = straight_pieces(self._along(places[-1], end, dashes))
        tail, tip = self._along(places[-1], end, np.array([max(far - TIP, CLEAR), far]))
        put_arrow(self.head, tail, tip - tail)
        for line in (self.arc, self.ghost):
            line.set_stroke(opacity=there)
        self.head.set_fill(opacity=there)
        self.before.set_fill(opacity=max(1 - leapt / OLD, 0))
        top = self._along(places[-1], end, np.linspace(0, 1, 50))[:, 1].max()
        self.jump_name.move_to(((places[-1][0] + end[0]) / 2, top + ABOVE_ARC, 0), DOWN)
        self.jump_name.set_opacity(there * grown)

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
        marks.points = marks_at(self._dot, places, mark_radii(places))
