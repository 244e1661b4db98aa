"""Models fitted to the same points, which are drawn anew many times: a panel for each model."""

from collections.abc import Sequence
from functools import partial
from math import ceil, floor
from typing import Any

import numpy as np
from manim import RIGHT, UP, Line, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from gd_math import bias_variance
from gd_math.datasets import Dataset
from gd_math.regression.polynomials import fit, polynomial
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, clip_segments, dashes, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

Array = NDArray[np.float64]

LEFT_EDGE, FIRST, RIGHT_EDGE = -6.35, -3.95, 5.95  # of the column of names, and of the panels' axes
GUTTER, FOOT, HEIGHT = 0.75, 0.2, 2.7
END = 0.13  # from the end of an axis to its name
HEADING, BELOW_TOP, PITCH = 0.25, 0.6, 0.62  # of titles above, and of names beside the panels
BASE = 0.11  # from the middle of a line to the base line of its name
SAMPLE = 0.45  # length of a line beside its name
POINT = 0.075  # radius of a point
MOST_NOISE = 3.0  # standard deviations that the axes hold
CLEAR = 2.0  # times as much as each other: what is said to be most
FAINT, FEW_FAINT = 0.5, 0.85  # opacity of the fits, and of the first few
LAYERS, FADE = 10, 20.0  # shapes in which they are drawn; draws in which they fade
RIM = 3.5 * PATH_WIDTH  # of an average, which lies on the fits
SHADED = 0.25  # opacity between the average and the truth
POINTS = 20  # of a curve, for each degree
DASH = 0.14  # units of the frame


