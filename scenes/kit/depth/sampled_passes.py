"""A wide network with weights of any size, and some units of each of its layers."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from gd_math import Network
from gd_math.network import Example, LayerPass, Passes
from scenes.kit.network.live_passes import LivePasses

Array = NDArray[np.float64]


class ScaledStart(ValueTracker):
    """The start of a network times a gain, which can be animated, and both passes there."""

    def __init__(self, chain: Example, gain: float) -> None:
        super().__init__(gain)
        self.chain = chain
        self._known: tuple[float, Passes] | None = None

    @property
    def passes(self) -> Passes:
        """Both passes through the whole network with the gain of now; computed once for each."""
        gain, chain = float(self.get_value()), self.chain
        if self._known is None or self._known[0] != gain:
            found = chain.network.passes(gain * chain.start, chain.inputs, chain.targets)
            self._known = gain, found
        return self._known[1]


class SampledPasses(LivePasses):
    """The first `units` of each layer of a network with as wide layers, and the edges between them.

    What both passes leave there is that of the whole network at `start`, as it is now.
    """

    def __init__(self, start: ScaledStart, units: int) -> None:
        chain = start.chain
        layers = chain.network.layers
        small = Network((units,) * (len(layers) + 1), [layer.activation.name for layer in layers])
        zero = np.zeros(small.dimension)
        super().__init__(small, zero, chain.inputs[:, :units], chain.targets[:, :units])
        self.start, self.units = start, units
        self._cut: tuple[Passes, Passes] | None = None

    @property
    def now(self) -> Passes:
        """Both passes with the gain of now, as far as these units are concerned."""
        whole = self.start.passes
        if self._cut is None or self._cut[0] is not whole:
            self._cut = whole, self._cut_out(whole)
        return self._cut[1]

    def _cut_out(self, whole: Passes) -> Passes:
        layers = tuple(self._layer(layer) for layer in whole.layers)
        pack = self.network.pack
        return replace(
            whole,
            inputs=whole.inputs[:, : self.units],
            targets=whole.targets[:, : self.units],
            layers=layers,
            parameters=pack([(layer.weights, layer.biases) for layer in layers]),
            gradient=pack([(layer.weight_gradients, layer.bias_gradients) for layer in layers]),
        )

    def _layer(self, layer: LayerPass) -> LayerPass:
        some = slice(0, self.units)
        cut: dict[str, Any] = {
            name: getattr(layer, name)[some, some] for name in ("weights", "weight_gradients")
        }
        for name in ("biases", "bias_gradients"):
            cut[name] = getattr(layer, name)[some]
        for name in ("pre_activations", "activations", "deltas"):
            cut[name] = getattr(layer, name)[:, some]
        return replace(layer, **cut)
