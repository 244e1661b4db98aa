import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from gd_math import (
    best_learning_rate,
    condition_number,
    contraction,
    descend,
    gradient_descent,
    heavy_ball,
    losses,
    momentum,
    momentum_contraction,
    stability_limit,
    stability_limits,
    steps_until_low,
)

RAVINE = np.diag([5.0, 1.0])


def test_by_hand():
    assert stability_limit(RAVINE) == pytest.approx(0.4)
    assert best_learning_rate(RAVINE) == pytest.approx(1 / 3)
    assert contraction(RAVINE, 1 / 3) == pytest.approx(2 / 3)
    assert contraction(RAVINE, 0.5) == pytest.approx(1.5)
    assert stability_limit([[4]]) == best_learning_rate([[4]]) * 2 == 0.5


@given(arrays(float, (3, 3), elements=st.floats(-2, 2)), st.floats(0.01, 2))
def test_limits_are_where_the_contraction_says(factor, rate):
    hessian = factor @ factor.T + 0.1 * np.eye(3)
    limit, best = stability_limit(hessian), best_learning_rate(hessian)
    assert contraction(hessian, limit) == pytest.approx(1)
    assert contraction(hessian, 0.999 * limit) < 1 < contraction(hessian, 1.001 * limit)
    assert contraction(hessian, best) <= contraction(hessian, rate) + 1e-12


def test_descent_shrinks_by_the_contraction(quadratic):
    hessian = np.array([[3.0, 1.0], [1.0, 2.0]])
    for rate in (0.1, best_learning_rate(hessian), 0.9 * stability_limit(hessian)):
        walk = descend(quadratic(hessian), gradient_descent(rate), [1.0, 2.0], 200)
        distance = np.linalg.norm(walk.x, axis=-1)
        distance = distance[distance > 1e-100]
        assert (distance[1:] <= contraction(hessian, rate) * distance[:-1] * (1 + 1e-9)).all()
        assert distance[-1] / distance[-2] == pytest.approx(contraction(hessian, rate), rel=1e-3)


def spectral_radius(eigenvalue, rate, beta):
    """How fast momentum shrinks one eigendirection: v ← βv + λx, then x ← x − αv."""
    step = [[1 - rate * eigenvalue, -rate * beta], [eigenvalue, beta]]
    return np.abs(np.linalg.eigvals(step)).max()


def test_the_heavy_ball_by_hand():
    rate, beta = heavy_ball(RAVINE)
    assert rate == pytest.approx(4 / (np.sqrt(5) + 1) ** 2)
    assert beta == pytest.approx(((np.sqrt(5) - 1) / (np.sqrt(5) + 1)) ** 2)
    assert (round(rate, 3), round(beta, 3)) == (0.382, 0.146)  # as the catalogue has it
    assert heavy_ball(np.diag([1.0, 9.0])) == pytest.approx((0.25, 0.25))
    assert heavy_ball(np.diag([1.0, 9.0])).contraction == pytest.approx(0.5)


def test_a_heavy_ball_in_a_round_bowl_needs_no_memory():
    assert heavy_ball(4 * np.eye(3)) == pytest.approx((0.25, 0))
    assert heavy_ball(4 * np.eye(3)).contraction == 0


@given(st.floats(0.1, 1), st.floats(1.5, 50), st.floats(0.01, 2), st.floats(0, 0.999))
def test_no_other_momentum_beats_the_heavy_ball(low, ratio, rate, beta):
    high = low * ratio
    best = heavy_ball(np.diag([low, high]))
    # At the optimum both eigenvalues of each step coincide: they are known to half the digits.
    for eigenvalue in (low, np.sqrt(low * high), high):
        assert spectral_radius(eigenvalue, *best) == pytest.approx(best.contraction, abs=1e-6)
    worst = max(spectral_radius(eigenvalue, rate / high, beta) for eigenvalue in (low, high))
    assert worst >= best.contraction - 1e-6
    assert best.contraction < contraction(np.diag([low, high]), 2 / (low + high))


def test_the_heavy_ball_shrinks_by_its_contraction(quadratic):
    hessian = np.array([[9.0, 2.0], [2.0, 3.0]])
    best = heavy_ball(hessian)
    walk = descend(quadratic(hessian), momentum(*best), [1.0, 2.0], 120)
    distance = np.linalg.norm(walk.x, axis=-1)
    # Each step counts as √β, and the double eigenvalue adds a factor that grows like the steps.
    k = np.arange(1, 121)
    assert (distance[1:] <= 8 * k * best.contraction**k * distance[0]).all()
    assert distance[120] / distance[110] == pytest.approx(best.contraction**10, rel=0.2)
    plain = descend(
        quadratic(hessian), gradient_descent(best_learning_rate(hessian)), [1.0, 2.0], 40
    )
    assert distance[40] < 1e-5 * np.linalg.norm(plain.x[-1])


@pytest.mark.parametrize(
    ("hessian", "message"),
    [
        ([[1, 2], [3, 4]], "hessian must be symmetric"),
        ([[1, 2], [2, 1]], "hessian must be positive definite"),
        ([[1, 1], [1, 1]], "hessian must be positive definite"),
        ([[0.0]], "hessian must be positive definite"),
    ],
)
def test_unsuitable_hessians(hessian, message):
    for function in (stability_limit, best_learning_rate, heavy_ball):
        with pytest.raises(ValueError, match=message):
            function(hessian)
    with pytest.raises(ValueError, match=message):
        contraction(hessian, 0.1)


