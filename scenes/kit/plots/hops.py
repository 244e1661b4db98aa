"""Hops along one axis: each step of gradient descent on a parabola multiplies x by 1 − αλ."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, Line, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import (
    DOT_RADIUS,
    PATH_WIDTH,
    SMALL_SIZE,
    STEP_RADIUS,
    THIN_WIDTH,
    TITLE_SIZE,
    theme,
)
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
HOPS = 9
REACH = 2.4  # of the number line to either side, in multiples of where the walker starts
HEIGHT = 2.1  # of the parabola at the ends of the line, in units of the frame
DEPTH = 0.3  # of a hop, as a share of its length
ROUND = 4 / 3 * (np.sqrt(2) - 1)  # of a Bézier curve for a quarter of an ellipse


class Hops(VGroup):
    """A parabola over its number line, and the hops x → (1 − αλ) x of a walk on it.

    `rate` is the tracker of α, `curvature` is λ, `offset` where the walker starts; `name` is that
    of the axis. The hops are drawn below the line, the points of the walk on the parabola. What
    lies beyond the ends of the line is cut off. `law` is x → (1 − αλ) x with the factor of now.
    """

    def __init__(
        self, rate: ValueTracker, curvature: float, offset: float, name: str, width: float = 5.4
    ) -> None:
        self.rate, self.curvature, self.offset = rate, curvature, offset
        self.reach = REACH * abs(offset)
        half = width / 2
        self.line = Line([-half, 0, 0], [half, 0, 0]).set_stroke(theme.muted, width=THIN_WIDTH)
        shares = np.linspace(-1, 1, 121)
        self.parabola = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        self.parabola.set_points_as_corners(
            np.stack([half * shares, HEIGHT * shares**2, 0 * shares], axis=-1)
        )
        label = formula(name, SMALL_SIZE, theme.muted).next_to(self.line, RIGHT, buff=0.15)
        self.goal = sign("minimum").move_to(self.line.get_center())
        self.arcs = VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.walker = marker_shape("circle", DOT_RADIUS, theme.walker)
        self.live = VGroup(self.arcs, self.marks, self.walker)
        super().__init__(self.line, self.parabola, label, self.goal, self.live)
        times = "" if curvature == 1 else number(curvature, 3)
        left = formula(f"{name} -> (1 - {times} alpha) {name} =", TITLE_SIZE)
        value = Number(lambda: self.factor, size=TITLE_SIZE, color=theme.walker)
        right = formula(name, TITLE_SIZE)
        self.law = VGroup(left, value, right).arrange(RIGHT, buff=0.15)
        self._drawn: Any = None
        self.follow()
        self.add_updater(lambda hops: hops.follow())

    @property
    def factor(self) -> float:
        """The factor 1 − αλ of now."""
        return float(1 - self.rate.get_value() * self.curvature)

    def places(self) -> Array:
        """Return x of the start and after each hop, (HOPS + 1,)."""
        return np.asarray(self.offset * self.factor ** np.arange(HOPS + 1))

    def at(self, x: ArrayLike) -> Array:
        """Return where in the frame x stands on the number line, shape (…, 3)."""
        x = np.asarray(x, dtype=float)
        half = (self.line.get_end() - self.line.get_start()) / 2
        return np.asarray(self.line.get_center() + np.multiply.outer(x / self.reach, half))

    def on_curve(self, x: ArrayLike) -> Array:
        """Return where in the frame x stands on the parabola, shape (…, 3)."""
        share = np.asarray(x, dtype=float) / self.reach
        height = self.parabola.get_top()[1] - self.line.get_y()
        return self.at(x) + np.multiply.outer(share**2, height * UP)

    def follow(self) -> "Hops":
        """Draw the hops with the rate of now."""
        state = self.rate.get_value(), self.line.points.tobytes()
        if state != self._drawn:
            self._draw()
            self._drawn = state
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())]

    def _draw(self) -> None:
        x = self.places()
        inside = np.abs(x) <= self.reach
        hops = [(a, b) for a, b, begins in zip(x, x[1:], inside, strict=False) if begins]
        pieces = [_hop(self.at(a), self.at(b)) for a, b in hops]
        self.arcs.points = np.vstack([_within(piece, self.line) for piece in pieces])
        spots = np.vstack([self.on_curve(x[inside]), self.at(x[inside])])
        outline = marker_shape("circle", STEP_RADIUS, theme.walker).points
        self.marks.points = (outline[None] + spots[:, None]).reshape(-1, 3)
        self.walker.move_to(self.on_curve(x[0]))


def _hop(start: Array, end: Array) -> Array:
    """Return the Bézier points, (8, 3), of half an ellipse below the line from `start` to `end`."""
    middle = (start + end) / 2
    side = (end - start) / 2
    deep = 2 * DEPTH * float(np.abs(side).max()) * DOWN
    low = middle + deep
    return np.array([
        start, start + ROUND * deep, low - ROUND * side, low,
        low, low + ROUND * side, end + ROUND * deep, end,
    ])  # fmt: skip


def _within(hop: Array, line: Line) -> Array:
    """Return the part of a hop between the ends of the number line: all of it, or its first half.

    Half of a hop that leaves is drawn, which says that it goes on.
    """
    left, right = line.get_start()[0] - 1e-9, line.get_end()[0] + 1e-9
    if left <= hop[-1, 0] <= right:
        return hop
    return hop[:4] if left <= hop[3, 0] <= right else hop[:0]
