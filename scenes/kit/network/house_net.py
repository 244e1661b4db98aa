"""A network that guesses the price of a house: one house goes through it, and then all learn."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject, smooth
from numpy.typing import NDArray

from gd_math import Trajectory, descend, gradient_descent
from gd_math.network import Example
from scenes.kit.arguments import checked
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.learnt_function import LearntFunction
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.network.slope_list import SlopeList, SlopeProduct
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, MIDDLE = -5.75, -0.95, 0.25  # of the net
HEIGHTS = 4.2, 3.3, 0.0  # of its layers
EDGE = -6.35  # left end of the longest name
SENTENCE = (1.75, 2.1), 0.75, 6.3  # of the frame: first row, pitch and right end of the readings
PANEL = (1.75, -1.95), 3.1, 4.15  # corner, width and height
KINDS = "neither", "garden", "town", "both"
NAMES = "size, 100 m²", "in town", "garden"
BELOW = 1.0, 0.6  # from the last unit down to the first line below it, and to the next
ASIDE = np.array([4.0, -1.2, 0.0])  # of questions, below the readings
HIGH = np.array([4.0, 0.9, 0.0])  # … and where the first rows of the list will be


class HouseNet:
    """The network of `houses`, and the walk of its parameters: a step for one house, then for all.

    The first step is that of `house`, (size, in town, garden) as it is among the data; the others,
    one for each of `epochs`, are those of the mean over all houses, all with one `learning_rate`.
    `drawing` is the net with that house going through it, `panel` what has been learnt.

    Raises ValueError unless there is such a house, whose last input alone is 0, and the walk
    stays finite.
    """

    @checked
    def __init__(
        self, houses: Example, house: Sequence[float], learning_rate: float, epochs: int
    ) -> None:
        self.houses, self.rate, self.epochs = houses, learning_rate, epochs
        self.sample = _sample(houses, house)
        self.network = houses.network
        inputs, targets = (part[[self.sample]] for part in (houses.inputs, houses.targets))
        self.price = float(targets[0, 0])
        rule = gradient_descent(learning_rate)
        first = descend(self.network.loss(inputs, targets), rule, houses.start, 1)
        rest = descend(houses.loss, rule, first.x[-1], epochs)
        if "diverged" in (first.outcome, rest.outcome):
            raise ValueError(
                f"the walk diverges: LEARNING_RATE is {number(learning_rate)}, and must be smaller"
            )
        self.walk = Walk(_joined(first, rest))
        self.mean_loss = rest.loss
        self.passes = LivePasses(self.network, self.walk, inputs, targets)
        layout = NetworkLayout(self.network, LEFT_END, RIGHT_END, MIDDLE, HEIGHTS)
        largest = float(np.abs(self.walk.trajectory.x).max())
        self.drawing = NetworkDrawing(self.passes, layout, unit=largest)
        self.drawing.forward.set_value(0.0)
        self.slopes = SlopeList(self.drawing, learning_rate)
        self.panel = LearntFunction(
            self.network,
            self.walk,
            houses.inputs,
            houses.targets,
            *PANEL,
            ("size in 100 m²", r"price in \$100,000"),
            kinds=KINDS,
        )
        self.names = VGroup(
            *(self.drawing.label(0, i, text(name, SMALL_SIZE)) for i, name in enumerate(NAMES, 1))
        )
        self.aside, self.high = ASIDE, HIGH
        self.names[0].move_to((EDGE, self.names[0].get_y(), 0), LEFT)

    # One house

    def guess(self) -> float:
        """Return the price that is guessed now."""
        return self.drawing.activation(len(self.network.layers), 0)

    def sentence(self) -> list[VGroup]:
        """Return price, guess and loss of the house, live, one below the other."""
        (x, y), pitch, right = SENTENCE
        loss = self.passes
        rows = []
        for i, (name, value) in enumerate(
            (
                (r"price, \$100,000", lambda: self.price),
                ("guess", self.guess),
                (r"$L = (" + '"guess" - "price"' + ")^2$", lambda: float(loss.now.loss)),
            )
        ):
            words = text(name, TEXT_SIZE).move_to((x, y - i * pitch, 0), LEFT)
            live = Number(value, digits=2, size=TEXT_SIZE, signed=i == 1)
            live.move_to((right, words.get_y(), 0), RIGHT)
            rows.append(VGroup(words, live))
        return rows

    def below(self) -> VGroup:
        """Return the price and the loss of the house, live, below the guess."""
        price = text(f"price {number(self.price)}", SMALL_SIZE)
        live = Number(lambda: float(self.passes.now.loss), digits=2, size=SMALL_SIZE, signed=False)
        return self._below(VGroup(price, named(formula("L =", SMALL_SIZE), live)))

    def guess_name(self) -> VMobject:
        """Return what the last unit holds, above it."""
        return self.drawing.label(len(self.network.layers), 1, text("guess", SMALL_SIZE))

    def try_knob(self, name: str, by: float) -> Any:
        """Return the animation in which one knob alone is turned."""
        return self.passes.turn(name, by)

    def deltas(self, layer: int) -> VGroup:
        """Return δ of each unit of a layer, at that unit: right of the last, below others."""
        found: VGroup = VGroup()
        units = self.drawing.units[layer]
        last = layer == len(self.network.layers)
        for i, unit in enumerate(units, 1):
            name = "delta" if last else f"delta_{i}"
            value = Form()(self.drawing.delta(layer, i - 1))
            words = tag(formula(f"{name} = {value}", SMALL_SIZE, theme.gradient), buff=0.06)
            if last:
                words.next_to(unit, RIGHT, buff=0.1)
            else:
                inward = -UP if unit.get_y() > MIDDLE else UP
                words.next_to(unit, inward, buff=0.1)
            found.add(words)
        return found

    def product(self, name: str) -> SlopeProduct:
        """Return how the slope of a knob comes about, above the list."""
        return SlopeProduct(self.drawing, name)

    def step(self) -> list[Any]:
        """Return the animations in which all knobs take the step for one house."""
        return [self.walk.go(1, smooth), self.drawing.slopes.animate.set_value(0.0)]

    # All houses

    def all_houses(self) -> None:
        """Let the slopes be those of the mean over all houses from now on."""
        order = [self.sample, *(i for i in range(len(self.houses.inputs)) if i != self.sample)]
        self.passes.take(self.houses.inputs[order], self.houses.targets[order])
        self.drawing.slope_unit = float(np.abs(self.passes.now.gradient).max())

    def back(self) -> Any:
        """Return the animation of the backward pass of the next epoch."""
        self.drawing.slopes.set_value(1.0)
        self.drawing.backward.set_value(0.0)
        return self.drawing.pass_back()

    def epoch(self, count: int) -> list[Any]:
        """Return the animations in which all knobs take the step of an epoch, from 1."""
        return [self.walk.go(1 + count, smooth), self.drawing.slopes.animate.set_value(0.0)]

    def train(self) -> Any:
        """Return the animation in which all other epochs go by, the first ones slowly."""
        now = self.walk.taken
        far = self.epochs + 1 - now

        def pace(share: float) -> float:
            return float((np.exp(share * np.log1p(far)) - 1) / far)

        return self.walk.go(self.epochs + 1, pace)

    def counter(self) -> VGroup:
        """Return the epochs taken and the mean loss over all houses, live, below the guess."""
        digits = len(str(self.epochs))
        epochs = Number(
            lambda: max(self.walk.taken - 1, 0) // 1, 0, digits, SMALL_SIZE, signed=False
        )
        loss = Number(self.loss_now, 2, size=SMALL_SIZE, signed=False)
        rows = VGroup(
            named(text("epoch", SMALL_SIZE), epochs), named(formula('"mean" L =', SMALL_SIZE), loss)
        )
        return self._below(rows)

    def _below(self, rows: VGroup) -> VGroup:
        """Put rows one below the other, below the last unit."""
        x, y = self.drawing.units[-1][0].get_center()[:2]
        down, pitch = BELOW
        for i, row in enumerate(rows):
            row.move_to((x, y - down - i * pitch, 0))
        return rows

    def loss_now(self) -> float:
        """Return the mean loss over all houses at the last whole epoch."""
        return float(self.mean_loss[max(self.walk.step - 1, 0)])


def _sample(houses: Example, house: Sequence[float]) -> int:
    """Return the number of a house among the data, from 0."""
    wanted = np.asarray(house, dtype=float)
    found: Any = (
        np.flatnonzero((houses.inputs == wanted).all(axis=1))
        if wanted.shape == houses.inputs.shape[1:]
        else []
    )
    if len(found) == 0 or wanted[-1] != 0 or (wanted[:-1] == 0).any():
        sizes = ", ".join(number(size) for size in np.unique(houses.inputs[:, 0]))
        raise ValueError(
            f"HOUSE is {tuple(house)}, and must be (size, 1, 0), in town without a garden, and the "
            f"size one of {sizes}"
        )
    return int(found[0])


def _joined(one: Trajectory, other: Trajectory) -> Trajectory:
    """Return the points of two walks as one, the second from where the first ends."""
    parts = {
        name: np.concatenate([getattr(one, name)[:-1], getattr(other, name)])
        for name in ("x", "loss", "gradient")
    }
    return replace(one, **parts, outcome=other.outcome, state={})