def test_unsuitable_learning_rates():
    with pytest.raises(ValueError, match=r"learning_rate must be a .* got 0"):
        contraction(RAVINE, 0)


@given(st.floats(0.01, 0.6), st.floats(0, 0.99))
def test_the_map_of_momentum_is_the_spectral_radius(rate, beta):
    expected = max(spectral_radius(eigenvalue, rate, beta) for eigenvalue in (1.0, 5.0))
    # Where two roots meet, a rounding error of 1e-16 moves them by its root.
    assert momentum_contraction(RAVINE, rate, beta) == pytest.approx(expected, abs=1e-7)


def test_the_map_of_momentum_takes_rates_and_betas_of_any_shape():
    rates, betas = np.linspace(0.05, 0.7, 40), np.linspace(0, 0.9, 30)[:, np.newaxis]
    speed = momentum_contraction(RAVINE, rates, betas)
    assert speed.shape == (30, 40)
    assert speed[7, 11] == momentum_contraction(RAVINE, rates[11], betas[7, 0])
    np.testing.assert_allclose(speed[0], [contraction(RAVINE, rate) for rate in rates])
    best = heavy_ball(RAVINE)
    assert momentum_contraction(RAVINE, *best) == pytest.approx(best.contraction)
    assert (speed >= best.contraction - 1e-9).all()


def test_momentum_diverges_where_its_map_says_so():
    for beta in (0.0, 0.3, 0.8):
        limit = 2 * (1 + beta) / 5  # known in closed form
        assert momentum_contraction(RAVINE, 0.999 * limit, beta) < 1
        assert momentum_contraction(RAVINE, 1.001 * limit, beta) > 1


@pytest.mark.parametrize(
    ("rate", "beta", "message"),
    [
        (0.0, 0.5, "learning_rate must be above 0"),
        (0.1, 1.0, "beta must be at least 0 and below 1"),
        (0.1, [-0.1, 0.2], "beta must be at least 0"),
        ([0.1, 0.2], [0.1, 0.2, 0.3], "shapes that fit together"),
    ],
)
def test_the_map_of_momentum_refuses_what_is_out_of_range(rate, beta, message):
    with pytest.raises(ValueError, match=message):
        momentum_contraction(RAVINE, rate, beta)


def test_condition_numbers():
    assert condition_number(RAVINE) == 5
    assert condition_number(np.eye(4)) == 1
    with pytest.raises(ValueError, match="positive definite"):
        condition_number(np.diag([1.0, 0.0]))


def test_every_minimum_has_a_limit_of_its_own():
    assert stability_limits(losses.THREE_VALLEYS) == pytest.approx([2 / 8, 2 / (4 / 3), 2 / 8])
    # Himmelblau's function by hand: ∂²f/∂x² = 12x² + 4y − 42, ∂²f/∂y² = 4x + 12y² − 26.
    for minimum, limit in zip(
        losses.HIMMELBLAU.minima, stability_limits(losses.HIMMELBLAU), strict=True
    ):
        x, y = minimum.x
        a, b, c = 12 * x * x + 4 * y - 42, 4 * (x + y), 4 * x + 12 * y * y - 26
        largest = (a + c) / 2 + np.hypot((a - c) / 2, b)
        assert limit == pytest.approx(2 / largest)


def test_a_walk_close_to_a_minimum_comes_to_rest_below_its_limit_only():
    loss = losses.HIMMELBLAU
    for minimum, limit in zip(loss.minima, stability_limits(loss), strict=True):
        for share, rests in ((0.95, True), (1.05, False)):
            start = minimum.x + 1e-3
            end = descend(loss, gradient_descent(share * limit), start, 500).x[-1]
            assert bool(np.linalg.norm(end - minimum.x) < 1e-4) is rests


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.3333])
@pytest.mark.parametrize("share", [0.3, 1e-2, 1e-4])
def test_steps_until_low_are_those_of_descent(rate, share):
    hessian, start = np.array([[5.0, 0.4], [0.4, 1.0]]), np.array([-1.0, 3.0])
    loss = losses.quadratic(hessian)
    walk = descend(loss, gradient_descent(rate), start, 400)
    expected = int(np.flatnonzero(walk.loss <= share * walk.loss[0])[0])
    assert steps_until_low(hessian, start, rate, share) == expected


def test_steps_until_low_in_closed_form():
    """In a round bowl every step leaves (1 − αλ)² of the loss."""
    assert steps_until_low(2 * np.eye(2), [3, 4], 0.25, 1 / 4**5 * (1 + 1e-9)) == 5
    assert steps_until_low(2 * np.eye(2), [3, 4], 0.5) == 1
    assert steps_until_low(2 * np.eye(2), [0, 0], 0.25) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[5, 0], [0, 1]], [1, 1], 0.4), "learning_rate must be below 0.4"),
        (([[5, 0], [0, 1]], [1, 1], 0), "learning_rate must be"),
        (([[5, 0], [0, 1]], [1, 1, 1], 0.1), "offset must have shape"),
        (([[5, 0], [0, 1]], [1, 1], 0.1, 0.0), "share must be"),
        (([[5, 0], [0, -1]], [1, 1], 0.1), "positive definite"),
    ],
)
def test_steps_until_low_refuses_what_does_not_converge(arguments, message):
    with pytest.raises(ValueError, match=message):
        steps_until_low(*arguments)
