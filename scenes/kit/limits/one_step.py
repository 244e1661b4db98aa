"""One step near two bottoms, at one learning rate after another: why a limit is 2/f″."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ValueTracker,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import descend, optimizers
from scenes.kit.animations import appear, swap
from scenes.kit.curves.curve_plot import RING, end_color
from scenes.kit.limits.hopper import SIZES, hop_arc
from scenes.kit.limits.valley_curve import ALIKE, LEFT_END, LENGTH, PANEL, ValleyCurve, told
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.symbols import SIGNS, marker_shape, meaning_of, sign, sign_color
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, fitted, formula

Array = NDArray[np.float64]
WIDTH, FLOOR, TOP = 3.0, 0.6, 2.85  # of an enlarged bottom and its frame, in units of the frame
FOOT, RISE = 0.35, 2.6  # from the frame's lower side to the bottom, and up to the sharp one's ends
APART = 0.2  # from one frame to the other
CLOSE = 4e-4  # of the axis: half of what is enlarged; so near, a curve is its parabola
FURTHEST = 0.82  # share of that in which all steps begin and end
LEAP = 0.28  # height of a hop, as a share of its width
LAW_PLACE = 1.75  # height in the panel of what a step does
DIGITS = 2  # of α as it is read, of which the numbers are told


class OneStep(VGroup):
    """The sharpest and the flattest bottom of a `curve`, enlarged alike, and one step on each.

    Both walkers begin at one height above their bottoms, which a line shows. A step multiplies the
    distance by 1 − αf″: over 2/f″ it lands higher than it began. `rates` are the learning rates,
    one after another: ``grow()`` brings the bottoms, ``begin(i)`` puts the walkers
    at their starts and takes the `i`-th rate, ``hop(i)`` is their step, computed on the curve's own
    loss. `law` is that factor, for the sharp one.
    """

    def __init__(self, curve: ValleyCurve, rate: ValueTracker, rates: Sequence[float]) -> None:
        self.curve, self.rate, self.rates = curve, rate, rates
        least = float(curve.limits.min())
        sharp = int(np.flatnonzero(curve.limits < ALIKE * least)[-1])  # the one nearest the panel
        self.minima = sharp, curve.flat[0]
        self.curvatures = [2 / float(curve.limits[i]) for i in self.minima]
        self.close = CLOSE * float(np.ptp(curve.x_range))
        wider = (self.curvatures[0] / self.curvatures[1]) ** 0.5  # as far up, the flat one is
        most = max(abs(self.factor(one)) for one in rates)
        start = FURTHEST * self.close / max(most, wider)
        self.starts = -start, -wider * start
        self.middles = self._middles()
        self.drawings = VGroup(*(self._drawing(k) for k in (0, 1)))
        self.titles = self._titles()
        self.levels = VGroup(*(self._level(k) for k in (0, 1)))
        self.steps = [_Step(self._ways(one)) for one in rates]
        self.law = self._law()
        super().__init__(self.drawings, self.titles, self.levels)

    def factor(self, rate: float, which: int = 0) -> float:
        """Return by what a step multiplies the distance, 1 − αf″, from the sharp bottom or 1."""
        return 1 - rate * self.curvatures[which]

    def on(self, which: int, distance: Any) -> Array:
        """Return where the enlarged curve lies so far from the sharp bottom, or the flat one, 1."""
        away = np.asarray(distance, dtype=float)
        bottom = self.curve.loss.minima[self.minima[which]]
        height = self.curve.loss.value(bottom.x + away[..., None]) - bottom.value
        across = self.middles[which] + away / self.close * WIDTH / 2
        tall = RISE * height / (self.curvatures[0] * self.close**2 / 2)
        return np.stack([across, FLOOR + FOOT + tall, 0 * across], axis=-1)

    def lands(self, which: int, rate: float) -> float:
        """Return how far from its bottom one step of descent lands."""
        bottom = self.curve.loss.minima[self.minima[which]].x
        start = bottom + self.starts[which]
        path = descend(self.curve.loss, optimizers.gradient_descent(rate), start, 1)
        return float((path.x[1] - bottom)[0])

    def grow(self) -> list[Any]:
        """Return the animations in which the bottoms come."""
        return appear(self.drawings, self.titles)

    def begin(self, i: int) -> list[Any]:
        """Return the animations in which walkers are put back and the `i`-th rate is taken."""
        going: Any = self.rate.animate
        before = [self.steps[i - 1]] if i else []
        level = [] if i else appear(self.levels)
        late = squish_rate_func(smooth, 0.5, 1)  # when the walkers of before have left
        return [
            *level,
            *swap(before, [self.steps[i]]),
            going(rate_func=late).set_value(self.rates[i]),
        ]

    def hop(self, i: int) -> Any:
        """Return the animation of the `i`-th step."""
        going: Any = self.steps[i].taken.animate
        return going.set_value(1)

    def _middles(self) -> list[float]:
        """Return x in the frame of both middles: above the bottoms, side by side, in their room."""
        x = np.array([self.curve.on(self.curve.loss.minima[i].x)[0] for i in self.minima])
        side = 1 if x[0] > x[1] else -1
        missing = max(WIDTH + APART - side * (x[0] - x[1]), 0)
        x += side * missing / 2 * np.array([1, -1])
        left, right = LEFT_END, LEFT_END + LENGTH + 1.5 * APART
        low, high = x.min() - WIDTH / 2, x.max() + WIDTH / 2
        return [float(one) for one in x + max(left - low, 0) - max(high - right, 0)]

    def _drawing(self, which: int) -> VGroup:
        """Return a bottom as it is enlarged: its frame, its ring and its curve."""
        frame = VMobject(stroke_color=theme.muted, stroke_width=HAIR_WIDTH)
        x, half = self.middles[which], WIDTH / 2
        corners = [(x + a * half, y, 0) for a, y in ((-1, FLOOR), (1, FLOOR), (1, TOP))]
        corners += [(x - half, TOP, 0), (x - half, FLOOR, 0)]
        frame.set_points_as_corners(corners)
        line = VMobject(stroke_color=theme.ink, stroke_width=2 * THIN_WIDTH)
        along = self.on(which, self.close * np.linspace(-1, 1, 201))
        line.set_points(through(along[along[:, 1] <= TOP]))
        ring = sign(meaning_of(self.curve.loss.minima[self.minima[which]]), RING)
        return VGroup(frame, ring.move_to(self.on(which, 0.0)), line)

    def _titles(self) -> VGroup:
        """Return the curvatures f″ above both bottoms."""
        titles = VGroup()
        for x, i, curvature in zip(self.middles, self.minima, self.curvatures, strict=True):
            math = f"\"{self.curve.kind_of(i)}:\" thick f'' = {told(curvature)}"
            title = fitted(formula(math, SMALL_SIZE, end_color(self.curve.loss, i)), WIDTH)
            titles.add(title.move_to(x * RIGHT + (TOP + 0.15) * UP, DOWN))
        return titles

    def _level(self, which: int) -> VMobject:
        """Return the line at the height at which a step begins, from side to side."""
        x, height = self.middles[which], self.on(which, self.starts[which])[1]
        level = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        ends = [(x - WIDTH / 2, height, 0), (x + WIDTH / 2, height, 0)]
        return level.set_points(straight_pieces(np.array([ends])))

    def _ways(self, rate: float) -> list[tuple[str, Array]]:
        """Return whose step goes from where to where."""
        return [
            (meaning, self.on(k, np.array([self.starts[k], self.lands(k, rate)])))
            for k, meaning in enumerate(("walker", "second"))
        ]

    def _now(self) -> float:
        """Return the factor of the learning rate that is read."""
        return self.factor(round(float(self.rate.get_value()), DIGITS))

    def _law(self) -> VGroup:
        """Return by what a step multiplies the distance from the sharp bottom."""
        form = Form.of([self.factor(one) for one in self.rates])._replace(signed=False)._asdict()
        color = end_color(self.curve.loss, self.minima[0])
        shown = told(self.curvatures[0])
        name = formula(f"1 - {shown} thin {{{{alpha : rate}}}} =", SMALL_SIZE, color)
        name.select("rate").set_color(theme.walker)
        now = Number(self._now, size=SMALL_SIZE, color=color, flush=True, **form)
        return named(name.move_to(PANEL[0] * RIGHT + LAW_PLACE * UP, LEFT), now)


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