class ModelPanels(VGroup):
    """A panel for a polynomial of each of `degrees`, all fitted to the same points.

    `data` gives the x, the true function and the noise, which is drawn anew `redrawn` times.
    The axes hold every fit from end to end. Trackers: `drawn` is how many times the noise has been
    drawn since the first: between two whole numbers points and fits are on their way from one draw
    to the next. `noise` is the share of it that the points have, 0 at first, see `lift`. `bent`,
    one for each model, is how far its fit is on the way from that of the lowest degree to its own.

    Raises ValueError if `data` has no true function, and unless one model varies at least twice
    as much as each of the others, and another misses the truth at least twice as much.
    """

    @checked
    def __init__(self, data: Dataset, degrees: Sequence[int], redrawn: int, seed: int) -> None:
        super().__init__()
        self.data, self.last = data, redrawn - 1
        self.degrees = [*degrees]
        self.parts = [bias_variance(data, degree, redrawn, seed) for degree in degrees]
        self._check()
        self.drawn, self.noise = ValueTracker(0.0), ValueTracker(0.0)
        self.bent = [ValueTracker(0.0) for _ in degrees]
        clean = Dataset(data.name, data.x, data.truth)
        self.clean = [fit(clean, degree).best for degree in degrees]
        room = MOST_NOISE * data.noise
        x = float(data.x.min()), float(data.x.max())
        fits = [polynomial(one.coefficients, _places(x, one.coefficients)) for one in self.parts]
        low = min(data.truth.min() - room, *(values.min() for values in fits))
        high = max(data.truth.max() + room, *(values.max() for values in fits))
        y = floor(low), ceil(high)
        every = max(1, ceil((y[1] - y[0]) / 4))
        heights = range(every * ceil(y[0] / every), y[1] + 1, every)
        gutters = GUTTER * (len(self.degrees) - 1)
        self.width_of_axes = (RIGHT_EDGE - FIRST - gutters) / len(self.degrees)
        self.plots = []
        for i in range(len(self.degrees)):
            ticks = heights if i == 0 else ()
            name = "$y$" if i == 0 else None
            plot = Plot(x, y, self.width_of_axes, HEIGHT, x, ticks, None, name)
            end = text("$x$", SMALL_SIZE, theme.muted)
            plot.labels.add(end.next_to(plot.x_axis.get_end(), RIGHT, buff=END))
            corner = (FIRST + i * (self.width_of_axes + GUTTER), FOOT, 0.0)
            self.plots.append(plot.shift(np.array(corner) - plot.x_axis.get_start()))
        self.titles = [
            text(f"degree {degree}", TEXT_SIZE).next_to(
                plot.at((sum(x) / 2, y[1])), UP, buff=HEADING
            )
            for degree, plot in zip(self.degrees, self.plots, strict=True)
        ]
        self.dots = [self._dots(plot) for plot in self.plots]  # with the noise of now
        self.fits = [
            Drawn(
                partial(self._fit, i),
                stroke_color=theme.walker,
                stroke_width=1.5 * PATH_WIDTH,
            )
            for i in range(len(self.degrees))
        ]
        self.bundles = [self._bundle(i) for i in range(len(self.degrees))]
        self.named = 0  # rows of names that are there

    def _check(self) -> None:
        variances = [float(part.variance.mean()) for part in self.parts]
        misses = [float(part.bias_squared.mean()) for part in self.parts]
        for what, values in (("variance", variances), ("bias²", misses)):
            *_, second, most = sorted(values)
            if most < CLEAR * second or np.argmax(variances) == np.argmax(misses):
                shown = ", ".join(number(value, 2) for value in values)
                raise ValueError(
                    f"DEGREES are {self.degrees}, whose {what} is {shown}: take a low one, that "
                    "cannot follow the truth, a high one, and one between"
                )

    @property
    def most_varied(self) -> int:
        """The degree of the model with the largest variance."""
        return self.degrees[int(np.argmax([part.variance.mean() for part in self.parts]))]

    @property
    def closest(self) -> int:
        """The degree of the model with the least error at the points that it is fitted to."""
        return self.degrees[int(np.argmin([part.training_error.mean() for part in self.parts]))]

    def lift(self) -> Any:
        """Return the animation that lifts the points off the truth by their noise."""
        lifting: Any = self.noise.animate
        return lifting.set_value(1)

    def bends(self) -> list[Any]:
        """Return the animations that bend the fits of the higher degrees, one after the other."""
        stiffest = self.degrees.index(min(self.degrees))
        bending: list[Any] = [bent.animate for i, bent in enumerate(self.bent) if i != stiffest]
        return [one.set_value(1) for one in bending]

    def draw(self, count: int) -> Any:
        """Return the animation that draws the points anew until the draw of that number."""
        drawing: Any = self.drawn.animate
        return drawing(rate_func=smooth).set_value(count)

    def _at(self, plot: Plot, curve: Array) -> Array:
        """Return the points of a curve (x, y), (n, 2), as far as the axes hold it."""
        corners = np.array([plot.x_range, plot.y_range], dtype=float).T
        pieces = np.stack([curve[:-1], curve[1:]], axis=1)
        return straight_pieces(plot.at(clip_segments(pieces, *corners)))

    def _curve(self, i: int, coefficients: Array) -> Array:
        x = _places(self.plots[i].x_range, coefficients)
        return self._at(self.plots[i], np.stack([x, polynomial(coefficients, x)], axis=-1))

    def _between(self, values: Array) -> Array:
        """Return what is on its way from one row of `values` to the next."""
        drawn = min(max(self.drawn.get_value(), 0.0), self.last)
        i = int(drawn)
        rest = drawn - i
        return np.asarray((1 - rest) * values[i] + rest * values[min(i + 1, self.last)])

    def y(self) -> Array:
        """Return the y of the points now, (samples,)."""
        share = self.noise.get_value()
        drawn = self._between(self.parts[0].resampled)
        return np.asarray((1 - share) * self.data.truth + share * drawn)

    def coefficients(self, i: int) -> Array:
        """Return the coefficients of a fit as it is now, (degree + 1,)."""
        stiffest = self.degrees.index(min(self.degrees))
        straight, own = self._best(stiffest), self._best(i)
        straight = np.pad(straight, (len(own) - len(straight), 0))
        share = self.bent[i].get_value()
        return np.asarray((1 - share) * straight + share * own)

    def _best(self, i: int) -> Array:
        noisy, share = self._between(self.parts[i].coefficients), self.noise.get_value()
        return np.asarray((1 - share) * self.clean[i] + share * noisy)

    def _fit(self, i: int) -> Array:
        return self._curve(i, self.coefficients(i))

    def _dots(self, plot: Plot) -> VMobject:
        outline = marker_shape("circle", POINT, theme.ink).points

        def points() -> Array:
            places = plot.at(np.stack([self.data.x, self.y()], axis=-1))
            return np.asarray((outline + places[:, None]).reshape(-1, 3))

        return Drawn(points, fill_color=theme.ink, fill_opacity=1, stroke_width=0)

    def _bundle(self, i: int) -> VGroup:
        """Return all fits so far, in layers: where many lie over each other it is denser."""
        every = [self._curve(i, coefficients) for coefficients in self.parts[i].coefficients]

        def points(layer: int) -> Array:
            count = int(self.drawn.get_value() + 1e-6) + 1
            return np.concatenate([np.zeros((0, 3)), *every[layer:count:LAYERS]])

        def fade(one: Any) -> None:
            share = np.exp(-self.drawn.get_value() / FADE)
            one.set_stroke(opacity=FAINT + share * (FEW_FAINT - FAINT))

        return VGroup(
            *(
                Drawn(
                    partial(points, layer),
                    stroke_color=theme.walker,
                    stroke_width=THIN_WIDTH,
                    stroke_opacity=FEW_FAINT,
                ).add_updater(fade)
                for layer in range(LAYERS)
            )
        )

    def name_of_fits(self) -> VGroup:
        """Return what the faint lines are, with how many they are."""
        length = Line((0, 0, 0), (SAMPLE, 0, 0))
        faint = length.set_stroke(theme.walker, THIN_WIDTH, opacity=FEW_FAINT)
        three = VGroup(*(faint.copy().shift(0.1 * step * UP) for step in (-1, 0, 1)))
        return self._named(three, f"{self.last + 1} fits")

    def averages(self) -> list[VMobject]:
        """Return the average fit of each model, with its name."""
        for bundle in self.bundles:
            for layer in bundle:
                layer.clear_updaters()
        style: dict[str, Any] = {"stroke_color": theme.walker, "stroke_width": 2 * PATH_WIDTH}
        style |= {"background_stroke_color": theme.background, "background_stroke_width": RIM}
        means = [
            VMobject(**style).set_points(self._curve(i, part.coefficients.mean(axis=0)))
            for i, part in enumerate(self.parts)
        ]
        sample = Line((0, 0, 0), (SAMPLE, 0, 0), color=theme.walker, stroke_width=2 * PATH_WIDTH)
        return [*means, self._named(sample, "average")]

    def truths(self) -> list[VMobject]:
        """Return the true function on each panel, in dashes, with its name."""
        style: dict[str, Any] = {"stroke_color": theme.ink, "stroke_width": PATH_WIDTH}

        def dashed(points: Array) -> VMobject:
            pieces = straight_pieces(dashes(points.reshape(-1, 4, 3)[:, [0, 3]], DASH))
            return VMobject(**style).set_points(pieces)

        curves = [
            dashed(self._at(plot, np.stack([part.x, part.truth], axis=-1)))
            for plot, part in zip(self.plots, self.parts, strict=True)
        ]
        sample = dashed(straight_pieces(np.array([[[0, 0, 0], [SAMPLE, 0, 0]]], dtype=float)))
        return [*curves, self._named(sample, "truth")]

    def misses(self) -> list[VMobject]:
        """Return what lies between the average and the truth on each panel, shaded."""
        style: dict[str, Any] = {"fill_color": theme.ink, "fill_opacity": SHADED}
        shades = []
        for plot, part in zip(self.plots, self.parts, strict=True):
            there = np.stack([part.x, np.clip(part.mean, *plot.y_range)], axis=-1)
            back = np.stack([part.x, np.clip(part.truth, *plot.y_range)], axis=-1)[::-1]
            corners = plot.at(np.concatenate([there, back]))
            shades.append(VMobject(stroke_width=0, **style).set_points_as_corners(corners))
        return shades

    def _named(self, sample: VMobject, name: str) -> VGroup:
        height = FOOT + HEIGHT - BELOW_TOP - PITCH * self.named
        self.named += 1
        sample.move_to((LEFT_EDGE + SAMPLE / 2, height, 0.0))
        words = text(name, SMALL_SIZE).next_to(sample, RIGHT, buff=0.15)
        on_base_line(words, 0, height - BASE)
        return VGroup(sample, words)


def _places(ends: tuple[float, float], coefficients: Array) -> Array:
    """Return the x at which curves of these coefficients, (…, degree + 1), are drawn.

    They are Chebyshev's, closer towards the ends, where a supple polynomial bends most.
    """
    degree = coefficients.shape[-1] - 1
    count = POINTS * degree + 1 if degree > 1 else 2
    angles = np.linspace(np.pi, 0, count)
    return np.asarray((sum(ends) + (ends[1] - ends[0]) * np.cos(angles)) / 2)
