"""The error L of models at new points, as bars: variance, bias² and noise, and their sum."""

from typing import Any

import numpy as np
from manim import (
    LEFT,
    AnimationGroup,
    Create,
    FadeIn,
    Line,
    Rectangle,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.fits.model_panels import BASE, LEFT_EDGE, ModelPanels
from scenes.kit.fits.own_errors import BESIDE, LEAST, THICK, scale_of
from scenes.kit.symbols import sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

TOP, PITCH = -1.05, 0.47  # of the first row, and from one to the next, in units of the frame
BELOW_RULE = 0.07  # from where the row of the sum would be
AROUND = 0.06  # from the bar of the least sum to its frame
SUM = 3  # number of its row
HARDLY = 1e-3  # share of its length that a bar has at first: of none Manim could stretch none
BAR_TIME = 0.6  # seconds in which a bar grows
SQUARE = "#super(typographic: false, size: 0.75em)[2]"  # larger than that of the font
NAMES = "variance", f'#"+ bias"{SQUARE}', '#"+ noise"', "$L$, new points"


class ErrorParts:
    """Rows of bars below `panels`: the average over x of variance and bias², the noise, the sum.

    All have one scale. Numbers have so many decimals that those of a column add up as shown, if
    two or three are enough. `grow` lets a row come, `add_up` the sum, `mark_least` its best. What
    they add up to is the error L of a fit at new points.
    """

    @checked
    def __init__(self, panels: ModelPanels) -> None:
        self.panels = panels
        parts = [(p.variance.mean(), p.bias_squared.mean(), p.noise) for p in panels.parts]
        self.values = np.array(parts).T  # (3, models)
        self.sums = self.values.sum(axis=0)
        self.decimals = next((d for d in (2, 3) if self._adds_up(d)), 2)
        self.unit = scale_of(panels)
        self.lefts = [float(plot.x_axis.get_start()[0]) for plot in panels.plots]
        self.colors = theme.walker, theme.ink, theme.muted
        self.rows = 0  # that are there

    @property
    def least(self) -> int:
        """The number of the model with the least error."""
        return int(np.argmin(self.sums))

    def grow(self) -> list[Any]:
        """Return the animations in which the next row comes, one bar after the other."""
        row, color, coming = self.rows, self.colors[self.rows], []
        for left, value in zip(self.lefts, self.values[row], strict=True):
            bar, shown = (make(left, row, value, color) for make in (self._bar, self._number))
            coming.append(AnimationGroup(_growing(bar), FadeIn(shown), run_time=BAR_TIME))
        self.rows += 1
        return [FadeIn(self._name(row), run_time=BAR_TIME), Succession(*coming)]

    def add_up(self) -> list[Any]:
        """Return the animations in which the bars of a column grow once more, end to end."""
        ends = [*self.lefts]
        stacks: list[list[Rectangle]] = []
        for row, color in enumerate(self.colors):
            stacks.append([])
            for i, value in enumerate(self.values[row]):
                stacks[-1].append(self._bar(ends[i], SUM, value, color))
                ends[i] += float(self.unit * value)
        height = TOP - 2.5 * PITCH
        right = self.lefts[-1] + self.panels.width_of_axes
        rule = Line((LEFT_EDGE, height, 0), (right, height, 0), color=theme.muted)
        growing = (AnimationGroup(*map(_growing, bars)) for bars in stacks)
        return [FadeIn(rule.set_stroke(width=THIN_WIDTH), self._name(SUM)), Succession(*growing)]

    def totals(self) -> VGroup:
        """Return the sums as numbers."""
        return VGroup(
            *(
                self._number(left + AROUND, SUM, value, theme.ink)
                for left, value in zip(self.lefts, self.sums, strict=True)
            )
        )

    def mark_least(self, totals: VGroup) -> list[Any]:
        """Return the animations that mark the least of `totals`, its bar and its model."""
        i, color = self.least, sign_color("minimum")
        frame = Rectangle(
            width=self.unit * self.sums[i] + 2 * AROUND,
            height=THICK + 2 * AROUND,
            stroke_color=color,
            stroke_width=PATH_WIDTH,
        )
        frame.move_to((self.lefts[i] - AROUND, _height(SUM), 0.0), LEFT)
        named: list[Any] = [totals[i], self.panels.titles[i]]
        return [Create(frame), *(n.animate.set_color(color) for n in named)]

    def _adds_up(self, decimals: int) -> bool:
        return np.allclose(
            self.values.round(decimals).sum(axis=0), self.sums.round(decimals), atol=1e-9
        )

    def _name(self, row: int) -> Any:
        words = text(NAMES[row], SMALL_SIZE, [*self.colors, theme.ink][row])
        words.move_to((LEFT_EDGE, 0.0, 0.0), LEFT)
        return on_base_line(words, 1 if row in (1, 2) else 0, _height(row) - BASE)

    def _bar(self, left: float, row: int, value: float, color: str) -> Rectangle:
        bar = Rectangle(width=max(self.unit * value, LEAST), height=THICK, stroke_width=0)
        bar.set_fill(color, opacity=1)
        return bar.move_to((left, _height(row), 0.0), LEFT)

    def _number(self, left: float, row: int, value: float, color: str) -> Any:
        shown = formula(f"{value:.{self.decimals}f}", SMALL_SIZE, color)
        end = left + max(self.unit * value, LEAST) + BESIDE
        return shown.move_to((end, _height(row), 0.0), LEFT)


def _growing(bar: Rectangle) -> UpdateFromAlphaFunc:
    """Return the animation in which a bar grows along its length."""
    left, width = bar.get_left(), bar.width

    def stretch(bar: Any, share: float) -> None:
        bar.stretch_to_fit_width(max(share, HARDLY) * width).move_to(left, LEFT)

    return UpdateFromAlphaFunc(bar, stretch, introducer=True)


def _height(row: int) -> float:
    return TOP - row * PITCH - (BELOW_RULE if row == SUM else 0.0)
