"""Activations: what a unit makes of the sum that reaches it, with the first two derivatives."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gd_math.checks import Array
from gd_math.records import one_line


class Activation(NamedTuple):
    """A function φ that is applied to each pre-activation z by itself.

    value: φ(z).  slope: φ′(z).  curvature: φ″(z).  Each takes and returns any shape, and none
    overflows for finite z.
    formula: φ(z) in Typst math markup.
    """

    def __repr__(self) -> str:
        return one_line(self)

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    curvature: Callable[[Array], Array]
    formula: str


def _identity(z: Array) -> Array:
    return z.copy()


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_slope(z: Array) -> Array:
    return np.asarray(z > 0, dtype=np.float64)


def sigmoid(z: Array) -> Array:
    """Return 1/(1 + e⁻ᶻ), precise in both tails, for z of any shape."""
    tail = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, tail) / (1 + tail))


def sigmoid_slope(z: Array) -> Array:
    """Return σ′(z) = σ(z) σ(−z), precise in both tails, for z of any shape."""
    tail = np.exp(-np.abs(z))
    return np.asarray(tail / (1 + tail) ** 2)


def _sigmoid_curvature(z: Array) -> Array:
    return np.asarray(-sigmoid_slope(z) * np.tanh(z / 2))


def _tanh(z: Array) -> Array:
    return np.asarray(np.tanh(z))


def _tanh_slope(z: Array) -> Array:
    # Not 1 − tanh², which is zero from |z| = 19 on: how a slope fades is what we want to see.
    tail = np.exp(-np.abs(z)) ** 2
    return np.asarray(4 * tail / (1 + tail) ** 2)


def _tanh_curvature(z: Array) -> Array:
    return np.asarray(-2 * np.tanh(z) * _tanh_slope(z))


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            Activation("identity", _identity, np.ones_like, np.zeros_like, "z"),
            Activation("relu", _relu, _relu_slope, np.zeros_like, "max(0, z)"),
            Activation("sigmoid", sigmoid, sigmoid_slope, _sigmoid_curvature, "1/(1 + e^(-z))"),
            Activation("tanh", _tanh, _tanh_slope, _tanh_curvature, "tanh z"),
        )
    }
)
"""The activations by name. ReLU's slope at 0 is 0, as in PyTorch."""
