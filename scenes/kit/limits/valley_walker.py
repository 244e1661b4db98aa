"""A walker on a map that rests in a valley, and hops out of it."""

from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.curve_walker import STEP_MARK, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import HOP_MARK
from scenes.kit.maps.trails import through
from scenes.kit.symbols import MARKERS, marker_shape
from scenes.kit.theme import DOT_RADIUS, THIN_WIDTH, theme

Array = NDArray[np.float64]
SHOWN = 3  # landings that are seen: the last, until it hops out; and as many with lines


class ValleyWalker(VGroup):
    """The walker number `place`, standing on `path`, (n, 3), after as many steps as are `taken`.

    From step `out` on it hops out of its valley, and all its landings are seen. It stays at the
    end of its path, where it can vanish: ``vanish()`` leaves what it has marked.
    """

    def __init__(self, place: int, path: Array, out: int, taken: ValueTracker) -> None:
        self.path, self.out, self.taken = path, out, taken
        place = place % len(MARKERS)
        color = (theme.walker, theme.second, theme.third, theme.ink)[place]
        self.walker = marker_shape(MARKERS[place], DOT_RADIUS, color)
        self.marks = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.line = VMobject(stroke_color=color, stroke_width=THIN_WIDTH)
        self._outline = marker_shape(MARKERS[place], STEP_MARK, color).points
        for i, part in enumerate((self.line, self.marks, self.walker)):
            part.set_z_index(0.3 * (i + 1))  # above the rings
        super().__init__(self.line, self.marks, self.walker)
        self.follow()
        self.add_updater(lambda one: one.follow())

    def follow(self) -> "ValleyWalker":
        """Stand where the walk is now."""
        taken = min(float(self.taken.get_value()), len(self.path) - 1)
        here = int(taken + 1e-9)
        gone = taken - here
        at = self.path[here]
        if gone > 1e-6:
            at = at + gone * (self.path[here + 1] - at)
        first = self.out if here >= self.out else max(0, here + 1 - SHOWN)
        landed = self.path[first : here + 1]
        self.walker.move_to(at)
        self.marks.points = marks_at(self._outline, landed, np.full(len(landed), HOP_MARK))
        self.line.points = through(np.vstack([landed[-SHOWN:], at]))
        return self

    def vanish(self) -> Any:
        """Return the animation in which the walker vanishes, and its marks stay."""
        going: Any = self.walker.animate
        return going.set_opacity(0)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
