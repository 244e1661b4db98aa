"""A walker on a map that rests in a valley until the learning rate is beyond its limit."""

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.curve_walker import STEP_MARK, marks_at
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import HOP_MARK
from scenes.kit.maps.trails import through
from scenes.kit.symbols import MARKERS, marker_shape, rim
from scenes.kit.theme import PATH_WIDTH, theme

Array = NDArray[np.float64]
SHOWN = 3  # landings that are seen: the last
RADIUS = 0.19  # of a walker, in units of the frame: also the square is 4 % of its height
TRAIL = 0.8 * PATH_WIDTH  # of the line through its landings


class ValleyWalker(VGroup):
    """The walker number `place`, standing on `path`, (n, 3), after as many hops as are `taken`.

    From hop `lost` on it cannot rest, and hops.
    """

    def __init__(self, place: int, path: Array, lost: int, taken: ValueTracker) -> None:
        self.path, self.lost, self.taken = path, lost, taken
        self.shape = MARKERS[place % len(MARKERS)]
        self.color_of_marks = (theme.walker, theme.second, theme.third, theme.ink)[place % 4]
        color = self.color_of_marks
        self.walker = self.sign()
        self.marks = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.line = VMobject(stroke_color=color, stroke_width=TRAIL)
        for part in (self.line, self.marks):  # no ground hides them
            rim(part)
        self._outline = marker_shape(self.shape, STEP_MARK, color).points
        for i, part in enumerate((self.line, self.marks, self.walker)):
            part.set_z_index(0.3 * (i + 1))  # above the rings
        super().__init__(self.line, self.marks, self.walker)
        self.follow()
        self.add_updater(lambda one: one.follow())

    def sign(self) -> VMobject:
        """Return the walker's sign, as it is where it rests."""
        return marker_shape(self.shape, RADIUS, self.color_of_marks)

    @property
    def leaving(self) -> float:
        """How far it has left its rest: from 0 to 1, in the first hop after which it cannot."""
        return float(np.clip(self.taken.get_value() - self.lost + 1, 0, 1))

    def follow(self) -> "ValleyWalker":
        """Stand where the walk is now."""
        taken = float(self.taken.get_value())
        here = int(taken + 1e-9)
        gone = taken - here
        at = self.path[here]
        if gone > 1e-6:
            at = at + gone * (self.path[here + 1] - at)
        landed = self.path[max(0, here + 1 - SHOWN) : here + 1]
        self.walker.move_to(at)
        self.marks.points = marks_at(self._outline, landed, np.full(len(landed), HOP_MARK))
        self.line.points = through(np.vstack([landed, at]))
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
