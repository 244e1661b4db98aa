"""Ground that ends in a wall is drawn: its slope is infinite, and its light is not lost."""

import numpy as np

from gd_math import from_formula
from scenes.kit.landscape.drawing.relief import relief


def test_an_infinite_slope_is_steep_ground() -> None:
    ground = from_formula("sqrt(x) + y^2", ((0, -1), (3, 1)))
    vertices = relief(ground, (0.0, -1.0), (3.0, 1.0), 0.5, 8, 0.3).vertices
    steepness = np.hypot(vertices[:, 3], vertices[:, 4])  # as a shader has it, in float32
    assert np.isfinite(vertices).all()
    assert np.isfinite(steepness).all()
    assert steepness.max() > 1e6
