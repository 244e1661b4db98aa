import numpy as np
import pytest

from gd_math import ascent, descend, gradient_descent, momentum
from gd_math.losses import HILLS, PARABOLA, RAVINE

HESSIAN = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 1.0]])
START = np.array([1.0, -2.0, 0.5])


@pytest.mark.parametrize("learning_rate", [0.05, 0.3, 0.55])
def test_gradient_descent_contracts_each_eigendirection(quadratic, learning_rate):
    eigenvalues, eigenvectors = np.linalg.eigh(HESSIAN)
    walk = descend(quadratic(HESSIAN), gradient_descent(learning_rate), START, 30)
    factors = (1 - learning_rate * eigenvalues) ** np.arange(31)[:, np.newaxis]
    np.testing.assert_allclose(walk.x @ eigenvectors, factors * (START @ eigenvectors), atol=1e-12)


@pytest.mark.parametrize(("learning_rate", "beta"), [(0.1, 0.9), (0.3, 0.5), (0.02, 0.99)])
def test_momentum_is_a_linear_map_in_each_eigendirection(quadratic, learning_rate, beta):
    eigenvalues, eigenvectors = np.linalg.eigh(HESSIAN)
    walk = descend(quadratic(HESSIAN), momentum(learning_rate, beta), START, 40)
    for eigenvalue, eigenvector in zip(eigenvalues, eigenvectors.T, strict=True):
        # One step of (x, v), from v ← βv + λx and x ← x − αv.
        step = np.array(
            [[1 - learning_rate * eigenvalue, -learning_rate * beta], [eigenvalue, beta]]
        )
        exact = [
            (np.linalg.matrix_power(step, k) @ [START @ eigenvector, 0.0])[0] for k in range(41)
        ]
        np.testing.assert_allclose(walk.x @ eigenvector, exact, atol=1e-12)


def test_momentum_follows_pytorch_by_hand():
    # f = x²/2 from x = 1 with α = 0.1, β = 0.9: v = 1, then 0.9 + 0.9 = 1.8, then 1.62 + 0.72.
    walk = descend(PARABOLA, momentum(0.1), [1.0], 3)
    np.testing.assert_allclose(walk.x[:, 0], [1, 0.9, 0.72, 0.486], rtol=1e-14)


def test_momentum_without_memory_is_gradient_descent():
    plain = descend(HILLS, gradient_descent(0.3), [2.0, 1.0], 20)
    np.testing.assert_array_equal(descend(HILLS, momentum(0.3, beta=0), [2.0, 1.0], 20).x, plain.x)


@pytest.mark.parametrize("make", [gradient_descent, momentum])
def test_a_schedule_is_asked_for_each_step_from_0(make):
    asked = []

    def schedule(step: int) -> float:
        asked.append(step)
        return 0.1

    walk = descend(RAVINE, make(schedule), [2.0, 2.5], 5)
    assert asked == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(walk.x, descend(RAVINE, make(0.1), [2.0, 2.5], 5).x)


def test_a_schedule_sets_the_length_of_each_step():
    rates = [0.5, 0.0, 0.25]
    walk = descend(PARABOLA, gradient_descent(lambda step: rates[step]), [1.0], 3)
    np.testing.assert_array_equal(walk.x[:, 0], [1, 0.5, 0.5, 0.375])


@pytest.mark.parametrize("make", [gradient_descent, momentum])
def test_update_is_pure(make):
    optimizer = make(0.1)
    x, gradient = np.ones((4, 2)), np.full((4, 2), 3.0)
    _, state = optimizer.update(gradient, optimizer.init(x))
    first, _ = optimizer.update(gradient, state)
    second, _ = optimizer.update(gradient, state)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(gradient, 3)
    np.testing.assert_array_equal(x, 1)


@pytest.mark.parametrize("make", [gradient_descent, momentum])
def test_ascent_is_descent_of_the_negative(quadratic, make):
    up = descend(quadratic(HESSIAN), ascent(make(0.1)), START, 15)
    down = descend(quadratic(-HESSIAN), make(0.1), START, 15)
    np.testing.assert_allclose(up.x, down.x, rtol=1e-13)


@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf, "0.1", True, None, [0.1, 0.2], 1j])
@pytest.mark.parametrize("make", [gradient_descent, momentum])
def test_unsuitable_learning_rates(make, rate):
    with pytest.raises(ValueError, match=r"learning_rate must be a .*number.*got"):
        make(rate)


@pytest.mark.parametrize("beta", [-0.1, 1, 1.5, np.nan, "0.9", None])
def test_unsuitable_betas(beta):
    with pytest.raises(ValueError, match=r"beta must be .*got"):
        momentum(0.1, beta)


@pytest.mark.parametrize("rate", [-1.0, np.nan, np.inf, None])
def test_a_schedule_that_goes_wrong_is_named_with_its_step(rate):
    optimizer = gradient_descent(lambda step: 0.1 if step < 3 else rate)
    with pytest.raises(ValueError, match=r"learning_rate\(3\) must be"):
        descend(RAVINE, optimizer, [2.0, 2.5], 5)
