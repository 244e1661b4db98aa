"""Derivatives of formulas against SymPy, against differences, and of any formula at all."""

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings, strategies as st

from gd_math import from_formula, random_starts
from gd_math.formula.compile import value
from gd_math.formula.derivatives import derivatives
from gd_math.formula.parse import parse
from gd_math.formula.typst import typst

SMOOTH = [
    "x**4 - 3*x**2 + y**2",
    "(1 - x)**3*(y + 2)**5/(x + y + 3)",
    "sin(x*y)*cos(x - y) + tan(x/2)",
    "asin(x/4)*acos(y/3) + atan(x*y)",
    "sinh(x)*cosh(y) - tanh(x*y)",
    "exp(-x**2/2 - y**2)*log(1 + x**2)",
    "sqrt(1 + x**2 + y**4)",
    "(1 + x*x)**y",
    "2**x*y**3 + 3**(x*y)",
    "x**7 - y**33 + x**40",
    "(x + 2)**2.5*(y + 2)**(-1.5)",
    "(x + 2)**(1/3) - (y + 2)**(-4) + (x + 3)**(-0.7)",
    "1/(1 + exp(-x*y)) + x/(y + 2)/(x + 3)",
    "100*(y - x**2)**2 + (1 - x)**2",
    "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2) + 1)) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e",
    "sin(cos(sin(cos(x*y))))",
]


@pytest.mark.parametrize("text", SMOOTH)
def test_sympy_finds_the_same_derivatives(text):
    x, y = symbols = sympy.symbols("x y", real=True)
    f = sympy.sympify(text, locals={"x": x, "y": y, "e": sympy.E})
    points = np.random.default_rng(0).uniform(-1.4, 1.4, (40, 2))
    tree = parse(text)
    gradient, hessian = (program(points) for program in derivatives(tree, 2))
    for i, one in enumerate(symbols):
        expected = sympy.lambdify(symbols, f.diff(one))(*points.T)
        np.testing.assert_allclose(gradient[:, i], expected, rtol=1e-10, atol=1e-12)
        for j, other in enumerate(symbols):
            expected = sympy.lambdify(symbols, f.diff(one, other))(*points.T)
            np.testing.assert_allclose(hessian[:, i, j], expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    "text", ["x**4 - 3*x**2 + y**2", "sigmoid(x*y)", "abs(x)*y", "max(x, y)^2*min(x^2, y)", "x^y"]
)
def test_they_are_the_limits_of_differences(text):
    loss = from_formula(text, (0.1, 1))
    x = random_starts(loss, 100, seed=0)
    for i, aside in enumerate(1e-5 * np.eye(2)):
        for whole, part in ((loss.value, loss.gradient), (loss.gradient, loss.hessian)):
            difference = (whole(x + aside) - whole(x - aside)) / 2e-5
            np.testing.assert_allclose(part(x)[..., i], difference, rtol=1e-6, atol=1e-7)


