"""A bar for each layer of a network, on a logarithmic scale."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import DOWN, Line, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.plots.plot import Plot, log_scale
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

THICK = 0.62  # of a bar, as a share of its place
TIP = 0.14  # depth of the tip of a bar that goes on beyond the axis, in units of the frame
TICK = 0.035  # half the height of a bar that ends where it begins


class LayerBars(Plot):
    """Axes with a logarithmic scale and a bar for each layer, from 1: as high as `values` is now.

    `values` is asked in every frame, (L,).  `decades` are the powers of ten at the bottom and at
    the top, each `every`-th with its number; without them they hold `held`, or the values as they
    are at first.  A bar below the axis is not seen, one beyond its top ends in a tip. `color` is
    that of all bars, `label` what they show. `plain` numbers are 1/100, 1, 100 and no powers.
    With a `level` there is a line, and no other axis across: from there bars go up, or down. A
    value that is not a number has no bar.
    """

    def __init__(
        self,
        values: Callable[[], ArrayLike],
        width: float,
        height: float,
        label: str,
        held: ArrayLike | None = None,
        decades: tuple[int, int] | None = None,
        every: int | None = None,
        color: str | None = None,
        x_label: str = "layer",
        numbers: Sequence[int] | None = None,
        plain: bool = False,
        level: float | None = None,
    ) -> None:
        self.values = values
        first = np.asarray(values(), dtype=float)
        scale, spacing = log_scale(first if held is None else held)
        self.decades, every = decades or scale, every or spacing
        self.layers = len(first)
        super().__init__((0.5, self.layers + 0.5), self.decades, width, height, y_label=label)
        for decade in range(self.decades[0], self.decades[1] + 1):
            if decade % every == 0:
                written = _plain(decade) if plain else f"10^({decade})"
                name = formula(written, SMALL_SIZE, theme.muted)
                self._mark(self._between(0.5, decade), np.array([-1.0, 0, 0]), name)
        for layer in numbers or range(1, self.layers + 1):
            tick = text(str(layer), SMALL_SIZE, theme.muted)
            self.labels.add(tick.next_to(self._between(layer, self.decades[0]), DOWN, buff=0.15))
        foot = self.labels.get_bottom()[1]
        self.labels.add(
            text(x_label, SMALL_SIZE, theme.muted)
            .next_to(self._between(self.layers / 2 + 0.5, self.decades[0]), DOWN, buff=0.1)
            .set_y(foot - 0.32)
        )
        self.bars = VGroup(
            *(
                VMobject(fill_color=color or theme.gradient, fill_opacity=1, stroke_width=0)
                for _ in range(self.layers)
            )
        )
        self.add(self.bars)
        self.level = level
        if level is not None:
            left, right = (self._between(end, np.log10(level)) for end in self.x_range)
            line = Line(left, right, color=theme.muted, stroke_width=THIN_WIDTH)
            self.add_to_back(line)
            self.x_axis.set_stroke(opacity=0)
        self._state = b""
        self.follow()
        self.add_updater(lambda bars: bars.follow())

    def top(self, value: float) -> float:
        """Return the height in the frame of the top of a bar, between both ends of the axis."""
        with np.errstate(divide="ignore"):
            decade = np.clip(np.log10(value), *self.decades)
        return float(self._between(0.5, decade)[1])

    def follow(self) -> "LayerBars":
        """Be as high as the values are now."""
        values = np.asarray(self.values(), dtype=float)
        frame = self.x_axis.points[[0, -1]].tobytes() + self.y_axis.points[[0, -1]].tobytes()
        state = values.tobytes() + frame
        if state == self._state:
            return self
        self._state = state
        level = self.level
        foot = float(self.x_axis.get_start()[1]) if level is None else self.top(level)
        unit = float(np.linalg.norm(self.at((1, self.decades[0])) - self.at((0, self.decades[0]))))
        half = THICK * unit / 2
        for layer, (bar, value) in enumerate(zip(self.bars, values, strict=True), 1):
            if np.isnan(value):
                bar.points = np.zeros((0, 3))
                continue
            x, top = float(self.at((layer, self.decades[0]))[0]), self.top(value)
            low, top = (foot - TICK, top + TICK) if value == level else (foot, top)
            peak = top + TIP * (np.log10(max(value, 1e-300)) > self.decades[1])
            corners = [(x - half, low), (x - half, top), (x, peak), (x + half, top)]
            corners += [(x + half, low), (x - half, low)]
            bar.set_points_as_corners([(*corner, 0) for corner in corners])
        return self


def _plain(decade: int) -> str:
    """Return a power of ten as a whole number or as one over it, in Typst math markup."""
    return f"{10**decade}" if decade >= 0 else f"1\\/{10**-decade}"


def live_norms(passes: Any) -> Callable[[], Array]:
    """Return what `LayerBars` asks for ‖∂L/∂z‖ of each layer of live `passes`."""
    return lambda: np.array([np.linalg.norm(layer.deltas) for layer in passes.now.layers])
