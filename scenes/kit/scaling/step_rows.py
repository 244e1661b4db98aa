"""How many steps a walk takes, as a bar."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.scaling.live import Live
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]

THICK = 0.26  # of a bar
BAR, LONGEST = 1.7, 2.2  # from the left end of a row to its bar, and the longest bar
GAP = 0.15


def outlined(left: float, y: float, length: float) -> Array:
    """Return the closed outline of a level bar that begins at `left`, at the height `y`, (5, 3)."""
    right, half = left + max(length, 0.02), THICK / 2
    corners = ((left, -half), (right, -half), (right, half), (left, half), (left, -half))
    return np.array([[x, y + up, 0.0] for x, up in corners])


class StepBar(Live):
    """A bar as long as the steps taken by a walk; once it is `fixed`, it stays as it is."""

    def __init__(self, walk: ScaledWalk, left: float, y: float, unit: float) -> None:
        self.walk, self.corner, self.unit = walk, (left, y), unit
        self.fixed: float | None = None
        self.bar = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        super().__init__(self.bar)

    @property
    def steps(self) -> float:
        """How many steps it shows."""
        return self.walk.taken if self.fixed is None else self.fixed

    @property
    def state(self) -> Any:
        return self.steps

    def draw(self) -> None:
        self.bar.clear_points()
        if self.steps > 0:
            self.bar.set_points_as_corners(outlined(*self.corner, self.unit * self.steps))


class StepWord(Live):
    """The word "steps" behind the number of a bar's steps, or "step" behind a 1."""

    shared = ("bar",)

    def __init__(self, bar: StepBar) -> None:
        self.bar = bar
        self.letters = text("steps", SMALL_SIZE)
        super().__init__(self.letters)

    @property
    def state(self) -> Any:
        return int(self.bar.steps + 1e-9) == 1

    def draw(self) -> None:
        *_, penult, last = self.letters.family_members_with_points()
        last.set_opacity(penult.get_fill_opacity() * (not self.state))


class StepRow(VGroup):
    """A bar for the steps of `walk` with their number behind it, and its `title` before it.

    It reaches from `left` to `right` in the frame, at the height `y`. The title is made ready.

    Once `keep()` has been called it shows for good what it shows now.
    """

    def __init__(self, walk: ScaledWalk, left: float, right: float, y: float, name: str) -> None:
        self.walk = walk
        most = walk.scaled(0.0).trajectory.steps
        self.bar = StepBar(walk, left + BAR, y, LONGEST / most)
        live = Number(lambda: int(self.bar.steps + 1e-9), 0, len(str(most)), SMALL_SIZE)
        words = StepWord(self.bar)
        self.count = VGroup(live, words).arrange(RIGHT, buff=GAP)
        self.count.move_to((right, y, 0.0), aligned_edge=RIGHT)
        foot = y - live.place.height / 2
        live.shift((foot - float(live.place.get_bottom()[1])) * UP)
        letter = words.family_members_with_points()[1]  # a t stands on the line
        words.shift((foot - float(letter.get_bottom()[1])) * UP)
        super().__init__(self.bar, self.count)
        self.title = VGroup(text(name, SMALL_SIZE).move_to((left, y, 0.0), aligned_edge=LEFT))
        on_base_line(self.title, 0, foot)

    def keep(self) -> "StepRow":
        """Show from now on what is shown now."""
        self.bar.fixed = self.bar.steps
        return self
