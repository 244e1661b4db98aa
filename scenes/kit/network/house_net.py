"""A network that guesses the price of a house: one house goes through it, and then all learn."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ValueTracker,
    VGroup,
    VMobject,
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
from scenes.kit.network.house_walk import HouseWalk
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.learnt_function import LearntFunction
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.network.slope_list import SlopeList, SlopeProduct, above_list
from scenes.kit.places import TOP_RIGHT
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import MINUS, Form, factor, number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, MIDDLE = -5.75, -0.95, 0.25  # of the net
HEIGHTS, RADIUS = (3.8, 2.8, 0.0), 0.54  # of its layers; of a unit
SENTENCE, PITCH = (1.45, 2.7), 0.72  # of the frame: the base line of the first row; to the next
NUMBERS, LONGEST, THICK = 5.95, 4.5, 0.28  # right end of numbers; of the bar of the loss
PANEL = (1.45, -2.0), 3.4, 3.95  # corner, width and height
KINDS = "neither", "garden", "town", "both"
SIZE = "size in 100 m#super[2]"
NAMES = SIZE, "town", "garden"
BELOW = 0.85, 0.55  # from the last unit down to the first line below it; to the next
HAIR = 3.0  # stroke of the smallest weight
RIM = np.array([0.22, 0.8, 0.0])  # from a hidden unit, up or down, to what came back to it
NEAR = 0.5  # from where an edge begins to its name
KNOB = np.array([0.85, 0.65, 0.0])  # from the middle of an edge to what is read of its knob
ASIDE = np.array([3.7, -1.5, 0.0])  # of questions, below the readings
HIGH = np.array([3.7, 0.7, 0.0])  # … and where the first rows of the list will be


class HouseNet:
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
        )
        self.order = self.walk.all_samples()
        self.walker = self.panel.walker(lambda: self.order[int(self.drawing.row.get_value())])
        self.came = ValueTracker(0.0)  # houses that have gone through
        self.misses = self.panel.misses(lambda: self.order[: int(self.came.get_value())])
        last = len(NAMES)
        self.names = VGroup(
            *(
                self.drawing.label(0, i, text(name, SMALL_SIZE), below=i == last)
                for i, name in enumerate(NAMES, 1)
            )
        )
        self.aside, self.high = ASIDE, HIGH
        for name in self.names:
            name.align_to(self.drawing.units[0], LEFT)

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

    def turn(self, name: str, by: float) -> Any:
        """Return the animation in which one knob alone is turned by hand, to where L falls."""
        return self.passes.turn(name, self._falling(name) * by)

    def _falling(self, name: str) -> float:
        """Return 1 if the loss falls as a knob is turned up, else −1."""
        return float(-np.sign(self.slopes.gradient[self.passes.index(name)]))

    def turn_back(self, name: str) -> Any:
        """Return the animation in which that knob is turned back."""
        return self.passes.turn(name, 0.0)

    def knob(self, name: str) -> VGroup:
        """Return a weight, live, beside its edge."""
        index = self.passes.index(name)
        weight = Number(lambda: float(self.passes.position[index]), size=SMALL_SIZE, flush=True)
        row = named(formula(f"{self.drawing.symbol(name)} =", SMALL_SIZE), weight)
        return row.move_to(self.drawing.middle(name) + KNOB)

    def answer_of(self, name: str, by: float) -> VGroup:
        """Return what L does as a knob is turned by so much, and its slope, below the readings."""
        turned, form = self._falling(name) * by, Form()
        parameters = np.array(self.passes.now.parameters)
        parameters[self.passes.index(name)] = self.walk.position[self.passes.index(name)] + turned
        before, after = (
            self.network.passes(one, self.walk.inputs, self.walk.targets).loss
            for one in (self.walk.position, parameters)
        )
        change = f"{form(after - before)} \\/ {factor(turned)}"
        said = (
            formula(f"L: {form(before)} -> {form(after)}", TEXT_SIZE),
            formula(
                f"{self.drawing.partial_name(name)} approx {change}"
                f" = {number((after - before) / turned, 2)}",
                SMALL_SIZE,
                theme.gradient,
            ),
        )
        rows = VGroup(*said).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        return rows.move_to((SENTENCE[0], ASIDE[1], 0), LEFT)

    def error(self) -> VMobject:
        """Return δ of the guess as the slope of the loss there, where products stand later."""
        value = Form()(self.drawing.delta(len(self.network.layers), 0))
        said = f'delta = 2 ("guess" - "price") = {value}'
        return above_list(formula(said, SMALL_SIZE, theme.gradient))

    def came_back(self, unit: int) -> VMobject:
        """Return how δ of a hidden unit comes about: back through its weight, times its bend."""
        weights = self.passes.now.layers[-1].weights
        form = Form()
        error, weight, has, back = (
            form(float(value))
            for value in (
                self.drawing.delta(2, 0),
                weights[0, unit - 1],
                abs(self.drawing.activation(1, unit - 1)),
                self.drawing.delta(1, unit - 1),
            )
        )
        minus = f"({weight})" if weight.startswith(MINUS) else weight
        said = f"delta_{unit} = {error} dot {minus} dot (1 - {has}^2) = {back}"
        return above_list(formula(said, SMALL_SIZE, theme.gradient))

    def rate_name(self) -> VMobject:
        """Return what α is, and how much larger the bars of steps are drawn than those of slopes.

        They are as long, so it is 1/α.
        """
        rate, scale = number(self.rate), number(1 / self.rate, 2)
        said = f'{{{{alpha = {rate} : rate}}}} quad "bars" times {scale}'
        words = formula(said, SMALL_SIZE, theme.muted, rate=theme.walker)
        return above_list(words)

    def deltas(self, layer: int) -> VGroup:
        """Return δ of each unit of a layer: above the last, at the rims of others."""
        found: VGroup = VGroup()
        last = layer == len(self.network.layers)
        for i, unit in enumerate(self.drawing.units[layer], 1):
            name = "delta" if last else f"delta_{i}"
            value = Form()(self.drawing.delta(layer, i - 1))
            words = formula(f"{name} = {value}", SMALL_SIZE, theme.gradient)
            if last:
                words.next_to(unit, UP, buff=0.2).align_to(unit, LEFT)
            else:
                up = np.sign(self.drawing.layout.bias(layer, i)[1] - unit.get_y())
                words.move_to(unit.get_center() + RIM * np.array([1, up, 0]), LEFT)
            found.add(words)
        return found

    def knob_names(self, names: Sequence[str]) -> VGroup:
        """Return what some weights are called, on their edges, near where these begin."""
        return VGroup(*(self.drawing.name_at(name, away=NEAR) for name in names))

    def product(self, name: str) -> SlopeProduct:
        """Return how the slope of a knob comes about, above the list."""
        return SlopeProduct(self.drawing, name)

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

    def go_through(self) -> list[Any]:
        """Return the animations in which one house after the other goes through the net."""
        last = len(self.order)
        return [
            self.drawing.row.animate(rate_func=linear).set_value(last - 1e-6),
            self.came.animate(rate_func=linear).set_value(last),
        ]

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
        return [
            self.drawing.slopes.animate(rate_func=first).set_value(0.0),
            self.drawing.turning.animate(rate_func=mark).set_value(1.0),
            self.walk.go(1 + count, then),
        ]

    def each_its_own(self) -> VGroup:
        """Return what turns a knob, above the panel."""
        words = text("Each knob turns by", SMALL_SIZE)
        turn = formula(
            '-alpha dot {{"its own slope" : slope}}', SMALL_SIZE, theme.walker, slope=theme.gradient
        )
        return VGroup(words, turn).arrange(RIGHT, buff=0.18).move_to(TOP_RIGHT, UP + RIGHT)

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
