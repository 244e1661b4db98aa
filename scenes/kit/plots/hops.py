"""Hops along one axis: each step of gradient descent on a parabola multiplies x by 1 − αλ."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Line, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.maps.valley import Law
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
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
HOPS = 9
REACH = 2.4  # of the number line to either side, in multiples of where the walker starts
HEIGHT = 2.0  # of the parabola at the ends of the line, in units of the frame
DEPTH = 0.2  # of a hop, as a share of its length
PIECES = 32  # straight ones, of which a hop is drawn


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
        self.line = Line(half * LEFT, half * RIGHT).set_stroke(theme.muted, width=THIN_WIDTH)
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
        left = formula(f"{name} -> ({Law.of(curvature).factor}) {name} =", TITLE_SIZE)
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
        return np.asarray(self.at(x) + np.multiply.outer(share**2, height * UP))

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
        pieces = [self._hop(a, b) for a, b in hops]
        self.arcs.points = straight_pieces(np.vstack(pieces)) if pieces else np.zeros((0, 3))
        spots = np.vstack([self.on_curve(x[inside]), self.at(x[inside])])
        outline = marker_shape("circle", STEP_RADIUS, theme.walker).points
        self.marks.points = (outline[None] + spots[:, None]).reshape(-1, 3)
        self.walker.move_to(self.on_curve(x[0]))

    def _hop(self, start: float, end: float) -> Array:
        """Return the straight pieces, (n, 2, 3), of half an ellipse below the line.

        It is cut off at the ends of the line.
        """
        angles = np.linspace(0, np.pi, PIECES + 1)
        x = (start + end) / 2 + (start - end) / 2 * np.cos(angles)
        points = self.at(x)
        deepest = DEPTH * abs(self.at(end)[0] - self.at(start)[0])
        points[:, 1] -= deepest * np.sin(angles)
        inside = np.abs(x) <= self.reach * (1 + 1e-9)
        return np.stack([points[:-1], points[1:]], axis=1)[inside[:-1] & inside[1:]]
