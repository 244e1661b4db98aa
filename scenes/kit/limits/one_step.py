"""One step on a bottom, at one learning rate after another: why a limit is 2/f″."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, FadeOut, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.animations import appear
from scenes.kit.curves.curve_walker import START_MARK
from scenes.kit.limits.hopper import SIZES, hop_arc
from scenes.kit.limits.valley_curve import PANEL, ValleyCurve, told
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces, through
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
FLOOR, HEIGHT = 0.55, 1.5  # of the parabola, in units of the frame
LAW_PLACE, FACTOR_PLACE = 0.15, -0.35  # heights in the frame of the words and of the number
NEAREST, FURTHEST = 0.5, 0.9  # shares of its half width: where steps begin, and may end
DASH = 0.12


class OneStep(VGroup):
    """The sharpest bottom of a `curve`, enlarged: the parabola that fits it, and one step there.

    A step multiplies the distance from the bottom by 1 − αf″: over 2/f″ it lands higher than it
    began. `rates` are the learning rates, one after another: ``begin(i)`` puts the walker back
    and takes the `i`-th, ``hop(i)`` is its step. `rate` is the tracker of the learning rate.
    """

    def __init__(self, curve: ValleyCurve, rate: ValueTracker, rates: Sequence[float]) -> None:
        self.rate, self.rates = rate, rates
        self.curvature = 2 / float(curve.limits.min())
        furthest = max(abs(self.factor(one)) for one in rates)
        self.start = -min(NEAREST, FURTHEST / furthest)
        across = np.linspace(-1, 1, 200)
        bottom = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        pieces = np.stack([self.on(across[:-1]), self.on(across[1:])], axis=1)
        bottom.set_points(straight_pieces(dashes(pieces, DASH)))
        level = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        ends = self.on(np.array([self.start, -self.start]))
        level.set_points(straight_pieces(ends[None]))
        foot = marker_shape("circle", START_MARK, theme.walker).move_to(self.on(self.start))
        law = formula(f'"distance" times (1 - {told(self.curvature)} thin alpha)', SMALL_SIZE)
        law.move_to(PANEL[0] * RIGHT + LAW_PLACE * UP, LEFT)
        form = Form.of([self.factor(one) for one in rates])._replace(signed=False)
        now = Number(
            lambda: self.factor(float(rate.get_value())),
            size=SMALL_SIZE,
            flush=True,
            **form._asdict(),
        )
        named_factor = formula(f"1 - {told(self.curvature)} thin alpha =", SMALL_SIZE)
        factor = named(named_factor, now).move_to(PANEL[0] * RIGHT + FACTOR_PLACE * UP, LEFT)
        self.steps = [_Step(self, one) for one in rates]
        super().__init__(bottom, level, foot.set_z_index(1), law, factor)

    def factor(self, rate: float) -> float:
        """Return by what a step multiplies the distance from the bottom, 1 − αf″."""
        return 1 - rate * self.curvature

    def on(self, distance: Any) -> Array:
        """Return where in the frame a distance from the bottom lies, 1 at the parabola's end."""
        x = np.asarray(distance, dtype=float)
        half = (PANEL[1] - PANEL[0]) / 2
        return np.stack([PANEL[0] + half * (1 + x), FLOOR + HEIGHT * x * x, 0 * x], axis=-1)

    def begin(self, i: int) -> list[Any]:
        """Return the animations in which the walker is put back and the `i`-th rate is taken."""
        going: Any = self.rate.animate
        before = [FadeOut(self.steps[i - 1])] if i else appear(self)
        return [*before, FadeIn(self.steps[i]), going.set_value(self.rates[i])]

    def hop(self, i: int) -> Any:
        """Return the animation of the `i`-th step."""
        going: Any = self.steps[i].taken.animate
        return going.set_value(1)


class _Step(VGroup):
    """A walker that takes one step on the bottom; `taken` goes from 0 to 1."""

    def __init__(self, bottom: OneStep, rate: float) -> None:
        self.taken = ValueTracker(0.0)
        ends = bottom.on(np.array([1, bottom.factor(rate)]) * bottom.start)
        arc = hop_arc(*ends)

        def gone() -> Array:
            share = float(self.taken.get_value()) * (len(arc) - 1)
            first = min(int(share), len(arc) - 2)
            here = arc[first] + (share - first) * (arc[first + 1] - arc[first])
            return np.vstack([arc[: first + 1], here])

        walker = marker_shape("circle", SIZES["walker"], theme.walker).set_z_index(3)
        walker.add_updater(lambda one: one.move_to(gone()[-1]), call_updater=True)
        trace = Drawn(
            lambda: through(gone()), stroke_color=theme.walker, stroke_width=2 * THIN_WIDTH
        )
        super().__init__(trace.set_z_index(2), walker)
