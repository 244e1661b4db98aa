"""The derivatives of a network's loss, one below the other: name, number and bar of each."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Line, Rectangle, ValueTracker, VGroup
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

LEFT_EDGE, TOP, PITCH = 1.3, 2.55, 0.56  # of the frame: names, first row; from row to row
NUMBERS, ZERO, HALF = 3.75, 5.05, 1.2  # right ends of numbers; of the bars: zero, the longest
THICK = 0.26  # of a bar
HEAD = 0.62  # from the first row up to the head
FROM, TO = 0.7, 1.0  # of the time of a layer in the backward pass: its rows come


class SlopeList(VGroup):
    """All slopes ∂L/∂w of a network as `drawing` has them now: rows of name, number and bar.

    The rows of a layer come as the backward pass arrives there. `stepped`, a tracker from 0 to 1,
    turns every bar into the step −α∂L/∂w, drawn to the same scale times `scale`.  As a step is
    shown, the numbers stay those of where it began.
    """

    @checked
    def __init__(self, drawing: NetworkDrawing, learning_rate: float, scale: float = 1.0) -> None:
        self.drawing, self.learning_rate = drawing, learning_rate
        gradient = drawing.passes.now.gradient
        self.gradient = np.array(gradient)
        self.unit = HALF / float(np.abs(gradient).max())
        self.scale_of_steps = scale
        self.stepped = ValueTracker(0.0)
        self.rows: list[VGroup] = []
        form = Form.of(gradient)
        self.parameters = drawing.network.named_parameters
        for i, (parameter, slope) in enumerate(zip(self.parameters, gradient, strict=True)):
            y = TOP - i * PITCH
            name = formula(drawing.partial_name(parameter.name), SMALL_SIZE, theme.gradient)
            name.move_to((LEFT_EDGE, y, 0), LEFT)
            value = formula(form(float(slope)), SMALL_SIZE, theme.gradient)
            value.move_to((NUMBERS, y, 0), RIGHT)
            bar = Rectangle(width=1, height=THICK, stroke_width=0, fill_opacity=1)
            self.rows.append(VGroup(name, value, bar))
        low = TOP - (len(self.rows) - 1) * PITCH - PITCH / 2
        self.axis = Line((ZERO, TOP + PITCH / 2, 0), (ZERO, low, 0), color=theme.muted)
        self.axis.set_stroke(width=THIN_WIDTH)
        super().__init__(self.axis, *self.rows)
        self._state: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda rows: rows.follow())

    def shown(self, layer: int) -> float:
        """Return how much is there of the rows of a layer, 0 to 1."""
        depth = len(self.drawing.network.layers)
        way = self.drawing.backward.get_value() - (depth - layer)
        return float(eased((way - FROM) / (TO - FROM)))

    def follow(self) -> "SlopeList":
        """Show the rows of the layers that the backward pass has reached."""
        stepped = float(self.stepped.get_value())
        shown = [self.shown(one.layer) for one in self.parameters]
        state = stepped, *shown
        if state == self._state:
            return self
        self._state = state
        for i, (row, seen) in enumerate(zip(self.rows, shown, strict=True)):
            name, value, bar = row
            name.set_fill(opacity=seen)
            value.set_fill(opacity=seen)
            slope = seen * float(self.gradient[i])
            step = -self.learning_rate * self.scale_of_steps * slope
            long = self.unit * ((1 - stepped) * slope + stepped * step)
            y = TOP - i * PITCH
            ends = np.array([0, 1, 1, 0, 0]) * long + ZERO
            sides = y + THICK / 2 * np.array([-1, -1, 1, 1, -1])
            bar.set_points_as_corners(np.stack([ends, sides, 0 * ends], axis=-1))
            bar.set_fill(theme.walker if stepped > 0.5 else theme.gradient, opacity=1)
        return self

    def step(self) -> Any:
        """Return the animation in which each bar turns into its step."""
        turning: Any = self.stepped.animate
        return turning.set_value(1.0)
