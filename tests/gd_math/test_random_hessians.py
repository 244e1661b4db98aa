import math

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from gd_math import random_curvatures, sign_patterns, valley_share


def test_exact_shares():
    assert valley_share(1) == pytest.approx(1 / 2, rel=1e-12)
    assert valley_share(2) == pytest.approx((2 - math.sqrt(2)) / 4, rel=1e-12)
    assert valley_share(3) == pytest.approx((math.pi - 2 * math.sqrt(2)) / (4 * math.pi), rel=1e-12)


def pfaffian(matrix):
    """By its definition: expand along the first row, again and again."""
    if len(matrix) == 0:
        return mpf(1)
    total = mpf(0)
    for j in range(1, len(matrix)):
        rest = [i for i in range(1, len(matrix)) if i != j]
        minor = [[matrix[a][b] for b in rest] for a in rest]
        total += (-1) ** (j - 1) * matrix[0][j] * pfaffian(minor)
    return total


def skew_moments(d, positive):
    """∬_{x<y} (xⁱyʲ − xʲyⁱ) exp(−(x² + y²)/2), by recurrence from integration by parts."""
    whole = [mpf(0) if i % 2 and not positive else moment(i, positive) for i in range(2 * d)]
    # below[i][j] = ∫ yʲ w(y) ∫_{x<y} xⁱ w(x) dx dy, with ∫_{x<y} xⁱw = −yⁱ⁻¹w(y) + … for i > 1.
    below = [[mpf(0)] * d for _ in range(d)]
    for i in range(d):
        for j in range(d):
            if i >= 2:
                below[i][j] = (i - 1) * below[i - 2][j] - squared(i - 1 + j, positive)
            elif i == 1:  # ∫_{x<y} x w = [w(0)] − w(y)
                below[i][j] = (whole[j] if positive else 0) - squared(j, positive)
            elif j >= 2:  # i = 0, by parts in y
                below[i][j] = (j - 1) * below[0][j - 2] + squared(j - 1, positive)
            elif j == 1:
                below[i][j] = squared(0, positive)
            else:
                below[i][j] = whole[0] ** 2 / 2
    skew = [[below[i][j] - below[j][i] for j in range(d)] for i in range(d)]
    if d % 2:
        for i in range(d):
            skew[i].append(whole[i])
        skew.append([-whole[i] for i in range(d)] + [mpf(0)])
    return skew


def moment(i, positive):
    """∫ xⁱ exp(−x²/2), over x > 0 or over all x."""
    half = mpf(2) ** (mpf(i - 1) / 2) * mpmath.gamma(mpf(i + 1) / 2)
    return half if positive else (1 + (-1) ** i) * half


def squared(i, positive):
    """∫ xⁱ exp(−x²), over the same range."""
    half = mpmath.gamma(mpf(i + 1) / 2) / 2
    return half if positive else (1 + (-1) ** i) * half


@pytest.mark.parametrize("dimension", [2, 3, 4, 5, 6, 7, 8, 10])
def test_fifty_digits_agree(dimension):
    with mpmath.workdps(50):
        exact = pfaffian(skew_moments(dimension, True)) / pfaffian(skew_moments(dimension, False))
    assert valley_share(dimension) == pytest.approx(float(exact), rel=1e-6)


@pytest.mark.parametrize(("dimension", "n"), [(1, 20_000), (2, 20_000), (3, 20_000), (4, 40_000)])
def test_random_matrices_have_valleys_as_often_as_computed(dimension, n):
    shares = sign_patterns(dimension, n, seed=dimension)
    exact = valley_share(dimension)
    deviation = math.sqrt(exact * (1 - exact) / n)
    assert shares.shape == (dimension + 1,)
    assert shares[0] == pytest.approx(exact, abs=4 * deviation)
    assert shares[-1] == pytest.approx(exact, abs=4 * deviation)  # hilltops are as rare


def test_curvatures_are_sorted_and_counted_by_the_patterns():
    curvatures = random_curvatures(4, 500, seed=1)
    assert curvatures.shape == (500, 4)
    assert (np.diff(curvatures, axis=1) >= 0).all()
    negative = (curvatures < 0).sum(axis=1)
    for count, share in enumerate(sign_patterns(4, 500, seed=1)):
        assert np.mean(negative == count) == share


def test_curvatures_have_the_moments_of_the_matrices():
    # E tr H = 0, and E tr H² = d + d(d − 1)/2: entries of variance 1 on the diagonal, ½ beside it.
    curvatures = random_curvatures(3, 40_000, seed=2)
    assert curvatures.sum(axis=1).mean() == pytest.approx(0, abs=0.04)
    assert (curvatures**2).sum(axis=1).mean() == pytest.approx(6, abs=0.1)


def test_shares_add_up_and_are_alike_from_both_ends():
    shares = sign_patterns(6, 20_000, seed=3)
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(shares, shares[::-1], atol=4 * math.sqrt(0.25 / 20_000))
    assert shares.argmax() == 3


def test_passes_outnumber_valleys_the_more_the_more_dimensions():
    passes = [1 - 2 * valley_share(dimension) for dimension in range(1, 11)]
    assert (np.diff(passes) > 0).all()
    assert passes[0] == pytest.approx(0, abs=1e-12)
    # Rarer than coins that all fall alike, and by a factor that itself falls.
    shares = np.array([valley_share(dimension) for dimension in range(1, 11)])
    assert (shares[1:] < 0.5 ** np.arange(2, 11)).all()
    assert (np.diff(np.log(shares), n=2) < 0).all()


def test_the_same_seed_gives_the_same_shares():
    np.testing.assert_array_equal(sign_patterns(4, 500, seed=1), sign_patterns(4, 500, seed=1))
    rng = np.random.default_rng(1)
    np.testing.assert_array_equal(sign_patterns(4, 500, rng), sign_patterns(4, 500, seed=1))
    assert (sign_patterns(4, 500, rng) != sign_patterns(4, 500, seed=1)).any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: random_curvatures(0, 5, 1),
            "dimension must be a whole number of at least 1, got 0",
        ),
        (lambda: random_curvatures(2, 0, 1), "n must be a whole number of at least 1, got 0"),
        (lambda: sign_patterns(0, 5, 1), "dimension must be a whole number of at least 1, got 0"),
        (lambda: sign_patterns(2, 0, 1), "n must be a whole number of at least 1, got 0"),
        (lambda: sign_patterns(2, 5, -1), "seed must be a whole number of at least 0, got -1"),
        (lambda: valley_share(0), "dimension must be a whole number of at least 1, got 0"),
        (lambda: valley_share(2.0), "dimension must be a whole number"),
        (lambda: valley_share(11), "dimension must be at most 10, got 11"),
    ],
)
def test_unsuitable_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
