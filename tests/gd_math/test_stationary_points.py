import dataclasses
import itertools
from collections import Counter

import numpy as np
import pytest
import sympy
from sympy.utilities.lambdify import lambdify

from gd_math import Loss, grid, losses, stationary_points
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS

X = sympy.symbols("x y z w", real=True)
NAMED = [value for value in vars(losses).values() if isinstance(value, Loss)]


def loss_of(text, dimension=2, reach=3.0):
    """Make a loss from a formula in x, y, z, w, differentiated by SymPy."""
    variables = X[:dimension]
    formula = sympy.sympify(text, locals={str(v): v for v in X})
    first = [sympy.diff(formula, v) for v in variables]
    second = [[sympy.diff(part, v) for v in variables] for part in first]

    def compute(expression):
        function = lambdify(variables, expression, "numpy")
        return lambda x: np.broadcast_to(function(*np.moveaxis(x, -1, 0)), x.shape[:-1])

    value, first = compute(formula), [compute(part) for part in first]
    second = [[compute(part) for part in row] for row in second]
    return Loss(
        name=text,
        value=lambda x: np.array(value(x))[()],
        gradient=lambda x: np.stack([part(x) for part in first], axis=-1),
        hessian=lambda x: np.stack(
            [np.stack([part(x) for part in row], axis=-1) for row in second], axis=-2
        ),
        domain=(np.full(dimension, -reach), np.full(dimension, reach)),
        minima=(),
        formula=text,
    )


def found(loss, kind):
    return np.array([point.x for point in stationary_points(loss) if point.kind == kind])


def test_hills_has_its_tops_valleys_and_passes():
    points = stationary_points(HILLS)
    assert len(points) == 8 + 8 + 25
    for point in points:
        assert point.value == pytest.approx(
            {"minimum": -1, "saddle": 0, "maximum": 1}[point.kind], abs=1e-12
        )
    expected = np.pi * (grid([-2, -2], [2, 2], (5, 5)).reshape(-1, 2))
    np.testing.assert_allclose(found(HILLS, "saddle"), expected, atol=1e-6)


def test_they_come_lowest_first():
    values = [point.value for point in stationary_points(THREE_VALLEYS)]
    np.testing.assert_allclose(values, [-4 / 9, -4 / 9, 0, 11 / 36, 11 / 36], atol=1e-12)
    np.testing.assert_allclose(found(THREE_VALLEYS, "minimum")[:, 0], [-2, 2, 0], atol=1e-9)
    np.testing.assert_allclose(found(THREE_VALLEYS, "maximum")[:, 0], [-1, 1], atol=1e-9)


def test_the_order_does_not_hang_on_the_unit_of_the_loss():
    tiny = loss_of("1e-15*(x**6/18 - 5*x**4/12 + 2*x**2/3)", dimension=1)
    np.testing.assert_allclose(
        [point.x[0] for point in stationary_points(tiny)], [-2, 2, 0, -1, 1], atol=1e-9
    )


