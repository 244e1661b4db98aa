"""Standard test functions, typed: exact derivatives, and the minima of the literature."""

import mpmath
import numpy as np
import pytest

from gd_math import from_formula
from gd_math.formula.compile import value
from gd_math.formula.derivatives import Derivative, derivatives
from gd_math.formula.parse import parse
from tests.gd_math.formula.standard_functions import STANDARD

OWN = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "^": lambda u, v: u**v,
    "neg": lambda u: -u,
    "abs": abs,
    "max": max,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
}
STEP = mpmath.mpf(10) ** -15


def exactly(node, point):
    """Work a formula out to as many digits as mpmath is told to."""
    if node.op == "variable":
        return point["xy".index(node.text)]
    if node.op == "constant":
        return +getattr(mpmath, node.text)
    if node.op == "number":
        return mpmath.mpf(node.text)
    args = [exactly(arg, point) for arg in node.args]
    return (OWN.get(node.op) or getattr(mpmath, node.op))(*args)


def differences(tree, point):
    """Return f, ∇f and the Hessian at a point, by central differences exact to 25 digits."""
    axes = range(len(point))

    def f(*moves):
        moved = [mpmath.mpf(float(u)) for u in point]
        for axis, step in moves:
            moved[axis] += step * STEP
        return exactly(tree, moved)

    slopes = [(f((i, 1)) - f((i, -1))) / (2 * STEP) for i in axes]
    curvatures = [
        [
            (f((i, 1), (j, 1)) - f((i, 1), (j, -1)) - f((i, -1), (j, 1)) + f((i, -1), (j, -1)))
            / (4 * STEP**2)
            for j in axes
        ]
        for i in axes
    ]
    return f(), slopes, curvatures


@pytest.mark.parametrize("name", STANDARD)
def test_value_and_derivatives_are_the_exact_ones(name):
    standard = STANDARD[name]
    dimension = len(standard.minima[0])
    tree = parse(standard.text)
    programs = (value(tree), *derivatives(tree, dimension))
    points = np.random.default_rng(0).uniform(*standard.domain, (3, dimension))
    if not isinstance(programs[1], Derivative):  # at a kink differences tell nothing
        points = np.concatenate([points, np.array(standard.minima, float)])
    for point in points:
        with mpmath.workdps(60):
            expected = [np.array(part, float) for part in differences(tree, point)]
        scale = max(1e-3, *(np.abs(part).max() for part in expected))
        for program, part in zip(programs, expected, strict=True):
            np.testing.assert_allclose(program(point), part, rtol=1e-9, atol=1e-12 * scale)


@pytest.mark.parametrize("name", STANDARD)
def test_the_global_minima_are_those_of_the_literature(name):
    standard = STANDARD[name]
    loss = from_formula(standard.text, standard.domain)
    lowest = [minimum for minimum in loss.minima if minimum.is_global]
    inside = [np.array(p) for p in standard.minima if _is_inside(loss, np.array(p))]
    for point in inside:
        near = [m for m in lowest if np.linalg.norm(m.x - point) < 1e-4 * loss.diagonal]
        assert len(near) == 1, f"{point} is not among {[m.x.tolist() for m in lowest]}"
        if standard.value is not None:
            assert near[0].value == pytest.approx(standard.value, rel=1e-6, abs=1e-9)
        assert loss.value(near[0].x) <= loss.value(point) + 1e-9 * (1 + abs(near[0].value))
    assert len(lowest) == len({tuple(point) for point in inside})


def _is_inside(loss, point):
    lower, upper = loss.domain
    return bool(((point > lower) & (point < upper)).all())
