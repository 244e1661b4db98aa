"""Hops along one axis: each step of gradient descent on a parabola multiplies x by 1 − αλ."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.rate_walk import RateWalk
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
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
HOPS = 5
REACH = 2.4  # of the number line to either side, in multiples of where the walker starts
HEIGHT = 1.6  # of the parabola at the ends of the line, in units of the frame
DEPTH = 0.2  # of a hop, as a share of its length
PIECES = 32  # straight ones, of which a whole hop is drawn


class Hops(VGroup):
    """A parabola over its number line, and on it the hops x → (1 − αλ) x of a walk.

    `curvature` is λ, `offset` where the `walk` starts; `name` is that of the axis. `live` is what
    follows the walk: as many of its first `HOPS` hops as it has taken, below the line, and the
    walker and its points on the parabola. What lies beyond the ends of the line is cut off. `law`
    is x → (1 − αλ) x with the factor of now.
    """

    def __init__(
        self, walk: RateWalk, curvature: float, offset: float, name: str, width: float = 5.4
    ) -> None:
        self.walk, self.curvature, self.offset = walk, curvature, offset
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
        super().__init__(self.line, self.parabola, label, self.goal)
        left = with_alpha(f"{name} -> ({Law.of(curvature).factor}) {name} =", TITLE_SIZE)
        value = Number(lambda: self.factor, size=TITLE_SIZE, color=theme.walker)
        right = formula(name, TITLE_SIZE)
        self.law = VGroup(left, value, right).arrange(RIGHT, buff=0.15)
        self.live = HopsTaken(self)

    @property
    def factor(self) -> float:
        """The factor 1 − αλ of now."""
        return float(1 - self.walk.rate.get_value() * self.curvature)

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


class HopsTaken(VGroup):
    """The hops that the walk of `hops` has taken, up to where it is now."""

    def __init__(self, hops: Hops) -> None:
        self.hops = hops
        self.arcs = VMobject(stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.marks = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        self.walker = marker_shape("circle", DOT_RADIUS, theme.walker)
        self._outline = self.walker.points
        self._mark = marker_shape("circle", STEP_RADIUS, theme.walker).points
        self._drawn: Any = None
        super().__init__(self.arcs, self.marks, self.walker)
        self.follow()
        self.add_updater(lambda taken: taken.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "HopsTaken":
        memo[id(self.hops)] = self.hops  # a copy, as animations make them, follows the same walk
        return super().__deepcopy__(memo)

    def follow(self) -> "HopsTaken":
        """Draw the hops up to where the walk is now."""
        walk, line = self.hops.walk, self.hops.line
        state = walk.rate.get_value(), walk.taken, line.points.tobytes()
        if state != self._drawn:
            self._draw(min(walk.taken, HOPS))
            self._drawn = state
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if len(self.walker.points) else []

    def _draw(self, taken: float) -> None:
        hops, x = self.hops, self.hops.places()
        whole = int(taken + 1e-9)
        rest = max(taken - whole, 0.0)
        here = x[whole] if whole == HOPS else (1 - rest) * x[whole] + rest * x[whole + 1]
        shares = [1.0] * whole + ([rest] if whole < HOPS else [])
        begins = np.abs(x) <= hops.reach
        pieces = [self._hop(x[i], x[i + 1], one) for i, one in enumerate(shares) if begins[i]]
        self.arcs.points = straight_pieces(np.vstack(pieces)) if pieces else np.zeros((0, 3))
        passed = x[: whole + 1]
        passed = passed[np.abs(passed) <= hops.reach]
        spots = np.vstack([hops.on_curve(passed), hops.at(passed)])
        self.marks.points = (self._mark[None] + spots[:, None]).reshape(-1, 3)
        seen = abs(here) <= hops.reach
        self.walker.points = self._outline[: len(self._outline) if seen else 0]
        self.walker.shift(hops.on_curve(here))

    def _hop(self, start: float, end: float, share: float) -> Array:
        """Return the straight pieces, (n, 2, 3), of a hop of which so great a `share` is taken.

        It is half an ellipse below the line, and cut off at the ends of the line.
        """
        hops = self.hops
        angles = np.linspace(0, np.arccos(1 - 2 * share), PIECES + 1)
        x = (start + end) / 2 + (start - end) / 2 * np.cos(angles)
        points = hops.at(x)
        deepest = DEPTH * abs(hops.at(end)[0] - hops.at(start)[0])
        points[:, 1] -= deepest * np.sin(angles)
        inside = np.abs(x) <= hops.reach * (1 + 1e-9)
        return np.stack([points[:-1], points[1:]], axis=1)[inside[:-1] & inside[1:]]
