"""The errors of two lines over their slopes w, on one axis: two bowls with floors of their own."""

from functools import partial
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear, smooth
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.fits.twin_fits import MEANINGS, TwinFits
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces, through
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import sign, sign_color
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]

CORNER, WIDTH, HEIGHT = (-0.45, -2.25), 6.2, 5.2  # right of the stacked plots
MEANING = 'L = "mean of" (y - w x - b)^2'
RISE = 2.1  # times the higher floor: so far up go the curves
RING = 0.26  # radius of the sign of a minimum: round a walker
DASH = 0.1  # units of the frame
SERIF = 0.16  # of the bracket between the floors
APART, BESIDE = 0.14, 0.2  # of numbers from level, axis and bracket; of that from a ring
PLUS = 0.06  # from a plus sign to its number
POINTS = 81  # of a curve


class TwinSlices(VGroup):
    """The axes for the error L of both lines over their slopes w, each with b at its best.

    Trackers: `turned`, by how much both are turned away from their best w; `drawn`, up to which
    turn the curves are there; `slid` and `lifted`, from 0 to 1, how far a copy of the first curve
    is on its way to the second.
    """

    @checked
    def __init__(self, twins: TwinFits) -> None:
        self.twins = twins
        floors = [twins.floor(i) for i in range(2)]
        half_curvature = float(twins.loss(1).hessian(twins.best(1))[0, 0]) / 2
        self.reach = float(np.sqrt(RISE * max(floors) / half_curvature))
        self.turned, self.drawn = ValueTracker(0.0), ValueTracker(-self.reach)
        self.slid, self.lifted = ValueTracker(0.0), ValueTracker(0.0)
        slopes = [twins.best(i)[0] for i in range(2)]
        low, high = np.floor(min(slopes) - self.reach), np.ceil(max(slopes) + self.reach)
        top = 1.05 * (1 + RISE) * max(floors)
        every = max(1, int(np.ceil((high - low) / 6)))
        ticks = [*range(int(low), int(high), every)]  # at the end stands the name of the axis
        up = max(1, int(np.ceil(top / 6)))
        heights = range(0, int(top) + 1, up)
        super().__init__()
        self.plot = Plot((low, high), (0, top), WIDTH, HEIGHT, ticks, heights)
        self.plot.shift(np.array([*CORNER, 0.0]) - self.plot.x_axis.get_start())
        meaning = formula(MEANING, SMALL_SIZE, theme.muted)
        self.plot.labels.add(meaning.next_to(self.plot.y_axis, UP, 0.15, aligned_edge=LEFT))
        name = formula("w", SMALL_SIZE, theme.muted)
        self.plot.labels.add(name.next_to(self.plot.x_axis.get_end(), RIGHT, buff=0.15))
        self.add(self.plot)
        self.walkers = [_SliceWalker(self, i) for i in range(2)]
        self.curves = [
            Drawn(
                partial(self._curve, i),
                stroke_color=sign_color(meaning),
                stroke_width=1.5 * PATH_WIDTH,
            )
            for i, meaning in enumerate(MEANINGS)
        ]

    @property
    def parts(self) -> list[VMobject]:
        """Axes, curves and walkers."""
        return [self, *self.curves, *self.walkers]

    def value(self, i: int, turn: ArrayLike) -> Array:
        """Return the error of a line that is turned so far from its best."""
        lines = self.twins.best(i) + np.asarray(turn, dtype=float)[..., None] * np.array([1, 0])
        return np.asarray(self.twins.loss(i).value(lines))

    def at(self, i: int, turn: ArrayLike) -> Array:
        """Return where in the frame a line that is turned so far has its place, (…, 3)."""
        w = self.twins.best(i)[0] + np.asarray(turn, dtype=float)
        return np.asarray(self.plot.at(np.stack([w, self.value(i, turn)], axis=-1)))

    def lead(self) -> None:
        """Let the lines of the twins follow from now on."""
        for i, guess in enumerate(self.twins.guesses):
            guess.follow(_Turned(self, i))

    def turn(self, to: float, draw: bool = False) -> list[Any]:
        """Return the animations that turn both lines, to −1 or 1 at the ends of the curves."""
        pace = linear if draw else smooth
        moved: list[Any] = [self.turned, self.drawn] if draw else [self.turned]
        return [one.animate(rate_func=pace).set_value(to * self.reach) for one in moved]

    def floors(self) -> list[Any]:
        """Return the signs of both minima, and how high they are: numbers on the levels, live."""
        found: list[Any] = []
        for i in range(2):
            ring = sign("minimum", RING).set_fill(theme.background, opacity=1)
            found.append(ring.add_updater(partial(self._put, i), call_updater=True))
        lower = 0  # `TwinFits` has seen to it
        for i, meaning in enumerate(MEANINGS):
            color = sign_color(meaning)
            found.append(
                Drawn(partial(self._level, i), stroke_color=color, stroke_width=THIN_WIDTH)
            )
            form = Form.of([self.twins.floor(j) for j in range(2)])
            live = Number(
                partial(self.twins.floor, i), size=SMALL_SIZE, color=color, **form._asdict()
            )
            label = VGroup(live)

            def follow(label: Any, i: int = i) -> None:
                level = self.plot.at((self.plot.x_range[0], self.twins.floor(i)))
                side = UP if i == lower else DOWN  # there no curve crosses it
                label.next_to(level, side + RIGHT, buff=0).shift(APART * (side + RIGHT))

            found.append(label.add_updater(follow, call_updater=True))
        return found

    def copy_of_first(self) -> Drawn:
        """Return a copy of the first curve, in dashes, which can be laid on the second."""
        return Drawn(
            self._copy, stroke_color=sign_color(MEANINGS[0]), stroke_width=1.25 * PATH_WIDTH
        )

    def step_up(self) -> list[VMobject]:
        """Return a bracket from the lower floor to the higher, and how far that is, live."""

        def more() -> float:
            return self.twins.floor(1) - self.twins.floor(0)

        live = Number(more, size=SMALL_SIZE, **Form.of([more()])._asdict())
        label = VGroup(formula("+", SMALL_SIZE), live)

        def follow(label: Any) -> None:
            bracket = self._step_up()
            middle = (bracket.min(axis=0) + bracket.max(axis=0)) / 2
            label[0].move_to(middle, LEFT).shift(APART / 2 * RIGHT)
            live.follow().next_to(label[0], RIGHT, buff=PLUS)

        bracket = Drawn(self._step_up, stroke_color=theme.ink, stroke_width=1.5 * THIN_WIDTH)
        return [bracket, label.add_updater(follow, call_updater=True)]

    def _put(self, i: int, ring: VMobject) -> None:
        ring.move_to(self.at(i, 0))

    def _curve(self, i: int) -> Array:
        end = min(self.drawn.get_value(), self.reach)
        if end <= -self.reach:
            return np.zeros((0, 3))
        return through(self.at(i, np.linspace(-self.reach, end, POINTS)))

    def _copy(self) -> Array:
        places = self.at(0, np.linspace(-self.reach, self.reach, POINTS))
        way = self.at(1, 0) - self.at(0, 0)
        places = places + way * [self.slid.get_value(), self.lifted.get_value(), 0]
        return straight_pieces(dashes(np.stack([places[:-1], places[1:]], axis=1), 2.5 * DASH))

    def _level(self, i: int) -> Array:
        w, height = self.twins.best(i)[0], self.twins.floor(i)
        ends = self.plot.at([[self.plot.x_range[0], height], [w, height]])
        ends[1] += RING * LEFT
        return straight_pieces(dashes(ends[None], DASH))

    def _step_up(self) -> Array:
        w, low, high = self.twins.best(1)[0], self.twins.floor(0), self.twins.floor(1)
        foot, tip = self.plot.at([[w, low], [w, high]]) + (RING + BESIDE + SERIF) * LEFT
        serifs = [(end, end + SERIF * RIGHT) for end in (foot, tip)]
        return straight_pieces(np.array([(foot, tip), *serifs]))


class _Turned:
    """The line of a data set as it is turned now: what a place follows."""

    def __init__(self, slices: TwinSlices, i: int) -> None:
        self.slices, self.i = slices, i

    @property
    def position(self) -> Array:
        """The line, (w, b)."""
        turn = self.slices.turned.get_value()
        return np.asarray(self.slices.twins.best(self.i) + np.array([turn, 0.0]))


class _SliceWalker(VGroup):
    """The walker of a data set on its curve."""

    def __init__(self, slices: TwinSlices, i: int) -> None:
        super().__init__(sign(MEANINGS[i]))
        self.slices, self.i = slices, i
        self.set_z_index(1)
        self.add_updater(_SliceWalker.follow, call_updater=True)  # type: ignore[arg-type]

    def follow(self) -> "_SliceWalker":
        """Stand where the line is now."""
        return self.move_to(self.slices.at(self.i, self.slices.turned.get_value()))

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.get_center())]
