"""The inputs as a cloud of dots on axes with one scale."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import Live, amount_of, plain
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.numbers import round_step
from scenes.kit.words.text import fitted, text, verbatim

Array = NDArray[np.float64]

DOT = 0.065  # radius of a dot
FILLED = 0.94  # of half of the axes: so far the dots reach
BESIDE = 0.68  # from the dots to the right end of the axes: a name stands there
MOST = 5  # numbers along the longer axis
FULL = 0.8  # opacity of the dots
INSIDE, ABOVE = 0.16, 0.08  # from the vertical and the horizontal axis to their names


class InputCloud(Live):
    """A dot for each sample at its two inputs, measured from their means, on axes with one scale.

    `unit` is the length of 1 on them, as long as fits when it is not given.
    It changes with the amount of `walk`: each input is divided by a power of its standard
    deviation. `numbers` are those of the vertical axis, with their ticks. `divided()` returns what
    the inputs are divided by, to be shown in place of the `names` of the axes.
    """

    def __init__(
        self, walk: ScaledWalk, width: float, height: float, unit: float | None = None
    ) -> None:
        self.walk = walk
        ends = [np.abs(walk.scaled(amount).data.inputs).max(axis=0) for amount in (0.0, 1.0)]
        half = np.array([width, height]) / 2
        right = max(float(walk.scaled(amount).data.inputs[:, 0].max()) for amount in (0.0, 1.0))
        fits = [*FILLED * half / np.max(ends, axis=0), (half[0] - BESIDE) / right]
        self.unit = unit or float(min(fits))
        x, y = half / self.unit
        step = round_step(2 * max(x, y), MOST)
        ticks = [step * np.arange(-(end // step), end // step + 1) for end in (x, y)]
        self.plot = Plot((-x, x), (-y, y), width, height, ticks[0].tolist(), ticks[1].tolist())
        across = len(ticks[0])
        self.numbers = VGroup(*self.plot.ticks[across:], *self.plot.labels[across:])
        self.plot.ticks.remove(*self.numbers)
        self.plot.labels.remove(*self.numbers)
        self.dots = VMobject(fill_color=theme.ink, fill_opacity=FULL, stroke_width=0)
        self._dot = marker_shape("circle", DOT, theme.ink).points
        super().__init__(self.plot, self.dots)

    @property
    def state(self) -> Any:
        return amount_of(self.walk), self.plot.x_axis.points.tobytes()

    def draw(self) -> None:
        places = self.plot.at(self.walk.now.data.inputs)
        self.dots.points = (self._dot + places[:, None]).reshape(-1, 3)

    @property
    def middle(self) -> Array:
        """Where in the frame the means of both inputs lie."""
        return np.asarray(self.plot.at((0.0, 0.0)))

    def names(self) -> VGroup:
        """Return the names of both inputs: above the horizontal axis, beside the other's top."""
        found = VGroup()
        for axis, name in enumerate(self.walk.data.axes[:2]):
            words = text(verbatim(_from_mean(name)), SMALL_SIZE, theme.muted)
            found.add(self._placed(fitted(words, self.plot.x_axis.width - INSIDE), axis))
        return found

    def divided(self) -> VGroup:
        """Return both inputs with what they are divided by, in place of the `names`."""
        found = VGroup()
        for axis, name in enumerate(self.walk.data.axes[:2]):
            divisor = plain(self.walk.scaled(0.0).deviations[axis])
            line = f"({verbatim(name.partition(' in ')[0])} #sym.minus mean) $div {divisor}$"
            words = text(line, SMALL_SIZE, theme.muted)
            found.add(self._placed(fitted(words, self.plot.x_axis.width - INSIDE), axis))
        return found

    def _placed(self, words: Any, axis: int) -> Any:
        """Put words above the end of the horizontal axis or beside the top of the other one."""
        if axis == 0:
            return words.next_to(self.plot.x_axis.get_end(), UP, buff=ABOVE, aligned_edge=RIGHT)
        return words.next_to(self.plot.y_axis.get_end(), RIGHT, buff=INSIDE, aligned_edge=UP)


def _from_mean(name: str) -> str:
    """Return the name of an input, such as "sun in hours", of which its mean has been taken off."""
    quantity, within, unit = name.partition(" in ")
    return f"{quantity} from mean, in {unit}" if within else f"{name} from mean"
