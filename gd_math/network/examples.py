"""Networks with something to learn and somewhere to start, ready for the clips."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from gd_math import checks
from gd_math.checks import Array, read_only
from gd_math.network.initialization import xavier
from gd_math.network.network import Network
from gd_math.records import one_line
from gd_math.sample_mean_loss import EmpiricalLoss


@dataclass(frozen=True, eq=False)
class Example:
    """A network, its data, and the parameters from which its training starts.

    inputs: (N, K₀).  targets: (N, K).  start: (d,).  Every array is read-only.
    """

    __repr__ = one_line

    name: str
    network: Network
    inputs: Array
    targets: Array
    start: Array

    def __post_init__(self) -> None:
        for part in ("inputs", "targets", "start"):
            object.__setattr__(self, part, read_only(getattr(self, part)))

    @cached_property
    def loss(self) -> EmpiricalLoss:
        """The loss of the network on all the data."""
        return self.network.loss(self.inputs, self.targets, name=self.name)


def _combinations(values: tuple[float, float], inputs: int) -> Array:
    """Return every way to give each input one of two values, (2ⁿ, n)."""
    return np.array(list(product(values, repeat=inputs)))


def _majority() -> Example:
    network = Network((3, 2, 1), biases=(True, False))
    votes = _combinations((0.0, 1.0), 3)
    targets = (votes.sum(axis=-1, keepdims=True) > 1.5).astype(np.float64)
    # One decimal is enough to start from, and can be read off a picture.
    return Example("majority", network, votes, targets, xavier(network, seed=2).round(1))


MAJORITY = _majority()
"""The majority of three votes, each 0 or 1: 3 inputs, 2 tanh units, 1 plain output.

8 weights and, in the hidden units only, 2 biases. 8 samples, mean squared error. The start is
Xavier's, rounded to one decimal. Gradient descent with learning rate 0.3 learns it: quickly at
first, then over a plateau (from about 50 to 300 steps), then all but exactly.
"""


def _xor() -> Example:
    network = Network((2, 2, 1))
    signs = _combinations((-1.0, 1.0), 2)
    return Example("xor", network, signs, -signs.prod(axis=-1, keepdims=True), xavier(network, 3))


XOR = _xor()
"""Exclusive or: 1 if two signs differ, −1 if not, which no network without hidden units can tell.

