"""The formulas that are shown say what is computed, and their minima are exact."""

import re

import mpmath
import numpy as np
import pytest
import sympy
import typst
from sympy.utilities.lambdify import lambdify

from gd_math import Loss, losses, random_starts, stationary_points

LOSSES = [
    *(value for value in vars(losses).values() if isinstance(value, Loss)),
    losses.styblinski_tang(1),
    losses.styblinski_tang(3),
    losses.rastrigin(1),
    losses.rastrigin(3),
    losses.quadratic([[3, 1, 0], [1, 2, -1], [0, -1, 4]], offset=[1, -2, 0.5]),
    losses.quadratic([[0.3, -0.7], [-0.7, 1.1]]),
    losses.quadratic([[3e-7, 0], [0, 2e9]], offset=[0.125, 0]),
]
each_loss = pytest.mark.parametrize(
    "loss", LOSSES, ids=[f"{i}: {loss.name}" for i, loss in enumerate(LOSSES)]
)


def expression(loss):
    """Read the Typst markup of a formula in x, y, z as an exact SymPy expression."""
    text = loss.formula.replace("e^(", "exp(").replace(" times ", " * ")
    text = re.sub(r"\b(sin|tanh) ([xyz])", r"\1(\2)", text)
    text = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", text).replace("^", "**")
    return sympy.sympify(text, rational=True)


def variables(loss):
    return sympy.symbols("x y z")[: loss.dimension]


@each_loss
def test_the_formula_is_what_is_computed(loss):
    x = random_starts(loss, 50, seed=1)
    computed = lambdify(variables(loss), expression(loss), "numpy")(*x.T)
    np.testing.assert_allclose(loss.value(x), computed, rtol=1e-12, atol=1e-12)


def test_typst_can_set_each_formula():
    more = [
        losses.styblinski_tang(10),
        losses.quadratic(2 * np.eye(10)),
        losses.quadratic(np.ones((5, 5))),
    ]
    for loss in LOSSES + more:
        picture = typst.compile(f"$ {loss.formula} $".encode(), format="svg")
        assert picture.startswith(b"<svg")


@each_loss
def test_the_minima_are_exact_to_the_last_digit_or_two(loss):
    """Newton's method in 40 digits on the derivatives of the formula moves them no farther."""
    formula, symbols = expression(loss), variables(loss)
    gradient = [sympy.diff(formula, symbol) for symbol in symbols]
    hessian = sympy.hessian(formula, symbols)
    functions = [lambdify(symbols, part, "mpmath") for part in (formula, gradient, hessian)]
    every = max(1, len(loss.minima) // 40)
    with mpmath.workdps(40):
        value, slope, curvature = functions
        for minimum in loss.minima[::every]:
            x = mpmath.matrix([mpmath.mpf(float(part)) for part in minimum.x])
            for _ in range(4):
                step = mpmath.lu_solve(curvature(*x), -mpmath.matrix(slope(*x)))
                x = x + step
            assert mpmath.norm(step) < mpmath.mpf("1e-35")
            exact = np.array([float(part) for part in x])
            assert (np.abs(minimum.x - exact) <= 2 * np.spacing(np.abs(exact)) + 1e-300).all()
            depth = float(value(*x))
            assert minimum.value == pytest.approx(depth, rel=1e-15, abs=2e-15)


@pytest.mark.parametrize(
    "loss",
    [losses.ROSENBROCK, losses.HIMMELBLAU, losses.BEALE, losses.SIX_HUMP_CAMEL, losses.BOOTH],
    ids=lambda loss: loss.name,
)
def test_algebra_knows_no_other_stationary_points(loss):
    """Eliminate x from ∂f/∂x = ∂f/∂y = 0: every real y that is left, and no other, is found."""
    x, y = variables(loss)
    formula = expression(loss)
    left = sympy.resultant(sympy.diff(formula, x), sympy.diff(formula, y), x)
    roots = sympy.Poly(left, y).sqf_part().real_roots()
    found = sorted({round(float(point.x[1]), 9) for point in stationary_points(loss)})
    np.testing.assert_allclose(found, sorted(float(root.evalf(15)) for root in roots), atol=2e-9)
