"""Formulas that are fine: what becomes of them."""

import copy
import pickle

import numpy as np
import pytest

from gd_math import descend, from_formula, gradient_descent, grid, losses, random_starts
from gd_math.formula.compile import value
from gd_math.formula.derivatives import derivatives
from gd_math.formula.parse import parse

TYPED = {
    "HILLS": "sin(x)*sin(y)",
    "RAVINE": "(5x^2 + y^2)/2",
    "PARABOLA": "x**2/2",
    "THREE_VALLEYS": "x^6/18 - 5x^4/12 + 2x^2/3",
    "ROSENBROCK": "100*(y - x**2)**2 + (1 - x)**2",
    "HIMMELBLAU": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "BEALE": "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    "SIX_HUMP_CAMEL": "(4 - 2.1x^2 + x^4/3) x^2 + x y + (4y^2 - 4) y^2",
    "BOOTH": "(x + 2y - 7)^2 + (2x + y - 5)^2",
    "TWO_WELLS": "x^2 + y^2 - 2exp(-5((x - 1)^2 + y^2)) - 3exp(-5((x + 1)^2 + y^2))",
    "MONKEY_SADDLE": "x^3 - 3x y^2",
    "RASTRIGIN": "20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)",
}


def programs(text):
    tree = parse(text)
    return value(tree), *derivatives(tree, 2)


@pytest.mark.parametrize("name", TYPED)
def test_typed_in_it_is_the_loss_written_by_hand(name):
    by_hand = getattr(losses, name)
    typed = from_formula(TYPED[name], by_hand.domain)
    x = random_starts(by_hand, 200, seed=0)
    for part in ("value", "gradient", "hessian"):
        expected = getattr(by_hand, part)(x)
        scale = np.abs(expected).max()
        np.testing.assert_allclose(
            getattr(typed, part)(x), expected, rtol=1e-11, atol=1e-14 * scale, err_msg=part
        )
    assert len(typed.minima) == len(by_hand.minima)
    for minimum in by_hand.minima:
        nearest = min(typed.minima, key=lambda m: np.linalg.norm(m.x - minimum.x))
        np.testing.assert_allclose(nearest.x, minimum.x, atol=1e-6)
        assert nearest.value == pytest.approx(minimum.value, abs=1e-9)
        assert nearest.is_global == minimum.is_global


@pytest.mark.parametrize("text", ["x", "2x - 0*y", "max(x, y)", "x^2", "exp(x*y)"])
def test_every_part_has_the_shape_of_its_points(text):
    loss = from_formula(text, (-1, 1))
    d = loss.dimension
    mesh = random_starts(loss, 12, seed=3).reshape(3, 4, d)
    for function, tail in ((loss.value, ()), (loss.gradient, (d,)), (loss.hessian, (d, d))):
        whole = function(mesh)
        assert whole.shape == (3, 4, *tail)
        assert whole.flags.writeable
        assert not np.shares_memory(whole, mesh)
        assert function(mesh[:0]).shape == (0, 4, *tail)
        for i, j in np.ndindex(3, 4):
            assert function(mesh[i, j]).shape == tail
            np.testing.assert_allclose(function(mesh[i, j]), whole[i, j], rtol=1e-14)
    assert f"{loss.value(mesh[0, 0]):.3f}"  # one value can be formatted like any number


def test_constant_derivatives_are_constant_everywhere():
    loss = from_formula("x + 3y")
    points = grid([-1, -1], [1, 1], (4, 5))
    np.testing.assert_array_equal(loss.gradient(points), np.full((4, 5, 2), [1.0, 3.0]))
    np.testing.assert_array_equal(loss.hessian(points), np.zeros((4, 5, 2, 2)))


def test_what_is_common_is_computed_once():
    for program in programs("exp(x*y) + exp(x*y)^2 + exp(x*y)/3 + y"):
        assert [row[0] for row in program.rows].count("exp") == 1


def test_the_derivatives_of_nested_functions_stay_small():
    """Written out as one expression, this second derivative has thousands of operations."""
    _, _, hessian = programs("sin(" * 30 + "x*y" + ")" * 30)
    assert len(hessian.rows) < 30 * 25


