"""How numbers are set: what is read is the number, whatever its size."""

import pytest
from hypothesis import given, strategies as st

from scenes.kit.words.numbers import Form, distinct, factor, number, percent

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def read(shown: str) -> float:
    mantissa, _, unit = shown.rpartition(" · ")
    if unit.startswith("10") and unit[2:] and unit[2] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
        return float((mantissa or "1").translate(RAISED)) * 10.0 ** int(unit[2:].translate(RAISED))
    return float(shown.translate(RAISED))


@given(st.floats(-1e300, 1e300, allow_subnormal=False), st.integers(1, 9))
def test_a_shown_number_is_the_number_to_its_last_digit(value: float, digits: int) -> None:
    shown = number(value, digits)
    assert 0 < abs(value) < 1e-290 or read(shown) == pytest.approx(value, rel=5.1 * 10.0**-digits)
    assert not set(shown) & set("e-")
    assert not (shown.startswith("−") and read(shown) == 0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5e-5, "5 · 10⁻⁵"), (0.0001, "0.0001"), (1e-9, "10⁻⁹"), (-2.5e12, "−2.5 · 10¹²"),
        (1e5, "10⁵"), (99999, "99999"), (0, "0"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (7, "7"),
        (float("inf"), "∞"), (float("-inf"), "−∞"), (1e-290, "10⁻²⁹⁰"),
    ],
)  # fmt: skip
def test_a_number_says_something_at_its_scale(value: float, shown: str) -> None:
    assert number(value) == shown


def test_what_rounding_left_over_is_zero_beside_its_scale() -> None:
    assert number(-1e-17, scale=1) == "0"
    assert factor(1 - 0.2 * 5 - 1e-16) == "0"
    assert factor(-0.9) == "(−0.9)"


def test_what_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        number(float("nan"))
    with pytest.raises(ValueError, match="NaN"):
        Form()(float("nan"))


@given(st.floats(0, 1))
def test_only_nothing_is_no_percent_and_only_all_is_a_hundred(share: float) -> None:
    shown = percent(share)
    assert (shown == "0%") == (share == 0)
    assert (shown == "100%") == (share == 1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.integers(0, 4))
def test_numbers_of_one_form_have_the_same_decimals_and_no_minus_before_zero(
    values: list[float], decimals: int
) -> None:
    form = Form.of(values, decimals)
    for value in values:
        digits = form.mantissa(value)
        assert len(digits.partition(".")[2]) == form.decimals
        assert len(digits.lstrip("−").partition(".")[0]) <= form.digits
        assert not (digits.startswith("−") and float(digits[1:]) == 0)
        assert abs(form.rounded(value) - value) <= 0.501 * 10.0 ** (form.power - form.decimals)


@pytest.mark.parametrize("scale", [10.0**e for e in range(-12, 19, 3)])
def test_the_largest_number_of_a_form_has_at_least_two_digits(scale: float) -> None:
    shown = Form.of([0.123 * scale, 0.0]).mantissa(0.123 * scale)
    assert len(shown.replace(".", "").lstrip("0")) >= 2


@given(st.floats(1e-6, 100), st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=5))
def test_a_product_is_that_of_its_factors_as_they_are_shown(
    rate: float, slopes: list[float]
) -> None:
    result = Form.of([rate * slope for slope in slopes])
    form = Form.of(slopes).giving(result, rate, slopes)
    for slope in slopes:
        assert result(rate * read(form(slope))) == result(rate * slope)


def test_numbers_that_differ_are_told_apart() -> None:
    assert distinct([-0.00287, -0.00166]) == ["−0.0029", "−0.0017"]
    assert distinct([0.123456, 0.123449]) == ["0.1235", "0.1234"]
    assert distinct([1e-30, 3e-28, 0.0], scale=1) == ["0", "0", "0"]
    assert Form(3).telling([0.2473, 0.2474, 0.5]) == Form(4)