2 inputs, 2 tanh units, 1 plain output, 9 parameters, 4 samples, mean squared error. From this
start it is learned; from some others training ends on a plateau of loss 1/2, where two of the four
samples are told apart and the other two both get 0.
"""


def houses(noise: float = 0.1, seed: int = 4) -> Example:
    """Return a network that is to learn prices: 3 inputs, 2 tanh units, 1 plain output.

        t = 1 + 0.6 s + 0.7 s c + 0.5 g + noise ε,   ε ~ normal(0, 1)

    s is the size in 100 m², another one for each of 24 houses: 0.4, 0.5, … 2.7; c and g say whether
    a house is in town and whether it has a garden, 1 or 0 each. As sizes grow, (c, g) goes round
    (0, 0), (1, 0), (1, 1), (0, 1): one of both changes from house to house, so prices of houses of
    about one size differ. The price t is in 100,000 dollars, to one decimal. 8 weights and, in the
    hidden units only, 2 biases; the start is Xavier's, to one decimal.
    noise: at least 0.  seed: of the noise and the start, a whole number of at least 0.
    Raises ValueError for numbers out of range.
    """
    s = np.linspace(0.4, 2.7, 24).round(1)
    c, g = np.tile([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)], (6, 1)).T
    inputs = np.stack([s, c, g], axis=-1)
    error = checks.between("noise", noise, 0, np.inf) * checks.generator(seed).normal(size=len(s))
    targets = (1 + 0.6 * s + 0.7 * s * c + 0.5 * g + error).round(1)
    network = Network((3, 2, 1), biases=(True, False))
    return Example(
        "houses", network, inputs, targets[:, np.newaxis], xavier(network, seed).round(1)
    )


def sine(samples: int = 32, hidden: int = 8, noise: float = 0.0, seed: int = 0) -> Example:
    """Return a network that is to learn a sine: 1 input, `hidden` tanh units, 1 plain output.

        t = sin x + noise ε,   ε ~ normal(0, 1),   x evenly from −π to π

    samples: at least 2.  hidden: at least 1.  noise: at least 0.  seed: of the noise and the start.
    Raises ValueError for numbers out of range.
    """
    x = np.linspace(-np.pi, np.pi, checks.whole("samples", samples, 2))[:, np.newaxis]
    rng = checks.generator(seed)
    targets = np.sin(x) + checks.between("noise", noise, 0, np.inf) * rng.normal(size=x.shape)
    network = Network((1, checks.whole("hidden", hidden, 1), 1))
    return Example("sine", network, x, targets, xavier(network, rng))


def chebyshev(
    degree: int = 4, samples: int = 20, hidden: tuple[int, ...] = (20, 20), seed: int = 0
) -> Example:
    """Return a network that is to learn a Chebyshev polynomial: 1 input, tanh units, 1 output.

        t = cos(n arccos x),   x evenly from −1 to 1

    Trained on all samples at once its sharpness climbs to 2/α and stays there.
    degree: n, at least 1.  samples: at least 2.  hidden: units of each hidden layer.
    seed: of the start, which is Xavier's.
    Raises ValueError for numbers out of range.
    Source: Cohen et al. 2021, arXiv:2103.00065, its figures with such data.
    """
    x = np.linspace(-1, 1, checks.whole("samples", samples, 2))[:, np.newaxis]
    targets = np.cos(checks.whole("degree", degree, 1) * np.arccos(x))
    network = Network((1, *hidden, 1))
    return Example("chebyshev", network, x, targets, xavier(network, seed))


def moons(
    samples: int = 80,
    hidden: tuple[int, ...] = (8, 8),
    activation: str = "tanh",
    noise: float = 0.1,
    seed: int = 0,
) -> Example:
    """Return a network that is to tell two interlocked half-moons apart: 2 inputs, 1 logit.

        upper, target 1: (cos s, sin s),   lower, target 0: (1 − cos s, 1/2 − sin s),
        s evenly from 0 to π, each point moved by noise ε, ε ~ normal(0, 1)

    samples: half of them in each moon, at least 4.  hidden: how many units each hidden layer has.
    activation: of the hidden layers.  noise: at least 0.  seed: of the noise and the start.
    Its criterion is the binary cross-entropy.
    Raises ValueError for numbers out of range.
    """
    half = checks.whole("samples", samples, 4) // 2
    s = np.linspace(0, np.pi, half)
    upper = np.column_stack([np.cos(s), np.sin(s)])
    lower = np.column_stack([1 - np.cos(s), 0.5 - np.sin(s)])
    rng = checks.generator(seed)
    inputs = np.concatenate([upper, lower])
    inputs += checks.between("noise", noise, 0, np.inf) * rng.normal(size=inputs.shape)
    targets = np.repeat([[1.0], [0.0]], half, axis=0)
    network = Network((2, *hidden, 1), activation, criterion="binary_cross_entropy")
    return Example("moons", network, inputs, targets, xavier(network, rng))


def deep_chain(
    depth: int,
    width: int = 16,
    activation: str = "identity",
    samples: int = 32,
    seed: int = 0,
) -> Example:
    """Return a chain of equal layers, to watch the backward signal fade or swell through it.

    depth: how many layers of weights, at least 1.  width: units in every layer, at least 1.
    activation: of every layer, the last included.  samples: at least 1.
    seed: of the inputs and targets, all normal(0, 1), and of the start.
    Raises ValueError for numbers out of range.
    Source: Hochreiter 1991, Untersuchungen zu dynamischen neuronalen Netzen, TU München.
    """
    depth, width = checks.whole("depth", depth, 1), checks.whole("width", width, 1)
    rng = checks.generator(seed)
    network = Network((width,) * (depth + 1), (activation,) * depth)
    inputs, targets = rng.normal(size=(2, checks.whole("samples", samples, 1), width))
    return Example("deep chain", network, inputs, targets, xavier(network, rng))
