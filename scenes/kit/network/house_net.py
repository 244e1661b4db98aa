"""A network that guesses the price of a house: one house goes through it, and then all learn."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
    there_and_back,
)
from numpy.typing import NDArray

from gd_math.network import Example
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import Drawn, through
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.house_slopes import HouseSlopes
from scenes.kit.network.house_walk import HouseWalk
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.learnt_function import LearntFunction
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.network.slope_list import SlopeList
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, MIDDLE = -5.75, -0.65, 0.25  # of the net
HEIGHTS, RADIUS = (3.8, 2.8, 0.0), 0.54  # of its layers; of a unit
SENTENCE, PITCH = (1.45, 2.7), 0.72  # of the frame: the base line of the first row; to the next
NUMBERS, LONGEST, THICK = 5.95, 4.5, 0.28  # right end of numbers; of the bar of the loss
PANEL = (1.45, -1.85), 3.4, 3.8  # corner, width and height
KINDS = "neither", "garden", "town", "both"
SIZE = "size in 100 m#super[2]"
NAMES = SIZE, "town", "garden"
BELOW = 0.85, 0.55  # from the last unit down to the first line below it; to the next
HAIR = 3.0  # stroke of the smallest weight
ASIDE = np.array([3.7, -1.5, 0.0])  # of questions, below the readings
HIGH = np.array([3.7, 0.7, 0.0])  # … and where the first rows of the list will be


class HouseNet(HouseSlopes):
    """The network of `houses`, and the walk of its parameters: a step for one house, then for all.

    `walk` is that of its parameters, `drawing` the net with that house going through it, `slopes`
    the list of what the backward pass finds, `panel` what has been learnt, with `walker` at the
    guess for that house.  See `HouseWalk` for the arguments, and what is raised.
    """

    @checked
    def __init__(
        self, houses: Example, house: Sequence[float], learning_rate: float, epochs: int
    ) -> None:
        self.rate, self.network = learning_rate, houses.network
        self.walk = HouseWalk(houses, house, learning_rate, epochs)
        self.price = float(self.walk.targets[0, 0])
        self.passes = LivePasses(self.network, self.walk, self.walk.inputs, self.walk.targets)
        layout = NetworkLayout(self.network, LEFT_END, RIGHT_END, MIDDLE, HEIGHTS, RADIUS)
        largest = float(np.abs(self.walk.trajectory.x).max())
        self.drawing = NetworkDrawing(self.passes, layout, unit=largest, hair=HAIR)
        self.drawing.forward.set_value(0.0)
        self.slopes = SlopeList(self.drawing, learning_rate)
        self.panel = LearntFunction(
            self.network,
            self.walk,
            houses.inputs,
            houses.targets,
            *PANEL,
            (SIZE, r"price in \$100,000"),
            kinds=KINDS,
            lowest=self.walk.lowest,
        )
        self.order = self.walk.all_samples()
        self.walker, self.miss = self.panel.walker(self._sample), self.panel.miss(self._sample)
        last = len(NAMES)
        self.names = VGroup(
            *(
                self.drawing.label(0, i, text(name, SMALL_SIZE), below=i == last)
                for i, name in enumerate(NAMES, 1)
            )
        )
        for name in self.names:
            name.align_to(self.drawing.units[0], LEFT)
        for i in (1, 2):  # between the two
            bend = text(self.network.layers[0].activation.name, SMALL_SIZE, theme.muted)
            self.names.add(self.drawing.label(1, i, bend, below=i == 1))
        self.aside, self.high = ASIDE, HIGH

    def _sample(self) -> int:
        """Return the number of the house that units show."""
        return self.order[int(self.drawing.row.get_value())]

    # One house

    def guess(self) -> float:
        """Return the price that is guessed now."""
        return self.drawing.activation(len(self.network.layers), 0)

    def knob_count(self) -> VGroup:
        """Return how many knobs there are, and how they are drawn, where a question comes next."""
        biases = sum(one.source is None for one in self.network.named_parameters)
        weights = self.network.dimension - biases
        said = (
            f"{weights} weights, {biases} biases:",
            f"{self.network.dimension} lines, {self.network.dimension} knobs",
            "wide: large, dashed: minus",
        )
        return VGroup(*(text(line, TEXT_SIZE) for line in said)).arrange(DOWN).move_to(self.aside)

    def readings(self) -> list[VGroup]:
        """Return price, guess and loss of the house, one below the other, the last with a bar."""
        rows = [
            self._reading(0, r"price in \$100,000", 1, lambda: self.price),
            self._reading(1, "guess", 1, self.guess),
        ]
        loss = formula('L = ("guess" - "price")^2', TEXT_SIZE)
        x, y = SENTENCE[0], SENTENCE[1] - 2 * PITCH
        on_base_line(loss.move_to((x, y, 0), LEFT), 0, y)
        first = float(self.passes.now.loss)

        def length() -> Array:
            long = LONGEST * float(self.passes.now.loss) / first
            corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * [long, -THICK]
            return through(np.insert(corners + np.array([x, y - 0.3]), 2, 0, axis=1))

        bar = Drawn(length, fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        whole = Drawn(length, stroke_color=theme.muted, stroke_width=THIN_WIDTH).clear_updaters()
        value = named(formula("=", TEXT_SIZE), self._number(self.loss, TEXT_SIZE))
        value.move_to((NUMBERS, y - PITCH - THICK - 0.12, 0), DOWN + RIGHT)
        return [*rows, VGroup(loss, whole, bar, value)]

    def _reading(self, row: int, name: str, glyph: int, value: Callable[[], float]) -> VGroup:
        """Return a name, one glyph of which stands on the line, and a live number."""
        y = SENTENCE[1] - row * PITCH
        color = theme.walker if value == self.guess else theme.ink
        words = text(name, TEXT_SIZE, color).move_to((SENTENCE[0], y, 0), LEFT)
        live = Number(value, size=TEXT_SIZE, color=color).move_to((NUMBERS, y, 0), DOWN + RIGHT)
        return VGroup(on_base_line(words, glyph, y), live)

    def _number(self, value: Callable[[], float], size: float) -> Number:
        digits = len(str(int(self.walk.trajectory.loss.max())))
        return Number(value, digits=digits, size=size, flush=True, signed=False)

    def loss(self) -> float:
        """Return the loss of what goes through the net, now."""
        return float(self.passes.now.loss)

    def below(self) -> VGroup:
        """Return the price and the loss of the house, live, below the guess."""
        price = text(f"price {number(self.price)}", SMALL_SIZE)
        loss = named(formula("L =", SMALL_SIZE), self._number(self.loss, SMALL_SIZE))
        return self._below(VGroup(price, loss), 1)

    def guess_name(self) -> VGroup:
        """Return what the last unit holds, below it."""
        return self._below(VGroup(text("guess", SMALL_SIZE, theme.walker)), 0)

    def _below(self, rows: VGroup, first: int) -> VGroup:
        """Put rows one below the other, below the last unit, the first of them in such a row."""
        x, y = self.drawing.units[-1][0].get_center()[:2]
        down, pitch = BELOW
        for i, row in enumerate(rows, first):
            row.move_to((x, y - down - i * pitch, 0))
        return rows

    def step(self) -> Any:
        """Return the animation in which all knobs take the step for one house."""
        return self.walk.go(1, smooth)

    def show_weights(self) -> Any:
        """Return the animation in which edges show their weights again, slopes no longer."""
        return self.drawing.slopes.animate.set_value(0.0)

    def mark(self, seen: float) -> Any:
        """Return the animation in which the knobs that turn take the color of steps, or lose it."""
        return self.drawing.turning.animate.set_value(seen)

    # All houses

    def all_houses(self) -> None:
        """Let the slopes be those of the mean over all houses from now on."""
        houses = self.walk.houses
        self.passes.take(houses.inputs[self.order], houses.targets[self.order])
        self.drawing.slope_unit = float(np.abs(self.passes.now.gradient).max())

    def go_through(self) -> Any:
        """Return the animation in which one house after the other goes through the net."""
        row: Any = self.drawing.row.animate
        return row(rate_func=linear).set_value(len(self.order) - 1e-6)

    def show_numbers(self, seen: float) -> list[Any]:
        """Return the animation in which the numbers of the house come, or go."""
        self.drawing.row.set_value(0.0)
        return [self.drawing.told.animate.set_value(seen)]

    def back(self) -> Any:
        """Return the animation of the backward pass of the next epoch."""
        self.drawing.slopes.set_value(1.0)
        self.drawing.backward.set_value(0.0)
        return self.drawing.pass_back()

    def epoch(self, count: int) -> list[Any]:
        """Return the animations in which all knobs take the step of an epoch, from 1."""
        first, then, mark = (
            squish_rate_func(*part)
            for part in ((smooth, 0.0, 0.4), (smooth, 0.4, 1.0), (there_and_back, 0.2, 1.0))
        )
        slopes: Any = self.drawing.slopes.animate
        turning: Any = self.drawing.turning.animate
        return [
            slopes(rate_func=first).set_value(0.0),
            turning(rate_func=mark).set_value(1.0),
            self.walk.go(1 + count, then),
        ]

    def counter(self) -> VGroup:
        """Return the epochs taken, and the mean loss and miss of all houses, live."""
        digits, walk = len(str(self.walk.epochs)), self.walk
        epochs = Number(lambda: walk.epoch, 0, digits, SMALL_SIZE, flush=True, signed=False)
        loss, miss = (
            Number(value, size=SMALL_SIZE, signed=False)
            for value in (lambda: walk.mean_loss, lambda: walk.mean_miss)
        )
        rows = VGroup(
            named(text("epoch", SMALL_SIZE), epochs),
            named(formula('"mean" L =', SMALL_SIZE), loss),
            named(formula('"mean miss" =', SMALL_SIZE), miss),
        )
        return self._below(rows, 1)
