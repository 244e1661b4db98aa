"""Models fitted to the same points, which are drawn anew many times: a panel for each model."""

from collections.abc import Sequence
from functools import partial
from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, ValueTracker, VGroup, VMobject, smooth
from numpy.typing import NDArray

from gd_math import bias_variance
from gd_math.datasets import Dataset
from gd_math.regression.polynomials import fit, polynomial
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, clip_segments, dashes, straight_pieces, through
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import halo, text

Array = NDArray[np.float64]

LEFT_EDGE, FIRST, RIGHT_EDGE = -6.35, -3.95, 5.95  # of the column of names, and of the panels' axes
GUTTER, FOOT, HEIGHT = 0.75, 0.13, 2.77
END = 0.13  # from the end of an axis to its name
HEADING, BESIDE = 0.25, 0.12  # from an axis to its title, from a curve to its name
BASE = 0.11  # from the middle of a line to the base line of its name
POINT = 0.075  # radius of a point
MOST_NOISE = 3.0  # standard deviations that the axes hold
WIDEST = 3.0  # times the range of the truth, above and below it: no more is on the axes
CLEAR = 2.0  # times as much as each other: what is said to be most
FAINT, FEW_FAINT = 0.5, 0.85  # opacity of the fits, and of the first few
FAINTER, BAND = 0.12, 0.45  # of the fits below a band, and of that
LAYERS, FADE = 10, 20.0  # shapes in which they are drawn; draws in which they fade
SHADED = 0.25  # opacity between the average and the truth
POINTS = 20  # of a curve, for each degree
PLACES = 101  # at which the parts of the error are computed
DASH = 0.14  # units of the frame


class ModelPanels(VGroup):
    """A panel for a polynomial of each of `degrees`, all fitted to the same points.

    `data` gives the x, the true function and the noise, which is drawn anew `redrawn` times.
    The axes go to whole numbers of x and hold every fit, unless one leaves the truth by far.
    Trackers: `drawn` is how many times the noise has been drawn since the first: between two whole
    numbers points and fits are on their way from one draw to the next. `noise` is the share of it
    that the points have, 0 at first, see `lift`. `bent`, one for each model, is how far its fit is
    on the way from that of the lowest degree to its own. `spread` is the half width of the bands,
    in standard deviations of the fits.

    Raises ValueError if `data` has no true function, and unless one model varies at least twice
    as much as each of the others, and another misses the truth at least twice as much.
    """

    @checked
    def __init__(self, data: Dataset, degrees: Sequence[int], redrawn: int, seed: int) -> None:
        super().__init__()
        self.data, self.last = data, redrawn - 1
        self.degrees = [*degrees]
        x = float(floor(data.x.min())), float(ceil(data.x.max()))
        places = np.linspace(*x, PLACES)
        self.parts = [bias_variance(data, degree, redrawn, seed, places) for degree in degrees]
        self._check()
        self.drawn, self.noise = ValueTracker(0.0), ValueTracker(0.0)
        self.bent, self.spread = [ValueTracker(0.0) for _ in degrees], ValueTracker(0.0)
        clean = Dataset(data.name, data.x, data.truth)
        self.clean = [fit(clean, degree).best for degree in degrees]
        room = MOST_NOISE * data.noise
        fits = [polynomial(one.coefficients, _places(x, one.coefficients)) for one in self.parts]
        far = max(WIDEST * float(np.ptp(data.truth)), room)
        least, most = float(data.truth.min()), float(data.truth.max())
        low = max(least - far, min(least - room, *(values.min() for values in fits)))
        high = min(most + far, max(most + room, *(values.max() for values in fits)))
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
        self.bands = [self._band(i) for i in range(len(self.degrees))]

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

    def averages(self) -> list[VMobject]:
        """Return the average fit of each model, with its name."""
        style: dict[str, Any] = {"stroke_color": theme.walker, "stroke_width": 1.5 * PATH_WIDTH}
        means = [
            VMobject(**style).set_points(self._curve(i, part.coefficients.mean(axis=0)))
            for i, part in enumerate(self.parts)
        ]
        part, there = self._most_biased
        top = (part.mean + np.sqrt(part.variance))[there]
        return [*means, self._named("average", theme.walker, top, UP)]

    def spreads(self) -> list[Any]:
        """Return the animations that widen the bands: one standard deviation to either side."""
        layers = [layer.clear_updaters() for bundle in self.bundles for layer in bundle]
        widening: Any = self.spread.animate
        return [widening.set_value(1), *(one.animate.set_stroke(opacity=FAINTER) for one in layers)]

    def truths(self) -> list[VMobject]:
        """Return the true function on each panel, in dashes, with its name."""
        curves = []
        for plot, part in zip(self.plots, self.parts, strict=True):
            points = self._at(plot, np.stack([part.x, part.truth], axis=-1))
            pieces = straight_pieces(dashes(points.reshape(-1, 4, 3)[:, [0, 3]], DASH))
            curve = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
            curves.append(curve.set_points(pieces))
        part, there = self._most_biased
        return [*curves, self._named("truth", theme.ink, part.truth[there], DOWN)]

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

    @property
    def _most_biased(self) -> tuple[Any, int]:
        """What is known of the model that misses most, and the number of the lowest true value."""
        part = max(self.parts, key=lambda part: float(part.bias_squared.mean()))
        return part, int(np.argmin(part.truth))

    def _band(self, i: int) -> VGroup:
        """Return the band about an average: what is within it, and both its edges."""
        part, plot = self.parts[i], self.plots[i]
        deviation = np.sqrt(part.variance)

        def edge(side: float) -> Array:
            y = part.mean + side * self.spread.get_value() * deviation
            return np.stack([part.x, np.clip(y, *plot.y_range)], axis=-1)

        def inside() -> Array:
            return through(plot.at(np.concatenate([edge(1), edge(-1)[::-1], edge(1)[:1]])))

        def edges() -> Array:
            return np.concatenate([self._at(plot, edge(side)) for side in (1, -1)])

        return VGroup(
            Drawn(inside, fill_color=theme.walker, fill_opacity=BAND, stroke_width=0),
            Drawn(edges, stroke_color=theme.walker, stroke_width=THIN_WIDTH),
        )

    def _named(self, name: str, color: str, y: float, side: Array) -> VMobject:
        """Return a name beside a curve of the model that misses most, where the truth is lowest."""
        part, there = self._most_biased
        plot = self.plots[self.parts.index(part)]
        words = text(name, SMALL_SIZE, color)
        words.next_to(plot.at((part.x[there], y)), side, buff=BESIDE)
        ends = np.array([plot.x_axis.get_start()[0], plot.x_axis.get_end()[0]])
        least, most = ends + (words.width / 2 + BESIDE) * np.array([1, -1])
        return halo(words.set_x(min(max(words.get_x(), least), most)))


def _places(ends: tuple[float, float], coefficients: Array) -> Array:
    """Return the x at which curves of these coefficients, (…, degree + 1), are drawn.

    They are Chebyshev's, closer towards the ends, where a supple polynomial bends most.
    """
    degree = coefficients.shape[-1] - 1
    count = POINTS * degree + 1 if degree > 1 else 2
    angles = np.linspace(np.pi, 0, count)
    return np.asarray((sum(ends) + (ends[1] - ends[0]) * np.cos(angles)) / 2)
