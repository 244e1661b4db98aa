"""The steps of a race as bars that grow as the walkers go, and stop where these arrive."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Line, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.race.tuned import Runner
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

Array = NDArray[np.float64]
BROAD, FRAME = 0.62, 0.86  # widths of a bar, and of the outline that an earlier one leaves
OVER, BESIDE = 0.12, 0.14  # from a bar to its number above, from an outline to its number beside
SLIT = 0.09  # in a bar, where the upper edge of an outline crosses it
SOON = 0.6  # of a step: so long before the arrival its number begins to appear


class RaceBar(VGroup):
    """A bar on a `foot`, `unit` high for each step of a walk, until this has arrived.

    Then its number stands above it. That of a walk that does not arrive has no upper end. The upper
    edge of what is left of an `old` one is seen through a slit in it.
    """

    @checked
    def __init__(
        self,
        runner: Runner,
        walk: Walk,
        foot: Array,
        unit: float,
        bold: bool = False,
        old: Runner | None = None,
    ) -> None:
        self.runner, self.walk, self.foot, self.unit = runner, walk, foot, unit
        self.last = runner.steps
        self.crossed = unit * (old.steps if old else 0)
        self.bar = VMobject(fill_color=runner.entrant.ink, fill_opacity=1, stroke_width=0)
        self.number = written(runner, bold).next_to(foot + self.last * unit * UP, UP, OVER)
        self._glyphs = self.number.family_members_with_points()
        super().__init__(self.bar, self.number)
        self._shown = -1.0
        self.follow()
        self.add_updater(lambda bar: bar.follow())

    @property
    def taken(self) -> float:
        """The steps that are shown."""
        return min(self.walk.taken, float(self.last))

    def follow(self) -> "RaceBar":
        """Draw it as high as the walk has got."""
        taken = self.taken
        if taken == self._shown:
            return self  # so that it can be faded in and out
        self._shown = taken
        high = taken * self.unit
        slit = min(max(high - self.crossed, 0.0), SLIT / 2) if self.crossed else 0.0
        below = min(high, self.crossed - slit) if slit else high
        self.bar.points = np.vstack([self._block(0, below), self._block(self.crossed + slit, high)])
        share = float(eased(1 + (taken - self.last) / SOON))
        for glyph in self._glyphs:
            glyph.set_fill(opacity=share)
        return self

    def _block(self, low: float, high: float) -> Array:
        """Return the points of the bar from one height to another, none if that is lower."""
        if high <= low:
            return np.zeros((0, 3))
        across, heights = BROAD / 2 * RIGHT, (low * UP, high * UP)
        low_end, high_end = (self.foot + height for height in heights)
        corners = [low_end - across, low_end + across, high_end + across, high_end - across]
        block = VMobject().set_points_as_corners(np.array([*corners, corners[0]]))
        return np.asarray(block.points)


class OldBar(VGroup):
    """The outline that is left of the bar of an earlier race, with its number beside it."""

    @checked
    def __init__(self, runner: Runner, foot: Array, unit: float, bold: bool = False) -> None:
        high = unit * runner.steps
        style: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": PATH_WIDTH / 2}
        outline = Rectangle(width=FRAME, height=high, **style).next_to(foot, UP, 0)
        self.number = written(runner, bold, theme.muted)
        self.number.next_to(outline.get_corner(UP + RIGHT), RIGHT, BESIDE)
        super().__init__(outline, self.number)


def written(runner: Runner, bold: bool, color: str | None = None) -> VMobject:
    """Return the steps of a runner until it has arrived, as they are written."""
    steps = f"> {runner.path.steps}" if runner.arrival is None else str(runner.arrival)
    return text(steps, SMALL_SIZE, color, bold)


def floor(middle: Array, width: float) -> Line:
    """Return the line on which a bar stands."""
    half = width / 2 * RIGHT
    return Line(middle - half, middle + half, color=theme.muted, stroke_width=PATH_WIDTH / 2)
