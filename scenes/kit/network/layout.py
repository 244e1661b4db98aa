"""Where in the frame the units of a network stand, and what its parameters are called."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gd_math import Network
from gd_math.network import Parameter

Array = NDArray[np.float64]

BIAS_AWAY = 1.55  # from the middle of a unit to that of the square of its bias, in units' radii
BIAS_SIZE = 0.42  # half the side of that square, in radii
LETTERS = "wv"  # of the weights of a network with one hidden layer, first layer and second


@dataclass(frozen=True)
class NetworkLayout:
    """Places of the units of `network`: layers from left to right, the units of each in a column.

    left, right: of the frame, the middles of the inputs and of the outputs.
    middle: height of the middle of every layer.
    heights: for each layer, inputs first, from its first unit down to its last.
    radius: of a unit, in units of the frame.
    """

    network: Network
    left: float = -5.4
    right: float = 0.2
    middle: float = 0.3
    heights: tuple[float, ...] = ()
    radius: float = 0.5

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many units each layer has, inputs first."""
        return tuple(self.network.sizes)

    def units(self, layer: int) -> Array:
        """Return the middles of the units of a layer, (K, 3); layer 0 are the inputs."""
        count = self.sizes[layer]
        high = self.heights[layer] if self.heights else self._even(count)
        x = np.linspace(self.left, self.right, len(self.sizes))[layer]
        y = self.middle + high * (0.5 - np.arange(count) / max(count - 1, 1)) * (count > 1)
        return np.stack([np.full(count, x), y, np.zeros(count)], axis=-1)

    def _even(self, count: int) -> float:
        return (count - 1) * 2.8 * self.radius

    def bias(self, layer: int, unit: int) -> Array:
        """Return the middle of the square of a unit's bias, (3,): above it, below a last one."""
        units = self.units(layer)
        below = unit == len(units) and unit > 1
        away = (BIAS_AWAY + 1) * self.radius * (-1 if below else 1)
        return np.asarray(units[unit - 1] + np.array([0, away, 0]))

    def edge(self, parameter: Parameter) -> tuple[Array, Array]:
        """Return where the line of a weight or a bias begins and ends: on the rims of units."""
        target = self.units(parameter.layer)[parameter.target - 1]
        if parameter.source is None:
            source, rim = self.bias(parameter.layer, parameter.target), BIAS_SIZE * self.radius
        else:
            source, rim = self.units(parameter.layer - 1)[parameter.source - 1], self.radius
        along = (target - source) / np.linalg.norm(target - source)
        return source + rim * along, target - self.radius * along


def symbol(network: Network, parameter: Parameter) -> str:
    """Return what a parameter is called, in Typst math markup.

    With one hidden layer weights are w_(ij), from input i to hidden unit j, and v_(ij), or v_i
    where there is one output; biases are b_j and c_j. Deeper networks have the number of the layer
    as well, as `Parameter.formula` has it.
    """
    if len(network.layers) > len(LETTERS):
        return parameter.formula
    first = parameter.layer == 1
    if parameter.source is None:
        letter = "b" if first else "c"
        return f"{letter}_{parameter.target}" if _several(network, parameter) else letter
    letter = LETTERS[parameter.layer - 1]
    joined = f"{parameter.source} {parameter.target}"
    numbers = joined if _several(network, parameter) else f"{parameter.source}"
    return f"{letter}_({numbers})"


def _several(network: Network, parameter: Parameter) -> bool:
    return bool(network.layers[parameter.layer - 1].fan_out > 1)
