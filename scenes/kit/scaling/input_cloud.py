"""The inputs as a cloud of dots on axes with one scale, and the ellipse of their deviations."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.maps.trails import through
from scenes.kit.plots.plot import Plot
from scenes.kit.scaling.live import Live, amount_of
from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.scaling.valley_map import CORNERS, ghost
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, round_step
from scenes.kit.words.text import Number, fitted, formula, text, verbatim

Array = NDArray[np.float64]

DOT = 0.065  # radius of a dot
FILLED = 0.94  # of half of the axes: so far the dots reach
MOST = 5  # numbers along the longer axis
FULL, DIMMED = 0.8, 0.5  # opacity of the dots, and when their shadows matter
BEHIND = 0.25  # and when stems do
INSIDE, ABOVE = 0.16, 0.08  # from the vertical and the horizontal axis to their names
DIVIDED = 0.14  # between the name and what the input is divided by
LEADING = 0.13  # from the name to the line that stands with it


class InputCloud(Live):
    """A dot for each sample at its two inputs, measured from their means, on axes with one scale.

    `unit` is the length of 1 on them, as long as fits when it is not given.
    It changes with the amount of `walk`: each input is divided by a power of its standard
    deviation. `divisors()` returns what the inputs are divided by, to be shown behind the `names`
    of the axes.
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
        self._form = Form.of([1.0, *self._ends])
        self._forms = [Form.of(end, decimals=1) for end in self._ends]
        super().__init__(self.plot, self.dots)

    @property
    def state(self) -> Any:
        return amount_of(self.walk), self.plot.x_axis.points.tobytes()

    def draw(self) -> None:
        places = self.plot.at(self.walk.now.data.inputs)
        self.dots.points = (self._dot + places[:, None]).reshape(-1, 3)

    def stand_back(self, behind: bool = False) -> Any:
        """Return the animation in which the dots stand back, or stand `behind` stems."""
        return self.dots.animate.set_fill(opacity=BEHIND if behind else DIMMED)

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

    def touched(self, angle: ArrayLike) -> Array:
        """Return where lines across directions, one standard deviation away, touch it, (…, 3)."""
        along = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        toward = along @ self.walk.now.moments
        spread = np.sqrt(np.sum(toward * along, axis=-1, keepdims=True))
        return np.asarray(self.plot.at(toward / spread))

    def names(self) -> VGroup:
        """Return the names of both inputs: above the horizontal axis, beside the other's top."""
        room = self._divisor(0).width + DIVIDED
        across, upward = (
            fitted(
                text(verbatim(_from_mean(name)), SMALL_SIZE, theme.muted),
                self.plot.x_axis.width - room - INSIDE,
            )
            for name in self.walk.data.axes[:2]
        )
        across.next_to(self.plot.x_axis.get_end(), UP, buff=ABOVE, aligned_edge=RIGHT)
        across.shift(room * LEFT)
        upward.next_to(self.plot.y_axis.get_end(), RIGHT, buff=INSIDE, aligned_edge=UP)
        return VGroup(across, upward)

    def divisors(self, names: VGroup) -> VGroup:
        """Return what each input is divided by now, behind its name."""
        found = VGroup()
        for axis, name in enumerate(names):
            divisor = self._divisor(axis).next_to(name, RIGHT, buff=DIVIDED)
            foot = float(name.family_members_with_points()[0].get_bottom()[1])
            live: Any = divisor[1]
            found.add(divisor.shift((foot - float(live.place.get_bottom()[1])) * UP))
        return found

    def own_pairs(self, names: VGroup, rise: float) -> VGroup:
        """Return for each input s, and d till the loss has risen by so much, beside its name."""
        lines, ways = [], np.sqrt(rise) / self._ends
        form = Form.of(ways, decimals=2)
        for name, spread, way in zip(self.walk.data.axes, self._ends, ways, strict=False):
            word = verbatim(f"{name.partition(' ')[0]}:").removeprefix("#")
            said = f'{word} s = {self._form(spread)}"," d = {form(way)}'
            lines.append(formula(said, SMALL_SIZE))
        return self._beside(names, *lines)

    def _beside(self, names: VGroup, across: Any, upward: Any) -> VGroup:
        """Return two lines, above the name of the horizontal axis and below that of the other."""
        most = self.plot.x_axis.width - INSIDE
        fitted(across, most).next_to(names[0], UP, buff=LEADING)
        across.align_to(self.plot.x_axis.get_end() + ABOVE * LEFT, RIGHT)
        fitted(upward, most).next_to(names[1], DOWN, buff=LEADING, aligned_edge=LEFT)
        return VGroup(across, upward)

    def _divisor(self, axis: int) -> VGroup:
        return named(formula("div", SMALL_SIZE), self._live_divisor(axis))

    def _live_divisor(self, axis: int) -> Number:
        """Return what an input is divided by now, live."""

        def value() -> float:
            return float(self._ends[axis] ** amount_of(self.walk))

        return Number(value, **self._forms[axis]._asdict(), size=SMALL_SIZE)


class CloudEllipse(Live):
    """The ellipse of one standard deviation round the middle of a cloud.

    Its shadow on a line in any direction is as long as that line's part within one standard
    deviation of the mean: lines across it at both ends of that part touch the ellipse. `traced`, a
    tracker, is the angle by which these have turned, touching it, and up to which it is drawn; at a
    half turn, all of it is. It is drawn from the direction `begun` on.
    """

    shared = ("walk", "cloud")
    begun = 0.0

    def __init__(self, cloud: InputCloud) -> None:
        self.walk, self.cloud = cloud.walk, cloud
        self.traced = ValueTracker(0.0)
        self.path = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
        super().__init__(self.path)

    @property
    def state(self) -> Any:
        return self.cloud.state, self.traced.get_value()

    def draw(self) -> None:
        turned = float(self.traced.get_value())
        if turned >= np.pi:
            corners = self.cloud.outline()
            self.path.points = through(np.concatenate([corners, corners[:1]]))
            return
        angles = self.begun + np.linspace(0, turned, max(2, int(CORNERS * turned / np.pi) + 1))
        halves = [self.cloud.touched(angles + start) for start in (0, np.pi)] if turned > 0 else []
        self.path.points = np.concatenate([np.zeros((0, 3)), *map(through, halves)])

    def ghost(self) -> VMobject:
        """Return the ellipse as it is now in dashes, to be compared with what it becomes."""
        return ghost(self.cloud.outline())


def _from_mean(name: str) -> str:
    """Return the name of an input, such as "sun in hours", of which its mean has been taken off."""
    quantity, within, unit = name.partition(" in ")
    return f"{quantity} from mean, in {unit}" if within else f"{name} from mean"
