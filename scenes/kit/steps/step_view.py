"""A rectangle of the frame in which a piece of a curve is seen, with the walker on it."""

from typing import Any

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.curves.curve_walker import STEP_MARK
from scenes.kit.maps.trails import Drawn, clip_segment, straight_pieces
from scenes.kit.steps.descent import StepDescent
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, THIN_WIDTH, theme

Array = NDArray[np.float64]

TANGENT = 1.3  # units of the frame, to each side of the walker
TANGENT_WIDTH = 1.5 * PATH_WIDTH
RING = 0.27  # radius of the sign of the minimum: round a walker
POINTS = 240  # of the curve


class StepView(VGroup):
    """The curve of a `descent` in a rectangle, with walker, tangent, and marks of earlier guesses.

    `box()` is the rectangle: left, right, bottom, top in the frame; `window()` is what is seen in
    it: from which to which w, and from which to which loss. Both may change from frame to frame.
    """

    def __init__(self, descent: StepDescent) -> None:
        super().__init__()
        self.descent = descent
        self._drawn: tuple[Any, Array] = (), np.zeros((0, 3))
        self.curve = Drawn(self._curve, stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.walker = marker_shape("circle", DOT_RADIUS, theme.walker).set_z_index(2)
        self._outline = self.walker.points.copy()
        self.marks = Drawn(self._marks, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.tangent = VMobject(stroke_color=theme.gradient, stroke_width=TANGENT_WIDTH)
        self.tangent.add_updater(self._follow_tangent, call_updater=True)
        self.walker.add_updater(self._follow_walker, call_updater=True)
        self.marks.set_z_index(1)

    def box(self) -> tuple[float, float, float, float]:
        raise NotImplementedError

    def window(self) -> tuple[float, float, float, float]:
        raise NotImplementedError

    def room(self) -> tuple[float, float, float, float]:
        """Return the rectangle that a tangent does not leave."""
        return self.box()

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        is_there = len(self.walker.points) and self.walker.get_fill_opacity() > 0.1
        return [("a walker", self.walker.get_center())] if is_there else []

    def across(self, w: ArrayLike) -> Array:
        """Return how far to the right each w lies in the frame."""
        left, right, _, _ = self.box()
        low, high, _, _ = self.window()
        share = (np.asarray(w, dtype=float) - low) / (high - low)
        return np.asarray(left + share * (right - left))

    def up(self, value: ArrayLike) -> Array:
        """Return how high each value of the loss lies in the frame."""
        _, _, bottom, top = self.box()
        _, _, low, high = self.window()
        share = (np.asarray(value, dtype=float) - low) / (high - low)
        return np.asarray(bottom + share * (top - bottom))

    def on(self, w: ArrayLike) -> Array:
        """Return where in the frame the curve is above each w, (…, 3)."""
        x, y = self.across(w), self.up(self.descent.value(w))
        return np.stack([x, y, np.zeros_like(y)], axis=-1)

    def ring(self, radius: float = RING) -> VMobject:
        """Return the sign of the minimum, behind the curve."""
        mark = sign("minimum", radius).set_z_index(-0.5)
        return mark.add_updater(
            lambda one: one.move_to(self.on(self.descent.bottom)), call_updater=True
        )

    def _curve(self) -> Array:
        state = *self.box(), *self.window()
        if state == self._drawn[0]:
            return self._drawn[1]
        low, high, _, most = self.window()
        corners = self.on(np.linspace(low, high, POINTS))
        pieces = np.stack([corners[:-1], corners[1:]], axis=1)
        top = self.up(most) + 1e-6
        self._drawn = state, straight_pieces(pieces[(pieces[..., 1] <= top).all(axis=1)])
        return self._drawn[1]

    def _marks(self) -> Array:
        step = self.descent.now[0]
        low, high, _, _ = self.window()
        w = self.descent.w[:step]
        outline = self._outline * (STEP_MARK / DOT_RADIUS)
        places = self.on(w[(low <= w) & (w <= high)])
        return np.asarray((outline + places[:, None]).reshape(-1, 3))

    def _follow_walker(self, walker: Any) -> None:
        w, (low, high, _, _) = self.descent.here, self.window()
        walker.points = self._outline + self.on(w) if low <= w <= high else np.zeros((0, 3))

    def _follow_tangent(self, line: Any) -> None:
        step, grown, opacity = self.descent.tangent
        line.points = self._tangent_at(min(step, self.descent.steps), grown)
        line.set_stroke(opacity=opacity)

    def _tangent_at(self, step: int, grown: float) -> Array:
        """Return so much of the tangent at a step, from its middle, as lies in the room for it."""
        low, high, _, _ = self.window()
        if not low <= self.descent.w[step] <= high or grown < 0.01:
            return np.zeros((0, 3))
        w, slope = float(self.descent.w[step]), float(self.descent.slopes[step])
        small = 1e-3 * (high - low)
        run = float(self.across(w + small) - self.across(w))
        rise = float(self.up(slope * small) - self.up(0))
        way = grown * TANGENT * np.array([run, rise, 0]) / np.hypot(run, rise)
        left, right, bottom, top = self.room()
        corners = np.array([left, bottom]), np.array([right, top])
        ends = clip_segment((self.on(w) - way)[:2], (self.on(w) + way)[:2], *corners)
        if ends is None:
            return np.zeros((0, 3))
        return straight_pieces(np.pad(ends, ((0, 0), (0, 1)))[None])
