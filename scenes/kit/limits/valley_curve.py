"""The curve of a loss with valleys of unequal sharpness, tall or squeezed below a map."""

from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, stability_limits
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, end_color
from scenes.kit.maps.trails import Drawn, straight_pieces, through
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import meaning_of, rimmed, sign
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction, text

Array = NDArray[np.float64]
LEFT_END, LENGTH = -5.5, 7.3  # of the horizontal axis, in units of the frame
PANEL = 2.75, 6.35  # from where to where words and another map stand, right of it
AXIS = -2.15  # its height: as low as its numbers can stand
TALL, LOW = 4.5, 2.4  # lengths of the vertical axis: alone, and below a map
GAP = 0.62  # of the curve's height, from the axis up to its lowest point: names find room
SAMPLES = 400  # points of the curve
ALIKE = 1.01  # limits with a smaller ratio are the same
BESIDE = 0.15  # from the sign of a minimum to its name
CLEAR = 0.16  # from there to the ends of the axis
QUESTIONS = 3.2, 0.2  # heights in the frame of questions above the curve, and right of it


class ValleyCurve(Plot):
    """The curve of a one-dimensional `loss` with minima of unequal sharpness.

    `limits` holds for each minimum its largest learning rate, 2/f″; `flat` are the numbers of
    those with the largest of them, `sharp` of all others. `tall` is the length of the vertical
    axis: the curve is squeezed where room is needed above it. `graph` is the curve,
    `signs` the rings of its minima, `above` and `beside` are places of questions.

    Raises ValueError unless there are both sharp and flat minima.
    """

    @checked
    def __init__(self, loss: Loss) -> None:
        self.loss = loss
        self.limits = stability_limits(loss)
        most = float(self.limits.max())
        if not np.isfinite(most) or self.limits.min() * ALIKE > most:
            raise ValueError(
                f"LOSS: the minima of {loss.name} are equally sharp, and some must be flatter"
            )
        self.flat = [i for i, limit in enumerate(self.limits) if limit * ALIKE > most]
        self.sharp = [i for i in range(len(self.limits)) if i not in self.flat]
        ends = float(loss.domain[0][0]), float(loss.domain[1][0])
        self._across = np.linspace(*ends, SAMPLES)[:, None]
        heights = loss.value(self._across)
        self.lowest, highest = float(heights.min()), float(heights.max())
        self.span = highest - self.lowest
        up = self.lowest - GAP * self.span, highest
        ticks = range(ceil(ends[0]), floor(ends[1]) + 1)
        super().__init__(ends, up, LENGTH, TALL, ticks)
        self.shift(LEFT_END * RIGHT + AXIS * UP - self.x_axis.get_start())
        name = formula("x", SMALL_SIZE, theme.muted).next_to(self.x_axis, RIGHT, buff=0.15)
        self.y_name = formula("f", SMALL_SIZE, theme.muted)
        self.labels.add(name, self.y_name)
        self.graph = Drawn(
            lambda: through(self.on(self._across)),
            stroke_color=theme.ink,
            stroke_width=2 * THIN_WIDTH,
        )
        self.signs = VGroup(*(sign(meaning_of(one), RING) for one in loss.minima))
        self.add(self.graph, self.signs.set_z_index(-0.5))
        self.above = (LEFT_END + LENGTH / 2) * RIGHT + QUESTIONS[0] * UP
        self.beside = PANEL[0] * RIGHT + QUESTIONS[1] * UP, LEFT
        self._stretch(TALL)

    def _stretch(self, tall: float) -> "ValleyCurve":
        """Make the vertical axis so long, and put all that stands on the curve in its place."""
        self.tall, foot = tall, self.x_axis.get_start()
        self.y_axis.put_start_and_end_on(foot, foot + tall * UP)
        self.y_name.next_to(self.y_axis.get_end(), RIGHT, buff=BESIDE, aligned_edge=UP)
        for mark, minimum in zip(self.signs, self.loss.minima, strict=True):
            mark.move_to(self.on(minimum.x))
        return self

    def on(self, x: ArrayLike) -> Array:
        """Return where in the frame the points of the curve above `x`, (…, 1), lie, (…, 3)."""
        return self.on_curve(self.loss, x)

    def kind_of(self, minimum: int) -> str:
        """Return "sharp" or "flat"."""
        return "flat" if minimum in self.flat else "sharp"

    def squeezed(self) -> "ValleyCurve":
        """Make the curve as low as it is below a map, at once, and return it."""
        return self._stretch(LOW)

    def names(self) -> VGroup:
        """Return the words "sharp" and "flat", which stay below the minima."""
        kinds = [(self.kind_of(i), end_color(self.loss, i)) for i in range(len(self.signs))]
        words = VGroup(*(text(kind, SMALL_SIZE, color) for kind, color in kinds))

        def follow(names: Any) -> None:
            for name, mark in zip(names, self.signs, strict=True):
                name.next_to(mark, DOWN, buff=BESIDE)
                least, most = self.x_axis.get_start()[0], self.x_axis.get_end()[0]
                half = name.width / 2 + CLEAR
                name.set_x(float(np.clip(name.get_x(), least + half, most - half)))

        return words.add_updater(follow, call_updater=True)

    def beam(self, x: float, top: Any) -> VMobject:
        """Return a thin line from the curve above `x` up to a place, which is asked for."""
        beam = Drawn(
            lambda: straight_pieces(np.stack([self.on([x]), top()])[None]),
            stroke_color=theme.muted,
            stroke_width=THIN_WIDTH,
        )
        return rimmed(beam).set_z_index(-2)


def told(value: float) -> str:
    r"""Return a number as it is, or as a fraction if that is the shorter.

    >>> told(8.0), told(4 / 3), told(14.284)
    ('8', '4 \\/ 3', '14.3')
    """
    short = number(value, 3)
    exact = fraction(value)
    is_small = len(exact.split("/")[-1]) < 3 and abs(value - round(value)) > 1e-9
    return exact if is_small and len(number(value, 9)) > len(short) else short
