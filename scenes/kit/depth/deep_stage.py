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
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from gd_math.network import deep_chain
from scenes.kit.depth.chain_drawing import ChainDrawing
from scenes.kit.depth.sampled_passes import SampledPasses, ScaledStart
from scenes.kit.knobs import check_range
from scenes.kit.network.layer_bars import LayerBars
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]

LEFT_END, RIGHT_END, FOOT = -4.9, 5.2, -2.28  # of the axes of the bars
NET, RADIUS, HIGH = 1.6, 0.15, 1.95  # height of the net's middle; of a unit; length of the axis
BELOW = 0.18  # from the net to what is said of it
BESIDE = 0.1  # from the vertical axis to the name of the other, left of its numbers
CLEAR = 0.2  # from the line where bars begin to what is said of them, on its other side
ARROW = 1.1, 0.15  # from a unit at the end of the net to the ends of the arrow there
XAVIER = 1.0  # the gain of the weights that are right
DRAWN = 4  # units of each layer that are drawn


class DeepStage:
    """A chain of `depth` layers of tanh units, and a bar below each: what comes back there.

    That is ‖δ‖ as a share of the last layer's: more than there goes up, less goes down.
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
        self.gain.set_value(max(self.gains))
        widest = float(np.abs(drawn.now.parameters).max())
        self.gain.set_value(gains[0])
        every = np.log10([self.shares(gain) for gain in self.gains])
        decades = int(np.floor(every.min())), int(np.ceil(every.max()))

        def bright() -> Array:
            low, high = decades[0], every.max()
            return np.asarray(np.clip((np.log10(self.shares_now()) - low) / (high - low), 0, 1))

        self.drawing = ChainDrawing(drawn, layout, widest, bright)
        self.name = f"error that comes back (1 at layer {depth}, log scale)"  # of the axis
        self.bars = LayerBars(
            self.arrived,
            RIGHT_END - LEFT_END,
            HIGH,
            self.name,
            decades=decades,
            every=2,
            plain=True,
            level=1.0,
        )
        corner = self.bars.x_axis.get_start()
        self.bars.shift(np.array([LEFT_END, FOOT, 0]) - corner)
        *_, tick, layers = self.bars.labels
        _on_line(layers.set_x(LEFT_END - BESIDE, RIGHT), layers, tick)
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

    def shares(self, gain: float) -> Array:
        """Return ‖δ‖ of each layer as a share of the last, with such a gain, (L,)."""
        chain = self.chain
        norms = chain.network.delta_norms(gain * chain.start, chain.inputs, chain.targets)
        return np.asarray(norms / norms[-1])

    def share(self, gain: float) -> float:
        """Return how much of the error at the last layer is left at the first."""
        return float(self.shares(gain)[0])

    def factor(self, gain: float) -> float:
        """Return by how much ‖δ‖ is multiplied in a layer, on geometric average."""
        return float(self.share(gain) ** (1 / (self.depth - 1)))

    def spread(self, gain: float) -> float:
        """Return the standard deviation of the weights with such a gain; Xavier's is 1/√n."""
        return float(gain / np.sqrt(self.width))

    def shares_now(self) -> Array:
        """Return ‖δ‖ of each layer now, as a share of the last, (L,)."""
        norms = np.array([np.linalg.norm(layer.deltas) for layer in self.gain.passes.layers])
        return np.asarray(norms / norms[-1])

    def arrived(self) -> Array:
        """Return ‖δ‖ of each layer now, as a share, as far as the backward pass has come, (L,)."""
        shares = self.shares_now()
        if not hasattr(self, "bars"):
            return np.asarray(shares)
        seen = np.array([self.drawing.reached(layer) for layer in range(1, self.depth + 1)])
        return np.where(seen > 0, shares**seen, np.nan)

    # What stands beside

    def weights(self) -> VMobject:
        """Return how many units are drawn and how large the weights are, live, below the net."""
        drawn = f"{DRAWN} of {self.width} tanh units drawn; lines: weights of spread"
        words = text(drawn, SMALL_SIZE)
        gain = self.gain
        live = Number(lambda: self.spread(gain.get_value()), 4, 1, SMALL_SIZE, signed=False)
        return named(words, live).next_to(self.drawing, DOWN, buff=BELOW)

    def ends(self) -> VGroup:
        """Return where the error comes in, and where the input does: arrows, and their names."""
        parts = VGroup()
        for layer, side, word, color in (
            (1, LEFT, "input", theme.muted),
            (self.depth, RIGHT, "error", theme.gradient),
        ):
            foot = self.drawing.layout.units(layer)[0] * RIGHT + NET * UP + RADIUS * side
            parts.add(*arrow_in(foot, side, word, color))
        _on_line(parts[1], parts[1], parts[3])
        return parts

    def product(self, gain: float) -> VMobject:
        """Return in words by what each layer multiplies the error, and to what that comes.

        They stand on that side of the line of the bars where there are none.
        """
        told = f"{self.depth - 1} layers, on average $times {self.times(gain)}$"
        words = text(f"{told}: {self.part(gain)}", SMALL_SIZE)
        left, line = self.bars.bars.get_left()[0], self.bars.top(1.0)
        left = min(left, self.bars.at((1, 0))[0])
        side = UP if self.share(gain) < 1 else DOWN
        return words.move_to((left, line, 0) + CLEAR * side, LEFT - side)

    # What is said

    def part(self, gain: float) -> str:
        """Return how much of the error comes back to the first layer: 1/600, or 56."""
        share = self.share(gain)
        parts = float(f"{1 / share:.0e}")
        return f"1/{parts:.0f}" if parts > 1 else number(share, 1)

    def times(self, gain: float) -> str:
        """Return by what the error is multiplied in a layer, as a text of two decimals."""
        return f"{self.factor(gain):.2f}"

    def say_faded(self) -> str:
        """Say how much of the error comes back to the first layer with the first gain."""
        small, _, _ = self.gains
        return f"It vanishes: about {self.part(small)} is left."

    def say_grown(self) -> str:
        """Say how much comes back to the first layer with the second gain."""
        _, large, _ = self.gains
        return f"It explodes: about {self.part(large)} times as much."

    def say_right(self) -> str:
        """Say how much comes back to the first layer with Xavier's weights."""
        *_, right = self.gains
        return f"Xavier's 1/√{self.width}, for {self.width} units, lets {self.part(right)} through."

    # Movements

    def turn(self, gain: float) -> Any:
        """Return the animation in which all weights become so many times Xavier's."""
        turning: Any = self.gain.animate
        return turning.set_value(gain)


def _on_line(row: VMobject, words: VMobject, other: VMobject) -> VMobject:
    """Shift `row` so that its `words` stand on one line with others, and return it."""
    there, here = (one.family_members_with_points()[0].get_bottom() for one in (other, words))
    return row.shift((there - here)[1] * UP)


def arrow_in(foot: Array, side: Array, word: str, color: str) -> VGroup:
    """Return an arrow that comes from a side to a `foot`, and above it what comes in there."""
    far, near = ARROW
    arrow = Arrow(foot + far * side, foot + near * side, color=color, buff=0)
    arrow.set_stroke(width=PATH_WIDTH)
    name = text(word, SMALL_SIZE, color).next_to(arrow, UP, buff=0.15)
    return VGroup(arrow, name.align_to(arrow, side))
