"""Neural networks: multilayer perceptrons, their losses over one flat vector, their landscapes.

>>> from gd_math import descend, momentum, network
>>> xor = network.XOR
>>> walk = descend(xor.loss, momentum(0.1), xor.start, steps=200)
>>> xor.network.outputs(walk.x[-1], xor.inputs).round(1).ravel().tolist()
[-1.0, 1.0, 1.0, -1.0]
"""

from gd_math.network.activations import ACTIVATIONS, Activation
from gd_math.network.criteria import CRITERIA, Criterion
from gd_math.network.examples import (
    MAJORITY,
    XOR,
    Example,
    chebyshev,
    deep_chain,
    houses,
    moons,
    sine,
)
from gd_math.network.initialization import (
    INITIALIZATIONS,
    he,
    initialize,
    large,
    small,
    xavier,
    zeros,
)
from gd_math.network.landscape import (
    PrincipalDirections,
    filter_normalized_directions,
    principal_directions,
)
from gd_math.network.layers import Layer, LayerParameters, Parameter
from gd_math.network.network import Network
from gd_math.network.passes import LayerPass, Passes

__all__ = [
    "ACTIVATIONS",
    "CRITERIA",
    "INITIALIZATIONS",
    "MAJORITY",
    "XOR",
    "Activation",
    "Criterion",
    "Example",
    "Layer",
    "LayerParameters",
    "LayerPass",
    "Network",
    "Parameter",
    "Passes",
    "PrincipalDirections",
    "chebyshev",
    "deep_chain",
    "filter_normalized_directions",
    "he",
    "houses",
    "initialize",
    "large",
    "moons",
    "principal_directions",
    "sine",
    "small",
    "xavier",
    "zeros",
]
