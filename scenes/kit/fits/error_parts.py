"""The error of models at new points, as bars: variance, bias² and noise, and their sum."""

from typing import Any

import numpy as np
from manim import (
    LEFT,
    AnimationGroup,
    FadeIn,
    GrowFromEdge,
    Line,
    Rectangle,
    Succession,
    VGroup,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.fits.model_panels import BASE, LEFT_EDGE, ModelPanels, on_base_line
from scenes.kit.symbols import sign, sign_color
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, text, verbatim

Array = NDArray[np.float64]

TOP, PITCH = -1.12, 0.5  # of the first row, and from one to the next, in units of the frame
THICK = 0.26  # of a bar
BESIDE = 0.15  # from a bar to its number
ROOM = 1.0  # for the number
LEAST = 0.02  # length of a bar, so that it is seen
RING = 0.19  # radius of the sign of the least sum, round the end of its bar
CLEAR = 0.09  # from the ring to the number
SQUARE = "#super(typographic: false, size: 0.75em)[2]"  # larger than that of the font
NAMES = "variance", "+ bias²", "+ noise", "= error"


class ErrorParts:
    """Rows of bars below `panels`: the average over x of variance and bias², the noise, the sum.

    All have one scale. Numbers have so many decimals that those of a column add up as shown, if
    two or three are enough. `grow` lets a row come, `add_up` the sum, `mark_least` its best.
    """

    @checked
    def __init__(self, panels: ModelPanels) -> None:
        self.panels = panels
        parts = [(p.variance.mean(), p.bias_squared.mean(), p.noise) for p in panels.parts]
        self.values = np.array(parts).T  # (3, models)
        self.sums = self.values.sum(axis=0)
        self.decimals = next((d for d in (2, 3) if self._adds_up(d)), 2)
        self.unit = (panels.width_of_axes - ROOM) / float(self.sums.max())
        self.lefts = [float(plot.x_axis.get_start()[0]) for plot in panels.plots]
        self.colors = theme.walker, theme.ink, theme.muted
        self.rows = 0  # that are there

    @property
    def least(self) -> int:
        """The number of the model with the least error."""
        return int(np.argmin(self.sums))

    def grow(self) -> list[Any]:
        """Return the animations in which the next row comes."""
        row = self.rows
        color, bars, numbers = self.colors[row], VGroup(), VGroup()
        for left, value in zip(self.lefts, self.values[row], strict=True):
            bars.add(self._bar(left, row, value, color))
            numbers.add(self._number(left, row, value, color))
        self.rows += 1
        return [FadeIn(self._name(row), numbers), *(GrowFromEdge(bar, LEFT) for bar in bars)]

    def add_up(self) -> list[Any]:
        """Return the animations in which the bars of a column grow once more, end to end."""
        ends = [*self.lefts]
        stacks: list[list[Rectangle]] = []
        for row, color in enumerate(self.colors):
            stacks.append([])
            for i, value in enumerate(self.values[row]):
                stacks[-1].append(self._bar(ends[i], 3, value, color))
                ends[i] += float(self.unit * value)
        height = TOP - 2.5 * PITCH
        right = self.lefts[-1] + self.panels.width_of_axes
        rule = Line((LEFT_EDGE, height, 0), (right, height, 0), color=theme.muted)
        growing = (AnimationGroup(*(GrowFromEdge(bar, LEFT) for bar in bars)) for bars in stacks)
        return [FadeIn(rule.set_stroke(width=THIN_WIDTH), self._name(3)), Succession(*growing)]

    def totals(self) -> VGroup:
        """Return the sums as numbers."""
        return VGroup(
            *(
                self._number(left, 3, value, theme.ink, RING + CLEAR)
                for left, value in zip(self.lefts, self.sums, strict=True)
            )
        )

    def mark_least(self, totals: VGroup) -> list[Any]:
        """Return the animations that mark the least of `totals`, the end of its bar, its model."""
        i, color = self.least, sign_color("minimum")
        end = self.lefts[i] + self.unit * self.sums[i], TOP - 3 * PITCH, 0.0
        named: list[Any] = [totals[i], self.panels.titles[i]]
        return [
            FadeIn(sign("minimum", RING).move_to(end)),
            *(n.animate.set_color(color) for n in named),
        ]

    def _adds_up(self, decimals: int) -> bool:
        return np.allclose(
            self.values.round(decimals).sum(axis=0), self.sums.round(decimals), atol=1e-9
        )

    def _name(self, row: int) -> Any:
        name, color = NAMES[row], [*self.colors, theme.ink][row]
        power = SQUARE if name.endswith("²") else ""
        words = text(verbatim(name.removesuffix("²")) + power, SMALL_SIZE, color)
        words.move_to((LEFT_EDGE, 0.0, 0.0), LEFT)
        return on_base_line(words, min(row, 1), TOP - row * PITCH - BASE)

    def _bar(self, left: float, row: int, value: float, color: str) -> Rectangle:
        bar = Rectangle(width=max(self.unit * value, LEAST), height=THICK, stroke_width=0)
        bar.set_fill(color, opacity=1)
        return bar.move_to((left, TOP - row * PITCH, 0.0), LEFT)

    def _number(
        self, left: float, row: int, value: float, color: str, beside: float = BESIDE
    ) -> Any:
        shown = formula(f"{value:.{self.decimals}f}", SMALL_SIZE, color)
        end = left + max(self.unit * value, LEAST) + beside
        return shown.move_to((end, TOP - row * PITCH, 0.0), LEFT)
