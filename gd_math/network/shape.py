"""Checks of what a network is made of, and of the vectors that are handed to it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.network.layers import Layer

T = TypeVar("T")


def unit_counts(sizes: Any) -> tuple[int, ...]:
    """Return the sizes of a network, inputs first, as a tuple of at least two whole numbers."""
    counts = tuple(checks.whole("sizes", size, 1) for size in _sequence("sizes", sizes))
    if len(counts) < 2:
        raise ValueError(f"sizes must have at least 2 entries, inputs and outputs, got {sizes!r}")
    return counts


def activation_names(activations: Any, depth: int) -> tuple[str, ...]:
    """Return one name per layer; a single one is that of every layer but the last."""
    if isinstance(activations, str):
        return (activations,) * (depth - 1) + ("identity",)
    return _one_per_layer("activations", activations, depth)


def bias_flags(biases: Any, depth: int) -> tuple[bool, ...]:
    """Return one bool per layer; a single one is that of all."""
    if isinstance(biases, bool):
        return (biases,) * depth
    flags = _one_per_layer("biases", biases, depth)
    for flag in flags:
        if not isinstance(flag, bool):
            raise ValueError(f"biases must be True or False for each layer, got {flag!r}")
    return flags


def known(name: str, key: Any, table: Mapping[str, T]) -> T:
    """Return what a table has under a name that a caller chose."""
    if not isinstance(key, str) or key not in table:
        raise ValueError(f"{name} must be one of {', '.join(table)}, got {key!r}")
    return table[key]


def input_rows(inputs: Any, columns: int) -> Array:
    """Return inputs (N, K₀) as finite floats, with N of at least 1."""
    array = checks.finite_array("inputs", inputs)
    if array.ndim != 2 or array.shape[1] != columns or not len(array):
        raise ValueError(
            f"inputs must have shape (N, {columns}), one row per sample and at least one, "
            f"got shape {array.shape}"
        )
    return array


def joined(layers: Sequence[Layer], parts: Any) -> Array:
    """Return the flat vector (..., d) of weights and biases by layer."""
    pairs = _one_per_layer("layers", parts, len(layers))
    arrays = [
        array for layer, pair in zip(layers, pairs, strict=True) for array in _flat(layer, pair)
    ]
    leads = {array.shape[:-1] for array in arrays}
    if len(leads) > 1:
        raise ValueError(f"layers must all have the same leading axes, got {sorted(leads)}")
    return np.concatenate(arrays, axis=-1)


def _flat(layer: Layer, pair: Any) -> list[Array]:
    """Return the weights of one layer, and its biases if it has any, each as (..., n)."""
    try:
        weights, biases = pair
    except (TypeError, ValueError):
        raise ValueError(f"layers must be pairs (weights, biases), got {pair!r}") from None
    name, shape = f"weights of layer {layer.number}", (layer.fan_out, layer.fan_in)
    matrix = checks.finite_array(name, weights)
    if matrix.shape[-2:] != shape:
        raise ValueError(
            f"{name} must have shape (..., {shape[0]}, {shape[1]}), got {matrix.shape}"
        )
    flat = [matrix.reshape(*matrix.shape[:-2], layer.fan_out * layer.fan_in)]
    name = f"biases of layer {layer.number}"
    if layer.biases is not None:
        flat.append(checks.points(name, biases, layer.fan_out))
    elif biases is not None:
        raise ValueError(f"{name} must be None, this layer has none, got {biases!r}")
    return flat


def one_vector(name: str, value: Any, dimension: int) -> Array:
    """Return a single flat vector (d,)."""
    flat = checks.points(name, value, dimension)
    if flat.ndim != 1:
        raise ValueError(f"{name} must have shape ({dimension},), got {flat.shape}")
    return flat


def _sequence(name: str, value: Any) -> tuple[Any, ...]:
    try:
        return tuple(value)
    except TypeError:
        raise ValueError(f"{name} must be a sequence, got {value!r}") from None


def _one_per_layer(name: str, value: Any, depth: int) -> tuple[Any, ...]:
    entries = _sequence(name, value)
    if len(entries) != depth:
        raise ValueError(f"{name} must have {depth} entries, one per layer, got {len(entries)}")
    return entries
