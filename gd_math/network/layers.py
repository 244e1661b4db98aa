"""How one flat vector holds the weights and biases of all layers, and what each entry is called."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gd_math.checks import Array
from gd_math.network.activations import Activation
from gd_math.records import one_line


@dataclass(frozen=True)
class Layer:
    """One layer a = φ(z), z = W a_before + b, and where its parameters stand in the flat vector.

    number: from 1.  fan_in, fan_out: how many units come before it, and how many it has.
    weights: the slice that holds W, row by row; W has shape (fan_out, fan_in), as in PyTorch.
    biases: the slice that holds b, shape (fan_out,), or None for a layer without biases.
    """

    __repr__ = one_line

    number: int
    fan_in: int
    fan_out: int
    activation: Activation
    weights: slice
    biases: slice | None

    @property
    def parameters(self) -> slice:
        """The slice that holds both."""
        return slice(self.weights.start, (self.biases or self.weights).stop)

    def unpack(self, parameters: Array) -> "LayerParameters":
        """Return views of W (..., fan_out, fan_in) and b (..., fan_out) in (..., d)."""
        lead = parameters.shape[:-1]
        weights = parameters[..., self.weights].reshape(*lead, self.fan_out, self.fan_in)
        return LayerParameters(
            weights, None if self.biases is None else parameters[..., self.biases]
        )


class LayerParameters(NamedTuple):
    """What belongs to one layer: weights (..., fan_out, fan_in) and biases (..., fan_out).

    biases is None in a layer without biases. Gradients by layer have the same form.
    """

    def __repr__(self) -> str:
        return one_line(self)

    weights: Array
    biases: Array | None


@dataclass(frozen=True)
class Parameter:
    """What one entry of the flat vector is.

    name: "w2_3_1" for the weight of layer 2 from unit 3 to unit 1, "b2_1" for the bias of its
    unit 1. Layers and units count from 1; unit 3 of layer 0 is the third input.
    index: its place in the flat vector, from 0.
    layer, source, target: the numbers in the name; source is None for a bias.
    formula: the name in Typst math markup.
    """

    name: str
    index: int
    layer: int
    source: int | None
    target: int
    formula: str


def lay_out(
    sizes: tuple[int, ...], activations: tuple[Activation, ...], biases: tuple[bool, ...]
) -> tuple[Layer, ...]:
    """Return the layers in order, weights before biases in each."""
    layers: list[Layer] = []
    place = 0
    for number, (activation, has_biases) in enumerate(zip(activations, biases, strict=True), 1):
        fan_in, fan_out = sizes[number - 1], sizes[number]
        weights = slice(place, place + fan_out * fan_in)
        offsets = slice(weights.stop, weights.stop + fan_out) if has_biases else None
        layers.append(Layer(number, fan_in, fan_out, activation, weights, offsets))
        place = layers[-1].parameters.stop
    return tuple(layers)


def named(layers: tuple[Layer, ...]) -> tuple[Parameter, ...]:
    """Return what each entry of the flat vector is, in order."""
    found: list[Parameter] = []
    for layer in layers:
        number = layer.number
        for target, source in np.ndindex(layer.fan_out, layer.fan_in):
            j, i = target + 1, source + 1
            formula = f"w_({i},{j})^(({number}))"
            found.append(Parameter(f"w{number}_{i}_{j}", len(found), number, i, j, formula))
        for j in range(1, layer.fan_out + 1) if layer.biases else ():
            formula = f"b_({j})^(({number}))"
            found.append(Parameter(f"b{number}_{j}", len(found), number, None, j, formula))
    return tuple(found)
