"""One forward and one backward pass, with all their numbers."""

from dataclasses import dataclass

from gd_math.checks import Array, read_only
from gd_math.records import one_line


@dataclass(frozen=True, eq=False)
class LayerPass:
    """What one layer did in the two passes. N samples, K units, K₀ units before them.

    number: of the layer, from 1.
    weights (K, K₀), biases (K,) or None: its parameters.
    pre_activations, activations: z and a = φ(z), both (N, K).
    deltas: ∂f/∂z, (N, K), where f is the mean over the samples, so each row has its 1/N in it.
    weight_gradients (K, K₀), bias_gradients (K,) or None: ∂f/∂W and ∂f/∂b.
    Every array is read-only.
    """

    __repr__ = one_line

    number: int
    weights: Array
    biases: Array | None
    pre_activations: Array
    activations: Array
    deltas: Array
    weight_gradients: Array
    bias_gradients: Array | None

    def __post_init__(self) -> None:
        for name, part in vars(self).copy().items():
            if name != "number" and part is not None:
                object.__setattr__(self, name, read_only(part))


@dataclass(frozen=True, eq=False)
class Passes:
    """A forward and a backward pass through a network, as `Network.passes` returns them.

    inputs (N, K₀), targets (N, K): the data; labels have become one-hot rows.
    layers: what each layer did, first to last.
    sample_losses: the criterion of each sample, (N,).  loss: f, their mean.
    parameters, gradient: θ and ∇f(θ), flat, (d,); `Network.by_name` gives their entries names.
    Every array is read-only.
    """

    __repr__ = one_line

    inputs: Array
    targets: Array
    layers: tuple[LayerPass, ...]
    sample_losses: Array
    loss: float
    parameters: Array
    gradient: Array

    def __post_init__(self) -> None:
        for name in ("inputs", "targets", "sample_losses", "parameters", "gradient"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @property
    def outputs(self) -> Array:
        """The activations of the last layer, (N, K)."""
        return self.layers[-1].activations

    @property
    def units(self) -> dict[str, Array]:
        """What every unit holds, by name, (N,) each, in the order in which it is computed.

        "x1": the first input. "z1_2", "a1_2", "delta1_2": pre-activation, activation and delta of
        unit 2 of layer 1. Layers and units count from 1.
        """
        found = {f"x{i}": column for i, column in enumerate(self.inputs.T, 1)}
        for kind, part in (("z", "pre_activations"), ("a", "activations")):
            for layer in self.layers:
                for j, column in enumerate(getattr(layer, part).T, 1):
                    found[f"{kind}{layer.number}_{j}"] = column
        for layer in reversed(self.layers):
            for j, column in enumerate(layer.deltas.T, 1):
                found[f"delta{layer.number}_{j}"] = column
        return found
