"""What is taken for numbers, points and boxes, and what is not."""

import datetime
import decimal
import fractions

import numpy as np
import pytest

from gd_math import checks, descend, gradient_descent, grid, minimum_reached
from gd_math.losses import RAVINE

NO_NUMBERS = {
    "too large": ([10**400, 2], "numbers below 1.8e308"),
    "too large objects": (np.array([10**400, 2], dtype=object), "numbers below 1.8e308"),
    "complex": ([1j, 2], "complex numbers"),
    "complex without imaginary part": ([1 + 0j, 2], "complex numbers"),
    "complex array": (np.array([1 + 2j, 3]), "complex numbers"),
    "masked": (np.ma.array([1.0, 2.0], mask=[0, 1]), "masked entries"),
    "masked entry": ([np.ma.masked, 2], "masked entries"),
    "texts": (["1", "2"], "texts"),
    "a text": ("12", "texts"),
    "bytes": (b"12", "texts"),
    "number and text": ([1, "2"], "texts"),
    "truth values": ([True, False], "truth values"),
    "dates": (np.array(["2020-01-01", "2020-01-02"], dtype="M8[D]"), "dates"),
    "a date": ([datetime.date(2020, 1, 1), 2], "datetime.date"),
    "spans of time": (np.zeros(2, dtype="m8[s]"), "spans of time"),
    "none": ([None, 1], "no number"),
    "ragged": ([[1, 2], [3]], "array of real numbers"),
    "dictionary": ({1: 2}, "array of real numbers"),
    "long text": ("x" * 100_000, "texts"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_an_array_that_is_of_no_real_numbers_is_refused_by_name(kind):
    value, message = NO_NUMBERS[kind]
    with pytest.raises(ValueError, match=f"^corner must be .*{message}") as caught:
        checks.finite_array("corner", value)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("start", lambda value: descend(RAVINE, gradient_descent(0.1), value, 1)),
        ("x of ravine", RAVINE.value),
        ("x of ravine", RAVINE.gradient),
        ("x of ravine", RAVINE.hessian),
        ("points", lambda value: minimum_reached(RAVINE, value)),
        ("lower", lambda value: grid(value, [1, 1], (2, 2))),
        ("upper", lambda value: grid([1, 1], value, (2, 2))),
    ],
)
def test_every_function_of_points_looks_at_them(argument, call):
    with pytest.raises(ValueError, match=f"^{argument} must be an array of real numbers"):
        call(["1", "2"])


@pytest.mark.parametrize(
    "value",
    [
        [decimal.Decimal("1.5"), fractions.Fraction(1, 2)],
        np.ma.array([1.5, 0.5], mask=False),
        np.array([1.5, 0.5], dtype=np.float16),
        (1.5, np.float32(0.5)),
    ],
)
def test_whatever_is_real_numbers_is_taken(value):
    np.testing.assert_array_equal(checks.finite_array("x", value), [1.5, 0.5])


@pytest.mark.parametrize("value", [[1, np.nan], [np.inf, 1], -np.inf])
def test_infinities_and_nan_are_refused(value):
    with pytest.raises(ValueError, match=r"^x must be finite, got .*(nan|inf)"):
        checks.finite_array("x", value)


@pytest.mark.parametrize("value", [1.0, [1, 2, 3], np.zeros((2, 1))])
def test_points_of_another_dimension_are_refused(value):
    shape = str(np.shape(value)).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=rf"^x must have shape \(\.\.\., 2\).* got shape {shape}"):
        checks.points("x", value, 2)


@pytest.mark.parametrize(
    ("lower", "upper", "message"),
    [
        ([0, 0], [1], r"lower and upper must be two corners of the same shape .*\(2,\) and \(1,\)"),
        (0, 1, "same shape"),
        ([], [], "same shape"),
        ([0], [1], r"lower and upper must have shape \(2,\), got \(1,\)"),
        ([0, 0], [1, 0], "lower must be below upper in every coordinate"),
        ([0, 0], [1, np.inf], "upper must be finite"),
    ],
)
def test_corners_that_are_no_box_are_refused(lower, upper, message):
    with pytest.raises(ValueError, match=message):
        checks.box(lower, upper, 2)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (2.0, r"h must have shape \(d, d\), got \(\)"),
        ([1, 2], "h must have shape"),
        ([[1, 2]], "h must have shape"),
        (np.zeros((0, 0)), "h must have shape"),
        ([[1, 2], [3, 4]], "h must be symmetric"),
        ([[np.nan]], "h must be finite"),
    ],
)
def test_matrices_that_are_not_symmetric_are_refused(matrix, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.symmetric_matrix("h", matrix)


NO_NUMBER = [10**400, 1j, "0.1", True, [0.1, 0.2], np.datetime64("2020-01-01"), None, np.ma.masked]


@pytest.mark.parametrize("value", [*NO_NUMBER, np.array([0.1])])
def test_a_number_that_is_none_is_refused_by_name(value):
    for check in (checks.positive, lambda *named: checks.between(*named, 0, 2)):
        with pytest.raises(ValueError, match=r"^rate must be a number, got ") as caught:
            check("rate", value)
        assert len(str(caught.value)) < 150


@pytest.mark.parametrize("value", [0, -0.1, np.nan, np.inf])
def test_positive_is_finite_and_above_0(value):
    assert checks.positive("rate", np.float32(0.5)) == 0.5
    with pytest.raises(ValueError, match=r"^rate must be a finite number above 0, got "):
        checks.positive("rate", value)


@pytest.mark.parametrize("value", [-0.1, 1, 1.5, np.nan, np.inf])
def test_between_has_its_lower_end_and_not_its_upper(value):
    assert checks.between("beta", 0, 0, 1) == 0
    with pytest.raises(ValueError, match=r"^beta must be at least 0 and below 1, got "):
        checks.between("beta", value, 0, 1)


@pytest.mark.parametrize("value", [2, -1, 3.0, 3.5, np.nan, "3", True, np.True_, None, [3]])
def test_whole_is_an_integer_from_the_minimum(value):
    assert checks.whole("n", np.int8(3), 3) == 3
    with pytest.raises(ValueError, match=r"^n must be a whole number of at least 3, got "):
        checks.whole("n", value, 3)


@pytest.mark.parametrize("seed", [-1, 1.5, None, "a"])
def test_seeds(seed):
    rng = np.random.default_rng(5)
    assert checks.generator(rng) is rng
    assert checks.generator(5).random() == rng.random()
    with pytest.raises(ValueError, match=r"^seed must be a whole number of at least 0, got "):
        checks.generator(seed)
