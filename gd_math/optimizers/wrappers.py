"""Wrappers around any optimizer, each of which changes the gradient that it receives."""

from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.optimizers.base import GRADIENT, Optimizer


def ascent(optimizer: Optimizer) -> Optimizer:
    """Turn descent into ascent, as `maximize` does in torch.optim.

        g ← −g

    optimizer: the one that descends. Returns the one that ascends.
    """

    def update(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
        return optimizer.update(-gradient, state, x)

    name = optimizer.name.replace("gradient descent", "gradient ascent")
    if name == optimizer.name:
        name += ", ascent"
    return Optimizer(optimizer.init, update, name, _formula(f"-{GRADIENT}", optimizer))


def clip_by_norm(optimizer: Optimizer, max_norm: float) -> Optimizer:
    """Scale the gradient down to a largest norm.

        g ← g min(1, c / ‖g‖)

    Each start of a batch is clipped by itself.
    optimizer: the one that receives the clipped gradient.  max_norm: c above 0.
    Raises ValueError if max_norm is not a finite number above 0.
    Source: Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063; as torch.nn.utils.clip_grad_norm_, but
    without the 1e-6 that PyTorch adds to ‖g‖.

    >>> from gd_math import descend, gradient_descent, losses
    >>> careful = clip_by_norm(gradient_descent(1.0), max_norm=1.0)
    >>> descend(losses.PARABOLA, careful, [3.0], steps=3).x[:, 0].tolist()
    [3.0, 2.0, 1.0, 0.0]
    """
    max_norm = checks.positive("max_norm", max_norm)

    def update(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
        # Divided by its largest entry first: the square of a large entry would overflow.
        largest = np.abs(gradient).max(axis=-1, keepdims=True)
        shape = gradient / np.where(largest > 0, largest, 1.0)
        limit = max_norm / np.maximum(np.linalg.norm(shape, axis=-1, keepdims=True), 1.0)
        return optimizer.update(np.where(largest > limit, shape * limit, gradient), state, x)

    clipped = f"min(1, c / norm({GRADIENT})) {GRADIENT}"
    name = f"{optimizer.name}, clipped norm"
    return Optimizer(optimizer.init, update, name, _formula(clipped, optimizer))


def clip_by_value(optimizer: Optimizer, max_value: float) -> Optimizer:
    """Clip every entry of the gradient to a largest size.

        gᵢ ← min(max(gᵢ, −c), c)

    optimizer: the one that receives the clipped gradient.  max_value: c above 0.
    Raises ValueError if max_value is not a finite number above 0.
    Source: as torch.nn.utils.clip_grad_value_.
    """
    max_value = checks.positive("max_value", max_value)

    def update(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
        return optimizer.update(np.clip(gradient, -max_value, max_value), state, x)

    clipped = f"max(-c, min(c, {GRADIENT}))"
    name = f"{optimizer.name}, clipped entries"
    return Optimizer(optimizer.init, update, name, _formula(clipped, optimizer))


def weight_decay(optimizer: Optimizer, decay: float) -> Optimizer:
    """Descend f(x) + ½ λ ‖x‖² instead of f: add the gradient of an L2 penalty.

        g ← g + λ x

    optimizer: the one that receives the sum.  decay: λ, at least 0.
    Raises ValueError if decay is not a finite number of at least 0.
    Source: `weight_decay` of torch.optim.SGD. For Adam see `adamw`.
    """
    decay = checks.between("decay", decay, 0, np.inf)

    def update(gradient: Array, state: Any, x: Array) -> tuple[Array, Any]:
        return optimizer.update(gradient + decay * x, state, x)

    name = f"{optimizer.name}, weight decay"
    return Optimizer(
        optimizer.init, update, name, _formula(f"{GRADIENT} + lambda theta", optimizer)
    )


def _formula(gradient: str, optimizer: Optimizer) -> str:
    """Return the formula of an optimizer that receives `gradient` instead of the gradient."""
    if not optimizer.formula:
        return ""
    rest = optimizer.formula.removeprefix(f"g <- {GRADIENT}, quad ").replace(GRADIENT, "g")
    return f"g <- {gradient}, quad {rest}"
