"""The curve of a loss with valleys of unequal sharpness, tall or squeezed below a map."""

from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, stability_limits
from scenes.kit.arguments import checked
from scenes.kit.curves.curve_plot import RING, end_color
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces, through
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import meaning_of, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, fraction, text

Array = NDArray[np.float64]
LEFT_END, LENGTH = -5.5, 7.3  # of the horizontal axis, in units of the frame
PANEL = 2.75, 6.35  # from where to where words and another map stand, right of it
AXIS = -2.15  # its height: as low as its numbers can stand
TALL, LOW = 4.9, 1.7  # lengths of the vertical axis: alone, and below a map
GAP = 0.5  # of the curve's height, from the axis up to its lowest point: names find room
SAMPLES = 400  # points of the curve
ALIKE = 1.01  # limits with a smaller ratio are the same
RISE = 0.45  # of the curve's height: so far up go the parabolas that fit the bottoms
DASH = 0.12  # length of the dashes of a parabola
BESIDE = 0.15  # from the sign of a minimum to its name
QUESTION = 3.2  # height in the frame of a question above the curve


class ValleyCurve(Plot):
    """The curve of a one-dimensional `loss` with minima of unequal sharpness.

    `limits` holds for each minimum its largest learning rate, 2/f″; `flat` are the numbers of
    those with the largest of them, `sharp` of all others. `tall` is the length of the vertical
    axis, a tracker: the curve is squeezed where room is needed above it. `graph` is the curve,
    `signs` the rings of its minima, `above` the place of a question.

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
        self.tall = ValueTracker(TALL)
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
        self.above = (LEFT_END + LENGTH / 2) * RIGHT + QUESTION * UP
        self.follow()
        self.add_updater(lambda curve: curve.follow())

    def follow(self) -> "ValleyCurve":
        """Make the vertical axis as long as `tall` says."""
        foot = self.x_axis.get_start()
        self.y_axis.put_start_and_end_on(foot, foot + float(self.tall.get_value()) * UP)
        self.y_name.next_to(self.y_axis.get_end(), LEFT, buff=0.2)
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
        self.tall.set_value(LOW)
        return self.follow()

    def squeeze(self) -> Any:
        """Return the animation in which the curve becomes as low as it is below a map."""
        going: Any = self.tall.animate
        return going.set_value(LOW)

    def names(self) -> VGroup:
        """Return the words "sharp" and "flat", below the minima."""
        words = VGroup()
        for i, mark in enumerate(self.signs):
            word = text(self.kind_of(i), SMALL_SIZE, end_color(self.loss, i))
            words.add(word.next_to(mark, DOWN, buff=BESIDE))
        return words

    def parabolas(self) -> VGroup:
        """Return the parabola that fits each bottom, dashed: f + f″/2 times the distance squared.

        Each is two halves, which begin at the bottom. What lies beyond the ends of the axis is cut
        off.
        """
        halves = VGroup()
        for i, minimum in enumerate(self.loss.minima):
            x, reach = float(minimum.x[0]), self.reach(i)
            for side in np.clip([x - reach, x + reach], *self.x_range):
                places = self.fit(i, np.linspace(0, (side - x) / reach, SAMPLES))
                half = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
                halves.add(half.set_points(dashed(places)))
        return halves

    def reach(self, minimum: int) -> float:
        """Return how far from a bottom its parabola is `RISE` of the curve's height above it."""
        return float(np.sqrt(RISE * self.span * self.limits[minimum]))

    def fit(self, minimum: int, distance: Array) -> Array:
        """Return where the parabola that fits a bottom lies, (n, 3).

        `distance`, (n,), is from the bottom, 1 at the parabola's right end and −1 at its left one.
        """
        bottom = self.loss.minima[minimum]
        across = float(bottom.x[0]) + self.reach(minimum) * distance
        heights = bottom.value + RISE * self.span * distance**2
        return self.at(np.stack([across, heights], axis=-1))

    def curvatures(self, names: VGroup) -> VGroup:
        """Return f″ of each minimum, below its name."""
        found = VGroup()
        for word, limit in zip(names, self.limits, strict=True):
            shown = formula(f"f'' = {told(2 / float(limit))}", SMALL_SIZE)
            shown.next_to(word, DOWN, buff=0.18)
            room = [self.x_axis.get_start()[0], self.x_axis.get_end()[0]]
            half = shown.width / 2 + BESIDE
            found.add(shown.set_x(float(np.clip(shown.get_x(), room[0] + half, room[1] - half))))
        return found

    def beam(self, x: float, top: Any) -> VMobject:
        """Return a thin line from the curve above `x` up to a place, which is asked for."""
        return Drawn(
            lambda: straight_pieces(np.stack([self.on([x]), top()])[None]),
            stroke_color=theme.muted,
            stroke_width=THIN_WIDTH,
        ).set_z_index(-2)


def dashed(places: Array) -> Array:
    """Return the points of a dashed line through `places`, (n, 3), which begins with a dash."""
    return straight_pieces(dashes(np.stack([places[:-1], places[1:]], axis=1), DASH))


def told(value: float) -> str:
    r"""Return a number as it is, or as a fraction if that is the shorter.

    >>> told(8.0), told(4 / 3), told(14.284)
    ('8', '4 \\/ 3', '14.3')
    """
    short = number(value, 3)
    exact = fraction(value)
    is_small = len(exact.split("/")[-1]) < 3 and abs(value - round(value)) > 1e-9
    return exact if is_small and len(number(value, 9)) > len(short) else short
