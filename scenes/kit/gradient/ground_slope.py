"""The slope of a slice on the ground itself: its tangent there, and an arrow along it."""

from typing import Any

import numpy as np
from manim import ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.curves.slope import put_arrow
from scenes.kit.gradient.hillside import Hillside
from scenes.kit.gradient.slice_curve import BACK, GROWS, SliceCurve
from scenes.kit.theme import PATH_WIDTH, RIM_WIDTH, theme

Array = NDArray[np.float64]
FADES = 4.0  # times as fast as the arrow moves: the tangent


class GroundSlope(VGroup):
    """What `curve` shows of the slope of its slice, on the `ground` from which that is cut.

    The tangent grows with that of the curve, and, as the curve lays its arrow down on its axis,
    an arrow as long grows along the tangent. `moved`, from 0 to 1, is how far that has come to
    where `stack` sends its tail; the tangent fades as it sets out.
    """

    def __init__(self, ground: Hillside, curve: SliceCurve) -> None:
        self.ground, self.curve = ground, curve
        self.moved = ValueTracker(0.0)
        self._tail = np.zeros(3)
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=PATH_WIDTH)
        width = PATH_WIDTH + 1.4 * RIM_WIDTH
        self.tangent.set_stroke(theme.background, width=width, background=True)
        self.arrow = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.arrow.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)
        self.arrow.set_z_index(1)
        super().__init__(self.tangent, self.arrow)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda slope: slope.follow())

    def stack(self, tail: Array) -> Any:
        """Return the animation that takes the arrow alone to its `tail`, a place in the frame."""
        self._tail = tail
        return self.moved.animate.set_value(1.0)

    def follow(self) -> "GroundSlope":
        """Draw tangent and arrow as far as the curve shows them."""
        trackers = self.curve.felt, self.curve.laid, self.moved
        now = tuple(float(tracker.get_value()) for tracker in trackers)
        if now == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        felt, laid, moved = now
        first, last = GROWS["tangent"]
        grown = float(np.clip((felt - first) / (last - first), 0, 1))
        way = self.curve.way
        back, ahead = self.ground.tangent(grown * np.array([-BACK * way, way]))
        self.tangent.set_points_as_corners([back, ahead])
        there = float(np.clip(1 - FADES * moved, 0, 1))
        self.tangent.set_stroke(opacity=there).set_stroke(opacity=there, background=True)
        here, tip = self.ground.tangent(laid * np.array([0 * way, self.curve.slope * way]))
        put_arrow(self.arrow, (1 - moved) * here + moved * self._tail, tip - here)
        return self