# Formulas at random, as trees: a text, or an operation and its operands.
LEAVES = st.sampled_from(["x", "y", "2", "3", "0.5", "1.25", "pi"])
ONE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "ln", "sqrt")
UNARY = st.sampled_from([*ONE, "abs", "sigmoid", "-"])
BINARY = st.sampled_from(["+", "-", "*", "/", "^", "max", "min"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(UNARY, inner) | st.tuples(BINARY, inner, inner),
    max_leaves=8,
)


def attempt(function, *args):
    """Return what a function returns and "", or None and the message of its ValueError."""
    try:
        return function(*args), ""
    except ValueError as error:
        return None, str(error)


def written(tree):
    """Return the formula as a lecturer might type it, with more brackets than are needed."""
    if isinstance(tree, str):
        return tree
    op, *operands = tree
    first, last = written(operands[0]), written(operands[-1])
    if op == "-" and len(operands) == 1:
        return f"(-{first})"
    if op in ("max", "min"):
        return f"{op}({first}, {last})"
    return f"{op}({first})" if len(operands) == 1 else f"({first} {op} {last})"


def evaluated(tree, x, y):
    """Work the formula out with mpmath; `None` where it is not real, near a kink, or large."""
    if isinstance(tree, str):
        return {"x": x, "y": y, "pi": mpmath.pi + 0}.get(tree) or mpmath.mpf(tree)
    op, *operands = tree
    numbers = [evaluated(operand, x, y) for operand in operands]
    if None in numbers:
        return None
    u, v = numbers[0], numbers[-1]
    if (op == "abs" and abs(u) < 1e-3) or (op in ("max", "min") and abs(u - v) < 1e-3):
        return None
    try:
        if len(numbers) == 1:
            own = {"abs": abs, "-": lambda u: -u, "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u))}
            result = own[op](u) if op in own else getattr(mpmath, op)(u)
        elif op == "^" and abs(v) > 30:
            return None
        else:
            result = {
                "+": lambda: u + v,
                "-": lambda: u - v,
                "*": lambda: u * v,
                "/": lambda: u / v,
                "^": lambda: u**v,
                "max": lambda: max(u, v),
                "min": lambda: min(u, v),
            }[op]()
    except (ZeroDivisionError, ValueError):
        return None
    fine = isinstance(result, mpmath.mpf) and 1e-3 < abs(result) < 1e3
    return result if fine else None


AT = (mpmath.mpf("0.734375"), mpmath.mpf("1.3125"))  # exact in binary
STEP = mpmath.mpf(10) ** -20


@settings(derandomize=True, max_examples=200, deadline=None)
@given(TREES)
def test_any_derivative_is_the_limit_of_differences(tree):
    """Central differences to 60 digits, so that they are exact to more than a double holds."""
    with mpmath.workdps(60):
        moves = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        f = {m: evaluated(tree, AT[0] + m[0] * STEP, AT[1] + m[1] * STEP) for m in moves}
        assume(None not in f.values())
        slopes = [(f[1, 0] - f[-1, 0]) / (2 * STEP), (f[0, 1] - f[0, -1]) / (2 * STEP)]
        xx = (f[1, 0] - 2 * f[0, 0] + f[-1, 0]) / STEP**2
        yy = (f[0, 1] - 2 * f[0, 0] + f[0, -1]) / STEP**2
        xy = (f[1, 1] - f[1, -1] - f[-1, 1] + f[-1, -1]) / (4 * STEP**2)
    parsed = parse(written(tree))
    point = np.array([float(AT[0]), float(AT[1])])
    expected = [float(f[0, 0])], np.array(slopes, float), np.array([[xx, xy], [xy, yy]], float)
    for program, wanted in zip((value(parsed), *derivatives(parsed, 2)), expected, strict=True):
        scale = 1 + np.abs(wanted).max()
        np.testing.assert_allclose(
            program(point), np.reshape(wanted, program.shape), atol=1e-7 * scale
        )


@settings(derandomize=True, max_examples=25, deadline=None)
@given(TREES)
def test_any_formula_is_a_loss_or_a_value_error(tree):
    text = written(tree).replace("y", "x")
    loss, refusal = attempt(from_formula, text, (0.25, 1.75))
    if loss is None:
        assert refusal.startswith("formula must ")
        return
    x = random_starts(loss, 50, seed=0)
    for part in (loss.value, loss.gradient, loss.hessian):
        assert np.isfinite(part(x)).all()
    for minimum in loss.minima:
        assert minimum.value == loss.value(minimum.x)
        beside = minimum.x + np.array([[1e-3], [-1e-3]])
        assert (loss.value(beside) > minimum.value).all()


@settings(derandomize=True, max_examples=250, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"xyze+-*/^(),.[]'=|²π", "**", "2", "0.5", "1e3", " ", "sin", "log", "max", "pi", "__"]
        )
        | st.characters(),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_a_formula_or_a_value_error(text):
    tree, refusal = attempt(parse, text)
    if tree is None:
        assert refusal.startswith("formula must ")
        return
    assert typst(tree)
    for program in (value(tree), *derivatives(tree, 2)):
        assert not np.isnan(program(np.array([[0.3, 0.7], [0.0, 0.0]]))).any()
