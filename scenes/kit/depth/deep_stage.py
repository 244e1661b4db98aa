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
    FadeIn,
    Line,
    VGroup,
)
from numpy.typing import NDArray

from gd_math.network import deep_chain
from scenes.kit.animations import eased
from scenes.kit.depth.sampled_passes import SampledPasses, ScaledStart
from scenes.kit.knobs import check_range
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.layer_bars import LayerBars
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.symbols import rimmed
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, FOOT = -4.9, 5.2, -1.9  # of the axes of the bars
NET, RADIUS, HIGH = 1.6, 0.15, 2.1  # height of the net's middle; of a unit; length of the axis
CLEAR = 0.12  # from a line to its name, at least
NAMED = 2, 5  # the layers above which the names of lines begin: of those that fall, that rise
XAVIER = 1.0  # the gain of the weights that are right
DRAWN = 4  # units of each layer that are drawn
GROWS = 0.5  # of the time of a layer in the backward pass, in which its bar grows


class DeepStage:
    """A chain of `depth` layers of tanh units, and a bar below each: ‖δ‖, what comes back there.

    Four of the `width` units of each layer are drawn, with the edges between them.
    Its weights are Xavier's times a gain, a tracker, at first the first of `gains`, of
    which the last is 1.  `drawing` is
    the net, `bars` what came back to the layers that the backward pass has reached.

    Raises ValueError, naming the knobs, when the signal does not fade with the first of two gains
    and swell with the second, with Xavier's weights between them.
    """

    def __init__(self, depth: int, width: int, gains: Sequence[float], seed: int) -> None:
        check_range("DEPTH", depth, 2, np.inf)
        check_range("SEED", seed, 0, np.inf)
        check_range("WIDTH", width, DRAWN, np.inf)
        chain = deep_chain(depth, width, "tanh", seed=seed)
        self.chain, self.depth, self.width, self.gains = chain, depth, width, (*gains, XAVIER)
        self._check()
        self.gain = ScaledStart(chain, gains[0])
        drawn = SampledPasses(self.gain, DRAWN)
        pitch = (RIGHT_END - LEFT_END) / depth
        first, last = LEFT_END - pitch / 2, RIGHT_END - pitch / 2
        layout = NetworkLayout(drawn.network, first, last, NET, radius=RADIUS)
        weights, slopes = [], []
        for gain in self.gains:
            self.gain.set_value(gain)
            weights.append(float(np.abs(drawn.now.parameters).max()))
            slopes.append(max(float(np.abs(a.weight_gradients).max()) for a in drawn.now.layers))
        self.gain.set_value(gains[0])
        # A slope as large as any with the last of the gains has the widest stroke.
        self.drawing = NetworkDrawing(
            drawn, layout, max(weights), slopes[-1], numbers=False, biases=False
        )
        every = np.log10([self.norms(gain) for gain in self.gains])
        decades = int(np.floor(every.min())), int(np.ceil(every.max()))
        name = r"error that comes back, $norm(delta)$"
        self.bars = LayerBars(
            self.arrived, RIGHT_END - LEFT_END, HIGH, name, decades=decades, every=2
        )
        corner = self.bars.x_axis.get_start()
        self.bars.shift(np.array([LEFT_END, FOOT, 0]) - corner)
        self.bars.follow()

    def _check(self) -> None:
        if len(self.gains) != 3:
            raise ValueError(f"GAINS are {len(self.gains) - 1}, and must be 2")
        fading, swelling, level = (self.factor(gain) for gain in self.gains)
        if not fading < level < swelling or fading > 0.7 or swelling < 1.3:
            told = ", ".join(number(one, 2) for one in (fading, swelling, level))
            raise ValueError(
                f"with GAINS {self.gains[:2]} and Xavier's weights the error is multiplied by "
                f"{told} a layer: the first must be at most 0.7, the second at least 1.3, the "
                "last between them"
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
        norms = np.array([np.linalg.norm(layer.deltas) for layer in self.gain.passes.layers])
        if not hasattr(self, "bars"):
            return norms
        begins = self.depth - np.arange(1, self.depth + 1)
        way = float(self.drawing.backward.get_value())
        seen = np.where(begins == 0, 1.0, eased((way - begins) / GROWS))
        low = float(self.bars.decades[0])
        return np.asarray(10 ** (low + seen * (np.log10(norms) - low)))

    # What stands beside

    def weights(self) -> VGroup:
        """Return how large the weights are, live, between net and bars."""
        words = text("weights: Xavier's ×", SMALL_SIZE)
        live = Number(lambda: float(self.gain.get_value()), 2, 1, SMALL_SIZE, signed=False)
        row = named(words, live).move_to((RIGHT_END, 0, 0), RIGHT)
        name, *_ = self.bars.labels
        line = name.family_members_with_points()[0].get_bottom()[1]
        return row.shift((line - words.family_members_with_points()[0].get_bottom()[1]) * UP)

    def count(self) -> VGroup:
        """Return how many units a layer has, and how many are drawn, below the last layers."""
        words = text(f"{self.width} units a layer, {DRAWN} drawn", SMALL_SIZE, theme.muted)
        # Right of the name of the layers, on one line with it.
        return VGroup(words.move_to((RIGHT_END, self.bars.labels[-1].get_y(), 0), RIGHT))

    def error(self) -> VGroup:
        """Return where the error comes in: an arrow to the last layer, and its name."""
        x = float(self.drawing.layout.units(self.depth)[0, 0]) + RADIUS
        arrow = Arrow((x + 1.1, NET, 0), (x + 0.15, NET, 0), color=theme.gradient, buff=0)
        arrow.set_stroke(width=PATH_WIDTH)
        name = text("error", SMALL_SIZE, theme.gradient).next_to(arrow, UP, buff=0.15)
        return VGroup(arrow, name.align_to(arrow, RIGHT))

    def line(self, gain: float) -> "FactorLine":
        """Return the straight line from the last bar to the first with such a gain, and its factor.

        The name stands above it.
        """
        return FactorLine(self, gain)

    # What is said

    def say_faded(self) -> str:
        """Say how much of the error comes back to the first layer with the first gain."""
        part = float(f"{1 / self.share(self.gains[0]):.0e}")
        return f"About 1/{part:,.0f} of it: it vanishes, and layer 1 hardly learns."

    def say_factor(self) -> str:
        """Say by what the error is multiplied in each layer with the first gain."""
        factor = number(self.factor(self.gains[0]), 2)
        return f"Each layer multiplies it by about {factor}: a straight line."

    def say_grown(self) -> str:
        """Say how much comes back to the first layer with the second gain."""
        times = number(self.share(self.gains[1]), 1)
        return f"About {times} times the error: it explodes."

    # Movements

    def turn(self, gain: float) -> Any:
        """Return the animation in which all weights become so many times Xavier's."""
        turning: Any = self.gain.animate
        return turning.set_value(gain)


class FactorLine(VGroup):
    """A line that falls or rises by the same factor in each layer, from the last bar to the first.

    Its name, that factor, stands above it.
    """

    def __init__(self, stage: DeepStage, gain: float) -> None:
        norms, bars = stage.norms(gain), stage.bars
        first, last = (
            np.array([bars.at((layer, bars.decades[0]))[0], bars.top(norms[layer - 1]), 0])
            for layer in (1, stage.depth)
        )
        self.stroke = rimmed(Line(first, last, color=theme.ink, stroke_width=1.5 * THIN_WIDTH))
        factor = number(stage.factor(gain), 2)
        self.label = text(f"$arrow.l times {factor}$ a layer", SMALL_SIZE)
        named = NAMED[int(norms[0] > norms[-1])]
        left = float(bars.at((named, bars.decades[0]))[0])
        # Above the line, and above the bars that reach beyond it.
        over = slice(named - 1, named + 3)
        y = max(bars.top(norm) for norm in norms[over]) + CLEAR
        self.label.move_to((left, y, 0), LEFT + DOWN)
        super().__init__(self.stroke, self.label)

    def appear(self) -> list[Any]:
        """Return the animations in which the line is drawn and then named."""
        return [Create(self.stroke), FadeIn(self.label)]
