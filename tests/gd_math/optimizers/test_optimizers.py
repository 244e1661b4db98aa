import numpy as np
import pytest

from gd_math import (
    adagrad,
    adam,
    adamw,
    ascent,
    descend,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
)
from gd_math.losses import HILLS, PARABOLA, RAVINE
from tests.gd_math.optimizers.every_optimizer import MAKERS, STATES

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


@pytest.mark.parametrize(("learning_rate", "beta"), [(0.1, 0.9), (0.3, 0.5), (0.02, 0.99)])
def test_nesterov_is_a_linear_map_in_each_eigendirection(quadratic, learning_rate, beta):
    eigenvalues, eigenvectors = np.linalg.eigh(HESSIAN)
    walk = descend(quadratic(HESSIAN), nesterov(learning_rate, beta), START, 40)
    for eigenvalue, eigenvector in zip(eigenvalues, eigenvectors.T, strict=True):
        # One step of (x, v): v ← βv + λx and x ← x − α(λx + βv), with the new v.
        along = learning_rate * eigenvalue * (1 + beta)
        step = np.array([[1 - along, -learning_rate * beta**2], [eigenvalue, beta]])
        exact = [
            (np.linalg.matrix_power(step, k) @ [START @ eigenvector, 0.0])[0] for k in range(41)
        ]
        np.testing.assert_allclose(walk.x @ eigenvector, exact, atol=1e-12)


def test_nesterov_follows_pytorch_by_hand():
    # f = x²/2 from x = 1 with α = 0.1, β = 0.9: v = 1 and the step is 0.1 (1 + 0.9); then
    # g = 0.81, v = 0.9 + 0.81 = 1.71 and the step is 0.1 (0.81 + 0.9 · 1.71).
    walk = descend(PARABOLA, nesterov(0.1), [1.0], 2)
    np.testing.assert_allclose(walk.x[:, 0], [1, 0.81, 0.81 - 0.1 * (0.81 + 1.539)], rtol=1e-14)


@pytest.mark.parametrize("make", [momentum, nesterov])
def test_without_memory_it_is_gradient_descent(make):
    plain = descend(HILLS, gradient_descent(0.3), [2.0, 1.0], 20)
    np.testing.assert_array_equal(descend(HILLS, make(0.3, beta=0), [2.0, 1.0], 20).x, plain.x)


def test_adamw_without_decay_is_adam():
    plain = descend(HILLS, adam(0.1), [2.0, 1.0], 20)
    np.testing.assert_array_equal(descend(HILLS, adamw(0.1, decay=0), [2.0, 1.0], 20).x, plain.x)


def test_what_an_optimizer_remembers_is_part_of_the_trajectory():
    walk = descend(RAVINE, momentum(0.05, 0.5), [2.0, 2.5], 3)
    np.testing.assert_array_equal(walk.state["velocity"][0], [0, 0])
    np.testing.assert_allclose(np.diff(walk.x, axis=0), -0.05 * walk.state["velocity"][1:])
    squares = descend(RAVINE, adagrad(0.05), [2.0, 2.5], 3).state["squares"]
    np.testing.assert_array_equal(squares[1], RAVINE.gradient([2.0, 2.5]) ** 2)


def test_what_an_optimizer_remembers_belongs_to_its_start():
    walk = descend(RAVINE, adam(0.1), [[2.0, 2.5], [1.0, -1.0], [0.5, 3.0]], 5)
    for name, array in walk.state.items():
        np.testing.assert_array_equal(walk.path(1).state[name], array[:, 1])


def test_the_state_cannot_be_changed():
    walk = descend(RAVINE, momentum(0.1), [2.0, 2.5], 3)
    with pytest.raises(ValueError, match="read-only"):
        walk.state["velocity"][0] = 1


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
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


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_update_is_pure(make):
    optimizer = make(lambda step: 0.1 / (step + 1))
    x, gradient = np.ones((4, 2)), np.full((4, 2), 3.0)
    _, state = optimizer.update(gradient, optimizer.init(x), x)
    first, after = optimizer.update(gradient, state, x)
    optimizer.update(-gradient, after, x)
    second, again = optimizer.update(gradient, state, x)
    np.testing.assert_array_equal(first, second)
    for one, other in zip(leaves(after), leaves(again), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(gradient, 3)
    np.testing.assert_array_equal(x, 1)


def leaves(state):
    if not isinstance(state, tuple):
        return [state]
    return [leaf for part in state for leaf in leaves(part)]


@pytest.mark.parametrize("name", MAKERS)
def test_a_gradient_too_large_to_be_squared_stops_the_walk(quadratic, name):
    # The slope at the start is 1e200, and the loss there is finite: 1e200 times 1e-100.
    steep = quadratic(np.diag([1e300, 1.0]))
    with_squares = STATES[name] & {"squares", "second_moment"} and "clipped" not in name
    walk = descend(steep, MAKERS[name](1e-301), [[1e-100, 1.0], [0.0, 1.0]], 5)
    assert (walk.outcome[0] == "diverged") == bool(with_squares)
    assert walk.outcome[1] != "diverged"
    if with_squares:
        np.testing.assert_array_equal(walk.x[:, 0], [[1e-100, 1.0]] * 6)
        for array in walk.state.values():
            np.testing.assert_array_equal(array[:, 0], 0)


@pytest.mark.parametrize("make", [gradient_descent, momentum, nesterov, adagrad, rmsprop, adam])
def test_ascent_is_descent_of_the_negative(quadratic, make):
    up = descend(quadratic(HESSIAN), ascent(make(0.1)), START, 15)
    down = descend(quadratic(-HESSIAN), make(0.1), START, 15)
    np.testing.assert_allclose(up.x, down.x, rtol=1e-13)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_unsuitable_learning_rates(make):
    with pytest.raises(ValueError, match=r"^learning_rate must be a finite number above 0, got 0"):
        make(0)


@pytest.mark.parametrize(
    ("make", "name", "bad"),
    [
        (momentum, "beta", 1),
        (nesterov, "beta", 1),
        (adagrad, "epsilon", 0),
        (rmsprop, "decay", 1),
        (rmsprop, "epsilon", 0),
        (adam, "beta1", 1),
        (adam, "beta2", 1),
        (adam, "epsilon", 0),
        (adamw, "decay", -0.1),
        (adamw, "beta1", 1),
        (adamw, "beta2", 1),
        (adamw, "epsilon", 0),
    ],
)
def test_unsuitable_arguments(make, name, bad):
    with pytest.raises(ValueError, match=rf"^{name} must be .*got {bad}"):
        make(0.1, **{name: bad})


@pytest.mark.parametrize("rate", [-1.0, np.inf])
def test_a_schedule_that_goes_wrong_is_named_with_its_step(rate):
    optimizer = gradient_descent(lambda step: 0.1 if step < 3 else rate)
    with pytest.raises(ValueError, match=r"learning_rate\(3\) must be"):
        descend(RAVINE, optimizer, [2.0, 2.5], 5)
