"""One step on two bottoms, at one learning rate after another: why a limit is 2/f″."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.animations import appear, swap
from scenes.kit.curves.curve_plot import RING, end_color
from scenes.kit.curves.curve_walker import START_MARK
from scenes.kit.limits.hopper import SIZES, hop_arc
from scenes.kit.limits.valley_curve import ALIKE, PANEL, ValleyCurve, dashed, told
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import SIGNS, marker_shape, meaning_of, open_mark, sign, sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, text
from scenes.kit.words.update_rule import with_alpha

Array = NDArray[np.float64]
FLOOR, HEIGHT = 0.6, 1.05  # of the parabola, in units of the frame
NAME_PLACE = 2.2  # heights in the frame: of its name, …
LAW_PLACE, FACTOR_PLACE = 0.04, -0.46  # … of the words below it, and of the number
NEAREST, FURTHEST = 0.5, 0.84  # shares of its half width: where steps begin, and may end
LEAP = 0.28  # height of a hop, as a share of its width: it keeps below the name
DIGITS = 2  # of α as it is read, of which the number is told


class OneStep(VGroup):
    """The sharpest bottom of a `curve`, drawn wider: the parabola that fits it, and one step there.

    A step multiplies the distance from the bottom by 1 − αf″: over 2/f″ it lands higher than it
    began. It is seen on the parabola that is drawn wider and on that at the curve; and with the
    same learning rate the second walker steps on the flattest bottom. `rates` are the learning
    rates, one after another: ``widen()`` brings the parabola from the curve, ``begin(i)`` puts the
    walkers back and takes the `i`-th rate, ``hop(i)`` is their step.
    `rate` is the tracker of the learning rate.
    """

    def __init__(self, curve: ValleyCurve, rate: ValueTracker, rates: Sequence[float]) -> None:
        self.curve, self.rate, self.rates = curve, rate, rates
        sharpest = float(curve.limits.min())
        self.curvature = 2 / sharpest
        alike = np.flatnonzero(curve.limits < ALIKE * sharpest)
        self.minimum = int(alike[-1])  # the one nearest to the panel
        furthest = max(abs(self.factor(one)) for one in rates)
        self.start = -min(NEAREST, FURTHEST / furthest)
        bottom = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        self.ring = sign(meaning_of(curve.loss.minima[self.minimum]), RING)
        self.drawing = VGroup(self.ring, bottom)
        self._draw(1)
        color = end_color(curve.loss, self.minimum)
        name = text(f"{curve.kind_of(self.minimum)}, drawn wider", SMALL_SIZE, color)
        self.title = name.move_to(PANEL[0] * RIGHT + NAME_PLACE * UP, LEFT)
        self.steps = [_Step(self.ways(one)) for one in rates]
        self.rest = VGroup(*self._start(), *self._law())
        super().__init__(self.drawing, self.title, self.rest)

    def factor(self, rate: float) -> float:
        """Return by what a step multiplies the distance from the bottom, 1 − αf″."""
        return 1 - rate * self.curvature

    def ways(self, rate: float) -> list[tuple[str, Array]]:
        """Return whose step goes from where to where: on the wide parabola, and at the curve."""
        flat = self.curve.flat[0]
        here = self.start * np.array([1, self.factor(rate)])
        there = self.start * np.array([1, 1 - 2 * rate / self.curve.limits[flat]])
        at_curve = self.curve.fit(self.minimum, here), self.curve.fit(flat, there)
        return [("walker", self.on(here)), ("walker", at_curve[0]), ("second", at_curve[1])]

    def on(self, distance: Any) -> Array:
        """Return where in the frame a distance from the bottom lies, 1 at the parabola's end."""
        x = np.asarray(distance, dtype=float)
        half = (PANEL[1] - PANEL[0]) / 2
        return np.stack([PANEL[0] + half * (1 + x), FLOOR + HEIGHT * x * x, 0 * x], axis=-1)

    def widen(self) -> list[Any]:
        """Return the animations in which the parabola comes from the curve, and grows wider.

        Its ring comes along, and α goes to the first rate.
        """
        going: Any = self.rate.animate
        coming = UpdateFromAlphaFunc(self.drawing, lambda _, share: self._draw(share))
        return [coming, FadeIn(self.title), going.set_value(self.rates[0])]

    def begin(self, i: int) -> list[Any]:
        """Return the animations in which walkers are put back and the `i`-th rate is taken."""
        going: Any = self.rate.animate
        before = [self.steps[i - 1]] if i else []
        rest = [] if i else appear(self.rest)
        return [*rest, *swap(before, [self.steps[i]]), going.set_value(self.rates[i])]

    def hop(self, i: int) -> Any:
        """Return the animation of the `i`-th step."""
        going: Any = self.steps[i].taken.animate
        return going.set_value(1)

    def _draw(self, share: float) -> None:
        """Draw the parabola and its ring on the way from the curve, 0, to where it is wide, 1."""
        ring, bottom = self.drawing
        halves = []
        for side in (-1, 1):
            distance = side * np.linspace(0, 1, 100)
            narrow, wide = self.curve.fit(self.minimum, distance), self.on(distance)
            halves.append(dashed(narrow + share * (wide - narrow)))
        bottom.set_points(np.vstack(halves))
        ring.move_to(halves[0][0])

    def _start(self) -> list[VMobject]:
        """Return the line at the height where steps begin, and the mark of that place."""
        level = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        ends = self.on(np.array([self.start, -self.start]))
        level.set_points(straight_pieces(ends[None]))
        foot = open_mark("circle", START_MARK, theme.walker).move_to(self.on(self.start))
        return [level, foot.set_z_index(1)]

    def _law(self) -> list[VMobject]:
        """Return what a step does, in words, and by what it multiplies the distance now."""
        law = with_alpha("\"distance\" times (1 - f'' thin alpha)", SMALL_SIZE)
        law.move_to(PANEL[0] * RIGHT + LAW_PLACE * UP, LEFT)
        form = Form.of([self.factor(one) for one in self.rates])._replace(signed=False)
        now = Number(
            lambda: self.factor(round(float(self.rate.get_value()), DIGITS)),
            size=SMALL_SIZE,
            flush=True,
            **form._asdict(),
        )
        name = with_alpha(f"1 - {told(self.curvature)} thin alpha =", SMALL_SIZE)
        return [law, named(name, now).move_to(PANEL[0] * RIGHT + FACTOR_PLACE * UP, LEFT)]


class _Step(VGroup):
    """Walkers that take one step at once, each its own way; `taken` goes from 0 to 1."""

    def __init__(self, ways: list[tuple[str, Array]]) -> None:
        super().__init__()
        self.taken = ValueTracker(0.0)
        for meaning, (start, end) in ways:
            self._add(meaning, hop_arc(start, end, LEAP))

    def _add(self, meaning: str, arc: Array) -> None:
        def gone() -> Array:
            share = float(self.taken.get_value()) * (len(arc) - 1)
            first = min(int(share), len(arc) - 2)
            here = arc[first] + (share - first) * (arc[first + 1] - arc[first])
            return np.vstack([arc[: first + 1], here])

        color = sign_color(meaning)
        walker = marker_shape(SIGNS[meaning][0], SIZES[meaning], color).set_z_index(3)
        walker.add_updater(lambda one: one.move_to(gone()[-1]), call_updater=True)
        trace = Drawn(lambda: through(gone()), stroke_color=color, stroke_width=2 * THIN_WIDTH)
        self.add(trace.set_z_index(2), walker)
