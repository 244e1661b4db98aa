"""Forward and backward through the layers, for many parameter vectors at once.

Forward, with a⁰ the inputs:      zˡ = Wˡ aˡ⁻¹ + bˡ,   aˡ = φ(zˡ)
Backward, with δˡ = ∂f/∂zˡ:       δᴸ = ∂f/∂aᴸ · φ′(zᴸ),   δˡ = (Wˡ⁺¹)ᵀ δˡ⁺¹ · φ′(zˡ)
Gradient:                         ∂f/∂Wˡ = Σ δˡ (aˡ⁻¹)ᵀ,   ∂f/∂bˡ = Σ δˡ   (over the samples)

Shapes: parameters (..., d), inputs (N, K₀) or (..., N, K₀), signals of a layer (..., N, Kₗ).
Source: Rumelhart, Hinton, Williams 1986, Nature 323, 533–536.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gd_math.checks import Array
from gd_math.network.criteria import Criterion
from gd_math.network.layers import Layer

Layers = tuple[Layer, ...]


class Signals(NamedTuple):
    """What the forward pass leaves behind.

    pre_activations: z¹ … zᴸ.  activations: a⁰ … aᴸ, the inputs first and the outputs last.
    """

    pre_activations: tuple[Array, ...]
    activations: tuple[Array, ...]

    @property
    def outputs(self) -> Array:
        """The activations of the last layer, (..., N, K)."""
        return self.activations[-1]


def forward(layers: Layers, parameters: Array, inputs: Array) -> Signals:
    """Send the inputs through all layers."""
    pre_activations, activations = [], [inputs]
    for layer in layers:
        weights, biases = layer.unpack(parameters)
        z = activations[-1] @ _transposed(weights)
        if biases is not None:
            z += biases[..., np.newaxis, :]
        pre_activations.append(z)
        activations.append(layer.activation.value(z))
    return Signals(tuple(pre_activations), tuple(activations))


def backward(
    layers: Layers, parameters: Array, signals: Signals, output_gradient: Array
) -> tuple[Array, ...]:
    """Send ∂f/∂aᴸ (..., N, K) back through all layers; return δ¹ … δᴸ."""
    deltas: list[Array] = []
    arriving = output_gradient
    for layer, z in zip(reversed(layers), reversed(signals.pre_activations), strict=True):
        deltas.append(arriving * layer.activation.slope(z))
        if layer.number > 1:
            arriving = deltas[-1] @ layer.unpack(parameters).weights
    return tuple(reversed(deltas))


def flat_gradient(layers: Layers, signals: Signals, deltas: tuple[Array, ...]) -> Array:
    """Return ∂f/∂θ (..., d) from what the two passes left behind."""
    lead = deltas[0].shape[:-2]
    gradient = np.empty((*lead, layers[-1].parameters.stop))
    for layer, before, delta in zip(layers, signals.activations[:-1], deltas, strict=True):
        products = _transposed(delta) @ before
        gradient[..., layer.weights] = products.reshape(*lead, -1)
        if layer.biases is not None:
            gradient[..., layer.biases] = delta.sum(axis=-2)
    return gradient


def hessian_at(
    layers: Layers, criterion: Criterion, parameters: Array, inputs: Array, targets: Array
) -> Callable[[Array], Array]:
    """Return the function v ↦ H v: the derivative of the whole gradient along v, exactly.

    parameters (..., d), inputs (N, K₀), targets (N, K). The function takes directions (m, d) and
    returns (..., m, d). What does not depend on them is computed once, here.
    Both passes are differentiated along v. Below, z_dot is how fast z changes along v, and so on.
    Source: Pearlmutter 1994, Neural Computation 6(1), 147–160.
    """
    here = parameters[..., np.newaxis, :]
    weights = [layer.unpack(here).weights for layer in layers]
    z, a = forward(layers, here, inputs)
    slopes = [layer.activation.slope(part) for layer, part in zip(layers, z, strict=True)]
    arriving = criterion.gradient(a[-1], targets) / len(inputs)
    deltas, bends = [arriving] * len(layers), [arriving] * len(layers)
    for index, layer in reversed(list(enumerate(layers))):
        deltas[index] = arriving * slopes[index]
        bends[index] = arriving * layer.activation.curvature(z[index])
        arriving = deltas[index] @ weights[index]

    def product(directions: Array) -> Array:
        z_dot: list[Array] = []
        a_dot: list[Array] = [np.zeros_like(inputs)]
        changes = [layer.unpack(directions) for layer in layers]
        for index, (weights_dot, biases_dot) in enumerate(changes):
            change = a_dot[-1] @ _transposed(weights[index]) + a[index] @ _transposed(weights_dot)
            if biases_dot is not None:
                change += biases_dot[:, np.newaxis, :]
            z_dot.append(change)
            a_dot.append(slopes[index] * change)

        arriving_dot = criterion.curvature(a[-1], targets, a_dot[-1]) / len(inputs)
        result = np.empty((*parameters.shape[:-1], *directions.shape))
        for index, layer in reversed(list(enumerate(layers))):
            delta = deltas[index]
            delta_dot = arriving_dot * slopes[index] + bends[index] * z_dot[index]
            by_weights = _transposed(delta_dot) @ a[index] + _transposed(delta) @ a_dot[index]
            result[..., layer.weights] = by_weights.reshape(*result.shape[:-1], -1)
            if layer.biases is not None:
                result[..., layer.biases] = delta_dot.sum(axis=-2)
            arriving_dot = delta_dot @ weights[index] + delta @ changes[index].weights
        return result

    return product


def _transposed(matrices: Array) -> Array:
    return np.swapaxes(matrices, -1, -2)
