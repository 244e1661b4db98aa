"""The formula of an optimizer says what it computes, and a legend can show its name."""

import re

import numpy as np
import pytest
import typst

from gd_math import (
    Optimizer,
    adagrad,
    adam,
    adamw,
    ascent,
    clip_by_norm,
    clip_by_value,
    gradient_descent,
    momentum,
    nesterov,
    optimizers,
    rmsprop,
    weight_decay,
)

# The symbols of the formulas, with values that each make a difference.
CONSTANTS = {
    "alpha": 0.1,
    "beta": 0.6,
    "rho": 0.7,
    "beta_1": 0.8,
    "beta_2": 0.95,
    "epsilon": 0.25,
    "lambda": 0.5,
    "c": 0.75,
}
ADAM = {"beta1": 0.8, "beta2": 0.95, "epsilon": 0.25}
PLAIN = {
    "gradient descent": lambda rate: gradient_descent(rate),
    "momentum": lambda rate: momentum(rate, 0.6),
    "Nesterov momentum": lambda rate: nesterov(rate, 0.6),
    "AdaGrad": lambda rate: adagrad(rate, 0.25),
    "RMSProp": lambda rate: rmsprop(rate, 0.7, 0.25),
    "Adam": lambda rate: adam(rate, **ADAM),
    "AdamW": lambda rate: adamw(rate, 0.5, **ADAM),
}
WRAPPED = {
    "gradient ascent": lambda rate: ascent(gradient_descent(rate)),
    "AdaGrad, ascent": lambda rate: ascent(adagrad(rate, 0.25)),
    "momentum, weight decay": lambda rate: weight_decay(momentum(rate, 0.6), 0.5),
    "Adam, clipped norm": lambda rate: clip_by_norm(adam(rate, **ADAM), 0.75),
    "RMSProp, clipped entries": lambda rate: clip_by_value(rmsprop(rate, 0.7, 0.25), 0.75),
    "Nesterov momentum, weight decay, clipped norm": lambda rate: clip_by_norm(
        weight_decay(nesterov(rate, 0.6), 0.5), 0.75
    ),
}
each = pytest.mark.parametrize(("name", "make"), (PLAIN | WRAPPED).items(), ids=PLAIN | WRAPPED)
GRADIENTS = np.array([[3.0, -0.2], [0.5, 0.4], [-2.0, 0.0], [0.1, 0.1]])


def scheduled(step):
    return 0.1 / (step + 1)


def computed(clause, known):
    """Read `v <- beta v + g` in Typst markup as an assignment, and carry it out."""
    left, right = clause.split(" <- ")
    text = right.replace("nabla f(theta)", "G").replace("lambda", "decay")
    text = re.sub(r"hat\((\w)\)", r"\1_hat", text)
    text = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", text).replace("^", "**")
    functions = {"sqrt": np.sqrt, "norm": np.linalg.norm, "min": np.minimum, "max": np.maximum}
    known[re.sub(r"hat\((\w)\)", r"\1_hat", left)] = eval(text, functions, known)


def points_by(formula):
    """Return the points to which four steps of the formula lead from (1, −2)."""
    known = dict(CONSTANTS, decay=CONSTANTS["lambda"], theta=np.array([1.0, -2.0]))
    known |= {memory: np.zeros(2) for memory in "vsm"}
    points = []
    for k, gradient in enumerate(GRADIENTS):
        known |= {"G": gradient, "t": k + 1, "alpha_k": scheduled(k)}
        for clause in formula.split(", quad "):
            computed(clause, known)
        points.append(known["theta"])
    return np.array(points)


@each
@pytest.mark.parametrize("rate", [0.1, scheduled], ids=["fixed", "scheduled"])
def test_the_formula_is_what_is_computed(name, make, rate):
    optimizer = make(rate)
    x = np.array([1.0, -2.0])
    state, points = optimizer.init(x), []
    for gradient in GRADIENTS:
        step, state = optimizer.update(gradient, state, x)
        x = x + step
        points.append(x)
    np.testing.assert_allclose(points, points_by(optimizer.formula), rtol=1e-13)


def test_typst_can_set_each_formula():
    for make in (PLAIN | WRAPPED).values():
        for rate in (0.1, scheduled):
            markup = f"$ {make(rate).formula} $"
            assert typst.compile(markup.encode(), format="svg").startswith(b"<svg")


@each
def test_the_name_says_what_it_is(name, make):
    assert make(0.1).name == make(scheduled).name == name
    assert repr(make(0.1)) == f"Optimizer({name!r})"


def test_an_optimizer_of_ones_own_needs_neither():
    own = Optimizer(lambda x: (), lambda gradient, state, x: (-gradient, state))
    assert repr(own) == "Optimizer('optimizer')"
    assert clip_by_norm(own, 1.0).formula == ""


def test_every_optimizer_is_tested():
    public = set(optimizers.__all__) - {"Optimizer"}
    used = {part for make in (PLAIN | WRAPPED).values() for part in make.__code__.co_names}
    assert public == used - {"ADAM"}
