"""Where training starts: parameters drawn at random, and what goes wrong with other choices.

Biases start at 0 in every one of them, as in both papers.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.network.layers import Layer
from gd_math.network.network import Network
from gd_math.network.shape import known

Seed = int | np.random.Generator

SMALL = 0.1  # times Xavier's standard deviation
LARGE = 10.0  # times Xavier's standard deviation


def zeros(network: Network, count: int | None = None) -> Array:
    """Return all parameters zero.

    Every unit of a hidden layer then gets the same gradient, so they stay copies of each other.
    count: how many vectors.  Returns (d,), or (count, d).
    Raises ValueError for an unsuitable count.
    """
    return np.zeros((*_lead(count), network.dimension))


def xavier(network: Network, seed: Seed, gain: float = 1.0, count: int | None = None) -> Array:
    """Draw weights that keep signals equally strong through layers of tanh, forward and back.

        W ~ uniform(−r, r),   r = gain √(6/(fan_in + fan_out)),
        standard deviation gain √(2/(fan_in + fan_out))

    seed: a whole number of at least 0, or a Generator.  gain: above 0, as in PyTorch.
    count: how many vectors.  Returns (d,), or (count, d).
    Raises ValueError for an unsuitable seed, gain or count.
    Source: Glorot, Bengio 2010, AISTATS, 249–256, equation 16.
    """
    gain = checks.positive("gain", gain)

    def uniform(layer: Layer, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        reach = gain * np.sqrt(6 / (layer.fan_in + layer.fan_out))
        return rng.uniform(-reach, reach, shape)

    return _drawn(network, uniform, seed, count)


def he(network: Network, seed: Seed, gain: float = np.sqrt(2), count: int | None = None) -> Array:
    """Draw weights that keep signals equally strong through layers of ReLU, which halve them.

        W ~ normal(0, gain²/fan_in)

    seed: a whole number of at least 0, or a Generator.  gain: above 0; √2 makes up for the half
    that ReLU takes.  count: how many vectors.  Returns (d,), or (count, d).
    Raises ValueError for an unsuitable seed, gain or count.
    Source: He, Zhang, Ren, Sun 2015, arXiv:1502.01852, equation 10.
    """
    gain = checks.positive("gain", gain)

    def normal(layer: Layer, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        return rng.normal(0.0, gain / np.sqrt(layer.fan_in), shape)

    return _drawn(network, normal, seed, count)


def small(network: Network, seed: Seed, count: int | None = None) -> Array:
    """Draw weights ten times too small: `xavier` with gain 0.1; signals fade layer by layer."""
    return xavier(network, seed, SMALL, count)


def large(network: Network, seed: Seed, count: int | None = None) -> Array:
    """Draw weights ten times too large: `xavier` with gain 10; signals swell, or saturate."""
    return xavier(network, seed, LARGE, count)


def _zeros(network: Network, seed: Seed, count: int | None = None) -> Array:
    checks.generator(seed)
    return zeros(network, count)


INITIALIZATIONS: Mapping[str, Callable[..., Array]] = MappingProxyType(
    {"zeros": _zeros, "small": small, "large": large, "xavier": xavier, "he": he}
)
"""The initializations by name, each a function (network, seed, count=None) -> parameters."""


def initialize(network: Network, scheme: str, seed: Seed, count: int | None = None) -> Array:
    """Draw parameters by the name of a scheme: one of `INITIALIZATIONS`.

    seed: a whole number of at least 0, or a Generator.  count: how many vectors.
    Returns (d,), or (count, d). The same whole number always gives the same parameters.
    Raises ValueError for an unknown scheme and an unsuitable seed or count.
    """
    return known("scheme", scheme, INITIALIZATIONS)(network, seed, count=count)


def _drawn(
    network: Network,
    draw: Callable[[Layer, np.random.Generator, tuple[int, ...]], Array],
    seed: Seed,
    count: int | None,
) -> Array:
    """Draw the weights of each layer; the biases stay zero."""
    rng = checks.generator(seed)
    parameters = zeros(network, count)
    for layer in network.layers:
        size = layer.weights.stop - layer.weights.start
        parameters[..., layer.weights] = draw(layer, rng, (*_lead(count), size))
    return parameters


def _lead(count: int | None) -> tuple[int, ...]:
    return () if count is None else (checks.whole("count", count, 1),)
