"""The error L of models, as bars: variance, bias² and noise, their sum, and L at own points."""

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
from scenes.kit.fits.own_errors import BESIDE, LEAST, OWN, THICK, scale_of
from scenes.kit.symbols import sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

TOP, PITCH = -0.6, 0.45  # of the first row, and from one to the next, in units of the frame
BELOW_RULE, BELOW_SUM = 0.08, 0.14  # from where the rows of the sum and of the last would be
AROUND = 0.07  # from the least bar of a row, and its number, to their frame
SUM, OWN_ROW = 3, 4  # numbers of rows
HARDLY = 1e-3  # share of its length that a bar has at first: of none Manim could stretch none
BAR_TIME = 0.6  # seconds in which a bar grows
SQUARE = "#super(typographic: false, size: 0.75em)[2]"  # larger than that of the font
NAMES = "variance", f'#"+ bias"{SQUARE}', '#"+ noise"', "$L$, new points", OWN


class ErrorParts:
    """Rows of bars below `panels`: the average over x of variance and bias², the noise, the sum.

    All have one scale. Numbers have so many decimals that those of a column add up as shown, if
    two or three are enough. `grow` lets a row come, `add_up` the sum, `mark_least` its best. What
    they add up to is the error L of a fit at new points. Next to it, `grow_own` lets a row of
    hollow bars come, which are no part of the sum: L at the points that were fitted, averaged over
    all draws. `frame_own` frames its least.
    """

    @checked
    def __init__(self, panels: ModelPanels) -> None:
        self.panels = panels
        parts = [(p.variance.mean(), p.bias_squared.mean(), p.noise) for p in panels.parts]
        self.values = np.array(parts).T  # (3, models)
        self.sums = self.values.sum(axis=0)
        self.own = np.array([part.training_error.mean() for part in panels.parts])
        self.decimals = next((d for d in (2, 3) if self._adds_up(d)), 2)
        self.unit = scale_of(panels)
        self.lefts = [float(plot.x_axis.get_start()[0]) for plot in panels.plots]
        self.colors = theme.walker, theme.ink, theme.muted
        self.rows = 0  # that are there

    def grow(self) -> list[Any]:
        """Return the animations in which the next row comes, one bar after the other."""
        self.rows += 1
        return self._coming(self.rows - 1, self.values[self.rows - 1])

    def grow_own(self) -> list[Any]:
        """Return the animations in which the errors at own points come, one after the other."""
        return self._coming(OWN_ROW, self.own)

    def frame_own(self) -> Create:
        """Return the animation that frames the least error at own points, and its number."""
        return Create(self._frame(OWN_ROW, self.own, theme.ink))

    def _coming(self, row: int, values: Array) -> list[Any]:
        coming = []
        for left, value in zip(self.lefts, values, strict=True):
            color = theme.ink if row == OWN_ROW else self.colors[row]
            bar = self._bar(left, row, value, color)
            if row == OWN_ROW:
                bar.set_fill(opacity=0).set_stroke(color, THIN_WIDTH)
            shown = self._number(left, row, value, color)
            coming.append(AnimationGroup(_growing(bar), FadeIn(shown), run_time=BAR_TIME))
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
        height = (_height(SUM - 1) + _height(SUM)) / 2
        right = self.lefts[-1] + self.panels.width_of_axes
        rule = Line((LEFT_EDGE, height, 0), (right, height, 0), color=theme.muted)
        growing = (AnimationGroup(*map(_growing, bars)) for bars in stacks)
        named = FadeIn(rule.set_stroke(width=THIN_WIDTH), self._name(SUM), run_time=BAR_TIME)
        return [named, Succession(*growing, run_time=SUM * BAR_TIME)]

    def totals(self) -> VGroup:
        """Return the sums as numbers."""
        return VGroup(
            *(
                self._number(left, SUM, value, theme.ink)
                for left, value in zip(self.lefts, self.sums, strict=True)
            )
        )

    def mark_least(self, totals: VGroup) -> list[Any]:
        """Return the animations that mark the least of `totals`, its bar and its model."""
        i, color = int(np.argmin(self.sums)), sign_color("minimum")
        named: list[Any] = [totals[i], self.panels.titles[i]]
        frame = self._frame(SUM, self.sums, color)
        return [Create(frame), *(n.animate.set_color(color) for n in named)]

    def _frame(self, row: int, values: Array, color: str) -> Rectangle:
        """Return a frame around the least bar of a row and its number."""
        i = int(np.argmin(values))
        shown = self._number(self.lefts[i], row, values[i], color)
        left = self.lefts[i] - AROUND
        frame = Rectangle(
            width=shown.get_right()[0] + AROUND - left,
            height=THICK + 2 * AROUND,
            stroke_color=color,
            stroke_width=PATH_WIDTH,
        )
        return frame.move_to((left, _height(row), 0.0), LEFT)

    def _adds_up(self, decimals: int) -> bool:
        return np.allclose(
            self.values.round(decimals).sum(axis=0), self.sums.round(decimals), atol=1e-9
        )

    def _name(self, row: int) -> Any:
        words = text(NAMES[row], SMALL_SIZE, [*self.colors, theme.ink, theme.ink][row])
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
    below = {SUM: BELOW_RULE, OWN_ROW: BELOW_SUM}
    return TOP - row * PITCH - below.get(row, 0.0)