def test_a_copy_computes_the_same():
    loss = from_formula("sin(x)*x^3 + abs(x)", (-1, 1))
    x = random_starts(loss, 5, seed=0)
    for other in (copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        np.testing.assert_array_equal(other.hessian(x), loss.hessian(x))


def test_it_can_be_descended():
    loss = from_formula("x**4 - 3*x**2 + y**2")
    walk = descend(loss, gradient_descent(0.05), [0.1, 1.0], 200)
    np.testing.assert_allclose(walk.x[-1], [np.sqrt(1.5), 0], atol=1e-3)
    assert walk.outcome == "converged"


class TestSpelling:
    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("x^2", "x**2"),
            ("x²", "x**2"),
            ("−x·x × 2 + π*x", "-x*x*2 + pi*x"),
            ("x²³ + x⁻² + x⁻¹⁰", "x**23 + x**(-2) + x**(-10)"),
            ("x⁴ − 3x² + y²", "x**4 - 3*x**2 + y**2"),
            ("(x + 1)²y³/2", "(x + 1)**2*y**3/2"),
            ("-x² + 2^x² + x²^3", "-(x**2) + 2**(x**2) + (x**2)**3"),
            ("x – 1 ‑ y — 2 ‐ 3", "x - 1 - y - 2 - 3"),
            ("2⋅x ∗ y ∙ 3 ÷ 4", "2*x*y*3/4"),
            ("x\u00a0+\u2009y\u202f−\u20072", "x + y - 2"),
            ("½x² + ¼y + x¾", "x**2/2 + y/4 + 0.75*x"),
            ("√x + √(x + y) + 2√2", "sqrt(x) + sqrt(x + y) + 2*sqrt(2)"),
            ("xy + 3xxy", "x*y + 3*x*x*y"),
            ("0,5*x + 2,25y + 10,1234", "0.5*x + 2.25*y + 10.1234"),
            ("max(0,5x) + pow(x,2)", "max(0, 5*x) + x**2"),
            ("max(x, y, 1) + min(x, y, 1)", "max(max(x, y), 1) + min(min(x, y), 1)"),
            ("X^2 + Y", "x**2 + y"),
            ("LN(x) + Exp(X) + PI", "log(x) + exp(x) + pi"),
            ("|x - 1|", "abs(x - 1)"),
            ("2|x||y - 1| + ||x| - 1|", "2*abs(x)*abs(y - 1) + abs(abs(x) - 1)"),
            ("np.sin(x) + math.cos(y)*np.pi", "sin(x) + cos(y)*pi"),
            ("np.maximum(x, y) + numpy.power(x, y)", "max(x, y) + x**y"),
            ("sin²(x) + cos^2(y) + 2sin³(x)", "sin(x)**2 + cos(y)**2 + 2*sin(x)**3"),
            ("sin x + 2 cos y - exp x", "sin(x) + 2*cos(y) - exp(x)"),
            ("sin x cos y", "sin(x)*cos(y)"),
            ("2x", "2*x"),
            ("2 x^2 y", "2*x**2*y"),
            ("x(x + 1)", "x*(x + 1)"),
            ("(x - 1)(y + 1)", "(x - 1)*(y + 1)"),
            ("3 sin(x) cos(y)", "3*sin(x)*cos(y)"),
            ("-x^2", "-(x**2)"),
            ("2^-x", "2**(-x)"),
            ("x^2^3", "x**(2**3)"),
            ("2^x^2", "2**(x**2)"),
            ("x - 1 - 2", "(x - 1) - 2"),
            ("x/2/4", "x/8"),
            ("x/2*4", "(x/2)*4"),
            ("--x", "x"),
            ("+x*-y", "-(x*y)"),
            ("log(x^2 + 1)", "ln(x**2 + 1)"),
            ("arctan(x)", "atan(x)"),
            (".5x + 1.e1 + 2E-1", "0.5*x + 10 + 0.2"),
            ("e^x", "exp(x)"),
            ("x**0.5", "sqrt(x)"),
            ("x^(-3/2)", "1/(x*sqrt(x))"),
            ("x^2.5", "x^2*sqrt(x)"),
            ("x^40 + x^33", "x^20*x^20 + x^3*x^30"),
            ("sigmoid(x)", "1/(1 + exp(-x))"),
            ("max(x, y) + min(x, y)", "x + y"),
            ("  x\n+ y ", "x+y"),
        ],
    )
    def test_two_ways_to_write_the_same(self, text, same):
        x = np.random.default_rng(0).uniform(0.5, 2, (50, 2))
        for one, other in zip(programs(text), programs(same), strict=True):
            np.testing.assert_allclose(one(x), other(x), rtol=1e-11, atol=1e-12)

    def test_the_name_is_what_was_typed(self):
        assert from_formula(" x**2\n + x ", (-1, 1)).name == "x**2 + x"


