"""The optimizers against an independent implementation of the same published algorithms."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from gd_math import (
    adagrad,
    adam,
    adamw,
    descend,
    gradient_descent,
    losses,
    momentum,
    nesterov,
    rmsprop,
    weight_decay,
)
from tests.gd_math.optimizers import reference_optimizers as reference

# What gd_math does, and what the reference is asked to do. The rates are so small that no walk
# ends up swinging round a minimum: with a short memory that is chaotic, and would blow up the
# last digit.
PAIRS = {
    "gradient descent": (gradient_descent(0.02), reference.sgd, {"lr": 0.02}),
    "momentum": (momentum(0.02), reference.sgd, {"lr": 0.02, "momentum": 0.9}),
    "nesterov": (nesterov(0.02), reference.sgd, {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
    "weight decay": (
        weight_decay(momentum(0.02, 0.5), 0.3),
        reference.sgd,
        {"lr": 0.02, "momentum": 0.5, "weight_decay": 0.3},
    ),
    "adagrad": (adagrad(0.02), reference.adagrad, {"lr": 0.02}),
    "rmsprop": (rmsprop(0.02), reference.rmsprop, {"lr": 0.02}),
    "rmsprop 0.9": (rmsprop(0.002, decay=0.9), reference.rmsprop, {"lr": 0.002, "alpha": 0.9}),
    "adam": (adam(0.02), reference.adam, {"lr": 0.02}),
    "adam 0.5 0.9": (
        adam(0.002, beta1=0.5, beta2=0.9, epsilon=1e-3),
        reference.adam,
        {"lr": 0.002, "betas": (0.5, 0.9), "eps": 1e-3},
    ),
    "adamw": (adamw(0.02), reference.adam, {"lr": 0.02, "decoupled": 0.01}),
    "adamw 0.5": (adamw(0.02, decay=0.5), reference.adam, {"lr": 0.02, "decoupled": 0.5}),
}

# The gradients by hand, for numbers of any kind.
GRADIENTS = {
    "ravine": (losses.RAVINE, (2.0, 2.5), lambda x: [5 * x[0], x[1]]),
    "hills": (
        losses.HILLS,
        (1.25, 0.5),
        lambda x: [mpmath.cos(x[0]) * mpmath.sin(x[1]), mpmath.sin(x[0]) * mpmath.cos(x[1])],
    ),
    "three valleys": (
        losses.THREE_VALLEYS,
        (1.5,),
        lambda x: [x[0] * (x[0] ** 2 - 1) * (x[0] ** 2 - 4) / 3],
    ),
}


@pytest.mark.parametrize("loss", GRADIENTS)
@pytest.mark.parametrize("optimizer", PAIRS)
def test_fifty_digits_agree_over_300_steps(optimizer, loss):
    ours, theirs, options = PAIRS[optimizer]
    record, start, gradient = GRADIENTS[loss]
    with mpmath.workdps(50):
        path = theirs(gradient, [mpf(x) for x in start], 300, **options)
        expected = np.array([[float(x) for x in row] for row in path])
    walk = descend(record, ours, start, 300)
    assert np.ptp(walk.x, axis=0).min() > 0.1  # both have gone somewhere
    np.testing.assert_allclose(walk.x, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    ("ours", "options"),
    [
        (gradient_descent(0.125), {}),
        (momentum(0.125, 0.5), {"momentum": Fraction(1, 2)}),
        (nesterov(0.125, 0.5), {"momentum": Fraction(1, 2), "nesterov": True}),
        (weight_decay(gradient_descent(0.125), 0.25), {"weight_decay": Fraction(1, 4)}),
        (
            weight_decay(nesterov(0.125, 0.5), 0.25),
            {"momentum": Fraction(1, 2), "nesterov": True, "weight_decay": Fraction(1, 4)},
        ),
    ],
)
def test_fractions_agree_to_the_last_digit(ours, options):
    # With halves, quarters and eighths only, floats are exact for some steps.
    path = reference.sgd(
        lambda x: [5 * x[0], x[1]],
        [Fraction(2), Fraction(5, 2)],
        6,
        lr=Fraction(1, 8),
        **options,
    )
    walk = descend(losses.RAVINE, ours, [2.0, 2.5], 6)
    assert [[Fraction(x) for x in row] for row in walk.x.tolist()] == path


def test_adagrad_by_hand():
    # f = x²/2 from x = 1 with α = 1/2: s = 1, then x = 1/2 and s = 1 + 1/4.
    x = descend(losses.PARABOLA, adagrad(0.5), [1.0], 2).x[:, 0]
    np.testing.assert_allclose(x, [1, 0.5, 0.5 - 0.25 / np.sqrt(1.25)], atol=1e-9)


def test_rmsprop_by_hand():
    # The first mean square is g²/100, so that the first step is ten times α long.
    x = descend(losses.PARABOLA, rmsprop(0.01), [1.0], 1).x[:, 0]
    np.testing.assert_allclose(x, [1, 0.9], atol=1e-7)


@pytest.mark.parametrize("make", [adam, adamw])
def test_the_first_step_of_adam_follows_the_signs_alone(make):
    gradient = np.array([[5.0, -1.0], [1e-3, 1e3], [0.0, -7e-2]])
    optimizer = make(0.1)
    step, _ = optimizer.update(gradient, optimizer.init(np.zeros((3, 2))), np.zeros((3, 2)))
    # |g| / (|g| + ε) falls short of 1 by at most ε/|g|.
    short = np.divide(1e-8, np.abs(gradient), out=np.zeros((3, 2)), where=gradient != 0)
    assert (np.abs(step + 0.1 * np.sign(gradient)) <= 0.1 * short + 1e-16).all()
    assert (np.abs(step) <= 0.1).all()


def test_bias_correction_makes_a_constant_slope_a_constant_step():
    optimizer = adam(0.1)
    state = optimizer.init(np.zeros(2))
    for _ in range(50):
        step, state = optimizer.update(np.array([3.0, -0.2]), state, np.zeros(2))
        np.testing.assert_allclose(step, [-0.1, 0.1], rtol=1e-6)


def test_decoupled_decay_alone_shrinks_the_point_geometrically(quadratic):
    flat = quadratic(np.zeros((2, 2)))
    walk = descend(flat, adamw(0.1, decay=0.5), [1.0, -2.0], 20)
    np.testing.assert_allclose(walk.x, np.outer(0.95 ** np.arange(21), [1, -2]), rtol=1e-13)


def test_epsilon_stands_outside_the_root():
    # With ε = 1 and g = 3 the first step is 3/(3 + 1); inside it would be 3/√(9 + 1).
    x = [np.array([3.0])]
    for optimizer in (adagrad(1.0, epsilon=1.0), rmsprop(1.0, decay=0.0, epsilon=1.0)):
        step, _ = optimizer.update(x[0], optimizer.init(x[0]), x[0])
        np.testing.assert_allclose(step, [-0.75], rtol=1e-15)
    step, _ = adam(1.0, epsilon=1.0).update(x[0], adam(1.0).init(x[0]), x[0])
    np.testing.assert_allclose(step, [-0.75], rtol=1e-13)
