"""A deep network, and below each layer how much of the error comes back to it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Arrow,
    Create,
    DashedLine,
    FadeIn,
    ValueTracker,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from gd_math.network import deep_chain
from scenes.kit.animations import eased
from scenes.kit.knobs import check_range
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.layer_bars import LayerBars
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.symbols import rimmed
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, FOOT = -4.9, 5.4, -1.8  # of the axes of the bars
NET, RADIUS, HIGH = 1.75, 0.16, 2.1  # height of the net's middle; of a unit; length of the axis
BETWEEN = 0.62  # height of what is said between the net and the bars
GROWS = 0.5  # of the time of a layer in the backward pass, in which its bar grows


class ScaledStart(ValueTracker):
    """Parameters (d,) of a network times a `gain` that can be animated."""

    def __init__(self, start: Array, gain: float) -> None:
        super().__init__(gain)
        self.start = start

    @property
    def position(self) -> Array:
        """The parameters of now, (d,)."""
        return np.asarray(float(self.get_value()) * self.start)


class DeepStage:
    """A chain of `depth` layers of tanh units, and a bar below each: ‖δ‖, what comes back there.

    Its weights are Xavier's times a gain, a tracker, at first the first of `gains`.  `drawing` is
    the net, `bars` what came back to the layers that the backward pass has reached.

    Raises ValueError, naming the knobs, when the signal does not fade with the first of three
    gains, swell with the second, and stay about as large with the third.
    """

    def __init__(self, depth: int, width: int, gains: Sequence[float], seed: int) -> None:
        check_range("DEPTH", depth, 2, np.inf)
        check_range("SEED", seed, 0, np.inf)
        chain = deep_chain(depth, width, "tanh", seed=seed)
        self.chain, self.depth, self.gains = chain, depth, tuple(gains)
        self._check()
        self.gain = ScaledStart(chain.start, gains[0])
        self.passes = LivePasses(chain.network, self.gain, chain.inputs, chain.targets)
        pitch = (RIGHT_END - LEFT_END) / depth
        first, last = LEFT_END - pitch / 2, RIGHT_END - pitch / 2
        layout = NetworkLayout(chain.network, first, last, NET, radius=RADIUS)
        largest = max(gains) * float(np.abs(chain.start).max())
        self.drawing = NetworkDrawing(
            self.passes, layout, unit=largest, numbers=False, biases=False
        )
        every = np.concatenate([self.norms(gain) for gain in gains])
        self.bars = LayerBars(
            self.arrived, RIGHT_END - LEFT_END, HIGH, r"error that comes back, $norm(delta)$", every
        )
        corner = self.bars.x_axis.get_start()
        self.bars.shift(np.array([LEFT_END, FOOT, 0]) - corner)
        self.bars.follow()

    def _check(self) -> None:
        if len(self.gains) != 3:
            raise ValueError(f"GAINS are {len(self.gains)}, and must be 3")
        fading, swelling, level = (self.factor(gain) for gain in self.gains)
        if not fading < level < swelling or fading > 0.7 or swelling < 1.3:
            told = ", ".join(number(one, 2) for one in (fading, swelling, level))
            raise ValueError(
                f"GAINS is {self.gains} and SEED gives factors of {told} a layer: the first must "
                "be at most 0.7, the second at least 1.3, and the third between them"
            )

    # What is computed

    def norms(self, gain: float) -> Array:
        """Return ‖δ‖ of each layer with weights so many times Xavier's, (L,)."""
        chain = self.chain
        found = chain.network.delta_norms(gain * chain.start, chain.inputs, chain.targets)
        return np.asarray(found)

    def factor(self, gain: float) -> float:
        """Return by how much ‖δ‖ is multiplied in a layer, on geometric average."""
        norms = self.norms(gain)
        return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))

    def share(self, gain: float) -> float:
        """Return how much of the error at the last layer is left at the first."""
        norms = self.norms(gain)
        return float(norms[0] / norms[-1])

    def arrived(self) -> Array:
        """Return ‖δ‖ of each layer now, (L,), as far as the backward pass has come."""
        norms = np.array([np.linalg.norm(layer.deltas) for layer in self.passes.now.layers])
        if not hasattr(self, "bars"):
            return norms
        begins = self.depth - np.arange(1, self.depth + 1)
        way = float(self.drawing.backward.get_value())
        seen = eased((way - begins) / GROWS)
        low = float(self.bars.decades[0])
        return np.asarray(10 ** (low + seen * (np.log10(norms) - low)))

    # What stands beside

    def weights(self) -> VGroup:
        """Return how large the weights are, live, between net and bars."""
        words = text("weights: Xavier's ×", SMALL_SIZE)
        live = Number(lambda: float(self.gain.get_value()), 2, 1, SMALL_SIZE, signed=False)
        row = named(words, live)
        return row.move_to((RIGHT_END, BETWEEN, 0), RIGHT)

    def error(self) -> VGroup:
        """Return where the error comes in: an arrow to the last layer, and its name."""
        x = float(self.drawing.layout.units(self.depth)[0, 0]) + RADIUS
        arrow = Arrow((x + 0.75, NET, 0), (x + 0.1, NET, 0), color=theme.gradient, buff=0)
        arrow.set_stroke(width=PATH_WIDTH)
        name = text("error", SMALL_SIZE, theme.gradient).next_to(arrow, UP, buff=0.15)
        return VGroup(arrow, name)

    def line(self, gain: float, share: float, above: bool = True) -> "FactorLine":
        """Return the straight line from the last bar to the first with such a gain, and its factor.

        Its name stands at a `share` of it, from the first layer.
        """
        return FactorLine(self, gain, share, above)

    # Movements

    def turn(self, gain: float) -> Any:
        """Return the animation in which all weights become so many times Xavier's."""
        turning: Any = self.gain.animate
        return turning.set_value(gain)


class FactorLine(VGroup):
    """A dashed line that falls or rises by the same factor in each layer, and that factor."""

    def __init__(self, stage: DeepStage, gain: float, share: float, above: bool) -> None:
        norms, bars = stage.norms(gain), stage.bars
        ends = [
            np.array([bars.at((layer, bars.decades[0]))[0], bars.top(norms[layer - 1]), 0])
            for layer in (1, stage.depth)
        ]
        self.stroke = rimmed(DashedLine(*ends, color=theme.ink, stroke_width=PATH_WIDTH))
        words = f"$times {number(stage.factor(gain), 2)}$ a layer"
        self.label = tag(text(words, SMALL_SIZE), buff=0.06)
        place = ends[0] + share * (ends[1] - ends[0])
        self.label.next_to(place, UP if above else DOWN, buff=0.15)
        super().__init__(self.stroke, self.label)

    def appear(self) -> list[Any]:
        """Return the animations in which the line is drawn and then named."""
        return [Create(self.stroke), FadeIn(self.label)]
