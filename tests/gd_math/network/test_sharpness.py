"""The sharpness of a network against dense eigenvalues, differences, and what is known of it."""

import numpy as np
import pytest

from gd_math import Network
from gd_math.network import curvature, xavier

RNG = np.random.default_rng(3)
DATA = RNG.normal(size=(9, 3)), RNG.normal(size=(9, 2))


def net_of(hidden):
    network = Network((3, hidden, 2))
    return network, np.stack([xavier(network, seed) for seed in range(3)])


@pytest.mark.parametrize("hidden", [1, 2, 4, 12])  # on both sides of what is done densely
def test_it_is_the_largest_eigenvalue_of_the_hessian(hidden):
    network, points = net_of(hidden)
    dense = np.linalg.eigvalsh(network.loss(*DATA).hessian(points))[:, -1]
    np.testing.assert_allclose(network.sharpness(points, *DATA), dense, rtol=1e-5)
    assert np.ndim(network.sharpness(points[0], *DATA)) == 0


def test_it_is_how_the_slope_changes_along_its_direction():
    network, (point, *_) = net_of(12)
    loss, h = network.loss(*DATA), 1e-5
    vector = np.linalg.eigh(loss.hessian(point))[1][:, -1]
    ends = loss.gradient(point + np.array([[h], [-h]]) * vector)
    bend = float((ends[0] - ends[1]) @ vector) / (2 * h)
    assert network.sharpness(point, *DATA) == pytest.approx(bend, rel=1e-5)


def test_products_along_a_path_take_the_direction_before():
    found, direction = curvature.largest_eigenvalue(lambda v: v * np.arange(1.0, 41.0), 40)
    assert found == pytest.approx(40)
    asked = []

    def product(v):
        asked.append(len(v))
        return v * np.arange(1.0, 41.0)

    curvature.largest_eigenvalue(product, 40, direction)
    again = len(asked)
    asked.clear()
    curvature.largest_eigenvalue(product, 40)
    assert again < len(asked)


def test_the_largest_is_meant_even_where_a_negative_one_is_larger_in_size():
    values = np.r_[-50.0, np.linspace(-1, 7, 39)]
    assert curvature.largest_eigenvalue(lambda v: v * values, 40)[0] == pytest.approx(7)


@pytest.mark.parametrize("guess", [None, np.ones(40)])
@pytest.mark.parametrize("finite", [0, 3])  # products before one that is not
def test_where_a_product_is_not_finite_it_is_infinite(finite, guess):
    asked = []

    def product(v):
        asked.append(len(v))
        return v * (np.arange(1.0, 41.0) if len(asked) <= finite else np.nan)

    assert curvature.largest_eigenvalue(product, 40, guess)[0] == np.inf
    assert len(asked) == finite + 1


def test_a_number_too_large_is_refused():
    network, (point, *_) = net_of(12)
    inputs = np.full((9, 3), 1e200)
    with pytest.raises(ValueError, match="parameters must be where the network"):
        network.sharpness(1e200 * np.abs(point), inputs, DATA[1])
