from collections.abc import Callable

import pytest
from numpy.typing import ArrayLike

from gd_math import Loss, losses


@pytest.fixture(scope="session")
def quadratic() -> Callable[[ArrayLike], Loss]:
    """Make the loss f(x) = ½ xᵀHx from a symmetric H."""
    return losses.quadratic