class TestKinks:
    def test_the_slope_is_the_mean_and_the_curvature_zero(self):
        loss = from_formula("abs(x) + max(3y, y)", (-1, 1))
        np.testing.assert_array_equal(loss.gradient([0.0, 0.0]), [0, 2])
        np.testing.assert_array_equal(loss.gradient([-0.5, 0.5]), [-1, 3])
        np.testing.assert_array_equal(loss.hessian([0.0, 0.0]), np.zeros((2, 2)))

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("abs(x - 1/3)", [1 / 3]),
            ("sqrt(x^2 + y^2)", [0, 0]),
            ("abs(x) + (y - 0.2)^2", [0, 0.2]),
            ("max(abs(x), 2*abs(y - 1/7))", [0, 1 / 7]),
            ("abs(x)^1.5", [0]),
        ],
    )
    def test_a_minimum_at_a_kink_is_one(self, text, where):
        loss = from_formula(text, (-1, 1.1))
        (minimum,) = loss.minima
        np.testing.assert_allclose(minimum.x, where, atol=1e-6)
        assert minimum.is_global
        assert np.isfinite(loss.gradient(np.array(where, dtype=float))).all()

    @pytest.mark.parametrize(
        "text", ["abs(x - y)", "(x - y)^2", "abs(sin(x) - y)", "x*y", "-abs(x)", "x^3", "x + y"]
    )
    def test_no_minimum_where_there_is_none_of_its_own(self, text):
        assert from_formula(text, (-1, 1)).minima == ()


def test_only_the_lowest_are_global():
    deeper, other = from_formula("x^4 - 4x^2 + x", (-2.5, 2.5)).minima
    assert deeper.is_global
    assert not other.is_global
    assert deeper.x[0] < 0 < other.x[0]


def test_a_steep_rim_does_not_make_all_minima_global():
    deeper, other = from_formula("exp(x^4) - 30x^2 + 3x", (-3, 3)).minima  # exp(81) at the rim
    assert deeper.value < other.value - 5
    assert deeper.is_global
    assert not other.is_global


def test_a_minimum_at_a_kink_is_found_whatever_the_rim():
    (minimum,) = from_formula("exp(x^4) + 5abs(x - 1/3)", (-3, 3)).minima
    assert minimum.x[0] == pytest.approx(1 / 3, abs=1e-9)


def test_a_tail_that_fades_to_nothing_has_no_minima():
    assert from_formula("exp(-x^2 - y^2)", (-40, 40)).minima == ()


def test_what_the_edge_undercuts_is_not_global():
    (minimum,) = from_formula("x^3 - 3x", (-3, 3)).minima
    assert minimum.x[0] == pytest.approx(1)
    assert not minimum.is_global


class TestDomain:
    @pytest.mark.parametrize(
        ("text", "points"),
        [
            ("x**4 - 3*x**2 + y**2", [(np.sqrt(1.5), 0), (-np.sqrt(1.5), 0)]),
            ("x^2 + y^2", [(0, 0)]),
            ("(x - 5)**2 + y**2", [(5, 0)]),
            ("100*(y - x**2)**2 + (1 - x)**2", [(1, 1)]),
            ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", [(3, 2), (-3.7793, -3.2832)]),
            ("log(1 + x**2)", [(0,)]),
            ("(x + 300)^2", [(-300,)]),
            ("abs(x - 20) + abs(y)", [(20, 0)]),
        ],
    )
    def test_it_holds_the_minima_with_a_margin(self, text, points):
        loss = from_formula(text)
        lower, upper = loss.domain
        np.testing.assert_array_equal(lower, -upper)
        assert len(set(upper)) == 1
        for point in points:
            assert (np.abs(point) <= 0.85 * upper).all()
            assert any(np.allclose(minimum.x, point, atol=1e-4) for minimum in loss.minima)
        assert upper[0] <= max(3, 2 * np.abs(points).max())

    @pytest.mark.parametrize("text", ["x*y", "exp(-x^2 - y^2)", "x", "exp(exp(x))", "tanh(x)"])
    def test_it_is_the_usual_one_if_nothing_speaks_for_another(self, text):
        loss = from_formula(text)
        np.testing.assert_array_equal(loss.domain[1], np.full(loss.dimension, 3.0))

    @pytest.mark.parametrize(
        "text", ["sin(x)*sin(y)", "cos(x) + y^2/10", "sin(x)", "sin(50x)", "x*sin(x)"]
    )
    def test_of_what_goes_on_and_on_it_shows_a_few(self, text):
        assert 3 <= len(from_formula(text).minima) <= 12

    def test_it_stays_where_the_formula_is_defined(self):
        loss = from_formula("(x^2 - 8)^2 + sqrt(3.1 - abs(x))")
        assert loss.domain[1] == 3
        assert len(loss.minima) == 2

    def test_small_things_are_looked_at_closely(self):
        loss = from_formula("x^4 - 0.0001x^2")
        assert len(loss.minima) == 2
        assert loss.domain[1][0] < 0.02

    def test_corners_or_numbers(self):
        for domain in ((-1, 2), ([-1, -1], [2, 2]), (-1, [2, 2]), np.array([[-1, -1], [2, 2]])):
            loss = from_formula("x*y", domain)
            np.testing.assert_array_equal(loss.domain, [[-1, -1], [2, 2]])


def test_a_loss_is_shown_in_one_short_line():
    assert repr(from_formula("x + y", (-1, 1))) == "Loss('x + y', 2 variables, 0 minima)"
    assert len(repr(from_formula("+".join(["x"] * 200), (-1, 1)))) < 80
