"""A multilayer perceptron: its shape, its two passes, and its loss as a record to descend."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.network import shape
from gd_math.network.activations import ACTIVATIONS
from gd_math.network.criteria import CRITERIA
from gd_math.network.curvature import largest_eigenvalue
from gd_math.network.layers import Layer, LayerParameters, Parameter, lay_out, named
from gd_math.network.objective import Objective
from gd_math.network.passes import LayerPass, Passes
from gd_math.network.propagation import flat_gradient, forward
from gd_math.records import one_line
from gd_math.sample_mean_loss import EmpiricalLoss

REACH = 3.0  # of the domain of a loss, from 0 in every parameter


@dataclass(frozen=True)
class Network:
    """A multilayer perceptron.

        a⁰ = input,   zˡ = Wˡ aˡ⁻¹ + bˡ,   aˡ = φ(zˡ),   output = aᴸ

    sizes: how many units each layer has, inputs first: (3, 2, 1) has two layers of weights.
    activations: φ of each layer, names of `ACTIVATIONS`; a single name stands for every hidden
    layer, and the outputs are then plain ("identity"), as logits and regression want them.
    biases: whether each layer has any; a single bool stands for all layers.
    criterion: a name of `CRITERIA`.
    layers: what follows from these, first to last.
    All parameters together are one flat vector θ (d,): layer by layer, the weights row by row and
    then the biases, in the order of PyTorch's `parameters_to_vector`.
    Raises ValueError for sizes, names or numbers of layers that do not fit.
    """

    __repr__ = one_line

    sizes: Sequence[int]
    activations: str | Sequence[str] = "tanh"
    biases: bool | Sequence[bool] = True
    criterion: str = "mean_squared_error"
    layers: tuple[Layer, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sizes = shape.unit_counts(self.sizes)
        names = shape.activation_names(self.activations, len(sizes) - 1)
        biases = shape.bias_flags(self.biases, len(sizes) - 1)
        functions = tuple(shape.known("activations", name, ACTIVATIONS) for name in names)
        shape.known("criterion", self.criterion, CRITERIA)
        if self.criterion == "cross_entropy" and sizes[-1] == 1:
            raise ValueError(
                "sizes must end in at least 2 outputs for cross_entropy, one per class, got "
                f"{sizes}; for a single output there is binary_cross_entropy"
            )
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "activations", names)
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "layers", lay_out(sizes, functions, biases))

    @property
    def dimension(self) -> int:
        """The number d of parameters."""
        return int(self.layers[-1].parameters.stop)

    @property
    def named_parameters(self) -> tuple[Parameter, ...]:
        """What each entry of the flat vector is, in order: its name, layer and units."""
        return named(self.layers)

    def by_name(self, vector: Any) -> dict[str, float]:
        """Give the entries of a flat vector (d,) their names: of parameters, gradient or step.

        Returns {"w1_1_1": …, "w1_2_1": …, …, "b1_1": …, …} in the order of the vector, where
        w1_2_1 belongs to the weight of layer 1 from unit 2 to unit 1.
        Raises ValueError for another shape or numbers that are not finite.
        """
        flat = shape.one_vector("vector", vector, self.dimension)
        pairs = zip(self.named_parameters, flat, strict=True)
        return {parameter.name: float(entry) for parameter, entry in pairs}

    def unpack(self, parameters: Any) -> tuple[LayerParameters, ...]:
        """Show a flat vector (..., d), of parameters or a gradient, as what belongs to each layer.

        Returns, for each layer, weights (..., fan_out, fan_in) and biases (..., fan_out) or None,
        views of the vector where it is an array of floats.
        Raises ValueError for another shape or numbers that are not finite.
        """
        flat = self._points(parameters)
        return tuple(layer.unpack(flat) for layer in self.layers)

    def pack(self, layers: Sequence[tuple[Any, Any]]) -> Array:
        """Make the flat vector (..., d) of weights and biases by layer; `unpack` undoes it.

        layers: for each layer, weights (..., fan_out, fan_in) and biases (..., fan_out) or None.
        Raises ValueError for another number of layers or other shapes.
        """
        return shape.joined(self.layers, layers)

    def outputs(self, parameters: Any, inputs: Any) -> Array:
        """Send inputs through the network.

        parameters: (..., d).  inputs: (N, K₀).  Returns (..., N, K).
        Raises ValueError for other shapes, or where a number is too large for a float.
        """
        rows = shape.input_rows(inputs, self.layers[0].fan_in)
        with np.errstate(over="ignore", invalid="ignore"):
            outputs = forward(self.layers, self._points(parameters), rows).outputs
        return _representable(outputs)

    def loss(
        self, inputs: Any, targets: Any, name: str | None = None, reach: float = REACH
    ) -> EmpiricalLoss:
        """Return the loss on a set of samples, as a function of the flat parameter vector.

            f(θ) = 1/N Σᵢ criterion(output for input i, target i)

        inputs: (N, K₀).  targets: (N, K), or (N,) for a single output; for cross_entropy either
        labels (N,) from 0 to K − 1 or one-hot rows (N, K), or any rows of probabilities.
        name: of the loss; the sizes if there is none.
        reach: the domain is the box from −reach to reach in every parameter.
        The gradient is exact (backpropagation), and so is the Hessian, which for d parameters
        costs d times as much. Which minima there are is not known, so `minima` is empty.
        Where a number is too large for a float it is infinite.
        Raises ValueError for inputs, targets or a reach that do not fit.
        """
        data = self._objective(inputs, targets)
        corner = np.full(self.dimension, checks.positive("reach", reach))
        return EmpiricalLoss(
            name=name or f"network {'-'.join(map(str, self.sizes))}",
            value=data.value,
            gradient=data.gradient,
            hessian=data.hessian,
            domain=(-corner, corner),
            minima=(),
            formula=data.criterion.formulas[self.layers[-1].fan_out > 1],
            samples=len(data.inputs),
            batch_value=data.batch_value,
            batch_gradient=data.batch_gradient,
        )

    def passes(self, parameters: Any, inputs: Any, targets: Any) -> Passes:
        """Return one forward and one backward pass with all that happens on the way.

        parameters: (d,).  inputs: (N, K₀), where N may be 1.  targets: as for `loss`.
        Raises ValueError for other shapes, or where a number is too large for a float.
        """
        flat = shape.one_vector("parameters", parameters, self.dimension).copy()
        data = self._objective(inputs, targets)
        with np.errstate(over="ignore", invalid="ignore"):
            signals, deltas = data.passes(flat)
            sample_losses = data.criterion.value(signals.outputs, data.targets)
            loss = sample_losses.mean()
            gradient = flat_gradient(self.layers, signals, deltas)
        for computed in (*signals.pre_activations, *signals.activations, loss, *deltas, gradient):
            _representable(computed)
        layers = tuple(
            LayerPass(
                layer.number,
                *layer.unpack(flat),
                signals.pre_activations[i],
                signals.activations[i + 1],
                deltas[i],
                *layer.unpack(gradient),
            )
            for i, layer in enumerate(self.layers)
        )
        return Passes(data.inputs, data.targets, layers, sample_losses, float(loss), flat, gradient)

    def gradient_norms(self, parameters: Any, inputs: Any, targets: Any) -> Array:
        """Return how long the gradient is in each layer, weights and biases together.

            ‖∂f/∂(Wˡ, bˡ)‖,   l = 1 … L

        parameters: (..., d).  inputs: (N, K₀).  targets: as for `loss`.  Returns (..., L).
        Raises ValueError for other shapes, or where a number is too large for a float.
        """
        flat = self._points(parameters)
        gradient = self._objective(inputs, targets).gradient(flat)
        norms = [_length(gradient[..., layer.parameters], 1) for layer in self.layers]
        return np.stack(norms, axis=-1)

    def delta_norms(self, parameters: Any, inputs: Any, targets: Any) -> Array:
        """Return how strong the backward signal is in each layer, over its units and the samples.

            ‖δˡ‖ = ‖∂f/∂zˡ‖,   l = 1 … L

        This is what shrinks or grows from layer to layer by ‖Wᵀδ · φ′‖ / ‖δ‖. (The gradient by
        the weights has the activations in it as well, which may grow as fast as δ shrinks.)
        parameters: (..., d).  inputs: (N, K₀).  targets: as for `loss`.  Returns (..., L).
        Raises ValueError for other shapes, or where a number is too large for a float.
        Source: Glorot, Bengio 2010, AISTATS, 249–256, figure 7.
        """
        flat = self._points(parameters)
        data = self._objective(inputs, targets)
        norms = np.empty((*flat.shape[:-1], len(self.layers)))
        with np.errstate(over="ignore", invalid="ignore"):
            for here in np.ndindex(flat.shape[:-1]):
                norms[here] = [_length(delta, 2) for delta in data.passes(flat[here])[1]]
        return norms

    def sharpness(self, parameters: Any, inputs: Any, targets: Any) -> Array:
        """Return how sharply the loss bends where it bends most: its largest curvature.

            λmax(θ) = max over v of vᵀ H(θ) v / vᵀ v,   H the Hessian of the loss

        parameters: (..., d), for instance the path of a training: each search begins with the
        direction found at the point before.  inputs: (N, K₀).  targets: as for `loss`.
        Returns (...). By products H v alone (Lanczos), so it costs a few dozen gradients and no
        matrix. A step of gradient descent overshoots along v where λmax > 2/α.
        Raises ValueError for other shapes, or where a number is too large for a float.
        Source: Pearlmutter 1994; Cohen et al. 2021, arXiv:2103.00065.
        """
        flat = self._points(parameters)
        data = self._objective(inputs, targets)
        sharpest = np.empty(flat.shape[:-1])
        direction = None
        for here in np.ndindex(flat.shape[:-1]):
            product = data.hessian_at(flat[here])
            sharpest[here], direction = largest_eigenvalue(product, self.dimension, direction)
        return _representable(sharpest)[()]

    def _objective(self, inputs: Any, targets: Any) -> Objective:
        rows = shape.input_rows(inputs, self.layers[0].fan_in)
        criterion = CRITERIA[self.criterion]
        answers = criterion.targets(targets, len(rows), self.layers[-1].fan_out)
        return Objective(self.layers, criterion, rows.copy(), answers.copy())

    def _points(self, parameters: Any) -> Array:
        return checks.points("parameters", parameters, self.dimension)


def _representable(array: Array) -> Array:
    if not np.isfinite(array).all():
        raise ValueError(
            "parameters must be where the network's signals and gradient are finite, "
            "here a number is too large for a float"
        )
    return array


def _length(array: Array, axes: int) -> Array:
    """Return the length over the last axes, without squaring a number that is too large for it."""
    over = tuple(range(-axes, 0))
    array = _representable(array)
    largest = np.abs(array).max(axis=over, keepdims=True)
    scaled = array / np.where(largest > 0, largest, 1.0)
    with np.errstate(over="ignore"):
        return _representable(np.sqrt((scaled**2).sum(axis=over)) * largest.squeeze(over))
