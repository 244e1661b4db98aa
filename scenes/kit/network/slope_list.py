"""The derivatives of a network's loss, one below the other: name, number and bar of each."""

from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    FadeIn,
    Line,
    Rectangle,
    Transform,
    ValueTracker,
    VGroup,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import MINUS, Form
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

LEFT_EDGE, TOP, PITCH = 1.2, 2.45, 0.555  # of the frame: names, first row; from row to row
NUMBERS, ZERO, HALF = 4.2, 5.35, 0.9  # right ends of numbers; of the bars: zero, the longest
THICK = 0.26  # of a bar
HEAD = 3.2  # height of what stands above the rows
FROM, TO = 0.7, 1.0  # of the time of a layer in the backward pass: its rows come


class SlopeList(VGroup):
    """All slopes ∂L/∂w of a network as `drawing` has them now: rows of name, number and bar.

    The rows of a layer come as the backward pass arrives there. They stay as they are while a step
    is taken. `stepped`, a tracker from 0 to 1, turns the slopes into the steps −α∂L/∂w: names,
    numbers and bars; the bars have a scale of their own then, on which they are as long.
    """

    @checked
    def __init__(self, drawing: NetworkDrawing, learning_rate: float) -> None:
        self.drawing, self.rate = drawing, learning_rate
        self.gradient = np.array(drawing.passes.now.gradient)
        self.parameters = drawing.network.named_parameters
        self.unit = HALF / float(np.abs(self.gradient).max())
        self.stepped = ValueTracker(0.0)
        steps, signs = -learning_rate * self.gradient, ("", "-alpha thin ")
        self.slopes, self.steps = (
            [
                self._row(i, sign, Form.of(values)(float(values[i])), color)
                for i in range(len(values))
            ]
            for sign, values, color in zip(
                signs, (self.gradient, steps), (theme.gradient, theme.walker), strict=True
            )
        )
        self.bars = [
            Rectangle(width=1, height=THICK, stroke_width=0, fill_opacity=1) for _ in self.slopes
        ]
        self.axis = Line(color=theme.muted, stroke_width=THIN_WIDTH)
        super().__init__(self.axis, *self.slopes, *self.steps, *self.bars)
        self._state: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda rows: rows.follow())

    def _row(self, i: int, sign: str, value: str, color: str) -> VGroup:
        """Return the name and the number of a row."""
        y = self.height_of(i)
        name = formula(sign + self.drawing.partial_name(self.parameters[i].name), SMALL_SIZE, color)
        number = formula(value, SMALL_SIZE, color).move_to((NUMBERS, y, 0), RIGHT)
        return VGroup(name.move_to((LEFT_EDGE, y, 0), LEFT), number)

    def height_of(self, i: int) -> float:
        """Return the height in the frame of the middle of a row."""
        return TOP - i * PITCH

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
            return self  # so that it can be faded in and out
        self._state = state
        slope_seen, step_seen = max(1 - 2 * stepped, 0.0), max(2 * stepped - 1, 0.0)
        for i, seen in enumerate(shown):
            self.slopes[i].set_fill(opacity=seen * slope_seen)
            self.steps[i].set_fill(opacity=seen * step_seen)
            long = seen * (1 - 2 * stepped) * self.unit * float(self.gradient[i])
            ends = ZERO + np.array([0, 1, 1, 0, 0]) * long
            sides = self.height_of(i) + THICK / 2 * np.array([-1, -1, 1, 1, -1])
            self.bars[i].set_points_as_corners(np.stack([ends, sides, 0 * ends], axis=-1))
            self.bars[i].set_fill(theme.walker if stepped > 0.5 else theme.gradient)
        there = [i for i, seen in enumerate(shown) if seen > 0] or [len(shown) - 1]
        high, low = (self.height_of(i) for i in (there[0], there[-1]))
        ends = np.array([(ZERO, high + PITCH / 2, 0), (ZERO, low - PITCH / 2, 0)])
        self.axis.put_start_and_end_on(*ends).set_stroke(opacity=max(shown))
        return self

    def step(self) -> Any:
        """Return the animation in which all slopes turn into steps."""
        turning: Any = self.stepped.animate
        return turning.set_value(1.0)


class SlopeProduct(VGroup):
    """Above the list: ∂L/∂w is what came in at the edge of a weight times what comes back.

    `gather` brings both factors from where they stand at the ends of that edge.
    """

    @checked
    def __init__(self, drawing: NetworkDrawing, name: str) -> None:
        parameter = drawing.network.named_parameters[drawing.passes.index(name)]
        if parameter.source is None:
            raise ValueError(f"name is {name!r}, a bias: what comes in there is always 1")
        ends = (parameter.layer - 1, parameter.source), (parameter.layer, parameter.target)
        self.places = [drawing.units[layer][unit - 1].get_center() for layer, unit in ends]
        came = drawing.shown[ends[0][0]][ends[0][1] - 1].says()
        back = Form()(drawing.delta(ends[1][0], ends[1][1] - 1))
        slope = Form()(float(drawing.passes.now.gradient[parameter.index]))
        factors = (f"({one})" if one.startswith(MINUS) else one for one in (came, back))
        came, back = factors
        self.words = formula(
            f"{{{{{drawing.partial_name(name)} = : name}}}} {{{{{came} : came}}}} dot "
            f"{{{{{back} : back}}}} = {{{{{slope} : slope}}}}",
            SMALL_SIZE,
            name=theme.gradient,
            back=theme.gradient,
            slope=theme.gradient,
        )
        super().__init__(self.words.move_to((LEFT_EDGE, HEAD, 0), LEFT))

    def gather(self) -> list[Any]:
        """Return the animations in which it comes: both factors fly in, then the rest is there."""
        late = squish_rate_func(smooth, 0.6, 1.0)
        flown = [self.words.select(part) for part in ("came", "back")]
        glyphs = {id(glyph) for part in flown for glyph in part.family_members_with_points()}
        rest = [
            glyph for glyph in self.words.family_members_with_points() if id(glyph) not in glyphs
        ]
        moves: list[Any] = [FadeIn(glyph, rate_func=late) for glyph in rest]
        for part, place in zip(flown, self.places, strict=True):
            there = part.copy()
            part.move_to(place)
            moves.append(Transform(part, there))
        return moves
