"""The inputs as a cloud of dots on axes with one scale, and the ellipse of their deviations."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.maps.trails import through
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import Live, amount_of
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.valley_map import CORNERS
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, round_step
from scenes.kit.words.text import Number, fitted, formula, text, verbatim

Array = NDArray[np.float64]

DOT = 0.065  # radius of a dot
FILLED = 0.94  # of half of the axes: so far the dots reach
MOST = 5  # numbers along the longer axis
FULL, BEHIND = 0.8, 0.5  # opacity of the dots, and when stems matter
INSIDE, ABOVE = 0.16, 0.08  # from the vertical and the horizontal axis to their names
DIVIDED = 0.14  # between the name and what the input is divided by


class InputCloud(Live):
    """A dot for each sample at its two inputs, measured from their means, on axes with one scale.

    `unit` is the length of 1 on them, as long as fits when it is not given.
    It changes with the amount of `walk`: each input is divided by a power of its standard
    deviation. `divided()` returns what the inputs are divided by, to be shown in
    place of the `names` of the axes.
    """

    def __init__(
        self, walk: ScaledWalk, width: float, height: float, unit: float | None = None
    ) -> None:
        self.walk = walk
        ends = [np.abs(walk.scaled(amount).data.inputs).max(axis=0) for amount in (0.0, 1.0)]
        half = np.array([width, height]) / 2
        self.unit = unit or float((FILLED * half / np.max(ends, axis=0)).min())
        x, y = half / self.unit
        step = round_step(2 * max(x, y), MOST)
        ticks = [step * np.arange(-(end // step), end // step + 1) for end in (x, y)]
        self.plot = Plot((-x, x), (-y, y), width, height, ticks[0].tolist(), ticks[1].tolist())
        self.dots = VMobject(fill_color=theme.ink, fill_opacity=FULL, stroke_width=0)
        self._dot = marker_shape("circle", DOT, theme.ink).points
        self._ends = walk.scaled(0.0).deviations
        super().__init__(self.plot, self.dots)

    @property
    def state(self) -> Any:
        return amount_of(self.walk), self.plot.x_axis.points.tobytes()

    def draw(self) -> None:
        places = self.plot.at(self.walk.now.data.inputs)
        self.dots.points = (self._dot + places[:, None]).reshape(-1, 3)

    def stand_back(self) -> Any:
        """Return the animation in which the dots stand behind stems."""
        return self.dots.animate.set_fill(opacity=BEHIND)

    def stand_out(self) -> Any:
        """Return the animation in which they are what is looked at once more."""
        return self.dots.animate.set_fill(opacity=FULL)

    @property
    def middle(self) -> Array:
        """Where in the frame the means of both inputs lie."""
        return np.asarray(self.plot.at((0.0, 0.0)))

    def outline(self) -> Array:
        """Return places of the frame, (n, 3): the ellipse that spans one standard deviation."""
        angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        values, vectors = np.linalg.eigh(self.walk.now.moments)
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        return np.asarray(self.plot.at(circle * np.sqrt(values) @ vectors.T))

    def names(self) -> VGroup:
        """Return the names of both inputs: above the horizontal axis, beside the other's top."""
        found = VGroup()
        for axis, name in enumerate(self.walk.data.axes[:2]):
            words = text(verbatim(_from_mean(name)), SMALL_SIZE, theme.muted)
            found.add(self._placed(fitted(words, self.plot.x_axis.width - INSIDE), axis))
        return found

    def divided(self) -> VGroup:
        """Return both inputs divided by what they are divided by now, in place of the `names`."""
        found = VGroup()
        for axis, name in enumerate(self.walk.data.axes[:2]):
            words = text(verbatim(name.partition(" in ")[0]), SMALL_SIZE, theme.muted)
            divisor = self._divisor(axis).next_to(words, RIGHT, buff=DIVIDED)
            foot = float(words.family_members_with_points()[0].get_bottom()[1])
            live: Any = divisor[1]
            divisor.shift((foot - float(live.place.get_bottom()[1])) * UP)
            both = fitted(VGroup(words, divisor), self.plot.x_axis.width - INSIDE)
            found.add(self._placed(both, axis))
        return found

    def _placed(self, words: Any, axis: int) -> Any:
        """Put words above the end of the horizontal axis or beside the top of the other one."""
        if axis == 0:
            return words.next_to(self.plot.x_axis.get_end(), UP, buff=ABOVE, aligned_edge=RIGHT)
        return words.next_to(self.plot.y_axis.get_end(), RIGHT, buff=INSIDE, aligned_edge=UP)

    def _divisor(self, axis: int) -> VGroup:
        """Return what an input is divided by now, live."""
        live = Number(
            lambda: float(self._ends[axis] ** amount_of(self.walk)),
            **Form.of([1.0, self._ends[axis]], decimals=2)._asdict(),
            size=SMALL_SIZE,
        )
        return named(formula("div", SMALL_SIZE), live)


class CloudEllipse(Live):
    """The ellipse of one standard deviation round the middle of a cloud.

    Its shadow on a line in any direction is as long as that line's part within one standard
    deviation of the mean.
    """

    shared = ("walk", "cloud")

    def __init__(self, cloud: InputCloud) -> None:
        self.walk, self.cloud = cloud.walk, cloud
        self.path = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        super().__init__(self.path)

    @property
    def state(self) -> Any:
        return self.cloud.state

    def draw(self) -> None:
        corners = self.cloud.outline()
        self.path.points = through(np.concatenate([corners, corners[:1]]))


def _from_mean(name: str) -> str:
    """Return the name of an input, such as "sun in hours", of which its mean has been taken off."""
    quantity, within, unit = name.partition(" in ")
    return f"{quantity} from mean, in {unit}" if within else f"{name} from mean"
