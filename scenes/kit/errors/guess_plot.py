"""Points and their guesses on axes with one unit, and their errors as strokes."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import ArrayLike, NDArray

from gd_math.datasets import Dataset
from scenes.kit.arguments import checked
from scenes.kit.errors.guesses import LiveGuesses, price_axis
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text, verbatim

Array = NDArray[np.float64]
CORNER, WIDTH, HEIGHT = (-5.6, -1.78), 5.9, 3.6  # where the axes meet, and how long they are
LAST = 5.3  # from the corner to the last point
STAR, DISC = 0.075, 0.135  # their radii: two that are 50 apart do not touch
ASIDE = 0.3  # from the marks to the stroke of their error, clear of their rims
BESIDE = 0.14  # from a stroke to its number
WORDS = {0: "", 3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
ROOMY = 1e4  # from such values on the axis counts in thousands


class GuessPlot(Plot):
    """Axes for points of data above 0, each a star, with room for the squares of their errors.

    `guesses` are the first guesses, `slopes` those of lines through the origin; the axis holds all
    of them.  `unit` is what the numbers at the vertical axis are multiples of.  The plot stands
    on the left; `aside` leads there from the middle of the frame.
    """

    @checked
    def __init__(self, data: Dataset, guesses: ArrayLike, slopes: ArrayLike) -> None:
        self.data, self.guesses = data, np.array(guesses, dtype=float)
        every, end = price_axis(data, guesses, slopes)
        self.unit = 1000 if end >= ROOMY else 1
        far = float(data.x.max()) * WIDTH / LAST
        super().__init__((0, far), (0, end), WIDTH, HEIGHT)
        self.shift(np.array([*CORNER, 0.0]) - self.x_axis.get_start())
        for x in data.x:
            self._mark(self.at((x, 0)), DOWN, _digits(x))
        for y in np.arange(0, self.y_range[1] + every / 2, every):
            self._mark(self.at((0, y)), LEFT, _digits(y / self.unit))
        name = text(verbatim(data.axes[0]), SMALL_SIZE, theme.muted)
        name.next_to(self.labels, DOWN, buff=0.1).align_to(self.x_axis, RIGHT)
        self.labels.add(name)
        name = text(verbatim(_counted(data.axes[1], self.unit)), SMALL_SIZE, theme.muted)
        self.labels.add(name.next_to(self.y_axis, UP, buff=0.15, aligned_edge=LEFT))
        self.stars = VGroup(*(sign("truth", STAR).move_to(at) for at in self.at(self.points_of())))
        self.stars.set_stroke(width=0, background=True)  # a rim would cut into discs and bars
        self.add(self.stars.set_z_index(3))
        self.aside = float(self.get_x()) * RIGHT

    @property
    def scale_unit(self) -> float:
        """How long 1 of the vertical axis is in the frame."""
        return HEIGHT / self.y_range[1]

    def points_of(self, values: ArrayLike | None = None) -> Array:
        """Return the pairs (xᵢ, value of i), (n, 2): those of the data if no values are given."""
        return np.stack([self.data.x, self.data.y if values is None else values], axis=-1)

    @property
    def squared_units(self) -> tuple[str, str]:
        """What squares are counted in: as the axis counts, and without its thousands.

        This is Typst markup.  The character ² is too small to be read from afar.
        """
        plain = "$" if "dollars" in self.data.axes[1] else ""
        counted = f"({plain}{self.unit})" if self.unit > 1 else plain
        first, second = (f'{verbatim(unit)}$""^2$' if unit else "" for unit in (counted, plain))
        return first, second

    @property
    def variable(self) -> str:
        """What a slope is multiplied by: the name of the horizontal axis, if it is a word, or x.

        What follows "of" is left out: "bedrooms of the house" is told as bedrooms.
        """
        name, _, _ = self.data.axes[0].partition(" of ")
        return name if len(name) > 1 and name.isalpha() else "x"

    @property
    def last(self) -> int:
        """The number of the point that is farthest to the right."""
        return int(np.argmax(self.data.x))

    def names(self, guesses: LiveGuesses, point: str, guess: str) -> VGroup:
        """Return what a star and a disc are called, beside those of the last point."""
        named = [(point, self.data.y, theme.ink), (guess, guesses.values, theme.walker)]
        return VGroup(
            *(
                text(name, SMALL_SIZE, color).next_to(
                    self.at((self.data.x[self.last], y[self.last])), RIGHT, buff=ASIDE + 0.2
                )
                for name, y, color in named
            )
        )


class GuessMarks(VGroup):
    """A disc at each of `guesses`, behind the stars."""

    @checked
    def __init__(self, plot: GuessPlot, guesses: LiveGuesses) -> None:
        super().__init__(*(sign("walker", DISC) for _ in plot.data.x))
        self.plot, self.guesses = plot, guesses
        self.set_z_index(2)
        self.add_updater(GuessMarks.follow, call_updater=True)

    def follow(self) -> "GuessMarks":
        """Be where the guesses are now."""
        places = self.plot.at(self.plot.points_of(self.guesses.values))
        for disc, place in zip(self, places, strict=True):
            disc.move_to(place)
        return self


class ErrorStrokes(VMobject):
    """The errors of `guesses`: an upright stroke beside each star and its disc.

    `grown`, a tracker, is how many of them are there.
    """

    @checked
    def __init__(self, plot: GuessPlot, guesses: LiveGuesses, grown: float = 0.0) -> None:
        super().__init__(stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        self.plot, self.guesses, self.grown = plot, guesses, ValueTracker(grown)
        self.set_z_index(1)
        self.add_updater(ErrorStrokes.follow, call_updater=True)

    def follow(self) -> "ErrorStrokes":
        """Reach as far as they have grown."""
        plot, data = self.plot, self.plot.data
        shares = np.clip(self.grown.get_value() - np.arange(data.samples), 0, 1)
        ends = data.y + shares * (self.guesses.values - data.y)
        pairs = np.stack([plot.points_of(), plot.points_of(ends)], axis=1)
        self.points = straight_pieces(plot.at(pairs[shares > 0]) + ASIDE * RIGHT)
        return self

    def grow(self) -> Any:
        """Return the animation in which one after the other grows."""
        growing: Any = self.grown.animate
        return growing(rate_func=linear).set_value(self.plot.data.samples)

    def numbers(self) -> VGroup:
        """Return the errors as they are now, above their discs.

        The last stands beside its stroke, and says that it is an error: e = −300.
        """
        plot = self.plot
        errors = self.guesses.values - plot.data.y
        found = VGroup()
        for i, error in enumerate(errors):
            end, top = plot.data.y[i] + error, max(plot.data.y[i], plot.data.y[i] + error)
            said = signed(error / plot.unit)
            shown = f"e = {said}" if i == plot.last else said
            label = formula(shown, SMALL_SIZE)
            if i == plot.last:
                middle = plot.at((plot.data.x[i], end - error / 2))
                found.add(label.next_to(middle, RIGHT, buff=ASIDE + BESIDE))
            else:
                place = plot.at((plot.data.x[i], top))
                found.add(label.next_to(place, UP, buff=DISC + BESIDE))
        return found

    def meaning(self, numbers: VGroup) -> VMobject:
        """Return what an error is, above the last of its `numbers`."""
        words = 'e = {{"guess" : guess}} - "truth"'
        meaning = formula(words, SMALL_SIZE, guess=theme.walker)
        return meaning.next_to(numbers[self.plot.last], UP, buff=0.25, aligned_edge=LEFT)


def bracket(start: Array, end: Array, side: Array) -> VMobject:
    """Return a bracket along the upright from `start` to `end`, on its left or right `side`."""
    inset = 0.03 * (end - start) / np.linalg.norm(end - start)
    near, far = 0.14 * side, 0.26 * side
    corners = [start + inset + near, start + inset + far, end - inset + far, end - inset + near]
    line = VMobject(stroke_color=theme.ink, stroke_width=THIN_WIDTH)
    return line.set_points_as_corners(np.array(corners))


def signed(value: float) -> str:
    """Return a number with its sign, also if it is positive.

    >>> signed(100), signed(-300), signed(0)
    ('+100', '−300', '0')
    """
    return f"{'+' if value > 0 else ''}{number(value, 3)}"


def grouped(value: float) -> str:
    """Return a large whole number with all its digits, in groups of three, others as `number`.

    >>> grouped(115e9), grouped(0.98), grouped(1234.5)
    ('115,000,000,000', '0.98', '1234.5')
    """
    near = round(value)
    if 1e4 <= near < 1e15 and abs(value - near) <= 1e-9 * near:
        return f"{near:,}"
    return number(value, 5)


def in_words(value: float) -> str:
    """Return a large number as a multiple of a thousand, a million …, others as `number`.

    >>> in_words(115e9), in_words(4.12e9), in_words(61200), in_words(980)
    ('115 billion', '4.12 billion', '61.2 thousand', '980')
    """
    power = power_in_words(value)
    return f"{number(value / 10.0**power, 4)} {WORDS[power]}".strip()


def power_in_words(value: float) -> int:
    """Return the power of ten that has a word and is not above `value`; 0 if there is none.

    >>> power_in_words(115e9), power_in_words(50)
    (9, 0)
    """
    return max(power for power in WORDS if power == 0 or value >= 10.0**power)


def _digits(value: float) -> VMobject:
    return formula(number(value), SMALL_SIZE, theme.muted)


def _counted(name: str, unit: int) -> str:
    """Return the name of an axis whose numbers are multiples of `unit`."""
    if unit == 1:
        return name
    return name.replace("dollars", "$1000") if "dollars" in name else f"{name} / 1000"