@pytest.mark.parametrize("loss", [RAVINE, PARABOLA], ids=lambda loss: loss.name)
def test_a_convex_quadratic_has_one(loss):
    (point,) = stationary_points(loss)
    assert point.kind == "minimum"
    np.testing.assert_allclose(point.x, 0, atol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        point.x[0] = 1


def test_points_outside_the_domain_do_not_count():
    corner = dataclasses.replace(RAVINE, domain=([1, 1], [2, 2]), minima=())
    assert stationary_points(corner) == ()


@pytest.mark.parametrize("loss", NAMED, ids=lambda loss: loss.name)
def test_the_gradient_vanishes_at_each(loss):
    for point in stationary_points(loss):
        np.testing.assert_allclose(loss.gradient(point.x), 0, atol=1e-11)
        assert point.value == loss.value(point.x)


def turns(gradient, corners):
    """How often the gradient goes round while its point goes round the corners (5, 2)."""
    side = np.linspace(0, 1, 1001)[:, np.newaxis]
    x = np.concatenate([a + side * (b - a) for a, b in itertools.pairwise(corners)])
    while True:
        field = gradient(x)
        turned = np.diff(np.unwrap(np.arctan2(field[:, 1], field[:, 0])))
        coarse = np.flatnonzero(np.abs(turned) > 1)
        if coarse.size == 0:
            return round(turned.sum() / (2 * np.pi))
        x = np.insert(x, coarse + 1, (x[coarse] + x[coarse + 1]) / 2, axis=0)


@pytest.mark.parametrize(
    "loss", [loss for loss in NAMED if loss.dimension == 2], ids=lambda loss: loss.name
)
def test_none_is_missing_by_the_turns_of_the_gradient(loss):
    """Round the edge ∇f turns once for each minimum or maximum, back for each saddle (Poincaré)."""
    lower, upper = loss.domain
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    # A little outside, since some of the stationary points of the hills are on the edge.
    corners = (lower + upper) / 2 + 1.001 * (upper - lower) / 2 * square
    kinds = Counter(point.kind for point in stationary_points(loss))
    passes = 2 if loss.name == "monkey saddle" else 1  # three valleys: it turns back twice
    total = kinds["minimum"] + kinds["maximum"] - passes * kinds["saddle"]
    assert turns(loss.gradient, corners) == total


@pytest.mark.parametrize(
    ("loss", "numbers"),
    [
        (losses.HIMMELBLAU, (4, 4, 1)),
        (losses.SIX_HUMP_CAMEL, (6, 7, 2)),
        (losses.BEALE, (1, 2, 0)),
        (losses.ROSENBROCK, (1, 0, 0)),
        (losses.STYBLINSKI_TANG, (4, 4, 1)),
        (losses.styblinski_tang(4), (16, 64, 1)),
        (losses.RASTRIGIN, (11**2, 2 * 11 * 10, 10**2)),
        (losses.rastrigin(3), (11**3, 3 * 11 * 10 * (11 + 10), 10**3)),
        (losses.TWO_WELLS, (2, 1, 0)),
        (losses.SADDLE, (0, 1, 0)),
        (losses.MONKEY_SADDLE, (0, 1, 0)),
        (losses.PLATEAU_AND_CLIFF, (1, 0, 0)),
    ],
    ids=lambda value: value.name if isinstance(value, Loss) else "",
)
def test_how_many_of_each_kind(loss, numbers):
    kinds = Counter(point.kind for point in stationary_points(loss))
    assert (kinds["minimum"], kinds["saddle"], kinds["maximum"]) == numbers


# Every kind of singular Hessian: how often f touches its tangent plane there, and in which way.
DEGENERATE = [
    ("x**4", 1, "minimum"),
    ("-x**4", 1, "maximum"),
    ("x**3", 1, "saddle"),
    ("x**20", 1, "minimum"),
    ("x**3 - 3*x*y**2", 2, "saddle"),
    ("x**4 + y**4", 2, "minimum"),
    ("-x**2 - y**4", 2, "maximum"),
    ("x**2 - y**4", 2, "saddle"),
    ("x**2 + y**3", 2, "saddle"),
    ("x**4 + y**6", 2, "minimum"),
    ("(x**2 + y**2)**2", 2, "minimum"),
    # Along each straight line a minimum, and yet f falls along parabolas between the two.
    ("(y - x**2)*(y - 2*x**2)", 2, "saddle"),
    # The floor of the curved valley rises on both sides, or falls on one.
    ("(y - x**2)**2 + x**4", 2, "minimum"),
    ("(y - x**2)**2 + x**5", 2, "saddle"),
    ("x**2 + y**2 - z**4", 3, "saddle"),
    ("x**4 + y**4 + z**4", 3, "minimum"),
    ("x**2 + y**2 + z**2 + w**4", 4, "minimum"),
]


@pytest.mark.parametrize("at", [0.0, 0.75])
@pytest.mark.parametrize(("formula", "dimension", "kind"), DEGENERATE)
def test_where_the_hessian_is_singular_the_values_around_tell(formula, dimension, kind, at):
    shifted = formula
    for variable in "xyzw":
        shifted = shifted.replace(variable, f"({variable} - {at})")
    (point,) = stationary_points(loss_of(shifted, dimension))
    # Rounding moves the zero of 5x⁴ − 4x(y − x²) by the cube root of the last digit of y.
    np.testing.assert_allclose(point.x, at, atol=1e-5)
    assert point.kind == kind


@pytest.mark.parametrize("scale", ["1e-9", "1e9"])
@pytest.mark.parametrize("kind", ["minimum", "maximum"])
def test_the_unit_of_the_loss_is_no_matter(scale, kind):
    sign = "" if kind == "minimum" else "-"
    (point,) = stationary_points(loss_of(f"{sign}{scale}*(x**4 + y**2)"))
    assert point.kind == kind


def test_a_constant_on_top_is_no_matter():
    (point,) = stationary_points(loss_of("1e6 + x**4 + y**4"))
    assert point.kind == "minimum"


def test_rounding_spreads_a_point_but_does_not_multiply_it():
    """The gradient of (x − 1)⁶, written out, is lost in rounding within 0.001 of 1."""
    expanded = str(sympy.expand("(x - 1)**6"))
    (point,) = stationary_points(loss_of(expanded, dimension=1))
    assert point.kind == "minimum"
    assert point.x[0] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("formula", "isolated"),
    [
        ("0*x", []),
        ("x**2 + 0*y", []),
        ("(x + y)**2", []),
        ("x**2*y**2", []),
        ("(x**2 - y**2)**2", []),
        ("(y - x**2)**2", []),
        ("(x**2 + y**2 - 1)**2", ["maximum"]),  # a moat round a hill
        ("Piecewise((x**4, x > 0), (0, True)) + y**2", []),
        ("exp(-x)", []),  # a slope that fades is no point
    ],
)
def test_points_that_are_not_isolated_are_left_out(formula, isolated):
    assert [point.kind for point in stationary_points(loss_of(formula))] == isolated


def test_where_the_loss_is_not_defined_there_are_none():
    logarithm = loss_of("x**2 + y - log(x + y)")
    with np.errstate(all="ignore"):
        assert np.isnan(logarithm.raw.value(np.array([-1.0, 0.0])))
    (point,) = stationary_points(logarithm)
    np.testing.assert_allclose(point.x, 0.5, atol=1e-12)
    assert point.kind == "minimum"


def test_too_many_dimensions_for_a_grid(quadratic):
    with pytest.raises(ValueError, match="at most 4 dimensions, quadratic has 5"):
        stationary_points(quadratic(np.eye(5)))
