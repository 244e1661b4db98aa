"""A walker on a map that rests until it is pushed."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.curve_walker import STEP_MARK, mark_radii, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.maps.trails import through
from scenes.kit.symbols import MARKERS, marker_shape
from scenes.kit.theme import DOT_RADIUS, THIN_WIDTH, theme

Array = NDArray[np.float64]
SHOWN = 3  # landings that are seen: the last


@dataclass(frozen=True)
class Steps:
    """The steps of all walkers, in step: how many are `taken`, and when pushes came between.

    `began` holds how many were taken when they came to rest at first, and after each push; `stop`
    the learning rate, by number, at which that was, None for the first rest. A push is a step too.
    """

    taken: ValueTracker = field(default_factory=ValueTracker)
    began: list[int] = field(default_factory=lambda: [0])
    stop: list[int | None] = field(default_factory=lambda: [None])

    @property
    def whole(self) -> int:
        """How many are taken, between two plays."""
        return round(self.taken.get_value())

    def push(self, stop: int) -> None:
        """Let the next step be a push, after which a walk at that `stop` begins."""
        self.began.append(self.whole + 1)
        self.stop.append(stop)


class PushedWalker(VGroup):
    """The walker number `place`: it rests at `bottom`, (3,), until it is pushed and steps.

    `walks` are where it stands after a push at each stop, and after each step then, (n, 3).
    """

    def __init__(self, place: int, bottom: Array, walks: Sequence[Array], steps: Steps) -> None:
        self.bottom, self.walks, self.steps = np.tile(bottom, (2, 1)), walks, steps
        place = place % len(MARKERS)
        color = (theme.walker, theme.second, theme.third, theme.ink)[place]
        self.walker = marker_shape(MARKERS[place], DOT_RADIUS, color)
        self.marks = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.line = VMobject(stroke_color=color, stroke_width=2 * THIN_WIDTH)
        self._outline = marker_shape(MARKERS[place], STEP_MARK, color).points
        for i, part in enumerate((self.line, self.marks, self.walker)):
            part.set_z_index(0.3 * (i + 1))  # above the rings
        super().__init__(self.line, self.marks, self.walker)
        self.follow()
        self.add_updater(lambda one: one.follow())

    def walk(self, push: int) -> Array:
        """Return where it stands after a push and after each step then, (n, 3)."""
        stop = self.steps.stop[push]
        return self.bottom if stop is None else self.walks[stop]

    def follow(self) -> "PushedWalker":
        """Stand where the walk is now."""
        taken, began = float(self.steps.taken.get_value()), self.steps.began
        last = bisect_right(began, taken + 1e-9) - 1
        walk = self.walk(last)
        here = int(taken - began[last] + 1e-9)
        gone = taken - began[last] - here
        is_nudge = began[last] + here + 1 in began and gone > 1e-6  # a new walk begins
        after = self.walk(last + 1)[0] if is_nudge else walk[here + 1]
        at = walk[here] + gone * (after - walk[here])
        landed = walk[max(0, here + 1 - SHOWN) : 0 if is_nudge else here + 1]
        corners = np.vstack([landed, at]) if len(landed) and gone > 1e-6 else landed
        self.walker.move_to(at)
        self.marks.points = marks_at(self._outline, landed, mark_radii(landed))
        self.line.points = through(corners) if len(corners) > 1 else np.zeros((0, 3))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
