"""A formula of one variable: its curve, arrows along its axis, walks, and basins."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from manim import DOWN, UP, Create, Line, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from gd_math import descend
from scenes.kit.animations import appear
from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import BasinStrip, cell_middles
from scenes.kit.curves.curve_plot import NAME_BELOW, RING, CurvePlot
from scenes.kit.curves.curve_walker import CurveWalker
from scenes.kit.curves.slope import put_arrow
from scenes.kit.maps.arrow_field import arrow_outlines, closed
from scenes.kit.symbols import meaning_of, sign
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.findings import Row, end_rows
from scenes.kit.yours.panel import STRONG, Column, formula_blocks, shades, title_moves
from scenes.kit.yours.view import View

Array = NDArray[np.float64]
ARROWS = 15  # along the axis
STEEP = 1.6  # times the median: what is steeper by far is drawn as long as that
UPWARD = 0.36  # of the arrows above the axis
STEP_UP = 0.15  # and of a step


class CurveView(View):
    """A loss of one variable as a curve on its axes."""

    column = Column(2.6, 6.35, 3.55)
    free, lines = np.array([2.6, -0.6, 0.0]), 3  # where questions begin, and in how many lines
    arrows = "Each arrow, −f′(x), points the way down."

    @checked
    def __init__(self, descents: Descents) -> None:
        self.descents, self.loss = descents, descents.loss
        self.plot = CurvePlot(self.loss)
        rows = len(end_rows(descents))
        self.whole, self.title = formula_blocks(self.loss, self.column, rows)
        self.scenery = [self.plot, self.whole]
        self.field = SlopeRow(self.plot)
        self.walker = EdgeWalker(self.plot, descents.first)
        self.step = AxisStep(self.plot, descents.first)
        self.depths = VGroup()  # none: they are seen as heights
        self.others = VGroup(*(EdgeWalker(self.plot, walk) for walk in descents.others))

    def come(self) -> list[Any]:
        """Return the animation in which the curve is drawn."""
        return [Create(self.plot.graph, rate_func=linear)]

    def unfold(self) -> Iterator[tuple[Any, float]]:
        """Yield what is played, and for how long, until the curve is ready: nothing."""
        yield from ()

    def point_down(self) -> list[Any]:
        """Return the animation in which the axis gets its arrows."""
        return [self.field.grow(), *title_moves(self.whole, self.title)]

    def take(self, steps: int) -> list[Any]:
        """Return the animations of the first steps of the walk that is watched."""
        return [self.descents.first.go(steps)]

    def set_out(self) -> list[Any]:
        """Return the animations in which the others appear."""
        return appear(self.others)

    def mark_ends(self, rows: list[Row]) -> VGroup:
        """Return the signs of the minima in which walks end, with their letters."""
        found = VGroup()
        for row in rows:
            for end in row.kinds if row.meaning else ():
                minimum = self.loss.minima[end]
                ring = sign(meaning_of(minimum), RING).move_to(self.plot.on(minimum.x))
                found.add(ring.set_z_index(-0.5))
                if row.letter:
                    letter = text(f"*{row.letter}*", SMALL_SIZE)
                    found.add(letter.next_to(ring, DOWN, buff=NAME_BELOW))
        return found

    @cached_property
    def basins(self) -> "CurveBasins":
        """The basins, which are not colored at first."""
        return CurveBasins(self.plot, self.descents)

    def flow(self) -> list[Any]:
        """Return the animation in which each place of the axis gets the color of its end."""
        painting: Any = self.basins.swept.animate
        return [painting(rate_func=linear).set_value(self.plot.x_range[1])]


class CurveBasins(BasinStrip):
    """The basins of a loss of one variable, painted on the axis up to the tracker `swept`.

    ``counts()`` says from how many places walks end in each of the `rows`, up to there.
    """

    def __init__(self, plot: CurvePlot, descents: Descents) -> None:
        loss, steps = descents.loss, descents.steps
        walks = descend(loss, descents.descent, cell_middles(loss), steps, keep_every=steps)
        self.ends, self.kinds = descents.everywhere, end_rows(descents)
        super().__init__(plot, walks)
        self.heading = "All starts here:"
        colors = {end: color for color, end in shades(self.kinds, STRONG)}
        parts: list[Any] = [*self]
        for (ground, bar), (end, _, _) in zip(parts, self.pieces, strict=True):
            color = colors.get(end, theme.muted)
            ground.set_fill(color)
            bar.box.set_fill(color)
            bar.strokes.set_stroke(color)

    def counts(self) -> Array:
        """Return how many of the places that are painted end in each row."""
        low, high = self.plot.x_range
        share = (float(self.swept.get_value()) - low) / (high - low)
        painted = self.ends.kind[: round(share * len(self.ends.kind))]
        return np.array([float(row.count(painted)) for row in self.kinds])


class EdgeWalker(CurveWalker):
    """A walker on a curve that is gone where the curve ends."""

    def _draw(self) -> None:
        super()._draw()
        if not self._inside(self.plot.foot(self.walk.position[0]))[()]:
            self.walker.points = np.zeros((0, 3))

    def _mark(self, places: Array) -> None:
        inside = self._inside(places)
        radii = self._radii
        self._radii = radii[: len(places)][inside]
        super()._mark(places[inside])
        self._radii = radii

    def _inside(self, places: Array) -> NDArray[np.bool_]:
        low, high = (axis[0] for axis in self.plot.x_axis.get_start_and_end())
        return np.asarray((places[..., 0] >= low - 1e-6) & (places[..., 0] <= high + 1e-6))


class SlopeRow(VMobject):
    """Arrows along the axis of a curve that point downhill: −f′, as long as the slope is steep.

    What is much steeper than usual is drawn no longer. `grown` is a tracker of how many of them
    are there, from left to right, from 0 to 1.
    """

    def __init__(self, plot: CurvePlot) -> None:
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.plot = plot
        low, high = plot.x_range
        self.x = low + (np.arange(ARROWS) + 0.5) / ARROWS * (high - low)
        slopes = -plot.loss.gradient(self.x[:, None])[:, 0]
        steep = STEEP * float(np.median(np.abs(slopes))) or 1.0
        unit = min(float(np.abs(slopes).max()), steep) or 1.0
        length = 0.92 * plot.x_axis.width / ARROWS
        vectors = np.stack([slopes / unit, np.zeros_like(slopes)], axis=-1)
        self.outlines = length * arrow_outlines(vectors)
        self.outlines += plot.foot(self.x)[:, None, :2] + [0, UPWARD]
        self.grown = ValueTracker(0.0)
        self._shown = -1.0
        self.follow()
        self.add_updater(SlopeRow.follow)  # type: ignore[arg-type]

    def grow(self) -> Any:
        """Return the animation in which all of them appear."""
        growing: Any = self.grown.animate
        return growing(rate_func=linear).set_value(1.0)

    def follow(self) -> "SlopeRow":
        """Show those that are there."""
        grown = float(self.grown.get_value())
        if grown != self._shown:
            self._shown = grown
            share = np.clip(grown * (ARROWS + 1) - np.arange(ARROWS), 0, 1)
            middle = self.outlines.mean(axis=1, keepdims=True)
            shown = middle + share[:, None, None] * (self.outlines - middle)
            self.points = closed(shown[share > 0]) if grown > 0 else np.zeros((0, 3))
        return self


class AxisStep(VGroup):
    """The step that a walk on a curve is taking, as an arrow over the axis, and a line to it."""

    def __init__(self, plot: CurvePlot, walk: Walk) -> None:
        self.plot, self.walk = plot, walk
        self.arrow = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.drop = Line(color=theme.muted, stroke_width=THIN_WIDTH)
        super().__init__(self.drop, self.arrow)
        self._shown = -1.0
        self.follow()
        self.add_updater(AxisStep.follow)  # type: ignore[arg-type]

    def follow(self) -> "AxisStep":
        """Point from where the walker is to where its step leads."""
        taken, path = self.walk.taken, self.walk.trajectory
        if taken != self._shown:
            self._shown = taken
            low, high = self.plot.x_range
            ahead = path.x[min(self.walk.step + 1, path.steps), 0]
            here = self.plot.foot(self.walk.position[0])
            there = self.plot.foot(np.clip(ahead, low, high))
            put_arrow(self.arrow, here + STEP_UP * UP, there - here)
            self.drop.set_points_as_corners([self.plot.on(self.walk.position), here])
        return self
