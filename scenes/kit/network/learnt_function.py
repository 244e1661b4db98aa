"""What a network has learnt so far: its output over one input, among the points of its data."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, floor
from typing import Any

import numpy as np
from manim import LEFT, UP, Circle, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Network
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.maps.trails import Drawn, clip_segments, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import round_step
from scenes.kit.words.text import text

Array = NDArray[np.float64]

SAMPLES = 80  # points of a curve
POINT = 0.085  # radius of a point of the data
LINE = 0.45  # from one name of a kind to the next, at least
ASIDE = 0.2  # from the end of the axis to the names of the kinds
MARKS = ("circle", True), ("circle", False), ("square", True), ("square", False)


class LearntFunction(Plot):
    """The output of `network` at the parameters of `source` now, over the input `over`, from 0.

    `inputs` (N, K₀) and `targets` (N,) are the data.  Samples that have all other inputs in common
    are of one kind: each has a curve, and a mark of its own for its points; `kinds`, one for each,
    in the order of those inputs, are the names that stand right of their last points.  `corner`:
    where in the frame the axes meet.  `names`: of that input and of the output, in Typst markup.
    `lowest`: an output that is to be seen as well as the targets.  `curve_color` and `point_color`
    are those of the walker and of ink unless they are given.

    Raises ValueError for more kinds than there are marks.
    """

    @checked
    def __init__(
        self,
        network: Network,
        source: Any,
        inputs: ArrayLike,
        targets: ArrayLike,
        corner: tuple[float, float],
        width: float,
        height: float,
        names: tuple[str, str],
        over: int = 0,
        kinds: Sequence[str] = (),
        lowest: float = 0.0,
        curve_color: str | None = None,
        point_color: str | None = None,
    ) -> None:
        self.point_color = point_color or theme.ink
        self.network, self.source, self.over = network, source, over
        self.inputs = np.asarray(inputs, dtype=float)
        self.targets = np.asarray(targets, dtype=float).reshape(len(self.inputs))
        others = np.delete(self.inputs, over, axis=1)
        self.kinds, self.kind_of = np.unique(others, axis=0, return_inverse=True)
        self.kind_of = self.kind_of.reshape(len(self.inputs))
        if len(self.kinds) > len(MARKS):
            raise ValueError(
                f"inputs are of {len(self.kinds)} kinds, and must be of at most {len(MARKS)}"
            )
        along = self.inputs[:, over]
        room = 0.08 * float(np.ptp(along))
        x = float(along.min()) - room, float(along.max()) + room
        y = min(floor(self.targets.min() - 1), floor(lowest), 0), ceil(self.targets.max() + 0.2)
        x_step, y_step = round_step(x[1] - x[0], 4), round_step(y[1] - y[0], 4)
        x_ticks, y_ticks = (
            np.arange(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1) * step
            for (low, high), step in ((x, x_step), (y, y_step))
        )
        super().__init__(x, y, width, height, x_ticks.tolist(), y_ticks.tolist())
        self.shift(np.array([*corner, 0.0]) - self.x_axis.get_start())
        across, up = (text(name, SMALL_SIZE, theme.muted) for name in names)
        foot = self.labels.get_bottom()[1]
        self.labels.add(across.move_to((self.x_axis.get_center()[0], foot - 0.12, 0), UP))
        self.labels.add(up.next_to(self.y_axis, UP, buff=0.15).align_to(self.y_axis, LEFT))
        self.curves = VGroup(
            *(
                Drawn(
                    partial(self.curve_of, kind),
                    stroke_color=curve_color or theme.walker,
                    stroke_width=1.25 * PATH_WIDTH,
                )
                for kind in range(len(self.kinds))
            )
        )
        self.dots = VGroup(
            *(
                self._mark_of(int(kind)).move_to(self.at((x, y)))
                for x, y, kind in zip(along, self.targets, self.kind_of, strict=True)
            )
        )
        self.add(self.curves, self.dots, self._kind_names(kinds))

    def _mark_of(self, kind: int) -> VMobject:
        shape, filled = MARKS[kind]
        mark = marker_shape(shape, POINT, self.point_color)
        if not filled:
            mark.set_fill(theme.background, opacity=1)
            mark.set_stroke(self.point_color, width=THIN_WIDTH, opacity=1)
        return mark

    def _kind_names(self, kinds: Sequence[str]) -> VGroup:
        """Return the name of each kind, right of the axes, about as high as its last point."""
        names = VGroup()
        if not kinds:
            return names
        last = [
            self.targets[self.kind_of == kind][
                np.argmax(self.inputs[self.kind_of == kind, self.over])
            ]
            for kind in range(len(self.kinds))
        ]
        right = float(self.x_axis.get_end()[0]) + ASIDE
        y = -np.inf
        for kind in np.argsort(last):
            y = max(y + LINE, float(self.at((self.x_range[0], last[kind]))[1]))
            names.add(text(kinds[kind], SMALL_SIZE).move_to((right, y, 0), LEFT))
        return names

    def outputs(self, kind: int, along: ArrayLike) -> Array:
        """Return what the network says now of inputs `along` (n,) of a kind, (n,)."""
        x = np.asarray(along, dtype=float)
        rows = np.insert(
            np.broadcast_to(self.kinds[kind], (len(x), self.kinds.shape[1])), self.over, x, axis=1
        )
        return np.asarray(self.network.outputs(position(self.source), rows)[:, 0])

    def curve_of(self, kind: int) -> Array:
        """Return the Bézier points of the curve of a kind now, cut off at the axes' ends."""
        along = np.linspace(*self.x_range, SAMPLES)
        curve = np.stack([along, self.outputs(kind, along)], axis=-1)
        corners = np.array([self.x_range, self.y_range], dtype=float).T
        pieces = np.stack([curve[:-1], curve[1:]], axis=1)
        return straight_pieces(self.at(clip_segments(pieces, *corners)))

    def guess_of(self, sample: int) -> tuple[float, float]:
        """Return the input of a sample, and what the network now says there."""
        x = float(self.inputs[sample, self.over])
        return x, float(self.outputs(int(self.kind_of[sample]), [x])[0])

    def ring(self, sample: int | Callable[[], int]) -> Circle:
        """Return a ring round the point of a sample, or of that of now."""
        ring = Circle(DOT_RADIUS, color=theme.ink, stroke_width=PATH_WIDTH)

        def follow(ring: Any) -> None:
            ring.move_to(self.dots[sample() if callable(sample) else sample])

        ring.add_updater(follow, call_updater=True)
        return ring

    def miss(self, sample: Callable[[], int]) -> Drawn:
        """Return a stick from the target to the guess of a sample, that of now."""

        def stick() -> Array:
            x, guess = self.guess_of(sample())
            seen = float(np.clip(guess, *self.y_range))
            return straight_pieces(self.at([[(x, self.targets[sample()]), (x, seen)]]))

        return Drawn(stick, stroke_color=theme.ink, stroke_width=PATH_WIDTH)
