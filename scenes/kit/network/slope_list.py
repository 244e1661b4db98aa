"""The derivatives of a network's loss, one below the other: name, number and bar of each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    FadeIn,
    Line,
    ManimColor,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

LEFT_EDGE, NAMES = 1.15, 1.8  # of the frame: left ends of −α and of the names
RIGHT_EDGE = 6.35  # of what stands above the rows
TOP, PITCH = 2.05, 0.5  # height of the first row; from row to row
NUMBERS, ZERO, HALF = 4.5, 5.55, 0.75  # right ends of numbers; of the bars: zero, the longest
THICK = 0.26  # of a bar
HEAD, PRODUCT = 3.2, 2.65  # heights of what stands above the rows: of words; of a product
FROM, TO = 0.7, 1.0  # of the time of a layer in the backward pass: its rows come
OLD, NEW = 0.4, 0.6  # of the turn from slopes to steps: numbers are gone; the new ones come


class SlopeList(VGroup):
    """All slopes ∂L/∂w of a network as `drawing` has them now: rows of name, number and bar.

    The rows of a layer come as the backward pass arrives there, those of the last layer on top, in
    this `order`. They stay as they are while a step is taken. `stepped`, a tracker from 0 to 1,
    turns the slopes into the steps −α∂L/∂w: names and numbers; the bars go over to the other side,
    in a scale of their own, so that they are as long as before. A row whose step is 0 is gray. The
    rows of a layer that `waits` come when `receive` lets them.
    """

    @checked
    def __init__(self, drawing: NetworkDrawing, learning_rate: float) -> None:
        self.drawing = drawing
        self.gradient = np.array(drawing.passes.now.gradient)
        self.parameters = drawing.network.named_parameters
        layers = [-one.layer for one in self.parameters]
        self.order = np.argsort(layers, kind="stable")  # of the rows, from the top
        self.unit = HALF / float(np.abs(self.gradient).max())
        self.stepped = ValueTracker(0.0)
        self.received = [ValueTracker(1.0) for _ in drawing.network.layers]
        names = [drawing.partial_name(one.name) for one in self.parameters]
        self.names = self._column(names, NAMES, LEFT, theme.gradient)
        self.signs = self._column(["-alpha"] * len(names), LEFT_EDGE, LEFT, theme.walker)
        self.slopes, self.steps = (
            self._column([Form.of(row)(float(value)) for value in row], NUMBERS, RIGHT, color)
            for row, color in (
                (self.gradient, theme.gradient),
                (-learning_rate * self.gradient, theme.walker),
            )
        )
        self.bars = [
            Rectangle(width=1, height=THICK, stroke_width=0, fill_opacity=1) for _ in names
        ]
        self.axis = Line(color=theme.muted, stroke_width=THIN_WIDTH)
        super().__init__(self.axis, *self.names, *self.signs, *self.slopes, *self.steps)
        self.add(*self.bars)
        self._state: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda rows: rows.follow())

    def _column(self, said: list[str], x: float, end: Array, color: str) -> list[VMobject]:
        return [
            formula(math, SMALL_SIZE, color).move_to((x, self.level(i), 0), end)
            for i, math in enumerate(said)
        ]

    def level(self, row: int) -> float:
        """Return the height in the frame of the middle of the row of a parameter, from 0."""
        return TOP - float(np.flatnonzero(self.order == row)[0]) * PITCH

    def shown(self, layer: int) -> float:
        """Return how much is there of the rows of a layer, 0 to 1."""
        depth = len(self.drawing.network.layers)
        way = self.drawing.backward.get_value() - (depth - layer)
        here = float(self.received[layer - 1].get_value())
        return here * float(eased((way - FROM) / (TO - FROM)))

    def wait(self, layer: int) -> None:
        """Keep the rows of a layer back until `receive` lets them come."""
        self.received[layer - 1].set_value(0.0)

    def receive(self, layer: int) -> Any:
        """Return the animation in which the rows of a layer come that have waited."""
        coming: Any = self.received[layer - 1].animate
        return coming.set_value(1.0)

    def follow(self) -> "SlopeList":
        """Show the rows of the layers that the backward pass has reached."""
        turned = float(self.stepped.get_value())
        shown = [self.shown(one.layer) for one in self.parameters]
        state = turned, *shown
        if state == self._state:
            return self  # so that it can be faded in and out
        self._state = state
        old, new = max(1 - turned / OLD, 0.0), max((turned - NEW) / (1 - NEW), 0.0)
        blue, orange, gray = map(ManimColor, (theme.gradient, theme.walker, theme.muted))
        for i, seen in enumerate(shown):
            step = orange if self.gradient[i] else gray
            color = step if turned > (OLD + NEW) / 2 else blue
            self.names[i].set_fill(color, opacity=seen * max(old, new))
            self.signs[i].set_fill(step, opacity=seen * new)
            self.slopes[i].set_fill(opacity=seen * old)
            self.steps[i].set_fill(step, opacity=seen * new)
            share = 1 - 2 * turned
            long = seen * share * self.unit * float(self.gradient[i])
            ends = ZERO + np.array([0, 1, 1, 0, 0]) * long
            sides = self.level(i) + THICK / 2 * np.array([-1, -1, 1, 1, -1])
            self.bars[i].set_points_as_corners(np.stack([ends, sides, 0 * ends], axis=-1))
            self.bars[i].set_fill(blue if share > 0 else orange)
        low = min(TOP - seen * (TOP - self.level(i)) for i, seen in enumerate(shown))
        self.axis.put_start_and_end_on((ZERO, TOP + PITCH / 2, 0), (ZERO, low - PITCH / 2, 0))
        self.axis.set_stroke(opacity=max(shown))
        return self

    def step(self) -> Any:
        """Return the animation in which all slopes turn into steps."""
        turning: Any = self.stepped.animate
        return turning.set_value(1.0)

    def take(self, row: int) -> Any:
        """Return the animation in which a row is framed as its step is taken."""
        return FadeIn(self._frame(row, LEFT_EDGE), rate_func=seen_and_gone, remover=True)

    def frames(self, names: Sequence[str]) -> VGroup:
        """Return a frame round the row of each of some parameters, such as "w1_2_1"."""
        return VGroup(*(self._frame(self.drawing.passes.index(name), NAMES) for name in names))

    def _frame(self, row: int, left: float) -> Rectangle:
        frame = Rectangle(width=NUMBERS - left + 0.3, height=0.92 * PITCH, color=theme.ink)
        frame.set_stroke(width=THIN_WIDTH)
        return frame.move_to(((NUMBERS + left) / 2, self.level(row), 0))


def seen_and_gone(share: float) -> float:
    """Return how much is there of what comes at once, stays and leaves: a rate function."""
    return float(min(eased(share / 0.2), eased((1 - share) / 0.2)))


def above_list(words: VMobject, height: float = HEAD) -> VMobject:
    """Put words above the rows, level with the names if there is room."""
    return words.move_to((min(NAMES, RIGHT_EDGE - words.width), height, 0), LEFT)
