"""A network that guesses the price of a house: one house goes through it, and then all learn."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    VGroup,
    smooth,
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
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, MIDDLE = -5.75, -0.65, 0.35  # of the net
HEIGHTS, RADIUS = (3.8, 2.8, 0.0), 0.58  # of its layers; of a unit
SENTENCE, PITCH = (1.45, 2.7), 0.72  # of the frame: the base line of the first row; to the next
NUMBERS, LONGEST, THICK = 5.95, 4.5, 0.28  # right end of numbers; of the bar of the loss
PANEL = (1.45, -1.85), 3.55, 3.8  # corner, width and height
KINDS = "neither", "garden", "town", "both"
SIZE = "size in 100 m#super[2]"
NAMES = SIZE, "town", "garden"
BELOW = 0.9, 0.55  # from the last unit down to the first line below it; to the next
SHORT = 2.0  # length of the bar of the loss there
HAIR = 3.0  # stroke of the smallest weight
AWAY = 0.4  # what hidden units apply, from the edges that come in
ASIDE = np.array([3.7, -1.5, 0.0])  # of questions, below the readings
LOW = np.array([3.7, -0.6, 0.0])  # … and where the last rows of the list will be
FIRST, SLOWLY = 5, 0.58  # so many houses go through in that share of the time, then faster


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
        # Whether a house is in town, or has a garden, is 1 or 0.
        parts = (houses.inputs != houses.inputs.round()).any(axis=0).astype(int).tolist()
        self.drawing = NetworkDrawing(
            self.passes, layout, largest, hair=HAIR, decimals=parts, pulse=True
        )
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
            curve_color=theme.ink,
            point_color=theme.muted,
        )
        self.order = self.walk.all_samples()
        self.ring, self.miss = self.panel.ring(self._sample), self.panel.miss(self._sample)
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
            self.names.add(self.drawing.label(1, i, bend, below=i == 1).shift(AWAY * RIGHT))
        self.aside, self.low = ASIDE, LOW

    def _sample(self) -> int:
        """Return the number of the house that units show."""
        return self.order[int(self.drawing.row.get_value())]

    # One house

    def guess(self) -> float:
        """Return the price that is guessed now."""
        return self.drawing.activation(len(self.network.layers), 0)

    def knob_count(self) -> VGroup:
        """Return how many knobs there are, and how they are drawn, where a question comes next."""
        said = f"{self.network.dimension} lines, {self.network.dimension} knobs"
        rows = (text(line, TEXT_SIZE) for line in (said, "wide: large, dashed: minus"))
        return VGroup(*rows).arrange(DOWN).move_to(self.aside)

    def readings(self) -> list[VGroup]:
        """Return price, guess and loss of the house, one below the other, the last with a bar."""
        rows = [
            self._reading(0, r"price in \$100,000", 1, lambda: self.price),
            self._reading(1, "guess", 1, self.guess),
        ]
        loss = formula('L = ("guess" - "price")^2', TEXT_SIZE)
        x, y = SENTENCE[0], SENTENCE[1] - 2 * PITCH
        on_base_line(loss.move_to((x, y, 0), LEFT), 0, y)
        value = named(formula("=", TEXT_SIZE), self._number(self.loss, TEXT_SIZE))
        value.move_to((NUMBERS, y - PITCH - THICK - 0.12, 0), DOWN + RIGHT)
        return [*rows, VGroup(loss, *self._bar((x, y - 0.3), LONGEST), value)]

    def _bar(self, corner: tuple[float, float], longest: float) -> VGroup:
        """Return the bar of the loss, live, from its upper left corner, in the frame of now."""
        first = float(self.passes.now.loss)

        def length() -> Array:
            long = longest * float(self.passes.now.loss) / first
            corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * [long, -THICK]
            return through(np.insert(corners + np.array(corner), 2, 0, axis=1))

        bar = Drawn(length, fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        whole = Drawn(length, stroke_color=theme.muted, stroke_width=THIN_WIDTH).clear_updaters()
        return VGroup(whole, bar)

    def _reading(self, row: int, name: str, glyph: int, value: Callable[[], float]) -> VGroup:
        """Return a name, one glyph of which stands on the line, and a live number."""
        y = SENTENCE[1] - row * PITCH
        words = text(name, TEXT_SIZE).move_to((SENTENCE[0], y, 0), LEFT)
        live = Number(value, size=TEXT_SIZE).move_to((NUMBERS, y, 0), DOWN + RIGHT)
        return VGroup(on_base_line(words, glyph, y), live)

    def _number(self, value: Callable[[], float], size: float) -> Number:
        digits = len(str(int(self.walk.trajectory.loss.max())))
        return Number(value, digits=digits, size=size, flush=True, signed=False)

    def loss(self) -> float:
        """Return the loss of what goes through the net, now."""
        return float(self.passes.now.loss)

    def price_below(self) -> VGroup:
        """Return the price of the house, below the guess."""
        return self._below(VGroup(text(f"price {Form()(self.price)}", SMALL_SIZE)), 1)

    def loss_below(self) -> VGroup:
        """Return the loss of the house, live, and its bar, below the price."""
        loss = named(formula("L =", SMALL_SIZE), self._number(self.loss, SMALL_SIZE))
        x, y = self.drawing.units[-1][0].get_center()[:2]
        bar = self._bar((x - SHORT / 2, y - BELOW[0] - 2.6 * BELOW[1]), SHORT)
        return VGroup(self._below(VGroup(loss), 2), bar)

    def guess_name(self) -> VGroup:
        """Return what the last unit holds, below it."""
        return self._below(VGroup(text("guess", SMALL_SIZE)), 0)

    def _below(self, rows: VGroup, first: int) -> VGroup:
        """Put rows one below the other, below the last unit, the first of them in such a row."""
        x, y = self.drawing.units[-1][0].get_center()[:2]
        down, pitch = BELOW
        for i, row in enumerate(rows, first):
            row.move_to((x, y - down - i * pitch, 0))
        return rows

    # All houses

    def all_houses(self) -> None:
        """Let the slopes be those of the mean over all houses from now on, after the first step."""
        houses = self.walk.houses
        self.walk.set_value(1)
        for turned in self.passes.turned:  # the step that was taken by hand
            turned.set_value(0.0)
        self.passes.take(houses.inputs[self.order], houses.targets[self.order])
        self.drawing.row.set_value(len(self.order) - 1)

    def go_through(self) -> Any:
        """Return the animation in which one house after the other goes through the net."""
        row: Any = self.drawing.row.animate
        self.drawing.row.set_value(0)
        count = len(self.order)

        def pace(share: float) -> float:
            return float(np.interp(share, [0, SLOWLY, 1], [0, FIRST / count, 1]))

        return row(rate_func=pace).set_value(count - 1e-6)

    def back(self) -> Any:
        """Return the animation of the backward pass of the next epoch."""
        self.drawing.backward.set_value(0.0)
        return self.drawing.pass_back()

    def epoch(self, count: int) -> list[Any]:
        """Return the animations in which all knobs take the step of an epoch, from 1."""
        turning: list[Any] = [one.animate for one in self.drawing.turning]
        return [
            *(one(rate_func=there_and_back).set_value(1.0) for one in turning),
            self.walk.go(1 + count, smooth),
        ]

    def counter(self) -> VGroup:
        """Return the mean miss of all houses, and the epochs taken, live."""
        walk = self.walk
        form: dict[str, Any] = {"size": SMALL_SIZE, "flush": True, "signed": False}
        digits = (len(str(int(most))) for most in (walk.largest_miss, walk.epochs))
        miss, epochs = (
            Number(value, 0, count, grouped=True, **form)
            for value, count in zip(
                (lambda: walk.mean_miss, lambda: float(walk.epoch)), digits, strict=True
            )
        )
        rows = VGroup(
            text("mean miss", SMALL_SIZE),
            named(text(r"\$", SMALL_SIZE), miss, gap=0.04),
            named(text("epoch", SMALL_SIZE), epochs),
        )
        for row in self._below(rows, 1):
            row.align_to(rows[0], LEFT)
        return rows
