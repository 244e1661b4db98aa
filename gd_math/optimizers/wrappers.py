"""What can be put around any optimizer."""

from typing import Any

from gd_math.checks import Array
from gd_math.optimizers.base import Optimizer


def ascent(optimizer: Optimizer) -> Optimizer:
    """Turn an optimizer round, so that it climbs.

        step = update(−g)

    optimizer: the one that descends. Returns the one that ascends in the same way.
    """

    def update(gradient: Array, state: Any) -> tuple[Array, Any]:
        return optimizer.update(-gradient, state)

    return Optimizer(optimizer.init, update)
