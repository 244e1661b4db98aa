from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike

from gd_math import Loss, Minimum


@pytest.fixture(scope="session")
def quadratic() -> Callable[[ArrayLike], Loss]:
    """Make the loss f(x) = ½ xᵀHx from a symmetric H."""

    def make(hessian: ArrayLike) -> Loss:
        matrix = np.asarray(hessian, dtype=float)
        corner = np.full(len(matrix), 3.0)
        return Loss(
            name="quadratic",
            value=lambda x: ((x @ matrix) * x).sum(axis=-1) / 2,
            gradient=lambda x: x @ matrix,
            hessian=lambda x: np.broadcast_to(matrix, (*x.shape, len(matrix))),
            domain=(-corner, corner),
            minima=(Minimum(np.zeros(len(matrix)), 0.0, is_global=True),),
            formula="1/2 x^T H x",
        )

    return make
