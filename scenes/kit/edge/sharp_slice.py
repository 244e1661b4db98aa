"""The loss along its sharpest direction, and the walker that hops from wall to wall there."""

import numpy as np
from manim import LEFT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.edge.edge_training import EdgeTraining
from scenes.kit.legibility import is_seen
from scenes.kit.limits.hopper import ARC, hop_arc
from scenes.kit.maps.trails import Drawn, clip_segments, dashes, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import round_step
from scenes.kit.words.text import text

Array = NDArray[np.float64]
SAMPLES = 121  # points of the curve
ROOM = 1.3, 1.25  # times the furthest landing; times the highest
LEAP = 0.22  # height of a hop, as a share of its width
DASH = 0.12
KEY = 0.85  # share of the height: where it is said what is dashed
ARCS = 2  # hops whose arcs are seen: the last


class SharpSlice(Plot):
    """A slice through the loss of a `training`, while its loss jumps for the first time.

    It goes through the point of now, along the direction in which the loss bends most as the jump
    begins, and is drawn anew at each step, with what it was at first dashed behind it. So the
    walker is on it at whole steps, and in between on an arc that tells no more than the order of
    the steps. `corner`: where the axes meet.
    """

    @checked
    def __init__(
        self, training: EdgeTraining, corner: tuple[float, float], width: float, height: float
    ) -> None:
        self.training = training
        first, last = training.jump
        self.first = first
        steps = np.arange(first, last + 1)
        x, direction = training.trajectory.x[steps], training.sharpest(first)
        landed = (x - x[0]) @ direction
        side = np.sign(landed[np.abs(landed).argmax()])
        self.landed, direction = side * landed, side * direction
        self.losses = training.trajectory.loss[steps]
        reach, top = ROOM[0] * np.abs(landed).max(), ROOM[1] * self.losses.max()
        self.across = np.linspace(-reach, reach, SAMPLES)
        self.heights = training.along(direction, steps, self.across)
        across, up = 2 * round_step(2 * reach, 4), round_step(top, 3)
        x_ticks = across * np.arange(np.ceil(-reach / across), reach // across + 1)
        super().__init__(
            (-reach, reach),
            (0, top),
            width,
            height,
            x_ticks.tolist(),
            np.arange(0, top, up).tolist(),
        )
        self.shift(np.array([*corner, 0.0]) - self.x_axis.get_start())
        names = (text(name, SMALL_SIZE, theme.muted) for name in ("sharpest direction", "loss $L$"))
        across_name, up_name = names
        foot = self.labels.get_bottom()[1]
        self.labels.add(across_name.move_to((self.x_axis.get_center()[0], foot - 0.12, 0), UP))
        self.labels.add(up_name.next_to(self.y_axis, UP, buff=0.15).align_to(self.y_axis, LEFT))
        self.graph = Drawn(self._curve, stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        before = self._pieces(self.heights[0])
        self.before = VMobject(stroke_color=theme.muted, stroke_width=PATH_WIDTH)
        self.before.set_points(straight_pieces(dashes(before, DASH)))
        self.arcs = Drawn(self._arcs, stroke_color=theme.walker, stroke_width=2 * THIN_WIDTH)
        self.walker = sign("walker").set_z_index(2)
        self.walker.add_updater(lambda one: one.move_to(self._gone()[-1][-1]), call_updater=True)
        self.add(VGroup(self.before, self.graph, self.arcs, self.walker))

    def key(self) -> VMobject:
        """Return what the dashed curve is, between its walls."""
        words = text("dashed: before", SMALL_SIZE, theme.muted)
        return words.move_to(self.at((0, KEY * self.y_range[1])))

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []

    @property
    def _share(self) -> tuple[int, float]:
        """How many of the steps are taken, and how much of the next."""
        gone = float(np.clip(self.training.taken - self.first, 0, len(self.landed) - 1))
        return int(gone + 1e-9), max(gone - int(gone + 1e-9), 0.0)

    def _curve(self) -> Array:
        here, rest = self._share
        after = min(here + 1, len(self.heights) - 1)
        heights = (1 - rest) * self.heights[here] + rest * self.heights[after]
        return straight_pieces(self._pieces(heights))

    def _pieces(self, heights: Array) -> Array:
        """Return the pieces of a curve of such heights that are within the axes, (n, 2, 3)."""
        line = np.stack([self.across, heights], axis=-1)
        pairs = np.stack([line[:-1], line[1:]], axis=1)
        box = np.array([self.x_range, self.y_range], dtype=float).T
        return self.at(clip_segments(pairs, *box))

    def _gone(self) -> list[Array]:
        """Return the arcs of the last hops, the last as far as it has come."""
        here, rest = self._share
        places = self.at(np.stack([self.landed, self.losses], axis=-1))
        first = max(here - ARCS, 0)
        arcs = [hop_arc(places[i], places[i + 1], LEAP) for i in range(first, here)]
        if rest > 1e-6:
            going = hop_arc(places[here], places[here + 1], LEAP)
            gone = rest * (len(ARC) - 1)
            whole = int(gone)
            after = going[min(whole + 1, len(ARC) - 1)]
            at = going[whole] + (gone - whole) * (after - going[whole])
            arcs.append(np.vstack([going[: whole + 1], at]))
        return arcs[-ARCS:] or [places[here : here + 1]]

    def _arcs(self) -> Array:
        pieces = [np.stack([arc[:-1], arc[1:]], axis=1) for arc in self._gone() if len(arc) > 1]
        return straight_pieces(np.concatenate(pieces)) if pieces else np.zeros((0, 3))
