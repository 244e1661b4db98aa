"""The loss of a network on its data, as a function of the flat parameter vector."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd_math.checks import Array
from gd_math.network.criteria import Criterion
from gd_math.network.propagation import (
    Layers,
    Signals,
    backward,
    flat_gradient,
    forward,
    hessian_at,
)

BLOCK = 2**20  # numbers that the signals of one block may take up: 8 MB, and a few times that


@dataclass(frozen=True, eq=False)
class Objective:
    """f(θ) = 1/N Σᵢ criterion(outputs of sample i, targets of sample i), with its derivatives.

    inputs (N, K₀), targets (N, K); x holds parameter vectors θ, (..., d). They are taken in
    blocks, so that a mesh of thousands of them needs little more memory than the mesh itself.
    Where a number is too large for a float it is infinite, never NaN.
    """

    layers: Layers
    criterion: Criterion
    inputs: Array
    targets: Array

    def value(self, x: Array) -> Array:
        """Return f(θ), (...)."""
        return self.batch_value(x, None)

    def batch_value(self, x: Array, batch: Any) -> Array:
        """Return the loss (...) of the samples in `batch`, (b,) or (..., b); of all for None."""

        def mean(parameters: Array, inputs: Array, targets: Array) -> Array:
            outputs = forward(self.layers, parameters, inputs).outputs
            return np.asarray(self.criterion.value(outputs, targets).mean(axis=-1))

        return self._in_blocks(mean, x, batch, ())[()]

    def gradient(self, x: Array) -> Array:
        """Return ∇f(θ), (..., d)."""
        return self.batch_gradient(x, None)

    def batch_gradient(self, x: Array, batch: Any) -> Array:
        """Return the gradient (..., d) of the samples in `batch`, (b,) or (..., b)."""

        def mean_gradient(parameters: Array, inputs: Array, targets: Array) -> Array:
            signals, deltas = self._passes(parameters, inputs, targets)
            return flat_gradient(self.layers, signals, deltas)

        return self._in_blocks(mean_gradient, x, batch, x.shape[-1:])

    def hessian(self, x: Array) -> Array:
        """Return the matrix of second derivatives (..., d, d), exactly."""
        dimension = x.shape[-1]
        flat = x.reshape(-1, dimension)
        hessian = np.empty((len(flat), dimension, dimension))
        directions = np.eye(dimension)
        data = self.layers, self.criterion
        with np.errstate(over="ignore", invalid="ignore"):
            for part in self._blocks(len(flat), dimension * len(self.inputs)):
                points = flat[part]
                product = hessian_at(*data, points, self.inputs, self.targets)
                for along in self._blocks(dimension, len(points) * len(self.inputs)):
                    hessian[part, along] = product(directions[along])
            # Rounding is all that tells it from its transpose.
            hessian = (hessian + np.swapaxes(hessian, -1, -2)) / 2
        return _without_nan(hessian).reshape(*x.shape, dimension)

    def hessian_at(self, x: Array) -> Callable[[Array], Array]:
        """Return the function that takes directions v (m, d) to H(θ) v at one point x (d,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            product = hessian_at(self.layers, self.criterion, x, self.inputs, self.targets)

        def products(directions: Array) -> Array:
            with np.errstate(over="ignore", invalid="ignore"):
                return _without_nan(product(directions))

        return products

    def passes(self, parameters: Array) -> tuple[Signals, tuple[Array, ...]]:
        """Return what the forward pass leaves behind, and ∂f/∂z (..., N, K) of each layer."""
        return self._passes(parameters, self.inputs, self.targets)

    def _passes(
        self, parameters: Array, inputs: Array, targets: Array
    ) -> tuple[Signals, tuple[Array, ...]]:
        signals = forward(self.layers, parameters, inputs)
        by_outputs = self.criterion.gradient(signals.outputs, targets) / inputs.shape[-2]
        return signals, backward(self.layers, parameters, signals, by_outputs)

    def _in_blocks(
        self,
        function: Callable[[Array, Array, Array], Array],
        x: Array,
        batch: Any,
        tail: tuple[int, ...],
    ) -> Array:
        """Apply a function of parameters (p, d), inputs and targets, giving (p, *tail)."""
        flat = x.reshape(-1, x.shape[-1])
        result = np.empty((len(flat), *tail))
        inputs, targets = self.inputs, self.targets
        own = batch is not None and batch.ndim > 1  # each point has a batch of its own
        if own:
            batch = batch.reshape(len(flat), batch.shape[-1])
        elif batch is not None:
            inputs, targets = inputs[batch], targets[batch]
        samples = batch.shape[-1] if own else len(inputs)
        with np.errstate(over="ignore", invalid="ignore"):
            for part in self._blocks(len(flat), samples):
                if own:
                    inputs, targets = self.inputs[batch[part]], self.targets[batch[part]]
                result[part] = function(flat[part], inputs, targets)
        return _without_nan(result).reshape((*x.shape[:-1], *tail))

    def _blocks(self, count: int, samples: int) -> Iterator[slice]:
        """Cut `count` parameter vectors into slices whose signals fit in a block."""
        per_sample = sum(layer.fan_in + 2 * layer.fan_out for layer in self.layers)
        size = max(1, BLOCK // (samples * per_sample))
        for start in range(0, count, size):
            yield slice(start, start + size)


def _without_nan(array: Array) -> Array:
    return np.where(np.isnan(array), np.inf, array)
